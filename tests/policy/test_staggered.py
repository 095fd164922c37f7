"""Staggered adoption: Callaway and Sant'Anna's counties, diff-diff's answers on our own panel, and what cannot be answered."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics import two_by_two
from govmetrics.numerics.trend_power import slope_found

HOW = {"reg": "regression", "ipw": "ipw", "dr": "doubly_robust"}
WHO = {"never_treated": "never", "not_yet_treated": "not_yet"}
ASKED = {"outcome": "score", "unit": "unit", "period": "period", "first_treated": "since"}


@pytest.fixture(scope="module")
def panel(facts) -> pd.DataFrame:
    """Sixty simulated communities in six periods; 15 each begin in 3, 4, 6 and never; effects grow from 1."""
    return pd.read_csv(facts / "policy" / "staggered_60.csv")


@pytest.fixture(scope="module")
def counties(cases) -> pd.DataFrame:
    return pd.read_csv(cases / "policy" / "mpdta.csv")


@pytest.fixture(scope="module")
def expected(cases) -> dict:
    return json.loads((cases / "policy" / "case.json").read_text(encoding="utf-8"))["mpdta lemp"]


def of_counties(counties, **options):
    return gm.policy.staggered(counties, "lemp", "countyreal", "year", "first.treat", **options)


def test_counties_as_r_did_has_them(counties, expected):
    """Callaway and Sant'Anna (2021), R did 2.1.2: six decimals."""
    found, never = of_counties(counties), expected["never-treated controls, no covariates"]
    for g, t, estimate, error in never["att_gt (g, t, att, se)"]:
        row = found.group_time.loc[(g, t)]
        assert row["estimate"] == pytest.approx(estimate, abs=6e-7)
        assert row["error"] == pytest.approx(error, abs=6e-7)
    assert found.simple[["estimate", "error"]].iloc[0].tolist() == pytest.approx(never["simple"], abs=1e-12)
    assert found.events.index.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    np.testing.assert_allclose(found.events[["estimate", "error"]], never["dynamic -3..3"], atol=6e-7)
    for name, frame, key in (("groups", found.groups, "group"), ("calendar", found.calendar, "calendar")):
        for label, row in frame.iterrows():
            assert row[["estimate", "error"]].tolist() == pytest.approx(never[key][str(label)], abs=6e-7)
        overall = found.averages.loc[name, ["estimate", "error"]].tolist()
        assert overall == pytest.approx(never[key]["overall"], abs=6e-7)
    overall = found.averages.loc["events", ["estimate", "error"]].tolist()
    assert overall == pytest.approx(never["dynamic overall"], abs=6e-7)


def test_counties_not_yet_treated_and_the_bases_convention(counties, expected):
    found = of_counties(counties, controls="not_yet")
    numbers = expected["not-yet-treated controls"]["simple"]
    assert found.simple[["estimate", "error"]].iloc[0].tolist() == pytest.approx(numbers, abs=1e-10)
    always = of_counties(counties, base="universal").events["estimate"]
    key = "pre-periods use the period before as base (varying); Sun-Abraham uses -1 throughout"
    assert always.drop(-1).tolist() == pytest.approx(expected[key]["sun_abraham -4..-2, 0..3"], abs=6e-7)
    assert always[-1] == 0


def test_counties_pre_test(counties):
    """The vignette of R did prints "P-value for pre-test of parallel trends assumption: 0.16812"."""
    found = of_counties(counties).pre_trends
    assert found.loc["group_time", "p"] == pytest.approx(0.16812, abs=5e-6)
    assert found.loc["group_time", "df"] == 5


def test_our_panel_as_diff_diff_has_it(panel, facts):
    """diff-diff 3.13.0 on the same rows: the file has its estimates and errors.

    With covariates its doubly robust weights are divided by the number of treated; ours sum to one, as Sant'Anna and Zhao
    (2020) and R's DRDID have them. Both are consistent; they differ here by less than 0.001.
    """
    answers = pd.read_csv(facts / "policy" / "staggered_60_diff_diff.csv", dtype={"second": str})
    for (who, how, with_covariate, base), part in answers.groupby(
        ["controls", "method", "covariate", "base"]
    ):
        found = gm.policy.staggered(panel, *ASKED.values(), WHO[who], ["size"] if with_covariate else (),
                                    method=HOW[how], base=base)  # fmt: skip
        frames = {
            "event": found.events,
            "group": found.groups,
            "group_time": found.group_time,
            "simple": found.simple,
        }
        within = 1e-3 if how == "dr" and with_covariate else 1e-9
        for row in part.itertuples():
            label = (int(row.first), int(row.second)) if row.what == "group_time" else row.first
            mine = frames[row.what].loc["simple" if row.what == "simple" else label]
            assert mine["estimate"] == pytest.approx(row.estimate, abs=within)
            if not np.isnan(row.error) and row.error > 0:
                assert mine["error"] == pytest.approx(row.error, abs=within)


def stacked_error(dy, d, x, guess, equations):
    """Return the sandwich error of the last parameter of stacked estimating equations, by numerical derivatives."""
    from scipy.optimize import root

    theta = root(lambda at: equations(at).mean(axis=0), guess, tol=1e-13).x
    step = 1e-6
    bread = np.column_stack([
        (equations(theta + step * e).mean(0) - equations(theta - step * e).mean(0)) / (2 * step) for e in np.eye(len(theta))
    ])  # fmt: skip
    psi = equations(theta) @ np.linalg.inv(bread).T
    return theta[-1], np.sqrt((psi[:, -1] ** 2).sum()) / len(dy)


def test_doubly_robust_by_stacked_estimating_equations():
    """Scores of the logit, normal equations among controls, and both means, solved and differentiated at once."""
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(300), rng.normal(size=(300, 2))])
    d = (rng.uniform(size=300) < 1 / (1 + np.exp(-(x @ [-0.3, 0.8, -0.5])))).astype(float)
    dy = x @ [1.0, 2.0, -1.0] + 0.5 * d + rng.normal(size=300) * (1 + np.abs(x[:, 1]))

    def equations(at):
        gamma, beta, none, effect = at[:3], at[3:6], at[6], at[7]
        score = 1 / (1 + np.exp(-(x @ gamma)))
        w, rest = score * (1 - d) / (1 - score), dy - x @ beta
        return np.column_stack([
            x * (d - score)[:, None], x * ((1 - d) * rest)[:, None], w * (rest - none), d * (rest - none - effect)
        ])  # fmt: skip

    theta, error = stacked_error(dy, d, x, np.zeros(8), equations)
    estimate, influence = two_by_two.doubly_robust(dy, d, x)
    assert estimate == pytest.approx(theta, abs=1e-9)
    assert np.sqrt((influence**2).sum()) / 300 == pytest.approx(error, rel=1e-6)
    assert influence.mean() == pytest.approx(0, abs=1e-12)


def test_clusters_by_hand(panel):
    """Two-period case: the difference of means with errors summed by cluster, computed here from residuals."""
    frame = panel[panel["period"].isin([2, 3]) & panel["since"].isin([0, 3])].copy()
    frame["street"] = frame["unit"].str[-1]
    found = gm.policy.staggered(frame, *ASKED.values(), cluster="street")
    change = frame.pivot(index="unit", columns="period", values="score").diff(axis=1)[3]
    treated = frame.groupby("unit")["since"].first() == 3
    gap = change[treated].mean() - change[~treated].mean()
    residual = change - np.where(treated, change[treated].mean(), change[~treated].mean())
    weighed = residual * np.where(treated, 1 / treated.sum(), -1 / (~treated).sum())
    error = np.sqrt((weighed.groupby(change.index.str[-1]).sum() ** 2).sum())
    assert found.simple.iloc[0, :2].tolist() == pytest.approx([gap, error], rel=1e-12)
    assert found.clusters == 10


def test_bands_hold_all_rows_at_once(panel):
    found = gm.policy.staggered(panel, *ASKED.values(), draws=2000, rng=5)
    rows = found.events.dropna()
    assert (rows["band_lower"] < rows["lower"]).all()
    assert (rows["band_upper"] > rows["upper"]).all()
    again = gm.policy.staggered(panel, *ASKED.values(), draws=2000, rng=5)
    pd.testing.assert_frame_equal(found.events, again.events)
    assert found.seed == 5


def test_power_of_the_test_before_treatment():
    """One coefficient with error 1: a two-sided z test finds 1.95996 + 0.84162 with a power of 80 % (Cohen's tables)."""
    found = slope_found(np.array([1.0]), np.eye(1), 0.8)
    assert found == pytest.approx(2.80159, abs=2e-4)
    assert slope_found(np.array([2.0]), np.eye(1), 0.8) == pytest.approx(found / 2, rel=1e-9)


def test_a_drift_is_in_the_effect_as_told(panel):
    """A linear drift of the treated moves the simple effect by bias_80 / slope_80 times its slope, whatever the base."""
    drifting = panel.assign(score=panel["score"] + 0.7 * panel["period"] * (panel["since"] > 0))
    for base in ("varying", "universal"):
        found = gm.policy.staggered(panel, *ASKED.values(), base=base)
        moved = gm.policy.staggered(drifting, *ASKED.values(), base=base)
        row = found.pre_trends.loc["events"]
        shift = moved.simple["estimate"].iloc[0] - found.simple["estimate"].iloc[0]
        assert shift == pytest.approx(0.7 * row["bias_80"] / row["slope_80"], rel=1e-9)


@given(st.randoms(use_true_random=False), st.floats(-1e6, 1e6), st.sampled_from([1e-9, 1e-3, 1e9]))
def test_what_must_not_matter(random, shift, scale):
    """Order of rows, a constant, the unit of measurement, effects of periods and of units."""
    rng = np.random.default_rng(random.randrange(10**6))
    units, first = 12, np.repeat([2, 3, 4, 9], 3)
    frame = pd.DataFrame({"unit": np.repeat(np.arange(units), 5), "period": np.tile(np.arange(5), units),
                          "since": np.repeat(first, 5), "score": rng.normal(size=60)})  # fmt: skip
    found = gm.policy.staggered(frame, *ASKED.values())
    moved = frame.assign(score=scale * (frame["score"] + 3 * frame["period"] ** 2 + 7 * frame["unit"]))
    moved = moved.assign(score=moved["score"] + scale * shift * 1e-6).sample(frac=1, random_state=1)
    again = gm.policy.staggered(moved, *ASKED.values())
    for name in ("simple", "events", "group_time"):
        numbers = ["estimate", "error"]
        np.testing.assert_allclose(
            getattr(again, name)[numbers] / scale, getattr(found, name)[numbers], atol=1e-9
        )


def test_labels_of_periods(panel):
    """Quarters in Chinese give what numbers give."""
    names = dict(
        enumerate(
            ["2023年三季度", "2023年四季度", "2024年一季度", "2024年二季度", "2024年三季度", "2024年四季度"],
            1,
        )
    )
    named = panel.assign(period=panel["period"].map(names), since=panel["since"].map(names))
    found, plain = gm.policy.staggered(named, *ASKED.values()), gm.policy.staggered(panel, *ASKED.values())
    np.testing.assert_allclose(found.events["estimate"], plain.events["estimate"])
    assert found.groups.index.tolist() == [names[3], names[4], names[6]]
    assert any("0 in since" in note for note in plain.notes)
    assert not any("0 in since" in note for note in found.notes)


def test_scores_are_read_and_estimated_weights_told():
    rng = np.random.default_rng(0)
    rows = pd.MultiIndex.from_product(
        [range(2018, 2024), [f"c{i}" for i in range(12)]], names=["period", "unit"]
    )
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    since = pd.DataFrame({"since": [2021.0 if int(u[1:]) < 6 else np.nan for _, u in rows]}, rows)
    data = gm.Dataset(
        tree, pd.DataFrame(rng.uniform(1, 9, (len(rows), 3)), rows, tree.codes), attributes=since
    )
    scores = gm.follow(gm.Recipe(weighting="entropy"), data).scores
    found = gm.policy.staggered(scores, "index", "unit", "period", "since")
    assert found.units == 12
    assert any("estimated from the same data" in note for note in found.notes)


# what cannot be answered, or only in part


def test_treated_from_the_first_period_are_left_out_and_named(panel):
    early = panel.assign(since=panel["since"].where(panel["unit"] != "c00", 1))
    found = gm.policy.staggered(early, *ASKED.values())
    without = gm.policy.staggered(panel[panel["unit"] != "c00"], *ASKED.values())
    assert found.simple["estimate"].iloc[0] == pytest.approx(without.simple["estimate"].iloc[0], rel=1e-12)
    assert any("from the first period on" in note and "c00" in note for note in found.notes)
    before = panel.assign(since=panel["since"].where(panel["unit"] != "c00", -4))
    assert any("c00" in note for note in gm.policy.staggered(before, *ASKED.values()).notes)


def test_nobody_never_treated(panel):
    treated = panel[panel["since"] > 0]
    with pytest.raises(UnsuitableMethod, match='controls="not_yet"'):
        gm.policy.staggered(treated, *ASKED.values())
    found = gm.policy.staggered(treated, *ASKED.values(), "not_yet")
    assert found.group_time.loc[(6, 6), "estimate"] != found.group_time.loc[(6, 6), "estimate"]
    assert any("nobody is left to compare with" in note and "6, 6" in note for note in found.notes)
    assert found.events.notna().to_numpy().all()
    with pytest.raises(UnsuitableMethod, match="nobody is left"):
        gm.policy.staggered(treated[treated["since"] == 3], *ASKED.values(), "not_yet")


def test_one_cluster(panel):
    with pytest.raises(UnsuitableMethod, match="cluster: there is only one"):
        gm.policy.staggered(panel.assign(city="x"), *ASKED.values(), cluster="city")
    with pytest.raises(FaultyInput, match="city changes over time"):
        gm.policy.staggered(panel.assign(city=panel["period"]), *ASKED.values(), cluster="city")


def test_unbalanced_panels_and_missing_outcomes(panel):
    gaps = panel.copy()
    gaps.loc[(gaps["unit"] == "c05") & (gaps["period"] == 4), "score"] = np.nan
    gaps = gaps[~((gaps["unit"] == "c50") & (gaps["period"] == 2))]
    paired = gm.policy.staggered(gaps, *ASKED.values())
    assert any("c05" in note and "c50" in note for note in paired.notes)
    assert paired.group_time.loc[(3, 4), "treated"] == 14
    assert paired.group_time.loc[(3, 5), "treated"] == 15
    listed = gm.policy.staggered(gaps, *ASKED.values(), missing="listwise")
    without = gm.policy.staggered(panel[~panel["unit"].isin(["c05", "c50"])], *ASKED.values())
    pd.testing.assert_frame_equal(listed.group_time, without.group_time)
    with pytest.raises(FaultyInput, match="4, c05"):
        gm.policy.staggered(gaps, *ASKED.values(), missing="refuse")
    with pytest.raises(FaultyInput, match="c50: is not there in 2"):
        gm.policy.staggered(gaps.dropna(), *ASKED.values(), missing="refuse")


def test_period_gaps(panel):
    gap = panel[panel["period"] != 5]
    found = gm.policy.staggered(gap, *ASKED.values())
    assert any("not equally far apart" in note for note in found.notes)
    with pytest.raises(FaultyInput, match="4 lies between"):
        gm.policy.staggered(panel[panel["period"] != 4], *ASKED.values())


def test_odd_first_periods(panel):
    with pytest.raises(FaultyInput, match="since changes over time"):
        gm.policy.staggered(panel.assign(since=panel["period"]), *ASKED.values())
    with pytest.raises(FaultyInput, match="soon is no period"):
        gm.policy.staggered(panel.assign(since="soon"), *ASKED.values())
    with pytest.raises(UnsuitableMethod, match="no unit is first treated"):
        gm.policy.staggered(panel.assign(since=np.nan), *ASKED.values())
    late = panel.assign(since=panel["since"].replace(0, 9))
    found = gm.policy.staggered(late, *ASKED.values())
    assert any("after the last period" in note for note in found.notes)
    plain = gm.policy.staggered(panel, *ASKED.values())
    pd.testing.assert_frame_equal(found.group_time, plain.group_time)


def test_odd_covariates(panel):
    odd = panel.assign(one=1.0, twice=2 * panel["size"] + 3, told=(panel["since"] > 0) * 1.0)
    with pytest.raises(UnsuitableMethod, match=r"(?s)one: is constant.*twice: is constant, or follows"):
        gm.policy.staggered(odd, *ASKED.values(), covariates=["one", "size", "twice"])
    with pytest.raises(UnsuitableMethod, match="tell the treated from the controls"):
        gm.policy.staggered(odd, *ASKED.values(), covariates=["told"])


def test_no_error_where_none_can_be_known(panel):
    """One unit against one: the difference is no measure of itself."""
    two = panel[panel["unit"].isin(["c00", "c50"])]
    found = gm.policy.staggered(two, *ASKED.values(), draws=50)
    assert found.simple[["error", "lower", "upper", "p"]].isna().all(axis=None)
    assert found.events[["error", "band_lower"]].isna().all(axis=None)
    assert "cannot be known" in found.summary("en")
    assert "nan" not in found.summary("en")
    with pytest.raises(UnsuitableMethod, match="the same in all units"):
        gm.policy.staggered(panel.assign(score=7.0), *ASKED.values())


def test_huge_and_tiny_values(panel):
    plain = gm.policy.staggered(panel, *ASKED.values(), rng=1, draws=99)
    for scale in (2.0**600, 2.0**-600):
        found = gm.policy.staggered(
            panel.assign(score=panel["score"] * scale), *ASKED.values(), rng=1, draws=99
        )
        np.testing.assert_array_equal(found.events["estimate"] / scale, plain.events["estimate"])
        np.testing.assert_array_equal(found.events["band_upper"] / scale, plain.events["band_upper"])
        assert found.pre_trends.loc["events", "bias_80"] / scale == pytest.approx(
            plain.pre_trends.loc["events", "bias_80"]
        )


def test_small_groups_are_told(panel):
    few = panel[~panel["unit"].isin([f"c{i:02d}" for i in range(2, 15)])]
    assert any("3 (2)" in note for note in gm.policy.staggered(few, *ASKED.values()).notes)


@pytest.mark.slow  # 200 panels
def test_unbiased_where_two_way_fixed_effects_is_not():
    """Effects that grow by 1 a period since adoption, known here by construction; 200 panels of 40 units x 8 periods.

    Nearly all are treated in the end, so that two-way fixed effects compares treated with treated.
    """
    rng = np.random.default_rng(11)
    first = np.repeat([2, 4, 6, 99], [14, 12, 10, 4])
    since = np.arange(8) - first[:, None]
    effect = np.where(since >= 0, 1.0 + since, 0.0)
    truth = effect[since >= 0].mean()
    treated = (since >= 0) * 1.0
    within = treated - treated.mean(1, keepdims=True) - treated.mean(0) + treated.mean()
    ours, two_way, held = [], [], []
    for _ in range(200):
        y = rng.normal(0, 2, (40, 1)) + rng.normal(0, 1, 8) + effect + rng.normal(0, 1, (40, 8))
        frame = pd.DataFrame({"unit": np.repeat(np.arange(40), 8), "period": np.tile(np.arange(8), 40),
                              "since": np.repeat(first, 8), "score": y.ravel()})  # fmt: skip
        row = gm.policy.staggered(frame, *ASKED.values(), "not_yet").simple.iloc[0]
        ours.append(row["estimate"])
        held.append(row["lower"] <= truth <= row["upper"])
        two_way.append((within * y).sum() / (within**2).sum())
    spread = np.std(ours) / np.sqrt(200)
    assert abs(np.mean(ours) - truth) < 3 * spread
    assert np.mean(two_way) < truth - 1  # a third of the effect is lost
    assert 0.85 < np.mean(held) < 0.99  # 40 units, ten in a group
