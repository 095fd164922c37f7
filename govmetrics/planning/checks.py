"""What planning checks alike: numbers, units, leaves, and whether a recipe can be planned for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from govmetrics.core import Dataset, Fault, UnsuitableMethod
from govmetrics.core.checks import is_number, kind_faults, listed, positions_of
from govmetrics.core.errors import Faults, each
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model
from govmetrics.planning.words import unit_text
from govmetrics.recipe import Recipe


def refuse_kinds(recipe: Any, data: Any, grades: Any = None) -> None:
    """Refuse arguments of another kind than every function of planning takes."""
    faults = Faults(kind_faults(recipe, Recipe, "recipe", "give a Recipe"))
    faults += kind_faults(data, Dataset, "data", "read it with read_records")
    if grades is not None:
        faults += kind_faults(grades, Grades, "grades", "give Grades(names, cuts)")
    faults.raise_all()


def number_faults(value: Any, place: str, positive: bool = False) -> list[Fault]:
    """Return a fault where a value is not a finite number of at least zero, or not above it."""
    if is_number(value) and (value > 0 if positive else value >= 0):
        return []
    return [Fault(place, f"is {value!r}", f"give {'a' if positive else 'zero or a'} positive number")]


def unit_faults(index: pd.Index, units: Iterable[Any], place: str = "units") -> list[Fault]:
    """Return a fault for every unit that is not in the data."""
    given = list(units)
    unknown = [unit for unit, row in zip(given, positions_of(index, given), strict=True) if row < 0]
    known = f"units are: {listed(map(unit_text, index), 10)}"
    return each(unknown, lambda unit: Fault(place, f"{unit_text(unit)!r} is not in the data", known))


def leaf_faults(model: Model, codes: Iterable[Any], where: str = "") -> list[Fault]:
    """Return the faults of leaves that are to be changed: unknown, or in another unit after the treatment."""
    leaves, moved = model.data.tree.codes, model.moved

    def fault(code: Any) -> Fault:
        if code not in leaves:
            return Fault(
                f"{where}{code}", "is not a scored leaf of the tree", f"leaves are: {listed(leaves)}"
            )
        step = moved[code]
        way_out = f"apply treatment.{step} to the data and take it out of the recipe: changes are then in the new unit"
        return Fault(f"{where}{code}", f"{step} puts it into another unit", way_out)

    return each((code for code in dict.fromkeys(codes) if code not in leaves or code in moved), fault)


def refuse_unplannable(model: Model, what: str, additive: bool = False) -> None:
    """Refuse recipes under which a plan cannot be computed; the message names the way out."""
    method = model.recipe.chosen("aggregation").method
    if method.compares_units or not method.monotone:
        problem = f"{method.name} may fall when an indicator improves, or depends on the other units"
        way_out = "use an arithmetic or geometric mean, or try changes with what_if"
        raise UnsuitableMethod(Fault("aggregation", problem, way_out))
    if additive and not model.additive:
        problem = f"{what} needs an additive index: arithmetic means of a linear normalisation"
        way_out = "use arithmetic and min_max or goalposts, or `needed` with what_if, which take other means"
        raise UnsuitableMethod(Fault("recipe", problem, way_out))


def sequence_faults(value: Any, place: str, way_out: str) -> list[Fault]:
    """Return a fault where a list is asked for and one thing, or text, is given."""
    if isinstance(value, list | tuple | set | pd.Index | pd.Series):
        return []
    return [Fault(place, f"is {type(value).__name__}, not a list", way_out)]
