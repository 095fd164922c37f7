"""Sampling covariances of polychoric correlations, against what leaving respondents out does to the estimates."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import multivariate_normal, norm

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


def test_the_covariance_from_scores_is_muthens():
    """Muthen (1984), written out: scores of every respondent by differences, stacked, and their sums of products.

    The estimates solve: scores of each item's thresholds sum to zero, then scores of each pair by its correlation,
    the thresholds given. With scores g of all and the triangular sums of products B, n times the covariance is
    B^-1 (sum of g g') B'^-1 n.
    """
    codes = answers(300)
    tables, shares = cross_tables(codes, [3, 3, 2], None)
    r = correlations(tables, ndtri(below_thresholds(shares)))
    cuts = [c[np.isfinite(c)] for c in ndtri(below_thresholds(shares))]
    own = [differences(lambda t, x=x: norm_cells(t)[x], c) for c, x in zip(cuts, codes.T, strict=True)]
    place = np.cumsum([0, *map(len, cuts)])
    pairs = [(0, 1), (0, 2), (1, 2)]
    g = np.column_stack([*own, np.zeros((300, 3))])
    b = np.zeros((place[-1] + 3,) * 2)
    for i, scores in enumerate(own):
        b[place[i] : place[i + 1], place[i] : place[i + 1]] = scores.T @ scores
    for row, (i, j) in enumerate(pairs, start=place[-1]):
        m = len(cuts[i])

        def likelihood(t, i=i, j=j, m=m):
            return pair_cells(t[:m], t[m:-1], t[-1])[codes[:, i], codes[:, j]]

        scores = differences(likelihood, np.r_[cuts[i], cuts[j], r[i, j]])
        g[:, row], products = scores[:, -1], scores[:, -1] @ scores
        b[row, place[i] : place[i + 1]], b[row, place[j] : place[j + 1]] = products[:m], products[m:-1]
        b[row, row] = products[-1]
    inverse = np.linalg.inv(b)
    expected = (300 * inverse @ (g.T @ g) @ inverse.T)[-3:, -3:]
    found = sampling_covariance(codes, shares, r, tables)
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert abs(found / sampling_covariance(codes, shares, r) - 1).max() > 0.02


def norm_cells(cuts):
    return np.diff(np.r_[0, norm.cdf(cuts), 1])


def pair_cells(first, second, rho):
    below = np.array(
        [
            [
                multivariate_normal.cdf([a, b], cov=[[1, rho], [rho, 1]], abseps=1e-13)
                for b in (-9, *second, 9)
            ]
            for a in (-9, *first, 9)
        ]
    )
    return np.diff(np.diff(below, axis=0), axis=1)


def differences(likelihood, at, step=1e-5):
    """Respondents' scores (n, parameters): central differences of the log likelihood of each."""
    moves = step * np.eye(len(at))
    return np.column_stack([np.log(likelihood(at + d)) - np.log(likelihood(at - d)) for d in moves]) / (
        2 * step
    )
