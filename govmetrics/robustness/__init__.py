"""Robustness: how sure a rank is, and what it depends on."""

from govmetrics.robustness.change_confidence import ChangeConfidence, change_confidence
from govmetrics.robustness.data_factors import MeasurementErrors, MissingData, StandardErrors
from govmetrics.robustness.factors import Choice
from govmetrics.robustness.leave_out import LeftOut, leave_one_out
from govmetrics.robustness.rank_confidence import RankConfidence, rank_confidence
from govmetrics.robustness.sensitivity import OneAtATime, Sensitivity, one_at_a_time, sensitivity
from govmetrics.robustness.uncertainty import Uncertainty, uncertainty
from govmetrics.robustness.weight_factors import DirichletWeights, DrawnWeights, DroppedLeaf, PerturbedWeights
from govmetrics.robustness.weight_stability import WeightStability, weight_stability

__all__ = [
    "Choice", "DirichletWeights", "DrawnWeights", "DroppedLeaf", "MeasurementErrors", "MissingData", "PerturbedWeights",
    "StandardErrors",
    "ChangeConfidence", "LeftOut", "OneAtATime", "RankConfidence", "Sensitivity", "Uncertainty", "WeightStability",
    "change_confidence", "leave_one_out", "one_at_a_time", "rank_confidence", "sensitivity", "uncertainty", "weight_stability",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
