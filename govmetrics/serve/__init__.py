"""Serve: experts judge, residents answer and vote, and results are published, in a browser."""

from govmetrics.serve.application import application
from govmetrics.serve.experts_said import expert_points, expert_ratings, judgements
from govmetrics.serve.residents_said import ballots, delphi_rounds, opinion_votes, survey
from govmetrics.serve.running import serve
from govmetrics.serve.verifying import verify_record

__all__ = [
    "application", "ballots", "delphi_rounds", "expert_points", "expert_ratings", "judgements", "opinion_votes", "serve",
    "survey", "verify_record",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
