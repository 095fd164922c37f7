"""Simulated panels: a level that wanders, a trend that dies out, a season of all and of each unit, noise of each unit's size."""

import numpy as np
import pandas as pd

QUARTERS = [f"{year}Q{quarter}" for year in range(2020, 2030) for quarter in (1, 2, 3, 4)]


def simulated(seed, units=200, quarters=20, tails=False):
    """Return values of shape (quarters, units)."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(np.log(2.0), 0.4, units))
    season = rng.normal(0, 2, 4)[:, None] + rng.normal(0, 0.7, (4, units))
    level, slope = rng.normal(60, 5, units), rng.normal(0.2, 0.3, units)
    rows = []
    for t in range(quarters):
        level = level + slope + rng.normal(0, 0.5, units) * size
        slope = 0.9 * slope
        noise = rng.standard_t(4, units) if tails else rng.normal(0, 1, units)
        rows.append(level + season[t % 4] - season.mean(0) + noise * size)
    return np.array(rows)


def series(values, periods=None, name="rate", units=None):
    """Return values of shape (periods, units) as a series by (period, unit)."""
    values = np.asarray(values, dtype=float)
    periods = QUARTERS[: len(values)] if periods is None else list(periods)
    units = [f"u{k}" for k in range(values.shape[1])] if units is None else units
    index = pd.MultiIndex.from_product([periods, units], names=["period", "unit"])
    return pd.Series(values.ravel(), index, name=name)
