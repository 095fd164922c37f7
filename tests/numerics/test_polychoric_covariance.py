"""Sampling covariances of polychoric correlations, against what leaving respondents out does to the estimates."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from govmetrics.numerics.polychoric import (
    _threshold_influence,
    below_thresholds,
    correlations,
    cross_tables,
    sampling_covariance,
)  # fmt: skip


def answers(n=4000):
    """Three items of three categories, the last with two in use."""
    rng = np.random.default_rng(3)
    r = np.array([[1, 0.6, 0.3], [0.6, 1, -0.4], [0.3, -0.4, 1]])
    z = rng.multivariate_normal(np.zeros(3), r, n)
    cuts = ([-0.9, 0.4], [0.2, 1.1], [-0.5, np.inf])
    return np.stack([np.searchsorted(c, column) for c, column in zip(cuts, z.T, strict=True)], axis=1)


def estimate(patterns, counts):
    tables, shares = cross_tables(patterns, [3, 3, 2], counts)
    return correlations(tables, ndtri(below_thresholds(shares))), shares


def test_the_covariance_is_that_of_a_jackknife():
    """Jackknife over the patterns of answers: (n - 1) times what leaving one respondent out changes."""
    codes = answers()
    n = len(codes)
    patterns, counts = np.unique(codes, axis=0, return_counts=True)
    r, shares = estimate(patterns, counts.astype(float))
    upper = np.triu_indices(3, 1)
    influence = []
    for row in range(len(patterns)):
        less = counts.astype(float)
        less[row] -= 0.5  # half a respondent, so that patterns of one do not vanish
        influence.append((n - 0.5) / 0.5 * (r - estimate(patterns, less)[0])[upper])
    influence = np.array(influence)
    expected = (influence * counts[:, None]).T @ influence / n
    assert sampling_covariance(codes, shares, r) == pytest.approx(expected, rel=0.02, abs=0.01)


def test_a_threshold_moves_by_the_density_there():
    shares = np.array([[0.2, 0.5, 0.3], [0.6, 0.4, 0.0]])
    thresholds = ndtri(below_thresholds(shares))
    found = _threshold_influence(shares, thresholds)
    assert thresholds[0] == pytest.approx([norm.ppf(0.2), norm.ppf(0.7)])
    step = 1e-6
    for category in range(3):
        moved = shares[0] + step * (np.eye(3)[category] - shares[0])
        slope = (ndtri(below_thresholds(moved[None])) - thresholds[:1])[0] / step
        assert found[0, category] == pytest.approx(slope, rel=1e-4)
    assert found[1, 0, 0] == pytest.approx(0.4 / norm.pdf(norm.ppf(0.6)))
    assert (found[1, :, 1] == 0).all()
