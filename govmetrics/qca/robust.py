"""`SolutionRobustness`: what of a solution stands when the choices before it change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text

ROBUST, SHAKY, POSSIBLE = Text("robust"), Text("shaky"), Text("possible")


@dataclass(frozen=True, eq=False)
class SolutionRobustness(Result):
    """How a solution changes with the choices before it.

    Attributes
    ----------
    tests : DataFrame
        One row a change: what was moved, of which set, to which value; models (how many there are then), same (whether the first
        model stands), kept (share of its terms that stand); inclusion, PRI and coverage of the nearest model, and its expression.
        Without numbers where there is no solution.
    terms : DataFrame
        One row a term of the solution: stands (share of the tests in which it does), wider and narrower (in which a shorter term
        holds it, or it holds a longer one).
    ranges : DataFrame
        Of the consistency and the frequency cut: used, lower and upper, between which the first model stands. A consistency cut
        may come down to, but not reach, `lower`.
    fit : Series
        RF_cov, RF_cons, RF_SC_minTS, RF_SC_maxTS: 1 where nothing changes.
    core : str
        The robust core: what is in the solution and in all those of the tests.
    cases : DataFrame
        Cases that are in the solution or in one of the tests: type (robust: in all; shaky: in the solution alone or not in all;
        possible: in tests alone), membership in the solution, lowest and highest in the tests, and the outcome.
    notes : tuple of Note

    See Also
    --------
    robustness
    """

    tests: pd.DataFrame
    terms: pd.DataFrame
    ranges: pd.DataFrame
    fit: pd.Series
    core: str
    cases: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "terms": "Terms that stand", "ranges": "Ranges in which the solution stands", "tests": "Solutions with one choice "
        "changed",
        "cases": "Robust, shaky and possible cases", "fit": "Robustness of fit",
    }  # fmt: skip
    _cites: ClassVar = ("OanaSchneider2024",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "The analysis was repeated {count:# time|# times}, each with one choice changed (consistency cut, frequency cut, "
            "or an "
            "anchor of calibration), after the protocol of Oana and Schneider."
        )
        return (Text(told, count=len(self.tests)),)

    def _finding(self) -> tuple[Text, ...]:
        stands = int(self.tests["same"].sum())
        found = [Text("The solution stands in {stands} of {count:# test|# tests}; its robust core is {core}.", stands=stands,
                      count=len(self.tests), core=self.core)]  # fmt: skip
        shaky = [str(one) for one in self.cases.index[self.cases["type"] == SHAKY]]
        if shaky:
            found.append(
                Text("Cases that the solution holds only with these choices: {names:10}.", names=shaky)
            )
        return tuple(found)
