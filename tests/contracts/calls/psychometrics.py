"""Valid calls of the methods for scales, raters and groups, small and fast."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics import psychometrics as pm

_RNG = np.random.default_rng(5)
_TRAITS = np.repeat(_RNG.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=80), 3, axis=1)
ITEMS = pd.DataFrame(
    np.clip(np.round(3 + _TRAITS + 0.7 * _RNG.normal(size=(80, 6))), 1, 5), columns=list("abcdef")
)
WEIGHTS = pd.Series(1 + _RNG.random(80), index=ITEMS.index)
FACTORS = {"f": ["a", "b", "c"], "g": ["d", "e", "f"]}
NINE = pd.DataFrame(
    _RNG.normal(size=(120, 1))
    + np.repeat(_RNG.normal(size=(120, 3)), 3, axis=1)
    + _RNG.normal(size=(120, 9)),
    columns=list("abcdefghi"),
)
ORDERED = pd.DataFrame(np.digitize(NINE[["a", "b", "c"]], [-1.0, 0.0, 1.0]) + 1, columns=list("abc"))
HALVES = pd.Series(["x", "y"] * 60)
THREES = {"f": ["a", "b", "c"], "g": ["d", "e", "f"], "h": ["g", "h", "i"]}
HOLES = ITEMS.mask(_RNG.random(ITEMS.shape) < 0.1)
GROUPS = pd.Series(["x", "y"] * 40, index=ITEMS.index)
CLUSTERS = pd.Series(list("vwxyz") * 16, index=ITEMS.index)
THREE = pd.Series(["x", "y", "z", "y"] * 20, index=ITEMS.index)
RATINGS = pd.DataFrame({"r": [1, 2, 3, 3, 2], "s": [1, 2, 3, 2, 2], "t": [1, 3, 3, 2, 1]})
_ANSWERS = {"items": ITEMS, "weights": WEIGHTS, "missing": "listwise"}
_ANSWERED = ITEMS.assign(
    solved=(ITEMS["a"] + ITEMS["d"] + np.arange(80) % 3 > 7).astype(int), district=GROUPS
)
_TOBIT = {"outcome": "a", "kind": "tobit", "limits": (1, 5)}
_R = {"items": ITEMS.corr(), "n": 80}

CALLS = {
    "ac1": (pm.ac1, {"ratings": RATINGS, "disagreement": "linear", "level": 0.9, "categories": [1, 2, 3]}),
    "alpha": (pm.alpha, {**_ANSWERS, "interval": "bootstrap", "level": 0.9, "rng": 0, "draws": 20}),
    "bartlett": (pm.bartlett, {**_ANSWERS, "n": None}),
    "bartlett of correlations": (pm.bartlett, _R),
    "compare": (pm.compare, {"frame": ITEMS, "by": GROUPS, "test": "t", "variances": "unequal", "post_hoc": "games_howell",
                             "significance": 0.05}),
    "compare a design": (pm.compare, {"frame": ITEMS, "by": THREE, "post_hoc": "bonferroni", "weights": WEIGHTS,
                                      "cluster": pd.Series(np.arange(80) // 2)}),
    "compare categories": (pm.compare, {"frame": ITEMS[["a"]], "by": GROUPS, "test": "chi_square"}),
    "confirm": (pm.confirm, {"items": ITEMS, "factors": FACTORS, "scale": "marker", "likelihood": "normal", "n": None,
                             "robust": False, "missing": "listwise", "second_order": None, "general": None}),
    "confirm with gaps": (pm.confirm, {"items": HOLES, "factors": FACTORS, "missing": "fiml"}),
    "confirm second order": (pm.confirm, {"items": NINE, "factors": THREES, "second_order": {"G": ["f", "g", "h"]}}),
    "confirm with a general factor": (pm.confirm, {"items": NINE, "factors": THREES, "general": "G"}),
    "confirm_ordinal": (pm.confirm_ordinal, {"items": ITEMS, "factors": FACTORS, "acov": "scores"}),
    "correlate": (pm.correlate, {"frame": ITEMS, "method": "partial", "control": ["f"], "weights": WEIGHTS,
                                 "cluster": CLUSTERS, "adjust": "holm", "level": 0.9, "missing": "pairwise"}),
    "correlate ranks": (pm.correlate, {"frame": ITEMS, "method": "kendall"}),
    "describe": (pm.describe, {"items": ITEMS, "weights": WEIGHTS, "cluster": CLUSTERS}),
    "discriminant": (pm.discriminant, {"items": ITEMS, "factors": FACTORS, "n": None}),
    "explore": (pm.explore, {**_ANSWERS, "factors": 2, "method": "minres", "rotation": "varimax", "n": None,
                             "starts": 2, "rng": 0}),
    "explore correlations": (pm.explore, {**_R, "factors": 2}),
    "fleiss": (pm.fleiss, {"ratings": RATINGS, "counts": False, "level": 0.9}),
    "group_agreement": (pm.group_agreement, {"items": ITEMS, "groups": GROUPS, "ends": (1, 5), "scales": FACTORS}),
    "guttman": (pm.guttman, {**_ANSWERS, "matrix": "covariance", "n": None, "rng": 0}),
    "icc": (pm.icc, {"ratings": RATINGS, "level": 0.9}),
    "invariance": (pm.invariance, {"items": ITEMS, "factors": {"f": list("abc")}, "groups": GROUPS}),
    "invariance_ordinal": (pm.invariance_ordinal, {"items": ORDERED, "factors": {"f": list("abc")}, "groups": HALVES}),
    "item_analysis": (pm.item_analysis, {"items": ITEMS, "share": 0.27}),
    "kappa": (pm.kappa, {"ratings": RATINGS[["r", "s"]], "disagreement": "quadratic", "level": 0.9}),
    "kendall": (pm.kendall, {"ratings": RATINGS}),
    "kmo": (pm.kmo, {**_ANSWERS, "n": None}),
    "krippendorff": (pm.krippendorff, {"ratings": RATINGS, "measurement": "ordinal"}),
    "mediate": (pm.mediate, {"frame": ITEMS, "outcome": "f", "predictor": "a", "mediators": ["b", "c"], "covariates": ["d"],
                             "serial": False, "moderator": "e", "stage": ["first", "direct"], "probe": "sd", "draws": 100,
                             "rng": 0, "level": 0.9, "interval": "percentile", "weights": WEIGHTS, "cluster": CLUSTERS}),
    "moderate": (pm.moderate, {"frame": ITEMS, "outcome": "f", "predictor": "a", "moderator": "b", "covariates": ["c"],
                               "probe": "sd", "centre": True, "robust": False, "level": 0.9, "weights": WEIGHTS,
                               "cluster": CLUSTERS}),
    "method_bias": (pm.method_bias, {"items": ITEMS, "factors": FACTORS, "bound": 0.4}),
    "omega": (pm.omega, {**_ANSWERS, "factors": 2, "n": None}),
    "paired": (pm.paired, {"before": ITEMS, "after": ITEMS[::-1].set_axis(ITEMS.index), "significance": 0.05,
                           "continuity": True}),
    "parallel": (pm.parallel, {**_ANSWERS, "n": None, "draws": 10, "quantile": 0.95, "rng": 0}),
    "parallel of correlations": (pm.parallel, {**_R, "draws": 10}),
    "paths": (pm.paths, {"frame": ITEMS, "model": {"c": ["a", "b", "a:b"], "f": ["c"], "e": ["c"]}, "factors": None,
                         "covariances": [("e", "f")], "centre": True, "robust": False, "level": 0.9, "weights": WEIGHTS,
                         "cluster": CLUSTERS}),
    "paths of factors": (pm.paths, {"frame": ITEMS, "model": {"order": ["trust"]},
                                   "factors": {"trust": ["a", "b", "c"], "order": ["d", "e", "f"]}, "robust": True}),
    "polychoric": (pm.polychoric, {**_ANSWERS, "smooth": False}),
    "rank_tests": (pm.rank_tests, {"frame": ITEMS, "by": GROUPS, "significance": 0.05, "continuity": False, "shift": True}),
    "rank_tests of three": (pm.rank_tests, {"frame": ITEMS, "by": THREE, "post_hoc": "dunn", "adjust": "holm"}),
    "regress": (pm.regress, {"frame": _ANSWERED, "outcome": "a", "predictors": ["b", "d", "district"], "kind": "linear",
                             "errors": "hc3", "cluster": None, "blocks": [["b"], ["d", "district"]], "categories": ["district"],
                             "limits": None, "level": 0.9, "weights": WEIGHTS}),
    "regress logit": (pm.regress, {"frame": _ANSWERED, "outcome": "solved", "predictors": ["b", "e"], "kind": "logit"}),
    "regress ordered": (pm.regress, {"frame": _ANSWERED, "outcome": "a", "predictors": ["b", "e"], "kind": "ordered"}),
    "regress tobit": (pm.regress, {"frame": _ANSWERED, "predictors": ["b", "d"], **_TOBIT}),
    "side_by_side": (pm.side_by_side, {"models": [pm.regress(_ANSWERED, "a", ["b"], errors="classical")], "names": ["one"],
                                       "odds": False}),
    "reliability": (pm.reliability, {"items": ITEMS, "factors": FACTORS, "weights": WEIGHTS, "level": 0.9,
                                     "missing": "pairwise"}),
    "split_half": (pm.split_half, {**_ANSWERS, "halves": "odd_even", "rng": 0}),
    "test_retest": (pm.test_retest, {"first": ITEMS, "second": ITEMS.iloc[::-1].set_axis(ITEMS.index), "level": 0.9}),
    "threshold": (pm.threshold, {"frame": _ANSWERED, "outcome": "a", "predictors": ["b"], "by": "e", "errors": "hc1",
                                 "trim": 0.1, "draws": 20, "level": 0.9, "rng": 0, "categories": ()}),
    "tables": (pm.icc(RATINGS).tables, {"language": "zh"}),
    "summary": (pm.icc(RATINGS).summary, {"language": "zh"}),
}  # fmt: skip
"""{name: (what is called, {argument: valid value})}."""
