"""Markov chains: how units move between classes of score from one period to the next, and where that leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.options import FLAG, Kind, choice, count, is_ascending, wanted
from govmetrics.core.score_classes import classed, ends, means, steps
from govmetrics.core.words import Text
from govmetrics.numerics import transitions as chain
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.panel.common import Source, column_of, cube
from govmetrics.panel.markov_chain import MarkovChain


def _are_cuts(cuts: Any) -> bool:
    return cuts in ("pooled", "period") if isinstance(cuts, str) else len(cuts) > 0 and is_ascending(cuts)


_CUTS = Kind(
    _are_cuts,
    Text(
        'give "pooled", "period", or the upper ends of all classes but the last, ascending, such as [60, 80]'
    ),
)


def markov(
    source: Source,
    node: str | None = None,
    classes: int = 5,
    cuts: Literal["pooled", "period"] | Sequence[float] = "pooled",
    relative: bool = False,
    closed: Literal["right", "left"] = "right",
    parts: int = 2,
) -> MarkovChain:
    r"""Count how units move between classes from one period to the next, and tell where that leads.

    With :math:`n_{ij}` transitions from class i to class j, :math:`p_{ij} = n_{ij} / \sum_j n_{ij}`; the steady state
    is :math:`\pi = \pi P`. Quantiles are linear percentiles of the values, and a value's class is the first whose upper
    end it does not exceed.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows (period, unit).
    node : str, optional
        Column; the first by default.
    classes : int
        How many; with cuts given, it is these that count.
    cuts : {"pooled", "period"} or sequence of float
        Quantiles of all periods together (moves are moves in value), of every period (moves are moves in rank), or the
        upper ends of all classes but the last, such as those of grades.
    relative : bool
        Divide values by the mean of their period first; cuts such as [0.75, 1, 1.25] are then shares of the mean.
    closed : {"right", "left"}
        Whether a value at a cut belongs to the class below it (as with quantiles) or above it (as with grades).
    parts : int
        Into how many parts the time is divided to test whether the probabilities are the same throughout.

    Returns
    -------
    MarkovChain
        transitions, probabilities, steady_state, passages, mobility and tests.

    Raises
    ------
    FaultyInput
        No periods, unknown node, cuts that do not ascend.
    UnsuitableMethod
        One period, no unit in two neighbouring ones, so many values alike that quantiles coincide, or values
        relative to a mean that is not positive.

    Notes
    -----
    Where periods are not equally far apart only steps of the most frequent length count, the others are named. A unit
    without a value makes no transition from or to that period.

    References
    ----------
    Anderson, T. W. and Goodman, L. A. (1957). Statistical inference about Markov chains. Annals of Mathematical
    Statistics 28, 89-110. Bickenbach, F. and Bode, E. (2003). Evaluating the Markov property in studies of economic
    convergence. International Regional Science Review 26, 363-392. Kemeny, J. G. and Snell, J. L. (1976). Finite Markov
    Chains. Shorrocks, A. F. (1978). The measurement of mobility. Econometrica 46, 1013-1024.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([[2020, 2021, 2022], list("uvwx")], names=["period", "unit"])
    >>> found = markov(pd.Series([1.0, 2, 3, 4, 1, 3, 2, 4, 2, 3, 1, 4], index), classes=2, cuts="period")
    >>> found.transitions.to_numpy().tolist()
    [[3, 1], [1, 3]]
    >>> found.steady_state.round(3).tolist(), found.mobility
    ([0.5, 0.5], 0.5)
    """
    faults = wanted(classes=(classes, count(2)), cuts=(cuts, _CUTS), relative=(relative, FLAG),
                    closed=(closed, choice("right", "left")), parts=(parts, count(2)))  # fmt: skip
    with faults:
        values, _ = column_of(source, node, periods=True)
    faults.raise_all()
    array, periods, _ = cube(values.to_frame())
    y = array[:, :, 0]
    follows, step, left_out = steps(values.index.get_level_values("period"), periods)
    if relative:
        y = y / means(y, periods)[:, None]
    upper = ends(y, classes, cuts, periods)
    places = classed(y, upper, closed)
    found = _chain(places, follows, upper.shape[1] + 1, parts)
    rest = {"relative": relative, "closed": closed, "step": step, "steps_left_out": left_out}
    return _told(found, places, upper, periods, cuts, rest)


def _chain(places: Ints, follows: Bools, k: int, parts: int) -> dict[str, Any]:
    """Return the counts, and those by part of the time, by the class before, and pairs without a value."""
    pairs, begins = chain.paths(places, follows, 2)
    if not len(pairs):
        raise UnsuitableMethod(
            "units", "no unit has a value in two neighbouring periods", "give more periods"
        )
    counted = np.flatnonzero(follows)
    parts = min(parts, len(counted))
    part_of = np.zeros(len(follows), dtype=np.intp)
    for number, block in enumerate(np.array_split(counted, parts)):
        part_of[block] = number
    by_part = chain.counted(part_of[begins], *pairs.T, sizes=(parts, k, k))
    triples, _ = chain.paths(places, follows, 3)
    counts = by_part.sum(axis=0)
    tests = {
        "homogeneity": by_part,
        "serial_independence": counts[:, None, :],
        "second_order": chain.counted(*triples.T, sizes=(k, k, k)),
    }
    return {"counts": counts, "tests": pd.DataFrame({name: chain.homogeneity(one) for name, one in tests.items()}).T,
            "missing": len(counted) * places.shape[1] - len(pairs)}  # fmt: skip


def _long_run(counts: Ints) -> tuple[Array, Array, float]:
    """Return the steady state, the first passages and the half-life; NaN where the chain does not tell."""
    k = len(counts)
    steady, first, half = np.full(k, np.nan), np.full((k, k), np.nan), np.nan
    leaves, comes = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    if (comes & ~leaves).any():
        return steady, first, half
    there = np.flatnonzero(leaves)
    p = chain.probabilities(counts)[np.ix_(there, there)]
    first[np.ix_(there, there)] = chain.passages(p)
    if len(chain.closed_sets(p)) == 1:
        steady[:] = 0
        steady[there] = chain.stationary(p)
        second = np.sort(np.abs(np.linalg.eigvals(p)))[::-1][1] if len(p) > 1 else 0.0
        half = (
            0.0 if second < 1e-12 else float(np.log(0.5) / np.log(second)) if second < 1 - 1e-12 else np.inf
        )
    return steady, first, half


def _told(
    found: dict[str, Any], places: Ints, ends: Array, periods: list[Any], cuts: Any, rest: dict[str, Any]
) -> MarkovChain:
    """Return the chain with its labels."""
    counts = found["counts"]
    k = len(counts)
    names = pd.Index([str(number + 1) for number in range(k)], name="class")
    p = chain.probabilities(counts)
    steady, first, half = _long_run(counts)
    stays = np.diag(p)
    left = ~np.isnan(stays)
    fixed = cuts != "period" if isinstance(cuts, str) else True
    lower = np.append(np.nan, ends[0]) if fixed else np.full(k, np.nan)
    upper = np.append(ends[0], np.nan) if fixed else np.full(k, np.nan)
    shares = [np.bincount(row[row >= 0], minlength=k) / max((row >= 0).sum(), 1) for row in places[[0, -1]]]
    with np.errstate(divide="ignore"):
        duration = 1 / (1 - stays)
    table = pd.DataFrame({"lower": lower, "upper": upper, "first_share": shares[0], "last_share": shares[1],
                          "steady_state": steady, "stays": stays, "duration": duration,
                          "transitions": counts.sum(axis=1)}, names)  # fmt: skip
    p_frame, counts_frame, first_frame = (
        pd.DataFrame(one, names, names.rename("to")) for one in (p, counts, first)
    )
    tests = found["tests"].rename_axis("test").astype({"df": int})
    return MarkovChain(
        probabilities=p_frame, transitions=counts_frame, passages=first_frame,
        steady_state=pd.Series(steady, names, name="steady_state"), classes=table,
        tests=tests[["chi_square", "df", "p", "likelihood_ratio", "p_ratio"]],
        mobility=float((left.sum() - stays[left].sum()) / (left.sum() - 1)) if left.sum() > 1 else np.nan, half_life=half,
        cuts=pd.DataFrame(ends, pd.Index(periods, name="period"), names[:-1]),
        how=cuts if isinstance(cuts, str) else "given", missing=found["missing"], **rest,
    )  # fmt: skip
