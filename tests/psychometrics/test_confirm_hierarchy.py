"""Second-order factors and general factors: lavaan's answers on the WISC-IV, identities, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from tests.reference import twins

PRINTED = {"rel": 1e-9, "abs": 6e-4}  # three decimals


@pytest.fixture(scope="module")
def wisc(facts):
    found = twins.read(facts / "survey" / "wisc4.json")
    return found["answers"]["all"], found


@pytest.fixture(scope="module")
def second(wisc):
    answers, there = wisc
    return gm.psychometrics.confirm(
        answers, there["factors"], second_order={"g": there["second_order"]["below"]}
    )


@pytest.fixture(scope="module")
def bifactor(wisc):
    answers, there = wisc
    return gm.psychometrics.confirm(answers, there["factors"], general="g")


def check(found, expected):
    """Compare estimate, standard error and standardised value as far as they are printed."""
    for name, value in zip(("estimate", "se", "standardized", "r_squared"), expected, strict=False):
        if value is not None:
            assert found[name] == pytest.approx(value, **PRINTED), (found.name, name)


@pytest.mark.parametrize("kind", ["second_order", "bifactor"])
def test_fit_and_residuals(wisc, second, bifactor, kind):
    result, there = {"second_order": second, "bifactor": bifactor}[kind], wisc[1][kind]
    for name, value in there["fit"].items():
        assert result.fit[name] == pytest.approx(value, **PRINTED), name
    for item, expected in there["residuals"].items():
        check(result.residuals.loc[item], expected)


def test_second_order(wisc, second):
    there = wisc[1]["second_order"]
    for factor, own in wisc[1]["factors"].items():
        for item in own:
            check(second.loadings.loc[(factor, item)], there["loadings"][item])
        estimate, se, standardized, r_squared = there["above"][factor]
        check(second.second_order.loc[("g", factor)], [estimate, se, standardized, r_squared])
    assert second.second_order.loc[("g", "gc"), "z"] == pytest.approx(12.241, abs=6e-4)
    row = second.against_correlated  # the model of four correlated factors
    plain = gm.psychometrics.confirm(wisc[0], wisc[1]["factors"])
    assert row["delta_chi_square"] == pytest.approx(second.fit["chi_square"] - plain.fit["chi_square"])
    assert (row["delta_df"], row["delta_p"]) == (2, pytest.approx(chi2.sf(row["delta_chi_square"], 2)))
    assert row["target"] == pytest.approx(plain.fit["chi_square"] / second.fit["chi_square"])
    shown = second.tables()
    assert shown[2].caption == "Loadings on the second-order factors"
    assert "二阶因子" in second.summary("zh")


def test_bifactor(wisc, bifactor):
    there = wisc[1]["bifactor"]
    for factor, own in wisc[1]["factors"].items():
        for item in own:
            check(bifactor.loadings.loc[(factor, item)], there["group"][item])
            general = bifactor.loadings.loc[("g", item)]
            assert general["standardized"] == pytest.approx(there["general"][item], abs=6e-4)
        check(bifactor.factor_covariances.loc[(factor, factor)], there["variances"][factor])
    ratio = bifactor.loadings["estimate"]["g"]
    assert ratio["Comprehension"] / ratio["Information"] == pytest.approx(0.780, abs=6e-4)
    assert sum("has two items: its loadings are set equal" in str(note) for note in bifactor.notes) == 3


def test_indices_by_hand(wisc, bifactor):
    """Rodriguez, Reise and Haviland (2016), Psychological Methods 21, 137-150, from the printed loadings."""
    there, factors = wisc[1]["bifactor"], wisc[1]["factors"]
    general = pd.Series(there["general"])
    group = pd.Series({item: row[2] for item, row in there["group"].items()})
    unique = 1 - general**2 - group**2
    sums = {factor: group[own].sum() ** 2 for factor, own in factors.items()}
    total = general.sum() ** 2 + sum(sums.values()) + unique.sum()
    row = bifactor.general_indices.loc["g"]
    assert row["omega"] == pytest.approx(1 - unique.sum() / total, abs=1e-3)
    assert row["omega_hierarchical"] == pytest.approx(general.sum() ** 2 / total, abs=1e-3)
    common = (general**2).sum() + (group**2).sum()
    assert row["ecv"] == pytest.approx((general**2).sum() / common, abs=1e-3)
    assert row["puc"] == pytest.approx(1 - (6 + 1 + 1 + 1) / 45)
    own = factors["gc"]
    subtotal = general[own].sum() ** 2 + sums["gc"] + unique[own].sum()
    row = bifactor.general_indices.loc["gc"]
    assert row["omega"] == pytest.approx(1 - unique[own].sum() / subtotal, abs=1e-3)
    assert row["omega_hierarchical"] == pytest.approx(sums["gc"] / subtotal, abs=1e-3)
    assert row["ecv"] == pytest.approx((group[own] ** 2).sum() / common, abs=1e-3)
    within = (group[own] ** 2).sum() / ((group[own] ** 2).sum() + (general[own] ** 2).sum())
    assert row["ecv_within"] == pytest.approx(within, abs=1e-3)
    inverse = 1 + 1 / (group[own] ** 2 / (1 - group[own] ** 2)).sum()
    assert row["h"] == pytest.approx(1 / inverse, abs=1e-3)
    assert bifactor.general_indices["ecv"].sum() == pytest.approx(1)
    assert "may be read as a measure of one thing" in bifactor.summary()


def test_schmid_leiman(wisc, second):
    """Loadings on a general and on group factors that make the same correlations (Schmid and Leiman 1957)."""
    standard, above = second.loadings["standardized"], second.second_order["standardized"]["g"]
    table = second.general_loadings
    for (factor, item), row in table.iterrows():
        assert row["general"] == pytest.approx(standard[(factor, item)] * above[factor])
        assert row["group"] == pytest.approx(standard[(factor, item)] * np.sqrt(1 - above[factor] ** 2))
        assert row["communality"] == pytest.approx(second.residuals.loc[item, "r_squared"])
        assert row["general_share"] == pytest.approx(above[factor] ** 2)


def test_three_factors_are_as_if_they_correlated(holzinger):
    """With three below it a second-order factor only renames correlations: its loadings follow from them (by hand)."""
    data, expected = holzinger
    factors = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
    result = gm.psychometrics.confirm(data, factors, second_order={"G": list(factors)})
    there = expected["cfa_marker"]
    assert result.fit["chi_square"] == pytest.approx(there["fit"]["chisq"], rel=1e-8)
    assert result.fit["df"] == there["fit"]["df"]
    (_, a, b), (_, _, c), _ = there["factor_cor"]
    loadings = result.second_order["standardized"].to_numpy()
    np.testing.assert_allclose(
        loadings, [np.sqrt(a * b / c), np.sqrt(a * c / b), np.sqrt(b * c / a)], atol=1e-5
    )
    assert any("three factors below it" in str(note) for note in result.notes)
    variance = gm.psychometrics.confirm(data, factors, scale="variance", second_order={"G": list(factors)})
    np.testing.assert_allclose(variance.second_order["estimate"], loadings, atol=1e-9)
    # turned items turn their factor, not its loading
    turned = gm.psychometrics.confirm(
        data.assign(**{item: -data[item] for item in factors["speed"]}),
        factors,
        second_order={"G": list(factors)},
    )
    np.testing.assert_allclose(turned.second_order["standardized"], loadings * [1, 1, -1], atol=1e-6)


def test_two_second_order_factors_with_gaps():
    """Truth is found in 4000 simulated answers, a tenth of them missing."""
    rng = np.random.default_rng(5)
    tops = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=4000)
    above = np.array([0.8, 0.7, 0.6, 0.9])
    traits = np.repeat(tops, 2, axis=1) * above + np.sqrt(1 - above**2) * rng.normal(size=(4000, 4))
    x = 0.8 * np.repeat(traits, 3, axis=1) + 0.6 * rng.normal(size=(4000, 12))
    answers = pd.DataFrame(x, columns=[f"q{i}" for i in range(12)]).mask(rng.random(x.shape) < 0.1)
    factors = {f"f{j}": [f"q{i}" for i in range(3 * j, 3 * j + 3)] for j in range(4)}
    tops = {"G": ["f0", "f1"], "H": ["f2", "f3"]}
    result = gm.psychometrics.confirm(answers, factors, missing="fiml", second_order=tops)
    assert result.fit["p"] > 0.001
    np.testing.assert_allclose(result.second_order["standardized"], above, atol=0.12)
    assert result.second_order_correlations.loc["G", "H"] == pytest.approx(0.4, abs=0.1)
    apart = (result.second_order["standardized"] - above) / result.second_order["standardized_se"]
    assert np.abs(apart).max() < 3
    left = gm.psychometrics.confirm(answers, factors, second_order={"G": ["f0", "f1"]})
    assert list(left.second_order_correlations) == ["G", "f2", "f3"]
    assert left.general_loadings is None


def test_what_is_refused(wisc, holzinger):
    answers, there = wisc
    factors = there["factors"]

    def fit(**options):
        return gm.psychometrics.confirm(answers, factors, **options)

    for options, told in (
        ({"second_order": {"g": ["gc", "nowhere"]}}, "no such factors: nowhere"),
        ({"second_order": {"gc": ["gf", "gsm", "gs"]}}, "is one of the factors itself"),
        ({"second_order": {"g": ["gc", "gc", "gs"]}}, "stand under a second-order factor twice"),
        ({"second_order": ["gc", "gf", "gs"]}, "is not a mapping of factors to factors"),
        ({"second_order": {"g": "gc"}}, "is not a list of factors"),
        ({"general": 3}, "general: is not a name"),
        ({"general": "gc"}, "gc is one of the factors"),
        ({"general": "g", "second_order": {"h": list(factors)}}, "not both"),
        ({"second_order": {"g": list(factors)}, "robust": True}, "not available for second-order factors"),
    ):
        with pytest.raises(FaultyInput, match=told):
            fit(**options)
    two = {name: factors[name] for name in ("gc", "gf")}
    with pytest.raises(UnsuitableMethod, match=r"2 factors below it.*three first-order factors are needed"):
        gm.psychometrics.confirm(answers, two, second_order={"g": ["gc", "gf"]})
    with pytest.raises(UnsuitableMethod, match="1 factor below it"):
        fit(second_order={"g": ["gc"]})
    with pytest.raises(UnsuitableMethod, match="one group factor beside a general factor"):
        gm.psychometrics.confirm(answers, {"gc": factors["gc"]}, general="g")
    three = {"gc": factors["gc"][:3], "rest": ["Coding", "Symbol.Search", "Digit.Span"]}
    with pytest.raises(UnsuitableMethod, match="two group factors of three items or fewer"):
        gm.psychometrics.confirm(answers, three, general="g")
    with pytest.raises(UnsuitableMethod, match="Information load on more than one group factor"):
        gm.psychometrics.confirm(answers, {**factors, "gf": [*factors["gf"], "Information"]}, general="g")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("missing", ["listwise", "fiml"])
def test_units_do_not_matter(missing):
    """Items in units of a million and of a millionth, and far from zero."""
    rng = np.random.default_rng(0)
    own = rng.multivariate_normal(np.zeros(4), 0.55 + 0.45 * np.eye(4), size=300)
    x = np.repeat(own, 3, axis=1) + 0.8 * rng.normal(size=(300, 12))
    factors = {f"f{j}": [f"q{i}" for i in range(3 * j, 3 * j + 3)] for j in range(4)}
    answers = pd.DataFrame(x, columns=[f"q{i}" for i in range(12)])
    if missing == "fiml":
        answers = answers.mask(rng.random(x.shape) < 0.05)
    for above in ({"second_order": {"G": list(factors)}}, {"general": "G"}):
        plain, odd, far = (
            gm.psychometrics.confirm(one, factors, missing=missing, **above)
            for one in (answers, answers * ([1e6] * 6 + [1e-6] * 6), answers + 1e6)
        )
        for other in (odd, far):
            assert other.fit["chi_square"] == pytest.approx(plain.fit["chi_square"], abs=1e-5)
            for name in ("standardized", "standardized_se"):
                np.testing.assert_allclose(other.loadings[name], plain.loadings[name], atol=1e-6)
            np.testing.assert_allclose(other.modifications["index"], plain.modifications["index"], atol=1e-4)
            if plain.second_order is not None:
                np.testing.assert_allclose(
                    other.second_order["standardized_se"], plain.second_order["standardized_se"], atol=1e-6
                )


def test_robust_bifactor(wisc, bifactor):
    """With normal answers the robust errors are near the usual ones; the equal loadings are one parameter."""
    robust = gm.psychometrics.confirm(wisc[0], wisc[1]["factors"], general="g", robust=True)
    assert robust.fit["scaling_factor"] == pytest.approx(1, abs=0.15)
    np.testing.assert_allclose(robust.residuals["se"], bifactor.residuals["se"], rtol=0.3)


def test_heywood_factor_is_named():
    """Correlations .6, .6, .2: the first factor would explain 1.8 of its one."""
    phi = np.array([[1, 0.6, 0.6], [0.6, 1, 0.2], [0.6, 0.2, 1]])
    loading = np.kron(np.eye(3), np.full((3, 1), 0.8))
    r = loading @ phi @ loading.T
    np.fill_diagonal(r, 1)
    names = [f"q{i}" for i in range(9)]
    factors = {f"f{j}": names[3 * j : 3 * j + 3] for j in range(3)}
    result = gm.psychometrics.confirm(
        pd.DataFrame(r, columns=names), factors, n=300, second_order={"G": list(factors)}
    )
    assert result.second_order["standardized"].iloc[0] == pytest.approx(np.sqrt(1.8), abs=1e-4)
    assert any("Heywood case: factor f0 has residual variance -0.800" in str(note) for note in result.notes)
