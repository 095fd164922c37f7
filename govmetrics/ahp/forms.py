"""The form on which experts compare: an xlsx file written from the tree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.forms import BETTER, xlsx_faults
from govmetrics.core.labels import CJK
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.nodes import Group, Indicator, Node
from govmetrics.core.options import BOTH, PATH, TEXT, wanted
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.tables import save_office
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import LANGUAGES, Text
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import text_faults

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MARK = "govmetrics judgement form"
ANSWERS = (*(str(k) for k in range(9, 0, -1)), *(f"1/{k}" for k in range(2, 10)))
SCALE: tuple[tuple[str, Text], ...] = (
    ("1", Text("equally important")),
    ("3", Text("somewhat more important")),
    ("5", Text("clearly more important")),
    ("7", Text("much more important")),
    ("9", Text("extremely more important")),
    ("2, 4, 6, 8", Text("in between")),
    ("1/2 ... 1/9", Text("the column is more important, to that degree")),
)
_QUESTION = Text("How many times more important is the ROW than the COLUMN? Fill in the white cells only.")
_EMPTY = Text("Leave a sheet empty if you cannot judge it.")
_GROUP, _EXPERT, _START, _GLOSSARY = Text("Group"), Text("Expert"), Text("Start"), Text("Glossary")
_HEADS = (Text("Code"), Text("Part of"), Text("English"), Text("Chinese"), Text("Unit of measurement"), Text("Better"),
          Text("Notes"))  # fmt: skip
TOP, LEFT = 5, 3  # first row and column of the answers on a group's sheet


def blank_judgements(
    tree: IndicatorTree, path: str | Path, expert: str = "", language: Both | None = None
) -> Path:
    """Write the form on which one expert compares the parts of every group with two parts or more.

    The first sheet takes the expert's name and explains the scale; then comes one sheet per group, on which
    only the cells above the diagonal can be filled, each with a list of the answers 9, ..., 1, 1/2, ..., 1/9;
    the last sheet explains every node. `read_judgements` reads it back, whatever its language. A form has several
    sheets, so it is a workbook; answers in a text file are a table of pairs or a matrix (see `read_judgements`).

    Parameters
    ----------
    tree : IndicatorTree
        What is to be compared.
    path : path
        The .xlsx file to write.
    expert : str
        The expert's name, if it is to be filled in already.
    language : {"en", "zh", "both"}, optional
        Of the words, by default the one in use; with "both" every text is in English and Chinese.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        No group has two parts; another suffix than .xlsx; an unknown language.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from openpyxl import load_workbook
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = blank_judgements(tree, Path(folder) / "form.xlsx")
    ...     len(load_workbook(path).sheetnames)
    4
    """
    from openpyxl import Workbook

    faults = wanted(tree=(tree, TREE), path=(path, PATH), expert=(expert, TEXT), language=(language, BOTH))
    faults.raise_all()
    faults += xlsx_faults(path)
    faults.raise_all()
    language = language_asked(language)
    told = [
        expert,
        *(text for node in tree.nodes for text in (node.code, node.label("both"), node.noted("both"))),
    ]
    Faults(text_faults(_GLOSSARY.say(), Text("names and notes"), told)).raise_all()
    groups = [group for group in tree.groups if len(group.parts) > 1]
    if not groups:
        raise FaultyInput(tree.root.code, "no group has two parts", "give a tree with something to compare")
    book = Workbook()
    _write_start(book.worksheets[0], tree, expert, language)
    names = sheet_names(f"{number} {group.code}" for number, group in enumerate(groups, start=1))
    for name, group in zip(names, groups, strict=True):
        _write_group(book.create_sheet(name), group, language)
    _write_glossary(book, tree, language)
    save_office(book, path)
    return Path(path)


GROUP_HEADS = {said(_GROUP, language) for language in get_args(Both)}
"""What the first cell of a group's sheet says, by which a sheet is known when it is read back."""


def _write_start(sheet: Worksheet, tree: IndicatorTree, expert: str, language: Both) -> None:
    from openpyxl.styles import Font, PatternFill

    def told(text: Text) -> list[tuple[str | None, ...]]:  # a line for each language
        return [(text.say(one),) for one in LANGUAGES if language in (one, "both")]

    sheet.title = said(_START, language)
    lines: list[tuple[str | None, ...]] = [
        (MARK, tree.root.code, tree.root.label(language)),
        (),
        (said(_EXPERT, language), expert or None),
        (),
        *told(_QUESTION),
        *told(_EMPTY),
        (),
        (said(Text("Answer"), language), said(Text("The row is ..."), language)),
        *((answer, said(meaning, language)) for answer, meaning in SCALE),
    ]
    for row, words in enumerate(lines, start=1):
        for column, text in enumerate(words, start=1):
            _text(sheet, row, column, text)
    for row in (1, 3, len(lines) - len(SCALE)):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.cell(3, 2).fill = PatternFill("solid", fgColor="FFF7D6")
    _finish(sheet, [(3, 2)], (16, 60, 32))


def _write_group(sheet: Worksheet, group: Group, language: Both) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    _text(sheet, 1, 1, said(_GROUP, language))
    _text(sheet, 1, 2, group.code)
    _text(sheet, 1, 3, group.label(language))
    _text(sheet, 2, 1, said(_QUESTION, language))
    grey, line = PatternFill("solid", fgColor="D9D9D9"), Side(style="thin", color="999999")
    names = [part.label(language) for part in group.parts]
    for place, (part, name) in enumerate(zip(group.parts, names, strict=True)):
        _text(sheet, TOP - 2, LEFT + place, name).alignment = Alignment(wrap_text=True, vertical="bottom")
        _text(sheet, TOP - 1, LEFT + place, part.code).font = Font(bold=True)
        _text(sheet, TOP + place, 1, part.code).font = Font(bold=True)
        _text(sheet, TOP + place, 2, name).alignment = Alignment(wrap_text=True)
    allowed = DataValidation(
        type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True, showErrorMessage=True,
        errorTitle="9 ... 1 ... 1/9", error=said(Text("Please choose from the list."), language),
    )  # fmt: skip
    sheet.add_data_validation(allowed)
    open_cells, n = [], len(names)
    for i in range(n):
        if i < n - 1:
            first, last = sheet.cell(TOP + i, LEFT + i + 1), sheet.cell(TOP + i, LEFT + n - 1)
            allowed.add(f"{first.coordinate}:{last.coordinate}")
        for j in range(n):
            cell = sheet.cell(TOP + i, LEFT + j)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.alignment = Alignment(horizontal="center")
            cell.number_format = "@"  # as text: a spreadsheet would turn 1/3 into a date
            if i < j:
                open_cells.append((TOP + i, LEFT + j))
            else:
                cell.fill = grey
            if i == j:
                cell.value = "1"
    sheet.freeze_panes = "C5"  # LEFT, TOP
    _finish(sheet, open_cells, (14, 30, *(14 for _ in names)))


def _write_glossary(book: Workbook, tree: IndicatorTree, language: Both) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(said(_GLOSSARY, language))
    for column, head in enumerate(_HEADS, start=1):
        _text(sheet, 1, column, said(head, language)).font = Font(bold=True)
    for row, node in enumerate(tree.nodes, start=2):
        unit, direction = None, None
        if isinstance(node, Indicator):
            unit, direction = node.measured_in(language), said(BETTER[node.better], language)
        cells = (
            node.code, tree.parent(node.code), _named_in("en", node), _named_in("zh", node),
            unit, direction, node.noted(language),
        )  # fmt: skip
        for column, content in enumerate(cells, start=1):
            _text(sheet, row, column, content or None).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    _finish(sheet, [], (14, 14, 40, 32, 16, 18, 48))


def _named_in(language: str, node: Node) -> str:
    """Return a node's name in a language alone, "" where it has none; one of no said language is of its script's."""
    if not isinstance(node.name, str):
        return next((name for key, name in node.name.items() if key.split("-")[0] == language and name), "")
    return node.name if language == ("zh" if re.search(f"[{CJK}]", node.name) else "en") else ""


def _text(sheet: Worksheet, row: int, column: int, text: str | None) -> Any:
    """Write text that never becomes a formula, and return its cell."""
    cell = sheet.cell(row, column, None if text is None else visible(text))
    if text is not None:
        cell.data_type = "s"
        cell.number_format = "@"
    return cell


def _finish(sheet: Worksheet, open_cells: list[tuple[int, int]], widths: tuple[int, ...]) -> None:
    """Lock everything but the open cells (there is no password) and set the columns' widths."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    for row, column in open_cells:
        sheet.cell(row, column).protection = Protection(locked=False)
        sheet.cell(row, column).number_format = "@"
    sheet.protection.sheet = True
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
