"""Qualitative comparative analysis: configurations of conditions that go with an outcome."""

__all__: list[str] = []


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
