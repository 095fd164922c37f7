"""Assigned weights: those of the tree file, or those somebody decided on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.nodes import Group
from govmetrics.core.options import Kind, asked, is_number, optional, shown
from govmetrics.core.procedure import Procedure
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups
from govmetrics.core.words import Text

GIVEN = Kind(lambda value: isinstance(value, Mapping | pd.Series), Text("give {node: weight}"))


def assigned(tree: IndicatorTree, weights: Mapping[str, float] | None = None) -> Weights:
    """Turn relative weights into shares of each group.

    Parameters
    ----------
    tree : IndicatorTree
        Its own weights are used where `weights` says nothing.
    weights : mapping of str to float, optional
        ``{node code: weight}`` relative to the node's siblings. A group takes its new weights as a whole:
        name all of its parts, or none.

    Returns
    -------
    Weights
        Every group's shares sum to one.

    Raises
    ------
    FaultyInput
        Unknown or unscored nodes, negative weights, groups named in part or summing to zero: all at once.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> assigned(tree, {"A": 3, "B": 1}).across_tree().to_dict()
    {'a1': 0.375, 'a2': 0.375, 'b1': 0.25}
    """
    asked(tree=(tree, TREE), weights=(weights, optional(GIVEN)))
    faults = Faults()
    scored = tree.scored()
    given = {} if weights is None else {str(code): weight for code, weight in weights.items()}
    faults += [*_unknown(tree, scored, given), *_partly_named(scored, given)]
    usable = {code: weight for code, weight in given.items() if _is_weight(weight)}
    raw = {node.code: float(usable.get(node.code, node.weight)) for node in scored.nodes[1:]}
    with faults:
        local = shares_within_groups(scored, pd.Series(raw, dtype=float))
    faults.raise_all()
    told = (
        "The weights are those laid down in the indicator system."
        if not given
        else "The weights were assigned by hand."
    )
    return Weights(scored, local, "assigned", procedure=Procedure.of(told, "oecd2008"))


def _is_weight(weight: Any) -> bool:
    return is_number(weight) and bool(weight >= 0)


def _unknown(tree: IndicatorTree, scored: IndicatorTree, given: Mapping[str, float]) -> list[Fault]:
    faults = []
    for code, weight in given.items():
        if code not in tree or code == tree.root.code:
            problem, way_out = "is not a node of the tree below the root", "name nodes by their codes"
            faults.append(Fault(code, problem, way_out))
        elif code not in scored:
            problem = "is not scored (its role is input, output or context)"
            faults.append(Fault(code, problem, "leave it out, or change its role"))
        elif not _is_weight(weight):
            faults.append(
                Fault(code, "the weight is {value}", "weights are zero or positive", value=shown(weight))
            )
    return faults


def _partly_named(scored: IndicatorTree, given: Mapping[str, float]) -> list[Fault]:
    faults = []
    for node in scored.nodes:
        if isinstance(node, Group):
            missing = [part.code for part in node.parts if part.code not in given]
            if 0 < len(missing) < len(node.parts):
                problem = "only some of its parts have weights; missing: {names}"
                way_out = "give all parts of the group a weight, or none"
                faults.append(Fault(node.code, problem, way_out, names=missing))
    return faults
