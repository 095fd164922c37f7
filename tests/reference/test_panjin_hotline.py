"""The 12345 bulletin of Panjin, January to April 2023: scores as printed, and what the ranks rest on.

盘锦市12345政务服务便民热线通报, http://m.003gm.com/html/2513/2023-06-09/content-131960.html. Tickets assigned, rates of
completion, satisfaction, timeliness and valid call-backs in per cent, and the score. The weights are ours: .2 completion,
.3 satisfaction and .5 for the other two reproduce every printed score.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

BULLETIN = pd.read_csv(Path(__file__).parent / "data" / "monitoring" / "panjin_12345.csv", index_col="unit")
WEIGHTS = {"completion": 0.2, "satisfaction": 0.3, "on_time": 0.25, "valid_callback": 0.25}
ZONE, DISTRICT = "高新技术开发区", "兴隆台区"


def test_all_six_scores():
    leaves = [
        {"code": code, "better": "more", "worst": 0, "best": 100, "weight": w} for code, w in WEIGHTS.items()
    ]
    tree = gm.read_tree({"code": "hotline", "parts": leaves})
    data = gm.Dataset(tree, BULLETIN[list(WEIGHTS)])
    recipe = gm.Recipe(normalisation="goalposts", weighting="assigned", aggregation="arithmetic")
    scores = gm.follow(recipe, data).scores.values["hotline"]
    assert scores.round(1).to_dict() == BULLETIN["score"].to_dict()
    assert scores.idxmax() == ZONE


def test_the_unit_with_22_tickets_does_not_lead_without_its_interval():
    satisfied = (BULLETIN["satisfaction"] * BULLETIN["assigned"] / 100).round()
    found = gm.monitoring.funnel(satisfied, BULLETIN["assigned"])
    zone, district = found.table.loc[ZONE], found.table.loc[DISTRICT]
    assert (round(zone["lower"], 3), zone["upper"]) == (0.851, 1.0)
    assert (round(district["lower"], 3), round(district["upper"], 3)) == (0.981, 0.987)
    assert (zone["rank"], zone["rank_lower"], zone["rank_upper"]) == (1, 1, 6)
    assert zone["shrunk"] < found.shrunk["大洼区"]
    assert found.standard_errors[ZONE] > 10 * found.standard_errors[DISTRICT]
    for language in ("en", "zh"):
        assert "22" in found.summary(language)
    assert "1 and 6" in found.summary("en")
    assert found.table["rank_upper"].drop("双台子区").min() >= 5  # only one unit can be told from the rest
    assert found.table.loc["双台子区", "rank_lower"] == pytest.approx(4)
