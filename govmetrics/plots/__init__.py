"""Plots: a result in, matplotlib Axes out."""

from govmetrics.plots.importance_performance import importance_performance
from govmetrics.plots.profile import profile
from govmetrics.plots.rank_intervals import rank_intervals
from govmetrics.plots.ranking import ranking
from govmetrics.plots.style import save

__all__ = ["importance_performance", "profile", "rank_intervals", "ranking", "save"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
