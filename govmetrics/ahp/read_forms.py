"""Filled-in forms, read back."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from govmetrics.ahp.coded_answers import Answers
from govmetrics.ahp.forms import GROUP_HEADS, LEFT, MARK, TOP
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.cells import Cells, place_of
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.headings import name_fault
from govmetrics.core.log import LOG
from govmetrics.core.options import is_file
from govmetrics.core.spreadsheets import cells_of, sheets_of
from govmetrics.core.words import Text


def read_form(path: Path, names: Names, answers: Answers) -> bool:
    """Add the answers of a filled-in form to `answers`; False when the file is not one of our forms."""
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    LOG.debug("read %s", path)
    first = cells_of(path, raw=True)
    if first.at(1, 1) != MARK:
        return False
    opening, *others = sheets_of(path)
    expert = texts([first.at(3, 2)])[0]
    every = ((title, cells_of(path, title, raw=True)) for title in others)
    sheets = {title: cells for title, cells in every if cells.at(1, 1) in GROUP_HEADS}
    if not expert and not any(map(_is_answered, sheets.values())):
        way_out = "fill in the expert's name ({cell}) and the white cells of the groups"
        answers.blank[path.name] = Fault(path.name, "the form is empty", way_out, cell=f"{opening}, B3")
        return True
    if not expert:
        place = Text("{parts}", parts=[path.name, opening, "B3"])
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
    for title, cells in sheets.items():
        _read_group(cells, expert, f"{path.name}, {title}", names, answers)
    return True


def _is_answered(cells: Cells) -> bool:
    """Tell whether somebody filled in a cell off the diagonal."""
    return any(
        row >= TOP and column >= LEFT and row - TOP != column - LEFT and not missing(cell)
        for row, column, cell in cells.filled()
    )


def _read_group(cells: Cells, expert: str, where: str, names: Names, answers: Answers) -> None:
    """Read one group's sheet; the cells below the diagonal only where somebody filled them."""
    group = texts([cells.at(1, 2)])[0]
    columns = _labels(cells.at(TOP - 1, column) for column in count(LEFT))
    rows = _labels(cells.at(row, 1) for row in count(TOP))
    place = Text("{at} ({where})", at=[expert, group], where=where)
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
    if _is_answered(cells):
        beside = [(group, 1, 3), *((code, TOP + r, 2) for r, code in enumerate(rows))]
        beside += [(code, TOP - 2, LEFT + c) for c, code in enumerate(columns)]
        for code, row, column in beside:
            at = Text("{at} ({where})", at=[expert, group], where=f"{where}, {place_of(row, column)}")
            answers.faults += name_fault(at, cells.at(row, column), names.tree[code])
    for r, first in enumerate(rows):
        for c, second in enumerate(columns):
            value, cell = cells.at(TOP + r, LEFT + c), place_of(TOP + r, LEFT + c)
            i, j = parts.index(first), parts.index(second)
            if i < j or (i > j and not missing(value)):
                answers.add(expert, (group, i, j), value, f"{where}, {cell}")


def _labels(cells: Iterable[Any]) -> list[str]:
    """Return labels up to the first empty cell."""
    found = list[str]()
    for cell in cells:
        (text,) = texts([cell])
        if not text:
            break
        found.append(text)
    return found
