"""How many units a design needs, and what it can find."""

from govmetrics.policy.power.clusters import clusters
from govmetrics.policy.power.design_power import DesignPower
from govmetrics.policy.power.detectable import detectable
from govmetrics.policy.power.stepped_wedge import stepped_wedge
from govmetrics.policy.power.two_groups import two_groups

__all__ = ["DesignPower", "clusters", "detectable", "stepped_wedge", "two_groups"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
