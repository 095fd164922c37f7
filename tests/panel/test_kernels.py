"""Kernel densities against R's bandwidths and scipy's densities."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.panel import kernels

PRECIP = [67, 54.7, 7, 48.5, 14, 17.2, 20.7, 13, 43.4, 40.2, 38.9, 54.5, 59.8, 48.3, 22.9, 11.5, 34.4, 35.1,
          38.7, 30.8, 30.6, 43.1, 56.8, 40.8, 41.8, 42.5, 31, 31.7, 30.2, 25.9, 49.2, 37, 35.9, 15, 30.2, 7.2,
          36.2, 45.5, 7.8, 33.4, 36.1, 40.2, 42.7, 42.5, 16.2, 39, 35, 37, 31.4, 37.6, 39.9, 36.2, 42.8, 46.4,
          24.7, 49.1, 46, 35.9, 7.8, 48.2, 15.2, 32.5, 44.7, 42.6, 38.8, 17.4, 40.8, 29.1, 14.6, 59.2]  # fmt: skip
"""R's `precip`: inches of rain a year in 70 cities (McNeil 1977)."""


def column(values):
    return pd.Series(np.asarray(values, dtype=float), [f"u{k}" for k in range(len(values))], name="rain")


def test_bandwidths_are_those_of_r():
    """R 4.2.2: bw.nrd0(precip), and bw.SJ(precip, nb = 200000, tol = 1e-8), which counts pairs in bins."""
    assert kernels(column(PRECIP)).summary_of_periods["bandwidth"].iloc[0] == pytest.approx(3.847892243)
    found = kernels(column(PRECIP), bandwidth="sheather_jones").summary_of_periods["bandwidth"].iloc[0]
    assert found == pytest.approx(3.942036366, rel=1e-5)


def test_the_density_is_a_mean_of_normal_ones():
    found = kernels(column(PRECIP), bandwidth=5.0)
    at = found.densities.index.to_numpy()
    np.testing.assert_allclose(
        found.densities.iloc[:, 0], stats.norm.pdf(at[:, None], PRECIP, 5).mean(axis=1)
    )
    many = np.random.default_rng(0).normal(
        size=1001
    )  # where pairs are counted in bins: as without the last value
    few, more = (
        kernels(column(y), bandwidth="sheather_jones").summary_of_periods["bandwidth"].iloc[0]
        for y in (many[:1000], many)
    )
    assert few == pytest.approx(more, rel=2e-3)


@given(seed=st.integers(0, 1000), rule=st.sampled_from(["silverman", "sheather_jones"]))
@settings(max_examples=12, deadline=None)
def test_a_density_sums_to_one_whatever_the_order_and_unit(seed, rule):
    y = np.random.default_rng(seed).uniform(0, 100, 40)
    whole = kernels(column(y), bandwidth=rule, bounds=(0, 100), points=2000)
    curve = whole.densities.iloc[:, 0]
    assert np.trapezoid(curve, curve.index) == pytest.approx(1, abs=2e-3)
    again = kernels(column(y[::-1] * 1e90), bandwidth=rule, bounds=(0, 1e92), points=2000)
    np.testing.assert_allclose(again.densities.iloc[:, 0] * 1e90, curve, rtol=1e-6)


def test_peaks_and_spread():
    rng = np.random.default_rng(1)
    rows = pd.MultiIndex.from_product([[2024, 2020], range(200)], names=["period", "unit"])
    two = np.append(rng.normal(30, 4, 120), rng.normal(70, 4, 80))
    found = kernels(
        pd.Series(np.append(two, rng.normal(50, 5, 200)), rows, name="score"), bandwidth="sheather_jones"
    )
    table = found.summary_of_periods
    assert table.index.tolist() == [2020, 2024]
    assert table.loc[2024, ["peak", "second_peak"]].tolist() == pytest.approx([30, 70], abs=2)
    assert table.loc[2020, "peak"] == pytest.approx(50, abs=2)
    assert table["peaks"].tolist()[1] == 2
    assert table.loc[2024, ["p10", "p90"]].tolist() == np.quantile(two, [0.1, 0.9]).tolist()
    assert "highest peak moves from" in found.summary()
    assert "主峰位置由" in found.summary("zh")
    edge = kernels(column(100 - np.abs(rng.normal(0, 8, 100))), bounds=(0, 100))
    assert edge.summary_of_periods["peak"].iloc[0] > 95


def test_refusals():
    rows = pd.MultiIndex.from_product([[2020, 2024], list("uv")], names=["period", "unit"])
    with pytest.raises(UnsuitableMethod, match=r"2020: 1 unit has a value.*\n2024: all values are alike"):
        kernels(pd.Series([1.0, np.nan, 2, 2], rows))
    with pytest.raises(UnsuitableMethod, match="values from 7 to 67 lie outside the bounds"):
        kernels(column(PRECIP), bounds=(0, 60))
    with pytest.raises(FaultyInput, match=r"bandwidth: is 'wide'.*\nbounds: is \(5, 1\).*\npoints: is 3"):
        kernels(column(PRECIP), bandwidth="wide", bounds=(5, 1), points=3)
    assert kernels(column([1, 1, 1, 1, 1, 2])).summary_of_periods["bandwidth"].iloc[0] > 0


def test_the_picture_has_a_ridge_for_every_period():
    import matplotlib.pyplot as plt

    rows = pd.MultiIndex.from_product([range(2000, 2030), range(20)], names=["period", "unit"])
    found = kernels(
        pd.Series(np.random.default_rng(0).uniform(0, 100, 600), rows, name="score"), bounds=(0, 100)
    )
    ax = gm.plots.densities(found, top=4)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["2000", "2010", "2019", "2029"]
    lines = gm.plots.densities(found, style="lines", top=2, language="zh").lines
    np.testing.assert_allclose(lines[1].get_ydata(), found.densities["2029"])
    with pytest.raises(FaultyInput, match=r"make it with panel\.kernels"):
        gm.plots.densities(gm.panel.trends(pd.Series(1.0, rows, name="x").to_frame()))
    plt.close("all")
