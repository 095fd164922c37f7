import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Scaled, Scores, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.numerics.ranks import competition

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})


def values(rows=2, **columns):
    base = {code: np.arange(rows, dtype=float) for code in TREE.codes}
    return pd.DataFrame(base | columns, index=pd.Index([f"u{i}" for i in range(rows)], name="unit"))


class TestDataset:
    def test_columns_are_put_into_the_trees_order(self):
        assert list(Dataset(TREE, values()[["b1", "a2", "a1"]]).values.columns) == TREE.codes

    def test_every_fault_at_once(self):
        frame = values().rename(columns={"a1": "zz"})
        frame.index = ["x", "x"]
        with pytest.raises(FaultyInput) as error:
            Dataset(TREE, frame)
        text = str(error.value)
        assert "a1: the indicator has no column" in text
        assert "zz: the column is not an indicator" in text
        assert "x: there are two or more rows" in text

    def test_text_and_infinity_are_named_by_cell(self):
        with pytest.raises(FaultyInput, match="u1, a2: 'many' is not a number"):
            Dataset(TREE, values(a2=["1", "many"]))
        with pytest.raises(FaultyInput, match="u0, b1: the value is infinite"):
            Dataset(TREE, values(b1=[np.inf, 1.0]))

    def test_no_units(self):
        with pytest.raises(FaultyInput, match="there are no units"):
            Dataset(TREE, values(0))

    def test_missing_labels_and_wrong_levels(self):
        with pytest.raises(FaultyInput, match="1 row has no label"):
            Dataset(TREE, values().set_axis(["a", None]))
        wrong = values().set_axis(pd.MultiIndex.from_tuples([("u", 1), ("v", 1)], names=["unit", "year"]))
        with pytest.raises(FaultyInput, match="the levels of the index are"):
            Dataset(TREE, wrong)

    def test_attributes_follow_the_rows(self):
        frame = values()
        attributes = pd.DataFrame({"area": [1, 2]}, index=["u1", "u0"])
        assert Dataset(TREE, frame, attributes).attributes["area"].tolist() == [2, 1]
        with pytest.raises(FaultyInput, match="rows differ"):
            Dataset(TREE, frame, attributes.head(1))

    def test_one_period(self):
        index = pd.MultiIndex.from_product([[2024, 2023], ["u", "v"]], names=["period", "unit"])
        data = Dataset(TREE, values(4).set_axis(index))
        assert data.periods == [2023, 2024]
        assert data.at(2024).values["a1"].to_dict() == {"u": 0.0, "v": 1.0}
        with pytest.raises(FaultyInput, match="there are: 2023, 2024"):
            data.at(2020)

    def test_input_is_not_touched(self):
        frame = values(a1=[1, 2])
        before = frame.copy()
        data = Dataset(TREE, frame)
        data.with_values(data.values * 2, "doubled")
        pd.testing.assert_frame_equal(frame, before)

    def test_of_other_values_only_they_are_looked_at(self, monkeypatch):
        """Hundreds of draws and treatments put other values into one dataset."""
        index = pd.MultiIndex.from_product([[2024, 2023], ["u", "v"]], names=["period", "unit"])
        about = pd.DataFrame({"area": [1.0, 2, 3, 4], "kind": ["a", "b", "", "a"]}, index)
        data = Dataset(TREE, values(4).set_axis(index), about, notes=("told",))
        twice = Dataset(TREE, data.values * 2, data.attributes, notes=data.notes)
        monkeypatch.delattr(Dataset, "__post_init__")
        other = data.with_values(data.values * 2, "doubled")
        pd.testing.assert_frame_equal(other.values, twice.values)
        pd.testing.assert_frame_equal(other.attributes, twice.attributes)
        assert (other.tree, other.notes, other.periods) == (twice.tree, twice.notes, twice.periods)
        with pytest.raises(FaultyInput, match="infinite"):
            data.with_values(data.values * np.inf, "out of all bounds")

    def test_changes_list_every_cell(self):
        data = Dataset(TREE, values())
        changed = data.with_values(data.values.replace(1.0, 5.0), "five").changes
        assert changed[["step", "unit", "code", "before", "after"]].to_numpy().tolist() == [
            ["five", "u1", code, 1.0, 5.0] for code in TREE.codes
        ]


class TestWeights:
    def test_every_fault_at_once(self):
        with pytest.raises(FaultyInput) as error:
            Weights(TREE, pd.Series({"A": 0.5, "B": 0.5, "a1": 0.5, "zz": 1.0}))
        assert "a2: has no weight" in str(error.value)
        assert "zz: is not a node" in str(error.value)
        with pytest.raises(FaultyInput, match=r"A: the weights of its parts sum to 1\.1"):
            Weights(TREE, pd.Series({"A": 0.5, "B": 0.5, "a1": 0.5, "a2": 0.6, "b1": 1.0}))
        with pytest.raises(FaultyInput, match=r"a2: the weight is -0\.5"):
            Weights(TREE, pd.Series({"A": 0.5, "B": 0.5, "a1": 1.5, "a2": -0.5, "b1": 1.0}))

    @given(st.lists(st.floats(1e-6, 1e6), min_size=5, max_size=5))
    def test_shares_sum_to_one_whatever_the_scale(self, raw):
        codes = TREE.node_codes[1:]
        weights = Weights(TREE, shares_within_groups(TREE, dict(zip(codes, raw, strict=True))))
        assert weights.across_tree().sum() == pytest.approx(1, abs=1e-12)
        assert weights.of("A").index.tolist() == ["a1", "a2"]
        assert weights.of("A").sum() == pytest.approx(1, abs=1e-12)

    def test_across_tree_is_the_product(self):
        weights = Weights(TREE, pd.Series({"A": 0.25, "B": 0.75, "a1": 0.1, "a2": 0.9, "b1": 1.0}))
        assert weights.across_tree().to_dict() == pytest.approx({"a1": 0.025, "a2": 0.225, "b1": 0.75})
        assert weights.to_dict()["across_tree"]["b1"] == 0.75

    def test_a_single_leaf_has_the_whole_weight(self):
        tree = IndicatorTree(TREE["a1"])
        assert Weights(tree, pd.Series(dtype=float)).across_tree().to_dict() == {"a1": 1.0}


class TestRanking:
    def test_competition_ranks(self):
        ranks, order = competition(np.array([0.2, 0.9, np.nan, 0.9, 1.0]))
        assert ranks[[0, 1, 3, 4]].tolist() == [4, 2, 2, 1]
        assert np.isnan(ranks[2])
        assert order.tolist() == [4, 1, 3, 0, 2]

    def test_rounding_noise_is_a_tie(self):
        assert competition(np.array([0.1 + 0.2, 0.3]))[0].tolist() == [1, 1]

    @given(st.lists(st.integers(-5, 5), min_size=1, max_size=12))
    def test_ranks_match_the_definition(self, scores):
        ranks, _ = competition(np.array(scores, dtype=float))
        assert ranks.tolist() == [1 + sum(other > score for other in scores) for score in scores]

    def make(self, frame):
        weights = Weights(TREE, pd.Series({"A": 0.5, "B": 0.5, "a1": 0.5, "a2": 0.5, "b1": 1.0}))
        frame = frame.reindex(columns=TREE.node_codes)
        return Scores(frame, frame.notna().astype(float), weights)

    def test_best_first_and_missing_last(self):
        frame = pd.DataFrame({"index": [1.0, np.nan, 3.0]}, index=pd.Index(["a", "b", "c"], name="unit"))
        ranking = self.make(frame).ranking()
        assert ranking.index.tolist() == ["c", "a", "b"]
        assert ranking["rank"].isna().tolist() == [False, False, True]
        assert ranking["rank"].dropna().tolist() == [1, 2]

    def test_each_period_has_its_own_ranking(self):
        index = pd.MultiIndex.from_tuples([(2, "a"), (1, "a"), (2, "b"), (1, "b")], names=["period", "unit"])
        ranking = self.make(pd.DataFrame({"index": [1.0, 4.0, 3.0, 2.0]}, index=index)).ranking()
        assert ranking.index.tolist() == [(1, "a"), (1, "b"), (2, "b"), (2, "a")]
        assert ranking["rank"].tolist() == [1, 2, 1, 2]

    def test_unknown_node(self):
        with pytest.raises(FaultyInput, match="is not scored"):
            self.make(pd.DataFrame({"index": [1.0]})).ranking("zz")


def test_scaled_needs_the_trees_columns():
    with pytest.raises(FaultyInput, match="are not the tree's indicators"):
        Scaled(TREE, values()[["a1"]], pd.DataFrame())


def test_scaled_values_are_finite_numbers_or_missing():
    bad = values().astype(float)
    bad.iloc[0, 0] = np.inf
    with pytest.raises(FaultyInput, match=f"{bad.index[0]}, {TREE.codes[0]}: the value is infinite"):
        Scaled(TREE, bad, pd.DataFrame())
    with pytest.raises(FaultyInput, match="u0, a1: 'x' is not a number"):
        Scaled(TREE, values().astype(object).replace(values().iloc[0, 0], "x"), pd.DataFrame())


def places(make):
    with pytest.raises(FaultyInput) as raised:
        make()
    return [fault.place for fault in raised.value.faults]


def test_columns_rows_cells_and_attributes_are_judged_together():
    frame = values(a1=["x", "1"], b1=[1.0, np.inf]).rename(columns={"a2": "zz"}).set_axis(["u", "u"])
    found = places(lambda: Dataset(TREE, frame, pd.DataFrame({"area": [1]}, index=["v"])))
    assert found == ["a2", "zz", "u", "u, a1", "u, b1", "attributes"]


def test_a_long_list_of_faults_says_how_long_it_is():
    found = places(lambda: Dataset(TREE, values(100, a1=["x"] * 100, b1=np.inf)))
    assert found.count("and 80 more like the last") == 1  # 100 cells of text, of which 20 are shown
    assert found.count("and 50 more like the last") == 1  # 100 infinite ones, of which 50 are


@pytest.mark.parametrize("cells", [
    pd.to_datetime(["2020", "2021"]), pd.timedelta_range("1D", periods=2), pd.period_range("2020", periods=2, freq="Y"),
    pd.Categorical(["low", "high"]), [1j, 2j], np.array([pd.Timestamp("2020"), "x"], dtype=object),
])  # fmt: skip
def test_cells_of_other_kinds_are_no_numbers(cells):
    assert places(lambda: Dataset(TREE, values(a2=cells))) == ["u0, a2", "u1, a2"]


def test_lists_and_numbers_beyond_all_measure_are_one_fault_of_their_column():
    assert places(lambda: Dataset(TREE, values(a2=[[1], [2]]))) == ["values, u0, a2"]
    assert places(lambda: Dataset(TREE, values(a1=[1, 10**400], a2=[1.0, -1e100]))) == [
        "values, u1, a1",
        "values, u1, a2",
    ]


@pytest.mark.parametrize("cells", [
    pd.array([1, None], dtype="Int64"), pd.array([1.0, None], dtype="Float64"), pd.array(["1", None], dtype="string"),
    pd.Categorical([1, None]), np.array([1, None], dtype=object),
])  # fmt: skip
def test_numbers_of_every_kind_become_floats(cells):
    data = Dataset(TREE, values(a2=cells))
    assert (data.values.dtypes == np.float64).all()
    assert data.values["a2"].isna().tolist() == [False, True]
    assert (Scaled(TREE, values(a2=cells), pd.DataFrame()).values.dtypes == np.float64).all()


def test_what_is_no_noun_is_named_by_its_kind():
    assert places(lambda: Dataset(None, None)) == ["tree", "values"]
    assert places(lambda: Dataset(TREE, values(), [1])) == ["attributes"]
    assert places(lambda: Dataset(TREE, values(), standard_errors=values(3))) == ["standard_errors"]
    assert places(lambda: Scaled(TREE, np.ones((2, 3)), pd.DataFrame())) == ["values"]
    assert places(lambda: Weights(TREE, pd.DataFrame())) == ["local"]
    assert places(lambda: IndicatorTree(None)) == ["tree"]
    assert places(lambda: IndicatorTree.from_groups({"A": "a1"})) == ["groups"]


def test_weights_are_judged_in_one_pass():
    given = pd.Series({"A": "half", "a1": -1, "b1": 1, "zz": 1})
    assert places(lambda: Weights(TREE, given)) == ["a2", "B", "zz", "A", "a1"]


@pytest.mark.parametrize(
    ("solved", "english", "chinese"),
    [([9.0, 9, 1], "East, West come first with 100.0.", "East、West 并列第一，得 100.0 分"),
     ([9.0, 8, 1], "East comes first with 100.0.", "East 居首，得 100.0 分")],
)  # fmt: skip
def test_units_that_share_the_first_rank_are_all_named(solved, english, chinese):
    table = pd.DataFrame({"unit": ["East", "West", "North"], "solved": solved})
    data = gm.read_records(table, gm.IndicatorTree.from_groups({"outcomes": ["solved"]}))
    scores = gm.follow(gm.Recipe(weighting="equal"), data).scores
    assert english in scores.summary("en")
    assert chinese in scores.summary("zh")
