"""Audit: an index checked step by step, as the handbook of OECD and JRC asks its makers to."""

from govmetrics.audit.result import TenSteps
from govmetrics.audit.ten_steps import ten_steps

__all__ = ["TenSteps", "ten_steps"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
