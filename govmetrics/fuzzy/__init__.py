"""Fuzzy comprehensive evaluation (模糊综合评价): grades, memberships, composition and verdicts."""

from govmetrics.fuzzy.catastrophe import catastrophe
from govmetrics.fuzzy.cloud import cloud
from govmetrics.fuzzy.degrees import GradeDegrees
from govmetrics.fuzzy.evaluation import evaluate
from govmetrics.fuzzy.grades import FIVE_GRADES, FOUR_GRADES, THREE_GRADES, GradeScale
from govmetrics.fuzzy.matter_element import matter_element
from govmetrics.fuzzy.operators import OPERATORS, compose
from govmetrics.fuzzy.probabilities import GradeProbabilities, grade_probabilities, value_probabilities
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.set_pair import set_pair
from govmetrics.fuzzy.survey_memberships import from_survey, survey_errors
from govmetrics.fuzzy.values import from_values, value_errors
from govmetrics.fuzzy.votes import from_counts, from_votes

__all__ = [
    "FIVE_GRADES", "FOUR_GRADES", "OPERATORS", "THREE_GRADES", "FuzzyEvaluation", "GradeDegrees",
    "GradeProbabilities", "GradeScale", "catastrophe", "cloud", "compose", "evaluate", "from_counts", "from_survey",
    "from_values", "from_votes", "grade_probabilities", "matter_element", "set_pair", "survey_errors", "value_errors",
    "value_probabilities",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
