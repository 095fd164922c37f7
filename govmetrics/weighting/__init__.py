"""Weighting: shares of every node within its group."""

from govmetrics.weighting.assigned import assigned
from govmetrics.weighting.balanced import balanced
from govmetrics.weighting.change import ScoreChange, split_change
from govmetrics.weighting.cilos import cilos, idocriw
from govmetrics.weighting.combine import combine
from govmetrics.weighting.critic import critic
from govmetrics.weighting.deviation import deviation
from govmetrics.weighting.effective import EffectiveWeights, effective
from govmetrics.weighting.entropy import entropy
from govmetrics.weighting.equal import equal
from govmetrics.weighting.independence import independence
from govmetrics.weighting.merec import merec
from govmetrics.weighting.pca import pca
from govmetrics.weighting.stages import StageWeights, stages
from govmetrics.weighting.variable import VariableWeights, variable
from govmetrics.weighting.variation import variation

METHODS = {
    "assigned": assigned,
    "equal": equal,
    "balanced": balanced,
    "cilos": cilos,
    "critic": critic,
    "deviation": deviation,
    "entropy": entropy,
    "idocriw": idocriw,
    "independence": independence,
    "merec": merec,
    "pca": pca,
    "variation": variation,
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
    "balanced",
    "cilos",
    "critic",
    "deviation",
    "entropy",
    "idocriw",
    "independence",
    "merec",
    "pca",
    "variation",
    "effective",
    "EffectiveWeights",
]
