"""The epsilon-based measure against a textbook program with all its variables, and its parameters against loops.

Tone and Tsutsui (2010) could not be read beyond its abstract, so that no table of theirs stands here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import govmetrics as gm
from govmetrics import dea
from tests.dea import exact

pytestmark = pytest.mark.filterwarnings("ignore")
RETURNS = ["variable", "constant", "increasing", "decreasing"]
RNG = np.random.default_rng(11)
UNITS = pd.Index([f"u{k}" for k in range(16)], name="unit")
X = pd.DataFrame(RNG.lognormal(0, 0.6, (16, 3)), UNITS, ["staff", "money", "rooms"])
Y = pd.DataFrame(RNG.lognormal(0, 0.6, (16, 2)), UNITS, ["cases", "visits"])


def by_program(x, y, o, we_x, we_y, orientation, returns):
    """Minimise T - sum e w S/x with H + sum e w S/y = 1: variables T, H, t, S-, S+, Lambda, all in the unit's own units."""
    n, m, s = len(x), x.shape[1], y.shape[1]
    xs, ys = (x / x[o]).T, (y / y[o]).T
    size = np.maximum(xs.max(axis=0), ys.max(axis=0))  # or the solver's tolerances hide small units
    xs, ys, one = xs / size, ys / size, 1 / size
    zero = np.zeros
    eq = [np.r_[1.0, 0, 0, np.eye(m)[i] * -1, zero(s), -xs[i]] for i in range(m)]
    eq += [np.r_[0.0, 1, 0, zero(m), np.eye(s)[r], -ys[r]] for r in range(s)]
    eq += [np.r_[0.0, 1, 0, zero(m), we_y, zero(n)]]
    b = [0.0] * (m + s) + [1.0]
    ub, same = [], {"input": np.r_[0.0, 1, -1, zero(m + s + n)], "output": np.r_[1.0, 0, -1, zero(m + s + n)]}
    if orientation in same:
        eq.append(same[orientation])
        b.append(0.0)
    if orientation != "output":
        ub.append(np.r_[1.0, 0, -1, zero(m + s + n)])
    if orientation != "input":
        ub.append(np.r_[0.0, -1, 1, zero(m + s + n)])
    lam = np.r_[0.0, 0, -1, zero(m + s), one]
    if returns == "variable":
        eq.append(lam)
        b.append(0.0)
    elif returns != "constant":
        ub.append(lam if returns == "decreasing" else -lam)
    cost = np.r_[1.0, 0, 0, -we_x, zero(s + n)]
    tight = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found = linprog(
        cost, np.array(ub) if ub else None, zero(len(ub)) if ub else None, np.array(eq), b, options=tight
    )
    return found.fun if found.status == 0 else np.nan


def want_of(found, x, y):
    counted = (
        (found.parameters["share"] * found.parameters["epsilon"]).reindex([*x.columns, *y.columns]).fillna(0)
    )
    we = counted.to_numpy()
    m = x.shape[1]
    return np.array([
        by_program(x.to_numpy(), y.to_numpy(), o, we[:m], we[m:], found.orientation, found.returns) for o in range(len(x))
    ])  # fmt: skip


@pytest.mark.parametrize("orientation", ["none", "input", "output"])
@pytest.mark.parametrize("returns", RETURNS)
def test_scores_are_those_of_the_program(returns, orientation):
    found = dea.epsilon_based(X, Y, orientation, returns)
    assert found.scores.to_numpy() == pytest.approx(want_of(found, X, Y), abs=1e-9)
    assert (found.certificate["error"] < 1e-9).all()
    sides = ["input", "output"] if orientation == "none" else [orientation]
    for side in sides:
        assert (found.scores <= dea.radial(X, Y, side, returns).scores + 1e-9).all()
    lam = found.peers.pivot_table(index="unit", columns="peer", values="weight", fill_value=0).loc[UNITS]
    both = X.join(Y)
    mixed = lam @ both.loc[lam.columns]
    counts = {"none": both.columns, "input": X.columns, "output": Y.columns}[orientation]
    assert found.targets[counts].to_numpy() == pytest.approx(mixed[counts].to_numpy(), abs=1e-8)


def test_parameters_by_hand():
    """The formulas in loops, on the targets of the slacks-based measure."""
    found = dea.epsilon_based(X, Y)
    targets = dea.slacks_based(X, Y).targets
    for columns in (list(X), list(Y)):
        m, n = len(columns), len(X)
        S = np.ones((m, m))
        for i in range(m):
            for j in range(m):
                c = [np.log(targets[columns[j]].iloc[k] / targets[columns[i]].iloc[k]) for k in range(n)]
                if i != j:
                    mean = sum(c) / n
                    S[i, j] = 1 - 2 * sum(abs(v - mean) for v in c) / (n * (max(c) - min(c)))
        assert found.affinity.loc[columns, columns].to_numpy() == pytest.approx(S)
        w = np.ones(m)
        for _ in range(2000):  # power iteration
            w = S @ w / np.abs(S @ w).sum()
        rho = (S @ w)[0] / w[0]
        assert found.parameters.loc[columns, "share"].to_numpy() == pytest.approx(w)
        assert found.parameters.loc[columns, "epsilon"].to_numpy() == pytest.approx((m - rho) / (m - 1))
    assert found.affinity.loc["staff", ["cases", "visits"]].isna().all()


def test_columns_in_proportion_make_it_radial():
    x = pd.DataFrame({"staff": X["staff"], "pay": X["staff"] * 3, "desks": X["staff"] / 7})
    for returns in RETURNS:
        found = dea.epsilon_based(x, Y, "input", returns)
        assert found.parameters["epsilon"].to_numpy() == pytest.approx([0, 0, 0], abs=1e-12)
        radial = dea.radial(x, Y, "input", returns).scores
        pd.testing.assert_series_equal(found.scores, radial, check_names=False)


def fuzz(seed):
    x, y = exact.degenerate(seed)
    x, y = (np.where(a > 0, a, np.where(a > 0, a, np.inf).min(axis=0)) for a in (x, y))
    x, y = pd.DataFrame(x).add_prefix("x"), pd.DataFrame(y).add_prefix("y")
    found = dea.epsilon_based(x, y, ["none", "input", "output"][seed % 3], RETURNS[seed // 3 % 4])
    want = want_of(found, x, y)
    sure = (found.certificate["error"] < 1e-7).to_numpy()
    assert sure.all(), seed
    return float(np.nanmax(np.abs(found.scores.to_numpy() - want)))


@pytest.mark.parametrize("seed", [1, 3, 24, 28])
def test_degenerate_problems(seed):
    assert fuzz(seed) < 1e-7


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 500, 50))
def test_500_degenerate_problems(start):
    worst = {seed: fuzz(seed) for seed in range(start, start + 50)}
    assert max(worst.values()) < 1e-5, worst  # the solver's tolerance, at sizes 1e9 apart


def test_nothing_depends_on_order_or_units_of_measurement():
    found = dea.epsilon_based(X, Y)
    mixed = RNG.permutation(16)
    other = dea.epsilon_based(X.iloc[mixed, ::-1] * [1e4, 1, 1e-3], Y.iloc[mixed] * 1e6)
    assert other.scores.loc[UNITS].to_numpy() == pytest.approx(found.scores.to_numpy())
    assert other.parameters.loc[list(X), "share"].to_numpy() == pytest.approx(
        found.parameters.loc[list(X), "share"].to_numpy()
    )


def test_zeros_where_they_count_are_named():
    x, y = X.copy(), Y.copy()
    x.loc["u3", "money"], y.loc["u5", "cases"] = 0, 0
    with pytest.raises(gm.UnsuitableMethod, match=r"u3, money: is zero[\s\S]*u5, cases"):
        dea.epsilon_based(x, y)
    with pytest.raises(gm.UnsuitableMethod, match="u3, money"):
        dea.epsilon_based(x, y, "input")
    assert dea.epsilon_based(X, y, "input").scores.notna().all()
    y.loc["u5"] = 0  # nothing at all is made
    for returns in ("variable", "increasing"):
        assert dea.epsilon_based(X, y, "input", returns).scores["u5"] > 0
    assert dea.epsilon_based(X, y, "input", "constant").scores["u5"] == pytest.approx(0, abs=1e-12)


def test_a_panel_keeps_the_parameters_of_each_period():
    panel = [pd.concat({2023: t, 2024: t**1.2}, names=["period"]) for t in (X, Y)]
    found = dea.epsilon_based(*panel)
    assert found.scores.loc[2024].to_numpy() == pytest.approx(
        dea.epsilon_based(X**1.2, Y**1.2).scores.to_numpy()
    )
    assert found.parameters.loc[2023].shape == (5, 2)
    assert "EBM" in found.method_paragraph("zh")
    assert [table.caption for table in found.tables("zh")][-2:] == ["权重与 ε", "亲和度"]
