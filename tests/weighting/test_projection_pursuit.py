"""Projection pursuit: the index by its definition, the search against a grid, and what the result says of its starts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import FaultyInput, IndicatorTree, Scaled
from govmetrics.weighting import projection_pursuit
from govmetrics.weighting.projection_pursuit import index
from tests.weighting.tables import flat


def by_definition(x, a, window=0.1):
    """S_z D_z as the papers write it, pair by pair (Friedman and Tukey 1974 with a window of 0.1 S_z)."""
    z = x @ a
    s = z.std(ddof=1)
    r = np.abs(z[:, None] - z[None])
    return s * np.where(r < window * s, window * s - r, 0).sum()


def clusters(n=40, k=4, seed=0):
    rng = np.random.default_rng(seed)
    group = np.arange(n) % 2
    x = rng.uniform(0, 100, (n, k))
    x[:, 0] = np.where(group, 95, 5) + rng.uniform(-1, 1, n)  # two tight clusters at the ends
    return x


@pytest.mark.parametrize("window", [0.1, 0.5])
@pytest.mark.parametrize("ties", [False, True])
def test_the_index_and_its_gradient_are_those_of_the_definition(window, ties):
    rng = np.random.default_rng(1)
    x = rng.integers(0, 3, (30, 4)).astype(float) if ties else rng.random((30, 4))
    a = np.abs(rng.normal(size=4))
    value, slope = index(x, a, window)
    assert value == pytest.approx(by_definition(x, a, window), rel=1e-12)
    if not ties:  # between kinks the gradient is that of differences
        step = 1e-7 * np.eye(4)
        differences = [
            (by_definition(x, a + e, window) - by_definition(x, a - e, window)) / 2e-7 for e in step
        ]
        np.testing.assert_allclose(slope, differences, rtol=1e-5, atol=1e-5)


def test_the_search_finds_what_a_fine_grid_finds_with_two_leaves():
    x = clusters(k=2)
    weights = projection_pursuit(flat(x))
    direction = weights.details["table"]["direction"].to_numpy()
    assert np.linalg.norm(direction) == pytest.approx(1)
    angles = np.linspace(0, np.pi / 2, 20_001)
    grid = max(by_definition(x, np.array([np.cos(t), np.sin(t)])) for t in angles[::20])
    assert by_definition(x, direction) >= grid * (1 - 1e-6)
    np.testing.assert_allclose(weights.of("G"), direction / direction.sum())
    squared = projection_pursuit(flat(x), shares="squared")
    np.testing.assert_allclose(squared.of("G"), direction**2, atol=1e-9)


def test_the_leaf_that_parts_the_clusters_weighs_most_and_starts_agree():
    weights = projection_pursuit(flat(clusters()))
    assert weights.of("G").idxmax() == "x1"
    assert weights.details["agreeing"] > 25
    assert weights.details["starts"] == 50
    assert weights.details["seed"] == 0
    assert "starts came within 1% of the best index (seed 0)" in weights.procedure.said[-1]
    table = weights.details["table"]
    assert (table["lowest"] <= table["weight"] + 1e-12).all()
    assert (table["highest"] >= table["weight"] - 1e-12).all()


def test_where_starts_disagree_the_result_says_so_in_both_languages():
    noise = np.random.default_rng(5).random((30, 10))
    weights = projection_pursuit(flat(noise), starts=10)
    assert weights.details["agreeing"] <= 5
    assert weights.procedure.said[-1].startswith("Only ")
    assert "可能存在效果相近的其他投影方向" in weights.procedure.said[-1].say("zh")
    more = projection_pursuit(flat(noise), starts=10, rng=1)
    assert more.details["seed"] == 1


def test_seeds_repeat_and_orders_of_rows_and_columns_do_not_matter():
    x = clusters(seed=3)
    first, again = projection_pursuit(flat(x), starts=5), projection_pursuit(flat(x), starts=5)
    pd.testing.assert_series_equal(first.local, again.local, rtol=0)
    turned = projection_pursuit(flat(x[::-1, ::-1]), starts=5).of("G").to_numpy()[::-1]
    np.testing.assert_array_equal(first.of("G"), turned)


@pytest.mark.parametrize("factor", [1e-300, 1e-9, 1e90])
def test_one_factor_for_all_leaves_changes_nothing(factor):
    x = clusters()
    np.testing.assert_allclose(
        projection_pursuit(flat(x * factor), starts=5).of("G"),
        projection_pursuit(flat(x), starts=5).of("G"),
        atol=1e-6,
    )


def test_twins_share_and_three_rows_and_ties_are_weighed():
    x = clusters(k=2)
    twins = projection_pursuit(flat(np.column_stack([x[:, 0], x[:, 0]]))).of("G")
    assert twins.to_list() == pytest.approx([0.5, 0.5], abs=1e-3)
    assert projection_pursuit(flat([[1, 2], [2, 1], [3, 3]])).of("G").sum() == pytest.approx(1)
    assert projection_pursuit(flat([[0, 1], [0, 1], [1, 0], [1, 0]])).of("G").sum() == pytest.approx(1)
    constant = flat([[1, 5], [2, 5], [4, 5]])
    assert projection_pursuit(constant).of("G").to_list() == [1, 0]


def test_a_tree_of_groups_counts_the_group_where_fewest_starts_agree():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]})
    x = np.column_stack([clusters(k=2), np.random.default_rng(0).random((40, 2)) * 100])
    weights = projection_pursuit(Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame()))
    alone = [projection_pursuit(flat(x[:, at])).details["agreeing"] for at in ([0, 1], [2, 3])]
    assert weights.details["agreeing"] <= max(alone)


def test_wrong_options_are_told_together():
    with pytest.raises(FaultyInput, match=r"(?s)shares.*starts.*rng"):
        projection_pursuit(flat(clusters()), shares="raw", starts=0, rng=-1)
