"""Indicator trees from files, mappings and ready-made names."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import Group, Indicator, Node
from govmetrics.core.tables import decode, read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.intake.tree_rows import tree_from_rows
from govmetrics.intake.tree_spec import LeafKeys, validated

SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx")


def read_tree(source: str | Path | Mapping[str, Any] | pd.DataFrame | IndicatorTree) -> IndicatorTree:
    """Read an indicator tree.

    Parameters
    ----------
    source : str, Path, mapping, DataFrame
        A ready-made name (see `list_trees`), a .yaml, .json, .csv or .xlsx file, the nested mapping of such a
        file, or rows with `code` (or `id`) and `parent`.

    Returns
    -------
    IndicatorTree

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
    if isinstance(source, IndicatorTree):
        return source
    if isinstance(source, Mapping):
        return tree_from_mapping(source, "tree")
    if isinstance(source, pd.DataFrame):
        return tree_from_rows(source, "rows")
    path = Path(source)
    if path.suffix.lower() not in SUFFIXES and not path.is_file():
        path = _ready_made(str(source))
    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path, or see list_trees()"))
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx"):
        return tree_from_rows(read_table(path), path.name)
    return tree_from_mapping(read_document(path), path.name)


def list_trees() -> pd.DataFrame:
    """Return the ready-made trees: name, title, number of leaves, source, licence, confidence."""
    rows = []
    for path in sorted(_folder().glob("*.yaml")):
        tree = read_tree(path)
        about = tree.about
        title = about.get("title", tree.root.label())
        rows.append(
            (
                path.stem,
                title,
                len(tree),
                *(about.get(key, "") for key in ("source", "licence", "confidence")),
            )
        )
    return pd.DataFrame(rows, columns=["name", "title", "leaves", "source", "licence", "confidence"])


def _folder() -> Path:
    """Return the folder of ready-made trees: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_indicators", package.parent / "indicators"):
        if folder.is_dir():
            return folder
    raise FaultyInput(
        Fault("indicators", "the folder of ready-made trees is missing", "install govmetrics again")
    )


def _ready_made(name: str) -> Path:
    path = _folder() / f"{name}.yaml"
    if not path.is_file():
        names = sorted(p.stem for p in _folder().glob("*.yaml"))
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        way_out = f"{hint}ready-made trees are: {', '.join(names)}; files end in {', '.join(SUFFIXES)}"
        raise FaultyInput(Fault(name, "is neither a file nor a ready-made tree", way_out))
    return path


def read_document(path: Path) -> Mapping[str, Any]:
    """Read a YAML 1.2 or JSON file that holds one mapping; aliases and tags of other languages are refused."""
    text = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise FaultyInput(Fault(path.name, "the file is empty"))
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else _yaml(text, path.name)
    except json.JSONDecodeError as error:
        raise FaultyInput(Fault(f"{path.name}, line {error.lineno}", f"is not JSON: {error.msg}")) from None
    except RecursionError:
        raise FaultyInput(
            Fault(path.name, "is nested too deeply", "write rows with `code` and `parent` (CSV)")
        ) from None
    if not isinstance(content, Mapping):
        raise FaultyInput(Fault(path.name, "does not hold one mapping of keys", "begin with `code:`"))
    return content


def _yaml(text: str, name: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import AliasEvent

    class NoAliases(Composer):
        """Refuses `*name`, with which a short file can grow without bounds."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.parser.check_event(AliasEvent):
                line = self.parser.peek_event().start_mark.line + 1
                raise FaultyInput(
                    Fault(f"{name}, line {line}", "has an alias (*name)", "write the content out")
                )
            return super().compose_node(parent, index)

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = NoAliases
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = str(error.problem or error).splitlines()[0]
        raise FaultyInput(Fault(f"{name}, line {line}", f"is not readable YAML: {problem}")) from None


def tree_from_mapping(content: Mapping[str, Any], name: str) -> IndicatorTree:
    """Build the tree from the nested mapping of a tree file; `name` begins every fault's path."""
    top = dict(content)
    about = top.pop("about", {})
    faults: list[Fault] = []
    if not isinstance(about, Mapping) or not all(isinstance(v, str) for v in about.values()):
        faults.append(
            Fault(f"{name}.about", "is not a mapping of text", "put quotes around dates and numbers")
        )
        about = {}
    # Nodes are visited in a list of their own, so that no depth is too deep; a parent precedes its parts.
    visited: list[tuple[Any, list[int]]] = []
    waiting: list[tuple[Any, str, list[int] | None]] = [(top, name, None)]
    while waiting:
        raw, path, siblings = waiting.pop()
        if not isinstance(raw, Mapping):
            faults.append(Fault(path, f"{str(raw)[:40]!r} is not a node", "a node is a mapping with `code`"))
            continue
        keys = {str(key): value for key, value in raw.items()}
        is_group = "parts" in keys
        parts = keys.pop("parts", [])
        checked, wrong = validated(keys, is_group, path)
        faults += wrong
        if siblings is not None:
            siblings.append(len(visited))
        places: list[int] = []
        visited.append((checked, places))
        if is_group and not isinstance(parts, list | tuple):
            faults.append(Fault(f"{path}.parts", "is not a list", "write one `- code: ...` per part"))
        elif is_group:
            waiting.extend(
                (part, f"{path}.parts[{i}]", places) for i, part in reversed(list(enumerate(parts)))
            )
    if faults:
        raise FaultyInput(faults)
    return IndicatorTree(_assemble(visited), dict(about))


def _assemble(visited: list[tuple[Any, list[int]]]) -> Node:
    nodes: dict[int, Node] = {}
    for place in range(len(visited) - 1, -1, -1):
        keys, places = visited[place]
        if isinstance(keys, LeafKeys):
            nodes[place] = Indicator(**dict(keys))
        else:
            nodes[place] = Group(**dict(keys), parts=tuple(nodes.pop(part) for part in places))
    return nodes[0]
