"""Calibration: known parameters come back, intervals are those of the theory, the hold-out judges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

import govmetrics as gm
from govmetrics import dynamics

LINE = dynamics.read({  # x = start + slope t: linear in both, so that intervals have a closed form
    "time": {"stop": 20, "step": 1},
    "stocks": {"x": {"initial": "start", "in": "slope"}}, "flows": {"slope": 1}, "auxiliaries": {"start": 0},
})  # fmt: skip
CUP = dynamics.read({
    "time": {"stop": 30, "step": 0.5}, "stocks": {"tea": {"initial": 180, "out": "loss"}},
    "flows": {"loss": "(tea - room) / slowness"}, "auxiliaries": {"slowness": 10, "room": 70},
})  # fmt: skip


def noisy_line(seed: int = 0, n: int = 21) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {"x": 3 + 0.5 * np.arange(n) + rng.normal(0, 0.4, n)}, index=np.arange(n, dtype=float)
    )


def test_of_a_line_estimates_and_intervals_are_those_of_least_squares():
    seen = noisy_line()
    found = dynamics.calibrate(LINE, seen, {"start": (-10, 10), "slope": (-2, 2)}, holdout=0)
    t = np.arange(21)
    design = np.column_stack([np.ones(21), t])
    beta, (sse,), *_ = np.linalg.lstsq(design, seen["x"], rcond=None)
    np.testing.assert_allclose(found.parameters["estimate"], beta, rtol=1e-6)
    # n log(S / S_min) = limit on the profile, a parabola here: S = S_min + d^2 / [(X'X)^-1]_jj
    reach = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * sse * np.expm1(chi2.ppf(0.95, 1) / 21))
    np.testing.assert_allclose(found.parameters["lower"], beta - reach, rtol=1e-4)
    np.testing.assert_allclose(found.parameters["upper"], beta + reach, rtol=1e-4)
    assert not found.parameters["open"].any()
    assert found.errors.loc["x", "fit_error"] == pytest.approx(np.sqrt(sse / 21), rel=1e-6)


def test_the_last_times_are_held_out_and_compared_with_the_last_value():
    seen = noisy_line()
    found = dynamics.calibrate(LINE, seen, {"start": (-10, 10), "slope": (-2, 2)}, holdout=0.3)
    t = np.arange(15)
    slope, start = np.polyfit(t, seen["x"].iloc[:15], 1)
    later = np.arange(15, 21)
    gaps = seen["x"].to_numpy()[15:] - (start + slope * later)
    naive = seen["x"].to_numpy()[15:] - seen["x"].iloc[14]
    row = found.errors.loc["x"]
    assert found.held_out_from == 15
    assert (row["fitted"], row["held_out"]) == (15, 6)
    assert row["holdout_error"] == pytest.approx(np.sqrt((gaps**2).mean()), rel=1e-4)
    assert row["naive_error"] == pytest.approx(np.sqrt((naive**2).mean()), rel=1e-12)
    assert row["skill"] == pytest.approx(1 - row["holdout_error"] / row["naive_error"])


def test_what_was_simulated_comes_back():
    seen = CUP.run(given={"slowness": 12.5, "room": 60, "tea": 150}).values[["tea"]].iloc[::6]
    found = dynamics.calibrate(CUP, seen, {"slowness": (5, 30), "room": (0, 100), "tea": (100, 200)})
    np.testing.assert_allclose(found.parameters["estimate"], [12.5, 60, 150], rtol=1e-4)
    assert found.errors.loc["tea", "skill"] > 0.99
    np.testing.assert_allclose(
        CUP.run(given=found.given).values.loc[seen.index, "tea"], seen["tea"], rtol=1e-4
    )


def test_what_the_data_do_not_tell_is_open():
    model = dynamics.read({
        "time": {"stop": 10, "step": 1}, "stocks": {"x": {"initial": 1, "in": "f"}}, "flows": {"f": "a + b"},
        "auxiliaries": {"a": 1, "b": 1},
    })  # fmt: skip
    seen = pd.DataFrame({"x": 1 + 2 * np.arange(11.0) + np.tile([0.1, -0.1], 6)[:11]}, index=np.arange(11.0))
    found = dynamics.calibrate(model, seen, {"a": (0, 1.5), "b": (0, 1.5)}, holdout=0)
    assert found.parameters["open"].all()
    assert any("do not determine" in note or "at a bound" in note for note in found.notes)
    assert found.parameters["estimate"].sum() == pytest.approx(2, abs=0.02)


def test_an_estimate_at_its_bound_is_told():
    found = dynamics.calibrate(LINE, noisy_line(), {"slope": (0.8, 2)})
    assert found.parameters.loc["slope", "estimate"] == pytest.approx(0.8)
    assert any("at a bound: slope" in note for note in found.notes)


def test_gaps_and_the_order_of_rows_do_not_matter():
    seen = noisy_line()
    seen.loc[[3.0, 7.0], "x"] = np.nan
    bounds = {"start": (-10, 10), "slope": (-2, 2)}
    found = dynamics.calibrate(LINE, seen, bounds)
    again = dynamics.calibrate(LINE, seen.iloc[::-1], bounds)
    np.testing.assert_allclose(found.parameters["estimate"], again.parameters["estimate"], rtol=1e-9)
    assert any("2 values" in note for note in found.notes)


def test_every_fault_at_once():
    seen = pd.DataFrame({"x": [1.0, np.inf], "zz": [1, 2]}, index=[0.0, 1])
    with pytest.raises(gm.FaultyInput) as error:
        dynamics.calibrate(LINE, seen, {"start": (1, 1), "slop": (0, 1)})
    text = str(error.value)
    for part in ("bounds.start: is (1, 1)", "bounds.slop: 'slop' is not a variable of the model; did you mean 'slope'",
                 "'zz' is not",
                 "not finite"):  # fmt: skip
        assert part in text
    with pytest.raises(gm.FaultyInput, match="is not a time of the model"):
        dynamics.calibrate(LINE, pd.DataFrame({"x": [1.0, 2, 3]}, index=[0, 1, 2.5]), {"start": (0, 1)})
    with pytest.raises(gm.FaultyInput, match="has 2 values to fit 2 parameters"):
        dynamics.calibrate(LINE, noisy_line(n=2), {"start": (0, 1), "slope": (0, 1)})


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    """200 simulated histories, seed by number: coverage of 95 % intervals within the error of the count."""
    inside = 0
    for seed in range(200):
        found = dynamics.calibrate(LINE, noisy_line(seed), {"start": (-10, 10), "slope": (-2, 2)}, holdout=0)
        low, high = found.parameters.loc["slope", ["lower", "upper"]]
        inside += low <= 0.5 <= high
    assert 0.88 <= inside / 200 <= 0.98  # the likelihood's interval is a little short: .93 of 21 values by t
