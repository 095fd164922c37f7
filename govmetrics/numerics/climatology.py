"""How frequent something was for each series so far, shrunk to how frequent it was for all."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def climatology(events: Ints, out_of: Ints) -> Array:
    """Return the frequency of every series, shrunk to the common one as far as their spread is that of chance.

    The spread beyond chance is found by moments, as the variance of shares less that of as many draws.

    Examples
    --------
    >>> climatology(np.array([1, 1, 0, 2]), np.array([10, 10, 10, 10])).tolist()
    [0.1, 0.1, 0.1, 0.1]
    >>> climatology(np.array([0, 10, 0, 10]), np.array([10, 10, 10, 10])).round(2).tolist()
    [0.01, 0.99, 0.01, 0.99]
    """
    total = out_of.sum()
    if not total:
        return np.full(len(events), np.nan)
    common = events.sum() / total
    there = out_of > 0
    share = np.divide(events, out_of, out=np.full(len(events), common), where=there)
    chance = common * (1 - common) * np.mean(1 / out_of[there])
    between = max(float(np.mean((share[there] - common) ** 2)) - chance, 0.0)
    if between == 0:
        return np.full(len(events), common)
    prior = max(common * (1 - common) / between - 1, 0.0)
    found: Array = np.where(there, (events + prior * common) / np.maximum(out_of + prior, 1e-300), common)
    return found
