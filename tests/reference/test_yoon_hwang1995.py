"""Yoon and Hwang (1995), Multiple Attribute Decision Making: An Introduction; Hwang and Yoon (1981), TOPSIS.

The fighter aircraft example: four aircraft, six attributes of which the cost (million dollars) is the only cost;
the two verbal ones on a 1-9 scale. The book (1981, p. 133) prints D+, D- with four digits and C with three; read as the
tests of two programs repeat them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, IndicatorTree
from govmetrics.ranking import topsis

AIRCRAFT = [
    [2.0, 1500, 20000, 5.5, 5, 9],
    [2.5, 2700, 18000, 6.5, 3, 5],
    [1.8, 2000, 21000, 4.5, 7, 7],
    [2.2, 1800, 20000, 5.0, 5, 5],
]
WEIGHTS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.3)
CODES = ["speed", "range", "payload", "cost", "reliability", "manoeuvre"]


def test_topsis_of_fighter_aircraft():
    tree = IndicatorTree.from_groups({"aircraft": CODES}, {"cost": "less"})
    data = Dataset(tree, pd.DataFrame(AIRCRAFT, ["A1", "A2", "A3", "A4"], CODES, dtype=float))
    result = topsis(data, pd.Series(WEIGHTS, index=CODES))
    np.testing.assert_allclose(result.table["D+"], [0.0545, 0.1197, 0.0580, 0.1009], atol=6e-5)
    np.testing.assert_allclose(
        result.table["D-"], [0.0983, 0.0439, 0.0920, 0.0458], atol=1e-4
    )  # from rounded values
    np.testing.assert_allclose(result.table["C"], [0.643, 0.268, 0.613, 0.312], atol=6e-4)
    assert result.to_frame().index.tolist() == ["A1", "A3", "A4", "A2"]
