"""Columns of a table as a regression's design: numbers, declared categories, products; complete rows by label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, MAPPING, asked, several
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.psychometrics._design_columns import (
    dummies_of,
    levels_of,
    numbers_of_column,
    outcome_of,
    places_of_categories,
    respondents_of,
)
from govmetrics.psychometrics._frames import as_table

CONSTANT = "constant"


Categories = Sequence[str] | Mapping[str, Any]


@dataclass(frozen=True)
class Design:
    """A regression's complete rows.

    Attributes
    ----------
    terms : list of str
        Of the columns of x, without the constant.
    x : (n, p) array
    factors : {term: names of its columns}
        What a term is the product of: variables, and categories as ``variable = category``.
    of : {predictor: its terms}
    y : (n,) array
        Numbers, or places of categories.
    levels : list of str
        The outcome's categories, in order; empty where it is a number.
    rows : Index
        The rows' labels.
    weights : (n,) array or None
        With mean 1.
    clusters : (n,) array of int, or None
    columns : {name: (n,) array}
        Variables and categories by themselves, as marginal effects need them.
    dummies, references : {variable: its categories but the reference}, {variable: the reference}
    notes : list of Note
    """

    outcome: str
    terms: list[str]
    x: Array
    factors: dict[str, tuple[str, ...]]
    of: dict[str, list[str]]
    y: Array
    levels: list[str]
    rows: pd.Index
    weights: Array | None
    clusters: Ints | None
    columns: dict[str, Array]
    dummies: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def n(self) -> int:
        """Rows used."""
        return len(self.y)

    @property
    def w(self) -> Array:
        """Weights, or ones."""
        return np.ones(self.n) if self.weights is None else self.weights

    def only(self, predictors: Iterable[str]) -> Design:
        """Return the design of some predictors."""
        kept = [term for name in predictors for term in self.of[name]]
        places = [self.terms.index(term) for term in kept]
        return replace(
            self, terms=kept, x=self.x[:, places], of={name: self.of[name] for name in predictors}, notes=[]
        )


def categories_of(categories: Categories) -> dict[str, Any]:
    """Return {variable: its reference, or its categories in order, or None}."""
    if isinstance(categories, Mapping):
        return {str(name): given for name, given in categories.items()}
    asked(categories=(categories, several(LABEL) if not isinstance(categories, Mapping) else MAPPING))
    return {str(name): None for name in categories}


def read_design(
    frame: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    kind: str,
    categories: Categories,
    cluster: str | pd.Series | None,
    weights: str | pd.Series | None,
) -> Design:
    """Return the complete rows as a design; every column that cannot be used is named, with a way out."""
    table = as_table(frame, "frame")
    table = table.set_axis([str(name) for name in table.columns], axis=1)
    declared = categories_of(categories)
    names = [str(name) for name in predictors]
    faults = Faults()
    with faults:
        used = _used(table, str(outcome), names, declared)
    faults.raise_all()
    given: dict[str, Array] = {}
    dummies: dict[str, list[str]] = {}
    notes: list[Note] = []
    gaps = np.zeros(len(table), dtype=bool)
    missing: dict[str, int] = {}
    raw: dict[str, tuple[Ints, list[str]]] = {}
    for name in used:
        with faults:
            if name in declared:
                place, levels = places_of_categories(table[name], name, declared[name])
                raw[name], empty = (place, levels), place < 0
            else:
                given[name] = numbers_of_column(table[name], name)
                empty = np.isnan(given[name])
            gaps |= empty
            missing[name] = int(empty.sum())
    y, levels = np.empty(0), list[str]()
    with faults:
        y, levels, empty = outcome_of(table[str(outcome)], str(outcome), kind, declared)
        gaps |= empty
        missing[str(outcome)] = int(empty.sum())
    w = places = None
    with faults:
        w, places, empty = respondents_of(table, weights, cluster)
        gaps |= empty
        missing["cluster"] = int(empty.sum())
    faults.raise_all()
    kept = ~gaps
    _refuse_empty(kept, missing)
    if gaps.any():
        told = "{count:,} of {every:,} rows lack a value and are not used: {names:5}"
        lacking = [name for name, count in missing.items() if count]
        notes.append(Note(told, count=int(gaps.sum()), every=len(table), names=lacking))
    columns = {name: x[kept] for name, x in given.items()}
    references: dict[str, str] = {}
    for name, (place, found) in raw.items():
        references[name] = dummies_of(name, place[kept], found, columns, dummies, notes)
    y, levels = levels_of(y[kept], levels, str(outcome), kind, notes)
    terms, parts, of = _terms(names, table, dummies)
    if not terms:
        raise FaultyInput("predictors", "is empty", "name at least one predictor")
    x = np.column_stack([np.prod([columns[one] for one in parts[term]], axis=0) for term in terms])
    if w is not None:
        w = w[kept] / w[kept].mean()
    return Design(
        str(outcome), terms, x, parts, of, y, levels, table.index[kept], w,
        None if places is None else np.unique(places[kept], return_inverse=True)[1], columns, dummies,
        references, notes,
    )  # fmt: skip


def split(name: str, known: Iterable[str]) -> list[str]:
    """Return the variables that a predictor is the product of; columns whose own names have colons are themselves."""
    known = set(known)
    if name in known or ":" not in name:
        return [name]
    parts, found = name.split(":"), []
    while parts:
        sizes = range(len(parts), 0, -1)
        size = next((size for size in sizes if ":".join(parts[:size]).strip() in known), 1)
        found.append(":".join(parts[:size]).strip())
        parts = parts[size:]
    return found


def _used(table: pd.DataFrame, outcome: str, names: list[str], declared: dict[str, Any]) -> list[str]:
    """Return the predictors' variables, each once; refuse names that are not there, and the outcome among them."""
    faults = Faults()
    known = list(table.columns)
    there = Text("there are: {known:20}", known=known)
    for name in sorted({name for name in known if known.count(name) > 1}):
        faults.append(Fault(name, "is named twice", "give each column a name of its own"))
    used = list(dict.fromkeys(part for name in names for part in split(name, known)))
    if CONSTANT in used:
        faults.append(Fault(CONSTANT, "is what the constant is called", "give the column another name"))
    for place, wanted in (("outcome", [outcome]), ("predictors", used), ("categories", list(declared))):
        for name in wanted:
            if name not in known:
                faults.append(Fault(place, "{name!r} is not a column", meant(name, known, there), name=name))
    if outcome in used:
        faults.append(Fault("predictors", "{name!r} is the outcome itself", "leave it out", name=outcome))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        faults.append(Fault("predictors", "named twice: {names:10}", "name each once", names=twice))
    faults.raise_all()
    return used


def _refuse_empty(kept: Bools, missing: dict[str, int]) -> None:
    if kept.any():
        return
    worst = sorted((name for name, count in missing.items() if count), key=lambda one: -missing[one])
    way = "leave out what is missing most: {names:5}"
    raise UnsuitableMethod("frame", "no row is complete", Text(way, names=worst) if worst else "give rows")


def _terms(
    names: list[str], table: pd.DataFrame, dummies: dict[str, list[str]]
) -> tuple[list[str], dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Return the terms of all predictors, what each is the product of, and which each predictor has."""
    parts: dict[str, tuple[str, ...]] = {}
    of: dict[str, list[str]] = {}
    for name in names:
        sides = [dummies.get(part, [part]) for part in split(name, table.columns)]
        of[name] = []
        for one in product(*sides):
            term = ":".join(one)
            parts[term] = one
            of[name].append(term)
    return list(parts), parts, of
