"""Weighting: shares of every node within its group."""

from govmetrics.core.methods import Method, by_name
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
from govmetrics.weighting.projection_pursuit import projection_pursuit
from govmetrics.weighting.scatter_degree import scatter_degree
from govmetrics.weighting.stages import StageWeights, stage, stages
from govmetrics.weighting.time_weights import TimeWeights, time_weights
from govmetrics.weighting.variable import VariableWeights, variable
from govmetrics.weighting.variation import variation

METHODS = by_name(
    Method(assigned, "tree"),
    Method(equal, "tree"),
    Method(stage, "tree"),
    Method(combine, "weights"),
    Method(balanced, "scaled"),
    Method(cilos, "scaled"),
    Method(critic, "scaled"),
    Method(deviation, "scaled"),
    Method(entropy, "scaled"),
    Method(idocriw, "scaled"),
    Method(independence, "scaled"),
    Method(merec, "scaled"),
    Method(pca, "scaled"),
    Method(projection_pursuit, "scaled"),
    Method(scatter_degree, "scaled"),
    Method(variation, "scaled"),
)
"""Name in a recipe: method. Each takes a tree, `Scaled` or other weights and returns `Weights`; that of experts is in `ahp`."""
AGGREGATIONS = by_name(Method(variable, "scaled and weights", result="scores"))
"""Weights that depend on the unit's own values come with their scores: in a recipe they are an aggregation."""

del Method, by_name  # dir() shows what is public

__all__ = [
    # by hand
    "METHODS", "assigned", "equal",
    # from the values
    "balanced", "cilos", "critic", "deviation", "entropy", "idocriw", "independence", "merec", "pca",
    "projection_pursuit", "scatter_degree", "variation",
    # combined, and what weights do
    "AGGREGATIONS", "combine", "EffectiveWeights", "effective",
    # that depend on the unit or the stage
    "ScoreChange", "StageWeights", "VariableWeights", "split_change", "stage", "stages", "variable",
    "TimeWeights", "time_weights",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
