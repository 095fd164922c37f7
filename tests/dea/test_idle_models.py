"""Units without any output in the other models: each against its own linear program or enumeration, by scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import govmetrics as gm
from govmetrics import dea

pytestmark = pytest.mark.filterwarnings("ignore")
RETURNS = ("variable", "constant", "increasing", "decreasing")
IDLE = [2, 7]
rng = np.random.default_rng(3)
X = pd.DataFrame(rng.integers(2, 9, (14, 2)).astype(float), columns=["staff", "money"])
Y = pd.DataFrame(rng.integers(0, 9, (14, 2)).astype(float), columns=["cases", "visits"])
Y.iloc[IDLE] = 0
X.iloc[7] = [1, 1]  # less than all others: beyond their reach where weights sum to one
x, y = X.to_numpy(), Y.to_numpy()


def solve(cost, rows, bounds, returns, k, units):
    """Return the optimum over (k own variables, lambda >= 0 of the units)."""
    a, b, n = np.array(rows), np.array(bounds), len(units)
    one = np.r_[np.zeros(k), np.ones(n)]
    if returns in ("increasing", "decreasing"):
        sign = 1 if returns == "decreasing" else -1
        a, b = np.r_[a, [sign * one]], np.r_[b, sign]
    equal = ([one], [1]) if returns == "variable" else (None, None)
    return linprog(np.r_[cost, np.zeros(n)], a, b, *equal)


def theta(o, returns, units, orientation="input", at=None):
    """Return the radial score of the unit o against some units; NaN without a solution, 0 without a bound."""
    own_x, own_y = (x[o], y[o]) if at is None else at
    xs, ys = x[units].T, y[units].T
    if orientation == "input":
        rows = np.r_[np.c_[-own_x, xs], np.c_[np.zeros(2), -ys]]
        found = solve([1], rows, np.r_[np.zeros(2), -own_y], returns, 1, units)
        return found.fun if found.status == 0 else np.nan
    rows = np.r_[np.c_[np.zeros(2), xs], np.c_[own_y, -ys]]
    found = solve([-1], rows, np.r_[own_x, np.zeros(2)], returns, 1, units)
    return {0: -1 / found.fun if found.fun else np.nan, 2: np.nan, 3: 0.0}[found.status]


ALL = list(range(14))


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", RETURNS)
def test_super_efficiency(returns, orientation):
    found = dea.super_efficiency(X, Y, orientation, returns)
    others = [[j for j in ALL if j != o] for o in ALL]
    want = [theta(o, returns, others[o], orientation) for o in ALL]
    assert found.scores.to_numpy() == pytest.approx(want, abs=1e-9, nan_ok=True)
    assert (found.status == np.where(np.isnan(want), "infeasible", "optimal")).all()
    said = " ".join(found.notes)
    assert ("without any output has the score 0" in said) == (0 in want)
    assert ("cannot be reached" in said) == bool(np.isnan(want).any())
    if orientation == "output":
        assert np.isnan(found.scores[7]) == (returns in ("variable", "increasing"))
        assert found.scores[2] == 0


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_scale(orientation):
    found = dea.scale(X, Y, orientation)
    overall = np.array([theta(o, "constant", ALL, orientation) for o in ALL])
    technical = np.array([theta(o, "variable", ALL, orientation) for o in ALL])
    assert found.overall.to_numpy() == pytest.approx(overall, abs=1e-9)
    assert found.technical.to_numpy() == pytest.approx(technical, abs=1e-9)
    assert found.notes == ("a unit without any output has the score 0: 2, 7",)
    if orientation == "input":
        assert found.scale[IDLE].tolist() == [0, 0]
        assert found.returns_to_scale[IDLE].tolist() == ["increasing", "increasing"]
    else:
        assert found.scale[IDLE].isna().all()
        assert found.returns_to_scale[IDLE].isna().all()
    rest = [o for o in ALL if o not in IDLE]
    assert found.scale[rest].notna().all()
    assert set(found.returns_to_scale[rest]) <= {"increasing", "constant", "decreasing"}
    assert "None" not in found.summary("zh") + dea.tables(X, Y, orientation=orientation).summary()


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("frontier", ["period", "pooled"])
def test_malmquist(frontier, orientation):
    """The unit 2 makes nothing in the first year, 7 nothing in either: no ratio; of the others the programs' own."""
    late_x, late_y = X * 1.1, Y + 1
    late_y.iloc[7] = 0
    names = [1, 2]
    both = (pd.concat([X, late_x], keys=names), pd.concat([Y, late_y], keys=names))
    found = dea.malmquist(*both, frontier=frontier, orientation=orientation)
    table = found.changes.set_index("unit")
    assert table.loc[IDLE, ["malmquist", "efficiency_change", "technical_change"]].isna().all(axis=None)
    assert table.loc[IDLE, "status"].tolist() == ["infeasible", "infeasible"]
    assert (table.drop(IDLE)["status"] == "optimal").all()
    if orientation == "input":  # pure efficiency is that under variable returns, which is above 0
        alone = dea.radial(late_x, late_y).scores / dea.radial(X, Y).scores
        assert table["pure_efficiency_change"].to_numpy() == pytest.approx(alone.to_numpy())
    assert "2, 7: no output in 1 or 2, so that productivity has no ratio" in " ".join(found.notes)
    assert np.isfinite(found.by_period.to_numpy()).all()
    busy = [o for o in ALL if o not in IDLE]
    same = [frame.loc[(slice(None), busy), :] for frame in both]
    alone = dea.malmquist(*same, frontier=frontier, orientation=orientation).changes.set_index("unit")
    pd.testing.assert_series_equal(
        alone["malmquist"], table["malmquist"].drop(IDLE)
    )  # CRS: idle units span nothing


@pytest.mark.parametrize("returns", RETURNS)
def test_directional(returns):
    """Max beta with X lambda <= (1 - beta) x, Y lambda >= (1 + beta) y."""
    beta = []
    for o in ALL:
        rows = np.r_[np.c_[x[o], x.T], np.c_[y[o], -y.T]]
        beta.append(-solve([-1], rows, np.r_[x[o], -y[o]], returns, 1, ALL).fun)
    found = dea.directional(X, Y, returns=returns)
    assert found.inefficiency.to_numpy() == pytest.approx(np.array(beta), abs=1e-9)
    with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):  # nothing moves along no outputs
        dea.directional(X, Y, direction="outputs", returns=returns)


@pytest.mark.parametrize("returns", RETURNS)
def test_additive_and_slacks_based(returns):
    """Max the sum of slacks; min 1 - the mean share of input slacks."""
    sums, shares = [], []
    for o in ALL:
        base = np.r_[np.c_[np.eye(4), np.r_[x.T, -y.T]]]
        bounds = np.r_[x[o], -y[o]]
        sums.append(-solve([-1] * 4, base, bounds, returns, 4, ALL).fun)
        shares.append(1 + solve(np.r_[-0.5 / x[o], 0, 0], base, bounds, returns, 4, ALL).fun)
    assert dea.additive(X, Y, weights="one", returns=returns).inefficiency.to_numpy() == pytest.approx(
        np.array(sums)
    )
    found = dea.slacks_based(X, Y, orientation="input", returns=returns)
    assert found.scores.to_numpy() == pytest.approx(np.array(shares), abs=1e-9)
    assert dea.slacks_based(X, Y, returns=returns, zero_outputs="tenth").scores[IDLE].notna().all()
    with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):  # no slack would count
        dea.slacks_based(X, Y, orientation="output", returns=returns, zero_outputs="leave_out")


def test_without_convexity():
    """By enumeration: the least of the largest ratios over the units that make as much."""
    able = (y[None] >= y[:, None]).all(axis=2)
    least = np.where(able, (x[None] / x[:, None]).max(axis=2), np.inf).min(axis=1)
    assert dea.free_disposal(X, Y).scores.to_numpy() == pytest.approx(least)
    assert dea.order_alpha(X, Y, alpha=1.0).scores.to_numpy() == pytest.approx(least)
    grown = dea.free_disposal(X, Y, "output")
    assert grown.scores[IDLE].tolist() == [0, 0]
    assert grown.notes == ("a unit without any output has the score 0: 2, 7",)
    beyond = dea.free_disposal(X.loc[[7]], Y.loc[[7]], "output", reference=(X.drop(index=7), Y.drop(index=7)))
    assert beyond.status.tolist() == ["infeasible"]


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", RETURNS)
def test_models_that_ask_for_scores(returns, orientation):
    want = np.array([theta(o, returns, ALL, orientation) for o in ALL])
    level = dea.categorical(X, Y, [1] * 14, orientation, returns)
    assert level.scores.to_numpy() == pytest.approx(want, abs=1e-9)
    meta = dea.metafrontier(X, Y, pd.Series(["a"] * 5 + ["b"] * 9), orientation, returns)
    assert meta.table["meta_score"].to_numpy() == pytest.approx(want, abs=1e-9)
    assert (meta.table["technology_gap"].isna() == (meta.table["group_score"] == 0)).all()
    panel = pd.concat([X], keys=[1]), pd.concat([Y], keys=[1])
    window = dea.window(*panel, width=1, orientation=orientation, returns=returns)
    assert window.trend[1].to_numpy() == pytest.approx(want, abs=1e-9)
    if orientation == "input" and returns in ("variable", "increasing"):
        curved = dea.hyperbolic(X, Y, returns=returns)
        assert curved.scores[IDLE].to_numpy() == pytest.approx(want[IDLE])  # nothing grows: inputs alone
        boot = dea.bootstrap(X, Y, returns=returns, draws=100)
        assert boot.scores.to_numpy() == pytest.approx(want)
    elif orientation == "input":
        with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):
            dea.hyperbolic(X, Y, returns=returns)


def test_a_reference_that_needs_more_has_no_solution():
    one = X.loc[[7, 2]], Y.loc[[7, 2]]
    others = X.drop(index=7), Y.drop(index=7)
    full = pd.concat([one[0], X.loc[[0]]]), pd.concat([one[1], Y.loc[[0]]])
    found = dea.radial(*full, "output", reference=others)
    assert found.status.tolist()[:2] == ["infeasible", "optimal"]
    assert found.scores.tolist()[:2] == [pytest.approx(np.nan, nan_ok=True), 0]
    assert dea.radial(*full, "output", "constant", reference=others).scores.tolist()[:2] == [0, 0]


def test_the_orientation_is_said_of_the_second_stage():
    z = pd.DataFrame({"density": np.arange(14.0)})
    found = dea.second_stage(X, Y, z, algorithm=1, draws=(2, 100))
    assert found.tables()[0].notes == ("Measured in input orientation.",)
