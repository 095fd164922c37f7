"""Collaboration: diversity, participation, deliberation, capabilities and benefit sharing."""

from govmetrics.collaboration.approval_vote import ApprovalVote, approval_vote
from govmetrics.collaboration.budget_vote import BudgetVote, budget_vote
from govmetrics.collaboration.capability_match import CapabilityMatch, capability_match
from govmetrics.collaboration.deliberation import Deliberation, deliberation
from govmetrics.collaboration.diversity import Diversity, diversity
from govmetrics.collaboration.opinions import Opinions, opinions
from govmetrics.collaboration.participation import Participation, participation
from govmetrics.collaboration.ranked_vote import RankedVote, ranked_vote
from govmetrics.collaboration.sharing import Sharing, sharing
from govmetrics.collaboration.social_capital import SocialCapital, social_capital
from govmetrics.collaboration.to_leaves import to_leaves

__all__ = [
    "ApprovalVote", "BudgetVote", "CapabilityMatch", "Deliberation", "Diversity", "Opinions", "Participation", "RankedVote",
    "Sharing", "SocialCapital", "approval_vote", "budget_vote", "opinions", "ranked_vote",
    "capability_match", "deliberation", "diversity", "participation", "sharing", "social_capital", "to_leaves",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
