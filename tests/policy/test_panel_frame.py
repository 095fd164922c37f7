"""What the room reads: frames, scores, datasets; every fault of them at once."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.policy.panel_frame import read_panel, sorted_labels, step_of

ROWS = pd.DataFrame(
    {
        "unit": list("bbaac"),
        "period": [2021, 2020, 2020, 2021, 2020],
        "y": [1.0, 2, 3, 4, 5],
        "g": list("uuvvv"),
    }
)


def test_rows_are_sorted_by_unit_and_then_by_time():
    panel = read_panel(ROWS, ["y"], labels=["g"])
    assert panel.units.tolist() == ["a", "b", "c"]
    assert panel.column("y").tolist() == [3, 4, 2, 1, 5]
    assert panel.periods == [2020, 2021]
    np.testing.assert_array_equal(panel.wide("y"), [[3, 4], [2, 1], [5, np.nan]])
    assert panel.constant("g", "").to_dict() == {"a": "v", "b": "u", "c": "v"}


def test_levels_of_the_index_are_columns_too():
    panel = read_panel(ROWS.set_index(["period", "unit"]), ["y"])
    assert panel.units.tolist() == ["a", "b", "c"]


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
    ({"y": [1e200, 1, 2, 3, 4]}, "2021, b, y: the value is too large to be computed with"),
    ({"unit": ["b", "b ", "a", "a", "c"]}, "'b ' is|'b ': is the same name as 'b' but for blanks"),
    ({"unit": ["１号", "1号", "a", "a", "c"]}, "is the same name as '１号' but for blanks"),
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


def test_numbers_that_a_file_holds_as_text_are_numbers():
    read = read_panel(ROWS.assign(y=["3.5", "1", " 2", "1,000", "５"]), ["y"])
    assert read.column("y").tolist() == [2, 1000, 1, 3.5, 5]


def test_units_that_are_nearly_one_are_told():
    noted = read_panel(ROWS.assign(unit=["B", "b", "a", "a", "c"]), ["y"]).notes
    assert any("B / b" in note for note in noted)


def test_labels_have_an_order_of_their_own():
    assert sorted_labels(["b", 10, "a", 9.5, 2]) == [2, 9.5, 10, "a", "b"]


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
