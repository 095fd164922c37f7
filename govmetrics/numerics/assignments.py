"""Every way in which treatment could have been assigned, or draws of them, and what a difference of means would have been."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from govmetrics.numerics.arrays import Array, Ints

MOST = 2_000_000
"""So many assignments at most are tried one by one."""
_ROWS = 50_000
_TIE = 1e-9


def count_assignments(treated: Ints, block: Ints) -> int:
    """Return in how many ways as many of each block can be treated as are."""
    sizes, chosen = np.bincount(block), np.bincount(block, weights=treated)
    return prod(comb(int(n), int(m)) for n, m in zip(sizes, chosen, strict=True))


def assignments(
    treated: Ints, block: Ints, draws: int | None = None, rng: np.random.Generator | None = None
) -> Iterator[Array]:
    """Give assignments, (rows, n) of 0 and 1, some thousands at a time: all, or so many draws.

    Parameters
    ----------
    treated, block : ndarray of int, shape (n,)
    draws : int, optional
        By default all.
    rng : Generator, optional
        Of draws.
    """
    blocks = [np.flatnonzero(block == b) for b in range(int(block.max()) + 1)]
    if draws is not None and rng is not None:
        for start in range(0, draws, _ROWS):
            z = np.zeros((min(_ROWS, draws - start), len(block)))
            for rows in blocks:
                order = np.argsort(rng.random((len(z), len(rows))), axis=1)
                z[:, rows] = order < treated[rows].sum()
            yield z
        return
    ways = [_ways(len(rows), int(treated[rows].sum())) for rows in blocks]
    total = prod(map(len, ways))
    for start in range(0, total, _ROWS):
        at = np.arange(start, min(start + _ROWS, total))
        z = np.zeros((len(at), len(block)))
        for rows, way in zip(blocks, ways, strict=True):  # the digits of a number whose base changes
            at, digit = np.divmod(at, len(way))
            z[:, rows] = way[digit]
        yield z


def _ways(n: int, m: int) -> NDArray[np.int8]:
    """Return every choice of m of n, (ways, n)."""
    ways = comb(n, m)
    chosen = np.fromiter(
        chain.from_iterable(combinations(range(n), m)), dtype=np.intp, count=ways * m
    ).reshape(ways, m)
    z = np.zeros((ways, n), dtype=np.int8)
    z[np.arange(ways)[:, None], chosen] = 1
    return z


def differences(z: Array, sums: Array, sizes: Array, block: Ints) -> Array:
    """Return the difference of means of treated and others, (rows, columns), blocks weighted by their sizes.

    Parameters
    ----------
    z : ndarray, shape (rows, n)
        Assignments of clusters, or of units.
    sums : ndarray, shape (n, columns)
        Of each cluster.
    sizes : ndarray, shape (n,)
    block : ndarray of int, shape (n,)
    """
    found = np.zeros((len(z), sums.shape[1]))
    for b in range(int(block.max()) + 1):
        rows = block == b
        n, total = float(sizes[rows].sum()), sums[rows].sum(axis=0)
        there, into = (z[:, rows] @ sizes[rows])[:, None], z[:, rows] @ sums[rows]
        found += n * (into / there - (total - into) / (n - there))
    return found / float(sizes.sum())


def shares_beyond(found: Array, observed: float, size: float) -> tuple[float, float, float]:
    """Return the shares of differences as far from zero as the observed one, as large, and as small.

    Ties count, whatever rounding made of them: `size` is that of the outcome.
    """
    near = _TIE * max(size, abs(observed))
    two = float((np.abs(found) >= abs(observed) - near).mean())
    return two, float((found >= observed - near).mean()), float((found <= observed + near).mean())


def inverted(found: Array, own: Array, observed: float, limit: float) -> tuple[float, float]:
    """Return the constant effects that a two-sided test does not reject.

    Of an assignment whose difference of outcomes is A and that of the true treatment B, an effect of t leaves A - t B, and
    d - t is observed: it is as far out for t between (d - A) / (1 - B) and (d + A) / (1 + B). p at t is the share of
    assignments whose interval holds t, all of which hold d.

    Parameters
    ----------
    found, own : ndarray, shape (rows,)
        A and B.
    observed : float
        d.
    limit : float
        Of p.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(observed - found) / (1 - own), (observed + found) / (1 + own)])
    ends[:, (1 - np.abs(own)) < _TIE] = [[-np.inf], [np.inf]]  # the true assignment, and its opposite
    rank = int(np.floor(limit * len(found) + _TIE))
    if rank >= len(found):
        return observed, observed
    low, high = np.sort(ends.min(axis=0)), np.sort(ends.max(axis=0))[::-1]
    return float(low[rank]), float(high[rank])


def sign_flips(x: Array, draws: int, rng: np.random.Generator) -> tuple[float, bool]:
    """Return the share of signs that give a mean as far from zero, and whether all were tried (up to 20 values)."""
    observed, near = abs(float(x.sum())), _TIE * float(np.abs(x).sum())
    if len(x) <= 20:
        bits = (
            np.arange(2 ** (len(x) - 1))[:, None] >> np.arange(len(x) - 1)
        ) & 1  # opposites are as far out
        sums = x[-1] + (1 - 2.0 * bits) @ x[:-1]
        return float((np.abs(sums) >= observed - near).mean()), True
    sums = (rng.integers(0, 2, (draws, len(x))) * 2.0 - 1) @ x
    return float((1 + (np.abs(sums) >= observed - near).sum()) / (draws + 1)), False
