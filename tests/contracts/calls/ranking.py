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
