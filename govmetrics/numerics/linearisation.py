"""Sampling variances of weighted means: linearised, by cluster and stratum, calibrated; bootstrap counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


@dataclass(frozen=True, eq=False)
class Design:
    """Who was drawn with whom: stratum (n,) and cluster (n,) of every respondent, clusters per stratum.

    Simple where every respondent is a cluster and there is one stratum. `left` is, per stratum, the share of the population
    that was not drawn, 1 - n / N; None where the population is taken as without end.
    """

    strata: Ints
    clusters: Ints
    sizes: Ints
    simple: bool = False
    left: Array | None = None

    @property
    def every(self) -> Array:
        """What is left of the variance of every stratum, (strata, 1)."""
        return np.ones((len(self.sizes), 1)) if self.left is None else self.left[:, None]


@dataclass(frozen=True, eq=False)
class Margins:
    """What the weights were calibrated to: cell (n,), design of the cells (c, p), base weights (n,)."""

    cell: Ints
    x: Array
    base: Array


def design(strata: Ints | None, clusters: Ints | None, n: int) -> Design:
    """Return the design; without clusters every respondent is one, without strata there is one.

    Clusters are numbered anew within strata.
    """
    h = np.zeros(n, dtype=np.intp) if strata is None else strata
    if clusters is None:
        return Design(h, np.arange(n), np.bincount(h), simple=strata is None)
    key = h.astype(np.int64) * (int(clusters.max()) + 1) + clusters
    pairs, number = np.unique(key, return_inverse=True)
    return Design(
        h, number.astype(np.intp), np.bincount((pairs // (int(clusters.max()) + 1)).astype(np.intp))
    )


def variance(u: Array, rows: Ints | slice, plan: Design) -> Array:
    """Return the variance of the column totals of `u` (m, k), centred within strata.

    ``sum_h (1 - f_h) n_h / (n_h - 1) * sum_c (U_hc - mean U_h)^2`` with U the totals of clusters, f the share of a stratum
    that was drawn (0 where the population is without end). Respondents that
    are not in `rows` contribute zeros. A stratum with one cluster makes the variance NaN.
    """
    strata, clusters = plan.strata[rows], plan.clusters[rows]
    present, number = np.unique(clusters, return_inverse=True)
    totals = np.zeros((len(present), u.shape[1]))
    if len(present) == len(u):
        totals[number] = u
    else:
        np.add.at(totals, number, u)
    owner = np.zeros(len(present), dtype=np.intp)
    owner[number] = strata
    squares, sums = np.zeros((len(plan.sizes), u.shape[1])), np.zeros((len(plan.sizes), u.shape[1]))
    np.add.at(squares, owner, totals**2)
    np.add.at(sums, owner, totals)
    size = plan.sizes[:, None].astype(float)
    used = plan.sizes > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = size / (size - 1) * np.maximum(squares - sums**2 / size, 0.0)
    # a stratum of one cluster whose contribution is not zero has no variance of its own
    parts = np.where((size == 1) & (squares == 0), 0.0, np.where(size == 1, np.nan, parts))
    parts = np.where(plan.every == 0, 0.0, parts * plan.every)  # all were asked: nothing varies
    return np.asarray(parts[used].sum(axis=0))


@dataclass(frozen=True, eq=False)
class CellSums:
    """What the cells of the margins hold in all, whichever unit is looked at.

    The inverse of the normal matrix (p, p) of base-weighted regressions on the margins, and the sums of the weights and of
    their squares, (c,).
    """

    inverse: Array
    w: Array
    squares: Array


def cell_sums(w: Array, margins: Margins) -> CellSums:
    """Return the sums of the cells of margins, for `calibrated_variance`."""
    c = len(margins.x)
    return CellSums(
        inverse_normal(margins.x, np.bincount(margins.cell, margins.base, minlength=c).astype(float)),
        np.bincount(margins.cell, w, minlength=c).astype(float),
        np.bincount(margins.cell, w**2, minlength=c).astype(float),
    )


def inverse_normal(x: Array, mass: Array) -> Array:
    """Return the inverse (p, p) of the normal matrix of regressions on the cells' design (c, p), weighted by their mass (c,)."""
    return np.asarray(np.linalg.pinv((x * mass[:, None]).T @ x, rcond=1e-12, hermitian=True), dtype=float)


def calibrated_variance(
    z: Array, rows: Ints, w: Array, margins: Margins, plan: Design, whole: CellSums | None = None
) -> Array:
    """Return the variance of the calibrated totals of `w z`, with `z` (m, k) zero outside `rows`.

    It is that of ``w`` times the residuals of `z` after the base-weighted regression on the margins (Deville
    and Sarndal 1992): what the margins explain no longer varies from sample to sample. `whole` is the same for all units:
    give it where many are looked at.
    """
    whole = cell_sums(w, margins) if whole is None else whole
    c = len(margins.x)
    cell, base = margins.cell[rows], margins.base[rows]
    sums = np.zeros((c, z.shape[1]))
    np.add.at(sums, cell, base[:, None] * z)
    slopes = whole.inverse @ (margins.x.T @ sums)
    fitted = margins.x @ slopes
    if not plan.simple:
        u = -fitted[margins.cell]
        u[rows] += z
        return variance(u * w[:, None], slice(None), plan)
    # Everybody else in a cell has the same residual: their sums are those of the cell less the members'.
    u = (z - fitted[cell]) * w[rows, None]
    first = whole.w - np.bincount(cell, w[rows], minlength=c)
    second = whole.squares - np.bincount(cell, w[rows] ** 2, minlength=c)
    n, left = len(w), plan.every[0]
    total = u.sum(axis=0) - first @ fitted
    squares = (u**2).sum(axis=0) + second @ fitted**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(left * np.float64(n) / (n - 1) * np.maximum(squares - total**2 / n, 0.0))


def resampled(plan: Design, draws: int, rng: np.random.Generator) -> Array:
    """Return how often every respondent is drawn, (draws, n): clusters with replacement within strata."""
    n_clusters = int(plan.clusters.max()) + 1
    owner = np.zeros(n_clusters, dtype=np.intp)
    owner[plan.clusters] = plan.strata
    counts = np.zeros((draws, n_clusters))
    for stratum in range(len(plan.sizes)):
        members = np.flatnonzero(owner == stratum)
        m = len(members)
        if m:
            drawn = rng.integers(0, m, size=(draws, m)) + np.arange(draws)[:, None] * m
            counts[:, members] = np.bincount(drawn.ravel(), minlength=draws * m).reshape(draws, m)
    return counts[:, plan.clusters]


def means_with_errors(x: Array, weights: Array | None = None) -> tuple[Array, Array, Array]:
    """Return answers, mean and standard error of the mean of every column of `x` (n, k), NaN where missing.

    The error is linearised, ``sqrt(m / (m - 1) * sum w^2 (x - mean)^2) / sum w`` over a column's m answers:
    the textbook's for equal weights, NaN for a single answer.

    Examples
    --------
    >>> [a.round(4).tolist() for a in means_with_errors(np.array([[1.0], [2.0], [3.0], [np.nan]]))]
    [[3], [2.0], [0.5774]]
    """
    answered = ~np.isnan(x)
    own = answered * (1.0 if weights is None else weights[:, None])
    n, total = answered.sum(axis=0), own.sum(axis=0)
    filled = np.where(answered, x, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (own * filled).sum(axis=0) / total
        spread = ((own * (filled - mean)) ** 2).sum(axis=0)
        return n, mean, np.sqrt(np.where(n > 1, n / (n - 1), np.nan) * spread) / total


def linearised_t(x: Array, y: Array, weights: Array) -> Array:
    """Return t (k,) of the slopes of the weighted regression of y (n,) on x (n, k) and a constant.

    Standard errors are linearised (the sandwich), so that they answer for the weights: with residuals e,
    ``n / (n - 1) * B (sum w^2 e^2 z z') B``, B the inverse of ``sum w z z'``.
    """
    z = np.column_stack([np.ones(len(x)), x - x.mean(axis=0)])
    bread = np.linalg.inv(z.T @ (weights[:, None] * z))
    slopes = bread @ (z.T @ (weights * y))
    score = z * (weights * (y - z @ slopes))[:, None]
    spread = len(x) / (len(x) - 1) * np.diagonal(bread @ (score.T @ score) @ bread)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(slopes / np.sqrt(spread))[1:]
