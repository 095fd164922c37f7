"""Screening: which units and leaves have too little evidence, and what becomes of them."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset
from govmetrics.treatment import screen

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c", "d"]}, root="r")
VALUES = pd.DataFrame(
    [[1, 2, 3, 4], [2, np.nan, 4, np.nan], [3, np.nan, np.nan, np.nan], [np.nan] * 4, [5, 1, 1, 2.0]],
    index=pd.Index(list("uvwxy"), name="unit"), columns=TREE.codes,
)  # fmt: skip
DATA = Dataset(TREE, VALUES, pd.DataFrame({"people": [1.0, 2, 3, 4, 5]}, index=VALUES.index))


def test_who_has_too_little_and_why():
    """COINr 1.1.14's Screen keeps a unit whose share of available data is at least the threshold."""
    found = screen(DATA, 0.5)
    assert found.units["share"].tolist() == [1, 0.5, 0.25, 0, 1]
    assert found.units["present"].tolist() == [4, 2, 1, 0, 4]
    assert found.units["enough"].tolist() == [True, True, False, False, True]
    assert not found.units["dropped"].any()
    assert found.leaves["share"].tolist() == pytest.approx([0.8, 0.4, 0.6, 0.4])
    assert found.leaves["enough"].all()  # nothing is asked of them
    assert list(map(str, found.notes)) == [
        "2 units have values for less than 50% of the indicators: w (25%), x (0%)"
    ]
    pd.testing.assert_frame_equal(found.data.values, VALUES)
    assert found.data.notes == found.notes
    assert screen(DATA, 0).notes == ()
    assert screen(DATA, None).summary() == "No unit and no indicator has too little evidence."


def test_they_are_left_out_with_attributes_errors_and_changes():
    data = gm.treatment.impute_none(Dataset(TREE, VALUES, DATA.attributes, VALUES * 0.1))
    found = screen(data, 0.5, 0.5, "drop", keep=["w"])
    assert found.data.units.tolist() == ["u", "v", "w", "y"]
    assert found.data.tree.codes == ["a", "c"]
    assert found.data.attributes["people"].tolist() == [1, 2, 3, 5]
    assert found.data.standard_errors.columns.tolist() == ["a", "c"]
    assert list(map(str, found.notes)) == [
        "1 unit with values for less than 50% of the indicators is left out: x (0%)",
        "1 unit has values for less than 50% of the indicators: w (25%)",
        "2 indicators with values in less than 50% of the rows are left out: b (40%), d (40%)",
    ]
    assert "因有值的指标不足 50% 而被剔除" in found.summary("zh")
    filled = screen(gm.treatment.impute_mean(DATA, empty="fill"), 0.5, how="drop")
    assert filled.data.units.tolist() == list("uvwxy")  # what is filled in before has values


def test_units_over_periods_stay_or_go_whole():
    rows = pd.MultiIndex.from_product([[2020, 2021], ["u", "v"]], names=["period", "unit"])
    values = pd.DataFrame(
        [[1, 1, 1, 1], [1, np.nan, np.nan, np.nan], [np.nan] * 4, [np.nan] * 4], rows, TREE.codes
    )
    found = screen(Dataset(TREE, values), 0.5, how="drop")
    assert found.units["share"].to_dict() == {"u": 0.5, "v": 0.125}
    assert found.units["cells"].tolist() == [8, 8]
    assert found.data.values.index.tolist() == [(2020, "u"), (2021, "u")]


def test_a_recipe_screens_before_it_imputes():
    recipe = gm.Recipe([{"screen": {"units": 0.5, "how": "drop"}}, "impute_mean"], weighting="equal")
    run = gm.follow(recipe, DATA)
    assert run.scores.values.index.tolist() == ["u", "v", "y"]
    by_hand = gm.treatment.impute_mean(screen(DATA, 0.5, how="drop").data)
    pd.testing.assert_frame_equal(run.treated.values, by_hand.values)
    assert any("left out: w (25%), x (0%)" in note for note in run.notes)
    assert gm.Recipe.read(recipe.to_dict()) == recipe
    flagged = gm.follow(gm.Recipe(["screen", "impute_mean"], weighting="equal"), DATA)
    assert flagged.scores.values["r"].isna().to_dict() == {
        unit: unit == "x" for unit in "uvwxy"
    }  # x has no value
    asked = gm.Recipe(["screen", {"impute_mean": {"empty": "fill"}}], weighting="equal")
    assert gm.follow(asked, DATA).scores.values.notna().all(axis=None)
    with pytest.raises(gm.FaultyInput, match=r"treatment\[0\].screen.how|screen.*how"):
        gm.follow(gm.Recipe([{"screen": {"how": "hide"}}]), DATA)


def test_units_without_any_data_can_be_left_in(tmp_path):
    with pytest.raises(gm.FaultyInput, match=r'x: has no value at all; .*empty="keep"'):
        gm.read_records(VALUES, TREE)
    data = gm.read_records(VALUES, TREE, empty="keep")
    assert any("1 row has no value at all and stays (without a score): x" in note for note in data.notes)
    run = gm.follow(gm.Recipe(weighting="equal"), data)
    assert np.isnan(run.scores.values.loc["x", "r"])
    screened = gm.follow(gm.Recipe([{"screen": {"units": 0.3, "how": "drop"}}], weighting="equal"), data)
    assert "x" not in screened.scores.values.index
    for assessment in (run, screened):
        page = gm.report.html(assessment, tmp_path / "r.html", "zh")
        assert page.stat().st_size > 1000
    sure = gm.robustness.uncertainty(screened.recipe, data, [gm.robustness.PerturbedWeights(0.25)], 20)
    assert sure.intervals["median"].isna().to_dict() == {
        "u": False,
        "v": True,
        "w": True,
        "x": True,
        "y": False,
    }
    left_out = gm.robustness.leave_one_out(screened.recipe, data)
    assert left_out.to_frame() is not None


def test_what_cannot_be_screened():
    with pytest.raises(gm.FaultyInput, match=r"(?s)units: is 2.*how: is 'hide'"):
        screen(DATA, 2, how="hide")
    with pytest.raises(gm.FaultyInput, match="'z' is neither a unit nor an indicator"):
        screen(DATA, keep=["z"])
    with pytest.raises(gm.UnsuitableMethod, match="no unit is left"):
        screen(Dataset(TREE, VALUES.iloc[[2, 3]]), how="drop")
    with pytest.raises(gm.UnsuitableMethod, match="no indicator is left"):
        screen(Dataset(TREE, VALUES.iloc[[3, 3]].set_axis(["p", "q"])), None, 0.5, "drop")
