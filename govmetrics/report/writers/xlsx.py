"""Tables as sheets of a workbook: a sheet of contents first, numbers whole behind their formats."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.column import Column, widest_each
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.language import Language
from govmetrics.core.progress import advance
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import LONGEST_TEXT, MOST_ROWS, fits, save_office, set_widths, shown_width
from govmetrics.report.writers.chapter import REFERENCES, TABLE, Chapter, Numbered, below

CONTENTS, METHODS, ROWS = Text("Contents"), Text("Methods"), Text("rows")
_LIKE_FORMULAS = ("=", "+", "-", "@")
_WIDEST, _LOOKED_AT = 48, 200
_SHORT, _LINE, _TALLEST, _UPRIGHT = 16, 15, 400, 7
"""Headings so wide stand in one line; points of a line, and of the tallest row; so many columns go on an upright page."""
CUT = " … [cut: {length:,} signs, of which a cell holds {most:,}]"
_BELOW = 20
"""Rows left for the sentence and the notes under a table."""
MOST_ROWS_OF_A_TABLE = MOST_ROWS - 1 - _BELOW


def write_sheets(chapter: Chapter, path: str | Path) -> Path:
    """Write a chapter as a workbook: contents, a sheet for each table, methods and references."""
    from openpyxl import Workbook

    tables = list(chapter.numbered())
    refuse_large([one.table for one in tables])
    book: Any = Workbook(write_only=True)
    styles = Styles(chapter.language)
    first, *names, last = sheet_names(
        [
            chapter.word(CONTENTS),
            *(f"{one.mark} {one.table.caption}" for one in tables),
            chapter.word(METHODS),
        ]
    )
    contents = book.create_sheet(first)
    _contents(contents, chapter, tables, names, styles)
    for table, name in zip((one.table for one in tables), names, strict=True):
        sheet = book.create_sheet(name)
        whole = styles.cut
        width = table_sheet(sheet, table, styles)
        sheet.append([])
        lines = filter(
            None, [table.caption, table.sentence, *below(table, chapter.language), styles.told_since(whole)]
        )
        for row, line in enumerate(lines, len(table.frame) + 3):
            line_below(sheet, row, line, styles, len(table.columns), width)
        advance()
    told = [section.paragraph for section in chapter.sections if section.method]
    if told or chapter.references:
        sheet = book.create_sheet(last)
        sheet.column_dimensions["A"].width = 100
        for line in [*told, *([chapter.word(REFERENCES)] if chapter.references else []), *chapter.references]:
            sheet.append([styles.text(sheet, line, wrap=True)])
    save_office(book, path)
    return Path(path)


class Styles:
    """What cells look like; made once, for a workbook has hundreds of thousands of cells.

    Parameters
    ----------
    language : {"en", "zh"}
        In which a cell says that its text was cut.
    """

    def __init__(self, language: Language = "en") -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._cell, self._alignment, self._language = WriteOnlyCell, Alignment, language
        self.cut = 0
        self.bold, self.link = (
            Font(name="Calibri", size=11, bold=True),
            Font(name="Calibri", size=11, color="0563C1"),
        )
        self.marked = PatternFill(bgColor="FFE699")  # of a condition the back is the colour
        self._entered, self._entry = (
            PatternFill("solid", "FFF9DB"),
            Font(name="Calibri", size=11, color="1F3FBF"),
        )
        self.head = Border(top=Side(style="medium"), bottom=Side(style="thin"))
        self._shown: dict[tuple[str, str], Any] = {}
        self._heads: dict[str, Any] = {}
        self.top = Alignment(wrap_text=True, vertical="top")
        places = ("right", "center")
        self._placed = {at: Alignment(wrap_text=True, vertical="top", horizontal=at) for at in places}

    def text(self, sheet: Any, text: str, *, wrap: bool = False) -> Any:
        """Return a cell of text; what begins with "=" is no formula, and becomes none when somebody edits it."""
        cell: Any = self._cell(sheet, self.held(text))
        cell.data_type = "s"
        if text.startswith(_LIKE_FORMULAS):
            cell.quotePrefix = True
        if wrap:
            cell.alignment = self.top
        return cell

    def held(self, text: str) -> str:
        """Return a text as a cell holds it; one that is too long says at its end that it was cut."""
        text = visible(text)
        if len(text) <= LONGEST_TEXT:
            return text
        self.cut += 1
        end = Text(CUT, length=len(text), most=LONGEST_TEXT).say(self._language)
        return text[: LONGEST_TEXT - len(end)] + end

    def told_since(self, before: int) -> str:
        """Return a note on the texts that were cut since so many were; empty where none was."""
        count = self.cut - before
        text = "{count:# cell holds|# cells hold} the beginning of a longer text; the whole is in the CSV, JSON and HTML files"
        return Text(text, count=count).say(self._language) if count else ""

    def heading(self, sheet: Any, text: str, at: str = "") -> Any:
        """Return a cell of the head of a table, placed as the cells of its column are: "right", "center" or as text."""
        cell = self.text(sheet, text)
        if cell.quotePrefix:
            cell.font, cell.border, cell.alignment = self.bold, self.head, self._placed.get(at, self.top)
            return cell
        if at not in self._heads:
            one: Any = self._cell(sheet)
            one.font, one.border, one.alignment = self.bold, self.head, self._placed.get(at, self.top)
            self._heads[at] = one._style
        cell._style = self._heads[at]
        return cell

    def number(self, sheet: Any, value: Any, shown: str) -> Any:
        """Return a cell of a number, or of a formula of our own."""
        cell: Any = self._cell(sheet, value)
        cell._style = self.of_numbers(sheet, shown)
        return cell

    def of_numbers(self, sheet: Any, shown: str, look: str = "") -> Any:
        """Return how cells of numbers look that are shown in a format; it is looked up once for each.

        A look is "entered", for people to change the number, or "center".
        """
        if (shown, look) not in self._shown:
            cell: Any = self._cell(sheet)
            cell.number_format = shown
            if look == "entered":
                cell.fill, cell.font = self._entered, self._entry
            elif look:
                cell.alignment = self._placed[look]
            self._shown[shown, look] = cell._style
        return self._shown[shown, look]


def _contents(
    sheet: Any, chapter: Chapter, tables: Sequence[Numbered], names: Sequence[str], styles: Styles
) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 10, 80
    _page(sheet, wide=False)
    sheet.freeze_panes = "A2"
    sheet.append(
        [
            styles.heading(sheet, text)
            for text in (chapter.word(TABLE), chapter.word(CONTENTS), chapter.word(ROWS))
        ]
    )
    for row, (one, name) in enumerate(zip(tables, names, strict=True), 2):
        link = styles.text(sheet, one.table.caption)
        link.hyperlink, link.font = f"#'{name}'!A1", styles.link
        link.hyperlink.ref, link.hyperlink.target, link.hyperlink.location = f"B{row}", None, f"'{name}'!A1"
        sheet.append([one.mark if one.appended else one.number, link, len(one.table.frame)])


def line_below(sheet: Any, row: int, line: str, styles: Styles, columns: int, width: float) -> None:
    """Write a line below a table, as wide as the table, in as many lines as it needs."""
    from openpyxl.utils import get_column_letter

    if columns > 1:
        sheet.merged_cells.add(f"A{row}:{get_column_letter(columns)}{row}")
    sheet.row_dimensions[row].height = min(_LINE * ceil(shown_width(line) / max(width - 2, 1)), _TALLEST)
    sheet.append([styles.text(sheet, line, wrap=True)])


def table_sheet(
    sheet: Any, table: Table, styles: Styles, inputs: Collection[str] = (), frozen: str = "B2"
) -> float:
    """Write a table with its head frozen and filters; printed, it is as wide as a page and has its head on each.

    Parameters
    ----------
    sheet
        Of a workbook that is only written.
    table : Table
    styles : Styles
    inputs : collection of str
        Keys of the columns of numbers that people may change.
    frozen : str
        The first cell that moves.

    Returns
    -------
    float
        How many signs wide the table is.
    """
    from openpyxl.utils import get_column_letter

    from govmetrics.core.sheet_cells import of_cells_only

    lines, widths = 1, []
    for column, texts in zip(table.columns, _widest(table), strict=True):
        widest = max([_heading_width(column.name), *map(shown_width, texts)])
        width = min(max(8, widest + 3), _WIDEST)
        widths.append(width)
        lines = max(lines, ceil(shown_width(column.name) / (width - 2)))
    set_widths(sheet, widths)
    sheet.row_dimensions[1].height = _LINE * lines
    _page(sheet, len(table.columns) > _UPRIGHT)
    sheet.freeze_panes = frozen
    of_cells_only(sheet)
    sheet.append([
        styles.heading(sheet, str(name), ("right" if place else "center") if column.number_format else "")
        for place, (name, column) in enumerate(zip(table.frame.columns, table.columns, strict=True))
    ])  # fmt: skip
    for row in _rows(sheet, table, styles, inputs):
        sheet.append(row)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.frame) + 1}"
    return sum(widths)


def _rows(sheet: Any, table: Table, styles: Styles, inputs: Collection[str]) -> Iterator[Sequence[Any]]:
    """Return the rows as cells; neighbouring columns of numbers, of which there may be thousands, as one."""
    from govmetrics.core.sheet_cells import Numbers

    looks = [
        "entered" if one.key in inputs else "" if place else "center"
        for place, one in enumerate(table.columns)
    ]
    floats = [
        dtype == np.float64 and bool(column.number_format)
        for dtype, column in zip(table.frame.dtypes.array, table.columns, strict=True)
    ]
    parts: list[Iterator[Any]] = []
    cell = cache(lambda shown, look: _of_numbers(sheet, styles, shown, look))
    for is_run, run in groupby(range(len(floats)), floats.__getitem__):
        places = list(run)
        cells = table.frame.iloc[:, places[0] : places[-1] + 1]
        if is_run:
            same = [cell(table.columns[place].number_format, looks[place]) for place in places]
            parts.append(map(partial(Numbers, same), cells.to_numpy()))
        else:
            parts += [
                _column(sheet, table.columns[place], values.tolist(), styles, table.language, looks[place])
                for place, (_, values) in zip(places, cells.items(), strict=True)
            ]
    return zip(*parts, strict=True)


def _widest(table: Table) -> list[list[str]]:
    """Return, for each column, texts among which is that of its widest cell, of the rows that are looked at."""
    if table.stars or {column.error for column in table.columns} & {column.key for column in table.columns}:
        cells = table.cells(_LOOKED_AT)
        return [[row[place] for row in cells] for place in range(len(table.columns))]
    return widest_each(table.columns, table.frame.head(_LOOKED_AT), table.language)


def _column(
    sheet: Any, column: Column, values: list[Any], styles: Styles, language: Language, look: str
) -> Iterator[Any]:
    """Return a column's cells: numbers whole behind their format, all else as text, missing as no cell.

    One cell of numbers and one of text hold all that the column has, row by row.
    """
    from govmetrics.core.sheet_cells import Refilled

    shown, words = column.number_format, Refilled(sheet, "s")

    def said(text: str) -> Any:
        if text.startswith(_LIKE_FORMULAS):
            return styles.text(sheet, text)
        return words.holding(styles.held(text))

    if not shown:
        return map(said, column.texts(values, language))
    known = [_known(value) for value in values]
    numbers = _of_numbers(sheet, styles, shown, look) if True in known else words

    def cell(value: Any, is_known: bool | None) -> Any:
        if is_known is not None:
            return numbers.holding(value) if is_known else None
        blank = value is None or value is pd.NA or value is pd.NaT
        text = "" if blank else column.text(value, language)
        return said(text) if text else None

    return map(cell, values, known)


def _of_numbers(sheet: Any, styles: Styles, shown: str, look: str) -> Any:
    from govmetrics.core.sheet_cells import Refilled

    return Refilled(sheet, "n", styles.of_numbers(sheet, shown, look))


def _known(value: Any) -> bool | None:
    """Tell whether a number is one that a sheet holds; None of what is no number."""
    if type(value) is float:
        return value - value == 0
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        return None
    return bool(np.isfinite(value))


def _page(sheet: Any, wide: bool) -> None:
    """Let a sheet be printed on A4, as wide as the page, with its head on every one."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.print_title_rows = "1:1"


def _heading_width(name: str) -> int:
    """Return how wide a heading asks its column to be: its longest word, or all of it where that is short."""
    longest = max((shown_width(word) for word in str(name).split()), default=0)
    return max(longest, min(shown_width(name), _SHORT))


def refuse_large(tables: Sequence[Table]) -> None:
    """Refuse tables that no sheet holds."""
    problem = "has {rows:# row|# rows} and {columns:# column|# columns}; a sheet holds {most_rows:,} and {most_columns:,}"
    large = [table for table in tables if len(table.frame) > MOST_ROWS_OF_A_TABLE or not fits(table.frame)]
    if large:
        raise FaultyInput([
            Fault(table.caption, problem, "write CSV", rows=len(table.frame), columns=table.frame.shape[1],
                  most_rows=MOST_ROWS_OF_A_TABLE, most_columns=16_384)
            for table in large
        ])  # fmt: skip
