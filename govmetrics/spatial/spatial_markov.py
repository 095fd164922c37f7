"""`SpatialMarkov`: transitions between classes, by what neighbours have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words

_HOW = {
    "pooled": Text("the quantiles of all periods together"),
    "period": Text("the quantiles of every period"),
    "given": Text("given limits"),
}


@dataclass(frozen=True, eq=False)
class SpatialMarkov(Result):
    """How units move between classes, by the class of their neighbours' mean (空间马尔可夫链).

    Attributes
    ----------
    conditional : DataFrame
        Rows (neighbours, class): the probabilities of the next class of units in a class, whose neighbours' mean is in a class.
    conditional_transitions : DataFrame
        The counts behind them.
    conditional_steady_states : DataFrame
        Rows neighbours: the long-run shares of the classes if neighbours stayed so; NaN where there is no single one.
    probabilities, transitions : DataFrame
        The chain of all units, whatever their neighbours.
    steady_state : Series
        Of the chain of all units.
    tests : DataFrame
        Row "homogeneity": whether the probabilities are the same whatever the neighbours: chi_square, df, p,
        likelihood_ratio, p_ratio.
    cuts, lag_cuts : DataFrame
        The upper ends of all classes but the last, of units and of neighbours' means, one row a period.
    how : {"pooled", "period", "given"}
    relative : bool
        Whether values are shares of the mean of their period.
    notes : tuple of Note

    See Also
    --------
    markov
    """

    conditional: pd.DataFrame
    conditional_transitions: pd.DataFrame
    conditional_steady_states: pd.DataFrame
    probabilities: pd.DataFrame
    transitions: pd.DataFrame
    steady_state: pd.Series
    tests: pd.DataFrame
    cuts: pd.DataFrame
    lag_cuts: pd.DataFrame
    how: str
    relative: bool
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "conditional": "Transition probabilities by neighbours",
        "probabilities": "Transition probabilities of all",
        "conditional_steady_states": "Steady states by neighbours",
        "tests": "Do neighbours matter?",
        "conditional_transitions": "Transitions by neighbours",
    }
    _kinds: ClassVar = {"conditional": "number", "probabilities": "number", "conditional_steady_states": "number",
                        "conditional_transitions": "count"}  # fmt: skip
    _cites: ClassVar = ("rey2001", "BickenbachBode2003")

    def _method(self) -> tuple[Text, ...]:
        relative = (Text("Values were first divided by the mean of their period."),) if self.relative else ()
        told = "Units and the means of their neighbours were divided into {k} classes each by {how}."
        return (
            *relative,
            Text(told, k=len(self.transitions), how=_HOW[self.how]),
            Text("Transitions were counted by the class that neighbours had at their beginning."),
        )

    def _finding(self) -> tuple[Text, ...]:
        p = float(self.tests["p"].iloc[0])
        ends = self.conditional.index.get_level_values(0).unique()[[0, -1]]
        lowest, highest = str(self.transitions.index[0]), str(self.transitions.index[-1])
        found = []
        if not np.isnan(p):
            matters = Text("How units move depends on their neighbours ({p}).", p=p_words(p))
            found.append(
                matters
                if p < 0.05
                else Text("It is not seen that moves depend on neighbours ({p}).", p=p_words(p))
            )
        low = [float(self.conditional.loc[(end, lowest), lowest]) for end in ends]
        high = [float(self.conditional.loc[(end, highest), highest]) for end in ends]
        for told, (poor, rich) in (
            (
                "Of the lowest class {poor:.1%} stay in it among neighbours of the lowest class, {rich:.1%} among the highest.",
                low,
            ),
            (
                "Of the highest class {poor:.1%} stay in it among neighbours of the lowest class, {rich:.1%} among the highest.",
                high,
            ),
        ):
            if not np.isnan([poor, rich]).any():
                found.append(Text(told, poor=poor, rich=rich))
        return tuple(found)
