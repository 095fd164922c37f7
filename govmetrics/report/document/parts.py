"""What else an evaluation found, part by part: its sentences, pictures, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.document.pages import Exhibit, Pages
from govmetrics.report.document.pictures import of_part
from govmetrics.report.parts import ROWS_SHOWN, Shown, parts_of
from govmetrics.report.view import View
from govmetrics.report.workbook.names import called
from govmetrics.report.writers.chapter import below

SENTENCES_SHOWN = 8
OF = {"plan": 1, "uncertainty": 2}
"""Of these parts the further sentences say what their tables, or what to do next, say."""
FURTHER = "Further tables are in the Excel file, in its sheets {sheets:30}, and in the folder “tables”."

EARLIER, REPEATED = "Further notes: see below Table {tables:5}.", 3
"""Said instead of so many notes, or more, that an earlier table of the document has."""


def parts(pages: Pages, view: View, names: Sequence[str], pictures: bool) -> None:
    """Write a chapter for every part that an evaluation has."""
    assert view.whole is not None
    for part in parts_of(view.whole, pages.language, names):
        pages_of(pages, view, part, pictures)


def pages_of(pages: Pages, view: View, part: Shown, pictures: bool) -> None:
    """Write one part."""
    shown = [_exhibit(pages, table) for table in _noted_once(part.leading, pages)]
    told = _of_now(part.sentences, view)[: OF.get(part.name, SENTENCES_SHOWN)]
    spoken = [
        table for table in part.tables if table.language == pages.spoken
    ]  # the Excel file is in one language
    leading = {id(table) for table in part.leading}
    names = sheet_names(called(TITLES[part.name].say(pages.spoken), str(table.caption)) for table in spoken)
    others = [name for table, name in zip(spoken, names, strict=True) if id(table) not in leading]
    if others:
        told.append(
            pages.said(Text(FURTHER, sheets=[f"“{name}”" for name in others]))
        )  # behind a table it might begin a page of its own
    pages.chapter(part.title, shown, of_part(view, part.name) if pictures else [], told)


def _noted_once(tables: Sequence[Table], pages: Pages) -> list[Table]:
    """Return tables without notes that stand below an earlier one of the document already, where these are many."""
    found = list[Table]()
    for number, table in enumerate(tables, pages.tables + 1):
        at = [pages.noted[str(note)] for note in table.notes if str(note) in pages.noted]
        if len(at) >= REPEATED:
            kept = [note for note in table.notes if str(note) not in pages.noted]
            told = Text(EARLIER, tables=sorted(set(at))).say(table.language)
            found.append(replace(table, notes=(*kept, told)))
        else:
            found.append(table)
        for note in table.notes:
            pages.noted.setdefault(str(note), number)
    return found


def _of_now(sentences: Sequence[str], view: View) -> list[str]:
    """Return sentences without those of earlier periods alone: the report is of the latest one."""
    periods = [] if view.index is None else [str(period) for period in view.stands.periods]
    if len(periods) < 2:
        return list(sentences)
    early = [period for period in periods[:-1] if not period.isdigit()]  # a year may be any number
    return [one for one in sentences if periods[-1] in one or not any(period in one for period in early)]


def _exhibit(pages: Pages, table: Table) -> Exhibit:
    """Return the first rows of a table, and where the others are."""
    table = without_period(table)
    heads, cells, numbers = table.printed()
    rest = len(cells) - ROWS_SHOWN
    more = [f"{rest} {pages.word('rest_rows')}"] if rest > 0 else []
    return Exhibit(
        str(table.caption), (heads, cells[:ROWS_SHOWN], numbers), [*more, *below(table, pages.spoken)]
    )


def without_period(table: Table) -> Table:
    """Return a table whose rows are all of one period with that in its caption: a column of it says nothing more."""
    place = next((at for at, column in enumerate(table.columns) if column.key == "period"), None)
    if place is None or table.frame.empty or table.frame.iloc[:, place].astype(str).nunique() != 1:
        return table
    kept = [at for at in range(len(table.columns)) if at != place]
    period, caption = str(table.frame.iloc[0, place]), str(table.caption)
    if period not in caption:
        caption = Text("{caption} ({period})", caption=caption, period=period).say(table.language)
    return replace(
        table,
        frame=table.frame.iloc[:, kept],
        columns=tuple(table.columns[at] for at in kept),
        caption=caption,
    )
