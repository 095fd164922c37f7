"""Mediation and moderation: PROCESS's published examples, statsmodels and explicit loops, invariants, nasty columns.

PROCESS's figures (Hayes 2022, pp. 94, 253, 432) are read from the tests of JASP's classical process analysis, which quotes
SPSS's output, and from an annotated output of PROCESS 2.10 for SAS (ten digits of the moments beside it); the book itself
could not be read. Sources of the data: tests/reference/data/SOURCES.md.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.psychometrics import mediate, moderate

ROW = ["b", "se", "t", "p", "lower", "upper"]


@pytest.fixture(scope="module")
def hayes(facts):
    return {name: pd.read_csv(facts / "paths" / f"{name}.csv") for name in ("pmi", "disaster", "teams")}


def people(n=300, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    w = rng.normal(size=n)
    m = 0.5 * x + 0.3 * x * w + rng.normal(size=n)
    k = 0.3 * x + 0.4 * m + rng.normal(size=n)
    y = 0.2 * x + 0.4 * m + 0.3 * k + rng.normal(size=n)
    return pd.DataFrame({"x": x, "w": w, "m": m, "k": k, "y": y, "c": rng.normal(size=n)})


def slopes_of(frame, outcome, *predictors):
    """Return the least-squares slopes of one equation by name, from statsmodels."""
    return sm.OLS(frame[outcome], sm.add_constant(frame[list(predictors)])).fit().params


def test_simple_mediation_as_process_has_it(hayes):
    found = mediate(hayes["pmi"], "reaction", "cond", "pmi", draws=5000)
    published = {
        ("reaction", "cond"): (0.2544, 0.2558, 0.9943, 0.3221, -0.2522, 0.7609),
        ("reaction", "pmi"): (0.5064, 0.0970, 5.2185, 0.0000, 0.3143, 0.6986),
        ("pmi", "cond"): (0.4765, 0.2357, 2.0218, 0.0454, 0.0099, 0.9431),
    }
    for row, values in published.items():
        assert found.coefficients.loc[row, ROW].to_numpy() == pytest.approx(values, abs=6e-5), row
    total = found.effects.loc["total", ["estimate", "se", "lower", "upper"]]
    assert total.to_numpy() == pytest.approx([0.4957, 0.2775, -0.0538, 1.0452], abs=6e-5)
    # the normal test that PROCESS prints has the third term of the variance
    test = found.sobel.loc["pmi"]
    assert test[["estimate", "z_aroian", "p_aroian"]].to_numpy() == pytest.approx(
        [0.2413, 1.8559, 0.0635], abs=6e-5
    )
    assert test["z"] == pytest.approx(0.4765 * 0.5064 / np.hypot(0.4765 * 0.0970, 0.5064 * 0.2357), rel=1e-3)
    # SPSS's interval from other draws: the ends have a Monte Carlo error of about 0.01
    assert found.effects.loc["pmi", ["lower", "upper"]].to_numpy() == pytest.approx(
        [0.0067, 0.5258], abs=0.02
    )
    assert found.kind == "indirect only"


def test_standardised_mediators_as_process_for_sas_has_them(hayes):
    """PROCESS 2.10: `importz` on `cond` has b 0.3609 (0.1784), t 2.0234, R squared 0.0327."""
    pmi = hayes["pmi"]
    table = pmi.assign(importz=(pmi["import"] - 4.2032520) / 1.7365849)
    found = mediate(table, "reaction", "cond", ["importz", "pmi"], draws=200)
    row = found.coefficients.loc[("importz", "cond"), ROW].to_numpy()
    assert row == pytest.approx([0.3609, 0.1784, 2.0234, 0.0452, 0.0078, 0.7141], abs=6e-5)
    assert found.r_squared["importz"] == pytest.approx(0.0327, abs=6e-5)
    # a predictor of two values: per unit, in standard deviations of the outcome
    pair = found.effects.loc["direct"]
    assert pair["standardized"] == pytest.approx(pair["estimate"] / pmi["reaction"].std(ddof=0), rel=1e-10)


def test_moderated_second_stage_as_process_has_it(hayes):
    found = mediate(
        hayes["teams"], "perform", "dysfunc", "negtone", moderator="negexp", stage="second", draws=500
    )
    published = {
        ("perform", "dysfunc"): (0.3661, 0.1778, 2.0585, 0.0443, 0.0097, 0.7224),
        ("perform", "negtone"): (-0.4357, 0.1306, -3.3377, 0.0015, -0.6974, -0.1741),
        ("perform", "negexp"): (-0.0192, 0.1174, -0.1634, 0.8708, -0.2545, 0.2161),
        ("perform", "negtone × negexp"): (-0.5170, 0.2409, -2.1458, 0.0363, -0.9998, -0.0341),
        ("negtone", "dysfunc"): (0.6198, 0.1668, 3.7148, 0.0005, 0.2858, 0.9537),
    }
    for row, values in published.items():
        assert found.coefficients.loc[row, ROW].to_numpy() == pytest.approx(values, abs=6e-5), row
    assert found.index.loc["negtone", "estimate"] == pytest.approx(
        0.6198 * -0.5170, abs=1e-4
    )  # Hayes (2015): a b3
    assert found.effects.loc["direct", "upper"] == pytest.approx(0.7224, abs=6e-5)
    for at, row in found.conditional.loc["negtone"].iterrows():
        by_hand = 0.6198 * (-0.4357 - 0.5170 * row["moderator_value"])
        assert row["estimate"] == pytest.approx(by_hand, abs=2e-4), at


def test_moderation_as_process_has_it(hayes):
    found = moderate(hayes["disaster"], "justify", "frame", "skeptic")
    published = {
        "frame": (-0.5625, 0.2179, -2.5811, 0.0105, -0.9921, -0.1328),
        "skeptic": (0.1051, 0.0381, 2.7559, 0.0064, 0.0299, 0.1803),
        "frame × skeptic": (0.2012, 0.0553, 3.6401, 0.0003, 0.0922, 0.3101),
    }
    for row, values in published.items():
        assert found.coefficients.loc[row, ROW].to_numpy() == pytest.approx(values, abs=6e-5), row
    assert found.f == pytest.approx(3.6401**2, rel=1e-4)
    assert found.significant == "outside"


def test_boundaries_are_where_the_slope_is_just_significant(hayes):
    """At each boundary, moved to zero, statsmodels finds p = 0.05 for the predictor itself."""
    table = hayes["disaster"]
    found = moderate(table, "justify", "frame", "skeptic", level=0.95)
    assert len(found.region) == 2
    for boundary, below in found.region[["boundary", "share_below"]].to_numpy():
        moved = table.assign(skeptic=table["skeptic"] - boundary)
        moved["product"] = moved["frame"] * moved["skeptic"]
        fit = sm.OLS(moved["justify"], sm.add_constant(moved[["frame", "skeptic", "product"]])).fit()
        assert fit.pvalues["frame"] == pytest.approx(0.05, abs=1e-9)
        assert below == pytest.approx((table["skeptic"] < boundary).mean())


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.8), (0.8, 0.0), (0.8, -0.8), (0.0, 0.0)])
def test_a_moderator_of_two_values_is_told_by_its_two_slopes(low, high):
    """Between the values there is a boundary, but nobody: what is said must be what the table of slopes has."""
    rng = np.random.default_rng(4)
    x, w = rng.normal(size=400), np.repeat([2.0, 5.0], [300, 100])
    y = np.where(w == 2, low, high) * x + rng.normal(size=400)
    found = moderate(pd.DataFrame({"y": y, "x": x, "w": w}), "y", "x", "w")
    sure = (found.slopes["p"] < 0.05).tolist()
    assert sure == [low != 0, high != 0]
    said = {(False, True): "where w is 5, and not where it is 2", (True, False): "where w is 2, and not where it is 5",
            (True, True): "at every value of w", (False, False): "at no value of w"}  # fmt: skip
    assert said[tuple(sure)] in str(found._where())
    assert not len(found.region)


def test_slopes_change_and_robust_errors_as_in_statsmodels():
    table = people()
    plain, hc3 = (moderate(table, "m", "x", "w", ["c"], robust=robust) for robust in (False, True))
    table["xw"] = table["x"] * table["w"]
    design = sm.add_constant(table[["x", "w", "c", "xw"]])
    for found, kind in ((plain, "nonrobust"), (hc3, "HC3")):
        fit = sm.OLS(table["m"], design).fit(cov_type=kind, use_t=True)
        assert found.coefficients["se"].to_numpy() == pytest.approx(fit.bse.to_numpy(), rel=1e-9)
        assert found.p == pytest.approx(fit.pvalues["xw"], rel=1e-6)
    without = sm.OLS(table["m"], design.drop(columns="xw")).fit()
    assert plain.r_squared_change == pytest.approx(
        sm.OLS(table["m"], design).fit().rsquared - without.rsquared, rel=1e-8
    )
    moved = moderate(table, "m", "x", "w", ["c"], centre=True)
    pd.testing.assert_frame_equal(
        moved.slopes.drop(columns="moderator_value"), plain.slopes.drop(columns="moderator_value")
    )
    # the ends of the drawn lines rise by the slope
    first = plain.lines[plain.lines["at"] == "mean"]
    rise = np.diff(first["predicted"])[0] / np.diff(first["predictor_value"])[0]
    assert rise == pytest.approx(plain.slopes.loc["mean", "b"], rel=1e-9)


def test_weights_and_clusters_as_in_statsmodels():
    table = people(120)
    groups = pd.Series(np.arange(120) % 24, index=table.index)
    weights = pd.Series(np.random.default_rng(1).uniform(0.5, 2, 120), index=table.index)
    design = sm.add_constant(table[["x", "m"]])
    plans = {
        "weights": ({"weights": weights}, {"cov_type": "HC1", "use_t": True}),
        "clusters": (
            {"weights": weights, "cluster": groups},
            {"cov_type": "cluster", "cov_kwds": {"groups": groups}, "use_t": True},
        ),
    }
    for name, (ours, theirs) in plans.items():
        found = mediate(table, "y", "x", "m", draws=100, **ours)
        fit = sm.WLS(table["y"], design, weights=weights).fit(**theirs)
        got = found.coefficients.loc["y", ["b", "se", "p", "lower", "upper"]]
        wanted = np.column_stack([fit.params, fit.bse, fit.pvalues, fit.conf_int()])
        assert got.to_numpy() == pytest.approx(wanted, rel=1e-7), name
        assert found.errors == name


def test_effects_in_series_and_their_draws_by_hand():
    """Every path by statsmodels, and the errors of 200 draws by a loop over draws and equations."""
    table = people(150).sort_values("y")  # the order in which they are drawn
    found = mediate(table, "y", "x", ["m", "k"], ["c"], serial=True, draws=200, rng=3)

    def effects(drawn):
        m, k = slopes_of(drawn, "m", "x", "c"), slopes_of(drawn, "k", "x", "m", "c")
        y = slopes_of(drawn, "y", "x", "m", "k", "c")
        return [m["x"] * y["m"], k["x"] * y["k"], m["x"] * k["m"] * y["k"]]

    names = ["m", "k", "m → k"]
    assert found.effects.loc[names, "estimate"].to_numpy() == pytest.approx(effects(table), rel=1e-9)
    assert found.effects.loc["total", "estimate"] == pytest.approx(
        slopes_of(table, "y", "x", "c")["x"], rel=1e-9
    )
    assert found.effects.loc[["direct", "total indirect"], "estimate"].sum() == pytest.approx(
        found.effects.loc["total", "estimate"], rel=1e-9
    )
    rows = np.random.default_rng(3).integers(0, 150, size=(200, 150))
    draws = np.array([effects(table.iloc[row]) for row in rows])
    wanted = np.column_stack([draws.std(axis=0, ddof=1), *np.quantile(draws, [0.025, 0.975], axis=0)])
    assert found.effects.loc[names, ["se", "lower", "upper"]].to_numpy() == pytest.approx(wanted, rel=1e-7)
    gap = found.differences.set_index(["first", "second"]).loc[("m", "k")]
    assert gap[["estimate", "se"]].to_numpy() == pytest.approx(
        [effects(table)[0] - effects(table)[1], (draws[:, 0] - draws[:, 1]).std(ddof=1)], rel=1e-7
    )


def test_bias_corrected_ends_by_hand():
    """The percentiles at Phi(2 z0 -+ 1.96), z0 from the share of draws below the estimate (MacKinnon et al. 2004)."""
    from scipy.stats import norm

    table = people(80).sort_values("y")  # the order in which they are drawn
    found = mediate(table, "y", "x", "m", draws=500, rng=4, interval="bias_corrected")
    rows = np.random.default_rng(4).integers(0, 80, size=(500, 80))
    draws = np.array([
        slopes_of(table.iloc[row], "m", "x")["x"] * slopes_of(table.iloc[row], "y", "x", "m")["m"] for row in rows
    ])  # fmt: skip
    z0 = norm.ppf((draws < found.effects.loc["m", "estimate"]).mean())
    ends = norm.cdf(2 * z0 + np.array([-1, 1]) * norm.ppf(0.975))
    assert found.effects.loc["m", ["lower", "upper"]].to_numpy() == pytest.approx(
        np.quantile(draws, ends), rel=1e-7
    )


def test_moderated_stages_by_hand():
    table = people(200)
    table["xw"], table["mw"] = table["x"] * table["w"], table["m"] * table["w"]
    found = mediate(
        table[["x", "w", "m", "y"]],
        "y",
        "x",
        "m",
        moderator="w",
        stage=["first", "second", "direct"],
        draws=100,
    )
    m, y = slopes_of(table, "m", "x", "w", "xw"), slopes_of(table, "y", "x", "m", "w", "xw", "mw")
    for (path, _), row in found.conditional.iterrows():
        w = row["moderator_value"]
        by_hand = (m["x"] + m["xw"] * w) * (y["m"] + y["mw"] * w) if path == "m" else y["x"] + y["xw"] * w
        assert row["estimate"] == pytest.approx(by_hand, rel=1e-8)
    ends = found.conditional.loc["m", "estimate"]
    assert found.index.loc["m", "estimate"] == pytest.approx(
        ends.iloc[-1] - ends.iloc[0], rel=1e-8
    )  # no straight line
    first = mediate(table[["x", "w", "m", "y"]], "y", "x", "m", moderator="w", stage="first", draws=100)
    slope = m["xw"] * slopes_of(table, "y", "x", "m")["m"]
    assert first.index.loc["m", "estimate"] == pytest.approx(slope, rel=1e-8)
    assert np.diff(first.conditional["estimate"]) / np.diff(
        first.conditional["moderator_value"]
    ) == pytest.approx(slope, rel=1e-8)


def test_the_order_of_rows_and_units_change_nothing():
    table, shuffled = people(100), people(100).sample(frac=1, random_state=1)
    groups = pd.Series([f"g{i % 20}" for i in range(100)])
    for more in ({}, {"cluster": groups}):
        one, two = (mediate(t, "y", "x", ["m", "k"], draws=200, **more) for t in (table, shuffled))
        pd.testing.assert_frame_equal(one.effects, two.effects, rtol=1e-12)
    scaled = mediate(
        table.assign(x=table["x"] * 1000 + 2e6, y=table["y"] / 1000), "y", "x", ["m", "k"], draws=200
    )
    plain = mediate(table, "y", "x", ["m", "k"], draws=200)
    columns = ["standardized", "standardized_lower", "standardized_upper"]
    pd.testing.assert_frame_equal(scaled.effects[columns], plain.effects[columns], rtol=1e-6)
    assert scaled.effects["estimate"].to_numpy() == pytest.approx(
        plain.effects["estimate"].to_numpy() / 1e6, rel=1e-6
    )


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
def test_boundaries_move_with_the_moderator(seed, unit, origin):
    table = people(60, seed)
    one = moderate(table, "m", "x", "w")
    two = moderate(table.assign(w=table["w"] * unit + origin), "m", "x", "w")
    assert two.significant == one.significant
    assert two.region["boundary"].to_numpy() == pytest.approx(
        one.region["boundary"].to_numpy() * unit + origin, rel=1e-9, abs=1e-9
    )
    assert two.slopes["t"].to_numpy() == pytest.approx(one.slopes["t"].to_numpy(), rel=1e-6, abs=1e-6)


def test_clusters_are_drawn_whole():
    """Answers that are copies within clusters: errors are those of one row a cluster, not smaller."""
    one = people(40).sort_values("y")  # the order in which they are drawn
    copies = pd.concat([one] * 5, ignore_index=True)
    groups = pd.Series(list(range(40)) * 5)
    single = mediate(one, "y", "x", "m", draws=1000)
    whole = mediate(copies, "y", "x", "m", draws=1000, cluster=groups)
    assert whole.effects.loc["m", ["se", "lower", "upper"]].to_numpy() == pytest.approx(
        single.effects.loc["m", ["se", "lower", "upper"]].to_numpy(), rel=1e-9
    )


def test_signs_that_differ_have_no_share():
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    m = x + rng.normal(size=400)
    table = pd.DataFrame({"x": x, "m": m, "y": 0.6 * m - 0.6 * x + rng.normal(size=400)})
    found = mediate(table, "y", "x", "m", draws=500)
    assert (found.kind, np.isnan(found.share_mediated)) == ("competitive", True)
    assert any("opposite signs" in note for note in found.notes)
    same = mediate(table.assign(y=table["y"] + 1.2 * x), "y", "x", "m", draws=500)
    row = same.effects["estimate"]
    assert same.share_mediated == pytest.approx(row["total indirect"] / row["total"])


NASTY = {
    "text": (lambda t: t.assign(m=["a", "b"] * 25), "code the answers as numbers"),
    "infinite": (lambda t: t.assign(m=[*t["m"][:-1], np.inf]), "infinite or beyond 1e100"),
    "huge": (lambda t: t * 1e300, "beyond 1e100"),
    "vanishing": (lambda t: t * 1e-300, "the same value for all"),
    "constant": (lambda t: t.assign(m=3.0), "m: has the same value for all"),
    "copy": (lambda t: t.assign(m=2 * t["x"] + 1), "these depend on each other exactly: x, m"),
    "exact": (lambda t: t.assign(y=t["x"] + t["m"]), "its predictors explain it exactly"),
    "three rows": (lambda t: t.head(3), "3 respondents for 2 predictors"),
    "one row": (lambda t: t.head(1), "the same value for all"),
    "all missing": (lambda t: t.assign(m=np.nan), "m: nobody answered it"),
    "never together": (
        lambda t: t.assign(m=t["m"].where(t.index < 25), y=t["y"].where(t.index >= 25)),
        "in every column",
    ),
    "empty": (lambda t: t.head(0), "nobody answered it"),
    "twice": (lambda t: pd.concat([t, t[["m"]]], axis=1), "m: is named twice"),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_columns_are_refused_by_name(name):
    change, said = NASTY[name]
    for call in (lambda t: mediate(t, "y", "x", "m", draws=100), lambda t: moderate(t, "y", "x", "m")):
        if name == "exact" and call(people(50)).__class__.__name__ == "Moderation":
            continue  # y = x + m is exact there, too, but so is it with the product: one is enough
        with pytest.raises((FaultyInput, UnsuitableMethod)) as error:
            call(change(people(50)))
        wanted = (
            "depend on each other"
            if name == "copy"
            else "3 respondents for"
            if name == "three rows"
            else said
        )
        assert wanted in str(error.value)


def test_arguments_that_do_not_fit_are_refused():
    table = people(50)
    with pytest.raises(FaultyInput) as error:
        mediate(table, "y", "x", ["m", "y", "zz"], moderator="x")
    assert [fault.place for fault in error.value.faults] == ["mediators", "mediators", "moderator"]
    with pytest.raises(FaultyInput, match="series are not moderated"):
        mediate(table, "y", "x", ["m", "k"], serial=True, moderator="w")
    with pytest.raises(FaultyInput, match="HC3 knows neither"):
        moderate(table, "y", "x", "w", robust=True, weights=pd.Series(1.0, index=table.index))
    with pytest.raises(UnsuitableMethod, match="there is a single one"):
        mediate(table, "y", "x", "m", cluster=pd.Series("a", index=table.index))
    with pytest.raises(FaultyInput, match="name the cluster of every respondent"):
        mediate(table.assign(g=[None, *["a", "b"] * 24, "a"]), "y", "x", "m", cluster="g")
    with pytest.raises(FaultyInput, match="what a row of the result is called"):
        mediate(table.rename(columns={"m": "direct"}), "y", "x", "direct")


def test_missing_answers_few_clusters_and_lost_draws_are_said():
    table = people(60)
    table.loc[:4, "m"] = np.nan
    found = mediate(table, "y", "x", "m", draws=100, cluster=pd.Series(np.arange(60) % 8))
    assert "5 of 60 respondents lack a value" in found.notes[0]
    assert found.n == 55
    assert any("only 8 clusters" in note for note in found.notes)
    rare = people(60).assign(x=[1.0] * 4 + [0.0] * 56)
    assert any("did not vary" in note for note in mediate(rare, "y", "x", "m", draws=1000).notes)
    with pytest.raises(UnsuitableMethod, match="of the draws have effects"):
        mediate(rare.assign(x=[1.0] + [0.0] * 59), "y", "x", "m", draws=1000)


def test_a_moderator_of_two_values_has_its_two_and_no_boundaries():
    table = people(200)
    table["w"] = (table["w"] > 0).astype(float)
    found = moderate(table, "m", "x", "w")
    assert found.slopes["moderator_value"].tolist() == [0.0, 1.0]
    assert len(found.region) == 0
    for value in (0.0, 1.0):
        own = table[table["w"] == value]
        assert found.slopes["b"].iloc[int(value)] == pytest.approx(slopes_of(own, "m", "x")["x"], rel=1e-9)


def test_both_languages_say_the_finding(hayes):
    found = mediate(hayes["pmi"], "reaction", "cond", ["import", "pmi"], draws=100)
    assert "完全中介" in found.summary("zh") or "不成立" in found.summary("zh")
    assert {"总效应", "直接效应", "总间接效应", "import"} <= set(found.tables("zh")[0].frame.iloc[:, 0])
    assert "Johnson-Neyman" in moderate(hayes["disaster"], "justify", "frame", "skeptic").method_paragraph(
        "zh"
    )
    assert gm.psychometrics.mediate is mediate


@pytest.mark.parametrize("seed", range(12))
def test_the_word_for_the_region_is_true_at_the_ends_of_the_answers(seed):
    """Slopes at the least, the mean and the largest answer, significant or not, by moving the moderator's origin."""
    table = people(40 + 20 * seed, seed)
    found = moderate(table, "y", "x", "w")

    def sure(value):
        moved = moderate(table.assign(w=table["w"] - value), "y", "x", "w")
        return bool(moved.coefficients.loc["x", "p"] < 0.05)

    ends = (sure(table["w"].min()), sure(table["w"].max()))
    wanted = {"everywhere": (True, True), "nowhere": (False, False), "above": (False, True), "below": (True, False),
              "outside": (True, True), "inside": (False, False)}  # fmt: skip
    assert ends == wanted[found.significant]


def test_a_moderated_direct_effect_alone_and_values_within_the_answers():
    table = people(200)
    table["w"] = np.exp(2 * table["w"])  # mean less a deviation is below every answer
    found = mediate(table, "y", "x", "m", moderator="w", stage="direct", draws=100)
    table["xw"] = table["x"] * table["w"]
    y = slopes_of(table, "y", "x", "m", "w", "xw")
    for _, row in found.conditional.loc["direct"].iterrows():
        assert row["estimate"] == pytest.approx(y["x"] + y["xw"] * row["moderator_value"], rel=1e-7)
    assert found.conditional["moderator_value"].min() == table["w"].min()
    assert found.effects.loc["m", "estimate"] == pytest.approx(
        slopes_of(table, "m", "x")["x"] * y["m"], rel=1e-7
    )


def test_what_rests_on_two_respondents_has_no_robust_test():
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(rng.normal(size=(90, 4)), columns=["x", "m", "w", "y"])
    frame["rare"] = (np.arange(90) < 2).astype(float)
    frame["g"] = np.arange(90) % 30
    for errors in ({"robust": True}, {"cluster": "g"}):
        found = moderate(frame, "y", "x", "w", ["rare"], **errors)
        assert np.isnan(found.coefficients.loc["rare", "p"])
        assert found.coefficients.drop(index="rare")["p"].notna().all()
        assert any("rare: its coefficient rests on one or two" in str(note) for note in found.notes)
        with pytest.raises(gm.UnsuitableMethod, match="rare: its product rests on one or two"):
            moderate(frame, "y", "x", "rare", **errors)
    assert moderate(frame, "y", "x", "w", ["rare"]).coefficients["p"].notna().all()
    with pytest.raises(gm.UnsuitableMethod, match="of the draws have effects"):
        mediate(frame, "y", "rare", "m", draws=100, cluster="g")
