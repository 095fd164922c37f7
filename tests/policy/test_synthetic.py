"""Synthetic control: the Basque Country, exact weights, placebos, and donors that contain the treated unit."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics.simplex_fit import simplex_fit

BASQUE, SPAIN = "Basque Country (Pais Vasco)", "Spain (Espana)"


@pytest.fixture(scope="module")
def regions(cases) -> pd.DataFrame:
    return pd.read_csv(cases / "policy" / "basque.csv")


def of_basque(regions, **options):
    return gm.policy.synthetic(regions, "gdpcap", "regionname", "year", BASQUE, 1970, **options)


def test_basque_country(regions, cases):
    """Abadie and Gardeazabal's regions, outcome only: two solvers' answers, in the case; the honest p is 0.41."""
    whole = json.loads((cases / "policy" / "case.json").read_text(encoding="utf-8"))
    expected = whole["basque, Spain left out, outcome only, 1955-1969, simplex least squares"]
    found = of_basque(regions, leave_out=[SPAIN])
    for region, weight in expected["weights"].items():
        assert found.weights[region] == pytest.approx(weight, abs=6e-6)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert found.pre_rmspe == pytest.approx(expected["pre_rmspe"], abs=1e-9)
    assert found.effect == pytest.approx(expected["att_1970_1997"], abs=1e-8)
    assert found.gap[1997] == pytest.approx(expected["gap_1997"], abs=1e-8)
    assert found.rank == expected["rank of post/pre RMSPE among 17"]
    assert found.placebo_p == pytest.approx(expected["placebo p"], abs=1e-12)
    assert len(found.placebos) == 17
    assert found.leave_one_out.index.tolist() == [
        one for one in found.leave_one_out.index if found.weights[one] > 0
    ]


def test_spain_contains_the_basque_country(regions):
    with pytest.raises(
        FaultyInput, match=r"^Spain \(Espana\): is nearly a mean or sum of other units, Basque"
    ) as refused:
        of_basque(regions)
    assert len(refused.value.faults) == 1
    allowed = of_basque(regions, aggregates="allow")
    assert SPAIN in allowed.weights.index


def simulated(units=10, periods=14, seed=4):
    rng = np.random.default_rng(seed)
    y = rng.normal(50, 5, (1, units)) + rng.normal(0, 1, (periods, 2)).cumsum(0) @ rng.normal(
        0, 1, (2, units)
    )
    return y + rng.normal(0, 0.5, (periods, units))


def long(y, names=None):
    names = names or [f"c{j}" for j in range(y.shape[1])]
    return pd.DataFrame(
        {"unit": np.repeat(names, len(y)), "period": np.tile(np.arange(len(y)), y.shape[1]), "y": y.T.ravel()}
    )


def test_totals_are_refused_by_their_numbers_and_by_their_names():
    y = simulated()
    total = np.column_stack([y, y[:, [0, 2, 5]].sum(axis=1)])
    with pytest.raises(FaultyInput, match="c10: is nearly a mean or sum"):
        gm.policy.synthetic(long(total), "y", "unit", "period", "c0", 10)
    gm.policy.synthetic(long(total), "y", "unit", "period", "c1", 10)  # which it does not contain
    named = long(np.column_stack([y, y.mean(axis=1)]), [*[f"c{j}" for j in range(10)], "全市平均"])
    with pytest.raises(FaultyInput, match="全市平均: is a row of totals"):
        gm.policy.synthetic(named, "y", "unit", "period", "c0", 10)


def test_a_country_is_found_among_its_regions_by_its_numbers():
    """The mean of eight regions by their people, printed to one decimal, as a ninth unit."""
    y = simulated(units=8, periods=40, seed=1)
    country = (y @ np.array([5.0, 3, 9, 1, 4, 2, 6, 7]) / 37).round(1)
    with pytest.raises(FaultyInput, match="c8: is nearly a mean or sum of other units, c0 among them"):
        gm.policy.synthetic(long(np.column_stack([y, country])), "y", "unit", "period", "c0", 30)
    gm.policy.synthetic(long(y), "y", "unit", "period", "c0", 30)


@given(st.integers(0, 10**6), st.integers(2, 8), st.integers(2, 12), st.sampled_from([1e-8, 1.0, 1e8]))
def test_weights_are_the_least_squares_of_the_simplex(seed, donors, periods, scale):
    """No feasible direction goes down (Karush, Kuhn and Tucker), whatever the unit of measurement."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(5, 2, (periods, donors)) * scale, rng.normal(5, 2, periods) * scale
    w = simplex_fit(x, y)
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1, abs=1e-12)
    slope = x.T @ (x @ w - y) / scale**2
    assert (slope[w > 1e-9] <= slope.min() + 1e-6).all()


def test_weights_as_a_general_solver_finds_them():
    y = simulated()
    w = simplex_fit(y[:10, 1:], y[:10, 0])
    loss = lambda v: ((y[:10, 0] - y[:10, 1:] @ v) ** 2).sum()  # noqa: E731
    theirs = minimize(loss, np.full(9, 1 / 9), bounds=[(0, 1)] * 9, constraints={"type": "eq", "fun": lambda v: v.sum() - 1},
                      method="SLSQP", options={"ftol": 1e-14, "maxiter": 500})  # fmt: skip
    assert loss(w) <= theirs.fun + 1e-10
    np.testing.assert_allclose(w, theirs.x, atol=1e-4)


def test_a_known_effect_is_found():
    y = simulated(units=26, periods=20, seed=8)
    y[:, 0] = 0.4 * y[:, 3] + 0.6 * y[:, 7]
    y[15:, 0] += 5
    found = gm.policy.synthetic(long(y), "y", "unit", "period", "c0", 15, aggregates="allow")
    assert found.weights[["c3", "c7"]].tolist() == pytest.approx([0.4, 0.6], abs=1e-6)
    assert found.effect == pytest.approx(5, abs=1e-6)
    assert (found.rank, found.placebo_p) == (1, pytest.approx(1 / 26))
    assert found.path["gap"].iloc[:15].abs().max() < 1e-6
    shuffled = long(y).sample(frac=1, random_state=3)
    again = gm.policy.synthetic(shuffled, "y", "unit", "period", "c0", 15, aggregates="allow")
    pd.testing.assert_series_equal(again.weights[found.weights.index], found.weights, check_exact=False)


def test_predictors_and_their_weights():
    """The first predictor tells the right donors and the second misleads: V leaves it out."""
    y = simulated(units=8, periods=16, seed=5)
    y[:, 0] = (y[:, 1] + y[:, 2]) / 2
    frame = long(y)
    frame["right"] = np.repeat([1.5, 1.0, 2.0, 8, 9, -6, 12, -9], 16)
    frame["wrong"] = np.repeat([3.0, 9.0, -9.0, 3.0, 3.1, 3.2, 3.3, 2.9], 16)
    found = gm.policy.synthetic(
        frame, "y", "unit", "period", "c0", 12, ["right", "wrong"], aggregates="allow", starts=3
    )
    assert found.balance["v"].sum() == pytest.approx(1)
    plain = gm.policy.synthetic(frame, "y", "unit", "period", "c0", 12, ["wrong"], aggregates="allow")
    assert found.pre_rmspe < plain.pre_rmspe
    named = gm.policy.synthetic(frame, "y", "unit", "period", "c0", 12, {"early": ("y", [0, 1, 2]), "late": ("y", [11])},
                                aggregates="allow", starts=2)  # fmt: skip
    assert named.balance.loc["late", "treated"] == pytest.approx(y[11, 0])
    with pytest.raises(FaultyInput, match="which is no period before treatment"):
        gm.policy.synthetic(frame, "y", "unit", "period", "c0", 12, {"late": ("y", [12])}, aggregates="allow")


def test_what_speaks_against_a_fit_is_told():
    y = simulated()
    y[:, 0] += 100
    found = gm.policy.synthetic(long(y), "y", "unit", "period", "c0", 10)
    assert any("outside all donors" in note for note in found.notes)
    assert any("the fit before treatment is bad" in note for note in found.notes)
    twin = pd.concat([long(simulated()), long(simulated()[:, :1], ["twin"])])
    assert any(
        "the unit itself" in note for note in gm.policy.synthetic(twin, "y", "unit", "period", "c0", 10).notes
    )
    assert found.fit_ratio == pytest.approx(found.pre_rmspe / y[:10, 0].std(ddof=1))


def test_what_cannot_be_answered():
    frame = long(simulated())
    asked = ("y", "unit", "period")
    with pytest.raises(FaultyInput, match="treated"):
        gm.policy.synthetic(frame, *asked, "nowhere", 10)
    with pytest.raises(FaultyInput, match="start: 99 is no period"):
        gm.policy.synthetic(frame, *asked, "c0", 99)
    with pytest.raises(UnsuitableMethod, match="two periods before"):
        gm.policy.synthetic(frame, *asked, "c0", 1)
    with pytest.raises(UnsuitableMethod, match="fewer than two donors"):
        gm.policy.synthetic(frame, *asked, "c0", 10, donors=["c1"])
    gap = frame[~((frame["unit"] == "c3") & (frame["period"] == 5))]
    assert any("c3" in note for note in gm.policy.synthetic(gap, *asked, "c0", 10).notes)
    with pytest.raises(FaultyInput, match="c3: has no value in 5"):
        gm.policy.synthetic(gap, *asked, "c3", 10)
