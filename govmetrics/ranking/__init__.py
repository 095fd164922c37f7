"""Ranking: multi-criteria methods, presets, and whether methods agree."""

from __future__ import annotations

from govmetrics.ranking.compare import Comparison, compare
from govmetrics.ranking.distances import codas, edas, electre2, mabac, reference_point, spotis, topsis, vikor
from govmetrics.ranking.presets import entropy_topsis, rank_sum_ratio
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

METHODS = {
    "aras": aras,
    "cocoso": cocoso,
    "codas": codas,
    "copras": copras,
    "edas": edas,
    "electre2": electre2,
    "full_multiplicative": full_multiplicative,
    "mabac": mabac,
    "marcos": marcos,
    "moora": moora,
    "multimoora": multimoora,
    "reference_point": reference_point,
    "spotis": spotis,
    "topsis": topsis,
    "vikor": vikor,
    "waspas": waspas,
}
"""Name in a recipe: function of values and weights that returns a `Ranking`."""

__all__ = ["METHODS", *METHODS, "Comparison", "RankReversal", "Ranking", "compare", "entropy_topsis",
           "rank_reversal", "rank_sum_ratio"]  # fmt: skip
