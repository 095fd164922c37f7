"""Qualitative comparative analysis: configurations of conditions that go with an outcome."""

from govmetrics.qca.calibrate import calibrate
from govmetrics.qca.calibration import CalibratedSets
from govmetrics.qca.configurations import TruthTable
from govmetrics.qca.from_scores import from_scores
from govmetrics.qca.minimise import minimise
from govmetrics.qca.necessary_condition_analysis import NecessaryConditions, necessary_condition_analysis
from govmetrics.qca.necessity import Necessity, necessity
from govmetrics.qca.robust import SolutionRobustness
from govmetrics.qca.robustness import robustness
from govmetrics.qca.solution import Solution
from govmetrics.qca.temporal import PanelConsistency, temporal
from govmetrics.qca.truth_table import truth_table

__all__ = [
    "CalibratedSets", "NecessaryConditions", "Necessity", "PanelConsistency", "Solution", "SolutionRobustness", "TruthTable",
    "calibrate", "from_scores", "minimise", "necessary_condition_analysis", "necessity", "robustness", "temporal", "truth_table",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
