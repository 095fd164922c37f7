"""How much of a score's variance goes with one part: linear, and of any shape (correlation ratio)."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

KNOTS = np.array([0.05, 0.35, 0.65, 0.95])
"""Quantiles of the knots of the restricted cubic spline (Harrell 2001, four knots)."""
_TOGETHER = 500
"""Columns that are solved together."""


def correlation_ratios(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the squared Pearson correlation and the squared correlation ratio of y on each column of x.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Parts; NaN where missing.
    y : ndarray, shape (n,)
        The score they enter.

    Returns
    -------
    linear, ratio : ndarray, shape (k,)
        Over the rows where both are known. The ratio, var(E(y | x)) / var(y), is estimated by a
        restricted cubic spline with four knots; it is at least the linear one. NaN for a constant, and
        for fewer than three rows; with fewer than ten distinct values or rows the ratio is the linear one.
    """
    k = x.shape[1]
    linear, ratio = np.full(k, np.nan), np.full(k, np.nan)
    whole = np.flatnonzero(~np.isnan(x).any(axis=0)) if np.isfinite(y).all() else np.array([], dtype=int)
    for start in range(0, len(whole), _TOGETHER):
        at = whole[start : start + _TOGETHER]
        linear[at], ratio[at] = _of_whole(x[:, at], y)
    for j in np.flatnonzero(np.isnan(ratio)).tolist():
        known = ~(np.isnan(x[:, j]) | np.isnan(y))
        a, b = x[known, j], y[known]
        if len(a) < 3 or np.ptp(a) <= 0 or np.ptp(b) <= 0:
            continue
        linear[j] = np.corrcoef(a, b)[0, 1] ** 2
        ratio[j] = _spline_r2(a, b) if len(np.unique(a)) >= 10 else linear[j]
    return linear, ratio


def _of_whole(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the two for columns without gaps, solved together; NaN where values repeat so often that knots coincide."""
    n, k = x.shape
    linear, ratio = np.full(k, np.nan), np.full(k, np.nan)
    ordered = np.sort(x, axis=0)
    rich = np.flatnonzero(1 + (np.diff(ordered, axis=0) > 0).sum(axis=0) >= 10)
    b = y - y.mean()
    if not len(rich) or np.ptp(y) <= 0:
        return linear, ratio
    a = x[:, rich] - x[:, rich].mean(axis=0)
    a /= np.sqrt((a * a).mean(axis=0))
    knots = np.quantile(a, KNOTS, axis=0)
    apart = (np.diff(knots, axis=0) > 0).all(axis=0)
    a, knots, rich = a[:, apart], knots[:, apart], rich[apart]
    design = np.stack([np.ones_like(a), a, *_restricted(a, knots)], axis=-1).transpose(1, 0, 2)  # (k, n, 4)
    explained = np.swapaxes(np.linalg.qr(design)[0], 1, 2) @ b
    straight = a.T @ b / n
    linear[rich] = straight**2 / (b @ b / n)
    ratio[rich] = np.minimum(1.0, (explained**2).sum(axis=1) / (b @ b))
    return linear, ratio


def _spline_r2(a: Array, b: Array) -> float:
    """Return R squared of b on a restricted cubic spline of a, (n,) each."""
    a = (a - a.mean()) / a.std()
    knots = np.unique(np.quantile(a, KNOTS))
    design = np.column_stack([np.ones_like(a), a, *_restricted(a, knots)])
    fitted = design @ np.linalg.lstsq(design, b, rcond=None)[0]
    return float(min(1.0, 1 - np.sum((b - fitted) ** 2) / np.sum((b - b.mean()) ** 2)))


def _restricted(a: Array, knots: Array) -> list[Array]:
    """Return the cubic terms that are linear beyond the outer knots (Harrell 2001, eq. 2.25)."""
    if len(knots) < 3:
        return []
    last, before = knots[-1], knots[-2]

    def cube(knot: float) -> Array:
        return np.asarray(np.maximum(a - knot, 0.0) ** 3)

    return [
        cube(t) - cube(before) * (last - t) / (last - before) + cube(last) * (before - t) / (last - before)
        for t in knots[:-2]
    ]


def shares_of(effects: Array) -> Array:
    """Return non-negative effects as shares of their sum, (k,); NaN where they sum to nothing."""
    total = np.nansum(effects)
    return np.asarray(effects / total if total > 0 else np.full(effects.shape, np.nan))
