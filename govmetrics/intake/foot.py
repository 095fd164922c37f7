"""Rows of totals and averages in records: a fault unless they are to be dropped or kept."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.totals import computed_totals, named_totals
from govmetrics.core.words import Note, Text

Totals = Literal["refuse", "drop", "keep"]
_WAY_OUT = Text('say totals="drop" to leave such rows out, or totals="keep" if it is a unit')
_WORDS = {"sum": Text("the sum"), "mean": Text("the mean")}


def without_named(frame: pd.DataFrame, totals: Totals) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table without the rows that are called totals, where they are to be dropped, and a note that names them."""
    total = named_totals(frame["unit"]) if totals == "drop" else np.zeros(len(frame), dtype=bool)
    if not total.any():
        return frame, []
    return frame[~total], [_dropped(list(dict.fromkeys(frame["unit"][total])))]


def named_faults(frame: pd.DataFrame, totals: Totals) -> list[Fault]:
    """Return a fault for every row that is called a total, unless they may stay."""
    if totals != "refuse":
        return []
    found = dict.fromkeys(frame["unit"][named_totals(frame["unit"])])
    return each(found, lambda name: Fault(str(name), "is a row of totals or averages, not a unit", _WAY_OUT))


def without_computed(
    values: pd.DataFrame, index: pd.Index, totals: Totals
) -> tuple[np.ndarray, list[Note], list[Fault]]:
    """Return which rows stay, and notes or faults about those that are the sum or the mean of all others."""
    kept = np.ones(len(values), dtype=bool)
    if totals == "keep" or not len(values):
        return kept, [], []
    found = computed_totals(values, None if index.nlevels == 1 else _codes(index))
    if totals == "drop":
        kept[list(found)] = False
        return kept, [_dropped([place_of(index[row]) for row in found])] if found else [], []
    problem = "equals {what} of all other rows in every column"
    return kept, [], each(found.items(), lambda at: Fault(place_of(index[at[0]]), problem, _WAY_OUT,
                                                          what=_WORDS[at[1]]))  # fmt: skip


def _codes(index: pd.Index) -> np.ndarray:
    return np.asarray(pd.factorize(index.get_level_values("period"))[0], dtype=np.intp)


def _dropped(names: list[object]) -> Note:
    return Note("rows of totals or averages, left out: {names}", names=names)
