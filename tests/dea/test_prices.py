"""Cost, revenue and profit efficiency.

The three examples are those of the documentation of DataEnvelopmentAnalysis.jl (pages cost, revenue, profit), whose printed
tables were read; the books it goes back to could not be. The degenerate problems are solved again in fractions.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import dea
from tests.dea import exact
from tests.dea.engine.exact_minimum import minimum

pytestmark = pytest.mark.filterwarnings("ignore")
RETURNS = ["variable", "constant", "increasing", "decreasing"]
FIVE_X = [[5, 3], [2, 4], [4, 2], [4, 8], [7, 9]]
FIVE_Y = [[7, 4], [10, 8], [8, 10], [5, 4], [3, 6]]


def test_published_cost():
    found = dea.cost(FIVE_X, FIVE_Y, [2, 1]).table
    assert found["cost_efficiency"].round(6).tolist() == [0.615385, 1, 1, 0.5, 0.347826]
    assert found["technical_efficiency"].round(6).tolist() == [0.75, 1, 1, 0.5, 0.375]
    assert found["allocative_efficiency"].round(6).tolist() == [0.820513, 1, 1, 1, 0.927536]


def test_published_revenue():
    found = dea.revenue(FIVE_X, FIVE_Y, [3, 2]).table
    assert found["revenue_efficiency"].round(6).tolist() == [0.644444, 1, 1, 0.5, 0.456522]
    assert found["technical_efficiency"].round(6).tolist() == [0.777778, 1, 1, 0.5, 0.6]
    assert found["allocative_efficiency"].round(6).tolist() == [0.828571, 1, 1, 1, 0.76087]


def test_published_profit_in_money():
    """Prices are 2 and 1, so that a direction of 1/6 in all four is worth 1."""
    x = [[1, 1], [1, 1], [0.75, 1.5], [0.5, 2], [0.5, 2], [2, 2], [2.75, 3.5], [1.375, 1.75]]
    y = [[1, 11], [5, 3], [5, 5], [2, 9], [4, 5], [4, 2], [3, 3], [4.5, 3.5]]
    way = pd.Series(1 / 6, ["input_1", "input_2", "output_1", "output_2"])
    found = dea.profit(x, y, [2, 1], [2, 1], way)
    assert found.table["profit_inefficiency"].to_numpy() == pytest.approx([2, 2, 0, 2, 2, 8, 12, 4])
    assert found.table["technical_inefficiency"].to_numpy() == pytest.approx([0, 0, 0, 0, 0, 6, 12, 3])
    assert found.table["allocative_inefficiency"].to_numpy() == pytest.approx([2, 2, 0, 2, 2, 2, 0, 1])
    assert set(found.table["best_plan"]) == {2}
    assert found.optimal.iloc[0].tolist() == [0.75, 1.5, 5, 5]


def best_in_fractions(x, y, prices, o, returns, measures, room=0):
    """Return the least cost or the largest revenue of the unit o, in fractions: what all units are worth, mixed by lambda."""
    n, cost = len(x), measures == "cost"
    priced, kept = (x, y) if cost else (y, x)
    exactly = [[Fraction(float(v)) for v in row] for row in priced]
    worth = [sum(Fraction(float(p)) * v for p, v in zip(prices, row, strict=True)) for row in exactly]
    k, sign = kept.shape[1], -1 if cost else 1
    A = [[Fraction(float(v)) for v in kept[:, i]] + [sign * (i == j) for j in range(k)] for i in range(k)]
    b, c = (
        [Fraction(float(v)) * (1 + sign * Fraction(room)) for v in kept[o]],
        [-sign * v for v in worth] + [0] * k,
    )
    if returns != "constant":
        A = [[*row, 0] for row in A] + [
            [1] * n + [0] * k + [{"variable": 0, "increasing": -1, "decreasing": 1}[returns]]
        ]
        b, c = [*b, 1], [*c, 0]
    return abs(float(minimum(A, b, c)))


def fuzz(seed):
    """Return the largest relative error of both models on a degenerate problem, with prices of each unit's own."""
    x, y = exact.degenerate(seed)
    rng = np.random.default_rng(seed)
    returns, worst = RETURNS[seed % 4], 0.0
    for measures, amounts in (("cost", x), ("revenue", y)):
        prices = rng.lognormal(0, 1, amounts.shape) / amounts.max(axis=0)
        found = getattr(dea, measures)(x, y, prices, returns)
        assert (found.certificate["error"] < 1e-7).all(), (seed, measures)
        want = [best_in_fractions(x, y, prices[o], o, returns, measures) for o in range(len(x))]
        best = found.table.iloc[:, 1].to_numpy()
        off = np.abs(best / want - 1)
        for o in np.flatnonzero(off > 1e-9):  # a tie that the rounding of the data decides
            eased = best_in_fractions(x, y, prices[o], o, returns, measures, 1e-12)
            off[o] = min(off[o], abs(best[o] / eased - 1))
        worst = max(worst, off.max())
        assert best == pytest.approx((found.optimal.to_numpy() * prices).sum(axis=1), rel=1e-6)
    return worst


@pytest.mark.parametrize("seed", [1, 3, 24, 70])
def test_degenerate_problems(seed):
    assert fuzz(seed) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 500, 50))
def test_500_degenerate_problems(start):
    worst = {seed: fuzz(seed) for seed in range(start, start + 50)}
    assert max(worst.values()) < 1e-9, worst


RNG = np.random.default_rng(5)
UNITS = pd.Index(list("ABCDEFGHIJKL"))
X = pd.DataFrame(RNG.uniform(1, 9, (12, 2)), UNITS, ["staff", "money"])
Y = pd.DataFrame(RNG.uniform(1, 9, (12, 2)), UNITS, ["cases", "visits"])
W = pd.DataFrame(RNG.uniform(1, 3, (12, 2)), UNITS, ["staff", "money"])
P = pd.DataFrame(RNG.uniform(1, 3, (12, 2)), UNITS, ["cases", "visits"])


@pytest.mark.parametrize("returns", RETURNS)
def test_with_the_same_prices_cost_efficiency_is_the_score_of_the_cost(returns):
    w, p = W.loc["A"], P.loc["A"]
    alone = dea.radial((X @ w).rename("spent"), Y, returns=returns).scores
    pd.testing.assert_series_equal(dea.cost(X, Y, w, returns).scores, alone, check_names=False)
    alone = dea.radial(X, (Y @ p).rename("earned"), "output", returns).scores
    pd.testing.assert_series_equal(dea.revenue(X, Y, p, returns).scores, alone, check_names=False)


def test_profit_splits_into_parts_that_add_up():
    for direction in ("own", "mean", "inputs", "outputs"):
        found = dea.profit(X, Y, W, P, direction).table
        profits = (P @ Y.T - W @ X.T).to_numpy()
        assert found["largest_profit"].to_numpy() == pytest.approx(profits.max(axis=1))
        assert found["best_plan"].tolist() == list(UNITS[profits.argmax(axis=1)])
        beta = dea.directional(X, Y, direction).inefficiency
        assert found["technical_inefficiency"].to_numpy() == pytest.approx(beta.to_numpy(), abs=1e-9)
        both = found["technical_inefficiency"] + found["allocative_inefficiency"]
        assert found["profit_inefficiency"].to_numpy() == pytest.approx(both.to_numpy())
        assert (found["allocative_inefficiency"] >= 0).all()
    own = dea.profit(X, Y, W, P).table
    worth = (P * Y).sum(axis=1) + (W * X).sum(axis=1)
    missed = (own["largest_profit"] - own["profit"]) / worth
    assert own["profit_inefficiency"].to_numpy() == pytest.approx(missed.to_numpy())


def test_order_and_money_make_no_difference():
    shuffled = RNG.permutation(12)
    for model, prices in ((dea.cost, W), (dea.revenue, P)):
        found = model(X, Y, prices)
        other = model(X.iloc[shuffled], Y, prices.iloc[::-1, ::-1] * 1e4)
        pd.testing.assert_series_equal(other.scores.loc[UNITS], found.scores, check_names=False)
    twice = (pd.concat([X, X.set_axis(UNITS + "2")]), pd.concat([Y, Y.set_axis(UNITS + "2")]))
    prices = [pd.concat([t, t.set_axis(UNITS + "2")]) for t in (W, P)]
    found = dea.profit(*twice, *prices).table["best_plan"]
    other = dea.profit(*(t.iloc[::-1] for t in twice), *prices).table["best_plan"]
    assert found.to_dict() == other.to_dict()


def test_a_panel_has_a_frontier_in_each_year():
    panel = [pd.concat({1: t, 2: t * 1.1}) for t in (X, Y, W)]
    found, alone = dea.cost(*panel), dea.cost(X * 1.1, Y * 1.1, W * 1.1)
    assert found.own_prices
    assert found.scores.loc[2].to_numpy() == pytest.approx(alone.scores.to_numpy())
    assert "own frontier" in " ".join(found.notes)
    pooled = dea.cost(*panel, frontier="pooled").scores
    assert (pooled.loc[1] <= dea.cost(X, Y, W).scores + 1e-9).all()
    assert dea.profit(*panel[:2], W.iloc[0], P.iloc[0]).table.shape == (24, 6)


def test_units_without_output():
    y = Y.copy()
    y.loc["C"] = 0
    found = dea.cost(X, y, W, "constant")
    assert found.table.loc["C"].tolist()[1:4] == [0, 0, 0]
    assert np.isnan(found.table.loc["C", "allocative_efficiency"])
    assert "C" in " ".join(found.notes)
    free = dea.cost(X, y, W, "variable").table.loc["C"]
    cheapest = (X * W.loc["C"]).sum(axis=1).min()
    assert free["least_cost"] == pytest.approx(cheapest)
    assert dea.revenue(X, y, P).table.loc["C"].tolist()[0] == 0
    assert dea.profit(X, y, W, P).table.loc["C", "profit"] == pytest.approx(-(X * W).loc["C"].sum())
    with pytest.raises(gm.FaultyInput, match="C: all outputs are zero"):
        dea.profit(X, y, W, P, "outputs")


def test_wrong_prices_are_all_named():
    wrong = W.astype(object).copy()
    wrong.loc["B", "staff"], wrong.loc["C", "money"], wrong.loc["D", "money"] = 0, np.nan, -2
    wrong.loc["E", "staff"] = "dear"
    with pytest.raises(gm.FaultyInput) as error:
        dea.cost(X, Y, wrong)
    said = str(error.value)
    for place in ("prices, B, staff: is 0, which is no price", "prices, C, money: is missing",
                  "prices, D, money: is -2", "prices, E, staff: 'dear' is not a number"):  # fmt: skip
        assert place in said
    for prices, problem in (
        (W.drop(index="F"), "has no unit F"), (W[["staff"]], "has no column money"),
        (W.assign(land=1.0), "not measured: land"), (pd.concat([W, W.iloc[[0]]]), "more than once"),
        (W.iloc[:3], "and"), (None, "neither a Series"), ([1, 2, 3], "neither a Series"),
        (pd.Series({"staff": 1e200, "money": 1}), "too large or too small"),
    ):  # fmt: skip
        with pytest.raises(gm.FaultyInput, match=problem):
            dea.cost(X, Y, prices)
    with pytest.raises(
        gm.FaultyInput, match=r"input_prices, staff: is 0[\s\S]*output_prices: has no column visits"
    ):
        dea.profit(X, Y, [0, 1], P[["cases"]])


def test_it_is_told_in_both_languages():
    found = dea.cost(X, Y, W)
    assert "Tone 2002" in found.summary()
    assert "配置效率" in found.summary("zh")
    assert "成本最小的投入量" in found.tables("zh")[1].caption
    assert "Nerlove" in dea.profit(X, Y, W, P).method_paragraph("zh")
    one = dea.cost(X, Y, W.loc["A"])
    assert "Tone 2002" not in one.summary()
    assert "the same prices for all" in one.method_paragraph()
