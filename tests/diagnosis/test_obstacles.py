"""Obstacle degrees, peers, targets."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import (
    Dataset,
    FaultyInput,
    Group,
    Indicator,
    IndicatorTree,
    Scaled,
    UnsuitableMethod,
    Weights,
)
from govmetrics.core.weights import shares_within_groups
from govmetrics.diagnosis import distance_to_target, obstacles, strengths

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"]})
RAW = {"A": 2, "B": 3, "a1": 1, "a2": 3, "b1": 1, "b2": 1, "b3": 2}
WEIGHTS = Weights(TREE, shares_within_groups(TREE, RAW), "assigned")


def scaled(values, units=None, scale=(0, 100)):
    values = np.asarray(values, dtype=float)
    units = units or [f"u{i}" for i in range(len(values))]
    return Scaled(TREE, pd.DataFrame(values, units, TREE.codes), pd.DataFrame(), "min_max", scale)


def test_degrees_are_weight_times_shortfall_over_their_sum():
    # By hand: weights across the tree .1 .3 .15 .15 .3; shortfalls .5 .2 0 1 .1.
    result = obstacles(scaled([[50, 80, 100, 0, 90]]), WEIGHTS)
    held = np.array([0.1 * 0.5, 0.3 * 0.2, 0, 0.15 * 1, 0.3 * 0.1])
    np.testing.assert_allclose(result.to_frame().to_numpy()[0], held / held.sum(), atol=1e-15)
    np.testing.assert_allclose(
        result.groups.loc["u0"], [held[:2].sum() / held.sum(), held[2:].sum() / held.sum()]
    )
    top = result.top(2)
    assert top["code"].tolist() == ["b2", "a2"]
    assert top["rank"].tolist() == [1, 2]
    assert top["shortfall"].tolist() == pytest.approx([1.0, 0.2])
    assert top["contribution"].tolist() == pytest.approx([0.15, 0.3])


@given(arrays(float, (4, 5), elements=st.floats(0, 100)))
def test_rows_sum_to_one_or_are_missing(values):
    result = obstacles(scaled(values), WEIGHTS)
    sums = result.to_frame().sum(axis=1, min_count=1)
    held = ((100 - values) @ WEIGHTS.across_tree().to_numpy()) > 0
    np.testing.assert_allclose(sums[held], 1.0, atol=1e-12)
    assert sums[~held].isna().all()


def test_a_unit_without_shortfall_has_no_obstacles_and_a_note():
    result = obstacles(scaled([[100] * 5, [0] * 5], ["best", "worst"]), WEIGHTS)
    assert result.to_frame().loc["best"].isna().all()
    assert result.notes == ("best: no shortfall where the weights lie, so there are no obstacles",)
    assert set(result.top(9)["unit"]) == {"worst"}


def test_missing_leaves_are_named_and_shared_out_over_the_known_ones():
    result = obstacles(scaled([[50, np.nan, 100, 0, 90], [np.nan] * 5]), WEIGHTS)
    frame = result.to_frame()
    assert np.isnan(frame.at["u0", "a2"])
    assert frame.loc["u0"].sum() == pytest.approx(1)
    assert result.notes[0].startswith("u1: no values")
    assert result.notes[1].startswith("u0: some indicators are missing")
    assert np.isnan(result.groups.loc["u1"]).all()


def test_values_beyond_the_best_end_have_no_shortfall():
    frame = obstacles(scaled([[120, 50, 100, 100, 100]]), WEIGHTS).to_frame()
    assert frame.loc["u0"].tolist() == [0, 1, 0, 0, 0]


def test_shuffled_units_and_other_scales_change_nothing():
    rng = np.random.default_rng(3)
    values = rng.uniform(0, 100, (6, 5))
    one = obstacles(scaled(values), WEIGHTS).to_frame()
    order = [f"u{i}" for i in rng.permutation(6)]
    shuffled = Scaled(TREE, scaled(values).values.loc[order], pd.DataFrame(), "", (0, 100))
    pd.testing.assert_frame_equal(obstacles(shuffled, WEIGHTS).to_frame().loc[one.index], one)
    pd.testing.assert_frame_equal(obstacles(scaled(values / 1e8, scale=(0, 1e-6)), WEIGHTS).to_frame(), one)


def test_faults():
    with pytest.raises(UnsuitableMethod, match="no best end"):
        obstacles(scaled([[1] * 5], scale=None), WEIGHTS)
    other = IndicatorTree.from_groups({"A": ["a1", "x"], "B": ["b1", "b2", "b3"]})
    foreign = Weights(other, shares_within_groups(other, dict.fromkeys(other.node_codes, 1.0)))
    with pytest.raises(FaultyInput, match=r"a2: has no weight.*\nx: has a weight"):
        obstacles(scaled([[1] * 5]), foreign)
    with pytest.raises(FaultyInput, match=r"scaled: is DataFrame(.|\n)*weights: is Series"):
        obstacles(scaled([[1] * 5]).values, WEIGHTS.across_tree())
    result = obstacles(scaled([[1] * 5]), WEIGHTS)
    with pytest.raises(FaultyInput, match="top: is 0; give a whole number from 1"):
        result.top(0)
    with pytest.raises(FaultyInput, match="en, zh"):
        result.summary("fr")


def test_result_is_json_ready_and_speaks_chinese():
    tree = IndicatorTree(Group("G", "", (Indicator("a", {"en": "Trust", "zh": "信任"}), Indicator("b", "B"))))
    x = Scaled(tree, pd.DataFrame({"a": [10.0], "b": [90.0]}, ["南山"]), pd.DataFrame(), "", (0, 100))
    result = obstacles(x, Weights(tree, pd.Series({"a": 0.5, "b": 0.5})))
    assert result.summary(language="zh") == "南山：主要障碍因素为信任 90.0%、B 10.0%"
    assert result.summary() == "南山: held back by Trust 90.0%, B 10.0%"
    by_rank, table = result.tables("zh")[:2]
    assert by_rank.frame.columns.tolist() == ["单元", "第1障碍因素", "第2障碍因素"]
    assert by_rank.cells() == [["南山", "信任（90.0%）", "B（10.0%）"]]
    assert table.frame.columns.tolist() == ["单元", "排名", "指标", "因子贡献度F", "指标偏离度I", "障碍度O"]
    assert table.cells()[0] == ["南山", "1", "信任", "0.5000", "90.0%", "90.0%"]
    assert by_rank.sentence == "平均而言，主要障碍因素为信任 90.0%、B 10.0%。"
    assert strengths(x).tables("zh")[0].frame["判定"].tolist() == ["与同类持平", "与同类持平"]
    assert json.loads(json.dumps(result.to_dict()))["contributions"] == {"a": 0.5, "b": 0.5}
    assert "<table" in result._repr_html_()


def test_periods_stay_in_the_rows():
    rows = pd.MultiIndex.from_tuples([(2023, "x"), (2024, "x")], names=["period", "unit"])
    x = Scaled(TREE, pd.DataFrame(np.full((2, 5), 50.0), rows, TREE.codes), pd.DataFrame(), "", (0, 100))
    result = obstacles(x, WEIGHTS)
    assert result.to_frame().index.equals(rows)
    assert len(result.summary().splitlines()) == 2
    assert result.top(1)[["period", "unit"]].to_numpy().tolist() == [[2023, "x"], [2024, "x"]]
    assert result.summary().startswith("2023 x: held back by ")
    peers = strengths(x)
    assert peers.peers.tolist() == ["2023", "2024"]
    assert list(peers.to_frame().columns[:2]) == ["period", "unit"]


def test_a_tree_of_one_leaf():
    tree = IndicatorTree(Indicator("a"))
    x = Scaled(tree, pd.DataFrame({"a": [10.0, 100]}), pd.DataFrame(), "", (0, 100))
    result = obstacles(x, Weights(tree, pd.Series(dtype=float)))
    assert result.to_frame()["a"].iloc[0] == 1
    assert result.groups.shape == (2, 0)


# -- peers ---------------------------------------------------------------------------------------------


def test_strengths_are_judged_among_units_of_the_same_type():
    values = [
        [90, 0, 50, 50, 50],
        [10, 0, 50, 50, 50],
        [50, 0, 50, 50, 50],
        [5, 0, 5, 5, 5],
        [4, 0, 4, 4, 4],
        [6, 0, 6, 6, 6],
    ]
    types = pd.DataFrame({"type": ["old"] * 3 + ["new"] * 3}, index=[f"u{i}" for i in range(6)])
    x = scaled(values)
    x = Scaled(TREE, x.values, x.bounds, "", (0, 100), types)
    result = strengths(x, by="type")
    frame = result.to_frame().set_index(["unit", "code"])
    assert frame.at[("u0", "a1"), "gap"] == 40  # against 50, the median of the old ones
    assert frame.at[("u0", "a1"), "verdict"] == "strength"
    assert frame.at[("u1", "a1"), "verdict"] == "weakness"
    assert frame.at[("u5", "a1"), "verdict"] == "strength"
    assert (frame.xs("a2", level="code")["verdict"] == "like its peers").all()  # ties are nobody's strength
    assert "new (3), old (3)" in result.notes[0]
    assert "优势：a1" in result.summary(language="zh")


def test_strengths_faults_are_named_at_once():
    x = scaled(np.ones((2, 5)))
    with pytest.raises(FaultyInput, match=r"share(.|\n)*attributes are: none"):
        strengths(x, by="type", share=0.9)
    typed = Scaled(TREE, x.values, x.bounds, "", (0, 100), pd.DataFrame({"type": ["a", None]}, ["u0", "u1"]))
    with pytest.raises(FaultyInput, match="u1: has no type"):
        strengths(typed, by="type")


def test_missing_values_have_no_gap_and_are_no_peers():
    x = scaled([[1, 1, 1, 1, 1], [np.nan, 2, 2, 2, 2], [3, 3, 3, 3, 3]])
    result = strengths(x)
    assert np.isnan(result.gaps.at["u1", "a1"])
    assert result.medians.at["u0", "a1"] == 2
    assert result.to_frame().set_index(["unit", "code"]).at[("u1", "a1"), "verdict"] == ""
    bare = strengths(scaled([[np.nan] * 5, [1] * 5]))
    assert bare.summary().splitlines()[:2] == ["u0: no values", "u1: like its peers"]
    assert bare.summary("zh").splitlines()[0] == "u0：没有数据"
    assert "同类少于 5 个，中位数参考意义有限：全部（2）" in bare.summary("zh")
    assert set(bare.tables("zh")[0].frame["同类"]) == {"全部"}


def test_units_may_be_labelled_by_anything_that_differs():
    x = Scaled(
        TREE,
        pd.DataFrame(np.eye(5) * 90, [1, "1", 2.5, "<b>", "南山"], TREE.codes),
        pd.DataFrame(),
        "",
        (0, 100),
    )
    for text in (obstacles(x, WEIGHTS).summary(), strengths(x).summary()):
        assert [line.split(":")[0] for line in text.splitlines()] == ["1", "1", "2.5", "<b>", "南山"]


def test_notes_name_period_and_unit():
    rows = pd.MultiIndex.from_tuples([(2023, "x"), (2024, "x")], names=["period", "unit"])
    x = Scaled(TREE, pd.DataFrame(np.nan, rows, TREE.codes), pd.DataFrame(), "", (0, 100))
    assert obstacles(x, WEIGHTS).notes == ("2023 x, 2024 x: no values, so no obstacles are known",)


# -- targets -------------------------------------------------------------------------------------------


def test_distance_to_target_in_every_direction():
    tree = IndicatorTree(
        Group(
            "G",
            "",
            (
                Indicator("more", better="more", target=80, worst=0, best=100),
                Indicator("less", better="less", target=15),
                Indicator("at", better="target", target=7, worst=0),
                Indicator("in", better="interval", target=(3, 5), worst=9),
                Indicator("none", better="more"),
            ),
        )
    )
    values = pd.DataFrame(
        [[60, 30, 9, 7, 1], [90, 10, 7, 4, 1], [np.nan, 15, 0, 2, 1]], ["x", "y", "z"], tree.codes
    )
    result = distance_to_target(Dataset(tree, values.astype(float)))
    assert result.to_frame().loc["x"].tolist() == [20, 15, 2, 2]
    assert result.to_frame().loc["y"].tolist() == [0, 0, 0, 0]
    assert result.relative.loc["x"].tolist() == pytest.approx([0.25, np.nan, 2 / 7, 0.5], nan_ok=True)
    assert result.shares().tolist() == pytest.approx([0.5, 2 / 3, 1 / 3, 1 / 3])
    assert result.notes == ("no target: none",)
    assert result.summary().splitlines()[:2] == [
        "more: 1 of 2 units reach the target; the others lack 20 (median)",
        "less: 2 of 3 units reach the target; the others lack 15 (median)",
    ]
    assert result.summary("zh").splitlines()[1] == "less：3 个单元中有 2 个达标，其余差距中位数为 15"
    assert result.summary("zh").splitlines()[-1] == "未设目标值：none"
    bare = IndicatorTree(Group("G", "", (Indicator("a"),)))
    with pytest.raises(UnsuitableMethod, match="no indicator has a target"):
        distance_to_target(Dataset(bare, pd.DataFrame({"a": [1.0]})))
