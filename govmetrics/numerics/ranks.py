"""Ranks on arrays."""

from __future__ import annotations

import numpy as np

_LONG = 500
"""Rows longer than this are looked through one by one, which takes less time than to sort them."""


def competition(values: np.ndarray, tolerance: float = 1e-12) -> tuple[np.ndarray, np.ndarray]:
    """Return competition ranks (1, 2, 2, 4; largest first) and the order best to worst.

    Values closer than `tolerance` relative to the largest magnitude are tied, so that the order of
    summation cannot decide a rank. NaN gets the rank NaN and comes last.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Scores.
    tolerance : float
        Relative width of a tie.

    Examples
    --------
    >>> competition(np.array([0.2, 0.9, 0.9, 1.0]))[0].tolist()
    [4.0, 2.0, 2.0, 1.0]
    """
    # A stable sort of the negated values keeps equal units in their given order, NaN last.
    order = np.argsort(-values, kind="stable")
    ordered = values[order]
    known = int(np.count_nonzero(~np.isnan(ordered)))
    ranks = np.full(values.shape, np.nan)
    if known:
        top = ordered[:known]
        width = tolerance * max(abs(top[0]), abs(top[-1]))
        new = np.concatenate([[True], top[:-1] - top[1:] > width])
        first = np.maximum.accumulate(np.where(new, np.arange(1, known + 1), 0))
        ranks[order[:known]] = first
    return ranks, order


def competition_within(values: np.ndarray, groups: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return competition ranks within groups 0, 1, ... (n,), and the order group by group, best to worst.

    Examples
    --------
    >>> ranks, order = competition_within(np.array([1.0, 5.0, 3.0]), np.array([1, 0, 1]))
    >>> ranks.tolist(), order.tolist()
    ([2.0, 1.0, 1.0], [1, 2, 0])
    """
    if groups is None:
        return competition(values)
    ranks, order = np.empty(len(values)), []
    by_group = np.argsort(groups, kind="stable")
    for rows in np.split(by_group, np.flatnonzero(np.diff(groups[by_group])) + 1):
        ranks[rows], within = competition(values[rows])
        order.append(rows[within])
    return ranks, np.concatenate(order)


def smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Return the places of the `count` smallest values (n,), smallest first, ties in their order: the head of a stable sort.

    Examples
    --------
    >>> smallest(np.array([5.0, 1, 7, 1, 2]), 3).tolist()
    [1, 3, 4]
    """
    if len(values) > 4 * count:
        bound = np.partition(values, count - 1)[count - 1]
        at = np.flatnonzero(values <= bound)
        if len(at) >= count:  # else NaN is among them
            return at[np.argsort(values[at], kind="stable")[:count]]
    return np.argsort(values, kind="stable")[:count]


def smallest_of_each(rows: np.ndarray, count: int) -> np.ndarray:
    """Return `smallest` of every row (n, k), shape (n, count): long rows are not sorted whole.

    Examples
    --------
    >>> smallest_of_each(np.array([[5.0, 1, 7], [2, 2, 0]]), 2).tolist()
    [[1, 0], [2, 0]]
    """
    if len(rows) and rows.shape[1] > _LONG:
        return np.stack([smallest(row, count) for row in rows])
    return np.argsort(rows, axis=1, kind="stable")[:, :count]


def mean_ranks(x: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Return ranks of complete columns (n, k), smallest first, ties sharing the mean of theirs.

    With weights (n,) a rank is the weight below and half of that of the ties, itself included.

    Examples
    --------
    >>> mean_ranks(np.array([[3.0], [1.0], [3.0], [2.0]])).ravel().tolist()
    [3.5, 1.0, 3.5, 2.0]
    """
    n, ranks = len(x), np.empty(x.shape)
    for j, column in enumerate(np.ascontiguousarray(x.T)):
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        end = np.append(first[1:], n)
        if weights is None:
            middle = (first + end + 1) / 2
        else:
            below = np.concatenate([[0.0], np.cumsum(weights[order])])
            middle = (below[first] + below[end]) / 2
        ranks[order, j] = np.repeat(middle, end - first)
    return ranks
