"""Valid calls of the survey room, small and fast."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import survey as sv
from tests.contracts.calls.psychometrics import CALLS as SCALES

_RNG = np.random.default_rng(3)
_TRAITS = np.repeat(_RNG.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=60), 3, axis=1)
ITEMS = ["a1", "a2", "a3", "b1", "b2", "b3"]
TREE = gm.IndicatorTree.from_groups({"a": ITEMS[:3], "b": ITEMS[3:]})
ANSWERS = pd.DataFrame(np.clip(np.round(3 + _TRAITS + 0.7 * _RNG.normal(size=(60, 6))), 1, 5), columns=ITEMS)
PEOPLE = pd.DataFrame({"town": list("xyz") * 20, "sex": list("fm") * 30, "house": np.arange(60) // 2})
SURVEY = gm.Survey(TREE, ANSWERS, by=PEOPLE)
FILE = Path(mkdtemp()) / "answers.csv"
ANSWERS.join(PEOPLE).assign(w=1.5).to_csv(FILE, index=False)
WEIGHTS = pd.Series(1 + _RNG.random(60), index=ANSWERS.index)
TARGETS = {"sex": {"f": 0.45, "m": 0.55}}
SHARES = pd.Series({"f": 0.45, "m": 0.55}).rename_axis("sex")
SCORES = sv.score(SURVEY)
FACTORS = pd.DataFrame(_RNG.random((60, 3)), index=ANSWERS.index, columns=["w1", "w2", "w3"])
REPLICATES = sv.Replicates(FACTORS, "jk1", factors=True)
SCREENING = sv.screen(SURVEY)
_HERE = ("alpha", "bartlett", "confirm", "discriminant", "explore", "fleiss", "guttman", "icc", "kmo", "krippendorff", "omega",
         "polychoric", "split_half")  # fmt: skip


def _large():
    return sv.open_large(FILE, TREE, by=["town", "sex"], weight="w", threads=1)


def memberships(grades, by=None, weights=None):
    """Those of a survey in blocks."""
    return _large().memberships(grades, by, weights)


def rake_large(targets, bounds=None):
    """Raking a survey in blocks."""
    return _large().rake(targets, bounds)


def score_large(
    by=None, to=(0, 100), min_answered=0.5, weights=None, cluster=None, strata=None, errors=None, fpc=None
):
    """Scores of a survey in blocks."""
    return _large().score(by, to, min_answered, weights, cluster, strata, errors, fpc=fpc)


CALLS = {
    "score of a large survey": (score_large, {"by": "town", "to": (0, 10), "min_answered": 0.5, "weights": None,
                                              "cluster": None, "strata": "sex", "errors": "linearised", "fpc": 0.4}),
    "memberships": (memberships, {"grades": list("12345"), "by": "town", "weights": None}),
    "rake of a large survey": (rake_large, {"targets": TARGETS, "bounds": (0.3, 3)}),
    "agreement": (sv.agreement, {"survey": SURVEY, "by": "town", "to": (1, 5), "min_answered": 0.5}),
    "codebook": (sv.codebook, {"tree": TREE, "scale": (1, 7), "reverse": ("a1",)}),
    "differences": (sv.differences, {"survey": SURVEY, "by": "town", "test": "anova", "variances": "equal", "post_hoc": "tukey",
                                     "significance": 0.05, "to": (0, 10)}),
    "differences of a design": (sv.differences, {"survey": SURVEY, "by": "sex", "to": None, "weights": WEIGHTS,
                                                 "cluster": "house"}),
    "frequencies": (sv.frequencies, {"survey": SURVEY, "by": "town", "level": 0.9, "weights": WEIGHTS}),
    "frequency_table": (sv.frequency_table, {"survey": SURVEY, "column": "sex", "weights": WEIGHTS}),
    "grade_frequencies": (sv.grade_frequencies, {"survey": SURVEY, "by": "town", "weights": WEIGHTS}),
    "item_analysis": (sv.item_analysis, {"survey": SURVEY, "share": 0.3}),
    "open_large": (sv.open_large, {"source": FILE, "tree": TREE, "scale": (1, 5), "reverse": ("a1",), "by": "town",
                                   "weight": "w", "missing_codes": (99,), "memory": "256MB", "threads": 1,
                                   "fpc": 400, "replicates": None}),
    "poststratify": (sv.poststratify, {"frame": PEOPLE, "shares": SHARES, "base": WEIGHTS}),
    "rake": (sv.rake, {"frame": PEOPLE, "targets": TARGETS, "base": WEIGHTS, "bounds": (0.3, 3)}),
    "read_margins": (sv.read_margins, {"source": pd.DataFrame({"column": ["sex"] * 2, "category": ["f", "m"],
                                                               "share": [0.4, 0.6]})}),
    "read_survey": (sv.read_survey, {"source": PEOPLE.join(ANSWERS), "tree": TREE, "scale": (1, 5), "reverse": ("a1",),
                                     "by": {"town": "town"}, "weight": WEIGHTS, "missing_codes": (99, "refused"),
                                     "options": {"good": 4}, "decimal": ",", "sheets": None, "fpc": 900.0,
                                     "replicates": REPLICATES}),
    "Replicates": (sv.Replicates, {"weights": FACTORS, "kind": "fay", "scale": 0.3, "scales": [1, 1, 0.5], "fay": 0.5,
                                   "centre": "mean", "factors": True}),
    "reliability": (sv.reliability, {"survey": SURVEY, "level": 0.9, "missing": "listwise"}),
    "respondent_scores": (sv.respondent_scores, {"survey": SURVEY, "to": (0, 10), "min_answered": 0.5}),
    "respondents": (sv.respondents, {"survey": SURVEY, "columns": ["sex"], "weights": WEIGHTS}),
    "scale_scores": (sv.scale_scores, {"survey": SURVEY, "nodes": ["a"], "min_answered": 0.5}),
    "score": (sv.score, {"survey": SURVEY, "by": "town", "weights": WEIGHTS, "to": (0, 10), "min_answered": 0.5,
                         "cluster": "house", "strata": None, "errors": "bootstrap", "draws": 10, "rng": 0,
                         "shrink": True, "fpc": None}),
    "screen": (sv.screen, {"survey": SURVEY, "limits": {"irv": (0.1, 0.0)}}),
    "validity": (sv.validity, {"survey": SURVEY}),
    "drop": (SCREENING.drop, {"survey": SURVEY, "grades": ("careless", "doubtful")}),
    "at": (SCORES.at, {"node": "a", "level": 0.9}),
    "ranking": (SCORES.ranking, {"node": "a", "level": 0.9}),
    "intervals": (SCORES.intervals, {"level": 0.9}),
    "to_dataset": (SCORES.to_dataset, {"attributes": pd.DataFrame({"area": [1.0, 2, 3]}, SCORES.values.index)}),
    "tables": (SCORES.tables, {"language": "zh"}),
    "summary": (SCORES.summary, {"language": "zh"}),
    **{name: SCALES[name] for name in _HERE},
}  # fmt: skip
"""{name: (what is called, {argument: valid value})}."""
