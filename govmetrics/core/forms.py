"""Blank forms: sheets that people fill in, drawn alike in every room, and what is common to reading them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.language import Language
from govmetrics.core.nodes import Better, Indicator, Name, Role, Source
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.words import LANGUAGES, Note, Text, say
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import save_office, shown_width, text_faults

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

K = TypeVar("K", bound=str)
BETTER: dict[Better, Text] = {
    "more": Text("more is better"), "less": Text("less is better"), "target": Text("near the target is better"),
    "interval": Text("within the interval is better"),
}  # fmt: skip
SOURCES: dict[Source, Text] = {
    "record": Text("record"), "survey": Text("survey"), "expert": Text("expert"), "network": Text("network"),
}  # fmt: skip
ROLES: dict[Role, Text] = {
    "outcome": Text("outcome"), "input": Text("input"), "output": Text("output"), "context": Text("context"),
}  # fmt: skip
MARKS: dict[str, Text] = {"confirmed": Text("confirmed"), "slot": Text("slot to fill")}
"""What directions, sources, roles and marks are called."""
UNIT, PERIOD, STREET = Text("unit"), Text("period"), Text("street")
CODE, NAME, GROUP, WEIGHT = Text("code"), Text("name"), Text("group"), Text("weight")
GUIDE = Text("guide")
INDICATOR = Text("name of the indicator")
OTHER_NAMES = {"en": Text("English name"), "zh": Text("Chinese name")}
OTHER_UNITS = {"en": Text("unit of measurement in English"), "zh": Text("unit of measurement in Chinese")}
OTHER_ORIGINS = {"en": Text("origin in English"), "zh": Text("origin in Chinese")}
OTHER_NOTES = {"en": Text("notes in English"), "zh": Text("notes in Chinese")}
MEASURE, DIRECTION = Text("unit of measurement"), Text("direction")
LONGEST_LIST = 255
"""A list that stands in the rule of a cell has at most so many characters (Microsoft, Excel specifications)."""


@dataclass(frozen=True)
class Column:
    """A column of a form.

    Parameters
    ----------
    head : str
        The heading.
    among : sequence of str, or str
        What is offered in a list; as text, the cells that hold the list.
    between : (low, high), optional
        The numbers that fit.
    firm : bool
        Whether anything else is refused as it is typed; else the spreadsheet asks.
    hint : str
        Told when a cell is chosen.
    """

    head: str
    among: Sequence[str] | str = ()
    between: tuple[float, float] | None = None
    firm: bool = True
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a form: a heading in the first row, below it what is filled in already.

    Parameters
    ----------
    title : str
        Of the sheet.
    columns : sequence of Column
        From left to right.
    rows : sequence of sequence
        Text and numbers, None for a cell to fill in.
    spare : int
        Rows to fill in below them for which the rules of the columns hold.
    lines : sequence of str
        Above the heading, with a blank row below: what to fill in and how.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]] = ()
    spare: int = 200
    lines: Sequence[str] = ()


def guide(lines: Sequence[Text], columns: Sequence[Text], rows: Sequence[Sequence[Any]]) -> Sheet:
    """Return the sheet that says how a form is filled in, with a table of what its columns or rows are."""
    return Sheet(GUIDE, [Column(head) for head in columns], rows, 0, lines)


def spoken(words: Mapping[K, Text]) -> dict[str, K]:
    """Return what choices are called in either language, in small letters, with their keys.

    Examples
    --------
    >>> spoken({"less": Text("less is better")})["越小越好"]
    'less'
    """
    keys = {str(key): key for key in words}
    return keys | {
        word.say(language).casefold(): key for key, word in words.items() for language in LANGUAGES
    }


def titled(code: str, name: str) -> str:
    """Return a code with its name behind, once where they are the same."""
    return code if name in ("", code) else f"{code} {name}"


def other_names(name: Name, language: Language) -> dict[str, str]:
    """Return what a name is in other languages than the form's; in its own, too, where it could not be told else.

    Examples
    --------
    >>> other_names({"en": "Trust", "zh": "信任"}, "zh"), other_names("Trust", "zh")
    ({'en': 'Trust'}, {})
    """
    if isinstance(name, str):
        return {}
    names = {spoken: text for spoken, text in name.items() if text}
    others = {spoken: text for spoken, text in names.items() if spoken != language}
    if language in names and (not others or names[language] in others.values()):
        others[language] = names[language]
    return others


def name_of(text: str, others: Mapping[str, str]) -> str | dict[str, str]:
    """Return the name behind a form's text and its other names: the inverse of `other_names`.

    Examples
    --------
    >>> name_of("信任", {"en": "Trust"}), name_of("Trust", {})
    ({'en': 'Trust', 'zh': '信任'}, 'Trust')
    """
    if not others or text in ("", *others.values()):
        return dict(others) or text
    return {**others, "zh" if "en" in others else "en": text}


def heading(leaf: Indicator, language: Language) -> str:
    """Return the heading of a leaf's column: code, name and unit of measurement.

    Examples
    --------
    >>> heading(Indicator("A1", {"en": "Cases solved", "zh": "解决率"}, unit="%"), "zh")
    'A1 解决率（%）'
    """
    text = titled(leaf.code, leaf.label(language))
    unit = leaf.measured_in(language)
    if not unit:
        return text
    return f"{text}（{unit}）" if language == "zh" else f"{text} ({unit})"


def unread_sheets(titles: Iterable[str], hidden: Mapping[str, bool]) -> list[Note]:
    """Name the sheets of a workbook that were not read, hidden ones apart; the guide of our own forms needs no word."""
    guides = {GUIDE.say(language) for language in LANGUAGES}
    listed = list(titles)
    seen = [title for title in listed if not hidden[title] and title not in guides]
    unseen = [title for title in listed if hidden[title]]
    notes = [Note("sheets that are not read: {names}", names=seen)] if seen else []
    return notes + ([Note("hidden sheets are not read: {names}", names=unseen)] if unseen else [])


def xlsx_faults(path: str | Path) -> list[Fault]:
    """Return a fault where a path is not that of an Excel file."""
    fault = Fault(str(path), "is no .xlsx name", "give a name that ends in .xlsx")
    return [] if str(path).lower().endswith(".xlsx") else [fault]


def write_form(path: str | Path, sheets: Sequence[Sheet], language: Language) -> Path:
    """Write a form and return its path.

    Raises
    ------
    FaultyInput
        Another suffix than .xlsx, text that no cell holds, a path that cannot be written.
    """
    from openpyxl import Workbook

    faults = Faults(xlsx_faults(path))
    for sheet in sheets:
        title = say(sheet.title, language)
        for row, cells in enumerate(_lines(sheet, language), start=1):
            faults += text_faults(title, Text("row {row}", row=row), [c for c in cells if isinstance(c, str)])
    faults.raise_all()
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names(say(sheet.title, language) for sheet in sheets)
    for name, sheet in zip(names, sheets, strict=True):
        drawn = book.create_sheet(name)
        _draw(drawn, sheet, language)
    save_office(book, path)
    return Path(path)


def _lines(sheet: Sheet, language: Language) -> list[list[Any]]:
    """Return all rows of a sheet in a language."""
    above = [[line] for line in sheet.lines] + [[]] * bool(sheet.lines)
    rows = [*above, [column.head for column in sheet.columns], *sheet.rows]
    return [[visible(say(cell, language)) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _draw(drawn: Worksheet, sheet: Sheet, language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = _lines(sheet, language)
    head = len(rows) - len(sheet.rows)
    for row, cells in enumerate(rows, start=1):
        for place, content in enumerate(cells, start=1):
            if content is not None:
                written = drawn.cell(row, place, content)
                if isinstance(content, str):
                    written.data_type, written.number_format = "s", "@"  # "=A" is a name, 1/3 no date
    for place, column in enumerate(sheet.columns, start=1):
        letter, top = get_column_letter(place), drawn.cell(head, place)
        top.font, top.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        top.alignment = Alignment(wrap_text=True, vertical="center")
        filled = [cells[place - 1] for cells in rows[head : head + 200] if len(cells) >= place]
        widest = max(map(shown_width, filled), default=0)
        drawn.column_dimensions[letter].width = min(max(widest, shown_width(top.value) / 2, 10) + 2, 48)
        last = len(rows) + sheet.spare
        if last > head:
            _rule(drawn, column, f"{letter}{head + 1}:{letter}{last}", language)
    drawn.freeze_panes = f"B{head + 1}"


def _rule(drawn: Worksheet, column: Column, cells: str, language: Language) -> None:
    """Say which answers fit the cells of a column, and what they are."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = (
        column.among if isinstance(column.among, str) else ",".join(say(c, language) for c in column.among)
    )
    if column.between is not None:
        low, high = (f"{end:g}" for end in column.between)
        rule = DataValidation(type="decimal", operator="between", formula1=low, formula2=high)
        told = Text("Please type a number from {low} to {high}, or leave the cell empty.", low=low, high=high)
        error = told if column.between[1] < 1e12 else Text("Please type a number.")
    elif listed and (isinstance(column.among, str) or len(listed) <= LONGEST_LIST):
        formula = listed if isinstance(column.among, str) else f'"{listed}"'
        rule, error = DataValidation(type="list", formula1=formula), Text("Please choose from the list.")
    elif column.hint:
        rule, error = DataValidation(), Text("")
    else:
        return
    rule.allow_blank, rule.showErrorMessage, rule.error = True, bool(error), error.say(language) or None
    rule.errorStyle = "stop" if column.firm else "warning"
    if column.hint:
        rule.prompt, rule.showInputMessage = say(column.hint, language)[:LONGEST_LIST], True
    rule.add(cells)
    drawn.add_data_validation(rule)
