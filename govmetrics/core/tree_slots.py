"""Slots: places of a tree whose indicator is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govmetrics.core.errors import Fault, each
from govmetrics.core.nodes import NODE, Group, Node
from govmetrics.core.options import MAPPING, Kind, instance, shown, wanted
from govmetrics.core.words import Text

Tree = Any
"""An `IndicatorTree`, whose file imports this one."""


def tree_like(tree: Tree) -> Kind:
    """Return what another tree must be."""
    return instance(type(tree), Text("read it with read_tree"))


def slot_faults(tree: Tree) -> list[Fault]:
    """Return a fault for every slot of a tree that is to be worked with."""
    way_out = Text(
        "say in the tree what it is (`name`, `better`) in place of `mark: slot`, or use `tree.fill`"
    )
    if len(tree.slots) < len(tree):
        way_out = Text("{fill}; `tree.without_slots()` leaves it out", fill=way_out)
    return each(
        tree.slots, lambda code: Fault(code, "is a slot: what is measured there is not known", way_out)
    )


def filled(tree: Tree, nodes: Mapping[str, Node]) -> Tree:
    """Return the tree with `nodes` in the place of its slots (see `IndicatorTree.fill`)."""
    faults = wanted(nodes=(nodes, MAPPING))
    faults.raise_all()
    for code, node in nodes.items():
        if code not in tree.slots:
            problem, way_out = "{value} is not a slot of the tree", "slots are: {labels}"
            faults.append(Fault("nodes", problem, way_out, value=shown(code), labels=tree.slots))
        faults += NODE.faults(f"nodes[{shown(code)}]", node)
    faults.raise_all()
    return type(tree)(rebuilt(tree, nodes), tree.about)


def rebuilt(tree: Tree, put: Mapping[str, Node]) -> Node:
    """Return the root of a tree in which some nodes are others, by code; no recursion, so any depth."""
    built: dict[str, Node] = {}
    for node in reversed(tree.nodes):
        whole = node
        if isinstance(node, Group):
            whole = replace(node, parts=tuple(built[part.code] for part in node.parts))
        built[node.code] = put.get(node.code, whole)
    return built[tree.root.code]
