"""Grades of a score: ascending cuts between named grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import floats_of
from govmetrics.core.errors import Faults, choose, each
from govmetrics.core.options import LIST, TEXT, asked, is_ascending, several, wanted

TOLERANCE = 1e-9
"""A score this little below a cut has reached it: sums in another order differ by as much."""


@dataclass(frozen=True)
class Grades:
    """Names of the grades from worst to best, and the scores where the next one begins.

    Parameters
    ----------
    names : sequence of str
        Worst first.
    cuts : sequence of float
        Ascending, one fewer than names; a score equal to a cut has the higher grade.

    Raises
    ------
    FaultyInput
        Cuts that do not part the names, and names given twice.

    Examples
    --------
    >>> Grades(("poor", "fair", "good"), (60, 85)).of([59.9, 60, 90])
    ['poor', 'fair', 'good']
    """

    names: Sequence[str]
    cuts: Sequence[float]

    def __post_init__(self) -> None:
        faults = wanted(names=(self.names, LIST), cuts=(self.cuts, LIST))
        faults.raise_all()
        names, cuts = list(self.names), list(self.cuts)
        faults += several(TEXT).faults("names", names)
        if len(cuts) != len(names) - 1 or not is_ascending(cuts):
            problem, way_out = (
                "{cuts} do not part {count:# grade|# grades}",
                "give ascending cuts, one fewer than names",
            )
            faults.append(Fault("cuts", problem, way_out, cuts=cuts, count=len(names)))
        if len(set(map(str, names))) < len(names):
            faults.append(Fault("names", "a grade is named twice", "give every grade its own name"))
        faults.raise_all()

    def places(self, scores: Sequence[float] | np.ndarray) -> np.ndarray:
        """Return the place of each score's grade, 0 the worst."""
        return np.searchsorted(np.asarray(self.cuts, dtype=float) - TOLERANCE, _numbers(scores), side="right")

    def of(self, scores: Sequence[float] | np.ndarray) -> list[str]:
        """Return the grade of each score; empty where there is no score."""
        array = _numbers(scores)
        return [
            "" if gone else self.names[place]
            for place, gone in zip(self.places(array), np.isnan(array), strict=True)
        ]

    def least(self, name: str) -> float:
        """Return the score where a grade begins; minus infinity for the worst."""
        place = list(self.names).index(choose(name, self.names, "grade"))
        return float(self.cuts[place - 1]) if place else -np.inf


def _numbers(scores: Any) -> np.ndarray:
    """Return scores as numbers, NaN where there is none; refuse what is no list of them."""
    asked(scores=(scores, LIST))
    given = list(scores)
    array, wrong = floats_of(pd.DataFrame({"score": pd.Series(given, dtype=object)}))
    problem, way_out = "{value!r} is not a finite number", "correct it, or leave it empty"
    Faults(
        each(np.flatnonzero(wrong), lambda at: Fault(f"scores[{at}]", problem, way_out, value=given[at]))
    ).raise_all()
    return array[:, 0]
