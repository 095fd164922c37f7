"""Indices of fit and item statistics against their definitions, where other programs' tables do not reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2, multivariate_normal, ncx2

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics.factor_model import Moments
from govmetrics.psychometrics._fit_words import CRITERIA
from govmetrics.psychometrics._item_statistics import standardized_alpha
from govmetrics.psychometrics._model_fit import _chi_square, _gfi, _likelihood, _residuals, robust_indices
from govmetrics.psychometrics.discriminant import _verdicts
from govmetrics.psychometrics.invariance import _compared
from govmetrics.psychometrics.omega import _general
from govmetrics.psychometrics.split_half import _split_half


def groups_with_means(p=3):
    """Two groups: implied covariances, what was seen, and how far the means are apart."""
    rng = np.random.default_rng(0)
    made = []
    for n in (80, 120):
        sigma, seen = (np.cov(rng.normal(size=(p, 40))) + np.eye(p) for _ in range(2))
        made.append((sigma, Moments(seen, rng.normal(size=p), n), rng.normal(size=p) / 3))
    return made


def test_goodness_of_fit_is_a_ratio_of_quadratic_forms():
    """1 - e'We / s'Ws with the weights of maximum likelihood: S^-1 of means, half its Kronecker square of covariances."""
    groups = groups_with_means()
    rest = whole = 0.0
    for sigma, group, apart in groups:
        inverse = np.linalg.inv(sigma)
        weight = np.kron(inverse, inverse) / 2
        off = (group.covariance - sigma).ravel()
        rest += group.n * (off @ weight @ off + apart @ inverse @ apart)
        whole += group.n * group.covariance.ravel() @ weight @ group.covariance.ravel()
    found = _gfi(groups, df=5, moments=18)
    assert found["gfi"] == pytest.approx(1 - rest / whole, abs=1e-12)
    assert found["agfi"] == pytest.approx(1 - rest / whole * 18 / 5, abs=1e-12)


def test_residuals_are_averaged_over_groups_by_size():
    groups = groups_with_means()
    standard, raw = [], []
    for sigma, group, apart in groups:
        sd = np.sqrt(np.diag(group.covariance))
        gaps = [group.covariance[i, j] - sigma[i, j] for i in range(3) for j in range(i + 1)]
        sizes = [sd[i] * sd[j] for i in range(3) for j in range(i + 1)]
        raw.append(np.sqrt(np.mean(np.square([*gaps, *apart]))))
        standard.append(np.sqrt(np.mean(np.square([*np.divide(gaps, sizes), *(apart / sd)]))))
    found = _residuals(groups, means=True)
    assert found["srmr"] == pytest.approx(0.4 * standard[0] + 0.6 * standard[1], abs=1e-12)
    assert found["rmr"] == pytest.approx(0.4 * raw[0] + 0.6 * raw[1], abs=1e-12)


def test_the_likelihood_is_that_of_a_sample_with_these_moments():
    sigma, group, apart = groups_with_means()[0]
    x = np.random.default_rng(1).normal(size=(80, 3))
    x = (x - x.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(x.T, ddof=0))).T
    x = x @ np.linalg.cholesky(group.covariance).T + apart
    assert _likelihood(sigma, group, apart, 80) == pytest.approx(
        multivariate_normal(np.zeros(3), sigma).logpdf(x).sum(), abs=1e-9
    )


def test_a_model_without_degrees_of_freedom_has_no_room_for_misfit():
    x = np.random.default_rng(0).normal(size=(200, 1)) + np.random.default_rng(1).normal(size=(200, 3))
    found = gm.psychometrics.confirm(
        pd.DataFrame(x, columns=list("abc")), {"f": list("abc")}, robust=True
    ).fit
    for name in ("rmsea", "rmsea_lower", "rmsea_upper", "rmsea_scaled", "rmsea_robust", "rmsea_robust_lower",
                 "rmsea_robust_upper"):  # fmt: skip
        assert found[name] == 0, name
    for name in ("p", "chi_square_by_df", "rmsea_close", "agfi", "scaling_factor", "p_scaled", "cfi_robust"):
        assert np.isnan(found[name]), name


@pytest.mark.parametrize("df", [1, 4])
def test_what_follows_from_chi_square_by_scipy(df):
    """The noncentral distribution inverted by a search (Steiger 1990); close fit is RMSEA .05."""
    value, n = df + 4.0, 150
    found = _chi_square(value, df, 90.0, 10, n=n, groups=1)

    def noncentrality(tail):
        if chi2.cdf(value, df) < tail:
            return 0.0
        return brentq(lambda x: ncx2.cdf(value, df, x) - tail, 1e-9, 100)

    assert (found["p"], found["chi_square_by_df"]) == pytest.approx((chi2.sf(value, df), value / df))
    assert found["rmsea"] == pytest.approx(np.sqrt(4 / (df * n)))
    ends = [np.sqrt(noncentrality(tail) / (df * n)) for tail in (0.95, 0.05)]
    assert (found["rmsea_lower"], found["rmsea_upper"]) == pytest.approx(ends, rel=1e-6)
    assert ends[1] > 0
    assert found["rmsea_close"] == pytest.approx(ncx2.sf(value, df, 0.05**2 * df * n))
    assert found["cfi"] == pytest.approx(1 - 4 / 80)
    assert found["tli"] == pytest.approx((9 - value / df) / (9 - 1))
    assert (found["nfi"], found["ifi"]) == pytest.approx((1 - value / 90, (90 - value) / (90 - df)))
    # allowing for answers that are not normal: the statistic over c = (whole - model) / df (Yuan and Bentler 2000)
    c = 0.8
    robust = robust_indices(found | {"n": float(n)}, (7.0, 7 + c * df, 3.0))
    assert robust["scaling_factor"] == pytest.approx(c)
    assert (robust["chi_square_scaled"], robust["p_scaled"]) == pytest.approx(
        (value / c, chi2.sf(value / c, df))
    )
    value /= c
    ends = [np.sqrt(c * noncentrality(tail) / (df * n)) for tail in (0.95, 0.05)]
    assert (robust["rmsea_robust_lower"], robust["rmsea_robust_upper"]) == pytest.approx(ends, rel=1e-6)
    assert robust["rmsea_robust"] == pytest.approx(np.sqrt(c * (value - df) / (df * n)))
    assert robust["rmsea_scaled"] == pytest.approx(np.sqrt((value - df) / (df * n)))


def test_of_some_indices_nothing_is_asked():
    asked = {key for key, one in CRITERIA.items() if one.asked}
    assert set(CRITERIA) - asked == {"chi_square", "df", "aic", "bic"}
    assert CRITERIA["df"].met(3) is None
    assert (CRITERIA["cfi"].met(0.91), CRITERIA["cfi"].met(0.9), CRITERIA["cfi"].met(np.nan)) == (
        True,
        False,
        None,
    )
    assert (CRITERIA["rmsea"].met(0.07), CRITERIA["rmsea"].met(0.08)) == (True, False)


def test_correlations_that_contradict_each_other_have_no_standardised_alpha():
    """Of three items none can correlate below -1/2 on average; pairs seen on different respondents can."""
    for average, alpha in ((0.5, 3 * 0.5 / 2), (-0.4, 3 * -0.4 / 0.2), (-0.6, np.nan)):
        r = np.full((3, 3), average) + (1 - average) * np.eye(3)
        assert standardized_alpha(r) == pytest.approx((alpha, average), nan_ok=True)


def test_items_whose_sum_has_no_variance_have_no_standardised_alpha():
    """k r / (1 + (k - 1) r) with r = -1 / (k - 1): of two opposites, and of three that cancel."""
    for k in (2, 3, 5):
        r = np.full((k, k), -1 / (k - 1))
        np.fill_diagonal(r, 1)
        found, average = standardized_alpha(r)
        assert average == pytest.approx(-1 / (k - 1))
        assert np.isnan(found) or found < -1e14
    assert np.isnan(standardized_alpha(np.array([[1.0, -1], [-1, 1]]))[0])


def test_two_correlations_are_no_answers_either():
    with pytest.raises(FaultyInput, match="look like a correlation matrix"):
        gm.psychometrics.alpha(pd.DataFrame([[1, 0.5], [0.5, 1]]))


def test_principal_axes_that_do_not_settle_say_so():
    noise = np.corrcoef(np.random.default_rng(0).normal(size=(40, 5)).T)
    loadings = np.array([0.8, 0.7, 0.6])
    clear = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    for r, factors, late in ((noise, 2, True), (clear, 1, False)):
        found = gm.psychometrics.explore(pd.DataFrame(r), factors, "principal_axis", "none", n=40)
        assert any("did not settle in 50 iterations" in note for note in found.notes) == late


@pytest.mark.parametrize("sign", [1, -1])
def test_omega_of_two_group_factors_by_hand(sign):
    """Two factors that correlate .36: of each loading .6 goes to the general factor, .8 stays with the group."""
    loading = np.array([0.8, 0.7, 0.6, 0.75, 0.65, 0.5])
    own = loading[:, None] * np.repeat(np.eye(2), 3, axis=0)
    r = own @ np.array([[1, sign * 0.36], [sign * 0.36, 1]]) @ own.T + np.diag(1 - loading**2)
    found = gm.psychometrics.omega(pd.DataFrame(r), 2, n=200)
    assert found.total == pytest.approx(1 - (1 - loading**2).sum() / r.sum(), abs=1e-5)
    sums = loading[:3].sum(), loading[3:].sum()
    assert found.hierarchical == pytest.approx((0.6 * (sums[0] + sign * sums[1])) ** 2 / r.sum(), abs=5e-5)
    assert sorted(row["items"] for _, row in found.groups.iterrows()) == [("0", "1", "2"), ("3", "4", "5")]
    for _, row in found.groups.iterrows():
        part = slice(0, 3) if row["items"][0] == "0" else slice(3, 6)
        within = r[part, part].sum()
        assert abs(row["on_general"]) == pytest.approx(0.6, abs=1e-4)
        assert row["total"] == pytest.approx(1 - (1 - loading[part] ** 2).sum() / within, abs=1e-5)
        assert row["general_part"] == pytest.approx((0.6 * loading[part].sum()) ** 2 / within, abs=1e-4)
        assert row["group_part"] == pytest.approx((0.8 * loading[part].sum()) ** 2 / within, abs=1e-4)


def test_average_partial_correlations_are_those_of_residuals_on_components():
    """Velicer (1976): items regressed on 1, 2, ... component scores, their residuals correlated."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 2)) @ rng.normal(size=(2, 6)) + rng.normal(size=(60, 6))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    vectors = np.linalg.eigh(np.corrcoef(x.T))[1][:, ::-1]
    wanted = []
    for m in range(1, 5):
        scores = x @ vectors[:, :m]
        rest = x - scores @ np.linalg.lstsq(scores, x, rcond=None)[0]
        wanted.append(np.mean(np.corrcoef(rest.T)[np.triu_indices(6, 1)] ** 2))
    found = gm.psychometrics.parallel(pd.DataFrame(x), draws=10)
    assert found.eigenvalues["average_partial"].tolist() == pytest.approx(
        [*wanted, np.nan, np.nan], nan_ok=True
    )
    assert found.average_partial == np.argmin(wanted) + 1


def test_eigenvalues_of_one_are_not_above_one():
    assert gm.psychometrics.parallel(pd.DataFrame(np.eye(4)), n=100, draws=10).kaiser == 0


def test_criteria_of_discriminant_validity_are_strict():
    """Fornell and Larcker: the root above the correlation; Henseler et al.: a ratio below .85, not at it."""
    phi = np.array([[1, 0.5, 0.6], [0.5, 1, -0.7], [0.6, -0.7, 1]])
    htmt = np.array([[1, 0.85, 0.849], [0.85, 1, 0.86], [0.849, 0.86, 1]])
    found = _verdicts(phi, np.array([0.7, 0.5, 0.65]), htmt, ["F", "G", "H"]).set_index(["factor", "with"])
    assert found["fornell_larcker"].to_dict() == {("F", "G"): False, ("F", "H"): True, ("G", "H"): False}
    assert found["htmt_below_085"].to_dict() == {("F", "G"): False, ("F", "H"): True, ("G", "H"): False}
    assert found["smaller_root_ave"].tolist() == [0.5, 0.65, 0.5]


def test_models_are_compared_with_the_one_above():
    """Differences of chi-square by scipy; one that falls by rounding has p = 1."""
    table = pd.DataFrame(
        {"chi_square": [10, 10.4, 10.4 - 1e-9, 30], "df": [4, 6, 8, 9], "cfi": [0.99, 0.985, 0.974, 0.97],
         "rmsea": [0.01, 0.03, 0.02, 0.05], "srmr": 0.0}, ["a", "b", "c", "d"])  # fmt: skip
    found = _compared(table.to_dict("index"))
    assert np.isnan(found.loc["a", "delta_p"])
    assert found["delta_p"].tolist()[1:] == pytest.approx([chi2.sf(0.4, 2), 1, chi2.sf(19.6, 1)], rel=1e-6)
    assert found["delta_df"].tolist()[1:] == [2, 2, 1]
    assert found["delta_rmsea"].tolist()[1:] == pytest.approx([0.02, -0.01, 0.03])
    assert found["holds"].tolist() == [True, True, False, True]


def test_alpha_is_called_negative_below_zero_only():
    """Two items without covariance have an alpha of exactly zero; with a negative one it is 2 (1 - 4 / 2) = -2."""
    one, other = [1, 1, -1, -1], [1, -1, 1, -1]
    flat = gm.psychometrics.alpha(pd.DataFrame({"a": one, "b": other}))
    assert flat.alpha == 0
    assert not any("negative" in str(note) for note in flat.notes)
    against = gm.psychometrics.alpha(pd.DataFrame({"a": [3, 1, -1, -3], "b": [-1, -3, 3, 1]}))
    assert against.alpha == pytest.approx(2 * (1 - 40 / 16))
    assert any("negative" in str(note) for note in against.notes)


def test_factors_that_are_just_identified_are_not_blamed():
    """Ledermann (1937): k items bear m factors while (k - m)^2 >= k + m; 6 items bear 3, and 3 items one."""
    rng = np.random.default_rng(4)
    general, groups = rng.normal(size=(300, 1)), rng.normal(size=(300, 3))
    items = general + groups[:, [0, 0, 1, 1, 2, 2]] + rng.normal(size=(300, 6))
    frame = pd.DataFrame(items, columns=list("abcdef"))
    for used, factors, blamed in ((6, 3, False), (5, 3, True), (3, 1, False), (5, 2, False), (4, 2, True)):
        notes = gm.psychometrics.omega(frame.iloc[:, :used], factors).notes
        assert any("not identified" in str(note) for note in notes) == blamed, (used, factors)


def test_two_items_asked_twice_have_a_total():
    first = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5]}, index=list("vwxyz"))
    second = pd.DataFrame({"a": [2, 1, 3, 5, 5], "b": [1, 1, 5, 3, 4]}, index=list("vwxyz"))
    found = gm.psychometrics.test_retest(first, second).table
    assert found.index.tolist() == ["a", "b", "total"]
    assert found.loc["total", "r"] == pytest.approx(np.corrcoef(first.sum(axis=1), second.sum(axis=1))[0, 1])


def test_a_p_of_five_percent_is_not_below_it():
    items = pd.DataFrame(np.random.default_rng(0).integers(1, 6, (60, 3)), columns=list("abc"))
    found = gm.psychometrics.item_analysis(items)
    for p, named in (([0.05, 0.01, 0.01], "a"), ([0.01, 0.051, np.nan], "b, c"), ([0.01, 0.049, 0.01], "")):
        told = replace(found, items=found.items.assign(p=p)).summary()
        assert (f"do not differ at p < 0.05 on: {named}." if named else "on every item") in told


@pytest.mark.parametrize(("r", "value"), [(-1.0, -np.inf), (0.0, 0.0), (0.5, 2 / 3), (1.0, 1.0)])
@pytest.mark.filterwarnings("ignore:divide by zero")  # Guttman's coefficient of a sum without variance
def test_halves_that_are_opposites_have_no_bound_below(r, value):
    """2 r / (1 + r) falls to minus infinity at r = -1 (Spearman, Brown 1910)."""
    found = _split_half(np.array([[4.0, 4 * r], [4 * r, 4]]), np.array([True, False]))
    assert found["spearman_brown"] == pytest.approx(value)


@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 1), (-1, 1, 1), (-1, -1, 1), (-1, -1, -1)])
def test_the_general_factor_of_group_factors_sums_to_above_zero(signs):
    """Correlations that one factor makes: its loadings, but for their common sign."""
    loading = np.array([0.9, 0.7, 0.5]) * signs
    phi = np.outer(loading, loading)
    np.fill_diagonal(phi, 1)
    np.testing.assert_allclose(_general(phi), loading * np.sign(loading.sum()), atol=2e-3)


@pytest.mark.parametrize(("size", "rough"), [(10, False), (9, True)])
def test_expected_counts_of_five_are_enough(size, rough):
    """Half of either group says 1: every expected count is half a group."""
    half = [1] * (size // 2) + [2] * (size - size // 2)
    found = gm.psychometrics.compare(
        pd.DataFrame({"a": half * 2}), pd.Series(["x"] * size + ["y"] * size), "chi_square"
    )
    assert any("below 5" in str(note) for note in found.notes) == rough


def test_raters_who_agree_about_all_are_not_raters_who_rate_all_alike():
    """Kendall's W is 1 of one order, whatever the numbers."""
    agreed = pd.DataFrame({"r1": [1, 2, 3, 4], "r2": [1, 2, 3, 4], "r3": [2, 4, 6, 8]})
    assert gm.psychometrics.kendall(agreed).w == pytest.approx(1)
    assert gm.psychometrics.kendall(agreed[["r1", "r2"]]).w == pytest.approx(1)
    with pytest.raises(UnsuitableMethod, match="rates everything alike"):
        gm.psychometrics.kendall(pd.DataFrame({"r1": [1, 1, 1], "r2": [3, 3, 3]}))
