"""Documents, rubrics and coding: what policies and people say, counted and coded by people who agree."""

__all__: list[str] = []


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
