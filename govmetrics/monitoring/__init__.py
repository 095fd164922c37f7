"""Monitoring: control charts, funnels, rates, forecasts and early warnings."""

from govmetrics.monitoring.backtest import Backtest, backtest
from govmetrics.monitoring.change_points import ChangePoints, change_points
from govmetrics.monitoring.chart import ControlChart
from govmetrics.monitoring.counts import counts
from govmetrics.monitoring.cusum import cusum
from govmetrics.monitoring.ewma import ewma
from govmetrics.monitoring.forecast import Forecast, forecast
from govmetrics.monitoring.funnel import Funnel, funnel
from govmetrics.monitoring.individuals import IndividualsChart, individuals
from govmetrics.monitoring.proportions import RatesChart, proportions
from govmetrics.monitoring.runs import Runs, runs
from govmetrics.monitoring.seasonal import Seasonal, seasonal
from govmetrics.monitoring.three_rates import ThreeRates, three_rates
from govmetrics.monitoring.warnings import EarlyWarnings, warnings
from govmetrics.monitoring.watch import Watch, watch

__all__ = [
    # forecasts, warnings
    "Backtest", "EarlyWarnings", "Forecast", "backtest", "forecast", "warnings",
    # control charts
    "ControlChart", "IndividualsChart", "RatesChart", "Runs", "counts", "cusum", "ewma", "individuals", "proportions", "runs",
    # many series
    "Watch", "watch",
    # rates
    "Funnel", "ThreeRates", "funnel", "three_rates",
    # seasons and breaks
    "ChangePoints", "Seasonal", "change_points", "seasonal",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
