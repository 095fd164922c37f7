import warnings

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, Group, Indicator, IndicatorTree

NAMES = ["<b>bold</b>", "=SUM(A1)", "南山区"]


def small_tree():
    return IndicatorTree(
        Group("r", {"en": "Index", "zh": "指数"}, (
            Group("A", {"en": "Actors", "zh": "主体"}, (
                Indicator("x", {"en": "Trust", "zh": "信任"}, "%", "more", target=2.5), Indicator("y", better="less"),
            )),
            Indicator("z", "<i>z</i>", better="more"),
        )),
        {"source": "a <source>"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def assessment():
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3], "y": [3.0, 1, 2], "z": [1.0, None, 9]}, index=pd.Index(NAMES, name="unit")
    )
    recipe = gm.Recipe(treatment=["impute_mean"], weighting="equal")
    return gm.follow(recipe, Dataset(small_tree(), frame))


@pytest.fixture(scope="session")
def panel():
    """Three units over four quarters, named so that the order of names is not that of time.

    By equal weights, with bounds 0 and 10: a stays at 50, b falls from 40 to 20, c rises from 20 to 50; in the second
    quarter c has no value of y.
    """
    tree = IndicatorTree.from_groups({"A": ["x"], "B": ["y"]}, root="r")
    x = {"a": [5.0, 5, 5, 5], "b": [4.0, 4, 3, 2], "c": [2.0, 3, 4, 5]}
    rows = pd.MultiIndex.from_product(
        [["2024Q4", "2025Q1", "2025Q2", "2025Q3"], list("abc")], names=["period", "unit"]
    )
    values = np.array([[x[unit][quarter]] * 2 for quarter in range(4) for unit in "abc"])
    values[5, 1] = np.nan
    bounds = dict.fromkeys("xy", (0.0, 10.0))
    recipe = gm.Recipe(normalisation={"min_max": {"bounds": bounds}}, weighting="equal")
    return gm.follow(recipe, Dataset(tree, pd.DataFrame(values, index=rows, columns=["x", "y"])))


@pytest.fixture(scope="session")
def whole():
    """The findings of a small evaluation with every part."""
    from tests.report.small import small

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", gm.core.GovmetricsWarning)  # few units for DEA: it is an example
        return small()


@pytest.fixture(scope="session")
def pages(whole, tmp_path_factory):
    """The page of the small evaluation in a language, made once."""
    folder, made = tmp_path_factory.mktemp("pages"), {}

    def page(language):
        if language not in made:
            made[language] = gm.report.html(whole, folder / f"{language}.html", language)
        return made[language]

    return page
