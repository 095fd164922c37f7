"""A power mean lies between its parts and rises with its exponent, however small or large the numbers are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.numerics.means import power_mean, weighted_mean

PARTS = st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=6)
EXPONENTS = st.floats(-700, 700) | st.builds(
    lambda sign, k: sign * 10.0**-k, st.sampled_from([-1, 1]), st.integers(1, 320)
)


@given(PARTS, EXPONENTS, st.data())
def test_it_lies_between_its_parts(parts, p, data):
    weights = data.draw(st.lists(st.floats(1e-6, 1), min_size=len(parts), max_size=len(parts)))
    (mean,) = power_mean(np.array(parts)[:, None], np.array(weights), p)
    assert min(parts) <= mean <= max(parts)


@pytest.mark.parametrize("p", [1e-3, -1e-3, 1e-9, 1e-16, -1e-16, 5e-324, -5e-324])
def test_near_zero_it_is_the_geometric_mean(p):
    x, w = np.array([[1.0, 2e-200], [9.0, 3e200], [4.0, 7.0]]), np.array([0.5, 0.2, 0.3])
    geometric = np.exp(weighted_mean(np.log(x), w))
    spread = weighted_mean((np.log(x) - np.log(geometric)) ** 2, w)
    wanted = np.log(geometric) + p * spread / 2  # the next term of the series
    third = abs(p) ** 2 * spread**1.5
    np.testing.assert_allclose(np.log(power_mean(x, w, p)), wanted, rtol=1e-12, atol=third.max() + 1e-12)


@pytest.mark.parametrize("p", [-700, -2, -1, 0.5, 2, 3, 700])
def test_it_is_what_the_formula_says(p):
    x, w = np.array([[0.9], [1.1], [1.0]]), np.array([0.5, 0.2, 0.3])
    assert power_mean(x, w, p)[0] == pytest.approx((w @ x[:, 0] ** p) ** (1 / p), rel=1e-12)


def test_a_part_without_weight_is_no_end_to_measure_from():
    assert power_mean(np.array([[1e-200], [2.0]]), np.array([0.0, 1.0]), -3)[0] == pytest.approx(2)
    assert power_mean(np.array([[0.0], [0.0]]), np.array([0.5, 0.5]), 2)[0] == 0
