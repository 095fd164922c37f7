"""Serve: experts judge, residents answer and vote, and results are published, in a browser."""

from govmetrics.serve.application import application
from govmetrics.serve.outcomes import expert_points, expert_ratings, judgements
from govmetrics.serve.running import serve

__all__ = ["application", "expert_points", "expert_ratings", "judgements", "serve"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
