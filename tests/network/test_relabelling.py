"""QAP and MRQAP: exact p values by going through all orders by hand, missing rows, invariants."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics.relabelling import correlations_of, relabellings, tails
from govmetrics.numerics.semi_partial import relabelled_t, relabelled_z, residuals

NAMES = list("abcdefgh")


def drawn(n, seed, share=0.5):
    x = (np.random.default_rng(seed).random((n, n)) < share).astype(float)
    return pd.DataFrame(x * (1 - np.eye(n)), NAMES[:n], NAMES[:n])


def by_hand(y, x):
    """Every correlation of y with relabelled x, by numpy's corrcoef."""
    n = len(y)
    off = ~np.eye(n, dtype=bool)
    a, b = y.to_numpy(), x.to_numpy()
    return np.array([np.corrcoef(a[off], b[np.ix_(p, p)][off])[0, 1] for p in permutations(range(n))])


def test_p_is_exact_where_orders_can_be_counted():
    y, x = drawn(5, 1), drawn(5, 2)
    found, every = gm.network.qap(y, x), by_hand(y, x)
    observed = every[0]
    assert found.exact
    assert found.draws == 120
    assert found.correlation == pytest.approx(observed, abs=1e-12)
    assert found.p_greater == np.mean(every >= observed - 1e-9)
    assert found.p_less == np.mean(every <= observed + 1e-9)
    assert found.p_two_sided == np.mean(np.abs(every) >= abs(observed) - 1e-9)
    assert found.drawn["mean"].iloc[0] == pytest.approx(every.mean(), abs=1e-12)
    assert found.drawn["sd"].iloc[0] == pytest.approx(every.std(), abs=1e-12)


def test_drawn_orders_count_the_one_that_was_found():
    assert tails(3.0, np.array([1.0, 2, 2]), exact=False) == (0.25, 1.0, 0.25)
    assert tails(3.0, np.array([1.0, 3, 2]), exact=True) == (1 / 3, 1.0, 1 / 3)
    assert tails(0.0, np.array([1.0, -2, 5]), exact=True, centre=1) == (2 / 3, 1 / 3, 2 / 3)
    assert all(np.isnan(tails(np.nan, np.array([1.0]), exact=True)))


@pytest.mark.parametrize("sparse", [0.1, 0.9])
def test_pairs_that_are_not_known_are_left_out_of_every_relabelling(sparse):
    x, y = drawn(8, 3, sparse).to_numpy().copy(), drawn(8, 4, sparse).to_numpy()
    x[2] = np.nan
    orders = relabellings(np.arange(8), 20, 0)[0][:50]
    off = ~np.eye(8, dtype=bool)
    for order, r in zip(orders, correlations_of(x, y, orders), strict=True):
        moved = y[np.ix_(order, order)]
        known = off & ~np.isnan(x)
        if np.ptp(moved[known]):
            assert r == pytest.approx(np.corrcoef(x[known], moved[known])[0, 1], abs=1e-10)


def test_answers_that_are_missing_are_no_zeros():
    y, x = drawn(8, 5), drawn(8, 6)
    silent = y.copy()
    silent.loc["c"] = np.nan
    zeros = y.copy()
    zeros.loc["c"] = 0.0
    found = gm.network.qap(silent, x)
    assert found.pairs == 49
    assert found.correlation != pytest.approx(gm.network.qap(zeros, x).correlation)
    assert "7" in str(found.notes[0])


def t_by_hand(x, y):
    b, *_ = np.linalg.lstsq(x, y, rcond=None)
    left = ((y - x @ b) ** 2).sum() / (len(y) - x.shape[1])
    return b[-1] / np.sqrt(left * np.linalg.inv(x.T @ x)[-1, -1])


@pytest.mark.parametrize("silent", [False, True])
def test_t_of_relabelled_residuals_is_that_of_a_regression(silent):
    y, x1, x2 = (drawn(8, seed).to_numpy() for seed in (7, 8, 9))
    known = ~np.eye(8, dtype=bool)
    if silent:
        known[3] = False
    design = np.column_stack([np.ones(known.sum()), x1[known], x2[known]])
    residual = np.full(known.shape, np.nan)
    residual[known] = residuals(design, 2)
    orders = relabellings(np.arange(8), 20, 0)[0][100:130]
    found = relabelled_t(residual, design[:, :2], y[known], known, orders)
    for order, t in zip(orders, found, strict=True):
        moved = residual[np.ix_(order, order)][known]
        kept = ~np.isnan(moved)
        assert t == pytest.approx(
            t_by_hand(np.column_stack([design[kept, :2], moved[kept]]), y[known][kept]), rel=1e-8
        )


def test_z_of_relabelled_residuals_is_that_of_statsmodels():
    from statsmodels.api import Logit

    y, x1, x2 = (drawn(8, seed).to_numpy() for seed in (7, 8, 9))
    known = ~np.eye(8, dtype=bool)
    design = np.column_stack([np.ones(known.sum()), x1[known], x2[known]])
    residual = np.full(known.shape, np.nan)
    residual[known] = residuals(design, 2)
    orders = relabellings(np.arange(8), 20, 0)[0][100:105]
    found = relabelled_z(residual, design[:, :2], y[known], known, orders)
    for order, z in zip(orders, found, strict=True):
        x = np.column_stack([design[:, :2], residual[np.ix_(order, order)][known]])
        assert z == pytest.approx(Logit(y[known], x).fit(disp=0).tvalues[-1], rel=1e-5)


def test_a_single_predictor_has_the_p_of_its_correlation():
    y, x = drawn(6, 10), drawn(6, 11)
    one, other = gm.network.qap(y, x), gm.network.qap_regression(y, {"x": x})
    assert other.coefficients.loc["x", "p_two_sided"] == pytest.approx(one.p_two_sided, abs=1e-12)
    assert other.fit["r_squared"].iloc[0] == pytest.approx(one.correlation**2, abs=1e-12)
    assert other.coefficients.loc["x", "beta"] == pytest.approx(one.correlation, abs=1e-12)


def test_pairs_without_direction_count_once():
    y, x = (one + one.T for one in (drawn(8, 12, 0.3), drawn(8, 13, 0.3)))
    assert gm.network.qap(y, x).pairs == 28
    assert gm.network.qap_regression(y, {"x": x}).fit["df"].iloc[0] == 26


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(6)))
def test_names_and_direction_do_not_matter(seed, order):
    y, x = drawn(6, seed), drawn(6, seed + 1)
    if np.ptp(y.to_numpy()[~np.eye(6, dtype=bool)]) == 0 or np.ptp(x.to_numpy()[~np.eye(6, dtype=bool)]) == 0:
        return
    found = gm.network.qap(y, x)
    moved = gm.network.qap(y.iloc[order, order], x)
    turned = gm.network.qap(y.T, x.T)
    swapped = gm.network.qap(x, y)
    for other in (moved, turned, swapped):
        assert other.correlation == pytest.approx(found.correlation, abs=1e-12)
        assert (other.p_greater, other.p_less, other.p_two_sided) == pytest.approx(
            (found.p_greater, found.p_less, found.p_two_sided), abs=1e-12
        )
    assert -1 <= found.correlation <= 1
    assert found.p_greater + found.p_less >= 1


def test_scales_do_not_matter():
    y, x = drawn(7, 14), drawn(7, 15)
    found = gm.network.qap(y, x)
    for shift, scale in ((1e9, 1.0), (0.0, 1e-200), (0.0, 1e200), (-5.0, -2.0)):
        other = gm.network.qap(y, x * scale + shift)
        assert abs(other.correlation) == pytest.approx(abs(found.correlation), abs=1e-6)
        assert other.p_two_sided == pytest.approx(found.p_two_sided, abs=1e-12)


def test_the_seed_is_in_the_result_and_gives_the_same_again():
    n = 12
    rng = np.random.default_rng(1)
    y, x = (pd.DataFrame(rng.integers(0, 2, (n, n))) for _ in range(2))
    one, other = gm.network.qap(y, x, draws=200, rng=7), gm.network.qap(y, x, draws=200, rng=7)
    assert (one.rng, one.p_two_sided) == (7, other.p_two_sided)
    assert not one.exact


def test_what_cannot_be_tested_is_refused_with_a_way_out():
    y = drawn(5, 1)
    with pytest.raises(UnsuitableMethod, match="same value"):
        gm.network.qap(y, y * 0)
    with pytest.raises(UnsuitableMethod, match="too few"):
        gm.network.qap(y.iloc[:2, :2], y.iloc[:2, :2])
    with pytest.raises(FaultyInput, match="other actors"):
        gm.network.qap(y, y.rename(index={"a": "z"}, columns={"a": "z"}))
    with pytest.raises(FaultyInput, match="different actors"):
        gm.network.qap(y, y.rename(index={"a": "z"}))
    with pytest.raises(FaultyInput, match="more than once"):
        gm.network.qap(y.rename(index={"a": "b"}, columns={"a": "b"}), y)
    with pytest.raises(UnsuitableMethod, match="follow from"):
        gm.network.qap_regression(y, {"one": drawn(5, 2), "other": drawn(5, 2) * 2})
    with pytest.raises(FaultyInput, match="no network"):
        gm.network.qap_regression(y, {})
    with pytest.raises(UnsuitableMethod, match="told apart"):
        gm.network.qap_regression(y, {"itself": y}, model="logit")
    many = gm.network.Network.from_array({"East": y, "West": y})
    with pytest.raises(FaultyInput, match="only\\('East'\\)"):
        gm.network.qap(many, y)
    with pytest.raises(FaultyInput) as error:
        gm.network.qap_regression(y, {"one": y.iloc[:3], "other": 5})
    assert len(error.value.faults) == 2


def test_relabellings_without_a_correlation_are_told():
    """One tie only, in a network in which most did not answer: many orders move it to where nobody did."""
    y, x = drawn(6, 1), drawn(6, 2) * 0
    x.iloc[0, 1] = 1.0
    y.iloc[2:] = np.nan
    found = gm.network.qap(y, x)
    assert "relabellings leave" in str(found.notes[-1])
    assert 0 < found.p_two_sided <= 1
    assert np.isfinite(found.drawn.to_numpy(dtype=float)).all()


def test_unknown_pairs_are_told_once_where_ties_have_no_direction():
    """The third of four actors did not answer: three pairs without direction are unknown."""
    ties = np.ones((4, 4)) - np.eye(4)
    ties[0, 1] = ties[1, 0] = 0
    ties[2, :] = ties[:, 2] = np.nan
    net = gm.network.Network.from_array(ties, actors=list("abcd"), directed=False)
    found = gm.network.core_periphery(net, rng=0)
    assert any("3 pairs are not known" in str(note) for note in found.notes), found.notes
    ties[0, 1] = 1  # now they have one
    frame = pd.DataFrame(ties, list("abcd"), list("abcd"))
    assert any("6 pairs are not known" in str(note) for note in gm.network.core_periphery(frame, rng=0).notes)
