"""Kernels against scipy, statsmodels, brute force and definitions, at the ordinary places and at the edges."""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from govmetrics.numerics import (
    agreement,
    bivariate_normal,
    calibration,
    careless,
    concordance,
    entropies,
    fit,
    linearisation,
    main_effects,
    means,
    ranks,
    relative_importance,
    shape,
    shares,
    trend,
)

NAN = np.nan


def test_rank_agreement_with_ties_and_constants():
    a, b = np.array([1.0, 2, 2, 4, 5]), np.array([2.0, 1, 3, 4, 5])
    tau, rho, weighted = agreement.rank_agreement(a, b)
    assert tau == pytest.approx(stats.kendalltau(a, b).statistic)
    assert rho == pytest.approx(stats.spearmanr(a, b).statistic)
    x, n = stats.rankdata(a), 5  # Pinto da Costa and Soares (2005), one pair after the other
    lost = sum((p - q) ** 2 * ((n - p + 1) + (n - q + 1)) for p, q in zip(x, b, strict=True))
    assert weighted == pytest.approx(1 - 6 * lost / (n**4 + n**3 - n**2 - n))
    assert agreement.rank_agreement(a[:2], b[:2])[0] == -1
    for short in (np.array([1.0]), np.array([2.0, 2.0])):
        assert np.isnan(agreement.rank_agreement(short, np.arange(len(short), dtype=float))).all()
        assert np.isnan(agreement.rank_agreement(np.arange(len(short), dtype=float), short)).all()


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.0, 0.5, 0.99])
def test_bivariate_normal_is_scipys(rho):
    both = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    points = [(0.0, 0.0), (0.0, 1.2), (-0.7, 0.0), (0.4, 1.1), (-0.4, 1.1), (0.4, -1.1), (-2.0, -0.1)]
    for h, k in points:
        place = np.array(h), np.array(k), np.array(rho)
        assert bivariate_normal.distribution(*place) == pytest.approx(both.cdf([h, k]), abs=1e-7)
        assert bivariate_normal.density(*place) == pytest.approx(both.pdf([h, k]), rel=1e-12)


def test_cells_are_the_combinations_that_occur():
    rng = np.random.default_rng(0)
    for sizes in ([3, 4], [3000, 2500, 7]):  # the second has more combinations than are counted
        codes = [rng.integers(0, min(size, 6), 50) for size in sizes]
        cell, combinations = calibration.cells(codes, sizes)
        rows = np.column_stack(codes)
        np.testing.assert_array_equal(combinations[cell], rows)
        assert len(combinations) == len({tuple(row) for row in rows.tolist()})


@pytest.mark.parametrize("bounds", [None, (0.4, 2.5)])
def test_calibration_meets_margins_at_the_least_distance(bounds):
    """Deville and Sarndal: g is a function of x' lambda, exp or logit; so its inverse lies in the span of x."""
    x = calibration.margins_design(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), [2, 2])
    mass = np.array([[0.4, 0.3, 0.2, 0.1], [0.25, 0.25, 0.25, 0.25]])
    targets = np.array([0.55, 0.45, 0.5, 0.5])
    g, error = calibration.calibrate(x, mass, targets, bounds)
    assert error.max() < 1e-12
    np.testing.assert_allclose((mass * g) @ x, [targets, targets], atol=1e-12)
    u = np.log(g)
    if bounds is not None:
        low, high = bounds
        u = np.log((g - low) / (1 - low)) - np.log((high - g) / (high - 1))
        assert ((low < g) & (g < high)).all()
    for row in u:
        assert np.abs(row - x @ np.linalg.lstsq(x, row, rcond=None)[0]).max() < 1e-9
    g, error = calibration.calibrate(x, mass[:1], mass[0] @ x, bounds)
    np.testing.assert_allclose(g, 1, atol=1e-12)  # nothing to do


def test_margins_out_of_reach_and_the_least_upper_bound():
    x, mass = np.eye(2), np.array([0.9, 0.1])
    np.testing.assert_allclose(
        calibration.nearest(x, mass, np.array([0.5, 0.5]), (0.1, 3.0)), [0.7, 0.3], atol=1e-9
    )
    np.testing.assert_allclose(calibration.nearest(x, mass, np.array([0.5, 0.5])), [0.5, 0.5], atol=1e-9)
    assert calibration.least_upper(x, mass, np.array([0.5, 0.5]), 0.1) == pytest.approx(5)
    assert calibration.least_upper(x, mass, np.array([0.5, 0.5]), 0.6) == np.inf
    turned = calibration.least_upper(x, mass[::-1], np.array([0.5, 0.5]), 0.1)
    assert turned == pytest.approx(5)  # whoever it is who must count five times


def test_runs_and_variability_by_hand():
    x = np.array([[3, 3, 3, 1], [1, NAN, 1, 1], [NAN, NAN, NAN, NAN], [2, 4, 4, 2], [NAN, 5, NAN, NAN]])
    longest, average = careless.runs(x)
    np.testing.assert_array_equal(longest, [3, 2, NAN, 2, 1])
    np.testing.assert_allclose(average, [2, 1.5, NAN, 4 / 3, 1])
    wanted = [np.std([3, 3, 3, 1], ddof=1), 0, NAN, np.std([2, 4, 4, 2], ddof=1), NAN]
    np.testing.assert_allclose(careless.variability(x), wanted)


def test_mahalanobis_distances_over_what_was_answered():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(30, 3)) @ rng.normal(size=(3, 3)) + 4
    x[0, 1], x[1, :2], x[2] = NAN, NAN, NAN
    cov = np.cov(x[3:].T)
    distance, answered = careless.mahalanobis(x, cov)
    centre = np.nanmean(x, axis=0)
    for row in range(4):
        own = ~np.isnan(x[row])
        assert answered[row] == own.sum()
        apart = x[row, own] - centre[own]
        want = apart @ np.linalg.inv(cov[np.ix_(own, own)]) @ apart if own.any() else NAN
        assert distance[row] == pytest.approx(want, nan_ok=True)
    assert np.isnan(careless.mahalanobis(x, np.ones((3, 3)))[0][3:]).all()  # singular


def test_correlations_of_rows():
    a = np.array([[1.0, 2, 3, 5], [1, 2, NAN, 4], [1, 2, NAN, NAN], [2, 2, 2, 2]])
    b = np.array([[2.0, 1, 4, 4], [3, 5, 1, 4], [1, 2, 3, 4], [1, 2, 3, 4]])
    found = careless.correlation_by_row(a, b)
    assert found[0] == pytest.approx(np.corrcoef(a[0], b[0])[0, 1])
    assert found[1] == pytest.approx(np.corrcoef([1, 2, 4], [3, 5, 4])[0, 1])
    assert np.isnan(found[2:]).all()


def test_even_odd_consistency_is_stepped_up():
    scales = [
        np.array([[1.0, 2, 3], [1, 5, 1]]),
        np.array([[2.0, 2], [4, 2]]),
        np.array([[5.0, 3, 1], [3, 3, NAN]]),
    ]
    odd = np.array([[2, 2, 3], [1, 4, 3.0]])
    even = np.array([[2, 2, 3], [5, 2, 3.0]])
    r = [np.corrcoef(odd[row], even[row])[0, 1] for row in range(2)]
    assert r[1] == pytest.approx(-1)
    np.testing.assert_allclose(careless.even_odd(scales), [2 * r[0] / (1 + r[0]), -1])


def test_person_total_leaves_the_person_out():
    x = np.random.default_rng(2).integers(1, 6, (8, 5)).astype(float)
    x[0, 2] = NAN
    found = careless.person_total(x)
    for row in range(8):
        others = np.nanmean(np.delete(x, row, axis=0), axis=0)
        own = ~np.isnan(x[row])
        assert found[row] == pytest.approx(np.corrcoef(x[row, own], others[own])[0, 1])


def test_synonyms_are_pairs_above_the_least_correlation():
    x = np.array([[1.0, 2, 3, 4, 9, 9], [2, 4, 3, 3, 9, 8]])
    r = np.eye(6)
    for i, j, value in ((0, 1, 0.7), (2, 3, 0.6), (4, 5, 0.9), (1, 2, 0.59)):
        r[i, j] = r[j, i] = value
    found, count = careless.synonyms(x, r, 0.59)
    assert count == 3
    np.testing.assert_allclose(found, [np.corrcoef(row[[0, 2, 4]], row[[1, 3, 5]])[0, 1] for row in x])


def test_concordance_of_ties_and_of_nothing():
    table = np.array([[1, 2.5, 2.5, 4], [1.5, 1.5, 3, 4], [2, 1, 3, 4.0]])
    friedman = stats.friedmanchisquare(*table.T).statistic
    tied, untied = concordance.concordance(table)
    assert tied == pytest.approx(friedman / (3 * (4 - 1)))
    assert untied == pytest.approx(12 * ((table.sum(axis=0) - 7.5) ** 2).sum() / (3**2 * (4**3 - 4)))
    assert np.isnan(concordance.concordance(np.full((3, 2), 1.5))[0])
    assert np.isnan(concordance.concordance(np.ones((3, 1)))).all()


def test_entropies_of_columns():
    x = np.array([[1.0, 0, 0, 2], [3, 4, 0, NAN], [6, 4, 0, 6]])
    found = entropies.column_entropies(x)
    shares_ = np.array([0.1, 0.3, 0.6])
    assert found[0] == pytest.approx(stats.entropy(shares_) / np.log(3))
    assert found[1] == pytest.approx(np.log(2) / np.log(3))
    assert found[2] == 1
    assert found[3] == pytest.approx(stats.entropy([0.25, 0.75]) / np.log(2))


def test_noncentrality_closes_on_the_quantiles():
    for chi_square, df in ((40.0, 24), (0.9, 3)):
        low, high = fit.noncentrality(chi_square, df, 0.9)
        if low:
            assert stats.ncx2.cdf(chi_square, df, low) == pytest.approx(0.95)
        else:
            assert stats.chi2.cdf(chi_square, df) < 0.95
        if high:
            assert stats.ncx2.cdf(chi_square, df, high) == pytest.approx(0.05)
    assert fit.noncentrality(3.0, 0) == (0, 0)
    assert fit.close_fit(40.0, 24, 24 * 200) == pytest.approx(stats.ncx2.sf(40, 24, 0.05**2 * 24 * 200))


def test_indices_of_fit_at_their_ends():
    assert fit.tucker_lewis(30, 20, 200, 28) == pytest.approx((200 / 28 - 1.5) / (200 / 28 - 1))
    for odd in ((30, 0, 200, 28), (30, 20, 200, 0), (30, 20, 28, 28)):
        assert np.isnan(fit.tucker_lewis(*odd))
    assert fit.comparative(30, 20, 200, 28) == pytest.approx(1 - 10 / 172)
    assert fit.comparative(10, 20, 200, 28) == 1
    assert fit.comparative(10, 20, 20, 28) == 1
    assert fit.comparative(40, 20, 30, 28) == 0
    assert fit.rmsea(30, 20, 20 * 100) == pytest.approx(np.sqrt(10 / 2000))
    assert fit.rmsea(10, 20, 2000) == fit.rmsea(10, 0, 1) == 0


def test_means_leave_out_what_is_missing():
    x = np.array([[1.0, NAN, NAN], [4, 4, NAN], [NAN, 7, NAN]])
    np.testing.assert_allclose(means.weighted_mean(x, np.array([1.0, 2, 0])), [3, 4, NAN])
    np.testing.assert_allclose(means.weighted_mean(x, np.array([1.0, 2, 3])), [3, (8 + 21) / 5, NAN])
    sets = means.weighted_mean(x, np.array([[1.0, 2, 0], [1, 2, 3]]))
    np.testing.assert_allclose(sets, [[3, 4, NAN], [3, 29 / 5, NAN]])


@pytest.mark.parametrize("p", [-3.0, -1.0, 0.0, 0.5, 2.0, 60.0])
def test_power_means_by_their_definition(p):
    x, w = np.array([[1.0, 10.0], [2.0, 30.0], [4.0, NAN]]), np.array([0.5, 0.25, 0.25])
    found = means.power_mean(x, w, p)
    for column, got in zip(x.T, found, strict=True):
        own = ~np.isnan(column)
        share = w[own] / w[own].sum()
        want = np.exp(share @ np.log(column[own])) if p == 0 else (share @ column[own] ** p) ** (1 / p)
        assert got == pytest.approx(want)
    huge = means.power_mean(x[:, :1] * 1e200, w, p)
    np.testing.assert_allclose(huge / 1e200, found[:1])


def test_ties_are_relative_to_the_largest():
    assert ranks.competition(np.array([1e6, 1e6 + 1e-7, 5.0, NAN]))[0][:3].tolist() == [1, 1, 3]
    assert ranks.competition(np.array([-1e6, -1e6 - 1e-7, -2e6]))[0].tolist() == [1, 1, 3]
    found, order = ranks.competition(np.array([2.0, NAN, 3.0, 3.0, 1.0]))
    np.testing.assert_array_equal(found, [3, NAN, 1, 1, 4])
    assert order.tolist() == [2, 3, 0, 4, 1]
    assert np.isnan(ranks.competition(np.array([NAN, NAN]))[0]).all()


def explained(r, ry, some):
    some = list(some)
    return float(ry[some] @ np.linalg.solve(r[np.ix_(some, some)], ry[some])) if some else 0.0


def test_shapley_shares_are_averages_over_all_orders():
    full = np.corrcoef(
        np.random.default_rng(3).normal(size=(4, 4)) @ np.random.default_rng(4).normal(size=(4, 40))
    )
    r, ry = full[:3, :3], full[:3, 3]
    rises = np.array([[explained(r, ry, order[: order.index(j) + 1]) - explained(r, ry, order[: order.index(j)])
                       for j in range(3)] for order in permutations(range(3))])  # fmt: skip
    exact = relative_importance.shapley_exact(r, ry)
    np.testing.assert_allclose(exact, rises.mean(axis=0), atol=1e-12)
    pair = relative_importance.shapley_sampled(r[:2, :2], ry[:2], 20, np.random.default_rng(0))
    np.testing.assert_allclose(pair[0], relative_importance.shapley_exact(r[:2, :2], ry[:2]), atol=1e-12)
    np.testing.assert_allclose(pair[1], 0, atol=1e-12)  # an order of two and its reverse are all orders
    many = [
        relative_importance.shapley_sampled(r, ry, 50, np.random.default_rng(seed)) for seed in range(200)
    ]
    each, errors = (np.array(part) for part in zip(*many, strict=True))
    np.testing.assert_allclose(each.sum(axis=1), exact.sum(), atol=1e-12)
    np.testing.assert_allclose(each.mean(axis=0), exact, atol=0.01)
    np.testing.assert_allclose(errors.mean(axis=0), each.std(axis=0), rtol=0.2)


def test_skewness_and_kurtosis_are_scipys_adjusted():
    x = np.random.default_rng(5).exponential(size=(9, 4)) * [1, 1e-80, 1e80, 1]
    x[2, 0] = NAN
    x[3:, 3] = NAN
    skew, kurt = shape.skewness_kurtosis(x)
    for j in range(3):
        own = x[~np.isnan(x[:, j]), j]
        own = own / own.max()
        assert skew[j] == pytest.approx(stats.skew(own, bias=False))
        assert kurt[j] == pytest.approx(stats.kurtosis(own, bias=False))
    assert np.isnan([skew[3], kurt[3]]).all()
    four = np.array([[1.0], [2], [3], [7]])
    assert shape.skewness_kurtosis(four)[1][0] == pytest.approx(stats.kurtosis(four, bias=False)[0])


def test_wilson_intervals_are_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    for hits, n in ((0, 7), (3, 7), (7, 7), (50, 120)):
        low, high = shares.wilson(np.array([hits / n]), np.array([float(n)]), stats.norm.ppf(0.975))
        want = proportion_confint(hits, n, method="wilson")
        assert (low[0], high[0]) == pytest.approx(want, abs=1e-12)
    low, high = shares.wilson(np.array([0.0, 1.0, 0.5]), np.array([7.0, 7.0, 0.0]), 2.0)
    assert (low[0], high[1]) == (0, 1)
    assert np.isnan([low[2], high[2]]).all()


def test_shares_by_group_with_weights():
    codes = np.array([[0], [1], [1], [-1], [2], [0]])
    w, g = np.array([1.0, 2, 3, 4, 5, 0]), np.array([0, 0, 0, 0, 1, -1])
    p, error, effective = shares.weighted_shares(codes, w, g, 3, 3)
    np.testing.assert_allclose(p[0, 0], [1 / 6, 5 / 6, 0])
    np.testing.assert_allclose(effective[:, 0], [36 / 14, 1, 0])
    z = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]])
    spread = (np.array([1.0, 2, 3])[:, None] ** 2 * (z - p[0, 0]) ** 2).sum(axis=0)
    np.testing.assert_allclose(error[0, 0], np.sqrt(3 / 2 * spread) / 6)
    assert np.isnan(error[1, 0]).all()
    assert np.isnan(p[2]).all()


def test_trends_are_scipys():
    rng = np.random.default_rng(6)
    t = np.array([0.0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 15])
    y = rng.normal(size=(12, 3)).cumsum(axis=0)
    y[3, 1] = NAN
    y[:, 2] = np.round(y[:, 2])
    found = trend.trend(y, t, 0.95)
    for j in range(3):
        own = ~np.isnan(y[:, j])
        slope = stats.theilslopes(y[own, j], t[own], 0.95)
        assert found.n[j] == own.sum()
        assert found.slope[j] == pytest.approx(slope.slope)
        assert (found.lower[j], found.upper[j]) == pytest.approx((slope.low_slope, slope.high_slope))
        assert found.tau[j] == pytest.approx(stats.kendalltau(t[own], y[own, j]).statistic)
        s = sum(np.sign(b - a) for i, a in enumerate(y[own, j]) for b in y[own, j][i + 1 :])
        n, counts = own.sum(), np.unique(y[own, j], return_counts=True)[1]
        variance = (n * (n - 1) * (2 * n + 5) - (counts * (counts - 1) * (2 * counts + 5)).sum()) / 18
        z = (s - np.sign(s)) / np.sqrt(variance)
        assert (found.s[j], found.z[j], found.p[j]) == pytest.approx((s, z, 2 * stats.norm.sf(abs(z))))


@pytest.mark.parametrize(
    "values", [[1.0, 2, 3], [3.0, 1, 4, 2, 5], [1.0, 1, 2, 3, 2], [2.0, 2, 2, 1], [1.0, 2]]
)
def test_p_of_short_series_counts_all_orders(values):
    def s_of(row):
        return sum(np.sign(b - a) for i, a in enumerate(row) for b in row[i + 1 :])

    every = [abs(s_of(row)) for row in permutations(values)]
    found = trend.trend(np.array(values)[:, None], np.arange(float(len(values))), 0.9)
    assert found.p[0] == pytest.approx(np.mean(np.array(every) >= abs(s_of(values))))


def test_trends_of_next_to_nothing():
    found = trend.trend(np.array([[1.0, NAN], [NAN, NAN]]), np.array([0.0, 1.0]), 0.9)
    assert found.n.tolist() == [1, 0]
    for part in (found.slope, found.lower, found.upper, found.z, found.p):
        assert np.isnan(part).all()
    two = trend.trend(np.array([[1.0], [3.0]]), np.array([0.0, 4.0]), 0.9)
    assert (two.slope[0], two.lower[0], two.upper[0], two.p[0]) == (0.5, -np.inf, np.inf, 1)
    assert len(trend.trend(np.empty((3, 0)), np.arange(3.0), 0.9).slope) == 0
    flat = trend.trend(np.array([[0.1 + 0.2], [0.3], [0.3]]), np.arange(3.0), 0.9)  # differ by rounding only
    assert (flat.s[0], flat.z[0], flat.slope[0]) == (0, 0, 0)


def test_the_variance_of_a_design_by_loops():
    strata, clusters = np.array([0, 0, 0, 0, 1, 1, 1, 2]), np.array([0, 0, 1, 2, 0, 0, 1, 0])
    u = np.random.default_rng(7).normal(size=(8, 2))
    u[7] = 0  # the stratum of one cluster adds nothing
    plan = linearisation.design(strata, clusters, 8)
    assert plan.sizes.tolist() == [3, 2, 1]
    want = np.zeros(2)
    for h, size in ((0, 3), (1, 2)):
        totals = [u[(strata == h) & (clusters == c)].sum(axis=0) for c in range(size)]
        want += size / (size - 1) * ((totals - np.mean(totals, axis=0)) ** 2).sum(axis=0)
    np.testing.assert_allclose(linearisation.variance(u, slice(None), plan), want)
    u[7, 1] = 1
    found = linearisation.variance(u, slice(None), plan)
    assert found[0] == pytest.approx(want[0])
    assert np.isnan(found[1])
    # respondents who are not in the rows contribute zeros
    rows = np.array([0, 2, 4])
    inside = np.zeros_like(u)
    inside[rows] = u[rows]
    np.testing.assert_allclose(
        linearisation.variance(u[rows], rows, plan), linearisation.variance(inside, slice(None), plan)
    )


def test_clusters_are_drawn_within_strata():
    strata, clusters = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 0, 1, 2])
    counts = linearisation.resampled(
        linearisation.design(strata, clusters, 6), 4000, np.random.default_rng(0)
    )
    np.testing.assert_array_equal(counts[:, 0], counts[:, 1])
    np.testing.assert_array_equal(counts[:, 0] + counts[:, 2], 2)
    np.testing.assert_array_equal(counts[:, 3:].sum(axis=1), 3)
    np.testing.assert_allclose(counts.mean(axis=0), 1, atol=0.05)
    np.testing.assert_allclose(counts.var(axis=0), [1 / 2] * 3 + [2 / 3] * 3, atol=0.05)


def test_errors_of_means_by_their_definition():
    x = np.array([[1.0, 2], [4, NAN], [5, NAN]])
    for weights in (None, np.array([1.0, 2, 3])):
        w = np.ones(3) if weights is None else weights
        n, mean, error = linearisation.means_with_errors(x, weights)
        centre = w @ x[:, 0] / w.sum()
        assert n.tolist() == [3, 1]
        assert mean.tolist() == pytest.approx([centre, 2])
        assert error[0] == pytest.approx(np.sqrt(3 / 2 * (w**2 * (x[:, 0] - centre) ** 2).sum()) / w.sum())
        assert np.isnan(error[1])


def test_t_of_weighted_slopes_is_the_sandwich_of_statsmodels():
    rng = np.random.default_rng(8)
    x, w = rng.normal(size=(40, 2)) + 3, rng.uniform(0.5, 3, 40)
    y = x @ [1.0, -0.5] + rng.normal(size=40)
    found = linearisation.linearised_t(x, y, w)
    robust = sm.WLS(y, sm.add_constant(x), w).fit(cov_type="HC0")
    np.testing.assert_allclose(found, robust.tvalues[1:] * np.sqrt(39 / 40), rtol=1e-10)


def test_correlation_ratios_of_lines_and_curves():
    x = np.linspace(-1, 1, 201)
    few = np.repeat([0.0, 1, 2], 67)
    linear, ratio = main_effects.correlation_ratios(np.column_stack([x, few, np.ones(201)]), x**2)
    assert linear[0] == pytest.approx(0, abs=1e-20)
    assert ratio[0] > 0.98  # a parabola is no line
    assert ratio[1] == linear[1] == pytest.approx(np.corrcoef(few, x**2)[0, 1] ** 2)
    assert np.isnan([linear[2], ratio[2]]).all()
    # Harrell's restricted cubic spline by its formula
    a = (x - x.mean()) / x.std()
    k = np.quantile(a, [0.05, 0.35, 0.65, 0.95])

    def cube(knot):
        return np.maximum(a - knot, 0) ** 3

    curves = [
        cube(t) - cube(k[2]) * (k[3] - t) / (k[3] - k[2]) + cube(k[3]) * (k[2] - t) / (k[3] - k[2])
        for t in k[:2]
    ]
    assert ratio[0] == pytest.approx(sm.OLS(x**2, np.column_stack([np.ones(201), a, *curves])).fit().rsquared)
    for count, curved in ((9, False), (10, True)):  # so many distinct values make a curve
        x = np.arange(float(count))
        linear, ratio = main_effects.correlation_ratios(x[:, None], (x - 4) ** 2)
        assert (ratio[0] > linear[0] + 0.1) == curved
    assert np.isnan(main_effects.correlation_ratios(np.arange(20.0)[:, None], np.ones(20))).all()
    two = main_effects.correlation_ratios(np.array([[1.0], [2.0], [NAN]]), np.array([1.0, 2.0, 3.0]))
    assert np.isnan(two).all()
    three = main_effects.correlation_ratios(np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 3.0]))
    assert three[0][0] == three[1][0] == pytest.approx(np.corrcoef([1, 2, 4], [1, 2, 3])[0, 1] ** 2)


def test_gaussian_binomials_count_orders():
    support, chance = trend.null_distribution((2, 3))
    assert len(support) == 7
    orders = set(permutations("aabbb"))
    s = [sum((b > a) - (b < a) for i, a in enumerate(row) for b in row[i + 1 :]) for row in orders]
    assert len(orders) == comb(5, 2)
    for value, share in zip(support, chance, strict=True):
        assert share == pytest.approx(np.mean(np.array(s) == value))
