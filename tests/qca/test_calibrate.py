"""Calibration: curves, descending anchors, crisp sets, quantiles, and the case at the crossover."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm

RAW = pd.DataFrame({"INC": [300.0, 420, 560, 700, 950], "DAYS": [2.0, 9, 14, 21, 30]}, list("abcde"))


def test_anchors_have_their_memberships():
    frame = pd.DataFrame({"x": [0.0, 4, 4.0001, 10, 20]})
    values = gm.qca.calibrate(frame, {"x": (0, 4.5, 10)}, idm=0.95).values["x"]
    assert values[[0, 3]].tolist() == pytest.approx([0.05, 0.95])


def test_descending_anchors_turn_the_set_round():
    up = gm.qca.calibrate(RAW, {"DAYS": (5, 10, 25)}).values["DAYS"]
    down = gm.qca.calibrate(RAW, {"DAYS": (25, 10, 5)}).values["DAYS"]
    assert down.tolist() == pytest.approx((1 - up).tolist())
    assert down.is_monotonic_decreasing


def test_straight_lines():
    values = gm.qca.calibrate(RAW, {"INC": (400, 550, 900)}, method="linear").values["INC"]
    expected = [0, 0.5 * 20 / 150, 0.5 + 0.5 * 10 / 350, 0.5 + 0.5 * 150 / 350, 1]
    assert values.tolist() == pytest.approx(expected)


def test_crisp_sets_begin_at_the_threshold():
    assert gm.qca.calibrate(RAW, {"INC": 560}).values["INC"].tolist() == [0, 0, 1, 1, 1]


def test_quantiles():
    found = gm.qca.calibrate(RAW, {"INC": (0.05, 0.6, 0.95)}, method="quantile")
    assert found.anchors.loc["INC", ["full_out", "crossover", "full_in"]].tolist() == pytest.approx(
        np.quantile(RAW["INC"], [0.05, 0.6, 0.95]).tolist()
    )
    assert any("quantiles of these cases" in note for note in found.notes)
    even = gm.qca.calibrate(RAW.iloc[:4], ["INC", "DAYS"], method="quantile")
    assert list(even.values.columns) == ["INC", "DAYS"]


@pytest.mark.parametrize("method", ["logistic", "linear"])
def test_a_case_at_the_crossover_is_refused_and_the_way_out_works(method):
    with pytest.raises(gm.FaultyInput) as error:
        gm.qca.calibrate(RAW, {"INC": (400, 560, 900)}, method=method)
    (fault,) = error.value.faults
    assert "c, INC" in str(fault)
    for key in ("low", "high"):
        values = gm.qca.calibrate(RAW, {"INC": (400, fault.way_out.values[key], 900)}, method=method).values[
            "INC"
        ]
        assert values["c"] != 0.5
        assert (values["c"] > 0.5) == (key == "low")


def test_at_a_median_the_way_out_works_too():
    with pytest.raises(gm.FaultyInput) as error:
        gm.qca.calibrate(RAW, {"INC": (0.05, 0.5, 0.95)}, method="quantile")
    (fault,) = error.value.faults
    for key in ("low", "high"):
        share = fault.way_out.values[key]
        values = gm.qca.calibrate(RAW, {"INC": (0.05, share, 0.95)}, method="quantile").values["INC"]
        assert (values["c"] > 0.5) == (key == "low")
    assert 0 < fault.way_out.values["low"] < 0.5 < fault.way_out.values["high"] < 1


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=20),
    st.floats(-1e3, 1e3),
    st.floats(0.1, 1e3),
    st.floats(0.1, 1e3),
)
def test_memberships_rise_with_the_values_whatever_the_unit(values, cross, below, above):
    x = pd.DataFrame({"x": values})
    anchors = (cross - below, cross, cross + above)
    if (x["x"] == cross).any():
        return
    found = gm.qca.calibrate(x, {"x": anchors}).values["x"].to_numpy()
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found[np.argsort(values)]) >= 0).all()
    assert ((found > 0.5) == (x["x"].to_numpy() > cross)).all() or np.abs(found - 0.5).min() < 1e-9
    scaled = gm.qca.calibrate(x * 1024, {"x": tuple(1024 * one for one in anchors)}).values["x"].to_numpy()
    np.testing.assert_array_equal(found, scaled)


def test_what_is_not_calibrated_is_named():
    found = gm.qca.calibrate(RAW, {"INC": (400, 550, 900)})
    assert any("DAYS" in note for note in found.notes)


def test_nodes_of_scores_become_sets():
    tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["done"]})
    data = gm.Dataset(
        tree, pd.DataFrame({"trust": [1.0, 5, 9], "done": [2.0, 4, 9]}, pd.Index(list("abc"), name="unit"))
    )
    scores = gm.follow(gm.Recipe(), data).scores
    found = gm.qca.calibrate(scores, {"actors": (10, 55, 90), "outcomes": (10, 55, 90)})
    assert list(found.values.columns) == ["actors", "outcomes"]


@pytest.mark.parametrize(
    ("thresholds", "options", "said"),
    [
        ({"INCOME": (1, 2, 3)}, {}, "there is no set 'INCOME'"),
        ({"INC": (1, 2)}, {}, "give (full_out, crossover, full_in)"),
        ({"INC": (1, 3, 2)}, {}, "in no order"),
        ({"INC": (1, 1, 2)}, {}, "in no order"),
        ({"INC": (1, np.nan, 2)}, {}, "give (full_out"),
        ({"INC": "400"}, {}, "give (full_out"),
        ({"INC": (5, 50, 95)}, {"method": "quantile"}, "three shares between 0 and 1"),
        (["INC"], {}, 'names alone go with method="quantile"'),
        ({"INC": (400, 550, 900)}, {"idm": 1.0}, "idm"),
        ({"INC": (400, 550, 900)}, {"method": "cubic"}, "method"),
        ({}, {}, "thresholds"),
    ],
)
def test_bad_thresholds(thresholds, options, said):
    with pytest.raises(gm.FaultyInput) as error:
        gm.qca.calibrate(RAW, thresholds, **options)
    assert said in str(error.value)


def test_missing_values_are_refused_with_the_case():
    with pytest.raises(gm.FaultyInput, match="b, INC: the value is missing"):
        gm.qca.calibrate(RAW.assign(INC=[1.0, np.nan, 3, 4, 5]), {"INC": (1, 2, 5)})
