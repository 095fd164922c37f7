"""What one sort of all columns tells: quantiles of what is known, how many values differ, how often the commonest comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def quantiles(x: Array, shares: Sequence[float]) -> Array:
    """Return quantiles (shares, k) of the columns of `x` (n, k), NaN left out; NaN for a column without values.

    By linear interpolation (R's type 7), to the last bit as `numpy.nanquantile` has them column by column.

    Examples
    --------
    >>> quantiles(np.array([[1.0, np.nan], [2, np.nan], [4, np.nan]]), [0.25, 0.5])[:, 0].tolist()
    [1.5, 2.0]
    """
    ordered = np.sort(x.T, axis=1)
    last = (~np.isnan(ordered)).sum(axis=1) - 1
    found = np.full((len(shares), len(ordered)), np.nan)
    rows = np.flatnonzero(last >= 0)
    for share, row in zip(shares, found, strict=True):
        at = last[rows] * share
        below = np.floor(at).astype(int)
        low, high = (ordered[rows, places] for places in (below, np.minimum(below + 1, last[rows])))
        part = at - below
        # from the nearer end, so that equal neighbours and shares of one stay what they are
        row[rows] = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))
    return found


def repeats(x: Array) -> tuple[Ints, Ints]:
    """Return how many different values each column of `x` (n, k) has, and how often its commonest comes; NaN left out.

    Examples
    --------
    >>> [found.tolist() for found in repeats(np.array([[1.0, 5], [1, np.nan], [2, np.nan], [3, 5]]))]
    [[3, 1], [2, 2]]
    """
    ordered = np.sort(x.T, axis=1)
    known = ~np.isnan(ordered)
    begins = known.copy()
    begins[:, 1:] &= ordered[:, 1:] != ordered[:, :-1]
    places = np.arange(ordered.shape[1])
    begun = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
    runs = np.where(known, places - begun + 1, 0)
    return begins.sum(axis=1), runs.max(axis=1, initial=0)
