"""The nodes that `configurations` names, with their anchors, and what of them is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govmetrics.core import Fault, IndicatorTree, Text
from govmetrics.core.near import codes, meant
from govmetrics.evaluation.keys import Configurations


@dataclass(frozen=True)
class Asked:
    """What `qca.from_scores` takes, in codes.

    Parameters
    ----------
    outcome : str
    conditions : list of str or None
    thresholds : mapping of code to anchors
    expected : mapping of code to direction, or None
    """

    outcome: str
    conditions: list[str]
    thresholds: dict[str, tuple[float, ...]]
    expected: dict[str, Any] | None


def in_codes(asked: Configurations, tree: IndicatorTree) -> Asked:
    """Return what a file asks for, names as codes; without conditions the nodes beside the outcome."""
    known = codes(tree)

    def code(name: str) -> str:
        bare = name.strip().removeprefix("~")
        sign = "~" if name.strip().startswith("~") else ""
        return sign + known.get(bare, bare)

    said = asked.outcome
    outcome = code(said if isinstance(said, str) else next(iter(said)))
    bare = outcome.removeprefix("~")
    given = {} if isinstance(said, str) else {bare: next(iter(said.values()))}
    if isinstance(asked.conditions, Mapping):
        given |= {code(name): anchors for name, anchors in asked.conditions.items()}
    named = None if asked.conditions is None else [code(name) for name in asked.conditions]
    if named is None:
        parent = tree.parent(bare) if bare in tree.node_codes else None
        named = [
            one
            for one in tree.node_codes
            if one != bare and parent is not None and tree.parent(one) == parent
        ]
    if asked.thresholds is not None:
        given = dict.fromkeys((*named, bare), asked.thresholds) | given
    anchors = {name: tuple(map(float, one)) for name, one in given.items()}
    expected = None if asked.expected is None else {code(name): way for name, way in asked.expected.items()}
    return Asked(outcome, named, anchors, expected)


def node_faults(asked: Configurations, tree: IndicatorTree) -> list[Fault]:
    """Return the nodes that there are not, those without anchors, and expectations of what is no condition."""
    found, at = in_codes(asked, tree), "configurations"
    there, known = Text("there are: {labels}", labels=tree.node_codes), codes(tree)
    bare = found.outcome.removeprefix("~")
    wanted = {f"{at}.outcome": bare, **{f"{at}.conditions.{name}": name for name in found.conditions}}
    faults = [
        Fault(place, "{node!r} is not a node of the tree", meant(name, known, there), node=name)
        for place, name in wanted.items()
        if name not in tree.node_codes
    ]
    if bare == tree.root.code and asked.conditions is None:
        way = "explain one of its parts, such as {name!r}, by the others"
        faults.append(Fault(f"{at}.outcome", "is the whole index, which its parts explain by construction", way,
                            name=tree.parts(bare)[0]))  # fmt: skip
    way = "write `{name}: [out, crossover, in]`, or anchors of all nodes in `thresholds`"
    faults += [
        Fault(place, "has no anchors", way, name=name)
        for place, name in wanted.items()
        if name not in found.thresholds and name in tree.node_codes
    ]
    conditions = Text("the conditions are: {names:20}", names=found.conditions)
    return faults + [
        Fault(
            f"{at}.expected.{name}",
            "{name!r} is not a condition",
            meant(name, found.conditions, conditions),
            name=name,
        )
        for name in found.expected or ()
        if name.removeprefix("~") not in found.conditions
    ]
