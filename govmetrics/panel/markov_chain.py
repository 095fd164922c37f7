"""`MarkovChain`: transitions, where they lead and what speaks against the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words

FEW = 10
"""Probabilities of a class that units left fewer times are named."""


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
