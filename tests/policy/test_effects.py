"""Panel effects: Grunfeld's (1958) firms as R has them, brute force, and panels that are not as they should be."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.numerics.wild_bootstrap import signs_of, wild_test
from govmetrics.policy._effects_tests import pesaran_cd


def grunfeld():
    """Return the ten firms that R's plm has, from statsmodels' eleven."""
    from statsmodels.datasets import grunfeld as data

    frame = data.load_pandas().data.rename(columns={"invest": "inv"})
    return frame[frame["firm"] != "American Steel"].assign(year=lambda one: one["year"].astype(int))


FRAME = grunfeld()
UNBALANCED = FRAME[
    ~(FRAME["firm"].eq("General Electric") & (FRAME["year"] > 1945))
    & ~(FRAME["firm"].eq("Union Oil") & (FRAME["year"] < 1940))
    & ~(FRAME["firm"].eq("Goodyear") & FRAME["year"].isin([1941, 1950]))
]


NUMBERED = FRAME.assign(firm=pd.factorize(FRAME["firm"])[0] + 1)
"""Firms by plm's numbers: its test of serial correlation depends on the order in which units are stacked."""


def effects(frame=FRAME, two_way=False, **more):
    return gm.policy.effects(frame, "inv", ["value", "capital"], "firm", "year", two_way=two_way, **more)


@pytest.mark.parametrize(("errors", "error", "df", "p"), [
    ("classical", [0.01185669421, 0.01735450278], [188, 188], None),
    ("CR0", [0.014342144, 0.049792609], [9, 9], None),
    ("CR1", [0.015117947, 0.052486018], [9, 9], None),
    ("CR2", [0.020631107, 0.082675302], [1.812568, 1.799531], [0.041022, 0.075529]),
    ("CR3", [0.035937612, 0.146541835], [1.342803, 1.293131], None),
    ("driscoll_kraay", [0.01768603, 0.03482015], [19, 19], None),
    ("wild", [0.015117947, 0.052486018], [9, 9], [0.00390625, 0.025390625]),
])  # fmt: skip
def test_grunfeld_by_effects_of_firms(errors, error, df, p):
    """R plm 2.6-2 and clubSandwich; wild: all 1,024 signs, 4 and 26 of them as far out."""
    table = effects(errors=errors).coefficients
    np.testing.assert_allclose(table["estimate"], [0.1101238041, 0.3100653413], rtol=1e-9)
    np.testing.assert_allclose(table["error"], error, rtol=3e-6)
    np.testing.assert_allclose(table["df"], df, rtol=1e-6)
    if p is not None:
        np.testing.assert_allclose(table["p"], p, rtol=2e-5)


def test_grunfeld_by_random_effects():
    """R plm, random.method swar: coefficients, components, Breusch-Pagan 798.16."""
    found = effects(NUMBERED, kind="random")
    np.testing.assert_allclose(
        found.coefficients["estimate"], [-57.834414905, 0.1097811522, 0.3081129828], rtol=1e-9
    )
    assert found.fit[["sigma_u", "sigma_e", "theta"]].round(4).tolist() == [84.2010, 52.7680, 0.8612]
    assert found.tests.loc["breusch_pagan", "statistic"] == pytest.approx(798.16, abs=0.005)
    assert found.tests.loc["breusch_godfrey", "statistic"] == pytest.approx(69.95, abs=0.005)
    assert found.tests.loc["pesaran_cd", "statistic"] == pytest.approx(4.565, abs=0.0005)


def test_grunfelds_tests():
    """R plm: pFtest, phtest, pbgtest, pcdtest of the model by effects of firms."""
    tests = effects(NUMBERED).tests
    assert tests.loc["f_effects", ["statistic", "df1", "df2"]].round(3).tolist() == [49.177, 9, 188]
    assert tests.loc["hausman", ["statistic", "df1", "p"]].round(4).tolist() == [2.3304, 2, 0.3119]
    assert tests.loc["breusch_godfrey", ["statistic", "df1"]].round(3).tolist() == [65.063, 20]
    assert tests.loc["pesaran_cd", "statistic"] == pytest.approx(4.6612, abs=5e-5)
    assert tests.loc["pesaran_cd", "p"] == pytest.approx(3.144e-06, rel=1e-3)


@pytest.mark.parametrize(("frame", "estimate", "error", "df"), [
    (FRAME, [0.1177158551, 0.3579162731], [0.02081482327, 0.10021395423], [2.38867112, 1.84346038]),
    (UNBALANCED, [0.1182343949, 0.3694129974], [0.01813944519, 0.07437993491], [2.195166928, 1.633309083]),
], ids=["balanced", "unbalanced"])  # fmt: skip
def test_two_way_effects_as_clubsandwich_has_them(frame, estimate, error, df):
    """R plm 2.6-2 (effect = "twoways") and clubSandwich, CR2 by firms: indicators of years count in the leverage."""
    found = effects(frame, two_way=True)
    np.testing.assert_allclose(found.coefficients["estimate"], estimate, rtol=1e-9)
    np.testing.assert_allclose(found.coefficients["error"], error, rtol=1e-9)
    np.testing.assert_allclose(found.coefficients["df"], df, rtol=1e-8)
    assert ("not balanced" in " ".join(found.notes)) == (frame is UNBALANCED)


def test_unbalanced_random_effects():
    """R plm: swar of the unbalanced panel, its components and Hausman's test; CD by pairs."""
    found = effects(UNBALANCED, kind="random")
    np.testing.assert_allclose(
        found.coefficients["estimate"], [-63.3551806494, 0.1101878257, 0.3339679134], rtol=1e-8
    )
    assert found.fit[["sigma_u", "sigma_e"]].round(2).tolist() == [79.39, 51.49]
    fixed = effects(UNBALANCED).tests
    assert fixed.loc["hausman", "statistic"] == pytest.approx(0.9257, abs=5e-5)
    assert fixed.loc["pesaran_cd", "statistic"] == pytest.approx(4.8145, abs=5e-5)


def test_cr3_is_the_jackknife_of_clusters_with_all_effects_fitted_anew():
    """Where periods have effects, clubSandwich 0.5.8 leaves these out of CR3 (its error of value is .0317): this does not."""
    found = effects(two_way=True, errors="CR3")
    whole = found.coefficients["estimate"].to_numpy()
    spread = np.zeros((2, 2))
    for firm in FRAME["firm"].unique():
        apart = (
            effects(FRAME[FRAME["firm"] != firm], two_way=True).coefficients["estimate"].to_numpy() - whole
        )
        spread += np.outer(apart, apart)
    np.testing.assert_allclose(found.covariance, spread, rtol=1e-8)


def test_the_wild_bootstrap_is_what_fitting_every_panel_anew_gives():
    rng = np.random.default_rng(1)
    clusters = np.repeat(np.arange(6), 5)
    period = np.tile(np.arange(5), 6)
    within = gm.numerics.absorbed.absorb(clusters, period)
    x, y = within.free(rng.normal(size=(30, 2))), within.free(rng.normal(size=30))
    signs, complete = signs_of(6, 1, rng)
    test = wild_test(x, y, clusters, 0, signs, complete, within.basis)

    def t(outcome, null):
        b = np.linalg.lstsq(x, outcome, rcond=None)[0]
        e, m = outcome - x @ b, np.linalg.inv(x.T @ x)
        scores = np.array([x[clusters == g].T @ e[clusters == g] for g in range(6)])
        return abs(b[0] - null) / np.sqrt((m @ scores.T @ scores @ m)[0, 0])

    for null in (0.0, 0.3):
        b = np.linalg.lstsq(x[:, 1:], y - null * x[:, 0], rcond=None)[0]
        fitted, u = null * x[:, 0] + x[:, 1:] @ b, y - null * x[:, 0] - x[:, 1:] @ b
        drawn = [t(within.free(fitted + s[clusters] * u), null) for s in signs]
        assert complete
        assert test.p(null) == np.mean(np.array(drawn) >= t(y, null) * (1 - 1e-9))


def test_effects_are_those_of_indicators_in_plain_least_squares():
    found = gm.policy.effects(UNBALANCED, "inv", ["value"], "firm", "year", errors="classical")
    wide = pd.get_dummies(UNBALANCED[["firm", "year"]].astype(str), drop_first=True).astype(float)
    x = np.column_stack([np.ones(len(wide)), UNBALANCED["value"], wide])
    b, ssr = np.linalg.lstsq(x, UNBALANCED["inv"], rcond=None)[:2]
    variance = ssr[0] / (len(x) - x.shape[1]) * np.linalg.inv(x.T @ x)[1, 1]
    assert found.coefficients.loc["value", "estimate"] == pytest.approx(b[1], rel=1e-9)
    assert found.coefficients.loc["value", "error"] == pytest.approx(np.sqrt(variance), rel=1e-7)


def test_units_of_measurement_and_order_of_rows_do_not_matter():
    plain = effects(two_way=True).coefficients
    other = FRAME.assign(inv=FRAME["inv"] * 1e9, value=FRAME["value"] * 1e-9).sample(frac=1, random_state=3)
    found = effects(other, two_way=True).coefficients
    np.testing.assert_allclose(found["estimate"] / [1e18, 1e9], plain["estimate"], rtol=1e-8)
    np.testing.assert_allclose(found[["df", "t", "p"]], plain[["df", "t", "p"]], rtol=1e-6)


def test_clusters_above_units():
    frame = FRAME.assign(
        sector=FRAME["firm"].map(dict(zip(FRAME["firm"].unique(), "aabbccddee", strict=True)))
    )
    found = effects(frame, cluster="sector")
    assert found.fit["clusters"] == 5
    assert (found.coefficients["df"] < 4).all()
    with pytest.raises(gm.FaultyInput, match="changes over time"):
        effects(frame.assign(sector=np.arange(len(frame)) % 3), cluster="sector")


def panel(units=30, periods=6, seed=0, **more):
    rng = np.random.default_rng(seed)
    rows = pd.MultiIndex.from_product([range(2015, 2015 + periods), range(units)], names=["period", "unit"])
    frame = pd.DataFrame({"x": rng.normal(size=len(rows)), "z": rng.normal(size=len(rows))}, rows)
    unit = rows.get_level_values("unit").to_numpy()
    return frame.assign(
        y=0.5 * frame["x"] + rng.normal(size=units)[unit] + rng.normal(size=len(rows)), **more
    )


def test_a_regressor_that_effects_explain_and_one_that_follows_from_others_are_named():
    frame = panel()
    frame["fixed"] = frame.index.get_level_values("unit") * 2.0
    frame["twice"] = 2 * frame["x"] - frame["z"]
    with pytest.raises(gm.UnsuitableMethod) as error:
        gm.policy.effects(frame, "y", ["x", "z", "twice", "fixed"])
    assert "twice: follows from x, z" in str(error.value)
    assert "fixed: does not vary beside the effects" in str(error.value)


def test_single_clusters_singletons_and_gaps():
    frame = panel()
    with pytest.raises(gm.UnsuitableMethod, match="one cluster only"):
        gm.policy.effects(frame.assign(c="a"), "y", ["x"], cluster="c")
    with pytest.raises(gm.UnsuitableMethod, match="no unit is seen twice"):
        gm.policy.effects(frame.loc[[2015]], "y", ["x"], two_way=False)
    alone = frame.drop([(year, 4) for year in range(2016, 2021)])
    found = gm.policy.effects(alone, "y", ["x"])
    assert "1 row is left out, which effects explain whole: units seen once 4" in found.notes
    np.testing.assert_allclose(
        found.coefficients, gm.policy.effects(frame.drop(4, level="unit"), "y", ["x"]).coefficients
    )
    gap = gm.policy.effects(frame.drop(2017, level="period"), "y", ["x"])
    assert "1 period is missing between the first and the last" in gap.notes


def test_an_exact_outcome_has_nothing_to_test():
    frame = panel()
    found = gm.policy.effects(frame.assign(y=2 * frame["x"]), "y", ["x"])
    assert found.coefficients.loc["x", "estimate"] == pytest.approx(2)
    assert np.isnan(found.coefficients.loc["x", "p"])
    assert found.tests.empty


def test_lags_are_of_time_and_their_bias_is_said():
    frame = panel(seed=2)
    found = gm.policy.effects(frame, "y", ["x"], lags=1)
    assert found.coefficients.index.tolist() == ["L1.y", "x"]
    assert any("Nickell" in note for note in found.notes)
    assert found.fit["n"] == 150
    gap = gm.policy.effects(frame.drop(2017, level="period"), "y", ["x"], lags=1)
    assert gap.fit["n"] == 90  # neither 2018 nor 2015 has an outcome one year before


def test_a_square_turns_where_it_turns():
    """Y = -(x - 1)² turns at 1, and both arms are there; of x above 2 only one is (Lind and Mehlum 2010)."""
    frame = panel(units=60, seed=5)
    rng = np.random.default_rng(0)
    frame["y"] = -((frame["x"] - 1) ** 2) + rng.normal(0, 0.5, len(frame))
    row = gm.policy.effects(frame, "y", ["x"], quadratic=["x"]).turning_points.loc["x"]
    assert row["shape"] == "inverse U"
    assert row["lower"] < 1 < row["upper"]
    assert row["p"] < 0.001
    frame["x"] += 10
    frame["y"] = -((frame["x"] - 1) ** 2) + rng.normal(0, 0.5, len(frame))
    found = gm.policy.effects(frame, "y", ["x"], quadratic=["x"])
    assert found.turning_points.loc["x", "shape"] == "monotone"
    assert found.turning_points.loc["x", "p"] > 0.5
    assert any("a bend, not a turn" in note for note in found.notes)


def test_the_interval_of_a_turning_point_is_fiellers():
    """Its ends are where t of the slope is the quantile."""
    from govmetrics.policy._turning import fieller

    b, v = np.array([2.0, -0.5]), np.array([[0.04, -0.006], [-0.006, 0.002]])
    for end in fieller(b, v, 2.0):
        c = np.array([1, 2 * end])
        assert abs(c @ b) / np.sqrt(c @ v @ c) == pytest.approx(2, rel=1e-9)
    assert fieller(b, v * 1000, 2.0) == (-np.inf, np.inf)


def test_scores_are_an_outcome_and_their_nodes_have_names():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    rows = pd.MultiIndex.from_product(
        [range(2018, 2024), [f"c{i}" for i in range(12)]], names=["period", "unit"]
    )
    rng = np.random.default_rng(0)
    data = gm.Dataset(tree, pd.DataFrame(rng.uniform(1, 9, (72, 3)), rows, tree.codes),
                      attributes=pd.DataFrame({"budget": rng.normal(size=72)}, rows))  # fmt: skip
    scaled = gm.normalisation.min_max(data)
    scores = gm.aggregation.arithmetic(scaled, gm.weighting.entropy(scaled))
    found = gm.policy.effects(scores, "A", ["budget"])
    assert found.notes[0].startswith("CAUTION")
    assert "权重由同一批数据估计" in found.summary("zh")
    assert gm.policy.effects(data, "a1", ["budget"]).notes == ()


@pytest.mark.parametrize(("change", "said"), [
    ({"regressors": ["x", "x"]}, "named twice"),
    ({"regressors": ["y"]}, "another role"),
    ({"quadratic": ["z"]}, "z is no regressor"),
    ({"errors": "CR9"}, "choose one of"),
    ({"bandwidth": 2}, "only Driscoll and Kraay's"),
    ({"regressors": []}, "regressors"),
])  # fmt: skip
def test_what_is_asked_wrongly_is_said(change, said):
    with pytest.raises(gm.FaultyInput, match=said):
        gm.policy.effects(**({"frame": panel(), "outcome": "y", "regressors": ["x"]} | change))


def test_pairs_with_few_common_periods_do_not_thin_out_cross_section_dependence():
    """Pesaran (2004), eq. 19, pair by pair; until it was so, pairs left out were counted in the divisor."""
    rng = np.random.default_rng(5)
    residual = rng.normal(size=(14, 9)) + rng.normal(size=9)
    residual[rng.random((14, 9)) < np.where(np.arange(14) < 7, 0.55, 0.1)[:, None]] = np.nan
    unit, period = np.nonzero(~np.isnan(residual))
    terms = []
    for a, b in combinations(residual, 2):
        both = ~np.isnan(a) & ~np.isnan(b)
        if both.sum() > 2:
            terms.append(np.sqrt(both.sum()) * np.corrcoef(a[both], b[both])[0, 1])
    assert len(terms) < 14 * 13 / 2
    found = pesaran_cd(residual[unit, period], unit, period)
    assert found[0] == pytest.approx(sum(terms) / np.sqrt(len(terms)), rel=1e-12)
    nobody = pesaran_cd(np.array([1.0, -1, 2, -2]), np.array([0, 0, 1, 1]), np.array([0, 1, 1, 2]))
    assert np.isnan(nobody[0])


def test_a_turning_point_without_ends_is_told():
    rng = np.random.default_rng(2)
    rows = pd.MultiIndex.from_product([[f"u{k}" for k in range(8)], range(5)], names=["unit", "period"])
    frame = pd.DataFrame({"x": rng.normal(size=40), "y": rng.normal(size=40)}, rows)
    found = gm.policy.effects(frame, "y", ["x"], quadratic=["x"], level=0.999)
    assert np.isinf(found.turning_points.loc["x", ["lower", "upper"]].astype(float)).all()
    assert "where x turns is not known at 99.9%: Fieller's interval has no ends" in map(str, found.notes)
    frame["y"] -= 3 * frame["x"] ** 2
    found = gm.policy.effects(frame, "y", ["x"], quadratic=["x"])
    assert not any("is not known" in str(note) for note in found.notes)
