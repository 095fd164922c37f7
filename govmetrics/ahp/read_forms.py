"""Filled-in forms, read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.ahp.coded_answers import Answers
from govmetrics.ahp.forms import GROUP_HEADS, LEFT, MARK, TOP
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.headings import name_fault
from govmetrics.core.log import LOG
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_form(path: Path, names: Names, answers: Answers) -> bool:
    """Add the answers of a filled-in form to `answers`; False when the file is not one of our forms."""
    import zipfile

    from openpyxl import load_workbook

    if not path.is_file():
        raise FaultyInput(str(path), "there is no such file", "check the path")
    try:
        LOG.debug("read %s", path)
        book = load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        problem = "is not a readable xlsx file ({reason})"
        raise FaultyInput(path.name, problem, "save it again as .xlsx", reason=reason_of(error)) from None
    first = book.worksheets[0] if book.worksheets else None
    if first is None or first.cell(1, 1).value != MARK:
        return False
    expert = texts([first.cell(3, 2).value])[0]
    sheets = [sheet for sheet in book.worksheets[1:] if sheet.cell(1, 1).value in GROUP_HEADS]
    if not expert and not any(map(_is_answered, sheets)):
        way_out = "fill in the expert's name ({cell}) and the white cells of the groups"
        answers.blank[path.name] = Fault(path.name, "the form is empty", way_out, cell=f"{first.title}, B3")
        return True
    if not expert:
        place = Text("{parts}", parts=[path.name, first.title, "B3"])
        answers.faults.append(Fault(place, "the expert's name is empty", "fill it in"))
        expert = path.stem
    elif expert in answers.everyone:
        answers.faults.append(
            Fault(
                Text("{at} ({where})", at=[expert], where=path.name),
                Text("the expert has filled in {file} already", file=answers.everyone[expert]),
                "give every expert one name and one form",
            )
        )
        return True
    answers.everyone[expert] = path.name
    for sheet in sheets:
        _read_group(sheet, expert, path.name, names, answers)
    return True


def _is_answered(sheet: Worksheet) -> bool:
    """Tell whether somebody filled in a cell off the diagonal."""
    rows = sheet.iter_rows(min_row=TOP, min_col=LEFT, values_only=True)
    return any(not missing(cell) for r, row in enumerate(rows) for c, cell in enumerate(row) if r != c)


def _read_group(sheet: Worksheet, expert: str, file: str, names: Names, answers: Answers) -> None:
    """Read one group's sheet; the cells below the diagonal only where somebody filled them."""
    group = texts([sheet.cell(1, 2).value])[0]
    columns = _labels(sheet.cell(TOP - 1, column).value for column in range(LEFT, sheet.max_column + 1))
    rows = _labels(sheet.cell(row, 1).value for row in range(TOP, sheet.max_row + 1))
    place = Text("{at} ({where})", at=[expert, group], where=f"{file}, {sheet.title}")
    parts = names.tree.parts(group) if group in names.tree else []
    if not parts:
        answers.faults.append(Fault(place, "is not a group of the tree", "use a form written from this tree"))
        return
    if sorted(rows) != sorted(parts) or sorted(columns) != sorted(parts):
        problem = Text("compares rows ({rows}) with columns ({columns}), while the parts of the tree's group are: {parts}",
                       rows=rows, columns=columns, parts=parts)  # fmt: skip
        answers.faults.append(
            Fault(place, problem, "use a form written from this tree, and leave its labels alone")
        )
        return
    if _is_answered(sheet):
        beside = [(group, sheet.cell(1, 3)), *((code, sheet.cell(TOP + r, 2)) for r, code in enumerate(rows))]
        beside += [(code, sheet.cell(TOP - 2, LEFT + c)) for c, code in enumerate(columns)]
        for code, cell in beside:
            where = Text(
                "{at} ({where})", at=[expert, group], where=f"{file}, {sheet.title}, {cell.coordinate}"
            )
            answers.faults += name_fault(where, cell.value, names.tree[code])
    for r, first in enumerate(rows):
        for c, second in enumerate(columns):
            cell = sheet.cell(TOP + r, LEFT + c)
            i, j = parts.index(first), parts.index(second)
            if i < j or (i > j and not missing(cell.value)):
                answers.add(expert, (group, i, j), cell.value, f"{file}, {sheet.title}, {cell.coordinate}")


def _labels(cells: Any) -> list[str]:
    """Return labels up to the first empty cell."""
    found = []
    for text in texts(cells):
        if not text:
            break
        found.append(text)
    return found
