"""The nouns, and the errors."""

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError, InfeasibleTargets, UnsuitableMethod
from govmetrics.core.judgements import Judgements
from govmetrics.core.nodes import Group, Indicator
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.survey import Survey
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights

__all__ = [
    "Dataset", "Fault", "FaultyInput", "GovmetricsError", "Group", "Indicator", "IndicatorTree",
    "InfeasibleTargets", "Judgements", "Scaled", "Scores", "Survey", "UnsuitableMethod", "Weights",
]  # fmt: skip
