"""Proposals and what became of them, read: every fault with its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.labels import UNIT_HEADING, categories, clean
from govmetrics.core.moments import moments
from govmetrics.core.options import Kind
from govmetrics.core.sheets import under_header
from govmetrics.core.tables import read_table
from govmetrics.core.totals import is_total
from govmetrics.core.within import twice_faults
from govmetrics.core.words import Note, Text
from govmetrics.text._headed import columns_of, passed_over

HEADINGS = {
    "body": (
        "body",
        "department",
        "unit",
        "承办单位",
        "办理单位",
        "责任单位",
        "主办单位",
        "单位",
        "街道",
        "所属街道",
        "社区",
        "所属社区",
        "所在社区",
    ),
    "raised": (
        "raised",
        "date",
        "received",
        "提出日期",
        "提出时间",
        "受理日期",
        "交办日期",
        "交办时间",
        "收到日期",
    ),
    "answered": ("answered", "reply", "replied", "答复日期", "答复时间", "回复日期", "反馈日期"),
    "done": ("done", "completed", "closed", "办结日期", "办结时间", "完成日期", "落实日期"),
    "due": ("due", "deadline", "办理期限", "截止日期", "答复期限", "限办日期", "应办结日期"),
    "proposal": ("proposal", "number", "id", "建议编号", "提案编号", "编号", "序号"),
}
TABLE = Kind(
    lambda value: isinstance(value, pd.DataFrame | os.PathLike) or (isinstance(value, str) and value != ""),
    Text(
        "give a table with a row for each proposal and the columns body, raised, answered, done and due, or its path"
    ),
)
DAY = Kind(
    lambda value: (
        value is None
        or (not isinstance(value, bool | int | float) and not moments(pd.Series([value], dtype=object))[1][0])
    ),
    Text("give a day, such as 2025-12-31"),
)


def proposal_rows(cases: Any, own: dict[str, str]) -> tuple[pd.DataFrame, list[Note]]:
    """Return proposals with body and days, and notes; every fault at once."""
    table = cases if isinstance(cases, pd.DataFrame) else read_table(Path(cases))
    known = {word: key for key, words in HEADINGS.items() for word in words} | {
        str(clean(str(head))).casefold(): key for key, head in own.items()
    }

    def named(cell: Any) -> str | None:
        return known.get(str(clean(cell)).casefold()) if isinstance(cell, str) else None

    notes: list[Note] = []
    if not isinstance(cases, pd.DataFrame):
        table, notes = under_header(table, named)
    found = columns_of(table, own, HEADINGS)
    notes += passed_over(table, found, own, HEADINGS)
    Faults(twice_faults("cases", table)).raise_all()
    faults = Faults(
        Fault("cases", "there is no column {name}", "head it so, or name it in `columns`", name=name)
        for name in ("body", "raised", "answered")
        if name not in found
    )
    faults.raise_all()
    table = table.reset_index(drop=True) if isinstance(cases, pd.DataFrame) else table
    number = [int(at) + 2 for at in table.index]
    rows = pd.DataFrame({"body": categories(table[found["body"]].astype(object)).to_numpy()}, number)
    for key in ("raised", "answered", "done", "due"):
        if key not in found:
            rows[key] = pd.Series(pd.NaT, rows.index, dtype="datetime64[ns]")
            continue
        times, odd = moments(table[found[key]].set_axis(number))
        rows[key] = pd.to_datetime(times).dt.normalize()
        faults += each(
            [row for row, one in zip(number, odd, strict=True) if one],
            lambda row, key=key: Fault(  # type: ignore[misc]
                Text("row {row}, {key}", row=row, key=str(found[key])),
                "{value!r} is no day that can be known",
                "write it as 2024-03-05",
                value=str(table[found[key]].iloc[number.index(row)])[:40],
            ),
        )
    no_day = set(rows.index[rows["raised"].isna()])
    total = [row for row in number if is_total(rows.loc[row, "body"]) and row in no_day]
    if total:
        notes.append(Note("rows of totals are no proposals: {rows:20}", rows=total))
    empty = rows[["body", "raised", "answered", "done", "due"]].isna().all(axis=1)
    kept = ~empty & ~rows.index.isin(total)
    if "proposal" in found:
        ids = categories(table[found["proposal"]].astype(object)).set_axis(number)[kept]
        again = ids.index[ids.duplicated() & ids.notna()]
        faults += each(
            again,
            lambda row: Fault(
                Text("row {row}, {key}", row=int(row), key=str(found["proposal"])),
                "{value!r} is there twice",
                "keep one row a proposal",
                value=str(ids[row]),
            ),
        )
    rows = rows[kept]
    if not len(rows):
        faults.append(Fault("cases", "there are no proposals", "give one row a proposal"))
    for key, way in (("body", "name it"), ("raised", "give it, such as 2024-03-05")):
        faults += each(
            rows.index[rows[key].isna()],
            lambda row, key=key, way=way: Fault(  # type: ignore[misc]
                Text("row {row}, {key}", row=int(row), key=str(found[key])), "the cell is empty", way
            ),
        )
    for key in ("answered", "done", "due"):
        faults += each(
            rows.index[rows[key] < rows["raised"]],
            lambda row, key=key: Fault(  # type: ignore[misc]
                Text("row {row}, {key}", row=int(row), key=str(found[key])),
                "is before the proposal was raised",
                "correct one of them",
            ),
        )
    faults.raise_all()
    rows = rows.assign(body=rows["body"].astype(str))
    rows.attrs[UNIT_HEADING] = str(found["body"])
    return rows, notes


def judged(rows: pd.DataFrame, now: pd.Timestamp, days: int | None, notes: list[Note]) -> pd.DataFrame:
    """Return the proposals with what became of them by the day on which it is counted."""
    faults = Faults()
    for key in ("raised", "answered", "done"):
        late = rows.index[rows[key] > now]
        faults += each(
            late,
            lambda row, key=key: Fault(  # type: ignore[misc]
                Text("row {row}", row=int(row)),
                "{key} {day} is after the day on which it is counted, {now}",
                "say a later at=, or correct it",
                key=key,
                day=str(rows[key][row])[:10],
                now=str(now.date()),
            ),
        )
    due = rows["due"] if days is None else rows["due"].fillna(rows["raised"] + pd.Timedelta(days=days))
    no_due = rows.index[due.isna()]
    if len(no_due):
        way = "give the day, or how many days a body has: days=30"
        faults += each(
            no_due, lambda row: Fault(Text("row {row}", row=int(row)), "nothing says by when it is due", way)
        )
    faults.raise_all()
    by_done = rows["answered"].isna() & rows["done"].notna()
    if by_done.any():
        notes.append(
            Note(
                "{count:# proposal is|# proposals are} done without a day of the answer: the day it was done counts",
                count=int(by_done.sum()),
            )
        )
    answered = rows["answered"].fillna(rows["done"])
    end = answered.fillna(now)
    return rows.assign(
        one=1,
        answered_yet=answered.notna(),
        done_yet=rows["done"].notna(),
        overdue=end > due,
        waited=(end - rows["raised"]).dt.days.astype(float),
    )
