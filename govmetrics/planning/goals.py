"""What is to be reached, and the values at which it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.checks import is_number
from govmetrics.core.errors import Faults, choose
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import rank_among

Score = Callable[[np.ndarray], np.ndarray]
"""Values of the levers, each alone, to root scores."""


@dataclass(frozen=True)
class Goal:
    """A score, a rank, so many places up or a grade: exactly one of them."""

    score: float | None
    rank: int | None
    places: int | None
    grade: str | None
    grades: Grades | None

    def faults(self) -> list[Fault]:
        """Return what can be said before the unit's score is known."""
        asked: dict[str, Any] = {name: getattr(self, name) for name in ("score", "rank", "places", "grade")}
        given = [name for name, value in asked.items() if value is not None]
        if len(given) != 1:
            way_out = "give one of score=, rank=, places=, grade="
            return [Fault("goal", f"{', '.join(given) or 'none'} is given", way_out)]
        name, value = given[0], asked[given[0]]
        if name == "score" and not is_number(value):
            return [Fault("score", f"is {value!r}", "give a finite number")]
        if name in ("rank", "places") and not (is_number(value) and value == int(value) and value >= 1):
            return [Fault(name, f"is {value!r}", "give a whole number from 1")]
        if name != "grade":
            return []
        if self.grades is None:
            return [Fault("grades", "are not given", "give Grades(names, cuts)")]
        faults = Faults()
        with faults:
            choose(value, self.grades.names, "grade")
        return faults

    def of(self, now: float, others: np.ndarray) -> tuple[float, str]:
        """Return the score to be reached, and what for; `others` are those that the unit is ranked with."""
        Faults(self.faults()).raise_all()
        if self.rank is not None or self.places is not None:
            place = int(rank_among(others, now))
            wanted = int(self.rank if self.rank is not None else place - (self.places or 0))
            if not 1 <= wanted < place:
                way_out = f"aim at 1 to {place - 1}" if place > 1 else "the unit is first already"
                raise FaultyInput(Fault("goal", f"the rank is {place}, so rank {wanted} is no gain", way_out))
            known = np.sort(others[~np.isnan(others)])[::-1]
            return float(known[wanted - 1]), f"rank {wanted}"
        told = f"score {self.score:g}" if self.score is not None else f"grade {self.grade}"
        goal = float(self.score) if self.score is not None else self.grades.least(str(self.grade))  # type: ignore[union-attr]
        if goal <= now:
            raise FaultyInput(
                Fault("goal", f"the score is {now:.6g}, so {told} is reached already", "aim higher")
            )
        return goal, told


def closed_form(score: Score, near: np.ndarray, far: np.ndarray, goal: float) -> np.ndarray:
    """Return where straight lines from `near` to `far` reach the goal; `far` where they do not."""
    bottom, top = score(near), score(far)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = near + (goal - bottom) / (top - bottom) * (far - near)
    found = np.where(top > goal, found, far)
    way = np.sign(far - near)
    for k in range(6):  # rounding may leave the last digits short of the goal
        short = score(found) < goal
        if not short.any():
            break
        moved = found + np.where(short, way * 4**k * np.spacing(np.maximum(np.abs(near), np.abs(far))), 0.0)
        found = np.where((far - moved) * way >= 0, moved, far)
    return found


def bisection(score: Score, near: np.ndarray, far: np.ndarray, goal: float) -> np.ndarray:
    """Return the first numbers between `near` and `far` at which a monotone score reaches the goal."""
    for _ in range(200):
        middle = near + (far - near) / 2
        if ((middle == near) | (middle == far)).all():
            break
        reached = score(middle) >= goal
        near, far = np.where(reached, near, middle), np.where(reached, middle, far)
    return far
