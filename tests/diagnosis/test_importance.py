"""Importance-performance analysis and relative importance."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from govmetrics.core import FaultyInput, IndicatorTree, Scaled, Survey, UnsuitableMethod
from govmetrics.diagnosis import importance_performance
from govmetrics.numerics.relative_importance import shapley_exact, shapley_sampled


def survey(n=200, k=4, seed=0):
    rng = np.random.default_rng(seed)
    x = 60 + 10 * rng.normal(size=(n, k)) + 6 * rng.normal(size=(n, 1))
    items = pd.DataFrame(x, columns=[f"q{j}" for j in range(k)])
    outcome = pd.Series(x @ np.linspace(0.1, 1, k) + 8 * rng.normal(size=n), name="overall")
    return items, outcome


def brute_force(r, ry):
    """The mean over all orders of each regressor's rise of R squared: the definition."""
    k = len(ry)

    def r2(members):
        s = list(members)
        return float(ry[s] @ np.linalg.solve(r[np.ix_(s, s)], ry[s])) if s else 0.0

    shares = np.zeros(k)
    orders = list(permutations(range(k)))
    for order in orders:
        for place, j in enumerate(order):
            shares[j] += r2(order[: place + 1]) - r2(order[:place])
    return shares / len(orders)


@given(st.integers(0, 1000))
def test_shapley_is_the_mean_over_all_orders_and_sums_to_r_squared(seed):
    items, outcome = survey(40, 4, seed)
    r = np.corrcoef(np.column_stack([items, outcome]).T)
    shares = shapley_exact(r[:4, :4], r[:4, 4])
    np.testing.assert_allclose(shares, brute_force(r[:4, :4], r[:4, 4]), atol=1e-12)
    assert (shares >= -1e-12).all()
    assert shares.sum() == pytest.approx(float(r[:4, 4] @ np.linalg.solve(r[:4, :4], r[:4, 4])))


def test_sampled_orders_agree_within_their_standard_error():
    items, outcome = survey(300, 8)
    r = np.corrcoef(np.column_stack([items, outcome]).T)
    exact = shapley_exact(r[:8, :8], r[:8, 8])
    sampled, errors = shapley_sampled(r[:8, :8], r[:8, 8], 4000, np.random.default_rng(0))
    assert sampled.sum() == pytest.approx(exact.sum(), abs=1e-12)  # each order sums to R squared
    assert (np.abs(sampled - exact) < 4 * errors + 1e-12).all()


def test_an_outcome_that_follows_exactly_is_said_to():
    items, _ = survey()
    sums = items.sum(axis=1)
    with pytest.raises(UnsuitableMethod, match="outcome: follows exactly from the items; use shapley"):
        importance_performance(items, outcome=sums, derive="partial_correlation")
    result = importance_performance(items, outcome=sums)
    assert result.r_squared == pytest.approx(1)
    assert result.table["p"].isna().all()
    assert result.notes == ("the outcome follows exactly from the items, so nothing is tested",)


def test_items_that_are_all_alike_stand_on_the_line_whatever_floating_point_makes_of_their_mean():
    alike = pd.DataFrame(0.1, range(5), list("abc"))
    assert np.mean([0.1] * 3) > 0.1
    assert importance_performance(alike, alike).table["quadrant"].tolist() == [1, 1, 1]


def test_quadrants_by_hand():
    performance = pd.DataFrame({"a": [9.0, 9, 8], "b": [3.0, 4, 2], "c": [2.0, 2, 3], "d": [8.0, 9, 9]})
    stated = pd.Series({"a": 9, "b": 8, "c": 2, "d": 1})
    result = importance_performance(performance, stated)
    assert result.table["quadrant"].tolist() == [1, 2, 3, 4]
    assert result.tables("zh")[0].frame["象限"].tolist()[1] == "改进区（重点改进）"
    assert result.table["t"].isna().all()
    assert "not tested" in result.notes[0]
    moved = importance_performance(performance, stated, lines=(1.0, 8.5))
    assert moved.table["quadrant"].tolist() == [1, 4, 4, 4]
    assert "concentrate here: b" in result.summary()


def test_gaps_are_the_paired_t_test():
    rng = np.random.default_rng(5)
    performance = pd.DataFrame(rng.normal(60, 10, (50, 3)), columns=list("abc"))
    stated = performance + rng.normal(3, 5, (50, 3))
    stated.iloc[:4, 0] = np.nan
    table = importance_performance(performance, stated[["c", "a", "b"]]).table
    for item in "abc":
        both = stated[item].notna()
        t, p = stats.ttest_rel(performance.loc[both, item], stated.loc[both, item])
        assert table.at[item, "t"] == pytest.approx(t)
        assert table.at[item, "p"] == pytest.approx(p)


@pytest.mark.parametrize("derive", ["regression", "partial_correlation", "correlation", "shapley"])
def test_derived_importance_agrees_with_statsmodels(derive):
    import statsmodels.api as sm

    items, outcome = survey()
    result = importance_performance(items, outcome=outcome, derive=derive)
    z, y = stats.zscore(items, ddof=1), stats.zscore(outcome, ddof=1)
    fit = sm.OLS(y, sm.add_constant(z)).fit()
    expected = {
        "regression": fit.params[1:],
        "partial_correlation": fit.tvalues[1:] / np.sqrt(fit.tvalues[1:] ** 2 + fit.df_resid),
        "correlation": np.corrcoef(z.T, y)[:-1, -1],
        "shapley": result.table["importance"],
    }[derive]
    np.testing.assert_allclose(result.table["importance"], expected, atol=1e-10)
    assert result.r_squared == pytest.approx(fit.rsquared)
    if derive == "shapley":
        assert result.table["importance"].sum() == pytest.approx(fit.rsquared)
    if derive == "correlation":
        assert result.table["p"].iloc[0] == pytest.approx(stats.pearsonr(items["q0"], outcome).pvalue)
    else:
        np.testing.assert_allclose(result.table["p"], fit.pvalues[1:], rtol=1e-6)


def test_performance_interval_and_sureness():
    items, outcome = survey()
    table = importance_performance(items, outcome=outcome).table
    low, high = stats.t.interval(0.95, len(items) - 1, items["q0"].mean(), stats.sem(items["q0"]))
    assert table.loc["q0", ["lower", "upper"]].tolist() == pytest.approx([low, high])
    sure = importance_performance(items, outcome=outcome, lines=(10.0, 0.1)).table
    assert sure["sure"].all()


def test_incomplete_rows_are_counted_and_inputs_kept():
    items, outcome = survey()
    items.iloc[0, 0] = np.nan
    before = items.copy()
    result = importance_performance(items, outcome=outcome)
    assert result.notes == ("derived from the 199 of 200 rows that are complete",)
    pd.testing.assert_frame_equal(items, before)
    json.dumps(result.to_dict())


def test_a_survey_is_directed_and_scaled_values_are_items():
    tree = IndicatorTree.from_groups({"G": ["q0", "q1"]})
    rng = np.random.default_rng(0)
    codes = pd.DataFrame(rng.integers(1, 6, (60, 2)), columns=["q0", "q1"]).astype(float)
    outcome = codes["q0"] - codes["q1"] + rng.normal(size=60)
    answers = Survey(tree, codes, reverse=("q1",), weight=pd.Series(np.ones(60)))
    result = importance_performance(answers, outcome=outcome, derive="regression")
    plain = importance_performance(codes.assign(q1=6 - codes["q1"]), outcome=outcome, derive="regression")
    pd.testing.assert_frame_equal(result.table, plain.table)
    assert (result.table["importance"] > 0).all()
    assert result.notes == ("answers count by the design weights of the survey",)
    scaled = Scaled(tree, codes, pd.DataFrame())
    pd.testing.assert_frame_equal(
        importance_performance(scaled, outcome=outcome).table,
        importance_performance(codes, outcome=outcome).table,
    )


@pytest.mark.parametrize("derive", ["regression", "correlation", "shapley"])
def test_design_weights_count_as_in_statsmodels_weighted_regression(derive):
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    codes = pd.DataFrame(rng.integers(1, 6, (80, 4)), columns=["q0", "q1", "q2", "overall"]).astype(float)
    codes["overall"] = (codes[["q0", "overall"]].mean(axis=1)).round()
    w = pd.Series(rng.uniform(0.2, 4.0, 80))
    tree = IndicatorTree.from_groups({"G": list(codes)})
    answers = Survey(tree, codes.assign(q2=codes["q2"].where(codes.index > 4)), weight=w)
    result = importance_performance(answers, outcome="overall", derive=derive)
    assert list(result.table.index) == ["q0", "q1", "q2"]

    def hc0(y, x, w):  # n / (n - 1) as in survey packages
        fit = sm.WLS(y, x, weights=w).fit(cov_type="HC0")
        return fit, fit.bse * np.sqrt(len(y) / (len(y) - 1))

    fit, error = hc0(codes["q0"], np.ones(80), w)
    row = result.table.loc["q0"]
    assert row["performance"] == pytest.approx(fit.params.iloc[0])
    assert row["upper"] - row["performance"] == pytest.approx(stats.t.ppf(0.975, 79) * error.iloc[0])
    both = answers.answers.notna().all(axis=1)
    x, y, wb = codes.loc[both, ["q0", "q1", "q2"]], codes.loc[both, "overall"], w[both]
    pieces = [x[[c]] for c in x] if derive == "correlation" else [x]
    fits = [hc0(y, sm.add_constant(piece), wb) for piece in pieces]
    t = np.concatenate([(fit.params / error).to_numpy()[1:] for fit, error in fits])
    free = len(y) - (2 if derive == "correlation" else 4)
    np.testing.assert_allclose(result.table["p"], 2 * stats.t.sf(np.abs(t), free), rtol=1e-8)
    if derive != "correlation":
        assert result.r_squared == pytest.approx(fits[0][0].rsquared)
    if derive == "shapley":
        assert result.table["importance"].sum() == pytest.approx(result.r_squared)


def test_stated_importance_may_be_a_survey_or_a_mapping_and_must_be_whole():
    codes = pd.DataFrame({"q0": [4.0, 5, 4, 3], "q1": [2.0, 3, 2, 4]})
    tree = IndicatorTree.from_groups({"G": ["q0", "q1"]})
    w = pd.Series([1.0, 2, 1, 4])
    told = importance_performance(Survey(tree, codes, weight=w), Survey(tree, codes + 1, scale=(1, 6)))
    assert told.table["importance"].tolist() == pytest.approx([4.75, 4.25])
    assert told.table["gap"].tolist() == pytest.approx([-1.0, -1.0])
    assert importance_performance(codes, {"q0": 1, "q1": 2}).table["importance"].tolist() == [1, 2]
    with pytest.raises(FaultyInput, match="importance, q1: has no values"):
        importance_performance(codes, pd.Series({"q0": 1.0, "q1": np.nan}))
    with pytest.raises(FaultyInput, match=r"outcome: 'all' is no item; items are: q0, q1"):
        importance_performance(codes, outcome="all")
    with pytest.raises(FaultyInput, match=r"performance: is list(.|\n)*outcome: is ndarray"):
        importance_performance([[1, 2]], outcome=np.arange(4))
    with pytest.raises(FaultyInput, match="lines"):
        importance_performance(codes, {"q0": 1, "q1": 2}, lines=5)


def test_many_items_are_sampled_with_a_seed():
    items, outcome = survey(300, 20)
    one = importance_performance(items, outcome=outcome, rng=1)
    two = importance_performance(items, outcome=outcome, rng=1)
    pd.testing.assert_frame_equal(one.table, two.table)
    assert "orders of entry sampled" in one.notes[0]


def test_unsuitable_and_faulty_inputs():
    items, outcome = survey()
    with pytest.raises(UnsuitableMethod, match="q0, twin: say exactly the same"):
        importance_performance(items.assign(twin=2 * items["q0"] + 1), outcome=outcome)
    with pytest.raises(UnsuitableMethod, match="still: is constant"):
        importance_performance(items.assign(still=5.0), outcome=outcome)
    with pytest.raises(UnsuitableMethod, match="4 rows are complete"):
        importance_performance(items.head(4), outcome=outcome.head(4))
    with pytest.raises(FaultyInput, match="not both"):
        importance_performance(items)
    text = items.assign(q1="good", q2=np.inf)
    with pytest.raises(
        FaultyInput, match=r"q1: is not numeric(.|\n)*0, q2: the value is infinite(.|\n)*other rows"
    ):
        importance_performance(text, outcome=outcome.iloc[::-1])
    with pytest.raises(FaultyInput, match="importance, q0"):
        importance_performance(items, importance=items.drop(columns="q0"))
    with pytest.raises(FaultyInput, match="shapley, regression"):
        importance_performance(items, outcome=outcome, derive="guess")
