"""Indicator trees from files, mappings and ready-made names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.documents import read_document
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.near import meant
from govmetrics.core.nodes import Group, Indicator, Node, texts
from govmetrics.core.options import FLAG, TEXT, asked, is_file, optional, shown
from govmetrics.core.sheets import Sheet, one_sheet, under_header
from govmetrics.core.spreadsheets import WORKBOOKS
from govmetrics.core.tables import read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import LANGUAGES, Text
from govmetrics.core.words.visible import visible
from govmetrics.intake.tree_rows import heading_of, tree_from_rows
from govmetrics.intake.tree_spec import LeafKeys, stand_in, validated

SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv", *WORKBOOKS)


def read_tree(
    source: str | Path | Mapping[str, Any] | pd.DataFrame | IndicatorTree, sheets: str | None = None
) -> IndicatorTree:
    """Read an indicator tree.

    Parameters
    ----------
    source : str, Path, mapping, DataFrame
        A ready-made name (see `list_trees`), a .yaml, .json, .csv, .xlsx, .xls or .ods file, the nested mapping of such a
        file, or rows with `code` (or `id`) and `parent`, a table with a column for each level (一级指标, 二级指标, ..., and
        权重, 单位, 方向), or COINr's iMeta. In a file the header may stand below titles; weights may have a column for each
        level or stand behind the names, "参与(0.3)"; rows of totals and remarks are left out, and `about` says so. Numbers
        before names that count the parts are no part of them. Without a column of codes these are taken from the names
        ("B2 参与") or made from the places (A, A1, A11), and `about` says that a row more or less moves them: a file that
        is written from the tree keeps them.
    sheets : str, optional
        Of a workbook: the sheet to read. By default the one with a tree; several are refused, others `about` names.

    Returns
    -------
    IndicatorTree
        Unique codes, usable weights and goalposts.

    Raises
    ------
    FaultyInput
        Everything that is wrong with the file, each fault with its path.

    Examples
    --------
    >>> read_tree({"code": "GOV", "parts": [{"code": "trust", "better": "more"}]}).codes
    ['trust']
    >>> read_tree("wgi").root.label("zh")
    '世界治理指标'
    """
    asked(sheets=(sheets, optional(TEXT)))
    if sheets is not None and not (
        isinstance(source, str | os.PathLike) and Path(source).suffix.lower() in WORKBOOKS
    ):
        raise FaultyInput("sheets", "only a workbook has sheets", "leave it out")
    if isinstance(source, IndicatorTree):
        return source
    if isinstance(source, Mapping):
        return tree_from_mapping(source, "tree")
    if isinstance(source, pd.DataFrame):
        return tree_from_rows(source.reset_index(drop=True), "rows")
    if not isinstance(source, str | os.PathLike):
        way_out = "give a ready-made name, a path, a mapping or a DataFrame"
        raise FaultyInput("source", "is {value}", way_out, value=shown(source))
    path = Path(source)
    if path.suffix.lower() not in SUFFIXES and not is_file(path):
        path = _ready_made(str(source))
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path, or see list_trees()")
    if path.suffix.lower() in (".csv", ".tsv", *WORKBOOKS):
        return tree_from_rows(*_drawn_in(path, sheets))
    return tree_from_mapping(read_document(path), path.name)


def _drawn_in(path: Path, sheets: str | None) -> tuple[pd.DataFrame, str, list[str]]:
    """Return the table of a file that holds a tree, the file's name, and which sheets were not read."""

    def read(title: str | int) -> Sheet:
        return under_header(read_table(path, title, repeats=True), heading_of, repeats=True)

    def holds(frame: pd.DataFrame) -> bool:
        return len({heading_of(head) for head in frame.columns} - {None}) > 1

    frame, notes = one_sheet(path, sheets, read, holds, "several sheets hold a tree: {names}")
    return frame, path.name, [name for note in notes for name in note.values.get("names", ())]


def list_trees(topic: str | None = None, confirmed: bool | None = None) -> pd.DataFrame:
    """Return the ready-made trees: name, title, topic, edition, number of leaves and of slots, source, licence, confidence.

    A slot is a place of a publication whose indicator could not be confirmed: the tree can be read and printed, and is
    filled (`IndicatorTree.fill`) before data go into it.

    Parameters
    ----------
    topic : str, optional
        Only the trees of one topic, such as "Cities" or "城市".
    confirmed : bool, optional
        True for the trees without slots, False for those with some.

    Returns
    -------
    DataFrame
        One row per tree.

    Raises
    ------
    FaultyInput
        A topic that there is not.

    Examples
    --------
    >>> import govmetrics as gm
    >>> "wgi" in set(gm.list_trees()["name"])
    True
    >>> gm.list_trees(topic="Hotlines", confirmed=True)["name"].tolist()
    ['hotline_12345', 'hotline_panjin_2023']
    """
    asked(topic=(topic, optional(TEXT)), confirmed=(confirmed, optional(FLAG)))
    trees = {
        path.stem: _unchanged(path, path.stat().st_mtime_ns) for path in sorted(_folder().glob("*.yaml"))
    }
    topics = {
        name: [tree.said_about(spoken).get("topic", "") for spoken in LANGUAGES]
        for name, tree in trees.items()
    }
    if topic is not None:
        wanted = topic.strip().casefold()
        known = [text for pair in sorted(topics.values()) for text in pair if text]
        if wanted not in {text.casefold() for text in known}:
            there = Text("there are: {labels}", labels=list(dict.fromkeys(known)))
            raise FaultyInput("topic", "{value} is no topic", meant(topic, known, there), value=shown(topic))
        trees = {name: tree for name, tree in trees.items() if wanted in map(str.casefold, topics[name])}
    rows = []
    for name, tree in trees.items():
        if confirmed is None or confirmed != bool(tree.slots):
            about = tree.said_about()
            told = (about.get(key, "") for key in ("source", "licence", "confidence"))
            first = (about.get("title", tree.root.label()), about.get("topic", ""), about.get("edition", ""))
            rows.append((name, *first, len(tree), len(tree.slots), *told))
    return pd.DataFrame(rows, columns=_LISTED)


_LISTED = ["name", "title", "topic", "edition", "leaves", "slots", "source", "licence", "confidence"]


@cache
def _unchanged(path: Path, _changed: int) -> IndicatorTree:
    """Return the tree of a file, read once as long as the file does not change."""
    return read_tree(path)


def _folder() -> Path:
    """Return the folder of ready-made trees: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_indicators", package.parent / "indicators"):
        if folder.is_dir():
            return folder
    raise FaultyInput("indicators", "the folder of ready-made trees is missing", "install govmetrics again")


def _ready_made(name: str) -> Path:
    path = _folder() / f"{name}.yaml"
    if not is_file(path):
        names = sorted(p.stem for p in _folder().glob("*.yaml"))
        known = Text("ready-made trees are: {names}; files end in {suffixes}", names=names, suffixes=SUFFIXES)
        raise FaultyInput(name, "is neither a file nor a ready-made tree", meant(name, names, known))
    return path


def tree_from_mapping(content: Mapping[str, Any], name: str) -> IndicatorTree:
    """Build the tree from the nested mapping of a tree file; `name` begins every fault's path."""
    top = dict(content)
    about = top.pop("about", {})
    faults = Faults()
    if not isinstance(about, Mapping) or not all(isinstance(v, str) or texts(v) for v in about.values()):
        faults.append(
            Fault(f"{name}.about", "is not a mapping of text", "put quotes around dates and numbers")
        )
        about = {}
    # Nodes are visited in a list of their own, so that no depth is too deep; a parent precedes its parts.
    visited: list[tuple[Any, list[int]]] = []
    waiting: list[tuple[Any, str, list[int] | None]] = [(top, name, None)]
    while waiting:
        raw, path, siblings = waiting.pop()
        keys, parts, wrong = _node(raw, path)
        faults += wrong
        if siblings is not None:
            siblings.append(len(visited))
        places: list[int] = []
        visited.append((keys, places))
        waiting.extend((part, f"{path}.parts[{i}]", places) for i, part in reversed(list(enumerate(parts))))
    with faults:
        tree = IndicatorTree(_assemble(visited), dict(about))
    faults.raise_all()
    return tree


def _node(raw: Any, path: str) -> tuple[Any, list[Any], list[Fault]]:
    """Return the checked keys of a node, its parts as they stand in the file, and what is wrong."""
    if not isinstance(raw, Mapping):
        fault = Fault(path, "{value} is not a node", "a node is a mapping with `code`", value=shown(raw))
        return stand_in(path), [], [fault]
    keys = {visible(str(key)): value for key, value in raw.items()}
    parts = keys.pop("parts", None) if "parts" in keys else []
    checked, wrong = validated(keys, "parts" in raw, path)
    if not isinstance(parts, list | tuple):
        wrong.append(Fault(f"{path}.parts", "is not a list", "write one `- code: ...` for each part"))
        return stand_in(checked.code), [], wrong
    return checked, list(parts), wrong


def _assemble(visited: list[tuple[Any, list[int]]]) -> Node:
    nodes: dict[int, Node] = {}
    for place in range(len(visited) - 1, -1, -1):
        keys, places = visited[place]
        if isinstance(keys, LeafKeys):
            nodes[place] = Indicator(**dict(keys))
        else:
            nodes[place] = Group(**dict(keys), parts=tuple(nodes.pop(part) for part in places))
    return nodes[0]
