"""Shortest paths in many directed networks at once: distances, and how many of them lead through each actor."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from govmetrics.numerics.arrays import Array, Bools

DENSE = 150
"""Networks of more actors are followed one by one, along their ties alone."""
_CELLS = 150_000
"""So many cells are held at once of each table."""


class Geodesics(NamedTuple):
    """Distances, shape (networks, actors, actors), -1 where there is no path; betweenness, shape (networks, actors)."""

    distances: NDArray[np.int16]
    betweenness: Array


def geodesics(ties: Bools) -> Geodesics:
    """Return the distances from every actor to every other, and the betweenness of each (Brandes 2001).

    Betweenness counts ordered pairs, ends apart: in an undirected network every pair counts twice.

    Parameters
    ----------
    ties : array of bool, shape (networks, actors, actors)
        Without loops; padding has none.

    Examples
    --------
    >>> found = geodesics(np.array([[[0, 1, 0], [0, 0, 1], [0, 0, 0]]], dtype=bool))
    >>> found.distances[0].tolist(), found.betweenness[0].tolist()
    ([[0, 1, 2], [-1, 0, 1], [-1, -1, 0]], [0.0, 1.0, 0.0])
    """
    m, n, _ = ties.shape
    distances, betweenness = np.full((m, n, n), -1, dtype=np.int16), np.zeros((m, n))
    if n <= DENSE:
        step = max(1, _CELLS // max(n * n, 1))
        for at in range(0, m, step):
            part = slice(at, at + step)
            there = ties[part].astype(float)
            starts = np.broadcast_to(np.eye(n), there.shape)
            found = _from(starts, lambda x, a=there: x @ a, lambda x, a=there: x @ a.swapaxes(1, 2))
            distances[part], depends = found
            betweenness[part] = _through(depends, starts, -2)
        return Geodesics(distances, betweenness)
    from scipy.sparse import csr_array

    step = max(1, _CELLS // n)
    for one in range(m):
        out = csr_array(ties[one].astype(float))
        into = csr_array(out.T)
        for at in range(0, n, step):
            starts = np.eye(
                n, min(step, n - at), -at
            )  # a start is a column: sparse times dense is quick that way
            steps, depends = _from(starts, lambda x, a=into: a @ x, lambda x, a=out: a @ x)
            distances[one, at : at + step] = steps.T
            betweenness[one] += _through(depends, starts, -1)
    return Geodesics(distances, betweenness)


def _from(starts: Array, along: Any, back: Any) -> tuple[NDArray[np.int16], Array]:
    """Return distances from the starts, and how far each of them depends on every actor on the way."""
    frontier: Array = starts.copy()
    counts, distances = frontier.copy(), np.where(starts > 0, 0, -1).astype(np.int16)
    level = 0
    while True:
        paths = along(frontier)
        new = (paths > 0) & (distances < 0)
        if not new.any():
            break
        level += 1
        distances[new] = level
        frontier = np.where(new, paths, 0.0)
        counts += frontier
    depends = np.zeros_like(counts)
    for depth in range(level, 1, -1):
        share = np.where(distances == depth, (1 + depends) / np.maximum(counts, 1), 0.0)
        depends += np.where(distances == depth - 1, counts * back(share), 0.0)
    return distances, depends


def _through(depends: Array, starts: Array, axis: int) -> Array:
    return np.asarray(np.where(starts > 0, 0.0, depends).sum(axis=axis))
