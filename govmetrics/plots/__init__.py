"""Plots: a result in, matplotlib Axes out."""

from govmetrics.plots.blocks import blocks
from govmetrics.plots.ceiling import ceiling
from govmetrics.plots.clusters import clusters
from govmetrics.plots.code_matrix import code_matrix
from govmetrics.plots.coefficients import coefficients
from govmetrics.plots.consistency import consistency
from govmetrics.plots.control_charts import control_charts
from govmetrics.plots.cooccurrence import cooccurrence
from govmetrics.plots.correlations import correlations
from govmetrics.plots.coupling import coupling
from govmetrics.plots.densities import densities
from govmetrics.plots.distributions import distributions
from govmetrics.plots.efficiency import efficiency
from govmetrics.plots.event_study import event_study
from govmetrics.plots.expert_weights import expert_weights
from govmetrics.plots.fan import fan
from govmetrics.plots.frontier import frontier
from govmetrics.plots.funnel import funnel
from govmetrics.plots.gap import gap
from govmetrics.plots.grades import grades
from govmetrics.plots.heat_map import heat_map
from govmetrics.plots.importance_performance import importance_performance
from govmetrics.plots.likert import likert
from govmetrics.plots.malmquist import malmquist
from govmetrics.plots.map import map  # what everybody calls it
from govmetrics.plots.membership_functions import membership_functions
from govmetrics.plots.moran_scatter import moran_scatter
from govmetrics.plots.network import network
from govmetrics.plots.obstacles import obstacles
from govmetrics.plots.path_diagram import path_diagram
from govmetrics.plots.peers import peers
from govmetrics.plots.pmc_surface import pmc_surface
from govmetrics.plots.profile import profile
from govmetrics.plots.radar import radar
from govmetrics.plots.rank_flow import rank_flow
from govmetrics.plots.rank_intervals import rank_intervals
from govmetrics.plots.ranking import ranking
from govmetrics.plots.scenarios import scenarios
from govmetrics.plots.scree import scree
from govmetrics.plots.sensitivity import sensitivity
from govmetrics.plots.stocks import stocks
from govmetrics.plots.style import save
from govmetrics.plots.tornado import tornado
from govmetrics.plots.tree import tree
from govmetrics.plots.trends import trends
from govmetrics.plots.two_mode import two_mode
from govmetrics.plots.word_trends import word_trends
from govmetrics.plots.xy import xy

__all__ = [
    "blocks", "ceiling", "clusters", "code_matrix", "coefficients", "consistency", "control_charts", "cooccurrence",
    "correlations", "coupling", "densities", "distributions", "efficiency", "event_study", "expert_weights", "fan", "frontier",
    "funnel", "gap", "grades", "heat_map", "importance_performance", "likert", "malmquist", "map",
    "membership_functions", "moran_scatter", "network", "obstacles", "path_diagram", "peers", "pmc_surface",
    "profile", "radar", "rank_flow", "rank_intervals", "ranking", "save", "scenarios", "scree", "sensitivity",
    "stocks", "tornado", "tree", "trends", "two_mode", "word_trends", "xy",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
