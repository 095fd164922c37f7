"""Watching 4,000 series over 40 periods: seconds of the processor, the best of five.

    python benchmarks/monitoring_speed.py

Every chart that `monitoring.watch` has, over 100 units of 40 indicators, the first 12 periods as the baseline: reading the
panel, limits, p and q of 112,000 values, tables and sentences of the signals. No peer does all of it; qicharts2 and qcc draw
one chart a call.
"""

from __future__ import annotations

import platform
import time
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm

PERIODS = [f"{year}Q{quarter}" for year in range(2016, 2026) for quarter in range(1, 5)]
ROWS = pd.MultiIndex.from_product([PERIODS, [f"unit {k}" for k in range(100)]], names=["period", "unit"])
CODES = [f"code {k}" for k in range(40)]


def seconds(**arguments: Any) -> float:
    """Return the time of the quickest of five calls."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        gm.monitoring.watch(**arguments)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    rng = np.random.default_rng(0)
    values = pd.DataFrame(rng.normal(80, 2, (len(ROWS), len(CODES))), ROWS, CODES)
    asked = pd.DataFrame(rng.integers(14, 400, values.shape), ROWS, CODES)
    shares = pd.DataFrame(rng.binomial(asked, 0.9) / asked, ROWS, CODES)
    counts = pd.DataFrame(rng.poisson(30, values.shape), ROWS, CODES)
    print(
        f"govmetrics {gm.__version__}, numpy {np.__version__}, Python {platform.python_version()}, {platform.machine()}"
    )
    for chart in ("individuals", "ewma", "cusum", "count"):
        print(f"{chart:12} {seconds(data=counts if chart == 'count' else values, chart=chart):.2f} s")
    print(
        f"{'proportion':12} {seconds(data=shares, chart='proportion', out_of={code: asked[code] for code in CODES}):.2f} s"
    )


if __name__ == "__main__":
    main()
