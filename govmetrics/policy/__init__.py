"""Policy: whether it worked, for whom, and whether it was carried out."""

__all__: list[str] = []


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
