"""Fuzzy AHP: Buckley by hand, invariants, and why extent analysis only comes with a warning."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.ahp import extent_analysis, fuzzify, fuzzy_geometric_mean
from govmetrics.ahp.priority_methods import geometric_mean
from govmetrics.core import FaultyInput, UnsuitableMethod

STRONG = pd.DataFrame([[1, 3, 7], [1 / 3, 1, 4], [1 / 7, 1 / 4, 1]], list("xyz"), list("xyz"))


def reciprocal(upper, n):
    matrix = np.eye(n)
    i, j = np.triu_indices(n, 1)
    matrix[i, j] = upper
    matrix[j, i] = 1 / matrix[i, j]
    return matrix


matrices = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 2, 1.0, 2.0, 3.0, 7.0, 9.0]), min_size=n * (n - 1) // 2,
                       max_size=n * (n - 1) // 2).map(lambda u: reciprocal(u, n))
)  # fmt: skip


def test_buckley_by_hand():
    """Judgement 4 as (3, 4, 5): r1 = (3, 4, 5)^(1/2), r2 = (1/5, 1/4, 1/3)^(1/2)."""
    found = fuzzy_geometric_mean([[1, 4], [1 / 4, 1]])
    r = np.sqrt([[3, 4, 5], [1 / 5, 1 / 4, 1 / 3]])
    total = r.sum(axis=0)
    fuzzy = np.column_stack([r[:, 0] / total[2], r[:, 1] / total[1], r[:, 2] / total[0]])
    assert found.fuzzy.to_numpy() == pytest.approx(fuzzy, abs=1e-14)
    for name, factors in {
        "centroid": (1, 1, 1),
        "middle": (0, 1, 0),
        "graded_mean": (1, 4, 1),
        "signed_distance": (1, 2, 1),
    }.items():
        crisp = fuzzy @ factors
        got = fuzzy_geometric_mean([[1, 4], [1 / 4, 1]], defuzzify=name)
        assert got.weights.to_numpy() == pytest.approx(crisp / crisp.sum(), abs=1e-14)
        assert got.defuzzification == name


def test_given_triangles_against_a_plain_loop():
    """A 3 x 3 matrix with its own spreads, worked number by number."""
    low, mid, high = (reciprocal(u, 3) for u in ([1, 2, 2], [2, 4, 3], [4, 5, 3.5]))
    low, high = np.where(np.tri(3, k=-1) > 0, 1 / high.T, low), np.where(np.tri(3, k=-1) > 0, 1 / low.T, high)
    found = fuzzy_geometric_mean(mid, low, high)
    r = [[float(np.prod([m[i, j] for j in range(3)])) ** (1 / 3) for m in (low, mid, high)] for i in range(3)]
    sums = [sum(row[k] for row in r) for k in range(3)]
    want = [[row[0] / sums[2], row[1] / sums[1], row[2] / sums[0]] for row in r]
    assert found.fuzzy.to_numpy() == pytest.approx(np.array(want), abs=1e-13)


@given(matrices)
def test_without_spread_it_is_the_crisp_geometric_mean(matrix):
    found = fuzzy_geometric_mean(matrix, spread=0)
    crisp = geometric_mean(matrix)
    assert found.weights.to_numpy() == pytest.approx(crisp.weights, abs=1e-12)
    assert np.ptp(found.fuzzy.to_numpy(), axis=1).max() < 1e-12


@given(matrices, st.floats(0, 3))
def test_triangles_are_ordered_and_reciprocal(matrix, spread):
    low, mid, high = fuzzify(matrix, spread)
    assert (low <= mid + 1e-12).all()
    assert (mid <= high + 1e-12).all()
    assert low * high.T == pytest.approx(np.ones_like(low), abs=1e-12)
    assert (mid == matrix).all()
    # handing the triangles over gives the same as letting them be made
    one, other = fuzzy_geometric_mean(matrix, low, high), fuzzy_geometric_mean(matrix, spread=spread)
    assert one.weights.to_numpy() == pytest.approx(other.weights.to_numpy(), abs=1e-12)


@given(matrices, st.randoms(use_true_random=False))
def test_relabelling_permutes(matrix, shuffle):
    order = list(range(len(matrix)))
    shuffle.shuffle(order)
    one = fuzzy_geometric_mean(matrix).weights.to_numpy()
    other = fuzzy_geometric_mean(matrix[np.ix_(order, order)]).weights.to_numpy()
    assert other == pytest.approx(one[order], abs=1e-12)


def test_a_group_is_combined_by_geometric_means():
    other = reciprocal([1, 5, 2], 3)
    stack = np.stack([STRONG.to_numpy(), other])
    triangles = np.exp(np.log(np.stack([fuzzify(STRONG), fuzzify(other)])).mean(axis=0))
    one, two = fuzzy_geometric_mean(stack), fuzzy_geometric_mean(triangles[1], triangles[0], triangles[2])
    assert one.weights.to_numpy() == pytest.approx(two.weights.to_numpy(), abs=1e-12)
    alike = fuzzy_geometric_mean(np.stack([other] * 3))
    assert alike.weights.to_numpy() == pytest.approx(
        fuzzy_geometric_mean(other).weights.to_numpy(), abs=1e-12
    )


def test_extent_analysis_can_give_zero_to_what_matters():
    """z has 8 % of the weight by Buckley and by the eigenvector, and none by Chang."""
    with pytest.warns(UserWarning, match="no weight at all to: z"):
        chang = extent_analysis(STRONG)
    buckley = fuzzy_geometric_mean(STRONG)
    assert chang.weights["z"] == 0
    assert buckley.weights["z"] == pytest.approx(0.0794, abs=1e-4)
    assert buckley.weights["y"] / chang.weights["y"] > 5
    assert "no weight at all to: z" in chang.notes[1]
    assert "以下各项的权重为零：z。" in chang.summary("zh")
    assert chang.consistency_ratio == buckley.consistency_ratio < 0.1


def test_extent_analysis_by_hand():
    """Judgement 2 as (1, 2, 3): sums (2, 3, 4) and (4/3, 3/2, 2), totals (10/3, 9/2, 6)."""
    with pytest.warns(UserWarning, match="not importance"):
        found = extent_analysis([[1, 2], [1 / 2, 1]])
    extents = np.array([[2 / 6, 3 / 4.5, 4 / (10 / 3)], [(4 / 3) / 6, 1.5 / 4.5, 2 / (10 / 3)]])
    assert found.fuzzy.to_numpy() == pytest.approx(extents, abs=1e-14)
    # the second exceeds the first to the degree (l1 - u2) / ((m2 - u2) - (m1 - l1))
    degree = (extents[0, 0] - extents[1, 2]) / (
        (extents[1, 1] - extents[1, 2]) - (extents[0, 1] - extents[0, 0])
    )
    assert found.weights.to_numpy() == pytest.approx(np.array([1, degree]) / (1 + degree), abs=1e-14)


@pytest.mark.filterwarnings("ignore:extent analysis")
@given(matrices)
def test_extent_weights_are_weights(matrix):
    w = extent_analysis(matrix).weights.to_numpy()
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1)


@pytest.mark.filterwarnings("ignore:extent analysis")
@given(arrays(float, 4, elements=st.floats(1, 3)))
def test_crisp_extents_do_not_divide_by_zero(w):
    w = extent_analysis(w[:, None] / w, spread=0).weights.to_numpy()
    assert np.isfinite(w).all()


def test_labels_one_element_and_results():
    found = fuzzy_geometric_mean(STRONG)
    assert list(found.weights.index) == ["x", "y", "z"]
    assert list(found.to_frame().columns) == ["lower", "middle", "upper", "weight"]
    assert found.to_dict()["method"] == "fuzzy geometric mean (Buckley)"
    assert "centroid" in found._repr_html_()
    assert fuzzy_geometric_mean([[1.0]]).weights.tolist() == [1]


def test_refusals():
    low, mid, high = fuzzify(STRONG)
    with pytest.raises(FaultyInput, match="only one is given"):
        fuzzy_geometric_mean(mid, low)
    swapped = low.copy()
    swapped[0, 1] = 3.5
    with pytest.raises(FaultyInput, match=r"0 : 1: .* is not in the order"):
        fuzzy_geometric_mean(mid, swapped, high)
    lopsided = low.copy()
    lopsided[0, 2] = 2
    with pytest.raises(FaultyInput, match=r"0 : 2: .* is not reciprocal"):
        fuzzy_geometric_mean(mid, lopsided, high)
    with pytest.raises(FaultyInput, match="shape"):
        fuzzy_geometric_mean(mid, low[:2, :2], high)
    with pytest.raises(FaultyInput, match="centroid, middle"):
        fuzzy_geometric_mean(mid, defuzzify="max")
    with pytest.raises(FaultyInput, match="spread"):
        fuzzy_geometric_mean(mid, spread=-1)
    with pytest.raises(UnsuitableMethod, match="not asked"):
        fuzzy_geometric_mean([[1, 2, np.nan], [0.5, 1, 3], [np.nan, 1 / 3, 1]])
    with pytest.raises(FaultyInput, match="not reciprocal"):
        fuzzy_geometric_mean([[1, 2], [2, 1]])


def test_triangles_of_values_between_the_steps_of_the_scale():
    found = fuzzify([[1, 1.5], [1 / 1.5, 1]])
    assert found[:, 0, 1].tolist() == pytest.approx([1, 1.5, 2.5])
    assert found[:, 1, 0].tolist() == pytest.approx([1 / 2.5, 1 / 1.5, 1])
    assert found[:, 0, 0].tolist() == [1, 1, 1]
