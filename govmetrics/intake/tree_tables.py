"""Indicator trees as people draw them: a column for each level (一级指标, 二级指标, ...), and COINr's iMeta."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core._period_names import spelled
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.forms import (
    CODE,
    DIRECTION,
    MEASURE,
    OTHER_NAMES,
    OTHER_NOTES,
    OTHER_ORIGINS,
    OTHER_UNITS,
    WEIGHT,
    name_of,
)
from govmetrics.core.labels import clean, no_value
from govmetrics.core.nodes import SPOKEN
from govmetrics.core.numbers import TWO_KINDS, number, of_two_kinds
from govmetrics.core.remarks import above_remarks
from govmetrics.core.simplified import simplified
from govmetrics.core.tables import plain_text
from govmetrics.core.totals import is_total
from govmetrics.core.tree import INDEX
from govmetrics.core.tree_files import CODES
from govmetrics.core.words import LANGUAGES, Text
from govmetrics.intake.columns import key

ROOT = "index"
_MARKS = "一二三四五六七八九"
_LEVEL = re.compile(rf"([{_MARKS}1-9])级指标(?:名称)?|level ?([1-9])(?: indicator)?")
_LEVEL_WEIGHT = re.compile(rf"([{_MARKS}1-9])级(?:指标)?权重|weight(?: of)? level ?([1-9])")
_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]$")
_NAMED_WEIGHT = re.compile(
    r"(.+?)\s*[(（\[【]\s*(?:权重|weight)?\s*[:：=]?\s*(\d*[.,]?\d+\s*[%％]?)\s*[)）\]】]", re.IGNORECASE
)
_FRACTION = re.compile(r"([1-9]\d*)\s*[/／]\s*([1-9]\d*)")
_CODED = re.compile(
    r"([A-Z]{1,2}\d{1,3}(?:[-.]\d{1,3})*|[A-Z](?=[\s.、:：_-]))[\s.、:：_-]*(?=[^\s\d.、:：_-])"
)
"""A code in front of a name, "B2 参与": letters with numbers, or one letter and a sign."""
_NUMERAL = "[一二三四五六七八九十]+"
_NUMBERS_BEFORE = re.compile(
    rf"(?:(?:\d{{1,2}}\.)+(?P<under>\d{{1,2}})[.、．]?\s*|[(（]?(?P<number>\d{{1,2}})(?:[、．.)）]|\s)\s*"
    rf"|[(（]?(?P<numeral>{_NUMERAL})[、．.)）]\s*|(?P<ring>[①-⑳])\s*)(?=[^\s\d.、．%％])"
)
"""A number in front of a name: "1. 办结率", "2.1 参与", "（三）信任", "四、公开", "①公平"."""
ALIKE = "write all of them alike"
MADE = Text("made by their place in the table: A, A1, A11")
_PLACES = {mark: place for place, mark in enumerate(_MARKS, 1)} | {str(n): n for n in range(1, 10)}
_LAYERS = {"总目标": 0, "目标层": 0, "goal": 0, "准则层": 1, "指标层": 2, "criterion": 1, "criteria": 1, "维度": 1,
           "dimension": 1, "指标": 2, "指标名称": 2, "indicator": 2}  # fmt: skip
"""Levels as the hierarchy of an AHP, or a table of two levels, calls them."""
GOAL = Text("goal")
LEVELS = (
    Text("level 1"), Text("level 2"), Text("level 3"), Text("level 4"), Text("level 5"), Text("level 6"), Text("level 7"),
    Text("level 8"), Text("level 9"),
)  # fmt: skip
TREE_HEADS = {
    "code": CODE, "weight": WEIGHT, "unit": MEASURE, "better": DIRECTION, "source": Text("source of data"),
    "worst": Text("worst"), "best": Text("best"), "target": Text("target"), "items": Text("items"),
    "notes": Text("notes"), "role": Text("role"), "aggregate": Text("aggregation"),
    "min_coverage": Text("least coverage"), **{f"name_{language}": word for language, word in OTHER_NAMES.items()},
    **{f"unit_{language}": word for language, word in OTHER_UNITS.items()},
    **{f"notes_{language}": word for language, word in OTHER_NOTES.items()},
    **{f"origin_{language}": word for language, word in OTHER_ORIGINS.items()},
    "mark": Text("mark"), "origin": Text("origin"), "about": Text("about"),
}  # fmt: skip
"""The headings of a drawn tree by their keys in a tree file."""
_COLUMNS = {
    "weight": ("指标权重", "权重值", "权数", "分值", "weights"), "code": ("指标代码", "编码", "指标编码", "编号"),
    "unit": ("单位", "计量单位", "unit"), "unit_en": ("英文单位", "english unit"),
    "unit_zh": ("中文单位", "chinese unit"), "notes": ("指标说明", "备注"),
    "better": ("指标方向", "指标性质", "性质", "属性", "指标属性", "better"), "source": ("source", "来源"),
    "items": ("题目", "题号", "问卷题目", "对应题目", "items"), "worst": ("最差值",), "best": ("最优值",),
    "aggregate": ("合成方法", "aggregate"), "min_coverage": ("最低覆盖率", "min_coverage"),
}  # fmt: skip
"""Other spellings of them."""
_NUMBERS = ("序号", "no.", "no", "nr", "#")
_META = {
    "icode": "code",
    "iname": "name",
    "parent": "parent",
    "weight": "weight",
    "unit": "unit",
    "target": "target",
}


def as_rows(table: pd.DataFrame, name: str, unread: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table with a column for each level, or COINr's iMeta, as rows of code and parent; others as they are.

    What is not read, rows of totals and sheets, stands in `about` of a drawn tree.
    """
    if any(_head(head) == "icode" for head in table.columns):
        heads = {column: key(column) for column in table.columns}
        _refuse_repeated(
            pd.Index([_META.get(heads[column], heads[column]) for column in table.columns]), name
        )
        return _from_meta(table, heads)
    drawn = table.set_axis(pd.Index(_weights_by_level(list(table.columns)), dtype=object), axis="columns")
    heads = {column: _head(column) for column in drawn.columns}
    levels = _levels(heads, _LEVEL)
    if len(levels.keys() - {0}) < 2:
        return table
    _refuse_repeated(drawn.columns, name)
    told = [column for column, head in heads.items() if _key_of(head) in ("weight", "unit", "better")]
    drawn, remarks = above_remarks(drawn, told, lambda cell: _text(cell) or None)
    drawn, left_out = _without_totals(drawn, [column for level, column in levels.items() if level])
    left_out += [str(text) for note in remarks for text in note.values["texts"]]
    rows = _from_levels(drawn, heads, levels, name)
    return _with_left_out(rows, [*left_out, *unread])


def drawn_heading(cell: Any) -> str | None:
    """Return what a heading of a drawn tree, or of iMeta, names; None where it is nothing of a tree."""
    head = _head(cell)
    if (
        head in ("icode", *_META)
        or _LEVEL.fullmatch(head)
        or head in _LAYERS
        or _LEVEL_WEIGHT.fullmatch(head)
    ):
        return head
    return _key_of(head)


def _head(cell: Any) -> str:
    """Return a heading as it is compared: traditional characters as simplified ones, weights without their unit, 权重（%）."""
    head = simplified(key(cell))
    plain = _BRACKETS.sub("", head).rstrip(" %")
    return plain if _LEVEL_WEIGHT.fullmatch(plain) or _key_of(plain) == "weight" else head


def _weights_by_level(heads: list[Any]) -> list[Any]:
    """Return the headings with every one of several columns called 权重 under the level to its left."""
    plain = [_BRACKETS.sub("", _head(head)) for head in heads]
    places = [place for place, head in enumerate(plain) if _key_of(head) == "weight"]
    if len(places) < 2:
        return heads
    named = list(heads)
    for place in places:
        level = next((match for head in reversed(plain[:place]) if (match := _LEVEL.fullmatch(head))), None)
        if level is not None:
            named[place] = f"{level[1] or level[2]}级权重"
    return named


def _refuse_repeated(heads: pd.Index, name: str) -> None:
    twice = heads[heads.duplicated()].unique()
    Faults(
        Fault(
            Text("{file}, column {column}", file=name, column=str(head)),
            "occurs more than once",
            "keep one of them",
        )
        for head in twice
    ).raise_all()


def _without_totals(table: pd.DataFrame, levels: list[Any]) -> tuple[pd.DataFrame, list[str]]:
    """Return the table without rows of totals (of weights), which name no indicator, and what they are called."""
    names = table[levels].map(_text)
    said = names.apply(lambda row: [cell for cell in row if cell], axis="columns", result_type="reduce")
    total = np.array([bool(cells) and all(map(is_total, cells)) for cells in said], dtype=bool)
    return table[~total], list(dict.fromkeys(cells[0] for cells in said[total]))


def _with_left_out(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    about = json.loads(rows["about"].iloc[0]) if "about" in rows else {}
    if not names or about.keys() - {CODES}:
        return rows
    about = json.dumps({**about, "left out": ", ".join(names)}, ensure_ascii=False)
    return rows.assign(about=[about, *[""] * (len(rows) - 1)])


def _weight(cell: Any) -> Any:
    """Return a weight as a number where it is typed as 50%, 0,5 or (0.5); all else as it is."""
    text = re.sub(r"^[(（]\s*|\s*[)）]$", "", _text(cell))
    parts = _FRACTION.fullmatch(text)
    if parts:
        return int(parts[1]) / int(parts[2])
    read = number(text) if number(text) is not None else number(text, ",")
    if read is None or math.isnan(read):
        return cell
    return read / 100 if text.endswith(("%", "％")) else read


def _weights_in_names(nodes: dict[tuple[str, ...], dict[str, Any]]) -> None:
    """Take weights from behind the names, "参与(0.3)": where all parts of a group have one, and they sum to 1 or 100."""
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in list(nodes)[1:]:
        groups.setdefault(path[:-1], []).append(path)
    told, several = dict[tuple[str, ...], dict[str, Any]](), False
    for paths in groups.values():
        found = {path: _NAMED_WEIGHT.fullmatch(str(nodes[path]["name"]).strip()) for path in paths}
        shares = {path: _weight(match[2]) for path, match in found.items() if match}
        if len(shares) < len(paths) or any("weight" in nodes[path] for path in paths):
            continue
        total = sum(shares.values())
        if any(abs(total - whole) <= 0.006 * whole * len(paths) for whole in (1, 100)):
            told |= {
                path: {"name": match[1].strip(), "weight": shares[path]}
                for path, match in found.items()
                if match
            }
            several = several or len(paths) > 1
    if several:  # one part alone in its group may have a number in its name
        for path, said in told.items():
            nodes[path] |= said


def _refuse_doubtful_weights(
    nodes: dict[tuple[str, ...], dict[str, Any]], typed: dict[tuple[str, ...], Any], name: str
) -> None:
    """Refuse parts of one group of which some weigh 60% or 0.6 and others 40, or nothing."""
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in list(nodes)[1:]:
        groups.setdefault(path[:-1], []).append(path)
    faults = []
    for paths in groups.values():
        place = Text("{file}, row {row}", file=name, row=int(nodes[paths[0]]["row"]) + 2)
        cells = [nodes[path]["weight"] for path in paths if "weight" in nodes[path]]
        two = of_two_kinds(typed[path] for path in paths if path in typed)
        read = [weight for weight in cells if isinstance(weight, int | float) and weight > 0]
        if two:
            faults.append(Fault(place, TWO_KINDS, ALIKE, percent=two[0], plain=two[1]))
        elif read and min(read) < 1 and max(read) >= 10:
            problem = "of one group some weights look like shares ({share}), and others like percentages ({percentage})"
            faults.append(Fault(place, problem, ALIKE, share=min(read), percentage=max(read)))
        if cells and len(cells) < len(paths):
            none = [str(nodes[path]["name"]) for path in paths if "weight" not in nodes[path]]
            problem = "of one group some parts have a weight, and others have none: {names:5}"
            faults.append(Fault(place, problem, "give all of them one, or none", names=none))
    Faults(faults).raise_all()


def _marks_before_names(nodes: dict[tuple[str, ...], dict[str, Any]]) -> None:
    """Take codes from in front of the names, where all have one, and numbers, where they count all parts of a level."""
    paths = [path for path in nodes if path]
    codes = {path: _CODED.match(str(nodes[path]["name"])) for path in paths}
    told = [match[1] for match in codes.values() if match]
    if len(told) == len(set(told)) == len(paths) and not any("code" in nodes[path] for path in paths):
        for path, match in codes.items():
            assert match is not None
            nodes[path] |= {"code": match[1], "name": str(nodes[path]["name"])[match.end() :].strip()}
        return
    for depth in {len(path) for path in paths}:
        level = [path for path in paths if len(path) == depth]
        found = {path: _NUMBERS_BEFORE.match(str(nodes[path]["name"])) for path in level}
        places = [None if match is None else _place_said(match) for match in found.values()]
        if len(level) > 1 and _counts(level, places):
            for path, match in found.items():
                assert match is not None
                nodes[path]["name"] = str(nodes[path]["name"])[match.end() :].strip()


def _place_said(match: re.Match[str]) -> int:
    if match["ring"]:
        return ord(match["ring"]) - ord("①") + 1
    text = match["under"] or match["number"] or spelled(match["numeral"])
    return int(text) if text.isdecimal() else 0


def _counts(level: list[tuple[str, ...]], places: list[int | None]) -> bool:
    """Tell whether numbers go on by one from part to part: through the level, or from 1 in every group."""
    if any(place is None for place in places):
        return False
    through = all(place == step for step, place in enumerate(places, 1))
    steps: dict[tuple[str, ...], int] = {}
    for path, place in zip(level, places, strict=True):
        steps[path[:-1]] = steps.get(path[:-1], 0) + 1
        if place != steps[path[:-1]]:
            return through
    return True


def _levels(heads: dict[Any, str], pattern: re.Pattern[str]) -> dict[int, Any]:
    found = {column: pattern.fullmatch(head) for column, head in heads.items()}
    places = {_PLACES[match[1] or match[2]]: column for column, match in found.items() if match}
    if pattern is _LEVEL:
        places = {_LAYERS[head]: column for column, head in heads.items() if head in _LAYERS} | places
    return dict(sorted(places.items()))


def _from_meta(table: pd.DataFrame, heads: dict[Any, str]) -> pd.DataFrame:
    """Return COINr's iMeta as rows; what is neither an indicator nor an aggregate is told in `about`."""
    table = table.rename(columns=heads)
    kind = table["type"].map(key) if "type" in table else pd.Series("indicator", table.index)
    inside = kind.isin(["indicator", "aggregate"])
    rows = table[inside].rename(columns=_META)
    kept = [column for column in dict.fromkeys(_META.values()) if column in rows]
    better = rows["direction"].where(kind[inside] == "indicator") if "direction" in rows else None
    rows = rows[kept].assign(better=better)
    outside = [str(code) for code in table["icode"][~inside]]
    if outside:
        about = json.dumps({"left out": ", ".join(outside)}, ensure_ascii=False)
        rows = rows.assign(about=[about, *[""] * (len(rows) - 1)])
    return rows


def _from_levels(
    table: pd.DataFrame, heads: dict[Any, str], levels: dict[int, Any], name: str
) -> pd.DataFrame:
    """Return the rows of a drawn tree: merged cells filled from above, codes made where there are none."""
    columns = {wanted: column for column, head in heads.items() if (wanted := _key_of(head))}
    weights = _levels(heads, _LEVEL_WEIGHT)
    used = {*columns.values(), *levels.values(), *weights.values()}
    unknown = [str(column) for column, head in heads.items() if column not in used and head not in _NUMBERS]
    problem, way_out = "is not a key of a tree", "check the spelling, or remove it"
    Faults(
        Fault(Text("{file}, column {column}", file=name, column=column), problem, way_out)
        for column in unknown
    ).raise_all()
    goal = levels.pop(0, None)
    nodes: dict[tuple[str, ...], dict[str, Any]] = {
        (): {
            "code": ROOT,
            "parent": None,
            "name": ROOT,
            "name_en": INDEX.say("en"),
            "name_zh": INDEX.say("zh"),
        }
    }
    path: list[str] = []
    for _, row in table.iterrows():
        names = [_text(row[column]) for column in levels.values()]
        if goal is not None and _text(row[goal]):
            nodes[()]["name"] = _as_typed(row[goal])
            nodes[()] = {key: cell for key, cell in nodes[()].items() if key not in ("name_en", "name_zh")}
            if not any(names):
                nodes[()] |= _cells(row, columns)
        if not any(names):
            continue
        for depth, text in enumerate(names):
            if text and (path[depth : depth + 1] != [text] or depth == len(names) - 1):
                path = [*path[:depth], text]
            if not text and not any(names[depth:]):
                break
            if tuple(path[: depth + 1]) not in nodes or depth == len(names) - 1:
                _add(nodes, tuple(path[: depth + 1]), row, weights.get(list(levels)[depth]), name)
                nodes[tuple(path[: depth + 1])]["name"] = _as_typed(row[list(levels.values())[depth]])
        nodes[tuple(path)] |= _cells(row, columns)
    typed = {path: node["weight"] for path, node in nodes.items() if "weight" in node}
    for node in nodes.values():
        if "weight" in node:
            node["weight"] = _weight(node["weight"])
    _weights_in_names(nodes)
    _marks_before_names(nodes)
    made = [path for path, node in nodes.items() if path and "code" not in node]
    _share_out(nodes)
    _refuse_doubtful_weights(nodes, typed, name)
    _give_codes(nodes)
    rows = [node.pop("row", 0) for node in nodes.values()]
    if made and not any("about" in node for node in nodes.values()):
        nodes[()]["about"] = json.dumps(
            {CODES: {language: MADE.say(language) for language in LANGUAGES}}, ensure_ascii=False
        )
    return pd.DataFrame([_named(node) for node in nodes.values()], dtype=object).set_axis(rows)


def _key_of(head: str) -> str | None:
    """Return the key that a heading of a drawn tree stands for."""
    if head.startswith(("name_", *(f"{what}_" for what in SPOKEN))):
        return head
    known = {key(word.say(language)): wanted for wanted, word in TREE_HEADS.items() for language in LANGUAGES}
    return known.get(head) or next((wanted for wanted, words in _COLUMNS.items() if head in words), None)


def _cells(row: pd.Series, columns: dict[str, Any]) -> dict[str, Any]:
    return {wanted: row[column] for wanted, column in columns.items() if _text(row[column])}


def _named(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node under its names, units and notes in all languages; its code is no name."""
    translated = any(head.startswith("name_") for head in node)
    named = node | {"name": "" if str(node["name"]) == node["code"] and not translated else node["name"]}
    for what in ("name", *SPOKEN):
        others = {head: str(named.pop(head)) for head in list(named) if head.startswith(f"{what}_")}
        texts = name_of(
            str(named.pop(what, "")), {head.removeprefix(f"{what}_"): text for head, text in others.items()}
        )
        told = {what: texts} if isinstance(texts, str) else {f"{what}_{k}": text for k, text in texts.items()}
        named |= {head: text for head, text in told.items() if text or what == "name"}
    return named


def _add(
    nodes: dict[tuple[str, ...], dict[str, Any]],
    path: tuple[str, ...],
    row: pd.Series,
    weight: Any,
    name: str,
) -> None:
    if path in nodes:
        problem, way_out = "the indicator {text!r} stands there twice", "keep one of them, or rename it"
        raise FaultyInput(name, problem, way_out, text=path[-1])
    nodes[path] = {"name": path[-1], "row": row.name}
    if weight is not None and _text(row[weight]):
        nodes[path]["weight"] = row[weight]


def _share_out(nodes: dict[tuple[str, ...], dict[str, Any]]) -> None:
    """Give groups the sum of their leaves' weights, where those come to 1 or 100 over the whole table: shares of the whole.

    Only where no group has a weight of its own, in whatever column.
    """
    shares = {path: number(node["weight"]) for path, node in nodes.items() if "weight" in node}
    groups = {path[:-1] for path in list(nodes)[1:]}
    known = {path: share for path, share in shares.items() if share is not None and share >= 0}
    if (
        len(known) != len(nodes) - len(groups)
        or groups & shares.keys()
        or not any(abs(sum(known.values()) - all_) < 1e-6 for all_ in (1, 100))
    ):
        return
    for group in groups - {()}:
        nodes[group]["weight"] = sum(share for path, share in known.items() if path[: len(group)] == group)


def _give_codes(nodes: dict[tuple[str, ...], dict[str, Any]]) -> None:
    """Give every node its parent, and a code by its place: A, A1, A11; two digits where a group has ten parts or more."""
    parts: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in list(nodes)[1:]:
        parts.setdefault(path[:-1], []).append(path)
    for parent, children in parts.items():
        width = len(str(len(children)))
        for place, path in enumerate(children, 1):
            letter = chr(64 + place) if len(children) <= 26 else f"N{place:0{width}}"
            made = letter if not parent else f"{nodes[parent]['made']}{place:0{width}}"
            nodes[path] = {"code": made, "parent": nodes[parent]["code"], "made": made} | nodes[path]
    for node in nodes.values():
        node.pop("made", None)


def _text(cell: Any) -> str:
    return "" if no_value(cell) else str(clean(str(cell)))


def _as_typed(cell: Any) -> str:
    return str(plain_text(cell)).strip()
