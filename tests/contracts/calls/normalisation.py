"""Valid calls of every public function of `govmetrics.normalisation`."""

import pandas as pd

from govmetrics import normalisation
from govmetrics.core import Dataset, Group, Indicator, IndicatorTree

TREE = IndicatorTree(
    Group(
        "g", "",
        (Indicator("x", better="more", worst=0, best=9, target=8), Indicator("y", better="less", worst=9, best=1, target=2)),
    )
)  # fmt: skip
DATA = Dataset(TREE, pd.DataFrame({"x": [1.0, 2, 4, 7], "y": [8.0, 3, 5, 4]}, list("ABCD")))
SCALE, BOUNDS = (0, 100), {"x": (0, 9), "y": (9, 1)}

CALLS = {
    "by_leaf": (
        normalisation.by_leaf,
        {
            "data": DATA,
            "of": {"x": normalisation.percentile},
            "otherwise": normalisation.min_max,
            "bounds": None,
        },
    ),
    "goalposts": (normalisation.goalposts, {"data": DATA, "scale": SCALE, "clip": True}),
    "min_max": (normalisation.min_max, {"data": DATA, "scale": SCALE, "bounds": BOUNDS, "around": "mean"}),
    "percentile": (normalisation.percentile, {"data": DATA, "scale": SCALE}),
    "rank": (normalisation.rank, {"data": DATA}),
    "reference_distance": (
        normalisation.reference_distance,
        {"data": DATA, "unit": "D", "scale": SCALE, "bounds": None},
    ),
    "share_of_best": (normalisation.share_of_best, {"data": DATA, "scale": SCALE, "bounds": BOUNDS}),
    "target_distance": (
        normalisation.target_distance,
        {"data": DATA, "scale": SCALE, "cap": True, "bounds": BOUNDS},
    ),
    "z_score": (
        normalisation.z_score,
        {"data": DATA, "mean": 100, "sd": 10, "bounds": {"x": (3, 2), "y": (5, 2)}, "ddof": 0},
    ),
}
