"""What every result on scales offers: a copy as a table, JSON without NaN, a table for notebooks; input left alone."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from govmetrics import survey

FACTORS = {"a": ["a1", "a2", "a3", "a4"], "b": ["b1", "b2", "b3", "b4"]}
CALLS = {
    "alpha": survey.alpha,
    "bartlett": survey.bartlett,
    "confirm": lambda items: survey.confirm(items, FACTORS, robust=True),
    "discriminant": lambda items: survey.discriminant(items, FACTORS),
    "explore": survey.explore,
    "fleiss": lambda items: survey.fleiss(items.round()),
    "guttman": survey.guttman,
    "icc": survey.icc,
    "invariance": lambda items: survey.invariance(items, FACTORS, pd.Series(["x", "y"] * 200)),
    "item_analysis": survey.item_analysis,
    "kendall": survey.kendall,
    "kmo": survey.kmo,
    "krippendorff": lambda items: survey.krippendorff(items.round(), "interval"),
    "method_bias": lambda items: survey.method_bias(items, FACTORS),
    "omega": survey.omega,
    "parallel": survey.parallel,
    "polychoric": lambda items: survey.polychoric(items.round()),
    "split_half": survey.split_half,
    "test_retest": lambda items: survey.test_retest(items, items + 1),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_result(two_scales, name):
    before = two_scales.copy()
    result = CALLS[name](two_scales)
    pd.testing.assert_frame_equal(two_scales, before)
    json.dumps(result.to_dict(), allow_nan=False)
    frame = result.to_frame()
    once = frame.copy()
    del frame[frame.columns[0]]
    pd.testing.assert_frame_equal(result.to_frame(), once)
    assert "<table" in result._repr_html_()
    assert isinstance(result.notes if hasattr(result, "notes") else (), tuple)


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("invariance", "test_retest")])
def test_same_answers_same_numbers(two_scales, name):
    """Nothing depends on hidden state or on the order of respondents."""
    one, two = CALLS[name](two_scales), CALLS[name](two_scales)
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
