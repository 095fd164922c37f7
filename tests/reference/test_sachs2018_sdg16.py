"""Sachs et al. (2018), SDG Index and Dashboards Report 2018 (CC BY 4.0): goal 16 of four countries.

Published goalposts, raw values and scores; China lacks two of the nine indicators, so its score is the mean of seven.
"""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

RAW = {
    "Brazil": [26.74, 299.36, 31.0, 2.4214474441999996, 4.281846841, 96.4, 37.0, 6.6, 0.025330227310451314],
    "China": [0.74, 120.47, 80.0, 4.3284000398, 4.550403912666667, np.nan, 41.0, np.nan, 0.1285229463376018],
    "Japan": [0.31, 47.7, 74.0, 4.599318265999999, 5.983284632666667, 100.0, 73.0, 0.0, 0.0],
    "Kenya": [5.75, 117.75, 59.0, 3.8807099342, 4.505093574333333, 66.9, 28.0, 25.9, 0.0],
}
SCORES = {
    "Brazil": 47.276637487354925,
    "China": 72.46816546847717,
    "Japan": 89.56691854977029,
    "Kenya": 58.395924445752016,
}


def assess(raw):
    tree = gm.read_tree("sdg16")
    frame = pd.DataFrame.from_dict(raw, orient="index", columns=tree.codes)
    recipe = gm.Recipe(normalisation="goalposts", weighting="equal")
    return gm.follow(recipe, gm.read_records(frame, tree))


def test_goal_16_as_published():
    scores = assess(RAW).scores
    assert scores.values["SDG16"].to_dict() == pytest.approx(SCORES, abs=1e-9)
    assert scores.coverage.at["China", "SDG16"] == pytest.approx(7 / 9)


def test_all_twelve_countries(facts):
    import json

    case = json.loads(
        (facts / "practice" / "04_SDG_index_2018_goal16_goalposts.json").read_text(encoding="utf-8")
    )
    raw = {name: [np.nan if v is None else v for v in row] for name, row in case["input"]["raw"].items()}
    assessment = assess(raw)
    for name, row in case["expected"]["normalised"].items():
        given = [np.nan if v is None else v for v in row]
        assert assessment.scaled.values.loc[name].tolist() == pytest.approx(given, abs=1e-9, nan_ok=True)
    goal = pd.Series(case["expected"]["goal16"])
    assert assessment.scores.values["SDG16"].to_dict() == pytest.approx(goal.to_dict(), abs=1e-9)
    assert assessment.ranking()["rank"].to_dict() == goal.rank(ascending=False).astype(int).to_dict()
