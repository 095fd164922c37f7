"""The form on which experts compare: an xlsx file written from the tree, and read back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.ahp.coded_answers import Answers
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.nodes import Group, Indicator
from govmetrics.core.tables import save_xlsx
from govmetrics.core.tree import IndicatorTree

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MARK = "govmetrics judgement form"
ANSWERS = (*(str(k) for k in range(9, 0, -1)), *(f"1/{k}" for k in range(2, 10)))
SCALE = (
    ("1", "equally important", "同样重要"),
    ("3", "somewhat more important", "稍微重要"),
    ("5", "clearly more important", "明显重要"),
    ("7", "much more important", "强烈重要"),
    ("9", "extremely more important", "极端重要"),
    ("2, 4, 6, 8", "in between", "介于相邻两级之间"),
    ("1/2 ... 1/9", "the column is more important, to that degree", "列比行重要，程度同上"),
)
_QUESTION = (
    "How many times more important is the ROW than the COLUMN? Fill in the white cells only.",
    "“行”指标比“列”指标重要多少？只填写白色单元格。",
)
_TOP, _LEFT = 5, 3  # first row and column of the answers on a group's sheet


def write_form(tree: IndicatorTree, path: str | Path, expert: str = "") -> None:
    """Write the form on which one expert compares the parts of every group with two parts or more.

    The first sheet takes the expert's name and explains the scale; then comes one sheet per group, on which
    only the cells above the diagonal can be filled, each with a list of the answers 9, ..., 1, 1/2, ..., 1/9;
    the last sheet explains every node. All words are English and Chinese. `read_judgements` reads it back.

    Parameters
    ----------
    tree : IndicatorTree
        What is to be compared.
    path : path
        The .xlsx file to write.
    expert : str
        The expert's name, if it is to be filled in already.

    Returns
    -------
    None
        The file is written.

    Raises
    ------
    FaultyInput
        No group has two parts; another suffix than .xlsx.

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
    ...     write_form(tree, Path(folder) / "form.xlsx")
    ...     len(load_workbook(Path(folder) / "form.xlsx").sheetnames)
    4
    """
    from openpyxl import Workbook

    faults = Faults(kind_faults(tree, IndicatorTree, "tree", "read it with read_tree"))
    if not str(path).lower().endswith(".xlsx"):
        faults.append(Fault(str(path), "is no .xlsx name", "forms are .xlsx files"))
    faults.raise_all()
    path = Path(path)
    groups = [group for group in tree.groups if len(group.parts) > 1]
    if not groups:
        raise FaultyInput(Fault(tree.root.code, "no group has two parts", "there is nothing to compare"))
    book = Workbook()
    _write_start(book.worksheets[0], tree, expert)
    for number, group in enumerate(groups, start=1):
        _write_group(book.create_sheet(_title(number, group.code)), group)
    _write_glossary(book, tree)
    save_xlsx(book, path)


def _write_start(sheet: Worksheet, tree: IndicatorTree, expert: str) -> None:
    from openpyxl.styles import Font, PatternFill

    sheet.title = "Start 开始"
    lines = [
        (MARK, tree.root.code, tree.root.label("both")),
        (),
        ("Expert 专家", expert or None),
        (),
        (_QUESTION[0],),
        (_QUESTION[1],),
        ("Leave a sheet empty if you cannot judge it.",),
        ("若无法判断某一组，请将该页整页留空。",),
        (),
        ("Answer 取值", "The row is ...", "行比列……"),
        *SCALE,
    ]
    for row, words in enumerate(lines, start=1):
        for column, text in enumerate(words, start=1):
            _text(sheet, row, column, text)
    for row in (1, 3, 10):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.cell(3, 2).fill = PatternFill("solid", fgColor="FFF7D6")
    _finish(sheet, [(3, 2)], (16, 44, 32))


def _write_group(sheet: Worksheet, group: Group) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    _text(sheet, 1, 1, "Group 组别")
    _text(sheet, 1, 2, group.code)
    _text(sheet, 1, 3, group.label("both"))
    _text(sheet, 2, 1, " ".join(_QUESTION))
    grey, line = PatternFill("solid", fgColor="D9D9D9"), Side(style="thin", color="999999")
    names = [part.label("both") for part in group.parts]
    for place, (part, name) in enumerate(zip(group.parts, names, strict=True)):
        _text(sheet, _TOP - 2, _LEFT + place, name).alignment = Alignment(wrap_text=True, vertical="bottom")
        _text(sheet, _TOP - 1, _LEFT + place, part.code).font = Font(bold=True)
        _text(sheet, _TOP + place, 1, part.code).font = Font(bold=True)
        _text(sheet, _TOP + place, 2, name).alignment = Alignment(wrap_text=True)
    allowed = DataValidation(
        type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True, showErrorMessage=True,
        errorTitle="9 ... 1 ... 1/9", error="Choose from the list. 请从列表中选择。",
    )  # fmt: skip
    sheet.add_data_validation(allowed)
    open_cells, n = [], len(names)
    for i in range(n):
        if i < n - 1:
            first, last = sheet.cell(_TOP + i, _LEFT + i + 1), sheet.cell(_TOP + i, _LEFT + n - 1)
            allowed.add(f"{first.coordinate}:{last.coordinate}")
        for j in range(n):
            cell = sheet.cell(_TOP + i, _LEFT + j)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.alignment = Alignment(horizontal="center")
            cell.number_format = "@"  # as text: a spreadsheet would turn 1/3 into a date
            if i < j:
                open_cells.append((_TOP + i, _LEFT + j))
            else:
                cell.fill = grey
            if i == j:
                cell.value = "1"
    sheet.freeze_panes = "C5"  # _LEFT, _TOP
    _finish(sheet, open_cells, (14, 30, *(14 for _ in names)))


def _write_glossary(book: Workbook, tree: IndicatorTree) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("Glossary 指标说明")
    heads = (
        "Code 代码",
        "Part of 上级",
        "English 英文",
        "Chinese 中文",
        "Unit 单位",
        "Better 方向",
        "Notes 说明",
    )
    for column, head in enumerate(heads, start=1):
        _text(sheet, 1, column, head).font = Font(bold=True)
    better = {
        "more": "more 越大越好",
        "less": "less 越小越好",
        "target": "target 接近目标",
        "interval": "interval 落入区间",
    }
    for row, node in enumerate(tree.nodes, start=2):
        unit, direction = (node.unit, better[node.better]) if isinstance(node, Indicator) else (None, None)
        cells = (
            node.code, tree.parent(node.code), node.label("en"), node.label("zh"),
            unit, direction, node.notes,
        )  # fmt: skip
        for column, content in enumerate(cells, start=1):
            _text(sheet, row, column, content or None).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    _finish(sheet, [], (14, 14, 40, 32, 16, 18, 48))


def _text(sheet: Worksheet, row: int, column: int, text: str | None) -> Any:
    """Write text that never becomes a formula, and return its cell."""
    cell = sheet.cell(row, column, text)
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


def _title(number: int, code: str) -> str:
    plain = re.sub(r"[][:*?/\\]", " ", code)
    return f"{number} {plain}"[:31].rstrip("' ")


def read_form(path: Path, names: Names, answers: Answers) -> bool:
    """Add the answers of a filled-in form to `answers`; False when the file is not one of our forms."""
    import zipfile

    from openpyxl import load_workbook

    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    try:
        book = load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise FaultyInput(
            Fault(path.name, f"is not a readable xlsx file ({error})", "save it again as .xlsx")
        ) from None
    first = book.worksheets[0] if book.worksheets else None
    if first is None or first.cell(1, 1).value != MARK:
        return False
    expert = texts([first.cell(3, 2).value])[0]
    if not expert:
        answers.faults.append(
            Fault(f"{path.name}, {first.title}, B3", "the expert's name is empty", "fill it in")
        )
        expert = path.stem
    elif expert in answers.everyone:
        problem = f"the expert has filled in {answers.everyone[expert] or 'another table'} already"
        answers.faults.append(
            Fault(f"{expert} ({path.name})", problem, "give every expert one name and one form")
        )
        return True
    answers.everyone[expert] = path.name
    for sheet in book.worksheets[1:]:
        if sheet.cell(1, 1).value == "Group 组别":
            _read_group(sheet, expert, path.name, names, answers)
    return True


def _read_group(sheet: Worksheet, expert: str, file: str, names: Names, answers: Answers) -> None:
    """Read one group's sheet; the cells below the diagonal only where somebody filled them."""
    group = texts([sheet.cell(1, 2).value])[0]
    columns = _labels(sheet.cell(_TOP - 1, column).value for column in range(_LEFT, sheet.max_column + 1))
    rows = _labels(sheet.cell(row, 1).value for row in range(_TOP, sheet.max_row + 1))
    place = f"{expert}, {group} ({file}, {sheet.title})"
    parts = names.tree.parts(group) if group in names.tree else []
    if not parts:
        answers.faults.append(Fault(place, "is not a group of the tree", "use a form written from this tree"))
        return
    if sorted(rows) != sorted(parts) or sorted(columns) != sorted(parts):
        problem = f"compares {rows} with {columns}, while the tree has {parts}"
        answers.faults.append(
            Fault(place, problem, "use a form written from this tree, and leave its labels alone")
        )
        return
    for r, first in enumerate(rows):
        for c, second in enumerate(columns):
            cell = sheet.cell(_TOP + r, _LEFT + c)
            i, j = parts.index(first), parts.index(second)
            if i < j or (i > j and not missing(cell.value)):
                answers.add(expert, (group, i, j), cell.value, f" ({file}, {sheet.title}, {cell.coordinate})")


def _labels(cells: Any) -> list[str]:
    """Return labels up to the first empty cell."""
    found = []
    for text in texts(cells):
        if not text:
            break
        found.append(text)
    return found
