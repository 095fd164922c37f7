"""Additive models against plain programs, invariants, weights and refusals."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.additive import additive
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed, n=12):
    rng = np.random.default_rng(seed)
    return np.round(rng.lognormal(1, 0.6, (n, 2)), 2) + 0.1, np.round(rng.lognormal(1, 0.6, (n, 2)), 2) + 0.1


@pytest.mark.parametrize("returns", ["variable", "constant", "increasing", "decreasing"])
def test_equals_the_plain_program(returns):
    x, y = _data(1)
    got = additive(x, y, returns=returns)
    expected = [plain.additive(x, y, o, np.ones(4), returns) for o in range(12)]
    np.testing.assert_allclose(got.inefficiency, expected, atol=1e-8)
    total = got.input_slacks.sum(axis=1) + got.output_slacks.sum(axis=1)
    np.testing.assert_allclose(total, got.inefficiency, atol=1e-9)
    assert "changes with the columns' units" in got.notes[0]


def test_given_weights_and_an_undesirable_output():
    x, y = _data(2)
    weights = pd.Series({"output_1": 0.0, "input_1": 2.0, "input_2": 1.0, "output_2": 0.5})
    got = additive(x, y, weights=weights)
    expected = [plain.additive(x, y, o, np.array([2, 1, 0, 0.5]), "variable") for o in range(12)]
    np.testing.assert_allclose(got.inefficiency, expected, atol=1e-8)
    both = additive(x[:, :1], y, undesirable=pd.DataFrame(x[:, 1:], columns=["smoke"]))
    np.testing.assert_allclose(both.inefficiency, additive(x, y).inefficiency, atol=1e-9)
    np.testing.assert_allclose(
        both.undesirable_slacks["smoke"], additive(x, y).input_slacks["input_2"], atol=1e-7
    )


@given(st.integers(0, 10_000))
def test_range_adjusted_ignores_origin_and_units(seed):
    x, y = _data(seed, n=8)
    one = additive(x, y, weights="range")
    two = additive(x * [1e6, 1e-6] + [5e6, 1e-5], y * [1e-4, 1e3] + [1e-4, 5e2], weights="range")
    np.testing.assert_allclose(one.scores, two.scores, atol=1e-8)
    assert one.scores.between(0, 1 + 1e-12).all()


def test_a_constant_column_and_identical_units():
    x, y = _data(3)
    x[:, 1] = 4.0
    got = additive(x, y, weights="range")
    assert (got.input_slacks["input_2"] == 0).all()
    same = additive(np.ones((4, 1)), np.ones((4, 1)), weights="range")
    assert (same.scores == 1).all()
    assert (same.efficient == "strong").all()
    alone = additive([[2.0]], [[3.0]], weights="deviation")
    assert alone.scores.tolist() == [1.0]


def test_unsuitable_weights_are_refused():
    x, y = _data(4)
    with pytest.raises(UnsuitableMethod, match="variable returns"):
        additive(x, y, weights="range", returns="constant")
    with pytest.raises(FaultyInput, match="choose one of: one, own"):
        additive(x, y, weights="mip")
    with pytest.raises(FaultyInput, match="name each column once"):
        additive(x, y, weights=pd.Series({"input_1": 1.0}))
    with pytest.raises(FaultyInput, match="non-negative"):
        additive(x, y, weights=pd.Series([1, -1, 1, 1], index=["input_1", "input_2", "output_1", "output_2"]))
    y[5, 0] = 0.0
    with pytest.raises(UnsuitableMethod, match="5, output_1: is zero"):
        additive(x, y, weights="own")


def test_a_unit_beyond_the_reference_is_infeasible_and_json_says_so():
    x, y = _data(5)
    got = additive(x[:2] * [[0.01], [1.0]], y[:2], reference=(x, y))
    assert got.status.tolist() == ["infeasible", "optimal"]
    assert np.isnan(got.scores.iloc[0])
    assert json.loads(json.dumps(got.to_dict()))["scores"]["0"] is None
    assert "outside the reference" in got.notes[-1]


def test_weights_by_name_are_what_they_say():
    """Range: (columns x range); bounded: (columns x room to the best value); deviation: the column's; own: the amount."""
    x, y = _data(7)
    x[:, 1] = np.maximum(x[:, 1], x[4, 1])  # of the fourth nothing is left to the least
    both, sign = np.hstack([x, y]), np.array([1, 1, -1, -1])
    best = np.where(sign > 0, both.min(axis=0), both.max(axis=0))
    found = {name: additive(x, y, weights=name) for name in ("own", "range", "bounded", "deviation")}
    for o in range(12):
        room = np.abs(both[o] - best)
        with np.errstate(divide="ignore"):
            named = {
                "own": 1 / both[o],
                "range": 1 / (4 * np.ptp(both, axis=0)),
                "bounded": np.where(room > 0, 1 / (4 * room), 0.0),
                "deviation": 1 / both.std(axis=0, ddof=1),
            }
        for name, weights in named.items():
            want = plain.additive(x, y, o, weights, "variable")
            assert found[name].inefficiency[o] == pytest.approx(want, abs=1e-8), name
