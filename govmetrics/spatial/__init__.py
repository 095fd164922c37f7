"""Spatial analysis: whether scores spread between neighbours."""

from govmetrics.spatial.detector import detector
from govmetrics.spatial.ellipse import Ellipse, ellipse
from govmetrics.spatial.geary import Geary, geary
from govmetrics.spatial.geodetector import Geodetector
from govmetrics.spatial.global_g import GlobalG, global_g
from govmetrics.spatial.local import LocalMoran, local
from govmetrics.spatial.markov import markov
from govmetrics.spatial.moran import Moran, moran
from govmetrics.spatial.regression import regression
from govmetrics.spatial.spatial_markov import SpatialMarkov
from govmetrics.spatial.spatial_regression import SpatialRegression
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.weights import weights

__all__ = [
    "Ellipse", "Geary", "Geodetector", "GlobalG", "LocalMoran", "Moran", "SpatialMarkov", "SpatialRegression",
    "SpatialWeights", "detector", "ellipse", "geary", "global_g", "local", "markov", "moran", "regression", "weights",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
