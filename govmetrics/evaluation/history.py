"""The history of an evaluation's folder: every value that its records ever had, a row each, the last of a cell counting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, IndicatorTree
from govmetrics.core.errors import Faults, FaultyInput, each
from govmetrics.core.numbers import number
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.tables import plain_text, read_table, write_csv
from govmetrics.core.words import Note, Text

HISTORY = "history.csv"
"""What the file is called in the folder of an evaluation."""
COLUMNS = ["read", "period", "unit", "kind", "column", "value"]
"""When a value was read; whose it is; "indicator" or "attribute", and its name; the value as text, empty where it is gone."""
CELL = ["period", "unit", "kind", "column"]
KINDS = ("indicator", "attribute")
_BACK = "restore the file from a copy, or take it away"


def read_history(path: Path) -> pd.DataFrame:
    """Return the rows of a history, all text; none where there is no file.

    Raises
    ------
    FaultyInput
        A file that was cut off or cannot be read; columns that lack; rows without a period or a unit, of another kind, or
        whose value is no number.
    """
    if not path.exists():
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    _refuse_cut(path)
    try:
        table = read_table(path)
    except FaultyInput as error:
        if path.is_dir() or not os.access(path, os.R_OK):
            raise  # a copy would not help
        raise FaultyInput([Fault(fault.place, fault.problem, _BACK) for fault in error.faults]) from None
    faults = Faults(
        Fault(f"{path.name}: {name}", "the column is missing", _BACK) for name in COLUMNS if name not in table
    )
    faults.raise_all()
    rows = table[COLUMNS].map(plain_text).astype(object)
    rows = rows.where(rows.notna(), "").map(str)
    empty = (rows["period"] == "") | (rows["unit"] == "") | (rows["column"] == "") | ~rows["kind"].isin(KINDS)
    faults += each(
        np.flatnonzero(empty).tolist(),
        lambda at: Fault(_row(path, at), "does not say whose value it is", "correct the row, or take it out"),
    )
    own = rows.loc[(rows["kind"] == "indicator") & (rows["value"] != ""), "value"]
    odd = [at for at in own.index.tolist() if not np.isfinite(_float(own.loc[at]))]
    faults += each(
        odd,
        lambda at: Fault(
            _row(path, at),
            "{value!r} is no number",
            "correct the row, or take it out",
            value=str(own.loc[at]),
        ),
    )
    faults.raise_all()
    return rows


def _refuse_cut(path: Path) -> None:
    """Refuse a file whose last line does not end: half a value, 3 of 35.5, would read as a whole one."""
    try:
        raw = path.read_bytes()
    except OSError:
        return  # what is wrong with it is said where it is read
    if raw and not raw.rstrip(b" \t\x00").endswith((b"\n", b"\r")):
        last = Text("{file}: row {row}", file=path.name, row=len(raw.splitlines()))
        way_out = "restore the file from a copy; or, where the row is whole, end it with a line break"
        raise FaultyInput(last, "the last row is cut off", way_out)


def _row(path: Path, at: int) -> Text:
    """Return a row's place as a spreadsheet counts it."""
    return Text("{file}: row {row}", file=path.name, row=at + 2)


def _float(value: str) -> float:
    found = number(value)
    return np.nan if found is None else float(found)


def as_cells(data: Dataset, before: pd.DataFrame, read: str) -> pd.DataFrame:
    """Return every cell of the data as a row of a history, its periods spelled as they are there."""
    known = list(dict.fromkeys(before["period"]))
    spelled = {label: _spelled(label, known) for label in data.periods}
    parts = []
    for kind, frame in zip(KINDS, (data.values, data.attributes), strict=True):
        if not len(frame.columns):
            continue
        long = (
            frame.astype(object).reset_index().melt(["period", "unit"], var_name="column", value_name="value")
        )
        long["value"] = ["" if pd.isna(value) else _text(value) for value in long["value"]]
        parts.append(long.assign(kind=kind, read=read))
    rows = pd.concat(parts, ignore_index=True)
    rows["period"] = rows["period"].map(spelled)
    return rows[COLUMNS].map(str)


def _spelled(label: Any, known: list[str]) -> str:
    """Return a period as the history spells it."""
    found = known_as(label, known) if known else None
    return str(label if found is None else found)


def _text(value: Any) -> str:
    """Return a cell as text that reads as the same number."""
    if isinstance(value, float | np.floating):
        exact = float(value)
        return str(int(exact)) if exact.is_integer() and abs(exact) < 1e15 else repr(exact)
    return str(value)


def appended(before: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the history with what is new at its end, and the cells that it had otherwise.

    A cell that the history lacks and that is empty is not news; one that it has and that is empty now has changed. Rows
    that the records no longer have stay as they were.
    """
    last = latest(before)
    held = cells.merge(last[[*CELL, "value"]], how="left", on=CELL, suffixes=("", "_before"))
    was = held["value_before"]
    new, other = was.isna() & (held["value"] != ""), was.notna() & (was != held["value"])
    rows = cells[(new | other).to_numpy()]
    changed = held.loc[other, ["period", "unit", "column", "value_before", "value"]]
    changed = changed.rename(columns={"value_before": "before", "value": "after"}).reset_index(drop=True)
    after = rows if before.empty else pd.concat([before, rows], ignore_index=True)
    return after.reset_index(drop=True), changed


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of every cell, in the order in which cells first came."""
    kept = rows.drop_duplicates(CELL, keep="last").set_index(CELL)
    order = pd.MultiIndex.from_frame(rows[CELL].drop_duplicates())
    return kept.loc[order].reset_index() if len(rows) else rows


def write_history(rows: pd.DataFrame, path: Path) -> None:
    """Write a history, which nobody could make again: whatever happens, there is a whole one on the disk."""
    write_csv(rows, path, index=False, lasting=True)


def as_dataset(rows: pd.DataFrame, tree: IndicatorTree) -> tuple[Dataset, list[Note]]:
    """Return what a history holds as records, and which of its columns are of no use."""
    last, notes = latest(rows), list[Note]()
    own = last[last["kind"] == "indicator"]
    gone = [code for code in own["column"].unique() if code not in tree.codes]
    if gone:
        notes.append(Note("the history has indicators that the tree does not have: {codes:10}", codes=gone))
    index = pd.MultiIndex.from_frame(last[["period", "unit"]].drop_duplicates())
    order = {label: place for place, label in enumerate(ordered(index.get_level_values("period")))}
    index = index[np.argsort([order[period] for period in index.get_level_values("period")], kind="stable")]
    wide = [
        _wide(part, index)
        for part in (own[own["column"].isin(tree.codes)], last[last["kind"] == "attribute"])
    ]
    values = wide[0].map(_float).reindex(columns=tree.codes).astype(float)
    attributes = wide[1].replace("", None).apply(_typed)
    return Dataset(tree, values, attributes, totals="keep"), notes


def _wide(part: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """Return cells as a table, rows (period, unit), empty where there is none."""
    table = part.pivot(index=["period", "unit"], columns="column", values="value")
    columns = part["column"].drop_duplicates().tolist()
    return table.reindex(index=index, columns=columns).fillna("")


def _typed(column: pd.Series) -> pd.Series:
    """Return a column of numbers as such; words stay words."""
    there = column.dropna()
    found = there.map(number)
    if len(there) and found.notna().all():
        return column.map(lambda cell: np.nan if cell is None or pd.isna(cell) else number(cell)).astype(
            float
        )
    return column
