import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree, UnsuitableMethod
from govmetrics.treatment import (
    METHODS,
    box_cox,
    denominate,
    impute_interpolate,
    impute_mean,
    impute_median,
    impute_none,
    log_transform,
    winsorise,
)  # fmt: skip
from tests.strategies import datasets

TREE = IndicatorTree.from_groups({"A": ["x", "y"]})
GAP = np.nan


def dataset(x, y=None, **attributes):
    rows = len(x)
    frame = pd.DataFrame(
        {"x": x, "y": y if y is not None else np.arange(rows)},
        index=pd.Index([f"u{i}" for i in range(rows)], name="unit"),
    )
    return Dataset(TREE, frame.astype(float), pd.DataFrame(attributes, index=frame.index))


class TestImpute:
    def test_mean_and_median(self):
        data = dataset([1, 2, 6, GAP])
        assert impute_mean(data).values["x"].tolist() == [1, 2, 6, 3]
        assert impute_median(data).values["x"].tolist() == [1, 2, 6, 2]
        changes = impute_mean(data).changes
        assert changes[["step", "unit", "code", "after"]].to_numpy().tolist() == [
            ["impute_mean", "u3", "x", 3.0]
        ]
        assert np.isnan(changes["before"].iloc[0])

    def test_by_group(self):
        data = dataset([1, 3, 10, GAP, GAP], type=["a", "a", "b", "b", "a"])
        assert impute_mean(data, by="type").values["x"].tolist() == [1, 3, 10, 10, 2]

    def test_nothing_to_fill_from(self):
        data = dataset([1, GAP], type=["a", "b"])
        with pytest.raises(
            UnsuitableMethod, match=r"x: no unit of the same 'type' has a value to fill 1 cell from \(u1"
        ):
            impute_mean(data, by="type")
        with pytest.raises(UnsuitableMethod, match="x: no unit has a value to fill 2 cells"):
            impute_median(dataset([GAP, GAP]))

    def test_unknown_group_and_units_without_one(self):
        with pytest.raises(FaultyInput, match="attributes are: type"):
            impute_mean(dataset([1, GAP], type=["a", "b"]), by="kind")
        with pytest.raises(FaultyInput, match="u1: has no 'type'"):
            impute_mean(dataset([1, GAP], type=["a", None]), by="type")

    def test_periods_are_filled_from_themselves(self):
        index = pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["period", "unit"])
        frame = pd.DataFrame({"x": [1.0, GAP, 9.0, GAP], "y": 0.0}, index=index)
        assert impute_mean(Dataset(TREE, frame)).values["x"].tolist() == [1, 1, 9, 9]

    def test_interpolation_over_periods_survives_shuffled_rows(self):
        index = pd.MultiIndex.from_product([[2020, 2021, 2024], ["a", "b"]], names=["period", "unit"])
        frame = pd.DataFrame({"x": [0.0, GAP, GAP, 3.0, 8.0, GAP], "y": 1.0}, index=index)
        shuffled = frame.sample(frac=1, random_state=1)
        for rows in (frame, shuffled):
            filled = impute_interpolate(Dataset(TREE, rows))
            assert filled.values.at[(2021, "a"), "x"] == 2.0  # one year of four
            assert np.isnan(filled.values.at[(2020, "b"), "x"])  # nothing before it
            assert np.isnan(filled.values.at[(2024, "b"), "x"])  # nothing after it
            assert filled.values.index.equals(rows.index)
            assert len(filled.changes) == 1

    def test_interpolation_limit_and_dates(self):
        times = ["2024-01", "2024-02", "2024-03", "2024-04"]
        index = pd.MultiIndex.from_product([times, ["a"]], names=["period", "unit"])
        frame = pd.DataFrame({"x": [0.0, GAP, GAP, 9.1], "y": [0.0, GAP, 6.0, 7.0]}, index=index)
        filled = impute_interpolate(Dataset(TREE, frame), limit=1).values
        assert filled["x"].isna().sum() == 2
        assert filled["y"].iloc[1] == pytest.approx(6 * 31 / 60)

    def test_interpolation_needs_periods(self):
        with pytest.raises(UnsuitableMethod, match="the rows have no period"):
            impute_interpolate(dataset([1, GAP]))
        index = pd.MultiIndex.from_product([["old", "new"], ["a"]], names=["period", "unit"])
        with pytest.raises(FaultyInput, match="'old' has no order in time"):
            impute_interpolate(Dataset(TREE, pd.DataFrame({"x": [1.0, 2.0], "y": 0.0}, index=index)))

    def test_none_leaves_gaps(self):
        assert impute_none(dataset([1, GAP])).values["x"].isna().sum() == 1


class TestWinsorise:
    def test_extreme_values_are_pulled_in_until_it_passes(self):
        data = dataset([*range(20), 1000])
        treated = winsorise(data)
        assert treated.values["x"].iloc[-1] == 19
        assert len(treated.changes) == 1

    def test_the_long_tail_may_be_below(self):
        treated = winsorise(dataset([-1000, *range(20)]))
        assert treated.values["x"].iloc[0] == 0

    def test_what_still_fails(self):
        data = dataset([*[0.0] * 40, 1.0, 2.0, 3.0, 4.0, 100.0, 200.0, 300.0])
        assert winsorise(data, most=1).changes.empty
        assert set(winsorise(data, most=1, otherwise="log").changes["step"]) == {"log_transform"}
        above = dataset([*[1.0] * 40, 2.0, 3.0, 4.0, 5.0, 100.0, 200.0, 300.0])
        other = winsorise(above, most=1, otherwise="box_cox")
        assert set(other.changes["step"]) == {"box_cox"}
        pd.testing.assert_frame_equal(
            other.values, box_cox(above, list(other.changes["code"].unique())).values
        )
        with pytest.raises(UnsuitableMethod, match="x: still fails with 1 value pulled in"):
            winsorise(data, most=1, otherwise="refuse")

    def test_bad_options(self):
        with pytest.raises(FaultyInput, match="choose one of: log, box_cox, keep, refuse"):
            winsorise(dataset([1, 2]), otherwise="drop")
        with pytest.raises(FaultyInput, match="most: is -1"):
            winsorise(dataset([1, 2]), most=-1)

    @given(datasets(missing=True))
    def test_idempotent_and_within_the_old_range(self, data):
        once = winsorise(data)
        assert once.values.equals(winsorise(once).values)
        assert (once.values.max() <= data.values.max()).all()


class TestTransforms:
    def test_log_with_shift(self):
        x = log_transform(dataset([0, 5, 10])).values["x"]
        assert x.tolist() == pytest.approx(np.log([0.1, 5.1, 10.1]))

    def test_plain_log_names_the_cells(self):
        with pytest.raises(
            UnsuitableMethod, match="u0, x: 0 cannot be transformed; use log_transform with shift=True"
        ):
            log_transform(dataset([0, 5]), ["x"], shift=False)

    def test_constant_and_unknown(self):
        with pytest.raises(UnsuitableMethod, match="x: is constant"):
            log_transform(dataset([5, 5]), ["x"])
        with pytest.raises(FaultyInput, match="zz: is not an indicator of the tree"):
            log_transform(dataset([5, 6]), ["zz"])

    def test_goalposts_move_along(self):
        tree = IndicatorTree(Group("r", "", (Indicator("x", better="more", worst=1.0, best=100.0),)))
        data = Dataset(tree, pd.DataFrame({"x": [1.0, 10.0, 100.0]}))
        scaled = gm.normalisation.goalposts(log_transform(data, shift=False))
        assert scaled.values["x"].tolist() == pytest.approx([0, 50, 100])
        low = IndicatorTree(Group("r", "", (Indicator("x", better="more", worst=-50.0, best=100.0),)))
        with pytest.raises(UnsuitableMethod, match="a goalpost or target cannot be transformed"):
            log_transform(Dataset(low, data.values))

    def test_box_cox(self):
        assert box_cox(dataset([1, 4, 9]), ["x"], exponent=0.5).values["x"].tolist() == pytest.approx(
            [0, 2, 4]
        )
        assert box_cox(dataset([1, np.e]), ["x"], exponent=0.0).values["x"].tolist() == pytest.approx([0, 1])
        skewed = dataset(np.exp(np.linspace(0, 5, 30)), np.ones(30))
        assert abs(box_cox(skewed, ["x"]).values["x"].skew()) < 0.05
        with pytest.raises(UnsuitableMethod, match="x: has values that are not positive"):
            box_cox(dataset([0, 1]), ["x"])
        with pytest.raises(UnsuitableMethod, match="too little spread"):
            box_cox(dataset([2, 2, 2]), ["x"])


class TestDenominate:
    def test_per_thousand(self):
        data = denominate(dataset([10, 20], people=[1000, 4000]), {"x": "people"}, per=1000)
        assert data.values["x"].tolist() == [10, 5]

    def test_a_missing_denominator_makes_the_result_missing_and_says_so(self):
        data = denominate(dataset([10, 20], people=[1000, None]), {"x": "people"})
        assert np.isnan(data.values["x"].iloc[1])
        assert data.changes["unit"].tolist() == ["u0", "u1"]

    def test_every_fault_at_once(self):
        with pytest.raises(FaultyInput) as error:
            denominate(dataset([1, 2], people=[0, -1]), {"x": "people", "zz": "area"}, per=-1)
        text = str(error.value)
        for part in (
            "zz: is not an indicator of the tree",
            "area: is not an attribute",
            "u0, people",
            "u1, people",
            "per: is -1",
        ):
            assert part in text


@pytest.mark.parametrize("name", sorted(m.name for m in METHODS.values() if m.stands_alone))
def test_every_method_leaves_its_input_alone(name):
    data = dataset([3.0, 1.0, 7.0, 2.0], [1.0, 5.0, 2.0, 9.0], people=[1, 2, 3, 4])
    index = pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["period", "unit"])
    if name == "impute_interpolate":
        data = Dataset(TREE, data.values.set_axis(index))
    before = data.values.copy()
    options = {"denominate": {"by": {"x": "people"}}, "impute_regression": {"predictors": ["people"]}}.get(
        name, {}
    )
    METHODS[name](data, **options)
    pd.testing.assert_frame_equal(data.values, before)


def places(make, error=FaultyInput):
    with pytest.raises(error) as raised:
        make()
    return [fault.place for fault in raised.value.faults]


class TestEveryFaultAtOnce:
    tree = IndicatorTree.from_groups({"A": ["x", "y"], "B": ["z"]})
    data = Dataset(
        tree,
        pd.DataFrame({"x": [1.0, np.nan, 4], "y": [0.0, -1, 3], "z": 2.0}, index=["u", "v", "w"]),
        pd.DataFrame({"people": [1, 0, np.inf], "kind": ["a", None, "b"]}, index=["u", "v", "w"]),
    )

    def test_leaves_attributes_cells_and_options(self):
        found = places(lambda: denominate(self.data, {"q": "people", "x": "area", "y": "kind"}, per=-1))
        assert found == ["q", "v, people", "w, people", "area", "u, kind", "w, kind", "per"]
        assert places(lambda: winsorise(self.data, most=2.5, skewness="x", otherwise="drop")) == [
            "most",
            "skewness",
            "otherwise",
        ]
        assert places(lambda: impute_interpolate(self.data, limit=0)) == ["limit", "impute_interpolate"]
        assert places(lambda: log_transform(self.data, ["q", "y", "z"], shift="no")) == ["shift", "q", "z"]
        assert places(lambda: log_transform(self.data, "x")) == ["codes"]
        assert places(lambda: box_cox(self.data, ["q", "y", "z"])) == ["q", "y", "z"]

    def test_unknown_groups_and_leaves_without_values(self):
        empty = Dataset(self.tree, self.data.values.assign(z=np.nan))
        assert places(lambda: impute_mean(empty, by="area")) == ["by", "z"]
        assert places(lambda: impute_mean(self.data, by="kind")) == ["v"]

    @pytest.mark.parametrize("method", [m.name for m in METHODS.values() if m.stands_alone])
    def test_a_frame_is_no_dataset(self, method):
        more = {"denominate": {"by": {"x": "people"}}, "impute_regression": {"predictors": ["x"]}}.get(
            method, {}
        )
        assert places(lambda: METHODS[method](self.data.values, **more)) == ["data"]
