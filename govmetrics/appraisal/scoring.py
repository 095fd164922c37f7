"""What every rule earns: the points of each unit for one item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.appraisal.spec import Criteria, Entered, Item, Linear, Rubric, Target
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, no_number, numbers
from govmetrics.core.options import shown
from govmetrics.core.words import Text

_YES, _NO = {"yes", "true", "y", "是", "有", "1"}, {"no", "false", "n", "否", "无", "0"}


def columns_of(item: Item) -> list[str]:
    """Return the columns of the data that an item reads."""
    return list(item.of) if isinstance(item, Criteria) and isinstance(item.of, list) else [item.code]


def cells_of(item: Item, data: pd.DataFrame, decimal: Decimal | None = None) -> tuple[pd.Series, list[Fault]]:
    """Return an item's cells as its rule reads them (numbers, or levels of the rubric), and what is wrong."""
    if isinstance(item, Rubric):
        return _levels(item, data[item.code])
    if isinstance(item, Criteria) and isinstance(item.of, list):
        read = [_yes_or_no(data[column]) for column in item.of]
        met = pd.concat([answers for answers, _ in read], axis="columns")
        return met.sum(axis="columns", skipna=False), [fault for _, faults in read for fault in faults]
    cells, bad = numbers(data[item.code], decimal)
    faults = each(bad, lambda cell: no_number(place_of(cell[0], item.code), cell[1], asks=True))
    infinite = cells[np.isinf(cells)].items()
    faults += each(
        infinite, lambda cell: Fault(place_of(cell[0], item.code), "the value is infinite", "correct it")
    )
    return cells, faults


def _levels(item: Rubric, column: pd.Series) -> tuple[pd.Series, list[Fault]]:
    levels = {level_text(level) for level in item.levels}
    cells = column.map(level_text, na_action="ignore")
    wrong = cells[~cells.isin(levels) & cells.notna()]
    way_out = Text("levels are: {levels}", levels=sorted(levels))
    return cells, each(
        wrong.items(),
        lambda cell: Fault(
            place_of(cell[0], item.code), "{value!r} is not a level of the rubric", way_out, value=cell[1]
        ),
    )


def earned(item: Item, cells: pd.Series, full: np.ndarray) -> np.ndarray:
    """Return the points of every unit; NaN where its cell is missing.

    Parameters
    ----------
    item : Item
        The rule.
    cells : Series, shape (units,)
        As `cells_of` returns them.
    full : ndarray, shape (units,)
        The item's full marks in each unit's group.
    """
    if isinstance(item, Rubric):
        points = {level_text(level): p for level, p in item.levels.items()}
        return cells.map(points, na_action="ignore").to_numpy(dtype=float)
    x = cells.to_numpy(dtype=float)
    if isinstance(item, Entered):
        return x
    if isinstance(item, Target):
        return np.asarray(full * _reached(item, x))
    if isinstance(item, Linear):
        return np.asarray(full * np.clip((x - item.worst) / (item.best - item.worst), 0.0, 1.0))
    if isinstance(item, Criteria):
        return np.asarray(full * x / count_of(item))
    return np.asarray(np.minimum(full, item.each * np.maximum(x - item.free, 0.0)))


def range_faults(item: Item, cells: pd.Series, full: np.ndarray) -> list[Fault]:
    """Return the cells outside what the rule allows."""
    if isinstance(item, Rubric | Target | Linear):
        return []
    x = cells.to_numpy(dtype=float)
    top = full if isinstance(item, Entered) else np.full(len(x), np.inf)
    if isinstance(item, Criteria):
        top = np.full(len(x), float(count_of(item)))

    def fault(row: int) -> Fault:
        if top[row] == np.inf:
            way_out = Text("give a number of cases from 0")
        elif isinstance(item, Criteria):
            way_out = Text("give 0 to {top:g} criteria met", top=top[row])
        else:
            way_out = Text("give 0 to {top:g} points", top=top[row])
        return Fault(place_of(cells.index[row], item.code), "is {value}", way_out, value=f"{x[row]:g}")

    return each(np.flatnonzero((x < 0) | (x > top + 1e-9)).tolist(), fault)


def count_of(item: Criteria) -> int:
    """Return how many criteria there are."""
    return len(item.of) if isinstance(item.of, list) else item.of


def full_marks(item: Item, groups: Sequence[str]) -> np.ndarray:
    """Return the item's full marks for units of these groups, NaN for an unknown one. Shape (units,)."""
    if isinstance(item.points, dict):
        return np.array([item.points.get(group, np.nan) for group in groups], dtype=float)
    return np.full(len(groups), float(item.points))


def level_text(level: object) -> str:
    """Return a level as it is compared: numbers without trailing zeros, text without blanks around it."""
    if isinstance(level, bool | np.bool_):
        return "yes" if level else "no"
    if isinstance(level, int | float | np.integer | np.floating):
        return f"{float(level):g}"
    return str(clean(str(level)))


def _reached(item: Target, x: np.ndarray) -> np.ndarray:
    met = x >= item.target - 1e-12 if item.better == "more" else x <= item.target + 1e-12
    if item.short == "nothing":
        return np.where(np.isnan(x), np.nan, met.astype(float))
    # Short of the target in proportion: value / target, or target / value where less is better.
    share = x / item.target if item.better == "more" else item.target / np.where(met, item.target, x)
    return np.where(met, 1.0, np.clip(share, 0.0, 1.0))


def _yes_or_no(column: pd.Series) -> tuple[pd.Series, list[Fault]]:
    text = column.map(lambda cell: level_text(cell).lower(), na_action="ignore")
    answers = text.map({**dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}, na_action="ignore")
    wrong = column[answers.isna() & column.notna()]
    code, way_out = str(column.name), "give 1 or 0, yes or no, 是 or 否"
    return answers.astype(float), each(
        wrong.items(),
        lambda cell: Fault(
            place_of(cell[0], code), "{value} is neither yes nor no", way_out, value=shown(cell[1])
        ),
    )
