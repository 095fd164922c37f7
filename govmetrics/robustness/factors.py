"""What may vary: typed factors, each with a finite number of levels that a design picks from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from govmetrics.core import Fault, Text
from govmetrics.core.errors import Faults
from govmetrics.core.methods import Step
from govmetrics.core.options import Kind, choice, is_count
from govmetrics.recipe import Recipe
from govmetrics.robustness.data_factors import MeasurementErrors, MissingData, StandardErrors
from govmetrics.robustness.weight_factors import DirichletWeights, DrawnWeights, DroppedLeaf, PerturbedWeights

Stage = Literal["treatment", "normalisation", "weighting", "aggregation"]
NOMINAL = -1
"""The level that means: as the recipe says."""
CHOICES: dict[str, str] = {
    "treatment": "choice of treatment",
    "normalisation": "choice of normalisation",
    "weighting": "choice of weighting",
    "aggregation": "choice of aggregation",
}
OPTIONS = Kind(lambda value: isinstance(value, list | tuple), Text("give a list of options"))


@dataclass(frozen=True)
class Choice:
    """Other methods at one stage of the recipe.

    Parameters
    ----------
    stage : {"treatment", "normalisation", "weighting", "aggregation"}
        Where.
    options : sequence
        Steps as in a recipe, each as likely as the others; for "treatment" lists of steps, unless `step` says which of the
        steps these are options of.
    step : int, optional
        For "treatment": which step of the recipe is chosen, from 0; the others stay, so that imputation and outliers are
        factors of their own.

    Examples
    --------
    >>> Choice("aggregation", ("arithmetic", "geometric")).levels
    2
    >>> Choice("treatment", ("impute_mean", "impute_em"), step=0).recipe(Recipe(treatment=["impute_median"]), 1).treatment
    ('impute_em',)
    """

    stage: Stage
    options: Sequence[Step | Sequence[Step]]
    step: int | None = None

    @property
    def name(self) -> str:
        """What it is called in tables."""
        return CHOICES[self.stage]

    @property
    def levels(self) -> int:
        """How many options."""
        return len(self.options)

    def faults(self, recipe: Recipe) -> list[Fault]:
        """Return what is wrong with the stage and the options; a misspelt one is found before the first replicate."""
        wrong = choice(*CHOICES).faults("Choice.stage", self.stage) + OPTIONS.faults(
            "Choice.options", self.options
        )
        if wrong:
            return wrong
        if not self.options:
            return [Fault("Choice.options", "has no levels", "give it at least one")]
        if self.step is not None:
            there = len(recipe.treatment)
            if self.stage != "treatment":
                return [Fault("Choice.step", "only the treatment has steps", "leave it out")]
            if not is_count(self.step, 0) or self.step >= there:
                problem, way = "the recipe has {count:# step|# steps} of treatment", "give its place, from 0"
                return [Fault("Choice.step", problem, way, count=there)]
        faults = Faults()
        for level in range(self.levels):
            with faults:
                self.recipe(recipe, level)
        return faults

    def recipe(self, recipe: Recipe, level: int) -> Recipe:
        """Return the recipe with this option."""
        choices: dict[str, Any] = {self.stage: self.options[level]}
        if self.step is not None:
            steps: list[Any] = list(recipe.treatment)
            steps[self.step] = self.options[level]
            choices = {self.stage: steps}
        return replace(recipe, **choices)


WEIGHT_FACTORS = (PerturbedWeights, DirichletWeights, DrawnWeights, DroppedLeaf)
DATA_FACTORS = (StandardErrors, MeasurementErrors, MissingData)
Factor = (
    Choice | PerturbedWeights | DirichletWeights | DrawnWeights | DroppedLeaf
    | StandardErrors | MeasurementErrors | MissingData
)  # fmt: skip
