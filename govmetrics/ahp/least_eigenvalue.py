"""For every judgement of a complete matrix: the value by which the principal eigenvalue is least, in O(n^3) for all.

A judgement and its mirror change a matrix A in two cells, so whether a number is an eigenvalue of the changed matrix is a
matter of two by two numbers: those of the resolvent of A in these cells. Near the principal eigenvalue of A the resolvent is
``v u' / d + T - d T^2 + d^2 T^3 - ...`` where d is the distance from it, u and v its eigenvectors and T the group inverse.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.eigenvectors import perron

TERMS = 9
"""Powers of the group inverse that are summed."""
NEAR = 0.03
"""What is left out is below this number to the power of `TERMS`: further away the series is not used."""
PAIRS = 100_000
"""Judgements looked at together."""
_STEPS = 12


def least_by_each(a: Array, i: Ints, j: Ints) -> tuple[Array, Bools]:
    """Return the best value of each judgement (i, j), all others as given, and which of them are certain.

    Parameters
    ----------
    a : (n, n) array
        Reciprocal, nothing missing.
    i, j : ndarray of int
        Pairs.

    Returns
    -------
    best : ndarray
    certain : ndarray of bool
        False where the eigenvalue moves too far for the series.

    Examples
    --------
    >>> a = np.outer([6.0, 3, 2], 1 / np.array([6.0, 3, 2]))
    >>> best, certain = least_by_each(a, np.array([0]), np.array([1]))
    >>> best.round(9).tolist(), certain.tolist()
    ([2.0], [True])
    """
    value, v = (found[0] for found in perron(a[None]))
    even = (
        a * v / v[:, None]
    )  # of the same eigenvalue, but with the eigenvector (1, ..., 1): nothing is large or small
    u = perron(even.T[None])[1][0]
    projector = np.broadcast_to(u, a.shape)
    inverse = np.linalg.inv(value * np.eye(len(a)) - even + projector) - projector
    powers = [inverse]
    for _ in range(TERMS - 1):
        powers.append(powers[-1] @ inverse)
    size = float(np.linalg.norm(inverse, 2))
    best, certain = np.empty(i.size), np.empty(i.size, dtype=bool)
    for start in range(0, i.size, PAIRS):
        some = slice(start, start + PAIRS)
        at = i[some], j[some]
        four = (at[0], at[0]), at, at[::-1], (at[1], at[1])
        cells = np.array([[power[place] for place in four] for power in powers])
        found, moved = _best(even[at], u[at[0]], u[at[1]], cells)
        best[some] = found * v[at[0]] / v[at[1]]
        certain[some] = np.abs(moved) * size < NEAR  # not where it is no number
    return best, certain


def _best(given: Array, ui: Array, uj: Array, cells: Array) -> tuple[Array, Array]:
    """Return the best values, and how far the eigenvalue moves (below zero): a secant search, for all pairs together."""
    slope, bend = ui * given - uj / given, ui * given + uj / given
    before, then = np.zeros_like(given), -(slope**2) / (2 * bend)
    miss, _ = _missed(before, given, ui, uj, cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(_STEPS):
            now, _ = _missed(then, given, ui, uj, cells)
            step = np.where(now == miss, 0.0, now * (then - before) / (now - miss))
            before, miss, then = then, now, then - step
            if not (np.abs(step) > 1e-15).any():
                break
        return _missed(then, given, ui, uj, cells)[1], then


def _missed(d: Array, given: Array, ui: Array, uj: Array, cells: Array) -> tuple[Array, Array]:
    """Return how far from the least eigenvalue a distance d is (zero: it is the least), and the judgement's value there.

    With the inverse of the resolvent's four cells, without the given judgement, N: x is possible at this eigenvalue where
    ``det(N - [[0, x], [1 / x, 0]]) = 0``; at the least one the two solutions for x meet.
    """
    ii, ij, ji, jj = cells[-1]
    for ones in cells[-2::-1]:
        ii, ij, ji, jj = (one - d * rest for one, rest in zip(ones, (ii, ij, ji, jj), strict=True))
    scale = ui * (jj - ij) + uj * (ii - ji) + d * (ii * jj - ij * ji)
    first, last = (uj + d * jj) / scale, (ui + d * ii) / scale
    forth, back = (uj + d * ij) / scale - given, (ui + d * ji) / scale - 1 / given
    with np.errstate(invalid="ignore"):
        return first * last - (1 + np.sqrt(forth * back)) ** 2, np.sqrt(forth / back)
