"""Measures of whole networks that are no ratios of counts: centralisation, connectedness, hierarchy, components."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.geodesics import Geodesics, geodesics

DEGREES = ("in_centralisation", "in_centralisation_freeman", "out_centralisation", "out_centralisation_freeman",
           "degree_centralisation")  # fmt: skip
PATHS = (
    "betweenness_centralisation",
    "connectedness",
    "hierarchy",
    "efficiency",
    "mean_distance",
    "compactness",
)
COUNTED = ("weak_components", "strong_components", "isolates")


class Degrees(NamedTuple):
    """Shape (networks, actors): NaN where nobody, or not the actor, could be asked."""

    into: Array
    out: Array


def degrees(ties: Bools, known: Bools, answered: Bools, n: Ints) -> Degrees:
    """Return how many name each actor, were all asked as those who answered; and how many each names."""
    there = np.arange(ties.shape[1]) < n[:, None]
    named, asked = ties.sum(axis=1, dtype=float), known.sum(axis=1, dtype=float)
    out, could = ties.sum(axis=2, dtype=float), known.sum(axis=2, dtype=float)
    others = n[:, None] - 1.0
    share = np.divide(named, asked, out=np.full(named.shape, np.nan), where=there & (asked > 0))
    own = np.divide(out, could, out=np.full(out.shape, np.nan), where=there & (could > 0))
    return Degrees(share * others, np.where(answered, own, np.nan) * others)


def centralisations(ties: Bools, known: Bools, answered: Bools, n: Ints, directed: bool) -> Array:
    """Return the rows of `DEGREES`, shape (5, networks); undirected, the last alone tells something.

    The differences from the greatest degree, summed, are divided by the greatest sum there can be: (n - 1)^2 where arcs
    are counted, (n - 1)(n - 2) by Freeman's graph without directions, 2(n - 1)(n - 2) for in- and out-degrees together.
    """
    into, out = degrees(ties, known, answered, n)
    most = n - 1.0
    rows = []
    for degree in (into, out):
        spread = _from_greatest(degree)
        # where k of n degrees are known, as many differences can be as great as in a network of k
        part = np.divide(
            (~np.isnan(degree)).sum(axis=1) - 1.0, most, out=np.full(len(n), np.nan), where=most > 0
        )
        rows += [_over(spread, part * most**2), _over(spread, part * most * (most - 1))]
    total = into + out if directed else into
    part = np.divide((~np.isnan(total)).sum(axis=1) - 1.0, most, out=np.full(len(n), np.nan), where=most > 0)
    rows.append(_over(_from_greatest(total), part * most * (most - 1) * (2 if directed else 1)))
    return np.array(rows)


def _from_greatest(degree: Array) -> Array:
    known = ~np.isnan(degree)
    top = np.max(np.where(known, degree, -np.inf), axis=1, initial=-np.inf)
    return np.asarray(np.where(known, top[:, None] - np.nan_to_num(degree), 0.0).sum(axis=1))


def _over(x: Any, most: Any) -> Array:
    found: Array = np.divide(x, most, out=np.full(np.shape(x), np.nan), where=most > 0)
    return found


def along_paths(ties: Bools, n: Ints, directed: bool) -> Array:
    """Return the rows of `PATHS` and `COUNTED` but the last, shape (8, networks).

    Betweenness centralisation is divided by (n - 1)^2 (n - 2). Connectedness is the share of pairs that are joined by ties
    whatever their direction, hierarchy the share of joined pairs of which only one reaches the other, efficiency the
    share of ties that components do without (Krackhardt 1994); the mean distance is over the ordered pairs with a path,
    compactness the mean of 1 / distance over all, none counting 0.
    """
    found = geodesics(ties)
    there = np.arange(ties.shape[1]) < n[:, None]
    pairs = n * (n - 1.0)
    spread = _from_greatest(np.where(there, found.betweenness, np.nan))
    weak, strong = components(ties, "weak"), components(ties, "strong")
    sizes = _sizes(weak, there)
    joined = (sizes * (sizes - 1)).sum(axis=1)
    least, half = (np.maximum(sizes - 1, 0)).sum(axis=1), 1.0 if directed else 2.0
    efficiency = 1 - _over(ties.sum(axis=(1, 2)) / half - least, joined / half - least)
    hierarchy, distance, compact = _reached(found, pairs)
    counts = [np.where(n > 0, (_sizes(labels, there) > 0).sum(axis=1), np.nan) for labels in (weak, strong)]
    rows = [
        _over(spread, (n - 1.0) ** 2 * (n - 2)),
        _over(joined, pairs),
        hierarchy,
        efficiency,
        distance,
        compact,
        *counts,
    ]
    return np.array(rows)


def _reached(found: Geodesics, pairs: Array) -> tuple[Array, Array, Array]:
    """Return hierarchy, mean distance and compactness."""
    steps = np.maximum(found.distances, 0)
    reach = steps > 0
    either = (reach | reach.swapaxes(1, 2)).sum(axis=(1, 2))
    mutual = (reach & reach.swapaxes(1, 2)).sum(axis=(1, 2))
    distance = _over(steps.sum(axis=(1, 2), dtype=float), reach.sum(axis=(1, 2)))
    nearness = np.divide(1.0, steps, out=np.zeros(steps.shape), where=reach).sum(axis=(1, 2))
    return 1 - _over(mutual, either), distance, _over(nearness, pairs)


def components(ties: Bools, kind: Literal["weak", "strong"]) -> Ints:
    """Return a label for every actor, shape (networks, actors): alike within a component, "weak" or "strong"."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    m, n, _ = ties.shape
    net, i, j = np.nonzero(ties)
    graph = coo_array(
        (np.ones(len(net), dtype=np.int8), (net * n + i, net * n + j)), shape=(m * n, m * n)
    ).tocsr()
    labels = connected_components(graph, directed=True, connection=kind)[1]
    return np.asarray(labels.reshape(m, n), dtype=np.intp)


def _sizes(labels: Ints, there: Bools) -> Array:
    """Return the sizes of components, shape (networks, actors): each at the place of one of its actors, zero elsewhere."""
    m, n = labels.shape
    count = np.bincount(labels[there], minlength=int(labels.max(initial=0)) + 1)
    first = np.zeros((m, n), dtype=bool)
    places = np.flatnonzero(there)
    first.flat[places[np.unique(labels[there], return_index=True)[1]]] = True
    return np.where(first, count[labels], 0).astype(float)
