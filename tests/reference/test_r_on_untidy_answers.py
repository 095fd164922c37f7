"""R on the same untidy answers: 180 respondents with gaps, ties, unequal groups, clusters and weights.

`survey/untidy_180_r.csv` holds what R 4.2.2 answered: lavaan 0.6.14, MASS 7.3-58.2, sandwich 3.0-2, lmtest 0.9-40,
survival 3.5-3, car 3.1-1, survey 4.1-1, psych 2.2.9, ordinal 2022.11-16. Where conventions differ the test says so.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from govmetrics import psychometrics

DATA = Path(__file__).parent / "data" / "survey"
FACTORS = {"F": ["a1", "a2", "a3"], "G": ["a4", "a5", "a6"], "H": ["a7", "a8", "a9"]}
ORDERED = {"F": ["o1", "o2", "o3"], "G": ["o4", "o5", "o6"]}
PATHS = {"y": ["a1", "a4", "a7", "gender"], "a4": ["a1"], "a7": ["a1", "gender"]}
INDICES = {
    "chisq": "chi_square", "df": "df", "pvalue": "p", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "logl": "log_likelihood",
    "rmsea.ci.lower": "rmsea_lower", "rmsea.ci.upper": "rmsea_upper", "srmr": "srmr", "aic": "aic", "bic": "bic",
}  # fmt: skip
ROBUST = {
    "chisq.scaled": "chi_square_scaled", "chisq.scaling.factor": "scaling_factor", "cfi.scaled": "cfi_scaled",
    "cfi.robust": "cfi_robust", "rmsea.robust": "rmsea_robust", "rmsea.scaled": "rmsea_scaled", "tli.robust": "tli_robust",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    return pd.read_csv(DATA / "untidy_180.csv", index_col="id")


@pytest.fixture(scope="module")
def r():
    found = pd.read_csv(DATA / "untidy_180_r.csv").set_index(["check", "quantity"])["value"]
    return {check: values.droplevel(0) for check, values in found.groupby(level=0)}


def close(ours, there, rel=1e-5):
    assert len(ours)
    for name, value in dict(ours).items():
        assert value == pytest.approx(there[name], rel=rel, abs=rel / 10), name


def fit(ours, there, names=INDICES, rel=1e-4):
    close({name: ours[key] for name, key in names.items() if name in there}, there, rel)


def loadings(table, there, rel=2e-3):
    """Compare all that R has of loadings; lavaan's optimiser stops at about four digits."""
    columns = {"est": "estimate", "se": "se", "std": "standardized", "std.se": "standardized_se"}
    found = {
        f"{name} {factor} =~ {item}": row[column]
        for (factor, item), row in table.iterrows()
        for name, column in columns.items()
        if column in row and f"{name} {factor} =~ {item}" in there
    }
    close(found, there, rel)


def test_full_information(answers, r):
    """Chi-square, CFI, TLI, RMSEA with its interval, SRMR, AIC, loadings, intercepts and their errors."""
    there = r["cfa fiml"]
    result = psychometrics.confirm(answers, FACTORS, missing="fiml")
    fit(result.fit, there)
    loadings(result.loadings, there)
    means = {f"est {item} ~1 ": row["estimate"] for item, row in result.intercepts.iterrows()}
    errors = {f"se {item} ~1 ": row["se"] for item, row in result.intercepts.iterrows()}
    close(means | errors, there, 1e-3)


@pytest.mark.parametrize(("check", "missing"), [("second fiml", "fiml"), ("second", "listwise")])
def test_second_order(answers, r, check, missing):
    result = psychometrics.confirm(answers, FACTORS, missing=missing, second_order={"Q": ["F", "G", "H"]})
    fit(result.fit, r[check])
    loadings(result.loadings, r[check])
    loadings(result.second_order, r[check])


def test_bifactor_with_gaps(answers, r):
    there = r["bifactor fiml"]
    result = psychometrics.confirm(answers, FACTORS, "variance", missing="fiml", general="Q")
    fit(result.fit, there)
    general = result.general_loadings["general"].droplevel("factor")
    close({f"std Q =~ {item}": value for item, value in general.items()}, there, 2e-3)
    loadings(result.loadings, there)


@pytest.mark.parametrize("check", ["paths", "paths robust", "paths weights", "paths cluster"])
def test_paths(answers, r, check):
    """Coefficients, indirect effects and errors, textbook, robust, weighted and clustered, and the fit.

    With clusters lavaan's scaling counts the saturated means, too, and its SRMR averages over them: they say nothing
    about the model. What they add, 5 of 100, is computed here from the scores of the means, to 3 of 1000: lavaan takes
    predictors as fixed.
    """
    there = r[check]
    options = {"paths": {}, "paths robust": {"robust": True}, "paths weights": {"weights": answers["w"]}}
    result = psychometrics.paths(answers, PATHS, **options.get(check, {"cluster": "cluster"}))
    table = result.coefficients
    for name, column in {"est": "b", "se": "se", "std": "beta"}.items():
        close({f"{name} {y} ~ {x}": value for (y, x), value in table[column].items()}, there, 1e-3)
    total = result.effects.loc[("y", "a1")]
    close(
        {"est tot := c1+p1*b1+p2*b2": total["total"], "se tot := c1+p1*b1+p2*b2": total["total_se"]},
        there,
        1e-3,
    )
    if check != "paths cluster":
        fit(result.fit, there, INDICES | ROBUST)
        return
    fit(result.fit, there, {name: INDICES[name] for name in ("chisq", "df", "cfi")})
    columns = ["y", "a1", "a4", "a7", "gender"]
    x = answers[columns].to_numpy() - answers[columns].to_numpy().mean(axis=0)
    sums = pd.DataFrame(x).groupby(answers["cluster"].to_numpy()).sum().to_numpy()
    observed, meat = x.T @ x / len(x), sums.T @ sums / len(x)
    sd = np.sqrt(np.diag(observed))
    rest = result.residual_correlations.loc[columns, columns].fillna(0).to_numpy()
    implied = observed - rest * np.outer(sd, sd)
    means = np.trace(np.linalg.solve(observed, meat)) - np.trace(np.linalg.solve(implied, meat))
    of_means = means / result.fit["df"]
    assert result.fit["scaling_factor"] + of_means == pytest.approx(there["chisq.scaling.factor"], rel=3e-3)
    assert result.fit["srmr"] * np.sqrt(15 / 20) == pytest.approx(there["srmr"], rel=1e-4)


def test_structural_equations(answers, r):
    there = r["sem"]
    result = psychometrics.paths(
        answers, {"G": ["F"], "y": ["G", "F", "gender"]}, {name: FACTORS[name] for name in "FG"}
    )
    fit(result.fit, there)
    loadings(result.loadings, there)
    for name, column in {"est": "b", "se": "se", "std": "beta"}.items():
        found = result.coefficients[column].items()
        close({f"{name} {y} ~ {x}": value for (y, x), value in found}, there, 2e-3)
    effect = result.effects.loc[("y", "F")]
    close({"est ind := q*r": effect["indirect"], "se ind := q*r": effect["indirect_se"]}, there, 2e-3)


def test_ordered_answers(answers, r):
    """WLSMV of one and of two groups; the last step is lavaan's with equal thresholds and loadings (delta).

    lavaan then holds intercepts at zero and lets variances differ, which is Wu and Estabrook's last step here.
    """
    names = {"chisq.scaled": "chi_square", "df": "df", "pvalue.scaled": "p", "cfi.scaled": "cfi", "tli.scaled": "tli",
             "rmsea.scaled": "rmsea", "srmr": "srmr"}  # fmt: skip
    one = psychometrics.confirm_ordinal(answers, ORDERED)
    fit(one.fit, r["wlsmv"], names)
    loadings(one.loadings.rename(columns={"se": "standardized_se"}), r["wlsmv"])
    models = psychometrics.invariance_ordinal(answers, ORDERED, answers["gender"]).models
    fit(models.loc["configural"], r["ordinal configural delta"], names)
    fit(models.loc["intercepts"], r["ordinal thresholds loadings lavaan delta"], names)


TERMS = {"constant": "(Intercept)", "region = south": "factor(region)south", "region = west": "factor(region)west",
         "1 | 2": "1|2", "2 | 3": "2|3", "3 | 4": "3|4"}  # fmt: skip


def column(table, name="standard_error"):
    return table[name].rename(index=TERMS)


def test_linear_regression(answers, r):
    predictors = ["a1", "a4", "gender", "region"]
    for errors in ("classical", "hc0", "hc1", "hc2", "hc3"):
        found = psychometrics.regress(answers, "y", predictors, categories=["region"], errors=errors)
        close(column(found.coefficients), r[f"lm {errors.upper() if errors != 'classical' else errors}"])
    found = psychometrics.regress(answers, "y", predictors, categories=["region"], errors="classical")
    close(column(found.coefficients, "estimate"), r["lm coef"])
    checks = found.diagnostics
    close(
        {"r2": found.fit["r_squared"], "adj": found.fit["adjusted_r_squared"], "F": found.fit["f"], "p": found.fit["p"],
         "sigma": found.fit["sigma"], "bp": checks.loc["breusch_pagan", "statistic"],
         "bp p": checks.loc["breusch_pagan", "p"], "dw": checks.loc["durbin_watson", "statistic"]}, r["lm fit"],
    )  # fmt: skip
    by_cluster = psychometrics.regress(answers, "y", predictors, categories=["region"], cluster="cluster")
    close(column(by_cluster.coefficients), r["lm CL HC1"])
    blocks = psychometrics.regress(answers, "y", blocks=[["a1"], ["a4", "a7"]], errors="classical").blocks
    found = {
        "r2 1": blocks["r_squared"].iloc[0],
        "r2 2": blocks["r_squared"].iloc[1],
        "F": blocks["f_change"].iloc[1],
    }
    close(found, r["hierarchical"])


def test_weighted_regression(answers, r):
    """R's survey has n / (n - 1) beside hc0, and clusters without (n - 1) / (n - k)."""
    predictors = ["a1", "a4", "gender"]
    for errors in ("hc0", "hc1", "hc3"):
        found = psychometrics.regress(answers, "y", predictors, weights="w", errors=errors).coefficients
        close(column(found, "estimate"), r["wls coef"])
        close(column(found), r[f"wls {errors.upper()}"])
        if errors == "hc0":
            close(column(found) * np.sqrt(180 / 179), r["svyglm se"])
    clusters = psychometrics.regress(answers, "y", predictors, weights="w", cluster="cluster").coefficients
    close(column(clusters) * np.sqrt((180 - 4) / 179), r["svyglm cluster se"])


def test_logistic_regression(answers, r):
    options = {"predictors": ["a1", "a7", "region"], "kind": "logit", "categories": ["region"]}
    for errors, check in {"classical": "logit classical", "hc0": "logit HC0"}.items():
        found = psychometrics.regress(answers, "b", errors=errors, **options).coefficients
        close(column(found, "estimate"), r["logit coef"])
        close(column(found), r[check])
    close(
        column(psychometrics.regress(answers, "b", cluster="cluster", **options).coefficients),
        r["logit cluster HC0"],
    )
    weighted = psychometrics.regress(answers, "b", ["a1", "a7"], "logit", weights="w").coefficients
    close(column(weighted, "estimate"), r["svyglm logit coef"])
    close(column(weighted) * np.sqrt(180 / 179), r["svyglm logit se"])


def test_ordered_and_tobit_regression(answers, r):
    """MASS::polr and ordinal::clm; survival::survreg, whose errors by cluster lack clusters / (clusters - 1)."""
    found = psychometrics.regress(answers, "g", ["a1", "a7"], "ordered", errors="classical")
    both = pd.concat([found.coefficients, found.thresholds])
    for package in ("polr", "clm"):
        close(column(both, "estimate"), r[f"{package} coef"], 1e-4)
        close(column(both), r[f"{package} se"], 1e-4)
    predictors = ["a1", "a4", "gender"]
    found = psychometrics.regress(answers, "c", predictors, "tobit", errors="classical")
    close(column(found.coefficients, "estimate"), r["tobit coef"])
    close(column(found.coefficients), r["tobit se"])
    close({"logl": found.fit["log_likelihood"]}, r["tobit fit"])
    clusters = psychometrics.regress(answers, "c", predictors, "tobit", cluster="cluster")
    g = answers["cluster"].nunique()
    close(column(clusters.coefficients) * np.sqrt((g - 1) / g), r["tobit cluster"])


@pytest.mark.parametrize(("measure", "check"), [("y", "tukey"), ("a5", "tukey a5")])
def test_groups(answers, r, measure, check):
    """TukeyHSD, where R takes the second group less the first."""
    frame = answers[[measure, "region"]]
    found = psychometrics.compare(frame, "region", variances="equal", post_hoc="tukey")
    pairs = found.pairs.set_index(found.pairs["second"] + "-" + found.pairs["first"])
    close(-pairs["difference"], r[f"{check} diff"])
    close(-pairs["upper"], r[f"{check} lwr"])
    close(-pairs["lower"], r[f"{check} upr"])
    close(pairs["p"], r[f"{check} p adj"])
    if measure == "y":
        tests = found.tests.loc["y"]
        names = {"anova": "Fisher's F", "welch": "Welch's F", "levene mean": "Levene's W",
                 "levene median": "Brown and Forsythe's W"}  # fmt: skip
        for there, ours in names.items():
            close({"F": tests.loc[ours, "statistic"], "p": tests.loc[ours, "p"]}, r[there])


def test_groups_of_a_design(answers, r):
    """Means and errors as svyby has them; Wald's F has clusters less groups as degrees, R one less and another scale."""
    frame = answers[["y", "region"]]
    found = psychometrics.compare(frame, "region", weights=answers["w"], cluster=answers["cluster"])
    groups = found.descriptives.loc["y"]
    close(groups["mean"], r["svyby mean"])
    close(groups["standard_error"], r["svyby se"])
    assert found.table.loc["y", "statistic"] * 23 / 22 == pytest.approx(r["svy group cluster"]["F"], rel=1e-5)
    two = psychometrics.compare(
        answers[["y", "gender"]], "gender", weights=answers["w"], cluster=answers["cluster"]
    )
    assert -two.table.loc["y", "statistic"] == pytest.approx(r["svyttest cluster"]["t"], rel=1e-5)


def test_ranks_and_pairs(answers, r):
    table = psychometrics.rank_tests(answers[["o2", "region"]], "region").table.loc["o2"]
    close({"H": table["statistic"], "df": table["df"], "p": table["p"]}, r["kruskal"])
    table = psychometrics.rank_tests(answers[["o2", "gender"]], "gender").table.loc["o2"]
    plain = psychometrics.rank_tests(answers[["o2", "gender"]], "gender", continuity=False).table.loc["o2"]
    close({"W": table["statistic"], "p": table["p"], "p uncorrected": plain["p"]}, r["wilcox"])
    signed = psychometrics.paired(answers[["o2"]], answers[["o1"]].set_axis(["o2"], axis=1)).signed_ranks.loc[
        "o2"
    ]
    close({"V": signed["positive"], "p": signed["p"]}, r["wilcox paired"])
    pair = psychometrics.paired(answers[["a2"]], answers[["a5"]].set_axis(["a2"], axis=1)).table.loc["a2"]
    names = {"t": "t", "df": "df", "p": "p", "mean": "difference", "lo": "lower", "hi": "upper"}
    close({name: pair[key] for name, key in names.items()}, r["t paired"])
    two = psychometrics.compare(answers[["a5", "gender"]], "gender")
    close({"t": two.table.loc["a5", "statistic"], "df": two.table.loc["a5", "df"], "p": two.table.loc["a5", "p"],
           "lo": two.effects.loc["a5", "lower"], "hi": two.effects.loc["a5", "upper"]}, r["t welch"])  # fmt: skip
    chi = psychometrics.compare(answers[["o1", "region"]], "region", test="chi_square").table.loc["o1"]
    close({"X2": chi["statistic"], "df": chi["df"], "p": chi["p"]}, r["chisq"])


def test_descriptives_and_correlations(answers, r):
    table = psychometrics.describe(answers[["a5", "o1"]]).table
    names = ("n", "mean", "sd", "kurtosis")
    close(
        {name: table.loc["a5", name] for name in names} | {"skew": table.loc["a5", "skewness"]},
        r["describe a5"],
    )
    for item in ("a5", "o1"):
        close({"W": table.loc[item, "statistic"], "p": table.loc[item, "p"]}, r[f"shapiro {item}"])
    drawn = {"weights": answers["w"], "cluster": answers["cluster"]}
    row = psychometrics.describe(answers[["y"]], **drawn).table.loc["y"]
    close({"mean": row["mean"], "se": row["standard_error"]}, r["svymean"])
    assert row["sd"] == pytest.approx(r["svysd"]["y"])
    for method in ("pearson", "spearman", "kendall"):
        found = psychometrics.correlate(answers[["a2", "a5", "o1", "o2"]], method)
        close({"r": found.r.loc["a2", "a5"], "p": found.p.loc["a2", "a5"]}, r[f"cor {method}"])
        close({"r": found.r.loc["o1", "o2"], "p": found.p.loc["o1", "o2"]}, r[f"cor o {method}"])
    partial = psychometrics.correlate(answers[["y", "a1", "a4"]], "partial", ["a4"])
    assert partial.r.loc["y", "a1"] == pytest.approx(r["partial"]["r"])
    assert psychometrics.correlate(answers[["y", "a1"]], **drawn).r.iloc[0, 1] == pytest.approx(
        r["svy cor"]["r"]
    )
    ordered = psychometrics.correlate(answers[["o1", "o2"]], "polychoric")
    assert ordered.r.iloc[0, 1] == pytest.approx(r["polychoric"]["r"], rel=1e-4)
    plain, weighted = (psychometrics.kappa(answers[["o1", "o2"]], how) for how in ("nominal", "quadratic"))
    close({"k": plain.kappa, "var": plain.standard_error**2, "weighted": weighted.kappa}, r["kappa"])
    scale = psychometrics.reliability(answers, {"all": [f"o{i}" for i in range(1, 7)]}).scales.loc["all"]
    assert scale["alpha"] == pytest.approx(r["alpha"]["raw"])
