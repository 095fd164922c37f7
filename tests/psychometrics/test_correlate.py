"""Correlations: scipy, pandas and statsmodels as independent answers, printed R output, weights, clusters, odd frames."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.psychometrics import correlate, polychoric

RNG = np.random.default_rng(21)
X = pd.DataFrame(
    RNG.multivariate_normal([0, 1, 2, 3], np.full((4, 4), 0.4) + 0.6 * np.eye(4), 70), columns=list("abcd")
)
LIKERT = (X * 1.2).round().clip(-2, 5)
HOLES = LIKERT.mask(RNG.random(X.shape) < 0.15)
WEIGHTS = pd.Series(RNG.integers(1, 5, 70), index=X.index)
TUNA = pd.DataFrame({  # Hollander and Wolfe's lightness of tuna, with R's (S-PLUS's) tests printed by Habing (1998)
    "x": [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1], "y": [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8],
})  # fmt: skip


def at(found, part="r"):
    return float(getattr(found, part).iloc[0, 1])


def test_printed_values():
    assert at(correlate(TUNA)) == pytest.approx(0.5711815, abs=1e-7)
    assert at(correlate(TUNA), "p") == pytest.approx(0.1082, abs=5e-5)
    tau = correlate(TUNA, "kendall")
    assert at(tau) == pytest.approx(0.4444444, abs=1e-7)
    assert at(tau, "p") == pytest.approx(stats.kendalltau(TUNA["x"], TUNA["y"], method="exact").pvalue)
    assert "fewer than 10 rows" in tau.notes[0]


@pytest.mark.parametrize("frame", [X, LIKERT])
def test_against_scipy(frame):
    a, b = frame["a"], frame["b"]
    for method, theirs in {
        "pearson": stats.pearsonr,
        "spearman": stats.spearmanr,
        "kendall": stats.kendalltau,
    }.items():
        found, expected = correlate(frame, method, level=0.9), theirs(a, b)
        assert (at(found), at(found, "p")) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-10)
        assert at(found, "n") == 70
        z = np.arctanh(at(found))
        error = {"pearson": 1 / 67, "spearman": (1 + at(found) ** 2 / 2) / 67, "kendall": 0.437 / 66}[
            method
        ] ** 0.5
        bounds = np.tanh(z + np.array([-1, 1]) * stats.norm.ppf(0.95) * error)
        assert (at(found, "lower"), at(found, "upper")) == pytest.approx(tuple(bounds), rel=1e-10)
    interval = stats.pearsonr(a, b).confidence_interval(0.9)
    found = correlate(frame, level=0.9)
    assert (at(found, "lower"), at(found, "upper")) == pytest.approx(tuple(interval), rel=1e-9)


def test_missing_pairwise_as_pandas_and_listwise():
    for method in ("pearson", "spearman", "kendall"):
        found = correlate(HOLES, method)
        np.testing.assert_allclose(found.r, HOLES.corr(method=method), atol=1e-12)
        pair = HOLES[["a", "c"]].dropna()
        alone = correlate(pair, method)
        assert at(alone, "p") == pytest.approx(found.p.loc["a", "c"], rel=1e-9)
        assert at(alone, "upper") == pytest.approx(found.upper.loc["a", "c"], rel=1e-9)
        assert found.n.loc["a", "c"] == len(pair)
    listwise = correlate(HOLES, missing="listwise")
    np.testing.assert_allclose(listwise.r, HOLES.dropna().corr(), atol=1e-12)
    assert listwise.notes[0].endswith("of 70 rows have missing values and are not used")


def test_partial_is_the_slope_of_a_regression():
    import statsmodels.api as sm

    found = correlate(X, "partial", ["c", "d"])
    fit = sm.OLS(X["a"], sm.add_constant(X[["b", "c", "d"]])).fit()
    t, df = fit.tvalues["b"], 70 - 4
    assert at(found) == pytest.approx(t / np.sqrt(t**2 + df), rel=1e-10)
    assert at(found, "p") == pytest.approx(fit.pvalues["b"], rel=1e-9)
    half = stats.norm.ppf(0.975) / np.sqrt(70 - 3 - 2)
    assert at(found, "upper") == pytest.approx(np.tanh(np.arctanh(at(found)) + half), rel=1e-10)
    assert found.r.columns.tolist() == ["a", "b"]
    weighted = correlate(X, "partial", ["c"], weights=WEIGHTS)
    repeated = correlate(X.loc[X.index.repeat(WEIGHTS)].reset_index(drop=True), "partial", ["c"])
    assert at(weighted) == pytest.approx(at(repeated), rel=1e-10)
    holes = HOLES.assign(copy=HOLES["d"] * 2 + 1)
    some = correlate(holes, "partial", ["d"])
    pair = HOLES[["a", "b", "d"]].dropna()
    assert at(some) == pytest.approx(at(correlate(pair, "partial", ["d"])), rel=1e-10)
    assert some.r["copy"].isna().all()  # nothing is left of it once d is held
    assert some.notes[1].endswith("with the others: copy")


def test_weights_enter_as_repeated_rows_would_with_an_effective_number():
    effective = WEIGHTS.sum() ** 2 / (WEIGHTS**2).sum()
    for method in ("pearson", "spearman"):
        found = correlate(LIKERT, method, weights=WEIGHTS)
        repeated = correlate(LIKERT.loc[LIKERT.index.repeat(WEIGHTS)].reset_index(drop=True), method)
        np.testing.assert_allclose(found.r, repeated.r, atol=1e-12)
        assert at(found, "effective_n") == pytest.approx(effective)
        t = at(found) * np.sqrt((effective - 2) / (1 - at(found) ** 2))
        assert at(found, "p") == pytest.approx(2 * stats.t.sf(abs(t), effective - 2), rel=1e-9)
        assert at(found, "n") == 70
        np.testing.assert_allclose(
            correlate(HOLES, method, weights=WEIGHTS * 0 + 3).p, correlate(HOLES, method).p, rtol=1e-9
        )


@pytest.mark.parametrize("control", [[], ["d"]])
def test_errors_by_clusters_are_those_of_numerical_derivatives(control):
    cluster, w = np.arange(70) // 5, WEIGHTS.to_numpy(dtype=float)
    method = "partial" if control else "pearson"

    def z(weights):
        return np.arctanh(at(correlate(X[["a", "b", *control]], method, control, weights=pd.Series(weights))))

    found = correlate(
        X[["a", "b", *control]], method, control, weights=WEIGHTS, cluster=pd.Series(cluster).astype(str)
    )
    step = 1e-5
    slope = np.array(
        [
            (z(w + step * (np.arange(70) == i)) - z(w - step * (np.arange(70) == i))) / (2 * step)
            for i in range(70)
        ]
    )
    total = np.bincount(cluster, slope * w)
    error = np.sqrt(14 / 13 * ((total - total.mean()) ** 2).sum())
    half = stats.t.ppf(0.975, 13) * error
    assert at(found, "lower") == pytest.approx(np.tanh(z(w) - half), rel=1e-5)
    assert at(found, "p") == pytest.approx(2 * stats.t.sf(abs(z(w)) / error, 13), rel=1e-4)


def test_polychoric_has_the_error_that_resampling_shows():
    pair = LIKERT[["a", "b"]].clip(-1, 2)
    found = correlate(pair, "polychoric")
    assert at(found) == pytest.approx(polychoric(pair).correlations.iloc[0, 1], rel=1e-12)
    rng, drawn = np.random.default_rng(1), []
    for _ in range(150):
        again = polychoric(pair.iloc[rng.integers(0, 70, 70)].reset_index(drop=True)).correlations.iloc[0, 1]
        drawn.append(np.arctanh(again))
    half = (np.arctanh(at(found, "upper")) - np.arctanh(at(found, "lower"))) / 2
    assert half / stats.norm.ppf(0.975) == pytest.approx(np.std(drawn), rel=0.2)
    weighted = correlate(pair, "polychoric", weights=WEIGHTS)
    assert np.isnan(at(weighted, "p"))
    assert "no standard errors" in weighted.notes[-1]


def test_adjusted_as_statsmodels():
    from statsmodels.stats.multitest import multipletests

    low = np.tril_indices(4, -1)
    for ours, theirs in {"holm": "holm", "bonferroni": "bonferroni", "benjamini_hochberg": "fdr_bh"}.items():
        found = correlate(X, adjust=ours)
        expected = multipletests(found.p.to_numpy()[low], method=theirs)[1]
        np.testing.assert_allclose(found.p_adjusted.to_numpy()[low], expected, rtol=1e-10)
    np.testing.assert_array_equal(correlate(X).p_adjusted, correlate(X).p)


def test_order_of_rows_and_units_do_not_matter():
    for method in ("pearson", "spearman", "kendall"):
        one, two = correlate(HOLES, method), correlate(HOLES.sample(frac=1, random_state=2) * 1e-200, method)
        np.testing.assert_allclose(one.r, two.r, atol=1e-9)
        np.testing.assert_allclose(one.p, two.p, atol=1e-9)
    cluster = pd.Series(np.arange(70) // 7, index=X.index)
    shuffled = correlate(X.iloc[::-1], weights=WEIGHTS, cluster=cluster)
    np.testing.assert_allclose(shuffled.p, correlate(X, weights=WEIGHTS, cluster=cluster).p, rtol=1e-9)


def test_odd_columns_are_named_and_kept():
    frame = X.iloc[:12].assign(same=3.3, empty=np.nan, twin=X["a"], few=[1.0, 2.0, *[np.nan] * 10])
    found = correlate(frame)
    assert found.r[["same", "empty"]].drop(["same", "empty"]).isna().all(axis=None)
    assert found.notes[0].endswith("share too few rows with the others: same, empty, few")
    assert found.r.loc["a", "twin"] == 1
    assert (found.p.loc["a", "twin"], found.lower.loc["a", "twin"], found.upper.loc["a", "twin"]) == (0, 1, 1)
    three = correlate(X.iloc[:3])
    assert three.lower.isna().all(axis=None)  # n - 3 is zero
    assert three.p.loc["a", "b"] == pytest.approx(stats.pearsonr(X["a"][:3], X["b"][:3]).pvalue)
    many = correlate(pd.concat([X, X.add_suffix("2") + RNG.normal(size=X.shape)], axis=1))
    assert "28 tests: about 1.4 would be significant" in many.notes[-1]
    assert "in at most 5 steps" in correlate(LIKERT.clip(-1, 2)).notes[0]


def test_triangle_has_means_first_and_stars():
    found = correlate(X.rename(columns={"a": "mean", "b": "sd"}), adjust="bonferroni")
    table = found.tables("en")[0]
    assert table.frame.columns.tolist()[:4] == ["Number", "Item", "Mean", "Standard deviation"]
    cell = table.frame.iloc[1, 4]
    stars = sum(found.p_adjusted.iloc[1, 0] < limit for limit in (0.05, 0.01, 0.001))
    assert cell == f"{found.r.iloc[1, 0]:.3f}" + "*" * stars
    assert table.frame.iloc[0, 4:].tolist() == ["1", "", "", ""]
    assert found.pairs[["first", "second"]].iloc[3].tolist() == ["sd", "c"]
    assert found.columns["sd"].tolist() == pytest.approx(X.std().tolist())


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: correlate(X.assign(t="x")), "t: answers are not numbers"),
        (
            lambda: correlate(X, "partial"),
            r"control: names nothing .*; name the columns to hold, such as control=",
        ),
        (
            lambda: correlate(X, control=["a"]),
            'control: pearson correlations hold nothing; use method="partial"',
        ),
        (lambda: correlate(X, "partial", ["e"]), "no column e; there are: a, b, c"),
        (lambda: correlate(X, "partial", ["a", "b", "c"]), "fewer than two columns"),
        (lambda: correlate(X, "kendall", weights=WEIGHTS), "knows no design weights"),
        (lambda: correlate(X, "spearman", cluster=WEIGHTS), "errors of spearman correlations do not allow"),
        (lambda: correlate(X.iloc[:2]), "2 usable rows"),
        (lambda: correlate(X, "polychoric"), "different answers"),
        (lambda: correlate(X[["a"]]), "fewer than two columns"),
    ],
)
def test_refused(call, told):
    with pytest.raises((FaultyInput, UnsuitableMethod), match=told):
        call()
