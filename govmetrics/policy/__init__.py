"""Policy: whether it worked, for whom, and whether it was carried out."""

from govmetrics.policy.decompose import Decomposition, decompose
from govmetrics.policy.staggered import staggered
from govmetrics.policy.staggered_result import Staggered

__all__ = ["Decomposition", "Staggered", "decompose", "staggered"]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
