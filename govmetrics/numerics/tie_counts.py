"""Shares of ties, of pairs that name each other and of closed two-paths, counted where it is known; with each actor's part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

RATIOS = ("density", "edge_reciprocity", "dyad_reciprocity", "tied_dyad_reciprocity", "transitivity")


class Counts(NamedTuple):
    """What is counted and out of how many, shape (ratios, networks); and of both what involves each actor, (..., actors)."""

    counted: Array
    out_of: Array
    counted_with: Array
    out_of_with: Array

    def ratios(self) -> Array:
        """Return the ratios, shape (ratios, networks); NaN where there is nothing to count."""
        return _share(self.counted, self.out_of)

    def without_each(self) -> Array:
        """Return the ratios with each actor left out in turn, shape (ratios, networks, actors)."""
        return _share(self.counted[..., None] - self.counted_with, self.out_of[..., None] - self.out_of_with)


def tie_counts(ties: Bools, known: Bools) -> Counts:
    """Count ties among ordered pairs, mutual ones among pairs of both sides known, closed two-paths among all.

    Parameters
    ----------
    ties, known : array of bool, shape (networks, actors, actors)
        No tie that is not known; nothing known on the diagonal and in the padding.

    Examples
    --------
    >>> ties = np.array([[[0, 1, 1], [1, 0, 1], [0, 0, 0]]], dtype=bool)
    >>> tie_counts(ties, ~np.eye(3, dtype=bool)[None]).ratios()[:, 0].round(3).tolist()
    [0.667, 0.5, 0.333, 0.333, 1.0]
    """
    both = known & known.swapaxes(1, 2)
    turned = ties.swapaxes(1, 2)
    mutual, some = _pairs(ties & turned & both), _pairs((ties | turned) & both)
    pairs = _pairs(both)
    alike = tuple(whole - tied + named for whole, tied, named in zip(pairs, some, mutual, strict=True))
    twice = tuple(2 * part for part in mutual)
    edges = tuple(a + b for a, b in zip(mutual, some, strict=True))
    closed, paths = _two_paths(ties, known)
    rows = [(_arcs(ties), _arcs(known)), (twice, edges), (alike, pairs), (mutual, some), (closed, paths)]
    parts = [np.stack([row[side][part] for row in rows]) for part in (0, 1) for side in (0, 1)]
    return Counts(*parts)


def _share(counted: Array, out_of: Array) -> Array:
    # differences of whole numbers: exact
    found: Array = np.divide(counted, out_of, out=np.full(counted.shape, np.nan), where=out_of > 0)
    return found


def _arcs(x: Bools) -> tuple[Array, Array]:
    """Return how many ordered pairs there are, and with each actor at either end."""
    return x.sum(axis=(1, 2), dtype=float), x.sum(axis=1, dtype=float) + x.sum(axis=2, dtype=float)


def _pairs(x: Bools) -> tuple[Array, Array]:
    """Return how many pairs there are in a symmetric table, and with each actor."""
    return x.sum(axis=(1, 2), dtype=float) / 2, x.sum(axis=2, dtype=float)


def _two_paths(ties: Bools, known: Bools) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return the paths from i by j to k where it is known whether i names k: those where it does, and all."""
    m, n, _ = ties.shape
    net, first, second = np.nonzero(ties)
    rows = net * n + first
    counts = np.bincount(rows, minlength=m * n)
    begins = np.concatenate([[0], np.cumsum(counts)])[:-1]
    onward = net * n + second
    each = counts[onward]
    tie = np.repeat(np.arange(len(net)), each)
    nth = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    third = second[begins[onward[tie]] + nth]
    kept = known[net[tie], first[tie], third]
    tie, third = tie[kept], third[kept]
    ends = net[tie], first[tie], second[tie], third
    closed = ties[ends[0], ends[1], third]
    return _involved(*(end[closed] for end in ends), shape=(m, n)), _involved(*ends, shape=(m, n))


def _involved(net: Ints, *ends: Ints, shape: tuple[int, int]) -> tuple[Array, Array]:
    m, n = shape
    with_each = sum(np.bincount(net * n + end, minlength=m * n) for end in ends)
    return np.bincount(net, minlength=m).astype(float), np.asarray(with_each, dtype=float).reshape(m, n)
