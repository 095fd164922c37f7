"""Partial frontiers against simulation, free disposal hulls and hand-made quantiles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.order_m import order_alpha, order_m

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed, n=40):
    rng = np.random.default_rng(seed)
    return np.round(rng.lognormal(1, 0.5, (n, 2)), 1) + 0.1, np.round(rng.lognormal(1, 0.5, (n, 2)), 1)


def _ratios(x, y, o, orientation):
    """The comparable units' ratios to unit o, the definition written plainly."""
    if orientation == "output":
        return np.array([min(y[j] / y[o]) for j in range(len(x)) if (x[j] <= x[o]).all()])
    return np.array([max(x[j] / x[o]) for j in range(len(x)) if (y[j] >= y[o]).all()])


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_order_m_is_the_mean_of_simulated_draws(orientation):
    x, y = _data(1)
    got = order_m(x, y, m=5, orientation=orientation)
    rng = np.random.default_rng(3)
    for o in range(0, 40, 7):
        ratios = _ratios(x, y, o, orientation)
        drawn = rng.choice(ratios, (200_000, 5))
        best = drawn.max(axis=1) if orientation == "output" else drawn.min(axis=1)
        assert got.farrell[o] == pytest.approx(best.mean(), abs=5 * best.std() / np.sqrt(200_000) + 1e-12)
        assert got.comparable[o] == len(ratios)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_large_orders_are_the_free_disposal_hull(orientation):
    x, y = _data(2)
    hull = [
        _ratios(x, y, o, orientation).max()
        if orientation == "output"
        else _ratios(x, y, o, orientation).min()
        for o in range(40)
    ]
    np.testing.assert_allclose(order_m(x, y, m=100_000, orientation=orientation).farrell, hull, atol=1e-9)
    np.testing.assert_allclose(
        order_alpha(x, y, alpha=1.0, orientation=orientation).farrell, hull, atol=1e-12
    )


@given(st.integers(0, 10_000), st.floats(0.05, 1.0))
def test_order_alpha_is_the_quantile(seed, alpha):
    x, y = _data(seed, n=15)
    got_out, got_in = order_alpha(x, y, alpha, "output"), order_alpha(x, y, alpha)
    for o in range(15):
        ratios = np.sort(_ratios(x, y, o, "output"))
        at_most = [r for r in ratios if (ratios <= r).mean() >= alpha - 1e-9]
        assert got_out.farrell[o] == pytest.approx(at_most[0], abs=1e-12)
        ratios = np.sort(_ratios(x, y, o, "input"))
        at_most = [r for r in ratios if (ratios <= r).mean() >= 1 - alpha - 1e-9]
        assert got_in.farrell[o] == pytest.approx(at_most[0], abs=1e-12)


def test_scores_rise_as_m_falls_and_units_do_not_matter():
    x, y = _data(4)
    robust, full = order_m(x, y, m=5).scores, order_m(x, y, m=500).scores
    assert (robust >= full - 1e-12).all()
    assert (robust > 1).any()
    scaled = order_m(x * [1e-9, 1e6], y * [1e5, 1e-7], m=5).scores
    np.testing.assert_allclose(scaled, robust, atol=1e-12)


def test_zeros_references_and_faults():
    x, y = _data(5, n=10)
    y[3, 0] = 0.0
    assert order_m(x, y).scores.notna().all()
    beyond = order_m(x * 0.01, y, orientation="output", reference=(x, y))
    assert beyond.scores.isna().all()
    assert (beyond.comparable == 0).all()
    x[2, 1] = 0.0
    with pytest.raises(UnsuitableMethod, match="2, input_2: is zero"):
        order_m(x, y, orientation="input")
    with pytest.raises(FaultyInput, match="whole number"):
        order_m(x, y, m=0)
    with pytest.raises(FaultyInput, match=r"alpha: is 1\.2; give a number between 0 and 1"):
        order_alpha(x, y, alpha=1.2)
    assert "超出部分前沿" in order_alpha(x, y, orientation="output").summary("zh")


def test_labels_and_ties():
    x = pd.DataFrame({"staff": [1.0, 1.0, 2.0]}, index=["a", "b", "c"])
    y = pd.DataFrame({"cases": [1.0, 1.0, 1.0]}, index=["c", "b", "a"])
    got = order_m(x, y, m=3, orientation="input")
    assert got.scores["a"] == got.scores["b"]
    assert got.comparable.tolist() == [3, 3, 3]
    # The best of three draws for c: a half unless all three are c itself (1 in 27).
    assert got.scores["c"] == pytest.approx(0.5 * 26 / 27 + 1 / 27)


def test_a_score_of_one_does_not_surpass_the_frontier():
    """Of 1, 2, 3 and 4 the quantile 3/4 is 3, which only the last surpasses."""
    got = order_alpha(pd.Series([1.0] * 4), pd.Series([1.0, 2, 3, 4]), 0.75, "output")
    assert got.scores.tolist() == pytest.approx([1 / 3, 2 / 3, 1, 4 / 3])
    assert got.summary().startswith(
        "1 of 4 units surpass the order-alpha frontier (alpha = 0.75); mean score 0.8333."
    )
    one = order_m(pd.Series([1.0, 1]), pd.Series([2.0, 2]), orientation="output")
    assert one.summary().startswith("0 of 2 units surpass the order-m frontier (m = 25); mean score 1.0000.")


def test_an_output_that_a_unit_lacks_asks_for_nothing():
    """u has none of z: beside it v makes twice its y, w half; in pairs the best is v unless both draws are w or u."""
    y = pd.DataFrame({"y": [2.0, 4, 1], "z": [0.0, 1, 9]}, list("uvw"))
    got = order_m(pd.Series(1.0, y.index), y, 2, "output")
    chances = 5 / 9 * 2 + 3 / 9 * 1 + 1 / 9 * 0.5
    assert got.farrell["u"] == pytest.approx(chances)
