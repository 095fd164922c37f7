"""Runs: known solutions, the order of the methods, scenarios, what a run says of itself."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmetrics import dynamics

TRUST = {  # our own example; expected values from an independent script that walks Python's syntax tree
    "time": {"stop": 40, "step": 0.25},
    "stocks": {
        "trust": {"initial": 0.5, "in": ["gain"], "out": ["decay"]},
        "backlog": {"initial": 40, "in": ["new"], "out": ["solved"]},
    },
    "flows": {"gain": ".25*(1-trust)*resolved_share", "decay": ".1*trust*backlog/50", "new": "12*(1.6-trust)",
              "solved": "min(backlog, staff*4)"},
    "auxiliaries": {"staff": 4, "resolved_share": "min(1, staff*4/max(backlog,1))"},
}  # fmt: skip


def of(equation: str, stop: float = 4, step: float = 0.5, **more: object) -> pd.Series:
    """Return an auxiliary over time."""
    content = {
        "time": {"stop": stop, "step": step},
        "stocks": {"idle": 0},
        "auxiliaries": {"x": equation},
        **more,
    }
    return dynamics.read(content).run().values["x"]


def decay(rate: float, step: float, method: str) -> float:
    content = {
        "stocks": {"x": {"initial": 1, "out": "out"}},
        "flows": {"out": "rate * x"},
        "auxiliaries": {"rate": rate},
    }
    return float(dynamics.read(content).run(years=2, step=step, method=method).values["x"].iloc[-1])


def test_trust_and_backlog():
    values = dynamics.read(TRUST).run().values
    assert values.loc[40.0, "trust"] == pytest.approx(0.9403774779007034, rel=1e-12)
    assert values.loc[40.0, "backlog"] == pytest.approx(7.915753682101051, rel=1e-12)


def test_trust_and_backlog_by_hand():
    trust, backlog = 0.5, 40.0
    for _ in range(160):
        share = min(1, 16 / max(backlog, 1))
        gain, lost = 0.25 * (1 - trust) * share, 0.1 * trust * backlog / 50
        new, solved = 12 * (1.6 - trust), min(backlog, 16)
        trust, backlog = trust + 0.25 * (gain - lost), backlog + 0.25 * (new - solved)
    row = dynamics.read(TRUST).run().values.iloc[-1]
    assert (row["trust"], row["backlog"]) == (
        pytest.approx(trust, rel=1e-13),
        pytest.approx(backlog, rel=1e-13),
    )


@settings(max_examples=15, deadline=None)
@given(st.floats(0.2, 1.5))
def test_halving_the_step_halves_eulers_error_and_divides_the_other_by_sixteen(rate):
    exact = math.exp(-2 * rate)
    for method, order in (("euler", 1), ("rk4", 4)):
        errors = [abs(decay(rate, step, method) - exact) for step in (1 / 16, 1 / 32)]
        assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.15)


def test_runge_kutta_of_one_step_by_hand():
    z = -0.25
    assert decay(0.5, 0.5, "rk4") == pytest.approx((1 + z + z**2 / 2 + z**3 / 6 + z**4 / 24) ** 4, rel=1e-13)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(0, 100), min_size=3, max_size=3),
    st.floats(0.01, 0.9),
    st.sampled_from(["euler", "rk4"]),
)
def test_closed_systems_keep_their_sum(starts, rate, method):
    a, b, c = starts
    content = {
        "time": {"stop": 8, "step": 0.25},
        "stocks": {"a": {"initial": a, "out": "ab", "in": "ca"}, "b": {"initial": b, "in": "ab", "out": "bc"},
                   "c": {"initial": c, "in": "bc", "out": "ca"}},
        "flows": {"ab": f"{rate} * a", "bc": "b * 0.3", "ca": "c * 0.1"},
    }  # fmt: skip
    run = dynamics.read(content).run(method=method)
    assert run.balance.loc[1, "drift"] <= 1e-12 * max(a + b + c, 1)
    np.testing.assert_allclose(
        run.values.sum(axis=1) - run.values[["ab", "bc", "ca"]].sum(axis=1), a + b + c, rtol=1e-12
    )


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(1, 8), min_size=1, max_size=4), st.sampled_from(["euler", "rk4"]))
def test_a_batch_is_its_scenarios_one_by_one(staff, method):
    model = dynamics.read(TRUST)
    together = model.run(given={"staff": staff, "backlog": 30}, method=method)
    assert together.values.index.names == ["time", "scenario"]
    assert together.scenarios == list(range(1, len(staff) + 1))
    for number, one in enumerate(staff, 1):
        alone = model.run(given={"staff": one, "backlog": 30}, method=method).values
        mine = together.values.xs(number, level="scenario")
        np.testing.assert_array_equal(mine, alone)


def test_renaming_changes_names_only():
    words = {"trust": "信任", "backlog": "积压", "staff": "人员"}

    def renamed(value):
        if isinstance(value, dict):
            return {words.get(key, key): renamed(one) for key, one in value.items()}
        if isinstance(value, str):
            for old, new in words.items():
                value = value.replace(old, new)
        return value

    content = {key: value if key == "time" else renamed(value) for key, value in TRUST.items()}
    other = dynamics.read(content)
    np.testing.assert_array_equal(other.run().values, dynamics.read(TRUST).run().values)
    assert other.loops["polarity"].tolist() == dynamics.read(TRUST).loops["polarity"].tolist()


def test_scenarios_of_a_frame_keep_their_names():
    staff = pd.DataFrame({"staff": [3.0, 4]}, index=["few", "as now"])
    run = dynamics.read(TRUST).run(given=staff)
    assert run.scenarios == ["few", "as now"]
    assert run.given.loc["few", "staff"] == 3
    assert run.overview.loc["staff", "start"] == 3.5


def test_the_error_of_the_step_is_the_difference_of_the_methods():
    model = dynamics.read(TRUST)
    euler, other = model.run(), model.run(method="rk4")
    gap = (euler.values - other.values).abs()
    np.testing.assert_allclose(euler.overview["step_error"], gap.max(), rtol=1e-12)
    assert euler.overview.loc["backlog", "at"] == gap["backlog"].idxmax()
    assert "differ by" in euler.summary()
    assert "步长误差" in euler.summary("zh")


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("step(3, 2)", [0, 0, 0, 0, 3, 3, 3, 3, 3]),
        ("ramp(2, 1, 3)", [0, 0, 0, 1, 2, 3, 4, 4, 4]),
        ("ramp(2, 1)", [0, 0, 0, 1, 2, 3, 4, 5, 6]),
        ("pulse(1, 1)", [0, 0, 1, 1, 0, 0, 0, 0, 0]),
        ("pulse(1, 0.5, 1.5)", [0, 0, 1, 0, 0, 1, 0, 0, 1]),
        ("impulse(6, 1)", [0, 0, 12, 0, 0, 0, 0, 0, 0]),
        ("delay(time, 1.5, 9)", [9, 9, 9, 0, 0.5, 1, 1.5, 2, 2.5]),
        ("delay(time, 1.5)", [0, 0, 0, 0, 0.5, 1, 1.5, 2, 2.5]),
        ("1 if time > 1 and not time > 2 else 2 ** 3", [8, 8, 8, 1, 1, 8, 8, 8, 8]),
        ("if_then_else(time == 1 or time >= 4, -time, abs(0 - 2))", [2, 2, -1, 2, 2, 2, 2, 2, -4]),
        ("(1 < time < 3) * 2 - (time != 1)", [-1, -1, 0, 1, 1, 1, -1, -1, -1]),
        ("floor(time) + max(1, time, 3) - min(time, 2)", [3, 2.5, 3, 2.5, 3, 3, 4, 4.5, 6]),
        ("-(+time) * time_step", [0, -0.25, -0.5, -0.75, -1, -1.25, -1.5, -1.75, -2]),
    ],
)
def test_functions_of_time(equation, expected):
    np.testing.assert_allclose(of(equation), expected, atol=1e-12)


def test_plain_functions():
    text = "exp(1) + ln(2) * log10(100) + sqrt(2) / cos(pi) + sin(1)"
    expected = math.e + math.log(2) * 2 - math.sqrt(2) + math.sin(1)
    assert of(text).iloc[0] == pytest.approx(expected, rel=1e-14)


def test_lookups_hold_their_ends():
    found = of("effect(time - 1)", lookups={"effect": {"x": [0, 1, 2], "y": [10, 30, 20]}})
    np.testing.assert_allclose(found, [10, 10, 10, 20, 30, 25, 20, 20, 20])


@pytest.mark.parametrize(("name", "order"), [("delay1", 1), ("delay3", 3)])
def test_material_delays_answer_as_erlang_distributions(name, order):
    content = {"stocks": {"idle": 0}, "auxiliaries": {"x": f"{name}(step(1, 0), 4, 0)"}}
    found = dynamics.read(content).run(years=12, step=1 / 64, method="rk4").values["x"]
    for time in (1.0, 4.0, 9.0):
        z = order * time / 4
        expected = 1 - math.exp(-z) * sum(z**k / math.factorial(k) for k in range(order))
        assert found[time] == pytest.approx(expected, abs=1e-6)


def test_delays_start_at_rest_and_keep_what_is_in_them():
    content = {
        "time": {"stop": 20, "step": 0.25}, "stocks": {"done": {"initial": 0, "in": "out"}},
        "flows": {"out": "delay3(impulse(8, 2), 3, 0)"},
    }  # fmt: skip
    assert dynamics.read(content).run().values["done"].iloc[-1] == pytest.approx(8, rel=1e-3)
    still = of("delay1(5, 2) + smooth3(5, 2) + delay3(5, 2)")
    np.testing.assert_allclose(still, 15, rtol=1e-13)


def test_delays_of_scenarios_differ():
    content = {
        "time": {"stop": 3, "step": 0.5},
        "stocks": {"idle": 0},
        "auxiliaries": {"lag": 1, "x": "delay(time, lag, 9)"},
    }
    values = dynamics.read(content).run(given={"lag": [0.5, 1.5]}).values["x"].unstack()
    np.testing.assert_array_equal(values[1], [9, 0, 0.5, 1, 1.5, 2, 2.5])
    np.testing.assert_array_equal(values[2], [9, 9, 9, 0, 0.5, 1, 1.5])


def test_an_impulse_brings_its_volume_whatever_the_method():
    content = {
        "time": {"stop": 4, "step": 0.5},
        "stocks": {"x": {"initial": 0, "in": "f"}},
        "flows": {"f": "impulse(6, 1)"},
    }
    for method in ("euler", "rk4"):
        assert dynamics.read(content).run(method=method).values["x"].iloc[-1] == pytest.approx(6)


def test_what_replaces_an_equation():
    model = dynamics.read(TRUST)
    run = model.run(given={"new": [0, 20], "backlog": 10})
    assert (run.values["new"].unstack() == [0, 20]).all(axis=None)
    assert (run.values.loc[0.0, "backlog"] == 10).all()


def test_stocks_below_zero_are_told():
    content = {
        "stocks": {"x": {"initial": 3, "out": "f"}},
        "flows": {"f": "rate"},
        "auxiliaries": {"rate": 1},
    }
    model = dynamics.read(content)
    told = model.run(years=8, step=0.5).notes
    assert any("x falls below zero from time 3.5 on, to -5" in note for note in told)
    several = model.run(years=8, step=0.5, given={"rate": [0.1, 1, 2]}).notes
    assert any("in 2 scenarios, from time 2 on, to -13" in note for note in several)
    assert model.run(years=3, step=0.5).notes == ()


def test_loops_have_names_and_signs():
    loops = dynamics.read(TRUST).loops
    found = {frozenset(names.split(" → ")): sign for names, sign in loops[["names", "polarity"]].to_numpy()}
    assert found == {
        frozenset({"trust", "gain"}): "balancing", frozenset({"trust", "decay"}): "balancing",
        frozenset({"backlog", "solved"}): "balancing", frozenset({"trust", "new", "backlog", "decay"}): "reinforcing",
        frozenset({"trust", "new", "backlog", "resolved_share", "gain"}): "reinforcing",
    }  # fmt: skip
    assert sorted(loops.index) == ["B1", "B2", "B3", "R1", "R2"]


def test_a_loop_whose_sign_turns_is_unknown():
    content = {
        "time": {"stop": 4, "step": 0.25},
        "stocks": {"x": {"initial": 0.1, "in": "f"}},
        "flows": {"f": "4 * x * (1 - x)"},
    }
    loops = dynamics.read(content).loops
    assert loops["polarity"].tolist() == ["unknown"]  # growth first, a limit then
    assert loops.index.tolist() == ["U1"]


def test_smoothing_carries_a_link():
    content = {
        "time": {"stop": 4, "step": 0.25},
        "stocks": {"x": {"initial": 1, "in": "f"}},
        "flows": {"f": "0.1 * smooth(x, 2)"},
    }
    assert dynamics.read(content).loops["polarity"].tolist() == ["reinforcing"]


def test_what_comes_from_nowhere_is_listed():
    groups = dynamics.read(TRUST).groups
    assert groups["closed"].tolist() == [False, False]
    assert groups["sources"].tolist() == ["gain", "new"]
    assert groups["sinks"].tolist() == ["decay", "solved"]
