"""What a two-way fixed effects estimate is made of: every comparison of two groups (Goodman-Bacon 2021)."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def two_by_twos(y: Array, first: Ints) -> list[tuple[int, int, float, float]]:
    """Return (treated group, control group, estimate, weight) of every comparison; the weights sum to one.

    Parameters
    ----------
    y : ndarray
        Units x periods, complete.
    first : ndarray of int
        Place of the first treated period: 0 where always treated, the number of periods where never.
    """
    count = y.shape[1]
    mean = {g: y[first == g].mean(axis=0) for g in np.unique(first).tolist()}
    share = {g: float((first == g).mean()) for g in mean}
    part = {g: (count - g) / count for g in mean}  # of the time that is treated, D bar
    variance = _variance(first, count)
    found = []
    for k, control in permutations(mean, 2):
        if not 0 < k < count:
            continue  # never changes its state
        window = slice(0, control) if k < control < count else slice(control if 0 < control < k else 0, count)
        after = np.arange(count)[window] >= k
        gap = (mean[k] - mean[control])[window]
        estimate = float(gap[after].mean() - gap[~after].mean())
        found.append((k, control, estimate, _weight(share, part, k, control, count) / variance))
    return found


def _variance(first: Ints, count: int) -> float:
    d = (np.arange(count) >= first[:, None]).astype(float)
    left = d - d.mean(axis=1, keepdims=True) - d.mean(axis=0) + d.mean()
    return float((left**2).mean())


def _weight(share: dict[int, float], part: dict[int, float], k: int, control: int, count: int) -> float:
    """Return the weight of a comparison times the variance of treatment (equations 10e to 10g)."""
    both = share[k] + share[control]
    n, d, e = share[k] / both, part[k], part[control]
    if control in (0, count):  # (10e): the control never changes
        return both**2 * n * (1 - n) * d * (1 - d)
    if k < control:  # (10f): the later group, before it is treated
        return (both * (1 - e)) ** 2 * n * (1 - n) * (d - e) / (1 - e) * (1 - d) / (1 - e)
    # (10g): the earlier group, already treated; here d is the later group's share
    return (both * e) ** 2 * n * (1 - n) * d / e * (e - d) / e
