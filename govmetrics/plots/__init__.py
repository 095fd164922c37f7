"""Plots: a result in, matplotlib Axes out."""

from govmetrics.plots.intervals import rank_intervals
from govmetrics.plots.quadrants import importance_performance
from govmetrics.plots.ranking import profile, ranking

__all__ = ["importance_performance", "profile", "rank_intervals", "ranking"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
