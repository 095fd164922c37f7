"""Judgement matrices in which not every pair was asked.

Three ways to priorities: logarithmic least squares on the graph of what was asked (Bozóki, Fülöp and
Rónyai, 2010), Harker's auxiliary matrix (Harker, 1987), and the completion that makes the principal
eigenvalue as small as it can be (Shiraishi, Obata and Daigo, 1998; Bozóki et al., 2010).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.ahp.matrices import Matrix, read
from govmetrics.core.options import choice, wanted
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.eigenvectors import perron

_MAX_STEPS = 60
_LARGEST_STEP = 2.0  # in logarithms: a factor of 7.4
_HESSIAN_CELLS = 2_000_000


def complete(
    matrix: Matrix, method: Literal["eigenvalue", "least_squares"] = "eigenvalue"
) -> pd.DataFrame | Array:
    """Fill the judgements that were not asked by what the others imply.

    Parameters
    ----------
    matrix : DataFrame, (n, n) or (k, n, n) array
        NaN = not asked.
    method : {"eigenvalue", "least_squares"}
        "eigenvalue": the values that make the principal eigenvalue least (unique, as the judgements
        connect everything). "least_squares": ratios of the logarithmic least squares priorities.

    Returns
    -------
    DataFrame or array
        As `matrix`; what was asked is unchanged.

    Raises
    ------
    FaultyInput
        Not pairwise judgements, or judgements that fall into separate parts (named).

    References
    ----------
    Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of incomplete pairwise comparison
    matrices. Mathematical and Computer Modelling 52, 318-333.

    Examples
    --------
    >>> x = np.nan
    >>> filled = complete([[1, 1, 5, 2], [1, 1, 3, 4], [1 / 5, 1 / 3, 1, x], [1 / 2, 1 / 4, x, 1]])
    >>> round(float(filled[2, 3]), 6), round(float((8 / 15) ** 0.5), 6)  # the closed form
    (0.730297, 0.730297)
    """
    faults = wanted(method=(method, choice("eigenvalue", "least_squares")))
    with faults:
        given = read(matrix)
    faults.raise_all()
    if method == "eigenvalue":
        filled = eigenvalue_optimal(given.stack)
    else:
        w = least_squares(given.stack)
        filled = np.where(np.isnan(given.stack), w[:, :, None] / w[:, None, :], given.stack)
    if given.labels is not None:
        return pd.DataFrame(filled[0], index=given.labels, columns=given.labels)
    return filled[0] if given.single else filled


def least_squares(stack: Array) -> Array:
    """Logarithmic least squares priorities on the graph of judgements. (k, n, n) -> (k, n), rows sum to 1."""
    y = fitted_logs(np.log(stack))
    w = np.exp(y - y.max(axis=1, keepdims=True))
    return np.asarray(w / w.sum(axis=1, keepdims=True))


def fitted_logs(logs: Array) -> Array:
    """Least squares y with y_i - y_j near each logarithm that is known. (k, n, n) -> (k, n), sums are zero."""
    known = ~np.isnan(logs)
    n = logs.shape[1]
    if known.all():
        return np.asarray(logs.mean(axis=2))
    logs = np.where(known, logs, 0.0)
    # Normal equations L y = r with the graph's Laplacian; adding 1/n fixes the free constant.
    laplacian = -known.astype(float)
    laplacian[:, range(n), range(n)] = known.sum(axis=2) - 1.0
    right = (logs - logs.transpose(0, 2, 1)).sum(axis=2) / 2
    return np.asarray(np.linalg.solve(laplacian + 1.0 / n, right[:, :, None])[:, :, 0])


def harker(stack: Array) -> tuple[Array, Array]:
    """Principal eigenvalue and vector of Harker's matrix: 0 where not asked, 1 + their number on the diagonal."""
    missing = np.isnan(stack)
    auxiliary = np.where(missing, 0.0, stack)
    n = stack.shape[1]
    auxiliary[:, range(n), range(n)] = 1.0 + missing.sum(axis=2)
    return perron(auxiliary)


def eigenvalue_optimal(stack: Array) -> Array:
    """Fill every NaN so that the principal eigenvalue is least. (k, n, n) -> (k, n, n)."""
    missing = np.isnan(stack).sum(axis=(1, 2)) // 2
    filled = np.array(stack)
    todo = np.flatnonzero(missing)
    if not todo.size:
        return filled
    most = int(missing.max())
    size = max(1, _HESSIAN_CELLS // (most + stack.shape[1]) ** 2)
    for start in range(0, todo.size, size):
        rows = todo[start : start + size]
        filled[rows] = _newton(stack[rows])
    return filled


class _Pairs(NamedTuple):
    """Positions (i, j) of the missing pairs of every matrix, (k, m), padded to the longest list."""

    i: Ints
    j: Ints
    live: Bools  # False: padding


def _newton(stack: Array) -> Array:
    """Damped Newton steps on the logarithms x of what is missing: the eigenvalue is convex in them."""
    pairs = _pairs(stack)
    w = np.log(least_squares(stack))
    x = _at(w, pairs.i) - _at(w, pairs.j)
    a, value, v = _filled(stack, x, pairs)
    for _ in range(_MAX_STEPS):
        _, u = perron(a.transpose(0, 2, 1))
        u /= (u * v).sum(axis=1, keepdims=True)
        # derivatives of the eigenvalue along x: u' (dA) v with u'v = 1
        forth = _at(u, pairs.i) * np.exp(x) * _at(v, pairs.j)
        back = _at(u, pairs.j) * np.exp(-x) * _at(v, pairs.i)
        gradient = np.where(pairs.live, forth - back, 0.0)
        hessian = _hessian(_resolvent(a, value, u, v), u, v, x, pairs)
        hessian += np.eye(x.shape[1]) * np.where(pairs.live, forth + back, 1.0)[:, None, :]
        step = -np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
        if np.abs(step).max() < 1e-10:
            break
        step *= np.minimum(1, _LARGEST_STEP / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-300))
        for _ in range(30):  # halve the step wherever the eigenvalue would rise
            a, new, v = _filled(stack, x + step, pairs)
            rises = new > value * (1 + 1e-12)  # beyond rounding
            if not rises.any():
                break
            step = np.where(rises[:, None], step / 2, step)
        x, value = x + step, new
    return a


def _hessian(resolvent: Array, u: Array, v: Array, x: Array, pairs: _Pairs) -> Array:
    """Second derivatives but for the diagonal's u'(d2A)v: 2 u'(dA) S (dA)v, S the reduced resolvent."""
    k, m = x.shape
    rows, at = np.arange(k)[:, None], np.arange(m)[None, :]
    left, right = np.zeros((k, m, u.shape[1])), np.zeros((k, m, u.shape[1]))
    given, mirror = np.exp(x), np.exp(-x)
    left[rows, at, pairs.j] = _at(u, pairs.i) * given
    left[rows, at, pairs.i] = -_at(u, pairs.j) * mirror
    right[rows, at, pairs.i] = given * _at(v, pairs.j)
    right[rows, at, pairs.j] = -mirror * _at(v, pairs.i)
    cross = left @ resolvent @ right.transpose(0, 2, 1)
    return np.where(pairs.live[:, :, None] & pairs.live[:, None, :], cross + cross.transpose(0, 2, 1), 0.0)


def _resolvent(a: Array, value: Array, u: Array, v: Array) -> Array:
    """Group inverse of (eigenvalue - A); u and v its left and right eigenvectors with u'v = 1."""
    projector = v[:, :, None] * u[:, None, :]
    shifted = value[:, None, None] * np.eye(a.shape[1]) - a + projector
    return np.asarray(np.linalg.inv(shifted) - projector)


def _pairs(stack: Array) -> _Pairs:
    first, second = np.triu_indices(stack.shape[1], 1)
    missing = np.isnan(stack[:, first, second])
    order = np.argsort(~missing, axis=1, kind="stable")[:, : int(missing.sum(axis=1).max())]
    return _Pairs(first[order], second[order], np.take_along_axis(missing, order, axis=1))


def _at(vectors: Array, places: Ints) -> Array:
    return np.take_along_axis(vectors, places, axis=1)


def _filled(stack: Array, x: Array, pairs: _Pairs) -> tuple[Array, Array, Array]:
    """Put exp(x) into the missing pairs; return the matrices with their eigenvalues and eigenvectors."""
    a, live = np.array(stack), pairs.live
    rows = np.broadcast_to(np.arange(len(stack))[:, None], live.shape)[live]
    a[rows, pairs.i[live], pairs.j[live]] = np.exp(x[live])
    a[rows, pairs.j[live], pairs.i[live]] = np.exp(-x[live])
    value, v = perron(a)
    return a, value, v
