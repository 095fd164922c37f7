"""Full-information maximum likelihood: against scipy's likelihood row by row, complete answers, nasty gaps.

No published output of lavaan, Mplus or OpenMx for a factor model with gaps could be read together with its data; the
likelihood here is scipy's, its maximum and second derivatives are by differences. lavaan on our own answers with gaps stands
in `tests/reference/test_r_on_untidy_answers.py`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.tools.numdiff import approx_fprime, approx_hess

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from tests.numerics.test_incomplete import row_by_row

FACTORS = {"f": list("abc"), "g": list("def")}


@pytest.fixture(scope="module")
def whole():
    rng = np.random.default_rng(1)
    trait = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=150)
    x = np.repeat(trait, 3, axis=1) * [1, 0.8, 0.7, 1.2, 0.9, 0.6] + rng.normal(size=(150, 6)) + np.arange(6)
    return pd.DataFrame(x, columns=list("abcdef"))


@pytest.fixture(scope="module")
def holes(whole):
    return whole.mask(np.random.default_rng(2).random(whole.shape) < 0.2)


@pytest.fixture(scope="module")
def fitted(holes):
    return gm.psychometrics.confirm(holes, FACTORS, missing="fiml")


def test_estimates_errors_and_fit(holes, fitted):
    """At the estimates the likelihood is flat, and their errors are those of its second derivatives."""
    x = holes.to_numpy()

    def likelihood(t):
        loading = np.zeros((6, 2))
        loading[:3, 0], loading[3:, 1] = [1, *t[:2]], [1, *t[2:4]]
        phi = np.array([[t[4], t[5]], [t[5], t[6]]])
        return row_by_row(x, t[13:], loading @ phi @ loading.T + np.diag(t[7:13]))

    tables = [
        fitted.loadings.iloc[[1, 2, 4, 5]],
        fitted.factor_covariances,
        fitted.residuals,
        fitted.intercepts,
    ]
    at, errors = (np.concatenate([table[name] for table in tables]) for name in ("estimate", "se"))
    assert fitted.fit["log_likelihood"] == pytest.approx(likelihood(at), rel=1e-12)
    assert np.abs(approx_fprime(at, likelihood, centered=True) * errors).max() < 1e-4
    there = np.sqrt(np.diag(np.linalg.inv(-approx_hess(at, likelihood))))
    np.testing.assert_allclose(errors, there, rtol=1e-4)
    assert (fitted.fit["parameters"], fitted.fit["df"], fitted.n) == (
        19,
        8,
        int(holes.notna().any(axis=1).sum()),
    )
    alone = sum(
        row_by_row(x[:, [i]], np.nanmean(x[:, i], keepdims=True), np.nanvar(x[:, i]).reshape(1, 1))
        for i in range(6)
    )
    null = 2 * (fitted.fit["log_likelihood"] + fitted.fit["chi_square"] / 2 - alone)
    assert fitted.fit["null_chi_square"] == pytest.approx(null, rel=1e-9)


def test_modification_index_is_about_what_freeing_gains(holes):
    """The score test of a loading, against the fall of chi-square when it is free."""
    result = gm.psychometrics.confirm(holes, FACTORS, missing="fiml")
    row = result.modifications[result.modifications["kind"] == "loading"].iloc[0]
    freed = gm.psychometrics.confirm(
        holes, {**FACTORS, row["left"]: [*FACTORS[row["left"]], row["right"]]}, missing="fiml"
    )
    gain = result.fit["chi_square"] - freed.fit["chi_square"]
    assert row["index"] == pytest.approx(gain, rel=0.25)
    assert np.sign(row["change"]) == np.sign(freed.loadings.loc[(row["left"], row["right"]), "estimate"])


def test_complete_answers(whole):
    """Without gaps it is what it is without: estimates, chi-square, indices; only errors are from the observed information."""
    plain, full = (gm.psychometrics.confirm(whole, FACTORS, missing=how) for how in ("listwise", "fiml"))
    for name in ("estimate", "standardized"):
        np.testing.assert_allclose(full.loadings[name], plain.loadings[name], atol=1e-6)
    np.testing.assert_allclose(full.loadings["se"], plain.loadings["se"], rtol=0.1)
    for name in ("chi_square", "df", "cfi", "tli", "rmsea", "log_likelihood", "null_chi_square"):
        assert full.fit[name] == pytest.approx(plain.fit[name], abs=1e-8), name
    assert full.fit["aic"] == pytest.approx(plain.fit["aic"] + 12)
    np.testing.assert_allclose(full.modifications["index"], plain.modifications["index"], atol=1e-4)
    np.testing.assert_allclose(full.intercepts["estimate"], whole.mean(), atol=1e-9)
    np.testing.assert_allclose(full.residual_correlations, plain.residual_correlations, atol=1e-7)
    assert full.mcar["df"] == 0
    assert not full.notes


def test_order_and_units_do_not_matter(holes, fitted):
    for other in (holes.iloc[::-1], holes * 1e9, holes * 1e-9 + 1, holes + 1e6):
        found = gm.psychometrics.confirm(other, FACTORS, missing="fiml")
        np.testing.assert_allclose(found.loadings["standardized"], fitted.loadings["standardized"], atol=1e-6)
        np.testing.assert_allclose(
            found.loadings["standardized_se"], fitted.loadings["standardized_se"], atol=1e-6
        )
        assert found.fit["chi_square"] == pytest.approx(fitted.fit["chi_square"], abs=1e-4)


def test_answers_missing_at_random_are_made_up_for():
    """Who is low on an item that all answered leaves the other out: the mean of those who did is too high, FIML's is not."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4000, 1)) + 0.7 * rng.normal(size=(4000, 4))
    answers = pd.DataFrame(x, columns=list("abcd"))
    answers.loc[answers["a"] < 0, "d"] = np.nan
    result = gm.psychometrics.confirm(answers, {"f": list("abcd")}, missing="fiml")
    assert answers["d"].mean() > 0.4
    assert abs(result.intercepts.loc["d", "estimate"]) < 0.08
    assert result.loadings.loc[("f", "d"), "standardized"] == pytest.approx(1 / np.sqrt(1.49), abs=0.03)
    assert result.mcar["p"] < 1e-6
    assert "随机缺失" in str(result.summary("zh"))


def test_nasty(whole, holes):
    def fit(answers, **options):
        return gm.psychometrics.confirm(answers, FACTORS, missing="fiml", **options)

    with pytest.raises(UnsuitableMethod, match="a: nobody answered it"):
        fit(holes.assign(a=np.nan))
    with pytest.raises(UnsuitableMethod, match="a: every answer is the same"):
        fit(holes.assign(a=holes["a"] * 0 + 3))
    with pytest.raises(UnsuitableMethod, match="3 respondents for 6 items"):
        fit(whole.iloc[:3])
    apart = whole.copy()
    apart.loc[apart.index[:75], "a"] = np.nan
    apart.loc[apart.index[75:], "d"] = np.nan
    with pytest.raises(UnsuitableMethod, match="a, d: answered together by 0 respondents: nothing tells"):
        fit(apart)
    with pytest.raises(UnsuitableMethod, match="cannot be told from these answers"):
        fit(holes.assign(a=holes["b"] + holes["c"]))
    empty = holes.copy()
    empty.iloc[[3, 5]] = np.nan
    assert any("answered nothing" in str(note) for note in fit(empty).notes)
    few = whole.copy()
    few.loc[few.index[:70], "a"], few.loc[few.index[78:], "d"] = np.nan, np.nan
    assert any("answered together by only 8 of 150" in str(note) for note in fit(few).notes)
    for options, told in (
        ({"robust": True}, "not available for answers with gaps"),
        ({"likelihood": "wishart"}, "full information needs the answers"),
        ({"n": 150}, "full information needs the answers"),
    ):
        with pytest.raises(FaultyInput, match=told):
            fit(holes, **options)
    with pytest.raises(FaultyInput, match="missing"):
        gm.psychometrics.confirm(holes, FACTORS, missing="pairwise")
