"""Regressions against certified values, published outputs and statsmodels; what cannot be fitted is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import psychometrics as pm

DATA = Path(__file__).parents[1] / "reference" / "data" / "regression"
sm = pytest.importorskip("statsmodels.api")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


@pytest.fixture(scope="module")
def certified():
    return json.loads((DATA / "published.json").read_text(encoding="utf-8"))


def same(found, wanted, rtol=1e-9):
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=rtol)


def test_longley_as_nist_certifies(certified):
    """Longley's badly conditioned table, certified by NIST with 500 digits (Statistical Reference Datasets)."""
    data = sm.datasets.longley.load_pandas().data
    found = pm.regress(
        data, "TOTEMP", ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"], errors="classical"
    )
    wanted = certified["longley"]
    same(found.coefficients["estimate"], wanted["estimate"], 1e-10)
    same(found.coefficients["standard_error"], wanted["standard_error"], 1e-10)
    same(found.fit[["r_squared", "f"]], [wanted["r_squared"], wanted["f"]], 1e-10)
    assert "POP" in str(found.notes)  # VIF above 10


def test_cars_as_r_sandwich_prints(certified):
    """R's cars with sandwich::vcovHC(type = "HC1"), lmtest::coeftest."""
    found = pm.regress(read("cars"), "speed", ["dist"], errors="hc1").coefficients
    wanted = certified["cars_hc1"]
    np.testing.assert_allclose(found["estimate"], wanted["estimate"], atol=6e-7)
    np.testing.assert_allclose(found["standard_error"], wanted["standard_error"], atol=6e-7)
    np.testing.assert_allclose(found["t"], wanted["t"], atol=6e-5)


@pytest.mark.parametrize("errors", ["hc0", "hc1", "hc2", "hc3", "cluster"])
def test_errors_as_statsmodels_has_them(errors):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"])
    frame["y"] = 1 + frame["a"] + rng.normal(size=60) * (1 + frame["a"] ** 2)
    frame["g"], frame["w"] = np.arange(60) % 12, rng.uniform(0.5, 3, 60)
    given = {"cluster": "g"} if errors == "cluster" else {}
    found = pm.regress(frame, "y", ["a", "b"], errors=errors, weights="w", **given)
    X = sm.add_constant(frame[["a", "b"]])
    kind = (
        {"cov_type": "cluster", "cov_kwds": {"groups": frame["g"]}} if given else {"cov_type": errors.upper()}
    )
    other = sm.WLS(frame["y"], X, weights=frame["w"]).fit(**kind, use_t=True)
    same(found.coefficients["estimate"], other.params)
    same(found.coefficients["standard_error"], other.bse)
    same(found.coefficients["p"], other.pvalues, 1e-6)
    same(found.fit["r_squared"], other.rsquared)
    assert "aic" not in found.fit


def test_checks_of_a_linear_model_by_hand():
    cars = read("cars")
    found = pm.regress(cars, "dist", ["speed"], errors="classical")
    x, y, n = cars["speed"].to_numpy(float), cars["dist"].to_numpy(float), len(cars)
    X = np.column_stack([np.ones(n), x])
    hat = X @ np.linalg.inv(X.T @ X) @ X.T
    e = y - hat @ y

    def left(columns):  # the sum of squares that a regression leaves
        return float(((y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]) ** 2).sum())

    fit = hat @ y
    more = np.column_stack([X, fit**2, fit**3])
    row = found.diagnostics.loc
    same(row["reset", "statistic"], (left(X) - left(more)) / 2 / (left(more) / (n - 4)), 1e-7)
    other = np.corrcoef(e**2, x)[0, 1] ** 2  # n R² of the squared residuals on x (Koenker 1981)
    same(row["breusch_pagan", "statistic"], n * other, 1e-7)
    same(row["durbin_watson", "statistic"], (np.diff(e) ** 2).sum() / (e**2).sum(), 1e-7)
    skew, kurtosis = (e**3).mean() / (e**2).mean() ** 1.5, (e**4).mean() / (e**2).mean() ** 2
    same(row["jarque_bera", "statistic"], n / 6 * (skew**2 + (kurtosis - 3) ** 2 / 4), 1e-7)
    h, s2 = np.diag(hat), (e**2).sum() / (n - 2)
    cook = e**2 * h / (2 * s2 * (1 - h) ** 2)
    same(found.influential["cooks_d"], np.sort(cook[cook > 4 / n])[::-1], 1e-9)
    assert list(found.influential.index) == list(cars.index[cook > 4 / n][np.argsort(-cook[cook > 4 / n])])
    without = np.delete(X, 48, 0), np.delete(y, 48)
    moved = fit[48] - X[48] @ np.linalg.lstsq(*without, rcond=None)[0]
    spread = np.sqrt(
        ((without[1] - without[0] @ np.linalg.lstsq(*without, rcond=None)[0]) ** 2).sum() / (n - 3) * h[48]
    )
    same(found.influential.loc[48, "dffits"], moved / spread, 1e-7)
    same(found.coefficients["beta"].iloc[1], np.corrcoef(x, y)[0, 1])


def test_logit_as_statsmodels_has_it():
    data = sm.datasets.spector.load_pandas().data
    names = ["GPA", "TUCE", "PSI"]
    found = pm.regress(data, "GRADE", names, "logit")
    other = sm.Logit(data["GRADE"], sm.add_constant(data[names])).fit(disp=0, cov_type="HC0")
    same(found.coefficients["estimate"], other.params, 1e-7)
    same(found.coefficients["standard_error"], other.bse, 1e-7)
    same(
        found.fit[["log_likelihood", "null_log_likelihood", "mcfadden"]],
        [other.llf, other.llnull, other.prsquared],
        1e-7,
    )
    effects = other.get_margeff()
    same(found.marginal_effects["estimate"], effects.margeff, 1e-6)
    same(found.marginal_effects["standard_error"], effects.margeff_se, 1e-5)
    assert found.classification.iloc[:, :2].to_numpy().tolist() == [
        [18.0, 3.0],
        [3.0, 8.0],
    ]  # statsmodels' pred_table
    assert other.pred_table().tolist() == [[18.0, 3.0], [3.0, 8.0]]
    same(found.coefficients.loc["PSI", "odds_ratio"], np.exp(other.params["PSI"]), 1e-7)


def test_ordered_logit_as_stata_and_r_print_it(certified):
    """UCLA's example of applications to graduate school: Stata's log likelihood, R's MASS::polr."""
    data, wanted = read("apply"), certified["apply"]
    found = pm.regress(data, "apply", ["pared", "public", "gpa"], "ordered", "classical",
                       categories={"apply": ["unlikely", "somewhat likely", "very likely"]})  # fmt: skip
    np.testing.assert_allclose(
        found.coefficients["estimate"], wanted["estimate"], atol=3e-4
    )  # polr stops early
    np.testing.assert_allclose(found.coefficients["standard_error"], wanted["standard_error"], atol=1e-4)
    np.testing.assert_allclose(found.thresholds["estimate"], wanted["thresholds"], atol=1e-3)
    assert found.fit["log_likelihood"] == pytest.approx(wanted["log_likelihood"], abs=5e-6)
    assert found.fit["lr"] == pytest.approx(wanted["lr"], abs=5e-3)
    effects = found.marginal_effects["estimate"].unstack("variable").sum()
    np.testing.assert_allclose(effects, 0, atol=1e-12)  # what one category gains others lose
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    place = data["apply"].map({"unlikely": 0, "somewhat likely": 1, "very likely": 2})
    other = OrderedModel(place, data[["pared", "public", "gpa"]], distr="logit").fit(method="newton", disp=0)
    same(found.coefficients["estimate"], other.params[:3], 1e-6)
    same(found.coefficients["standard_error"], other.bse[:3], 1e-5)


def test_brant_as_r_prints_it(certified):
    """MASS::survey, Smoke by Sex and Height: brant::brant (Schlegel), as its documentation prints it."""
    order = ["Never", "Occas", "Regul", "Heavy"]
    found = pm.regress(read("smoke"), "Smoke", ["Sex", "Height"], "ordered", "classical",
                       categories={"Smoke": order, "Sex": "Female"})  # fmt: skip
    wanted = certified["brant"]
    shown = found.diagnostics.loc[["brant", "brant Sex = Male", "brant Height"], ["statistic", "df1", "p"]]
    np.testing.assert_allclose(shown.to_numpy(), wanted["tests"], atol=0.006)
    assert -2 * found.fit["log_likelihood"] == pytest.approx(wanted["deviance"], abs=6e-5)
    assert found.fit["aic"] == pytest.approx(wanted["aic"], abs=6e-5)


def test_tobit_of_affairs_as_r_prints_it(certified):
    """Fair (1978) as R's censReg prints it (the model of Greene 2003, table 22.4)."""
    wanted = certified["affairs"]
    names = ["age", "ym", "religious", "occupation", "rate"]
    found = pm.regress(read("affairs"), "nbaffairs", names, "tobit", "classical")
    np.testing.assert_allclose(found.coefficients["estimate"], wanted["estimate"], atol=6e-6)
    np.testing.assert_allclose(found.coefficients["standard_error"], wanted["standard_error"], atol=6e-6)
    assert np.log(found.fit["sigma"]) == pytest.approx(wanted["log_sigma"], abs=6e-6)
    assert found.fit["sigma_error"] / found.fit["sigma"] == pytest.approx(wanted["log_sigma_error"], abs=6e-6)
    assert found.fit["log_likelihood"] == pytest.approx(wanted["log_likelihood"], abs=0.05)
    assert found.fit[["at_lower", "between", "at_upper"]].tolist() == [451, 150, 0]


def test_tobit_with_two_limits_and_its_effects_against_a_plain_likelihood():
    from scipy import optimize, stats

    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"x": rng.normal(size=200), "z": rng.normal(size=200) > 0})
    frame["y"] = np.clip(0.4 + frame["x"] - frame["z"] + rng.normal(size=200), -0.5, 1.5)
    found = pm.regress(frame, "y", ["x", "z"], "tobit", "classical", limits=(-0.5, 1.5))
    X, y = np.column_stack([np.ones(200), frame[["x", "z"]].astype(float)]), frame["y"].to_numpy()

    def loss(t):
        m, s = X @ t[:3], np.exp(t[3])
        seen = stats.norm.logpdf(y, m, s)
        low, high = stats.norm.logcdf(-0.5, m, s), stats.norm.logsf(1.5, m, s)
        return -np.where(y <= -0.5, low, np.where(y >= 1.5, high, seen)).sum()

    other = optimize.minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-7})
    np.testing.assert_allclose(found.coefficients["estimate"], other.x[:3], rtol=1e-4)
    assert found.fit["log_likelihood"] == pytest.approx(-other.fun, rel=1e-9)
    b, s = found.coefficients["estimate"].to_numpy(), found.fit["sigma"]
    inside = stats.norm.cdf((1.5 - X @ b) / s) - stats.norm.cdf((-0.5 - X @ b) / s)
    effects = found.marginal_effects["estimate"]
    same(effects["latent"], b[1:], 1e-9)
    same(effects["observed"], b[1:] * inside.mean(), 1e-9)  # McDonald and Moffitt (1980)
    steep = (stats.norm.pdf((-0.5 - X @ b) / s) - stats.norm.pdf((1.5 - X @ b) / s)) / s
    same(effects["between limits"], b[1:] * steep.mean(), 1e-9)


def test_a_category_is_compared_and_a_product_counts_in_effects():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"x": rng.normal(size=90), "place": ["town", "city", "village"] * 30})
    frame["y"] = frame["x"] * (frame["place"] == "city") + rng.normal(size=90)
    found = pm.regress(
        frame, "y", ["x", "place", "x:place"], errors="classical", categories={"place": "town"}
    )
    assert list(found.coefficients.index[2:4]) == ["place = city", "place = village"]
    assert "place: compared with town" in [str(note) for note in found.notes]
    b = found.coefficients["estimate"]
    same(
        found.marginal_effects.loc[("mean", "x"), "estimate"],
        b["x"] + (b["x:place = city"] + b["x:place = village"]) / 3,
    )
    mean = frame["x"].mean()
    same(
        found.marginal_effects.loc[("mean", "place = city"), "estimate"],
        b["place = city"] + mean * b["x:place = city"],
    )


def test_blocks_change_r_squared_as_two_models_do():
    frame = read("cars").assign(square=lambda one: one["speed"] ** 2)
    found = pm.regress(frame, "dist", blocks=[["speed"], ["square"]], errors="classical")
    first, second = (
        pm.regress(frame, "dist", ["speed"]),
        pm.regress(frame, "dist", ["speed", "square"], errors="classical"),
    )
    same(found.blocks["r_squared"], [first.fit["r_squared"], second.fit["r_squared"]])
    same(found.blocks["f_change"].iloc[1], second.coefficients.loc["square", "t"] ** 2, 1e-7)
    same(found.blocks["p"].iloc[1], second.coefficients.loc["square", "p"], 1e-7)
    table = pm.side_by_side([found, second], ["1", "2", "alone"])
    assert table.table.set_index("term")["1"].get("square") == ""
    assert table.table.set_index("term").loc["square", "2"] == "0.100"
    assert table.estimates.loc["speed", "alone"] == second.coefficients.loc["speed", "estimate"]
    assert table.fit.loc["r_squared_change", "2"] == pytest.approx(found.blocks["r_squared_change"].iloc[1])
    with pytest.raises(gm.FaultyInput, match="have none: 1"):
        pm.side_by_side([second], ["1"], odds=True)


@pytest.mark.parametrize("kind", ["linear", "logit", "ordered", "tobit"])
def test_units_and_the_order_of_rows_change_nothing(kind):
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(rng.normal(size=(150, 2)), columns=["a", "b"])
    latent = frame["a"] - frame["b"] + rng.logistic(size=150)
    frame["y"] = {"logit": latent > 0, "ordered": np.digitize(latent, [-1, 1])}.get(
        kind, latent.clip(lower=0)
    )
    frame["g"] = np.arange(150) % 50
    found = pm.regress(frame, "y", ["a", "b"], kind, cluster="g")
    turned = frame.assign(a=frame["a"] * 1e9 + 1e9, b=frame["b"] * 1e-9).sample(frac=1, random_state=1)
    other = pm.regress(turned, "y", ["a", "b"], kind, cluster="g")
    same(
        other.coefficients.loc[["a", "b"], "estimate"] * [1e9, 1e-9],
        found.coefficients.loc[["a", "b"], "estimate"],
        1e-6,
    )
    same(other.coefficients.iloc[-2:, 2], found.coefficients.iloc[-2:, 2], 1e-5)
    constant = found.fit.drop(["log_likelihood", "aic", "bic"])
    same(other.fit[constant.index], constant, 1e-6)


def test_weights_count_as_copies_do():
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3, 4, 5, 6, 7, 8], "y": [0, 0, 1, 0, 1, 1, 0, 1], "w": [1, 2, 1, 3, 1, 2, 2, 1]}
    )
    copies = frame.loc[frame.index.repeat(frame["w"])].reset_index(drop=True)
    found, other = (
        pm.regress(frame, "y", ["x"], "logit", weights="w"),
        pm.regress(copies, "y", ["x"], "logit"),
    )
    same(found.coefficients["estimate"], other.coefficients["estimate"])
    assert "lr" not in found.fit
    turned = pm.regress(frame.iloc[::-1], "y", ["x"], "logit", weights=frame["w"])
    same(turned.coefficients["standard_error"], found.coefficients["standard_error"])


APART = pd.DataFrame({"y": [0, 0, 0, 1, 1, 1, 0, 1], "x": [1, 2, 3, 4, 5, 6, 2, 7], "z": [1, 2, 1, 2, 1, 2, 1, 3],
                      "half": [0, 0, 0, 1, 0, 1, 0, 1], "text": list("aabbaabb"), "same": 1.0, "void": np.nan,
                      "level": [0, 0, 1, 1, 2, 2, 0, 2], "gap": [1, np.nan, 2, 3, 4, 1, 2, 3]})  # fmt: skip


@pytest.mark.parametrize(("given", "said"), [
    ({"outcome": "y", "predictors": ["x", "z"], "kind": "logit"}, "perfect separation.*: x;"),
    ({"outcome": "y", "predictors": ["half", "z"], "kind": "logit"}, "quasi-separation.*: half;"),
    ({"outcome": "level", "predictors": ["x"], "kind": "ordered"}, "separation.*: x;"),
    ({"outcome": "y", "predictors": ["same"]}, "same: is the same in all rows"),
    ({"outcome": "same", "predictors": ["x"]}, "same: is the same in all rows"),
    ({"outcome": "same", "predictors": ["x"], "kind": "logit"}, "same: all rows used are 1"),
    ({"outcome": "y", "predictors": ["text"]}, r"text: holds 'a'.*declare it: categories=\['text'\]"),
    ({"outcome": "text", "predictors": ["x"], "kind": "logit"}, "text: holds words without an order"),
    ({"outcome": "y", "predictors": ["void"]}, "no row is complete; leave out what is missing most: void"),
    ({"outcome": "y", "predictors": ["nope"]}, "'nope' is not a column"),
    ({"outcome": "level", "predictors": ["x"], "kind": "logit"}, 'has 3 values: 0, 1, 2; use kind="ordered"'),
    ({"outcome": "y", "predictors": ["x"], "kind": "ordered"}, 'two categories; use kind="logit"'),
    ({"outcome": "x", "predictors": ["y"], "kind": "tobit", "limits": (3, None)}, "3 rows lie beyond the limits"),
    ({"outcome": "y", "predictors": ["x"], "kind": "tobit", "limits": (0, 1)}, "0 rows lie between the limits"),
    ({"outcome": "y", "predictors": ["x"], "weights": "z", "errors": "classical"}, "no classical errors"),
    ({"outcome": "y", "predictors": ["x"], "kind": "logit", "errors": "hc3"}, "linear regression alone"),
    ({"outcome": "y", "predictors": ["x"], "errors": "cluster"}, "cluster: is missing"),
])  # fmt: skip
def test_what_cannot_be_fitted_is_named_with_a_way_out(given, said):
    with pytest.raises(gm.GovmetricsError, match=said):
        pm.regress(APART, **given)


def test_sets_that_follow_from_each_other_few_rows_and_rows_of_their_own():
    frame = APART.assign(sum=APART["x"] + 2 * APART["z"], alone=[1, 0, 0, 0, 0, 0, 0, 0])
    with pytest.raises(gm.UnsuitableMethod, match="follow from each other: x, z, sum"):
        pm.regress(frame, "level", ["x", "half", "z", "sum"])
    with pytest.raises(gm.UnsuitableMethod, match="3 complete rows for 3 coefficients"):
        pm.regress(frame.head(3), "level", ["x", "z"])
    found = pm.regress(frame, "level", ["x", "alone"])
    assert found.coefficients.loc["alone", ["standard_error", "p"]].isna().all()
    assert not np.isnan(found.coefficients.loc["x", "p"])
    assert found.fit["df1"] == 1
    found = pm.regress(frame, "level", ["x", "gap"], errors="hc1")
    assert "1 of 8 rows lack a value and are not used: gap" in [str(note) for note in found.notes]
    assert found.fit["n"] == 7


def test_few_clusters_are_said_and_words_stand_in_both_languages():
    frame = APART.assign(g=list("ppqqrrss"))
    found = pm.regress(frame, "z", ["x"], cluster="g")
    assert any("only 4 clusters" in str(note) for note in found.notes)
    assert found.errors == "cluster"
    assert "聚类" in found.method_paragraph("zh")
    assert found.tables("zh")[0].frame.iloc[0, 0] == "常数"


def test_white_leaves_out_what_repeats():
    from statsmodels.stats.diagnostic import het_white

    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"x": rng.normal(size=80), "z": rng.normal(size=80), "d": np.arange(80) % 2})
    frame["y"] = frame["x"] + rng.normal(size=80) * (1 + frame["z"] ** 2)
    row = pm.regress(frame, "y", ["x", "z"]).diagnostics.loc["white"]
    X = sm.add_constant(frame[["x", "z"]])
    same(row[["statistic", "p"]], het_white(sm.OLS(frame["y"], X).fit().resid, X)[:2], 1e-7)
    assert row["df1"] == 5
    assert pm.regress(frame, "y", ["x", "d"]).diagnostics.loc["white", "df1"] == 4  # d squared is d


def test_reset_as_statsmodels_has_it_and_not_of_what_repeats(recwarn):
    from statsmodels.stats.diagnostic import linear_reset

    cars = read("cars")
    row = pm.regress(cars, "dist", ["speed"]).diagnostics.loc["reset"]
    other = linear_reset(sm.OLS(cars["dist"], sm.add_constant(cars["speed"])).fit(), power=3, use_f=True)
    same(row[["statistic", "p"]], [other.fvalue, other.pvalue], 1e-6)
    frame = cars.assign(a=np.arange(50) % 2, b=np.arange(50) // 2 % 2)
    found = pm.regress(frame, "dist", ["a", "b"]).diagnostics  # four fitted values: one power is new
    assert found.loc["reset", "df1"] == 1
    assert "reset" not in pm.regress(frame, "dist", ["a"]).diagnostics.index
    assert not recwarn.list


def test_exact_fits_far_units_and_limits_that_follow_from_a_predictor_are_said():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=40), "z": rng.normal(size=40)})
    exact = pm.regress(frame.assign(y=2 * frame["x"] + 1), "y", ["x", "z"])
    assert "y follows from the predictors exactly" in str(exact.notes)
    assert exact.influential.empty
    with pytest.raises(
        gm.UnsuitableMethod, match=r"x: holds values of the size of 2e-300; give it in other units"
    ):
        pm.regress(frame.assign(x=frame["x"] * 1e-300, y=frame["z"]), "y", ["x"])
    y = (frame["x"] + rng.normal(size=40)).clip(lower=0)
    with pytest.raises(gm.UnsuitableMethod, match="whether rows are at a limit follows from the predictors"):
        pm.regress(frame.assign(y=y, seen=y > 0), "y", ["x", "seen"], "tobit")
    assert "those of least squares" in str(pm.regress(frame.assign(y=y + 1), "y", ["x"], "tobit").notes)
    with pytest.raises(gm.FaultyInput, match="give the column another name"):
        pm.regress(frame.assign(constant=1.0 * y), "z", ["constant"])


def test_hosmer_lemeshow_and_clusters_of_a_logit_by_hand():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"x": rng.normal(size=120), "g": np.arange(120) % 15})
    frame["y"] = (frame["x"] + rng.logistic(size=120) > 0.3).astype(int)
    found = pm.regress(frame, "y", ["x"], "logit", cluster="g")
    b = found.coefficients["estimate"]
    frame["p"] = 1 / (1 + np.exp(-b["constant"] - b["x"] * frame["x"]))
    tenth = pd.qcut(frame["p"], 10, labels=False)
    total = 0.0
    for _, part in frame.groupby(tenth):
        mean = part["p"].mean()
        total += (part["y"].sum() - part["p"].sum()) ** 2 / (len(part) * mean * (1 - mean))
    row = found.diagnostics.loc["hosmer_lemeshow"]
    assert (row["statistic"], row["df1"]) == (pytest.approx(total), 8)
    X = np.column_stack([np.ones(120), frame["x"]])
    bread = np.linalg.inv(X.T @ (X * (frame["p"] * (1 - frame["p"])).to_numpy()[:, None]))
    scores = X * (frame["y"] - frame["p"]).to_numpy()[:, None]
    summed = np.array([scores[frame["g"] == one].sum(axis=0) for one in range(15)])
    spread = 15 / 14 * bread @ summed.T @ summed @ bread
    same(found.coefficients["standard_error"], np.sqrt(np.diag(spread)), 1e-7)
    assert found.fit["clusters"] == 15
    same(found.fit["wald"], found.coefficients.loc["x", "z"] ** 2, 1e-9)


def test_effects_on_grades_are_differences_of_probabilities():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"x": rng.normal(size=150), "d": np.where(np.arange(150) % 2, "b", "a")})
    latent = frame["x"] + (frame["d"] == "b") + rng.logistic(size=150)
    frame["y"] = np.digitize(latent, [0, 1, 2])
    found = pm.regress(frame, "y", ["x", "d"], "ordered", categories=["d"])
    b, cuts = found.coefficients["estimate"], found.thresholds["estimate"].to_numpy()

    def shares(x, d):
        below = 1 / (1 + np.exp(-(cuts - (b["x"] * x + b["d = b"] * d)[:, None])))
        return np.diff(below, prepend=0, append=1, axis=1)

    x, d = frame["x"].to_numpy(), (frame["d"] == "b").to_numpy(float)
    effects = found.marginal_effects["estimate"].unstack("variable")
    np.testing.assert_allclose(
        effects["x"], ((shares(x + 1e-5, d) - shares(x - 1e-5, d)) / 2e-5).mean(axis=0), rtol=1e-6
    )
    np.testing.assert_allclose(
        effects["d = b"], (shares(x, 1 + 0 * d) - shares(x, 0 * d)).mean(axis=0), rtol=1e-9
    )


def test_side_by_side_says_what_differs():
    frame = read("cars").assign(near=lambda one: (one["dist"] < 40).astype(int))
    frame.loc[3, "speed"] = np.nan
    first, second = (
        pm.regress(frame, "near", ["speed"], "logit"),
        pm.regress(frame.dropna().head(40), "near", ["speed"], "logit"),
    )
    found = pm.side_by_side([first, second], odds=True)
    assert any("different rows" in str(note) for note in found.notes)
    assert "odds ratios, and below them their intervals" in str(found._method()[0])
    ratio, low = first.coefficients.loc["speed", ["odds_ratio", "odds_lower"]]
    cells = found.table["(1)"].tolist()
    assert cells[0].startswith(f"{ratio:.3f}")
    assert cells[1].startswith(f"({low:.3f}, ")
    shown = found.tables("zh")[0]
    assert shown.legend.startswith("* p < 0.05")
    _, cells, numbers = shown.printed()
    assert cells[0] == ["因变量", "near", "near"]
    assert numbers == [False, True, True]
    assert "常数" in shown.frame.iloc[:, 0].tolist()


def test_side_by_side_finds_predictors_alone():
    """Thresholds of an ordered outcome are no predictors, and where no predictor is beyond chance that is said."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=300), "noise": rng.normal(size=300)})
    frame["y"] = np.digitize(frame["x"] + rng.normal(size=300), [-2, 0.8])
    first, second = (pm.regress(frame, "y", [name], "ordered") for name in ("x", "noise"))
    assert (first.thresholds["p"] < 0.05).all()
    assert second.coefficients["p"].iloc[0] > 0.05
    assert str(pm.side_by_side([first])._finding()[0]).endswith("(p < 0.05): x.")
    assert "No predictor is beyond chance" in str(pm.side_by_side([second])._finding()[0])


def test_the_fit_is_that_of_statsmodels_and_of_the_formulas():
    rng = np.random.default_rng(13)
    frame = pd.DataFrame(rng.normal(size=(70, 2)), columns=["a", "b"])
    frame["y"] = 5 * frame["a"] + 3 * rng.normal(size=70)
    frame["yes"] = (frame["y"] > 1).astype(int)
    fit, other = (
        pm.regress(frame, "y", ["a", "b"]).fit,
        sm.OLS(frame["y"], sm.add_constant(frame[["a", "b"]])).fit(),
    )
    same(
        fit[["adjusted_r_squared", "sigma", "log_likelihood"]],
        [other.rsquared_adj, other.mse_resid**0.5, other.llf],
    )
    same(fit[["aic", "bic"]], [other.aic + 2, other.bic + np.log(70)])  # sigma counts
    robust = other.get_robustcov_results("HC3")
    same(fit[["f", "p"]], [float(robust.fvalue), float(robust.f_pvalue)], 1e-6)
    found = pm.regress(frame, "yes", blocks=[["a"], ["b"]], kind="logit", errors="hc1")
    fit, full = found.fit, np.exp(found.fit["log_likelihood"] * 2 / 70)
    null = np.exp(fit["null_log_likelihood"] * 2 / 70)
    same(fit[["cox_snell", "nagelkerke"]], [1 - null / full, (1 - null / full) / (1 - null)])
    same(fit[["aic", "bic"]], 2 * np.array([3, 3]) * [1, np.log(70) / 2] - 2 * fit["log_likelihood"])
    X = sm.add_constant(frame[["a", "b"]])
    other = sm.Logit(frame["yes"], X).fit(disp=0, cov_type="HC0")
    same(found.coefficients["standard_error"], other.bse * np.sqrt(70 / 67), 1e-6)
    first, second = (
        sm.Logit(frame["yes"], X[columns]).fit(disp=0).llf
        for columns in (["const", "a"], ["const", "a", "b"])
    )
    same(found.blocks["lr_change"], [2 * (first - fit["null_log_likelihood"]), 2 * (second - first)], 1e-6)
    same(found.blocks["wald_p"].iloc[1], found.coefficients.loc["b", "p"], 1e-9)
    steps = pm.regress(frame, "y", blocks=[["a"], ["b"]]).blocks
    same(steps["wald_p"].iloc[1], pm.regress(frame, "y", ["a", "b"]).coefficients.loc["b", "p"], 1e-9)
    both = pm.regress(frame, "y", blocks=[["a", "b"]])
    same(both.blocks["wald_p"], [both.fit["p"]], 1e-9)


def rare_category(*rare: int) -> pd.DataFrame:
    """Answers of 120 people in three categories, of whom those at `rare` are in a fourth."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {"age": rng.choice(["a", "b", "c"], 120), "x": rng.normal(size=120), "g": np.arange(120) % 15}
    )
    frame["y"] = 0.4 * frame["x"] + rng.normal(size=120)
    frame.loc[list(rare), "age"] = "rare"
    frame["level"] = np.digitize(frame["y"], [-0.7, 0.7])
    return frame


@pytest.mark.parametrize("errors", ["hc0", "hc1", "hc2", "hc3"])
def test_a_category_of_one_has_no_test_and_leaves_the_others_as_they_are_without_it(errors):
    """A row of leverage 1 has no residual: its own error by a sandwich is nothing, those of the others stay."""
    frame = rare_category(3)
    found = pm.regress(frame, "y", blocks=[["age"], ["x"]], categories=["age"], errors=errors)
    other = pm.regress(frame.drop(3), "y", blocks=[["age"], ["x"]], categories=["age"], errors=errors)
    table = found.coefficients
    assert table.loc["age = rare", ["standard_error", "t", "p", "lower", "upper"]].isna().all()
    more = np.sqrt(120 / 119) if errors == "hc1" else 1.0  # n / (n - k), whose n - k is the same
    same(table.drop(index="age = rare")["standard_error"], more * other.coefficients["standard_error"], 1e-9)
    same(found.fit[["f", "df1", "df2"]] * [more**2, 1, 1], other.fit[["f", "df1", "df2"]], 1e-9)
    if errors != "hc1":
        same(found.blocks["wald_p"], other.blocks["wald_p"], 1e-9)
    assert found.blocks["df1"].tolist() == [3, 1]  # the change of R² has all of them
    assert np.isnan(found.marginal_effects.loc[("mean", "age = rare"), "p"])
    assert "rare" not in " ".join(map(str, found._finding()))
    assert any("age = rare has 1 row, too few" in str(note) for note in found.notes)
    assert "hc1" not in found.summary()


@pytest.mark.parametrize("given", [
    {"errors": "hc1"}, {"errors": "hc3"}, {"cluster": "g"}, {"outcome": "level", "kind": "ordered"},
    {"kind": "tobit", "limits": (-9, None)},
])  # fmt: skip
def test_a_category_of_two_has_no_robust_test(given):
    given = {"outcome": "y", "predictors": ["age", "x"], "categories": ["age"]} | given
    found = pm.regress(rare_category(3, 40), **given)
    assert np.isnan(found.coefficients.loc["age = rare", "p"])
    assert found.coefficients.drop(index="age = rare")["standard_error"].notna().all()
    assert any("age = rare has 2 rows" in str(note) for note in found.notes)
    assert "age = rare 仅有 2 行" in found.summary("zh")
    classical = pm.regress(
        rare_category(3, 40), **{k: v for k, v in given.items() if k != "cluster"} | {"errors": "classical"}
    )
    assert classical.coefficients["p"].notna().all()
    assert any("fewer than 5 rows are in age = rare" in str(note) for note in classical.notes)


def test_a_rare_reference_and_a_category_within_one_cluster_have_no_test():
    found = pm.regress(rare_category(3), "y", ["age"], categories={"age": "rare"})
    assert found.coefficients["p"].isna().all()
    assert np.isnan(found.fit["f"])
    assert found.fit["df1"] == 0
    frame = rare_category(*range(2, 120, 15))  # all of one cluster
    found = pm.regress(frame, "y", ["age", "x"], categories=["age"], cluster="g")
    assert found.coefficients["p"].isna().to_dict() == {
        "constant": False, "age = b": False, "age = c": False, "age = rare": True, "x": False
    }  # fmt: skip
    assert pm.regress(frame, "y", ["age", "x"], categories=["age"]).coefficients["p"].notna().all()


def test_an_outcome_in_words_needs_its_order():
    rng = np.random.default_rng(6)
    words = ["primary", "middle", "high"]
    frame = pd.DataFrame({"x": rng.normal(size=90)})
    frame["school"] = np.array(words)[np.digitize(frame["x"] + rng.logistic(size=90), [-0.5, 0.5])]
    for categories in ((), ["school"], {"school": "primary"}):
        with pytest.raises(
            gm.FaultyInput, match=r"without an order; name all.*\{'school': \['high', 'middle', 'primary'\]\}"
        ):
            pm.regress(frame, "school", ["x"], "ordered", categories=categories)
    with pytest.raises(gm.FaultyInput, match='use kind="ordered" with its categories') as refused:
        pm.regress(frame, "school", ["x"])
    assert "declare it" not in str(refused.value)
    found = pm.regress(frame, "school", ["x"], "ordered", categories={"school": words})
    assert "school, from low to high: primary, middle, high" in [str(note) for note in found.notes]
    ready = frame.assign(school=pd.Categorical(frame["school"], words, ordered=True))
    same(pm.regress(ready, "school", ["x"], "ordered").coefficients, found.coefficients)
    assert found.coefficients.loc["x", "estimate"] > 0


def test_tables_of_coefficients_say_their_errors():
    """regress has HC3 unless asked; moderate, mediate and paths the ordinary ones, as PROCESS and lavaan print them."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(90, 3)), columns=["x", "m", "y"])
    w = pd.Series(np.linspace(1, 2, 90))
    ordinary, sandwich = (
        "with ordinary standard errors",
        "with design weights, standard errors of the sandwich",
    )
    told = {
        "with robust standard errors (HC3)": [
            pm.regress(frame, "y", ["x"]), pm.threshold(frame, "y", ["x"], "m", draws=100)
        ],
        "with standard errors that take equal variances for granted": [pm.regress(frame, "y", ["x"], errors="classical")],
        ordinary: [
            pm.moderate(frame, "y", "x", "m"), pm.mediate(frame, "y", "x", "m", draws=100), pm.paths(frame, {"y": ["x"]})
        ],
        "with standard errors robust to unequal variances, HC3": [pm.moderate(frame, "y", "x", "m", robust=True)],
        sandwich: [pm.moderate(frame, "y", "x", "m", weights=w), pm.paths(frame, {"y": ["x"]}, weights=w)],
    }  # fmt: skip
    for words, results in told.items():
        for found in results:
            [table] = [one for one in found.tables() if any(note.startswith("with ") for note in one.notes)]
            assert words in table.notes
    beside = pm.side_by_side([pm.regress(frame, "y", ["x"]), pm.regress(frame, "y", ["x"], errors="hc0")])
    assert "with (1): robust standard errors (HC3), (2): robust standard errors (HC0)" in beside.notes
    assert "采用稳健标准误（HC3）" in str(pm.regress(frame, "y", ["x"]).tables("zh")[0].notes)
