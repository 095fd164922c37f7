"""Diagnosis: what holds a unit back, what to improve first, and whether the framework holds together."""

from govmetrics.diagnosis._audit_checks import Claim
from govmetrics.diagnosis._coherence_checks import Limits
from govmetrics.diagnosis.audit import TableAudit, audit_table
from govmetrics.diagnosis.coherence import Coherence, coherence
from govmetrics.diagnosis.components import Components, components
from govmetrics.diagnosis.correlations import Correlations, correlations
from govmetrics.diagnosis.coupling import Coupling, coupling
from govmetrics.diagnosis.denominators import Denominators, denominators
from govmetrics.diagnosis.group_ranks import GroupRanks, group_ranks
from govmetrics.diagnosis.importance import ImportancePerformance, importance_performance
from govmetrics.diagnosis.links import Links, links
from govmetrics.diagnosis.obstacles import Obstacles, obstacles
from govmetrics.diagnosis.peers import Strengths, strengths
from govmetrics.diagnosis.statistics import Statistics, statistics
from govmetrics.diagnosis.synergy import Synergy, synergy
from govmetrics.diagnosis.targets import TargetDistance, distance_to_target

__all__ = [
    "Claim", "Coherence", "Components", "Correlations", "Coupling", "Denominators", "GroupRanks", "ImportancePerformance",
    "Limits", "Links", "Obstacles", "Statistics", "Strengths", "Synergy", "TableAudit", "TargetDistance", "audit_table",
    "coherence", "components", "correlations", "coupling", "denominators", "distance_to_target", "group_ranks",
    "importance_performance", "links", "obstacles", "statistics", "strengths", "synergy",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
