"""Panel: several periods, trends, convergence, inequality and districts."""

from govmetrics.panel.changes import Changes, changes, follow_periods
from govmetrics.panel.convergence import Convergence, convergence
from govmetrics.panel.dagum import GiniDecomposition, dagum
from govmetrics.panel.theil import Inequality, theil
from govmetrics.panel.totals import DistrictTotals, district_totals
from govmetrics.panel.trends import Trends, trends

__all__ = [
    "Changes", "Convergence", "DistrictTotals", "GiniDecomposition", "Inequality", "Trends",
    "changes", "convergence", "dagum", "district_totals", "follow_periods", "theil", "trends",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
