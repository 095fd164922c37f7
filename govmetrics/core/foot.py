"""Rows of totals and averages in tables of units: a fault unless they are to be dropped or kept."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.options import choice
from govmetrics.core.totals import Total, computed_totals, named_totals, total_faults
from govmetrics.core.words import Note, Text

Totals = Literal["refuse", "drop", "keep"]
TOTALS = choice("refuse", "drop", "keep")
_WAY_OUT = Text('say totals="drop" to leave such rows out, or totals="keep" if it is a unit')
_MARK = 'leave the row out, or say {table}.attrs["totals"] = "keep" if it is a unit'
_WORDS = {"sum": Text("the sum"), "mean": Text("the mean")}


def without_named(
    frame: pd.DataFrame, units: pd.Series | pd.Index, totals: Totals
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table without the rows that are called totals, where they are to be dropped, and a note that names them."""
    total = named_totals(units) if totals == "drop" else np.zeros(len(frame), dtype=bool)
    if not total.any():
        return frame, []
    return frame[~total], [_dropped(list(dict.fromkeys(units[total])))]


def named_faults(units: pd.Series | pd.Index, totals: Totals) -> list[Fault]:
    """Return a fault for every row that is called a total, unless they may stay."""
    return total_faults(pd.Index(units), _WAY_OUT) if totals == "refuse" else []


def without_computed(
    values: pd.DataFrame, index: pd.Index, totals: Totals, street: pd.Series | None = None
) -> tuple[np.ndarray, list[Note], list[Fault]]:
    """Return which rows stay, and notes or faults about those that are the sum or the mean of others."""
    kept = np.ones(len(values), dtype=bool)
    if totals == "keep" or not len(values):
        return kept, [], []
    found = _computed(values, index, street)
    if totals == "drop":
        kept[list(found)] = False
        return kept, [_dropped([place_of(index[row]) for row in found])] if found else [], []
    return kept, [], each(found.items(), lambda at: _no_unit(index, *at, _WAY_OUT))


def frame_faults(values: pd.DataFrame, given: Any, table: str) -> list[Fault]:
    """Return a fault for every row that is no unit, of a table given as a frame to a function without an option for it.

    Parameters
    ----------
    values : DataFrame of float
        Its numbers; rows are units, or units in periods.
    given : object
        What was given: a frame whose ``attrs["totals"]`` is "keep" has units only, as that of a `Dataset` has.
    table : str
        What the argument is called.
    """
    said = getattr(given, "attrs", {}).get("totals", "refuse")
    if said not in ("refuse", "keep"):
        problem, way_out = (
            'attrs["totals"] is {value!r}',
            'leave rows of totals out, or say "keep" where they are units',
        )
        return [Fault(table, problem, way_out, value=str(said)[:40])]
    if said == "keep":
        return []
    way_out = Text(_MARK, table=table)
    index = values.index
    found = _computed(values, index)
    named = total_faults(index.get_level_values(-1), way_out)
    return named + each(found.items(), lambda at: _no_unit(index, *at, way_out))


def _computed(values: pd.DataFrame, index: pd.Index, street: pd.Series | None = None) -> dict[int, Total]:
    """Return the rows that are the sum or the mean of others, but for those that are called so: they are told already."""
    named = named_totals(index.get_level_values(-1))
    rows = np.flatnonzero(~named)
    periods = None if index.nlevels == 1 else pd.factorize(index.get_level_values(0))[0][rows]
    streets = None if street is None else pd.factorize(street)[0][rows]
    found = computed_totals(values.iloc[rows] if named.any() else values, periods, streets)
    return {int(rows[row]): Total(total.what, tuple(rows[list(total.of)])) for row, total in found.items()}


def _no_unit(index: pd.Index, row: int, total: Total, way_out: Text) -> Fault:
    problem = "equals {what} of all other rows in every column"
    if total.of:
        problem = "equals {what} of these rows in every column: {names:5}"
    names = [place_of(index[other]) for other in total.of]
    return Fault(place_of(index[row]), problem, way_out, what=_WORDS[total.what], names=names)


def _dropped(names: list[object]) -> Note:
    return Note("rows of totals or averages, left out: {names}", names=names)
