"""Where in a hotline's export the tickets stand: which sheet, below which row, above which totals and remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.labels import HANDLERS, STREETS, UNITS, clean
from govmetrics.core.remarks import above_remarks, is_remark
from govmetrics.core.sheets import Sheet, filled, one_sheet, under_header
from govmetrics.core.tables import read_table
from govmetrics.core.totals import is_total
from govmetrics.core.united import Unit, columns_of
from govmetrics.core.words import Note

PLACES = frozenset({*UNITS, *STREETS, "区县", "县区", "镇", "村"})
HEADINGS = {
    "ticket": ("工单编号", "工单号", "编号", "序号", "受理编号", "ticket id", "id"),
    "unit": (*HANDLERS, *sorted(PLACES)),
    "received": ("受理时间", "来电时间", "登记时间", "诉求时间", "派单时间", "交办时间", "受理日期", "received at",
                 "date"),
    "answered": ("响应时间", "首次响应时间", "签收时间", "联系时间", "首次联系时间", "是否响应", "响应情况", "是否联系",
                 "answered at", "response"),
    "resolved": ("解决时间", "办结时间", "办结日期", "是否解决", "解决情况", "办结情况", "是否办结", "办理结果",
                 "resolved at", "resolution"),
    "callback": ("回访结果", "回访情况", "满意度", "满意情况", "是否满意", "回访满意度", "满意度评价",
                 "call-back", "call-back result", "satisfaction"),
}  # fmt: skip
"""What columns may be headed, in the words of the field."""


def heading_names(title: Any) -> set[str]:
    """Return what a heading is called: as it stands, and without what stands in brackets at its end."""
    whole = str(clean(str(title))).casefold()
    return {whole, re.sub(r"[(（].*[)）]$", "", whole).strip()}


def places_in(names: set[str]) -> set[str]:
    """Return the place that a heading says something lies in: a community, where it is headed 所属社区.

    Examples
    --------
    >>> places_in({"所属社区"}), places_in({"所属行业"})
    ({'社区'}, set())
    """
    return {re.sub(r"^(所属|所在|事发|诉求)|名称$", "", name) for name in names} & PLACES


def ticket_sheet(source: Any, columns: Mapping[str, Unit]) -> Sheet:
    """Return the table of a file, or a frame, from its headings to the last ticket, and notes on what is left out."""
    known = {word: key for key, words in HEADINGS.items() for word in (key, *words)}
    own = [(key, title) for key, titles in columns.items() for title in columns_of(titles)]
    known |= {str(clean(str(title))).casefold(): key for key, title in own}

    def named(cell: Any) -> str | None:
        if not isinstance(cell, str):
            return None
        names = heading_names(cell)
        return next((known[name] for name in names if name in known), "unit" if places_in(names) else None)

    def tickets(table: pd.DataFrame) -> Sheet:
        notes: list[Note] = []
        if pd.api.types.is_integer_dtype(table.index):  # as read
            table, notes = under_header(table, named, repeats=True)
        held = [column for column in table.columns if named(column)]
        if not held or not table.columns.is_unique:
            return table, notes
        table, feet = above_remarks(table, held, lambda cell: None if is_remark(cell) else cell)
        by = {named(column): column for column in held}
        table, sums = _without_totals(table, by.get("unit"), by.get("received"))
        return table, [*notes, *feet, *sums]

    if isinstance(source, pd.DataFrame):
        return tickets(source)
    path = Path(source)
    return one_sheet(
        path, None, lambda title: tickets(read_table(path, title, repeats=True)),
        lambda table: len({named(column) for column in table.columns} - {None}) > 1 and len(table) > 0,
        "several sheets have tickets: {names}", "read one yourself: pandas.read_excel(..., sheet_name={name!r})",
    )  # fmt: skip


def _without_totals(table: pd.DataFrame, unit: Any, received: Any) -> Sheet:
    """Return the rows that are no totals: by their unit or their first cell, where there is no time of receipt."""

    def totals(column: pd.Series) -> np.ndarray:
        places, cells = pd.factorize(column.astype(object), use_na_sentinel=False)
        return np.array([is_total(cell) for cell in cells], dtype=bool)[places]

    first = table.iloc[:, 0]
    for place in range(1, table.shape[1]):  # a total's word may stand in front of anything
        if not first.isna().any():
            break
        first = first.where(first.notna(), table.iloc[:, place])
    sums = totals(first)
    if unit is not None:
        sums |= totals(table[unit])
    if received is not None:
        sums &= ~np.array([filled(cell) for cell in table[received]], dtype=bool)
    if not sums.any():
        return table, []
    note = Note("rows of totals are no tickets: {rows:20}", rows=[int(row) + 2 for row in table.index[sums]])
    return table[~sums], [note]
