"""EM and regression: against closed forms, a direct maximisation of the likelihood, and what cannot be told."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics import incomplete
from govmetrics.numerics.em import conditional_means, moments

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b", "c"], "B": ["d", "e"]})
RNG = np.random.default_rng(3)
COMMON = RNG.normal(size=(40, 1))
FULL = pd.DataFrame(50 + 8 * COMMON + RNG.normal(0, 4, (40, 5)), [f"u{i:02}" for i in range(40)], TREE.codes)


def with_gaps(share=0.2, frame=FULL, seed=0):
    return gm.Dataset(TREE, frame.mask(np.random.default_rng(seed).random(frame.shape) < share))


def test_moments_of_monotone_gaps_are_andersons():
    """Factored likelihood (Anderson 1957; Little and Rubin, section 7.2): the mean of y by regression on x, at the mean of x."""
    x, y = FULL["a"].to_numpy(), FULL["b"].to_numpy().copy()
    y[25:] = np.nan
    b, a = np.polyfit(x[:25], y[:25], 1)
    rest = y[:25] - a - b * x[:25]
    found = moments(np.column_stack([x, y]))
    assert found.converged
    np.testing.assert_allclose(found.mean, [x.mean(), a + b * x.mean()], rtol=1e-7)
    np.testing.assert_allclose(found.covariance[0, 1], b * x.var(), rtol=1e-6)
    np.testing.assert_allclose(found.covariance[1, 1], (rest**2).mean() + b**2 * x.var(), rtol=1e-6)


def test_moments_maximise_the_likelihood():
    x = with_gaps(0.3).values.to_numpy()[:, :3]
    x = x[~np.isnan(x).all(axis=1)]

    def minus_twice(mean, cov):
        total = 0.0
        for row in x:
            known = ~np.isnan(row)
            apart, part = row[known] - mean[known], cov[np.ix_(known, known)]
            total += np.linalg.slogdet(part)[1] + apart @ np.linalg.solve(part, apart)
        return total

    found = moments(x)
    at = np.concatenate([found.mean, np.linalg.cholesky(found.covariance)[np.tril_indices(3)]])

    def objective(p):
        root = np.zeros((3, 3))
        root[np.tril_indices(3)] = p[3:]
        return minus_twice(p[:3], root @ root.T)

    best = minimize(objective, at + 0.05, method="BFGS", options={"gtol": 1e-5})
    np.testing.assert_allclose(at, best.x, atol=2e-4)
    assert objective(at) <= best.fun + 1e-8


def test_moments_are_those_that_models_are_compared_with():
    """The kernel of full-information maximum likelihood finds the same by Newton's steps; empty rows tell nothing."""
    x = with_gaps(0.25).values.to_numpy()
    other = incomplete.unrestricted(
        incomplete.batches(x), np.nanmean(x, axis=0), np.diag(np.nanvar(x, axis=0))
    )
    assert other.converged
    found = moments(np.vstack([x, np.full((7, 5), np.nan)]))
    np.testing.assert_allclose(found.mean, other.mean, rtol=1e-6)
    np.testing.assert_allclose(found.covariance, other.covariance, rtol=1e-5)


def test_conditional_means_are_regressions():
    mean, cov = np.array([1.0, 2, 3]), np.array([[2.0, 0.8, 0.3], [0.8, 1, 0.1], [0.3, 0.1, 1]])
    row = np.array([[np.nan, 4.0, np.nan], [np.nan] * 3, [1.0, 1, 1]])
    filled = conditional_means(row, mean, cov)
    np.testing.assert_allclose(filled[0], [1 + 0.8 * 2, 4, 3 + 0.1 * 2])
    assert np.isnan(filled[1]).all()
    assert (filled[2] == 1).all()


def test_cells_are_marked_and_known_ones_stay():
    data = with_gaps()
    filled = gm.treatment.impute_em(data)
    gaps = data.values.isna()
    assert not filled.values.isna().any(axis=None)
    assert filled.values.where(~gaps).equals(data.values)
    assert filled.imputed.equals(gaps)
    assert set(filled.changes["step"]) == {"impute_em"}
    nearer = ((filled.values - FULL)[gaps] ** 2).sum().sum()
    assert nearer < ((gm.treatment.impute_mean(data).values - FULL)[gaps] ** 2).sum().sum()


@pytest.mark.parametrize("impute", [
    gm.treatment.impute_em, lambda d: gm.treatment.impute_em(d, among="all"),
    lambda d: gm.treatment.impute_regression(d, ["d"]),
])  # fmt: skip
def test_units_of_measurement_and_the_order_of_rows_change_nothing(impute):
    frame = with_gaps().values.copy()
    frame["d"] = FULL["d"]
    plain = impute(gm.Dataset(TREE, frame)).values
    scale = np.array([1e-200, 1e90, 1.0, 1e6, 1e-6])
    np.testing.assert_allclose(impute(gm.Dataset(TREE, frame * scale)).values / scale, plain, rtol=1e-6)
    shuffled = impute(gm.Dataset(TREE, frame.sample(frac=1, random_state=1))).values
    np.testing.assert_allclose(shuffled.loc[plain.index], plain, rtol=1e-9)


def test_periods_are_filled_from_themselves_and_empty_units_stay_empty():
    one, two = with_gaps(seed=1).values, with_gaps(seed=2).values + 100
    one.iloc[0] = np.nan
    both = gm.Dataset(TREE, pd.concat({2024: one, 2025: two}, names=["period", "unit"]))
    filled = gm.treatment.impute_em(both)
    alone = gm.treatment.impute_em(gm.Dataset(TREE, one))
    np.testing.assert_allclose(filled.at(2024).values, alone.values)
    assert filled.values.loc[(2024, "u00")].isna().all()
    mean = gm.treatment.impute_em(gm.Dataset(TREE, one), empty="fill").values.loc["u00"]
    assert mean.notna().all()  # of nothing known the fitted means


def test_constants_and_copies():
    frame = with_gaps().values.copy()
    frame["b"], frame["c"] = 7.0, frame["a"]
    frame.loc["u03", "b"] = np.nan
    frame.loc["u05", ["a", "c"]] = [61.0, np.nan]
    filled = gm.treatment.impute_em(gm.Dataset(TREE, frame)).values
    assert filled.loc["u03", "b"] == pytest.approx(7)
    assert filled.loc["u05", "c"] == pytest.approx(61)


def test_what_cannot_be_told_is_refused_by_name():
    lone = gm.IndicatorTree.from_groups({"A": ["a", "b", "c"], "B": ["d"]})
    frame = with_gaps().values[lone.codes]
    with pytest.raises(UnsuitableMethod, match="d: is alone in its group"):
        gm.treatment.impute_em(gm.Dataset(lone, frame))
    few = with_gaps().values.iloc[:4].copy()
    few.iloc[0, 0], few.iloc[1:, 0] = np.nan, 1.0
    with pytest.raises(UnsuitableMethod, match="4 units with values for 3 indicators"):
        gm.treatment.impute_em(gm.Dataset(TREE, few))
    apart = FULL.copy()
    apart.iloc[:20, 0], apart.iloc[20:, 1] = np.nan, np.nan
    with pytest.raises(UnsuitableMethod, match="a, b: fewer than three units have both"):
        gm.treatment.impute_em(gm.Dataset(TREE, apart))
    gone = FULL.assign(a=np.nan)
    with pytest.raises(UnsuitableMethod, match="a: no unit has a value"):
        gm.treatment.impute_em(gm.Dataset(TREE, gone))


def test_regression_is_least_squares_and_says_what_it_lacks():
    frame = with_gaps().values.assign(d=FULL["d"], e=FULL["e"])
    wealth = pd.DataFrame({"wealth": FULL["e"] * 2 + 3, "kind": "x"})
    data = gm.Dataset(TREE, frame, wealth)
    filled = gm.treatment.impute_regression(data, ["d", "wealth"])
    known = frame["a"].notna()
    z = np.column_stack([np.ones(40), FULL["d"], wealth["wealth"]])
    b = np.linalg.lstsq(z[known], frame.loc[known, "a"], rcond=None)[0]
    np.testing.assert_allclose(filled.values["a"][~known], (z @ b)[~known], rtol=1e-9)
    with pytest.raises(FaultyInput, match="'income' is neither an indicator nor an attribute"):
        gm.treatment.impute_regression(data, ["income"])
    with pytest.raises(UnsuitableMethod, match="a: is a predictor and has gaps itself"):
        gm.treatment.impute_regression(data, ["a"])
    with pytest.raises(UnsuitableMethod, match="tell the same"):
        gm.treatment.impute_regression(data, ["e", "wealth"])
    with pytest.raises(FaultyInput, match="kind: is not a number"):
        gm.treatment.impute_regression(data, ["kind"])


def test_values_beyond_what_was_observed_are_told():
    tree = gm.IndicatorTree.from_groups({"A": ["x", "y"]})
    frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 20], "y": [1.0, 2.5, 2.5, 4, None]}, list("abcde"))
    assert any(
        "beyond what was observed: y" in note
        for note in gm.treatment.impute_em(gm.Dataset(tree, frame)).notes
    )
