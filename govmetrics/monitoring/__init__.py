"""Monitoring: control charts, funnels, rates, forecasts and early warnings."""

from govmetrics.monitoring.funnel import Funnel, funnel

__all__ = [
    "Funnel",
    "funnel",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
