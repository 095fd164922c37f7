"""What every result on scales offers: a copy as a table, JSON without NaN, a table for notebooks; input left alone."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from govmetrics import psychometrics

FACTORS = {"a": ["a1", "a2", "a3", "a4"], "b": ["b1", "b2", "b3", "b4"]}
CALLS = {
    "alpha": psychometrics.alpha,
    "bartlett": psychometrics.bartlett,
    "confirm": lambda items: psychometrics.confirm(items, FACTORS, robust=True),
    "discriminant": lambda items: psychometrics.discriminant(items, FACTORS),
    "explore": psychometrics.explore,
    "fleiss": lambda items: psychometrics.fleiss(items.round()),
    "guttman": psychometrics.guttman,
    "icc": psychometrics.icc,
    "invariance": lambda items: psychometrics.invariance(items, FACTORS, pd.Series(["x", "y"] * 200)),
    "item_analysis": psychometrics.item_analysis,
    "kendall": psychometrics.kendall,
    "kmo": psychometrics.kmo,
    "krippendorff": lambda items: psychometrics.krippendorff(items.round(), "interval"),
    "method_bias": lambda items: psychometrics.method_bias(items, FACTORS),
    "omega": psychometrics.omega,
    "parallel": psychometrics.parallel,
    "polychoric": lambda items: psychometrics.polychoric(items.round()),
    "split_half": psychometrics.split_half,
    "test_retest": lambda items: psychometrics.test_retest(items, items + 1),
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
