"""Textbook examples of fuzzy evaluation and grey relational analysis.

司守奎, 孙玺菁: 数学建模算法与应用, ch. 14: year-end assessment of staff (weighted mean and max-product as printed),
the same on two levels with 18 indicators, and the choice among six suppliers by grey relational degree.
Ross, T. J. (2010): Fuzzy Logic with Engineering Applications, evaluation of a computer (max-min).
Not read in the sources: the max-product row of the first and the relation of the last, whose result was read.
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
    assert verdict["place"] == pytest.approx(2.14)
    assert verdict["score"] == pytest.approx(3.86)
    # .175 < .6 <= .705: the second grade
    names = ["grade", "grade_by_score", "grade_by_place", "grade_by_confidence"]
    assert list(verdict[names]) == ["良好"] * 4
    assert verdict["agree"]
    p = np.array([0.175, 0.53, 0.275, 0.02])
    assert verdict["entropy"] == pytest.approx(-(p * np.log(p)).sum() / np.log(5))


EMPLOYEE = {
    "work": (0.4, [0.2, 0.3, 0.3, 0.2], [[0.8, 0.15, 0.05, 0, 0], [0.2, 0.6, 0.1, 0.1, 0], [0.5, 0.4, 0.1, 0, 0],
                                         [0.1, 0.3, 0.5, 0.05, 0.05]]),
    "attitude": (0.3, [0.3, 0.2, 0.1, 0.2, 0.2], [[0.3, 0.5, 0.15, 0.05, 0], [0.2, 0.2, 0.4, 0.1, 0.1],
                                                  [0.4, 0.4, 0.1, 0.1, 0], [0.1, 0.3, 0.3, 0.2, 0.1],
                                                  [0.3, 0.2, 0.2, 0.2, 0.1]]),
    "ability": (0.2, [0.1, 0.2, 0.3, 0.2, 0.2], [[0.1, 0.3, 0.5, 0.1, 0], [0.2, 0.3, 0.3, 0.1, 0.1],
                                                 [0.2, 0.3, 0.35, 0.15, 0], [0.1, 0.3, 0.4, 0.1, 0.1],
                                                 [0.1, 0.4, 0.3, 0.1, 0.1]]),
    "learning": (0.1, [0.3, 0.2, 0.2, 0.3], [[0.3, 0.4, 0.2, 0.1, 0], [0.1, 0.4, 0.3, 0.1, 0.1],
                                             [0.2, 0.3, 0.4, 0.1, 0], [0.4, 0.3, 0.2, 0.1, 0]]),
}  # fmt: skip


def test_two_levels_of_eighteen_indicators():
    tree = gm.IndicatorTree.from_groups(
        {group: [f"{group}{i}" for i in range(len(w))] for group, (_, w, _) in EMPLOYEE.items()}
    )
    shares = {group: share for group, (share, _, _) in EMPLOYEE.items()}
    shares |= {f"{group}{i}": x for group, (_, w, _) in EMPLOYEE.items() for i, x in enumerate(w)}
    rows = pd.MultiIndex.from_product([["x"], tree.codes], names=["unit", "code"])
    degrees = pd.DataFrame(np.vstack([r for _, _, r in EMPLOYEE.values()]), rows, STAFF["grades"])
    grades = gm.fuzzy.GradeScale(STAFF["grades"], [5, 4, 3, 2, 1])
    result = gm.fuzzy.evaluate(degrees, gm.weighting.assigned(tree, shares), grades)
    np.testing.assert_allclose(result.at().loc["x"], [0.288, 0.354, 0.2355, 0.0865, 0.036], atol=1e-12)
    assert result.grade["x", "index"] == "良好"


SUPPLIERS = [
    [0.83, 0.90, 0.99, 0.92, 0.87, 0.95], [326, 295, 340, 287, 310, 303], [21, 38, 25, 19, 27, 10],
    [3.2, 2.4, 2.2, 2.0, 0.9, 1.7], [0.20, 0.25, 0.12, 0.33, 0.20, 0.09], [0.15, 0.20, 0.14, 0.09, 0.15, 0.17],
    [250, 180, 300, 200, 150, 175], [0.23, 0.15, 0.27, 0.30, 0.18, 0.26], [0.87, 0.95, 0.99, 0.89, 0.82, 0.94],
]  # fmt: skip


def test_grey_relational_degrees_of_six_suppliers():
    codes = [f"x{i}" for i in range(1, 10)]
    tree = gm.IndicatorTree.from_groups({"g": codes}, better=dict.fromkeys(["x2", "x3", "x4"], "less"))
    data = gm.Dataset(tree, pd.DataFrame(np.transpose(SUPPLIERS), range(1, 7), codes))
    scaled = gm.normalisation.min_max(data, scale=(0, 1))
    found = gm.grey.relational_coefficients(scaled)
    np.testing.assert_allclose(
        found.coefficients.loc[1],
        [0.3333, 0.4046, 0.5600, 0.3333, 0.4800, 0.5238, 0.6000, 0.5172, 0.4146],
        atol=5e-5,
    )
    degrees = found.degree(gm.weighting.equal(tree))
    np.testing.assert_allclose(
        degrees, [0.462992, 0.555994, 0.649074, 0.652723, 0.493562, 0.613015], atol=1e-6
    )


def test_computer_max_min():
    composed = gm.fuzzy.compose(COMPUTER["weights"], COMPUTER["R"], "max_min")
    np.testing.assert_allclose(composed, [0.1, 0.3, 0.4, 0.2], atol=1e-12)


def test_every_operator_of_the_staff_and_the_computer(facts):
    staff = json.loads((facts / "fuzzy/fce01_staff.json").read_text("utf-8"))
    given, computed = staff["input"], staff["expected"]["computed"]
    for symbol, operator in OPERATORS.items():
        composed = gm.fuzzy.compose(given["weights"], given["R"], operator, normalise=False)
        np.testing.assert_allclose(composed, computed[symbol], atol=staff["tolerance"]["computed"])
    verdict = _staff().verdicts().loc["x"]
    assert verdict["validity"] == pytest.approx(computed["validity"]["alpha"], abs=1e-9)
    assert verdict["place"] == pytest.approx(computed["validity"]["level_characteristic_value"], abs=1e-9)
    computer = json.loads((facts / "fuzzy/fce03_ross_computer.json").read_text("utf-8"))
    composed = gm.fuzzy.compose(computer["input"]["weights"], computer["input"]["R"], "max_min")
    np.testing.assert_allclose(composed, computer["expected"]["literature"]["e"], atol=1e-12)
