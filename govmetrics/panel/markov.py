"""Markov chains: how units move between classes of score from one period to the next, and where that leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.options import FLAG, Kind, choice, count, is_ascending, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.panel import transitions as chain
from govmetrics.panel.common import Source, column_of, cube
from govmetrics.panel.score_classes import classed, ends, means, steps

FEW = 10
"""Probabilities of a class that units left fewer times are named."""


def _are_cuts(cuts: Any) -> bool:
    return cuts in ("pooled", "period") if isinstance(cuts, str) else len(cuts) > 0 and is_ascending(cuts)


_CUTS = Kind(
    _are_cuts,
    Text(
        'give "pooled", "period", or the upper ends of all classes but the last, ascending, such as [60, 80]'
    ),
)


@dataclass(frozen=True, eq=False)
class MarkovChain(Result):
    """How units move between classes.

    Attributes
    ----------
    probabilities : DataFrame
        Rows and columns are the classes, from and to: the share of units in a class that are in another one step
        later. A class that no unit was seen to leave or stay in has a row of NaN.
    transitions : DataFrame
        The counts behind them.
    steady_state : Series
        The share of units in every class in the long run, if nothing changes; NaN where there is no single one.
    classes : DataFrame
        One row per class: lower and upper (of pooled or given cuts; the upper end belongs to it unless `closed` is
        "left"), first_share and last_share (of the units in the first and the last period), steady_state,
        stays (probability), duration (mean number of steps until it is left), transitions (from it).
    passages : DataFrame
        Mean number of steps until a class is first reached; on the diagonal until the return. Infinite where a unit
        may never come there, NaN where the chain is not known.
    tests : DataFrame
        Rows "homogeneity" (the same probabilities in all parts of the time), "serial_independence" (the next class does not
        depend on the last one) and "second_order" (given the last class, the one before does not matter):
        chi_square, df, p, likelihood_ratio, p_ratio.
    mobility : float
        Shorrocks' index (k - trace) / (k - 1): 0 if nobody moves, 1 if the class of origin does not matter.
    half_life : float
        Steps until half of the distance to the steady state is gone, from the second largest eigenvalue.
    cuts : DataFrame
        The upper ends of all classes but the last, one row per period.
    how : str
        "pooled", "period" or "given".
    relative : bool
        Whether values are shares of the mean of their period.
    closed : str
        "right" or "left".
    step : float
        Years (or counted periods) from one period to the next.
    steps_left_out : tuple of str
        Neighbouring periods that lie further apart, or closer, than others.
    missing : int
        Pairs of neighbouring periods in which a unit lacks a value.

    See Also
    --------
    markov
    """

    probabilities: pd.DataFrame
    transitions: pd.DataFrame
    steady_state: pd.Series
    classes: pd.DataFrame
    passages: pd.DataFrame
    tests: pd.DataFrame
    mobility: float
    half_life: float
    cuts: pd.DataFrame
    how: str
    relative: bool
    closed: str
    step: float
    steps_left_out: tuple[str, ...] = ()
    missing: int = 0

    _by_line = True
    _shown: ClassVar = {
        "probabilities": "Transition probabilities", "classes": "Classes", "tests": "Tests of the chain",
        "passages": "Mean steps until a class is first reached", "transitions": "Transitions",
    }  # fmt: skip
    _kinds: ClassVar = {"probabilities": "number", "passages": "number", "transitions": "count"}
    _cites: ClassVar = ("AndersonGoodman1957", "BickenbachBode2003", "KemenySnell1976", "Shorrocks1978")

    def _method(self) -> tuple[Text, ...]:
        told = {
            "pooled": "Values were divided into {k} classes by the quantiles of all periods together.",
            "period": "Values were divided into {k} classes by the quantiles of every period, so that moves are moves in rank.",
            "given": "Values were divided into {k} classes at given limits.",
        }
        relative = (Text("Values were first divided by the mean of their period."),) if self.relative else ()
        return (
            *relative,
            Text(told[self.how], k=len(self.classes)),
            Text("Transition probabilities are the shares of {count:# transition|# transitions} between neighbouring periods. "
                 "Whether they are the same at all times, and whether the chain is of first order, was tested by chi-square and "
                 "likelihood ratio (Anderson and Goodman), with degrees of freedom after Bickenbach and Bode.",
                 count=int(self.transitions.to_numpy().sum())),
        )  # fmt: skip

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the chain does not hold, and what it rests on."""
        rows, columns = self.transitions.sum(axis=1), self.transitions.sum(axis=0)
        told: list[tuple[str, list[str]]] = [
            ("no unit is ever seen in class {names}", list(rows.index[(rows == 0) & (columns == 0)])),
            ("class {names} is reached, but what follows is not seen, so that there is no steady state",
             list(rows.index[(rows == 0) & (columns > 0)])),
            ("never left once it is reached: class {names}", self._absorbing()),
            ("class {names} has fewer than {few} transitions, so that its probabilities are far from sure",
             list(rows.index[(rows > 0) & (rows < FEW)])),
        ]  # fmt: skip
        notes = [Note(text, names=names, few=FEW) for text, names in told if names]
        if self.steady_state.isna().all() and not told[1][1]:
            notes.append(
                Note("there are classes between which nobody moves, so there is no single steady state")
            )
        if self.steps_left_out:
            notes.append(
                Note("not counted, as they are not one step apart: {steps}", steps=self.steps_left_out)
            )
        if self.missing:
            notes.append(
                Note(
                    "no transition is known where a value is missing: {count:# time|# times}",
                    count=self.missing,
                )
            )
        if self.tests["p"].get("homogeneity", 1.0) < 0.05:
            notes.append(Note("the probabilities changed over time: the steady state tells where the average of "
                              "all periods would lead, not where units are going now"))  # fmt: skip
        if self.tests["p"].get("second_order", 1.0) < 0.05:
            notes.append(
                Note(
                    "where units go depends on where they were before as well, which a chain of first order leaves out"
                )
            )
        return tuple(notes)

    def _absorbing(self) -> list[str]:
        stays = np.diag(self.probabilities) >= 1
        return [str(name) for name in self.probabilities.index[stays]]

    def _finding(self) -> tuple[Text, ...]:
        """How mobile units are, where the chain leads, and whether it may be taken as one."""
        stays = np.diag(self.transitions).sum() / self.transitions.to_numpy().sum()
        first = Text("{share:.1%} of the transitions stay in their class (mobility after Shorrocks {mobility:.3f}).",
                     share=float(stays), mobility=self.mobility)  # fmt: skip
        found = [first]
        if self.steady_state.notna().all():
            now = self.classes["last_share"]
            ends = (self.steady_state.iloc[[0, -1]], now.iloc[[0, -1]])
            low, high, low_now, high_now = (float(share) for pair in ends for share in pair)
            text = (
                "In the long run {low:.1%} of the units are in the lowest class and {high:.1%} in the highest (now {low_now:.1%} "
                "and {high_now:.1%})."
            )
            found.append(Text(text, low=low, high=high, low_now=low_now, high_now=high_now))
        p = float(self.tests["p"].get("homogeneity", np.nan))
        if not np.isnan(p):
            same = Text("the same throughout") if p >= 0.05 else Text("not the same throughout")
            found.append(Text("Transition probabilities: {same} ({p}).", same=same, p=p_words(p)))
        return tuple(found)


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
