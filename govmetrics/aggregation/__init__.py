"""Aggregation: scaled leaves to scores at every node. Scaled and Weights in, Scores out."""

from govmetrics.aggregation.arithmetic import _arithmetic, arithmetic
from govmetrics.aggregation.copeland import copeland
from govmetrics.aggregation.geometric import _geometric, geometric
from govmetrics.aggregation.harmonic import _harmonic, harmonic
from govmetrics.aggregation.mean_min import mean_min
from govmetrics.aggregation.owa import owa
from govmetrics.aggregation.penalised import penalised
from govmetrics.aggregation.power import power
from govmetrics.aggregation.veto import veto
from govmetrics.aggregation.wroclaw import wroclaw

METHODS = {
    "arithmetic": arithmetic,
    "copeland": copeland,
    "geometric": geometric,
    "harmonic": harmonic,
    "mean_min": mean_min,
    "owa": owa,
    "penalised": penalised,
    "power": power,
    "wroclaw": wroclaw,
}
"""Name in a recipe: function. All take Scaled and Weights and return Scores."""

MEANS = {"arithmetic": _arithmetic, "geometric": _geometric, "harmonic": _harmonic}
"""Name in a group's `aggregate`: function of (parts, units) and (parts,)."""

__all__ = ["MEANS", "METHODS", *METHODS, "veto"]
