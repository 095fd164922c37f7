"""Scenarios beside each other, and carried into the tree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import dynamics

MODEL = dynamics.read({
    "time": {"stop": 4, "step": 0.5, "unit": "year"},
    "stocks": {"trust": {"initial": 0.2, "in": "gain", "unit": "1"}},
    "flows": {"gain": {"equation": "rate", "unit": "1/year"}},
    "auxiliaries": {"rate": {"equation": 0.1, "unit": "1/year"}, "wait": {"equation": 2, "unit": "weeks"}},
})  # fmt: skip
TREE = gm.read_tree({
    "code": "index", "name": "Index", "parts": [
        {"code": "trust", "name": "Trust", "unit": "%", "better": "more"},
        {"code": "speed", "name": "Days", "unit": "days", "better": "less", "weight": 3}]
})  # fmt: skip
TABLE = pd.DataFrame({"trust": [20.0, 60, 80], "speed": [14.0, 4, 24]}, index=["East", "West", "North"])
DATA = gm.read_records(TABLE, TREE)


def test_scores_over_time_by_hand():
    found = dynamics.score(MODEL.run(), gm.Recipe(), DATA, {"trust": "trust", "speed": "wait"}, unit="East")
    trust = 100 * (0.2 + 0.1 * np.arange(5))
    by_hand = 0.25 * (trust - 20) / 60 * 100 + 0.75 * (24 - 14) / 20 * 100
    np.testing.assert_allclose(found.outcome["index"], by_hand, rtol=1e-12)
    assert found.leaves["times"].tolist() == [100.0, 7.0]
    others = np.array([0.25 * 40 / 60 * 100 + 75, 25.0])
    assert found.outcome["rank"].tolist() == [1 + (others > one).sum() for one in by_hand]
    grades = gm.fuzzy.GradeScale()
    assert found.outcome["grade"].tolist() == [grades.keys[at] for at in grades.of_score(by_hand)]
    assert found.values.loc[(4.0, ""), "trust"] == pytest.approx((60 - 20) / 60 * 100)
    assert "East" in found.method_paragraph()


def test_at_the_start_it_is_the_score_of_the_data():
    found = dynamics.score(MODEL.run(given={"rate": 0}), gm.Recipe(), DATA, {"trust": "trust"}, unit="East")
    now = gm.follow(gm.Recipe(), DATA).ranking()
    np.testing.assert_allclose(found.outcome["index"], now.loc["East", "score"], rtol=1e-12)
    assert (found.outcome["rank"] == now.loc["East", "rank"]).all()


def test_draws_of_one_policy_make_its_band():
    rates = np.linspace(0, 0.2, 21)
    run = MODEL.run(given={"rate": [*rates, 0.1]})
    found = dynamics.score(run, gm.Recipe(), DATA, unit="East", policies=["many"] * 21 + ["one"], level=0.8)
    last = found.outcome.loc[("many", 4.0)]
    ends = 0.25 * 400 * rates / 60 * 100 + 37.5
    assert last["index"] == pytest.approx(np.median(ends))
    assert (last["lower"], last["upper"]) == (
        pytest.approx(np.quantile(ends, 0.1)),
        pytest.approx(np.quantile(ends, 0.9)),
    )
    assert np.isnan(found.outcome.loc[("one", 4.0), "lower"])
    assert last["draws"] == 21
    assert "80% of the runs" in found.summary()


def test_of_several_periods_the_last_is_where_it_begins():
    rows = pd.concat({2023: TABLE * [0.5, 1], 2024: TABLE}, names=["period", "unit"]).reset_index()
    data = gm.read_records(rows, TREE, period="period")
    found = dynamics.score(
        MODEL.run(), gm.Recipe(base_period=2023), data, {"trust": ("trust", 100)}, unit="East"
    )
    base = 0.25 * (20 - 10) / 30 * 100 + 37.5
    assert found.outcome["index"].iloc[0] == pytest.approx(base)
    assert any("leave the scale" in note for note in found.notes) == (found.values.iloc[:, 0].max() > 100)


def test_what_score_refuses():
    run = MODEL.run()
    cases = [
        ({"leaves": {"trst": "trust", "speed": "wate"}, "unit": "East", "every": 0.3, "policies": ["a", "b"]},
         ["'trst' is not a leaf of the tree", "'wate' is not a variable of the run", "0.3 is not a whole number",
          "has 2 names for 1"]),
        ({"leaves": {"speed": "trust"}, "unit": "East"}, ["the variable is in '1', the leaf in 'days'"]),
        ({"leaves": {"trust": "wait"}, "unit": "East"}, ["the variable is in 'weeks', the leaf in '%'"]),
        ({"leaves": {"trust": "trust"}}, ["unit: is not given"]),
        ({"leaves": {"trust": "trust"}, "unit": "South"}, ["'South' is not in the data"]),
    ]  # fmt: skip
    for arguments, told in cases:
        with pytest.raises(gm.FaultyInput) as error:
            dynamics.score(run, gm.Recipe(), DATA, **arguments)
        assert all(part in str(error.value) for part in told), str(error.value)
    for recipe in (gm.Recipe(treatment=["winsorise"]), gm.Recipe(normalisation="rank")):
        with pytest.raises(gm.UnsuitableMethod):
            dynamics.score(run, recipe, DATA, unit="East")


def test_the_order_of_units_does_not_matter():
    one = dynamics.score(MODEL.run(), gm.Recipe(), DATA, unit="East").outcome
    other = dynamics.score(
        MODEL.run(), gm.Recipe(), gm.read_records(TABLE.iloc[::-1], TREE), unit="East"
    ).outcome
    pd.testing.assert_frame_equal(one, other)


def test_scenarios_beside_the_first():
    now, more = MODEL.run(), MODEL.run(given={"rate": 0.2}, step=0.25)
    found = dynamics.compare({"as now": now, "more": more})
    row = found.table.loc[("trust", "more")]
    assert row[["first_end", "end", "difference", "widest_at"]].tolist() == pytest.approx(
        [0.6, 1.0, 0.4, 4.0]
    )
    assert row["relative"] == pytest.approx(1 / 0.6)
    assert found.table.loc[("wait", "more"), "widest"] == 0
    assert found.values.loc[(2.0, "more"), "trust"] == pytest.approx(0.6)
    assert any("9 times" in note for note in found.notes)
    again = dynamics.compare(MODEL.run(given=pd.DataFrame({"rate": [0.1, 0.2]}, index=["as now", "more"])))
    pd.testing.assert_frame_equal(found.table, again.table)


def test_what_compare_refuses():
    for wrong, told in (
        ({"a": MODEL.run()}, "has 1 scenario"),
        (MODEL.run(given={"rate": [0.1] * 300}), "has 300 scenarios"),
    ):
        with pytest.raises(gm.FaultyInput, match=told):
            dynamics.compare(wrong)
