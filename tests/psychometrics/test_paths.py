"""Path analysis and structural equation models: lavaan's Political Democracy, statsmodels, explicit matrices, nasty models.

The published tables are lavaan's (three digits: an executed tutorial of lavaan 0.6-2; all digits: the estimates of the model
without y4 ~~ y8 that semopy 2.3.11 holds for its own tests). Bollen (1989, pp. 332-338) has the model; the book was not read.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from govmetrics.core.errors import FaultyInput, GovmetricsError, UnsuitableMethod
from govmetrics.psychometrics import confirm, paths

FACTORS = {"ind60": ["x1", "x2", "x3"], "dem60": ["y1", "y2", "y3", "y4"], "dem65": ["y5", "y6", "y7", "y8"]}
ARROWS = {"dem60": ["ind60"], "dem65": ["ind60", "dem60"]}
PAIRS = [("y1", "y5"), ("y2", "y4"), ("y2", "y6"), ("y3", "y7"), ("y4", "y8"), ("y6", "y8")]


@pytest.fixture(scope="module")
def democracy(facts):
    return pd.read_csv(facts / "paths" / "political_democracy.csv")


def people(n=200, seed=0):
    rng = np.random.default_rng(seed)
    x, w = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 2]], size=n).T
    m = 0.5 * x + 0.3 * w + rng.normal(size=n)
    y = 0.2 * x + 0.4 * m + rng.standard_t(6, size=n)
    return pd.DataFrame({"x": x, "w": w, "m": m, "y": y, "z": 0.3 * y + rng.normal(size=n)})


def test_political_democracy_as_lavaan_prints_it(democracy):
    found = paths(democracy, ARROWS, FACTORS, PAIRS)
    arrows = {
        ("dem60", "ind60"): (1.483, 0.399, 3.715, 0.447),
        ("dem65", "ind60"): (0.572, 0.221, 2.586, 0.182),
        ("dem65", "dem60"): (0.837, 0.098, 8.514, 0.885),
    }
    for row, values in arrows.items():
        assert found.coefficients.loc[row, ["b", "se", "z", "beta"]].to_numpy() == pytest.approx(
            values, abs=5.1e-4
        ), row
    loadings = {
        "x2": (2.180, 0.139, 0.973), "x3": (1.819, 0.152, 0.872), "y2": (1.257, 0.182, 0.717), "y3": (1.058, 0.151, 0.722),
        "y4": (1.265, 0.145, 0.846), "y6": (1.186, 0.169, 0.746), "y7": (1.280, 0.160, 0.824), "y8": (1.266, 0.158, 0.828),
    }  # fmt: skip
    table = found.loadings.droplevel("factor")
    for item, values in loadings.items():
        assert table.loc[item, ["estimate", "se", "standardized"]].to_numpy() == pytest.approx(
            values, abs=5.1e-4
        ), item
    pairs = {
        ("y1", "y5"): (0.624, 0.358, 0.296), ("y2", "y4"): (1.313, 0.702, 0.273), ("y2", "y6"): (2.153, 0.734, 0.356),
        ("y3", "y7"): (0.795, 0.608, 0.191), ("y4", "y8"): (0.348, 0.442, 0.109), ("y6", "y8"): (1.356, 0.568, 0.338),
    }  # fmt: skip
    for row, values in pairs.items():
        assert found.covariances.loc[row, ["b", "se", "correlation"]].to_numpy() == pytest.approx(
            values, abs=5.1e-4
        ), row
    assert found.fit[["chi_square", "df", "p"]].to_numpy() == pytest.approx([38.125, 35, 0.329], abs=5.1e-4)
    assert found.residual_variances[["x1", "y1", "dem60", "dem65"]].to_numpy() == pytest.approx(
        [0.154, 0.277, 0.800, 0.039], abs=5.1e-4
    )
    # indirect: 1.483 * 0.837
    assert found.effects.loc[("dem65", "ind60"), "indirect"] == pytest.approx(1.483 * 0.837, abs=2e-3)


def test_all_digits_of_lavaans_estimates(democracy, facts):
    found = paths(democracy, ARROWS, FACTORS, [pair for pair in PAIRS if pair != ("y4", "y8")])
    published = pd.read_csv(facts / "paths" / "political_democracy_lavaan.csv")
    for row in published.itertuples(index=False):
        if row.operator == "~":
            got = found.coefficients.loc[(row.left, row.right), "b"]
        elif row.operator == "=~":
            got = found.loadings.loc[(row.left, row.right), "estimate"]
        elif row.left != row.right:
            got = found.covariances.loc[(row.left, row.right), "b"]
        else:
            continue
        assert got == pytest.approx(row.estimate, rel=2e-4), row


def test_a_measurement_model_alone_is_what_confirm_has(democracy):
    """Arrows among all factors are as many as their covariances: the fit is that of the confirmatory model."""
    ours, theirs = paths(democracy, ARROWS, FACTORS), confirm(democracy, FACTORS)
    keys = ["chi_square", "df", "cfi", "tli", "rmsea", "srmr", "gfi", "aic", "bic"]
    assert ours.fit[keys].to_numpy() == pytest.approx(theirs.fit[keys].to_numpy(), rel=1e-7)
    assert ours.loadings["se"].to_numpy() == pytest.approx(
        theirs.loadings["se"].to_numpy(), rel=1e-5, abs=1e-12
    )
    robust, mlr = paths(democracy, ARROWS, FACTORS, robust=True), confirm(democracy, FACTORS, robust=True)
    keys = ["scaling_factor", "chi_square_scaled", "cfi_robust", "rmsea_robust"]
    assert robust.fit[keys].to_numpy() == pytest.approx(mlr.fit[keys].to_numpy(), rel=1e-5)
    assert robust.loadings["se"].to_numpy() == pytest.approx(
        mlr.loadings["se"].to_numpy(), rel=1e-4, abs=1e-12
    )


def test_observed_paths_are_regressions_with_the_fit_of_their_covariances():
    """Coefficients by statsmodels; chi-square, SRMR and CFI from the implied matrix written out by hand."""
    table = people()
    found = paths(table, {"m": ["x", "w"], "y": ["x", "m"], "z": ["y"]})
    equations = {"m": ["x", "w"], "y": ["x", "m"], "z": ["y"]}
    fits = {y: sm.OLS(table[y], sm.add_constant(table[x])).fit() for y, x in equations.items()}
    for outcome, fit in fits.items():
        got = found.coefficients.loc[outcome, "b"]
        assert got.to_numpy() == pytest.approx(fit.params[got.index].to_numpy(), rel=1e-8), outcome
        assert found.r_squared[outcome] == pytest.approx(fit.rsquared, abs=0.02)  # of the implied variance
    names = ["x", "w", "m", "y", "z"]
    a, s = np.zeros((5, 5)), np.zeros((5, 5))
    for outcome, fit in fits.items():
        for name in equations[outcome]:
            a[names.index(outcome), names.index(name)] = fit.params[name]
        s[names.index(outcome), names.index(outcome)] = (fit.resid**2).mean()
    cov = np.cov(table[names].T, ddof=0)
    s[:2, :2] = cov[:2, :2]
    total = np.linalg.inv(np.eye(5) - a)
    implied = total @ s @ total.T
    f = np.trace(cov @ np.linalg.inv(implied)) - np.linalg.slogdet(cov @ np.linalg.inv(implied))[1] - 5
    assert found.fit["chi_square"] == pytest.approx(200 * f, rel=1e-6)
    assert found.fit["df"] == 4
    sd = np.sqrt(np.diag(cov))
    apart = ((cov - implied) / np.outer(sd, sd))[np.tril_indices(5)]
    assert found.fit["srmr"] == pytest.approx(np.sqrt((apart**2).mean()), rel=1e-6)
    null = -200 * (
        np.linalg.slogdet(np.corrcoef(table[names].T))[1]
        - np.linalg.slogdet(np.corrcoef(table[["x", "w"]].T))[1]
    )
    assert found.fit[["null_chi_square", "null_df"]].to_numpy() == pytest.approx([null, 9], rel=1e-8)
    assert found.fit["cfi"] == pytest.approx(1 - max(200 * f - 4, 0) / (null - 9), abs=1e-8)
    effects = total - np.eye(5)
    for (outcome, name), row in found.effects.iterrows():
        i, j = names.index(outcome), names.index(name)
        assert row["total"] == pytest.approx(effects[i, j], rel=1e-7)
        assert row["indirect"] == pytest.approx(effects[i, j] - a[i, j], rel=1e-7, abs=1e-12)
        scale = np.sqrt(implied[j, j] / implied[i, i])
        assert row["beta_total"] == pytest.approx(effects[i, j] * scale, rel=1e-6)


def test_errors_of_the_textbook_and_of_the_sandwich():
    """Saturated: ML errors have the divisor n; robust ones are statsmodels' HC0, by cluster with the factor G / (G - 1)."""
    table = people()
    groups = pd.Series(np.arange(200) % 25, index=table.index)
    weights = pd.Series(np.random.default_rng(1).uniform(0.5, 2, 200), index=table.index)
    model = {"m": ["x", "w"], "y": ["x", "m", "w"]}
    design = sm.add_constant(table[["x", "m", "w"]])
    plain = sm.OLS(table["y"], design).fit()
    by_cluster = {"cov_type": "cluster", "cov_kwds": {"groups": groups, "use_correction": False}}
    wanted = {
        "textbook": ({}, plain.bse * np.sqrt((200 - 4) / 200)),
        "robust": ({"robust": True}, sm.OLS(table["y"], design).fit(cov_type="HC0").bse),
        "weights": ({"weights": weights}, sm.WLS(table["y"], design, weights).fit(cov_type="HC0").bse),
        "clusters": ({"weights": weights, "cluster": groups},
                     sm.WLS(table["y"], design, weights).fit(**by_cluster).bse * np.sqrt(25 / 24)),
    }  # fmt: skip
    for errors, (more, se) in wanted.items():
        found = paths(table, model, **more)
        assert found.errors == errors
        got = found.coefficients.loc["y", "se"]
        assert got.to_numpy() == pytest.approx(se[got.index].to_numpy(), rel=1e-5), errors


def test_the_scaling_by_clusters_knows_copies():
    """Ten copies of everybody, drawn together, say no more than one: the scaled chi-square is that of one row each."""
    table = people(150)
    model = {"m": ["x"], "y": ["m"], "z": ["y"]}
    one = paths(table, model, robust=True).fit
    copies = pd.concat([table] * 10, ignore_index=True)
    ten = paths(copies, model, cluster=pd.Series(list(range(150)) * 10)).fit
    assert ten["chi_square_scaled"] * 150 / 149 == pytest.approx(one["chi_square_scaled"], rel=1e-6)
    assert ten["chi_square"] == pytest.approx(10 * one["chi_square"], rel=1e-8)


def test_delta_errors_of_an_indirect_effect_are_sobels():
    """With uncorrelated estimates the delta method is Sobel's formula."""
    found = paths(people(), {"m": ["x"], "y": ["m", "x"]})
    a, b = found.coefficients.loc[("m", "x")], found.coefficients.loc[("y", "m")]
    row = found.effects.loc[("y", "x")]
    assert row["indirect"] == pytest.approx(a["b"] * b["b"], rel=1e-9)
    assert row["indirect_se"] == pytest.approx(np.hypot(a["b"] * b["se"], b["b"] * a["se"]), rel=1e-5)
    assert row["total_se"] == pytest.approx(
        paths(people(), {"y": ["x"]}).coefficients.loc[("y", "x"), "se"], rel=1e-4
    )


def test_units_origins_and_order_change_nothing():
    table = people()
    model = {"m": ["x", "w"], "y": ["m"]}
    one = paths(table, model)
    other = (table * [1e6, 1e-6, 1, 1e3, 1] + [1e9, 0, -5, 0, 0]).sample(frac=1, random_state=0)
    two = paths(other, model)
    assert two.fit[["chi_square", "cfi", "srmr"]].to_numpy() == pytest.approx(
        one.fit[["chi_square", "cfi", "srmr"]].to_numpy(), rel=1e-5
    )
    assert two.coefficients["beta"].to_numpy() == pytest.approx(one.coefficients["beta"].to_numpy(), rel=1e-6)
    assert two.coefficients.loc[("y", "m"), "b"] == pytest.approx(
        1e3 * one.coefficients.loc[("y", "m"), "b"], rel=1e-6
    )


def test_products_are_those_of_a_regression():
    table = people()
    found = paths(table, {"y": ["x", "w", "x:w"]}, centre=True)
    centred = table - table.mean()
    design = sm.add_constant(centred[["x", "w"]].assign(product=centred["x"] * centred["w"]))
    assert found.coefficients["b"].to_numpy() == pytest.approx(
        sm.OLS(table["y"], design).fit().params[1:].to_numpy(), rel=1e-8
    )
    assert any("as many parameters" in note for note in found.notes)


def test_residuals_that_covary_take_up_a_degree_of_freedom():
    table = people()
    apart, together = (
        paths(table, {"m": ["x"], "z": ["x"]}),
        paths(table, {"m": ["x"], "z": ["x"]}, covariances=[("m", "z")]),
    )
    assert (apart.fit["df"], together.fit["df"]) == (1, 0)
    assert together.fit["chi_square"] == pytest.approx(0, abs=1e-8)
    left = [table[y] - sm.OLS(table[y], sm.add_constant(table["x"])).fit().fittedvalues for y in ("m", "z")]
    assert together.covariances.loc[("m", "z"), "b"] == pytest.approx(np.mean(left[0] * left[1]), rel=1e-7)
    assert any("do not covary" in note for note in apart.notes)


MODELS = {
    "loop": ({"m": ["y"], "y": ["m"]}, UnsuitableMethod, "loop"),
    "itself": ({"m": ["m"]}, GovmetricsError, "named twice: m"),
    "unknown": ({"m": ["x", "nix"]}, FaultyInput, "no such columns: nix"),
    "twice": ({"m": ["x", "x"]}, FaultyInput, "named twice: x"),
    "nothing": ({}, FaultyInput, "not a mapping"),
    "no list": ({"m": []}, FaultyInput, "not a list of predictors"),
    "outcome's product": ({"m": ["x"], "y": ["m", "x", "m:x"]}, FaultyInput, "multiplies an outcome"),
    "bare product": ({"y": ["x:w"]}, FaultyInput, "without its parts"),
    "text": ({"y": ["t"]}, FaultyInput, "t: answers are not numbers"),
    "constant": ({"y": ["one"]}, UnsuitableMethod, "one: has the same value for all"),
    "copy": ({"y": ["x", "x2"]}, UnsuitableMethod, "depend on each other exactly: x, x2"),
    "missing": ({"y": ["gone"]}, UnsuitableMethod, "gone: nobody answered it"),
}


@pytest.mark.parametrize("name", MODELS)
def test_models_that_cannot_be_are_refused_by_name(name):
    model, kind, said = MODELS[name]
    table = people(60).assign(t="a", one=1.0, gone=np.nan)
    table["x2"] = 2 * table["x"] - 3
    with pytest.raises(kind) as error:
        paths(table, model)
    assert said in str(error.value)


def test_more_of_what_is_refused(democracy):
    table = people(60)
    for call, said in (
        (lambda: paths(table, {"y": ["x"]}, covariances=[("y", "x")]), "not a new pair"),
        (lambda: paths(democracy, {"dem65": ["y1"]}, FACTORS), "items of a factor: y1"),
        (lambda: paths(democracy, {"dem65": ["ind60"]}, FACTORS), "no arrow begins or ends"),
        (lambda: paths(table.head(4), {"y": ["x", "m", "w"]}), "4 respondents for 3 predictors"),
        (lambda: paths(table.assign(y=table["x"] + table["m"]), {"y": ["x", "m"]}), "singular"),
        (lambda: paths(table * 1e300, {"y": ["x"]}), "beyond 1e100"),
        (lambda: paths(table, {"y": ["x"]}, cluster=pd.Series(1, index=table.index)), "single one"),
    ):
        with pytest.raises(GovmetricsError) as error:
            call()
        assert said in str(error.value)


def test_missing_answers_are_counted_and_the_finding_is_said_in_both_languages(democracy):
    table = people(80)
    table.loc[:9, "m"] = np.nan
    found = paths(table, {"m": ["x", "w"], "y": ["m"]})
    assert found.n == 70
    assert "10 of 80 respondents lack a value" in found.notes[0]
    whole = paths(democracy, ARROWS, FACTORS, PAIRS)
    assert "解释方差比例" in whole.summary("zh")
    assert "结构方程模型" in whole.method_paragraph("zh")
    assert whole.tables("zh")[0].frame.columns[0] == "结果变量"


def test_weights_count_relative_to_their_mean():
    table, model = people(), {"m": ["x"], "y": ["m"]}
    weights = pd.Series(np.random.default_rng(1).uniform(0.5, 2, 200), index=table.index)
    one, ten = paths(table, model, weights=weights), paths(table, model, weights=10 * weights)
    assert ten.coefficients["se"].to_numpy() == pytest.approx(one.coefficients["se"].to_numpy(), rel=1e-7)
    assert ten.fit["chi_square_scaled"] == pytest.approx(one.fit["chi_square_scaled"], rel=1e-6)


def test_arrows_that_rest_on_two_respondents_have_no_robust_test():
    frame = people().assign(rare=(np.arange(200) < 2).astype(float))
    names = list(frame.columns[:3])
    model = {names[1]: [names[0], "rare"], names[2]: [names[1]]}
    found = paths(frame, model, robust=True)
    rare = (names[1], "rare")
    assert found.coefficients.loc[rare, ["se", "z", "p", "lower", "upper"]].isna().all()
    assert found.coefficients.drop(index=[rare])["p"].notna().all()
    assert any(f"rare → {names[1]}: its coefficient rests" in str(note) for note in found.notes)
    effects = found.effects
    assert effects["total_p"].isna().tolist() == [name == "rare" for _, name in effects.index]
    assert "rare" not in " ".join(map(str, found._finding()))
    assert paths(frame, model).coefficients["p"].notna().all()
