"""Tian (1993), 秩和比法及其应用: the quality of maternal care in ten regions.

Antenatal examination (%, more), maternal and perinatal mortality (less): the example that textbooks repeat from the
book. The expected RSR are rank sums over 30 and the expected probits normal quantiles plus 5, both worked by hand
from the ranks, to the digits that such tables print. The book itself was not read.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled
from govmetrics.ranking import rank_sum_ratio

EXAMINED = [99.54, 96.52, 99.36, 92.83, 91.71, 95.35, 96.09, 99.27, 94.76, 84.80]
MATERNAL = [60.27, 59.67, 43.91, 58.99, 35.40, 44.71, 49.81, 31.69, 22.91, 81.49]
PERINATAL = [16.15, 20.10, 15.60, 17.04, 15.01, 13.93, 17.43, 13.89, 19.87, 23.63]
RSR = {
    "A": 0.6,
    "B": 0.4,
    "C": 0.7667,
    "D": 0.4,
    "E": 0.6,
    "F": 0.6667,
    "G": 0.5,
    "H": 0.9,
    "I": 0.5667,
    "J": 0.1,
}
PROBIT = {
    "J": 3.72,
    "B": 4.33,
    "D": 4.33,
    "G": 4.75,
    "I": 5.00,
    "A": 5.39,
    "E": 5.39,
    "F": 5.84,
    "C": 6.28,
    "H": 6.96,
}


def test_rank_sum_ratio_of_maternal_care():
    tree = IndicatorTree.from_groups({"care": ["examined", "maternal", "perinatal"]})
    directed = np.column_stack([EXAMINED, -np.array(MATERNAL), -np.array(PERINATAL)])
    result = rank_sum_ratio(
        Scaled(tree, pd.DataFrame(directed, list("ABCDEFGHIJ"), tree.codes), pd.DataFrame())
    )
    np.testing.assert_allclose(result.scores.loc[list(RSR)], list(RSR.values()), atol=5e-5)
    np.testing.assert_allclose(result.table.loc[list(PROBIT), "probit"], list(PROBIT.values()), atol=6e-3)
    grades = result.table["grade"]
    assert sorted(grades.index[grades == 1]) == ["C", "H"]
    assert sorted(grades.index[grades == 3]) == ["J"]
