"""Seasons: R's decompose, shrinkage by hand and in simulation, gaps, faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.monitoring import seasonal

# R 4.2.2: x <- window(UKgas, c(1978, 1), c(1983, 4)), quarterly gas consumption; decompose(x)$figure, x - seasonal
GAS = [669.2, 421, 216.1, 509.1, 827.7, 467.5, 209.7, 542.7, 840.5, 414.6, 217.7, 670.8, 848.5, 437, 209.7, 701.2, 925.3, 443.4,
       214.5, 683.6, 917.3, 515.5, 224.1, 694.8]  # fmt: skip
FIGURE = [329.028125, -92.074375, -318.164375, 81.210625]
QUARTERS = [f"{year}Q{quarter}" for year in range(1978, 1984) for quarter in (1, 2, 3, 4)]


def panel(values, periods=None):
    """Return a frame (periods, units) as a series by (period, unit)."""
    values = np.asarray(values, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    periods = QUARTERS[: len(values)] if periods is None else periods
    rows = pd.MultiIndex.from_product(
        [periods, [f"u{k}" for k in range(values.shape[1])]], names=["period", "unit"]
    )
    return pd.Series(values.ravel(), rows, name="value")


def test_one_unit_is_rs_decompose():
    for pool in ("own", "shrunk"):
        found = seasonal(panel(GAS), pool=pool)
        np.testing.assert_allclose(found.effects["u0"], FIGURE, rtol=1e-10)
        np.testing.assert_allclose(found.adjusted["u0"][:3], [340.171875, 513.074375, 534.264375])
    assert found.strength.loc["u0", "values"] == 20
    above = np.array(GAS) - np.convolve(
        np.pad(GAS, 2, constant_values=np.nan), [0.125, 0.25, 0.25, 0.25, 0.125], "valid"
    )
    rest = above - np.tile(FIGURE, 6)
    assert found.strength.loc["u0", "strength"] == pytest.approx(1 - np.nanvar(rest) / np.nanvar(above))


def test_an_odd_cycle_and_waves_need_their_length():
    waves = [f"wave {k}" for k in range(1, 10)]
    values = np.arange(9.0) + np.tile([3.0, -1, -2], 3)
    found = seasonal(panel(values, waves), length=3)
    np.testing.assert_allclose(found.effects["u0"], [3, -1, -2], atol=1e-12)
    with pytest.raises(gm.FaultyInput, match="length=4"):
        seasonal(panel(values, waves))


def test_seasons_count_from_the_beginning_of_the_year():
    found = seasonal(panel(GAS[1:], QUARTERS[1:]), pool="own")
    assert found.pooled.idxmax() == 1
    assert found.pooled.idxmin() == 3
    for days in (("-03-31", "-06-30", "-09-30", "-12-31"), ("-01-01", "-04-01", "-07-01", "-10-01")):
        dates = [f"{year}{day}" for year in range(1978, 1984) for day in days]
        assert seasonal(panel(GAS, dates)).pooled.idxmax() == 1
    months = [f"2022-{m:02d}" for m in range(5, 13)] + [
        f"{y}-{m:02d}" for y in (2023, 2024) for m in range(1, 13)
    ]
    values = [float(int(m[-2:]) == 2) for m in months]
    found = seasonal(panel(values, months))
    assert (found.length, found.pooled.idxmax()) == (12, 2)


def test_shrinkage_by_hand():
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, (16, 5)) + np.tile(rng.normal(0, 2, (4, 5)), (4, 1))
    own, shrunk, every = (seasonal(panel(values), pool=pool) for pool in ("own", "shrunk", "all"))
    middle = own.effects.mean(axis=1)
    np.testing.assert_allclose(shrunk.pooled, middle)
    for unit in every.effects:
        np.testing.assert_allclose(every.effects[unit], middle, atol=1e-12)
    trend = (
        pd.DataFrame(values)
        .rolling(5, center=True)
        .apply(lambda x: x @ [0.125, 0.25, 0.25, 0.25, 0.125], raw=True)
    )
    above = (values - trend).to_numpy()[2:-2].reshape(3, 4, 5)  # the third season first
    chance = ((above - above.mean(axis=0)) ** 2).sum() / (2 * 4 * 5)
    spread = ((own.effects.to_numpy() - middle.to_numpy()[:, None]) ** 2).sum() / (4 * 4)
    between = max(0, spread - chance / 3)
    w = between / (between + chance / 3)
    assert 0 < w < 1
    np.testing.assert_allclose(shrunk.strength["own"], w)
    np.testing.assert_allclose(
        shrunk.effects, middle.to_numpy()[:, None] + w * (own.effects - middle.to_numpy()[:, None])
    )


def test_short_panels_gain_by_shrinkage():
    rng = np.random.default_rng(1)
    truth = np.array([2.0, -1, -3, 2])[:, None] + rng.normal(0, 0.7, (4, 80))
    truth -= truth.mean(axis=0)
    values = np.tile(truth, (3, 1)) + rng.normal(0, 2, (12, 80)) + np.linspace(0, 5, 12)[:, None]
    pools = ("own", "all", "shrunk")
    error = {
        pool: ((seasonal(panel(values), pool=pool).effects - truth) ** 2).to_numpy().mean() for pool in pools
    }
    assert error["shrunk"] < min(error["own"], error["all"])


def test_eight_quarters_have_the_pooled_season_and_say_so():
    rng = np.random.default_rng(2)
    values = rng.normal(0, 0.1, (8, 30)) + np.tile([1.0, 2, 3, -6], 2)[:, None]
    found = seasonal(panel(values))
    np.testing.assert_allclose(found.pooled, [1, 2, 3, -6], atol=0.15)
    assert (found.strength["own"] == 0).all()
    assert "pooled season" in found.summary("en")
    with pytest.raises(gm.UnsuitableMethod, match="8 periods in a row"):
        seasonal(panel(values[:7]))


def test_gaps_constants_order_and_input():
    values = np.column_stack([GAS, np.full(24, 5.0), GAS])
    values[7, 2] = np.nan
    data = panel(values)
    found = seasonal(data, pool="own")
    assert found.effects["u1"].tolist() == [0, 0, 0, 0]
    assert found.strength.loc["u1", "strength"] == 0
    assert np.isnan(found.adjusted.loc["1979Q4", "u2"])
    assert found.strength.loc["u2", "values"] == 15
    np.testing.assert_allclose(found.effects.sum(), 0, atol=1e-9)
    shuffled = seasonal(data.sample(frac=1, random_state=0), pool="own")
    pd.testing.assert_frame_equal(found.adjusted, shuffled.adjusted[found.adjusted.columns])
    without = seasonal(data.drop("1980Q2", level="period"), pool="own")
    assert len(without.adjusted) == 23
    assert without.strength.loc["u0", "values"] == 15


@pytest.mark.parametrize("periods", [list(range(2000, 2024)), [f"2024-0{m}" for m in (1, 2, 5)]])
def test_years_have_no_season_and_few_months_are_too_few(periods):
    with pytest.raises(gm.GovmetricsError):
        seasonal(panel(GAS[: len(periods)], periods))
