"""Double semi-partialling: a predictor's residuals, relabelled, in place of the predictor (Dekker et al. 2007). Arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.relabelling import parts

_FLAT = 1e-10
"""A sum of squares below this share of the columns' own is rounding: the column follows from the others."""
STEPS = 30


def residuals(columns: Array, place: int) -> Array:
    """Return a column's residuals on the others, (pairs,): what of a predictor the others do not tell."""
    others = np.delete(columns, place, axis=1)
    found = columns[:, place] - others @ np.linalg.lstsq(others, columns[:, place], rcond=None)[0]
    return found


def relabelled_t(residual: Array, fixed: Array, y: Array, known: Bools, orders: Ints) -> Array:
    """Return t of a relabelled residual beside fixed columns in the linear regression of y, (orders,).

    Parameters
    ----------
    residual : array (n, n)
        NaN where it is not known: these pairs move with the actors, and are left out where they come to lie.
    fixed : array (pairs, q)
        The intercept and the other predictors, of the pairs that are known.
    y : array (pairs,)
    known : bool array (n, n)
        Which pairs these are.
    orders : int array (orders, n)
    """
    base = np.linalg.qr(fixed)[0]
    beside = np.column_stack([base, y - base @ (base.T @ y)])
    q = base.shape[1]
    products = (beside[:, :, None] * beside[:, None, :]).reshape(len(beside), -1)
    whole = products.sum(axis=0).reshape(q + 1, q + 1)
    rows, columns = np.nonzero(known)
    there = ~np.isnan(residual)
    complete = bool(there[~np.eye(len(residual), dtype=bool)].all())
    value = np.where(there, residual, 0.0)
    found = []
    for part in parts(orders, 2 * len(rows)):
        at = (part[:, rows], part[:, columns])
        moved = value[at]
        seen = there[at].astype(float)
        gram = whole[None] if complete else (seen @ products).reshape(-1, q + 1, q + 1)
        found.append(_t_of(moved @ beside, (moved**2).sum(axis=1), gram, seen.sum(axis=1) - q - 1))
    return np.concatenate(found)


def _t_of(cross: Array, square: Array, gram: Array, df: Array) -> Array:
    """Return t of a column from its products with the fixed columns and y, and theirs among themselves."""
    q = cross.shape[1] - 1
    inner, of_y = gram[:, :q, :q], gram[:, :q, q]
    sides = np.stack([cross[:, :q], np.broadcast_to(of_y, cross[:, :q].shape)], axis=-1)
    try:
        solved = np.linalg.solve(inner, sides)
    except np.linalg.LinAlgError:  # some relabelling leaves a fixed column without its pairs
        solved = np.linalg.pinv(inner) @ sides
    own = square - (cross[:, :q] * solved[..., 0]).sum(axis=1)
    with_y = cross[:, q] - (of_y * solved[..., 0]).sum(axis=1)
    left = gram[:, q, q] - (of_y * solved[..., 1]).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        b = with_y / own
        rest = np.maximum(left - b * with_y, 0.0)
        t = b / np.sqrt(rest / df / own)
    return np.where((own > _FLAT * square) & (df > 0), t, np.nan)


def relabelled_z(residual: Array, fixed: Array, y: Array, known: Bools, orders: Ints) -> Array:
    """Return z of a relabelled residual beside fixed columns in the logistic regression of y, (orders,)."""
    rows, columns = np.nonzero(known)
    there = ~np.isnan(residual)
    value = np.where(there, residual, 0.0)
    scale = float(np.abs(value).max()) or 1.0
    base = np.linalg.qr(fixed)[0] * np.sqrt(len(fixed))
    start = logit_fits(base, np.zeros((1, len(y))), y, np.ones((1, len(y))))[0][0]
    found = []
    for part in parts(orders, 3 * len(rows)):
        at = (part[:, rows], part[:, columns])
        b, se, settled = logit_fits(base, value[at] / scale, y, there[at].astype(float), start)
        found.append(np.where(settled, b[:, -1] / np.where(settled, se[:, -1], 1.0), np.nan))
    return np.concatenate(found)


def logit_fits(
    base: Array, moved: Array, y: Array, weight: Array, start: Array | None = None
) -> tuple[Array, Array, Bools]:
    """Return coefficients and standard errors, (fits, q + 1), of many logistic regressions, and which of them settled.

    Parameters
    ----------
    base : array (pairs, q)
        Columns that all fits share.
    moved : array (fits, pairs)
        The last column, of each fit its own; zeros where it has none.
    y : array (pairs,)
        0 or 1.
    weight : array (fits, pairs)
        0 where a pair is left out.
    start : array (q + 1,), optional
    """
    fits, q = len(moved), base.shape[1]
    products = (base[:, :, None] * base[:, None, :]).reshape(len(base), -1)
    b = np.tile(np.zeros(q + 1) if start is None else start, (fits, 1))
    bend = np.empty((fits, q + 1, q + 1))
    settled, empty = np.zeros(fits, dtype=bool), ~moved.any(axis=1)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(b[:, :q] @ base.T + b[:, q:] * moved, -35, 35)))
        off, curve = weight * (y - p), weight * p * (1 - p)
        slope = np.column_stack([off @ base, (off * moved).sum(axis=1)])
        bend[:, :q, :q] = (curve @ products).reshape(-1, q, q)
        curve *= moved
        bend[:, :q, q] = bend[:, q, :q] = curve @ base
        bend[:, q, q] = (curve * moved).sum(axis=1) + empty
        bend[:, range(q + 1), range(q + 1)] += 1e-13 * len(
            y
        )  # ties told apart completely leave nothing to invert
        move = np.linalg.solve(bend, slope[..., None])[..., 0]
        b += np.clip(move, -5, 5)
        settled = np.abs(move).max(axis=1) < 1e-7
        if settled.all():
            break
    se = np.sqrt(np.maximum(np.diagonal(np.linalg.inv(bend), axis1=1, axis2=2), 0.0))
    return b, se, settled & (np.abs(b).max(axis=1) < 1e4)
