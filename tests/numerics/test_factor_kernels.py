"""Factor models: derivatives by differences, statistics by their definitions, models that hold exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize

from govmetrics.numerics import (
    factor_model,
    factor_scales,
    factors,
    modification,
    ordinal_groups,
    robust_fit,
    rotations,
    weighted_fit,
)
from govmetrics.numerics.factor_model import Layout, Moments

ITEMS, COLUMNS = np.arange(6), np.array([0, 0, 0, 1, 1, 1])
LAYOUT = Layout(ITEMS, COLUMNS, 6, 2, False)
# loadings, variances and covariance of the factors, residual variances
T = np.array([0.9, 0.7, 0.6, -0.8, -0.5, 0.2, 1.3, 0.4, 0.8, 0.5, 0.6, 0.7, 0.4, 0.8, 0.9])
FREE = np.delete(np.eye(15), [6, 8], axis=1)  # the factors' variances are fixed
CHOSEN = np.where(FREE.sum(axis=1) > 0)[0]


def slopes(f, t, step=1e-6):
    """Return the derivatives of f at t by central differences, parameters last."""
    ahead = [(f(t + step * e) - f(t - step * e)) / (2 * step) for e in np.eye(len(t))]
    return np.stack(ahead, axis=-1)


@pytest.mark.parametrize("means", [False, True])
def test_derivatives_of_what_the_model_implies(means):
    layout = Layout(ITEMS, COLUMNS, 6, 2, means)
    t = np.concatenate([T, np.linspace(-1, 2, 8)]) if means else T
    by_sigma, by_mean = factor_model.derivatives(layout, t)
    np.testing.assert_allclose(
        by_sigma.transpose(1, 2, 0), slopes(lambda t: factor_model.matrices(layout, t)[2], t), atol=1e-8
    )
    np.testing.assert_allclose(by_mean.T, slopes(lambda t: factor_model.matrices(layout, t)[3], t), atol=1e-8)


def test_marker_scale_implies_the_same_and_has_its_derivatives():
    out, move = factor_scales.marker(LAYOUT, T)
    assert out[[0, 3]].tolist() == [1, 1]
    np.testing.assert_allclose(
        factor_model.matrices(LAYOUT, out)[2], factor_model.matrices(LAYOUT, T)[2], atol=1e-12
    )
    np.testing.assert_allclose(move, slopes(lambda t: factor_scales.marker(LAYOUT, t)[0], T), atol=1e-7)


def test_standardised_loadings_and_their_derivatives():
    one = T.copy()
    one[[6, 8]] = 1.0
    found, move = factor_scales.standardized(LAYOUT, one)
    sd = np.sqrt(np.diag(factor_model.matrices(LAYOUT, one)[2]))
    np.testing.assert_allclose(found, one[:6] / sd)
    np.testing.assert_allclose(
        move, slopes(lambda t: factor_scales.standardized(LAYOUT, t)[0], one), atol=1e-7
    )


def test_factors_stand_upright():
    slope = np.random.default_rng(0).normal(size=(15, 9))
    out, turned = factor_scales.upright(LAYOUT, T, slope)
    assert out[:3].sum() > 0 < out[3:6].sum()
    np.testing.assert_allclose(factor_model.matrices(LAYOUT, out)[2], factor_model.matrices(LAYOUT, T)[2])
    sign = np.where(out == T, 1, -1)
    np.testing.assert_allclose(turned, slope * sign[:, None])
    assert (out[9:] == T[9:]).all()


def test_a_model_that_holds_is_found_in_one_group_and_in_two():
    one = T.copy()
    one[[6, 8]] = 1.0
    sigma = factor_model.matrices(LAYOUT, one)[2]
    group = Moments(sigma, np.zeros(6), 100)
    fixed = np.where(np.isin(np.arange(15), [6, 8]), 1.0, 0.0)
    start = np.concatenate([np.full(6, 0.5) * np.sign(one[:6]), [0.0], np.ones(6)])
    found = factor_model.fit(LAYOUT, [group], fixed, FREE, start)
    assert found.converged
    np.testing.assert_allclose(found.parameters[0], one, atol=1e-6)
    assert found.discrepancies[0] == pytest.approx(0, abs=1e-12)
    both = factor_model.fit(
        LAYOUT, [group, Moments(sigma, np.zeros(6), 300)], np.tile(fixed, 2), np.vstack([FREE, FREE]), start
    )
    np.testing.assert_allclose(both.parameters, [one, one], atol=1e-6)
    np.testing.assert_allclose(both.information, found.information, rtol=1e-6)
    short = factor_model.fit(LAYOUT, [group], fixed, FREE, start, most=3)
    assert (short.converged, short.iterations) == (False, 3)


def test_groups_count_by_their_respondents():
    """One factor, loadings equal in both groups, unlike covariances: the pooled discrepancy is the least there is."""
    layout = Layout(np.arange(3), np.zeros(3, dtype=int), 3, 1, False)
    rng = np.random.default_rng(1)
    groups = [Moments(np.cov(rng.normal(size=(3, 1)) * rng.normal(size=30) + rng.normal(size=(3, 30))), np.zeros(3), n)
              for n in (50, 400)]  # fmt: skip
    own = np.zeros((14, 9))
    own[[0, 1, 2, 7, 8, 9], [0, 1, 2, 0, 1, 2]] = 1  # loadings
    own[[4, 5, 6, 11, 12, 13], [3, 4, 5, 6, 7, 8]] = 1  # residual variances
    fixed = np.zeros(14)
    fixed[[3, 10]] = 1
    found = factor_model.fit(layout, groups, fixed, own, np.array([0.5] * 3 + [1.0] * 6))

    def pooled(b):
        t = (fixed + own @ b).reshape(2, 7)
        return sum(
            g.n / 450 * factor_model.discrepancy(layout, row, g) for row, g in zip(t, groups, strict=True)
        )

    best = minimize(
        pooled, found.free, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 8000}
    )
    assert pooled(found.free) <= best.fun + 1e-12
    assert np.abs(slopes(pooled, found.free)).max() < 1e-6


def test_the_discrepancy_is_that_of_the_likelihood():
    layout = Layout(ITEMS, COLUMNS, 6, 2, True)
    t = np.concatenate([np.abs(T), np.linspace(-1, 1, 8)])
    _, _, sigma, mean = factor_model.matrices(layout, t)
    x = np.random.default_rng(2).normal(size=(50, 6))
    group = Moments(np.cov(x.T, ddof=0), x.mean(axis=0), 50)
    model = stats.multivariate_normal(mean, sigma).logpdf(x).mean()
    free = stats.multivariate_normal(group.mean, group.covariance).logpdf(x).mean()
    assert factor_model.discrepancy(layout, t, group) == pytest.approx(2 * (free - model))
    worse = t.copy()
    worse[9:15] = -5
    assert factor_model.discrepancy(layout, worse, group) == np.inf


def sample():
    """Skewed answers to a model of two factors, and its solution."""
    rng = np.random.default_rng(3)
    f = rng.normal(size=(150, 2)) @ np.linalg.cholesky([[1, 0.4], [0.4, 1]]).T
    x = f[:, COLUMNS] * np.abs(T[:6]) + rng.exponential(size=(150, 6))
    group = Moments(np.cov(x.T, ddof=0), x.mean(axis=0), 150)
    fixed = np.where(np.isin(np.arange(15), [6, 8]), 1.0, 0.0)
    found = factor_model.fit(
        LAYOUT, [group], fixed, FREE, np.concatenate([np.full(6, 0.5), [0.0], np.ones(6)])
    )
    return x, group, found.parameters[0]


def test_the_sandwich_is_made_of_the_respondents_own_likelihoods():
    x, group, t = sample()

    def each(b):
        full = t.copy()
        full[CHOSEN] = b
        return stats.multivariate_normal(group.mean, factor_model.matrices(LAYOUT, full)[2]).logpdf(x)

    case = slopes(each, t[CHOSEN])
    bread = -slopes(lambda b: slopes(lambda c: each(c).mean(), b, 1e-4), t[CHOSEN], 1e-4)
    inverse, meat = np.linalg.inv(bread), case.T @ case / 150
    spread, trace = robust_fit.sandwich(LAYOUT, t, FREE, group, x)
    np.testing.assert_allclose(spread, inverse @ meat @ inverse / 150, atol=2e-6)
    assert trace == pytest.approx(np.trace(inverse @ meat), rel=1e-4)


def test_traces_of_kurtosis_by_loops():
    x, group, _ = sample()
    inverse = np.linalg.inv(group.covariance)
    distance = [(row - group.mean) @ inverse @ (row - group.mean) for row in x]
    own = [np.mean((column - column.mean()) ** 4) / column.var() ** 2 for column in x.T]
    wanted = (np.mean(np.square(distance)) - 6) / 2, sum(k - 1 for k in own) / 2
    assert robust_fit.kurtosis_traces(x, group) == pytest.approx(wanted)


def test_modification_indices_are_score_tests_of_the_wider_model():
    _, group, t = sample()
    (rows, columns), (left, right), index, change = modification.indices(LAYOUT, t, FREE, group)
    assert len(rows) == 6
    assert len(left) == 15
    for place in range(6):  # one more loading
        wide = Layout(np.append(ITEMS, rows[place]), np.append(COLUMNS, columns[place]), 6, 2, False)
        full = np.concatenate([t[:6], [0.0], t[6:]])
        own = np.append(np.where(CHOSEN >= 6, CHOSEN + 1, CHOSEN), 6)
        slope, curve = factor_model.scores(wide, full, group)
        step = np.linalg.solve(curve[np.ix_(own, own)], slope[own])
        assert index[place] == pytest.approx(group.n * slope[own] @ step, rel=1e-4, abs=1e-6)
        assert change[place] == pytest.approx(step[-1], rel=1e-4, abs=1e-6)
    for place in range(
        15
    ):  # one covariance of residuals, as a factor of two loadings of one and no variance yet
        pair = [left[place], right[place]]
        wide = Layout(np.concatenate([ITEMS, pair]), np.concatenate([COLUMNS, [2, 3]]), 6, 4, False)
        # factors 2 and 3 load on the two residuals; their covariance is the candidate
        phi = np.zeros((4, 4))
        phi[:2, :2] = factor_model.matrices(LAYOUT, t)[1]
        full = np.concatenate([t[:6], [1.0, 1.0], phi[np.tril_indices(4)], t[9:]])
        covariances = {pair_: 8 + i for i, pair_ in enumerate(zip(*np.tril_indices(4), strict=True))}
        own = [*range(6), covariances[(1, 0)], *range(18, 24), covariances[(3, 2)]]
        slope, curve = factor_model.scores(wide, full, group)
        step = np.linalg.solve(curve[np.ix_(own, own)], slope[own])
        found = index[6 + place], change[6 + place]
        assert found == pytest.approx((group.n * slope[own] @ step, step[-1]), rel=1e-4, abs=1e-6)


def test_weighted_fit_of_correlations_that_a_model_makes():
    loading = np.array([0.8, 0.7, 0.6, 0.75, 0.5, 0.65])
    layout = Layout(ITEMS, COLUMNS, 6, 2, False)
    phi = np.array([[1, 0.3], [0.3, 1]])
    r = (loading[:, None] * np.eye(2)[COLUMNS]) @ phi @ (loading[:, None] * np.eye(2)[COLUMNS]).T
    np.fill_diagonal(r, 1)
    free = np.eye(15)[:, [*range(6), 7]]
    start = np.concatenate([np.full(6, 0.5), [1, 0, 1], np.full(6, 0.75)])
    sampling = np.diag(np.linspace(0.5, 2, 15))
    found = weighted_fit.fit(layout, r, sampling, 200, free, start)
    assert found.converged
    np.testing.assert_allclose(found.parameters[[*range(6), 7]], [*loading, 0.3], atol=1e-6)
    # nothing is left; what is left of a diagonal weight times its own covariances has df roots of one
    assert found.chi_square == pytest.approx(0, abs=1e-6)
    upper = np.triu_indices(6, 1)
    assert found.null == pytest.approx(199 * (r[upper] ** 2 / np.diag(sampling)).sum())
    slope = factor_model.derivatives(layout, found.parameters)[0][[*range(6), 7]][:, upper[0], upper[1]].T
    weight = np.diag(1 / np.diag(sampling))
    np.testing.assert_allclose(found.spread, np.linalg.inv(slope.T @ weight @ slope) / 199, rtol=1e-6)


def test_an_adjusted_statistic_has_the_mean_and_variance_of_chi_square():
    roots = np.array([0.5, 1.0, 2.5, 0.1])
    turn = np.linalg.qr(np.random.default_rng(4).normal(size=(4, 4)))[0]
    product = turn @ np.diag(roots) @ turn.T
    drawn = (np.random.default_rng(5).chisquare(1, size=(200_000, 4)) * roots).sum(axis=1)
    adjusted = np.array([ordinal_groups.adjusted(value, product, 3) for value in drawn[:20_000]])
    assert adjusted.mean() == pytest.approx(3, abs=0.06)
    assert adjusted.var() == pytest.approx(6, rel=0.1)
    assert ordinal_groups.adjusted(2.5, product, 0) == 2.5


def test_extraction_by_three_methods_of_correlations_that_factors_make():
    loading = np.array([[0.8, 0], [0.7, 0.1], [0.6, 0], [0, 0.7], [0.2, 0.6], [0, 0.5]])
    r = loading @ loading.T
    np.fill_diagonal(r, 1)
    common = (loading**2).sum(axis=1)
    axes, rounds = factors.principal_axis(r, 2, 1e-12, 5000)
    assert 50 < rounds < 5000
    for found in (factors.minimum_residual(r, 2), factors.maximum_likelihood(r, 2), axes):
        np.testing.assert_allclose(found @ found.T + np.diag(1 - common), r, atol=1e-4)
    assert factors.principal_axis(r, 2, 1e-12, 3)[1] == 3
    unlike = np.eye(6) * 0.5 + 0.5
    ratio = np.linalg.solve(unlike, r)
    assert factors.discrepancy(r, unlike) == pytest.approx(np.trace(ratio) - np.log(np.linalg.det(ratio)) - 6)
    components = factors.principal_components(r, 2)
    values = np.linalg.eigvalsh(r)[::-1]
    np.testing.assert_allclose(components.T @ components, np.diag(values[:2]), atol=1e-12)


def test_the_start_of_singular_correlations_is_the_largest_of_each_item():
    r = np.array([[1, 1, 0.3], [1, 1, 0.3], [0.3, 0.3, 1]])
    np.testing.assert_allclose(factors._start(r), [1, 1, 0.09])
    whole = np.array([[1, 0.5, 0.3], [0.5, 1, 0.2], [0.3, 0.2, 1]])
    for i in range(3):
        rest = [j for j in range(3) if j != i]
        r2 = whole[i, rest] @ np.linalg.solve(whole[np.ix_(rest, rest)], whole[rest, i])
        assert factors._start(whole)[i] == pytest.approx(r2)


def test_factors_turn_where_their_loadings_sum_to_below_zero_and_only_there():
    for loadings, turned in (([0.5, -0.3, 0.2], 1), ([0.5, -0.3, -0.3], -1), ([0.5, -0.5, 0.0], 1)):
        t = np.concatenate([loadings, [0.4, 0.4, 0.4], T[6:]])
        out, _ = factor_scales.upright(LAYOUT, t, np.eye(15))
        np.testing.assert_array_equal(out[:3], turned * t[:3])
        assert out[7] == turned * t[7]  # the covariance of the factors


def test_extraction_ends_at_the_least_discrepancy():
    """Correlations that no two factors make: nothing is below, and the slope by differences is none."""
    loading = np.array([[0.8, 0], [0.7, 0.1], [0.6, 0], [0, 0.7], [0.2, 0.6], [0, 0.5]])
    noise = np.random.default_rng(6).normal(0, 0.02, (6, 6))
    r = loading @ loading.T + noise + noise.T
    np.fill_diagonal(r, 1)

    def residual(u):
        values = np.linalg.eigvalsh(r - np.diag(u))[:-2]
        return (values**2).sum()

    def unlikely(u):
        scale = 1 / np.sqrt(u)
        values = np.linalg.eigvalsh(r * np.outer(scale, scale))[:-2]
        return (values - np.log(values) - 1).sum()

    for found, value in (
        (factors.minimum_residual(r, 2), residual),
        (factors.maximum_likelihood(r, 2), unlikely),
    ):
        u = 1 - (found**2).sum(axis=1)
        assert u.min() > 0.01
        best = min(
            (minimize(value, start, method="L-BFGS-B", bounds=[(0.005, 1)] * 6, options={"ftol": 1e-15, "gtol": 1e-10})
             for start in (u, np.full(6, 0.5))), key=lambda one: one.fun)  # fmt: skip
        assert value(u) <= best.fun + 1e-10
        assert np.abs(slopes(value, u)).max() < 1e-6


def test_a_planar_rotation_is_the_best_of_all_angles():
    """Varimax of two factors (Kaiser 1958): the variance of the squared loadings is largest."""
    a = np.random.default_rng(7).normal(size=(9, 2))
    turn = rotations._planar(a)
    np.testing.assert_allclose(turn.T @ turn, np.eye(2), atol=1e-12)

    def variance(x):
        return (x**2).var(axis=-2).sum(axis=-1)

    angles = np.linspace(0, np.pi / 2, 2001)
    every = np.array([[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]]).transpose(2, 0, 1)
    values = variance(a @ every)
    assert variance(a @ turn) >= values.max()
    assert variance(a @ turn) == pytest.approx(values.max(), rel=1e-5)
    assert values.max() > 1.05 * variance(a)


def test_weighted_fit_takes_few_steps():
    """Gauss and Newton's whole steps square the error, or nearly, where the model holds."""
    loading = np.array([0.8, 0.7, 0.6, 0.75, 0.5, 0.65])
    spread = loading[:, None] * np.eye(2)[COLUMNS]
    r = spread @ np.array([[1, 0.3], [0.3, 1]]) @ spread.T
    np.fill_diagonal(r, 1)
    start = np.concatenate([np.full(6, 0.5), [1, 0, 1], np.full(6, 0.75)])
    free = np.eye(15)[:, [*range(6), 7]]
    found = weighted_fit.fit(LAYOUT, r, np.eye(15), 200, free, start, most=6)
    assert found.converged
    np.testing.assert_allclose(found.parameters[[*range(6), 7]], [*loading, 0.3], atol=1e-12)


def test_what_is_free_already_has_nothing_to_gain():
    """Three items of one factor are just identified: a covariance of residuals would move nothing."""
    layout = Layout(np.arange(3), np.zeros(3, dtype=int), 3, 1, False)
    t = np.array([0.9, 0.7, 0.5, 1.0, 0.4, 0.6, 0.8])
    group = Moments(factor_model.matrices(layout, t)[2] + np.diag([0.1, 0.0, 0.0]), np.zeros(3), 100)
    _, (left, _), index, change = modification.indices(layout, t, np.delete(np.eye(7), 3, axis=1), group)
    assert len(left) == 3
    assert index.tolist() == change.tolist() == [0, 0, 0]
