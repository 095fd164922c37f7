"""Policy: whether it worked, for whom, and whether it was carried out."""

from govmetrics.policy import power
from govmetrics.policy.decompose import Decomposition, decompose
from govmetrics.policy.effects import effects
from govmetrics.policy.panel_effects import PanelEffects
from govmetrics.policy.public_goods import PublicGoods, public_goods
from govmetrics.policy.randomisation import Randomisation, randomisation
from govmetrics.policy.deviation import deviation
from govmetrics.policy.deviation_result import Deviation
from govmetrics.policy.interrupted import InterruptedSeries, interrupted
from govmetrics.policy.mix import PolicyMix, mix
from govmetrics.policy.staggered import staggered
from govmetrics.policy.staggered_result import Staggered
from govmetrics.policy.synthetic import synthetic
from govmetrics.policy.synthetic_result import SyntheticControl

__all__ = [
    # panels
    "PanelEffects", "effects",
    # adopted at different times
    "Decomposition", "Staggered", "decompose", "staggered",
    # experiments
    "PublicGoods", "Randomisation", "public_goods", "randomisation",
    # designs
    "power",
]  # fmt: skip
__all__ = ["Decomposition", "Staggered", "SyntheticControl", "decompose", "staggered", "synthetic"]
    "Decomposition",
    "Deviation",
    "InterruptedSeries",
    "PolicyMix",
    "Staggered",
    "SyntheticControl",
    "decompose",
    "deviation",
    "interrupted",
    "mix",
    "staggered",
    "synthetic",
]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
