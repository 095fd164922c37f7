"""Funnels: formulas by hand, invariants, faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import govmetrics as gm
from govmetrics.monitoring import funnel

Z95, Z998 = stats.norm.ppf(0.975), stats.norm.ppf(0.999)
COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4000)), min_size=1, max_size=25)


def columns(counts):
    x = np.array([x for x, _ in counts])
    return x, x + np.array([more for _, more in counts]) + (x == 0)


def test_limits_by_hand_on_every_scale():
    x, n = np.array([5, 60, 300]), np.array([10, 80, 320])
    target = 0.8
    angle, half = np.arcsin(np.sqrt(target)), Z998 / (2 * np.sqrt(n))
    found = funnel(x, n, target, overdispersion=None)
    np.testing.assert_allclose(found.limits["lower"], np.sin(angle - half) ** 2)
    np.testing.assert_allclose(found.limits["upper"], np.sin(np.minimum(angle + half, np.pi / 2)) ** 2)
    found = funnel(x, n, target, None, scale="identity")
    np.testing.assert_allclose(
        found.limits["warning_lower"], target - Z95 * np.sqrt(target * (1 - target) / n)
    )
    found = funnel(x, n, target, None, kind="rate")
    np.testing.assert_allclose(found.limits["warning_upper"], (np.sqrt(target) + Z95 / (2 * np.sqrt(n))) ** 2)
    found = funnel(x, n, target, None, kind="rate", scale="log")
    np.testing.assert_allclose(found.limits["upper"], target * np.exp(Z998 / np.sqrt(target * n)))
    found = funnel(x, n, target, None, kind="rate", scale="identity")
    np.testing.assert_allclose(found.limits["upper"], target + Z998 * np.sqrt(target / n))


def test_overdispersion_widens_limits_by_hand():
    x, n = np.array([2, 60, 300, 500]), np.array([10, 80, 320, 900])
    p = x.sum() / n.sum()
    error = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(p))) / error
    phi, w = (z**2).mean(), 1 / error**2
    tau2 = (4 * phi - 3) / (w.sum() - (w**2).sum() / w.sum())
    plain, times, plus = (
        funnel(x, n, overdispersion=how, outliers="keep") for how in (None, "multiplicative", "additive")
    )
    assert plus.overdispersion.tolist() == pytest.approx([phi, tau2, 4])
    assert phi > 1
    np.testing.assert_allclose(plain.table["z"], z)
    np.testing.assert_allclose(times.table["z"], z / np.sqrt(phi))
    np.testing.assert_allclose(plus.table["z"], z * error / np.sqrt(error**2 + tau2))
    angle = np.arcsin(np.sqrt(p))
    np.testing.assert_allclose(
        times.limits["lower"], np.sin(np.maximum(angle - Z998 * error * np.sqrt(phi), 0)) ** 2
    )
    np.testing.assert_allclose(
        plus.limits["lower"], np.sin(np.maximum(angle - Z998 * np.sqrt(error**2 + tau2), 0)) ** 2
    )


def test_limits_are_never_narrower_for_less_variance_than_chance():
    x, n = [50, 100, 200, 400], [100, 200, 400, 800]
    plain, times, plus = (
        funnel(x, n, overdispersion=how).limits for how in (None, "multiplicative", "additive")
    )
    pd.testing.assert_frame_equal(plain, times)
    pd.testing.assert_frame_equal(plain, plus)


def test_winsorising_moves_and_truncation_leaves_out():
    n = np.full(20, 400)
    x = np.array([*range(195, 214), 390])
    kept, moved, left = (funnel(x, n, 0.5, outliers=how) for how in ("keep", "winsorise", "truncate"))
    assert (kept.overdispersion["n"], moved.overdispersion["n"], left.overdispersion["n"]) == (20, 20, 16)
    z = (np.arcsin(np.sqrt(x / n)) - np.pi / 4) * 2 * np.sqrt(n)
    low, high = np.quantile(z, [0.1, 0.9])
    assert moved.overdispersion["phi"] == pytest.approx((np.clip(z, low, high) ** 2).mean())
    assert left.overdispersion["phi"] == pytest.approx((np.sort(z)[2:-2] ** 2).mean())
    assert funnel(x, n, 0.5, tail=0).overdispersion["phi"] == kept.overdispersion["phi"]


def test_wilson_and_the_poisson_score_interval_solve_their_equations():
    x, n = np.array([0, 3, 22, 640]), np.array([7, 90, 22, 653])
    table = funnel(x, n, level=0.9).table
    z = stats.norm.ppf(0.95)
    for p in (table["lower"], table["upper"]):
        inside = (p > 0) & (p < 1)
        np.testing.assert_allclose(((x / n - p) ** 2 * n)[inside], (z**2 * p * (1 - p))[inside], rtol=1e-9)
    table = funnel(x, n, kind="rate", level=0.9).table
    for r in (table["lower"], table["upper"]):
        np.testing.assert_allclose((x / n - r) ** 2 * n, z**2 * r, rtol=1e-7, atol=1e-12)


def test_errors_are_half_of_the_interval_and_never_zero():
    x, n = np.array([0, 22, 50]), np.array([9, 22, 100])
    found = funnel(x, n)
    width = found.table["upper"] - found.table["lower"]
    np.testing.assert_allclose(found.standard_errors, width / (2 * Z95))
    assert (found.standard_errors > 0).all()
    rates = funnel(x, n, kind="rate").standard_errors
    np.testing.assert_allclose(rates[1:], np.sqrt(x[1:] + Z95**2 / 4) / n[1:])


def test_beta_binomial_moments_find_the_parameters():
    rng = np.random.default_rng(7)
    alpha, beta, n = 18.0, 6.0, rng.integers(5, 300, 40_000)
    truth = rng.beta(alpha, beta, len(n))
    found = funnel(rng.binomial(n, truth), n)
    assert found.shrinkage == "beta_binomial"
    x = found.table["events"]
    expected = (x + alpha) / (n + alpha + beta)
    assert np.abs(found.shrunk - expected).max() < 0.01
    assert ((found.shrunk - truth) ** 2).mean() < 0.75 * ((found.rates - truth) ** 2).mean()
    expected_sd = stats.beta(x + alpha, n - x + beta).std()
    assert np.abs(found.table["shrunk_error"] / expected_sd - 1).max() < 0.05


def test_kleinmans_moments_by_hand():
    x, n = np.array([3, 18, 40]), np.array([10, 20, 50])
    p, r, w = x.sum() / n.sum(), x / n, n.astype(float)
    rest = 1 - w / w.sum()
    s = (w * (r - p) ** 2).sum()
    g = (s - p * (1 - p) * (w / n * rest).sum()) / (p * (1 - p) * ((w * rest).sum() - (w / n * rest).sum()))
    m = 1 / g - 1
    np.testing.assert_allclose(funnel(x, n).shrunk, (x + p * m) / (n + m))


def test_marshall_by_hand_and_where_nothing_differs():
    x, n = np.array([3, 18, 40]), np.array([10, 20, 50.5])
    m = x.sum() / n.sum()
    a = (n * (x / n - m) ** 2).sum() / n.sum() - m / n.mean()
    c = a / (a + m / n) if a > 0 else 0 * n
    found = funnel(x, n, kind="rate")
    np.testing.assert_allclose(found.shrunk, m + c * (x / n - m))
    np.testing.assert_allclose(found.table["shrunk_error"], np.sqrt(c * m / n))
    same = funnel([5, 10, 20], [10, 20, 40])
    np.testing.assert_allclose(same.shrunk, 0.5)
    assert set(same.table["verdict"]) == {"within limits"}


def test_ranks_follow_disjoint_intervals():
    x, n = np.array([990, 22, 500, 10, 480]), np.array([1000, 22, 1000, 1000, 1000])
    table = funnel(x, n, level=0.95).table
    each = 0.95 ** (1 / 5)
    wide = funnel(x, n, level=each).table
    ahead = [(wide["lower"] > top).sum() + 1 for top in wide["upper"]]
    behind = [5 - (wide["upper"] < low).sum() for low in wide["lower"]]
    assert table["rank_lower"].tolist() == ahead == [1, 1, 3, 5, 3]
    assert table["rank_upper"].tolist() == behind == [2, 2, 4, 5, 4]
    less = funnel(x, n, better="less").table
    assert less["rank"].tolist() == [4, 5, 3, 1, 2]
    assert less["rank_lower"].tolist() == [6 - rank for rank in behind]


def test_the_joint_region_covers_the_true_ranks():
    rng = np.random.default_rng(3)
    truth = np.array([0.5, 0.55, 0.6, 0.7, 0.9])
    n = np.array([40, 300, 100, 60, 30])
    ranks = stats.rankdata(-truth)
    held = 0
    for _ in range(400):
        table = funnel(rng.binomial(n, truth), n, level=0.9).table
        held += bool(((table["rank_lower"] <= ranks) & (ranks <= table["rank_upper"])).all())
    assert held / 400 > 0.9 - 0.03


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_what_always_holds(counts):
    x, n = columns(counts)
    for kind in ("proportion", "rate", "ratio"):
        found = funnel(x, n, kind=kind)
        table, limits = found.table, found.limits
        assert not table.isna().any(axis=None)
        assert not limits.isna().any(axis=None)
        assert (limits["lower"] <= limits["warning_lower"] + 1e-12).all()
        assert (limits["warning_upper"] <= limits["upper"] + 1e-12).all()
        assert (
            (limits["warning_lower"] <= found.target + 1e-9)
            & (limits["warning_upper"] >= found.target - 1e-9)
        ).all()
        assert ((table["rank_lower"] <= table["rank"]) & (table["rank"] <= table["rank_upper"])).all()
        assert ((table["lower"] <= table["rate"] + 1e-12) & (table["rate"] <= table["upper"] + 1e-12)).all()
        middle = x.sum() / n.sum()
        assert ((found.shrunk - middle) * (found.rates - middle) >= -1e-12).all()
        assert (np.abs(found.shrunk - middle) <= np.abs(found.rates - middle) + 1e-12).all()


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.randoms(use_true_random=False))
def test_rows_may_come_in_any_order_and_meet_by_label(counts, random):
    x, n = (pd.Series(values, [f"u{k}" for k in range(len(values))]) for values in columns(counts))
    order = list(x.index)
    random.shuffle(order)
    first, second = funnel(x, n), funnel(x[order], n)
    pd.testing.assert_frame_equal(first.table, second.table.loc[x.index], rtol=1e-9, atol=1e-12)
    assert second.table.index.tolist() == order


def test_zero_numerators_and_one_unit_work():
    for kind in ("proportion", "rate", "ratio"):
        assert funnel([0, 0], [5, 90], kind=kind).table["verdict"].tolist() == [
            "within limits",
            "within limits",
        ]
        assert funnel([3], [5], kind=kind).table["rank_upper"].tolist() == [1]
    assert funnel([9, 9], [9, 9]).shrunk.tolist() == [1, 1]
    log = funnel([0, 4, 9], [5, 5, 5], kind="rate", scale="log")
    assert log.table["z"].iloc[0] == pytest.approx(
        (np.log(0.1) - np.log(13 / 15)) / np.sqrt(1 / (13 / 3) + log.overdispersion["tau2"]) , rel=1e-9)  # fmt: skip
    assert "half an event" in log.notes[0].say("en")


def test_limits_elsewhere_are_those_of_units_of_that_size():
    found = funnel([3, 18, 40], [10, 20, 50])
    pd.testing.assert_frame_equal(
        found.limits_at([10, 20, 50]).reset_index(drop=True), found.limits.reset_index(drop=True)
    )


def test_text_numbers_are_read():
    assert funnel(["1,200", "30"], ["1,300", "40"]).table["events"].tolist() == [1200, 30]


def test_every_fault_is_named_at_once():
    events = pd.Series({"a": "x", "b": -1, "c": None, "d": 1.5, "e": 9, "f": 3, "g": np.inf}, dtype=object)
    out_of = pd.Series({"a": 3, "b": 3, "c": 3, "d": 3, "e": 8, "f": 0, "g": 3})
    with pytest.raises(gm.FaultyInput) as error:
        funnel(events, out_of, level=2)
    told = {fault.place for fault in error.value.faults}
    assert told == {
        "level",
        "a, events",
        "b, events",
        "c, events",
        "d, events",
        "e, events",
        "f, out_of",
        "g, events",
    }
    assert "kind='ratio'" in str(error.value)
    assert len(error.value.faults) == 8


@pytest.mark.parametrize(
    ("events", "out_of", "told"),
    [
        (pd.Series({"a": 1}), [3], "both as Series"),
        ([1, 2], [3], "give one for each unit"),
        (pd.Series({"a": 1, "b": 2}), pd.Series({"b": 3, "c": 3}), "every unit in both"),
        (pd.Series([1, 2], ["a", "a"]), pd.Series([3, 3], ["a", "a"]), "keep one row"),
        ([], [], "at least one unit"),
    ],
)
def test_columns_that_do_not_meet(events, out_of, told):
    with pytest.raises(gm.FaultyInput, match=told):
        funnel(events, out_of)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kind": "rate", "scale": "arcsine"}, "not a scale"),
        ({"scale": "log"}, "not a scale"),
        ({"target": 2}, "at most 1"),
        ({"scale": "identity", "target": 1}, "no error"),
        ({"kind": "rate", "shrinkage": "beta_binomial"}, "is for proportions"),
    ],
)
def test_what_does_not_suit(options, told):
    with pytest.raises(gm.UnsuitableMethod, match=told):
        funnel([3, 4], [5, 5], **options)


def test_units_of_several_periods_are_compared_together():
    rows = pd.MultiIndex.from_product([["2024Q1", "2024Q2"], ["u", "v"]], names=["period", "unit"])
    x, n = pd.Series([1, 20, 3, 0], rows), pd.Series([30, 20, 40, 30], rows)
    found = funnel(x, n, overdispersion=None)
    assert found.table.index.equals(rows)
    assert "2024Q1, v" in found.summary("en")
    assert gm.plots.funnel(found).get_xlabel() == "out of"
    with pytest.raises(gm.FaultyInput, match="levels"):
        funnel(x.rename_axis(["a", "b"]), n)


@pytest.mark.parametrize(("x", "n"), [([3], [1e-300]), ([1e50], [1e51])])
def test_what_cannot_be_computed_with(x, n):
    with pytest.raises(gm.FaultyInput, match="1e-12 to 1e15"):
        funnel(x, n, kind="rate")
