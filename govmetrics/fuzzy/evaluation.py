"""Fuzzy comprehensive evaluation (模糊综合评价): from memberships at the leaves to a verdict at the root."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from govmetrics.core.options import FLAG, FRAME, PROPORTION, choice, optional, wanted
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.weights import WEIGHTS, Weights
from govmetrics.fuzzy.evidence import checked, marked
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.levels import Rule
from govmetrics.fuzzy.operators import OPERATOR, Operator
from govmetrics.fuzzy.result import FuzzyEvaluation, _evaluate

SUMS = choice("one", "free")


def evaluate(
    membership: pd.DataFrame,
    weights: Weights,
    grades: GradeScale,
    operator: Operator = "weighted_mean",
    *,
    normalise: bool = True,
    min_coverage: float = MIN_COVERAGE,
    sums: Literal["one", "free"] = "one",
    imputed: pd.DataFrame | None = None,
) -> FuzzyEvaluation:
    """Compose memberships level by level, from the leaves to the root.

    Parameters
    ----------
    membership : DataFrame, index (unit, code)
        One row for every unit and leaf of the weights' tree, one column per grade (named in either language
        of the scale), as `from_values`, `from_survey`, `from_votes` and `from_counts` make it. A row of NaN
        is a leaf without evidence.
    weights : Weights
        Shares of every node within its group.
    grades : GradeScale
        Order and values of the grades.
    operator : {"weighted_mean", "max_min", "max_product", "bounded_min", "bounded_product"}
        See `compose`.
    normalise : bool
        Make the result of every level sum to one before it goes up.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else it gets no verdict.
    sums : {"one", "free"}
        Whether rows that do not sum to one are a fault, or degrees of possibility that need not.
    imputed : DataFrame of bool, shape (units, leaves), optional
        Which of the values behind the memberships were imputed, as `Dataset.imputed` says it: they count in the
        verdicts, and not in their coverage.

    Returns
    -------
    FuzzyEvaluation
        Memberships, grade and score of every unit at every node.

    Raises
    ------
    FaultyInput
        Memberships for other leaves, rows missing or repeated, degrees outside [0, 1], other columns than the
        grades, sums other than one: all at once.

    References
    ----------
    Wang, P. (1983), Fuzzy Sets and Their Applications (模糊集合论及其应用).

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree, Weights
    >>> tree = IndicatorTree.from_groups({"process": ["open", "timely"]})
    >>> weights = Weights(tree, pd.Series({"process": 1.0, "open": 0.4, "timely": 0.6}))
    >>> rows = pd.MultiIndex.from_product([["A"], tree.codes], names=["unit", "code"])
    >>> scale = GradeScale(["good", "fair", "poor"], [100, 80, 60])
    >>> R = pd.DataFrame([[0.5, 0.5, 0.0], [0.2, 0.5, 0.3]], index=rows, columns=scale.keys)
    >>> result = evaluate(R, weights, scale)
    >>> result.at().loc["A"].round(2).to_dict(), result.grade["A", "index"]
    ({'good': 0.32, 'fair': 0.5, 'poor': 0.18}, 'fair')
    """
    faults = wanted(weights=(weights, WEIGHTS), grades=(grades, GRADES), operator=(operator, OPERATOR),
                    normalise=(normalise, FLAG), min_coverage=(min_coverage, PROPORTION), sums=(sums, SUMS),
                    imputed=(imputed, optional(FRAME)))  # fmt: skip
    frame = membership
    if isinstance(weights, Weights) and isinstance(grades, GradeScale):
        with faults:
            frame = checked(membership, weights.tree, grades, not (isinstance(sums, str) and sums == "free"))
    faults.raise_all()
    marks = None if imputed is None else marked(imputed, frame, weights.tree)
    return _evaluate(frame, weights, grades, Rule(operator, normalise, min_coverage), marks)
