"""Policy: whether it worked, for whom, and whether it was carried out."""

from govmetrics.policy import power
from govmetrics.policy.decompose import Decomposition, decompose
from govmetrics.policy.deviation import deviation
from govmetrics.policy.deviation_result import Deviation
from govmetrics.policy.dynamic import dynamic
from govmetrics.policy.effects import effects
from govmetrics.policy.interrupted import InterruptedSeries, interrupted
from govmetrics.policy.mix import PolicyMix, mix
from govmetrics.policy.panel_effects import PanelEffects
from govmetrics.policy.public_goods import PublicGoods, public_goods
from govmetrics.policy.randomisation import Randomisation, randomisation
from govmetrics.policy.side_by_side import PanelModels, side_by_side
from govmetrics.policy.staggered import staggered
from govmetrics.policy.staggered_result import Staggered
from govmetrics.policy.synthetic import synthetic
from govmetrics.policy.synthetic_result import SyntheticControl
from govmetrics.policy.threshold import PanelThreshold, threshold

__all__ = [
    # panels
    "PanelEffects", "PanelModels", "PanelThreshold", "dynamic", "effects", "side_by_side", "threshold",
    # adopted at different times
    "Decomposition", "Staggered", "decompose", "staggered",
    # one unit, one series
    "InterruptedSeries", "SyntheticControl", "interrupted", "synthetic",
    # experiments
    "PublicGoods", "Randomisation", "public_goods", "randomisation",
    # designs
    "power",
    # carried out, and what next
    "Deviation", "PolicyMix", "deviation", "mix",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
