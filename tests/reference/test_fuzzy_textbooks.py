"""Textbook examples of fuzzy evaluation.

司守奎, 孙玺菁: 数学建模算法与应用, year-end assessment of staff (weighted mean and max-product as printed).
Ross, T. J. (2010): Fuzzy Logic with Engineering Applications, evaluation of a computer (max-min).
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

STAFF = {
    "weights": [0.25, 0.2, 0.25, 0.3],
    "R": [[0.1, 0.5, 0.4, 0, 0], [0.2, 0.5, 0.2, 0.1, 0], [0.2, 0.5, 0.3, 0, 0], [0.2, 0.6, 0.2, 0, 0]],
    "grades": ["优秀", "良好", "一般", "较差", "差"],
}
COMPUTER = {
    "weights": [0.4, 0.3, 0.2, 0.1],
    "R": [[0.1, 0.3, 0.4, 0.2], [0.0, 0.1, 0.8, 0.1], [0.1, 0.6, 0.2, 0.1], [0.1, 0.4, 0.3, 0.2]],
}
OPERATORS = {
    "prod-sum": "weighted_mean",
    "prod-max": "max_product",
    "min-max": "max_min",
    "min-bsum": "bounded_min",
}


def _staff():
    tree = gm.IndicatorTree.from_groups({"staff": ["politics", "ability", "attitude", "results"]})
    weights = gm.weighting.assigned(tree, dict(zip(tree.codes, STAFF["weights"], strict=True)))
    rows = pd.MultiIndex.from_product([["x"], tree.codes], names=["unit", "code"])
    grades = gm.fuzzy.GradeScale(STAFF["grades"], [5, 4, 3, 2, 1])
    return gm.fuzzy.evaluate(pd.DataFrame(STAFF["R"], rows, STAFF["grades"]), weights, grades)


def test_staff_printed_results():
    raw = {o: gm.fuzzy.compose(STAFF["weights"], STAFF["R"], o, normalise=False) for o in OPERATORS.values()}
    np.testing.assert_allclose(raw["weighted_mean"], [0.175, 0.53, 0.275, 0.02, 0], atol=1e-12)
    np.testing.assert_allclose(raw["max_product"], [0.06, 0.18, 0.1, 0.02, 0], atol=1e-12)
    np.testing.assert_allclose(raw["max_min"], [0.2, 0.3, 0.25, 0.1, 0], atol=1e-12)
    np.testing.assert_allclose(raw["bounded_min"], [0.7, 1.0, 0.9, 0.1, 0], atol=1e-12)


def test_staff_verdicts():
    verdict = _staff().verdicts().loc["x"]
    # (5 * .53 - 1) / (2 * .275 * 4); 1 * .175 + 2 * .53 + 3 * .275 + 4 * .02
    assert verdict["validity"] == pytest.approx(0.75)
    assert verdict["level"] == pytest.approx(2.14)
    assert verdict["score"] == pytest.approx(3.86)
    # .175 < .6 <= .705: the second grade
    names = ["grade", "grade_by_score", "grade_by_level", "grade_by_confidence"]
    assert list(verdict[names]) == ["良好"] * 4
    assert verdict["agree"]
    p = np.array([0.175, 0.53, 0.275, 0.02])
    assert verdict["entropy"] == pytest.approx(-(p * np.log(p)).sum() / np.log(5))


def test_computer_max_min():
    composed = gm.fuzzy.compose(COMPUTER["weights"], COMPUTER["R"], "max_min")
    np.testing.assert_allclose(composed, [0.1, 0.3, 0.4, 0.2], atol=1e-12)


def test_shared_cases(cases):
    staff = json.loads((cases / "fuzzy/fce01_staff.json").read_text("utf-8"))
    given, computed = staff["input"], staff["expected"]["computed"]
    for symbol, operator in OPERATORS.items():
        composed = gm.fuzzy.compose(given["weights"], given["R"], operator, normalise=False)
        np.testing.assert_allclose(composed, computed[symbol], atol=staff["tolerance"]["computed"])
    verdict = _staff().verdicts().loc["x"]
    assert verdict["validity"] == pytest.approx(computed["validity"]["alpha"], abs=1e-9)
    assert verdict["level"] == pytest.approx(computed["validity"]["level_characteristic_value"], abs=1e-9)
    computer = json.loads((cases / "fuzzy/fce03_ross_computer.json").read_text("utf-8"))
    composed = gm.fuzzy.compose(computer["input"]["weights"], computer["input"]["R"], "max_min")
    np.testing.assert_allclose(composed, computer["expected"]["literature"]["e"], atol=1e-12)
