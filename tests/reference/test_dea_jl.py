"""Values computed by another program: DataEnvelopmentAnalysis.jl (J. Barbero and J. L. Zofio; Julia, MIT licence).

The data are those of its tests: the eleven units of Fried, Lovell and Schmidt (1993), the five of Zofio and Prieto
(2006), and small tables of its own. Its Enhanced Russell Graph is the slacks-based measure; its generalised distance
with alpha = 1/2 is the square of hyperbolic efficiency; its environmental model has strongly disposable bad outputs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.dea.additive import additive
from govmetrics.dea.directional import directional
from govmetrics.dea.hyperbolic import hyperbolic
from govmetrics.dea.luenberger import malmquist_luenberger
from govmetrics.dea.slacks_based import slacks_based

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
FLS_X = [
    [5, 13],
    [16, 12],
    [16, 26],
    [17, 15],
    [18, 14],
    [23, 6],
    [25, 10],
    [27, 22],
    [37, 14],
    [42, 25],
    [5, 17],
]
FLS_Y = [12, 14, 25, 26, 8, 9, 27, 30, 31, 26, 12]
EIGHT_X, EIGHT_Y = [2, 4, 8, 12, 6, 14, 14, 9.412], [1, 5, 8, 9, 3, 7, 9, 2.353]

ADDITIVE = {
    ("one", "constant"): [0, 10.76923077, 10.83783784, 0, 22.15384615, 17.92307692, 0, 12.07692308, 11.6137931, 35, 4],
    ("one", "variable"): [0, 7.333333333, 0, 0, 18, 0, 0, 0, 0, 35, 4],
    ("own", "constant"): [0, 0.7577160494, 0.4168399168, 0, 2.2219512195, 1.147826087, 0, 0.4867909868, 0.4041184041,
                          1.0726153846, 0.2352941176],
    ("own", "variable"): [0, 0.507518797, 0, 0, 2.2039473684, 0, 0, 0, 0, 1.0432234432, 0.2352941176],
    ("deviation", "constant"): [0, 1.3569256615, 1.7407259078, 0, 2.6877810368, 1.6953153107, 0, 1.654088481,
                                1.1212042237, 4.0172855145, 0.6424624298],
    ("deviation", "variable"): [0, 0.8049248943, 0, 0, 2.0149704908, 0, 0, 0, 0, 3.9898943952, 0.6424624298],
    ("range", "variable"): [0, 0.10297482838, 0, 0, 0.25553012967, 0, 0, 0, 0, 0.41764590678, 0.06666666667],
    ("bounded", "variable"): [0, 0.1998936736, 0, 0, 0.4329710145, 0, 0, 0, 0, 0.5713608345, 0.1212121212],
}  # fmt: skip


@pytest.mark.parametrize(("weights", "returns"), list(ADDITIVE))
def test_additive_models(weights, returns):
    got = additive(FLS_X, FLS_Y, weights=weights, returns=returns)
    assert got.inefficiency.tolist() == pytest.approx(ADDITIVE[weights, returns], abs=6e-9)


def test_slacks_based_measure():
    got = slacks_based(EIGHT_X, EIGHT_Y, returns="constant")
    assert got.scores.tolist() == pytest.approx([0.4, 1, 0.8, 0.6, 0.4, 0.4, 0.51428571428565, 0.2], abs=1e-9)
    got = slacks_based(EIGHT_X, EIGHT_Y)
    expected = [1, 1, 1, 1, 0.4, 0.476190476190476, 0.857142857142857, 0.2]
    assert got.scores.tolist() == pytest.approx(expected, abs=1e-9)
    assert got.input_slacks.iloc[:, 0].tolist() == pytest.approx([0, 0, 0, 0, 2, 22 / 3, 2, 5.412], abs=1e-9)


def test_hyperbolic_is_the_generalised_distance():
    got = hyperbolic(EIGHT_X, EIGHT_Y)
    expected = [1, 1, 1, 1, 0.410097, 0.634489, 1, 0.20504]
    assert (got.scores**2).tolist() == pytest.approx(expected, abs=1e-5)
    x, y = [[5, 3], [2, 4], [4, 2], [4, 8], [7, 9]], [[7, 4], [10, 8], [8, 10], [5, 4], [3, 6]]
    got = hyperbolic(x, y)
    assert (got.scores**2).tolist() == pytest.approx([0.682, 1, 1, 0.25, 0.36], abs=1e-3)
    assert got.input_slacks.to_numpy() == pytest.approx(
        np.array([[0.605935, 0], [0, 0], [0, 0], [0, 0], [0.2, 3.4]]), abs=1e-5
    )
    assert got.output_slacks.to_numpy() == pytest.approx(
        np.array([[0, 4.67865], [0, 0], [0, 0], [0, 0], [3, 0]]), abs=1e-5
    )


def test_directional_distance_with_an_undesirable_output():
    x, y, b = np.ones(5), [7, 5, 1, 3, 4], [2, 5, 3, 3, 2]
    got = directional(x, y, "outputs", "constant", b, "strong")
    assert got.inefficiency.tolist() == pytest.approx([0, 0.4, 19 / 23, 5 / 9, 3 / 11], abs=1e-9)
    assert got.input_slacks.iloc[:, 0].tolist() == pytest.approx([0, 0, 17 / 23, 1 / 3, 3 / 11], abs=1e-9)
    assert got.undesirable_slacks.iloc[:, 0].tolist() == pytest.approx([0, 1, 0, 0, 0], abs=1e-9)
    own = directional(x, y, "own", "constant", b, "strong").inefficiency
    assert own.tolist() == pytest.approx([0, 1 / 6, 3 / 4, 2 / 5, 3 / 11], abs=1e-9)
    mean = directional(x, y, "mean", "constant", b, "strong").inefficiency
    assert mean.tolist() == pytest.approx([0, 2 / 11, 6 / 11, 4 / 11, 6 / 29], abs=1e-9)


def test_malmquist_luenberger_of_three_periods():
    index = pd.MultiIndex.from_product([[1, 2, 3], list("ABCDE")])
    x = pd.DataFrame({"x": np.ones(15)}, index=index)
    y = pd.DataFrame({"y": [7, 5, 1, 3, 4, 8, 5.5, 2, 2, 4, 8, 5.5, 2, 2, 4]}, index=index)
    b = pd.DataFrame({"b": [2, 5, 3, 3, 2, 1, 3, 2, 4, 1, 0.5, 2, 0.5, 3, 0.5]}, index=index)
    got = malmquist_luenberger(x, y, undesirable=b, disposability="strong").changes
    one, two = got[got["period"] == 2], got[got["period"] == 3]
    expected = [1.3702375781, 1.1, 1.125977836, 0.91624569458, 1.2792042981]
    assert one["malmquist_luenberger"].tolist() == pytest.approx(expected, abs=1e-8)
    assert one["efficiency_change"].tolist() == pytest.approx(
        [1, 0.9625, 1.027173913, 119 / 144, 21 / 22], abs=1e-8
    )
    expected = [1.3702375781, 1.1428571429, 1.0961900625, 1.1087342859, 1.3401187885]
    assert one["technical_change"].tolist() == pytest.approx(expected, abs=1e-8)
    expected = [1.22474, 1, 1.25245, 1.01484, 1.26491]
    assert two["malmquist_luenberger"].tolist() == pytest.approx(expected, abs=1e-5)
    assert two["efficiency_change"].tolist() == pytest.approx([1, 1, 1.11111, 0.980392, 1], abs=1e-5)
