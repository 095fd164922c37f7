"""Explain: which leaves, weights and choices a score or a move comes from."""

from govmetrics.explain.contributions import Contributions, contributions
from govmetrics.explain.difference import Difference, between_periods, between_units
from govmetrics.explain.recipes import RecipeComparison, compare_recipes
from govmetrics.explain.treatment import TreatmentMoves, treatment_moves

__all__ = [
    "Contributions", "Difference", "RecipeComparison", "TreatmentMoves",
    "between_periods", "between_units", "compare_recipes", "contributions", "treatment_moves",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
