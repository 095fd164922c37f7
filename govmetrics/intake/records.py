"""Records of units: from a file or a frame to a `Dataset`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import CONTROL, Indicator
from govmetrics.core.tables import numbers, plain_text, read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.intake.columns import absent_leaves, key, matched_columns
from govmetrics.intake.long import long_columns, widened

_PERCENT = ("%", "％", "percent", "per cent", "百分")


def read_records(
    source: str | Path | pd.DataFrame, tree: IndicatorTree, unit: str = "unit", period: str | None = None
) -> Dataset:
    """Read records of units, wide (one column an indicator) or long (columns code and value).

    Parameters
    ----------
    source : path or DataFrame
        .csv (UTF-8, with BOM, or GB18030), .xlsx, .parquet, or a frame. A frame without a `unit` column has
        its units in the index.
    tree : IndicatorTree
        Columns are matched by code or by the name in either language. Other columns become attributes,
        and a note says so.
    unit, period : str
        The columns of the units' names and, for several periods, of the period.

    Returns
    -------
    Dataset
        Rows in the order of the file, indexed by unit or (period, unit).

    Raises
    ------
    FaultyInput
        Text that is no number, two rows for one unit, indicators without a column, units without any value,
        units that miss a period: every fault with its cell.

    Notes
    -----
    Cells are read by the rule of `govmetrics.core.tables.number`: "1,234" is 1234, "85%" is 85 (refused where
    the indicator's unit is no percentage), and "—", "N/A", "缺失" and the like are missing.
    """
    frame = source.copy(deep=False) if isinstance(source, pd.DataFrame) else read_table(source)
    frame = _with_labels(frame, unit, period, isinstance(source, pd.DataFrame))
    keys = ["period", "unit"] if period is not None else ["unit"]
    notes: list[str] = []
    matched, faults = matched_columns(frame.columns, tree, keys)
    long = None if matched else long_columns(frame)
    if long:
        frame, notes = widened(frame, tree, keys, *long)
        matched, faults = matched_columns(frame.columns, tree, keys)
    absent, without = absent_leaves(frame, matched, tree)
    faults += without
    if without and not matched:
        shown = ", ".join(map(str, frame.columns[:20]))
        faults.append(
            Fault("the columns are", shown, "is the header the first line, and this the right sheet?")
        )
    index, wrong_rows = _index(frame, keys, isinstance(source, pd.DataFrame))
    values, wrong_cells = _values(frame, matched, tree, index)
    if not faults:  # without all the columns an empty row says nothing
        wrong_cells += _empty_rows(values, bool(matched))
    if not wrong_rows:  # rows that are named twice, or not at all, hide what is missing
        wrong_cells += _gaps(index)
    faults += wrong_rows + wrong_cells
    if faults:
        raise FaultyInput(faults)
    taken = {*matched.values(), *keys}
    rest = [c for c in frame.columns if c not in taken]
    attributes = frame[rest].map(plain_text) if not isinstance(source, pd.DataFrame) and rest else frame[rest]
    attributes = attributes.apply(_numeric_if_possible) if rest else attributes
    if rest:
        notes.append(
            f"columns that are no indicators are kept as attributes (非指标列保留为属性): {', '.join(map(str, rest))}"
        )
    if absent:
        notes.append(
            f"indicators without a column, to be filled by another source (待其他来源填补的指标): {', '.join(absent)}"
        )
    return Dataset(tree, values, attributes.set_axis(index), notes=tuple(notes))


def _with_labels(frame: pd.DataFrame, unit: str, period: str | None, is_frame: bool) -> pd.DataFrame:
    """Return the frame with columns `unit` (and `period`), whatever they were called."""
    if unit == period:
        raise FaultyInput(Fault("period", f"is {period!r}, as the unit is", "name two different columns"))
    if not frame.columns.is_unique:
        twice = sorted({str(c) for c in frame.columns[frame.columns.duplicated()]})
        raise FaultyInput([Fault(f"column {c}", "occurs more than once", "keep one of them") for c in twice])
    frame = frame if is_frame else _renamed(frame, unit, period)
    if not is_frame and "Unnamed: 0" in frame and unit not in frame:  # the index of a frame that was saved
        frame = frame.rename(columns={"Unnamed: 0": unit})
    levels = {name for name in frame.index.names if name is not None}
    no_index = not is_frame and isinstance(frame.index, pd.RangeIndex)  # a file's rows have no names
    if unit not in frame.columns and not no_index:
        if isinstance(frame.index, pd.MultiIndex):
            frame = frame.reset_index(level=[name for name in (unit, period) if name in levels])
        else:
            frame = frame.rename_axis(unit).reset_index()
    missing = [
        Fault(f"column {c}", "is missing", "name it with `unit=` or `period=`")
        for c in (unit, period)
        if c and c not in frame
    ]
    missing += [
        Fault(f"column {own}", f"has the name that the column {c!r} gets here", "rename it")
        for c, own in ((unit, "unit"), (period, "period"))
        if c and c != own and own in frame and own not in (unit, period)
    ]
    if missing:
        columns = ", ".join(map(str, frame.columns[:20]))
        raise FaultyInput([*missing, Fault("the columns are", columns or "none")])
    return frame.rename(columns={unit: "unit", **({period: "period"} if period else {})})


def _renamed(frame: pd.DataFrame, *wanted: str | None) -> pd.DataFrame:
    """Return the frame with the columns `wanted` spelled so, where only case or blanks around differ."""
    names = {}
    for name in wanted:
        alike = [c for c in frame.columns if name is not None and key(c) == key(name)]
        if len(alike) == 1 and name not in frame.columns:
            names[alike[0]] = name
    return frame.rename(columns=names)


def _index(frame: pd.DataFrame, keys: list[str], is_frame: bool) -> tuple[pd.Index, list[Fault]]:
    """Return the rows' labels, and what is wrong with them."""
    labels = {}
    for name in keys:
        column = frame[name] if is_frame else frame[name].map(plain_text)
        text = column.map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
        if name == "period" and not is_frame:
            years = pd.to_numeric(text, errors="coerce")
            text = years.astype(int) if years.notna().all() and (years % 1 == 0).all() else text
        labels[name] = text
    faults = []
    for name, column in labels.items():
        blank = column.isna() | (column.astype(str) == "")
        faults += [
            Fault(f"row {row + 2}", f"the {name} is empty", "name it, or remove the row")
            for row in np.flatnonzero(blank)[:50]
        ]
    if CONTROL.search("".join(map(str, labels["unit"]))):
        faults += [
            Fault(f"row {row + 2}", f"the unit {text!r} holds a control character", "remove it")
            for row, text in enumerate(map(str, labels["unit"]))
            if CONTROL.search(text)
        ]
    index = (
        pd.Index(labels["unit"], name="unit")
        if len(keys) == 1
        else pd.MultiIndex.from_arrays([labels[k] for k in keys], names=keys)
    )
    if not index.is_unique:
        places = pd.Series(np.arange(len(index)) + 2, index=np.arange(len(index))).groupby(
            index.to_numpy(), sort=False
        )
        for label, rows in places:
            if len(rows) > 1:
                shown = ", ".join(map(str, rows))
                faults.append(
                    Fault(str(label), f"there are {len(rows)} rows for it: {shown}", "keep one row each")
                )
    return index, faults[:200]


def _values(
    frame: pd.DataFrame, matched: dict[str, Any], tree: IndicatorTree, index: pd.Index
) -> tuple[pd.DataFrame, list[Fault]]:
    wanted = [matched[code] for code in tree.codes if code in matched]
    if len(wanted) == len(tree.codes) and all(dtype == np.float64 for dtype in frame[wanted].dtypes):
        return frame[wanted].set_axis(tree.codes, axis="columns").set_axis(index), []
    columns: dict[str, Any] = {}
    faults = []
    for leaf in tree.indicators:
        if leaf.code not in matched:
            columns[leaf.code] = np.full(len(frame), np.nan)
            continue
        cells = frame[matched[leaf.code]].set_axis(index)
        values, wrong = numbers(cells)
        faults += [
            Fault(
                f"{label}, {leaf.code}",
                f"{text[:40]!r} is not a number",
                "correct the cell, or leave it empty",
            )
            for label, text in wrong[:50]
        ]
        faults += _percent_faults(cells, leaf)
        columns[leaf.code] = values.to_numpy()
    return pd.DataFrame(columns, index=index), faults


def _percent_faults(cells: pd.Series, leaf: Indicator) -> list[Fault]:
    """Refuse "85%" where the indicator's unit is no percentage: it may be 85 or 0.85."""
    if (
        not leaf.unit
        or any(sign in leaf.unit.lower() for sign in _PERCENT)
        or pd.api.types.is_numeric_dtype(cells)
    ):
        return []
    signed = cells[cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith(("%", "％")))]
    way_out = f"write the number in the unit of the indicator ({leaf.unit})"
    return [
        Fault(f"{label}, {leaf.code}", f"{cell!r} is a percentage", way_out)
        for label, cell in signed.head(50).items()
    ]


def _empty_rows(values: pd.DataFrame, any_column: bool) -> list[Fault]:
    if not any_column:
        return []
    empty = values.index[np.isnan(values.to_numpy(dtype=float)).all(axis=1)]
    return [Fault(str(row), "has no value at all", "fill it, or remove the row") for row in empty[:50]]


def _gaps(index: pd.Index) -> list[Fault]:
    """Name the units that miss a period that others have."""
    if index.nlevels == 1:
        return []
    periods, units = index.get_level_values("period"), index.get_level_values("unit")
    table = pd.crosstab(units, periods)
    if (table.to_numpy() > 0).all():
        return []
    rows, columns = np.nonzero(table.to_numpy() == 0)
    names, times = list(table.index), list(table.columns)
    return [
        Fault(
            f"{names[r]}, {times[c]}",
            "the unit has no row for this period",
            "add the row (cells may be empty but one), or drop the unit",
        )
        for r, c in list(zip(rows, columns, strict=True))[:50]
    ]


def _numeric_if_possible(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column
    values, wrong = numbers(column)
    return column if wrong or values.isna().all() else values
