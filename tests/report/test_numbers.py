import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, IndicatorTree
from govmetrics.report.numbers import number, raw, signed
from govmetrics.report.standing import standing


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (1234.5678, "1,234.6"), (-2, "−2.0"), (None, "–")]
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("value", "text"), [
    (0.04, "0.0"), (-0.04, "0.0"), (1234.5, "+1,234.5"), (-2, "−2.0"), (float("nan"), "–"), (0, "0.0"),
])  # fmt: skip
def test_signed(value, text):
    assert signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.000123456, "0.0001235"), (13.0512, "13.05"), (1e6, "1,000,000"), (pd.NA, "–")]
)
def test_raw(value, text):
    assert raw(value) == text


@pytest.mark.parametrize(("normalisation", "digits"), [
    ("min_max", 1), ({"min_max": {"scale": [0, 10]}}, 1), ({"min_max": {"scale": [1, 5]}}, 2), ("z_score", 2),
    ({"min_max": {"scale": [0, 1]}}, 3),
])  # fmt: skip
def test_scores_have_as_many_digits_as_their_scale_needs(normalisation, digits):
    data = Dataset(
        IndicatorTree.from_groups({"A": ["x"]}),
        pd.DataFrame({"x": [1.0, 2, 4]}, index=list("abc")).rename_axis("unit"),
    )
    assert standing(gm.follow(gm.Recipe(normalisation=normalisation), data)).digits == digits
