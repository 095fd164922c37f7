"""Guttman's bounds and split halves: R's psych and SPSS' formulas, invariants, nasty answers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

SCALES = ["agree", "conscientious", "extraversion", "neuroticism", "openness"]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("matrix", ["covariance", "correlation"])
def test_guttman(bfi, scale, matrix):
    expected = bfi.expected["scales"][scale]["complete.obs"]
    name = "guttman_cov" if matrix == "covariance" else "guttman_cor"
    compare(gm.psychometrics.guttman(bfi.scale(scale), matrix), expected[name])


def test_pairwise_of_psych(raw_bfi):
    """From pairwise covariances, and from these made correlations as a whole."""
    for scale in SCALES:
        answers = raw_bfi.scale(scale)
        spread = answers.std()
        expected = raw_bfi.expected["scales"][scale]["pairwise"]
        compare(gm.psychometrics.guttman(answers, missing="pairwise"), expected["guttman_cov"])
        r = answers.cov() / np.outer(spread, spread)
        compare(gm.psychometrics.guttman(r, n=2800), expected["guttman_cor"])


def test_pairwise_is_from_the_matrix_of_pairwise_covariances(gaps):
    """Guttman (1945): the first three bounds by their formulas."""
    c = gaps.cov().to_numpy()  # pandas takes each pair's own respondents
    off = c - np.diag(np.diag(c))
    first = off.sum() / c.sum()
    second = (off.sum() + np.sqrt(5 / 4 * (off**2).sum())) / c.sum()
    result = gm.psychometrics.guttman(gaps, "covariance", missing="pairwise")
    assert result.lambda1 == pytest.approx(first, abs=1e-12)
    assert result.lambda2 == pytest.approx(second, abs=1e-12)
    assert result.lambda3 == pytest.approx(5 / 4 * first, abs=1e-12)
    assert abs(result.lambda1 - gm.psychometrics.guttman(gaps).lambda1) > 1e-4


def compare(result, expected):
    """psych 2.2.9 looks at half of the splits of an odd number of items (mended in 2.5.3); the cases'
    lambda4_equal_splits is over all of them."""
    for i in (1, 2, 3, 5, 6):
        assert getattr(result, f"lambda{i}") == pytest.approx(expected[f"lambda{i}"], rel=1e-12)
    assert result.lambda4 == pytest.approx(expected["lambda4_equal_splits"]["max"], rel=1e-12)
    assert result.splits == "all 10 splits"


@pytest.mark.parametrize("scale", SCALES)
def test_split_halves(bfi, scale):
    for halves, key in (
        ("first_second", "split_half_spss_first_second"),
        ("odd_even", "split_half_odd_even"),
    ):
        expected = bfi.expected["scales"][scale][key]
        result = gm.psychometrics.split_half(bfi.scale(scale), halves)
        assert (list(result.first), list(result.second)) == (expected["part1"], expected["part2"])
        pairs = {
            "correlation": "r_halves", "spearman_brown": "spearman_brown_equal", "guttman": "guttman_split_half",
            "spearman_brown_unequal": "spearman_brown_unequal", "alpha_first": "alpha_part1",
            "alpha_second": "alpha_part2",
        }  # fmt: skip
        for name, there in pairs.items():
            assert getattr(result, name) == pytest.approx(expected[there], rel=1e-11)
    splits = bfi.expected["scales"][scale]["complete.obs"]["guttman_cov"]["lambda4_equal_splits"]
    assert (result.best, result.worst, result.mean) == pytest.approx(
        (splits["max"], splits["min"], splits["mean"])
    )


@given(st.integers(0, 10_000), st.integers(2, 7))
def test_every_split_is_looked_at(seed, k):
    """Against the loop over all splits."""
    x = np.random.default_rng(seed).normal(size=(12, k)) + np.random.default_rng(seed + 1).normal(
        size=(12, 1)
    )
    cov, total, found = np.cov(x.T), np.cov(x.T).sum(), []
    for first in combinations(range(k), k // 2):
        if k % 2 or 0 in first:
            second = [i for i in range(k) if i not in first]
            found.append(4 * cov[np.ix_(first, second)].sum() / total)
    result = gm.psychometrics.split_half(pd.DataFrame(x))
    assert (result.best, result.worst, result.mean) == pytest.approx((max(found), min(found), np.mean(found)))
    assert result.splits == ("the only split" if len(found) == 1 else f"all {len(found)} splits")


def test_chosen_halves_and_many_items(likert):
    result = gm.psychometrics.split_half(likert, ["q2", "q5"])
    a, b = likert[["q2", "q5"]].sum(axis=1), likert[["q1", "q3", "q4"]].sum(axis=1)
    assert result.correlation == pytest.approx(a.corr(b))
    wide = pd.DataFrame(np.random.default_rng(1).normal(size=(60, 30)) + np.arange(60)[:, None] / 20)
    sampled = gm.psychometrics.split_half(wide, rng=3)
    assert sampled.splits == "100,000 splits drawn at random"
    assert sampled.worst < sampled.mean < sampled.best < 1


def test_order_of_bounds(likert):
    """lambda1 < lambda3 <= lambda2 (Guttman 1945); lambda3 is alpha."""
    result = gm.psychometrics.guttman(likert)
    assert result.lambda1 < result.lambda3 <= result.lambda2
    assert result.lambda3 == pytest.approx(gm.psychometrics.alpha(likert).alpha)


def test_nasty(likert):
    with pytest.raises(FaultyInput, match="no such items: nobody"):
        gm.psychometrics.split_half(likert, ["q1", "nobody"])
    with pytest.raises(FaultyInput, match="choose first_second, odd_even"):
        gm.psychometrics.split_half(likert, "thirds")
    with pytest.raises(FaultyInput, match="one half is empty"):
        gm.psychometrics.split_half(likert, list(likert.columns))
    with pytest.raises(UnsuitableMethod, match="c: every answer is the same"):
        gm.psychometrics.guttman(likert.assign(c=2))
    with pytest.raises(UnsuitableMethod, match="not positive definite"):
        gm.psychometrics.guttman(likert.assign(copy=likert["q1"]))
    with pytest.raises(UnsuitableMethod, match="does not vary"):
        gm.psychometrics.split_half(likert[["q1", "q2"]].assign(q2=1))
