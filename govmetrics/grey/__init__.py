"""Grey evaluation (灰色评价): relational degrees, and clustering by whitenization functions."""

from govmetrics.grey.clustering import grey_clustering
from govmetrics.grey.relational import RelationalCoefficients, grey_relational, relational_coefficients

__all__ = ["RelationalCoefficients", "grey_clustering", "grey_relational", "relational_coefficients"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
