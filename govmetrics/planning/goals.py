"""What is to be reached, and the values at which it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.core import Fault, FaultyInput, Text
from govmetrics.core.errors import Faults
from govmetrics.core.options import COUNT, NUMBER, choice
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
        way_out = "give one of score=, rank=, places=, grade="
        if not given:
            return [Fault("goal", "is missing", way_out)]
        if len(given) > 1:
            return [Fault("goal", "{names} are given together", way_out, names=given)]
        name, value = given[0], asked[given[0]]
        if name == "score":
            return NUMBER.faults(name, value)
        if name in ("rank", "places"):
            return COUNT.faults(name, value)
        if self.grades is None:
            return [Fault("grades", "are not given", "give Grades(names, cuts)")]
        return choice(*self.grades.names).faults(name, value)

    def of(self, now: float, others: np.ndarray) -> tuple[float, Text]:
        """Return the score to be reached, and what for; `others` are those that the unit is ranked with."""
        Faults(self.faults()).raise_all()
        if self.rank is not None or self.places is not None:
            return self._of_rank(now, others)
        if self.score is not None:
            goal, told = float(self.score), Text("score {score:g}", score=float(self.score))
        else:
            assert self.grades is not None and self.grade is not None  # noqa: PT018 - see `faults`
            goal, told = self.grades.least(self.grade), Text("grade {grade}", grade=self.grade)
        if goal <= now:
            problem = "the score is {now:.6g}, so {goal} is reached already"
            raise FaultyInput("goal", problem, "aim higher", now=now, goal=told)
        return goal, told

    def _of_rank(self, now: float, others: np.ndarray) -> tuple[float, Text]:
        place = int(rank_among(others, now))
        wanted = int(self.rank if self.rank is not None else place - (self.places or 0))
        if not 1 <= wanted < place:
            way_out = "aim at 1 to {last}" if place > 1 else "the unit is first already"
            problem = "the rank is {place}, so rank {wanted} is no gain"
            raise FaultyInput("goal", problem, way_out, place=place, wanted=wanted, last=place - 1)
        known = np.sort(others[~np.isnan(others)])[::-1]
        return float(known[wanted - 1]), Text("rank {rank}", rank=wanted)


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
