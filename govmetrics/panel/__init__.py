"""Panel: several periods, trends, convergence, inequality and districts."""

from govmetrics.panel.atkinson import AtkinsonIndex, atkinson
from govmetrics.panel.changes import Changes, changes, follow_periods
from govmetrics.panel.clubs import ConvergenceClubs, clubs
from govmetrics.panel.convergence import Convergence, convergence
from govmetrics.panel.dagum import GiniDecomposition, dagum
from govmetrics.panel.kernels import KernelDensities, kernels
from govmetrics.panel.markov import markov
from govmetrics.panel.markov_chain import MarkovChain
from govmetrics.panel.theil import Inequality, theil
from govmetrics.panel.totals import DistrictTotals, district_totals
from govmetrics.panel.trends import Trends, trends

__all__ = [
    "AtkinsonIndex", "Changes", "Convergence", "ConvergenceClubs", "DistrictTotals", "GiniDecomposition", "Inequality",
    "KernelDensities", "MarkovChain", "Trends",
    "atkinson", "changes", "clubs", "convergence", "dagum", "district_totals", "follow_periods", "kernels", "markov", "theil",
    "trends",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
