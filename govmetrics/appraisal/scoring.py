"""What every rule earns: the points of each unit for one item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.appraisal.spec import Criteria, Entered, Item, Linear, Rubric, Target
from govmetrics.core.errors import Fault
from govmetrics.core.tables import numbers

_SHOWN = 50
_YES, _NO = {"yes", "true", "y", "是", "有", "1"}, {"no", "false", "n", "否", "无", "0"}


def columns_of(item: Item) -> list[str]:
    """Return the columns of the data that an item reads."""
    return list(item.of) if isinstance(item, Criteria) and isinstance(item.of, list) else [item.code]


def cells_of(item: Item, data: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    """Return an item's cells as its rule reads them (numbers, or levels of the rubric), and what is wrong."""
    faults: list[Fault] = []
    if isinstance(item, Rubric):
        levels = {level_text(level) for level in item.levels}
        cells = data[item.code].map(level_text, na_action="ignore")
        wrong = cells[~cells.isin(levels) & cells.notna()]
        listed = f"levels are: {', '.join(sorted(levels))}"
        faults += [
            Fault(place(row, item.code), f"{cell!r} is no level of the rubric", listed)
            for row, cell in wrong.items()
        ]
        return cells, faults[:_SHOWN]
    if isinstance(item, Criteria) and isinstance(item.of, list):
        met = [_yes_or_no(data[column], faults) for column in item.of]
        return pd.concat(met, axis="columns").sum(axis="columns", skipna=False), faults
    cells, bad = numbers(data[item.code])
    faults += [Fault(place(row, item.code), f"{text[:40]!r} is not a number") for row, text in bad]
    faults += [
        Fault(place(row, item.code), f"the value is {value:g}", "correct it")
        for row, value in cells[np.isinf(cells)].items()
    ]
    return cells, faults[:_SHOWN]


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
    problem = "points" if isinstance(item, Entered) else "cases"
    if isinstance(item, Criteria):
        top, problem = np.full(len(x), float(count_of(item))), "criteria met"
    bad = np.flatnonzero((x < 0) | (x > top + 1e-9))
    return [
        Fault(place(cells.index[row], item.code), f"{x[row]:g} {problem}", f"give 0 to {top[row]:g}")
        for row in bad[:_SHOWN]
    ]


def count_of(item: Criteria) -> int:
    """Return how many criteria there are."""
    return len(item.of) if isinstance(item.of, list) else item.of


def full_marks(item: Item, groups: Sequence[str]) -> np.ndarray:
    """Return the item's full marks for units of these groups. Shape (units,)."""
    if isinstance(item.points, dict):
        return np.array([item.points[group] for group in groups], dtype=float)
    return np.full(len(groups), float(item.points))


def level_text(level: object) -> str:
    """Return a level as it is compared: numbers without trailing zeros, text without blanks around it."""
    if isinstance(level, bool | np.bool_):
        return "yes" if level else "no"
    if isinstance(level, int | float | np.integer | np.floating):
        return f"{float(level):g}"
    return str(level).strip()


def _reached(item: Target, x: np.ndarray) -> np.ndarray:
    met = x >= item.target - 1e-12 if item.better == "more" else x <= item.target + 1e-12
    if item.short == "nothing":
        return np.where(np.isnan(x), np.nan, met.astype(float))
    # Short of the target in proportion: value / target, or target / value where less is better.
    share = x / item.target if item.better == "more" else item.target / np.where(met, item.target, x)
    return np.where(met, 1.0, np.clip(share, 0.0, 1.0))


def _yes_or_no(column: pd.Series, faults: list[Fault]) -> pd.Series:
    text = column.map(lambda cell: level_text(cell).lower(), na_action="ignore")
    answers = text.map({**dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}, na_action="ignore")
    wrong = column[answers.isna() & column.notna()]
    faults += [
        Fault(
            place(row, str(column.name)),
            f"{cell!r} is neither yes nor no",
            "give 1 or 0, yes or no, 是 or 否",
        )
        for row, cell in wrong[:_SHOWN].items()
    ]
    return answers.astype(float)


def place(row: object, code: str) -> str:
    """Return where a cell is, as faults say it."""
    return ", ".join(map(str, (*row, code) if isinstance(row, tuple) else (row, code)))
