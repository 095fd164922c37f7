"""Fuzzy comprehensive evaluation (模糊综合评价): grades, memberships, composition and verdicts."""

from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import FIVE_GRADES, FOUR_GRADES, THREE_GRADES, GradeScale
from govmetrics.fuzzy.operators import OPERATORS, compose
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.values import from_values

__all__ = [
    "FIVE_GRADES", "FOUR_GRADES", "OPERATORS", "THREE_GRADES", "FuzzyEvaluation", "GradeScale", "compose",
    "evaluate", "from_values",
]  # fmt: skip
