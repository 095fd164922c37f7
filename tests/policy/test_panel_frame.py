"""What the room reads: frames, scores, datasets; every fault of them at once."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.policy.panel_frame import read_panel, step_of

ROWS = pd.DataFrame(
    {
        "unit": list("bbaac"),
        "period": [2021, 2020, 2020, 2021, 2020],
        "y": [1.0, 2, 3, 4, 5],
        "g": list("uuvvv"),
    }
)


def test_rows_are_sorted_by_unit_as_they_come_and_then_by_time():
    panel = read_panel(ROWS, ["y"], labels=["g"])
    assert panel.units.tolist() == ["b", "a", "c"]
    assert panel.column("y").tolist() == [2, 1, 3, 4, 5]
    assert panel.periods == [2020, 2021]
    np.testing.assert_array_equal(panel.wide("y"), [[2, 1], [3, 4], [5, np.nan]])
    assert panel.constant("g", "").to_dict() == {"b": "u", "a": "v", "c": "v"}


def test_levels_of_the_index_are_columns_too():
    panel = read_panel(ROWS.set_index(["period", "unit"]), ["y"])
    assert panel.units.tolist() == ["b", "a", "c"]


def test_a_missing_value_is_noted_refused_or_kept():
    frame = ROWS.assign(y=[1.0, np.nan, 3, 4, 5])
    left = read_panel(frame, ["y"])
    assert left.n == 4
    assert "1 row is left out" in left.notes[0]
    with pytest.raises(gm.FaultyInput, match="2020, b: a value is missing"):
        read_panel(frame, ["y"], missing="refuse")
    assert read_panel(frame, ["y"], missing="keep").n == 5


@pytest.mark.parametrize(("change", "said"), [
    ({"y": ["1", "x", 2, 3, 4]}, "x"),
    ({"y": [np.inf, 1, 2, 3, 4]}, "infinite"),
    ({"unit": ["b", "b", "a", None, "c"]}, "1 row has no value"),
    ({"period": [2021, 2021, 2020, 2021, 2020]}, "2021, b: there are two or more rows"),
    ({"period": ["red", "blue", "red", "blue", "red"]}, "no order in time"),
])  # fmt: skip
def test_what_is_wrong_is_named(change, said):
    with pytest.raises(gm.FaultyInput, match=said):
        read_panel(ROWS.assign(**change), ["y"])


def test_a_column_that_is_not_there_is_named_with_the_one_that_was_meant():
    with pytest.raises(gm.FaultyInput, match="did you mean 'y'"):
        read_panel(ROWS, ["Y"])


def test_a_label_that_changes_within_a_unit_is_named():
    with pytest.raises(gm.FaultyInput, match="a: g changes over time"):
        read_panel(ROWS.assign(g=list("uuvwv")), ["y"], labels=["g"]).constant("g", "keep one")


def test_gaps_between_periods_count():
    assert step_of([2010, 2011, 2014]).tolist() == [0, 1, 4]
    assert step_of(["2024Q1", "2024Q2", "2024Q4"]).tolist() == [0, 1, 3]


def scores(weights):
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    rows = pd.MultiIndex.from_product([[2020, 2021], list("uvw")], names=["period", "unit"])
    values = pd.DataFrame(np.random.default_rng(0).uniform(1, 9, (6, 3)), rows, tree.codes)
    people = pd.DataFrame({"people": range(6)}, rows)
    scaled = gm.normalisation.min_max(gm.Dataset(tree, values, attributes=people))
    return gm.aggregation.arithmetic(scaled, weights(scaled))


def test_weights_that_were_estimated_from_the_same_data_are_said_loudly():
    found = read_panel(scores(gm.weighting.entropy), ["A", "people"])
    assert found.notes[0].startswith("CAUTION: the weights of A were estimated from the same data")
    combined = read_panel(
        scores(lambda s: gm.weighting.combine([gm.weighting.equal(s.tree), gm.weighting.critic(s)])),
        ["index"],
    )
    assert "CAUTION" in combined.notes[0]
    assert read_panel(scores(lambda s: gm.weighting.equal(s.tree)), ["A", "people"]).notes == ()
