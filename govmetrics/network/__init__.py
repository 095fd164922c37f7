"""Network: networks of actors: trust and cooperation."""

from govmetrics.network.measures import measures
from govmetrics.network.network import Network
from govmetrics.network.scores import NetworkLeaves, NetworkScores, to_leaves

__all__ = [
    "Network", "NetworkLeaves", "NetworkScores",
    "measures", "to_leaves",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
