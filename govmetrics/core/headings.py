"""Small tables that people fill in: columns found by their headings, in either language."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.labels import clean, no_value
from govmetrics.core.language import Both
from govmetrics.core.nodes import Node, label
from govmetrics.core.options import shown
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import plain_text, read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import LANGUAGES, Label, Text, say

NAMED = "name in the tree"
"""The key of a column of names that stand beside the codes."""
Headings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Form:
    """Where a filled-in table stands.

    Parameters
    ----------
    sheet : str
        Of the workbook; empty where there is none.
    headings : mapping of key to str
        What its columns are headed.

    Examples
    --------
    >>> str(Form("Costs", {"cost": "cost of one unit"}).place(7, "cost"))
    'sheet Costs, row 7, cost of one unit'
    """

    sheet: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    def called(self, key: str) -> str:
        """Return what the column of a key is headed; the key itself where there is no such column."""
        return self.headings.get(key, key)

    def place(self, row: Any, key: str = "") -> Text:
        """Return the place of a row, or of its cell under the column of a key."""
        where = Text("row {row}", row=row)
        if key:
            where = Text("row {row}, {key}", row=row, key=self.called(key))
        return Text("sheet {sheet}, {where}", sheet=self.sheet, where=where) if self.sheet else where


def form_of(table: pd.DataFrame) -> Form:
    """Return where a table of `form_table` stands."""
    form: Form = table.attrs.get("form", Form())
    return form


def form_table(
    source: Any,
    headings: Headings,
    needed: Sequence[str],
    given: Sequence[str] = (),
    beside: Sequence[str] = (),
    sheet: str | int = 0,
) -> pd.DataFrame:
    """Return a filled-in table under the keys of `headings`; rows without any entry are left out.

    Parameters
    ----------
    source : path or DataFrame
        What was filled in.
    headings : mapping of key to sequence of str
        What a column may be headed beside its key, capitals aside.
    needed : sequence of str
        Keys without which the table says nothing.
    given : sequence of str
        Keys that the blank form has filled in already: with nothing else it is not filled in.
    beside : sequence of str
        What columns are headed that only explain; they are not read.

    sheet : str or int
        Which sheet of a workbook.

    Returns
    -------
    DataFrame
        Only the columns that are known; the index counts rows as a spreadsheet does, the heading being row 1. `form_of`
        tells where it stands.

    Raises
    ------
    FaultyInput
        Columns missing, twice, or not known; no filled-in row: all at once.
    """
    if not isinstance(source, str | os.PathLike | pd.DataFrame):
        raise FaultyInput("source", "is {value}", "give a path or a DataFrame", value=shown(source))
    table = source if isinstance(source, pd.DataFrame) else read_table(Path(source), sheet)
    place = "" if isinstance(source, pd.DataFrame) else Path(source).name
    explain = {say(word, language).lower() for word in beside for language in LANGUAGES}
    table = table.loc[:, [str(clean(str(column))).lower() not in explain for column in table.columns]]
    known = {word.lower(): key for key, words in headings.items() for word in (key, *words)}
    keys = [known.get(str(clean(str(column))).lower()) for column in table.columns]
    faults = [
        Fault(place, "{column!r} is not a column of this form", "the columns are: {known}", column=str(column),
              known=[_called(key, headings) for key in headings])
        for column, key in zip(table.columns, keys, strict=True)
        if key is None
    ]  # fmt: skip
    faults += [
        Fault(place, "the column {key} is missing", "use the form", key=_called(key, headings))
        for key in needed
        if key not in keys
    ]
    twice = sorted({key for key in keys if key is not None and keys.count(key) > 1})
    faults += [
        Fault(place, "has two columns for {key}", "keep one of them", key=_called(key, headings))
        for key in twice
    ]
    Faults(faults).raise_all()
    asked = [str(c) for c, key in zip(table.columns, keys, strict=True) if key not in given]
    headed = {key: str(c) for c, key in zip(table.columns, keys, strict=True) if key is not None}
    rows = range(2, len(table) + 2) if isinstance(source, pd.DataFrame) else table.index + 2
    table = table.set_axis(keys, axis=1).set_axis(rows, axis=0)
    table = table[[key for key in headings if key in keys]]
    refuse_within(place, table)
    blank = table.map(lambda cell: cell is None or cell is pd.NA or str(cell).strip() in ("", "nan"))
    filled = table[~blank.all(axis=1)]
    if blank.drop(columns=[key for key in given if key in blank]).all(axis=None):
        way_out = "fill in at least one row: {columns:8}"
        raise FaultyInput(place, "no row is filled in", way_out, columns=asked)
    found = filled.mask(blank.loc[filled.index])
    found.attrs["form"] = Form(_sheet(source, sheet), headed)
    return found


def _sheet(source: Any, sheet: str | int) -> str:
    """Return the name of the sheet that is read; empty where the source has none."""
    if isinstance(sheet, str) or isinstance(source, pd.DataFrame):
        return "" if isinstance(source, pd.DataFrame) else str(sheet)
    return next(iter([*sheets_of(Path(source))][sheet:]), "")


def _called(key: str, headings: Headings) -> Label:
    """Return what a column is called in both languages: its key, and the first of its Chinese headings."""
    return Label(key, next((word for word in headings[key] if not word.isascii()), key))


def name_faults(table: pd.DataFrame, codes: Sequence[str], tree: IndicatorTree) -> list[Fault]:
    """Return a fault for every row whose name is not that of its code in the tree: the form is of another tree.

    Parameters
    ----------
    table : DataFrame
        Of `form_table`, names under `name`; without them nothing is looked at.
    codes : sequence of str
        Of the rows.
    tree : IndicatorTree
        What the codes mean.
    """
    if NAMED not in table:
        return []
    faults, form = [], form_of(table)
    for row, code, cell in zip(table.index, codes, table[NAMED], strict=True):
        if code in tree:
            faults += name_fault(form.place(row, NAMED), cell, tree[code])
    return faults


def name_fault(place: str, cell: Any, node: Node) -> list[Fault]:
    """Return the fault of a name beside a node's code that is not its own; of an empty cell none."""
    text = "" if no_value(cell) else str(clean(plain_text(str(cell)))).casefold()
    if not text or text in {str(clean(name)).casefold() for name in _names(node)}:
        return []
    problem = "is called {name!r}, and in the tree {code} is {other}"
    way_out = "use a form written from this tree, or correct code or name"
    return [Fault(place, problem, way_out, name=str(cell), code=node.code, other=label(node))]


def _names(node: Node) -> list[str]:
    names = [node.name] if isinstance(node.name, str) else list(node.name.values())
    return [node.code, *names, *(node.label(language) for language in get_args(Both))]
