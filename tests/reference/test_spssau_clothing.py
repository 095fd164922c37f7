"""SPSSAU's help case of fuzzy evaluation: five indicators, four comments on a garment.

SPSSAU, https://blog.csdn.net/m0_37228052/article/details/122450039: the weighted mean is published there;
the other operators follow from their formulas. They change the verdict.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

A = [0.1, 0.1, 0.15, 0.3, 0.35]
R = [[0.2, 0.5, 0.3, 0], [0.1, 0.3, 0.5, 0.1], [0, 0.1, 0.6, 0.3], [0, 0.4, 0.5, 0.1], [0.5, 0.3, 0.2, 0]]
COMMENTS = ["很欢迎", "欢迎", "一般", "不欢迎"]
EXPECTED = {
    "weighted_mean": ([0.205, 0.32, 0.39, 0.085], "一般"),
    "max_min": ([0.35, 0.3, 0.3, 0.15], "很欢迎"),
    "max_product": ([0.175, 0.12, 0.15, 0.045], "很欢迎"),
    "bounded_min": ([0.55, 0.9, 0.85, 0.35], "欢迎"),
    "bounded_product": ([0.205, 0.32, 0.39, 0.085], "一般"),
}


@pytest.mark.parametrize("operator", list(EXPECTED))
def test_every_operator_and_its_normalised_result(operator):
    raw, comment = EXPECTED[operator]
    composed = gm.fuzzy.compose(A, R, operator, normalise=False)
    np.testing.assert_allclose(composed, raw, atol=1e-12)
    shares = gm.fuzzy.compose(pd.Series(A), pd.DataFrame(R, columns=COMMENTS), operator)
    np.testing.assert_allclose(shares, np.array(raw) / np.sum(raw), atol=1e-12)
    assert shares.idxmax() == comment


def test_evaluate_shows_that_the_operators_disagree():
    tree = gm.IndicatorTree.from_groups({"garment": ["f1", "f2", "f3", "f4", "f5"]})
    weights = gm.weighting.assigned(tree, dict(zip(tree.codes, A, strict=True)))
    grades = gm.fuzzy.GradeScale(COMMENTS, [100, 80, 60, 40])
    rows = pd.MultiIndex.from_product([["coat"], tree.codes], names=["unit", "code"])
    result = gm.fuzzy.evaluate(pd.DataFrame(R, rows, COMMENTS), weights, grades)
    np.testing.assert_allclose(
        result.membership.loc["coat", "index"], EXPECTED["weighted_mean"][0], atol=1e-12
    )
    assert result.grade["coat", "index"] == "一般"
    # .205 * 100 + .32 * 80 + .39 * 60 + .085 * 40
    assert result.score["coat", "index"] == pytest.approx(72.9)
    table = result.operators().loc["coat"]
    assert {name: row["grade"] for name, row in table.iterrows()} == {k: v[1] for k, v in EXPECTED.items()}
    assert not table["agree"].any()
    assert "不一致" in result.summary("zh")


def test_the_case_as_data(facts):
    case = json.loads((facts / "practice/09_SPSSAU_fuzzy_clothing_four_operators.json").read_text("utf-8"))
    expected = {"M(.,+)": case["expected"]["M(.,+)"], **case["expected"]["computed_other_operators"]}
    names = {
        "M(.,+)": "weighted_mean",
        "M(min,max)": "max_min",
        "M(.,max)": "max_product",
        "M(min,+)": "bounded_min",
    }
    assert set(expected) == set(names)
    for symbol, result in expected.items():
        composed = gm.fuzzy.compose(case["input"]["A"], case["input"]["R"], names[symbol], normalise=False)
        np.testing.assert_allclose(composed, result, atol=1e-12)
