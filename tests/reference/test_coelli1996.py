"""Coelli, T. (1996). A guide to FRONTIER version 4.1, CEPA working paper 96/07: its first example.

Sixty firms (output, capital, labour; `front41Data` of R's frontier), a Cobb-Douglas production frontier with half-normal
inefficiency. A production frontier of y is a cost frontier of -y. The printed estimates were not read in the source;
they are reproduced from the likelihood. (R's frontier gives the paper's number as 96/08, which is that of DEAP's guide.)
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from govmetrics.dea._stochastic_frontier import cost_frontier

FIRMS = [
    (12.778, 9.416, 35.134), (24.285, 4.643, 77.297), (20.855, 5.095, 89.799), (13.213, 4.935, 35.698),
    (12.018, 8.717, 27.878), (15.284, 1.066, 92.174), (6.707, 0.258, 97.907), (21.656, 6.334, 82.084),
    (14.574, 2.35, 38.876), (13.743, 1.076, 81.761), (3.793, 3.432, 9.476), (37.118, 4.033, 55.096),
    (11.235, 7.975, 73.13), (9.237, 7.604, 24.35), (12.634, 0.344, 65.38), (9.677, 2.44, 63.839),
    (18.315, 7.891, 59.241), (17.094, 2.906, 72.574), (21.566, 2.668, 68.916), (18.872, 4.22, 57.424),
    (17.102, 2.661, 87.843), (14.55, 2.455, 30.789), (24.031, 2.827, 93.734), (6.787, 0.439, 35.961),
    (6.388, 0.312, 94.264), (32.996, 3.265, 95.773), (26.04, 6.752, 80.275), (16.619, 4.425, 49.886),
    (10.065, 1.583, 22.072), (6.554, 0.907, 38.727), (3.539, 6.149, 5.322), (1.66, 0.479, 2.52),
    (16.775, 1.955, 41.545), (10.085, 8.169, 68.389), (7.064, 4.055, 77.556), (31.793, 5.029, 77.812),
    (32.303, 6.937, 98.904), (14.571, 8.405, 42.74), (12.258, 2.503, 59.741), (12.683, 6.59, 18.085),
    (12.88, 7.149, 26.651), (15.841, 8.04, 50.488), (24.623, 4.896, 88.182), (20.571, 6.722, 30.451),
    (21.208, 4.195, 95.834), (12.493, 4.551, 36.704), (32.313, 7.223, 89.312), (15.575, 9.561, 29.055),
    (13.414, 4.871, 50.018), (10.228, 9.312, 40.996), (19.927, 2.895, 63.051), (26.938, 8.085, 60.992),
    (35.825, 8.656, 94.159), (12.768, 3.427, 39.312), (18.412, 1.918, 78.628), (19.853, 6.177, 64.377),
    (3.269, 7.188, 1.073), (21.358, 9.329, 87.124), (27.124, 7.834, 60.34), (14.105, 5.621, 44.218),
]  # fmt: skip
FIRST_EFFICIENCIES = [
    0.65068880,
    0.82889151,
    0.72642592,
    0.74785113,
    0.69133584,
    0.77654637,
    0.56516787,
    0.73768185,
]


def test_the_printed_estimates():
    output, capital, labour = np.log(np.array(FIRMS)).T
    Z = np.column_stack([np.ones(60), capital, labour])
    found = cost_frontier(-output, Z)
    # FRONTIER stops its search early and approximates the normal distribution: its last digits differ.
    assert (-found.beta).tolist() == pytest.approx([0.56161963, 0.28110205, 0.53647981], abs=5e-5)
    assert found.sigma_u**2 + found.sigma_v**2 == pytest.approx(0.21700046, abs=5e-5)
    assert found.gamma == pytest.approx(0.79720730, abs=5e-5)
    assert found.log_likelihood == pytest.approx(-17.027229, abs=1e-5)
    assert found.log_likelihood_ols == pytest.approx(-18.446849, abs=1e-5)
    assert 2 * (found.log_likelihood - found.log_likelihood_ols) == pytest.approx(2.8392402, abs=1e-5)
    # Its standard errors come from the search's approximate Hessian.
    errors = np.sqrt(np.diag(found.covariance))
    assert errors.tolist() == pytest.approx([0.20261668, 0.047643365, 0.045251553], rel=0.05)


def test_the_printed_efficiencies():
    """E[exp(-u) | v - u] (Battese and Coelli, 1988) from our estimates, and our split of the residual beside it."""
    output, capital, labour = np.log(np.array(FIRMS)).T
    Z = np.column_stack([np.ones(60), capital, labour])
    found = cost_frontier(-output, Z)
    rest = -output - Z @ found.beta
    total = found.sigma_u**2 + found.sigma_v**2
    mean, spread = rest * found.sigma_u**2 / total, found.sigma_u * found.sigma_v / np.sqrt(total)
    share = np.exp(-mean + spread**2 / 2) * norm.cdf(mean / spread - spread) / norm.cdf(mean / spread)
    assert share[:8].tolist() == pytest.approx(FIRST_EFFICIENCIES, abs=5e-5)
    u = rest - found.noise
    assert (u > 0).all()
    assert (np.exp(-u) < share).all()  # Jensen
