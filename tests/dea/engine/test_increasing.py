"""Units from 2^-17 to 2^17 in size, against exact fractions; a row of ones must not hide what the small ones are worth."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.dea.engine.increasing import SPREAD, far_apart
from tests.dea.engine.exact_minimum import minimum

RETURNS = {"constant": None, "variable": 0, "increasing": -1, "decreasing": 1}
pytestmark = pytest.mark.filterwarnings("ignore::govmetrics.GovmetricsWarning")
MODELS = ("additive", "slacks_based", "directional", "weak", "radial", "super_slacks_based")


def _units(seed, kind, n=7):
    """Two inputs and two outputs of n units: ties at few sizes, any sizes, or zero inputs."""
    rng = np.random.default_rng(seed)
    if kind == "any":
        return rng.lognormal(0, 0.5, (n, 4)) * 10.0 ** rng.uniform(-5, 5, (n, 1))
    size = 2.0 ** rng.choice([-17, 17] if kind == "ties" else [-17, 0, 17], (n, 1))  # exact: ties stay ties
    values = rng.integers(1, 5, (n, 4)) * size
    if kind == "zeros":
        values[rng.random(n) < 0.3, 1] = 0.0
    return values


def _found(model, values, returns):
    x, y = pd.DataFrame(values[:, :2]).add_prefix("x"), pd.DataFrame(values[:, 2:]).add_prefix("y")
    if model == "additive":
        found = gm.dea.additive(x, y, weights="own", returns=returns)
    elif model == "weak":
        found = gm.dea.directional(x[["x0"]], y, undesirable=x[["x1"]], returns=returns, disposability="weak")
    else:
        found = getattr(gm.dea, model)(x, y, returns=returns)
    measure = found.scores if "based" in model or model == "radial" else found.inefficiency
    return measure.to_numpy(), found.certificate.select_dtypes("number").max(axis=1).to_numpy()


def _exact(model, values, b, returns, ease=0):
    """Return the model's optimum by fractions, written from its textbook program; nothing of the package's.

    `ease` makes the unit itself so much worse, relatively: what is certified is certified to 1e-9.
    """
    points = [[Fraction(v) for v in row] for row in values]
    others = [j for j in range(len(points)) if model != "super_slacks_based" or j != b]
    sign = (1, 1, -1, -1)
    eased = [
        Fraction(ease) * (model != "weak" or k != 1) for k in range(4)
    ]  # more pollution is not easier to reach
    own = [v * (1 + s * e) for s, v, e in zip(sign, points[b], eased, strict=True)]
    weak = model == "weak"
    abated = (
        others if weak and returns != "constant" else []
    )  # Kuosmanen: scaled down in outputs and pollution
    shared = [points[j] for j in others] + [[points[j][0], 0, 0, 0] for j in abated]
    level = RETURNS[returns]
    slack = [k for k in range(4) if not (weak and k == 1)]
    tail = 1 + (level in (-1, 1))  # what moves the unit (t, theta or beta), and the slack of the sum
    width = len(shared) + len(slack) + tail
    move = {
        "additive": [0] * 4, "radial": [-own[0], -own[1], 0, 0], "directional": [s * v for s, v in zip(sign, own, strict=True)],
        "weak": [s * v for s, v in zip(sign, own, strict=True)],
    }.get(model, [-v for v in own])  # fmt: skip
    homogeneous = model.endswith("slacks_based")
    still = [0] * 4 if homogeneous else [0, 0, *own[2:]] if model == "radial" else own
    rows, cost = [], [Fraction(0)] * width
    for k in range(4):
        row = [v[k] for v in shared] + [sign[k] if k == i else 0 for i in slack] + [0] * tail
        row[len(shared) + len(slack)] = move[k]
        rows.append(row)
    right = list(still)
    t = len(shared) + len(slack)
    if level is not None:
        row = [1] * len(shared) + [0] * len(slack) + [-1 if homogeneous else 0] + [level] * (tail - 1)
        rows.append(row)
        right.append(0 if homogeneous else 1)
    share = [1 / v if v else Fraction(0) for v in own]
    first = len(shared)
    if model == "additive":
        for k in range(4):
            cost[first + k] = -share[k]
    elif homogeneous:
        cost[t] = Fraction(1)
        last = [Fraction(0)] * width
        last[t] = Fraction(1)
        if model == "slacks_based":
            for k in range(2):
                cost[first + k], last[first + 2 + k] = -share[k] / 2, share[k + 2] / 2
            rows.append(last)
            right.append(1)
        else:  # the others' point is at most E worse than the unit: E in further columns
            for k in range(4):
                for i, row in enumerate(rows):
                    row.append(-sign[k] if i == k else 0)
            cost += [share[0] / 2, share[1] / 2, Fraction(0), Fraction(0)]
            rows.append([*last, 0, 0, -share[2] / 2, -share[3] / 2])
            right.append(1)
    else:
        cost[t] = Fraction(1 if model == "radial" else -1)
    found = minimum(rows, right, cost)
    return (
        found
        if isinstance(found, str) or model in ("radial", "slacks_based", "super_slacks_based")
        else -found
    )


def _compare(seed, kind, model, returns):
    values = _units(seed, kind)
    if model in ("additive", "super_slacks_based") and kind == "zeros":
        return
    found, error = _found(model, values, returns)
    plain = _found("slacks_based", values, returns)[0] if model == "super_slacks_based" else None
    for b in range(len(values)):
        if plain is not None and plain[b] < 1 - 1e-6:
            continue  # only what is efficient has a super-efficiency
        expected = _exact(model, values, b, returns)
        if expected == "infeasible":
            assert np.isnan(found[b])
            continue
        if model == "super_slacks_based" and expected > 1e6:
            continue  # all others are a million times smaller: a score, or none
        if found[b] != pytest.approx(expected, rel=1e-6, abs=1e-6):
            # Sums of slacks (and what pollution allows) jump where a unit is dominated by all but 1e-10 of itself.
            eased = _exact(model, values, b, returns, ease=1e-9)
            assert model in ("additive", "slacks_based", "weak")
            assert found[b] == pytest.approx(eased, rel=1e-6, abs=1e-6), (seed, kind, model, returns, b)
        assert error[b] <= 1e-8


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["ties", "any", "zeros"])
def test_sizes_far_apart_reach_the_exact_optimum(kind, model):
    for returns in RETURNS:
        _compare(18, kind, model, returns)
    for seed in (2, 6, 14):
        _compare(seed, kind, model, "increasing")


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["ties", "any", "zeros"])
def test_many_sizes_far_apart_reach_the_exact_optimum(kind, model):
    for seed in (34, 47, 50, 51, 52, 53, 54, 55):
        for returns in RETURNS:
            _compare(seed, kind, model, returns)


def test_prices_are_valid_for_every_unit_and_have_the_sign_of_the_returns():
    """The unit 2^-34 times the other's size, counted 2^34 times, is as good at half of the input: w = 0."""
    large, small = 2.0**17, 2.0**-17
    x, y = pd.DataFrame({"x": [2 * large, small]}), pd.DataFrame({"y": [large, small]})
    found = gm.dea.radial(x, y, returns="increasing")
    assert found.scores.tolist() == [0.5, 1.0]
    assert found.peers.query("unit == 0")["weight"].tolist() == [2.0**34]
    values = found.input_weights["x"].to_numpy()[:, None] * x["x"].to_numpy()
    worth = found.output_weights["y"].to_numpy()[:, None] * y["y"].to_numpy()
    assert (found.intercept >= 0).all()
    assert (worth + found.intercept.to_numpy()[:, None] - values <= 1e-12 * values).all()


def test_only_what_is_far_apart_is_solved_twice():
    assert not far_apart(np.array([[1.0, SPREAD, 0.0]]))
    assert far_apart(np.array([[1.0, 1.01 * SPREAD, 0.0]]))
    assert not far_apart(np.zeros((1, 3)))


def test_who_uses_little_beside_the_largest_is_no_peer_of_who_uses_none():
    """The second makes twice as much as the first of the same, with an input that the first does not have."""
    x = pd.DataFrame({"staff": [1e-5, 1e-5, 1e5], "fuel": [0.0, 1e-5, 1e5]}, index=list("abc"))
    y = pd.Series([1e-5, 2e-5, 1e5], index=list("abc"), name="made")
    for returns in RETURNS:
        assert gm.dea.slacks_based(x, y, returns=returns).scores["a"] == 1.0
        assert gm.dea.additive(x, y, weights="one", returns=returns).inefficiency["a"] == 0.0


def test_zero_inputs_and_outputs_of_any_size_by_fractions():
    rng = np.random.default_rng(11)
    size = 10.0 ** rng.uniform(-5, 5, (8, 1))
    rng.lognormal(0, 0.5, (8, 4))
    values = np.where(rng.random((8, 4)) < 0.2, 0, rng.integers(1, 5, (8, 4))) * size
    values[:, ::2] = np.where(values[:, ::2] == 0, size, values[:, ::2])
    x, y = pd.DataFrame(values[:, :2]).add_prefix("x"), pd.DataFrame(values[:, 2:]).add_prefix("y")
    for returns in RETURNS:
        found = gm.dea.slacks_based(x, y, returns=returns, zero_outputs="leave_out").scores
        expected = [_exact("slacks_based", values, b, returns) for b in range(8)]
        assert found.tolist() == pytest.approx(expected, rel=1e-6)
