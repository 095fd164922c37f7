"""Warnings and backtests: against brute force, by simulation, and with limits that are not as they should be."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.monitoring import backtest, forecast, warnings
from govmetrics.numerics.climatology import climatology
from tests.monitoring.panels import QUARTERS, series, simulated

QUICK = np.random.default_rng(1).normal(50, 2, (16, 6))


class Persistent:
    """Predicts no change."""

    def fit(self, rows, targets):
        return self

    def predict(self, rows):
        return np.zeros(len(rows))


def test_probabilities_are_on_the_right_side_and_sum_to_one():
    found = forecast(series(simulated(0, units=40)[:16]), 2)
    below, above = warnings(found, below={"rate": 58}), warnings(found, above={"rate": 58})
    one, two = below.table["probability"], above.table["probability"]
    assert (one + two.loc[one.index]).to_numpy() == pytest.approx(1)
    median = below.table["median"]
    assert ((median < 58) == (one > 0.5)).all()
    assert one.is_monotonic_decreasing
    assert set(below.table["side"]) == {"below the limit"}
    assert below.chances["expected"].iloc[0] == pytest.approx(one.xs("2024Q1", level="period").sum())


def test_intervals_and_warnings_agree():
    """Below the lower end of a 90 % interval lie five in a hundred, up to one error among all."""
    found = forecast(series(simulated(0, units=40)[:16]), 1, 0.9)
    for unit in ("u0", "u7"):
        end = float(found.lower.loc[("2024Q1", unit), "rate"])
        p = warnings(found, below={"rate": end}).table.loc[(unit, "rate", "2024Q1"), "probability"]
        assert p == pytest.approx(0.05, abs=1 / 300)


def test_sentences_in_both_languages():
    found = warnings(forecast(series(QUICK), 1, 0.8), below={"rate": 49}, above={"rate": 55.5})
    assert found.table.shape[0] == 12
    first = found.table.iloc[0]
    text = f"in 2024Q1 with a probability of {first['probability']:.0%}"
    assert text in first["sentence"].say("en")
    assert "的概率为" in first["sentence"].say("zh")
    assert "低于限值" in found.tables("zh")[0].frame["位置"].tolist()
    assert "预期" in found.summary("zh")
    assert "below 49" in found.summary("en")
    assert "above 55.5" in found.summary("en")


def test_what_is_nearly_sure_is_not_called_sure():
    values = np.random.default_rng(1).normal(50, 2, (16, 30)) - 40 * (np.arange(30) == 0)
    found = warnings(forecast(series(values), 1, 0.8), below={"rate": 30})
    told = [sentence.say("en") for sentence in found.table["sentence"]]
    assert "with a probability of over 99%" in told[0]
    assert "with a probability of under 1%" in told[-1]


def test_what_cannot_be_is_not_warned_of():
    tree = gm.IndicatorTree.from_groups({"G": ["a"]})
    leaf = gm.Indicator("a", unit="%")
    tree = gm.IndicatorTree(gm.Group(tree.root.code, tree.root.name, (leaf,)))
    rows = pd.MultiIndex.from_product([QUARTERS[:16], list("uvw")], names=["period", "unit"])
    values = np.random.default_rng(0).uniform(90, 99, (48, 1))
    found = forecast(gm.Dataset(tree, pd.DataFrame(values, rows, ["a"])), 1, 0.8)
    chances = [warnings(found, **{side: {"a": limit}}).table["probability"].unique().tolist()
               for side, limit in (("above", 100), ("below", 0), ("below", 101), ("above", -1))]  # fmt: skip
    assert chances == [[0.0], [0.0], [1.0], [1.0]]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({}, "below: there is no limit"),
        ({"below": {"zz": 3}}, "below: 'zz' is not there; there are: rate"),
        (
            {"below": {"rate": "low"}, "above": {"rate": np.nan}},
            "(?s)below: of rate is 'low'.*above: of rate is nan",
        ),
        ({"below": 3}, "give a mapping"),
    ],
)
def test_limits_that_are_none(limits, message):
    with pytest.raises(FaultyInput, match=message):
        warnings(forecast(series(QUICK), 1, 0.8), **limits)
    if limits:
        with pytest.raises(FaultyInput, match=message):
            backtest(series(QUICK), 1, 0.8, **limits)


def test_units_without_a_forecast_have_no_warning():
    values = series(QUICK)
    values.loc[("2023Q4", "u2")] = np.nan
    found = warnings(forecast(values, 1, 0.8), below={"rate": 50})
    assert "u2" not in found.table.index.get_level_values("unit")
    assert "u2" in found.summary("en")


def test_climatology_by_hand():
    """Shares 0.2 and 0.8 of ten: variance .09 less chance .025 leaves .065; prior .25 / .065 - 1 = 2.846."""
    prior = 0.25 / 0.065 - 1
    expected = [(2 + prior * 0.5) / (10 + prior), (8 + prior * 0.5) / (10 + prior)]
    assert climatology(np.array([2, 8]), np.array([10, 10])) == pytest.approx(expected)
    assert climatology(np.array([0, 0]), np.array([5, 5])).tolist() == [0, 0]
    assert climatology(np.array([3, 0]), np.array([6, 0])).tolist() == [0.5, 0.5]
    assert np.isnan(climatology(np.array([0]), np.array([0]))).all()


def test_errors_of_a_naive_learner_are_the_naive_ones_counted_by_hand():
    """MASE (Hyndman and Koehler 2006) of the last value as the forecast, by loops."""
    found = backtest(series(QUICK, range(2001, 2017)), 2, 0.8, learner=Persistent())
    for step in (1, 2):
        absolute, scaled = [], []
        for unit in range(6):
            size = np.abs(np.diff(QUICK[:6, unit])).mean()  # the first origin knows six periods
            for origin in range(6, 17 - step):
                if origin - step < 4:
                    continue  # nothing could be learned before: three changes and what came of them
                error = abs(QUICK[origin + step - 1, unit] - QUICK[origin - 1, unit])
                absolute.append(error)
                scaled.append(error / size)
        row = found.accuracy.loc[("rate", step)]
        assert row["forecasts"] == len(absolute)
        assert row["mae"] == pytest.approx(np.mean(absolute))
        assert row["mase"] == pytest.approx(np.mean(scaled))
        assert row["naive_mase"] == pytest.approx(row["mase"])
    assert "errors are 1.00 times those of the best naive forecast" in found.summary("en")


def test_brier_scores_are_those_of_the_warnings_given_then():
    """Each past origin forecast anew by the public functions gives the same probabilities, and the same score."""
    y = simulated(4, units=30)[:16]
    found = backtest(series(y), 1, below={"rate": 58})
    squares, events = [], 0
    for origin in range(9, 16):  # that of eight has no errors before it
        then = forecast(series(y[:origin]), 1)
        p = warnings(then, below={"rate": 58}).table["probability"].droplevel(["node", "period"])
        event = y[origin] < 58
        squares += ((p.reindex([f"u{k}" for k in range(30)]).to_numpy() - event) ** 2).tolist()
        events += int(event.sum())
    row = found.skill.iloc[0]
    assert row["warnings"] == len(squares)
    assert row["came_true"] == events
    assert row["brier"] == pytest.approx(np.mean(squares))
    assert row["skill"] == pytest.approx(1 - row["brier"] / row["climatology"])


def test_no_skill_is_said():
    noise = series(np.random.default_rng(5).normal(0, 1, (16, 30)), range(2001, 2017))
    found = backtest(noise, 1, below={"rate": -1})
    assert found.skill["skill"].iloc[0] < 0.02
    fixed = backtest(
        series(np.random.default_rng(5).normal(0, 1, (16, 30)), range(2001, 2017)), 1, below={"rate": -50}
    )
    assert "it was always or never so" in fixed.summary("en")
    worse = backtest(noise, 1, below={"rate": -1}, learner=Persistent())
    assert "the warnings have no skill" in worse.summary("en")
    assert "预警无效" in worse.summary("zh")


def test_skill_and_gain_are_found_where_they_are():
    found = backtest(series(simulated(1, units=80)[:16]), 2, below={"rate": 58})
    assert "the warnings have skill" in found.summary("en")
    assert (found.accuracy["mase"] < found.accuracy[["naive_mase", "seasonal_mase"]].min(axis=1)).all()
    assert (found.skill["skill"] > 0.1).all()


def test_a_learner_is_judged_by_the_same_backtest():
    y = simulated(2, units=40)[:16]
    own, naive = backtest(series(y), 1), backtest(series(y), 1, learner=Persistent())
    assert naive.learner == "Persistent"
    assert own.accuracy["mase"].iloc[0] < naive.accuracy["mase"].iloc[0]
    assert naive.accuracy["coverage"].iloc[0] == pytest.approx(0.9, abs=0.06)


def test_nothing_to_compare_with():
    found = backtest(series(QUICK[:7]), 4, 0.8, below={"rate": 50})
    assert found.accuracy["forecasts"].tolist() == [24, 18, 12, 6]
    assert found.accuracy["checked"].iloc[-1] == 0
    with pytest.raises(UnsuitableMethod, match="too few to forecast 4 ahead"):
        backtest(series(QUICK[:6]))


def judged(seeds):
    """Return every warning of many panels in classes, as predicted and as observed, and the Brier scores."""
    parts, skill = [], []
    for seed in seeds:
        found = backtest(series(simulated(seed)[:16]), below={"rate": 57})
        parts.append(found.calibration)
        skill.append(found.skill[["brier", "climatology"]].mean())
    table = pd.concat(parts)
    by = table.assign(
        p=table["predicted"] * table["warnings"], o=table["observed"] * table["warnings"]
    ).groupby("at_least")
    sums = by[["p", "o", "warnings"]].sum()
    return sums["p"] / sums["warnings"], sums["o"] / sums["warnings"], pd.DataFrame(skill).mean()


def test_warnings_come_true_as_often_as_they_say():
    predicted, observed, skill = judged(range(3))
    assert observed.to_numpy() == pytest.approx(predicted.to_numpy(), abs=0.08)
    assert skill["brier"] < skill["climatology"]


@pytest.mark.slow
def test_warnings_come_true_as_often_as_they_say_in_thirty_panels():
    """The case's own simulation: .026 -> .031, .074 -> .084, .141 -> .154, .283 -> .297, .494 -> .501, .665 -> .587."""
    predicted, observed, skill = judged(range(30))
    assert observed.to_numpy() == pytest.approx(predicted.to_numpy(), abs=0.035)
    assert skill["brier"] < skill["climatology"]
