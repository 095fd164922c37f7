"""`TruthTable`: which combinations of conditions occur, and how far each goes with the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.qca._sets import Sets


@dataclass(frozen=True, eq=False)
class TruthTable(Result):
    """Combinations of conditions with cases, and how far each is a subset of the outcome.

    Attributes
    ----------
    rows : DataFrame
        One row a combination with enough cases, the most consistent first; the index spells it, such as 10101. The conditions (0,
        1); n (cases more in than out); inclusion and PRI; OUT (1 where both reach their cuts); the same for the negated outcome
        (inclusion_negated, PRI_negated, OUT_negated); contradictory; gap (to the inclusion of the next row); cases (by name).
    remainders : DataFrame
        The combinations without cases, or with fewer than `least`: the conditions, n, cases.
    conditions : list of str
    outcome : str
        Its name, with ~ for its negation.
    consistency, pri : float
        The cuts.
    least : int
        So many cases a row needs.
    sets : DataFrame or CalibratedSets
        What was given.
    memberships : DataFrame
        Of the cases in conditions and outcome (the last column).
    notes : tuple of Note

    See Also
    --------
    truth_table
    """

    rows: pd.DataFrame
    remainders: pd.DataFrame
    conditions: list[str]
    outcome: str
    consistency: float
    pri: float
    least: int
    sets: Sets
    memberships: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"rows": "Truth table", "remainders": "Combinations not observed"}
    _left_out: ClassVar = ("sets", "memberships")
    _cites: ClassVar = ("Ragin2008", "SchneiderWagemann2012")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "A combination counts as sufficient for {outcome} where it has at least {least:# case|# cases}, its consistency "
            "is at "
            "least {consistency:g} and its PRI at least {pri:g}."
        )
        return (
            Text(told, outcome=self.outcome, least=self.least, consistency=self.consistency, pri=self.pri),
        )

    def _finding(self) -> tuple[Text, ...]:
        rows, k = self.rows, len(self.conditions)
        found = [Text("{seen} of {all:,} combinations have cases; {yes} go with {outcome}, {no} with its negation.",
                      seen=len(rows), all=2**k, yes=int(rows["OUT"].sum()), no=int(rows["OUT_negated"].sum()),
                      outcome=self.outcome)]  # fmt: skip
        above = int((rows["inclusion"] >= self.consistency - 1e-12).sum())
        if 0 < above < len(rows):
            told = "The cut of {cut:g} falls between consistencies of {upper:.3f} and {lower:.3f}."
            found.append(Text(told, cut=self.consistency, **_ends(rows, above - 1)))
        if len(rows) > 1:
            told = "The widest gap is between {upper:.3f} ({first}) and {lower:.3f} ({second})."
            found.append(Text(told, **_ends(rows, int(np.argmax(rows["gap"].fillna(-1).to_numpy())))))
        return tuple(found)


def _ends(rows: pd.DataFrame, at: int) -> dict[str, Any]:
    """Return the consistencies above and below the gap behind a row, and whose they are."""
    upper, lower = (float(rows["inclusion"].iloc[one]) for one in (at, at + 1))
    return {"upper": upper, "lower": lower, "first": str(rows.index[at]), "second": str(rows.index[at + 1])}
