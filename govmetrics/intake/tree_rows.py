"""A tree as rows: one node per row, with its parent."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.forms import BETTER, MARKS, ROLES, SOURCES, spoken
from govmetrics.core.labels import no_value
from govmetrics.core.measures import is_percentage
from govmetrics.core.near import near
from govmetrics.core.nodes import SPOKEN, Better, Group, Indicator, Name, Node
from govmetrics.core.simplified import simplified
from govmetrics.core.tables import number, plain_text
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.intake.tree_spec import LeafKeys, stand_in, validated
from govmetrics.intake.tree_tables import TREE_HEADS, as_rows, drawn_heading

_RENAMED = {"id": "code", "direction": "better"}
_KNOWN = {
    "code", "parent", "kind", "name", "unit", "better", "worst", "best", "target", "weight", "role", "source",
    "items", "notes", "measure", "aggregate", "min_coverage", "about", "mark",
    "origin",
}  # fmt: skip
_SIGNS: dict[Better, tuple[str, ...]] = {
    "more": ("+", "↑", "⬆", "▲", "↗", "正", "正向", "正向指标", "正指标", "越大越好", "越高越好", "越多越好", "效益型", "1",
             "1.0", "positive", "higher is better"),
    "less": ("-", "↓", "⬇", "▼", "↘", "−", "负", "负向", "逆", "逆向", "反向", "负向指标", "逆向指标", "逆指标",
             "越小越好", "越低越好", "越少越好", "成本型", "-1", "-1.0", "negative", "lower is better"),
    "target": ("~", "适度", "适度指标", "适中"), "interval": ("区间", "区间型"),
}  # fmt: skip
_DIRECTIONS = {sign: better for better, signs in _SIGNS.items() for sign in signs}
_WORDS: dict[str, dict[str, Any]] = {
    "better": _DIRECTIONS | spoken(BETTER),
    "source": spoken(SOURCES) | {"统计数据": "record", "台账": "record", "统计台账": "record", "问卷调查": "survey",
                                 "居民问卷": "survey", "专家判断": "expert"},
    "role": spoken(ROLES), "mark": spoken(MARKS),
}  # fmt: skip
"""What people write for the choices of a key, in small letters."""
_TWO = re.compile(r"(-?[\d.]+%?)\s*(?:[;,~至到]|-|–|—+|－)\s*(-?[\d.]+%?)")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NUMBERS = ("worst", "best", "weight", "min_coverage")
_GOALPOSTS = ("worst", "best", "target")
_LEAF_ONLY = ("unit", "better", "worst", "best", "target", "role", "source", "items")


def heading_of(cell: Any) -> str | None:
    """Return what a heading of a table of a tree names; None where it is none of them."""
    text = str(cell).strip()
    known = _RENAMED.get(text, text)
    return known if _is_key(known) else drawn_heading(cell)


def _is_key(head: str) -> bool:
    return head in _KNOWN or head.startswith(("name_", *(f"{key}_" for key in SPOKEN)))


def tree_from_rows(rows: pd.DataFrame, name: str, unread: Sequence[str] = ()) -> IndicatorTree:
    """Build the tree from rows with `code` (or `id`) and `parent`; parts keep the order of the rows.

    `measure` is read into the notes, and so is a `source` column that names no kind of source (a citation).
    """
    refuse_within(name, rows, halves=False)
    rows, faults = _known_columns(as_rows(rows, name, unread), name)
    records = [{str(k): v for k, v in row.items() if not _empty(v)} for row in rows.to_dict("records")]
    codes, parents = ([_code(row.get(key, "")) for row in records] for key in ("code", "parent"))
    numbers = [int(row) + 2 for row in rows.index]
    misplaced = _shape_faults(codes, parents, numbers, name)
    faults += misplaced
    inner = set(parents)
    built: list[Any] = []
    about: dict[str, Name] = {}
    for place, row in enumerate(records):
        where = Text("{file}, row {row} ({code})", file=name, row=numbers[place], code=codes[place])
        if "about" in row:
            about = _about(row["about"], where, faults)
        keys, wrong = _keys(row, codes[place] or where, codes[place] in inner, where)
        checked, more = validated(keys, codes[place] in inner, where)
        if row.get("kind") == "group" and codes[place] not in inner:
            checked, more = (
                stand_in(codes[place]),
                [Fault(where, "the group is empty", "give it parts, or remove it")],
            )
        faults += wrong + more
        built.append(checked)
    # Nodes that make no tree are judged one by one.
    roots = [keys for keys in built if isinstance(keys, LeafKeys)] if misplaced else [None]
    for root in roots:
        with faults:
            tree = IndicatorTree(Indicator(**dict(root)) if root else _assemble(codes, parents, built), about)
    faults.raise_all()
    return tree


def _known_columns(rows: pd.DataFrame, name: str) -> tuple[pd.DataFrame, Faults]:
    """Return the rows with the columns of a tree, under their usual names, and what is wrong with the others."""
    heads = [str(column).strip() for column in rows.columns]
    rows = rows.set_axis(pd.Index([_RENAMED.get(head, head) for head in heads], dtype=object), axis="columns")
    known = [_is_key(head) for head in rows.columns]
    faults = Faults(
        Fault(_column(name, head), "is not a key of a tree", "check the spelling, or remove it")
        for head, is_known in zip(rows.columns, known, strict=True)
        if not is_known
    )
    twice = rows.columns[rows.columns.duplicated()].unique()
    faults += [Fault(_column(name, head), "occurs more than once", "keep one of them") for head in twice]
    missing = [
        Fault(name, "the column `{column}` is missing", "add it", column=key)
        for key in ("code", "parent")
        if key not in rows
    ]
    if missing:
        raise FaultyInput([*faults, *missing])
    return rows.loc[:, np.array(known) & ~rows.columns.duplicated()], faults


def _empty(cell: Any) -> bool:
    return no_value(cell) or str(cell).strip() == ""


def _code(cell: Any) -> str:
    """Return a code as text; 1.0, which a column of numbers with a gap makes of 1, is "1"."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(plain_text(cell)).strip()


def _word(key: str, cell: Any) -> str:
    """Return the choice that a cell means; any other text as it is."""
    text = str(plain_text(cell)).strip()
    plain = simplified(unicodedata.normalize("NFKC", text)).casefold()
    plain = re.sub(r"(?<=[^\s(])\s*\([-+−]\)$", "", plain)  # 正向（+）
    return str(_WORDS.get(key, {}).get(plain, text))


def _about(cell: Any, where: str, faults: Faults) -> dict[str, Name]:
    try:
        return {
            str(key): text if isinstance(text, dict) else str(text) for key, text in json.loads(cell).items()
        }
    except (json.JSONDecodeError, AttributeError, TypeError):
        faults.append(
            Fault(place_of((where, "about")), "is not a JSON mapping", "remove it, or write the tree again")
        )
        return {}


def _keys(row: dict[str, Any], code: str, is_group: bool, where: str) -> tuple[dict[str, Any], list[Fault]]:
    """Return the row as keys of the tree file."""
    faults: list[Fault] = []
    keys: dict[str, Any] = {"code": code}
    names, units, noted, origins = (_in_languages(row, f"{key}_") for key in ("name", *SPOKEN))
    if names or "name" in row:
        keys["name"] = names or str(plain_text(row["name"])).strip()
    notes = [str(plain_text(row[key])) for key in ("notes", "measure") if key in row]
    if "source" in row and _is_citation(row["source"]):
        cited = str(plain_text(row.pop("source"))).strip()
        said = TREE_HEADS["source"].say("zh") + "：" if _CHINESE.search(cited) else "source: "
        notes.append(said + cited)
    for key in (*_LEAF_ONLY, "weight", "aggregate", "min_coverage", "mark"):
        if key not in row:
            continue
        value, text = row[key], str(plain_text(row[key])).strip()
        if is_group and key in _LEAF_ONLY:
            if key == "better" and _word(key, text) == "less":
                faults.append(
                    Fault(where, "a group has no direction `less`", "give the direction to its indicators")
                )
            elif key == "unit":
                notes.append(f"unit: {text}")
        elif not is_group and key in ("aggregate", "min_coverage"):
            faults.append(Fault(place_of((where, key)), "belongs to groups only", "remove it"))
        elif key in _NUMBERS:
            read = number(value)
            if read is None or math.isnan(read):
                faults.append(
                    Fault(place_of((where, key)), "{value!r} is not a number", "correct it", value=text)
                )
            else:
                keys[key] = read
        elif key == "target":
            ends = _ends(text)
            if None in ends:
                problem, way_out = "{value!r} is neither a number nor two", "write 0.9, or 0.8;1.2"
                faults.append(Fault(place_of((where, key)), problem, way_out, value=text[:40]))
            keys[key] = ends[0] if len(ends) == 1 else tuple(ends)
        elif key == "items":
            keys[key] = tuple(item.strip() for item in text.replace("；", ";").split(";") if item.strip())
        else:
            keys[key] = _word(key, text)
    if units and is_group:
        notes += [f"unit: {text}" for text in units.values()]
    elif units:
        keys["unit"] = units
    if keys.get("unit") and not is_percentage(keys["unit"]):
        signed = [key for key in _GOALPOSTS if "%" in unicodedata.normalize("NFKC", str(row.get(key, "")))]
        problem, way_out = (
            "{value!r} is a percentage",
            "write the number in the unit of the indicator ({unit})",
        )
        faults += [
            Fault(place_of((where, key)), problem, way_out, value=str(row[key])[:40], unit=keys["unit"])
            for key in signed
        ]
    if origins or "origin" in row:
        keys["origin"] = origins or str(plain_text(row["origin"])).strip()
    if noted:
        keys["notes"] = {language: "; ".join([text, *notes]) for language, text in noted.items()}
    elif notes:
        keys["notes"] = "; ".join(notes)
    return keys, faults


def _is_citation(cell: Any) -> bool:
    """Tell whether a cell of sources names where data come from (民政局, a paper), not a kind of source."""
    return _word("source", cell) not in SOURCES and near(plain_text(cell), _WORDS["source"]) is None


def _ends(text: str) -> list[float | None]:
    """Return the number, or the two, of a target: 0.9, 0.8;1.2, 0.8-1.2, 80%~90%, [0.8, 1.2]."""
    if number(text) is not None:
        return [number(text)]
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"-?\d+,\d+", plain):  # 0,8: one number with a decimal comma, or two?
        return [None]
    plain = re.sub(r"^\[(.*)\]$", r"\1", plain)
    found = _TWO.fullmatch(plain)
    return [number(end) for end in (found.groups() if found else plain.split(";"))]


def _in_languages(row: dict[str, Any], prefix: str) -> dict[str, str]:
    """Return the texts of a row that have a column for each language, such as name_en and name_zh."""
    return {
        k.removeprefix(prefix): str(plain_text(v)).strip() for k, v in row.items() if k.startswith(prefix)
    }


def _shape_faults(codes: list[str], parents: list[str], numbers: list[int], name: str) -> list[Fault]:
    """Name duplicate codes, unknown parents, a missing or second root, and cycles."""
    faults = []
    first: dict[str, int] = {}
    for place, code in enumerate(codes):
        if not code:
            faults.append(
                Fault(_row(name, numbers[place]), "has no code", "give every node a short unique code")
            )
        elif code in first:
            faults.append(
                Fault(_row(name, numbers[place]), "the code {code!r} is used already in row {row}",
                      "give every node a code of its own", code=code, row=numbers[first[code]])
            )  # fmt: skip
        first.setdefault(code, place)
    for place, parent in enumerate(parents):
        if parent and parent not in first:
            faults.append(
                Fault(_row(name, numbers[place]), "the parent {parent!r} is not a code of the table",
                      "check the spelling, or add its row", parent=parent)
            )  # fmt: skip
    roots = [code for code, parent in zip(codes, parents, strict=True) if not parent]
    if len(roots) > 1:
        faults.append(
            Fault(name, "there are {count} rows without a parent: {codes:10}", "keep one root", count=len(roots),
                  codes=roots)
        )  # fmt: skip
    up = dict(zip(codes, parents, strict=True))
    good: set[str] = {""}
    cyclic: set[str] = set()
    for code in codes:
        seen: dict[str, None] = {}
        here = code
        while here not in good and here in up and here not in cyclic and here not in seen:
            seen[here] = None
            here = up[here]
        if here in seen:
            ring = list(seen)[list(seen).index(here) :]
            problem, way_out = "the parents go in a circle: {circle}", "one of them needs another parent"
            faults.append(Fault(name, problem, way_out, circle=" -> ".join([*ring, code])))
            cyclic.update(ring)
        else:
            good.update(seen)
    if not roots and not cyclic:
        faults.append(Fault(name, "there is no row without a parent", "leave the root's parent empty"))
    return faults


def _row(file: str, row: int) -> Text:
    return Text("{file}, row {row}", file=file, row=row)


def _column(file: str, head: object) -> Text:
    return Text("{file}, column {column}", file=file, column=str(head))


def _assemble(codes: list[str], parents: list[str], built: list[Any]) -> Node:
    """Put checked nodes together, children before parents, whatever the order of the rows."""
    children: dict[str, list[int]] = {}
    for place, parent in enumerate(parents):
        children.setdefault(parent, []).append(place)
    order, waiting = [], [children[""][0]]
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting.extend(children.get(codes[place], ()))
    nodes: dict[int, Node] = {}
    for place in reversed(order):
        below = children.get(codes[place])
        if below:
            nodes[place] = Group(**dict(built[place]), parts=tuple(nodes.pop(part) for part in below))
        else:
            nodes[place] = Indicator(**dict(built[place]))
    return nodes[order[0]]
