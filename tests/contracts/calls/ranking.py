"""Valid calls of every public function of `govmetrics.ranking`, and of what its results are asked."""

from __future__ import annotations

import pandas as pd

from govmetrics import ranking, weighting
from govmetrics.core import Dataset, IndicatorTree, Scaled

TREE = IndicatorTree.from_groups({"g": ["a", "b"], "h": ["c"]}, {"c": "less"})
VALUES = pd.DataFrame(
    {"a": [10.0, 40, 90, 25], "b": [50.0, 20, 70, 30], "c": [30.0, 60, 80, 20]}, list("ABCD")
)
SCALED = Scaled(TREE, VALUES, pd.DataFrame(), "by hand", (1, 100))
WEIGHTS = weighting.equal(TREE)
RAW = {"data": Dataset(TREE, VALUES), "weights": WEIGHTS}
GIVEN = {"scaled": SCALED, "weights": WEIGHTS}
ONE = ranking.topsis(**RAW)
COMPARED = ranking.compare({"topsis": ONE, "vikor": ranking.vikor(**RAW)}, SCALED)
WORDS = {"A": ["good", "fair"], "B": [(5, 7, 9), (3, 5, 7)]}
RATINGS = {"x": pd.DataFrame.from_dict(WORDS, "index", columns=["a", "b"])}
IMPORTANCE = pd.DataFrame([["high", "low"]], ["x"], ["a", "b"])
OUTRANKED = ranking.promethee(**RAW)
REVERSED = ranking.rank_reversal(ranking.moora, SCALED, WEIGHTS)

CALLS = {
    **{name: (getattr(ranking, name), {**RAW, "scaling": "vector"})
       for name in ("topsis", "moora", "reference_point", "full_multiplicative", "multimoora", "copras")},
    **{name: (getattr(ranking, name), RAW) for name in ("spotis", "edas", "marcos")},
    **{name: (getattr(ranking, name), GIVEN) for name in ("mabac", "electre2", "aras")},
    "vikor": (ranking.vikor, {**RAW, "v": 0.5}),
    "codas": (ranking.codas, {**GIVEN, "tau": 0.02}),
    "waspas": (ranking.waspas, {**GIVEN, "share": 0.5}),
    "cocoso": (ranking.cocoso, {**GIVEN, "share": 0.5}),
    "promethee": (ranking.promethee, {**RAW, "shape": {"a": "level", "b": "usual", "c": "gaussian"}, "preference": {"a": 30},
                                      "indifference": {"a": 5}, "inflection": {"c": 10}}),
    "promethee, alike": (ranking.promethee, {**RAW, "shape": "linear", "preference": 30, "indifference": 5}),
    "todim": (ranking.todim, {**GIVEN, "theta": 2.5}),
    "grey_relational": (ranking.grey_relational, {**GIVEN, "reference": dict.fromkeys("abc", 100), "distinguishing": 0.5}),
    "fuzzy_topsis": (ranking.fuzzy_topsis, {
        "ratings": RATINGS, "weights": IMPORTANCE, "costs": ["a"], "words": {"good": (7, 9, 10), "fair": (3, 5, 7)},
        "importance": {"high": (0.7, 0.9, 1), "low": (0, 0.1, 0.3)},
    }),
    "promethee, tables": (OUTRANKED.tables, {"language": "zh"}),
    "entropy_topsis": (ranking.entropy_topsis, {"scaled": SCALED}),
    "rank_sum_ratio": (ranking.rank_sum_ratio, {**GIVEN, "integer": False, "grades": 3}),
    "compare": (ranking.compare, {"rankings": {"one": ONE, "two": VALUES["a"]}, "scaled": SCALED, "reasons": None}),
    "compare, reasons": (ranking.compare, {
        "rankings": {"one": ONE, "two": VALUES["a"]}, "reasons": {"one": pd.Series("low in a", VALUES.index)},
    }),
    "rank_reversal": (ranking.rank_reversal, {"method": ranking.moora, **GIVEN, "units": ["A"]}),
    "Ranking.summary": (ONE.summary, {"language": "zh"}),
    "Ranking.tables": (ONE.tables, {"language": "zh"}),
    "Comparison.summary": (COMPARED.summary, {"language": "zh"}),
    "Comparison.tables": (COMPARED.tables, {"language": "zh"}),
    "RankReversal.summary": (REVERSED.summary, {"language": "zh"}),
    "RankReversal.tables": (REVERSED.tables, {"language": "zh"}),
}  # fmt: skip
