"""What importance-performance analysis is given, as tables of numbers; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from govmetrics.core import Fault, Scaled, Survey
from govmetrics.core.errors import Faults, each
from govmetrics.core.labels import clean
from govmetrics.core.near import codes, meant
from govmetrics.core.options import instance, optional, wanted
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text
from govmetrics.diagnosis.common import number_faults
from govmetrics.numerics.arrays import Array

Performance = pd.DataFrame | Survey | Scaled
Stated = pd.DataFrame | Survey | pd.Series | Mapping[str, float]
_GIVE = Text("give a labelled table of numbers")
_TABLE, _TABLE_OR_COLUMN = instance(pd.DataFrame, _GIVE), optional(instance(pd.DataFrame | pd.Series, _GIVE))
_OUTCOME = optional(instance(pd.Series | str, _GIVE))


class Tables(NamedTuple):
    """Ratings of performance, stated importance or an outcome, and the survey's design weights."""

    performance: pd.DataFrame
    importance: pd.DataFrame | pd.Series | None
    outcome: pd.Series | None
    weights: Array | None


def tables(
    performance: Performance, importance: Stated | None, outcome: pd.Series | str | None, faults: Faults
) -> Tables:
    """Return the tables; everything that is wrong with them is raised together with `faults`."""
    if (importance is None) == (outcome is None):
        way_out = "give stated `importance`, or an `outcome` to derive it from, not both"
        faults.append(Fault("importance", "is given twice or not at all", way_out))
    given = {"performance": performance, "importance": importance, "outcome": outcome}
    if odd := [fault for place, one in given.items() for fault in within_faults(place, one, numbers=True)]:
        faults += odd
        faults.raise_all()
    weight = performance.weight if isinstance(performance, Survey) else None
    items, stated = _plain(performance), _plain(importance)
    known = _names(performance, items)
    if known:
        stated = _called(stated, known)
        outcome = _called(outcome, known) if isinstance(outcome, str) else outcome
    faults += wanted(
        performance=(items, _TABLE), importance=(stated, _TABLE_OR_COLUMN), outcome=(outcome, _OUTCOME)
    )
    if isinstance(items, pd.DataFrame):
        if isinstance(outcome, str):
            items, outcome = _item(items, outcome, faults)
        faults += _number_faults("performance", items) + _unlike(items, stated, outcome, known)
    for what, table in (("importance", stated), ("outcome", outcome)):
        if isinstance(table, pd.DataFrame | pd.Series):
            faults += _number_faults(what, table)
    faults.raise_all()
    assert not isinstance(outcome, str)
    return Tables(
        items.astype(float),
        None if stated is None else stated.astype(float),
        None if outcome is None else outcome.astype(float),
        None if weight is None else weight.to_numpy(dtype=float),
    )


def _plain(given: Any) -> Any:
    """Return a survey's directed answers, scaled values, or a mapping as plain tables."""
    if isinstance(given, Survey):
        return given.favourable()
    if isinstance(given, Scaled):
        return given.values
    return pd.Series(given) if isinstance(given, Mapping) else given


def _names(performance: Any, items: Any) -> dict[str, Any]:
    """Return the items by what they may be called: their own labels; indicators also by their names."""
    if not isinstance(items, pd.DataFrame):
        return {}
    own = {str(label): label for label in items.columns}
    return (codes(performance.tree) if isinstance(performance, Scaled) else {}) | own


def _called(given: Any, known: Mapping[str, Any]) -> Any:
    """Return a name, or a table under the items' own labels; what is no item stays as it is.

    Capitals and blanks aside, as in every heading; and a label of digits is the same as the number that a file has.
    """
    written: dict[str, Any] = {}
    for name, item in known.items():
        written.setdefault(str(clean(name)).casefold(), item)

    def own(label: Any) -> Any:
        return known.get(str(label), written.get(str(clean(str(label))).casefold(), label))

    if isinstance(given, pd.DataFrame):
        return given.set_axis([own(label) for label in given.columns], axis=1)
    if isinstance(given, pd.Series):
        return given.set_axis([own(label) for label in given.index])
    return own(given) if isinstance(given, str) else given


def _item(items: pd.DataFrame, name: str, faults: Faults) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the items without the one that is the outcome, and that one."""
    place = list(items.columns)
    if place.count(name) == 1:
        return items.drop(columns=name), items[name]
    problem = "{name!r} is no item" if name not in place else "{name!r} is more than one item"
    faults.append(Fault("outcome", problem, "items are: {items}", name=name, items=place))
    return items, None


def _unlike(items: pd.DataFrame, stated: object, outcome: object, known: Mapping[str, Any]) -> list[Fault]:
    """Return items that only one of performance and stated importance has, and tables of other rows."""
    if items.empty:
        return []
    faults = []
    if isinstance(stated, pd.DataFrame | pd.Series):
        given = stated.index if isinstance(stated, pd.Series) else stated.columns
        bare, strange = [c for c in items if c not in given], [c for c in given if c not in items]
        there = Text("items are: {items}", items=list(items.columns))
        faults = each(bare, lambda c: Fault(f"importance, {c}", "is not stated", "say how important it is"))
        faults += each(
            strange,
            lambda c: Fault(f"importance, {c}", "is no item of performance", meant(c, known, there)),
        )
    by_row = {"importance": stated if isinstance(stated, pd.DataFrame) else None, "outcome": outcome}
    return faults + [
        Fault(what, "has other rows than performance", "use the same respondents in order")
        for what, table in by_row.items()
        if isinstance(table, pd.DataFrame | pd.Series) and not table.index.equals(items.index)
    ]


def _number_faults(what: str, table: pd.DataFrame | pd.Series) -> list[Fault]:
    """Return cells that are not numbers, columns without any, and items that occur twice."""
    if table.empty:
        return [Fault(what, "is empty", "give rows and items")]
    if isinstance(table, pd.Series):
        if what == "outcome":
            return number_faults(table.to_frame(what)) or _bare("", table.to_frame(what))
        table = pd.DataFrame([table.to_numpy()], index=[""], columns=table.index)  # a number per item
    twice = table.columns[table.columns.duplicated()].unique()
    faults = each(twice, lambda c: Fault(f"{what}, {c}", "occurs more than once", "keep one each"))
    return faults + _bare(f"{what}, ", table) + number_faults(table, what)


def _bare(before: str, table: pd.DataFrame) -> list[Fault]:
    empty = table.columns[table.isna().all().to_numpy()]
    return each(empty, lambda c: Fault(f"{before}{c}", "has no values", "give them, or leave the item out"))
