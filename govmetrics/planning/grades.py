"""Grades of a score: ascending cuts between named grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.checks import is_number
from govmetrics.core.errors import choose

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
        faults = [
            Fault(place, f"is {type(value).__name__}", "give a list")
            for place, value in (("names", self.names), ("cuts", self.cuts))
            if not np.iterable(value)
        ]
        if faults:
            raise FaultyInput(faults)
        names, cuts = list(self.names), list(self.cuts)
        if (
            len(cuts) != len(names) - 1
            or not all(map(is_number, cuts))
            or any(a >= b for a, b in pairwise(cuts))
        ):
            problem = f"{cuts} do not part {len(names)} grades"
            faults.append(Fault("cuts", problem, "give ascending cuts, one fewer than names"))
        if len(set(map(str, names))) < len(names):
            faults.append(Fault("names", "a grade is named twice", "give every grade its own name"))
        if faults:
            raise FaultyInput(faults)

    def places(self, scores: np.ndarray) -> np.ndarray:
        """Return the place of each score's grade, 0 the worst."""
        return np.searchsorted(np.asarray(self.cuts, dtype=float) - TOLERANCE, scores, side="right")

    def of(self, scores: Sequence[float] | np.ndarray) -> list[str]:
        """Return the grade of each score; empty where there is no score."""
        array = np.asarray(scores, dtype=float)
        return [
            "" if gone else self.names[place]
            for place, gone in zip(self.places(array), np.isnan(array), strict=True)
        ]

    def least(self, name: str) -> float:
        """Return the score where a grade begins; minus infinity for the worst."""
        place = list(self.names).index(choose(name, self.names, "grade"))
        return float(self.cuts[place - 1]) if place else -np.inf
