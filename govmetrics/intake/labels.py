"""Whose row it is: the labels of units and periods, from columns or from a frame's index."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from govmetrics.core.checks import listed, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.nodes import CONTROL
from govmetrics.core.tables import plain_text
from govmetrics.intake.columns import key


def labelled(
    frame: pd.DataFrame, unit: str, period: str | None, is_frame: bool
) -> tuple[pd.DataFrame, list[str], list[Fault]]:
    """Return the frame with columns `unit` (and `period`), whatever they were called, these names, and what is wrong.

    Where such a column is missing the rows are called by their numbers, so that their cells can still be judged.
    """
    if frame.columns.nlevels > 1:
        raise FaultyInput(
            Fault("columns", "have headings of several levels", "give every column one heading")
        )
    twice = sorted({str(c) for c in frame.columns[frame.columns.duplicated()]})
    faults = [Fault(f"column {c}", "occurs more than once", "keep one of them") for c in twice]
    frame = frame.loc[:, ~frame.columns.duplicated()] if twice else frame
    odd = [
        Fault(name, f"is {type(column).__name__}", "give the name of a column")
        for name, column in (("unit", unit), ("period", period))
        if not (isinstance(column, str | int | float) or (column is None and name == "period"))
    ]
    Faults(odd).raise_all()
    frame = _from_index(frame, unit, period) if is_frame else _renamed(frame, unit, period)
    wanted = {unit: "unit"} if period is None else {unit: "unit", period: "period"}
    lost = [
        Fault(f"column {c}", "is missing", "name it with `unit=` or `period=`")
        for c in wanted
        if c not in frame
    ]
    if lost:
        lost.append(Fault("the columns are", listed(frame.columns)))
    if unit == period and unit is not None:
        lost.append(Fault("period", f"is {period!r}, as the unit is", "name two different columns"))
    lost += [
        Fault(f"column {own}", f"has the name that the column {c!r} gets here", "rename it")
        for c, own in wanted.items()
        if own in frame and own not in wanted
    ]
    if lost:
        rows = [f"row {row + 2}" for row in range(len(frame))]
        return frame.assign(unit=rows), ["unit"], faults + lost
    return frame.rename(columns=wanted), ["unit"] if period is None else ["period", "unit"], faults


def _from_index(frame: pd.DataFrame, unit: str, period: str | None) -> pd.DataFrame:
    """Return the frame with the labels in its index as columns; an index without names has the units."""
    named = [name for name in (unit, period) if name in frame.index.names and name not in frame.columns]
    if named and None not in named:
        return frame.reset_index(level=named)
    if unit not in frame.columns and frame.index.nlevels == 1:
        return frame.rename_axis(unit).reset_index()
    return frame


def _renamed(frame: pd.DataFrame, *wanted: str | None) -> pd.DataFrame:
    """Return a file's columns with those `wanted` spelled so, where only case or blanks around differ."""
    names = {}
    for name in wanted:
        alike = [c for c in frame.columns if name is not None and key(c) == key(name)]
        if len(alike) == 1 and name not in frame.columns:
            names[alike[0]] = name
    frame = frame.rename(columns=names)
    unit = wanted[0]
    # The index of a frame that was saved has no heading.
    return frame if unit in frame else frame.rename(columns={"Unnamed: 0": unit})


def plain_labels(frame: pd.DataFrame, keys: list[str], is_frame: bool) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the frame with its labels trimmed (years of a file as numbers), and those that name nothing."""
    labels = {}
    faults = []
    for name in keys:
        column = frame[name] if is_frame else frame[name].map(plain_text)
        # As objects: a categorical index knows categories that no row has.
        text = column.astype(object).map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
        blank = np.flatnonzero(text.isna() | (text.astype(str) == "")).tolist()
        if name == "period" and not is_frame and not blank:
            years = pd.to_numeric(text, errors="coerce")
            text = years.astype(int) if years.notna().all() and (years % 1 == 0).all() else text
        if blank:  # a place for its other faults
            text = text.astype(object)
            text.iloc[blank] = [f"row {row + 2}" for row in blank]
        faults += each(blank, partial(_nameless, name=name))
        labels[name] = text.infer_objects()
    units = list(map(str, labels["unit"]))
    if CONTROL.search("".join(units)):
        odd = [(row, text) for row, text in enumerate(units, start=2) if CONTROL.search(text)]
        faults += each(
            odd,
            lambda at: Fault(f"row {at[0]}", f"the unit {at[1]!r} holds a control character", "remove it"),
        )
    return frame.assign(**labels), faults


def _nameless(row: int, name: str) -> Fault:
    return Fault(f"row {row + 2}", f"the {name} is empty", "name it, or remove the row")


def row_index(frame: pd.DataFrame, keys: list[str]) -> tuple[pd.Index, list[Fault]]:
    """Return the labels as an index, and those that several rows have."""
    columns = [frame[name] for name in keys]
    index = (
        pd.Index(columns[0], name="unit")
        if len(keys) == 1
        else pd.MultiIndex.from_arrays(columns, names=keys)
    )
    if index.is_unique:
        return index, []
    places = pd.Series(np.arange(len(index)) + 2).groupby(index.to_numpy(), sort=False)
    twice = [(label, rows) for label, rows in places if len(rows) > 1]
    return index, each(twice, lambda at: Fault(place_of(at[0]), f"there are {len(at[1])} rows for it: {listed(at[1])}",
                                               "keep one row each"))  # fmt: skip
