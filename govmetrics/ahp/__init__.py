"""The analytic hierarchy process: experts' judgements to weights that a referee accepts."""

from govmetrics.ahp.alike import clusters, outliers, similarity
from govmetrics.ahp.ask_again import judgement_errors, revisions
from govmetrics.ahp.authority import Authority, authority
from govmetrics.ahp.best_worst import BestWorst, best_worst
from govmetrics.ahp.budget_allocation import BudgetAllocation, budget_allocation
from govmetrics.ahp.complementary import ComplementaryWeights, complementary
from govmetrics.ahp.consensus import consensus, consensus_band, kendall_w
from govmetrics.ahp.consistency import gci_threshold, koczkodaj, random_index
from govmetrics.ahp.delphi import Delphi, delphi
from govmetrics.ahp.dematel import Dematel, dematel
from govmetrics.ahp.forms import blank_judgements
from govmetrics.ahp.fucom import fucom
from govmetrics.ahp.fuzzy_ahp import FuzzyWeights, extent_analysis, fuzzy_geometric_mean
from govmetrics.ahp.fuzzy_tree import fuzzy_weights
from govmetrics.ahp.group import WEIGHTINGS, weights
from govmetrics.ahp.group_weights import GroupWeights
from govmetrics.ahp.incomplete import complete
from govmetrics.ahp.intake import read_judgements
from govmetrics.ahp.network_process import NetworkPriorities, network_process
from govmetrics.ahp.order_relation import order_relation
from govmetrics.ahp.ordered import OrderedWeights
from govmetrics.ahp.priorities import Priorities
from govmetrics.ahp.priority_methods import METHODS, column_mean, eigenvector, geometric_mean
from govmetrics.ahp.random_index import RandomIndex, simulate_random_index
from govmetrics.ahp.rating import rate, synthesise
from govmetrics.ahp.repair import Repair, repair
from govmetrics.ahp.spread import WeightDraws, draws
from govmetrics.ahp.swara import swara
from govmetrics.ahp.triangles import fuzzify

__all__ = [
    # judgements in, forms out
    "read_judgements", "blank_judgements",
    # one expert
    "METHODS", "WEIGHTINGS", "Priorities", "eigenvector", "geometric_mean", "column_mean", "complete",
    "random_index", "simulate_random_index", "RandomIndex", "gci_threshold", "koczkodaj",
    "judgement_errors", "revisions", "repair", "Repair",
    # a group
    "weights", "GroupWeights", "draws", "WeightDraws",
    "consensus", "consensus_band", "kendall_w", "similarity", "clusters", "outliers",
    # alternatives
    "synthesise", "rate",
    # relatives
    "fuzzify", "fuzzy_geometric_mean", "fuzzy_weights", "extent_analysis", "FuzzyWeights",
    "best_worst", "BestWorst",
    "order_relation", "swara", "fucom", "OrderedWeights", "complementary", "ComplementaryWeights",
    "network_process", "NetworkPriorities",
    "delphi", "Delphi", "authority", "Authority", "budget_allocation", "BudgetAllocation", "dematel", "Dematel",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
