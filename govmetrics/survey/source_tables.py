"""A survey's file or frame as a table: one row per respondent, metadata under our names, weights."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import PERIODS, STREETS, UNITS, by_cell, clean, natural
from govmetrics.core.merged import filled_down, without_covered
from govmetrics.core.numbers import Decimal, numbers
from govmetrics.core.remarks import above_remarks, is_remark
from govmetrics.core.respondent_weights import aligned, weights_held, whose
from govmetrics.core.sheets import Sheet, filled, one_sheet, under_header
from govmetrics.core.tables import read_table
from govmetrics.core.totals import is_total
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.survey import qualtrics, wenjuanxing
from govmetrics.survey.columns import By, item_names, item_of
from govmetrics.survey.margins import known_columns
from govmetrics.survey.spss import read_spss

_COUNT = re.compile(r"\s*[nN]\s*[=＝]\s*\d+\s*")
"""How many there are, below a table."""


class Source(NamedTuple):
    """A table as read, the columns' labels where the file has them (SPSS), what was done, and columns that repeat."""

    frame: pd.DataFrame
    labels: dict[Any, str]
    notes: list[Note]
    faults: Faults


def table_of(
    source: str | Path | pd.DataFrame,
    tree: IndicatorTree,
    decimal: Decimal | None,
    sheets: str | None,
    by: By = None,
) -> Source:
    """Return the table of a frame, or of a file the one below the header that names the items."""
    if isinstance(source, pd.DataFrame):
        if sheets is not None:
            raise FaultyInput("sheets", "only a workbook has sheets", "leave it out")
        refuse_within("source", source, halves=False)
        if source.empty:
            way = "give one row for each respondent"
            raise FaultyInput("source", "the table has no rows or no columns", way)
        twice = source.columns[source.columns.duplicated()].unique()
        way = "give every column its own heading"
        faults = Faults(Fault(Text("column {c!r}", c=str(c)), "occurs more than once", way) for c in twice)
        frame, texts, exported = qualtrics.without_texts(source.loc[:, ~source.columns.duplicated()].copy())
        return Source(frame, texts, exported, faults)
    notes: list[Note] = []
    if isinstance(source, str | os.PathLike) and Path(source).suffix.lower() == ".sav":
        frame, labels = read_spss(Path(source))
    elif isinstance(source, str | os.PathLike):
        (frame, notes), labels = _answers_in(Path(source), tree, decimal, sheets, by), {}
    else:
        frame, labels = read_table(source), {}
    frame, texts, exported = qualtrics.without_texts(frame)
    labels, notes = labels | texts, [*exported, *notes]
    numbered = pd.RangeIndex(1, len(frame) + 1, name="respondent")
    return Source(frame.set_axis(numbered), labels, notes, Faults())


def _answers_in(
    path: Path, tree: IndicatorTree, decimal: Decimal | None, sheets: str | None, by: By
) -> Sheet:
    """Return the table of a file with answers; of a workbook that of the sheet that has some."""
    names = item_names(tree)

    def read(title: str | int) -> Sheet:
        table = read_table(path, title, decimal=decimal, covered=True)
        frame, notes = under_header(table, lambda cell: item_of(cell, names))
        # remarks and totals below have cells of their own
        frame, feet = without_feet(frame, tree, by)
        frame, told = without_covered(
            frame, None, lambda head: item_of(head, names), lambda head: _groups(head, by)
        )
        frame, down = filled_down(frame, [head for head in frame.columns if _merges(head, by)])
        return frame, [*notes, *feet, *told, *down]

    def holds(frame: pd.DataFrame) -> bool:
        items = [place for place, head in enumerate(frame.columns) if item_of(head, names) is not None]
        return bool(frame.iloc[:, items].notna().any(axis=None))

    several = "several sheets have answers to the tree's items: {names}"
    way_out = 'name the one to read: sheets="{name}"; waves are put below each other in one sheet, with a column of the wave'
    return one_sheet(path, sheets, read, holds, several, way_out)


def without_feet(frame: pd.DataFrame, tree: IndicatorTree, by: By) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table without remarks below it, and without rows that begin as totals do: they are no respondents.

    What stands in a column of groups is judged with the groups.
    """
    names = item_names(tree)
    items = [head for head in frame.columns if item_of(head, names) is not None]
    frame, notes = above_remarks(frame, items, lambda cell: None if is_remark(cell) else cell)
    others = [head for head in frame.columns if head not in items and str(head) not in _titles(by)]
    if not others:
        return frame, notes
    named = pd.concat([by_cell(frame[head], _ends_table, False) for head in others], axis="columns").astype(
        bool
    )
    maybe = frame.loc[named.any(axis="columns").to_numpy(), others].astype(object)
    first = maybe.where(maybe.map(filled), None).bfill(axis="columns").iloc[:, 0]
    total = first.map(_ends_table).astype(bool).reindex(frame.index, fill_value=False)
    if not total.any() or total.all():
        return frame, notes
    left = Note(
        "rows of totals are no respondents, and are left out: {names:10}",
        names=list(first[first.map(_ends_table)]),
    )
    return frame[~total], [*notes, left]


def _ends_table(cell: Any) -> bool:
    """Tell whether a cell is what a row of totals, or of how many there are, begins with."""
    return isinstance(cell, str) and (is_total(cell) or bool(_COUNT.fullmatch(cell)))


def _titles(by: By) -> list[str]:
    """Return the titles of the columns of groups, those of the unit first."""
    return list(map(str, _flat(list(by.values()) if isinstance(by, Mapping) else by)))


def _groups(head: Any, by: By) -> bool:
    """Tell whether a column groups respondents."""
    return str(head) in _titles(by) or str(clean(head)).casefold() in STREETS | UNITS | PERIODS


def _merges(head: Any, by: By) -> bool:
    """Tell whether a column may have its names merged over the respondents below them: a street, a unit, a period."""
    return str(head) in _titles(by)[:1] or str(clean(head)).casefold() in STREETS | UNITS | PERIODS


def _flat(given: Any) -> list[Any]:
    if isinstance(given, str) or given is None:
        return [] if given is None else [given]
    return [part for one in given for part in _flat(one)] if isinstance(given, Iterable) else [given]


def respondents_of(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[Any]]:
    """Return the table under the respondents' ids, its metadata under our names, and the ids that repeat."""
    meta = pd.DataFrame(index=frame.index)
    for column in frame.columns:
        name = wenjuanxing.metadata_name(column)
        if name and name not in meta:
            values = frame[column]
            meta[name] = by_cell(values, wenjuanxing.seconds, np.nan) if name == "seconds" else values
    ids = meta["respondent"] if "respondent" in meta else frame.index.to_series()
    repeated = list(ids[ids.notna() & ids.duplicated(keep="first")].unique())
    if repeated or ids.isna().any():
        rows = pd.RangeIndex(1, len(frame) + 1, name="row")
        return frame.set_axis(rows), meta.assign(respondent=ids).set_axis(rows), repeated
    index = pd.Index(natural(ids), name=ids.name or "respondent")
    return frame.set_axis(index), meta.set_axis(index).drop(columns="respondent", errors="ignore"), []


def weights_in(
    frame: pd.DataFrame, weight: str | pd.Series | None, decimal: Decimal | None = None
) -> tuple[pd.Series | None, Faults]:
    """Return the design weights, a column's or a Series, and what is wrong with them."""
    if weight is None:
        return None, Faults()
    if not isinstance(weight, str):
        series = aligned(weight, frame.index)
        if series is None:
            missing = Text("give one weight for each respondent, under the same index")
            held = weights_held(weight) or missing
            return None, Faults([Fault("weight", "is not under the index of the answers", held)])
        return series.rename("weight"), Faults()
    if weight not in frame.columns:
        return None, Faults([Fault(f"weight, {weight!r}", "is not a column", known_columns(frame))])
    values, bad = numbers(frame[weight], decimal)
    problem, way = "{value!r} is not a number", "give every respondent a number above zero"
    faults = each(bad, lambda at: Fault(whose("weight", at[0]), problem, way, value=at[1]))
    return None if faults else values.rename("weight"), Faults(faults)
