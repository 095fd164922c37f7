"""A tree as the nested mapping of `IndicatorTree.to_dict`, and its root from such a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.nodes import Group, Indicator, Node
from govmetrics.core.options import shown


def root_of(content: Any, place: str = "tree") -> Node:
    """Return the root of the tree of `IndicatorTree.to_dict`.

    Raises
    ------
    FaultyInput
        Keys that no node has, nodes that are no mappings, each with its path.
    """
    faults = Faults()
    if not isinstance(content, Mapping):
        raise FaultyInput(place, "is {value}", "give a mapping", value=shown(content))
    try:
        root = _node({key: value for key, value in content.items() if key != "about"}, place, faults)
    except RecursionError:
        raise FaultyInput(place, "the tree is too deep for nested text", "write .csv or .xlsx") from None
    faults.raise_all()
    assert root is not None  # its faults were raised
    return root


def _node(content: Any, place: str, faults: Faults) -> Node | None:
    if not isinstance(content, Mapping):
        faults.append(Fault(place, "is {value}", "give a mapping", value=shown(content)))
        return None
    kind = Group if "parts" in content else Indicator
    known = [field.name for field in fields(kind)]
    faults += [
        Fault(f"{place}.{key}", "is not a key of a tree file", "there are: {labels}", labels=known)
        for key in content
        if key not in known
    ]  # fmt: skip
    needed = ("code",) if kind is Group or content.get("mark") == "slot" else ("code", "better")
    faults += [
        Fault(f"{place}.{key}", "is missing", "give what `to_dict` wrote")
        for key in needed
        if key not in content
    ]
    code = content.get("code", "")
    if not isinstance(code, str):
        faults.append(Fault(f"{place}.code", "is {value}", "give what `to_dict` wrote", value=shown(code)))
        return None
    keys = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in content.items()
        if key in known
    }
    if kind is Group:
        parts = keys["parts"]
        if not isinstance(parts, tuple):
            faults.append(Fault(f"{place}.parts", "is {value}", "give a list", value=shown(parts)))
            return None
        built = [_node(part, f"{place}.parts[{at}]", faults) for at, part in enumerate(parts)]
        keys["parts"] = tuple(part for part in built if part is not None)
    made: Any = kind
    return made(**keys) if all(key in content for key in needed) else None


def plain_tree(nodes: Sequence[Node]) -> dict[str, Any]:
    """Return all nodes, the root first and each before its parts, as the nested mapping of the root."""
    built: dict[str, dict[str, Any]] = {}
    for node in reversed(nodes):
        plain = plain_node(node)
        if isinstance(node, Group):
            plain["parts"] = [built.pop(part.code) for part in node.parts]
        built[node.code] = plain
    return built[nodes[0].code]


def plain_node(node: Node) -> dict[str, Any]:
    """Return a node's keys that differ from the defaults, as plain YAML and JSON types."""
    plain: dict[str, Any] = {"code": node.code}
    for f in fields(node):
        value = getattr(node, f.name)
        told = f.name == "better" and node.mark != "slot"
        if f.name in ("code", "parts") or (value == f.default and not told):
            continue
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        plain[f.name] = value
    return plain
