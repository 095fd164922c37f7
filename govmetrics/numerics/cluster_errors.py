"""Errors of least squares that allow for dependence within clusters, by blocks of clusters only.

Everywhere `x` (n, k) are regressors freed of whatever else the model holds (Frisch, Waugh and Lovell), `residual` (n,) those
of the whole model, `clusters` (n,) codes 0, 1, ..., and `basis` (n, q) an orthonormal basis of all columns of the model that
reach across clusters. Columns that lie within one cluster each, such as effects of units inside them, may be left out of it:
they change neither estimates nor adjustments (Pustejovsky and Tipton 2018, theorem 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from govmetrics.numerics.arrays import Array, Ints

ClusterErrors = Literal["CR0", "CR1", "CR1S", "CR2", "CR3"]
_ALONE = 1e-10
"""A leverage within so much of one: the cluster decides that direction alone."""


@dataclass(frozen=True)
class Sandwich:
    """What a sandwich gives.

    Parameters
    ----------
    covariance : ndarray, shape (k, k)
    df : ndarray, shape (m,)
        Of each contrast: Satterthwaite's for CR2 and CR3, else clusters less one.
    clusters : int
    """

    covariance: Array
    df: Array
    clusters: int


def cluster_errors(
    x: Array, residual: Array, clusters: Ints, kind: ClusterErrors = "CR2", basis: Array | None = None,
    contrasts: Array | None = None, coefficients: int | None = None,
) -> Sandwich:  # fmt: skip
    """Return the covariance of (x'x)⁻¹x'y, and the degrees of freedom of contrasts.

    Parameters
    ----------
    x : ndarray, shape (n, k)
    residual : ndarray, shape (n,)
    clusters : ndarray of int, shape (n,)
    kind : {"CR0", "CR1", "CR1S", "CR2", "CR3"}
        CR1 is CR0 times J / (J - 1), CR1S (Stata's) times J (n - 1) / ((J - 1) (n - coefficients)) too.
    basis : ndarray, shape (n, q), optional
        By default that of `x`.
    contrasts : ndarray, shape (m, k), optional
        By default each coefficient.
    coefficients : int, optional
        Of CR1S; by default k.

    References
    ----------
    Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage
    samples. Survey Methodology, 28, 169-181. Pustejovsky, J. E. and Tipton, E. (2018). Small-sample methods for
    cluster-robust variance estimation and hypothesis testing in fixed effects models. Journal of Business & Economic
    Statistics, 36, 672-683.
    """
    n, k = x.shape
    size = np.sqrt((x**2).sum(axis=0))  # any unit of measurement is as good as another
    z = x / size
    bread = np.linalg.inv(z.T @ z)
    wanted = np.eye(k) if contrasts is None else contrasts
    turned = bread @ (wanted / size).T  # (k, m)
    turned = turned / np.sqrt((turned**2).sum(axis=0))  # degrees of freedom are those of any multiple
    count = int(clusters.max()) + 1
    scores = np.zeros((count, k))
    if kind in ("CR0", "CR1", "CR1S"):
        np.add.at(scores, clusters, z * residual[:, None])
        factor = 1.0 if kind == "CR0" else count / (count - 1)
        factor *= (n - 1) / (n - (k if coefficients is None else coefficients)) if kind == "CR1S" else 1.0
        df = np.full(len(wanted), count - 1.0)
    else:
        q = np.linalg.qr(z)[0] if basis is None else basis
        df, factor = _adjusted(z, residual, clusters, q, kind, turned, scores), 1.0
    half = scores @ bread / size
    return Sandwich(factor * half.T @ half, df, count)


def _adjusted(
    z: Array, residual: Array, clusters: Ints, q: Array, kind: str, turned: Array, scores: Array
) -> Array:
    """Fill the clusters' adjusted scores, (J, k), and return Satterthwaite's degrees of freedom, (m,)."""
    m = turned.shape[1]
    trace, squares = np.zeros(m), np.zeros(m)
    crossed = np.zeros((m, q.shape[1], q.shape[1]))
    for which, rows in same_size(clusters):
        a = _times_adjustment(q[rows], z[rows], kind)
        scores[which] = np.einsum("gtk,gt->gk", a, residual[rows])
        p = a @ turned  # p_j = A_j X_j M c, Pustejovsky and Tipton's (10)
        own = (p**2).sum(axis=1)
        reach = np.swapaxes(q[rows], 1, 2) @ p  # Q_j'p_j, (g, q, m)
        left = (reach**2).sum(axis=1)
        trace += (own - left).sum(axis=0)
        squares += (own**2 - 2 * own * left).sum(axis=0)
        for at in range(m):
            crossed[at] += reach[:, :, at].T @ reach[:, :, at]
    total = squares + (crossed**2).sum(axis=(1, 2))  # the sum of (p_i'(I - H)_ij p_j)²
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(trace**2 / total)


def _times_adjustment(q: Array, z: Array, kind: str) -> Array:
    """Return A_j X_j of clusters of one size: A_j = (I - Q_j Q_j')^(-1/2), of CR3 its square; q (g, t, q), z (g, t, k).

    By the smaller of Q_j Q_j' and Q_j' Q_j, so that no block is larger than the model has columns.
    """
    power = -0.5 if kind == "CR2" else -1.0
    if q.shape[1] <= q.shape[2]:
        value, vector = np.linalg.eigh(q @ np.swapaxes(q, 1, 2))
        held = np.where(1 - value > _ALONE, np.clip(1 - value, _ALONE, None) ** power, 0.0)
        return np.asarray(vector @ (held[:, :, None] * (np.swapaxes(vector, 1, 2) @ z)))
    value, vector = np.linalg.eigh(np.swapaxes(q, 1, 2) @ q)
    held = np.where(1 - value > _ALONE, np.clip(1 - value, _ALONE, None) ** power, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        more = np.where(value > 1e-14, (held - 1) / value, -power)  # its limit where there is no leverage
    pulled = vector @ (more[:, :, None] * (np.swapaxes(vector, 1, 2) @ (np.swapaxes(q, 1, 2) @ z)))
    return np.asarray(z + q @ pulled)


def same_size(clusters: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Give the clusters of each size, (g,), with their rows, (g, t)."""
    order = np.argsort(clusters, kind="stable")
    counts = np.bincount(clusters)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    for size in np.unique(counts[counts > 0]):
        which = np.flatnonzero(counts == size)
        yield which, order[starts[which][:, None] + np.arange(size)]


def driscoll_kraay(x: Array, residual: Array, steps: Ints, lags: int) -> Array:
    """Return the covariance (k, k) that allows for dependence between units and over `lags` periods, by Bartlett's weights.

    `steps` (n,) is each row's place in time; the sums of a period that nobody has are zero.

    References
    ----------
    Driscoll, J. C. and Kraay, A. C. (1998). Consistent covariance matrix estimation with spatially dependent panel data.
    Review of Economics and Statistics, 80, 549-560.
    """
    size = np.sqrt((x**2).sum(axis=0))
    z = x / size
    bread = np.linalg.inv(z.T @ z)
    h = np.zeros((int(steps.max()) + 1, x.shape[1]))
    np.add.at(h, steps, z * residual[:, None])
    meat = h.T @ h
    for lag in range(1, min(lags, len(h) - 1) + 1):
        gamma = h[lag:].T @ h[:-lag]
        meat += (1 - lag / (lags + 1)) * (gamma + gamma.T)
    return np.asarray(bread @ meat @ bread / np.outer(size, size))
