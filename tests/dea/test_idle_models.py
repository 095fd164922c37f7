"""Units without any output in the other models: each against its own linear program or enumeration, by scipy."""

from __future__ import annotations

from itertools import combinations

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


@pytest.mark.parametrize("returns", ["variable", "increasing"])
@pytest.mark.parametrize("exact", [False, True])
def test_non_discretionary(returns, exact):
    """Min theta with the first input times theta, the second as it is (exactly, where asked)."""
    found = dea.non_discretionary(X, Y, fixed=["money"], returns=returns, exact=exact)
    for o in ALL:
        rows = np.r_[[np.r_[-x[o, 0], x[:, 0]]], [np.r_[0, x[:, 1]]], np.c_[np.zeros(2), -y.T]]
        bounds = np.r_[0, x[o, 1], -y[o]]
        if exact:
            rows, bounds = np.r_[rows, [np.r_[0, -x[:, 1]]]], np.r_[bounds, -x[o, 1]]
        assert found.scores[o] == pytest.approx(solve([1], rows, bounds, returns, 1, ALL).fun, abs=1e-9)
    for orientation, other in (("input", "constant"), ("output", "variable")):
        fixed = ["money"] if orientation == "input" else ["visits"]
        with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):
            dea.non_discretionary(X, Y, fixed=fixed, orientation=orientation, returns=other)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_seiford_zhu(orientation):
    """The shifted undesirable output is above zero: the BCC model with three outputs."""
    bad = np.arange(1.0, 15)
    found = dea.seiford_zhu(X, Y, pd.DataFrame({"waste": bad}), 20.0, orientation)
    made = np.c_[y, 20 - bad]
    for o in ALL:
        if orientation == "input":
            rows, bounds = np.r_[np.c_[-x[o], x.T], np.c_[np.zeros(3), -made.T]], np.r_[0, 0, -made[o]]
            want = solve([1], rows, bounds, "variable", 1, ALL).fun
        else:
            rows, bounds = np.r_[np.c_[np.zeros(2), x.T], np.c_[made[o], -made.T]], np.r_[x[o], 0, 0, 0]
            want = -1 / solve([-1], rows, bounds, "variable", 1, ALL).fun
        assert found.scores[o] == pytest.approx(want, abs=1e-9)


def test_closest_targets():
    """By enumeration: of all groups of efficient units on one facet the nearest dominating mixture."""
    found = dea.closest_targets(X, Y, units=[2])
    efficient = [o for o in ALL if dea.additive(X, Y).inefficiency[o] < 1e-9]
    size = np.r_[x[2], y.max(axis=0)]
    v, sign = np.c_[x, y] / size, np.r_[1, 1, -1, -1]
    best = np.inf
    for k in range(1, 5):
        for group in combinations(efficient, k):
            rest = [o for o in efficient if o not in group]
            worth = np.c_[v * sign, np.ones(14)]
            face = linprog(np.zeros(5), -worth[rest], np.zeros(len(rest)), worth[list(group)], np.zeros(k),
                           bounds=[(1, None)] * 4 + [(None, None)])  # fmt: skip
            if face.status == 0:
                rows = np.r_[np.c_[v[list(group)].T, np.diag(sign)], [np.r_[np.ones(k), np.zeros(4)]]]
                near = linprog(np.r_[np.zeros(k), np.ones(4)], A_eq=rows, b_eq=np.r_[v[2], 1])
                best = min(best, near.fun if near.status == 0 else np.inf)
    assert found.inefficiency[2] == pytest.approx(best, abs=1e-7)
    with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):
        dea.closest_targets(X, Y, units=[2], returns="constant")


def test_improvements_where_another_unit_is_idle():
    alone = dea.improvements(X, Y, 0).changes
    assert alone["target"].notna().all()
    assert dea.improvements(X, Y, 2).changes["target"].notna().all()
    assert dea.improvements(X, Y, 0, returns="constant").changes["target"].notna().all()
    for given in ({"returns": "constant"}, {"orientation": "output"}, {"by": dea.radial(X, Y, "output")}):
        with pytest.raises(gm.FaultyInput, match="2: all outputs are zero"):
            dea.improvements(X, Y, 2, **given)


def test_russell_counts_inputs():
    found = dea.russell(X, Y, "input")
    assert found.scores.to_numpy() == pytest.approx(dea.slacks_based(X, Y, "input").scores.to_numpy())


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (dea.cross_efficiency, "would be arbitrary"),
        (dea.returns_test, "divides by scores"),
        (lambda x, y: dea.outliers(x, y, "output"), "grow without bound"),
    ],
)
def test_models_in_which_it_has_no_meaning(model, why):
    with pytest.raises(gm.FaultyInput, match=rf"2: all outputs are zero; leave the unit out: .*{why}"):
        model(X, Y)


LIMITS = [
    ({"ratios": [("staff", "money", 0.5, 2.0)]}, [[-1, 2, 0, 0], [1, -0.5, 0, 0]]),
    ({"shares": {"staff": (0.2, 0.6), "visits": (0, 0.7)}}, None),
    (
        {"ratios": [("cases", "visits", 0.5, 2.0)], "shares": {"staff": (0.2, 0.6)}},
        [[0, 0, -1, 2], [0, 0, 1, -0.5]],
    ),
]


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize(("given", "ratios"), LIMITS)
def test_limits_of_weights(given, ratios, returns):
    """Max u y + w with v x = 1, u Y - v X + w <= 0 and the limits, of which each has at least one on an input or output."""
    found = dea.weight_restricted(X, Y, returns=returns, **given)
    bounds = {"variable": (None, None), "constant": (0, 0), "increasing": (0, None), "decreasing": (None, 0)}
    for o in ALL:
        rows = [np.r_[-x[j], y[j], 1] for j in ALL]
        rows += [-np.r_[row, 0] for row in ratios or []]
        for name, (low, high) in given.get("shares", {}).items():
            k = [*X, *Y].index(name)
            kind = np.r_[x[o], 0, 0, 0] if k < 2 else np.r_[0, 0, y[o], 0]
            own = np.where(np.arange(5) == k, kind, 0)
            rows += [own - high * kind, low * kind - own]
        want = linprog(-np.r_[0, 0, y[o], 1], rows, np.zeros(len(rows)), [np.r_[x[o], 0, 0, 0]], [1],
                       bounds=[(0, None)] * 4 + [bounds[returns]])  # fmt: skip
        assert found.scores[o] == pytest.approx(-want.fun, abs=1e-8)
        q = np.r_[found.input_weights.loc[o], found.output_weights.loc[o], found.intercept[o]]
        assert (np.array(rows) @ q).max() < 1e-8
    nothing = returns in ("constant", "decreasing")
    assert (found.notes == ("a unit without any output has the score 0: 2, 7",)) == nothing
    assert dea.weight_restricted(X, Y, orientation="output", returns=returns, **given).scores[2] == 0


def test_an_idle_unit_can_have_no_share_of_an_output():
    with pytest.raises(gm.FaultyInput, match="2, cases: is zero and can have no share; drop the lower limit"):
        dea.weight_restricted(X, Y, shares={"cases": (0.1, 1)})
    apart = {"ratios": [("staff", "money", 50, 200)], "shares": {"staff": (0, 0.01)}}
    assert (
        dea.weight_restricted(X, Y, **apart).status == "infeasible"
    ).all()  # no weights at all, for no unit


@pytest.mark.parametrize("returns", RETURNS)
def test_outliers(returns):
    found = dea.outliers(X, Y, returns=returns)
    leave = [[j for j in ALL if j != o] for o in ALL]
    want = [theta(o, returns, leave[o]) for o in ALL]
    assert found.table["super_score"].to_numpy() == pytest.approx(want, abs=1e-9, nan_ok=True)
    assert found.table["order_m"].to_numpy() == pytest.approx(dea.order_m(X, Y, m=25).scores.to_numpy())
    if returns in ("constant", "decreasing"):
        assert found.table.loc[IDLE, "leverage"].tolist() == [0, 0]
    else:  # the leanest of all: by leaving it out
        whole = np.array([theta(o, returns, ALL) for o in ALL])
        change = [theta(o, returns, leave[7]) - whole[o] for o in leave[7]]
        assert found.table.loc[7, "leverage"] == pytest.approx(np.sqrt(np.square(change).sum() / 13))


Z = pd.DataFrame(rng.integers(1, 9, (14, 2)).astype(float), columns=["contacts", "files"])


@pytest.mark.parametrize("priority", ["first", "second"])
def test_two_stages(priority):
    """Max u y with v x = 1, w Z <= v X, u Y <= w Z: nothing for who makes nothing; its first stage is its radial score."""
    z = Z.to_numpy()
    found = dea.two_stage(X, Z, Y, priority=priority)
    none = np.zeros((14, 2))
    rows = np.r_[np.c_[-x, z, none], np.c_[none, -z, y]]
    for o in ALL:
        want = linprog(-np.r_[0, 0, 0, 0, y[o]], rows, np.zeros(28), [np.r_[x[o], 0, 0, 0, 0]], [1])
        assert found.scores[o] == pytest.approx(-want.fun, abs=1e-9)
    assert found.first[IDLE].tolist() == pytest.approx(
        dea.radial(X, Z, returns="constant").scores[IDLE].tolist()
    )
    assert found.second[IDLE].tolist() == [0, 0]
    assert found.notes == ("a unit without any output has the score 0: 2, 7",)
    added = dea.two_stage(X, Z, Y, "additive", priority=priority)
    one = found.first[IDLE]
    assert added.scores[IDLE].to_numpy() == pytest.approx((one / (1 + one)).to_numpy())
    assert added.notes == ()


def test_outputs_that_come_from_nothing():
    lost = Z.copy()
    lost.iloc[3] = 0
    with pytest.raises(
        gm.FaultyInput, match="3: all intermediate products are zero; leave the unit out: its second"
    ):
        dea.two_stage(X, lost, Y)
    keep = X.index != 3
    assert dea.two_stage(X[keep], lost[keep], Y[keep]).scores.notna().all()
