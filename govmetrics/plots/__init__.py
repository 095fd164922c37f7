"""Plots: a result in, matplotlib Axes out."""

from govmetrics.plots.ranking import profile, ranking

__all__ = ["profile", "ranking"]
