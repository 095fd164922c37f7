"""Which parameters of a confirmatory model are free: correlated factors, factors above factors, a general factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout
from govmetrics.numerics.restrictions import Linear, Restriction, SecondOrder
from govmetrics.psychometrics._patterns import Pattern, starting_values, variance_one

Above = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Design:
    """A model: its factors (a general one last), where its parameters stand, which are free, what a reader must know.

    `tops` are the factors above with theirs below; empty where there are none.
    """

    pattern: Pattern
    layout: Layout
    restriction: Linear | SecondOrder
    tops: dict[str, list[str]]
    general: str | None
    notes: list[Note]

    @property
    def linear(self) -> Linear:
        """What is free but for factors above."""
        return self.restriction.linear if isinstance(self.restriction, SecondOrder) else self.restriction


def read_design(pattern: Pattern, second_order: Above | None, general: str | None) -> Design:
    """Check what stands above the factors of `pattern` and return the model."""
    refuse_within("second_order", second_order)
    refuse_within("general", general)
    if second_order is not None and general is not None:
        way = "give one of the two, and compare the fits of both models"
        raise FaultyInput("general", "a model has second-order factors or a general factor, not both", way)
    if general is not None:
        return _with_general(pattern, general)
    layout = pattern.layout()
    fixed = variance_one(layout)
    if second_order is None:
        linear = Linear(np.where(fixed, 1.0, 0.0), np.eye(layout.size)[:, ~fixed])
        return Design(pattern, layout, linear, {}, None, [])
    tops = _read_tops(pattern, second_order)
    return Design(pattern, layout, _above(pattern, layout, tops), tops, None, [])


def start_of(design: Design, covariance: Array) -> Array:
    """Return where the search for the free parameters starts, from the covariances of the items (p, p)."""
    layout = design.layout
    start = starting_values if design.general is None else _general_start
    t, free = start(layout, covariance), design.linear.free
    values = (free.T @ t) / free.sum(axis=0)
    if isinstance(design.restriction, Linear):
        return np.asarray(values)
    phi = np.eye(layout.factors)
    i, j = layout.pairs
    phi[i, j] = phi[j, i] = t[layout.parts["covariances"]]
    loading, tops = np.ones(layout.factors), design.restriction.tops
    for top in range(int(tops.max()) + 1):
        own = np.flatnonzero(tops == top)
        if len(own) > 1:
            root, vector = (part[..., -1] for part in np.linalg.eigh(phi[np.ix_(own, own)]))
            loading[own] = np.clip(
                0.9 * vector * np.sqrt(root) * (1 if vector.sum() >= 0 else -1), -0.95, 0.95
            )
    count = design.restriction.sizes[2]
    return np.concatenate([values, loading[design.restriction.loaded], np.full(count, 0.3)])


def _with_general(pattern: Pattern, general: str) -> Design:
    """Return factors that do not correlate, and one more that all items load on."""
    name, faults = str(general), Faults()
    if not isinstance(general, str) or not general.strip():
        faults.append(Fault("general", "is not a name", "name the general factor, for example G"))
    if name in pattern.factors:
        faults.append(
            Fault("general", "{name} is one of the factors", "give it a name of its own", name=name)
        )
    faults.raise_all()
    several = [i for i in pattern.items if sum(i in own for own in pattern.factors.values()) > 1]
    if several:
        problem = "{items} load on more than one group factor"
        way = "beside a general factor, give each item one group factor"
        raise UnsuitableMethod("factors", problem, way, items=several)
    if len(pattern.factors) < 2:
        problem, way = (
            "one group factor beside a general factor",
            "give three or more, or one factor without general=",
        )
        raise UnsuitableMethod("factors", problem, way)
    if len(pattern.factors) == 2 and min(len(own) for own in pattern.factors.values()) < 4:
        problem = (
            "two group factors of three items or fewer do not tell a general factor from their correlation"
        )
        raise UnsuitableMethod(
            "factors", problem, "give three or more group factors, or let the two correlate"
        )
    whole = Pattern({**pattern.factors, name: list(pattern.items)}, pattern.items)
    layout = whole.layout()
    parts = layout.parts
    fixed = variance_one(layout)
    keep = np.ones(layout.size, dtype=bool)
    keep[parts["covariances"]] = False
    free, notes = np.eye(layout.size)[:, keep], []
    doubled = []
    for j, (factor, own) in enumerate(pattern.factors.items()):
        if len(own) == 2:
            first, second = np.flatnonzero(layout.columns == j)
            free[:, first] += free[:, second]
            doubled.append(int(second))
            told = "group factor {factor} has two items: its loadings are set equal, since only their product is known"
            notes.append(Note(told, factor=factor))
    free = np.delete(free, doubled, axis=1)
    return Design(whole, layout, Linear(np.where(fixed, 1.0, 0.0), free), {}, name, notes)


def _general_start(layout: Layout, covariance: Array) -> Array:
    """Return starting values (q,) of a general factor, the last, and of group factors from what it leaves over."""
    general = layout.columns == layout.factors - 1
    first, rest = np.flatnonzero(general), np.flatnonzero(~general)
    alone = Layout(layout.rows[general], np.zeros(len(first), dtype=np.intp), layout.items, 1, False)
    t = np.zeros(layout.size)
    t[first] = 0.9 * starting_values(alone, covariance)[: len(first)]
    wide = np.zeros(layout.items)
    wide[layout.rows[general]] = t[first]
    left_over = covariance - np.outer(wide, wide)
    groups = Layout(layout.rows[rest], layout.columns[rest], layout.items, layout.factors - 1, False)
    t[rest] = 0.6 * starting_values(groups, left_over)[: len(rest)]
    t[layout.parts["residuals"]] = 0.4 * np.diag(covariance)
    return t


def _read_tops(pattern: Pattern, second_order: Above) -> dict[str, list[str]]:
    """Return the factors above with the names of theirs below, checked."""
    if not isinstance(second_order, Mapping) or not second_order:
        way = "give {second-order factor: [factor, factor, factor]}"
        raise FaultyInput("second_order", "is not a mapping of factors to factors", Text(way))
    tops: dict[str, list[str]] = {}
    faults, seen = Faults(), set[str]()
    for top, below in second_order.items():
        place = Text("second_order: {factor}", factor=str(top))
        if isinstance(below, str | bytes) or not isinstance(below, Sequence):
            faults.append(Fault(place, "is not a list of factors", "give [factor, factor, factor]"))
            continue
        own = [str(name) for name in below]
        tops[str(top)] = own
        unknown = sorted(set(own) - set(pattern.factors))
        if unknown:
            faults.append(
                Fault(place, "no such factors: {unknown}", "use the names in factors=", unknown=unknown)
            )
        if str(top) in pattern.factors:
            faults.append(Fault(place, "is one of the factors itself", "give it a name of its own"))
        again = sorted({name for name in own if own.count(name) > 1 or name in seen})
        if again:
            faults.append(
                Fault(place, "{again} stand under a second-order factor twice", "list each once", again=again)
            )
        seen |= set(own)
    faults.raise_all()
    least = 3 if len(tops) == 1 and len(seen) == len(pattern.factors) else 2
    few = [
        Fault(
            Text("second_order: {factor}", factor=top), "{count:# factor|# factors} below it",
            "three first-order factors are needed to tell its loadings; with fewer, let them correlate",
            count=len(own),
        )
        for top, own in tops.items()
        if len(own) < least
    ]  # fmt: skip
    Faults(few).raise_all(UnsuitableMethod)
    return tops


def _above(pattern: Pattern, layout: Layout, tops: dict[str, list[str]]) -> SecondOrder:
    names = list(pattern.factors)
    place = {name: h for h, own in enumerate(tops.values()) for name in own}
    alone = [name for name in names if name not in place]
    place |= {name: len(tops) + h for h, name in enumerate(alone)}
    keep = np.ones(layout.size, dtype=bool)
    keep[layout.parts["covariances"]] = False
    linear = Linear(np.where(variance_one(layout), 1.0, 0.0), np.eye(layout.size)[:, keep])
    above = np.array([place[name] for name in names], dtype=np.intp)
    loaded = np.array([j for j, name in enumerate(names) if name not in alone], dtype=np.intp)
    return SecondOrder(linear, layout, above, loaded)


def with_means(design: Design, deviation: Array) -> tuple[Layout, Restriction]:
    """Return the layout with the items' means, and what is free of items divided by their `deviation` (p,)."""
    old, linear = design.layout, design.linear
    layout = Layout(old.rows, old.columns, old.items, old.factors, True)
    parts = old.parts
    unit = np.ones(old.size)
    unit[parts["loadings"]] = 1 / deviation[old.rows]
    unit[parts["residuals"]] = 1 / deviation**2
    count, p = linear.free.shape[1], old.items
    free = np.zeros((layout.size, count + p))
    free[: old.size, :count] = unit[:, None] * linear.free
    free[layout.parts["intercepts"], count:] = np.eye(p)
    fixed = np.concatenate([unit * linear.fixed, np.zeros(layout.size - old.size)])
    whole = Linear(fixed, free)
    if isinstance(design.restriction, SecondOrder):
        return layout, SecondOrder(whole, layout, design.restriction.tops, design.restriction.loaded)
    return layout, whole
