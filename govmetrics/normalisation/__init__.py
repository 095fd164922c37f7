"""Normalisation: raw values to one common scale, where more is better. Dataset in, Scaled out."""

from govmetrics.normalisation.distance import reference_distance, share_of_best, target_distance
from govmetrics.normalisation.goalposts import goalposts
from govmetrics.normalisation.min_max import min_max
from govmetrics.normalisation.rank import percentile, rank
from govmetrics.normalisation.z_score import z_score

METHODS = {
    "goalposts": goalposts,
    "min_max": min_max,
    "percentile": percentile,
    "rank": rank,
    "reference_distance": reference_distance,
    "share_of_best": share_of_best,
    "target_distance": target_distance,
    "z_score": z_score,
}
"""Name in a recipe: function. All take a Dataset and return Scaled."""

__all__ = ["METHODS", *METHODS]
