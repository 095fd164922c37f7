"""Two choices of one stage: one would undo the other; single indicators are told apart within one step."""

from __future__ import annotations

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import robustness as R

TREE = gm.IndicatorTree.from_groups({"a": ["x", "y"], "b": ["z"]})
VALUES = pd.DataFrame({"x": [1.0, 2, 4, 3], "y": [3.0, 1, 2, 9], "z": [1.0, 5, 2, 2]}, index=list("ABCD"))
RECIPE, DATA = gm.Recipe(weighting="equal"), gm.Dataset(TREE, VALUES)


@pytest.mark.parametrize("ask", [R.sensitivity, R.uncertainty])
def test_two_choices_of_one_stage_are_refused_with_what_to_say_instead(ask):
    twice = [R.Choice("normalisation", ["min_max", "rank"]), R.Choice("normalisation", ["z_score"])]
    with pytest.raises(
        gm.FaultyInput, match=r"two factors set the same step, and one would undo the other.*by_leaf"
    ) as error:
        ask(RECIPE, DATA, twice)
    with gm.use("zh"):
        assert "会互相覆盖" in str(error.value)


def test_choices_at_single_indicators_are_options_of_one_step():
    def step(**of):
        return {"by_leaf": {"of": of, "otherwise": "min_max"}}

    options = ["min_max", step(x="percentile"), step(y="percentile"), step(x="percentile", y="percentile")]
    found = R.uncertainty(RECIPE, DATA, [R.Choice("normalisation", options)], draws=50)
    assert set(found.design.iloc[:, 0]) == {0, 1, 2, 3}
    for level, option in enumerate(options):
        alone = gm.follow(gm.Recipe(weighting="equal", normalisation=option), DATA).scores.values.iloc[:, 0]
        row = found.scores[(found.design.iloc[:, 0] == level).to_numpy()].iloc[0]
        assert row.to_numpy() == pytest.approx(alone.to_numpy())
