"""Supermatrices of the analytic network process: read, weighted by clusters, raised to their limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.ahp.kinds import numbers_of
from govmetrics.ahp.matrices import LABELS_DIFFER, NO_NUMBER, SAME_LABELS
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import FRAME, asked, shown
from govmetrics.core.within import refuse_within, within_faults
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

TOLERANCE = 5e-3
"""By how much a printed column may miss the sum of one, from rounding; it is brought to one."""
WHOLE = "all"
"""The one cluster, where none are given."""


def read_supermatrix(supermatrix: Any) -> tuple[list[Any], Array]:
    """Return labels and entries (n, n), or raise one error with everything that is wrong."""
    asked(supermatrix=(supermatrix, FRAME))
    names = list(supermatrix.index)
    return names, read_square(supermatrix, names, "supermatrix", sums=False)


def read_square(frame: Any, names: list[Any], place: str, sums: bool = True) -> Array:
    """Return a square table of influence with these labels (k, k): zero or more, columns summing to one if `sums`."""
    if not isinstance(frame, pd.DataFrame):
        raise FaultyInput(place, "is {value}", "give a DataFrame", value=shown(frame))
    refuse_within(place, frame)
    if (
        not frame.index.is_unique
        or set(frame.index) != set(frame.columns)
        or len(frame.columns) != len(frame)
    ):
        raise FaultyInput(place, LABELS_DIFFER, SAME_LABELS)
    if set(frame.index) != set(names):
        raise FaultyInput(place, "has other labels than the clusters: {labels}", "name rows and columns by the clusters",
                          labels=list(frame.index))  # fmt: skip
    cells = numbers_of(frame.loc[names, names])
    if cells is None or not cells.size:
        raise FaultyInput(place, NO_NUMBER, "give zero or more, 0 for no influence")
    wrong = ~(np.isfinite(cells) & (cells >= 0))
    faults = [
        Fault(Text("{place}, {row} under {column}", place=place, row=str(names[i]), column=str(names[j])),
              Text("the value is {value:g}", value=cells[i, j]), "give zero or more, 0 for no influence")
        for i, j in np.argwhere(wrong).tolist()
    ]  # fmt: skip
    total = np.where(wrong, 0, cells).sum(axis=0)
    for j in np.flatnonzero((np.abs(total - 1) > TOLERANCE) & sums & ~wrong.any(axis=0)):
        faults.append(
            Fault(
                place_of((place, names[j])), "the column sums to {sum:.6g}", "let it sum to 1", sum=total[j]
            )
        )
    Faults(faults).raise_all()
    return cells


def read_clusters(names: list[Any], clusters: Any) -> tuple[list[Any], list[Fault]]:
    """Return each element's cluster, and what is wrong with them."""
    if clusters is None:
        return [WHOLE] * len(names), []
    if not isinstance(clusters, Mapping) or not all(
        isinstance(v, list | tuple | pd.Index) for v in clusters.values()
    ):
        return [], [
            Fault("clusters", "is {value}", "give {{cluster: [element, ...]}}", value=shown(clusters))
        ]
    held: dict[Any, list[Any]] = {}
    if faults := within_faults("clusters", clusters, halves=True):
        return [], faults
    if wrong := [
        one for members in clusters.values() for one in members if not pd.api.types.is_hashable(one)
    ]:
        return [], [Fault("clusters", "a label is {value}, which is no name", "name elements by text or numbers",
                          value=shown(wrong[0]))]  # fmt: skip
    for cluster, members in clusters.items():
        for element in members:
            held.setdefault(element, []).append(cluster)
    faults = [
        Fault(place_of(e), "is in no cluster", "put every element into one") for e in names if e not in held
    ]
    faults += [
        Fault(
            place_of(e), "is in more than one cluster: {clusters}", "leave it in one of them", clusters=within
        )
        for e, within in held.items()
        if len(within) > 1
    ]
    faults += [
        Fault(place_of(e), "is no element of the supermatrix", "check the name")
        for e in held
        if e not in names
    ]
    return [held.get(e, [WHOLE])[0] for e in names], faults


def blocks_weighted(
    names: list[Any], w: Array, groups: Sequence[Any], across: Array | None
) -> tuple[Array, list[Fault], bool]:
    """Return the weighted supermatrix (columns summing to one, or zero), faults, and whether clusters had to count alike.

    Parameters
    ----------
    names, w : list, (n, n) array
        The unweighted supermatrix.
    groups : sequence
        Each element's cluster.
    across : (clusters, clusters) array, optional
        Cluster weights, in the order in which clusters first occur among `groups`.
    """
    order = list(dict.fromkeys(groups))
    number = np.array([order.index(group) for group in groups])
    member = (number[None] == np.arange(len(order))[:, None]).astype(float)  # (clusters, n)
    sums = member @ w  # of each block's columns
    unlike = (sums > 1e-12) & (np.abs(sums - 1) > TOLERANCE)
    whole = w.sum(axis=0)
    if across is None and unlike.any() and (np.abs(whole[whole > 1e-12] - 1) <= TOLERANCE).all():
        return w / np.where(whole > 1e-12, whole, 1.0), [], False  # weighted already
    faults = []
    for c, j in np.argwhere(unlike).tolist():
        where = (
            place_of(names[j])
            if len(order) == 1
            else Text("{column}, {cluster}", column=str(names[j]), cluster=str(order[c]))
        )
        faults.append(
            Fault(
                where,
                "the column sums to {sum:.6g}",
                "let it sum to 1, or to 0 where it depends on none",
                sum=sums[c, j],
            )
        )
    used = sums > 1e-12
    weight = used.astype(float) if across is None else across[:, number] * used
    lost = used.any(axis=0) & ~(weight.sum(axis=0) > 0)
    faults += [
        Fault(
            place_of(names[j]),
            "depends on clusters that all have the weight zero",
            "give one of them a weight",
        )
        for j in np.flatnonzero(lost)
    ]
    total = weight.sum(axis=0)
    weight = weight / np.where(total > 0, total, 1.0)
    blocks = w / np.where(used, sums, 1.0)[number]
    return blocks * weight[number], faults, bool(across is None and (used.sum(axis=0) > 1).any())


def limit_of(weighted: Array) -> tuple[Array, Array, str]:
    """Return the limit of the average of powers (n, n), how often influence passes through (n, n), and the structure.

    Elements without a column keep what they get. Those that influence each other and send nothing out are a class, in which
    influence ends; its share-out is the class's stationary distribution, and how much gets there follows by linear equations.
    """
    from scipy.sparse.csgraph import connected_components

    n = len(weighted)
    sinks = weighted.sum(axis=0) <= 0
    p = weighted + np.diag(sinks.astype(float))
    count, of = connected_components((p > 0).astype(int), directed=True, connection="strong")
    closed = [c for c in range(count) if not (p[np.ix_(of != c, of == c)] > 0).any()]
    limit, ends = (
        np.zeros((n, n)),
        np.zeros((len(closed), n)),
    )  # ends: how much of each column ends in which class
    inside = np.isin(of, closed)
    for at, c in enumerate(closed):
        ends[at, of == c] = 1.0
    through = np.zeros((n, n))
    if not inside.all():
        out = ~inside
        visits = np.linalg.inv(np.eye(int(out.sum())) - p[np.ix_(out, out)])
        through[np.ix_(out, out)] = visits
        for at, c in enumerate(closed):
            ends[at, out] = p[np.ix_(of == c, out)].sum(axis=0) @ visits
    cyclic = False
    for at, c in enumerate(closed):
        rows = np.flatnonzero(of == c)
        part = p[np.ix_(rows, rows)]
        limit[rows] = np.outer(_stationary(part), ends[at])
        cyclic = cyclic or _cycles(part)
    if sinks[inside].all() and not (np.linalg.matrix_power((weighted > 0).astype(float), n) > 0).any():
        return limit, through, "hierarchy"
    return (
        limit,
        through,
        "cyclic" if cyclic else "irreducible" if inside.all() and len(closed) == 1 else "reducible",
    )


def _stationary(p: Array) -> Array:
    """Return the distribution (k,) that an irreducible column-stochastic matrix keeps."""
    k = len(p)
    rows = np.vstack([p - np.eye(k), np.ones((1, k))])
    found = np.linalg.lstsq(rows, np.append(np.zeros(k), 1.0), rcond=None)[0]
    found = np.maximum(found, 0.0)
    return np.asarray(found / found.sum())


def _cycles(p: Array) -> bool:
    """Tell whether the powers of an irreducible column-stochastic matrix run in a cycle."""
    values = np.linalg.eigvals(p)
    return int((np.abs(np.abs(values) - 1) < 1e-9).sum()) > 1
