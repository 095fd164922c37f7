"""Increasing returns (sum of lambda >= 1) by constant and variable returns, where units differ much in size.

A unit a billion times smaller than another may count a billion times, and then the row that sums the weights hides in
its rounding what the unit is worth. But if the best without that row has weights of at least 1 in sum, it is the best;
if not, the segment from it to the best with the row crosses a sum of exactly 1 and nothing on it is worse than that:
variable returns have the answer. Neither program has sizes that differ beside a row of ones without a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats

SPREAD = 1e3
"""Of the amounts in a column: with more, increasing returns are solved as constant and as variable returns."""


def far_apart(*amounts: Floats) -> bool:
    """Return whether the positive sizes in some row of (q, n) arrays spread over more than `SPREAD`.

    Examples
    --------
    >>> far_apart(np.array([[1.0, 20.0], [0.0, 5.0]])), far_apart(np.array([[1.0, 20.0]]), np.array([[1e5]]))
    (False, True)
    """
    size = np.abs(np.concatenate(amounts, axis=1))
    least = np.where(size > 0, size, np.inf).min(axis=1, initial=np.inf)
    return bool((size.max(axis=1, initial=0.0) / SPREAD > least).any())


def by_both(solve: Callable[[str], Any], returns: str, points: Floats, reference: Floats) -> Any:
    """Return solve(returns), or under increasing returns of units far apart in size the fitting answer of each point.

    Parameters
    ----------
    solve : callable
        Takes the returns; gives a tuple of arrays, the points (B, ...) first, and one sparse (B, n): the weights.
    points : (B, q)
    reference : (n, q)
    """
    if returns != "increasing" or not far_apart(points.T, reference.T):
        return solve(returns)
    constant, variable = solve("constant"), solve("variable")
    total = next(part for part in constant if hasattr(part, "tocsr")).sum(axis=1)
    return chosen(~(total >= 1), variable, constant)


def chosen(where: Bools, some: Any, other: Any) -> Any:
    """Return the tuple of answers with the points `where` from the first, the rest from the second."""
    parts = [_chosen(where, a, b) for a, b in zip(some, other, strict=True)]
    return some._make(parts) if hasattr(some, "_make") else tuple(parts)


def _chosen(where: Bools, some: Any, other: Any) -> Any:
    if hasattr(some, "tocsr"):
        mine, rest = np.flatnonzero(where), np.flatnonzero(~where)
        both: Any = sparse.vstack([some.tocsr()[mine], other.tocsr()[rest]], format="csr")
        return both[np.argsort(np.concatenate([mine, rest]))]
    return np.where(where.reshape(-1, *[1] * (some.ndim - 1)), some, other)
