"""Watching many series: the rates that are promised, what a move means, what is said of bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.monitoring import watch
from govmetrics.numerics.moderated import moderated, prior

QUARTERS = [f"{year}Q{quarter}" for year in range(2021, 2026) for quarter in range(1, 5)]


def panel(values: np.ndarray, name: str = "value") -> pd.Series:
    """Return values (periods, units) as a series by period and unit."""
    periods, units = [QUARTERS[k] for k in range(len(values))], [f"u{k}" for k in range(values.shape[1])]
    rows = pd.MultiIndex.from_product([periods, units], names=["period", "unit"])
    return pd.Series(values.ravel(), rows, name=name)


def noise(periods: int, units: int, seed: int = 0, rho: float = 0.0) -> np.ndarray:
    x = np.random.default_rng(seed).normal(size=(periods, units))
    for t in range(1, periods):
        x[t] = rho * x[t - 1] + np.sqrt(1 - rho**2) * x[t]
    return x


def test_one_series_is_judged_by_students_t():
    """A single unit keeps its own variance: the prediction test of a new value, by scipy."""
    x = noise(13, 1, 4).ravel()
    found = watch(panel(x[:, None])).limits.iloc[-1]
    base = x[:12]
    t = (x[12] - base.mean()) / (base.std(ddof=1) * np.sqrt(1 + 1 / 12))
    assert found["p"] == pytest.approx(2 * stats.t.sf(abs(t), 11))
    reach = stats.t.isf(0.00135, 11) * base.std(ddof=1) * np.sqrt(1 + 1 / 12)
    assert (found["lower"], found["upper"]) == pytest.approx((base.mean() - reach, base.mean() + reach))


def test_alike_units_share_their_variance_and_q_is_benjamini_and_hochbergs():
    x = noise(14, 60, 1)
    found = watch(panel(x))
    own = x[:12].var(axis=0, ddof=1)
    lent, _ = prior(own, np.full(60, 11.0))
    variance, df = moderated(own, np.full(60, 11.0)), min(lent + 11, 660)
    assert lent == found.nodes["lent"].iloc[0]
    p = found.limits["p"].to_numpy().reshape(60, 14)
    t = (x[12] - x[:12].mean(axis=0)) / np.sqrt(variance * (1 + 1 / 12))
    np.testing.assert_allclose(p[:, 12], 2 * stats.t.sf(np.abs(t), df))
    q = found.limits["q"].to_numpy().reshape(60, 14)
    np.testing.assert_allclose(q[:, 13], stats.false_discovery_control(p[:, 13]))
    assert np.isnan(p[:, :12]).all()


def test_moderated_variances_meet_the_equations_of_smyth():
    """Section 6.2: the variance of log variances is what trigamma of both degrees of freedom makes it, their mean digamma's."""
    from scipy.special import digamma, polygamma

    rng = np.random.default_rng(2)
    s2 = 4 * 6 / rng.chisquare(6, 3000) * rng.chisquare(11, 3000) / 11
    found, (lent, common) = moderated(s2, np.full(3000, 11.0)), prior(s2, np.full(3000, 11.0))
    e = np.log(s2) - digamma(5.5) + np.log(5.5)
    assert polygamma(1, lent / 2) == pytest.approx(e.var(ddof=1) - polygamma(1, 5.5))
    assert lent == pytest.approx(6, rel=0.15)
    assert common == pytest.approx(np.exp(e.mean() + digamma(lent / 2) - np.log(lent / 2)))
    np.testing.assert_allclose(found, (lent * common + 11 * s2) / (lent + 11))


def test_proportions_near_the_ends_are_judged_exactly():
    """71 % satisfied of 14 call-backs where 95 % of 168 were before: Fisher's exact test, mid-p (scipy)."""
    asked = np.full((13, 1), 14.0)
    pleased = np.array([13, 14, 13, 14, 13, 13, 13, 14, 13, 13, 14, 13, 10.0])[:, None]
    data = panel(pleased / asked, "pleased")
    found = watch(data, out_of={"pleased": panel(asked)})
    assert found.nodes["chart"].tolist() == ["proportion"]
    law = stats.hypergeom(14 + 168, int(pleased.sum()), 14)
    assert found.limits["p"].iloc[-1] == pytest.approx(2 * (law.cdf(10) - law.pmf(10) / 2))
    assert found.limits["centre"].iloc[-1] == pytest.approx(pleased[:12].sum() / 168)


def test_counts_are_judged_by_their_exposure():
    """Thirty complaints where there were ten a quarter, of as many residents: binomial given the total, mid-p (scipy)."""
    counts = np.array([9, 11, 10, 12, 8, 10, 9, 11, 10, 10, 9, 11, 30.0])[:, None]
    found = watch(panel(counts), chart="count").limits.iloc[-1]
    law = stats.binom(150, 1 / 13)
    assert found["p"] == pytest.approx(2 * (law.sf(30) + law.pmf(30) / 2))
    twice = watch(panel(counts * np.array([1] * 12 + [2])[:, None] // 2 * 1.0), chart="count",
                  out_of={"value": panel(np.array([1.0] * 12 + [2.0])[:, None])})  # fmt: skip
    assert twice.limits["centre"].iloc[-1] == pytest.approx(2 * twice.limits["centre"].iloc[-2])


def test_rates_that_vary_more_than_chance_have_wider_limits():
    rng = np.random.default_rng(3)
    n = np.full((13, 40), 5000.0)
    plain = rng.binomial(5000, 0.9, (13, 40)) / n
    loose = rng.binomial(5000, np.clip(rng.normal(0.9, 0.02, (13, 40)), 0, 1)) / n
    out_of = {"value": panel(n)}
    assert len(watch(panel(loose), out_of=out_of).signals) == 0
    width = [
        (f["upper"] - f["lower"]).iloc[-1]
        for f in (watch(panel(x), out_of=out_of).limits for x in (plain, loose))
    ]
    assert width[1] > 3 * width[0]


TREE = gm.IndicatorTree(gm.Group("g", parts=(
    gm.Indicator("rate", {"en": "Satisfied", "zh": "满意率"}, unit="%"), gm.Indicator("days", unit="days", better="less"),
    gm.Indicator("heat", better="interval", target=(18, 24)), gm.Indicator("level", better="target", target=50),
)))  # fmt: skip


def moved(**by: float) -> pd.DataFrame:
    base = {"rate": 80.0, "days": 9.0, "heat": 21.0, "level": 60.0}
    x = 0.3 * noise(13, 8, 6)
    frame = pd.DataFrame({code: panel(x + level) for code, level in base.items()})
    for code, move in by.items():
        frame.loc[("2024Q1", "u3"), code] += move
    return frame


@pytest.mark.parametrize(
    ("code", "move", "word"),
    [("rate", 9, "improved"), ("rate", -9, "worsened"), ("days", 5, "worsened"), ("days", -5, "improved"),
     ("heat", 9, "worsened"), ("heat", -9, "worsened"), ("level", -9, "improved"), ("level", 9, "worsened"), ("heat", 2.0, "up")],
)  # fmt: skip
def test_whether_a_move_is_good_is_read_from_the_tree(code, move, word):
    found = watch(gm.Dataset(TREE, moved(**{code: move})))
    signals = found.signals.drop(columns="sentence")
    assert signals[["unit", "node", "period", "direction"]].to_numpy().tolist() == [
        ["u3", code, "2024Q1", word]
    ]
    assert signals["size"].iloc[0] == pytest.approx(move, abs=0.9)
    assert signals["value"].iloc[0] - signals["centre"].iloc[0] == pytest.approx(signals["size"].iloc[0])


def test_it_says_so_in_both_languages():
    found = watch(gm.Dataset(TREE, moved(rate=-40)))
    said = found.signals["sentence"].iloc[0]
    assert said.startswith("u3: Satisfied stood 39.9 below the usual 80.03 in 2024Q1, at 40.13% (worsened).")
    assert said.say("zh").startswith("u3：2024Q1满意率为 40.13%，比常态水平 80.03 低 39.9（变差）。")
    assert found.summary("zh").startswith("2024Q1：32 个序列中有 1 个出现异常变动，其中 0 个向好、1 个变差")


def test_scores_of_an_assessment_are_better_when_higher_and_need_one_yardstick():
    data = gm.Dataset(TREE, moved(days=-6, rate=15)).only(["rate", "days"])
    run = gm.panel.follow_periods(gm.Recipe(weighting="equal", normalisation="z_score"), data)
    found = watch(run)
    assert set(found.signals.loc[found.signals["unit"] == "u3", "direction"]) == {"improved"}
    assert "g" in set(found.signals["node"])
    assert not any("move when a period is added" in note for note in found.notes)
    loose = watch(gm.follow(gm.Recipe(weighting="entropy", normalisation="min_max"), data))
    assert sum("move when a period is added" in note for note in loose.notes) == 2
    assert any("scores do not tell" in note for note in watch(run.scores).notes)
    with pytest.raises(gm.UnsuitableMethod, match="depends on who else is in the data"):
        watch(gm.follow(gm.Recipe(weighting="equal", normalisation="rank"), data))


def test_a_dead_band_keeps_small_moves_quiet():
    data = panel(np.vstack([0.1 * noise(12, 9), np.r_[2.0, np.zeros(8)][None]]), "rate")
    assert len(watch(data).signals) == 1
    assert watch(data, dead_band={"rate": 3}).signals.empty
    assert len(watch(data, dead_band={"rate": 1.5}).signals) == 1


def test_lasting_small_moves_are_seen_by_ewma_and_cusum_first():
    x = noise(20, 50, 8)
    x[12:, :25] += 2.0
    seen = {chart: watch(panel(x), chart=chart).signals.query("period == '2025Q4'")["unit"].nunique()
            for chart in ("individuals", "ewma", "cusum")}  # fmt: skip
    assert seen["ewma"] >= seen["individuals"] + 10
    assert seen["cusum"] >= seen["individuals"] + 10


def test_since_moves_the_baseline():
    x = noise(20, 30, 9)
    x[12:] += 8
    first = watch(panel(x))
    assert any("baseline is out of date" in note for note in first.notes)
    now = watch(panel(x), baseline=6, since="2025年四季度")
    assert (now.since, now.latest, now.baseline) == ("2025Q4", "2025Q4", 6)
    assert now.signals.empty


@pytest.mark.parametrize("chart", ["individuals", "ewma", "cusum"])
def test_the_order_of_rows_does_not_matter(chart):
    data = panel(noise(15, 6, 10))
    one, other = watch(data, chart=chart), watch(data.sample(frac=1, random_state=0), chart=chart)
    pd.testing.assert_frame_equal(one.limits, other.limits.loc[one.limits.index], check_exact=False)


def test_fewer_periods_than_asked_are_named():
    found = watch(panel(noise(6, 20)))
    assert found.baseline == 5
    assert any("the baseline has 5 periods, not 12" in note for note in found.notes)
    with pytest.raises(gm.UnsuitableMethod, match="there are 2 periods"):
        watch(panel(noise(2, 20)))
    with pytest.raises(gm.UnsuitableMethod, match="two and one more"):
        watch(panel(noise(1, 20)))


def test_gaps_and_constant_series_are_named_and_the_others_judged():
    x = noise(14, 20, 11)
    x[:11, 0] = np.nan
    x[3:6, 1] = np.nan
    x[:12, 2] = 5.0
    found = watch(panel(x))
    assert any("u0 (value)" in note for note in found.notes)
    p = found.limits["p"].to_numpy().reshape(20, 14)
    assert np.isnan(p[0]).all()
    assert not np.isnan(p[1:, 12:]).any()  # a constant series borrows the variance of the others
    base = x[:12, 1][~np.isnan(x[:12, 1])]
    assert found.limits["centre"].xs("u1", level="unit").iloc[0] == pytest.approx(base.mean())
    alone = watch(panel(np.full((14, 1), 7.0)))
    assert alone.signals.empty
    assert any("none that varies" in note for note in alone.notes)


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"data": pd.Series([1.0, 2], ["a", "b"])}, ["rows"]),
        ({"data": pd.concat([panel(noise(13, 2)), panel(noise(13, 2))]).iloc[:27]}, ["2021Q1, u0"]),
        ({"baseline": 1, "false_alarms": 0}, ["baseline", "false_alarms"]),
        ({"chart": "proportion"}, ["out_of"]),
        ({"out_of": {"other": "asked"}}, ["out_of", "out_of[other]"]),
        ({"dead_band": {"value": -1}}, ["dead_band[value]"]),
        ({"since": "2021Q2"}, ["since"]),
        ({"since": "2031Q2"}, ["since"]),
        ({"chart": "count"}, None),
    ],
    ids=range(9),
)  # fmt: skip
def test_bad_input_is_one_error(given, places):
    with pytest.raises(gm.GovmetricsError) as error:
        watch(**{"data": panel(noise(13, 2)), **given})
    found = [str(fault.place) for fault in error.value.faults]
    assert found == places if places else len(found) == 26 or found[0].endswith("value")


def test_events_above_their_denominator_and_events_of_none_are_refused():
    share, asked = np.full((13, 1), 0.9), np.full((13, 1), 20.0)
    share[4], asked[7] = 1.2, 0.0
    with pytest.raises(gm.FaultyInput) as error:
        watch(panel(share), chart="proportion", out_of={"value": panel(asked)})
    assert len(error.value.faults) >= 1
    share[4], share[7] = 0.9, np.nan
    assert watch(panel(share), chart="proportion", out_of={"value": panel(asked)}).baseline == 12


def shifted(seed: int, rho: float = 0.0, periods: int = 13) -> tuple[float, float, float]:
    """Return false discovery rate, power and the rate of p below .0027 among the unchanged, of 4,000 series with 40 shifts."""
    x = noise(periods, 4000, seed, rho)
    x[-1, :40] += 5
    found = watch(panel(x))
    signals = found.signals[found.signals["period"] == found.latest]["unit"]
    hits = signals.isin([f"u{k}" for k in range(40)]).sum()
    p = found.limits["p"].to_numpy().reshape(4000, periods)[40:, -1]
    return 1 - hits / max(len(signals), 1), hits / 40, float((p < 0.0027).mean())


@pytest.mark.slow
@pytest.mark.parametrize(("rho", "least"), [(0.0, 0.90), (0.4, 0.80)])
def test_false_discoveries_power_and_false_alarms_are_as_promised(rho, least):
    """4,000 series, 12 periods of baseline, 40 shifts of 5 sd; in an independent simulation with pooled variances the false
    discovery rate was .100 at power .93, and with each unit's own variance .097 at .56. Standard errors: .008, .007, .00013.
    """
    rate, power, alarms = np.mean([shifted(seed, rho) for seed in range(40)], axis=0)
    assert rate == pytest.approx(0.10, abs=0.025)
    assert power > least
    assert alarms == pytest.approx(0.0027, abs=0.0005)


@pytest.mark.slow
@pytest.mark.parametrize("m", [8, 12, 20])
def test_textbook_limits_lie_and_those_of_t_do_not(m):
    """I-MR limits from m values, 200,000 charts: .0303, .0193, .0108 of new values beyond them; by t .0027."""
    from govmetrics.monitoring import individuals

    x = np.random.default_rng(m).normal(size=(m + 1, 200_000))
    ranges = np.abs(np.diff(x[:m], axis=0)).mean(axis=0) / 1.128
    textbook = np.abs(x[m] - x[:m].mean(axis=0)) > 3 * ranges
    assert textbook.mean() == pytest.approx({8: 0.0303, 12: 0.0193, 20: 0.0108}[m], abs=0.0015)
    charts = [
        (individuals(x[:, k], baseline=m), individuals(x[:, k], baseline=m, limits="prediction"))
        for k in range(400)
    ]
    assert [not one.signals.index.isin([m + 1]).any() for one, _ in charts] == (~textbook[:400]).tolist()
    reach = stats.t.isf(stats.norm.sf(3), m - 1) * x[:m].std(axis=0, ddof=1) * np.sqrt(1 + 1 / m)
    beyond = np.abs(x[m] - x[:m].mean(axis=0)) > reach
    assert beyond.mean() == pytest.approx(0.0027, abs=0.0004)
    assert [one.signals.index.isin([m + 1]).any() for _, one in charts] == beyond[:400].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("chart", ["ewma", "cusum"])
@pytest.mark.parametrize("rho", [0.0, 0.4])
def test_moving_means_and_sums_keep_their_rate(chart, rho):
    rates = []
    for seed in range(10):
        p = (
            watch(panel(noise(20, 4000, seed, rho)), chart=chart)
            .limits["p"]
            .to_numpy()
            .reshape(4000, 20)[:, [12, 15, 19]]
        )
        rates.append([(p < 0.0027).mean(), (p < 0.05).mean()])
    small, usual = np.mean(rates, axis=0)
    assert small == pytest.approx(0.0027, abs=0.0012)
    assert usual == pytest.approx(0.05, abs=0.01)


def test_limits_of_proportions_lie_alike_around_the_centre_on_the_scale_of_arcsines():
    out_of = np.full((14, 30), 400)
    events = np.random.default_rng(3).binomial(out_of, 0.5)
    rows = panel(events / out_of)
    limits = watch(rows, chart="proportion", out_of={"value": panel(out_of)}).limits.xs(
        "2024Q1", level="period"
    )
    lower, upper = (np.arcsin(np.sqrt(limits[name])) for name in ("lower", "upper"))
    centre = np.arcsin(np.sqrt(limits["centre"]))
    np.testing.assert_allclose(upper - centre, centre - lower, atol=2e-4)
    assert (upper > lower).all()
