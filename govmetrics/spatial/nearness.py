"""Links of units that are near: the k nearest, those within a distance, all by the inverse of the distance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.spatial.places import Places
from govmetrics.spatial.spatial_weights import linked

_TIED = 1e-9


def nearest(places: Places, k: int) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the links to the k nearest; where the k-th is as near as the next one, the earlier in the table counts."""
    from scipy.spatial import cKDTree

    n = len(places.units)
    if k >= n:
        raise UnsuitableMethod("k", "is {k}, and there are {n} units", "ask for fewer", k=k, n=n)
    asked_for = min(k + 2, n)
    near = cKDTree(places.space).query(places.space, asked_for)
    straight, found = np.asarray(near[0], dtype=float), np.asarray(near[1], dtype=np.intp)
    own = found == np.arange(n)[:, None]
    straight[own] = -1.0  # those on the same spot come after the unit itself
    own_row = ~own.any(axis=1)  # so many on one spot that the unit itself was not found: the last is left out
    straight[own_row, -1] = -1.0
    order = np.lexsort((found, straight), axis=1)
    straight, found = (
        np.take_along_axis(straight, order, 1)[:, 1:],
        np.take_along_axis(found, order, 1)[:, 1:],
    )
    tied = np.zeros(n, dtype=bool)
    if asked_for > k + 1:
        tied = straight[:, k] - straight[:, k - 1] <= _TIED * np.maximum(straight[:, k], 1e-300)
    rows, columns = np.repeat(np.arange(n), k), found[:, :k].ravel()
    links = linked(places.units, rows, columns, np.ones(len(rows)), places.length(straight[:, :k].ravel()))
    names = [str(unit) for unit in places.units[tied]]
    told = "two units are as near as the last of the nearest, and one was taken: {names:10}"
    return links, (Note(told, names=names),) if names else ()


def by_distance(places: Places, within: float | None) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the links of all within a distance; by default the least at which every unit has a neighbour."""
    from scipy.spatial import cKDTree

    tree = cKDTree(places.space)
    notes: tuple[Note, ...] = ()
    if within is None:
        straight = float(np.asarray(tree.query(places.space, 2)[0])[:, 1].max()) * (1 + 1e-12)
        notes = (Note("neighbours are within {length:.4g}, the least at which every unit has one",
                      length=float(places.length(straight))),)  # fmt: skip
    else:
        straight = places.straight(within) * (1 + 1e-12)
    rows, columns = _both(tree.query_pairs(straight, output_type="ndarray"))
    return linked(places.units, rows, columns, np.ones(len(rows)), _lengths(places, rows, columns)), notes


def by_inverse(places: Places, within: float | None, power: float) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the links of all, or of those within a distance, weighted by the inverse of the distance."""
    from scipy.spatial import cKDTree

    n = len(places.units)
    if within is None:
        upper = np.column_stack(np.triu_indices(n, 1))
    else:
        upper = cKDTree(places.space).query_pairs(
            places.straight(within) * (1 + 1e-12), output_type="ndarray"
        )
    rows, columns = _both(upper)
    length = _lengths(places, rows, columns)
    spots = [
        (i, j)
        for i, j in zip(rows[length == 0].tolist(), columns[length == 0].tolist(), strict=True)
        if i < j
    ]
    way = 'move one of them, or use kind="nearest" or "distance"'
    problem = "{first!r} and {second!r} are on one spot: their inverse distance is infinite"
    names = [str(unit) for unit in places.units]
    Faults(
        each(spots, lambda at: Fault("source", problem, way, first=names[at[0]], second=names[at[1]]))
    ).raise_all()
    smallest = length.min() if len(length) else 1.0  # standardised rows stay the same; others keep their unit
    weight = length**-power
    if not np.isfinite(weight).all() or (weight == 0).any():
        weight = (length / smallest) ** -power
    return linked(places.units, rows, columns, weight, length), ()


def _both(pairs: Ints) -> tuple[Ints, Ints]:
    pairs = pairs.reshape(-1, 2).astype(np.intp)
    return np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]])


def _lengths(places: Places, rows: Ints, columns: Ints) -> Array:
    space = places.space
    return places.length(np.sqrt(((space[rows] - space[columns]) ** 2).sum(axis=1)))
