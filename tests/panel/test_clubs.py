"""Log t test and clubs: the error against R's sandwich, the statistic by its definition, clubs that are known.

The clubs that R's ConvergenceClubs 1.4.0 documents for 152 countries could not be made again here: the data are too many to
stand in the repository, and the package was not to be had.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.panel import clubs
from govmetrics.panel.log_t import andrews_bandwidth, log_t, long_run_variance, spreads

NOISE = [1.4779802682, 1.0607025033, -0.1590201961, -2.3623408525, -0.1243703753, -0.1752496639, -0.1719459623, 0.7897323623,
         1.1479565090, 1.0997487085, 1.4007208586, 1.4143658628, 0.7136170475, -1.7006740394, -0.2986421390, -0.2735806763,
         -0.3607167121, -1.7192416072, -1.4059017259, -0.3531401700]  # fmt: skip


def panel(x, first=1980):
    """Rows are units."""
    x = np.asarray(x, dtype=float)
    index = pd.MultiIndex.from_product(
        [range(first, first + x.shape[1]), [f"u{k:02d}" for k in range(len(x))]], names=["period", "unit"]
    )
    return pd.Series(x.T.ravel(), index, name="income")


def test_the_error_is_that_of_r():
    """R 4.2.2, sandwich 3.0.2: 20 x kernHAC(lm(u ~ 1), bw, "Quadratic Spectral", prewhite = FALSE, adjust = FALSE)."""
    e = np.array([NOISE])
    assert long_run_variance(e, np.array([1.5])) == pytest.approx([1.813384805])
    assert long_run_variance(e, np.array([3.0])) == pytest.approx([2.313831124])


def test_the_bandwidth_is_fixed_by_an_autoregression():
    """Andrews (1991): 1.3221 (alpha(2) n)^(1/5), alpha(2) = 4 rho^2 / (1 - rho)^4, rho without a constant."""
    e = np.array(NOISE)
    rho = np.linalg.lstsq(e[:-1, None], e[1:], rcond=None)[0][0]
    assert andrews_bandwidth(e[None]) == pytest.approx([1.3221 * (4 * rho**2 / (1 - rho) ** 4 * 20) ** 0.2])


@pytest.mark.parametrize("alpha", [-0.2, 0.5, 1.1])
def test_b_is_twice_the_speed(alpha):
    """Units 1 + xi / (log t  t^alpha) with xi that sum to 0: log(1 / H_t) - 2 log log t = constant + 2 alpha log t exactly."""
    t = np.arange(1, 41)
    xi = np.array([-0.3, -0.1, 0.0, 0.4])
    path = np.append(1.0, 1 / (np.log(t[1:]) * t[1:] ** alpha))
    h = spreads(5 * (1 + xi[:, None] * path), np.ones((1, 4)))
    np.testing.assert_allclose(h[0], (xi**2).mean() * path**2)
    b, _, statistic = log_t(h, 14)
    assert b == pytest.approx([2 * alpha])
    assert np.sign(statistic[0]) == np.sign(alpha)


def test_the_statistic_by_its_definition():
    rng = np.random.default_rng(3)
    x = 4 + rng.normal(0, 0.3, (6, 30)).cumsum(axis=1) / 10
    found = clubs(panel(x), trim=0.3)
    h = ((x / x.mean(axis=0) - 1) ** 2).mean(axis=0)
    t = np.arange(10, 31)
    y = np.log(h[0] / h[9:]) - 2 * np.log(np.log(t))
    design = np.column_stack([np.ones(21), np.log(t)])
    coefficients = np.linalg.solve(design.T @ design, design.T @ y)
    e = y - design @ coefficients
    se = np.sqrt(long_run_variance(e[None])[0] * np.linalg.inv(design.T @ design)[1, 1])
    row = found.whole.iloc[0]
    assert [row["b"], row["se"], row["t"]] == pytest.approx([coefficients[1], se, coefficients[1] / se])


def known(seed=0, levels=(8.0, 5.0, 3.0), size=6, noise=0.002):
    """Three clubs that close at rate t^-0.6, and one unit that leaves them all."""
    rng = np.random.default_rng(seed)
    t = np.arange(1, 46)
    groups = [level + rng.uniform(-1, 1, (size, 1)) / t**0.6 for level in levels]
    away = 1 + 0.8 * np.log(t)[None] ** 2 / 4
    x = np.vstack([*groups, away + 12])
    return x + rng.normal(0, noise, x.shape)


@pytest.mark.parametrize("seed", range(3))
def test_clubs_that_are_known(seed):
    found = clubs(panel(known(seed)))
    assert found.whole["t"].iloc[0] < -1.65
    own = found.membership["club"]
    for k in range(3):
        assert own[[f"u{unit:02d}" for unit in range(6 * k, 6 * k + 6)]].nunique() == 1
    assert own["u18"] == 0
    assert own.nunique() == 4
    assert found.clubs["units"].tolist() == [6, 6, 6]
    assert (found.clubs["t"] > -1.65).all()
    assert not found.merging["merged"].any()
    assert "3 clubs of 6, 6, 6 units; 1 unit joins none." in found.summary()
    assert "3 个俱乐部" in found.summary("zh")


@given(seed=st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_order_and_unit_of_measurement_do_not_matter(seed):
    values = panel(known(seed % 5, noise=0.05))
    found, again = clubs(values), clubs(values.sample(frac=1, random_state=seed) * 1e200)
    pd.testing.assert_series_equal(found.membership["club"], again.membership["club"])
    assert again.clubs["t"].tolist() == pytest.approx(found.clubs["t"].tolist())


def test_one_club_and_merging():
    one = clubs(panel(known(levels=(5.0,))[:-1]))
    assert one.membership["club"].unique().tolist() == [1]
    assert "all units converge" in one.summary()
    rng = np.random.default_rng(2)
    t = np.arange(1, 41)
    x = (
        np.linspace(8, 4, 14)[:, None] * (1 + rng.uniform(-0.3, 0.3, (14, 1)) / t)
        + rng.normal(0, 0.15, (14, 40)).cumsum(axis=1) / 6
    )
    apart, merged = clubs(panel(x), merge=False), clubs(panel(x))
    assert len(merged.clubs) <= len(apart.clubs)
    assert (apart.membership["club"] == apart.membership["before_merging"]).all()
    assert len(merged.clubs) == len(apart.clubs) - merged.merging["merged"].sum()


def test_units_that_are_alike_are_a_club():
    x = np.vstack([np.full((3, 30), 5.0), np.linspace(8, 12, 30)[None]])
    found = clubs(panel(x))
    assert found.membership["club"].to_dict() == {"u03": 0, "u00": 1, "u01": 1, "u02": 1}
    assert np.isinf(found.clubs["t"].iloc[0])


def test_refusals():
    x = known()
    with pytest.raises(UnsuitableMethod, match=r"the value is 0.*shares of their mean"):
        clubs(panel(np.where(x > 12, 0, x)))
    with pytest.raises(UnsuitableMethod, match="there are 6, too few after trimming; at least 5"):
        clubs(panel(x[:, :6]))
    with pytest.raises(UnsuitableMethod, match="not equally far apart"):
        clubs(panel(x).drop(1990, level="period"))
    gap = panel(x)
    gap.loc[(1985, "u03")] = np.nan
    assert clubs(gap).left_out == ("u03",)
    with pytest.raises(UnsuitableMethod, match="1 unit has a value in every period"):
        clubs(panel(x[:1]))
    with pytest.raises(FaultyInput, match=r"trim: is 2.*\nmerge: is 'yes'"):
        clubs(panel(x), trim=2, merge="yes")
    assert "few for the log t test" in clubs(panel(x[:, :12])).summary()


def statistic(x, start):
    """t of one set of units by least squares; the long-run variance is the one that R's sandwich confirms."""
    h = ((x / x.mean(axis=0) - 1) ** 2).mean(axis=0)
    t = np.arange(start, x.shape[1] + 1)
    y = np.log(h[0] / h[start - 1 :]) - 2 * np.log(np.log(t))
    design = np.column_stack([np.ones(len(t)), np.log(t)])
    b = np.linalg.lstsq(design, y, rcond=None)[0]
    e = y - design @ b
    return b[1] / np.sqrt(long_run_variance(e[None])[0] * np.linalg.inv(design.T @ design)[1, 1])


def step_by_step(x, start, sieve=0.0):
    """The four steps of Phillips and Sul (2007), one unit at a time; units in the order of their last value."""
    rest, found = list(range(len(x))), []
    while len(rest) > 1:
        if statistic(x[rest], start) > -1.65:
            return [*found, set(rest)]
        first = next((k for k in range(len(rest) - 1) if statistic(x[rest[k : k + 2]], start) > -1.65), None)
        if first is None:
            return found
        best, core = -np.inf, []
        for end in range(first + 2, len(rest) + 1):
            t = statistic(x[rest[first:end]], start)
            if t <= -1.65:
                break
            if t > best:
                best, core = t, rest[first:end]
        fits = {unit: statistic(x[[*core, unit]], start) for unit in rest if unit not in core}
        joined = sorted((unit for unit in fits if fits[unit] > sieve), key=lambda unit: -fits[unit])
        while joined and statistic(x[[*core, *joined]], start) <= -1.65:
            joined.pop()
        found.append({*core, *joined})
        rest = [unit for unit in rest if unit not in found[-1]]
    return found


@pytest.mark.parametrize("sieve", [0.0, -1.0])
@pytest.mark.parametrize("seed", range(8))
def test_the_search_is_that_of_the_paper_step_by_step(seed, sieve):
    rng = np.random.default_rng(seed)
    t = np.arange(1, 36)
    x = (
        rng.uniform(4, 8, (16, 1))
        + rng.uniform(-1, 1, (16, 1)) / t**0.5
        + rng.normal(0, 0.06, (16, 35)).cumsum(axis=1)
    )
    x = x[np.argsort(-x[:, -1])]
    told = clubs(panel(x), sieve=sieve, merge=False).membership["club"]
    found = [{int(unit[1:]) for unit in told.index[told == club]} for club in range(1, told.max() + 1)]
    assert found == step_by_step(x, round(35 / 3) + 1, sieve)
