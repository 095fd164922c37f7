"""Columns of a regression as numbers, places of categories and products; what each cannot be read as."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import labels as names_of
from govmetrics.core.checks import floats_of
from govmetrics.core.errors import Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.respondent_weights import aligned, as_weights
from govmetrics.core.within import HUGE
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools, Ints

_AS_NUMBERS = "code it as numbers"


_AS_ORDERED = (
    'code it as numbers, or use kind="ordered" with its categories from low to high: '
    'categories={{{name!r}: ["…", "…"]}}'
)


def numbers_of_column(column: pd.Series, name: str, way: Text | None = None) -> Array:
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


def places_of_categories(column: pd.Series, name: str, given: Any) -> tuple[Ints, list[str]]:
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


def outcome_of(
    column: pd.Series, name: str, kind: str, declared: dict[str, Any]
) -> tuple[Array, list[str], Bools]:
    """Return the outcome as numbers or places, its categories, and where it is missing."""
    if kind in ("linear", "tobit"):
        y = numbers_of_column(
            column, name, Text(_AS_ORDERED, name=name) if kind == "linear" else Text(_AS_NUMBERS)
        )
        return y, [], np.isnan(y)
    ordered = isinstance(column.dtype, pd.CategoricalDtype) and bool(column.cat.ordered)
    given = declared.get(name)
    if not ordered and (name not in declared or (kind == "ordered" and not isinstance(given, list | tuple))):
        x, wrong = floats_of(column.to_frame())
        if wrong.any():
            said = str({name: places_of_categories(column, name, None)[1][:30]})
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
    place, levels = places_of_categories(column, name, declared.get(name))
    return place.astype(float), levels, place < 0


def levels_of(
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


def respondents_of(
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


def dummies_of(
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
