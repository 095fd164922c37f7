"""Collaboration: diversity, participation, deliberation, capabilities and benefit sharing."""

from govmetrics.collaboration.capability_match import CapabilityMatch, capability_match
from govmetrics.collaboration.deliberation import Deliberation, deliberation
from govmetrics.collaboration.diversity import Diversity, diversity
from govmetrics.collaboration.participation import Participation, participation
from govmetrics.collaboration.sharing import Sharing, sharing
from govmetrics.collaboration.social_capital import SocialCapital, social_capital
from govmetrics.collaboration.to_leaves import to_leaves

__all__ = [
    "CapabilityMatch", "Deliberation", "Diversity", "Participation", "Sharing", "SocialCapital",
    "capability_match", "deliberation", "diversity", "participation", "sharing", "social_capital", "to_leaves",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
