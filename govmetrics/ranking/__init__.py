"""Ranking: multi-criteria methods, presets, and whether methods agree."""

from govmetrics.core.methods import Method, by_name
from govmetrics.ranking.compare import Comparison, compare
from govmetrics.ranking.distances import codas, edas, electre2, mabac, reference_point, spotis, topsis, vikor
from govmetrics.ranking.fuzzy_topsis import IMPORTANCE_WORDS, RATING_WORDS, fuzzy_topsis
from govmetrics.ranking.grey import grey_relational
from govmetrics.ranking.mcdm import SPECS
from govmetrics.ranking.presets import entropy_topsis, rank_sum_ratio
from govmetrics.ranking.promethee import promethee
from govmetrics.ranking.ratios import (
    aras,
    cocoso,
    copras,
    full_multiplicative,
    marcos,
    moora,
    multimoora,
    waspas,
)  # fmt: skip
from govmetrics.ranking.result import Ranking
from govmetrics.ranking.reversal import RankReversal, rank_reversal
from govmetrics.ranking.todim import todim

METHODS = by_name(
    *(Method(function, "scaled and weights", compares_units=True, needs_positive=SPECS[function.__name__].positive)
      for function in (aras, cocoso, codas, copras, edas, electre2, full_multiplicative, mabac, marcos, moora,
                       multimoora, reference_point, spotis, topsis, vikor, waspas)),
    *(Method(function, "scaled and weights", compares_units=True) for function in (grey_relational, promethee, todim)),
)  # fmt: skip
"""Name: method. Each takes values and weights and returns a `Ranking`."""

del Method, by_name, SPECS  # dir() shows what is public

__all__ = [
    "IMPORTANCE_WORDS", "METHODS", "RATING_WORDS", "aras", "cocoso", "codas", "copras", "edas", "electre2", "full_multiplicative",
    "fuzzy_topsis", "grey_relational", "mabac", "marcos", "moora", "multimoora", "promethee", "reference_point", "spotis",
    "todim", "topsis", "vikor", "waspas", "Comparison",
    "RankReversal", "Ranking", "compare", "entropy_topsis", "rank_reversal", "rank_sum_ratio",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
