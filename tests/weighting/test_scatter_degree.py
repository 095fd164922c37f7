"""Scatter degree weights (Guo Yajun's 纵横向拉开档次法).

The textbook itself could not be read; the method is checked by its definition.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.weighting import pca, scatter_degree
from tests.weighting.tables import flat


def common(n=30, k=4, seed=0):
    rng = np.random.default_rng(seed)
    return 50 + 10 * rng.normal(size=(n, 1)) + 10 * rng.normal(size=(n, k))


def against(n=40, seed=0):
    """Leaves of which the last two run against the first ones."""
    rng = np.random.default_rng(seed)
    f = rng.normal(size=(n, 1))
    return np.hstack([f + 0.6 * rng.normal(size=(n, 3)), -f + 0.8 * rng.normal(size=(n, 2))])


def best_by_supports(h):
    """The w >= 0 of unit length with the largest w'hw: on its support it is a first eigenvector, so every support is tried."""
    k, best, found = len(h), -1.0, None
    for size in range(1, k + 1):
        for support in combinations(range(k), size):
            values, vectors = np.linalg.eigh(h[np.ix_(support, support)])
            v = vectors[:, -1] * np.sign(vectors[:, -1].sum())
            if (v >= -1e-12).all() and values[-1] > best + 1e-12:
                best, found = values[-1], np.zeros(k)
                found[list(support)] = v
    return found


def z(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def test_pooled_weights_are_the_first_eigenvector_of_h_as_numpy_has_it():
    x = common()
    weights = scatter_degree(flat(x))
    vector = np.abs(np.linalg.svd(z(x))[2][0])
    np.testing.assert_allclose(weights.of("G"), vector / vector.sum(), rtol=1e-9)
    # no other non-negative unit vector draws the units further apart
    own = weights.details["table"]["vector"].to_numpy()
    others = np.abs(np.random.default_rng(1).normal(size=(500, 4)))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert ((z(x) @ others.T) ** 2).sum(axis=0).max() <= ((z(x) @ own) ** 2).sum() + 1e-9
    pd.testing.assert_series_equal(weights.local, pca(flat(x)).local, rtol=1e-9)  # as the docstring says
    assert not any("negative" in line for line in weights.procedure.said)


@pytest.mark.parametrize("seed", range(6))
def test_with_leaves_that_run_against_others_the_bound_is_kept_in_the_maximum_itself(seed):
    x = against(seed=seed)
    weights = scatter_degree(flat(x))
    wanted = best_by_supports(z(x).T @ z(x))
    np.testing.assert_allclose(weights.of("G"), wanted / wanted.sum(), atol=1e-7)
    assert weights.of("G")[["x4", "x5"]].sum() == 0
    assert weights.procedure.said[-1].endswith("would have been negative: x4, x5.")
    assert "求解时限定权重非负" in weights.procedure.said[-1].say("zh")


def test_periods_are_stacked_or_standardised_each_by_itself():
    one, two = (
        common(seed=1),
        common(seed=2) + np.array([0, 40, 0, 0]),
    )  # the second leaf grows between the periods
    tree = IndicatorTree.from_groups({"G": ["a", "b", "c", "d"]})
    units = [f"u{i}" for i in range(30)]
    frame = pd.concat(
        {2023: pd.DataFrame(one, units, tree.codes), 2024: pd.DataFrame(two, units, tree.codes)}
    )
    panel = Scaled(tree, frame.rename_axis(["period", "unit"]), pd.DataFrame())
    third = common(seed=3) * [1, 1, 3, 1]
    three = pd.concat([panel.values, pd.concat({2025: pd.DataFrame(third, units, tree.codes)})])
    panel = Scaled(tree, three.rename_axis(["period", "unit"]), pd.DataFrame())
    h = sum(z(x).T @ z(x) for x in (one, two, third))
    wanted = np.abs(np.linalg.eigh(h)[1][:, -1])
    np.testing.assert_allclose(
        scatter_degree(panel, standardise="periods").of("G"), wanted / wanted.sum(), rtol=1e-9
    )
    both = np.vstack([one, two, third])
    wanted = np.abs(np.linalg.svd(z(both))[2][0])
    np.testing.assert_allclose(scatter_degree(panel).of("G"), wanted / wanted.sum(), rtol=1e-9)
    shuffled = Scaled(tree, panel.values.sample(frac=1, random_state=0), pd.DataFrame())
    pd.testing.assert_series_equal(
        scatter_degree(shuffled, standardise="periods").local,
        scatter_degree(panel, standardise="periods").local,
        atol=1e-12,
    )


def test_odd_values():
    assert scatter_degree(flat(common(k=3))).of("G").min() > 0
    assert scatter_degree(flat(np.column_stack([common(k=2), np.full(30, 7.0)]))).of("G")["x3"] == 0
    twins = common(k=1)
    assert scatter_degree(flat(np.hstack([twins, twins]))).of("G").to_list() == pytest.approx([0.5, 0.5])
    huge = common() * [1e90, 1e-300, 1, 1]
    np.testing.assert_allclose(
        scatter_degree(flat(huge)).of("G"), scatter_degree(flat(common())).of("G"), rtol=1e-6
    )
    # two leaves that run against each other: each alone is as good as the other
    with pytest.raises(UnsuitableMethod, match="x1, x2: are drawn apart equally well by more than one set"):
        scatter_degree(flat(np.column_stack([[1.0, 2, 3, 5], [3.0, 2, 1, 1]])))
    with pytest.raises(UnsuitableMethod, match="more than one set"):
        scatter_degree(flat([[1, 1], [1, 0], [0, 1], [0, 0]]))  # no correlation at all
    with pytest.raises(UnsuitableMethod, match="missing values"):
        scatter_degree(flat([[1, 2], [np.nan, 3], [4, 4]]))
