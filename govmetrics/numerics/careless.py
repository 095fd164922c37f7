"""Indices of careless responding, one value per respondent, on answers (n, k) with NaN for missing."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def runs(x: Array) -> tuple[Array, Array]:
    """Return the longest and the mean length of runs of equal answers; a missing answer ends a run.

    Examples
    --------
    >>> longest, average = runs(np.array([[3.0, 3.0, 3.0, 1.0], [1.0, 2.0, np.nan, 2.0]]))
    >>> longest.tolist(), average.tolist()
    ([3.0, 1.0], [2.0, 1.0])
    """
    answered = ~np.isnan(x)
    run = answered[:, 0].astype(float)
    longest, count = run.copy(), run.copy()
    for column in range(1, x.shape[1]):
        same = x[:, column] == x[:, column - 1]
        run = np.where(answered[:, column], np.where(same, run + 1, 1.0), 0.0)
        count += answered[:, column] & ~same
        longest = np.maximum(longest, run)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, longest, np.nan), answered.sum(axis=1) / np.where(count > 0, count, np.nan)


def variability(x: Array) -> Array:
    """Return each respondent's standard deviation over the items answered (n - 1); NaN from fewer than two."""
    answered = ~np.isnan(x)
    n = answered.sum(axis=1)
    centre = np.nansum(x, axis=1) / np.maximum(n, 1)
    squares = np.nansum((x - centre[:, None]) ** 2, axis=1)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def mahalanobis(x: Array, covariance: Array) -> tuple[Array, Array]:
    """Return the squared distance from the means over the items answered, and how many these are.

    NaN for respondents whose items have a singular covariance.
    """
    answered = ~np.isnan(x)
    centre = np.nansum(x, axis=0) / np.maximum(answered.sum(axis=0), 1)
    distance = np.full(len(x), np.nan)
    patterns, owner = np.unique(answered, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        part = covariance[np.ix_(pattern, pattern)]
        rows = np.flatnonzero(owner.ravel() == number)
        if not pattern.any() or np.isnan(part).any():
            continue
        values = np.linalg.eigvalsh(part)
        if values[0] <= 1e-12 * max(values[-1], 1e-300):
            continue
        deviation = x[np.ix_(rows, pattern)] - centre[pattern]
        distance[rows] = np.einsum("ij,ij->i", deviation, np.linalg.solve(part, deviation.T).T)
    return distance, answered.sum(axis=1)


def correlation_by_row(a: Array, b: Array) -> Array:
    """Return the correlation of each row of `a` with that of `b` (n, m) over the pairs both have.

    NaN where fewer than three pairs are there or one side does not vary.
    """
    both = ~np.isnan(a) & ~np.isnan(b)
    n = both.sum(axis=1)
    size = np.maximum(n, 1)
    da = np.where(both, a - (np.where(both, a, 0.0).sum(axis=1) / size)[:, None], 0.0)
    db = np.where(both, b - (np.where(both, b, 0.0).sum(axis=1) / size)[:, None], 0.0)
    spread = np.sqrt((da**2).sum(axis=1) * (db**2).sum(axis=1))
    # rounding leaves a constant row with a spread of about 1e-16 squared
    vary = (n > 2) & (spread > 1e-12)
    return np.where(vary, (da * db).sum(axis=1) / np.where(vary, spread, 1.0), np.nan)


def even_odd(scales: list[Array]) -> Array:
    """Return the correlation of the means of even with those of odd items over scales, stepped up.

    Spearman-Brown: ``2 r / (1 + r)``, not below -1 (Jackson 1976; Johnson 2005). High is consistent.
    """

    def mean(part: Array) -> Array:
        n = (~np.isnan(part)).sum(axis=1)
        return np.where(n > 0, np.nansum(part, axis=1) / np.maximum(n, 1), np.nan)

    odd = np.column_stack([mean(scale[:, 0::2]) for scale in scales])
    even = np.column_stack([mean(scale[:, 1::2]) for scale in scales])
    r = correlation_by_row(even, odd)
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = np.where(r > -1, 2 * r / (1 + r), -1.0)
    return np.where(np.isnan(r), np.nan, np.maximum(stepped, -1.0))


def person_total(x: Array) -> Array:
    """Return the correlation of each respondent's answers with the items' means over all others."""
    answered = ~np.isnan(x)
    n, total = answered.sum(axis=0), np.nansum(x, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        others = (total - np.nan_to_num(x)) / (n - answered)
    return correlation_by_row(x, np.where(answered, others, np.nan))


def synonyms(x: Array, correlation: Array, least: float) -> tuple[Array, int]:
    """Return the correlation over pairs of items that go together, and how many pairs do.

    A pair counts when its items correlate above `least` (Meade and Craig 2012).
    """
    first, second = np.nonzero(np.triu(np.nan_to_num(correlation), 1) > least)
    return correlation_by_row(x[:, first], x[:, second]), len(first)
