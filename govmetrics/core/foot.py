"""Rows of totals and averages in tables of units: a fault unless they are to be dropped or kept."""

from __future__ import annotations

from typing import Literal

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
    units = index if index.nlevels == 1 else index.get_level_values("unit")
    rows = np.flatnonzero(~named_totals(units))  # those are faults already
    periods = None if index.nlevels == 1 else _codes(index)[rows]
    streets = None if street is None else pd.factorize(street)[0][rows]
    found = {int(rows[row]): Total(total.what, tuple(rows[list(total.of)]))
             for row, total in computed_totals(values.iloc[rows], periods, streets).items()}  # fmt: skip
    if totals == "drop":
        kept[list(found)] = False
        return kept, [_dropped([place_of(index[row]) for row in found])] if found else [], []
    return kept, [], each(found.items(), lambda at: _no_unit(index, *at))


def _no_unit(index: pd.Index, row: int, total: Total) -> Fault:
    problem = "equals {what} of all other rows in every column"
    if total.of:
        problem = "equals {what} of these rows in every column: {names:5}"
    names = [place_of(index[other]) for other in total.of]
    return Fault(place_of(index[row]), problem, _WAY_OUT, what=_WORDS[total.what], names=names)


def _codes(index: pd.Index) -> np.ndarray:
    return np.asarray(pd.factorize(index.get_level_values("period"))[0], dtype=np.intp)


def _dropped(names: list[object]) -> Note:
    return Note("rows of totals or averages, left out: {names}", names=names)
