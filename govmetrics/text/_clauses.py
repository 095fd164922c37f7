"""Clauses of policies with their tools and themes, read: every fault with its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.labels import categories, clean
from govmetrics.core.near import meant
from govmetrics.core.options import Kind
from govmetrics.core.tables import read_table
from govmetrics.core.within import twice_faults
from govmetrics.core.words import Note, Text
from govmetrics.text._headed import columns_of, passed_over

SUPPLY, DEMAND, ENVIRONMENT = Text("supply"), Text("demand"), Text("environment")
KINDS = {
    "supply": ("supply", "supply-side", "供给", "供给型", "供给面", "供给型政策工具"),
    "demand": ("demand", "demand-side", "需求", "需求型", "需求面", "需求型政策工具"),
    "environment": (
        "environment",
        "environmental",
        "environment-side",
        "环境",
        "环境型",
        "环境面",
        "环境型政策工具",
    ),
}
"""What the three types of Rothwell and Zegveld are called in columns of types."""
HEADINGS = {
    "tool": ("tool", "policy tool", "instrument", "工具", "政策工具", "工具名称"),
    "theme": ("theme", "field", "goal", "stage", "主题", "领域", "政策主题", "目标", "维度", "环节"),
    "type": ("type", "kind", "工具类型", "类型", "政策工具类型"),
    "coder": ("coder", "rater", "编码员", "编码者", "编码人员"),
    "clause": ("clause", "passage", "unit", "编号", "条款", "条款编号", "分析单元", "语段"),
    "document": ("document", "policy", "file", "文件", "政策", "政策文件", "政策名称", "文档"),
}
TABLE = Kind(
    lambda value: isinstance(value, pd.DataFrame | os.PathLike) or (isinstance(value, str) and value != ""),
    Text("give a table with a row for each clause and the columns tool and theme, or its path"),
)


def clauses_of(
    coding: Any, types: Mapping[str, str] | None, coder: str | None, own: dict[str, str]
) -> tuple[pd.DataFrame, list[Note]]:
    """Return clauses with tool, theme and type, and notes; every fault at once."""
    table = coding if isinstance(coding, pd.DataFrame) else read_table(Path(coding))
    found = columns_of(table, own, HEADINGS)
    Faults(twice_faults("coding", table)).raise_all()
    faults = Faults(
        Fault("coding", "there is no column {name}", "head it so, or name it in `columns`", name=name)
        for name in ("tool", "theme")
        if name not in found
    )
    if "type" not in found and types is None:
        way = "add the column type (supply, demand, environment), or give types={{tool: type}}"
        faults.append(Fault("coding", "nothing says of which type each tool is", way))
    faults.raise_all()
    rows = pd.DataFrame(
        {key: categories(table[column].astype(object)).to_numpy() for key, column in found.items()}
    )
    rows = rows[~rows[["tool", "theme"]].isna().all(axis=1)]
    if not len(rows):
        raise UnsuitableMethod("coding", "there are no clauses", "give a row for each clause")
    for key in ("tool", "theme", *(["type"] if "type" in found else [])):
        faults += each(
            rows.index[rows[key].isna()],
            lambda at, key=key: Fault(  # type: ignore[misc]
                Text("row {row}, {key}", row=int(at) + 2, key=str(found[key])), "the cell is empty", "give it"
            ),
        )
    notes = passed_over(table, found, own, HEADINGS)
    with faults:
        rows = _of_coder(rows, coder, notes)
    keys = [key for key in ("document", "clause") if key in rows]
    if "clause" in keys:
        again = rows.duplicated([*keys, "tool", "theme"]) & rows["clause"].notna()
        faults += each(
            rows.index[again],
            lambda at: Fault(Text("row {row}", row=int(at) + 2), "the clause is there twice", "keep it once"),
        )
    named = {str(clean(tool)): _kind(kind) for tool, kind in (types or {}).items()}
    rows["type"] = _types(rows, named, faults)
    faults.raise_all()
    return rows, notes


def _of_coder(rows: pd.DataFrame, coder: str | None, notes: list[Note]) -> pd.DataFrame:
    """Return the clauses of one coder."""
    who = [] if "coder" not in rows else list(dict.fromkeys(rows["coder"].dropna().astype(str)))
    there = Text("the coders are: {labels:10}", labels=who)
    if coder is not None:
        if str(coder) not in who:
            raise FaultyInput(
                "coder", "{value!r} is no coder", meant(str(coder), who, there), value=str(coder)
            )
        return rows[rows["coder"].astype(str) == str(coder)].copy()
    if len(who) > 1:
        way = "name whose coding counts, such as the settled one: coder={who!r}"
        raise FaultyInput(
            "coder",
            "{count} coders coded, and each clause would count for each of them",
            way,
            count=len(who),
            who=who[0],
        )
    notes.append(Note("one coding only: how far coders agree on tools and themes is not known"))
    return rows.copy()


def _kind(value: Any) -> str:
    word = str(clean(str(value))).casefold()
    return next((kind for kind, words in KINDS.items() if word in words), str(clean(str(value))))


def _types(rows: pd.DataFrame, named: Mapping[str, str], faults: Faults) -> list[str | None]:
    """Return the type of each clause's tool: of the table, of `types`, the same in both and everywhere."""
    said: dict[str, set[str]] = {tool: {kind} for tool, kind in named.items()}
    if "type" in rows:
        for tool, kind in zip(rows["tool"].astype(str), rows["type"], strict=True):
            if not pd.isna(kind):
                said.setdefault(tool, set()).add(_kind(kind))
    tools_ = list(dict.fromkeys(rows["tool"].dropna().astype(str)))
    way = Text("give types={{{tool!r}: type}}", tool=tools_[0] if tools_ else "tool")
    faults += each(
        [tool for tool in tools_ if tool not in said],
        lambda tool: Fault("types", "{tool!r} has no type", meant(tool, list(named), way), tool=tool),
    )
    faults += each(
        [tool for tool in tools_ if len(said.get(tool, ())) > 1],
        lambda tool: Fault(
            "types", "{tool!r} has several types: {kinds}", "give it one", tool=tool, kinds=sorted(said[tool])
        ),
    )
    return [next(iter(said.get(str(tool), {None})), None) for tool in rows["tool"]]
