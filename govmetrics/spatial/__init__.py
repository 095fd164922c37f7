"""Spatial analysis: whether scores spread between neighbours."""

from govmetrics.spatial.geary import Geary, geary
from govmetrics.spatial.global_g import GlobalG, global_g
from govmetrics.spatial.local import LocalMoran, local
from govmetrics.spatial.moran import Moran, moran
from govmetrics.spatial.regression import regression
from govmetrics.spatial.spatial_regression import SpatialRegression
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.weights import weights

__all__ = [
    "Geary", "GlobalG", "LocalMoran", "Moran", "SpatialRegression", "SpatialWeights",
    "geary", "global_g", "local", "moran", "regression", "weights",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
