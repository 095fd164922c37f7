"""Aggregation: scaled leaves to scores at every node. Scaled and Weights in, Scores out."""

from govmetrics.aggregation.arithmetic import _arithmetic, arithmetic
from govmetrics.aggregation.geometric import _geometric, geometric
from govmetrics.aggregation.harmonic import _harmonic, harmonic
from govmetrics.aggregation.power import power

METHODS = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power": power,
}
"""Name in a recipe: function. All take Scaled and Weights and return Scores."""

MEANS = {"arithmetic": _arithmetic, "geometric": _geometric, "harmonic": _harmonic}
"""Name in a group's `aggregate`: function of (parts, units) and (parts,)."""

__all__ = ["MEANS", "METHODS", *METHODS]
