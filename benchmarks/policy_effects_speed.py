"""Speed of panel effects: two-way fixed effects with CR2 errors, and other errors beside it.

Run ``.venv/bin/python -m benchmarks.policy_effects_speed``. It prints versions, cores, and seconds, the best of three.
"""

from __future__ import annotations

import os
import platform
import sys

import numpy as np
import pandas as pd

import govmetrics as gm
from benchmarks.timing import best


def panel(units: int = 2000, periods: int = 20, regressors: int = 10) -> pd.DataFrame:
    """Return communities over years, with an outcome and regressors that have effects of both."""
    rng = np.random.default_rng(0)
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(2004, 2004 + periods), units)
    shift = rng.normal(size=units)[unit] + rng.normal(size=periods)[period - 2004]
    frame = pd.DataFrame(
        rng.normal(size=(len(unit), regressors)) + shift[:, None],
        columns=[f"x{i}" for i in range(regressors)],
    )
    outcome = frame.sum(axis=1) * 0.1 + shift + rng.normal(size=len(unit))
    return frame.assign(unit=unit, period=period, outcome=outcome)


def main() -> None:
    """Print what each takes."""
    print(
        platform.platform(),
        f"{os.cpu_count()} cores, python {sys.version.split()[0]}, numpy {np.__version__}",
    )
    frame = panel()
    names = [f"x{i}" for i in range(10)]
    for errors in ("CR2", "CR3", "CR1", "driscoll_kraay", "classical"):
        seconds = best(lambda errors=errors: gm.policy.effects(frame, "outcome", names, errors=errors))  # type: ignore[misc]
        print(f"2,000 units x 20 periods x 10 regressors, two-way, {errors}, with all tests: {seconds:.2f} s")
    gaps = frame.sample(frac=0.8, random_state=0)
    print(
        f"a fifth of the rows missing, CR2: {best(lambda: gm.policy.effects(gaps, 'outcome', names)):.2f} s"
    )
    seconds = best(lambda: gm.policy.effects(frame, "outcome", names, errors="wild", draws=999), 1)
    print(f"the wild bootstrap, 999 draws, intervals by inversion: {seconds:.2f} s")


if __name__ == "__main__":
    main()
