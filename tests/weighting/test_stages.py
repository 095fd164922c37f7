"""Stage weights, and the exact split of a change of score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import FaultyInput, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.weighting.change import split_change
from govmetrics.weighting.stages import stages
from govmetrics.weighting.variable import variable

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"], "C": ["c1"]})
NODES = TREE.node_codes[1:]


def scaled(values, index=None, bounds=None):
    values = np.atleast_2d(values).astype(float)
    index = [f"u{i}" for i in range(len(values))] if index is None else index
    bounds = pd.DataFrame({"worst": 0.0, "best": 1.0}, index=TREE.codes) if bounds is None else bounds
    return Scaled(TREE, pd.DataFrame(values, index, TREE.codes), bounds, "min_max", (0, 100))


def weights(raw):
    return Weights(TREE, shares_within_groups(TREE, dict(zip(NODES, raw, strict=True))))


def table(rows, index=(1, 2, 4)):
    return pd.DataFrame(rows, index=list(index), columns=NODES)


RAW = np.array(
    [[1, 1, 1, 1, 1, 1, 1, 1, 1], [2, 1, 3, 4, 1, 2, 2, 2, 1], [0, 1, 0, 1, 0, 1, 3, 1, 5]], dtype=float
)


def test_at_a_stage_and_between():
    by_stage = stages(TREE, table(RAW))
    for row, stage in enumerate((1, 2, 4)):
        assert by_stage.at(stage).local.to_numpy() == pytest.approx(
            weights(RAW[row]).local.to_numpy(), abs=1e-15
        )
    quarter = by_stage.at(2.5).local
    want = 0.75 * weights(RAW[1]).local + 0.25 * weights(RAW[2]).local
    assert quarter.to_numpy() == pytest.approx(want.to_numpy(), abs=1e-15)
    stepped = stages(TREE, table(RAW), "step")
    assert stepped.at(3.99).local.tolist() == stepped.at(2).local.tolist()
    assert stepped.at(4).local.tolist() != stepped.at(2).local.tolist()


def test_rows_in_any_order_and_single_stage():
    by_stage = stages(TREE, table(RAW))
    turned = stages(TREE, table(RAW).iloc[[2, 0, 1]][NODES[::-1]])
    pd.testing.assert_frame_equal(turned.to_frame(), by_stage.to_frame())
    one = stages(TREE, table(RAW[:1], [2024]))
    assert one.at(2024).local.to_numpy() == pytest.approx(weights(RAW[0]).local.to_numpy())
    with pytest.raises(FaultyInput, match="goes from 2024 to 2024"):
        one.at(2025)


def test_table_by_leaf_gives_the_composite_weights():
    leaf = pd.DataFrame([[1, 1, 2, 0, 1, 5], [1, 1, 1, 1, 1, 1]], index=[0, 1], columns=TREE.codes)
    by_stage = stages(TREE, leaf)
    assert by_stage.at(0).across_tree().to_numpy() == pytest.approx(
        np.array([1, 1, 2, 0, 1, 5]) / 10, abs=1e-15
    )
    assert by_stage.at(1).across_tree().to_numpy() == pytest.approx(np.full(6, 1 / 6), abs=1e-15)


def test_each_unit_at_its_own_stage():
    by_stage = stages(TREE, table(RAW))
    at = pd.Series({"x": 1.0, "y": 3.0, "z": 4.0})
    got = by_stage.of_units(at)
    for unit, stage in at.items():
        assert got.loc[unit].to_numpy() == pytest.approx(
            by_stage.at(stage).across_tree().to_numpy(), abs=1e-15
        )
    with pytest.raises(FaultyInput) as raised:
        by_stage.of_units(pd.Series({"x": 0.0, "y": np.nan, "z": 2.0}))
    assert [f.place for f in raised.value.faults] == ["x", "y"]


def test_split_by_hand():
    """One unit; trust 40 -> 50 at weights .8 -> .2, solved 60 -> 60."""
    tree = IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    by_stage = stages(tree, pd.DataFrame({"trust": [0.8, 0.2], "solved": [0.2, 0.8]}, index=[1, 2]))

    def of(*x):
        return Scaled(tree, pd.DataFrame([x], ["u"], tree.codes, dtype=float), pd.DataFrame())

    got = split_change(of(40, 60), of(50, 60), by_stage.at(1), by_stage.at(2))
    # performance: .5 * 10; weighting: -.6 * (45 - 51) + .6 * (60 - 51), with 51 = (44 + 58) / 2
    assert got.performance.loc["u"].tolist() == pytest.approx([5, 0])
    assert got.weighting.loc["u"].tolist() == pytest.approx([3.6, 5.4])
    assert got.to_frame().loc["u"].tolist() == pytest.approx([44, 58, 14, 5, 9])


cells = arrays(float, (5, 6), elements=st.floats(0, 100))
raws = arrays(float, (3, 9), elements=st.floats(0.01, 1))


@given(cells, cells, raws, st.floats(1, 4), st.floats(1, 4))
def test_split_is_exact(x, y, raw, s, t):
    by_stage = stages(TREE, table(raw))
    got = split_change(scaled(x), scaled(y), by_stage.at(s), by_stage.at(t)).to_frame()
    assert np.abs(got["change"] - got["performance"] - got["weighting"]).max() <= 1e-12 * 100
    before = x @ by_stage.at(s).across_tree().to_numpy()
    after = y @ by_stage.at(t).across_tree().to_numpy()
    assert got["change"].to_numpy() == pytest.approx(after - before, abs=1e-10)


@given(arrays(float, (5, 6), elements=st.floats(0, 1)), arrays(float, (5, 6), elements=st.floats(0, 1)), raws)
def test_split_is_exact_to_1e_12_on_the_unit_scale(x, y, raw):
    by_stage = stages(TREE, table(raw))
    got = split_change(scaled(x), scaled(y), by_stage.at(1.3), by_stage.at(3.1)).to_frame()
    assert np.abs(got["change"] - got["performance"] - got["weighting"]).max() <= 1e-12


@given(cells, cells, raws)
def test_split_is_symmetric_and_clean(x, y, raw):
    w, v = weights(raw[0]), weights(raw[1])
    forth, back = split_change(scaled(x), scaled(y), w, v), split_change(scaled(y), scaled(x), v, w)
    assert forth.performance.to_numpy() == pytest.approx(-back.performance.to_numpy(), abs=1e-10)
    assert forth.weighting.to_numpy() == pytest.approx(-back.weighting.to_numpy(), abs=1e-10)
    # no new weights: all of the change is performance; no new values: all of it is weighting
    assert np.abs(split_change(scaled(x), scaled(y), w, w).weighting.to_numpy()).max() == 0
    assert np.abs(split_change(scaled(x), scaled(x), w, v).performance.to_numpy()).max() == 0


def test_units_own_weights_and_shuffled_rows():
    rng = np.random.default_rng(3)
    x, y = scaled(rng.uniform(1, 99, (4, 6))), scaled(rng.uniform(1, 99, (4, 6)))
    by_stage = stages(TREE, table(RAW))
    w0 = by_stage.of_units(pd.Series([1, 2, 3, 4.0], index=x.values.index))
    w1 = variable(y, weights(RAW[1])).across_tree()
    got = split_change(x, y, w0, w1)
    assert got.after.to_numpy() == pytest.approx((w1 * y.values).sum(axis=1).to_numpy(), abs=1e-12)
    order = ["u2", "u0", "u3", "u1"]
    shuffled = split_change(
        x, scaled(y.values.loc[order].to_numpy(), order), w0.loc[order[::-1]], w1[TREE.codes[::-1]]
    )
    pd.testing.assert_frame_equal(shuffled.to_frame(), got.to_frame(), atol=1e-12)
    assert set(got.to_dict()) == {"schema", "names", "before", "after", "performance", "weighting"}
    assert got.tables("zh")[0].frame.columns.tolist()[-5:] == [
        "变动前",
        "变动后",
        "变动",
        "指标值贡献",
        "权重贡献",
    ]


def test_split_refusals():
    x, w = scaled(np.full((2, 6), 50.0)), weights(RAW[0])
    with pytest.raises(FaultyInput, match="other bounds"):
        split_change(x, replace(x, bounds=x.bounds * 2), w, w)
    with pytest.raises(FaultyInput, match="u1: is only in `before`"):
        split_change(x, scaled(np.full(6, 50.0)), w, w)
    with pytest.raises(UnsuitableMethod, match="u1, a1: the value is missing"):
        split_change(x, scaled([[1] * 6, [np.nan, 1, 1, 1, 1, 1]]), w, w)
    frame = pd.DataFrame(1 / 6, index=["u0", "u1"], columns=TREE.codes)
    with pytest.raises(FaultyInput, match="weights_after, u1: the unit has no weights"):
        split_change(x, x, frame, frame.loc[["u0"]])
    with pytest.raises(FaultyInput, match="weights_before, c1: the indicator has no weights"):
        split_change(x, x, frame.drop(columns="c1"), frame)
    with pytest.raises(FaultyInput, match="sum to 2"):
        split_change(x, x, frame * 2, frame)


def test_table_refusals():
    good = table(RAW)
    faulty = good.drop(columns="a1").assign(x=1.0)
    faulty.iloc[0, 0] = -1
    with pytest.raises(FaultyInput) as raised:
        stages(TREE, faulty)
    assert {f.place for f in raised.value.faults} == {"a1", "x", "stage 1, A"}
    negative = good.copy()
    negative.loc[2, "b1"], negative.loc[4, "A"] = -1, np.nan
    with pytest.raises(FaultyInput) as raised:
        stages(TREE, negative)
    assert {f.place for f in raised.value.faults} == {"stage 2, b1", "stage 4, A"}
    empty = good.copy()
    empty.loc[1, ["a1", "a2"]] = 0
    with pytest.raises(FaultyInput, match="stage 1, A: the weights of its parts sum to zero"):
        stages(TREE, empty)
    for index in (["start", "end", "x"], [1, 1, 2], [1, np.nan, 2]):
        with pytest.raises(FaultyInput, match="stages"):
            stages(TREE, good.set_axis(index))
    with pytest.raises(FaultyInput, match="linear, step"):
        stages(TREE, good, "spline")
    twice = pd.concat([good, good[["b1"]]], axis=1)
    with pytest.raises(FaultyInput, match="b1: occurs more than once"):
        stages(TREE, twice)


def test_the_summary_names_first_and_last_stage():
    assert (
        stages(TREE, table(RAW))
        .summary()
        .startswith("3 stages, from 1 to 4; between two of them the weights move")
    )


def test_input_is_not_changed():
    given_table = table(RAW)
    before = given_table.copy()
    stages(TREE, given_table).at(1.5)
    pd.testing.assert_frame_equal(given_table, before)
