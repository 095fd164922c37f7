"""Saaty's own examples, and textbook ones: weights, consistency, alternatives."""

import json
from functools import partial

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

METHODS = {
    "weights_eigenvector": gm.ahp.eigenvector,
    "weights_geometric_mean": gm.ahp.geometric_mean,
    "weights_column_mean": gm.ahp.column_mean,
}
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]


def test_drinks_of_saaty_2008_table_3():
    """Saaty (2008), Int. J. Services Sciences 1, 83-98, table 3, as printed.

    The print has 2 for tea against wine; only the reciprocal, 3, gives the printed vector.
    """
    found = gm.ahp.eigenvector(DRINKS, random_index="Saaty 2007")
    np.testing.assert_allclose(found.weights, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=0.0006)
    assert found.consistency_ratio == pytest.approx(0.022, abs=0.0006)


def test_travel_destination_of_a_chinese_textbook():
    """姜启源《数学模型》: weights .263 .475 .055 .090 .110 by hand; here as R computes it (mathmodels::AHP)."""
    matrix = [[1, 1 / 2, 4, 3, 3], [2, 1, 7, 5, 5], [1 / 4, 1 / 7, 1, 1 / 2, 1 / 3],
              [1 / 3, 1 / 5, 2, 1, 1], [1 / 3, 1 / 5, 3, 1, 1]]  # fmt: skip
    found = gm.ahp.eigenvector(matrix)
    expected = [0.26360349, 0.47583538, 0.0538146, 0.09806829, 0.10867824]
    np.testing.assert_allclose(found.weights, expected, atol=5e-8)
    assert found.consistency_ratio == pytest.approx(0.01609027, abs=5e-8)
    assert found.random_index_table == "Saaty 1980"


@pytest.mark.parametrize(
    "name", ["ahp01_saaty_drinks", "ahp02_saaty_city", "ahp03_saaty_school", "ahp05_travel_destination"]
)
def test_weights_and_consistency_to_every_digit(facts, name):
    case = json.loads((facts / f"ahp/{name}.json").read_text())
    expected = case["expected"]["computed"]
    expected = expected.get("criteria", expected)
    matrix, near = case["input"]["matrix"], {"abs": case["tolerance"]["computed"]}
    table = {"Saaty 1980": "Saaty 1980", "Saaty 2005": "Saaty 2007"}[expected["RI_table"]]
    for key, method in METHODS.items():
        found = method(matrix, random_index=table)
        np.testing.assert_allclose(found.weights, expected[key], atol=case["tolerance"]["computed"])
        assert found.geometric_consistency_index == pytest.approx(expected["GCI"], **near)
    found = gm.ahp.eigenvector(matrix, random_index=table)
    assert found.lambda_max == pytest.approx(expected["lambda_max"], **near)
    assert found.consistency_index == pytest.approx(expected["CI"], **near)
    assert found.consistency_ratio == pytest.approx(expected["CR"], **near)


@pytest.mark.parametrize("name", ["ahp02_saaty_city", "ahp03_saaty_school", "ahp05_travel_destination"])
def test_alternatives_in_the_distributive_mode(facts, name):
    case = json.loads((facts / f"ahp/{name}.json").read_text())
    given = case["input"]
    matrices = given["alternative_matrices"]
    matrices = matrices if isinstance(matrices, dict) else dict(enumerate(matrices))
    local = pd.DataFrame({leaf: gm.ahp.eigenvector(matrix).weights for leaf, matrix in matrices.items()})
    weights = dict(zip(matrices, gm.ahp.eigenvector(given["matrix"]).weights, strict=True))
    found = gm.ahp.synthesise(local, weights)
    np.testing.assert_allclose(local.T, case["expected"]["computed"]["local_alternatives"], atol=1e-9)
    np.testing.assert_allclose(found, case["expected"]["computed"]["alternatives"], atol=1e-9)
    np.testing.assert_allclose(
        found, case["expected"]["literature"]["alternatives"], atol=case["tolerance"]["literature"]
    )


def test_family_car_over_an_unbalanced_tree(facts):
    """Wikipedia, "Analytic hierarchy process - car example": three levels, ragged."""
    case = json.loads((facts / "ahp/ahp06_wikipedia_car.json").read_text())
    given, expected = case["input"], case["expected"]
    tree = gm.IndicatorTree(
        gm.Group("car", "", (
            gm.Group("Cost", "", tuple(gm.Indicator(c) for c in given["cost"])),
            gm.Indicator("safety"), gm.Indicator("style"),
            gm.Group("Capacity", "", tuple(gm.Indicator(c) for c in given["capacity"])),
        ))
    )  # fmt: skip
    judged = gm.Judgements.from_matrices(
        tree,
        {
            "Jones": {
                "car": given["matrix"],
                "Cost": given["cost_matrix"],
                "Capacity": given["capacity_matrix"],
            }
        },
    )
    found = gm.ahp.weights(judged)
    np.testing.assert_allclose(found.weights.of("car"), expected["computed"]["criteria"], atol=1e-9)
    leaves = found.weights.across_tree()
    for leaf, value in expected["computed"]["global_leaf_weights"].items():
        assert leaves[leaf] == pytest.approx(value, abs=1e-9)
    local = pd.DataFrame(
        {leaf: gm.ahp.eigenvector(m).weights for leaf, m in given["alternative_matrices"].items()},
        index=given["alternatives"],
    )
    overall = gm.ahp.synthesise(local, found.weights)
    np.testing.assert_allclose(overall, expected["computed"]["alternatives"], atol=1e-9)
    for name, value in expected["literature"]["alternatives"].items():
        assert overall[name] == pytest.approx(value, abs=case["tolerance"]["literature"])


def test_rural_poverty_alleviation_composite_weights(facts):
    """Mathematical Problems in Engineering 2022, 9101772, table 11: 4 criteria, 21 indicators, ranks."""
    case = json.loads(
        (facts / "practice/07_rural_poverty_alleviation_AHP_composite_weights.json").read_text()
    )
    given, expected = case["input"], case["expected"]
    tree = gm.IndicatorTree.from_groups(
        {f"B{g}": [f"C{g}{i}" for i in range(len(shares))] for g, shares in enumerate(given["C"])}, root="all"
    )
    # consistent judgements with the printed weights: the weights then come back as shares
    groups = {"all": given["B"]} | {f"B{g}": shares for g, shares in enumerate(given["C"])}
    matrices = {group: np.array(w)[:, None] / np.array(w)[None, :] for group, w in groups.items()}
    found = gm.ahp.weights(gm.Judgements.from_matrices(tree, {"print": matrices}), draws=0)
    leaves = found.weights.across_tree()
    np.testing.assert_allclose(leaves, expected["composite"], atol=6e-5)
    assert leaves.round(4).rank(method="min", ascending=False).astype(int).tolist() == expected["rank_min"]


def test_the_random_index_of_another_program_is_a_choice():
    found = partial(gm.ahp.eigenvector, random_index="ahpsurvey")(DRINKS)
    assert found.consistency_ratio == pytest.approx(found.consistency_index / 1.3415514, rel=1e-12)
