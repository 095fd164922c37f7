"""Andersen, P. and Petersen, N. C. (1993), Management Science 39, 1261-1264: five units, two inputs, output 1.

Not read in the source; the scores follow from the definition by hand. Without B its ray meets the frontier at
(50/19, 200/19), 4/19 of the way from A to C; without C at (6, 6), half way from B to D; without D where it reaches the
level of C, 5/4 of its own; that of E at (7.5, 4.5), half way from C to D.
"""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose

import govmetrics as gm

pytestmark = pytest.mark.filterwarnings("ignore:.*units for")

X = pd.DataFrame({"x1": [2, 2, 5, 10, 10], "x2": [12, 8, 5, 4, 6]}, index=list("ABCDE"))
Y = pd.DataFrame({"y": [1.0] * 5}, index=X.index)


def test_super_efficiency():
    result = gm.dea.super_efficiency(X, Y, returns="constant")
    assert_allclose(result.scores, [1, 25 / 19, 1.2, 1.25, 0.75], atol=1e-12)
    assert result.efficient.tolist() == ["weak", "strong", "strong", "strong", "no"]
    assert result.notes == ()


def test_duplicates_of_an_efficient_unit():
    x, y = pd.concat([X, X.loc[["B"]].set_axis(["B2"])]), pd.concat([Y, Y.loc[["B"]].set_axis(["B2"])])
    result = gm.dea.super_efficiency(x, y, returns="constant")
    assert_allclose(result.scores[["B", "B2"]], 1, atol=1e-12)
    assert "B, B2 are duplicates" in result.notes[0]


def test_weakly_efficient():
    result = gm.dea.radial(X, Y, returns="constant")
    assert result.efficient.tolist() == ["weak", "strong", "strong", "strong", "no"]
    assert_allclose(result.input_slacks.loc["A"], [0, 4], atol=1e-12)
    assert gm.dea.radial(X, Y, returns="constant", slacks=False).efficient["A"] == "unknown"
