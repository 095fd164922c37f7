"""Weighting: shares of every node within its group."""

from govmetrics.weighting.assigned import assigned
from govmetrics.weighting.change import ScoreChange, split_change
from govmetrics.weighting.combine import combine
from govmetrics.weighting.equal import equal
from govmetrics.weighting.stages import StageWeights, stages
from govmetrics.weighting.variable import VariableWeights, variable

METHODS = {
    "assigned": assigned,
    "equal": equal,
}
"""Name in a recipe: function. Each takes a tree or `Scaled` as its first argument and returns `Weights`."""

__all__ = [
    "METHODS",
    "assigned",
    "combine",
    "equal",
    "ScoreChange",
    "split_change",
    "stages",
    "StageWeights",
    "variable",
    "VariableWeights",
]
