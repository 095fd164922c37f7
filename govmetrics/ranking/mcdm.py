"""Scikit-criteria's ranking methods behind one thin labelled call; the only file that imports it.

Importing it costs seconds, so it happens inside the call. It takes complete matrices by position and ties
by dense ranks; here units and leaves are labelled, what a method cannot use is named, and ranks are 1, 2, 2, 4.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Scaled, Text, UnsuitableMethod, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.options import FROM_ZERO, PROPORTION, choice, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import method_name
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.majorities import majority_wins
from govmetrics.ranking.outranking import codas_scores, electre2_ranks, outranking_faults
from govmetrics.ranking.problem import Problem, problem_of, unsuitable
from govmetrics.ranking.result import Better, Ranking, ranked

Scaling = Literal["none", "vector", "sum", "sum_with_best", "max", "range"]
SCALING = optional(choice(*get_args(Scaling)))
OPTIONS = {"v": ("v", PROPORTION), "share": ("lambda_value", PROPORTION), "tau": ("tau", FROM_ZERO)}
"""What our functions' options are called by scikit-criteria, and what they may be."""
RESCALED = {
    "vector": Text("Every indicator was first divided by the root of its sum of squares."),
    "sum": Text("Every indicator was first divided by its sum."),
    "sum_with_best": Text("Every indicator was first divided by its sum, the best value included once more."),
    "max": Text("Every indicator was first divided by its maximum."),
    "range": Text("Every indicator was first put on a scale from 0 to 1 by its range."),
}
"""What was done to the values before, by the name of the scaling."""
NOTHING_LEFT = Text("leave out indicators that do not vary, or use another method")


@dataclass(frozen=True)
class Spec:
    """One of scikit-criteria's methods: where it is, what it returns, and what it needs.

    `columns` maps our column to its extra result; the last one is the score. `raw` is the scaling of raw
    data that the method's paper uses, and None where the method takes only directed values. `said` is the
    sentence of a methods section, with our options in it, and `cites` are the works.
    """

    module: str
    maker: str
    columns: Mapping[str, str]
    better: Better = "more"
    raw: Scaling | None = None
    scaled: Scaling = "none"
    positive: bool = False
    details: tuple[str, ...] = ()
    said: str = ""
    cites: tuple[str, ...] = ()


SPECS = {
    "topsis": Spec("topsis", "TOPSIS", {"D+": "d_plus", "D-": "d_minus", "C": "similarity"}, raw="vector",
             said="Units were ranked by TOPSIS: D+ and D- are a unit's weighted Euclidean distances from the best and from "
                  "the worst value of every indicator, and C = D- / (D+ + D-).",
             cites=("HwangYoon1981",)),
    "vikor": Spec("vikor", "VIKOR", {"S": "s_k", "R": "r_k", "Q": "q_k"}, "less", "none",
                     details=("acceptable_advantage", "acceptable_stability", "compromise_set"),
             said="Units were ranked by VIKOR: S is the weighted sum and R the largest of a unit's distances from the best "
                  "values, and Q is the compromise between both (v = {v:g}).",
             cites=("OpricovicTzeng2004",)),
    "moora": Spec("moora", "RatioMOORA", {"score": "score"}, raw="vector",
             said="Units were ranked by the ratio system of MOORA: the weighted sum of the benefits less that of the costs.",
             cites=("BrauersZavadskas2006",)),
    "reference_point": Spec("moora", "ReferencePointMOORA", {"score": "score"}, "less", "vector",
             said="Units were ranked by the reference point approach of MOORA: the largest weighted distance from the best "
                  "value of an indicator.",
             cites=("BrauersZavadskas2006",)),
    "full_multiplicative": Spec("moora", "FullMultiplicativeForm", {"score": "score"}, raw="vector", positive=True,
             said="Units were ranked by the full multiplicative form: the weighted product of the benefits over that of the "
                  "costs.",
             cites=("BrauersZavadskas2010",)),
    "multimoora": Spec("moora", "MultiMOORA", {"ratio": "ratio_score", "reference_point": "refpoint_score",
                          "full_multiplicative": "fmf_score", "score": "score"},
                          raw="vector", positive=True,
             said="Units were ranked by MULTIMOORA: the ratio system, the reference point approach and the full "
                  "multiplicative form together.",
             cites=("BrauersZavadskas2010",)),
    "waspas": Spec("waspas", "WASPAS", {"WSM": "wsm_scores", "score": "score"}, scaled="max", positive=True,
             said="Units were ranked by WASPAS: {share:.0%} of the weighted sum and the rest of the weighted product of "
                  "their values.",
             cites=("Zavadskas2012",)),
    "marcos": Spec("marcos", "MARCOS", {"K-": "K_minus", "K+": "K_plus", "score": "utility_scores"},
                      raw="none", positive=True,
             said="Units were ranked by MARCOS: the utility K- in relation to the anti-ideal and K+ in relation to the ideal "
                  "solution make up the utility function.",
             cites=("Stevic2020",)),
    "copras": Spec("copras", "COPRAS", {"S+": "S_max", "S-": "S_min", "significance": "significances",
                      "score": "score"}, raw="sum", positive=True,
             said="Units were ranked by COPRAS: S+ is the weighted sum of the benefits, S- that of the costs, and the "
                  "relative significance follows from both.",
             cites=("Zavadskas1994",)),
    "electre2": Spec("electre", "ELECTRE2", {"direct": "ranking_direct", "inverted": "ranking_inverted",
                       "score": "score"}, "less",
             said="Units were ranked by ELECTRE II: the mean of the ranks that the strong and the weak outranking relations "
                  "give from above and from below.",
             cites=("RoyBertier1973",)),
    "spotis": Spec("spotis", "SPOTIS", {"score": "score"}, "less", "none",
             said="Units were ranked by SPOTIS: the weighted distance from the best end of every indicator's range.",
             cites=("Dezert2020",)),
    "aras": Spec("aras", "ARAS", {"S": "score", "K": "utility"}, scaled="sum_with_best", positive=True,
             said="Units were ranked by ARAS: S is the weighted sum of their values, and the utility K its ratio to that of "
                  "an ideal unit.",
             cites=("ZavadskasTurskis2010",)),
    "cocoso": Spec("cocoso", "CoCoSo", {"ka": "k_a", "kb": "k_b", "kc": "k_c", "score": "score"}, scaled="range",
             said="Units were ranked by CoCoSo: the compromise of three appraisal scores (ka, kb, kc) from the weighted sum "
                  "and the sum of weighted powers ({share:g} of the sum in kc).",
             cites=("Yazdani2019",)),
    "codas": Spec("codas", "CODAS", {"score": "score"}, scaled="max", positive=True,
             said="Units were ranked by CODAS: their Euclidean distance from the negative-ideal solution, and where two are "
                  "closer than {tau:g} also the taxicab distance.",
             cites=("KeshavarzGhorabaee2016",)),
    "edas": Spec("edas", "EDAS", {"score": "score"}, raw="none", positive=True,
             said="Units were ranked by EDAS: their weighted distances above and below the average solution.",
             cites=("KeshavarzGhorabaee2015",)),
    "mabac": Spec("mabac", "MABAC", {"score": "score"}, scaled="range",
             said="Units were ranked by MABAC: the sum of their distances from the border approximation area of every "
                  "indicator.",
             cites=("PamucarCirovic2015",)),
}  # fmt: skip


def rank_by(
    method: str,
    data: Scaled | Dataset,
    weights: Weights | pd.Series,
    scaling: Scaling | None = None,
    options: Mapping[str, float] | None = None,
) -> Ranking:
    """Rank units by one of scikit-criteria's methods: the call that every labelled function makes.

    A leaf of weight zero has no say and is left out.

    Parameters
    ----------
    method : str
        A key of `SPECS`.
    data : Scaled or Dataset
        Directed values as they are, or raw values, of which "less is better" leaves are costs.
    weights : Weights or Series
        Of the same tree, or a share of the whole for every leaf.
    scaling : {"none", "vector", "sum", "sum_with_best", "max", "range"}, optional
        Divide every leaf by the root of its sum of squares, its sum (its best added once more), or its
        maximum, or put it on 0-1 by its range. By default what the method's paper does to raw data; scaled
        values are left as they are where the method allows that.
    options : mapping
        Ours, by the names in `OPTIONS`.

    Raises
    ------
    FaultyInput
        Weights for other leaves, missing values.
    UnsuitableMethod
        Zero or negative values for a method of ratios or products, raw data for a method of directed
        values, targets or intervals in raw data, fewer than two units, scores that come to 0/0.
    """
    spec, options = SPECS[method], options or {}
    faults = wanted(scaling=(scaling, SCALING))
    faults += wanted(**{name: (value, OPTIONS[name][1]) for name, value in options.items()})
    problem = problem_of(data, weights, "data" if spec.raw else "scaled", faults)
    raw = isinstance(data, Dataset)
    wrong = unsuitable(problem, method, raw=raw, takes_raw=spec.raw is not None, positive=spec.positive)
    Faults(wrong).raise_all(UnsuitableMethod)
    if method == "electre2":
        Faults(outranking_faults(len(problem.values))).raise_all()
    if scaling is None:
        scaling = (spec.raw or "none") if isinstance(data, Dataset) else spec.scaled
    matrix = _rescaled(problem.values.to_numpy(dtype=float), scaling)
    given = {OPTIONS[name][0]: value for name, value in options.items()}
    extra = _evaluate(matrix, problem, spec, given)
    table = pd.DataFrame(
        {name: np.asarray(extra[key], dtype=float) for name, key in spec.columns.items()},
        problem.values.index,
    )
    score = table.iloc[:, -1].rename("score")
    odd = problem.values.index[~np.isfinite(score)]
    if len(odd):
        text = "{method} has no score for {units:5}: it comes to 0/0"
        raise UnsuitableMethod("rows", text, NOTHING_LEFT, method=method_name(method), units=list(odd))
    details = {key: extra[key] for key in spec.details} | {"scaling": scaling}
    told = Procedure.of(spec.said, *spec.cites, **options)
    if method == "spotis":
        told += _bounds_told(problem)
    if scaling != "none":
        told += Procedure((RESCALED[scaling],))
    return Ranking(
        score, ranked(score, spec.better), table, method, spec.better, problem.weights, details, told
    )


def _bounds_told(problem: Problem) -> Procedure:
    """Say what the bounds of SPOTIS are: only those that no unit can move keep ranks from reversing."""
    own = [code for code in problem.values if code not in problem.posts]
    if problem.posts and not own:
        return Procedure.of("The bounds are the worst and best values of the indicator system.")
    if problem.posts:
        text = "The bounds are the worst and best values of the indicator system; of {codes:10} those of the units."
        return Procedure.of(text, codes=own)
    if problem.ends is not None and problem.scale is not None:
        return Procedure.of("The bounds are the ends of the scale.")
    return Procedure.of(
        "The bounds are the worst and best values of the units, which a further unit may move."
    )


def _rescaled(x: Array, scaling: str) -> Array:
    """Return x (n, k) with each column divided as `scaling` says; a column without size stays as it is."""
    least = x.min(axis=0) if scaling == "range" else np.zeros(x.shape[1])
    best = x.max(axis=0)
    sizes = {
        "none": np.ones(x.shape[1]),
        "vector": np.sqrt((x**2).sum(axis=0)),
        "sum": x.sum(axis=0),
        "sum_with_best": x.sum(axis=0) + best,
        "max": best,
        "range": best - least,
    }[scaling]
    return np.asarray((x - least) / np.where(sizes == 0, 1.0, sizes))


def _evaluate(matrix: Array, problem: Problem, spec: Spec, options: Mapping[str, float]) -> dict[str, Any]:
    """Return what scikit-criteria's method found beside its ranks, by its own names."""
    import skcriteria

    if spec.maker == "MultiMOORA":  # its loop over pairs of units takes minutes where there are thousands
        return _multimoora(matrix, problem)
    weights = problem.weights[problem.values.columns].to_numpy()
    if spec.maker == "CODAS":
        return codas_scores(matrix, weights, options["tau"])
    if spec.maker == "ELECTRE2":
        return electre2_ranks(matrix, weights)
    maker = getattr(import_module(f"skcriteria.agg.{spec.module}"), spec.maker)
    goals = [min if cost else max for cost in problem.costs]
    decision = skcriteria.mkdm(matrix, goals, weights=weights)
    ends = {"bounds": problem.ends} if spec.maker == "SPOTIS" and problem.ends is not None else {}
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")  # what they warn of is raised by `rank_by`; some print, too
            found = dict(maker(**options).evaluate(decision, **ends).e_)
    except ValueError as error:
        reason = str(error).splitlines()[0][:200]
        if reason.startswith("The data ["):  # it prints scores of 0/0 as the least whole numbers there are
            reason = Text("a score comes to 0/0, as where a unit is worst in every indicator")
        text = "scikit-criteria refuses: {reason}"
        raise UnsuitableMethod(spec.maker, text, NOTHING_LEFT, reason=reason) from None
    if spec.maker == "COPRAS":  # a share of the best, as every score here; the paper prints percent
        found["score"] = np.asarray(found["score"], dtype=float) / 100
    if spec.maker == "TOPSIS":  # users expect the distances, which it does not return
        weighted = matrix * weights
        found["d_plus"] = np.sqrt(((weighted - found["ideal"]) ** 2).sum(axis=1))
        found["d_minus"] = np.sqrt(((weighted - found["anti_ideal"]) ** 2).sum(axis=1))
    return found


def _multimoora(matrix: Array, problem: Problem) -> dict[str, Any]:
    """Return the scores of the three methods, and over how many units each is better in most of them.

    As scikit-criteria counts: two units that share a rank in one of the three do not count for each other.
    """
    from skcriteria.agg.moora import fmf, ratio, refpoint

    weights = problem.weights[problem.values.columns].to_numpy()
    goals = np.where(problem.costs, -1, 1)
    found = {"ratio_score": ratio(matrix, goals, weights)[1], "refpoint_score": refpoint(matrix, goals, weights)[1],
             "fmf_score": fmf(matrix, goals, weights)[1]}  # fmt: skip
    return {
        **found,
        "score": majority_wins(
            np.stack([found["ratio_score"], -found["refpoint_score"], found["fmf_score"]])
        ),
    }
