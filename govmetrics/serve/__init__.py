"""Serve: experts judge, residents answer and vote, and results are published, in a browser."""

__all__: list[str] = []


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
