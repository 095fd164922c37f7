"""From scores to configurations in one call: nodes of the tree become sets, one explains the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from govmetrics.core import IndicatorTree, Scores
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.options import COUNT, Kind, asked, choice, is_number, number
from govmetrics.core.scores import SCORES
from govmetrics.core.words import Text
from govmetrics.qca._sets import CONDITIONS, OUTCOME
from govmetrics.qca.calibrate import calibrate
from govmetrics.qca.directions import EXPECTED, Expected
from govmetrics.qca.expressions import PRESENT, read_literal
from govmetrics.qca.minimise import minimise
from govmetrics.qca.solution import Solution
from govmetrics.qca.truth_table import truth_table

Thresholds = Sequence[float] | Mapping[str, Sequence[float]]


def _are_three(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and all(map(is_number, value))


_THRESHOLDS = Kind(
    lambda value: isinstance(value, Mapping) or _are_three(value),
    Text("give (full_out, crossover, full_in) in points of the scores, for all nodes; or a mapping by node"),
)


def from_scores(
    scores: Scores,
    outcome: str,
    thresholds: Thresholds,
    conditions: Sequence[str] | None = None,
    consistency: float = 0.8,
    pri: float = 0.5,
    cases: int = 1,
    remainders: Literal["none", "all", "directed"] = "directed",
    expected: Expected = None,
) -> Solution:
    """Tell which combinations of parts of an evaluation go with a good result at another node.

    The nodes are calibrated, the truth table is made and minimised. By default every condition is expected present, since more
    of any node is better: the intermediate solution.

    Parameters
    ----------
    scores : Scores
        Of one period (`scores.at`); or rows (period, unit), each a case.
    outcome : str
        The node that is explained; ``~code`` for its negation.
    thresholds : (full_out, crossover, full_in), or mapping
        In points, for all nodes alike, such as the limits of grades; or by node.
    conditions : list of str, optional
        The nodes that explain; by default those beside the outcome, under the same parent.
    consistency, pri : float
        As for `truth_table`.
    cases : int
        As for `truth_table`.
    remainders : {"none", "all", "directed"}
        As for `minimise`.
    expected : mapping or list, optional
        As for `minimise`; by default all present, of a negated outcome all absent.

    Returns
    -------
    Solution
        With `.table`, and the calibrated sets in `.table.sets`.

    Raises
    ------
    FaultyInput
        Unknown nodes; an outcome that contains a condition, or lies in one: the aggregation explains it; whatever `calibrate`
        and `truth_table` refuse.
    UnsuitableMethod
        As for `truth_table` and `minimise`.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry: Fuzzy Sets and Beyond. University of Chicago Press.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "process": ["speed"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [90, 80, 20, 10], "speed": [70, 20, 90, 10], "solved": [95, 75, 30, 5]}, list("abcd"))
    >>> recipe = gm.Recipe(normalisation="min_max", weighting="equal")
    >>> found = gm.qca.from_scores(gm.follow(recipe, gm.read_records(table, tree)).scores, "outcomes", (20, 55, 85))
    >>> found.models[0].terms
    ('actors',)
    """
    asked(scores=(scores, SCORES), outcome=(outcome, OUTCOME), thresholds=(thresholds, _THRESHOLDS),
          conditions=(conditions, CONDITIONS), consistency=(consistency, number(0, 1, open_low=True)),
          pri=(pri, number(0, 1)), cases=(cases, COUNT), remainders=(remainders, choice("none", "all", "directed")),
          expected=(expected, EXPECTED))  # fmt: skip
    tree = scores.weights.tree
    name, sign = read_literal(clean(outcome))
    names = _nodes(tree, name, conditions)
    wanted = [*names, name]
    given: dict[str, Any] = dict.fromkeys(wanted, thresholds)
    if isinstance(thresholds, Mapping):
        given = {clean(str(one)): at for one, at in thresholds.items()}
    Faults(
        Fault("thresholds", "{name!r} has none", "give (full_out, crossover, full_in) for every node, or for all alike", name=one)
        for one in wanted if one not in given
    ).raise_all()  # fmt: skip
    sets = calibrate(scores, {one: given[one] for one in wanted})
    if expected is None and remainders == "directed":
        expected = names if sign == PRESENT else [f"~{one}" for one in names]
    return minimise(truth_table(sets, outcome, consistency, pri, cases, names), remainders, expected)


def _nodes(tree: IndicatorTree, outcome: str, conditions: Sequence[str] | None) -> list[str]:
    """Return the conditions; unknown nodes, and those that hold the outcome or lie in it, are faults."""
    known = Text("the nodes are: {names:20}", names=tree.node_codes)
    faults = Faults()
    named = [] if conditions is None else [clean(str(one)) for one in conditions]
    for place, one in [("outcome", outcome), *(("conditions", one) for one in named)]:
        if one not in tree.node_codes:
            faults.append(
                Fault(
                    place, "{name!r} is not a node of the tree", meant(one, tree.node_codes, known), name=one
                )
            )
    faults.raise_all()
    parent = tree.parent(outcome)
    if conditions is None:
        if parent is None:
            way_out = "explain one of its parts, such as {name!r}, by the others"
            problem = "is the whole index, which its parts explain by construction"
            raise FaultyInput("outcome", problem, way_out, name=_part(tree))
        named = [code for code in tree.node_codes if code != outcome and tree.parent(code) == parent]
    faults += each(
        [one for one in named if one != outcome and (set(tree.leaves(one)) & set(tree.leaves(outcome)))],
        lambda one: Fault("conditions", "{name!r} and the outcome share leaves: the aggregation explains one by the other",
                          "choose nodes that have none in common", name=one),
    )  # fmt: skip
    faults.raise_all()
    return named


def _part(tree: IndicatorTree) -> str:
    """Return the first part of the root."""
    return next((code for code in tree.node_codes if tree.parent(code) is not None), tree.node_codes[0])
