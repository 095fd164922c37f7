from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.aggregation import METHODS, arithmetic, copeland, geometric, harmonic, power
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.weighting import assigned, equal

TREE = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1"]})


def scaled(rows, tree=TREE):
    frame = pd.DataFrame(
        rows, columns=tree.codes, index=pd.Index([f"u{i}" for i in range(len(rows))], name="unit")
    )
    return Scaled(tree, frame.astype(float), pd.DataFrame())


def test_means_by_hand():
    values = scaled([[1, 4, 16, 10]])
    weights = assigned(TREE, {"a1": 1, "a2": 1, "a3": 2})
    assert arithmetic(values, weights).values["A"].iloc[0] == pytest.approx(37 / 4)
    assert geometric(values, weights).values["A"].iloc[0] == pytest.approx((1 * 4 * 16**2) ** 0.25)
    assert harmonic(values, weights).values["A"].iloc[0] == pytest.approx(4 / (1 + 1 / 4 + 2 / 16))
    assert power(values, weights, 2).values["A"].iloc[0] == pytest.approx(np.sqrt((1 + 16 + 2 * 256) / 4))
    assert arithmetic(values, weights).values["index"].iloc[0] == pytest.approx((37 / 4 + 10) / 2)


def test_ragged_trees_the_mean_of_means_is_not_the_mean_of_leaves():
    scores = arithmetic(scaled([[0, 0, 0, 100]]), equal(TREE))
    assert scores.values["index"].iloc[0] == 50
    assert np.mean([0, 0, 0, 100]) == 25


class TestCoverage:
    def test_missing_parts_are_left_out_and_the_others_keep_their_proportions(self):
        scores = arithmetic(scaled([[1, np.nan, 4, 10]]), assigned(TREE, {"a1": 1, "a2": 1, "a3": 2}))
        assert scores.values["A"].iloc[0] == pytest.approx(3)
        assert scores.coverage["A"].iloc[0] == pytest.approx(0.75)
        assert scores.coverage["index"].iloc[0] == pytest.approx(0.875)

    @pytest.mark.parametrize("mean", [arithmetic, geometric, harmonic, power])
    def test_the_generalised_mean_with_one_missing_value(self, mean):
        """COINr 1.1.14 returns NA or a mean over the wrong number of parts here."""
        small = IndicatorTree.from_groups({"A": ["a1", "a3"], "B": ["b1"]})
        whole = mean(scaled([[1, 4, 10]], small), equal(small)).values["A"].iloc[0]
        assert mean(scaled([[1, np.nan, 4, 10]]), equal(TREE)).values["A"].iloc[0] == pytest.approx(whole)

    def test_too_little_evidence_gives_no_score(self):
        scores = arithmetic(scaled([[1, np.nan, np.nan, 10], [1, 2, 3, 4]]), equal(TREE))
        assert np.isnan(scores.values["A"].iloc[0])
        # The share that was there is told; further up what has no score is no evidence.
        assert scores.coverage.loc["u0", ["A", "B", "index"]].tolist() == pytest.approx([1 / 3, 1, 0.5])
        copelands = copeland(scaled([[1, np.nan, np.nan, 10], [1, 2, 3, 4]]), equal(TREE))
        pd.testing.assert_frame_equal(copelands.coverage, scores.coverage)
        pd.testing.assert_frame_equal(copelands.values.isna(), scores.values.isna())
        assert np.isnan(scores.values["index"].iloc[0])
        assert arithmetic(scaled([[1, np.nan, np.nan, 10]]), equal(TREE), 0.3).values["A"].iloc[0] == 1

    def test_a_groups_own_rule(self):
        tree = IndicatorTree(Group("r", "", TREE.groups[1].parts, min_coverage=0.3))
        assert arithmetic(scaled([[1, np.nan, np.nan]], tree), equal(tree)).values["r"].iloc[0] == 1

    def test_two_of_three_is_two_thirds(self):
        tree = IndicatorTree(Group("r", "", TREE.groups[1].parts))
        assert arithmetic(scaled([[1, 3, np.nan]], tree), equal(tree)).values["r"].iloc[0] == 2

    def test_an_all_missing_unit(self):
        scores = arithmetic(scaled([[np.nan] * 4, [1, 2, 3, 4]]), equal(TREE), min_coverage=0)
        assert np.isnan(scores.values.loc["u0"]).all()
        assert scores.ranking()["rank"].isna().tolist() == [False, True]

    def test_a_part_without_weight_has_no_say(self):
        weights = assigned(TREE, {"a1": 0, "a2": 1, "a3": 1})
        scores = arithmetic(scaled([[np.nan, 2, 4, 3]]), weights)
        assert scores.values.loc["u0", ["A", "index"]].tolist() == [3, 3]
        assert scores.coverage.at["u0", "index"] == 1

    def test_bad_rule(self):
        with pytest.raises(FaultyInput, match="min_coverage: is 2"):
            arithmetic(scaled([[1, 2, 3, 4]]), equal(TREE), min_coverage=2)


class TestOwnMethods:
    tree = IndicatorTree(
        Group("r", "", (Group("A", "", TREE.groups[1].parts, aggregate="geometric"), TREE["b1"]))
    )

    def test_a_groups_own_mean(self):
        scores = arithmetic(scaled([[1, 4, 16, 10]], self.tree), equal(self.tree))
        assert scores.values.loc["u0", ["A", "r"]].tolist() == pytest.approx([4, 7])

    @pytest.mark.parametrize(
        ("name", "mean"),
        [("power:2", np.sqrt(273 / 3)), ("power:0", 4), ("power:-1", 48 / 21)],
    )
    def test_a_groups_own_power_mean(self, name, mean):
        tree = IndicatorTree(
            Group("r", "", (Group("A", "", TREE.groups[1].parts, aggregate=name), TREE["b1"]))
        )
        assert arithmetic(scaled([[1, 4, 16, 10]], tree), equal(tree)).values["A"].iloc[0] == pytest.approx(
            mean
        )

    def test_a_power_without_a_number(self):
        tree = IndicatorTree(Group("r", "", (Indicator("x", better="more"),), aggregate="power:high"))
        with pytest.raises(FaultyInput, match="r: aggregate: the exponent high is not a finite number"):
            arithmetic(scaled([[1]], tree), equal(tree))

    def test_unknown_method(self):
        tree = IndicatorTree(Group("r", "", (Indicator("x", better="more"),), aggregate="best"))
        with pytest.raises(FaultyInput, match="r: aggregate: 'best' is not known; choose one of: arithmetic"):
            arithmetic(scaled([[1]], tree), equal(tree))


@pytest.mark.parametrize("mean", [geometric, harmonic, partial(power, exponent=-2)])
def test_zero_is_refused_with_cells_and_a_way_out(mean):
    with pytest.raises(UnsuitableMethod) as error:
        mean(scaled([[0, 1, 2, 3], [1, -2, 2, 0]]), equal(TREE))
    text = str(error.value)
    for cell in ("u0, a1: the value is 0", "u1, a2: the value is -2", "u1, b1: the value is 0"):
        assert cell in text
    assert "scale to (1, 100) instead" in text
    light = assigned(TREE, {"a1": 0, "a2": 1, "a3": 1})  # a part without weight needs nothing
    with pytest.raises(UnsuitableMethod, match=r"^u0, a3: the value is 0"):
        mean(scaled([[0, 1, 0, 3]]), light)


@pytest.mark.parametrize("own", ["", "power:2", "power:0.5"])
def test_a_power_mean_with_a_positive_exponent_takes_zeros(own):
    """(sum w x^p)^(1/p) is defined at zero for p > 0; of zeros alone it is zero."""
    group = Group("r", "", tuple(Indicator(code, better="more") for code in "xy"), aggregate=own or None)
    frame = pd.DataFrame({"x": [0.0, 0.0, 9.0], "y": [16.0, 0.0, 16.0]})
    values = Scaled(IndicatorTree(group), frame, pd.DataFrame())
    weights = equal(values.tree)
    p = float(own.partition(":")[2] or 3)
    found = (arithmetic(values, weights) if own else power(values, weights, 3)).values["r"]
    assert found.tolist() == pytest.approx([(16**p / 2) ** (1 / p), 0, ((9**p + 16**p) / 2) ** (1 / p)])
    below = replace(values, values=frame - 1)
    with pytest.raises(UnsuitableMethod, match=r"0, x: the value is -1, and .* needs zero or positive ones"):
        arithmetic(below, weights) if own else power(below, weights, 3)


def test_a_groups_power_of_one_takes_any_value():
    group = Group("r", "", tuple(Indicator(code, better="more") for code in "xy"), aggregate="power:1")
    values = Scaled(IndicatorTree(group), pd.DataFrame({"x": [-3.0], "y": [5.0]}), pd.DataFrame())
    assert geometric(values, equal(values.tree)).values["r"].tolist() == [1]


def test_power_means_are_ordered_and_meet_their_names():
    values, weights = scaled([[1, 4, 16, 10]]), equal(TREE)
    roots = [power(values, weights, p).values["index"].iloc[0] for p in (-300, -1, 0, 0.5, 1, 300)]
    assert roots == sorted(roots)
    assert roots[1] == pytest.approx(harmonic(values, weights).values["index"].iloc[0])
    assert roots[2] == pytest.approx(geometric(values, weights).values["index"].iloc[0])
    assert power(values, weights, 300).values["A"].iloc[0] == pytest.approx(16, rel=0.01)
    with pytest.raises(FaultyInput, match="exponent"):
        power(values, weights, np.inf)


def test_weights_of_another_tree():
    other = IndicatorTree.from_groups({"A": ["a1", "zz"], "B": ["b1"]})
    with pytest.raises(FaultyInput) as error:
        arithmetic(scaled([[1, 2, 3, 4]]), equal(other))
    for part in ("a2: has no weight", "a3: has no weight", "zz: has a weight but no values"):
        assert part in str(error.value)


def test_a_single_leaf():
    tree = IndicatorTree(Indicator("x", better="more"))
    scores = arithmetic(scaled([[5], [7]], tree), equal(tree))
    assert scores.ranking()["rank"].to_dict() == {"u1": 1, "u0": 2}


@given(
    st.lists(st.lists(st.floats(1, 100), min_size=4, max_size=4), min_size=1, max_size=5),
    st.permutations(range(4)),
)
def test_order_of_the_leaves_does_not_matter(rows, order):
    leaves = list(TREE.indicators)
    flat, shuffled = (
        IndicatorTree(Group("r", "", tuple(part))) for part in (leaves, [leaves[i] for i in order])
    )
    for mean in (arithmetic, geometric, harmonic):
        one = mean(scaled(rows, flat), equal(flat)).values["r"]
        two = mean(scaled(np.array(rows)[:, order], shuffled), equal(shuffled)).values["r"]
        assert two.tolist() == pytest.approx(one.tolist())
        assert (one >= np.min(rows, axis=1) - 1e-9).all()
        assert (one <= np.max(rows, axis=1) + 1e-9).all()


def test_weights_of_a_tree_that_groups_the_same_nodes_otherwise_are_refused():
    a, b = Indicator("a"), Indicator("b")
    one = IndicatorTree(Group("R", parts=(Group("A", parts=(a,)), b)))
    other = IndicatorTree(Group("R", parts=(Group("A", parts=(a, b)),)))
    assert one.node_codes == other.node_codes
    scaled = Scaled(one, pd.DataFrame({"a": [1.0], "b": [2.0]}), pd.DataFrame())
    with pytest.raises(FaultyInput, match="groups the same nodes otherwise"):
        arithmetic(scaled, equal(other))


@pytest.mark.parametrize("name", METHODS)
def test_what_is_not_scaled_is_refused_by_name(name):
    for other in (None, pd.DataFrame({"a1": [1.0]}), equal(TREE), TREE):
        with pytest.raises(FaultyInput, match=r"scaled: is \w+, not Scaled; make it with"):
            METHODS[name](other, equal(TREE))
