"""Panels are read once for all methods: what each makes of gaps, sizes, text, and periods of unequal distance."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from govmetrics import monitoring
from govmetrics.core.errors import GovmetricsError
from tests.monitoring.panels import QUARTERS, series, simulated

METHODS = {
    "watch": monitoring.watch,
    "seasonal": monitoring.seasonal,
    "change_points": monitoring.change_points,
    "forecast": lambda data: monitoring.forecast(data, 2),
    "backtest": lambda data: monitoring.backtest(data, 2),
}
VALUES = simulated(3, units=5, quarters=20)
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@every_method
def test_text_of_numbers_is_read_alike(method):
    plain = method(series(VALUES.round(2)))
    as_text = method(series(VALUES).round(2).astype(str) + "%")
    assert plain.summary("en") == as_text.summary("en")


@every_method
def test_values_too_large_to_be_squared_are_refused_with_their_place(method):
    huge = VALUES.copy()
    huge[4, 2] = -1e120
    with pytest.raises(GovmetricsError, match=r"2021Q1, u2, rate: the value is too large"):
        method(series(huge))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        method(series(VALUES * 1e90))


def test_a_series_too_large_to_be_squared_is_refused():
    with pytest.raises(GovmetricsError, match="and no number may reach"):
        monitoring.individuals([1.0, 2.0, 1e120, 3.0])


@every_method
def test_missing_periods_and_cells_warn_of_nothing_in_numpy(method):
    values = VALUES.copy()
    values[::3, 0] = np.nan
    values[:, 1] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        method(series(np.delete(values, [3, 4, 9], axis=0), np.delete(QUARTERS[:20], [3, 4, 9])))


def test_a_hole_in_time_is_missing_where_the_calendar_counts_and_named_where_only_the_order_does():
    holed = series(np.delete(VALUES, [3, 4], axis=0), np.delete(QUARTERS[:20], [3, 4]))
    for name, method in METHODS.items():
        said = method(holed).summary("en")
        counted = "2 periods have no rows and count as missing" in said
        assert counted == (name in ("seasonal", "forecast", "backtest"))
        assert ("taken one after the other" in said) != counted


@pytest.mark.parametrize("name", ["seasonal", "forecast", "backtest"])
def test_dates_scattered_over_years_are_no_grid_of_days(name):
    days = [
        "2020-01-01",
        "2020-02-01",
        "2020-12-01",
        "2022-01-01",
        "2022-01-05",
        "2022-01-09",
        "2022-01-13",
        "2022-01-17",
    ]
    with pytest.raises(GovmetricsError, match="of 188 periods at the shortest distance only 8 are there"):
        METHODS[name](series(VALUES[:8], days))


def test_scores_by_period_are_watched_as_they_are_forecast():
    """{period: Scores} is refused by every method where weights differ, since the changes would be theirs."""
    import govmetrics as gm

    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    rng = np.random.default_rng(0)

    def scored(first: float) -> gm.Scores:
        rows = pd.Index(["u", "v", "w"], name="unit")
        data = pd.DataFrame(rng.normal(50, 5, (3, 2)), rows, tree.codes)
        weights = gm.weighting.assigned(tree, {"A": first, "B": 1 - first})
        scaled = gm.normalisation.min_max(gm.Dataset(tree, data))
        return gm.aggregation.arithmetic(scaled, weights)

    alike = {f"2024Q{k}": scored(0.5) for k in range(1, 5)}
    assert monitoring.watch(alike, baseline=3).limits.index.get_level_values("period").nunique() == 4
    with pytest.raises(GovmetricsError, match="2024Q4: its weights differ"):
        monitoring.watch({**alike, "2024Q4": scored(0.9)}, baseline=3)


def test_watch_names_every_series_that_it_does_not_watch():
    values = simulated(5, units=4, quarters=16)
    values[:, 0] = np.nan
    values[12:, 1] = np.nan
    values[:11, 2] = np.nan
    said = monitoring.watch(series(values)).summary("en")
    assert "not watched, without a value from 2023Q1 on: u0 (rate), u1 (rate)" in said
    assert "not watched, with fewer than two values in the baseline, or none that varies: u2 (rate)" in said
