"""Agreement between experts: Goepel's consensus, Kendall's W, clusters, outliers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

import govmetrics as gm

panels = st.tuples(st.integers(1, 8), st.integers(1, 7)).flatmap(
    lambda size: arrays(float, size, elements=st.floats(0.01, 1)).map(
        lambda w: w / w.sum(axis=1, keepdims=True)
    )
)


@given(w=panels, data=st.data())
def test_consensus_lies_between_0_and_1_and_order_does_not_matter(w, data):
    value = gm.ahp.consensus(w)
    assert 0 <= value <= 1
    rows = data.draw(st.permutations(range(len(w))))
    columns = data.draw(st.permutations(range(w.shape[1])))
    assert gm.ahp.consensus(w[np.ix_(rows, columns)]) == pytest.approx(value, abs=1e-12)
    assert gm.ahp.consensus(np.vstack([w, w])) == pytest.approx(value, abs=1e-12)


@given(w=panels)
def test_identical_experts_agree_fully(w):
    same = np.repeat(w[:1], 4, axis=0)
    assert gm.ahp.consensus(same) == pytest.approx(1, abs=1e-12)
    assert gm.ahp.clusters(same).tolist() == [1, 1, 1, 1]
    assert not gm.ahp.outliers(same)["outlying"].any()


def test_distances_and_scores_of_outliers_by_hand():
    """Two elements with weights e^a : e^-a have log-ratios a and -a; the median expert is in the middle."""
    a = np.array([-0.4, -0.1, 0.0, 0.2, 2.0])
    w = np.exp(np.column_stack([a, -a]))
    found = gm.ahp.outliers(w / w.sum(axis=1, keepdims=True))
    # distances root(2) * (0.4, 0.1, 0, 0.2, 2), median 0.2; away (0.2, -0.1, -0.2, 0, 1.8), MAD 0.2
    assert found["distance"].tolist() == pytest.approx(
        np.sqrt(2) * np.array([0.4, 0.1, 0, 0.2, 2]), abs=1e-12
    )
    assert found["score"].tolist() == pytest.approx(0.6745 * np.array([1, -0.5, -1, 0, 9]), abs=1e-9)
    assert found["outlying"].tolist() == [False] * 4 + [True]
    assert gm.ahp.outliers(w / w.sum(axis=1, keepdims=True), cutoff=0.6)["outlying"].tolist() == [
        True,
        *[False] * 3,
        True,
    ]


def test_experts_who_put_different_elements_first_as_far_as_the_scale_goes_have_none():
    n = 4
    w = (np.eye(n) * 8 + 1) / (n + 8)
    assert gm.ahp.consensus(w) == pytest.approx(0, abs=1e-12)
    assert gm.ahp.consensus(w, max_ratio=5) == 0  # further apart than a scale to 5 admits
    assert gm.ahp.consensus(np.eye(n)) == 0
    assert gm.ahp.consensus([[1.0]]) == 1


def test_both_published_wordings():
    """bpmsg.com: low / moderate / high at 65 and 75 %; very low to very high at 50, 62.5, 75 and 87.5 %."""
    three = [gm.ahp.consensus_band(v, "Goepel three bands") for v in (0, 0.64, 0.65, 0.75, 1)]
    assert three == ["low", "low", "moderate", "high", "high"]
    values = (-0.1, 0.49, 0.5, 0.625, 0.75, 0.875)
    five = [gm.ahp.consensus_band(v) for v in values]
    assert five == ["very low", "very low", "low", "moderate", "high", "very high"]
    assert gm.ahp.consensus_band(0.9, language="zh") == "很高"
    with pytest.raises(gm.FaultyInput, match="Goepel three bands"):
        gm.ahp.consensus_band(0.5, "mine")
    for percent in (70, 1.5, -1.5):
        with pytest.raises(gm.FaultyInput, match="value: is"):
            gm.ahp.consensus_band(percent)


@pytest.mark.parametrize(
    "bad",
    [
        [[0.5, 0.6]],
        [[0.5, np.nan]],
        [[1.5, -0.5]],
        [0.5, 0.5],
        np.empty((0, 3)),
        [[0.5, 0.3, 0.2], [50, 30, 20]],
    ],
)
def test_what_is_not_a_table_of_weights_is_refused(bad):
    for call in (gm.ahp.consensus, gm.ahp.kendall_w, gm.ahp.clusters, gm.ahp.outliers):
        with pytest.raises(gm.FaultyInput):
            call(bad)


def test_faulty_experts_are_named():
    frame = pd.DataFrame([[0.5, 0.5], [0.5, 0.6]], index=["Li", "Ann"])
    with pytest.raises(gm.FaultyInput, match="Ann"):
        gm.ahp.consensus(frame)
    with pytest.raises(gm.FaultyInput, match="max_ratio"):
        gm.ahp.consensus([[0.5, 0.5]], max_ratio=1)


def test_kendall_w_of_siegel_and_castellan():
    """Three executives rank six applicants (Siegel, 1956, table 9.4): W = 0.16."""
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    w = (7 - ranks) / (7 - ranks).sum(axis=1, keepdims=True)
    assert gm.ahp.kendall_w(w) == pytest.approx(0.16, abs=0.005)


@given(w=panels)
def test_kendall_w_is_the_textbook_formula_with_ties(w):
    w = w.round(1)
    w = (w + 0.05) / (w + 0.05).sum(axis=1, keepdims=True)
    k, n = w.shape
    ranks = rankdata(w.round(12), axis=1)
    s = ((ranks.sum(axis=0) - ranks.sum(axis=0).mean()) ** 2).sum()
    ties = sum((t**3 - t).sum() for t in (np.unique(row, return_counts=True)[1] for row in ranks))
    below = k**2 * (n**3 - n) - k * ties
    found = gm.ahp.kendall_w(w)
    if k == 1 or below == 0:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(12 * s / below, abs=1e-9)


def test_two_camps_are_found_and_named_by_size():
    rng = np.random.default_rng(0)
    camps = [
        rng.dirichlet(np.array(centre) * 300, size)
        for centre, size in (((0.1, 0.2, 0.7), 4), ((0.7, 0.2, 0.1), 9))
    ]
    frame = pd.DataFrame(np.vstack(camps), index=[f"e{k}" for k in range(13)])
    found = gm.ahp.clusters(frame)
    assert found.index.tolist() == frame.index.tolist()
    assert found.tolist() == [2] * 4 + [1] * 9
    inside = gm.ahp.similarity(frame)
    for cluster in (1, 2):
        members = found.index[found == cluster]
        assert inside.loc[members, members].to_numpy().min() >= 0.875
    assert gm.ahp.clusters(frame, threshold=0).nunique() == 1
    assert gm.ahp.clusters(frame, threshold=1).nunique() == 13
    assert gm.ahp.clusters(frame.iloc[:1]).tolist() == [1]


def test_similarity_is_the_consensus_of_two():
    w = np.random.default_rng(1).dirichlet(np.ones(4), 3)
    found = gm.ahp.similarity(w)
    for i in range(3):
        for j in range(3):
            assert found.iloc[i, j] == pytest.approx(gm.ahp.consensus(w[[i, j]]), abs=1e-12)


def test_who_stands_apart_is_found_and_the_consensus_without_them():
    rng = np.random.default_rng(0)
    w = rng.dirichlet(np.array([5.0, 3, 2]) * 40, 12)
    w[7] = [0.05, 0.15, 0.8]
    found = gm.ahp.outliers(w)
    assert found.index[found["outlying"]].tolist() == [7]
    for k in range(12):
        assert found["consensus_without"][k] == pytest.approx(
            gm.ahp.consensus(np.delete(w, k, axis=0)), abs=1e-12
        )
    assert gm.ahp.outliers(w[:1])["consensus_without"].tolist() == [1]
    with pytest.raises(gm.FaultyInput, match="zero"):
        gm.ahp.outliers(np.eye(3))


def test_one_who_differs_from_identical_others_stands_apart():
    w = np.array([[0.5, 0.5]] * 5 + [[0.6, 0.4]])
    assert gm.ahp.outliers(w)["outlying"].tolist() == [False] * 5 + [True]


def test_crowds_are_not_compared_pair_by_pair():
    with pytest.raises(gm.FaultyInput, match="at most 5000"):
        gm.ahp.clusters(np.full((5001, 2), 0.5))
