"""The studentized range beside scipy's, which integrates one probability at a time."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from govmetrics.numerics.studentized_range import quantile, upper_tail


@pytest.mark.parametrize(("count", "df"), [(3, 1.0), (3, 12.0), (5, 2.5), (10, 30.3), (31, 5000.0)])
def test_it_is_scipys(count, df):
    q = np.array([0.5, 2.0, 3.5, 6.0])
    np.testing.assert_allclose(
        upper_tail(q, count, np.full(4, df)), stats.studentized_range.sf(q, count, df), atol=1e-9
    )
    assert quantile(0.05, count, np.array([df]))[0] == pytest.approx(
        stats.studentized_range.isf(0.05, count, df)
    )


def test_of_two_it_is_students_t():
    df, q = np.array([1.0, 1.5, 4.9, 5.1, 60.0, 1e6]), np.array([30.0, 9, 5, 4, 1, 0.1])
    np.testing.assert_allclose(upper_tail(q, 2, df), 2 * stats.t.sf(q / np.sqrt(2), df), atol=1e-10)
    np.testing.assert_allclose(quantile(0.01, 2, df), np.sqrt(2) * stats.t.isf(0.005, df), rtol=1e-8)


@pytest.mark.parametrize("level", [0.9, 0.05, 1e-6])
def test_the_quantile_is_the_inverse_of_the_tail(level):
    df = np.array([1.0, 3.0, 40.0])
    np.testing.assert_allclose(upper_tail(quantile(level, 6, df), 6, df), level, rtol=1e-6)
    assert len(quantile(level, 6, df[:0])) == 0
