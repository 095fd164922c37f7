"""The demonstrations: a simulated district with all its evidence, and real records of the US states."""

from __future__ import annotations

from pathlib import Path

from govmetrics.core import Dataset
from govmetrics.intake import read_records, read_tree
from govmetrics.recipe import Recipe


def us_states() -> tuple[Recipe, Dataset]:
    """Return a recipe and the records of the 50 US states and the District of Columbia, 2009.

    Less is better for violent crime, murder, poverty and single-parent households; more for high-school
    graduation. The shares of white and of urban residents are carried as attributes.

    Examples
    --------
    >>> recipe, data = us_states()
    >>> data.values.shape
    (51, 5)
    """
    from statsmodels.datasets import statecrime

    recipe = Recipe(
        treatment=["winsorise"], weighting="equal", title="Safety and social conditions, US states 2009"
    )
    return recipe, read_records(statecrime.load_pandas().data, read_tree("us_states"))


def district() -> Path:
    """Return the folder of the simulated district: of the package where it is installed, else of the checkout.

    Examples
    --------
    >>> sorted(path.name for path in district().glob("*.yaml"))
    ['evaluation.yaml', 'rulebook.yaml']
    """
    here = Path(__file__).parent
    return next(
        place for place in (here / "_district", here.parent / "examples" / "district") if place.is_dir()
    )
