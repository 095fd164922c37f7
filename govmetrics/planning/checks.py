"""What planning checks alike: kinds of arguments, leaves, and whether a recipe can be planned for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govmetrics.core import Dataset, Fault, Text, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET
from govmetrics.core.errors import each
from govmetrics.core.judgements import JUDGEMENTS
from govmetrics.core.options import Kind, asked, instance, optional, shown
from govmetrics.core.result import Result
from govmetrics.core.words import method_name
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model
from govmetrics.recipe import ANSWERS, RECIPE, Recipe, with_survey

GRADES = optional(instance(Grades, Text("give Grades(names, cuts)")))


def joined_data(recipe: Any, data: Any, survey: Any, judgements: Any, **more: tuple[Any, Kind]) -> Dataset:
    """Return the data with the survey's scores; refuse arguments of another kind than asked for."""
    asked(recipe=(recipe, RECIPE), data=(data, DATASET), survey=(survey, optional(ANSWERS)),
          judgements=(judgements, optional(JUDGEMENTS)), **more)  # fmt: skip
    return with_survey(data, survey)


def leaf_faults(model: Model, codes: Iterable[Any], where: str = "") -> list[Fault]:
    """Return the faults of leaves that are to be changed: unknown, or in another unit after the treatment."""
    leaves, moved = model.data.tree.codes, model.moved

    def fault(code: Any) -> Fault:
        place = f"{where}{place_of(shown(code) if isinstance(code, Result) else code)}"
        if not (isinstance(code, str) and code in leaves):
            return Fault(place, "is not an indicator of the tree", "there are: {labels}", labels=leaves)
        way_out = "apply treatment.{step} to the data and take it out of the recipe: changes are then in the new unit"
        return Fault(place, "{step} puts it into another unit of measurement", way_out, step=moved[code])

    return each(
        (code for code in codes if not isinstance(code, str) or code not in leaves or code in moved), fault
    )


def refuse_unplannable(model: Model, what: str, additive: bool = False) -> None:
    """Refuse recipes under which a plan cannot be computed; the message names the way out."""
    refuse_unmonotone(model.recipe)
    if additive and not model.additive:
        problem = "{what} needs an additive index: arithmetic means of a linear normalisation"
        way_out = "use arithmetic and min_max or goalposts, or `needed` with what_if, which take other means"
        raise UnsuitableMethod("recipe", problem, way_out, what=what)


def refuse_unmonotone(recipe: Recipe) -> None:
    """Refuse an aggregation under which a better value may lower the score, or move that of others."""
    method = recipe.chosen("aggregation").method
    if method.compares_units or not method.monotone:
        problem = "{method} may fall when an indicator improves, or depends on the other units"
        way_out = "use an arithmetic or geometric mean, or try changes with what_if"
        raise UnsuitableMethod("aggregation", problem, way_out, method=method_name(method.name))
