"""Complementary judgement matrices: formulas by their algebra, additive consistency (Tanino), gaps, groups, refusals.

Xu's and Lü's own tables could not be read; the formulas are checked by what defines them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.ahp import complementary
from govmetrics.core import FaultyInput


def frame(r):
    names = [f"x{i + 1}" for i in range(len(r))]
    return pd.DataFrame(r, names, names, dtype=float)


def random(n, seed, low=0.1, high=0.9):
    r = np.full((n, n), 0.5)
    upper = np.triu_indices(n, 1)
    r[upper] = np.random.default_rng(seed).uniform(low, high, len(upper[0])).round(1)
    r.T[upper] = 1 - r[upper]
    return r


@given(n=st.integers(2, 8), seed=st.integers(0, 999), formula=st.sampled_from(["xu", "steepest"]))
def test_bounds_sum_and_permutation(n, seed, formula):
    r = random(n, seed, 0, 1)
    w = complementary(frame(r), formula).weights
    assert w.sum() == pytest.approx(1)
    assert (w >= 0).all()
    if formula == "xu":  # as the docstring says: no weight is three times another
        assert w.min() >= 1 / (2 * n) - 1e-12
        assert w.max() <= 3 / (2 * n) + 1e-12
    order = np.random.default_rng(seed).permutation(n)
    turned = complementary(frame(r).iloc[order, order], formula).weights
    pd.testing.assert_series_equal(turned[w.index], w)


@pytest.mark.parametrize(("formula", "alpha"), [("xu", 4), ("steepest", 2)])
def test_an_additively_consistent_matrix_gives_back_its_weights(formula, alpha):
    w = np.array([0.26, 0.22, 0.2, 0.18, 0.14])
    found = complementary(
        frame(0.5 + alpha * (w[:, None] - w[None])), formula
    )  # r_ij = 1/2 + alpha (w_i - w_j), alpha = n - 1
    np.testing.assert_allclose(found.weights, w, atol=1e-12)
    assert found.deviation == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.consistent, found.matrix, atol=1e-12)


def test_xus_formula_and_indices_typed_out():
    r = random(4, 3)
    found = complementary(frame(r))
    np.testing.assert_allclose(found.weights, (r.sum(axis=1) + 4 / 2 - 1) / (4 * 3))
    np.testing.assert_allclose(
        found.to_frame()["preference"], (r.sum(axis=1) - 0.5) / 3
    )  # mean over the three others
    w = found.weights.to_numpy()
    characteristic = w[:, None] / (w[:, None] + w[None])
    assert found.compatibility == pytest.approx(np.abs(r + characteristic.T - 1).mean())
    # the consistent matrix is transitive in Tanino's sense, and nearest in least squares
    near = found.consistent.to_numpy()
    np.testing.assert_allclose(near[0, 1], near[0, 2] - near[1, 2] + 0.5)
    u = np.random.default_rng(0).normal(size=(200, 4)) * 0.2
    others = 0.5 + u[:, :, None] - u[:, None, :]
    assert ((others - r) ** 2).sum(axis=(1, 2)).min() >= ((near - r) ** 2).sum()


def test_a_stronger_preference_never_lowers_a_weight():
    r = random(4, 5, 0.2, 0.8)
    more = r.copy()
    more[0, 1], more[1, 0] = r[0, 1] + 0.1, r[1, 0] - 0.1
    assert complementary(frame(more)).weights["x1"] > complementary(frame(r)).weights["x1"]


def test_circles_are_counted_and_told():
    r = [[0.5, 0.7, 0.3], [0.3, 0.5, 0.7], [0.7, 0.3, 0.5]]
    found = complementary(frame(r))
    assert found.circles == 1
    assert not found.passed
    assert "1 triple of preferences run in a circle" in str(found)
    assert "循环" in found.summary("zh")
    assert found.revisions(1)["error"].abs().iloc[0] == pytest.approx(0.2)


def test_pairs_not_asked_are_refused_or_estimated_by_consistency():
    w = np.array([0.3, 0.26, 0.24, 0.2])
    r = 0.5 + 3 * (w[:, None] - w[None])
    gaps = r.copy()
    gaps[0, 3] = gaps[3, 0] = np.nan
    gaps[2, 1] = np.nan  # one half is enough
    with pytest.raises(FaultyInput, match="pairs were not asked: x1 against x4"):
        complementary(frame(gaps))
    found = complementary(frame(gaps), missing="estimate")
    np.testing.assert_allclose(found.matrix, r, atol=1e-12)
    np.testing.assert_allclose(found.weights, w, atol=1e-12)
    assert found.notes[0].startswith("1 pair was not asked")
    strong = np.full((3, 3), np.nan)
    strong[0, 1], strong[1, 2] = 0.9, 0.9  # so that x1 would be preferred to x3 by 1.3
    assert "beyond 0 to 1" in str(complementary(frame(strong), missing="estimate").notes[1])
    apart = np.full((4, 4), np.nan)
    apart[0, 1], apart[2, 3] = 0.7, 0.6
    with pytest.raises(FaultyInput, match=r"separate parts: x1, x2 \| x3, x4"):
        complementary(frame(apart), missing="estimate")


def test_a_group_is_the_mean_matrix_whatever_the_order_of_items():
    one, two = random(3, 1), random(3, 2)
    turned = frame(two).iloc[::-1, ::-1]
    found = complementary({"Li": frame(one), "Wu": turned}, expert_weights={"Li": 1, "Wu": 3})
    np.testing.assert_allclose(found.matrix, 0.25 * one + 0.75 * two)
    np.testing.assert_allclose(found.experts.loc["Wu", ["x1", "x2", "x3"]], complementary(frame(two)).weights)
    assert len(found._tables()) == 3


def test_rounded_pairs_are_mended_and_told():
    found = complementary(frame([[0.5, 0.667], [0.33, 0.5]]))
    assert found.matrix.iloc[0, 1] + found.matrix.iloc[1, 0] == pytest.approx(1)
    assert "x1 over x2" in found.notes[0]


def test_faults_come_together():
    with pytest.raises(FaultyInput, match=r"(?s)x1 over x1: the preference is 0.6.*0.5: each equals itself"):
        complementary(frame([[0.6, 0.7], [0.3, 0.5]]))
    with pytest.raises(FaultyInput, match=r"x1 over x2: the pair sums to 1\.2"):
        complementary(frame([[0.5, 0.7], [0.5, 0.5]]))
    with pytest.raises(FaultyInput, match=r"x1 over x2: the preference is 3; .*0.1 to 0.9"):
        complementary(frame([[0.5, 3], [1 / 3, 0.5]]))
    with pytest.raises(FaultyInput, match=r"(?s)formula.*missing"):
        complementary(frame([[0.5]]), formula="best", missing="zero")
    with pytest.raises(FaultyInput, match="Wu: compares other items"):
        complementary({"Li": frame(random(3, 1)), "Wu": frame(random(2, 1))})
    single = complementary(frame([[0.5]]))
    assert (single.weights.to_list(), single.deviation, single.compatibility, single.circles) == (
        [1],
        0,
        0,
        0,
    )
