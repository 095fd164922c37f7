"""Scales of the parameters of a factor model fitted with factors of variance one."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, derivatives, matrices


def marker(layout: Layout, t: Array) -> tuple[Array, Array]:
    """Return parameters rescaled so that each factor's first loading is one, and their derivatives by `t`."""
    parts, q = layout.parts, layout.size
    first = np.array([np.nonzero(layout.columns == j)[0][0] for j in range(layout.factors)])
    unit = t[first]
    out, move = t.copy(), np.eye(q)
    a = np.arange(len(layout.rows))
    own = first[layout.columns]
    out[a] = t[a] / t[own]
    move[a, a] = 1 / t[own]
    move[a, own] -= t[a] / t[own] ** 2  # for the marker itself the two cancel: it is fixed at one
    i, j = layout.pairs
    c = parts["covariances"].start + np.arange(len(i))
    out[c] = t[c] * unit[i] * unit[j]
    move[c, c] = unit[i] * unit[j]
    move[c, first[i]] += t[c] * unit[j]
    move[c, first[j]] += t[c] * unit[i]
    return out, move


def standardized(layout: Layout, t: Array) -> tuple[Array, Array]:
    """Return standardised loadings of factors with variance one, and their derivatives by `t`."""
    _, _, sigma, _ = matrices(layout, t)
    variance = np.diag(sigma)[layout.rows]
    loading = t[layout.parts["loadings"]]
    by_t = derivatives(layout, t)[0][:, layout.rows, layout.rows].T
    move = -0.5 * (loading / variance**1.5)[:, None] * by_t
    a = np.arange(len(loading))
    move[a, a] += 1 / np.sqrt(variance)
    return loading / np.sqrt(variance), move


def signs(layout: Layout, t: Array) -> Array:
    """Return which way each factor is turned so that its loadings sum to above zero, 1 or -1."""
    sums = np.bincount(layout.columns, weights=t[layout.parts["loadings"]], minlength=layout.factors)
    return np.where(sums < 0, -1.0, 1.0)


def upright(layout: Layout, t: Array, slope: Array) -> tuple[Array, Array]:
    """Return parameters and their derivatives (q, b) with each factor turned so that its loadings sum to above zero."""
    sign = signs(layout, t)
    i, j = layout.pairs
    turn = np.concatenate([sign[layout.columns], sign[i] * sign[j], np.ones(layout.items)])
    return t * turn, slope * turn[:, None]
