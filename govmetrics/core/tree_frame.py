"""The nodes of a tree in rows: with every key of the tree file, and as a table for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import pandas as pd

from govmetrics.core.nodes import SPOKEN, Indicator, Node, label, unit_of, walk
from govmetrics.core.words import Label, Text

_MARKED = {"confirmed": "confirmed", "slot": "slot to fill"}


def node_rows(root: Node) -> pd.DataFrame:
    """Return one row per node, as `IndicatorTree.to_frame` says."""
    rows = []
    for node, parent in walk(root):
        row = {"code": node.code, "parent": parent, "kind": type(node).__name__.lower()}
        names = {"en": node.name} if isinstance(node.name, str) else node.name
        row |= {f"name_{language}": text for language, text in names.items() if text}
        for key in SPOKEN:
            said = getattr(node, key, "")
            row |= (
                {}
                if isinstance(said, str)
                else {f"{key}_{spoken}": text for spoken, text in said.items() if text}
            )
        rest = {
            f.name: getattr(node, f.name) for f in fields(node) if f.name not in ("code", "name", "parts")
        }
        rest |= {"notes": node.noted("en"), "origin": node.originates("en")}
        rest |= {"unit": node.measured_in("en")} if isinstance(node, Indicator) else {}
        rows.append(row | rest)
    frame = pd.DataFrame(rows)
    frame = frame.drop(columns=[key for key in ("mark", "origin") if not frame[key].ne("").any()])
    first = [c for c in frame.columns if c in ("code", "parent", "kind") or c.startswith("name_")]
    beside = {key: [c for c in frame.columns if c.startswith(f"{key}_")] for key in SPOKEN}
    told = {column for columns in beside.values() for column in columns}
    others = [c for c in frame.columns if c not in first and c not in told]
    return frame[[*first, *(c for key in others for c in (key, *beside.get(key, ())))]]


def node_table(nodes: Sequence[Node], parents: Sequence[str | None]) -> pd.DataFrame:
    """Return what is shown of the nodes, by code; columns that no node fills are left out."""
    keys = ("unit", "better", "worst", "best", "target", "role", "source")
    frame = pd.DataFrame([{key: getattr(node, key, None) for key in keys} for node in nodes])
    units = [unit_of(node) if isinstance(node, Indicator) else None for node in nodes]
    frame["unit"] = pd.Series(units, dtype=object)
    frame.loc[[node.mark == "slot" for node in nodes], ["better", "role", "source"]] = None
    if any(node.mark for node in nodes):
        frame["mark"] = [Text(word) if (word := _MARKED.get(node.mark)) else None for node in nodes]
    if any(node.origin for node in nodes):
        frame["origin"] = [Label(node.originates("en"), node.originates("zh")) for node in nodes]
    frame = frame.rename(columns={"unit": "measure"}).dropna(axis="columns", how="all")
    frame.insert(0, "parent", parents)
    frame.insert(1, "name", pd.Series([label(node) for node in nodes], dtype=object))
    frame["weight"] = [node.weight for node in nodes]
    frame.index = pd.Index([node.code for node in nodes], name="code")
    return frame
