"""Directional and hyperbolic distances against plain programs and invariants."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.directional import directional
from govmetrics.dea.hyperbolic import hyperbolic
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
RETURNS = ("variable", "constant", "increasing", "decreasing")


def _data(seed, n=14, m=2, s=2, k=1):
    rng = np.random.default_rng(seed)
    draw = lambda c: np.round(rng.lognormal(1, 0.6, (n, c)), 2) + 0.1  # noqa: E731
    return draw(m), draw(s), draw(k)


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("disposability", ["weak", "strong"])
def test_equals_the_plain_program(disposability, returns):
    x, y, b = _data(4)
    for direction in ("own", "outputs", "mean"):
        got = directional(x, y, direction, returns, b, disposability)
        both = np.hstack([x, y, b])
        for o in range(len(x)):
            g = both[o].copy() if direction != "mean" else both.mean(axis=0)
            if direction == "outputs":
                g[:2] = 0.0
            expected = plain.directional(x, y, b, both[o], g, returns, disposability == "weak")
            assert got.inefficiency.iloc[o] == pytest.approx(expected, abs=1e-9)
        assert got.certificate["error"].max() < 1e-9


def test_a_given_direction_and_a_reference():
    x, y, _ = _data(6)
    g = pd.Series({"input_1": 1.0, "input_2": 0.0, "output_1": 0.5, "output_2": 0.0})
    got = directional(x * 0.8, y, g, reference=(x, y))
    for o in range(len(x)):
        point = np.concatenate([x[o] * 0.8, y[o]])
        expected = plain.directional(x, y, np.empty((14, 0)), point, g.to_numpy(), "variable")
        assert got.inefficiency.iloc[o] == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert (got.inefficiency.dropna() < 0).any()


def test_own_direction_score_and_targets():
    x, y, _ = _data(2)
    got = directional(x, y)
    beta = got.inefficiency
    np.testing.assert_allclose(got.scores, (1 - beta) / (1 + beta), atol=1e-12)
    moved = np.hstack([x * (1 - beta.to_numpy()[:, None]), y * (1 + beta.to_numpy()[:, None])])
    slack = np.hstack([-got.input_slacks.to_numpy(), got.output_slacks.to_numpy()])
    np.testing.assert_allclose(got.targets, moved + slack, atol=1e-10)
    again = directional(got.targets.iloc[:, :2], got.targets.iloc[:, 2:], reference=(x, y))
    np.testing.assert_allclose(again.inefficiency, 0.0, atol=1e-8)
    assert (again.efficient == "strong").all()


def test_range_direction_takes_negative_data_and_ignores_origin():
    x, y, _ = _data(9)
    y[:, 0] -= 3.0
    one = directional(x, y, "range")
    two = directional(x + 100.0, y - 50.0, "range")
    np.testing.assert_allclose(one.inefficiency, two.inefficiency, atol=1e-8)
    assert one.scores.between(0, 1 + 1e-12).all()
    with pytest.raises(UnsuitableMethod, match="variable returns"):
        directional(x, y, "range", returns="constant")
    with pytest.raises(FaultyInput, match="is negative"):
        directional(x, y)


@given(st.integers(0, 10_000), st.sampled_from(RETURNS))
def test_units_of_measurement_do_not_matter(seed, returns):
    x, y, b = _data(seed, n=8)
    a, c = [1e-6, 1e9], [1e9, 1e-6]
    for f in (directional, hyperbolic):
        one = f(x, y, returns=returns, undesirable=b)
        two = f(x * a, y * c, returns=returns, undesirable=b * 1e5)
        np.testing.assert_allclose(one.scores, two.scores, atol=1e-8)


@pytest.mark.parametrize("returns", RETURNS)
def test_hyperbolic_is_where_the_curve_meets_the_frontier(returns):
    x, y, b = _data(12, n=12)
    got = hyperbolic(x, y, returns=returns, undesirable=b).scores
    for o in range(12):
        for g, inside in ((got.iloc[o], 0), (got.iloc[o] * 1.001, 1), (got.iloc[o] / 1.001, -1)):
            point = np.concatenate([x[o] * g, y[o] / g, b[o] * g])
            distance = plain.directional(x, y, b, point, point, returns, weak=False)
            if inside == 0:
                assert distance == pytest.approx(0.0, abs=1e-9)
            else:
                assert distance * inside > 0


def test_hyperbolic_targets_and_super_reference():
    x, y, _ = _data(3)
    got = hyperbolic(x, y)
    again = directional(got.targets.iloc[:, :2], got.targets.iloc[:, 2:], reference=(x, y))
    np.testing.assert_allclose(again.inefficiency, 0.0, atol=1e-8)
    outside = hyperbolic(x * 0.5, y * 2, returns="constant", reference=(x, y))
    inside = hyperbolic(x, y, returns="constant")
    np.testing.assert_allclose(outside.scores, inside.scores * 2, atol=1e-9)


def test_faulty_directions_are_refused():
    x, y, _ = _data(1)
    with pytest.raises(FaultyInput, match="has no column output_2"):
        directional(x, y, pd.Series({"input_1": 1.0, "input_2": 0.0, "output_1": 0.5}))
    with pytest.raises(FaultyInput, match="negative"):
        directional(x, y, pd.Series([-1.0, 1, 1, 1], index=["input_1", "input_2", "output_1", "output_2"]))
    with pytest.raises(FaultyInput, match="is zero everywhere"):
        directional(x, y, pd.Series(0.0, index=["input_1", "input_2", "output_1", "output_2"]))
    with pytest.raises(FaultyInput, match="choose one of"):
        directional(x, y, "down")


def test_range_direction_goes_to_the_least_input_and_the_largest_output():
    """From (4, 2) towards (2, 4) the frontier y = x between (2, 2) and (4, 4) is met half-way."""
    found = directional(pd.Series([2.0, 4, 4]), pd.Series([2.0, 4, 2]), direction="range", returns="variable")
    assert found.inefficiency.tolist() == pytest.approx([0, 0, 0.5])
    assert found.targets.iloc[2].tolist() == pytest.approx([3, 3])
