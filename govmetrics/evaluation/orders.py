"""The order of categories in words, as a file says it: one order for every table, group and regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Fault, Survey, Text
from govmetrics.core.errors import Faults
from govmetrics.core.labels import categories, clean
from govmetrics.core.near import meant

Orders = Mapping[str, Sequence[Any]]


def with_orders(survey: Survey, orders: Orders) -> Survey:
    """Return a survey whose group columns have the order of their categories.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> people = pd.DataFrame({"age": ["old", "young"]})
    >>> survey = Survey(IndicatorTree.from_groups({"A": ["t1"]}), pd.DataFrame({"t1": [1, 2]}), by=people)
    >>> with_orders(survey, {"age": ["young", "middle", "old"]}).by["age"].cat.categories.tolist()
    ['young', 'middle', 'old']
    """
    return replace(survey, by=in_order(survey.by, orders)) if orders else survey


def in_order(frame: pd.DataFrame, orders: Orders) -> pd.DataFrame:
    """Return a frame whose columns have the order of their categories; every name that is wrong is told at its key.

    Raises
    ------
    FaultyInput
        Columns that there are not, that of the periods, categories that an order lacks or has twice.
    """
    faults, found = Faults(), {}
    known = list(map(str, frame.columns))
    there = Text("columns are: {columns:30}", columns=known)
    for name, order in orders.items():
        place = f"orders.{name}"
        if name not in known:
            faults.append(Fault(place, "is not a column", meant(name, known, there)))
        elif name in ("period", "unit"):
            problem, way_out = "periods and units have an order of their own", "leave it out here"
            faults.append(Fault(place, problem, way_out))
        else:
            with faults:
                found[name] = _ordered(frame[name], order, place)
    faults.raise_all()
    return frame.assign(**found)


def _ordered(column: pd.Series, order: Sequence[Any], place: str) -> pd.Series:
    """Return a column as an ordered categorical; texts and numbers that are written alike are the same."""
    column = categories(column)
    own = {_written(label): label for label in column.dropna().unique()}
    wanted = [_written(clean(label)) for label in order]
    faults = Faults()
    twice = [label for label in dict.fromkeys(wanted) if wanted.count(label) > 1]
    if twice:
        faults.append(Fault(place, "names twice: {names:10}", "name each category once", names=twice))
    if left := [label for label in own if label not in wanted]:
        faults.append(Fault(place, "lacks: {names:10}", "name every category, from low to high", names=left))
    faults.raise_all()
    kept = [own.get(label, label) for label in wanted]
    read = column.astype(object).map(lambda label: own[_written(label)], na_action="ignore")
    return read.astype(pd.CategoricalDtype(kept, ordered=True))


def _written(label: Any) -> str:
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)
