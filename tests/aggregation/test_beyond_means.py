from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import govmetrics as gm
from govmetrics.aggregation import arithmetic, copeland, mean_min, owa, penalised, veto, wroclaw
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.weighting import assigned, equal

TREE = IndicatorTree.from_groups({"A": ["a", "b", "c"]})
FLAT = IndicatorTree(TREE["A"])


def scaled(rows, tree=FLAT, index=None):
    rows = np.asarray(rows, dtype=float)
    return Scaled(tree, pd.DataFrame(rows, columns=tree.codes, index=index), pd.DataFrame())


def root(scores):
    return scores.values.iloc[:, 0].tolist()


class TestPenalised:
    def test_mazziotta_pareto_by_hand(self):
        """Mazziotta and Pareto (2016): MPI = M - S cv, cv = S / M, on z-scores with mean 100 and sd 10."""
        rows = np.array([[110.0, 90, 100], [100, 100, 100], [120, 110, 70]])
        mean, sd = rows.mean(axis=1), rows.std(axis=1)
        assert root(penalised(scaled(rows), equal(FLAT))) == pytest.approx(mean - sd * sd / mean)
        assert root(penalised(scaled(rows), equal(FLAT), penalty="plus")) == pytest.approx(
            mean + sd * sd / mean
        )

    def test_even_units_pay_nothing_and_zeros_are_fine(self):
        assert root(penalised(scaled([[5, 5, 5], [0, 0, 0]]), equal(FLAT))) == [5, 0]

    def test_negative_values_are_named(self):
        with pytest.raises(UnsuitableMethod, match="0, b: -1 is negative"):
            penalised(scaled([[1, -1, 1]]), equal(FLAT))

    def test_the_adjusted_index_compares_periods(self):
        frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, 6], "c": [1.0, 1.5, 2]}, index=["x", "y", "z"])
        first = gm.normalisation.min_max(Dataset(FLAT, frame), (70, 130))
        later = gm.normalisation.min_max(Dataset(FLAT, frame * 1.1), (70, 130), first.bounds)
        assert (later.values > first.values).all(axis=None)


class TestMeanMin:
    def test_from_the_mean_to_the_weakest(self):
        rows = scaled([[1, 2, 9]])
        assert root(mean_min(rows, equal(FLAT), alpha=0)) == root(arithmetic(rows, equal(FLAT)))
        assert root(mean_min(rows, equal(FLAT), alpha=1)) == [1]
        assert root(mean_min(rows, equal(FLAT), alpha=1, beta=4)) == pytest.approx([4 - (5 - 4)])  # 3-4-5

    def test_bad_options(self):
        with pytest.raises(FaultyInput) as error:
            mean_min(scaled([[1, 2, 3]]), equal(FLAT), alpha=2, beta=-1)
        assert len(error.value.faults) == 2


class TestOwa:
    def test_emphasis(self):
        rows = scaled([[9, 1, 5]])
        assert root(owa(rows, equal(FLAT), 1)) == pytest.approx([5])
        # places weigh 1/9, 3/9, 5/9 from best to worst
        assert root(owa(rows, equal(FLAT), 2)) == pytest.approx([(9 + 15 + 5) / 9])
        assert root(owa(rows, equal(FLAT), 1000)) == pytest.approx([1])

    def test_importance_and_missing(self):
        weights = assigned(FLAT, {"a": 0.5, "b": 0.25, "c": 0.25})
        assert root(owa(scaled([[9, 1, np.nan]]), weights, 1)) == pytest.approx([19 / 3])
        assert root(owa(scaled([[9, 1, np.nan]]), weights, 2)) == pytest.approx(
            [(2 / 3) ** 2 * 9 + (1 - 4 / 9) * 1]
        )
        with pytest.raises(FaultyInput, match="emphasis"):
            owa(scaled([[1, 2, 3]]), weights, 0)

    @given(arrays(float, (4, 3), elements=st.floats(0, 100)), st.floats(0.1, 10))
    def test_between_worst_and_best(self, rows, emphasis):
        values = np.array(root(owa(scaled(rows), equal(FLAT), emphasis)))
        assert (values >= rows.min(axis=1) - 1e-9).all()
        assert (values <= rows.max(axis=1) + 1e-9).all()


class TestWroclaw:
    def test_by_hand(self):
        rows = np.array([[1.0, 0, 0], [0, 1, 0], [1, 1, 1], [-2, -1, 0]])
        distance = np.sqrt(((rows - 1.0) ** 2).mean(axis=1))
        usual = distance.mean() + 2 * distance.std()
        assert root(wroclaw(scaled(rows), equal(FLAT))) == pytest.approx(1 - distance / usual)

    def test_the_ideal_has_one_and_equal_units_too(self):
        assert root(wroclaw(scaled([[1, 2, 3], [0, 0, 0]]), equal(FLAT)))[0] == 1
        assert root(wroclaw(scaled([[1, 2, 3], [1, 2, 3]]), equal(FLAT))) == [1, 1]


class TestCopeland:
    def test_by_hand(self):
        rows = scaled([[3, 3, 1], [2, 2, 3], [1, 1, 2]])
        assert root(copeland(rows, equal(FLAT))) == [1, 0, -1]

    def test_weights_decide_a_duel(self):
        rows = scaled([[3, 1, 1], [1, 2, 2]])
        assert root(copeland(rows, equal(FLAT))) == [-1, 1]
        assert root(copeland(rows, assigned(FLAT, {"a": 3, "b": 1, "c": 1}))) == [1, -1]

    @given(
        arrays(float, (6, 3), elements=st.sampled_from([np.nan, 0.0, 1.0, 2.0, 3.0])),
        st.permutations(range(6)),
    )
    def test_order_of_rows_and_missing_values(self, rows, order):
        """COINr 1.1.14's outranking depends on the order of the rows when values are missing; this must not."""
        one = copeland(scaled(rows), equal(FLAT), min_coverage=0.01).values.iloc[:, 0]
        two = copeland(
            scaled(rows[list(order)], index=list(order)), equal(FLAT), min_coverage=0.01
        ).values.iloc[:, 0]
        assert two.sort_index().tolist() == pytest.approx(one.tolist(), nan_ok=True)
        brute = []
        known = [i for i in range(6) if not np.isnan(rows[i]).all()]
        for i in known:
            duels = [np.nansum(np.sign(rows[i] - rows[j])) for j in known if j != i]
            brute.append(np.sign(duels).sum() / max(1, len(known) - 1))
        assert one.iloc[known].tolist() == pytest.approx(brute)

    @given(arrays(float, (5, 3), elements=st.floats(1, 100)))
    def test_only_the_order_counts(self, rows):
        assert root(copeland(scaled(rows), equal(FLAT))) == root(copeland(scaled(rows * 7 + 3), equal(FLAT)))

    def test_one_unit_and_every_node(self):
        scores = copeland(scaled([[1, 2, 3]], TREE), equal(TREE))
        assert scores.values.iloc[0].tolist() == [0, 0, 1, 2, 3]
        assert list(scores.values.columns) == TREE.node_codes


class TestPeriods:
    @pytest.mark.parametrize("method", [copeland, wroclaw])
    def test_units_are_compared_with_those_of_their_own_period(self, method):
        index = pd.MultiIndex.from_tuples([(2, "u"), (1, "v"), (1, "u"), (2, "v")], names=["period", "unit"])
        rows = np.array([[9.0, 9, 8], [2, 1, 1], [1, 2, 2], [7, 7, 9]])
        panel = method(scaled(rows, index=index), equal(FLAT)).values.iloc[:, 0]
        assert panel.index.equals(index)
        for period, places in ((1, [1, 2]), (2, [0, 3])):
            alone = method(scaled(rows[places]), equal(FLAT))
            assert panel.iloc[places].tolist() == root(alone), period

    def test_copeland_refuses_a_groups_own_mean(self):
        tree = IndicatorTree(replace(TREE["A"], aggregate="geometric"))
        with pytest.raises(UnsuitableMethod, match="A: has a mean of its own"):
            copeland(scaled([[1, 2, 3]], tree), equal(tree))


class TestVeto:
    scores = arithmetic(scaled([[10, 90, 90], [60, 60, 60]], TREE), equal(TREE))

    def test_what_lies_above_is_capped(self):
        found = veto(self.scores, {"a": 30})
        assert found.values[["index", "A", "a"]].to_numpy().tolist() == [[30, 30, 10], [60, 60, 60]]
        assert veto(self.scores, {"a": 30}, cap=0).values["index"].tolist() == [0, 60]
        assert self.scores.values["index"].iloc[0] > 60

    def test_unknown_nodes(self):
        with pytest.raises(FaultyInput) as error:
            veto(self.scores, {"zz": 1, "index": 1})
        assert len(error.value.faults) == 2
