"""Two-stage networks against the multiplier programs written plainly."""

from __future__ import annotations

import importlib
import json

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.two_stage import two_stage

MODULE = importlib.import_module("govmetrics.dea.two_stage")  # the package has the function under this name

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed, n=12):
    rng = np.random.default_rng(seed)
    return tuple(rng.lognormal(1, 0.7, (n, c)) for c in (2, 2, 2))


def _multiplier(x, z, y, o, model, returns):
    """Variables v, w, u, and two intercepts as differences of non-negative ones."""
    (n, m), d, s = x.shape, z.shape[1], y.shape[1]
    free = returns == "variable"
    N = m + d + s + 2
    objective = np.zeros(N)
    objective[m + d : m + d + s] = y[o]
    norm = np.concatenate([x[o], np.zeros(d + s + 2)])
    if model == "additive":
        objective[m : m + d] = z[o]
        objective[-2:] = 1.0
        norm[m : m + d] = z[o]
    one = np.hstack([-x, z, np.zeros((n, s)), np.ones((n, 1)), np.zeros((n, 1))])
    two = np.hstack([np.zeros((n, m)), -z, y, np.zeros((n, 1)), np.ones((n, 1))])
    span = (None, None) if free else (0, 0)
    r = linprog(
        -objective,
        A_ub=np.vstack([one, two]),
        b_ub=np.zeros(2 * n),
        A_eq=[norm],
        b_eq=[1.0],
        bounds=[(0, None)] * (N - 2) + [span] * 2,
        options={"dual_feasibility_tolerance": 1e-10, "primal_feasibility_tolerance": 1e-10},
    )
    return -r.fun


@pytest.mark.parametrize(
    ("model", "returns"), [("product", "constant"), ("additive", "constant"), ("additive", "variable")]
)
def test_equals_the_multiplier_program(model, returns):
    for seed in range(3):
        x, z, y = _data(seed)
        got = two_stage(x, z, y, model=model, returns=returns)
        expected = [_multiplier(x, z, y, o, model, returns) for o in range(len(x))]
        np.testing.assert_allclose(got.scores, expected, atol=1e-8)
        assert got.error.max() < 1e-9
        # The reported multipliers satisfy every constraint: no unit beats 1 in either stage.
        v, w, u = (t.to_numpy() for t in (got.input_weights, got.intermediate_weights, got.output_weights))
        assert min(v.min(), w.min(), u.min()) > -1e-12
        if returns == "constant":
            assert (w @ z.T - v @ x.T).max() < 1e-8
            assert (u @ y.T - w @ z.T).max() < 1e-8


def test_decomposition_and_priority():
    x, z, y = _data(7)
    for model, returns in (("product", "constant"), ("additive", "constant"), ("additive", "variable")):
        a = two_stage(x, z, y, model=model, returns=returns)
        b = two_stage(x, z, y, model=model, returns=returns, priority="second")
        assert (a.first.fillna(2.0) >= b.first.fillna(2.0) - 1e-8).all()
        if model == "product":
            np.testing.assert_allclose(a.first * a.second, a.scores, atol=1e-9)
            np.testing.assert_allclose(b.first * b.second, a.scores, atol=1e-9)
        else:
            mean = (a.shares * a.to_frame()[["first", "second"]]).sum(axis=1)  # a stage without weight is NaN
            lost = [list(stage.index[stage.isna()]) for stage in (a.first, a.second)]
            told = [list(note.values["units"]) for note in a.notes if "no weight" in note]
            assert told == [units for units in lost if units]
            known = a.first.notna()  # without weight, the first stage's intercept is all that is left of it
            np.testing.assert_allclose(mean[known], a.scores[known], atol=1e-9)
        assert max(a.first.max(), a.second.max(), b.second.max()) < 1 + 1e-8


def test_units_and_sizes_do_not_matter():
    x, z, y = _data(3)
    one = two_stage(x, z, y)
    two = two_stage(x * [1e-6, 1e8], z * [1e7, 1e-5], y * [1e9, 1e-6])
    np.testing.assert_allclose(one.scores, two.scores, atol=1e-9)
    np.testing.assert_allclose(one.first, two.first, atol=1e-8)


def test_labels_language_and_faults():
    x, z, y = _data(1, n=4)
    frames = [
        pd.DataFrame(t, index=list("abcd"), columns=[f"{p}1", f"{p}2"])
        for t, p in ((x, "x"), (z, "z"), (y, "y"))
    ]
    got = two_stage(frames[0], frames[1].iloc[::-1], frames[2])
    np.testing.assert_allclose(got.scores, two_stage(x, z, y).scores, atol=1e-12)
    assert "第一阶段" in got.summary("zh")
    assert "first stage" in got.summary()
    json.dumps(got.to_dict())
    with pytest.raises(UnsuitableMethod, match="variable returns"):
        two_stage(x, z, y, returns="variable")
    z[2, 1] = np.nan
    with pytest.raises(FaultyInput, match="2, intermediate_2: is missing"):
        two_stage(x, z, y)


@pytest.mark.parametrize(
    ("model", "returns"), [("product", "constant"), ("additive", "constant"), ("additive", "variable")]
)
def test_the_first_stage_is_as_good_or_bad_as_the_overall_score_lets_it_be(model, returns):
    """By a plain program: v x = 1, the overall score kept, the most (least) of w z and its intercept."""
    rng = np.random.default_rng(2)
    x, z, y = (rng.integers(1, 3, (6, 2)).astype(float) for _ in range(3))  # ties leave it room
    (n, m), d, s = x.shape, z.shape[1], y.shape[1]
    one = np.hstack([-x, z, np.zeros((n, s)), np.ones((n, 1)), np.zeros((n, 1))])
    two = np.hstack([np.zeros((n, m)), -z, y, np.zeros((n, 1)), np.ones((n, 1))])
    span = (None, None) if returns == "variable" else (0, 0)
    apart = 0.0
    for priority, sense in (("first", 1.0), ("second", -1.0)):
        got = two_stage(x, z, y, model=model, returns=returns, priority=priority)
        for o in range(n):
            E = got.scores.iloc[o]
            norm = np.concatenate([x[o], np.zeros(d + s + 2)])
            kept = np.concatenate(
                [np.zeros(m), (1 - E) * z[o] if model == "additive" else np.zeros(d), y[o], [1, 1]]
            )
            aim = np.concatenate([np.zeros(m), z[o], np.zeros(s), [1, 0]])
            best = linprog(-sense * aim, A_ub=np.vstack([one, two]), b_ub=np.zeros(2 * n), A_eq=[norm, kept],
                           b_eq=[1.0, E], bounds=[(0, None)] * (m + d + s) + [span] * 2)  # fmt: skip
            if got.first.notna().iloc[o] and best.status == 0:
                assert got.first.iloc[o] == pytest.approx(-sense * best.fun, abs=1e-6)
        apart += sense * got.first.sum()
    assert apart > 0.1 or returns == "constant"


# Four units: z per x is 1, 1/2, 1, 1/2 and y per z is 1, 1, 1/2, 1/2, so that the prices of all three are at most alike.
FOUR = [pd.Series(values, list("abcd"), name=name, dtype=float)
        for name, values in (("x", [2, 2, 4, 4]), ("z", [2, 1, 4, 2]), ("y", [2, 1, 2, 1]))]  # fmt: skip


def test_stages_of_single_columns_are_fractions():
    got = two_stage(*FOUR)
    assert got.scores.tolist() == pytest.approx([1, 1 / 2, 1 / 2, 1 / 4])
    assert got.first.tolist() == pytest.approx([1, 1 / 2, 1, 1 / 2])
    assert got.second.tolist() == pytest.approx([1, 1, 1 / 2, 1 / 2])
    assert got.efficient.tolist() == ["strong", "second", "first", "no"]
    assert got.shares.isna().all(axis=None)
    assert "the first stage is the weaker one in 1 unit." in got.summary()  # of d both are alike
    assert got.input_weights["x"].tolist() == pytest.approx([1 / 2, 1 / 2, 1 / 4, 1 / 4])
    assert got.intermediate_weights["z"].tolist() == pytest.approx([1 / 2, 1 / 2, 1 / 4, 1 / 4])
    assert got.output_weights["y"].tolist() == pytest.approx([1 / 2, 1 / 2, 1 / 4, 1 / 4])


def test_the_additive_models_shares_are_what_each_stage_uses():
    """With all three prices alike, b uses 2 of 3 in the first stage and makes 1 + 1 of 3."""
    got = two_stage(*FOUR, model="additive")
    assert got.scores.tolist() == pytest.approx([1, 2 / 3, 3 / 4, 1 / 2])
    assert got.shares["first"].tolist() == pytest.approx([1 / 2, 2 / 3, 1 / 2, 2 / 3])
    assert got.shares["second"].tolist() == pytest.approx([1 / 2, 1 / 3, 1 / 2, 1 / 3])
    assert got.efficient.tolist() == ["strong", "second", "first", "no"]
    assert got.input_weights["x"].tolist() == pytest.approx([1 / 2, 1 / 2, 1 / 4, 1 / 4])


@pytest.mark.parametrize(
    ("model", "returns"), [("product", "constant"), ("additive", "constant"), ("additive", "variable")]
)
def test_zeros_are_amounts_like_others(model, returns):
    x, z, y = _data(9)
    x[0, 0] = x[3, 1] = z[1, 1] = z[3, 0] = y[2, 0] = y[3, 1] = 0.0
    got = two_stage(x, z, y, model=model, returns=returns)
    expected = [_multiplier(x, z, y, o, model, returns) for o in range(len(x))]
    np.testing.assert_allclose(got.scores, expected, atol=1e-8)
    assert got.error.max() < 1e-9


def test_a_stage_below_zero_is_told_with_its_value():
    told = 0
    for seed in (5, 6):
        got = two_stage(*_data(seed), model="additive", returns="variable")
        for name, stage in (("first", got.first), ("second", got.second)):
            below = [f"{unit} ({value:.4f})" for unit, value in stage[stage < -1e-7].items()]
            notes = [n for n in got.notes if f"the {name} stage's efficiency is negative" in n]
            assert len(notes) == bool(below)
            assert all(text in notes[0] for text in below[:5])
            told += len(notes)
    assert told > 0


def test_the_tables_show_weights_of_all_three_columns_beside_each_other():
    main, shares, weights = two_stage(*FOUR, model="additive").tables("en")
    assert weights.frame.shape == (4, 4)
    assert weights.frame.iloc[0, 1:].tolist() == pytest.approx([1 / 4] * 3, abs=0.3)
    assert shares.frame.iloc[1, 1:].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert main.frame.iloc[1, 1:4].tolist() == pytest.approx([2 / 3, 1 / 2, 1])


@pytest.mark.parametrize("priority", ["first", "second"])
@pytest.mark.parametrize(
    ("model", "returns"), [("product", "constant"), ("additive", "constant"), ("additive", "variable")]
)
def test_many_units_together_are_what_each_is_alone(model, returns, priority, monkeypatch):
    rng = np.random.default_rng(8)
    x, z, y = (rng.integers(1, 9, (30, 2)).astype(float) for _ in range(3))
    y[4] = y[5, 0] = z[6, 1] = x[7, 0] = 0.0
    alone = two_stage(x, z, y, model=model, returns=returns, priority=priority)
    monkeypatch.setattr(MODULE, "FEW", 0)
    together = two_stage(x, z, y, model=model, returns=returns, priority=priority)
    np.testing.assert_allclose(together.scores, alone.scores, atol=1e-11)
    assert together.error.max() <= 1e-9
    if priority == "first":  # under variable returns the least of the first stage may have no bound
        np.testing.assert_allclose(together.first, alone.first, atol=1e-9)
