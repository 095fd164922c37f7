"""The index of policy modelling consistency: Ruiz Estrada's worked surface, and a coding worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.text.levels import FIVE, FOUR, level_of
from govmetrics.text.rubric import shape_of

CASE = json.loads(
    (Path(__file__).parents[1] / "reference" / "data" / "text" / "codings.json").read_text(encoding="utf-8")
)
MARKS = CASE["pmc"]["coding"]
TREE = gm.IndicatorTree.from_groups(
    {main: [f"{main}.{at}" for at in range(1, len(marks) + 1)] for main, marks in MARKS["P1"].items()}
)


def sheet(coder: str, turned: tuple[str, ...] = ()) -> pd.DataFrame:
    rows = []
    for policy, mains in MARKS.items():
        cells = {
            f"{main}.{at}": mark for main, marks in mains.items() for at, mark in enumerate(marks, start=1)
        }
        cells |= {code: 1 - cells[code] for code in turned}
        rows.append({"policy": policy, "coder": coder, **cells})
    return pd.DataFrame(rows)


BOTH = pd.concat([sheet("A"), sheet("B")], ignore_index=True)


def test_index_and_surface_worked_out_by_hand():
    found = gm.text.rubric(BOTH, TREE, draws=20)
    assert found.pmc.to_dict() == pytest.approx(CASE["pmc"]["index"], abs=1e-12)
    assert found.variables.loc["P1"].tolist() == pytest.approx(CASE["pmc"]["main variables P1"], abs=1e-12)
    np.testing.assert_allclose(found.surface.loc["P1"], CASE["pmc"]["surface P1"], atol=1e-12)
    assert found.agreement.alpha == 1
    assert found.policies["rank"].tolist() == [1, 2]
    assert found.policies["depression"].tolist() == pytest.approx([9 - 6.5666667, 9 - 3.95], abs=1e-6)


def test_ruiz_estradas_worked_surface_is_acceptable():
    cells = np.array(CASE["pie"]["surface"])
    assert cells.sum() == pytest.approx(CASE["pie"]["sum"])
    assert level_of(np.array([cells.mean()]), FIVE)[0] == f"{CASE['pie']['class']} performance"
    names = [f"V{at}" for at in range(9)]
    tree = gm.IndicatorTree.from_groups({f"G{at}": [name] for at, name in enumerate(names)})
    coding = pd.DataFrame(
        [{"policy": "Issing", "coder": "R", **dict(zip(names, cells.ravel(), strict=True))}]
    )
    found = gm.text.rubric(coding, tree, agreed="R")
    assert found.policies["attained"].iloc[0] == pytest.approx(CASE["pie"]["index"])
    np.testing.assert_allclose(found.surface.to_numpy(), cells)


@pytest.mark.parametrize(("share", "five", "four"), [
    (1, 0, 0), (0.9, 0, 0), (0.8999, 1, 1), (0.7, 1, 1), (0.6999, 2, 2), (0.5, 2, 2), (0.4999, 3, 3), (0.3, 3, 3), (0.2999, 4, 3),
    (0, 4, 3),
])  # fmt: skip
def test_levels_begin_where_ruiz_estrada_prints_them(share, five, four):
    assert level_of(np.array([share]), FIVE)[0] == FIVE[five][1]
    assert level_of(np.array([share]), FOUR)[0] == FOUR[four][1]


def test_one_coder_is_a_fault_whose_way_out_is_true():
    with pytest.raises(gm.FaultyInput, match="one coder only") as error:
        gm.text.rubric(sheet("A"), TREE)
    assert "agreed='A'" in str(error.value)
    settled = gm.text.rubric(sheet("A"), TREE, agreed="A")
    assert settled.agreement is None
    assert settled.pmc["P2"] == pytest.approx(3.95)
    assert any("taken as settled" in note for note in settled.notes)


def test_coders_are_averaged_and_their_difference_is_the_error():
    found = gm.text.rubric(pd.concat([sheet("A"), sheet("B", ("X1.1", "X9.1"))]), TREE, draws=20)
    assert found.pmc["P1"] == pytest.approx(6.5666667 - (0.25 + 1) / 2)
    assert found.standard_errors.loc["P1", "pmc"] == pytest.approx(1.25 / 2)  # half the difference of two
    assert found.coders.loc[("P1", "B"), "pmc"] == pytest.approx(6.5666667 - 1.25)
    assert any("hides coder error" in note for note in found.notes)


def test_the_settled_sheet_counts_and_the_others_are_compared():
    three = pd.concat([sheet("A"), sheet("B", ("X1.1", "X1.2", "X1.3")), sheet("final")])
    found = gm.text.rubric(three, TREE, agreed="final", draws=20)
    assert found.pmc["P1"] == pytest.approx(6.5666667)
    assert found.agreement.coders == ("A", "B")
    assert found.agreement.alpha < 1


def test_chance_coding_gives_nearly_the_same_index():
    """What the note says: with coders who toss coins, indices hardly differ, and alpha is what tells."""
    rng = np.random.default_rng(1)
    codes = TREE.codes
    rows = [{"policy": f"P{at:02}", "coder": coder, **dict(zip(codes, rng.integers(0, 2, len(codes)), strict=True))}
            for at in range(12) for coder in "AB"]  # fmt: skip
    found = gm.text.rubric(pd.DataFrame(rows), TREE, draws=50)
    assert found.pmc.std() < 1
    assert abs(found.agreement.alpha) < 0.15


@given(st.integers(1, 60))
def test_the_surface_holds_all_and_no_row_too_many(count):
    wide, high = shape_of(count)
    assert wide * high >= count > wide * (high - 1)
    assert wide >= high


def test_values_by_community_join_the_tree():
    coding = BOTH.assign(社区=["甲", "乙", "甲", "乙"])
    found = gm.text.rubric(coding, TREE, by="社区", draws=10)
    assert found.values.loc["甲", "pmc"] == pytest.approx(6.5666667)
    assert found.ranges["pmc"] == (0, 9)
    assert isinstance(found, gm.core.Measured)


@pytest.mark.parametrize(("change", "options", "told"), [
    (lambda one: one.assign(**{"X1.1": 2}), {}, "outside 0 to 1"),
    (lambda one: one.assign(**{"X9.9": 1}), {}, "not in the codebook"),
    (lambda one: one.drop(columns="X9.1"), {}, "nobody coded it"),
    (lambda one: pd.concat([one, one.iloc[:1]]), {}, "coded twice"),
    (lambda one: one.assign(**{"X1.1": [1, None, 1, 1]}), {}, "the cell is empty"),
    (lambda one: one.assign(**{"X1.1": [1, "maybe", 1, 1]}), {}, "no mark"),
    (lambda one: one.assign(policy=["P1", None, "P1", "P2"]), {}, "not named"),
    (lambda one: one, {"agreed": "C"}, "no coder"),
    (lambda one: one, {"by": "社区"}, "not known of the documents"),
    (lambda one: one, {"surface": ["X1", "X1", "Y"]}, "no main variable"),
    (lambda one: one.assign(**{"X1.1": np.inf}), {}, "no mark"),
])  # fmt: skip
def test_bad_codings_are_told(change, options, told):
    with pytest.raises(gm.FaultyInput, match=told):
        gm.text.rubric(change(BOTH), TREE, draws=10, **options)


def test_a_tree_where_less_is_better_is_refused():
    tree = gm.IndicatorTree.from_groups({"X1": ["a", "b"]}, better={"a": "less"})
    coding = pd.DataFrame({"policy": ["P", "P"], "coder": ["A", "B"], "a": 1, "b": 0})
    with pytest.raises(gm.FaultyInput, match="more of it is not better"):
        gm.text.rubric(coding, tree)


def test_order_of_rows_does_not_matter():
    shuffled = BOTH.sample(frac=1, random_state=3)
    one, two = (gm.text.rubric(each, TREE, draws=10) for each in (BOTH, shuffled))
    pd.testing.assert_series_equal(one.pmc.sort_index(), two.pmc.sort_index())


def test_leaves_whose_unit_has_a_range_take_the_index_by_its_own_range():
    """The index goes from 0 to the number of main variables, each of them from 0 to 1."""
    rubric_tree = gm.IndicatorTree.from_groups({"X1": ["a", "b"], "X2": ["c", "d"]})
    coding = pd.DataFrame(
        {
            "policy": ["P1", "P1", "P2", "P2"],
            "coder": ["A", "B"] * 2,
            "a": 1,
            "b": [0, 1, 1, 1],
            "c": 1,
            "d": 0,
        }
    )
    found = gm.text.rubric(coding, rubric_tree, draws=20)
    tree = gm.read_tree(
        {
            "code": "G",
            "parts": [
                {"code": "index", "unit": "score 0-100", "better": "more"},
                {"code": "first", "unit": "%", "better": "more"},
            ],
        }
    )
    data = gm.text.to_leaves(found, tree, {"index": "pmc", "first": "X1"})
    assert data.values["index"].to_numpy() == pytest.approx(50 * found.pmc.to_numpy())
    assert data.values["first"].tolist() == pytest.approx([75, 100])
    errors = found.standard_errors
    assert data.standard_errors["index"].to_numpy() == pytest.approx(50 * errors["pmc"].to_numpy())
    assert data.standard_errors["first"].to_numpy() == pytest.approx(100 * errors["X1"].to_numpy())
