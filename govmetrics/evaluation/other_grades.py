"""Other verdicts beside the fuzzy ones: matter elements, set pairs, the catastrophe progression, clouds of experts' intervals."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govmetrics import fuzzy
from govmetrics.core import Fault, Result
from govmetrics.core.methods import Chosen, Method, by_name, read_step
from govmetrics.evaluation.beside import (
    Beside,
    chosen_of,
    each_done,
    labels_of,
    method_faults,
    side_by_side,
    steps_of,
)
from govmetrics.evaluation.keys import Grades

TAKEN = ("data", "scaled", "weights", "grades", "frame")
"""What a method may be handed by the evaluation."""
PLACE = "grades.beside"


@dataclass(frozen=True, eq=False)
class Verdict(Method):
    """A method whose options are all its arguments but those that the evaluation gives."""

    @cached_property
    def options(self) -> Mapping[str, inspect.Parameter]:
        """What may be chosen in a file."""
        given = inspect.signature(self.function).parameters
        return {name: one for name, one in given.items() if name not in TAKEN}


METHODS = by_name(
    *(Verdict(one, "data") for one in (fuzzy.catastrophe, fuzzy.cloud, fuzzy.matter_element, fuzzy.set_pair))
)
"""What `grades.beside` may name."""


def beside_faults(asked: Grades) -> list[Fault]:
    """Return what is wrong with the methods that are asked for."""
    faults = [] if asked.beside is None else method_faults(PLACE, asked.beside, METHODS)
    if faults:
        return faults
    names = {read_step(step)[0] for step in steps_of(asked.beside)}
    if "cloud" in names and asked.intervals is None:
        way_out = "name the file of the experts' intervals, with the columns unit, item, low and high"
        return [Fault("grades.intervals", "is missing", way_out)]
    if asked.intervals is not None and "cloud" not in names:
        way_out = "ask for `cloud`, or remove it"
        return [Fault("grades.intervals", "is read by no method that is asked for", way_out)]
    return []


def graded_beside(
    asked: Grades, given: Mapping[str, Any], base: Any, title: Any, notes: tuple[Any, ...]
) -> Beside:
    """Return the verdicts of the methods that are asked for, beside the fuzzy ones.

    Parameters
    ----------
    asked : Grades
    given : mapping
        By the names of arguments: data, scaled, weights, grades, frame.
    base : Series
        What the fuzzy verdicts rank units by.
    title : Text
        What these are called.
    notes : tuple of Note
    """

    def does(one: Chosen) -> Result:
        takes = [name for name in inspect.signature(one.method.function).parameters if name in TAKEN]
        named = {name: given[name] for name in takes[1:]}
        found: Result = Chosen(PLACE, one.method, {**named, **one.options})(given[takes[0]])
        return found

    found = each_done(chosen_of(PLACE, asked.beside, METHODS), does, "grades")
    labels = labels_of(list(found))
    return Beside(found, side_by_side(title, base, _ranked(found), labels), notes, labels)


def _ranked(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what methods rank units by: scores at the root; degrees to grades rank nobody."""
    ranked: dict[str, Any] = {}
    for name, one in found.items():
        if isinstance(one, fuzzy.FuzzyEvaluation):
            ranked[name] = one.verdicts()["score"]
        elif hasattr(one, "ranking"):
            ranked[name] = one.values.iloc[:, 0]
    return ranked
