"""Agreement of raters: R's psych and irr, invariants, nasty ratings. Published tables are in tests/reference."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod


def test_icc_psych(facts):
    case = json.loads((facts / "survey" / "icc_shrout_fleiss.json").read_text())
    expected, ratings = case["expected"], pd.DataFrame(case["input"])
    forms = gm.psychometrics.icc(ratings).forms
    names = {
        "ICC": "icc",
        "F": "f",
        "df1": "df1",
        "df2": "df2",
        "p": "p",
        "lower bound": "lower",
        "upper bound": "upper",
    }
    for row in expected["psych_aov"]:
        for there, name in names.items():
            assert forms.loc[row["type"], name] == pytest.approx(row[there], rel=1e-10), (row["type"], name)
    assert gm.psychometrics.kendall(ratings).w == pytest.approx(expected["kendallW"], rel=1e-12)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
def test_icc_unit_and_origin(seed, unit, origin):
    x = pd.DataFrame(np.random.default_rng(seed).normal(size=(8, 3)) + np.arange(8)[:, None])
    one, two = gm.psychometrics.icc(x).forms, gm.psychometrics.icc(x * unit + origin).forms
    numbers = ["icc", "f", "lower", "upper"]
    np.testing.assert_allclose(one[numbers].astype(float), two[numbers].astype(float), rtol=1e-6, atol=1e-8)


def test_icc_extremes():
    same = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 3, 4]})
    forms = gm.psychometrics.icc(same).forms
    assert forms["icc"].tolist() == pytest.approx([1.0] * 6)
    assert forms.loc[["ICC1", "ICC3"], "lower"].tolist() == [1.0, 1.0]
    shifted = gm.psychometrics.icc(same.assign(b=same["b"] + 2)).forms["icc"]
    assert shifted["ICC3"] == pytest.approx(1.0)  # consistent, but not in agreement
    assert shifted["ICC2"] < 0.6
    opposed = gm.psychometrics.icc(pd.DataFrame({"a": [1, 5, 1], "b": [5, 1, 5]})).forms
    assert opposed.loc["ICC3", "icc"] < 0
    assert np.isnan(opposed.loc["ICC2", "lower"])  # the things' means are all alike
    holes = gm.psychometrics.icc(pd.DataFrame({"a": [1, 2, 3, np.nan], "b": [1, 3, 3, 4]}))
    assert (holes.things, holes.notes) == (3, ("1 of 4 rows lack a rating and are not used",))


@given(st.integers(0, 10_000))
def test_krippendorff_ignores_order_and_single_ratings(seed):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.integers(1, 5, size=(10, 3)).astype(float)).mask(rng.random((10, 3)) < 0.2)
    x.loc[10], x.loc[11] = [1, 2, 1], [3, 3, 4]
    single = pd.concat([x, pd.DataFrame([[4.0, np.nan, np.nan]])])
    for level in ("nominal", "ordinal", "interval", "ratio"):
        value = gm.psychometrics.krippendorff(x, level).alpha
        assert gm.psychometrics.krippendorff(
            x.sample(frac=1, random_state=seed)[[2, 0, 1]], level
        ).alpha == pytest.approx(value)
        assert gm.psychometrics.krippendorff(single, level).alpha == pytest.approx(value)


def test_krippendorff_text_and_two_raters():
    """With two raters and no gaps nominal alpha is 1 - (2n - 1) D / (2n De): by hand for n = 4."""
    x = pd.DataFrame({"a": ["yes", "yes", "no", "no"], "b": ["yes", "no", "no", "no"]})
    # coincidences: yes-yes 2, yes-no 1, no-no 4 ; margins 3 and 5 of 8
    assert gm.psychometrics.krippendorff(x).alpha == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    with pytest.raises(FaultyInput, match="text cannot be equal-interval"):
        gm.psychometrics.krippendorff(x, "interval")
    with pytest.raises(FaultyInput, match="below zero"):
        gm.psychometrics.krippendorff(pd.DataFrame({"a": [-1, 2], "b": [1, 2]}), "ratio")


def test_fleiss_from_ratings_equals_counts():
    rng = np.random.default_rng(5)
    ratings = pd.DataFrame(rng.integers(0, 3, size=(20, 4)))
    counts = ratings.apply(lambda row: row.value_counts(), axis=1).fillna(0)[[0, 1, 2]]
    one, two = gm.psychometrics.fleiss(ratings), gm.psychometrics.fleiss(counts, counts=True)
    assert (one.kappa, one.standard_error) == pytest.approx((two.kappa, two.standard_error))
    assert np.isfinite(one.exact)
    assert np.isnan(two.exact)


def test_fleiss_exact_by_hand():
    """Conger's kappa of two raters is Cohen's: (.7 - .5) / .5 with margins .6/.4 and .5/.5."""
    a = ["y"] * 6 + ["n"] * 4
    b = ["y"] * 4 + ["n"] * 2 + ["y"] * 1 + ["n"] * 3
    assert gm.psychometrics.fleiss(pd.DataFrame({"a": a, "b": b})).exact == pytest.approx((0.7 - 0.5) / 0.5)


def test_nasty_ratings():
    same = pd.DataFrame({"a": [2, 2], "b": [2, 2]})
    for function in (
        gm.psychometrics.icc,
        gm.psychometrics.krippendorff,
        gm.psychometrics.fleiss,
        gm.psychometrics.kendall,
    ):
        with pytest.raises(UnsuitableMethod):
            function(same)
        with pytest.raises(UnsuitableMethod):
            function(pd.DataFrame({"a": [1, 2, 3]}))
    with pytest.raises(UnsuitableMethod, match="use krippendorff"):
        gm.psychometrics.fleiss(pd.DataFrame({"a": [1, np.nan], "b": [1, 2]}))
    with pytest.raises(FaultyInput, match="not counts of one number"):
        gm.psychometrics.fleiss(pd.DataFrame({"a": [1, 2], "b": [1, 2]}), counts=True)
    with pytest.raises(FaultyInput, match="not counts of one number"):
        gm.psychometrics.fleiss(pd.DataFrame({"a": [1, 2], "b": [2, 2]}), counts=True)
    with pytest.raises(FaultyInput, match="answers are not numbers"):
        gm.psychometrics.icc(pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}))
    with pytest.raises(FaultyInput, match="level"):
        gm.psychometrics.icc(pd.DataFrame({"a": [1, 2], "b": [1, 3]}), level=2)


def test_retest(likert):
    later = (likert + 1).sample(frac=1, random_state=2)
    result = gm.psychometrics.test_retest(likert, later)
    assert result.table.index.tolist() == [*likert.columns, "total"]
    assert result.table["r"].tolist() == pytest.approx([1.0] * 6)
    assert result.table["icc_consistency"].tolist() == pytest.approx([1.0] * 6)
    assert (result.table["icc_agreement"] < 0.9).all()  # every answer moved by one
    assert result.table["change"].tolist() == pytest.approx([1, 1, 1, 1, 1, 5])
    partly = gm.psychometrics.test_retest(likert["q1"], likert["q2"].head(50).rename("q1"))
    assert partly.table.loc["q1", "n"] == 50
    assert "150 respondents" in partly.notes[0]
    t = partly.table.loc["q1"]
    from scipy import stats

    pair = stats.ttest_rel(likert["q2"].head(50), likert["q1"].head(50))
    assert (t["t"], t["p"]) == pytest.approx((pair.statistic, pair.pvalue))
    # the error of measurement is sd * root(1 - ICC2) with the pooled sd of both times (Weir 2005)
    variance = (likert["q1"].head(50).var() + likert["q2"].head(50).var()) / 2
    error = np.sqrt(variance * (1 - t["icc_agreement"]))
    assert (t["standard_error"], t["smallest_change"]) == pytest.approx(
        (error, 1.959964 * np.sqrt(2) * error), rel=1e-6
    )
    assert partly.summary().startswith("q1: the two times correlate")
    assert result.summary().startswith("total: the two times correlate")
    turned = gm.psychometrics.test_retest(likert["q1"], 6 - likert["q1"]).table.loc["q1"]
    assert (turned["r"], turned["lower"], turned["upper"]) == pytest.approx((-1, -1, -1))
    with pytest.raises(FaultyInput, match="one time only"):
        gm.psychometrics.test_retest(likert, likert[["q1"]])
    with pytest.raises(UnsuitableMethod, match="all answers of one time are alike"):
        gm.psychometrics.test_retest(likert["q1"], likert["q1"] * 0 + 2)


def test_item_analysis(likert):
    from scipy import stats

    result = gm.psychometrics.item_analysis(likert)
    total = likert.sum(axis=1)
    high, low = likert[total >= result.cut_high], likert[total <= result.cut_low]
    assert (len(high), len(low)) == (result.n_high, result.n_low)
    assert min(result.n_high, result.n_low) >= 54  # ties are in: at least 27 %
    for item, row in result.items.iterrows():
        student = stats.ttest_ind(high[item], low[item])
        welch = stats.ttest_ind(high[item], low[item], equal_var=False)
        # such p are far below any absolute tolerance
        assert max(student.pvalue, welch.pvalue) < 1e-12
        near = {"rel": 1e-9, "abs": 0}
        assert (row["critical_ratio"], row["p"]) == pytest.approx((student.statistic, student.pvalue), **near)
        assert (row["welch_t"], row["welch_p"]) == pytest.approx((welch.statistic, welch.pvalue), **near)
        assert row["df"] == student.df
    with pytest.raises(UnsuitableMethod, match="cannot be told apart"):
        gm.psychometrics.item_analysis(likert * 0 + 1)
    with pytest.raises(FaultyInput, match="share"):
        gm.psychometrics.item_analysis(likert, share=0.7)


def test_a_value_given_once_is_a_value():
    """Coincidences 4, 1, 1, 0 with margins 5 and 1: alpha is 1 - (6 - 1) * 2 / (2 * 5 * 1) = 0."""
    once = pd.DataFrame({"a": [1, 1, 1], "b": [1, 1, 2]})
    for measurement in ("nominal", "ordinal", "interval", "ratio"):
        assert gm.psychometrics.krippendorff(once, measurement).alpha == pytest.approx(0, abs=1e-12)
