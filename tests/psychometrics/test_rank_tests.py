"""Ranks of groups and of pairs: R's printed answers, published tables, scipy as an independent judge."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics import psychometrics as pm
from tests.psychometrics.test_compare import DRUGS, SPRAYS, long

SPEAKERS = {
    "Pooh": [3, 5, 4, 4, 4, 4, 4, 4, 5, 5],
    "Piglet": [2, 4, 2, 2, 1, 2, 3, 2, 2, 3],
    "Tigger": [4, 4, 4, 4, 5, 3, 5, 4, 4, 3],
}
"""Likert answers of Mangiafico's R Companion, chapter on the Kruskal-Wallis test."""


def test_kruskal_wallis_as_r_prints_it():
    """kruskal.test(count ~ spray, InsectSprays): 54.691 on 5, p = 1.511e-10."""
    row = pm.rank_tests(long(SPRAYS), "by").table.loc["y"]
    assert row["statistic"] == pytest.approx(54.691, abs=5e-4)
    assert row["p"] == pytest.approx(1.511e-10, rel=5e-4)
    assert row["effect"] == pytest.approx(54.691 / 71, abs=1e-5)  # epsilon squared is H / (n - 1)


def test_dunns_pairs_with_many_ties():
    """FSA's dunnTest prints 3.7702412, 0.4813074, -3.2889338 and 1.630898e-4, 0.6302980, 1.0056766e-3.

    The chapter itself was not read: its figures stand in the tests of another project.
    """
    frame = long(SPEAKERS)
    pairs = pm.rank_tests(frame[["y"]], frame["by"].astype(pd.CategoricalDtype(list(SPEAKERS))), "dunn").pairs
    assert pairs["z"].tolist() == pytest.approx([3.7702412, 0.4813074, -3.2889338], abs=5e-8)
    p = [1.630898e-4, 0.6302980, 1.0056766e-3]
    assert pairs["p"].tolist() == pytest.approx(p, rel=1e-6)
    assert pairs["p_adjusted"].tolist() == pytest.approx([3 * p[0], p[1], 2 * p[2]], rel=1e-6)
    for adjust, corrected in (("bonferroni", [3 * p[0], 1, 3 * p[2]]), ("none", p)):
        found = pm.rank_tests(long(SPEAKERS), "by", "dunn", adjust).pairs
        assert sorted(found["p_adjusted"]) == pytest.approx(sorted(corrected), rel=1e-6)


@pytest.mark.parametrize("continuity", [True, False])
def test_mann_whitney_with_ties_is_scipys(continuity):
    rng = np.random.default_rng(7)
    x, y = rng.integers(1, 6, 30).astype(float), rng.integers(2, 6, 40).astype(float)
    row = pm.rank_tests(long({"x": x, "y": y}), "by", continuity=continuity, shift=True).table.loc["y"]
    expected = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=continuity)
    assert (row["statistic"], row["p"]) == pytest.approx((expected.statistic, expected.pvalue))
    assert stats.norm.sf(abs(row["z"])) * 2 == pytest.approx(expected.pvalue)
    assert not row["exact"]
    greater, less = np.greater.outer(x, y).mean(), np.less.outer(x, y).mean()
    assert row["effect"] == pytest.approx(greater - less)  # what a rank-biserial correlation is
    assert row["shift"] == pytest.approx(np.median([a - b for a in x for b in y]))


def test_exact_where_r_is_exact():
    """Hollander and Wolfe's (1973) membranes: R's wilcox.test has W = 35, p = 0.1272 one-sided."""
    term, early = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], [1.15, 0.88, 0.90, 0.74, 1.21]
    frame = long({"term": term, "early": early})
    groups = frame["by"].astype(pd.CategoricalDtype(["term", "early"]))
    row = pm.rank_tests(frame[["y"]], groups).table.loc["y"]
    assert (row["statistic"], row["p"] / 2) == pytest.approx((35, 0.1272), abs=5e-5)
    assert row["exact"]
    many = pm.rank_tests(long({"x": np.arange(50.0), "y": np.arange(50) + 0.5}), "by").table.loc["y"]
    assert not many["exact"]


def test_signed_ranks_as_r_prints_them():
    """Hollander and Wolfe's (1973) depressions: V = 40, exact p = 0.01953 and without continuity 0.01908, one-sided."""
    before = pd.Series([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
    after = pd.Series([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
    found = pm.paired(after, before, continuity=False)  # V is of before less after
    row = found.signed_ranks.iloc[0]
    assert (row["positive"], row["negative"], row["rises"], row["falls"]) == (40, 5, 7, 2)
    assert row["p"] / 2 == pytest.approx(0.01953, abs=5e-6)
    assert stats.norm.sf(row["z"]) == pytest.approx(0.01908, abs=5e-6)
    assert row["effect"] == pytest.approx(35 / 45)


def test_paired_t_as_r_prints_it():
    """t.test(paired = TRUE) on sleep: t = -4.0621 on 9, p = 0.002833, -2.4598858 to -0.7001142."""
    found = pm.paired(pd.Series(DRUGS[2], name="extra"), pd.Series(DRUGS[1], name="extra"))
    row = found.table.loc["extra"]
    assert (row["t"], row["df"], row["p"]) == pytest.approx((-4.0621, 9, 0.002833), abs=5e-5)
    assert (row["lower"], row["upper"]) == pytest.approx((-2.4598858, -0.7001142), abs=5e-8)
    assert row["cohen_dz"] == pytest.approx(-4.0621 / np.sqrt(10), abs=5e-5)
    assert row["r"] == pytest.approx(np.corrcoef(*DRUGS.values())[0, 1])
    assert found.summary().startswith("Lower afterwards (Holm, p < 0.05): extra.")


@pytest.mark.parametrize("continuity", [True, False])
def test_signed_ranks_with_zeros_and_ties_are_scipys(continuity):
    rng = np.random.default_rng(3)
    before, after = (pd.Series(rng.integers(1, 6, 40).astype(float)) for _ in range(2))
    row = pm.paired(before, after, continuity=continuity).signed_ranks.iloc[0]
    expected = stats.wilcoxon(
        after - before, zero_method="wilcox", correction=continuity, method="asymptotic"
    )
    assert min(row["positive"], row["negative"]) == expected.statistic
    assert row["p"] == pytest.approx(expected.pvalue)
    assert row["unchanged"] == (before == after).sum()
    # in tenths, differences that rounding tells apart are ties all the same
    tenths = pm.paired(before / 10, after / 10, continuity=continuity).signed_ranks.iloc[0]
    assert tenths["p"] == pytest.approx(row["p"])


def test_two_pairs_are_enough_and_the_median_of_an_even_number_is_between_two():
    row = pm.paired(pd.Series([1.0, 2]), pd.Series([2.0, 5])).table.iloc[0]
    expected = stats.ttest_rel([2, 5], [1, 2])
    assert (row["t"], row["p"]) == pytest.approx((expected.statistic, expected.pvalue))
    assert row["sd_second"] == pytest.approx(np.sqrt(4.5))
    groups = long({"x": [1.0, 3.5], "y": [0.5, 9]})
    assert pm.rank_tests(groups, "by", shift=True).table.loc["y", "shift"] == np.median([0.5, -8, 3, -5.5])


def test_pairs_are_matched_by_label_and_who_answered_once_is_named():
    before = pd.DataFrame({"a": [1, 2, 3, 4.0], "b": [1, 1, 1, 1.0]}, index=["p", "q", "r", "s"])
    after = pd.DataFrame({"b": [2, 2, 2, 2.0], "a": [9, 3, 5, 1.0]}, index=["z", "r", "q", "p"])
    found = pm.paired(before, after)
    assert found.table.loc["a", ["n", "difference"]].tolist() == [3, pytest.approx((0 + 3 + 0) / 3)]
    told = [str(note) for note in found.notes]
    assert told[:2] == [
        "answered before only, and are not used: s",
        "answered afterwards only, and are not used: z",
    ]
    assert "b: no t test, everybody changed alike" in told
    with pytest.raises(gm.UnsuitableMethod, match="nobody of `before` answers here"):
        pm.paired(before, after.rename(index=str.upper))
    with pytest.raises(gm.FaultyInput) as raised:
        pm.paired(before, after[["a"]].set_axis(["p", "p", "q", "r"]), significance=2)
    assert [fault.place for fault in raised.value.faults] == ["significance", "after", "after"]


def test_ranks_that_cannot_be_tested():
    frame = pd.DataFrame(
        {"constant": 3.0, "missing": np.nan, "half": [1, 2, 3, np.nan, np.nan, np.nan], "fine": range(6)}
    )
    found = pm.rank_tests(frame, pd.Series(list("xxxyyy")), shift=True)
    assert found.table["p"].notna().tolist() == [False, False, False, True]
    assert [str(note) for note in found.notes] == [
        "constant: not tested, all answers are alike",
        "missing: not tested, nobody of x, y answered",
        "half: not tested, nobody of y answered",
    ]
    three = pm.rank_tests(frame, pd.Series(list("xxyyzz")), "dunn")
    assert three.pairs.groupby("code")["p"].count()["fine"] == 3
    assert any("chi-square distribution of H is rough" in note for note in three.notes)
    with pytest.raises(gm.UnsuitableMethod, match="has 1 group"):
        pm.rank_tests(frame, ["x"] * 6)
    with pytest.raises(gm.UnsuitableMethod, match="leave `shift` out"):
        pm.rank_tests(pd.DataFrame({"y": np.arange(10_010.0)}), np.arange(10_010) % 2, shift=True)
    nothing = pm.paired(pd.Series([1.0, 2, 3]), pd.Series([1.0, 2, 3]))
    assert nothing.signed_ranks["p"].isna().all()
    assert nothing.summary().startswith("No change could be tested.")


def test_order_of_rows_and_unit_do_not_matter():
    frame = long(SPRAYS)
    one = pm.rank_tests(frame, "by", "dunn")
    other = pm.rank_tests(frame.assign(y=frame["y"] * 1e-300).sample(frac=1, random_state=2), "by", "dunn")
    np.testing.assert_allclose(other.pairs["z"], one.pairs["z"])
