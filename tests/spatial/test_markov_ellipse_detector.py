"""Spatial Markov chains against giddy's documentation, ellipses against known ones, the detector against analysis of variance."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import f_oneway, ttest_ind

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from tests.spatial.columbus import CASES, needs_columbus
from tests.spatial.lattice import UNITS, spots, squares, values

W = gm.spatial.weights(squares())


def states():
    table = pd.read_csv(CASES / "us_income.csv", index_col="state").rename(columns=int)
    series = table.T.stack().rename_axis(["period", "unit"]).rename("income")
    return series, gm.spatial.weights(pd.read_csv(CASES / "us_states48_neighbours.csv"))


@needs_columbus
def test_incomes_of_the_states_as_giddy_prints_them():
    """giddy, documentation of `Spatial_Markov(rpci, w, fixed=True, k=5, m=5)`: cutoffs, P, S, Q, LR and their df."""
    series, w = states()
    found = gm.spatial.markov(series, w, classes=5, relative=True)
    np.testing.assert_allclose(
        found.cuts.iloc[0], [0.83999133, 0.94707545, 1.03242697, 1.14911154], atol=1e-8
    )
    np.testing.assert_allclose(
        found.lag_cuts.iloc[0], [0.88973386, 0.95891917, 1.01469758, 1.1183566], atol=1e-8
    )
    np.testing.assert_allclose(found.conditional.iloc[:2], [[0.96341463, 0.0304878, 0.00609756, 0, 0],
                                                            [0.06040268, 0.83221477, 0.10738255, 0, 0]], atol=1e-8)  # fmt: skip
    np.testing.assert_allclose(found.conditional.iloc[-1], [0, 0, 0, 0.02352941, 0.97647059], atol=1e-8)
    np.testing.assert_allclose(found.conditional_steady_states.iloc[[0, 4]], [
        [0.43509425, 0.2635327, 0.20363044, 0.06841983, 0.02932278],
        [0.01776781, 0.19964349, 0.19009833, 0.25524697, 0.3372434]], atol=1e-8)  # fmt: skip
    test = found.tests.loc["homogeneity"]
    assert (test["chi_square"], test["likelihood_ratio"]) == pytest.approx((200.624, 170.659), abs=5e-4)
    assert test["df"] == 60


@needs_columbus
def test_quintiles_of_every_year():
    """The case, and the same chain as `panel.markov`."""
    series, w = states()
    expected = json.loads((CASES / "case.json").read_text(encoding="utf-8"))
    expected = expected["markov us_income quintiles of each year (class = first linear percentile >= value)"]
    found = gm.spatial.markov(series, w, classes=5, cuts="period")
    assert found.transitions.to_numpy().tolist() == expected["transitions"]
    np.testing.assert_allclose(found.steady_state, expected["steady_state"], atol=1e-8)
    assert found.conditional_transitions.groupby("class").sum().to_numpy().tolist() == expected["transitions"]
    pd.testing.assert_frame_equal(
        gm.panel.markov(series, classes=5, cuts="period").transitions, found.transitions
    )


def moving(periods=5, seed=1):
    rows = pd.MultiIndex.from_product([range(2018, 2018 + periods), UNITS], names=["period", "unit"])
    return pd.Series(np.random.default_rng(seed).normal(50, 10, len(rows)), rows, name="score")


def test_given_cuts_hold_for_neighbours_too():
    found = gm.spatial.markov(moving(), W, cuts=[40, 60], closed="left")
    assert found.lag_cuts.iloc[0].tolist() == [40, 60]
    one, two = moving().loc[2018], moving().loc[2019]
    lag = pd.Series(W.sparse @ one.to_numpy(), UNITS)
    middle = (lag >= 40) & (lag < 60) & (one < 40)
    first = gm.spatial.markov(moving(2), W, cuts=[40, 60], closed="left").conditional_transitions
    assert first.loc[("2", "1")].tolist() == [
        int((middle & cut).sum()) for cut in (two < 40, (two >= 40) & (two < 60), two >= 60)
    ]


@pytest.mark.slow  # 200 panels
def test_noise_does_not_depend_on_neighbours():
    """Under chance p is uniform: of 200 panels about 5% have p below .05."""
    p = [
        gm.spatial.markov(moving(6, seed), W, classes=2, cuts="period").tests["p"].iloc[0]
        for seed in range(200)
    ]
    assert 0.01 < np.mean(np.array(p) < 0.05) < 0.1


def test_islands_and_gaps_count_for_the_chain_of_all_only():
    gappy = moving().drop((2019, "u00"))
    found = gm.spatial.markov(gappy, W, classes=2)
    assert found.transitions.to_numpy().sum() == 36 * 4 - 2
    assert (
        found.conditional_transitions.to_numpy().sum() == 36 * 4 - 2 - 3
    )  # three neighbours of the corner in 2019
    assert "not known 3 times" in str(found.notes[0])


def test_what_has_no_chain():
    with pytest.raises(FaultyInput, match="have no period"):
        gm.spatial.markov(values()["y"], W)
    with pytest.raises(UnsuitableMethod, match=r"use w\.standardise\(\)"):
        gm.spatial.markov(moving(), W.standardise(False))
    with pytest.raises(UnsuitableMethod, match="there is only one"):
        gm.spatial.markov(moving(1), W)


def test_an_ellipse_whose_axes_are_known():
    """Points at (±a, 0) and (0, ±b), turned by 30 degrees: standard deviations a / root 2 and b / root 2."""
    turn = np.radians(30)
    cross = np.array([[3.0, 0], [-3, 0], [0, 1], [0, -1]]) @ [
        [np.sin(turn), np.cos(turn)],
        [-np.cos(turn), np.sin(turn)],
    ]
    frame = pd.DataFrame(cross + np.array([100, 200]), list("abcd"), ["x", "y"])
    found = gm.spatial.ellipse(frame, coordinates="projected").table.iloc[0]
    assert found[["x", "y", "major", "minor", "rotation"]].tolist() == pytest.approx(
        [100, 200, 3 / 2**0.5, 1 / 2**0.5, 30]
    )
    assert found["area"] == pytest.approx(np.pi * 1.5)
    wide = gm.spatial.ellipse(frame, convention="arcgis", coordinates="projected").table.iloc[0]
    assert (wide["major"], wide["minor"], wide["rotation"]) == pytest.approx((3, 1, 30))


def test_an_ellipse_holds_of_a_normal_distribution_what_it_says():
    points = pd.DataFrame(np.random.default_rng(0).normal(size=(20_000, 2)) * [3, 1], columns=["x", "y"])
    for convention, share in (("lefever", 1 - np.exp(-0.5)), ("arcgis", 1 - np.exp(-1))):
        row = gm.spatial.ellipse(points, convention=convention, coordinates="projected").table.iloc[0]
        inside = (points["x"] / row["major"]) ** 2 + (points["y"] / row["minor"]) ** 2 <= 1
        assert inside.mean() == pytest.approx(share, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(-170, 170), st.floats(-70, 70))
def test_ellipses_on_the_globe_are_those_of_a_flat_map_nearby(seed, lon, lat):
    """Within some kilometres the earth is flat: eastings and northings from degrees give the same ellipse."""
    rng = np.random.default_rng(seed)
    km = rng.normal(size=(12, 2)) * [4, 1]
    degree = np.pi * 6371.0088 / 180
    frame = pd.DataFrame(
        {"lon": lon + km[:, 0] / degree / np.cos(np.radians(lat)), "lat": lat + km[:, 1] / degree}
    )
    amount = pd.Series(rng.uniform(0.5, 2, 12))
    globe = gm.spatial.ellipse(frame, amount, coordinates="wgs84").table.iloc[0]
    flat = gm.spatial.ellipse(
        pd.DataFrame(km, columns=["x", "y"]), amount, coordinates="projected"
    ).table.iloc[0]
    assert (globe["major"], globe["minor"]) == pytest.approx((flat["major"], flat["minor"]), rel=0.01)
    turned = abs(globe["rotation"] - flat["rotation"]) % 180
    assert min(turned, 180 - turned) < 2


def test_the_centre_moves_with_the_weights():
    rows = pd.MultiIndex.from_product([[2020, 2021], list("abcd")], names=["period", "unit"])
    frame = pd.DataFrame({"x": [0.0, 10, 0, 10], "y": [0.0, 0, 10, 10]}, list("abcd"))
    amount = pd.Series([1.0, 1, 1, 1, 1, 3, 1, 3], rows)
    table = gm.spatial.ellipse(frame, amount, coordinates="projected").table
    assert table.loc[2021, ["x", "y", "moved", "bearing"]].tolist() == pytest.approx([7.5, 5, 2.5, 90])
    with pytest.raises(FaultyInput, match="z: has a weight and no point"):
        gm.spatial.ellipse(frame, pd.Series([1.0] * 5, list("abcdz")), coordinates="projected")
    with pytest.raises(FaultyInput, match="a: the weight is -1"):
        gm.spatial.ellipse(frame, pd.Series([-1.0, 1, 1, 1], list("abcd")), coordinates="projected")
    with pytest.raises(UnsuitableMethod, match="fewer than three units"):
        gm.spatial.ellipse(frame, pd.Series([0.0, 0, 1, 1], list("abcd")), coordinates="projected")


@needs_columbus
def test_heshun_as_r_has_it():
    """R geodetector: q and its p; the ordinary F beside it: soil type, q = .386, p = 3.2e-18 and not .36."""
    frame = pd.read_csv(CASES / "ntd_geodetector.csv")
    expected = json.loads((CASES / "case.json").read_text(encoding="utf-8"))["geodetector incidence"]
    found = gm.spatial.detector(frame, ["watershed", "soiltype", "elevation"]).factors
    for name in found.index:
        assert found.loc[name, "q"] == pytest.approx(expected[name]["q"], abs=1e-12)
        assert found.loc[name, "p_published"] == pytest.approx(
            expected[name]["p (non-central F as published)"], rel=1e-6
        )
    assert found.loc["soiltype", "p"] == pytest.approx(3.2e-18, rel=0.02)
    shifted = gm.spatial.detector(
        frame.assign(incidence=frame["incidence"] + 10), ["soiltype"], node="incidence"
    ).factors
    assert shifted["q"].iloc[0] == pytest.approx(found.loc["soiltype", "q"])
    assert shifted["p"].iloc[0] == pytest.approx(found.loc["soiltype", "p"])
    assert abs(shifted["p_published"].iloc[0] - found.loc["soiltype", "p_published"]) > 0.1  # no test


def zoned(seed=5):
    rng = np.random.default_rng(seed)
    frame = values().assign(zone=list("abc") * 12, kind=["城", "乡"] * 18)
    return frame[["zone", "kind"]].assign(trust=rng.normal(50, 5, 36) + 4 * (frame["zone"] == "a"))


def test_the_detector_is_an_analysis_of_variance():
    frame = zoned()
    found = gm.spatial.detector(frame, ["zone", "kind"], draws=1999)
    parts = [one["trust"] for _, one in frame.groupby("zone")]
    test = f_oneway(*parts)
    row = found.factors.loc["zone"]
    assert (row["f"], row["p"]) == pytest.approx((test.statistic, test.pvalue))
    assert row["p_permuted"] == pytest.approx(row["p"], abs=0.02)
    welch = ttest_ind(parts[0], parts[1], equal_var=False)
    assert found.risks.loc[("zone", "a", "b"), "p"] == pytest.approx(welch.pvalue)
    assert found.strata.loc[("kind", "城"), "n"] == 18


def test_interactions_are_tested_beyond_both_factors():
    """statsmodels: anova_lm of trust ~ C(zone) * C(kind), against trust ~ C(zone) + C(kind)."""
    import statsmodels.formula.api as smf
    from statsmodels.stats.anova import anova_lm

    frame = zoned()
    row = gm.spatial.detector(frame, ["zone", "kind"]).interactions.loc[("zone", "kind")]
    less, more = (smf.ols(f"trust ~ C(zone) {sign} C(kind)", frame).fit() for sign in "+*")
    assert row["p"] == pytest.approx(anova_lm(less, more)["Pr(>F)"].iloc[1])
    assert row["q"] == pytest.approx(more.rsquared)
    assert row["q"] >= max(row["q_first"], row["q_second"])  # crossing strata never lowers q


def test_factors_come_from_attributes_too():
    tree = gm.IndicatorTree.from_groups({"actors": ["trust"]})
    frame = zoned()
    data = gm.Dataset(tree, frame[["trust"]], frame[["zone"]])
    one = gm.spatial.detector(data, ["zone"]).factors
    two = gm.spatial.detector(frame["trust"].sample(frac=1, random_state=1), frame[["zone"]]).factors
    pd.testing.assert_frame_equal(one, two)


def test_what_cannot_be_a_factor():
    frame = zoned()
    with pytest.raises(UnsuitableMethod, match=r"number: has 36 strata for 36 units; divide it into classes"):
        gm.spatial.detector(frame.assign(number=range(36)), ["number"], node="trust")
    with pytest.raises(FaultyInput, match="'zon' is no attribute or column; did you mean 'zone'"):
        gm.spatial.detector(frame, ["zon"])
    with pytest.raises(FaultyInput, match="u02, zone: has no stratum"):
        gm.spatial.detector(
            frame.assign(zone=frame["zone"].where(frame.index != "u02")), ["zone"], node="trust"
        )
    with pytest.raises(UnsuitableMethod, match="flat: has one stratum only"):
        gm.spatial.detector(frame.assign(flat="x"), ["flat"], node="trust")
    with pytest.raises(UnsuitableMethod, match="all values are alike"):
        gm.spatial.detector(frame.assign(trust=1.0)[["trust", "zone"]], ["zone"])
    with pytest.raises(FaultyInput, match="there are several columns: trust, kind"):
        gm.spatial.detector(frame[["trust", "kind", "zone"]], ["zone"])


def test_everything_speaks_chinese():
    found = gm.spatial.detector(zoned(), ["zone", "kind"])
    assert "交互作用探测" in [table.caption for table in found.tables("zh")]
    assert "双因子增强" in str(found.tables("zh")[1].frame) or "非线性增强" in str(
        found.tables("zh")[1].frame
    )
    assert "邻居" in gm.spatial.markov(moving(), W, classes=2).summary("zh")
    assert "北偏东" in gm.spatial.ellipse(spots(), coordinates="projected").summary("zh")
