"""Forecasts: kernels against independent ones, coverage by simulation, and input that is not as it should be."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.monitoring import forecast
from govmetrics.monitoring.calendar import calendar_of, following
from govmetrics.numerics.conformal import chance_below, scaled_errors, width
from govmetrics.numerics.damped_trend import CHOICES, ahead, smoothed
from govmetrics.numerics.moderated import moderated
from govmetrics.numerics.rolling_origin import MIDDLE, origins_of, rolled
from govmetrics.numerics.seasons import seasons
from tests.monitoring.panels import QUARTERS, series, simulated

QUICK = np.random.default_rng(1).normal(50, 2, (16, 6))


# the arrays


@pytest.mark.parametrize("place", [1, 8, 14, 23, 29])
def test_damped_trends_are_those_of_statsmodels(place):
    holtwinters = pytest.importorskip("statsmodels.tsa.holtwinters")
    alpha, beta, phi = CHOICES[place]
    y = np.random.default_rng(place).normal(0, 1, (12, 3)).cumsum(0)
    found = smoothed(y, CHOICES[[place]])
    slope = np.diff(y[:4], axis=0).mean()
    paths = ahead(found, CHOICES[[place]], 3)[0]
    for unit in range(3):
        start = {"initial_level": y[:4, unit].mean() - 2.5 * slope, "initial_trend": slope}
        model = holtwinters.Holt(y[:, unit], damped_trend=True, initialization_method="known", **start)
        given_ = {"smoothing_level": alpha, "smoothing_trend": alpha * beta / alpha, "damping_trend": phi}
        expected = model.fit(**given_, optimized=False)
        assert paths[:, unit] == pytest.approx(expected.forecast(3))
        assert found.squares[0, unit] == pytest.approx((expected.resid[2:] ** 2).sum())


def test_no_trend_is_simple_smoothing_and_gaps_change_nothing():
    y = np.array([[2.0], [4.0], [np.nan], [8.0], [6.0]])
    found = smoothed(y, np.array([[0.5, 0.0, 0.0]]))
    level = np.mean([2, 4, 8])  # of the first four, less the one that is missing
    for now in (2.0, 4.0, 8.0, 6.0):
        level += 0.5 * (now - level)
    assert found.level[0, 0] == pytest.approx(level)
    assert found.steps[0] == 2


def test_seasons_of_all_and_of_each():
    """By hand: what the centred means of a year leave of a season without noise is the season."""
    shape = np.array([3.0, -1, -4, 2])[:, None]
    y = np.tile(shape, (4, 5)) + np.arange(16)[:, None] * 0.5
    assert seasons(y, 4) == pytest.approx(np.tile(shape, 5))
    own = np.array([[1.0, -1, 0.5, -0.5, 0]] * 4) * np.array([1, -1, 1, -1])[:, None]
    assert seasons(y + np.tile(own, (4, 1)), 4) == pytest.approx(shape + own)
    noise = np.random.default_rng(0).normal(0, 3, (16, 5))
    far = np.abs(seasons(y + noise, 4) - seasons(y + noise, 4).mean(1)[:, None]).max()
    assert far < 1.0  # each unit's own season is hardly kept where the years disagree
    assert seasons(y[:7], 4) is None
    assert seasons(y, 1) is None


def test_a_season_that_is_none_is_shrunk_away():
    sizes = [
        np.abs(seasons(np.random.default_rng(seed).normal(0, 1, (16, 40)), 4)).mean() for seed in range(20)
    ]
    raw = 1 / np.sqrt(3 * 40)
    assert np.mean(sizes) < 0.7 * raw


def test_variances_by_the_formulas_of_smyth():
    """Smyth (2004), section 6.2, solved again by bisection; and s0, d0 of simulated variances are found."""
    rng = np.random.default_rng(0)
    df = np.full(4000, 6.0)
    true = 5 * 2.0 / rng.chisquare(5, 4000)  # d0 = 5, s0^2 = 2
    variances = true * rng.chisquare(6, 4000) / 6
    e = np.log(variances) - special.digamma(3) + np.log(3)
    excess = e.var(ddof=1) - special.polygamma(1, 3)
    low, high = 0.01, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if special.polygamma(1, middle) > excess else (low, middle)
    d0 = 2 * low
    s0 = np.exp(e.mean() + special.digamma(d0 / 2) - np.log(d0 / 2))
    assert (d0, s0) == pytest.approx((5, 2), rel=0.1)
    assert moderated(variances, df) == pytest.approx((d0 * s0 + 6 * variances) / (d0 + 6))


def test_variances_that_say_nothing():
    assert moderated(np.zeros(3), np.ones(3)).tolist() == [0, 0, 0]
    assert moderated(np.array([2.0, np.nan]), np.array([4.0, 0])).tolist() == [2, 2]
    mixed = moderated(np.array([0.0, 1.0, 100.0, 4.0]), np.full(4, 5.0))
    assert (mixed > 0).all()
    assert mixed[2] > mixed[1]


def test_widths_and_chances_by_counting():
    known = np.array([1.0, 2, 3, 4])
    assert [width(known, level) for level in (0.2, 0.5, 0.8, 0.81)] == [1, 3, 4, np.inf]
    assert np.isinf(width(np.array([]), 0.5))
    one = np.ones(1)
    centre = np.array([10.0])
    got = [chance_below(limit, centre, one, known)[0] for limit in (0.0, 7.5, 10.0, 12.5, 99.0)]
    # 4.5, 2.5 of five places lie within: half of that on either side of the middle
    assert got == pytest.approx([0.5 - 0.45, 0.5 - 0.25, 0.5, 0.5 + 0.25, 0.5 + 0.45])


@given(st.lists(st.floats(0, 9), min_size=1, max_size=30), st.floats(-20, 20), st.floats(0.1, 5))
def test_chances_rise_with_the_limit_and_mirror(errors, limit, scale):
    known, centre, size = np.sort(errors), np.zeros(1), np.full(1, scale)
    p = chance_below(limit, centre, size, known)[0]
    assert 0 < p < 1
    assert p + chance_below(-limit, centre, size, known)[0] == pytest.approx(1)
    assert chance_below(limit + 0.5, centre, size, known)[0] >= p


def test_origins_know_nothing_of_what_comes_after():
    y = simulated(0, units=12)[:16]
    other = y.copy()
    other[12:] += 50
    one, two = rolled(y, 4, 4), rolled(other, 4, 4)
    early = one.origins <= 12
    assert np.array_equal(one.path[early], two.path[early])
    assert np.array_equal(one.scale[early], two.scale[early])
    assert np.array_equal(one.choice[early], two.choice[early])
    assert not np.array_equal(one.path[-1], two.path[-1])
    assert one.choice[0] % len(CHOICES) == MIDDLE


def test_the_best_choice_has_the_least_error_that_was_known():
    """Every choice tried again, one at a time, without the kernel's batches."""
    y = simulated(3, units=8)[:14]
    found = rolled(y, 2, 1)
    size = np.abs(np.diff(y[: found.origins[0]], axis=0)).mean(0)
    size = np.sqrt(moderated(size**2, np.full(8, found.origins[0] - 1.0)))
    losses = []
    for choice in CHOICES:
        by_step = {1: [], 2: []}
        for origin in found.origins:
            path = ahead(smoothed(y[:origin], choice[None]), choice[None], 2)[0]
            for step in (1, 2):
                if origin + step <= 14:
                    by_step[step].append(np.abs(y[origin + step - 1] - path[step - 1]) / size)
        losses.append(np.mean(by_step[1]) + np.mean(by_step[2]))
    assert found.choice[-1] == np.argmin(losses)


def test_origins_leave_room():
    assert origins_of(16, 4, 4).tolist() == list(range(8, 17))
    assert origins_of(16, 4, 1)[0] == 6
    assert origins_of(7, 4, 1).tolist() == [3, 4, 5, 6, 7]
    assert len(origins_of(200, 4, 12)) == 40


def test_errors_without_a_scale():
    y = np.full((5, 1), 3.0)
    path = np.full((1, 1, 1), 3.0)
    assert scaled_errors(y, np.array([3]), path, np.zeros((1, 1))).item() == 0
    assert np.isinf(scaled_errors(y, np.array([3]), path + 1, np.zeros((1, 1))).item())


# coverage


def covered(seeds, tails=False):
    """Return which share of the four quarters to come lay within intervals, by level and horizon."""
    shares = {level: [] for level in (0.8, 0.9, 0.95)}
    for seed in seeds:
        y = simulated(seed, tails=tails)
        for level, found in shares.items():
            ahead_ = forecast(series(y[:16]), horizon=4, level=level)
            lower, upper = (frame["rate"].to_numpy().reshape(4, -1) for frame in (ahead_.lower, ahead_.upper))
            found.append(((lower <= y[16:]) & (y[16:] <= upper)).mean(1))
    return {level: np.mean(found, 0) for level, found in shares.items()}


def test_intervals_cover_what_they_say():
    for level, shares in covered(range(4)).items():
        assert shares.mean() == pytest.approx(level, abs=0.025)


@pytest.mark.slow
@pytest.mark.parametrize("tails", [False, True])
def test_intervals_cover_what_they_say_in_thirty_panels(tails):
    """The case's simulation, 30 panels of 200 x 16 quarters, gave .799-.813, .895-.909 and .950-.957."""
    for level, shares in covered(range(30), tails).items():
        assert shares == pytest.approx(np.full(4, level), abs=0.02)


def test_the_coverage_told_is_that_of_the_past():
    found = forecast(series(simulated(5)[:16]))
    table = found.coverage.loc["rate"]
    assert table["coverage"].between(0.8, 0.97).all()
    assert table["checked"].tolist() == [1400, 1000, 600, 200]
    assert table["errors"].tolist() == [1600, 1400, 1200, 1000]


# the function


def test_labels_frames_and_words():
    found = forecast(series(QUICK), horizon=3, level=0.8)
    assert found.median.index.unique("period").tolist() == ["2024Q1", "2024Q2", "2024Q3"]
    assert (found.lower < found.median).all(axis=None)
    assert (found.median < found.upper).all(axis=None)
    assert "预测" in found.tables("zh")[0].caption
    assert "阻尼趋势" in found.method_paragraph("zh")
    assert set(found.parameters.columns) == {"units", "periods", "season", "alpha", "beta", "phi"}


@settings(max_examples=15)
@given(st.floats(0.01, 100), st.floats(-1000, 1000))
def test_another_unit_of_measurement_is_the_same_forecast(factor, shift):
    one, two = forecast(series(QUICK), 2, 0.8), forecast(series(QUICK * factor + shift), 2, 0.8)
    for name in ("median", "lower", "upper"):
        expected = getattr(one, name)["rate"] * factor + shift
        assert getattr(two, name)["rate"].to_numpy() == pytest.approx(
            expected.to_numpy(), rel=1e-6, abs=1e-6 * (1 + abs(shift))
        )


def test_the_order_of_rows_does_not_matter():
    values = series(QUICK)
    one = forecast(values, 2, 0.8)
    two = forecast(values.sample(frac=1, random_state=3), 2, 0.8)
    pd.testing.assert_frame_equal(two.median.loc[one.median.index], one.median)
    pd.testing.assert_frame_equal(two.upper.loc[one.upper.index], one.upper)


def test_nodes_are_forecast_each_by_itself():
    one = series(QUICK, name="a")
    frame = pd.concat([one, (one * 3).rename("b")], axis=1)
    both = forecast(frame, 2, 0.8)
    assert both.median["a"].equals(forecast(one, 2, 0.8).median["a"])
    assert list(forecast(frame, 2, 0.8, nodes=["b"]).median) == ["b"]
    with pytest.raises(FaultyInput, match="nodes: 'zz' is not there"):
        forecast(frame, nodes=["zz"])


def test_a_season_is_found_and_carried_on():
    season = np.tile([5.0, 0, -2, -3], 4)[:, None]
    values = 60 + season + np.random.default_rng(0).normal(0, 0.5, (16, 50))
    found = forecast(series(values))
    assert found.parameters.loc["rate", "season"] == 4
    mean = found.median["rate"].groupby(level="period").mean().to_numpy()
    assert mean == pytest.approx(60 + np.array([5, 0, -2, -3]), abs=0.4)
    years = forecast(series(values, range(2001, 2017)))
    assert years.parameters.loc["rate", "season"] == 1


# periods


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (["2024-10", "2024-11", "2024-12"], ["2025-01", "2025-02"]),
        (["2024年10月", "2024年11月", "2024年12月"], ["2025-01", "2025-02"]),
        (["2024Q3", "2024Q4"], ["2025Q1", "2025Q2"]),
        (["Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024"], ["Q1 2025", "Q2 2025"]),
        (["2022年", "2023年"], ["2024年", "2025年"]),
        ([2020, 2022, 2024], [2026, 2028]),
        (["wave 9", "wave 10"], ["wave 11", "wave 12"]),
        (["上半年", "下半年"], ["+1", "+2"]),
        (list(pd.period_range("2024-11", periods=2, freq="M")), [pd.Period("2025-01"), pd.Period("2025-02")]),
        ([dt.date(2024, 6, 30), dt.date(2024, 9, 30)], [dt.date(2024, 12, 31), dt.date(2025, 3, 31)]),
        (
            list(pd.to_datetime(["2024-01-01", "2024-01-08"])),
            list(pd.to_datetime(["2024-01-15", "2024-01-22"])),
        ),
    ],
)
def test_what_the_next_periods_are_called(periods, expected):
    assert following(calendar_of(pd.Index(periods)), 2) == expected


@pytest.mark.parametrize(
    ("periods", "length"),
    [(QUARTERS[:9], 4), ([f"2023-{m:02d}" for m in range(1, 13)], 12), (range(2010, 2020), 1), ([2010, 2012], 1),
     (["2023年上半年", "2023年下半年"], 2), (["第1期", "第2期", "第3期"], 1),
     (list(pd.to_datetime(["2024-03-31", "2024-06-30", "2024-09-30"])), 4)],
)  # fmt: skip
def test_a_year_is_read_from_the_periods(periods, length):
    assert calendar_of(pd.Index(list(periods))).length == length


def test_an_order_of_ones_own():
    values = series(QUICK, range(16))
    values.index = values.index.set_levels(pd.CategoricalIndex(range(16), ordered=True), level=0)
    found = forecast(values, 2, 0.8)
    assert found.median.index.unique("period").tolist() == ["+1", "+2"]
    assert "what the next periods are called" in found.summary("en")


# input that is not as it should be


def test_absent_periods_count_as_missing():
    whole = series(QUICK)
    found = forecast(whole.drop(["2021Q2", "2022Q3"], level="period"), 2, 0.8)
    assert "2 periods have no rows and count as missing" in found.summary("en")
    holes = whole.copy()
    holes.loc[["2021Q2", "2022Q3"]] = np.nan
    pd.testing.assert_frame_equal(forecast(holes, 2, 0.8).median, found.median)


def test_missing_values():
    values = series(QUICK)
    values.loc[("2023Q4", "u3")] = np.nan
    values.loc[("2021Q1", "u0")] = np.nan
    values.loc[(slice("2020Q1", "2022Q4"), "u5")] = np.nan
    found = forecast(values, 2, 0.8)
    lost = found.median["rate"].unstack().isna().any()
    assert lost[lost].index.tolist() == ["u3"]
    assert "not forecast, for want of a value in the last period or of a history: u3" in found.summary("en")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            series(QUICK[:1]),
            "rate: has values of 1 period, which is too few to forecast 4 ahead; give 7 or more",
        ),
        (series(QUICK[:6]), "too few to forecast 4 ahead"),
        (series(QUICK * np.nan), "has values of 0 periods"),
        (pd.concat([series(QUICK), series(QUICK)]), "two or more rows"),
        (pd.Series([1.0, 2], ["a", "b"]), "have no period"),
        (
            series(QUICK[:3], list(pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-18"]))),
            "2024-01-18 00:00:00 does not follow",
        ),
        (series(QUICK[:2], ["2024Q1", "2024年下半年"]), "of different length"),
        (series(QUICK[:4], [202311, 202312, 202401, 202402]), "name it 2023-11"),
        (series(np.where(QUICK > 52, np.inf, QUICK)), "the value is infinite"),
        (series(QUICK).to_frame().drop(columns="rate"), "there are none"),
        (series(QUICK).astype(str).replace({str(QUICK[0, 0]): "many"}), "many"),
    ],
)
def test_refusals(values, message):
    with pytest.raises((FaultyInput, UnsuitableMethod), match=message):
        forecast(values)


def test_the_future_is_told():
    later = forecast(series(QUICK, range(2090, 2106)), 2, 0.8)
    assert "periods that have not begun are taken as measured: 2090" in later.summary("en")
    assert "not begun" not in forecast(series(QUICK), 2, 0.8).summary("en")


def test_few_periods_fall_back_and_say_so():
    found = forecast(series(QUICK[:10]), 4, 0.8)
    assert found.parameters.loc["rate", "season"] == 1
    assert "no seasons, which need 12 periods" in found.summary("en")
    alone = forecast(series(QUICK[:7, :1]), 4, 0.9)
    assert np.isinf(alone.upper["rate"]).all()
    assert "a 90% interval needs 9 past errors, and has 1 at the longest horizon" in alone.summary("en")
    assert "could not be checked" in alone.summary("en")


def test_constant_series():
    flat = forecast(series(np.full((16, 3), 7.0)), 2, 0.8)
    assert (flat.median == 7).all(axis=None)
    assert flat.lower.equals(flat.upper)
    assert "never moved" in flat.summary("en")
    one = forecast(series(np.column_stack([QUICK, np.full(16, 7.0)])), 2, 0.8)
    row = one.upper["rate"].xs("u6", level="unit") - one.median["rate"].xs("u6", level="unit")
    assert (row > 0).all()  # it takes what the others say of errors


@pytest.mark.parametrize("factor", [1e-12, 1e12])
def test_tiny_and_huge(factor):
    found = forecast(series(QUICK * factor), 2, 0.8)
    expected = forecast(series(QUICK), 2, 0.8)
    assert (found.upper["rate"] / factor).to_numpy() == pytest.approx(
        expected.upper["rate"].to_numpy(), rel=1e-6
    )


# yardsticks


def panel_data(**leaf):
    tree = gm.read_tree(
        {
            "code": "G",
            "parts": [
                {"code": "a", "better": "more", **leaf},
                {"code": "b", "better": "more", "worst": 0, "best": 100},
            ],
        }
    )
    rows = pd.MultiIndex.from_product([QUARTERS[:16], [f"u{k}" for k in range(8)]], names=["period", "unit"])
    rng = np.random.default_rng(2)
    high = np.minimum(100, 96 + 0.4 * np.arange(16).repeat(8) + rng.normal(0, 2, 128))
    return gm.Dataset(tree, pd.DataFrame({"a": high, "b": rng.uniform(20, 80, 128)}, rows))


def test_nothing_is_forecast_beyond_what_can_be():
    for leaf in ({"unit": "%"}, {"worst": 0, "best": 100}):
        found = forecast(panel_data(**leaf), 4, 0.8)
        assert found.upper["a"].max() == 100
        assert "a is not forecast beyond 0 and 100" in found.summary("en")
    free = forecast(panel_data(), 4, 0.8)
    assert free.upper["a"].max() > 100
    posts = forecast(panel_data(worst=0, best=99), 4, 0.8)
    assert posts.upper["a"].max() > 100
    assert "a has values beyond 0 to 99" in posts.summary("en")


def test_scores_of_one_yardstick():
    data = panel_data()
    run = gm.panel.follow_periods(gm.Recipe(weighting="equal"), data)
    found = forecast(run, 2, 0.8)
    assert list(found.median) == ["G", "a", "b"]
    pd.testing.assert_frame_equal(forecast(run.scores, 2, 0.8).median, found.median)
    loose = forecast(gm.follow(gm.Recipe(normalisation="min_max", weighting="equal"), data), 2, 0.8)
    assert "the bounds are those of all periods together" in loose.summary("en")
    with pytest.raises(UnsuitableMethod, match="depends on who else is in the data"):
        forecast(gm.follow(gm.Recipe(normalisation="rank", weighting="equal"), data))


def test_weights_and_bounds_that_move_are_refused():
    data = panel_data()
    frozen = gm.panel.follow_periods(gm.Recipe(weighting="equal"), data).scores
    each = {period: frozen.at(period) for period in data.periods}
    pd.testing.assert_frame_equal(forecast(each, 2, 0.8).median, forecast(frozen, 2, 0.8).median)
    moved = gm.Weights(data.tree, frozen.weights.local * 0 + [0.3, 0.7])
    last = each["2023Q4"]
    each["2023Q4"] = gm.Scores(last.values, last.coverage, moved)
    with pytest.raises(UnsuitableMethod, match="2023Q4: its weights differ from those of the first period"):
        forecast(each)
    own = {
        period: gm.follow(gm.Recipe(normalisation="min_max", weighting="equal"), data.at(period))
        for period in data.periods[:3]
    }
    with pytest.raises(UnsuitableMethod, match="2020Q2: its bounds differ"):
        forecast(own)
    with pytest.raises(FaultyInput, match="2020: is int, not Scores"):
        forecast({2020: 3})
    with pytest.raises(FaultyInput, match="there are no periods"):
        forecast({})


# learners


class Persistent:
    """Predicts no change."""

    def fit(self, rows, targets):
        assert np.isfinite(rows).all()
        return self

    def predict(self, rows):
        return np.zeros(len(rows))


class Failing(Persistent):
    def predict(self, rows):
        raise RuntimeError("out of fuel")


class Odd(Persistent):
    def predict(self, rows):
        return np.full(len(rows), np.nan)


def test_a_learner_forecasts_in_place_of_the_trend():
    found = forecast(series(QUICK), 2, 0.8, learner=Persistent())
    assert found.learner == "Persistent"
    last = found.median["rate"].xs("2024Q2", level="period").to_numpy()
    assert last == pytest.approx(QUICK[-1])
    assert "Forecasts are by Persistent" in found.method_paragraph("en")
    for learner, message in ((Failing(), 'learner: it failed: "out of fuel"'), (Odd(), "did not predict a finite number"),
                             (Persistent, r"give an object with fit\(X, y\)")):  # fmt: skip
        with pytest.raises((UnsuitableMethod, FaultyInput), match=message):
            forecast(series(QUICK), 2, learner=learner)


def test_a_learner_is_given_what_was_known():
    seen = []

    class Noting(Persistent):
        def fit(self, rows, targets):
            seen.append((rows.shape, np.abs(targets).max()))

        def __deepcopy__(self, memo):
            return self

    y = QUICK.copy()
    y[12:] += 1000  # none of the origins before may see it
    forecast(series(y, range(2001, 2017)), 1, 0.8, learner=Noting())
    assert [far > 500 for _, far in seen] == [False] * (len(seen) - 4) + [True] * 4
    assert seen[-1][0] == (11 * 6 + 6, 4)  # origins 4 to 15 of six units; three changes and the level
    assert stats.describe([n for (n, _), _ in seen]).minmax[0] == 6 * 2


def test_a_season_that_is_shrunk_to_none_leaves_the_choice_to_the_first_and_not_to_rounding():
    """With its season and without the first forecasts are the same but for rounding, which hung on the order of the series."""
    y = np.random.default_rng(0).uniform(1, 9, (72, 2)).reshape(12, 6, 2)[..., 0]
    first = rolled(y, 2, 4)
    backwards = rolled(y[:, ::-1], 2, 4)
    assert first.choice.tolist() == backwards.choice.tolist()
    np.testing.assert_allclose(first.path, backwards.path[..., ::-1], rtol=1e-10)
