"""Aggregation: scaled leaves to scores at every node. Scaled and Weights in, Scores out."""

import numpy as np

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
from govmetrics.core.methods import Method, Takes, by_name

_BOTH: Takes = "scaled and weights"
METHODS = by_name(
    Method(
        arithmetic,
        _BOTH,
        mean=_arithmetic,
        through=(np.positive, np.positive),
        additive=True,
        monotone=True,
        by_group=True,
        keeps_scale=True,
    ),
    Method(copeland, _BOTH, compares_units=True, monotone=True),
    Method(
        geometric,
        _BOTH,
        mean=_geometric,
        through=(np.log, np.exp),
        monotone=True,
        by_group=True,
        keeps_scale=True,
        needs_positive=True,
    ),
    Method(
        harmonic,
        _BOTH,
        mean=_harmonic,
        through=(np.reciprocal, np.reciprocal),
        monotone=True,
        by_group=True,
        keeps_scale=True,
        needs_positive=True,
    ),
    Method(mean_min, _BOTH, monotone=True, by_group=True, keeps_scale=True),
    Method(owa, _BOTH, monotone=True, by_group=True, keeps_scale=True),
    Method(penalised, _BOTH),
    Method(power, _BOTH, monotone=True, by_group=True, keeps_scale=True),
    Method(wroclaw, _BOTH, compares_units=True),
)
"""Name in a recipe: method. All take Scaled and Weights and return Scores."""

del Method, Takes, by_name, np  # dir() shows what is public

__all__ = [
    "METHODS", "arithmetic", "copeland", "geometric", "harmonic", "mean_min", "owa", "penalised", "power",
    "veto", "wroclaw",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
