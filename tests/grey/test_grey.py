from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Scaled
from govmetrics.fuzzy import THREE_GRADES
from govmetrics.grey import grey_clustering, grey_relational, relational_coefficients


def _scaled(x):
    tree = gm.IndicatorTree.from_groups({"g": [f"x{i}" for i in range(np.shape(x)[1])]})
    frame = pd.DataFrame(
        np.asarray(x, dtype=float), pd.Index([f"u{i}" for i in range(len(x))], name="unit"), tree.codes
    )
    return Scaled(tree, frame, pd.DataFrame(index=tree.codes))


def test_relational_coefficients_by_hand():
    # reference (1, 1): distances 0 .5 / .25 0 / 1 .75; the extremes are 0 and 1
    found = relational_coefficients(_scaled([[1, 0.5], [0.75, 1], [0, 0.25]]))
    expected = [[1, 0.5], [0.5 / 0.75, 1], [0.5 / 1.5, 0.5 / 1.25]]
    np.testing.assert_allclose(found.coefficients, expected)
    given = relational_coefficients(_scaled([[0.2, 0.4]]), {"x0": 0.3, "x1": 0.9}, distinguishing=1)
    np.testing.assert_allclose(given.coefficients, [[1.0, 0.6]])


def test_the_relational_degree_is_the_weighted_mean_of_the_coefficients():
    scaled = _scaled([[1, 0.5], [0.75, 1], [0, 0.25]])
    weights = gm.weighting.assigned(scaled.tree, {"x0": 3, "x1": 1})
    found = relational_coefficients(scaled)
    expected = [0.75 + 0.25 * 0.5, 0.75 * 0.5 / 0.75 + 0.25, 0.75 * 0.5 / 1.5 + 0.25 * 0.5 / 1.25]
    np.testing.assert_allclose(found.degree(weights), expected)
    assert found.reference.tolist() == [1, 1]
    assert "u1 is closest to the reference (0.833), u2 farthest from it (0.367)" in repr(found)
    assert "u1 最接近参考值" in found.summary("zh")
    assert found.tables("zh")[0].caption == "灰色关联系数"
    with pytest.raises(gm.FaultyInput, match="weights"):
        found.degree(None)


def test_relation_to_grades():
    scaled = _scaled([[100, 90], [50, 55], [0, 20]])
    result = grey_relational(scaled, [10, 50, 90], gm.weighting.equal(scaled.tree), THREE_GRADES)
    assert result.grade.xs("index", level="node").tolist() == ["good", "fair", "poor"]
    # delta of x0 in u1 to (good, fair, poor): 40, 0, 40; extremes over all cells 0 and 90
    np.testing.assert_allclose(result.leaves.loc[("u1", "x0")], [45 / 85, 1, 45 / 85])
    both = [45 / 85 + 45 / (35 + 45), 1 + 45 / 50, 45 / 85 + 45 / 90]
    np.testing.assert_allclose(result.at().loc["u1"], np.array(both) / 2)
    assert isinstance(result, gm.fuzzy.FuzzyEvaluation)


FUNCTIONS = {
    "x0": [[30, 80, None, None], [10, 40, 40, 70], [None, None, 10, 30]],
    "x1": [[30, 90, None, None], [20, 50, 50, 90], [None, None, 20, 40]],
    "x2": [[40, 100, None, None], [30, 60, 60, 90], [None, None, 30, 50]],
}


def test_clustering_by_hand():
    # three regions by income from planting, livestock and industry; whitenization functions in the manner of
    # Liu and Lin (2006), ch. 5, worked out by hand for equal weights
    scaled = _scaled([[80, 20, 100], [40, 30, 30], [10, 90, 60]])
    result = grey_clustering(scaled, FUNCTIONS, gm.weighting.equal(scaled.tree), THREE_GRADES)
    expected = [
        [(1 + 0 + 1) / 3, 0, (0 + 1 + 0) / 3],
        [(0.2 + 0 + 0) / 3, (1 + 1 / 3 + 0) / 3, (0 + 0.5 + 1) / 3],
        [(0 + 1 + 1 / 3) / 3, (0 + 0 + 1) / 3, (1 + 0 + 0) / 3],
    ]
    np.testing.assert_allclose(result.at(), expected, atol=1e-12)
    assert result.grade.xs("index", level="node").tolist() == ["good", "poor", "good"]


def test_missing_values_and_datasets():
    scaled = _scaled([[80, np.nan, 100]])
    data = gm.Dataset(scaled.tree, scaled.values)
    result = grey_clustering(data, FUNCTIONS, gm.weighting.equal(scaled.tree), THREE_GRADES)
    assert result.coverage.loc["u0", "g"] == pytest.approx(2 / 3)
    np.testing.assert_allclose(result.at().loc["u0"], [1, 0, 0])
    assert np.isnan(relational_coefficients(_scaled([[1, np.nan], [0, 1]])).coefficients.loc["u0", "x1"])


def test_every_fault_at_once():
    scaled = _scaled([[80, 20, 100]])
    weights = gm.weighting.equal(scaled.tree)
    functions = {
        "x0": [[30, 80, None, None], [10, None, 40, 70], [None, None, 30, 10]],
        "x1": [[30, 90, None, None]],
        "z": [],
    }
    with pytest.raises(gm.FaultyInput) as error:
        grey_clustering(scaled, functions, weights, THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["x2", "z", "x0, fair", "x0, poor", "x1"]
    other = gm.weighting.equal(gm.IndicatorTree.from_groups({"g": ["x0", "x1", "y"]}))
    with pytest.raises(gm.FaultyInput) as error:
        grey_clustering(scaled, {"x1": [[1, 2]]}, other, THREE_GRADES)
    assert [f.place for f in error.value.faults] == ["x2", "y", "x0", "x2", "x1"]
    with pytest.raises(gm.FaultyInput) as error:
        grey_relational(scaled, [3, 2, 1], other, THREE_GRADES, distinguishing=2)
    assert [f.place for f in error.value.faults] == ["distinguishing", "x0", "x1", "x2", "x2", "y"]
    with pytest.raises(gm.FaultyInput) as error:
        relational_coefficients(scaled, {"x0": "much", "x1": 1, "z": 2}, distinguishing=0)
    assert [f.place for f in error.value.faults] == ["distinguishing", "x2", "z", "reference, x0"]
    with pytest.raises(gm.UnsuitableMethod, match="nothing to tell apart"):
        relational_coefficients(scaled)
    with pytest.raises(gm.FaultyInput, match="all missing"):
        relational_coefficients(_scaled([[np.nan]]), {"x0": 1.0})


def test_degrees_say_how_they_were_found():
    scaled = _scaled([[10, 90], [60, 40], [90, 20]])
    weights = gm.weighting.equal(scaled.tree)
    found = grey_relational(scaled, [20, 50, 80], weights, THREE_GRADES, distinguishing=0.3)
    assert "ρ = 0.3" in found.method_paragraph("zh")
    assert found.tables("en")[0].cites == ("Deng1989",)
    functions = {
        code: [[50, 90, None, None], [20, 50, 50, 90], [None, None, 20, 50]] for code in scaled.tree.codes
    }
    clustered = grey_clustering(scaled, functions, weights, THREE_GRADES)
    assert "白化权函数" in clustered.method_paragraph("zh")
    assert "隶属度构成" not in clustered.method_paragraph("zh")
    assert "rho = 0.5" in relational_coefficients(scaled).method_paragraph("en")
