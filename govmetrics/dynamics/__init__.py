"""Dynamics: stocks, flows and scenarios."""

from govmetrics.dynamics.model import Model
from govmetrics.dynamics.read import read
from govmetrics.dynamics.run import Run

__all__ = ["Model", "Run", "read"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
