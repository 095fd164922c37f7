"""Columns of a table as a regression's design: numbers, declared categories, products; complete rows by label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import labels as names_of
from govmetrics.core.checks import floats_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, MAPPING, asked, several
from govmetrics.core.respondent_weights import aligned, as_weights
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.psychometrics._frames import HUGE, as_table

CONSTANT = "constant"
SAME = 1e-9
"""A standardised column whose rest is smaller than this, given the columns before it, holds nothing of its own."""

_SMALL = 1e-70
"""Beyond it, or its inverse, squares of coefficients would leave the range of floats."""

_AS_NUMBERS = "code it as numbers"
_AS_ORDERED = (
    'code it as numbers, or use kind="ordered" with its categories from low to high: '
    'categories={{{name!r}: ["…", "…"]}}'
)

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
                place, levels = _categories(table[name], name, declared[name])
                raw[name], empty = (place, levels), place < 0
            else:
                given[name] = _numbers(table[name], name)
                empty = np.isnan(given[name])
            gaps |= empty
            missing[name] = int(empty.sum())
    y, levels = np.empty(0), list[str]()
    with faults:
        y, levels, empty = _outcome(table[str(outcome)], str(outcome), kind, declared)
        gaps |= empty
        missing[str(outcome)] = int(empty.sum())
    w = places = None
    with faults:
        w, places, empty = _respondents(table, weights, cluster)
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
        references[name] = _dummies(name, place[kept], found, columns, dummies, notes)
    y, levels = _levels(y[kept], levels, str(outcome), kind, notes)
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


def _numbers(column: pd.Series, name: str, way: Text | None = None) -> Array:
    x, wrong = floats_of(column.to_frame())
    if wrong.any():
        odd = column[wrong[:, 0]].iloc[0]
        way = way or Text("code it as numbers, or declare it: categories=[{name!r}]", name=name)
        raise FaultyInput(name, "holds {value!r}, which is no number", way, value=str(odd))
    values: Array = x[:, 0]
    with np.errstate(invalid="ignore"):
        if (np.abs(values) >= HUGE).any():
            raise FaultyInput(
                name, "has answers that are infinite or beyond 1e100", "declare them as missing"
            )
    return values


def _categories(column: pd.Series, name: str, given: Any) -> tuple[Ints, list[str]]:
    """Return the place of each row's category, -1 for none, and the categories in order."""
    column = names_of.categories(column)
    if isinstance(column.dtype, pd.CategoricalDtype):
        found = [str(one) for one in column.cat.categories]
        place = column.cat.codes.to_numpy().astype(np.intp)
    else:
        text = column.map(_written, na_action="ignore")
        present = column.dropna().unique().tolist()
        try:
            present = sorted(present)
        except TypeError:
            present = sorted(present, key=str)
        found = list(dict.fromkeys(_written(one) for one in present))
        place = text.map({one: at for at, one in enumerate(found)}).fillna(-1).to_numpy().astype(np.intp)
    if given is None:
        return place, found
    ordered = isinstance(given, list | tuple)
    wanted = [_written(names_of.clean(one)) for one in (given if ordered else [given])]
    unknown = [one for one in wanted if one not in found]
    if unknown:
        there = Text("there are: {known:20}", known=found)
        raise FaultyInput(
            "categories", "{variable} has no category {names:5}", there, variable=name, names=unknown
        )
    left = [one for one in found if one not in wanted]
    if ordered and left:
        way = "name all of them in their order"
        raise FaultyInput(
            "categories", "{variable}: not named are {names:10}", way, variable=name, names=left
        )
    order = [*wanted, *left]
    turned = np.array([order.index(one) for one in found], dtype=np.intp)
    return np.where(place < 0, -1, turned[place]), order


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _written(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _outcome(
    column: pd.Series, name: str, kind: str, declared: dict[str, Any]
) -> tuple[Array, list[str], Bools]:
    """Return the outcome as numbers or places, its categories, and where it is missing."""
    if kind in ("linear", "tobit"):
        y = _numbers(column, name, Text(_AS_ORDERED, name=name) if kind == "linear" else Text(_AS_NUMBERS))
        return y, [], np.isnan(y)
    ordered = isinstance(column.dtype, pd.CategoricalDtype) and bool(column.cat.ordered)
    given = declared.get(name)
    if not ordered and (name not in declared or (kind == "ordered" and not isinstance(given, list | tuple))):
        x, wrong = floats_of(column.to_frame())
        if wrong.any():
            said = str({name: _categories(column, name, None)[1][:30]})
            way = Text(
                "name all from low to high in `categories`, in this form but in the right order: {said}",
                said=said,
            )
            raise FaultyInput(name, "holds words without an order", way)
        values = x[:, 0]
        found = np.unique(values[~np.isnan(values)])
        place = np.searchsorted(found, values).astype(float)
        place[np.isnan(values)] = np.nan
        return place, [_written(float(one)) for one in found], np.isnan(values)
    place, levels = _categories(column, name, declared.get(name))
    return place.astype(float), levels, place < 0


def _levels(
    y: Array, levels: list[str], outcome: str, kind: str, notes: list[Note]
) -> tuple[Array, list[str]]:
    """Return places among the categories that have rows; refuse an outcome that does not suit the kind."""
    if kind in ("linear", "tobit"):
        return y, []
    found, place = np.unique(y.astype(np.intp), return_inverse=True)
    kept = [levels[one] for one in found]
    empty = [one for one in levels if one not in kept]
    if empty:
        notes.append(Note("{outcome}: nobody is in {names:10}", outcome=outcome, names=empty))
    if len(kept) < 2:
        problem = "all rows used are {name}"
        raise UnsuitableMethod(outcome, problem, "an outcome must vary", name=kept[0])
    if kind == "logit" and len(kept) > 2:
        way = 'use kind="ordered" where they have an order; otherwise make one of them 1 and all others 0'
        raise UnsuitableMethod(outcome, "has {count} values: {names:5}", way, count=len(kept), names=kept)
    if kind == "ordered" and len(kept) == 2:
        raise UnsuitableMethod(outcome, "has two categories", 'use kind="logit"')
    if kind == "ordered" and len(kept) > 30:
        way = 'use kind="linear", or put categories together'
        raise UnsuitableMethod(outcome, "has {count} values", way, count=len(kept))
    if kind == "ordered" and not all(map(_is_number, kept)):
        notes.append(Note("{outcome}, from low to high: {levels:30}", outcome=outcome, levels=kept))
    if kind == "logit":
        notes.append(Note("what is modelled: {outcome} = {level}", outcome=outcome, level=kept[1]))
    return place.astype(float), kept


def _respondents(
    table: pd.DataFrame, weights: str | pd.Series | None, cluster: str | pd.Series | None
) -> tuple[Array | None, Ints | None, Bools]:
    """Return design weights and clusters by label, and the rows that have no cluster."""
    faults = Faults()
    w = places = None
    empty = np.zeros(len(table), dtype=bool)
    with faults:
        if weights is not None:
            way = "give the name of a column, or a Series under the frame's index"
            w, wrong = as_weights(_beside(table, weights, "weights", way), "weights")
            Faults(wrong).raise_all()
    with faults:
        if cluster is not None:
            way = "give the name of a column, or a Series under the frame's index"
            series = _beside(table, cluster, "cluster", way)
            try:
                codes, _ = pd.factorize(names_of.categories(series))
            except TypeError:
                raise FaultyInput("cluster", "some are neither text nor numbers", "name each group") from None
            places, empty = codes, codes < 0
    faults.raise_all()
    return w, places, empty


def _beside(table: pd.DataFrame, given: Any, what: str, way: str) -> pd.Series:
    if isinstance(given, str) and given in table.columns:
        return table[given]
    series = aligned(given, table.index)
    if series is None:
        raise FaultyInput(what, "is neither a column nor under the frame's index", way)
    return series


def _refuse_empty(kept: Bools, missing: dict[str, int]) -> None:
    if kept.any():
        return
    worst = sorted((name for name, count in missing.items() if count), key=lambda one: -missing[one])
    way = "leave out what is missing most: {names:5}"
    raise UnsuitableMethod("frame", "no row is complete", Text(way, names=worst) if worst else "give rows")


def _dummies(
    name: str, place: Ints, levels: list[str], columns: dict[str, Array],
    dummies: dict[str, list[str]], notes: list[Note],
) -> str:  # fmt: skip
    """Put a column of 0 and 1 for each category but the reference, and return what that is called."""
    there = [at for at in range(len(levels)) if (place == at).any()]
    empty = [levels[at] for at in range(len(levels)) if at not in there]
    if empty:
        notes.append(Note("{outcome}: nobody is in {names:10}", outcome=name, names=empty))
    if len(there) < 2:
        raise UnsuitableMethod(
            name, "has one category only: {names}", "leave it out", names=[levels[at] for at in there]
        )
    notes.append(Note("{variable}: compared with {reference}", variable=name, reference=levels[there[0]]))
    dummies[name] = []
    for at in there[1:]:
        key = f"{name} = {levels[at]}"
        columns[key] = (place == at).astype(float)
        dummies[name].append(key)
    return f"{name} = {levels[there[0]]}"


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


def refuse_unusable(design: Design) -> None:
    """Refuse constant columns, columns that follow from others, and more coefficients than rows, naming them."""
    faults = Faults()
    x, w = design.x, design.w
    spread = np.ptp(x, axis=0)
    flat = spread <= 1e-13 * np.maximum(np.abs(x).max(axis=0), 1e-300)
    faults += [
        Fault(design.terms[at], "is the same in all rows used", "leave it out") for at in np.flatnonzero(flat)
    ]
    if not design.levels and np.ptp(design.y) <= 1e-13 * max(float(np.abs(design.y).max()), 1e-300):
        faults.append(Fault(design.outcome, "is the same in all rows used", "an outcome must vary"))
    far = [(term, float(np.abs(x[:, at]).max())) for at, term in enumerate(design.terms)]
    far += [] if design.levels else [(design.outcome, float(np.abs(design.y).max()))]
    faults += [
        Fault(name, "holds values of the size of {size:.0e}", "give it in other units", size=size)
        for name, size in far
        if size and not _SMALL < size < 1 / _SMALL
    ]
    faults.raise_all(UnsuitableMethod)
    k = x.shape[1] + max(1, len(design.levels) - 1)
    if design.n <= k:
        problem = "{n:# complete row|# complete rows} for {count} coefficients"
        raise UnsuitableMethod(
            "predictors", problem, "use fewer predictors, or collect more rows", n=design.n, count=k
        )
    sets = collinear(design.terms, standardised(x, w)[0])
    way = "leave one of them out"
    Faults(Fault("predictors", "follow from each other: {names}", way, names=one) for one in sets).raise_all(
        UnsuitableMethod
    )


def standardised(x: Array, w: Array) -> tuple[Array, Array, Array]:
    """Return columns with weighted mean 0 and standard deviation 1, and both."""
    share = w / w.sum()
    size = np.maximum(np.abs(x).max(axis=0), 1e-300)
    scaled = x / size  # so that no square leaves the range of floats
    mean = share @ scaled
    deviation = np.sqrt(share @ (scaled - mean) ** 2)
    flat = deviation < 1e-14  # what rounding leaves of a constant
    deviation = np.where(flat, 1.0, deviation)
    z: Array = np.where(flat, 0.0, (scaled - mean) / deviation)
    return z, mean * size, deviation * size


def collinear(terms: list[str], z: Array) -> list[list[str]]:
    """Return the sets of columns of `z` (standardised) that follow from each other."""
    kept: list[int] = []
    sets: list[list[str]] = []
    root = np.sqrt(len(z))
    triangle: Array = np.linalg.qr(z)[1]
    for at in range(z.shape[1]):
        column = triangle[:, at]
        share = np.linalg.lstsq(triangle[:, kept], column, rcond=None)[0] if kept else np.empty(0)
        rest = column - triangle[:, kept] @ share
        if np.linalg.norm(rest) > SAME * root:
            kept.append(at)
        else:
            part = [kept[j] for j in np.flatnonzero(np.abs(share) > 1e-6)]
            sets.append([terms[j] for j in [*part, at]])
    return sets
