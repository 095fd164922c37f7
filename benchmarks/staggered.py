"""Staggered effects with 1,000 bootstrap draws on 2,000 communities x 20 periods: `python -m benchmarks.staggered`.

diff-diff on the same panel does the same (1,000 multiplier draws, no test before treatment), if asked for: `--peer`.

On two shared cores (Python 3.11, NumPy 2.4, one thread): 0.6 to 1.6 s, of which the first call spends two seconds more on
imports; diff-diff 3.13.0 0.6 s.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

import govmetrics as gm


def panel(units: int = 2000, periods: int = 20) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    first = rng.choice([*range(2, periods), 0], units)
    time_of = np.tile(np.arange(1, periods + 1), units)
    since = time_of - np.repeat(first, periods)
    effect = np.where((np.repeat(first, periods) > 0) & (since >= 0), 1 + 0.2 * since, 0)
    columns = {"unit": np.arange(units), "since": first, "size": rng.normal(size=units)}
    frame = pd.DataFrame({name: np.repeat(column, periods) for name, column in columns.items()})
    return frame.assign(period=time_of, score=effect + rng.normal(size=units * periods))


def main() -> None:
    frame = panel()
    for covariates in ((), ("size",)):
        for controls in ("never", "not_yet"):
            begin = time.perf_counter()
            found = gm.policy.staggered(
                frame, "score", "unit", "period", "since", controls, covariates, draws=1000
            )
            print(
                f"{controls}, covariates {list(covariates)}: {time.perf_counter() - begin:.2f} s, {len(found.group_time)} effects"
            )
    if "--peer" in sys.argv:
        from diff_diff import CallawaySantAnna

        begin = time.perf_counter()
        CallawaySantAnna(n_bootstrap=1000).fit(frame, "score", "unit", "period", "since", aggregate="all")
        print(f"diff-diff, never, no covariates: {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
