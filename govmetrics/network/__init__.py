"""Network: networks of actors: trust and cooperation."""

from govmetrics.network.actors import ActorMeasures, actors
from govmetrics.network.brokerage import Brokerage, brokerage
from govmetrics.network.communities import Communities, communities
from govmetrics.network.compare import NetworkChange, compare
from govmetrics.network.core_periphery import CorePeriphery, core_periphery
from govmetrics.network.forms import blank_network
from govmetrics.network.gravity import Gravity, gravity
from govmetrics.network.measures import measures
from govmetrics.network.mixing import Mixing, mixing
from govmetrics.network.network import Network
from govmetrics.network.qap import Qap, qap
from govmetrics.network.qap_regression import QapRegression, qap_regression
from govmetrics.network.read import read_network
from govmetrics.network.scores import NetworkLeaves, NetworkScores, to_leaves
from govmetrics.network.two_mode import TwoMode, two_mode

__all__ = [
    "ActorMeasures", "Brokerage", "Communities", "CorePeriphery", "Gravity", "Mixing", "Network", "NetworkChange",
    "NetworkLeaves", "NetworkScores", "Qap", "QapRegression", "TwoMode",
    "actors", "blank_network", "brokerage", "communities", "compare", "core_periphery", "gravity", "measures", "mixing", "qap",
    "qap_regression", "read_network", "to_leaves", "two_mode",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
