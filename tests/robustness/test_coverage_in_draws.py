"""Evidence and drawn weights: who is published does not hang on the draw; what is lost is told."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import robustness as R


def test_a_published_unit_stays_in_every_draw_of_the_weights():
    """East has 0.6 of the weight, the rule asks for 0.55: drawn weights move the shares, not who may be published."""
    tree = gm.IndicatorTree.from_dict(
        {
            "code": "all",
            "parts": [
                {"code": "a", "weight": 3, "better": "more"},
                {"code": "b", "weight": 2, "better": "more"},
            ],
        }
    )
    values = pd.DataFrame(
        {"a": [70.0, 60, 50, np.nan], "b": [np.nan, 80, 20, 90]}, index=["East", "West", "North", "South"]
    )
    recipe = gm.Recipe(
        normalisation={"min_max": {}},
        weighting="assigned",
        aggregation={"arithmetic": {"min_coverage": 0.55}},
    )
    found = R.uncertainty(recipe, gm.Dataset(tree, values), [R.PerturbedWeights(0.9)], draws=200)
    assert found.scores["East"].notna().all()
    assert np.allclose(found.scores["East"], 100)  # its one indicator, whatever the weight
    assert found.scores["South"].isna().all()  # 0.4 by the recipe's weights: never published
    nominal, low, high = found.intervals.loc["East", ["nominal", "lower", "upper"]]
    assert low <= nominal <= high
    assert "short of evidence in some draws" not in found.summary()
    scores = found.scores.copy()
    scores.iloc[:5] = np.nan
    gone = dataclasses.replace(found, scores=scores)
    assert "3 units fall short of evidence in some draws, East, West, North in 2.5% of them" in gone.summary()
