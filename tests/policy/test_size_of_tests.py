"""How often tests of a true null reject, with few clusters: within two standard errors of 5%.

Slow: thousands of panels. Clusters are alike in size, their errors correlated within (the working model of CR2, independent
errors, is wrong here), and the regressor is one of many that differ between clusters as much as within.
"""

import numpy as np
import pytest
from scipy.stats import t as student

import govmetrics as gm
from govmetrics.numerics.absorbed import absorb
from govmetrics.numerics.cluster_errors import cluster_errors
from govmetrics.numerics.wild_bootstrap import signs_of, wild_test

PANELS, PERIODS = 2000, 8


def panels(clusters, seed):
    """Give panels of clusters over periods with no effect of the regressor: both follow themselves over time."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(clusters), PERIODS), np.tile(np.arange(PERIODS), clusters)
    within = absorb(unit, period)
    lags = 0.5 ** np.abs(np.subtract.outer(np.arange(PERIODS), np.arange(PERIODS)))
    root = np.linalg.cholesky(lags)
    for _ in range(PANELS):
        y, x = (within.free((rng.normal(size=(clusters, PERIODS)) @ root.T).ravel()) for _ in range(2))
        yield y, x[:, None], unit, within.basis


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [8, 12, 20, 40])
def test_cr2_rejects_as_often_as_it_says(clusters):
    """CR2 with Satterthwaite's degrees of freedom; CR1 with clusters less one is above it in the same panels."""
    rejected, plain = 0, 0
    for y, x, unit, basis in panels(clusters, clusters):
        b = float(x[:, 0] @ y / (x[:, 0] @ x[:, 0]))
        residual = y - b * x[:, 0]
        whole = np.hstack([basis, x / np.linalg.norm(x)])
        for kind in ("CR2", "CR1"):
            found = cluster_errors(x, residual, unit, kind, whole)
            beyond = 2 * student.sf(abs(b) / np.sqrt(found.covariance[0, 0]), found.df[0]) < 0.05
            rejected, plain = (rejected + beyond, plain) if kind == "CR2" else (rejected, plain + beyond)
    assert abs(rejected / PANELS - 0.05) <= 2 * np.sqrt(0.05 * 0.95 / PANELS)
    assert plain >= rejected


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [8, 12, 20, 40])
def test_the_wild_bootstrap_rejects_as_often_as_it_says(clusters):
    """All signs up to 12 clusters, 399 draws beyond."""
    rng, rejected = np.random.default_rng(0), 0
    for y, x, unit, basis in panels(clusters, 100 + clusters):
        signs, complete = signs_of(clusters, 399, rng)
        rejected += wild_test(x, y, unit, 0, signs, complete, basis).p() <= 0.05
    assert abs(rejected / PANELS - 0.05) <= 2 * np.sqrt(0.05 * 0.95 / PANELS)


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [8, 12, 20, 40])
def test_randomisation_of_clusters_rejects_as_often_as_it_says(clusters):
    """All assignments up to 12 clusters, 399 draws beyond; the attainable level next below 5% is what is nominal."""
    rng, rejected, count = np.random.default_rng(clusters), 0, 1000
    arm = np.repeat(np.tile([0, 1], clusters // 2), 5)
    cluster = np.repeat(np.arange(clusters), 5)
    exact = clusters <= 12
    for seed in range(count):
        y = rng.normal(size=clusters)[cluster] + rng.normal(size=len(cluster))
        rejected += (
            gm.policy.randomisation(y, arm, cluster, draws="exact" if exact else 399, rng=seed).p_two_sided
            <= 0.05
        )
    nominal = {8: 2 / 70, 12: 46 / 924}.get(clusters, 0.05)
    assert abs(rejected / count - nominal) <= 2 * np.sqrt(nominal * (1 - nominal) / count)
