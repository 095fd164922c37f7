"""What follows from the traits of the aggregation that scores came from, and of the groups' own."""

from __future__ import annotations

from govmetrics.core.methods import Method
from govmetrics.core.scores import Scores
from govmetrics.core.tree import IndicatorTree


def names_below(tree: IndicatorTree, method: str, node: str | None = None) -> set[str]:
    """Return the names of the methods from a node downwards: `method`, and the groups' own."""
    inside, names = {node or tree.root.code}, {method}
    for group in tree.groups:
        if group.code in inside:
            inside |= {part.code for part in group.parts}
            names.add(method_name(group.aggregate or method))
    return names


def method_name(aggregate: str) -> str:
    """Return the method that a group's `aggregate` names: ``power:2`` is a power mean."""
    return aggregate.partition(":")[0]


def traits_of(name: str) -> Method:
    """Return the record of a method by name; one without traits where scores came from elsewhere."""
    from govmetrics.aggregation import METHODS

    return METHODS[name] if name in METHODS else Method(traits_of, "scaled and weights", name)


def is_additive(scores: Scores, node: str | None = None) -> bool:
    """Tell whether scores are weighted sums all the way from a node (by default the root) to the leaves."""
    return all(traits_of(name).additive for name in names_below(scores.weights.tree, scores.method, node))
