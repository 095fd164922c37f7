"""Chapters of sentences, charts and tables: what most of what an evaluation found is shown as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from govmetrics.core import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.plots.labels import in_time
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.parts import ROWS_SHOWN, latest
from govmetrics.report.view import View


@dataclass(frozen=True)
class Heat:
    """A table of shares whose cells are the darker the larger they are; the numbers stand in them.

    Parameters
    ----------
    caption, corner : str
        Of the table, and of its first column.
    heads, names : list of str
        Of the columns and of the rows.
    cells : list of list of (str, float or None)
        What is printed, and the share that colours it.
    """

    caption: str
    corner: str
    heads: Sequence[str]
    names: Sequence[str]
    cells: Sequence[Sequence[tuple[str, float | None]]]


@dataclass(frozen=True)
class Section:
    """A part of a chapter.

    Parameters
    ----------
    title : str
        Empty where the chapter's own is enough.
    sentences : sequence of str
        What was found, before anything else.
    charts : sequence of Chart
    tables, more : sequence of Table
        Those that everyone reads, and those behind them.
    heat : Heat, optional
    noted : bool
        Whether each table has its own sentence above it, and its notes below.
    """

    title: str = ""
    sentences: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    more: Sequence[Table] = ()
    heat: Heat | None = None
    noted: bool = False


def chapter(title: str, anchor: str, sections: Sequence[Section | None]) -> list[Chapter]:
    """Return the chapter of the sections that there are; nothing without any."""
    there = [section for section in sections if section is not None]
    content = {"sections": there, "rows_shown": ROWS_SHOWN}
    return [Chapter("found", title, content, anchor)] if there else []


def told(view: View, result: Result) -> list[str]:
    """Return what a result found, a sentence each."""
    return [view.said(text) for text in result._finding()]


def tables_of(view: View, result: Result) -> list[Table]:
    """Return a result's tables in the language of the page, of several periods the rows of the latest one."""
    spoken: Any = view.language
    return [_at_latest(view, table) for table in result.tables(spoken)]


def _at_latest(view: View, table: Table) -> Table:
    """Return the rows of the latest period under a caption that names it, instead of a column that says it in every row."""
    shown = table if view.whole is None else latest(table, view.whole)
    if shown is table:
        return table
    period = column_of(shown, "period").iloc[0]
    caption = view.said(Text("{caption} ({period})", caption=table.caption, period=str(period)))
    return only(replace(shown, caption=caption), *(c.key for c in table.columns if c.key != "period"))


def taken(tables: list[Table], *keys: str) -> tuple[list[Table], list[Table]]:
    """Return the first table with each of these columns, and all others."""
    found = [
        next(table for table in tables if any(column.key == key for column in table.columns))
        for key in keys
        if any(column.key == key for table in tables for column in table.columns)
    ]
    return found, [table for table in tables if not any(table is one for one in found)]


def column_of(table: Table, key: str) -> pd.Series:
    """Return the cells of the column with a key."""
    place = [column.key for column in table.columns].index(key)
    return table.frame.iloc[:, place]


def only(table: Table, *keys: str) -> Table:
    """Return a table with the columns of these keys that it has, in this order."""
    there = [column.key for column in table.columns]
    places = [there.index(key) for key in keys if key in there]
    return replace(
        table, frame=table.frame.iloc[:, places], columns=tuple(table.columns[place] for place in places)
    )


def kept(table: Table, rows: pd.Series | Sequence[int]) -> Table:
    """Return a table with some of its rows: a mask, or places in their new order."""
    masked = isinstance(rows, pd.Series)
    return replace(table, frame=table.frame[rows] if masked else table.frame.iloc[list(rows)])


def at_latest(values: Any) -> Any:
    """Return the rows of the latest period of a frame or series, labelled by unit; all where there are no periods."""
    if values.index.nlevels == 1:
        return values
    level = values.index.get_level_values("period")
    return values[level == in_time(values.index)[-1]].droplevel("period")


def of_period(view: View) -> list[Text]:
    """Return the beginning of a sentence about the latest period; nothing where there are no periods."""
    period = None if view.index is None else view.stands.period
    return [] if period is None else [Text("{period}:", period=str(period))]


def line(view: View, texts: Sequence[Text]) -> str:
    """Return sentences as one line: with spaces between them in English."""
    return (" " if view.language == "en" else "").join(view.said(text) for text in texts)
