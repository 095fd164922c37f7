"""Data envelopment analysis: who achieves most with what is used, and what others could learn."""

from govmetrics.dea._economic import EconomicEfficiency
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._non_radial import NonRadial
from govmetrics.dea._observe import from_roles
from govmetrics.dea.additive import additive
from govmetrics.dea.benefit_of_the_doubt import DoubtScores, benefit_of_the_doubt
from govmetrics.dea.bootstrap import Bootstrap, bootstrap
from govmetrics.dea.categorical import categorical
from govmetrics.dea.closest_targets import closest_targets
from govmetrics.dea.cost import cost
from govmetrics.dea.cross_efficiency import CrossEfficiency, cross_efficiency
from govmetrics.dea.directional import directional
from govmetrics.dea.dynamic import DynamicEfficiency, dynamic
from govmetrics.dea.epsilon_based import EpsilonBased, epsilon_based
from govmetrics.dea.free_disposal import free_disposal
from govmetrics.dea.hyperbolic import hyperbolic
from govmetrics.dea.improvements import Improvements, improvements
from govmetrics.dea.luenberger import ProductivityChange, luenberger, malmquist_luenberger
from govmetrics.dea.malmquist import Malmquist, malmquist
from govmetrics.dea.metafrontier import Metafrontier, metafrontier
from govmetrics.dea.network_slacks_based import NetworkEfficiency, network_slacks_based
from govmetrics.dea.non_discretionary import non_discretionary
from govmetrics.dea.order_m import PartialFrontier, order_alpha, order_m
from govmetrics.dea.outliers import Outliers, outliers
from govmetrics.dea.profit import ProfitEfficiency, profit
from govmetrics.dea.radial import radial
from govmetrics.dea.returns_test import ReturnsTest, returns_test
from govmetrics.dea.revenue import revenue
from govmetrics.dea.russell import russell
from govmetrics.dea.scale import ScaleEfficiency, scale
from govmetrics.dea.second_stage import SecondStage, second_stage
from govmetrics.dea.seiford_zhu import seiford_zhu
from govmetrics.dea.slacks_based import slacks_based
from govmetrics.dea.super_efficiency import super_efficiency
from govmetrics.dea.super_slacks_based import super_slacks_based
from govmetrics.dea.tables import DeaTables, tables
from govmetrics.dea.three_stage import ThreeStage, three_stage
from govmetrics.dea.two_stage import TwoStage, two_stage
from govmetrics.dea.weight_restricted import weight_restricted
from govmetrics.dea.window import WindowAnalysis, window

__all__ = [
    "Bootstrap",
    "CrossEfficiency",
    "DeaTables",
    "DoubtScores",
    "DynamicEfficiency",
    "EconomicEfficiency",
    "Efficiency",
    "EpsilonBased",
    "Improvements",
    "Malmquist",
    "Metafrontier",
    "NetworkEfficiency",
    "NonRadial",
    "Outliers",
    "PartialFrontier",
    "ProductivityChange",
    "ProfitEfficiency",
    "ReturnsTest",
    "ScaleEfficiency",
    "SecondStage",
    "ThreeStage",
    "TwoStage",
    "WindowAnalysis",
    "additive",
    "benefit_of_the_doubt",
    "bootstrap",
    "categorical",
    "closest_targets",
    "cost",
    "cross_efficiency",
    "directional",
    "dynamic",
    "epsilon_based",
    "free_disposal",
    "from_roles",
    "hyperbolic",
    "improvements",
    "luenberger",
    "malmquist",
    "malmquist_luenberger",
    "metafrontier",
    "network_slacks_based",
    "non_discretionary",
    "order_alpha",
    "order_m",
    "outliers",
    "profit",
    "radial",
    "returns_test",
    "revenue",
    "russell",
    "scale",
    "second_stage",
    "seiford_zhu",
    "slacks_based",
    "super_efficiency",
    "super_slacks_based",
    "tables",
    "three_stage",
    "two_stage",
    "weight_restricted",
    "window",
]


def __dir__() -> list[str]:
    """Return the public names only: the models' files and the engine are internal."""
    return list(__all__)
