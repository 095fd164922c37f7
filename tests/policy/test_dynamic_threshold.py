"""Lagged outcomes with an instrument, thresholds in panels, and models side by side."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm


def series(units, periods, rho, seed):
    """Return a panel whose outcome follows itself, with effects of units."""
    rng = np.random.default_rng(seed)
    effect, y = rng.normal(size=units), np.zeros((units, periods + 20))
    for t in range(1, periods + 20):
        y[:, t] = rho * y[:, t - 1] + effect + rng.normal(size=units)
    rows = pd.MultiIndex.from_product([range(units), range(2010, 2010 + periods)], names=["unit", "period"])
    return pd.DataFrame({"y": y[:, 20:].ravel(), "x": rng.normal(size=units * periods)}, rows)


def test_two_stages_are_those_of_statsmodels():
    """Anderson and Hsiao's instrument by statsmodels' IV2SLS on differences made with pandas."""
    from statsmodels.sandbox.regression.gmm import IV2SLS

    frame = series(40, 7, 0.5, 1)
    found = gm.policy.dynamic(frame, "y", ["x"], two_way=False, errors="classical")
    by = frame.groupby(level="unit")
    table = pd.DataFrame({"dy": by["y"].diff(), "l": by["y"].diff().groupby(level="unit").shift(), "dx": by["x"].diff(),
                          "z": by["y"].shift(2), "one": 1.0}).dropna()  # fmt: skip
    other = IV2SLS(table["dy"], table[["l", "dx", "one"]], table[["z", "dx", "one"]]).fit()
    np.testing.assert_allclose(found.coefficients["estimate"], other.params.iloc[:2], rtol=1e-8)
    np.testing.assert_allclose(found.coefficients["error"], other.bse.iloc[:2], rtol=1e-8)


def test_the_instrument_has_no_bias_where_effects_of_units_have():
    """Nickell (1981): about -(1 + rho) / (T - 1), here -.25 to -.3; the mean of 40 panels."""
    fixed, instrumented = [], []
    for seed in range(40):
        frame = series(150, 7, 0.5, seed)
        fixed.append(gm.policy.effects(frame, "y", ["x"], lags=1).coefficients.loc["L1.y", "estimate"])
        instrumented.append(gm.policy.dynamic(frame, "y", ["x"]).coefficients.loc["L1.y", "estimate"])
    assert np.mean(fixed) < 0.3
    assert abs(np.mean(instrumented) - 0.5) < 3 * np.std(instrumented) / np.sqrt(40)


def test_gaps_are_no_lags_and_a_weak_instrument_is_said():
    frame = series(30, 6, 0.5, 3)
    with pytest.raises(gm.UnsuitableMethod, match="no row has two periods before it"):
        gm.policy.dynamic(frame.loc[(slice(None), [2010, 2011, 2013, 2014]), :], "y", ["x"])
    walk = frame.assign(
        y=np.random.default_rng(0).normal(size=len(frame)).reshape(30, 6).cumsum(axis=1).ravel()
    )
    assert any("the instrument is weak" in note for note in gm.policy.dynamic(walk, "y", ["x"]).notes)


def split(units=40, periods=6, change=1.5, seed=0):
    rng = np.random.default_rng(seed)
    rows = pd.MultiIndex.from_product([range(2015, 2015 + periods), range(units)], names=["period", "unit"])
    frame = pd.DataFrame(rng.normal(size=(units * periods, 3)), rows, ["x", "size", "z"])
    effect = np.tile(rng.normal(size=units), periods)
    y = (
        np.where(frame["size"] > 0.3, 0.5 + change, 0.5) * frame["x"]
        + effect
        + rng.normal(0, 0.5, len(frame))
    )
    return frame.assign(y=y)


def test_the_threshold_is_the_split_with_the_smallest_sum_of_squares():
    """By brute force over every value, with indicators of units; F and Hansen's (1999) interval by his (16) and (20)."""
    frame = split(12, 5, 0.6)
    found = gm.policy.threshold(frame, "y", ["x"], "size", controls=["z"], draws=9, trim=0.1)
    units = pd.get_dummies(frame.index.get_level_values("unit")).to_numpy(dtype=float)
    squares = {}
    for value in np.sort(frame["size"])[5:54]:
        low = (frame["size"] <= value).to_numpy()
        x = np.column_stack([frame["x"] * low, frame["x"] * ~low, frame["z"], units])
        squares[value] = np.linalg.lstsq(x, frame["y"], rcond=None)[1][0]
    tried = pd.Series(squares)
    np.testing.assert_allclose(found.curve["sum_of_squares"], tried.loc[found.curve.index], rtol=1e-9)
    assert found.threshold == tried.idxmin()
    none = np.linalg.lstsq(np.column_stack([frame[["x", "z"]], units]), frame["y"], rcond=None)[1][0]
    sigma2 = tried.min() / (60 - 12 - 3)
    assert found.statistic == pytest.approx((none - tried.min()) / sigma2, rel=1e-8)
    inside = tried[(tried - tried.min()) / sigma2 <= 7.352277]  # Hansen's critical value at 95%, 7.35
    assert (found.lower, found.upper) == (inside.index.min(), inside.index.max())
    assert found.coefficients.index.tolist() == ["x | low", "x | high", "z"]


def test_a_threshold_that_is_there_is_found_and_one_that_is_not_is_not():
    found = gm.policy.threshold(split(), "y", ["x"], "size", draws=199)
    assert found.lower <= 0.3 <= found.upper or abs(found.threshold - 0.3) < 0.1
    assert found.p == pytest.approx(1 / 200)
    p = [
        gm.policy.threshold(split(20, 4, 0, seed), "y", ["x"], "size", draws=49, trim=0.15).p
        for seed in range(12)
    ]
    assert np.mean(np.array(p) <= 0.1) < 0.4
    assert max(p) > 0.5


def test_a_threshold_by_chance_is_not_called_a_change():
    """Hansen (1999): the split with the least squares is there under the null too; only its test tells. p was said, after
    "Effects change at".
    """
    none = gm.policy.threshold(split(20, 4, 0, 1), "y", ["x"], "size", draws=49, trim=0.15)
    assert none.p > 0.05
    assert none.summary().startswith("No threshold in size is beyond chance (one against none: F = ")
    assert none.summary("zh").startswith("size 未见统计显著的门槛")
    assert (
        gm.policy.threshold(split(), "y", ["x"], "size", draws=49)
        .summary()
        .startswith("Effects change at size")
    )


def test_panels_with_gaps_and_variables_without_values_have_no_threshold():
    with pytest.raises(gm.UnsuitableMethod, match="not balanced"):
        gm.policy.threshold(split().iloc[1:], "y", ["x"], "size")
    with pytest.raises(gm.UnsuitableMethod, match="too few values"):
        gm.policy.threshold(split().assign(size=1.0), "y", ["x"], "size")


def test_models_side_by_side():
    frame = split()
    models = [
        gm.policy.effects(frame, "y", ["x"]),
        gm.policy.effects(frame, "y", ["x", "z"], kind="random", two_way=False),
    ]
    found = gm.policy.side_by_side(models, ["fixed", "random"])
    assert found.estimates.index.tolist() == ["x", "z", "constant"]
    assert np.isnan(found.estimates.loc["z", "fixed"])
    assert found.estimates.loc["x", "random"] == models[1].coefficients.loc["x", "estimate"]
    assert found.table.set_index("term").loc["x", "fixed"].endswith("***")
    assert "σu" in str(found.tables("zh")[0])
    with pytest.raises(gm.FaultyInput, match="names for 2 columns"):
        gm.policy.side_by_side(models, ["one", "one"])
