"""Writing the workbook: each sheet with its head frozen, printed on A4 across with its head on every page."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from govmetrics.core.progress import advance
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.core.words.terms import term
from govmetrics.core.workbooks import saved, shown_width
from govmetrics.report.workbook import check as places
from govmetrics.report.workbook.check import FIRST, Check
from govmetrics.report.workbook.contents import Contents
from govmetrics.report.workbook.sheet import Sheet
from govmetrics.report.writers.chapter import below
from govmetrics.report.writers.xlsx import Styles, line_below, refuse_large, table_sheet

_PAGE = 170
"""So many signs across a page of A4 can still be read."""
_WIDE, _NARROW, _LINE, _TOLD = 24, 13, 15, 110
_SCORE, _SHARE, _RANK = "#,##0.00", "#,##0.0000", "#,##0"


def write_workbook(contents: Contents, path: str | Path) -> Path:
    """Write the sheets of a workbook behind its contents.

    Raises
    ------
    FaultyInput
        A table that is larger than a sheet; nothing is written then.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties

    refuse_large([sheet.content for sheet in contents.sheets if isinstance(sheet.content, Table)])
    book: Any = Workbook(write_only=True)
    book.properties = DocumentProperties(creator=contents.author or None, title=contents.title)
    styles = Styles(contents.language)
    first, *names = sheet_names([contents.name, *(sheet.title for sheet in contents.sheets)])
    called = dict(reversed(list(zip((sheet.title for sheet in contents.sheets), names, strict=True))))
    with saved(book, path, contents.day) as done:
        _write_contents(book.create_sheet(first), contents, names, styles)
        for sheet, name in zip(contents.sheets, names, strict=True):
            page = book.create_sheet(name)
            if isinstance(sheet.content, Table):
                _write_table(page, sheet, sheet.content, styles)
            else:
                known = replace(
                    sheet.content, scaled=called[sheet.content.scaled], weights=called[sheet.content.weights]
                )
                _write_check(page, known, contents, styles)
            done(page)
            advance()
    return Path(path)


def _write_contents(page: Any, contents: Contents, names: list[str], styles: Styles) -> None:
    """Write the title, what is missing, links to the sheets with what they show, and the notes."""
    from openpyxl.styles import Font

    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 32, _TOLD
    _across(page, 32 + _TOLD, "1:1")
    rows = 0

    def append(left: Any, right: str = "") -> Any:
        nonlocal rows
        rows += 1
        if shown_width(right) > _TOLD - 2:
            page.row_dimensions[rows].height = _LINE * min(ceil(shown_width(right) / (_TOLD - 2)), 25)
        told = styles.text(page, right, wrap=True) if right else None
        left.alignment = styles.top
        page.append([left, told])

    title = styles.text(page, contents.title)
    title.font = Font(name="Calibri", size=16, bold=True)
    page.row_dimensions[1].height = 2 * _LINE * ceil(shown_width(contents.title) / _TOLD)
    page.merged_cells.add("A1:B1")
    append(title)
    for line in contents.missing:
        told = styles.text(page, Text("What is missing").say(contents.language))
        told.font = styles.bold
        append(told, line)
    heads = [
        styles.heading(page, head.say(contents.language)) for head in (Text("sheet"), Text("what it shows"))
    ]
    page.append(heads)
    rows += 1
    for sheet, name in zip(contents.sheets, names, strict=True):
        link = styles.text(page, name)
        link.hyperlink, link.font = f"#'{name}'!A1", styles.link
        link.hyperlink.ref, link.hyperlink.target = f"A{rows + 1}", None
        link.hyperlink.location = f"'{name}'!A1"
        append(link, sheet.shows)
    for note in contents.notes:
        append(styles.text(page, Text("note").say(contents.language)), note)


def _write_table(page: Any, sheet: Sheet, table: Table, styles: Styles) -> None:
    from openpyxl.utils import column_index_from_string
    from openpyxl.worksheet.datavalidation import DataValidation

    if sheet.inputs:  # before the first row is written
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        for place, column in enumerate(table.columns):
            if column.key in sheet.inputs:
                rule.add(f"{_letter(place)}3:{_letter(place)}{len(table.frame) + 1}")
        page.data_validations.append(rule)
    whole = styles.cut
    width = table_sheet(page, table, styles, sheet.inputs, sheet.frozen)
    told = list(filter(None, [table.sentence, *below(table, table.language), styles.told_since(whole)]))
    if told:
        page.append([])
    for row, line in enumerate(told, len(table.frame) + 3):
        line_below(page, row, line, styles, len(table.columns), width)
    held = _letter(column_index_from_string(sheet.frozen.rstrip("0123456789")) - 2)
    _across(page, width, "1:1", f"A:{held}" if width > _PAGE else None)


def _write_check(page: Any, check: Check, contents: Contents, styles: Styles) -> None:
    """Write the formulas: heads, weights above the nodes, a row a unit."""
    from govmetrics.core.sheet_cells import Refilled, of_cells_only

    of_cells_only(page)
    heads = _check_heads(check, contents.language)
    for place, head in enumerate(heads):
        narrow = min(max(_NARROW, max(map(shown_width, head.split()), default=0) + 2), _WIDE)
        page.column_dimensions[_letter(place)].width = _WIDE if place == 0 else narrow
    page.row_dimensions[1].height = _LINE * max(ceil(shown_width(head) / (_NARROW - 2)) for head in heads[1:])
    page.freeze_panes = f"B{FIRST}"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.row_dimensions[2].height = 3 * _LINE
    page.append([styles.heading(page, head, "right" if place else "") for place, head in enumerate(heads)])
    letters = [_letter(place) for place in range(len(heads))]
    page.append(_second_row(page, check, letters, contents, styles))
    shown = dict.fromkeys(check.covered_at.values(), "#,##0.0%")
    shown |= {places.RANK: _RANK, places.COMPUTED_RANK: _RANK, places.DIFFERENCE: "0.000000000"}
    looks = [styles.of_numbers(page, shown.get(letter, _SCORE)) for letter in letters]
    refilled = [(Refilled(page, "f", look), Refilled(page, "n", look)) for look in looks]
    for place, (unit, score, rank) in enumerate(check.published.itertuples(index=False, name=None)):
        cells: dict[str, Any] = dict(check.cells(place))
        cells |= {
            letter: value
            for letter, value in ((places.PUBLISHED, score), (places.RANK, rank))
            if not np.isnan(value)
        }
        row = [
            either[not isinstance(cells[letter], str)].holding(cells[letter]) if letter in cells else None
            for letter, either in zip(letters[1:], refilled[1:], strict=True)
        ]
        page.append([styles.text(page, str(unit)), *row])
    _mark_differences(page, check, styles)
    _across(page, _WIDE + _NARROW * len(letters), "1:2", "A:A")


def _mark_differences(page: Any, check: Check, styles: Styles) -> None:
    """Colour the differences that are not zero, and the ranks that are not the published ones."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles.differential import DifferentialStyle

    shown = DifferentialStyle(fill=styles.marked)
    published = f"{places.RANK}{FIRST}"
    for column, than in ((places.DIFFERENCE, "0"), (places.COMPUTED_RANK, published)):
        other = f"AND(ISNUMBER({column}{FIRST}),{column}{FIRST}<>{than})"
        page.conditional_formatting.add(
            f"{column}{FIRST}:{column}{check.last}", Rule("expression", dxf=shown, formula=[other])
        )


def _check_heads(check: Check, language: Any) -> list[str]:
    names = check.tree.names()
    own = [term("unit"), *(term(key, "report") for key in
           ("published", "computed", "difference", "published_rank", "computed_rank"))]  # fmt: skip
    nodes = [names[code].say(language) for code in check.order]
    covered = [Text("Coverage: {name}", name=names[code]).say(language) for code in check.covered_at]
    return [*(one.heading.say(language) for one in own if one is not None), *nodes, *covered]


def _second_row(page: Any, check: Check, letters: list[str], contents: Contents, styles: Styles) -> list[Any]:
    """Return the weights above the nodes, the coverage that is asked for, and what the formulas found on the whole."""
    d, e, f = (
        f"{column}{FIRST}:{column}{check.last}"
        for column in (places.DIFFERENCE, places.RANK, places.COMPUTED_RANK)
    )
    cells = {check.at[code]: styles.number(page, check.weight(code), _SHARE) for code in check.order}
    cells |= {
        column: styles.number(page, check.least[code], "#,##0.0%")
        for code, column in check.covered_at.items()
    }
    cells[places.DIFFERENCE] = styles.number(page, f"=MAX(MAX({d}),-MIN({d}))", "0.000000000")
    cells[places.COMPUTED_RANK] = styles.number(page, f"=SUMPRODUCT(--({e}<>{f}))", _RANK)
    told = Text("weights; greatest difference; ranks that differ").say(contents.language)
    return [styles.text(page, told, wrap=True), *(cells.get(letter) for letter in letters[1:])]


def _across(page: Any, width: float, rows: str, columns: str | None = None) -> None:
    """Let a sheet be printed on A4 landscape, on as many pages across as can be read, with its head on each."""
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = max(1, ceil(width / _PAGE)), 0
    page.print_title_rows = rows
    if columns is not None:
        page.print_title_cols = columns
    page.oddFooter.center.text = "&A  &P / &N"


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)
