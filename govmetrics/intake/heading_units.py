"""Units of measurement of a whole table (单位：万元) or of a row below the header: they are written behind the headings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from govmetrics.core.measures import factor, is_percentage, measure
from govmetrics.core.nodes import Indicator
from govmetrics.core.numbers import number
from govmetrics.core.sheets import filled
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note
from govmetrics.intake.columns import aliases, code_of, key, unit_in

_SAID = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s()（）;；]+)|\bunits?\s*:\s*([^()（）;；]+)", re.IGNORECASE)
_POINTS = {"分", "points", "point", "score", "index", "指数", "得分"}
"""Units that no other is turned into."""


def with_units_said(frame: pd.DataFrame, titles: Iterable[Any], tree: IndicatorTree) -> pd.DataFrame:
    """Return a table with the unit of its titles behind the headings of the leaves that it measures in another size."""
    said = [unit for title in titles if isinstance(title, str) for unit in _units_said(title)]
    if not said:
        return frame
    known = aliases(tree)

    def head(given: Any) -> Any:
        code = code_of(given, known)
        leaf = None if code is None else tree[code]
        if not isinstance(leaf, Indicator) or unit_in(given):
            return given
        times = {unit: factor(unit, leaf.unit) for unit in said}
        if any(by is None and measure(unit) is not None for unit, by in times.items()):
            return given
        sized = [unit for unit, by in times.items() if by is not None and not math.isnan(by)]
        # Of "人、%、万元" the % may be that of other columns: a ratio beside them is not one.
        sized = [unit for unit in sized if len(said) == 1 or not is_percentage(unit)]
        other = next(iter(sized), None)
        return given if other is None else f"{given}（{other}）"

    return frame.set_axis(pd.Index([head(column) for column in frame.columns], dtype=object), axis="columns")


def _units_said(title: str) -> list[str]:
    found = _SAID.search(title)
    return [unit.strip() for unit in re.split("[、,，]", found[1] or found[2])] if found else []


def units_below(frame: pd.DataFrame, tree: IndicatorTree) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table without a first row of units of measurement, which stand in brackets behind the headings then."""
    known = aliases(tree)
    places = [place for place, head in enumerate(frame.columns) if code_of(head, known) is not None]
    if not len(frame) or not places:
        return frame, []
    cells: dict[int, Any] = {place: frame.iloc[0, place] for place in places if filled(frame.iloc[0, place])}
    if not cells or not all(isinstance(cell, str) and _is_unit(cell) for cell in cells.values()):
        return frame, []
    heads = [f"{head}（{_bare(cells[i])}）" if i in cells and not unit_in(head) else head
             for i, head in enumerate(frame.columns)]  # fmt: skip
    note = Note("row {row} holds the units of measurement", row=int(frame.index[0]) + 2)
    return frame.iloc[1:].set_axis(pd.Index(heads, dtype=object), axis="columns"), [note]


def _is_unit(cell: str) -> bool:
    return number(cell) is None and (measure(_bare(cell)) is not None or key(_bare(cell)) in _POINTS)


def _bare(cell: str) -> str:
    return cell.strip().strip("()（）[]【】").strip()
