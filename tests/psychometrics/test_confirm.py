"""Confirmatory factor analysis and what rests on it: lavaan and semTools, invariants, nasty answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import multivariate_normal
from statsmodels.tools.numdiff import approx_fprime, approx_hess

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics import factor_model

FACTORS = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
# our name, lavaan's, absolute tolerance (None: relative 1e-9)
FIT = [
    ("chi_square", "chisq", None), ("df", "df", 0), ("p", "pvalue", 1e-9), ("cfi", "cfi", 1e-8), ("tli", "tli", 1e-8),
    ("nfi", "nfi", 1e-8), ("ifi", "ifi", 1e-8), ("rmsea", "rmsea", 1e-8), ("rmsea_lower", "rmsea.ci.lower", 1e-7),
    ("rmsea_upper", "rmsea.ci.upper", 1e-7), ("rmsea_close", "rmsea.pvalue", 1e-7), ("srmr", "srmr", 1e-6),
    ("rmr", "rmr", 1e-6), ("gfi", "gfi", 1e-6), ("agfi", "agfi", 1e-6), ("aic", "aic", None), ("bic", "bic", None),
    ("bic_adjusted", "bic2", None), ("log_likelihood", "logl", None), ("parameters", "npar", 0),
    ("null_chi_square", "baseline.chisq", None),
]  # fmt: skip


def check_fit(found, expected):
    for name, there, tolerance in FIT:
        if there in expected:
            kind = {"rel": 1e-9} if tolerance is None else {"abs": tolerance}
            assert found[name] == pytest.approx(expected[there], **kind), name


@pytest.mark.parametrize(
    ("key", "options"),
    [("cfa_marker", {}), ("cfa_stdlv", {"scale": "variance"}), ("cfa_wishart", {"likelihood": "wishart"})],
)
def test_holzinger(holzinger, key, options):
    data, expected = holzinger
    result = gm.psychometrics.confirm(data, FACTORS, **options)
    check_fit(result.fit, expected[key]["fit"])
    for row in expected[key]["parameters"]:
        left, right = row["lhs"], row["rhs"]
        if row["op"] == "=~":
            found = result.loadings.loc[(left, right)]
            assert found["standardized"] == pytest.approx(row["std.all"], abs=5e-6)
        elif left in FACTORS:
            found = result.factor_covariances.loc[(left, right)]
        else:
            found = result.residuals.loc[left]
        assert found["estimate"] == pytest.approx(row["est"], abs=5e-6)
        assert found["se"] == pytest.approx(row["se"], abs=1e-6)


def test_robust(raw_holzinger):
    """lavaan's MLR: scaled and robust indices, sandwich standard errors."""
    data, expected = raw_holzinger
    result = gm.psychometrics.confirm(data, FACTORS, robust=True)
    there = expected["cfa_MLR"]["fit"]
    check_fit(result.fit, there)
    pairs = {
        "scaling_factor": "chisq.scaling.factor", "cfi_scaled": "cfi.scaled", "tli_scaled": "tli.scaled",
        "rmsea_scaled": "rmsea.scaled", "cfi_robust": "cfi.robust", "tli_robust": "tli.robust",
        "rmsea_robust": "rmsea.robust", "rmsea_robust_lower": "rmsea.ci.lower.robust",
        "rmsea_robust_upper": "rmsea.ci.upper.robust",
    }  # fmt: skip
    for name, lavaan in pairs.items():
        assert result.fit[name] == pytest.approx(there[lavaan], abs=5e-7), name
    assert result.fit["chi_square_scaled"] == pytest.approx(there["chisq.scaled"], rel=1e-6)
    for row in expected["cfa_MLR"]["parameters"]:
        if row["op"] == "=~":
            found = result.loadings.loc[(row["lhs"], row["rhs"])]
            assert (found["estimate"], found["se"]) == pytest.approx((row["est"], row["se"]), abs=5e-6)
    with pytest.raises(FaultyInput, match="robust errors need the answers"):
        gm.psychometrics.confirm(data, FACTORS, likelihood="wishart", robust=True)


def spread(likelihood, at):
    """Return the sandwich A^-1 B A^-1 and the trace of A^-1 B, by differences of the respondents' likelihoods."""
    slopes = approx_fprime(at, likelihood, centered=True)
    bread = np.linalg.inv(-approx_hess(at, lambda t: likelihood(t).sum()))
    meat = slopes.T @ slopes
    assert (
        np.abs(slopes.sum(axis=0)).max() < 1e-2 * np.sqrt(np.diag(meat)).min()
    )  # the estimate is the maximum
    return bread @ meat @ bread, np.trace(bread @ meat)


def test_robust_errors_from_the_likelihood_alone():
    """Huber and White's sandwich, and the scaling factor (tr of the saturated - tr of the model) / df.

    Yuan and Bentler (2000), Sociological Methodology 30, 165-200, in Mplus' form; the likelihood is scipy's, the
    derivatives are differences.
    """
    rng = np.random.default_rng(4)
    x = rng.exponential(size=(150, 1)) + rng.exponential(size=(150, 4)) * [1.0, 0.7, 1.2, 0.5]
    result = gm.psychometrics.confirm(pd.DataFrame(x, columns=list("abcd")), {"f": list("abcd")}, robust=True)
    lower = np.tril_indices(4)

    def model(t):
        loading = np.array([1.0, *t[:3]])
        return multivariate_normal.logpdf(x, t[8:], t[3] * np.outer(loading, loading) + np.diag(t[4:8]))

    def saturated(t):
        s = np.zeros((4, 4))
        s[lower] = s.T[lower] = t[4:]
        return multivariate_normal.logpdf(x, t[:4], s)

    loadings, variance = result.loadings["estimate"][1:], result.factor_covariances["estimate"]
    at = np.concatenate([loadings, variance, result.residuals["estimate"], x.mean(axis=0)])
    sandwich, trace = spread(model, at)
    errors = np.sqrt(np.diag(sandwich))
    np.testing.assert_allclose(result.loadings["se"][1:], errors[:3], rtol=1e-4)
    np.testing.assert_allclose(result.factor_covariances["se"], errors[3:4], rtol=1e-4)
    np.testing.assert_allclose(result.residuals["se"], errors[4:8], rtol=1e-4)
    _, free = spread(saturated, np.concatenate([x.mean(axis=0), np.cov(x.T, ddof=0)[lower]]))
    factor = (free - trace) / 2
    assert result.fit["scaling_factor"] == pytest.approx(factor, rel=1e-4)
    assert result.fit["chi_square_scaled"] == pytest.approx(result.fit["chi_square"] / factor, rel=1e-4)
    assert factor > 1.1


def test_normal_answers_need_no_scaling(two_scales):
    result = gm.psychometrics.confirm(
        two_scales, {"a": list(two_scales)[:4], "b": list(two_scales)[4:]}, robust=True
    )
    plain = gm.psychometrics.confirm(two_scales, {"a": list(two_scales)[:4], "b": list(two_scales)[4:]})
    assert result.fit["scaling_factor"] == pytest.approx(1, abs=0.12)
    np.testing.assert_allclose(result.loadings["se"], plain.loadings["se"], rtol=0.25)


def test_holzinger_details(holzinger):
    data, expected = holzinger
    result = gm.psychometrics.confirm(data, FACTORS)
    for row in expected["cfa_marker"]["std"]:
        if row["op"] == "=~":
            found = result.loadings.loc[(row["lhs"], row["rhs"])]
            assert found["standardized"] == pytest.approx(row["est.std"], abs=5e-6)
            assert found["standardized_se"] == pytest.approx(row["se"], abs=1e-6)
    np.testing.assert_allclose(result.residual_correlations, expected["residual_cor"], atol=5e-6)
    np.testing.assert_allclose(result.factor_correlations, expected["cfa_marker"]["factor_cor"], atol=5e-6)
    for (_, found), row in zip(result.modifications.iterrows(), expected["modindices_top12"], strict=False):
        assert {found["left"], found["right"]} == {row["lhs"], row["rhs"]}
        assert found["index"] == pytest.approx(row["mi"], abs=1e-3)
        assert found["change"] == pytest.approx(row["epc"], abs=1e-4)
        assert found["standardized_change"] == pytest.approx(row["sepc.all"], abs=1e-4)
    check_fit(
        gm.psychometrics.confirm(data, {"g": [name for items in FACTORS.values() for name in items]}).fit,
        expected["one_factor"],
    )


def test_25_items(bfi):
    expected = bfi.expected["cfa5_complete"]
    result = gm.psychometrics.confirm(bfi.directed, bfi.factors)
    check_fit(result.fit, expected["fit"])
    for row in expected["loadings"]:
        found = result.loadings.loc[(row["lhs"], row["rhs"])]
        assert found["standardized"] == pytest.approx(row["est.std"], abs=5e-6)
        assert found["standardized_se"] == pytest.approx(row["se"], abs=1e-6)
    assert "364 of 2,800 respondents" in result.notes[0]


@pytest.mark.parametrize("scale", ["agree", "conscientious", "extraversion", "neuroticism", "openness"])
def test_one_factor_of_each_scale(bfi, scale):
    expected = bfi.expected["scales"][scale]["cfa_1factor_ml_complete"]
    result = gm.psychometrics.discriminant(bfi.scale(scale), {scale: bfi.factors[scale]})
    check_fit(result.confirmation.fit, expected["fit"])
    loadings = result.confirmation.loadings["standardized"].tolist()
    assert loadings == pytest.approx(list(expected["std_loadings"].values()), abs=5e-6)
    assert result.factors.loc[scale, "omega_observed"] == pytest.approx(expected["omega_semtools"], abs=1e-5)
    assert result.factors.loc[scale, "ave_raw"] == pytest.approx(expected["AVE_semtools"], abs=1e-5)


def test_discriminant(holzinger, bfi):
    """semTools' htmt gives Roemer's HTMT2 unless told otherwise; its compRelSEM divides by the observed variance."""
    data, expected = holzinger
    result = gm.psychometrics.discriminant(data, FACTORS)
    for factor in FACTORS:
        row, plain = result.factors.loc[factor], expected["CR_AVE_from_std_loadings"][factor]
        assert row["composite_reliability"] == pytest.approx(plain["CR"], abs=5e-6)
        assert row["average_variance_extracted"] == pytest.approx(plain["AVE"], abs=5e-6)
        assert row["root_ave"] == pytest.approx(plain["sqrtAVE"], abs=5e-6)
        assert row["omega_observed"] == pytest.approx(expected["CR_semtools"][factor], abs=5e-6)
        assert row["ave_raw"] == pytest.approx(expected["AVE_semtools"][factor], abs=5e-6)
    np.testing.assert_allclose(result.htmt2, expected["HTMT2"], atol=1e-12)
    r = data[[name for items in FACTORS.values() for name in items]].corr().abs().to_numpy()
    within = [r[i : i + 3, i : i + 3][np.triu_indices(3, 1)].mean() for i in (0, 3)]
    assert result.htmt.loc["visual", "textual"] == pytest.approx(r[:3, 3:6].mean() / np.sqrt(np.prod(within)))
    five = gm.psychometrics.discriminant(bfi.directed, bfi.factors)
    np.testing.assert_allclose(five.htmt2, bfi.expected["cfa5_complete"]["HTMT2"], atol=1e-12)
    for name, column in (("CR", "omega_observed"), ("AVE", "ave_raw")):
        there = list(bfi.expected["cfa5_complete"][name].values())
        assert five.factors[column].tolist() == pytest.approx(there, abs=1e-5)


def test_invariance(holzinger):
    data, expected = holzinger
    result = gm.psychometrics.invariance(data, FACTORS, data["school"])
    for model, there in expected["invariance_school"].items():
        check_fit(result.models.loc[model], there)
    for model, there in zip(result.models.index[1:], expected["invariance_lrt"][1:], strict=True):
        assert result.models.loc[model, "delta_chi_square"] == pytest.approx(there["Chisq diff"], rel=1e-7)
        assert result.models.loc[model, "delta_p"] == pytest.approx(there["Pr(>Chisq)"], rel=1e-6)
    assert result.models["holds"].tolist() == [True, True, False, True]
    for holds, model in (([True, False, False, True], "metric"), ([True, True, True, False], "strict")):
        told = replace(result, models=result.models.assign(holds=holds)).summary()
        assert told.startswith(f"CFI falls by more than 0.01 at the {model} model")
    assert (
        replace(result, models=result.models.assign(holds=True))
        .summary()
        .startswith("CFI falls by at most 0.01")
    )
    assert result.groups.to_dict() == {"Pasteur": 156, "Grant-White": 145}


def test_method_bias(bfi):
    result = gm.psychometrics.method_bias(bfi.directed, bfi.factors)
    there = bfi.expected["efa25_complete"]["harman_first_pc_share"]
    assert result.harman_share == pytest.approx(there, abs=1e-12)
    assert not result.suspected
    for bound, suspected in ((there + 1e-6, False), (there - 1e-6, True)):
        assert gm.psychometrics.method_bias(bfi.directed, bound=bound).suspected == suspected
    exactly = gm.psychometrics.method_bias(bfi.directed, bound=result.harman_share)
    assert not exactly.suspected
    single, measured, change = (result.models.loc[model] for model in result.models.index)
    assert change["chi_square"] == measured["chi_square"] - single["chi_square"] < 0
    assert change["p"] == stats.chi2.sf(-change["chi_square"], single["df"] - measured["df"])
    assert np.isnan(change["rmsea_close"])
    assert "20.5" in result.summary("zh")


def test_gradient_and_information():
    """The score is the derivative of the discrepancy, with means, by central differences."""
    rng = np.random.default_rng(3)
    layout = factor_model.Layout(np.array([0, 1, 2, 3, 0]), np.array([0, 0, 1, 1, 1]), 4, 2, True)
    t = np.concatenate([rng.uniform(0.5, 1, 5), [1.0, 0.4, 1.2], rng.uniform(0.5, 1, 4), rng.normal(size=6)])
    x = rng.normal(size=(50, 4))
    group = factor_model.Moments(np.cov(x.T), x.mean(axis=0), 50)
    slope, information = factor_model.scores(layout, t, group)
    step = 1e-6 * np.eye(len(t))
    ahead = [
        factor_model.discrepancy(layout, t + s, group) - factor_model.discrepancy(layout, t - s, group)
        for s in step
    ]
    np.testing.assert_allclose(slope, -np.array(ahead) / 2e-6 / 2, atol=1e-7)
    np.testing.assert_allclose(information, information.T, atol=1e-12)
    assert np.linalg.eigvalsh(information)[0] > -1e-10


@given(st.integers(0, 2000), st.floats(1e-7, 1e7))
def test_units_do_not_matter(seed, unit):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.normal(size=(150, 1)) + rng.normal(size=(150, 4)), columns=list("abcd"))
    one = gm.psychometrics.confirm(x, {"f": list("abcd")})
    two = gm.psychometrics.confirm(x.assign(b=x["b"] * unit), {"f": list("abcd")})
    assert two.fit["chi_square"] == pytest.approx(one.fit["chi_square"], abs=1e-6)
    np.testing.assert_allclose(one.loadings["standardized"], two.loadings["standardized"], atol=1e-4)
    np.testing.assert_allclose(one.residuals["z"], two.residuals["z"], rtol=1e-3)


def test_simulated_truth_is_recovered(two_scales):
    result = gm.psychometrics.confirm(two_scales, {"a": list(two_scales)[:4], "b": list(two_scales)[4:]})
    assert result.fit["p"] > 0.001
    assert result.factor_correlations.loc["a", "b"] == pytest.approx(0.5, abs=0.12)
    assert result.loadings["standardized"].tolist() == pytest.approx([0.8 / np.hypot(0.8, 0.7)] * 8, abs=0.08)


def test_order_of_rows_and_columns_does_not_matter(two_scales):
    factors = {"a": ["a1", "a2", "a3", "a4"], "b": ["b1", "b2", "b3", "b4"]}
    one = gm.psychometrics.confirm(two_scales, factors)
    two = gm.psychometrics.confirm(two_scales.sample(frac=1, random_state=1)[list(two_scales)[::-1]], factors)
    pd.testing.assert_frame_equal(one.loadings, two.loadings, atol=1e-5)


def test_turned_item_has_a_negative_loading(two_scales):
    turned = two_scales.assign(a3=-two_scales["a3"])
    loadings = gm.psychometrics.confirm(turned, {"a": ["a1", "a2", "a3", "a4"]}).loadings["standardized"]
    assert (loadings < 0).tolist() == [False, False, True, False]


def test_heywood_case_is_named():
    r = pd.DataFrame([[1, 0.8, 0.7, 0.3], [0.8, 1, 0.44, 0.2], [0.7, 0.44, 1, 0.25], [0.3, 0.2, 0.25, 1]])
    result = gm.psychometrics.confirm(r.set_axis(list("abcd"), axis=1), {"f": list("abcd")}, n=100)
    assert result.residuals.loc["a", "estimate"] < 0
    assert any("Heywood case: item a" in note for note in result.notes)


def test_nasty(likert, two_scales):
    five = {"f": list(likert)}
    with pytest.raises(UnsuitableMethod, match="c: every answer is the same"):
        gm.psychometrics.confirm(likert.assign(c=1), {"f": ["q1", "q2", "q3", "c"]})
    with pytest.raises(UnsuitableMethod, match="a factor needs at least two"):
        gm.psychometrics.confirm(likert, {"f": ["q1"], "g": ["q2", "q3"]})
    with pytest.raises(UnsuitableMethod, match="4 parameters for 3 covariances"):
        gm.psychometrics.confirm(likert, {"f": ["q1", "q2"]})
    with pytest.raises(UnsuitableMethod, match="singular"):
        gm.psychometrics.confirm(likert.head(5), five)
    with pytest.raises(UnsuitableMethod, match="1 usable respondent"):
        gm.psychometrics.confirm(likert.head(1), five)
    with pytest.raises(UnsuitableMethod, match="singular"):
        gm.psychometrics.confirm(likert.assign(copy=likert["q1"]), {"f": [*likert, "copy"]})
    with pytest.raises(FaultyInput) as caught:
        gm.psychometrics.confirm(likert, {"f": ["q1", "zz"], "g": "q2", "h": ["q3", "q3"]})
    assert len(caught.value.faults) == 3
    with pytest.raises(FaultyInput, match="mapping"):
        gm.psychometrics.confirm(likert, {})
    groups = pd.Series(["x"] * 400)
    factors = {"a": ["a1", "a2", "a3", "a4"]}
    with pytest.raises(UnsuitableMethod, match="1 group"):
        gm.psychometrics.invariance(two_scales, factors, groups)
    with pytest.raises(UnsuitableMethod, match="group y: 3 respondents for 4 items"):
        gm.psychometrics.invariance(two_scales, factors, groups.mask(groups.index < 3, "y"))
    with pytest.raises(FaultyInput, match="3 respondents have no group"):
        gm.psychometrics.invariance(two_scales, factors, groups.mask(groups.index < 3))


def test_just_identified_model_fits_perfectly(likert):
    result = gm.psychometrics.confirm(likert, {"f": ["q1", "q2", "q3"]})
    assert result.fit["df"] == 0
    assert result.fit["chi_square"] == pytest.approx(0, abs=1e-6)
    assert (result.fit["cfi"], result.fit["rmsea"]) == (1.0, 0.0)
    assert np.isnan(result.fit["p"])


def test_ways_out_of_what_is_refused_lead_out():
    """Each refusal is followed by the call that it names."""
    rng = np.random.default_rng(0)
    general = rng.normal(size=240)
    factors = {name: [f"{name}{i}" for i in range(3)] for name in "uvw"}
    held = {name: general + rng.normal(size=240) for name in factors}
    x = pd.DataFrame(
        {item: held[item[0]] + rng.normal(size=240) for items in factors.values() for item in items}
    )
    gaps, above = x.mask(rng.random(x.shape) < 0.05), {"all": list(factors)}
    with pytest.raises(gm.FaultyInput, match='use missing="listwise", or robust=False'):
        gm.psychometrics.confirm(gaps, factors, robust=True, missing="fiml")
    assert "scaling_factor" in gm.psychometrics.confirm(gaps, factors, robust=True, missing="listwise").fit
    assert gm.psychometrics.confirm(gaps, factors, missing="fiml").n == 240
    with pytest.raises(gm.FaultyInput, match="not available for second-order factors; use robust=False"):
        gm.psychometrics.confirm(x, factors, robust=True, second_order=above)
    assert gm.psychometrics.confirm(x, factors, second_order=above).second_order is not None
    for options in ({"robust": True}, {"missing": "fiml"}):
        with pytest.raises(
            gm.FaultyInput, match="give respondents' answers, and leave the likelihood normal"
        ):
            gm.psychometrics.confirm(x.corr(), factors, n=240, **options)
        assert gm.psychometrics.confirm(x, factors, **options).n == 240
    plain, same = gm.psychometrics.confirm(x, factors), gm.psychometrics.paths(x, {"w": ["u", "v"]}, factors)
    assert same.fit["chi_square"] == pytest.approx(plain.fit["chi_square"])
    assert same.fit["df"] == plain.fit["df"]
    for column in ("standardized", "se"):
        assert same.loadings[column].to_numpy() == pytest.approx(plain.loadings[column].to_numpy(), abs=1e-6)
    weights = pd.Series(rng.uniform(1, 3, 240))
    assert gm.psychometrics.paths(x, {"w": ["u", "v"]}, factors, weights=weights).errors == "weights"
    means = pd.DataFrame({name: x[items].mean(axis=1) for name, items in factors.items()})
    assert gm.psychometrics.mediate(means, "w", "u", "v", draws=100, weights=weights).draws == 100
