"""The demonstration: real records of the US states, which statsmodels ships."""

from __future__ import annotations

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
