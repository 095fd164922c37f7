"""Network: networks of actors: trust and cooperation."""

from govmetrics.network.network import Network

__all__ = [
    "Network",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
