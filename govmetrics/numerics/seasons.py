"""Seasons of many short series at once: what comes back every year, each series' own shrunk to what all have in common.

Time, or the place in the year, runs along the first axis and series along the last; what is missing is NaN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


class Places(NamedTuple):
    """What series have at every place of the year.

    Attributes
    ----------
    mean, counts : ndarray, shape (length, series)
        Means, NaN where there is no value, and how many values they are of.
    chance : float
        Variance of values around the mean of their place and series; NaN where no place has two values of a series.
    """

    mean: Array
    counts: Array
    chance: float


def mean_known(values: Array, axis: int = 0) -> Array:
    """Return means of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis)
    total: Array = np.where(known, values, 0.0).sum(axis)
    found: Array = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return found


def above_cycle(y: Array, length: int) -> Array:
    """Return values less the centred moving average of a year; NaN within half a year of the ends.

    The average is over `length` values, or one more where that is even, the ends half.

    Examples
    --------
    >>> above_cycle(np.array([[1.0], [3.0], [1.0], [3.0]]), 2).ravel().tolist()
    [nan, 1.0, -1.0, nan]
    """
    kernel = np.full(length, 1.0) if length % 2 else np.r_[0.5, np.ones(length - 1), 0.5]
    found, half = np.full(y.shape, np.nan), len(kernel) // 2
    if len(y) >= len(kernel):
        windows = np.lib.stride_tricks.sliding_window_view(y, len(kernel), axis=0)
        found[half : half + len(windows)] = y[half : half + len(windows)] - windows @ (kernel / kernel.sum())
    return found


def by_place(above: Array, places: Ints, length: int) -> Places:
    """Return the means of every place of the year, of values whose places are given."""
    parts = [above[places == place] for place in range(length)]
    mean = np.stack([mean_known(part) for part in parts])
    counts = np.stack([(~np.isnan(part)).sum(0) for part in parts])
    spare = np.maximum(counts - 1, 0).sum()
    within = sum(np.nansum((part - mean[place]) ** 2) for place, part in enumerate(parts))
    return Places(mean, counts, float(within / spare) if spare else np.nan)


def own_share(own: Array, common: Array, places: Places) -> Array:
    """Return how much of a season is a series' own: B / (B + chance / count), B its variance beyond chance, by moments.

    0 where there is one series, or chance is not known.
    """
    there = ~np.isnan(own)
    series = int(there.any(0).sum())
    if series < 2 or np.isnan(places.chance):
        return np.zeros(own.shape)
    error = np.divide(places.chance, places.counts, out=np.zeros(own.shape), where=there)
    spread = np.nansum((own - common[:, None]) ** 2) / there.sum() * series / (series - 1)
    between = max(0.0, float(spread - error[there].mean()))
    share: Array = np.divide(
        between, between + error, out=np.zeros(own.shape), where=there & (between + error > 0)
    )
    return share


def seasons(y: Array, length: int) -> Array | None:
    """Return the season of every place in the year, shape (length, series); place 0 is that of the first row.

    What centred means of a year leave is averaged by place. The series' common season is shrunk to none as far as
    their spread leaves it unsure, and each one's own to the common one as far as its years disagree (empirical Bayes).
    None where less than two years are known.

    Examples
    --------
    >>> y = np.tile([[1.0, 5.0], [3.0, 7.0]], (4, 1))
    >>> seasons(y, 2).tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    """
    times = len(y)
    if length < 2 or times < 2 * length:
        return None
    found = by_place(above_cycle(y, length), np.arange(times) % length, length)
    own = found.mean - found.mean.mean(0)  # NaN where a place of the year is not known
    common = np.nan_to_num(mean_known(own, axis=1))
    series = int((~np.isnan(own[0])).sum())
    noise = found.chance / max(float(found.counts.sum() / max((found.counts > 0).sum(), 1)), 1.0)
    spread = float(np.nansum((own - common[:, None]) ** 2) / (length * (series - 1))) if series > 1 else noise
    unsure = (length - 1) / length * spread / max(series, 1)
    size = float((common**2).mean())
    kept = max(0.0, 1 - unsure / size) if size > 0 and np.isfinite(unsure) else 0.0
    shrunk = kept * common[:, None]
    both: Array = shrunk + own_share(own, common, found) * np.where(np.isnan(own), 0.0, own - shrunk)
    return both
