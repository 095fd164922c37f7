"""Valid calls of every public function of the AHP's room, and of what its results are asked."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import govmetrics as gm
from govmetrics import ahp

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"], "C": ["c1"]}, root="all")
MATRIX = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("ABC"), list("ABC"))
SLIP = [[1, 2, 1 / 6], [1 / 2, 1, 3], [6, 1 / 3, 1]]
ANSWERS = {
    "Li": {"all": MATRIX, "A": [[1, 3], [1 / 3, 1]]},
    "Wu": {"all": MATRIX.T, "A": [[1, 2], [1 / 2, 1]]},
}
JUDGEMENTS = gm.read_judgements(ANSWERS, TREE)
GROUP = ahp.weights(JUDGEMENTS, draws=2)
DRAWN = ahp.draws(GROUP, draws=3)
EXPERTS = pd.DataFrame([[0.6, 0.3, 0.1], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]], ["Li", "Wu", "An"], list("ABC"))
POINTS = pd.DataFrame({"a1": [50, 30], "a2": [30, 10], "b1": [10, 30], "c1": [10, 30]}, ["Li", "Wu"])
ROUND = pd.DataFrame({"trust": [5.0, 3, 4], "order": [4.0, 4, 2]}, ["Li", "Wu", "An"])
LEVELS = pd.DataFrame(
    {"theory": ["large"], "practice": ["medium"], "literature": ["small"], "intuition": ["small"]}, ["Li"]
)
SCALE = {"good": 0.6, "fair": 0.3}
LOCAL = pd.DataFrame({"price": [0.6, 0.4], "quality": [0.2, 0.8]}, ["x", "y"])
RATINGS = pd.DataFrame({"price": ["good", "fair"], "quality": ["fair", "good"]}, ["x", "y"])
ORDER = {"Li": {"trust": None, "order": 1.2, "town": 1.4}, "Wu": {"trust": None, "order": 1.0, "town": 1.2}}
PREFERENCES = pd.DataFrame([[0.5, 0.7, 0.9], [0.3, 0.5, 0.6], [0.1, 0.4, 0.5]], list("ABC"), list("ABC"))
NETWORK = pd.DataFrame([[0, 0.4, 1], [0.7, 0, 0], [0.3, 0.6, 0]], ["a1", "a2", "b1"], ["a1", "a2", "b1"])
BLOCKS = pd.DataFrame([[0.0, 1, 0.8], [1, 0, 0.2], [1, 1, 0]], ["a1", "a2", "b1"], ["a1", "a2", "b1"])
FLAT = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
HALF = {"price": 0.5, "quality": 0.5}
FOLDER = Path(mkdtemp())

CALLS = {
    "read_judgements": (ahp.read_judgements, {"source": ANSWERS, "tree": TREE, "coding": "auto", "largest": 9.0,
                                              "unanswered": "refuse"}),
    "blank_judgements": (ahp.blank_judgements, {"tree": TREE, "path": FOLDER / "form.xlsx", "expert": "Li", "language": "zh"}),
    "eigenvector": (ahp.eigenvector, {"matrix": MATRIX, "random_index": "Saaty 1980", "missing": "completion"}),
    "geometric_mean": (ahp.geometric_mean, {"matrix": MATRIX, "random_index": "Saaty 1980", "eigenvalue": "principal"}),
    "column_mean": (ahp.column_mean, {"matrix": MATRIX, "random_index": "Saaty 1980", "eigenvalue": "mean_ratio"}),
    "passed": (ahp.eigenvector(MATRIX).passed, {"max_consistency_ratio": 0.1}),
    "Priorities.summary": (ahp.eigenvector(MATRIX).summary, {"language": "zh"}),
    "Priorities.tables": (ahp.eigenvector(MATRIX).tables, {"language": "zh"}),
    "complete": (ahp.complete, {"matrix": MATRIX, "method": "eigenvalue"}),
    "random_index": (ahp.random_index, {"n": 5, "missing": 1, "table": "Saaty 1980"}),
    "simulate_random_index": (ahp.simulate_random_index, {"n": 3, "missing": 0, "draws": 3, "rng": 0}),
    "gci_threshold": (ahp.gci_threshold, {"n": 4, "consistency_ratio": 0.1}),
    "koczkodaj": (ahp.koczkodaj, {"matrix": MATRIX}),
    "judgement_errors": (ahp.judgement_errors, {"matrix": SLIP, "priorities": ahp.eigenvector}),
    "revisions": (ahp.revisions, {"matrix": SLIP, "top": 3, "random_index": "Saaty 1980", "max_ratio": 9}),
    "repair": (ahp.repair, {"matrix": SLIP, "max_consistency_ratio": 0.1, "random_index": "Saaty 1980", "max_ratio": 9}),
    "weights": (ahp.weights, {
        "judgements": JUDGEMENTS, "priorities": ahp.eigenvector, "combine": "priorities", "expert_weights": {"Li": 1, "Wu": 2},
        "max_consistency_ratio": 0.1, "inconsistent": "downweight", "mean": "geometric", "unjudged": "refuse", "draws": 2,
        "level": 0.9, "rng": 0,
    }),
    "own_weights": (GROUP.own_weights, {"group": "all"}),
    "GroupWeights.summary": (GROUP.summary, {"language": "zh"}),
    "draws": (ahp.draws, {"weights": GROUP, "by": "judgements", "draws": 3, "sd": 0.2, "rng": 0}),
    "WeightDraws.weights": (DRAWN.weights, {"draw": 0}),
    "intervals": (DRAWN.intervals, {"level": 0.9}),
    "consensus": (ahp.consensus, {"weights": EXPERTS, "max_ratio": 9}),
    "consensus_band": (ahp.consensus_band, {"value": 0.7, "bands": "Goepel three bands", "language": "zh"}),
    "kendall_w": (ahp.kendall_w, {"weights": EXPERTS}),
    "similarity": (ahp.similarity, {"weights": EXPERTS, "max_ratio": 9}),
    "clusters": (ahp.clusters, {"weights": EXPERTS, "threshold": 0.8, "max_ratio": 9}),
    "outliers": (ahp.outliers, {"weights": EXPERTS, "cutoff": 3.5, "max_ratio": 9}),
    "synthesise": (ahp.synthesise, {"priorities": LOCAL, "weights": HALF, "mode": "ideal"}),
    "rate": (ahp.rate, {"ratings": RATINGS, "categories": {"price": SCALE, "quality": SCALE}, "weights": HALF}),
    "fuzzify": (ahp.fuzzify, {"matrix": MATRIX, "spread": 1.0, "largest": 9.0}),
    "fuzzy_geometric_mean": (ahp.fuzzy_geometric_mean, {
        "matrix": MATRIX, "lower": ahp.fuzzify(MATRIX)[0], "upper": ahp.fuzzify(MATRIX)[2], "spread": 1.0,
        "defuzzify": "centroid",
    }),
    "extent_analysis": (ahp.extent_analysis, {
        "matrix": MATRIX, "lower": ahp.fuzzify(MATRIX)[0], "upper": ahp.fuzzify(MATRIX)[2], "spread": 1.0,
    }),
    "fuzzy_weights": (ahp.fuzzy_weights, {"judgements": JUDGEMENTS, "spread": 1.0, "defuzzify": "middle"}),
    "best_worst": (ahp.best_worst, {"best_to_others": [8, 2, 1], "others_to_worst": [1, 5, 8], "model": "ratio", "best": 2,
                                    "worst": 0}),
    "delphi": (ahp.delphi, {"rounds": {"1": ROUND, "2": ROUND}, "sent": {"1": 3, "2": 4}, "top": 5, "max_cv": 0.25,
                            "max_changed": 0.15}),
    "authority": (ahp.authority, {"basis": LEVELS, "familiarity": {"Li": 0.8}}),
    "budget_allocation": (ahp.budget_allocation, {"points": POINTS, "tree": TREE, "total": 100,
                                                  "expert_weights": {"Li": 1, "Wu": 2}}),
    "order_relation": (ahp.order_relation, {"ratios": ORDER, "expert_weights": {"Li": 1, "Wu": 2}, "combine": "answers",
                                            "largest": 1.8}),
    "swara": (ahp.swara, {"importance": {"trust": None, "order": 0.2, "town": 0.5}, "expert_weights": None,
                          "combine": "weights"}),
    "fucom": (ahp.fucom, {"priorities": {"trust": 1, "order": 1.2, "town": 2}, "second": {"town": 2.1}, "expert_weights": None}),
    "OrderedWeights.summary": (ahp.order_relation(ORDER).summary, {"language": "zh"}),
    "complementary": (ahp.complementary, {
        "matrix": {"Li": PREFERENCES, "Wu": PREFERENCES}, "formula": "steepest", "missing": "estimate",
        "expert_weights": {"Li": 1, "Wu": 2}, "tolerance": 0.01,
    }),
    "ComplementaryWeights.revisions": (ahp.complementary(PREFERENCES).revisions, {"top": 2}),
    "network_process": (ahp.network_process, {
        "supermatrix": BLOCKS, "clusters": {"A": ["a1", "a2"], "B": ["b1"]}, "goal": "a1",
        "cluster_weights": pd.DataFrame([[0.7, 1], [0.3, 0]], ["A", "B"], ["A", "B"]),
    }),
    "NetworkPriorities.to_weights": (ahp.network_process(NETWORK).to_weights, {"tree": FLAT}),
    "dematel": (ahp.dematel, {"influence": [[0, 2, 1], [0, 0, 2], [1, 0, 0]], "sums": "rows"}),
}  # fmt: skip
