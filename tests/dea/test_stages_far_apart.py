"""Two stages whose units are up to 1e9 apart, or use next to nothing, against programs solved in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.dea.engine.exact_minimum import minimum

pytestmark = pytest.mark.filterwarnings("ignore::govmetrics.GovmetricsWarning")
N = 6


def _table(seed, kind):
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 5, (N, 4)).astype(float)
    if kind == "any":
        values = rng.lognormal(0, 0.5, (N, 4)) * 10.0 ** rng.uniform(-4.5, 4.5, (N, 1))
    elif kind == "sizes":
        values *= 10.0 ** rng.choice([-4, 0, 5], (N, 1))
    else:
        values *= 1e-10
    return pd.DataFrame(values, list("abcdef"), ["x1", "x2", "z", "y"])


def _network(points, o, returns):
    """Tone and Tsutsui (2009), input orientation: x1 makes z, which with x2 makes y; lambdas of both stages, three slacks."""
    own, nothing = points[o], [0] * N
    rows = [
        [*(p[0] / own[0] for p in points), *nothing, 1, 0, 0],
        [*nothing, *(p[1] / own[1] for p in points), 0, 1, 0],
        [*nothing, *(p[3] / own[3] for p in points), 0, 0, -1],
        [*(p[2] / own[2] for p in points), *(-p[2] / own[2] for p in points), 0, 0, 0],
    ]
    right = [1, 1, 1, 0]
    if returns == "variable":
        rows += [[1] * N + nothing + [0] * 3, nothing + [1] * N + [0] * 3]
        right += [1, 1]
    half = Fraction(-1, 2)
    return 1 + minimum(rows, right, [*nothing, *nothing, half, half, 0])


def _product(points, o):
    """Kao and Hwang (2008): prices of x1, x2, z and y in the unit's own amounts, and the slack of every unit in each stage."""
    own = points[o]
    rows, right = [[1, 1, 0, 0] + [0] * (2 * N)], [1]
    for j, p in enumerate(points):
        first = [-p[0] / own[0], -p[1] / own[1], p[2] / own[2], 0]
        second = [0, 0, -p[2] / own[2], p[3] / own[3]]
        for k, row in ((j, first), (N + j, second)):
            rows.append(row + [int(i == k) for i in range(2 * N)])
            right.append(0)
    return -minimum(rows, right, [0, 0, 0, -1] + [0] * (2 * N))


def _compare(seed, kind):
    table = _table(seed, kind)
    points = [[Fraction(float(value)) for value in row] for row in table.to_numpy()]
    stages = {"A": {"inputs": "x1"}, "B": {"inputs": "x2", "outputs": "y"}}
    for returns in ("variable", "constant"):
        found = gm.dea.network_slacks_based(
            table[["x1", "x2"]], table[["y"]], {("A", "B"): table[["z"]]}, stages, "input", returns
        )
        expected = [_network(points, o, returns) for o in range(N)]
        np.testing.assert_allclose(found.scores, np.array(expected, float), atol=1e-8)
        assert found.error.max() < 1e-8
    both = gm.dea.two_stage(table[["x1", "x2"]], table[["z"]], table[["y"]]).to_frame()
    expected = [float(_product(points, o)) for o in range(N)]
    np.testing.assert_allclose(both["overall"], expected, atol=1e-8)


@pytest.mark.parametrize("kind", ["any", "sizes", "small"])
def test_stages_reach_the_exact_optimum(kind):
    _compare(3, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["any", "sizes", "small"])
def test_many_stages_reach_the_exact_optimum(kind):
    for seed in range(10, 30):
        _compare(seed, kind)
