"""Beta against statsmodels, sigma against the paired test written again."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.panel import convergence


def panel(y0, y1, times=(2015, 2024)):
    units = [f"u{k}" for k in range(len(y0))]
    index = pd.MultiIndex.from_product([times, units], names=["period", "unit"])
    return pd.Series(np.concatenate([y0, y1]), index, name="score", dtype=float)


@given(seed=st.integers(0, 1000), scale=st.sampled_from(["log", "level"]))
@settings(max_examples=15)
def test_beta_is_that_of_statsmodels(seed, scale):
    import statsmodels.api as sm

    rng = np.random.default_rng(seed)
    y0, y1 = rng.uniform(20, 80, 12), rng.uniform(20, 80, 12)
    found = convergence(panel(y0, y1), scale=scale, level=0.9)
    f = np.log if scale == "log" else np.asarray
    fit = sm.OLS((f(y1) - f(y0)) / 9, sm.add_constant(f(y0))).fit(cov_type="HC3", use_t=True)
    assert found.beta == pytest.approx(fit.params[1])
    assert found.intercept == pytest.approx(fit.params[0])
    assert found.se == pytest.approx(fit.bse[1])
    assert found.p == pytest.approx(fit.pvalues[1])
    assert found.r_squared == pytest.approx(fit.rsquared)
    assert [found.lower, found.upper] == pytest.approx(list(fit.conf_int(0.1)[1]))


@given(seed=st.integers(0, 1000))
@settings(max_examples=10)
def test_sigma_is_the_test_of_paired_variances(seed):
    """Pitman (1939) and Morgan (1939), in the form with the ratio of variances and the correlation of the pairs."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(50, 10, 9), rng.normal(50, 6, 9)
    found = convergence(panel(x, y), scale="level")
    ratio, r = y.var() / x.var(), np.corrcoef(x, y)[0, 1]
    t = (ratio - 1) * np.sqrt(7) / np.sqrt(4 * ratio * (1 - r**2))
    assert found.sigma_ratio == pytest.approx(ratio)
    assert found.sigma_p == pytest.approx(2 * stats.t.sf(abs(t), 7))
    assert found.sigma["sd"].tolist() == pytest.approx([x.std(ddof=1), y.std(ddof=1)])


def test_gaps_that_close_at_a_known_speed():
    """Every gap from 60 shrinks by exp(-0.05) a year: beta = (exp(-0.05 T) - 1) / T."""
    y0 = np.array([20.0, 35, 50, 61, 80, 95])
    y1 = 60 + (y0 - 60) * np.exp(-0.05 * 9)
    found = convergence(panel(y0, y1), scale="level")
    assert found.beta == pytest.approx((np.exp(-0.45) - 1) / 9)
    assert found.speed == pytest.approx(0.05)
    assert found.half_life == pytest.approx(np.log(2) / 0.05)
    assert found.sigma_ratio == pytest.approx(np.exp(-0.9))
    assert "converging" in found.summary()
    assert "收敛" in found.summary("zh")
    away = convergence(panel(y1, y0), scale="level")
    assert np.isnan(away.speed)
    assert np.isnan(away.half_life)
    assert "diverging" in away.summary()


def test_order_units_of_measurement_and_periods_between():
    rng = np.random.default_rng(2)
    y0, y1 = rng.uniform(1, 9, 8), rng.uniform(1, 9, 8)
    table = panel(y0, y1)
    found = convergence(table)
    again = convergence(table.sample(frac=1, random_state=0) * 1e6)
    assert (again.beta, again.se, again.sigma_p) == pytest.approx((found.beta, found.se, found.sigma_p))
    between = table.loc[[2015]].rename({2015: 2018}, level="period") * 2
    more = convergence(pd.concat([table, between]))
    assert more.beta == pytest.approx(found.beta)
    assert list(more.sigma.index) == [2015, 2018, 2024]


def test_units_without_both_ends_are_named():
    table = panel([1.0, 2, 4, 8, 3], [2.0, 3, 5, 8, np.nan])
    found = convergence(table)
    assert (found.n, found.left_out) == (4, ("u4",))
    assert found.sigma["n"].tolist() == [5, 4]


def test_nothing_moves():
    y = np.array([1.0, 2, 4, 8])
    found = convergence(panel(y, y))
    assert (found.beta, found.p, found.sigma_ratio, found.sigma_p) == (0, 1, 1, 1)
    assert "no sign either way" in found.summary()


def test_refusals():
    with pytest.raises(
        UnsuitableMethod,
        match=r"2015, u1, score: the value is 0.*\n2024, u2, score: the value is -1",
    ):
        convergence(panel([1.0, 0, 3, 4], [1.0, 2, -1, 4]))
    convergence(panel([1.0, 0, 3, 4], [1.0, 2, -1, 4]), scale="level")
    with pytest.raises(UnsuitableMethod, match="growth needs two"):
        convergence(panel([1.0, 2, 3, 4], [1.0, 2, 3, 4]).loc[[2015]])
    with pytest.raises(UnsuitableMethod, match="at least four"):
        convergence(panel([1.0, 2, 3], [1.0, 2, 3]))
    with pytest.raises(UnsuitableMethod, match="nothing to converge from"):
        convergence(panel([2.0, 2, 2, 2], [1.0, 2, 3, 4]))
    with pytest.raises(UnsuitableMethod, match="one unit alone"):
        convergence(panel([2.0, 2, 2, 5], [1.0, 2, 3, 4]))
    with pytest.raises(FaultyInput, match="have no period"):
        convergence(pd.Series([1.0, 2], ["u", "v"]))
    with pytest.raises(FaultyInput, match="node: is 'zz'; there are: score"):
        convergence(panel([1.0, 2, 3, 4], [1.0, 2, 3, 4]), node="zz")
    with pytest.raises(FaultyInput, match="choose one of: log, level"):
        convergence(panel([1.0, 2, 3, 4], [1.0, 2, 3, 4]), scale="root")


@given(seed=st.integers(0, 1000), at=st.sampled_from(["first", "mean"]))
@settings(max_examples=8, deadline=None)
def test_conditional_beta_is_that_of_statsmodels(seed, at):
    import statsmodels.api as sm

    rng = np.random.default_rng(seed)
    y0, y1 = rng.uniform(20, 80, 15), rng.uniform(20, 80, 15)
    frame = panel(y0, y1).to_frame()
    frame["schools"], frame["roads"] = rng.uniform(1, 9, 30), rng.uniform(1e6, 9e6, 30)
    found = convergence(frame, controls=["roads", "schools"], controls_at=at, level=0.9)
    z = frame[["roads", "schools"]].to_numpy().reshape(2, 15, 2)
    z = z[0] if at == "first" else z.mean(axis=0)
    wide = sm.add_constant(
        np.column_stack([np.log(y0), z[:, 1], z[:, 0] / 1e6])
    )  # statsmodels in numbers of one size
    fit = sm.OLS((np.log(y1) - np.log(y0)) / 9, wide).fit(cov_type="HC3", use_t=True)
    table = found.coefficients
    assert (found.beta, found.se, found.p, found.r_squared) == pytest.approx(
        (fit.params[1], fit.bse[1], fit.pvalues[1], fit.rsquared)
    )
    assert table["b"].tolist() == pytest.approx(
        [fit.params[0], fit.params[1], fit.params[3] / 1e6, fit.params[2]]
    )
    assert table["se"].tolist() == pytest.approx([fit.bse[0], fit.bse[1], fit.bse[3] / 1e6, fit.bse[2]])
    assert [found.lower, found.upper] == pytest.approx(list(fit.conf_int(0.1)[1]))
    again = convergence(frame.sample(frac=1, random_state=1), controls=["roads", "schools"], controls_at=at)
    assert again.beta == pytest.approx(found.beta)


def test_units_converge_to_their_own_level():
    """Every gap from a level of one's own (40, or 80) shrinks by exp(-0.05) a year: only conditionally is that seen."""
    rng = np.random.default_rng(0)
    kind = np.repeat([0.0, 1.0], 10)
    goal = 40 + 40 * kind
    y0 = goal + rng.uniform(-10, 10, 20)
    y1 = goal + (y0 - goal) * np.exp(-0.45)
    frame = panel(y0, y1).to_frame()
    frame["coast"] = np.tile(kind, 2)
    found = convergence(frame, scale="level", controls=["coast"])
    assert found.beta == pytest.approx((np.exp(-0.45) - 1) / 9)
    assert found.speed == pytest.approx(0.05)
    assert convergence(frame, scale="level").speed < 0.02
    assert "Beta, conditional: converging" in found.summary()
    assert "条件β收敛：收敛" in found.summary("zh")
    assert "conditional on coast, at the first period" in found.method_paragraph()


def test_controls_that_cannot_be_held():
    rng = np.random.default_rng(0)
    frame = panel(rng.uniform(1, 9, 8), rng.uniform(1, 9, 8)).to_frame()
    frame["a"], frame["same"] = rng.uniform(1, 9, 16), 1.0
    frame["b"] = frame["a"] * 2 - 3
    with pytest.raises(
        FaultyInput,
        match=r"controls: 'zz' is neither.*there are: score, a.*\ncontrols: 'score' is what converges",
    ):
        convergence(frame, controls=["zz", "score"])
    with pytest.raises(UnsuitableMethod, match="'same' is the same for all units"):
        convergence(frame, controls=["same"])
    with pytest.raises(UnsuitableMethod, match="follow from each other: a"):
        convergence(frame, controls=["a", "b"])
    with pytest.raises(UnsuitableMethod, match=r"8 units have .* at least 9"):
        convergence(
            frame.assign(**{f"c{k}": rng.uniform(size=16) for k in range(5)}),
            controls=[f"c{k}" for k in range(5)],
        )
    with pytest.raises(FaultyInput, match="controls: is 'a'; give a list"):
        convergence(frame, controls="a")
    single = frame.assign(only=np.tile(np.eye(8)[0], 2))
    with pytest.raises(UnsuitableMethod, match="one unit alone decides a coefficient"):
        convergence(single, controls=["only"])
    frame.loc[(2015, "u2"), "a"] = np.nan
    found = convergence(frame, controls=["a"])
    assert (found.n, found.left_out) == (7, ("u2",))
    assert "without a control: u2" in found.summary()
    assert convergence(frame, controls=["a"], controls_at="mean").n == 8
