"""From scores to configurations: the same as step by step; what the aggregation explains is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups(
    {"actors": ["trust", "votes"], "process": ["speed"], "outcomes": ["solved"]}
)


@pytest.fixture(scope="module")
def scores() -> gm.Scores:
    rng = np.random.default_rng(4)
    x = rng.choice([10.0, 20, 30, 70, 80, 90], (16, 3))
    table = pd.DataFrame(x, [f"社区{at}" for at in range(16)], ["trust", "votes", "speed"])
    table["votes"] = table["trust"]
    table["solved"] = np.minimum(table["trust"], table["speed"]) + rng.uniform(-3, 3, 16)
    recipe = gm.Recipe(normalisation="min_max", weighting="equal")
    return gm.follow(recipe, gm.read_records(table, TREE)).scores


def test_it_is_calibration_truth_table_and_minimisation(scores):
    found = gm.qca.from_scores(scores, "outcomes", (20, 47, 80))
    anchors = dict.fromkeys(["actors", "process", "outcomes"], (20, 47, 80))
    table = gm.qca.truth_table(gm.qca.calibrate(scores, anchors), "outcomes")
    again = gm.qca.minimise(table, "directed", ["actors", "process"])
    assert (
        [model.terms for model in found.models]
        == [model.terms for model in again.models]
        == [("actors*process",)]
    )
    pd.testing.assert_frame_equal(found.models[0].fit, again.models[0].fit)


def test_for_the_negation_directions_are_turned(scores):
    found = gm.qca.from_scores(scores, "~outcomes", (20, 47, 80))
    assert found.expected == {"actors": 0, "process": 0}
    assert set(found.models[0].terms) == {"~actors", "~process"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"outcome": TREE.node_codes[0]}, "is the whole index"),
        ({"outcome": "outcome"}, "did you mean 'outcomes'"),
        ({"conditions": ["actors", "solved"]}, "share leaves"),
        ({"conditions": [TREE.node_codes[0]]}, "share leaves"),
        ({"thresholds": {"actors": (20, 47, 80)}}, "'process' has none"),
        ({"thresholds": (20, 47)}, "thresholds"),
        ({"thresholds": (20, 80, 47)}, "in no order"),
    ],
)
def test_bad_input(scores, options, said):
    with pytest.raises(gm.FaultyInput) as error:
        gm.qca.from_scores(scores, **{"outcome": "outcomes", "thresholds": (20, 47, 80), **options})
    assert said in str(error.value)
