"""The demonstration: real records of the US states, which statsmodels ships."""

from __future__ import annotations

from govmetrics.core import Dataset, Group, Indicator, IndicatorTree
from govmetrics.recipe import Recipe

SOURCE = "US Census Bureau, Statistical Abstract and American Community Survey 2009, shipped with statsmodels"


def us_states() -> tuple[Recipe, Dataset]:
    """Return a recipe and the records of the 50 US states and the District of Columbia, 2009.

    Less is better for violent crime, murder, poverty and single-parent households; more for high-school
    graduation. "Urban" is carried as an attribute.

    Examples
    --------
    >>> recipe, data = us_states()
    >>> data.values.shape
    (51, 5)
    """
    from statsmodels.datasets import statecrime

    frame = statecrime.load_pandas().data
    tree = IndicatorTree(
        Group(
            "states",
            {"en": "Safety and social conditions", "zh": "安全与社会状况"},
            (
                Group("safety", {"en": "Safety", "zh": "安全"}, (
                    Indicator("violent", {"en": "Violent crime", "zh": "暴力犯罪"}, "per 100,000", "less"),
                    Indicator("murder", {"en": "Murder", "zh": "谋杀"}, "per 100,000", "less"),
                )),
                Group("social", {"en": "Social conditions", "zh": "社会状况"}, (
                    Indicator("hs_grad", {"en": "High-school graduation", "zh": "高中毕业率"}, "%", "more"),
                    Indicator("poverty", {"en": "Poverty", "zh": "贫困率"}, "%", "less"),
                    Indicator("single", {"en": "Single-parent households", "zh": "单亲家庭"}, "%", "less"),
                )),
            ),
        ),
        {"title": "US states 2009", "source": SOURCE, "licence": "public domain", "confidence": "records as published"},
    )  # fmt: skip
    values = frame[tree.codes].rename_axis("unit")
    attributes = frame[["urban"]].rename_axis("unit")
    recipe = Recipe(
        treatment=["winsorise"], weighting="equal", title="Safety and social conditions, US states 2009"
    )
    return recipe, Dataset(tree, values, attributes)
