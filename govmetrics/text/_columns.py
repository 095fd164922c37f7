"""Which column of a table is the text, the document's name, its period and its unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import PERIODS, UNIT_HEADING, UNITS, categories, clean, cleaned
from govmetrics.core.near import meant
from govmetrics.core.periods import Period
from govmetrics.core.simplified import simplified
from govmetrics.core.united import Unit, one_unit, several_streets
from govmetrics.core.words import Note, Text

_STAMP = re.compile(r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[ T]+\d{1,2}[:：时].*")
"""A date with the time of the day behind it."""
_USUAL: dict[str, frozenset[str]] = {
    "text": frozenset({"text", "content", "body text", "内容", "正文", "文本", "全文", "诉求内容", "工单内容", "反映内容",
                       "问题描述", "来电内容", "诉求描述", "事项描述", "文件内容", "意见内容", "建议内容"}),
    "document": frozenset({"document", "id", "doc_id", "document_id", "ticket", "编号", "工单编号", "文号", "文件编号", "文件名",
                           "文档编号", "单号", "工单号", "序号"}),
    "period": PERIODS | {"date", "日期", "受理日期", "受理时间", "发布日期", "成文日期", "来电时间", "来电日期", "时间"},
    "unit": UNITS | {"unit"},
    "body": frozenset({"body", "issuer", "机关", "发文机关", "发文机构", "发文单位", "承办单位", "责任单位"}),
}  # fmt: skip


KEYS = {"text": Text("text"), "document": Text("name of the document"), "period": Text("period"), "unit": Text("unit"),
        "body": Text("issuing body")}  # fmt: skip


def columns_of(
    table: pd.DataFrame, headings: Mapping[str, Unit | None], name: str, needs_text: bool = True
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table with the names of documents as its index and the columns `text`, `period`, `unit`, `body`, and notes."""
    if table.columns.nlevels > 1 or table.index.nlevels > 1:
        raise FaultyInput(name, "has headings or rows of several levels", "give one heading a column")
    if not len(table):
        raise FaultyInput(name, "the table has no rows", "give it a row for each document")
    frame = table.set_axis([clean(column) for column in table.columns], axis=1)
    twice = frame.columns[frame.columns.duplicated()].unique()
    Faults(
        each(twice, lambda head: Fault(str(head), "occurs more than once", "keep one of them"))
    ).raise_all()
    frame, unit, joined = one_unit(frame, headings.get("unit"), "unit")
    headings = {**headings, "unit": unit}
    taken, faults = {}, Faults()
    for key in _USUAL:
        with faults:
            found = _column(frame, key, headings.get(key), name)
            if found is not None:
                taken[found] = key
    if needs_text and "text" not in taken.values() and not faults:
        there = Text(
            "say which it is, text=...; the columns are: {labels:12}", labels=list(map(str, frame.columns))
        )
        faults.append(Fault(name, "no column of texts is known by its heading", there))
    faults.raise_all()
    told = [
        Text("{heading} as {key}", heading=str(head), key=KEYS[key])
        for head, key in taken.items()
        if str(head) != key
    ]
    notes = [Note("columns were taken by their headings: {columns:6}", columns=told)] if told else []
    notes += joined
    notes += [
        note
        for head, key in taken.items()
        if key == "unit"
        for note in several_streets(frame, head, _SEVERAL_STREETS)
    ]
    frame = frame.rename(columns=taken)
    if "document" in frame.columns:
        frame = _named(frame, name)
    elif isinstance(table.index, pd.RangeIndex):
        frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="document"))
    for key in ("unit", "body", "period"):
        if key in frame.columns:
            frame[key] = categories(cleaned(frame[key]))
    frame.attrs[UNIT_HEADING] = next((str(head) for head, key in taken.items() if key == "unit"), None)
    return frame, notes


_SEVERAL_STREETS = (
    "{count:# name stands|# names stand} for units of several streets: {names:10}; if these are different units, name "
    "them by both columns: unit={both}"
)


def _column(frame: pd.DataFrame, key: str, wanted: Any, name: str) -> Any:
    """Return the heading of a column: the one asked for, else the one with a usual heading, else None."""
    if wanted is not None:
        if clean(wanted) not in set(frame.columns):
            there = Text("the columns are: {labels:12}", labels=list(map(str, frame.columns)))
            raise FaultyInput(key, "there is no column {name!r}", meant(str(wanted), list(map(str, frame.columns)), there),
                              name=str(wanted)[:60])  # fmt: skip
        return clean(wanted)
    if key in frame.columns:
        return key
    usual = [head for head in frame.columns if simplified(str(head)).casefold() in _USUAL[key]]
    if len(usual) > 1:
        raise FaultyInput(name, "several columns may be the {key}: {names:6}", "say which, {key}=...", key=key,
                          names=list(map(str, usual)))  # fmt: skip
    return usual[0] if usual else None


def _named(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with its column of names as the index; an empty or repeated one is a fault."""
    names = categories(cleaned(frame["document"]))
    rows = (np.flatnonzero(names.isna().to_numpy()) + 2).tolist()
    faults = Faults(
        each(
            rows,
            lambda row: Fault(
                Text("{file}, row {row}", file=name, row=row),
                "the document has no name",
                "write its name into the row",
            ),
        )
    )
    again = names[names.duplicated() & names.notna()].unique()
    faults += each(again, lambda one: Fault(str(one), "occurs more than once", "name every document once"))
    faults.raise_all()
    return frame.drop(columns="document").set_axis(pd.Index(names, name="document"))


def in_periods(frame: pd.DataFrame, every: str | None) -> pd.DataFrame:
    """Return a table whose dates are the days, weeks, months, quarters or years in which they lie."""
    if every is None or "period" not in frame.columns:
        if every is not None:
            raise FaultyInput("every", "there is no column of dates", "say which it is, period=...")
        return frame
    known = {label: _label(label, every) for label in frame["period"].dropna().unique()}
    lost = [label for label, read in known.items() if read is None]
    Faults(
        each(lost, lambda label: Fault(str(label), "is not a date that lies in one {every}",
                                       "write dates as 2025-03-01, or leave `every` out", every=_EVERY[every]))
    ).raise_all()  # fmt: skip
    return frame.assign(period=frame["period"].map(known))


_EVERY = {
    "day": Text("day"),
    "week": Text("week"),
    "month": Text("month"),
    "quarter": Text("quarter"),
    "year": Text("year"),
}


def _label(label: Any, every: str) -> str | None:
    """Return the period in which a date lies, None where it does not lie in one."""
    if isinstance(label, str) and (stamp := _STAMP.fullmatch(label.strip())):
        label = stamp[1]
    read = Period.read(label.to_pydatetime() if isinstance(label, pd.Timestamp) else label)
    if read is not None and every == "year" and read.kind == "number" and read.start in range(1900, 2101):
        return f"{read.start:.0f}"
    if read is None or not isinstance(read.start, dt.date):
        return None
    first = _at(read.start, every)
    last = read.end if read.end == read.start else read.end - dt.timedelta(seconds=1)
    return first if first == _at(last, every) else None


def _at(moment: dt.date, every: str) -> str:
    year, week, _ = moment.isocalendar()
    return {"year": f"{moment.year}", "quarter": f"{moment.year}Q{(moment.month + 2) // 3}", "week": f"{year}W{week:02d}",
            "month": f"{moment.year}-{moment.month:02d}", "day": moment.strftime("%Y-%m-%d")}[every]  # fmt: skip
