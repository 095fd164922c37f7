import numpy as np
import pandas as pd
import pytest

from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree, UnsuitableMethod
from govmetrics.normalisation import (
    goalposts,
    min_max,
    percentile,
    rank,
    reference_distance,
    share_of_best,
    target_distance,
    z_score,
)  # fmt: skip

INDEX = pd.Index(["u", "v", "w"], name="unit")


def data(x, **keys):
    tree = IndicatorTree(Group("r", "", (Indicator("x", better=keys.pop("better", "more"), **keys),)))
    return Dataset(tree, pd.DataFrame({"x": np.asarray(x, dtype=float)}, index=INDEX[: len(x)]))


def scaled(result):
    return result.values["x"].tolist()


class TestMinMax:
    def test_directions(self):
        assert scaled(min_max(data([1, 2, 5]))) == [0, 25, 100]
        assert scaled(min_max(data([1, 2, 5], better="less"))) == [100, 75, 0]
        assert scaled(min_max(data([1, 2, 5], better="target", target=2.0))) == pytest.approx(
            [200 / 3, 100, 0]
        )
        assert scaled(min_max(data([1, 3, 9], better="interval", target=(2.0, 4.0)))) == pytest.approx(
            [80, 100, 0]
        )

    def test_a_later_period_by_earlier_bounds(self):
        first = min_max(data([0, 5, 10], better="less"))
        assert first.bounds.loc["x"].to_dict() == {"worst": 10, "best": 0}
        assert scaled(min_max(data([-5, 5, 20], better="less"), bounds=first.bounds)) == [150, 50, -100]
        assert scaled(min_max(data([5]), bounds={"x": (0, 10)}, scale=(1, 101))) == [51]

    def test_constant_and_empty(self):
        with pytest.raises(UnsuitableMethod, match=r"x: is constant \(4\)"):
            min_max(data([4, 4, np.nan]))
        with pytest.raises(UnsuitableMethod, match="x: has no value in any unit"):
            min_max(data([np.nan, np.nan]))
        with pytest.raises(UnsuitableMethod, match="is constant"):
            min_max(data([4]))

    def test_bad_bounds_and_scale(self):
        with pytest.raises(FaultyInput, match="x: has no bounds"):
            min_max(data([1, 2]), bounds={"y": (0, 1)})
        with pytest.raises(FaultyInput, match="x: a bound is missing"):
            min_max(data([1, 2]), bounds={"x": (0, np.nan)})
        with pytest.raises(FaultyInput, match="the column 'worst' is missing"):
            min_max(data([1, 2]), bounds=pd.DataFrame({"best": [1.0]}, index=["x"]))
        with pytest.raises(FaultyInput, match="scale"):
            min_max(data([1, 2]), scale=(100, 0))

    def test_ends_are_exact_for_awkward_numbers(self):
        assert scaled(min_max(data([0.1, 0.2, 0.7]), scale=(1, 100)))[::2] == [1, 100]
        assert scaled(min_max(data([1e-300, 3e-300, 5e-300]))) == pytest.approx([0, 50, 100])
        assert scaled(min_max(data([1e99, 2e99, 3e99]))) == pytest.approx([0, 50, 100])


class TestGoalposts:
    def test_clipped_or_not(self):
        posts = data([0, 50, 120], worst=20.0, best=100.0)
        assert scaled(goalposts(posts)) == [0, 37.5, 100]
        assert scaled(goalposts(posts, clip=False)) == [-25, 37.5, 125]

    def test_less_target_and_interval(self):
        assert scaled(goalposts(data([40, 20, 0], better="less", worst=40.0, best=0.0))) == [0, 50, 100]
        assert scaled(goalposts(data([1, 2, 4], better="target", target=2.0, worst=4.0))) == [50, 100, 0]
        assert scaled(goalposts(data([0, 3, 6], better="interval", target=(2.0, 4.0), worst=0.0))) == [
            0,
            100,
            0,
        ]

    def test_missing_posts_are_named(self):
        with pytest.raises(UnsuitableMethod, match="x: lacks goalposts: worst, best"):
            goalposts(data([1, 2]))
        with pytest.raises(UnsuitableMethod, match="x: lacks goalposts: best"):
            goalposts(data([1, 2], worst=0.0))


class TestZScore:
    def test_mean_and_sd(self):
        assert scaled(z_score(data([1, 2, 3]), mean=100, sd=10)) == [90, 100, 110]
        assert scaled(z_score(data([1, 2, 3], better="less"))) == [1, 0, -1]

    def test_earlier_bounds(self):
        first = z_score(data([1, 2, 3]))
        assert first.bounds.loc["x"].to_dict() == {"mean": 2, "sd": 1}
        assert scaled(z_score(data([4, 5, np.nan]), bounds=first.bounds))[:2] == [2, 3]

    def test_unsuitable(self):
        with pytest.raises(UnsuitableMethod, match="x: is constant"):
            z_score(data([0.1, 0.1, 0.1]))
        with pytest.raises(UnsuitableMethod, match="x: has 1 value;"):
            z_score(data([1, np.nan, np.nan]))


class TestRanks:
    def test_worst_is_one_ties_share(self):
        assert scaled(rank(data([5, 1, 5]))) == [2.5, 1, 2.5]
        assert scaled(rank(data([5, 1, 3], better="less"))) == [1, 3, 2]
        assert scaled(percentile(data([5, 1, 3]))) == [100, 0, 50]

    def test_rounding_alone_is_no_rank(self):
        assert scaled(rank(data([0.3, 0.1 + 0.2, 0.1]))) == [2.5, 2.5, 1]
        assert scaled(percentile(data([0.3, 0.1 + 0.2, 0.1 + 0.2]))) == [50, 50, 50]

    def test_missing_keeps_no_rank(self):
        result = scaled(percentile(data([5, np.nan, 3])))
        assert result[0] == 100
        assert np.isnan(result[1])
        with pytest.raises(UnsuitableMethod, match="x: has 1 value;"):
            percentile(data([5, np.nan, np.nan]))


class TestDistances:
    def test_target(self):
        assert scaled(target_distance(data([0, 5, 20], target=10.0))) == [0, 50, 100]
        assert scaled(target_distance(data([0, 5, 20], target=10.0), cap=False)) == [0, 50, 200]
        assert scaled(target_distance(data([20, 5, 0], better="less", target=10.0))) == [0, 100, 100]
        assert scaled(target_distance(data([2, 4, 6], better="target", target=2.0))) == [100, 50, 0]
        with pytest.raises(UnsuitableMethod, match="x: has no target"):
            target_distance(data([1, 2]))
        with pytest.raises(UnsuitableMethod, match="x: the target, 1, is not better than the worst value, 2"):
            target_distance(data([2, 3], target=1.0))

    def test_reference(self):
        assert scaled(reference_distance(data([0, 5, 20]), "v")) == [0, 100, 400]
        with pytest.raises(FaultyInput, match="'zz' is not in the data"):
            reference_distance(data([0, 5]), "zz")
        with pytest.raises(UnsuitableMethod, match="the reference, u, has no value, or the worst one"):
            reference_distance(data([0, 5]), "u")

    def test_share_of_best(self):
        assert scaled(share_of_best(data([0, 5, 20]))) == [0, 25, 100]
        assert scaled(share_of_best(data([2, 5, 20], better="less"))) == [100, 40, 10]
        for bad in (
            data([-1, 5]),
            data([0, 5], better="less"),
            data([0, 0]),
            data([1, 2], better="target", target=1.0),
        ):
            with pytest.raises(UnsuitableMethod, match=r"^x: "):
                share_of_best(bad)


def test_inputs_and_context_are_not_scaled():
    tree = IndicatorTree(
        Group("r", "", (Indicator("x", better="more"), Indicator("staff", better="less", role="input")))
    )
    frame = pd.DataFrame({"x": [1.0, 2.0], "staff": [5.0, 5.0]}, index=INDEX[:2])
    assert list(min_max(Dataset(tree, frame)).values.columns) == ["x"]


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1.0, 1e90, 3e99])
def test_huge_and_tiny_units_do_not_matter(size):
    column = np.array([-3.0, 0.0, 1.0, 3.0])
    data = Dataset(IndicatorTree.from_groups({"A": ["a"]}), pd.DataFrame({"a": column * size}))
    z = (column - 0.25) / column.std(ddof=1)
    assert z_score(data).values["a"].to_numpy() == pytest.approx(z)
    assert min_max(data).values["a"].to_numpy() == pytest.approx((column + 3) / 6 * 100)


def test_what_differs_by_rounding_alone_is_constant():
    data = Dataset(IndicatorTree.from_groups({"A": ["a"]}), pd.DataFrame({"a": [0.1 + 0.2, 0.3]}))
    for method in (min_max, z_score):
        with pytest.raises(UnsuitableMethod, match="a: is constant"):
            method(data)


def test_nothing_turns_an_indicator_round_in_silence():
    tree = IndicatorTree.from_groups({"A": ["a", "b"]}, {"b": "less"})
    data = Dataset(tree, pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, 2.0]}))
    for method in (min_max, share_of_best):
        with pytest.raises(FaultyInput, match="a: worst, 3, is better than best, 1") as caught:
            method(data, bounds={"a": (3, 1), "b": (0, 5)})
        assert len(caught.value.faults) == 2
    for mean, sd in ((0, -1), (0, 0), (np.nan, 1)):
        with pytest.raises(FaultyInput, match=r"(mean|sd): is"):
            z_score(data, mean, sd)


def test_a_share_of_nothing_is_refused():
    data = Dataset(IndicatorTree.from_groups({"A": ["a"]}), pd.DataFrame({"a": [1.0, 2.0]}))
    with pytest.raises(UnsuitableMethod, match="a: the best value is 0"):
        share_of_best(data, bounds={"a": (-1, 0)})


def places(make, error=FaultyInput):
    with pytest.raises(error) as raised:
        make()
    return [fault.place for fault in raised.value.faults]


class TestEveryFaultAtOnce:
    tree = IndicatorTree.from_groups({"A": ["x", "y"], "B": ["z"]})
    data = Dataset(tree, pd.DataFrame({"x": [1.0, 2], "y": [0.0, -1], "z": 2.0}, index=["u", "v"]))

    def test_options_and_data(self):
        assert places(lambda: min_max(self.data, scale=(5, 1))) == ["scale", "z"]
        assert places(lambda: z_score(self.data, sd=-1)) == ["sd", "z"]
        assert places(lambda: goalposts(self.data, scale="x")) == ["scale", "x", "y", "z"]
        assert places(lambda: target_distance(self.data, scale=None)) == ["scale", "x", "y", "z"]
        assert places(lambda: share_of_best(self.data, scale=(0, 0))) == ["scale", "y"]
        assert places(lambda: reference_distance(self.data, ["u"], scale=(0, np.nan))) == ["scale", "unit"]
        assert places(lambda: percentile(self.data, scale=3)) == ["scale"]

    def test_bounds(self):
        turned = {"x": (3, 1), "y": (1, 1), "z": (0, 2)}
        assert places(lambda: min_max(self.data, bounds=turned)) == ["x", "y"]
        assert places(lambda: min_max(self.data, (1, 0), {"x": (0, "many"), "y": (0, 1)})) == [
            "scale",
            "z",
            "x",
        ]
        assert places(lambda: min_max(self.data, bounds=[1])) == ["bounds"]
        twice = pd.DataFrame({"worst": [0.0, 1, 2, 3], "best": 5.0}, index=["x", "x", "y", "z"])
        assert places(lambda: min_max(self.data, bounds=twice)) == ["bounds, x"]

    def test_what_only_the_data_forbid_stays_unsuitable(self):
        assert places(lambda: min_max(self.data), UnsuitableMethod) == ["z"]

    @pytest.mark.parametrize(
        "method", [goalposts, min_max, percentile, rank, share_of_best, target_distance, z_score]
    )
    def test_a_frame_is_no_dataset(self, method):
        assert places(lambda: method(self.data.values)) == ["data"]


def test_methods_by_leaf_keep_what_was_imputed_apart_and_say_both():
    import govmetrics as gm

    tree = IndicatorTree.from_groups({"A": ["x", "y"]})
    table = pd.DataFrame({"x": [1.0, np.nan, 3], "y": [4.0, 2, 9]}, index=INDEX)
    filled = gm.treatment.impute_mean(gm.read_records(table, tree))
    both = gm.normalisation.by_leaf(filled, {"y": percentile})
    assert both.evidence is not None
    np.testing.assert_array_equal(both.evidence, [[True, True], [False, True], [True, True]])
    scores = gm.aggregation.arithmetic(both, gm.weighting.equal(tree))
    assert scores.coverage.loc["v", "A"] == 0.5
    assert both.method_paragraph("zh").startswith(
        "对不同指标采用不同的无量纲化方法：极差法用于x、百分位法用于y。"
    )
    assert "极差法、百分位法" in both.summary("zh")
