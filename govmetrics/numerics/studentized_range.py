"""Tukey's studentized range on arrays: many probabilities and quantiles at once."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri, gammaln, ndtr, stdtrit

from govmetrics.numerics.arrays import Array

_SPREADS, _PLACES = (
    96,
    96,
)  # nodes for the standard deviation (six times as many where it varies most) and for a place
_BEYOND = 1e-15  # chance of a standard deviation that is left out on either side


def upper_tail(q: Array, count: int, df: Array) -> Array:
    """Return the chance that the range of `count` means over their standard error exceeds `q` (m,), with `df` (m,).

    ``1 - E_s k int phi(z) (Phi(z) - Phi(z - q s))^(k-1) dz``, s the root of a chi-square over its degrees of freedom.

    Examples
    --------
    Tables of the 5 % points have 3.77 for 3 means and 12 degrees of freedom.

    >>> upper_tail(np.array([3.773]), 3, np.array([12.0])).round(4).tolist()
    [0.05]
    """
    return np.clip(_tail_and_slope(np.abs(q), count, df)[0], 0.0, 1.0)


def quantile(level: float, count: int, df: Array) -> Array:
    """Return the q (m,) that the range exceeds with the chance `level`.

    Newton on the logarithm of the tail over that of q, which is concave: from Bonferroni's bound it falls to the quantile
    without passing it.

    Examples
    --------
    >>> quantile(0.05, 3, np.array([12.0])).round(3).tolist()
    [3.773]
    """
    df = np.asarray(df, dtype=float)
    q = -np.sqrt(2) * stdtrit(df, level / (count * (count - 1)))
    for _ in range(50):
        tail, slope = _tail_and_slope(q, count, df)
        step = tail * np.log(tail / level) / (slope * q)
        q = q * np.exp(step)
        if (np.abs(step) <= 1e-10).all():
            break
    return np.asarray(q)


def _tail_and_slope(q: Array, count: int, df: Array) -> tuple[Array, Array]:
    """Return the upper tail and the density at `q` (m,), in blocks that fit into memory."""
    df = np.broadcast_to(np.asarray(df, dtype=float), q.shape)
    tail, slope = np.empty((2, len(q)))
    for rows, nodes in ((np.flatnonzero(df >= 5), _SPREADS), (np.flatnonzero(df < 5), _SPREADS * 6)):
        for part in np.array_split(rows, -(-len(rows) * nodes // 10_000) or 1):
            tail[part], slope[part] = _block(q[part], count, df[part], nodes)
    return tail, slope


def _block(q: Array, count: int, df: Array, nodes: int) -> tuple[Array, Array]:
    node, weight = np.polynomial.legendre.leggauss(nodes)
    v = df[:, None]
    low, high = (0.5 * np.log(chdtri(v, p) / v) for p in (1 - _BEYOND, _BEYOND))
    u = (high + low) / 2 + (high - low) / 2 * node  # log s
    log_density = v / 2 * np.log(v) - (v / 2 - 1) * np.log(2) - gammaln(v / 2) + v * u - v * np.exp(2 * u) / 2
    w = np.exp(log_density) * weight * (high - low) / 2
    z, inner = np.polynomial.legendre.leggauss(_PLACES)
    z, inner = 8.5 * z, 8.5 * inner / np.sqrt(2 * np.pi) * np.exp(-((8.5 * z) ** 2) / 2)
    s = np.exp(u)
    reach = z - (q[:, None] * s)[..., None]
    inside = ndtr(z) - ndtr(reach)
    cdf = count * (inner * inside ** (count - 1)).sum(axis=2)
    dense = np.exp(-(reach**2) / 2) / np.sqrt(2 * np.pi)
    pdf = count * (count - 1) * (inner * dense * inside ** (count - 2)).sum(axis=2) * s
    return ((1 - cdf) * w).sum(axis=1), (pdf * w).sum(axis=1)
