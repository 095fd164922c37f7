"""The nouns, and the errors."""

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError, InfeasibleTargets, UnsuitableMethod
from govmetrics.core.judgements import Judgements
from govmetrics.core.language import use
from govmetrics.core.measured import Measured
from govmetrics.core.nodes import Group, Indicator
from govmetrics.core.replicates import Replicates
from govmetrics.core.result import Result
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.survey import Survey
from govmetrics.core.table import Column, Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.tree_compare import TreeComparison
from govmetrics.core.warn import GovmetricsWarning
from govmetrics.core.weights import Weights
from govmetrics.core.words import Label, Note, Text

__all__ = [
    "Column", "Dataset", "Fault", "FaultyInput", "GovmetricsError", "GovmetricsWarning", "Group", "Indicator", "IndicatorTree",
    "InfeasibleTargets", "Judgements", "Label", "Measured", "Note", "Replicates", "Result", "Scaled", "Scores", "Survey", "Table",
    "Text", "TreeComparison", "UnsuitableMethod", "Weights", "use",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
