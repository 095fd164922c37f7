"""What every method of a stage promises, read from its METHODS: a new method is covered by being listed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govmetrics import aggregation, normalisation, treatment, weighting
from govmetrics.core import Dataset, IndicatorTree, UnsuitableMethod
from tests.strategies import datasets


def alone(room):
    """Return the names of the methods that need no other step beside them."""
    return sorted(name for name, method in room.METHODS.items() if method.stands_alone)


NORMALISATIONS = alone(normalisation)
AGGREGATIONS = alone(aggregation)
WEIGHTINGS = alone(weighting)
TREATMENTS = alone(treatment)
# Whose result depends on the unit of measurement: ratios to the best are taken from zero.
UNIT_FREE = [name for name in NORMALISATIONS if name not in ("goalposts", "target_distance", "share_of_best")]


def normalise(name, data, **options):
    """Call a normalisation with what it needs beyond the data."""
    if name in ("goalposts", "target_distance"):
        data = with_posts(data)
    if name == "reference_distance":
        best = data.values.index[0]
        return normalisation.reference_distance(data, best, **options)
    return normalisation.METHODS[name](data, **options)


def with_posts(data):
    from dataclasses import replace

    from govmetrics.core import Group

    low, high = data.values.min(), data.values.max()

    def posts(node):
        if isinstance(node, Group):
            return replace(node, parts=tuple(posts(part) for part in node.parts))
        ends = (low[node.code], high[node.code])
        worst, best = ends if node.better == "more" else ends[::-1]
        return replace(node, worst=worst, best=best, target=best)

    return Dataset(IndicatorTree(posts(data.tree.root)), data.values)


def suitable(name, data):
    try:
        return normalise(name, data)
    except UnsuitableMethod:
        assume(False)


@pytest.mark.parametrize("name", NORMALISATIONS)
class TestNormalisation:
    @given(data=datasets(missing=True, smallest=1))
    def test_input_is_left_alone_and_gaps_stay_gaps(self, name, data):
        before = data.values.copy()
        scaled = suitable(name, data)
        pd.testing.assert_frame_equal(data.values, before)
        assert scaled.values.isna().equals(data.values.isna())

    @given(data=datasets(missing=True, smallest=1), random=st.randoms(use_true_random=False))
    def test_order_of_the_rows_does_not_matter(self, name, data, random):
        scaled = suitable(name, data)
        if name == "reference_distance":
            return  # the reference is the first row here
        rows = list(data.values.index)
        random.shuffle(rows)
        again = normalise(name, Dataset(data.tree, data.values.loc[rows]))
        pd.testing.assert_frame_equal(again.values.loc[scaled.values.index], scaled.values)

    @given(data=datasets(missing=True, smallest=1), random=st.randoms(use_true_random=False))
    def test_order_of_the_columns_does_not_matter(self, name, data, random):
        scaled = suitable(name, data)
        columns = list(data.values.columns)
        random.shuffle(columns)
        again = normalise(name, Dataset(data.tree, data.values[columns]))
        pd.testing.assert_frame_equal(again.values, scaled.values)

    @given(data=datasets(smallest=1))
    def test_monotone_more_is_better(self, name, data):
        scaled = suitable(name, data)
        for leaf in data.tree.indicators:
            raw = data.values[leaf.code].to_numpy() * (1 if leaf.better == "more" else -1)
            order = np.argsort(raw, kind="stable")
            steps = np.diff(scaled.values[leaf.code].to_numpy()[order])
            assert (steps >= -1e-9).all()
            assert (np.abs(steps[np.diff(raw[order]) == 0]) < 1e-9).all()

    @given(data=datasets(missing=True, smallest=1))
    def test_within_its_scale(self, name, data):
        scaled = suitable(name, data)
        if scaled.scale is not None and name != "reference_distance":
            low, high = scaled.scale
            known = scaled.values.to_numpy()[~np.isnan(scaled.values.to_numpy())]
            assert ((known >= low - 1e-9) & (known <= high + 1e-9)).all()

    @given(data=datasets(smallest=1), factor=st.sampled_from([1e-6, 0.5, 3.0, 1e6]))
    def test_the_unit_of_measurement_does_not_matter(self, name, data, factor):
        scaled = suitable(name, data)
        other = normalise(name, Dataset(data.tree, data.values * factor))
        pd.testing.assert_frame_equal(other.values, scaled.values, rtol=1e-9, atol=1e-7)

    @given(data=datasets(smallest=1))
    def test_earlier_bounds_give_the_same_scale(self, name, data):
        if not normalisation.METHODS[name].takes_bounds:
            return
        scaled = suitable(name, data)
        pd.testing.assert_frame_equal(normalise(name, data, bounds=scaled.bounds).values, scaled.values)


@pytest.mark.parametrize("name", [n for n in UNIT_FREE if n != "reference_distance"])
@given(data=datasets(), shift=st.integers(-1000, 1000))
def test_the_zero_of_the_unit_does_not_matter(name, data, shift):
    scaled = normalise(name, data)
    moved = normalise(name, Dataset(data.tree, data.values + shift))
    pd.testing.assert_frame_equal(moved.values, scaled.values, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", ["min_max", "rank", "percentile"])
@given(data=datasets())
def test_idempotent(name, data):
    """Scaling what is scaled already changes nothing, once every direction is "more"."""
    once = normalise(name, data)
    codes = once.tree.codes
    tree = IndicatorTree.from_groups({"g": codes}, root="all")
    # percentiles of few rows may be each other's means, as a row of totals would be
    twice = normalise(name, Dataset(tree, once.values, totals="keep"))
    pd.testing.assert_frame_equal(twice.values, once.values, check_names=False)


@pytest.mark.parametrize("name", WEIGHTINGS)
class TestWeighting:
    def weigh(self, name, data):
        method = weighting.METHODS[name]
        scaled = normalisation.min_max(data, scale=(1, 100))
        few = {"starts": 5} if name == "projection_pursuit" else {}  # its own tests search as long as it does
        try:
            return method(scaled.tree if method.takes == "tree" else scaled, **few)
        except UnsuitableMethod:
            assume(False)

    @given(data=datasets())
    def test_shares_of_every_group_sum_to_one(self, name, data):
        weights = self.weigh(name, data)
        for group in weights.tree.groups:
            assert weights.of(group).sum() == pytest.approx(1)
            assert (weights.of(group) >= 0).all()
        assert weights.across_tree().sum() == pytest.approx(1)

    @given(data=datasets(), random=st.randoms(use_true_random=False))
    def test_order_of_the_rows_does_not_matter(self, name, data, random):
        rows = list(data.values.index)
        random.shuffle(rows)
        one, two = self.weigh(name, data), self.weigh(name, Dataset(data.tree, data.values.loc[rows]))
        assert two.local.to_numpy() == pytest.approx(one.local.to_numpy(), abs=1e-8)


@pytest.mark.parametrize("name", AGGREGATIONS)
class TestAggregation:
    def run(self, name, data, min_coverage=0.0):
        scaled = normalisation.min_max(data, scale=(1, 100))
        method = aggregation.METHODS[name]
        weights = weighting.equal(data.tree)
        options = {"min_coverage": min_coverage} if "min_coverage" in method.options else {}
        try:
            return scaled, method(scaled, weights, **options)
        except UnsuitableMethod:
            assume(False)

    @given(data=datasets(missing=True))
    def test_input_is_left_alone_and_every_node_is_there(self, name, data):
        scaled = normalisation.min_max(data, scale=(1, 100))
        before = scaled.values.copy()
        _, scores = self.run(name, data)
        pd.testing.assert_frame_equal(scaled.values, before)
        assert list(scores.values.columns) == data.tree.node_codes
        assert ((scores.coverage >= 0) & (scores.coverage <= 1 + 1e-12)).all(axis=None)

    @given(data=datasets(missing=True), random=st.randoms(use_true_random=False))
    def test_order_of_the_rows_does_not_matter(self, name, data, random):
        _, scores = self.run(name, data)
        rows = list(data.values.index)
        random.shuffle(rows)
        _, again = self.run(name, Dataset(data.tree, data.values.loc[rows]))
        pd.testing.assert_frame_equal(again.values.loc[rows], scores.values.loc[rows], rtol=1e-9)

    @given(data=datasets(missing=True))
    def test_a_missing_value_elsewhere_changes_nothing(self, name, data):
        if aggregation.METHODS[name].compares_units:
            return
        scaled, scores = self.run(name, data)
        first = data.values.index[:1]
        from govmetrics.core import Scaled

        alone = aggregation.METHODS[name](
            Scaled(scaled.tree, scaled.values.loc[first], scaled.bounds), scores.weights
        )
        pd.testing.assert_frame_equal(alone.values, scores.values.loc[first])


@pytest.mark.parametrize("name", [n for n in AGGREGATIONS if aggregation.METHODS[n].monotone])
@given(data=datasets(), raise_by=st.floats(0.1, 5))
def test_aggregation_is_monotone(name, data, raise_by):
    from govmetrics.core import Scaled

    scaled = normalisation.min_max(data, scale=(1, 100))
    weights, method = weighting.equal(data.tree), aggregation.METHODS[name]
    root = data.tree.root.code
    base = method(scaled, weights).values[root]
    for code in data.tree.codes:
        better = Scaled(
            scaled.tree, scaled.values.assign(**{code: scaled.values[code] + raise_by}), scaled.bounds
        )
        assert (method(better, weights).values[root] >= base - 1e-9).all()
