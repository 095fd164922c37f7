"""Dynamics: stocks, flows and scenarios."""

from govmetrics.dynamics.calibrate import Calibration, calibrate
from govmetrics.dynamics.compare import ScenarioComparison, compare
from govmetrics.dynamics.model import Model
from govmetrics.dynamics.read import read
from govmetrics.dynamics.run import Run
from govmetrics.dynamics.scenario_scores import ScenarioScores
from govmetrics.dynamics.score import score

__all__ = [
    "Calibration",
    "ScenarioComparison",
    "Model",
    "Run",
    "ScenarioScores",
    "calibrate",
    "compare",
    "read",
    "score",
]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
