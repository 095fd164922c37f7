"""Normalisation: raw values to one common scale, where more is better. Dataset in, Scaled out."""

from govmetrics.core.methods import Method, by_name
from govmetrics.normalisation.by_leaf import by_leaf
from govmetrics.normalisation.distance import reference_distance, share_of_best, target_distance
from govmetrics.normalisation.goalposts import goalposts
from govmetrics.normalisation.min_max import min_max
from govmetrics.normalisation.rank import percentile, rank
from govmetrics.normalisation.z_score import z_score

METHODS = by_name(
    Method(by_leaf, "data", compares_units=True, steps=("of", "otherwise")),
    Method(goalposts, "data", linear=True, clips_worst="clip", clips_best="clip"),
    Method(min_max, "data", linear=True, compares_units=True),
    Method(percentile, "data", compares_units=True),
    Method(rank, "data", compares_units=True),
    Method(reference_distance, "data", linear=True, compares_units=True),
    Method(share_of_best, "data", compares_units=True),
    Method(target_distance, "data", linear=True, clips_best="cap", compares_units=True),
    Method(z_score, "data", linear=True, compares_units=True),
)
"""Name in a recipe: method. All take a Dataset and return Scaled."""

del Method, by_name  # dir() shows what is public

__all__ = [
    "METHODS", "by_leaf", "goalposts", "min_max", "percentile", "rank", "reference_distance", "share_of_best",
    "target_distance", "z_score",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
