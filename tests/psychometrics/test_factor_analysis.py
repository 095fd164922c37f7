"""KMO, Bartlett, exploratory factor analysis, parallel analysis and omega: R's psych, invariants, nasty answers."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics import factors, fit, rotations

SCALES = ["agree", "conscientious", "extraversion", "neuroticism", "openness"]


def apart(found, expected):
    """The largest difference of loadings when factors are named and turned alike."""
    found, expected = np.asarray(found), np.asarray(expected)
    best = np.inf
    for order in permutations(range(expected.shape[1])):
        turned = found[:, order] * np.sign((found[:, order] * expected).sum(axis=0))
        best = min(best, np.abs(turned - expected).max())
    return best


@pytest.mark.parametrize("scale", SCALES)
def test_kmo_bartlett(bfi, scale):
    check_kmo(bfi, scale, "complete.obs", bfi.scale(scale))


def check_kmo(bfi, scale, key, items, n=None):
    expected = bfi.expected["scales"][scale][key]
    measure = gm.psychometrics.kmo(items, n)
    assert measure.overall == pytest.approx(expected["KMO"]["overall"], abs=1e-12)
    assert measure.items.tolist() == pytest.approx(list(expected["KMO"]["msa"].values()), abs=1e-12)
    test = gm.psychometrics.bartlett(items, n)
    assert test.chi_square == pytest.approx(expected["bartlett"]["chisq"], rel=1e-12)
    assert test.df == expected["bartlett"]["df"]


@pytest.mark.parametrize("method", ["minres", "ml", "pa"])
@pytest.mark.parametrize("rotation", ["none", "varimax", "oblimin", "promax"])
def test_explore_25_items(bfi, method, rotation):
    """psych::fa, five factors of 25 items."""
    expected = bfi.expected["efa25_complete"][f"{method}_{rotation}"]
    name = "principal_axis" if method == "pa" else method
    result = gm.psychometrics.explore(bfi.directed, 5, name, rotation)
    assert apart(result.loadings, expected["loadings"]) < 1e-5
    assert result.communalities.tolist() == pytest.approx(list(expected["communality"].values()), abs=1e-5)
    there = expected["fit"]
    assert result.fit["chi_square"] == pytest.approx(there["chisq"], rel=1e-6)
    assert result.fit["tli"] == pytest.approx(there["TLI"], abs=1e-6)
    assert result.fit["rmsea"] == pytest.approx(there["RMSEA"]["RMSEA"], abs=1e-7)
    assert result.fit["rmsea_lower"] == pytest.approx(there["RMSEA"]["lower"], abs=2e-5)  # psych's uniroot
    assert result.fit["rmsea_upper"] == pytest.approx(there["RMSEA"]["upper"], abs=2e-5)
    assert result.fit["rmsr"] == pytest.approx(there["RMSR"], abs=1e-8)
    squares = np.sort((result.loadings**2).sum())  # psych's sums leave out the factors' correlations
    assert squares.tolist() == pytest.approx(sorted(expected["ssload"].values()), abs=1e-4)
    assert result.variance["sum_of_squares"].sum() == pytest.approx(result.communalities.sum())
    if rotation in ("oblimin", "promax"):
        phi = np.sort(np.abs(result.factor_correlations.to_numpy()), axis=None)
        assert phi.tolist() == pytest.approx(np.sort(np.abs(expected["Phi"]), axis=None).tolist(), abs=2e-5)


@pytest.mark.parametrize("method", ["minres", "ml"])
@pytest.mark.parametrize("rotation", ["none", "varimax", "oblimin", "promax"])
def test_explore_holzinger(holzinger, method, rotation):
    data, expected = holzinger
    result = gm.psychometrics.explore(data.filter(regex=r"^x\d"), 3, method, rotation)
    assert apart(result.loadings, expected["efa"][f"{method}_{rotation}"]["loadings"]) < 1e-5


@pytest.mark.parametrize("rotation", ["none", "varimax"])
def test_principal_components(bfi, rotation):
    expected = bfi.expected["efa25_complete"][f"principal_{rotation}"]
    result = gm.psychometrics.explore(bfi.directed, 5, "principal", rotation)
    assert apart(result.loadings, expected["loadings"]) < 1e-5
    if rotation == "varimax":
        assert result.variance["sum_of_squares"].tolist() == pytest.approx(
            expected["Vaccounted"][0], abs=1e-5
        )
    assert result.eigenvalues.tolist() == pytest.approx(
        bfi.expected["efa25_complete"]["eigenvalues"], abs=1e-10
    )


def test_parallel_analysis(bfi):
    """Random data differ from run to run; counts and the observed eigenvalues do not."""
    expected = bfi.expected["efa25_complete"]
    result = gm.psychometrics.parallel(bfi.directed, draws=40, rng=1)
    assert (result.factors, result.components) == (
        expected["parallel"]["nfact"],
        expected["parallel"]["ncomp"],
    )
    assert result.average_partial == int(np.argmin(expected["map"])) + 1
    table = result.eigenvalues
    np.testing.assert_allclose(table["component"], expected["parallel"]["pc_values"], atol=1e-10)
    np.testing.assert_allclose(table["factor"], expected["parallel"]["fa_values"], atol=1e-5)
    np.testing.assert_allclose(table["average_partial"].iloc[:8], expected["map"], atol=1e-12)
    np.testing.assert_allclose(table["component_random"], expected["parallel"]["pc_sim"], atol=0.05)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_omega(bfi, scale, count):
    check_omega(bfi, scale, "complete.obs", bfi.scale(scale), count)


def test_psych_on_a_matrix(raw_bfi):
    """KMO, Bartlett and omega of five scales: psych was given pairwise covariances, made correlations as a whole."""
    for scale in SCALES:
        r = whole_matrix(raw_bfi.scale(scale))
        check_kmo(raw_bfi, scale, "pairwise", r, n=2800)
        for count in (1, 2, 3):
            check_omega(raw_bfi, scale, "pairwise", r, count, n=2800)


def whole_matrix(answers):
    """Return pairwise covariances over the standard deviations of all answers to an item."""
    spread = answers.std()
    return answers.cov() / np.outer(spread, spread)


def test_psych_on_pairwise_answers(cases):
    """psych::KMO of cor(use="pairwise"), where the pairs' own standard deviations make a difference of .006."""
    case = json.loads((cases / "referee" / "13_kmo_pairwise.json").read_text())
    items, expected = pd.DataFrame(case["input"]["items"], dtype=float), case["expected"]
    measure = gm.psychometrics.kmo(items, missing="pairwise")
    assert measure.overall == pytest.approx(expected["kmo"], abs=1e-9)
    assert measure.items.tolist() == pytest.approx(expected["items"], abs=1e-9)


def test_pairwise_is_from_each_pairs_own_correlation(gaps):
    """Every method of a matrix, against pandas' correlations, which take each pair's own respondents."""
    r = gaps.corr()
    inverse = np.linalg.inv(r)
    partial = inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    free = ~np.eye(5, dtype=bool)
    r2 = (r.to_numpy()[free] ** 2).sum()  # KMO by its formula: squared correlations against partial ones
    room = gm.psychometrics
    kmo = room.kmo(gaps, missing="pairwise")
    assert kmo.overall == pytest.approx(r2 / (r2 + (partial[free] ** 2).sum()), abs=1e-12)
    assert "pairs of items rest on" in kmo.notes[0]
    n = kmo.n
    for pairwise, direct, name in (
        (room.bartlett(gaps, missing="pairwise"), room.bartlett(r, n), "chi_square"),
        (room.omega(gaps, 1, missing="pairwise"), room.omega(r, 1, n), "total"),
        (room.guttman(gaps, "correlation", missing="pairwise"), room.guttman(r, n=n), "lambda6"),
    ):
        assert getattr(pairwise, name) == pytest.approx(getattr(direct, name), rel=1e-12)
    for pairwise, direct in (
        (room.explore(gaps, 1, missing="pairwise").loadings, room.explore(r, 1, n=n).loadings),
        (room.parallel(gaps, missing="pairwise").eigenvalues, room.parallel(r, n).eigenvalues),
    ):
        pd.testing.assert_frame_equal(pairwise, direct, rtol=1e-12)
    assert abs(kmo.overall - room.kmo(whole_matrix(gaps), n).overall) > 1e-3


def test_a_pair_that_does_not_vary_is_named(gaps):
    few = gaps.assign(q6=gaps["q1"])
    few.loc[few["q2"].notna() & (few["q2"] != 3), "q6"] = np.nan  # who answers both says 3 to q2
    with pytest.raises(
        UnsuitableMethod, match=r"q2, q6: one of the two does not vary among the 5\d respondents"
    ):
        gm.psychometrics.kmo(few, missing="pairwise")
    assert gm.psychometrics.alpha(few, missing="pairwise").alpha < 1


def check_omega(bfi, scale, key, items, count, n=None):
    """psych::omega with one, two and three group factors.

    Three factors of five items are not identified: omega hierarchical then depends on the last steps of the
    search, and one of the ten values differs by .0003.
    """
    expected = bfi.expected["scales"][scale][key][f"omega_psych_minres_nf{count}"]
    result = gm.psychometrics.omega(items, count, n)
    near = 3e-4 if count == 3 else 1e-4
    assert any("not identified" in note for note in result.notes) == (count == 3)
    assert result.hierarchical == pytest.approx(expected["omega_h"], abs=near)
    assert result.total == pytest.approx(expected["omega_total"], abs=1e-4)
    one = bfi.expected["scales"][scale][key]["omega_1factor_minres"]["omega_total"]
    assert result.one_factor == pytest.approx(one, abs=1e-6)
    if count == 1:
        assert result.loadings["general"].abs().tolist() == pytest.approx(
            [abs(x) for x in bfi.expected["scales"][scale][key]["omega_1factor_minres"]["loadings"].values()],
            abs=1e-5,
        )


def test_omega_of_25_and_of_9_items(bfi, holzinger):
    expected = bfi.expected["efa25_complete"]["omega25_nf5"]
    result = gm.psychometrics.omega(bfi.directed, 5)
    assert (result.hierarchical, result.total) == pytest.approx(
        (expected["omega_h"], expected["omega_total"]), abs=1e-4
    )
    assert result.asymptotic == pytest.approx(expected["omega_lim"], abs=1e-4)
    assert result.loadings["general"].tolist() == pytest.approx(expected["g_loadings"], abs=1e-4)
    data, there = holzinger
    nine = gm.psychometrics.omega(data.filter(regex=r"^x\d"), 3)
    assert nine.hierarchical == pytest.approx(there["omega9_nf3"]["omega_h"], abs=1e-5)
    assert nine.total == pytest.approx(there["omega9_nf3"]["omega_total"], abs=1e-5)


@given(st.lists(st.floats(0.3, 0.85), min_size=4, max_size=8))
def test_one_factor_is_recovered(loadings):
    """Of correlations that one factor makes, minres and ML give back the loadings, omega the formula."""
    loading = np.array(loadings)
    r = np.outer(loading, loading)
    np.fill_diagonal(r, 1)
    for extract in (factors.minimum_residual, factors.maximum_likelihood):
        found = extract(r, 1)[:, 0]
        np.testing.assert_allclose(np.abs(found), loading, atol=2e-4)
    result = gm.psychometrics.omega(pd.DataFrame(r), 1, n=100)
    assert result.total == pytest.approx(1 - (1 - loading**2).sum() / r.sum(), abs=1e-4)
    assert result.total == pytest.approx(result.hierarchical, abs=1e-4)


@given(st.integers(0, 10_000))
def test_rotations_keep_what_the_factors_explain(seed):
    loadings = np.random.default_rng(seed).uniform(-0.6, 0.6, size=(9, 3))
    common = loadings @ loadings.T
    turned, rotation, settled = rotations.varimax(loadings)
    assert settled
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(3), atol=1e-10)
    np.testing.assert_allclose(turned @ turned.T, common, atol=1e-10)
    for oblique in (rotations.promax, rotations.oblimin):
        pattern, phi = oblique(loadings)
        np.testing.assert_allclose(np.diag(phi), 1, atol=1e-10)
        np.testing.assert_allclose(pattern @ phi @ pattern.T, common, atol=1e-8)


@given(st.floats(0, 500), st.integers(1, 100))
def test_noncentrality_interval(chi_square, df):
    """The interval's ends put the observed value at the 95th and the 5th percentile."""
    from scipy.stats import ncx2

    low, high = fit.noncentrality(chi_square, df)
    assert 0 <= low <= high
    if low > 0:
        assert ncx2.cdf(chi_square, df, low) == pytest.approx(0.95, abs=1e-6)
    if high > 0:
        assert ncx2.cdf(chi_square, df, high) == pytest.approx(0.05, abs=1e-6)


def test_number_of_factors_from_parallel_analysis(two_scales):
    result = gm.psychometrics.explore(two_scales)
    assert result.loadings.shape[1] == 2
    assert "2 factors by parallel analysis" in result.notes


def test_from_answers_and_from_their_correlations(two_scales):
    one = gm.psychometrics.explore(two_scales, 2, "ml", "oblimin")
    two = gm.psychometrics.explore(two_scales.corr(), 2, "ml", "oblimin", n=400)
    np.testing.assert_allclose(one.loadings, two.loadings, atol=1e-8)
    assert gm.psychometrics.kmo(two_scales).overall == pytest.approx(
        gm.psychometrics.kmo(two_scales.corr(), n=400).overall
    )


def test_weights_are_frequencies(likert):
    weights = pd.Series(np.tile([1.0, 2.0], 100))
    repeated = likert.loc[likert.index.repeat(weights.astype(int))]
    assert gm.psychometrics.kmo(likert, weights=weights).overall == pytest.approx(
        gm.psychometrics.kmo(repeated).overall
    )
    assert gm.psychometrics.omega(likert, 1, weights=weights).total == pytest.approx(
        gm.psychometrics.omega(repeated, 1).total
    )


def test_heywood_case_is_named():
    """Correlations that ask for a loading above one: r12 r13 / r23 = 1.27."""
    r = pd.DataFrame([[1, 0.8, 0.7, 0.3], [0.8, 1, 0.44, 0.2], [0.7, 0.44, 1, 0.25], [0.3, 0.2, 0.25, 1]])
    for method in ("minres", "ml"):
        result = gm.psychometrics.explore(r.set_axis(list("abcd"), axis=1), 1, method, n=100)
        assert any("Heywood" in note and "item a" in note for note in result.notes)
        assert result.communalities.idxmax() == "a"


def test_nasty(likert):
    with pytest.raises(UnsuitableMethod, match="c: every answer is the same"):
        gm.psychometrics.explore(likert.assign(c=1), 1)
    for function in (
        gm.psychometrics.kmo,
        gm.psychometrics.bartlett,
        gm.psychometrics.omega,
        gm.psychometrics.explore,
        gm.psychometrics.parallel,
    ):
        with pytest.raises(UnsuitableMethod):
            function(likert[["q1"]])
        with pytest.raises(UnsuitableMethod):
            function(likert.head(1))
    for function in (gm.psychometrics.kmo, gm.psychometrics.bartlett, gm.psychometrics.omega):
        with pytest.raises(UnsuitableMethod, match="4 respondents for 5 items"):
            function(pd.DataFrame(np.random.default_rng(1).normal(size=(4, 5))))
        with pytest.raises(UnsuitableMethod, match="not positive definite"):
            function(likert.assign(copy=likert["q1"]))
    with pytest.raises(UnsuitableMethod, match="5 factors of 5 items"):
        gm.psychometrics.explore(likert, 5)
    with pytest.raises(FaultyInput, match="factors: is 0; give a whole number from 1"):
        gm.psychometrics.omega(likert, 0)
    with pytest.raises(FaultyInput, match="minres, ml"):
        gm.psychometrics.explore(likert, 1, "alpha")
    with pytest.raises(FaultyInput, match="not a correlation matrix"):
        gm.psychometrics.kmo(likert, n=200)
    with pytest.raises(FaultyInput, match="is not a symmetric matrix of correlations"):
        gm.psychometrics.kmo(likert.cov(), n=200)
    assert gm.psychometrics.kmo(likert[["q1", "q2"]]).overall == pytest.approx(0.5)  # always, of two items


@pytest.mark.parametrize("sign", [1, -1])
def test_two_clusters_that_mirror_each_other_are_found(sign):
    """Their first factors are a mean and a difference, from which neither rotation has a way up or down."""
    a = np.array([[0.6, 0.4]] * 3 + [[0.6, -0.4]] * 3) * [1, sign]
    size = np.sqrt(0.52)
    varimax, rotation, _ = rotations.varimax(a)
    # by 45 degrees: (.6 + .4) / root 2 and (.6 - .4) / root 2
    assert apart(varimax, np.repeat([[1, 0.2], [0.2, 1]], 3, axis=0) / np.sqrt(2)) < 1e-4
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(2), atol=1e-12)
    pattern, phi = rotations.oblimin(a)
    assert apart(pattern, size * np.repeat(np.eye(2), 3, axis=0)) < 1e-4
    assert abs(phi[0, 1]) == pytest.approx((0.36 - 0.16) / 0.52, abs=1e-4)
    np.testing.assert_allclose(pattern @ phi @ pattern.T, a @ a.T, atol=1e-12)


def test_a_simple_structure_is_left_as_it_is():
    a = np.repeat(np.eye(3), 2, axis=0) * [0.8, 0.7, 0.6]
    for found in (rotations.varimax(a)[0], rotations.promax(a)[0], rotations.oblimin(a)[0]):
        np.testing.assert_allclose(found, a, atol=1e-9)


def test_omega_of_groups_that_mirror_each_other():
    """Loadings .7 on two factors that correlate .36: .42 on the general factor (6 * .42)^2 of the sum of R."""
    own = 0.7 * np.repeat(np.eye(2), 3, axis=0)
    r = own @ np.array([[1, 0.36], [0.36, 1]]) @ own.T + 0.51 * np.eye(6)
    found = gm.psychometrics.omega(pd.DataFrame(r), 2, n=200)
    assert found.hierarchical == pytest.approx((6 * 0.42) ** 2 / r.sum(), abs=1e-4)
