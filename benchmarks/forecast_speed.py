"""Speed and coverage of forecasts: 200 and 20,000 series of 16 quarters, beside ETS by series.

Run by hand: `.venv/bin/python benchmarks/forecast_speed.py`. `monitoring.forecast` tries sixty choices of parameters
from nine rolling origins over all series together, and makes intervals of what came true. The peer is statsmodels' ETSModel
(additive errors, damped trend and season, by maximum likelihood), one series at a time, on the first 60 series of each panel:
it chooses nothing and tries no origin. Coverage is that of nominal 90 % intervals over the four quarters that follow, which
neither side has seen.
"""

from __future__ import annotations

import os
import platform
import time
import warnings

import numpy as np
import pandas as pd

import govmetrics as gm

KNOWN, AHEAD, PEERS, PANELS = 16, 4, 60, 3
PERIODS = [f"{year}Q{quarter}" for year in range(2020, 2024) for quarter in (1, 2, 3, 4)]


def panel(seed: int, units: int) -> np.ndarray:
    """A level that wanders, a trend that dies out, a season of all and of each unit, noise of each unit's size."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(np.log(2.0), 0.4, units))
    season = rng.normal(0, 2, 4)[:, None] + rng.normal(0, 0.7, (4, units))
    time_ = np.arange(KNOWN + AHEAD)
    growth = np.cumsum(0.9**time_)[:, None] * rng.normal(0.2, 0.3, units)
    walk = np.cumsum(0.5 * size * rng.normal(size=(len(time_), units)), axis=0)
    return (
        rng.normal(60, 5, units)
        + growth
        + walk
        + (season - season.mean(0))[time_ % 4]
        + size * rng.normal(size=walk.shape)
    )


def own(y: np.ndarray) -> tuple[float, float]:
    """Return seconds, and the share of the future within the intervals."""
    index = pd.MultiIndex.from_product([PERIODS, range(y.shape[1])], names=["period", "unit"])
    values = pd.Series(y[:KNOWN].ravel(), index, name="rate")
    start = time.perf_counter()
    found = gm.monitoring.forecast(values, horizon=AHEAD)
    took = time.perf_counter() - start
    lower, upper = (frame["rate"].to_numpy().reshape(AHEAD, -1) for frame in (found.lower, found.upper))
    return took, float(((lower <= y[KNOWN:]) & (y[KNOWN:] <= upper)).mean())


def peer(y: np.ndarray) -> tuple[float, float]:
    """Return the seconds of a series, and the share of the future within the intervals."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    start, inside = time.perf_counter(), []
    for series in y.T[:PEERS]:
        model = ETSModel(
            pd.Series(series[:KNOWN]),
            error="add",
            trend="add",
            damped_trend=True,
            seasonal="add",
            seasonal_periods=4,
        )
        ends = model.fit(disp=False).get_prediction(start=KNOWN, end=KNOWN + AHEAD - 1).pred_int(alpha=0.1)
        low, high = np.asarray(ends).T
        inside.append(((low <= series[KNOWN:]) & (series[KNOWN:] <= high)).mean())
    return (time.perf_counter() - start) / PEERS, float(np.mean(inside))


def main() -> None:
    """Print a table."""
    import statsmodels

    warnings.simplefilter("ignore")
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"numpy {np.__version__}, statsmodels {statsmodels.__version__}, govmetrics {gm.__version__}")
    own(panel(99, 20))  # imports
    panels = [panel(seed, 200) for seed in range(PANELS)]
    mine, theirs = np.mean([own(y) for y in panels], axis=0), np.mean([peer(y) for y in panels], axis=0)
    print("| what | govmetrics | statsmodels ETS |\n| --- | --- | --- |")
    print(f"| 200 series x 16 quarters | {mine[0]:.2f} s | {200 * theirs[0]:.1f} s (of {PEERS} series) |")
    print(f"| coverage at 90 % | {mine[1]:.3f} | {theirs[1]:.3f} |")
    print(
        f"| 20,000 series of one indicator | {own(panel(7, 20_000))[0]:.1f} s | about {20_000 * theirs[0] / 60:.0f} min |"
    )
    index = pd.MultiIndex.from_product([PERIODS, range(200)], names=["period", "unit"])
    many = pd.DataFrame(np.hstack([panel(seed, 200)[:KNOWN].reshape(-1, 1) for seed in range(100)]), index)
    start = time.perf_counter()
    gm.monitoring.forecast(many.rename(columns=str))
    print(f"| 200 units x 100 indicators | {time.perf_counter() - start:.1f} s | |")
    start = time.perf_counter()
    gm.monitoring.backtest(many[[0]].rename(columns=str), below={"0": 57})
    print(f"| backtest of 200 series with warnings | {time.perf_counter() - start:.2f} s | |")


if __name__ == "__main__":
    main()
