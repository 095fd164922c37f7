"""One-call presets that evaluation papers use: entropy-TOPSIS and the rank-sum ratio."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import Fault, Scaled, Text, UnsuitableMethod, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.options import FLAG, Kind, asked, is_count, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED
from govmetrics.numerics.entropies import column_entropies
from govmetrics.numerics.rounding import dense_ranks
from govmetrics.ranking.checks import holes, leaf_shares
from govmetrics.ranking.distances import topsis
from govmetrics.ranking.result import Ranking, ranked


def entropy_topsis(scaled: Scaled) -> Ranking:
    """Rank by TOPSIS with entropy weights over all leaves (熵权TOPSIS法): columns D+, D-, C.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values where more is better, complete.

    Returns
    -------
    Ranking
        `weights` are the entropy weights; ``details["entropy"]`` has the columns e, d, w of each leaf.

    Raises
    ------
    UnsuitableMethod
        Negative values, or leaves that are all constant.
    FaultyInput
        Missing values.

    References
    ----------
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer. Xu (2004), European Journal of
    Operational Research 156, 530-532, for the weights.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [100.0, 50, 0], "b": [0.0, 40, 100]}, index=["u", "v", "w"])
    >>> entropy_topsis(Scaled(tree, x, pd.DataFrame(), "min_max", (0, 100))).to_frame()["rank"].to_dict()
    {'w': 1, 'u': 2, 'v': 3}
    """
    asked(scaled=(scaled, SCALED))
    x = scaled.values.to_numpy(dtype=float)
    negative = [code for code, least in scaled.values.min().items() if least < 0]
    if negative:
        text, way_out = (
            "entropy cannot use its negative values",
            "scale to zero or more, for example by min_max",
        )
        raise UnsuitableMethod([Fault(str(code), text, way_out) for code in negative])
    missing = holes(scaled.values)
    Faults(missing).raise_all()
    if len(x) < 2:
        text = "{count:# unit|# units} cannot be ranked"
        raise UnsuitableMethod("rows", text, "give two or more", count=len(x))
    e = column_entropies(x)
    if not (e < 1).any():
        raise UnsuitableMethod(scaled.tree.root.code, "all indicators are constant", "give units that differ")
    table = pd.DataFrame({"e": e, "d": 1 - e, "w": (1 - e) / (1 - e).sum()}, index=scaled.tree.codes)
    ranking = topsis(scaled, table["w"])
    told = Procedure.of(
        "Weights were determined by the entropy method over all indicators: of every indicator's normalised values the "
        "entropy e over the units, its divergence d = 1 - e, and weights w in proportion to d.",
        "Shannon1948", "Xu2004",
    ) + ranking.procedure  # fmt: skip
    return replace(
        ranking,
        method="entropy_topsis",
        details={**ranking.details, "entropy": table},
        procedure=told,
        tree=scaled.tree,
    )


def rank_sum_ratio(
    scaled: Scaled, weights: Weights | pd.Series | None = None, integer: bool = True, grades: int = 3
) -> Ranking:
    r"""Rank by the rank-sum ratio (秩和比法, RSR), with probit regression and grades.

    With ranks R of each leaf (n is best), :math:`RSR_i = \sum_j w_j R_{ij} / n`. The distinct RSR in
    ascending order get cumulative shares (mean rank over n; the last 1 - 1/(4n)), these probits
    (:math:`5 + \Phi^{-1}`), and RSR is regressed on probit; grades are cut at fixed probits.

    Parameters
    ----------
    scaled : Scaled
        More is better, complete.
    weights : Weights or Series, optional
        Of every leaf; equal (the original RSR) by default.
    integer : bool
        Mean ranks of ties; else ranks that keep distances, 1 + (n - 1)(x - min)/(max - min) (非整秩次).
    grades : {3, 4, 5}
        Number of grades, cut at probits 4, 6; 3.5, 5, 6.5; or 3.2, 4.4, 5.6, 6.8. Grade 1 is best.

    Returns
    -------
    Ranking
        Columns share, probit, fitted, grade, RSR; ``details`` has intercept, slope, r_squared.

    Raises
    ------
    UnsuitableMethod
        Fewer than three distinct RSR, which no line can be fitted to; constants with ``integer=False``.
    FaultyInput
        Missing values, weights of other leaves.

    References
    ----------
    Tian (1993), The Rank-Sum Ratio Method and its Applications (秩和比法及其应用), China Statistics Press.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [3.0, 2, 1], "b": [30.0, 20, 10]}, index=["u", "v", "w"])
    >>> rank_sum_ratio(Scaled(tree, x, pd.DataFrame())).to_frame()["RSR"].round(3).to_dict()
    {'u': 1.0, 'v': 0.667, 'w': 0.333}
    """
    faults = wanted(scaled=(scaled, SCALED), integer=(integer, FLAG), grades=(grades, GRADES))
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    x = scaled.values
    shares, wrong = leaf_shares(scaled.tree.codes, weights)
    faults += wrong + holes(x)
    faults.raise_all()
    if integer:
        ranks = pd.DataFrame(dense_ranks(x.to_numpy(dtype=float))).rank().to_numpy()
    else:
        still = x.columns[(x.min() == x.max()).to_numpy()]
        if len(still):
            text = "is constant, so its ranks keep no distances"
            raise UnsuitableMethod([Fault(str(code), text, "use integer=True") for code in still])
        ranks = 1 + (len(x) - 1) * ((x - x.min()) / (x.max() - x.min())).to_numpy()
    rsr = ranks @ shares.to_numpy() / len(x)
    table, details = _distribution(rsr, grades)
    frame = pd.DataFrame(table, index=x.index).assign(RSR=rsr)
    frame["grade"] = frame["grade"].astype(int)
    score = frame["RSR"].rename("score")
    told = _procedure(weights is not None, integer, grades)
    return Ranking(score, ranked(score), frame, "rank_sum_ratio", "more", shares, details, told)


def _procedure(weighted: bool, integer: bool, grades: int) -> Procedure:
    """Say how the ratios were found."""
    line = (
        "Units were ranked by the rank-sum ratio: the {weighted} of their {ranks} over the number of units; the ratios were "
        "regressed on the probits of their cumulative frequencies and the units divided into {grades} grades at fixed probits."
    )
    of = Text("weighted mean") if weighted else Text("mean")
    ranks = Text("rank numbers") if integer else Text("ranks that keep distances")
    return Procedure.of(line, "Tian1993", weighted=of, ranks=ranks, grades=grades)


_CUTS = {3: (4.0, 6.0), 4: (3.5, 5.0, 6.5), 5: (3.2, 4.4, 5.6, 6.8)}
"""Probits that divide the grades (Tian 1993; not read in the source): steps of 2, 1.5 and 1.2 about 5."""
GRADES = Kind(lambda value: is_count(value) and value in _CUTS, Text("choose 3, 4 or 5"))


def _distribution(rsr: np.ndarray, grades: int) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Return share, probit, fitted RSR and grade of each unit (n,), and the regression."""
    n = len(rsr)
    distinct, place, counts = np.unique(np.round(rsr, 12), return_inverse=True, return_counts=True)
    if len(distinct) < 3:
        text = (
            "there {count:is # distinct rank-sum ratio|are # distinct rank-sum ratios}, too few to fit a line"
        )
        way_out = "use more units, or rank by another method"
        raise UnsuitableMethod("rows", text, way_out, count=len(distinct))
    share = (np.cumsum(counts) - counts + (counts + 1) / 2) / n  # mean rank of the group over n
    share[-1] = 1 - 1 / (4 * n)
    probit = 5 + scipy.stats.norm.ppf(share)
    line = scipy.stats.linregress(probit, distinct)
    fitted = line.intercept + line.slope * probit
    grade = grades - np.searchsorted(np.array(_CUTS[grades]), probit, side="right")
    columns = {"share": share, "probit": probit, "fitted": fitted, "grade": grade}
    details = {
        "intercept": float(line.intercept),
        "slope": float(line.slope),
        "r_squared": float(line.rvalue**2),
    }
    return {name: column[place] for name, column in columns.items()}, details
