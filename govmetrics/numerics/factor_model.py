"""Maximum-likelihood fit of factor models with given patterns, in one group or several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.scoring import descend


@dataclass(frozen=True)
class Layout:
    """Where the parameters of one group stand in its vector.

    In order: loadings (item `rows`, factor `columns`), covariances of factors (lower triangle with the
    diagonal), residual variances, and with `means` the intercepts of items and the means of factors.
    """

    rows: Ints
    columns: Ints
    items: int
    factors: int
    means: bool

    @property
    def pairs(self) -> tuple[Ints, Ints]:
        """Factors of each covariance."""
        return np.tril_indices(self.factors)

    @property
    def parts(self) -> dict[str, slice]:
        """Places of each kind of parameter."""
        sizes = [len(self.rows), len(self.pairs[0]), self.items]
        sizes += [self.items, self.factors] if self.means else [0, 0]
        ends = np.cumsum([0, *sizes])
        names = ("loadings", "covariances", "residuals", "intercepts", "means")
        return {name: slice(int(a), int(b)) for name, a, b in zip(names, ends[:-1], ends[1:], strict=True)}

    @property
    def size(self) -> int:
        """Parameters of a group."""
        return int(self.parts["means"].stop)


@dataclass(frozen=True)
class Moments:
    """What one group shows: covariances (p, p), means (p,), respondents."""

    covariance: Array
    mean: Array
    n: float


@dataclass(frozen=True)
class Solution:
    """Free parameters, each group's parameters (g, q), discrepancies (g,), information of one sample (b, b)."""

    free: Array
    parameters: Array
    discrepancies: Array
    information: Array
    iterations: int
    converged: bool


def matrices(layout: Layout, t: Array) -> tuple[Array, Array, Array, Array]:
    """Return loadings (p, m), covariances of factors (m, m), implied covariances (p, p) and means (p,)."""
    parts = layout.parts
    loadings, phi = np.zeros((layout.items, layout.factors)), np.zeros((layout.factors, layout.factors))
    loadings[layout.rows, layout.columns] = t[parts["loadings"]]
    i, j = layout.pairs
    phi[i, j] = phi[j, i] = t[parts["covariances"]]
    sigma = loadings @ phi @ loadings.T + np.diag(t[parts["residuals"]])
    mean = t[parts["intercepts"]] + loadings @ t[parts["means"]] if layout.means else np.zeros(layout.items)
    return loadings, phi, sigma, mean


def derivatives(layout: Layout, t: Array) -> tuple[Array, Array]:
    """Return the derivatives of the implied covariances (q, p, p) and means (q, p) by a group's parameters."""
    loadings, phi, _, _ = matrices(layout, t)
    parts, p = layout.parts, layout.items
    d_sigma, d_mean = np.zeros((layout.size, p, p)), np.zeros((layout.size, p))
    through = (loadings @ phi).T
    a = np.arange(len(layout.rows))
    d_sigma[a, layout.rows, :] += through[layout.columns]
    d_sigma[a, :, layout.rows] += through[layout.columns]
    i, j = layout.pairs
    outer = loadings.T[i][:, :, None] * loadings.T[j][:, None, :]
    off = (i != j)[:, None, None]
    d_sigma[parts["covariances"]] = outer + np.where(off, outer.transpose(0, 2, 1), 0.0)
    items = np.arange(p)
    d_sigma[parts["residuals"].start + items, items, items] = 1.0
    if layout.means:
        d_mean[a, layout.rows] = t[parts["means"]][layout.columns]
        d_mean[parts["intercepts"].start + items, items] = 1.0
        d_mean[parts["means"]] = loadings.T
    return d_sigma, d_mean


def discrepancy(layout: Layout, t: Array, group: Moments) -> float:
    """Return the likelihood discrepancy of one group; infinite where the implied matrix is not definite."""
    _, _, sigma, mean = matrices(layout, t)
    try:
        root = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError:
        return float("inf")
    inverse = np.linalg.inv(root)
    scaled = inverse @ group.covariance @ inverse.T
    value = np.trace(scaled) - np.linalg.slogdet(scaled)[1] - layout.items
    if layout.means:
        value += ((inverse @ (group.mean - mean)) ** 2).sum()
    return float(value)


def scores(layout: Layout, t: Array, group: Moments) -> tuple[Array, Array]:
    """Return half the negative gradient (q,) of one group's discrepancy, and its information (q, q)."""
    _, _, sigma, mean = matrices(layout, t)
    inverse = np.linalg.inv(sigma)
    d_sigma, d_mean = derivatives(layout, t)
    apart = group.mean - mean if layout.means else np.zeros(layout.items)
    rest = inverse @ (group.covariance + np.outer(apart, apart) - sigma) @ inverse
    q = layout.size
    gradient = d_sigma.reshape(q, -1) @ rest.ravel() / 2 + d_mean @ (inverse @ apart)
    weighted = inverse @ d_sigma @ inverse
    information = product(weighted.reshape(q, -1), d_sigma.reshape(q, -1)) / 2 + d_mean @ inverse @ d_mean.T
    return gradient, information


def fit(
    layout: Layout, groups: list[Moments], fixed: Array, free: Array, start: Array, *, most: int = 200
) -> Solution:
    """Return the maximum-likelihood solution by Fisher scoring with step halving.

    Parameters
    ----------
    layout : Layout
        The same for every group.
    groups : list of Moments
    fixed : array (g q,)
        Values of the parameters that are fixed, zero elsewhere.
    free : array (g q, b)
        Which free parameter stands at which place, 0 or 1; equal places are equal parameters.
    start : array (b,)
    most : int
        Iterations.
    """
    share = np.array([group.n for group in groups]) / sum(group.n for group in groups)
    q = layout.size

    def value(b: Array) -> float:
        t = (fixed + free @ b).reshape(len(groups), q)
        return float(sum(s * discrepancy(layout, row, g) for s, row, g in zip(share, t, groups, strict=True)))

    found = descend(value, lambda b: _pooled(layout, fixed + free @ b, groups, share, free), start, most=most)
    t = (fixed + free @ found.at).reshape(len(groups), q)
    information = _pooled(layout, t.ravel(), groups, share, free)[1]
    each = np.array([discrepancy(layout, row, g) for row, g in zip(t, groups, strict=True)])
    return Solution(found.at, t, each, information, found.iterations, found.settled)


def _pooled(
    layout: Layout, t: Array, groups: list[Moments], share: Array, free: Array
) -> tuple[Array, Array]:
    """Return the gradient (b,) and information (b, b) of the free parameters, pooled over groups."""
    q, b = layout.size, free.shape[1]
    gradient, information = np.zeros(b), np.zeros((b, b))
    for g, group in enumerate(groups):
        own = free[g * q : (g + 1) * q]
        slope, curve = scores(layout, t[g * q : (g + 1) * q], group)
        gradient += share[g] * (own.T @ slope)
        information += share[g] * (own.T @ curve @ own)
    return gradient, information


def product(a: Array, b: Array) -> Array:
    """Return a b' in strips small enough for one thread: waking others costs more than these products."""
    strip = max(1, 200_000 // (len(a) * len(b)))
    total = np.zeros((len(a), len(b)))
    for first in range(0, a.shape[1], strip):
        total += a[:, first : first + strip] @ b[:, first : first + strip].T
    return total
