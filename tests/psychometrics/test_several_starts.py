"""Exploratory factor analysis from several starts: solutions that the customary start misses, found in other ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

import govmetrics as gm
from govmetrics.numerics import rotations

# rounded correlations of simulated answers (60 and 100 respondents), upper triangles by rows
SIX = [-0.11, 0.16, 0.18, 0.0, 0.15, -0.1, -0.46, 0.32, -0.34, 0.05, -0.04, -0.01, -0.24, 0.46, -0.1]
SEVEN = [0.16, -0.33, 0.36, -0.38, -0.42, -0.05, -0.23, 0.23, -0.18, -0.26, -0.19, -0.42, 0.42, 0.63, -0.03, -0.47,
         -0.46, -0.02, 0.62, 0.25, 0.18]  # fmt: skip
OBLIQUE = [[5, 0, 6], [0, -6, 6], [-6, 0, -5], [-1, 0, 1], [-1, 5, 6], [-3, 6, -5], [-7, 0, 4], [-4, -5, 5]]
UPRIGHT = [[-2, 6, -5], [1, 7, 0], [4, 1, 6], [3, 6, 0], [2, -7, 3], [0, 6, 5], [2, 6, -4], [0, -2, 1]]


def matrix(above, k):
    r = np.eye(k)
    r[np.triu_indices(k, 1)] = above
    return pd.DataFrame(r + np.triu(r, 1).T)


def residuals(r, loadings):
    """Half the sum of squared residuals, each pair twice."""
    rest = r - loadings @ loadings.T
    return float((rest**2).sum() - (np.diag(rest) ** 2).sum()) / 2


def discrepancy(r, loadings, unique):
    implied = loadings @ loadings.T + np.diag(unique)
    return float(
        np.trace(np.linalg.solve(implied, r)) - np.linalg.slogdet(np.linalg.solve(implied, r))[1]
    ) - len(r)


def both(r, *arguments, n=100):
    return (gm.psychometrics.explore(r, *arguments, n=n, **more) for more in ({"starts": 1}, {}))


def told(result):
    return [note for note in result.notes if "starts=1 gives that one, as other programs do" in note]


def test_least_residuals_over_loadings_themselves():
    """Minimised over the twelve loadings, and not over six uniquenesses, from twelve starts."""
    r, rng = matrix(SIX, 6), np.random.default_rng(1)
    bounds, values = [(-1, 1)] * 12, r.to_numpy()
    starts = rng.normal(0, 0.5, (12, 12))
    found = [
        minimize(lambda x: residuals(values, x.reshape(6, 2)), x, bounds=bounds, method="L-BFGS-B")
        for x in starts
    ]
    lowest = min(result.fun for result in found if (result.x.reshape(6, 2) ** 2).sum(axis=1).max() < 1)
    first, best = both(r, 2, "minres", "none")
    assert residuals(values, best.loadings.to_numpy()) == pytest.approx(lowest, abs=1e-6)
    assert residuals(values, first.loadings.to_numpy()) > 1.02 * lowest
    assert not told(first)
    assert "second-best solution (discrepancy 0.02646 instead of 0.0258)" in told(best)[0]
    assert (first.starts, first.seed, best.starts, best.seed) == (1, None, 10, 0)


def test_largest_likelihood_over_loadings_themselves():
    """Over loadings and uniquenesses of at least .005, from eight starts."""
    r, rng = matrix(SEVEN, 7), np.random.default_rng(1)
    bounds = [(-1, 1)] * 14 + [(0.005, 1)] * 7

    def objective(x):
        return discrepancy(r.to_numpy(), x[:14].reshape(7, 2), x[14:])

    starts = (np.r_[rng.normal(0, 0.4, 14), rng.uniform(0.2, 0.9, 7)] for _ in range(8))
    lowest = min(minimize(objective, start, bounds=bounds, method="L-BFGS-B").fun for start in starts)
    first, best = both(r, 2, "ml", "varimax")
    values = [discrepancy(r.to_numpy(), x.loadings.to_numpy(), 1 - x.communalities) for x in (first, best)]
    assert values[1] == pytest.approx(lowest, abs=1e-4)
    assert values[0] > 1.05 * lowest
    assert best.fit["objective"] == pytest.approx(values[1], abs=1e-6)
    assert best.fit["chi_square"] < first.fit["chi_square"]
    assert len(told(best)) == 1


@pytest.mark.parametrize("rotation", ["oblimin", "varimax", "promax"])
def test_simplest_rotation(rotation):
    """The same factors turned to a simpler structure: by the criterion written out, over 60 other starts."""
    loadings = np.array(OBLIQUE if rotation == "oblimin" else UPRIGHT) / 10
    r = loadings @ loadings.T
    np.fill_diagonal(r, 1)
    first, best = both(pd.DataFrame(r), 3, "minres", rotation)
    np.testing.assert_allclose(best.communalities, first.communalities, atol=1e-9)
    assert rotation in told(best)[0]
    assert not told(first)
    turns = np.linalg.qr(np.random.default_rng(5).normal(size=(60, 3, 3)))[0]
    if rotation == "oblimin":  # Jennrich (2002): products of squared loadings of every pair of factors
        tried = [rotations.oblimin(loadings @ turn)[0] for turn in turns]
        missed = [
            ((x**2).sum(axis=1) ** 2 - (x**4).sum(axis=1)).sum()
            for x in (first.loadings, best.loadings, *tried)
        ]
    elif rotation == "varimax":  # Kaiser (1958): variances of squared loadings in rows of unit length
        tried = [rotations.varimax(loadings @ turn)[0] for turn in turns]
        squares = [np.asarray(x) ** 2 for x in (first.loadings, best.loadings, *tried)]
        missed = [-(x / x.sum(axis=1, keepdims=True)).var(axis=0).sum() for x in squares]
    else:
        return
    assert missed[1] < missed[0] - 1e-3 * abs(missed[0])
    assert missed[1] == pytest.approx(min(missed[2:]), abs=1e-4)


def test_starts_are_told_and_change_nothing_where_the_first_is_best():
    r = matrix([0.56, 0.48, 0.4, 0.42, 0.35, 0.3], 4)  # loadings .8, .7, .6, .5
    first, best = both(r, 1)
    pd.testing.assert_frame_equal(first.loadings, best.loadings)
    assert best.notes == ()
    assert best.fit["p"] == pytest.approx(1)  # a perfect fit, whose chi-square rounding may turn negative
    assert "The best of the solutions from 10 starts was kept (seed 0)." in best.method_paragraph("en")
    assert "starts" not in first.method_paragraph("en")
    assert "从 10 个起点" in best.method_paragraph("zh")
    components = gm.psychometrics.explore(r, 2, "principal", "none", n=100)
    assert "starts" not in components.method_paragraph("en")  # nothing is searched
    drawn = gm.psychometrics.explore(r, 2, "ml", n=100, rng=np.random.default_rng(1))
    assert drawn.seed is None
    assert "from 10 starts was kept." in drawn.method_paragraph("en")
