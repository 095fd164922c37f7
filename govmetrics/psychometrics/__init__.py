"""Scales on any frame of answers or ratings: reliability, item statistics, factor models, agreement."""

from govmetrics.psychometrics.ac1 import Ac1, ac1
from govmetrics.psychometrics.alpha import Alpha, alpha
from govmetrics.psychometrics.compare import compare
from govmetrics.psychometrics.confirm import confirm
from govmetrics.psychometrics.confirm_ordinal import OrdinalConfirmation, confirm_ordinal
from govmetrics.psychometrics.confirmation import Confirmation
from govmetrics.psychometrics.correlate import correlate
from govmetrics.psychometrics.correlation_table import CorrelationTable
from govmetrics.psychometrics.describe import Descriptives, describe
from govmetrics.psychometrics.discriminant import Discriminant, discriminant
from govmetrics.psychometrics.explore import Exploration, explore
from govmetrics.psychometrics.fleiss import Fleiss, fleiss
from govmetrics.psychometrics.group_agreement import GroupAgreement, group_agreement
from govmetrics.psychometrics.group_comparison import GroupComparison
from govmetrics.psychometrics.guttman import Guttman, guttman
from govmetrics.psychometrics.icc import Icc, icc
from govmetrics.psychometrics.invariance import Invariance, invariance
from govmetrics.psychometrics.invariance_ordinal import OrdinalInvariance, invariance_ordinal
from govmetrics.psychometrics.item_analysis import ItemAnalysis, item_analysis
from govmetrics.psychometrics.kappa import Kappa, kappa
from govmetrics.psychometrics.kendall import Kendall, kendall
from govmetrics.psychometrics.kmo import Bartlett, Kmo, bartlett, kmo
from govmetrics.psychometrics.krippendorff import Krippendorff, krippendorff
from govmetrics.psychometrics.mediate import Mediation, mediate
from govmetrics.psychometrics.method_bias import MethodBias, method_bias
from govmetrics.psychometrics.moderate import Moderation, moderate
from govmetrics.psychometrics.omega import Omega, omega
from govmetrics.psychometrics.paired import PairedTests, paired
from govmetrics.psychometrics.parallel import Parallel, parallel
from govmetrics.psychometrics.paths import Paths, paths
from govmetrics.psychometrics.polychoric import Polychoric, polychoric
from govmetrics.psychometrics.rank_tests import RankTests, rank_tests
from govmetrics.psychometrics.regress import regress
from govmetrics.psychometrics.regression import Regression
from govmetrics.psychometrics.reliability import ScaleReliability, reliability
from govmetrics.psychometrics.retest import TestRetest, test_retest
from govmetrics.psychometrics.side_by_side import SideBySide, side_by_side
from govmetrics.psychometrics.split_half import SplitHalf, split_half
from govmetrics.psychometrics.threshold import Threshold, threshold

__all__ = [
    "Ac1", "Alpha", "Bartlett", "Confirmation", "CorrelationTable", "Descriptives", "Discriminant", "Exploration",
    "Fleiss", "GroupAgreement", "GroupComparison", "Guttman", "Icc", "Invariance", "ItemAnalysis", "Kappa", "Kendall",
    "Kmo", "Krippendorff", "Mediation", "MethodBias", "Moderation", "Omega", "OrdinalConfirmation", "OrdinalInvariance",
    "PairedTests", "Parallel", "Paths", "Polychoric", "RankTests", "Regression", "ScaleReliability", "SideBySide",
    "SplitHalf", "TestRetest", "Threshold", "ac1", "alpha", "bartlett", "compare", "confirm", "confirm_ordinal",
    "correlate", "describe", "discriminant", "explore", "fleiss", "group_agreement", "guttman", "icc", "invariance",
    "invariance_ordinal", "item_analysis", "kappa", "kendall", "kmo", "krippendorff", "mediate", "method_bias",
    "moderate", "omega", "paired", "parallel", "paths", "polychoric", "rank_tests", "regress", "reliability",
    "side_by_side", "split_half", "test_retest", "threshold",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
