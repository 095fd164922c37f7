"""Rezaei (2015), Omega 53, 49-57, and Rezaei (2016), Omega 64, 126-130: the best-worst method.

Example 1 of the first paper: transportation mode by load flexibility, accessibility, cost. Best over the
others (8, 2, 1), others over worst (1, 5, 8); published xi = 0.26, weights 0.071, 0.339, 0.590, consistency
ratio 0.26 / 4.47 = 0.058. The linear model of the second paper on the same answers, solved by hand: all three
constraints bind, so w_B = 17 xi, w_2 = 9 xi, w_W = 2 xi and 28 xi = 1. Table 1 was read as other programs print it;
the example was not read in the source, and is reproduced from the definition.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.ahp.best_worst import best_worst

CRITERIA = ["load flexibility", "accessibility", "cost"]
TO_OTHERS = pd.Series([8, 2, 1], CRITERIA)
TO_WORST = pd.Series([1, 5, 8], CRITERIA)


def test_first_model():
    found = best_worst(TO_OTHERS, TO_WORST, model="ratio")
    assert found.weights.to_numpy() == pytest.approx([0.0714, 0.3387, 0.5899], abs=5e-5)
    assert found.xi == pytest.approx(0.26, abs=5e-3)
    assert found.consistency_ratio == pytest.approx(0.058, abs=5e-4)
    assert (found.best, found.worst) == ("cost", "load flexibility")
    assert found.unique  # three criteria have one optimum (Rezaei, 2016, section 3)


def test_linear_model():
    found = best_worst(TO_OTHERS, TO_WORST)
    assert found.weights.to_numpy() == pytest.approx([2 / 28, 9 / 28, 17 / 28], abs=1e-9)
    assert found.xi == pytest.approx(1 / 28, abs=1e-9)
    assert found.unique


@pytest.mark.parametrize(
    ("a", "index"), [(2, 0.44), (3, 1.0), (4, 1.63), (5, 2.3), (6, 3.0), (7, 3.73), (8, 4.47), (9, 5.23)]
)
def test_consistency_index_table(a, index):
    """Rezaei (2015), Table 1: the xi of the most inconsistent answers a_Bj = a_jW = a_BW, whose ratio is 1."""
    found = best_worst([1, a, a], [a, a, 1], model="ratio")
    assert found.xi == pytest.approx(index, abs=5e-3)
    assert found.consistency_ratio == pytest.approx(1, abs=1e-9)
