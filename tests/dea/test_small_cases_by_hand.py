"""Cases of two to four units whose answers are fractions worked out on paper: frontiers, certificates, indices, limits."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats
from scipy.special import log_ndtr

import govmetrics as gm
from govmetrics import dea
from govmetrics.dea import _frontiers
from govmetrics.dea import _stochastic_frontier as stochastic
from govmetrics.dea.engine import certificate
from govmetrics.dea.engine.answers import ENGINE, Raw, certified_answer
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.projection import own_scale, projections, technology

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

# Cases per officer under constant returns: of each year the better of A and B spans the frontier.
YEARS = [2021, 2022, 2023, 2024]
STAFF = {"A": [2, 2, 4, 2], "B": [4, 2, 2, 8]}
CASES = {"A": [4, 6, 8, 6], "B": [4, 8, 2, 16]}
EACH = {unit: [F(y, x) for x, y in zip(STAFF[unit], CASES[unit], strict=True)] for unit in "AB"}
SPANNED = {  # of every year the best of cases per officer in what spans its frontier: 2, 4, 2, 3 by the year
    ("period", 3): [2, 4, 2, 3],
    ("pooled", 3): [4, 4, 4, 4],
    ("sequential", 3): [2, 4, 4, 4],
    ("window", 1): [2, 4, 2, 3],
    ("window", 2): [2, 4, 4, 3],
    ("window", 3): [2, 4, 4, 4],
}


def panel(table):
    index = pd.MultiIndex.from_product([YEARS, ["A", "B"]], names=["period", "unit"])
    return pd.DataFrame({"n": [float(table[unit][k]) for k in range(4) for unit in "AB"]}, index)


X, Y = panel(STAFF).set_axis(["staff"], axis=1), panel(CASES).set_axis(["cases"], axis=1)


@pytest.mark.parametrize(("frontier", "width"), SPANNED)
def test_a_panel_is_measured_against_the_best_of_what_spans_its_frontier(frontier, width):
    best = SPANNED[frontier, width]
    want = [float(EACH[unit][k] / best[k]) for k in range(4) for unit in "AB"]
    for orientation in ("input", "output"):
        got = dea.radial(X, Y, orientation, "constant", frontier=frontier, width=width).scores
        assert got.tolist() == pytest.approx(want, abs=1e-12)


def test_a_panel_beside_a_reference_says_so_where_it_has_periods():
    base = X.loc[2022], Y.loc[2022]
    got = dea.radial(X, Y, "input", "constant", reference=base)
    assert got.scores.tolist() == pytest.approx([float(EACH[u][k] / 4) for k in range(4) for u in "AB"])
    assert [note.values["periods"] for note in got.notes if note.template == _frontiers.GIVEN] == [4]
    for some in (X.index[:2], X.index[:4]):
        told = _frontiers.given_note(some, "period")
        assert len(told) == (len(some) == 4)
    assert _frontiers.given_note(pd.Index(["A", "B"]), "period") == ()


def luenberger_by_hand(best, kind, unit, k):
    """Return the index from year k to the next and its efficiency change; D solves y (1 + D) = best x (1 - D)."""
    x, y = STAFF[unit], CASES[unit]

    def distance(frontier, year, best=best):
        reached = F(best[frontier]) * x[year]
        return (reached - y[year]) / (reached + y[year]) if kind == "luenberger" else reached / y[year]

    d = {(f, t): distance(f, t) for f in (k, k + 1) for t in (k, k + 1)}
    # Beside one frontier of all years, catching up is told by the years' own
    spans = SPANNED["period", 3] if len(set(best)) == 1 else best
    own = {t: distance(t, t, spans) for t in (k, k + 1)}
    if kind == "luenberger":
        total = (d[k, k] - d[k, k + 1] + d[k + 1, k] - d[k + 1, k + 1]) / 2
        return float(total), float(own[k] - own[k + 1])
    total = float(d[k, k] / d[k, k + 1] * d[k + 1, k] / d[k + 1, k + 1]) ** 0.5
    return total, float(own[k] / own[k + 1])


@pytest.mark.parametrize(("frontier", "width"), SPANNED)
@pytest.mark.parametrize("kind", ["luenberger", "malmquist_luenberger"])
def test_luenberger_indices_are_fractions(kind, frontier, width):
    direction = "own" if kind == "luenberger" else "outputs"
    got = getattr(dea, kind)(X, Y, direction, "constant", frontier=frontier, width=width)
    table = got.changes.set_index(["period", "unit"])
    of_years = []
    for k, (_, year) in enumerate(pairwise(YEARS)):
        rows = []
        for unit in "AB":
            total, catch_up = luenberger_by_hand(SPANNED[frontier, width], kind, unit, k)
            shift = total - catch_up if kind == "luenberger" else total / catch_up
            row = table.loc[(year, unit), [kind, "efficiency_change", "technical_change"]]
            assert row.tolist() == pytest.approx([total, catch_up, shift], abs=1e-9)
            rows.append([total, catch_up, shift])
        of_years.append(rows)
    values = np.array(of_years)
    mean = values.mean(axis=1) if kind == "luenberger" else np.exp(np.log(values).mean(axis=1))
    np.testing.assert_allclose(got.means.loc[YEARS[1:]], mean, atol=1e-9)


# The better unit A (2 staff, 2 cases) and B (4, 2): by inputs B reaches one half with A's weight 1, v = u = 1/4.
TWO = np.array([[2.0], [4.0]]), np.array([[2.0], [2.0]])


def of_b(returns="constant", trade_offs=None):
    tech = technology(*TWO, returns, trade_offs)
    x, y = TWO[0][1:], TWO[1][1:]
    return tech, projections(tech, x, y, -x, 0 * y, sense=-1, start=1.0, member=np.array([1]))


def residual(tech, some, t, slacks, weight=1.0):
    p = len(tech.slack)
    peers, weights = np.full((p, 1), -1), np.zeros((p, 1))
    peers[0], weights[0] = 0, weight
    return certificate.primal_residual(
        tech, some, np.array([t]), np.array(slacks)[:, None], peers=peers, weights=weights, limits=np.empty((0, 1))
    ).item()  # fmt: skip


def test_residuals_are_told_beside_the_sizes_of_their_terms():
    tech, some = of_b()
    assert residual(tech, some, 0.5, [0.0, 0.0]) == 0
    assert residual(tech, some, 0.6, [0.0, 0.0]) == pytest.approx(0.1 / 1.5)  # 0.6 - 2 / 4, beside 1 + 2 / 4
    assert residual(tech, some, 0.6, [0.3, 0.0]) == pytest.approx(0.2 / 1.5)  # the slack is taken off
    assert residual(tech, some, 0.6, [3.0, 0.0]) == pytest.approx(2.9 / 3.5)  # and counts where above 1
    assert residual(tech, some, 0.5, [0.0, 0.4]) == pytest.approx(0.4 / 2)  # 2 / 2 - 1 - 0.4, beside 1 + 1
    assert residual(tech, some, 0.5, [0.0, 0.5], weight=1.5) == pytest.approx(0.25 / 1.75)


def test_an_equation_leaves_no_slack_but_where_weights_are_summed():
    tech, some = of_b("variable")
    assert residual(tech, some, 0.5, [0.0, 0.0, 0.5]) == pytest.approx(0.5 / 2)
    # weight 5/4 lifts the sum by 1/4 and the output by 1/4, which is its slack; inputs miss 1/8
    assert residual(tech, some, 0.625, [0.0, 0.25, 0.5], weight=1.25) == pytest.approx(0.25 / 2.25)
    assert residual(tech, some, 0.625, [0.0, 0.25, 0.25], weight=1.25) == 0
    exact = replace(tech, slack=np.array([0.0, -1.0, 0.0]))
    assert residual(exact, some, 0.8, [0.3, 0.0, 0.0]) == pytest.approx(0.3)
    more = replace(
        tech, slack=np.array([-1.0, -1.0, 1.0])
    )  # decreasing: the sum of weights may be less than 1
    assert residual(more, some, 0.25, [0.0, -0.5, 0.5], weight=0.5) == 0


def test_the_gap_is_that_of_both_objectives():
    _, some = of_b()
    q = np.array([[0.25], [0.25]])

    def gap(t, q, lost):
        return certificate.duality_gap(some, q, np.array([t]), np.array([lost])).item()

    assert gap(0.5, q, False) == 0
    assert gap(0.6, q, False) == pytest.approx(0.1)
    assert gap(2.0, q, False) == pytest.approx(0.75)  # beside t where it is above 1
    assert gap(0.0, q, True) == 0  # q . base = 1/2 > 0 proves that there is no solution
    assert gap(0.0, -q, True) == gap(0.0, 0 * q, True) == np.inf


def test_multipliers_miss_by_their_signs_their_sum_and_what_units_are_paid():
    tech, some = of_b()
    scale = own_scale(tech, some.values)
    np.testing.assert_array_equal(scale, [[0.25], [0.5]])

    def own(v, u, lost=False):
        q = np.array([[v], [u]])
        return certificate.own_violation(tech, some, q / scale, scale, np.array([lost])).item()

    assert own(0.25, 0.25) == 0
    assert own(0.3, 0.25) == pytest.approx(0.2)  # 4 x 0.3 - 1
    assert own(0.25, -0.2) == pytest.approx(0.4)  # -0.2 for each of two
    assert own(0.25, 0.25, lost=True) == pytest.approx(1.0)  # the sum must be 0 there
    limits = np.array([[[1.0], [-1.0]], [[-1.0], [1.0]]])  # v x 4 <= u x 2, and the other way round
    some = replace(some, restrictions=limits)
    assert own(0.25, 0.25) == pytest.approx(0.5)
    assert own(0.25, 1.0) == pytest.approx(1.0)
    assert own(0.25, 0.5) == 0
    key = np.array([[1]])
    violation, column = certificate.dual_violation(tech, some, np.array([[0.25], [0.5]]), key)
    assert (violation.item(), column.item()) == (pytest.approx(F(1, 3)), 0)  # (1 - 1/2) / (1 + 1/2), A's
    assert certificate.dual_violation(tech, some, np.array([[0.25], [0.25]]), key)[0].item() == 0


@pytest.mark.parametrize(("returns", "kept"), [("variable", 1e-14), ("decreasing", 0.0), ("increasing", 0.0)])
def test_rounding_is_taken_off_multipliers_that_have_a_sign(returns, kept):
    """Just beside zero, a multiplier of a row with slack is zero; that of an equation may be anything."""
    tech, some = of_b(returns)
    raw = Raw(
        t=np.array([0.5]), slacks=np.zeros((3, 1)), peers=np.array([[0], [-1], [-1]]),
        weights=np.array([[1.0], [0], [0]]), q=np.array([[0.25], [1e-14], [1e-14]]), key=np.zeros((1, 1), dtype=int),
        limits=np.empty((0, 1)),
    )  # fmt: skip
    got = certified_answer(tech, some, raw, ENGINE)
    assert got.multipliers[:, 0].tolist() == [0.25, 0.0, kept]
    assert got.residual.tolist() == [0.0]
    assert got.gap.tolist() == pytest.approx([0.5])  # without a price of outputs nothing holds t up


def test_a_tiny_multiplier_of_a_large_column_is_kept():
    """What is rounding is told beside the column's size: 1e-9 a case of 1e6 cases is a thousandth."""
    x, y = np.array([[2.0], [4.0]]), np.array([[2e6], [2e6]])
    tech = technology(x, y, "constant")
    some = projections(tech, x[1:], y[1:], -x[1:], 0 * y[1:], sense=-1, start=1.0, member=np.array([1]))
    for u, kept in ((1e-16, 1e-16), (1e-19, 0.0)):
        raw = Raw(np.array([0.5]), np.zeros((2, 1)), np.array([[0], [-1]]), np.array([[1.0], [0]]),
                  np.array([[0.25], [u]]), np.zeros((1, 1), dtype=int), np.empty((0, 1)))  # fmt: skip
        assert certified_answer(tech, some, raw, ENGINE).multipliers[1, 0] == kept


# Three units: 1, 2, 4 staff and 1, 3, 4 cases. Constant returns: 2/3, 1, 2/3; non-increasing: 2/3, 1, 1; variable: 1.
THREE = np.array([[1.0], [2], [4]]), np.array([[1.0], [3], [4]])


@pytest.mark.parametrize(
    ("drawn", "p", "rejected", "conclusion"),
    [
        ([[0.5, 0.6, 7 / 9, 0.9]], [0.75], [False], "constant"),
        ([[0.8] * 19 + [0.7], [0.9] * 18 + [0.85, 8 / 9]], [0.05, 0.1], [True, False], "decreasing"),
        ([[0.8] * 20, [0.9] * 20], [0.0, 0.0], [True, True], "variable"),
    ],
)
def test_p_values_count_the_draws_that_are_no_larger(monkeypatch, drawn, p, rejected, conclusion):
    given = iter(drawn)
    module = sys.modules["govmetrics.dea.returns_test"]
    monkeypatch.setattr(module, "_statistics", lambda *_: np.array(next(given)))
    found = module.returns_test(*THREE, draws=100, significance=0.06)
    assert found.conclusion == conclusion
    assert found.table["statistic"].tolist() == pytest.approx([7 / 9, 8 / 9][: len(p)])
    assert found.table["p_value"].tolist() == pytest.approx(p)
    assert found.table["rejected"].tolist() == rejected
    assert found.table["critical"].tolist() == pytest.approx([np.quantile(d, 0.06) for d in drawn])


def test_a_p_value_equal_to_the_significance_rejects_nothing(monkeypatch):
    module = sys.modules["govmetrics.dea.returns_test"]
    monkeypatch.setattr(module, "_statistics", lambda *_: np.array([0.8] * 19 + [0.7]))
    found = module.returns_test(*THREE, draws=100, significance=0.05)
    assert found.table["p_value"].tolist() == [0.05]
    assert (found.table["rejected"].tolist(), found.conclusion) == ([False], "constant")


@pytest.mark.parametrize(("orientation", "draw"), [("input", [0.5, 1, 0.5]), ("output", [2.0, 1, 2])])
def test_the_statistic_of_a_pseudo_sample(monkeypatch, orientation, draw):
    """By inputs the pseudo-units have 4/3, 2, 16/3 staff, so that the first and the last reach 2/3 beside 4/3."""
    module = sys.modules["govmetrics.dea.returns_test"]
    monkeypatch.setattr(module, "_draws", lambda t, h, size, *_: np.tile(draw, (size, 1)))
    score = np.array([2 / 3, 1, 2 / 3])
    data = SimpleNamespace(x=THREE[0], y=THREE[1], units=pd.Index(["a", "b", "c"]))
    got = module._statistics(data, score, orientation, "constant", 5, np.random.default_rng(0))
    assert got.tolist() == pytest.approx([(0.5 + 1 + 0.5) / 3] * 5)


# One case each with (1, 4), (2, 2), (4, 1) of two inputs; w is the price of the first beside the second's.
KINDS = pd.DataFrame({"a": [1.0, 2, 4], "b": [4.0, 2, 1]}), pd.DataFrame({"y": [1.0, 1, 1]})


@pytest.mark.parametrize(
    ("limits", "want"),
    [
        ({"ratios": [("a", "b", 1.0, 1.5)]}, [F(10, 11), 1, F(4, 5)]),  # w = 3/2: 5 for 11/2; w = 1: 4 for 5
        ({"ratios": [("a", "b", 0.5, 1.0)]}, [F(4, 5), 1, 1]),  # w = 1/2: 3, 3 for the last two
        ({"ratios": [("a", "b", 3.0, np.inf)]}, [1, F(7, 8), F(7, 13)]),  # w = 3: 7, 8, 13
        ({"ratios": [("b", "a", 0.0, 0.25)]}, [1, F(8, 10), F(8, 17)]),  # w = 4: 8, 10, 17
        ({"shares": {"a": (0.0, 0.25)}}, [F(7, 8), F(7, 8), 1]),  # w up to 4/3, 1/3, 1/12 of own amounts
        ({"shares": {"b": (0.75, 1.0)}}, [F(7, 8), F(7, 8), 1]),  # the same limit from the other side
        ({"shares": {"a": (0.5, 1.0)}}, [1, 1, 1]),
        ({"shares": {"a": (0.75, 1.0)}}, [1, F(7, 8), F(7, 8)]),  # w from 12, 3, 3/4
    ],
)  # fmt: skip
def test_limits_on_weights_cost_fractions(limits, want):
    x, y = KINDS
    got = dea.weight_restricted(x, y, **limits)
    assert got.scores.tolist() == pytest.approx([float(v) for v in want], abs=1e-9)


@pytest.mark.parametrize(
    ("limits", "want"),
    [
        ({"ratios": [("a", "b", 1.0, 1.5)]}, [1, F(4, 5), 1]),  # w = 1: 5, 4, 5
        ({"ratios": [("a", "b", 1.5, 2.0)]}, [F(11, 14), F(5, 7), 1]),  # w = 3/2: 11/2, 5, 7
        ({"ratios": [("b", "a", 0.5, 2 / 3)]}, [F(11, 14), F(5, 7), 1]),  # the same limit from the other side
        ({"shares": {"a": (0.75, 1.0)}}, [F(16, 49), F(8, 13), 1]),  # w from 12, 3, 3/4: 16 of 49, 8 of 13
        ({"shares": {"b": (0.0, 0.25)}}, [F(16, 49), F(8, 13), 1]),
    ],
)
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_limits_on_weights_of_outputs_cost_fractions(orientation, limits, want):
    amounts, one = KINDS
    got = dea.weight_restricted(one.set_axis(["x"], axis=1), amounts, **limits, orientation=orientation)
    assert got.scores.tolist() == pytest.approx([float(v) for v in want], abs=1e-9)


def test_a_cost_frontier_is_the_best_of_a_grid():
    """The likelihood of the answer is that of no grid point around it, by the density written out."""
    rng = np.random.default_rng(5)
    y = 2 + 0.4 * rng.normal(size=80) + np.abs(rng.normal(size=80))
    found = stochastic.cost_frontier(y, np.ones((80, 1)))

    def value(beta, su, sv):
        sigma, rest = np.hypot(su, sv), y - beta
        density = np.log(2 / sigma) - 0.5 * np.log(2 * np.pi) - 0.5 * (rest / sigma) ** 2
        return float((density + log_ndtr(su / sv * rest / sigma)).sum())

    top = value(found.beta[0], found.sigma_u, found.sigma_v)
    assert found.log_likelihood == pytest.approx(top, abs=1e-9)
    grid = [
        value(b, su, sv)
        for b in np.linspace(1, 3.5, 40) for su in np.linspace(0.05, 2.5, 40) for sv in np.linspace(0.05, 1.5, 40)
    ]  # fmt: skip
    assert top - 1.0 < max(grid) <= top + 1e-9
    total = found.sigma_u**2 + found.sigma_v**2
    assert found.gamma == pytest.approx(found.sigma_u**2 / total)


@pytest.mark.parametrize("times", [1e-3, 1e3])
def test_a_cost_frontier_in_another_unit_is_the_same(times):
    rng = np.random.default_rng(6)
    z = np.column_stack([np.ones(70), rng.normal(size=70)])
    y = z @ [1.0, 0.5] + 0.3 * rng.normal(size=70) + np.abs(rng.normal(size=70))
    one, other = stochastic.cost_frontier(y, z), stochastic.cost_frontier(y * times, z)
    np.testing.assert_allclose(other.beta, one.beta * times, rtol=1e-6)
    assert other.sigma_u == pytest.approx(one.sigma_u * times, rel=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood - 70 * np.log(times), rel=1e-9)


@pytest.mark.parametrize("times", [1.0, 1e-3, 1e3])
def test_the_search_for_a_cost_frontier_starts_from_its_moments(monkeypatch, times):
    """Noise of variance v and a half-normal of scale u have variance v + (1 - 2 / pi) u^2 around their mean."""
    u, v, mean = 0.8, 0.25, np.array([1.7, 0.5])
    half = stats.halfnorm(scale=u)
    m2 = (v + half.var()) * times**2
    m3 = (half.var() ** 1.5 * half.stats("s")) * times**3
    starts = []

    class Stop:
        fun, x = -1.0, np.array([0.0, 0.0, 1.0, 1.0])

    monkeypatch.setattr(stochastic, "minimize", lambda f, start, **_: starts.append(start) or Stop)
    monkeypatch.setattr(stochastic, "_likelihood", lambda *_: (0.0, np.zeros(4), np.eye(4)))
    stochastic._maximise(np.ones(5), np.ones((5, 2)), mean * times, m2, float(m3))
    for k, start in enumerate(starts):
        sigma, lam = 1 / start[2] / times, start[3]
        su, sv = sigma * lam / np.hypot(1, lam), sigma / np.hypot(1, lam)
        assert sv**2 + stats.halfnorm(scale=su).var() == pytest.approx(m2 / times**2)
        beta = start[:2] * sigma
        assert beta.tolist() == pytest.approx([1.7 - stats.halfnorm(scale=su).mean(), 0.5])
        if k == 0:
            assert (su, sv**2) == (pytest.approx(u), pytest.approx(v))
    assert len({round(float(start[3]), 6) for start in starts}) == len(starts) == 3  # each from elsewhere


def test_prices_of_columns_are_told_beside_their_size():
    columns = np.array([[2.0, 0, 4], [-6, 0, 1]])
    scale = np.array([[0.5, 1.0], [0.5, 1.0], [1.0, 2.0]])
    family = family_of(
        columns, scale, np.ones((2, 1)), np.ones(1), np.ones((3, 2)), banned=np.array([-1, 0, 2])
    )
    duals = np.array([[1.0, 2.0], [1.0, 2.0], [np.nan, 0.5]])
    # -(1/2 x 2 - 2 x 6) / 6 and -(1/2 x 4 + 2) / 2; of the third 6 / 12 by its second row alone
    want = [[11 / 6, 0, -2], [11 / 6, 0, -2], [0.5, 0, -0.25]]
    every = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
    found = certificate.prices(family, np.arange(3), duals, *every).reshape(3, 3)
    np.testing.assert_allclose(found, want, atol=1e-15)
    row, column, price = certificate.improving(family, np.arange(3), duals)  # the third may not use the last
    assert (row.tolist(), column.tolist(), price.tolist()) == ([0, 1], [2, 2], [-2.0, -2.0])
    row, column, price = certificate.improving(family, np.array([1]), duals[1:2])
    assert (row.tolist(), column.tolist(), price.tolist()) == ([0], [2], [-2.0])
    assert not len(certificate.improving(family, np.arange(3), duals, over=np.array([0, 1]))[0])
    small = family_of(columns / 8, scale, np.ones((2, 1)), np.ones(1), np.ones((3, 2)))
    again = certificate.prices(small, np.arange(3), duals, *every).reshape(3, 3)
    np.testing.assert_allclose(again, want, atol=1e-15)  # of columns an eighth as large beside their own size


def test_the_lowest_price_of_each_program_is_its_first_among_equals():
    row, column = np.array([0, 0, 0, 2, 2]), np.array([4, 1, 7, 3, 5])
    least, where = certificate.lowest(row, column, np.array([-1.0, -2, -2, -0.5, -3]), 3)
    assert (least.tolist(), where.tolist()) == ([-2.0, 0.0, -3.0], [1, -1, 5])


@pytest.mark.parametrize(
    ("own", "dual", "below", "free", "want"),
    [
        ((1.0, 0.0), 0.5, -1.0, (False, False), 0.0),  # 2 / 2 + 1 = 2 and 1 x 1 = 2 x 1/2
        ((1.25, 0.0), 0.625, -1.0, (False, False), 0.25),  # the row holds 1/4 too much
        ((1.0, 0.5), 1.0, -1.0, (False, False), 0.5),  # 1/2 too little
        ((1.0, 0.0), 0.375, -1.0, (False, False), 0.25),  # cost 1, beside 2 x 3/8
        ((1.0, 0.0), 0.5, 0.75, (False, False), 0.75),  # a shared column pays
        ((3.0, 0.0), 1.5, -1.0, (False, False), 2.0),
        ((1.0, 0.0), 0.5, -1.0, (True, False), 0.5),  # 1 - 1/2 is no price of a variable without sign
        ((1.0, 0.0), 0.5, -1.0, (False, True), 3.5),  # nor is 3 + 1/2
        ((1.0, 0.0), -4.0, -1.0, (False, False), 9.0),  # 1 + 8 is the gap
    ],
)
def test_the_error_of_a_program_is_its_worst(own, dual, below, free, want):
    """One row: half of 2 lambda, plus the first own variable (cost 1), less the second (cost 3), equals 2."""
    family = family_of(
        np.array([[2.0, 3.0]]), np.array([[0.5]]), np.array([[1.0, -1.0]]), np.array([1.0, 3.0]), np.array([[2.0]]),
        np.array(free),
    )  # fmt: skip
    weights = sparse.csr_array(np.array([[1.0, 0.0]]))
    got = certificate.family_error(family, np.array([own]), np.array([[dual]]), weights, np.array([below]))
    assert got.item() == pytest.approx(want, abs=1e-15)


def test_huge_terms_are_held_to_their_rounding():
    """A hundredth is nothing beside 1e9 in a row and 1e8 of cost: divided by 1e-5 of each."""
    family = family_of(
        np.array([[1e9]]), np.array([[1.0]]), np.array([[-1.0]]), np.array([0.0]), np.array([[0.0]])
    )
    weights = sparse.csr_array(np.array([[1.0]]))
    got = certificate.family_error(family, np.array([[1e9 - 0.01]]), np.zeros((1, 1)), weights, np.zeros(1))
    assert got.item() == pytest.approx(0.01 / 1e4, rel=1e-4)
    costly = family_of(
        np.array([[0.0]]), np.array([[1.0]]), np.array([[0.0]]), np.array([1.0]), np.array([[0.0]])
    )
    got = certificate.family_error(costly, np.array([[1e8]]), np.zeros((1, 1)), weights, np.zeros(1))
    assert got.item() == pytest.approx(1e8 / 1e3)


def test_the_benefit_of_the_doubt_with_zeros_is_a_fraction():
    """At most half of u's score may come from a, and c, which u has none of, gives none: 4 a = 2 b, 2 a + 4 b = 1."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b", "c"]})
    frame = pd.DataFrame({"a": [4.0, 2, 0], "b": [2.0, 4, 0], "c": [0.0, 4, 0]}, list("uvw"))
    got = dea.benefit_of_the_doubt(gm.Scaled(tree, frame, pd.DataFrame()), upper={"a": 0.5})
    assert got.values[tree.root.code].tolist() == pytest.approx([0.8, 1, 0], abs=1e-9)
    assert got.shares.loc["u"].tolist() == pytest.approx([0.5, 0.5, 0], abs=1e-9)
    assert got.shares.loc["w"].tolist() == pytest.approx([1 / 3] * 3)
    assert got.certificate.loc["w"].tolist() == [0, 0, 0]
    assert (got.certificate <= 1e-9).all(axis=None)


def test_a_group_that_must_have_no_share_is_scored_without_limits():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b", "c"]})
    frame = pd.DataFrame({"a": [1.0, 2, 4], "b": [4.0, 0, 1], "c": [0.0, 4, 1]}, list("uvw"))
    got = dea.benefit_of_the_doubt(gm.Scaled(tree, frame, pd.DataFrame()), upper={"B": 0.0}).values
    assert got[tree.root.code].tolist() == pytest.approx([0.25, 0.5, 1], abs=1e-9)
    assert got["B"].tolist() == pytest.approx([1, 1, 0.5], abs=1e-9)  # a quarter for one of b and of c


def test_the_score_of_a_directional_distance_counts_ones_and_zeros():
    """B doubles its one case; with no vans B reaches a third: 2 (1 + b) = 4 (1 - b), so 1 - 1/6 beside 1 + 1/3."""
    x, y = pd.Series({"A": 1.0, "B": 1.0}), pd.Series({"A": 2.0, "B": 1.0})
    assert dea.directional(x, y, "outputs", "constant").scores.tolist() == pytest.approx([1, 0.5])
    x = pd.DataFrame({"staff": [1.0, 2, 4], "vans": [0.0, 0, 4]}, list("ABC"))
    got = dea.directional(x, pd.Series(2.0, x.index), "own", "constant")
    assert got.inefficiency["B"] == pytest.approx(1 / 3)
    assert got.scores[["A", "B"]].tolist() == pytest.approx([1, 5 / 8])


@pytest.mark.parametrize("solver", [None, "highs"])
@pytest.mark.parametrize("better", [0, 1])
def test_of_peers_that_reach_as_far_the_one_with_more_slack_is_chosen(solver, better):
    """Half of (4, 6) may be (2, 2) or (2, 1): the second leaves 3 - 1 of the second input, a third of its own 6."""
    x, y = np.array([[2.0, 2], [2, 2], [4, 6]]), np.array([[2.0], [2], [2]])
    x[better, 1] = 1
    tech = technology(x, y, "constant")
    some = projections(tech, x[2:], y[2:], -x[2:], 0 * y[2:], sense=-1, start=1.0, member=np.array([2]))
    got = distances(tech, some, solver=solver)
    assert got.t.tolist() == pytest.approx([0.5])
    assert got.slacks[:3, 0].tolist() == pytest.approx([0, 1 / 3, 0], abs=1e-9)


def test_complaints_are_turned_over_below_the_largest_and_the_least_together():
    """8 + 2 less 2, 4, 8 is 8, 6, 2; where someone has none, the constant is a thousandth above the largest."""
    x, y = pd.Series(1.0, list("abc"), name="x"), pd.Series([1.0, 1, 1], list("abc"), name="y")
    bad = pd.Series([2.0, 4, 8], list("abc"), name="bad")
    found = dea.seiford_zhu(x, y, bad, orientation="output")
    assert "bad 10" in str(found.notes[-1])
    assert found.targets["bad"].tolist() == pytest.approx([2, 2, 2])
    assert found.efficient.tolist() == ["strong", "weak", "weak"]
    none = dea.seiford_zhu(x, y, bad - 2, orientation="output")
    assert "bad 6.006" in str(none.notes[-1])
    better = dea.seiford_zhu(x, y.replace(1.0, 2.0).where(y.index == "a", 1.0), bad, orientation="output")
    assert better.scores.tolist() == pytest.approx([1, 6 / 8, 1 / 2])  # a has 2 and 8 beside 1 and 6, 1 and 2


def test_duplicates_on_the_frontier_are_named_together():
    x, y = (
        pd.Series([1.0, 1, 2, 2], list("abcd"), name="x"),
        pd.Series([1.0, 1, 1, 1], list("abcd"), name="y"),
    )
    found = dea.super_efficiency(x, y, returns="constant")
    assert found.scores.tolist() == pytest.approx([1, 1, 0.5, 0.5])
    assert [str(note) for note in found.notes] == [
        "a, b are duplicates of each other: their super-efficiency is 1"
    ]
    assert (
        dea.super_efficiency(x[1:], y[1:], returns="constant").notes == ()
    )  # c and d are alike, but behind b


def test_a_metafrontier_in_fractions():
    """Cases per officer 1, 1/2 in town and 1/2, 1/4, 1/8 outside: gaps 1 and 1/2."""
    x = pd.Series([1.0, 2, 2, 4, 8], list("abcde"), name="x")
    groups = pd.Series(["town"] * 2 + ["land"] * 3, x.index)
    for convex in (True, False):
        found = dea.metafrontier(x, pd.Series(1.0, x.index), groups, returns="constant", convex=convex)
        assert found.table["group_score"].tolist() == pytest.approx([1, 1 / 2, 1, 1 / 2, 1 / 4])
        assert found.table["meta_score"].tolist() == pytest.approx([1, 1 / 2, 1 / 2, 1 / 4, 1 / 8])
        assert found.table["technology_gap"].tolist() == pytest.approx([1, 1, 1 / 2, 1 / 2, 1 / 2])
        assert found.groups.loc["land"].tolist() == pytest.approx([3, 7 / 12, 7 / 24, 1 / 2])
        assert len([note for note in found.notes if "most will look efficient" in str(note)]) == 2
    many = pd.Series(np.arange(1.0, 13))
    fine = dea.metafrontier(many, many, pd.Series(np.arange(12) % 2), returns="constant")
    assert fine.notes == ()  # six of one input and one output are enough
    few = dea.metafrontier(many[:11], many[:11], pd.Series(np.arange(11) % 2), returns="constant")
    assert [note.values["n"] for note in few.notes] == [5]


def test_directions_along_zeros_and_below_zero_are_met_where_the_frontier_is():
    """Of (0, 3) and (2, 1) in two inputs, c at (2, 3) moves along (1, 1) to (1, 2); from a zero input nothing can move."""
    x = pd.DataFrame({"p": [0.0, 2, 2, 0], "q": [3.0, 1, 3, 4]}, list("abcd"))
    y = pd.Series(1.0, x.index, name="y")
    g = pd.Series({"p": 1.0, "q": 1.0, "y": 0.0})
    found = dea.directional(x, y, g)
    assert found.inefficiency.tolist() == pytest.approx([0, 0, 1, 0])
    assert found.targets.loc["c"].tolist() == pytest.approx([1, 2, 1])
    down = dea.directional(x, y, pd.Series({"p": 0.0, "q": 2.0, "y": 0.0}))
    assert down.inefficiency.tolist() == pytest.approx([0, 0, 1, 1 / 2])
    assert down.targets.loc["d"].tolist() == pytest.approx([0, 3, 1])
    loss = pd.DataFrame({"y": [-1.0, 1, -3, -3], "z": [2.0, 2, 2, 1]}, x.index)
    ranged = dea.directional(pd.Series(1.0, x.index, name="x"), loss, "range")
    # b has the best of both; of c's room of 4 in y all can be made up, of d's 4 and 1 too
    assert ranged.inefficiency.tolist() == pytest.approx([1, 0, 1, 1])
    assert ranged.scores.tolist() == pytest.approx([0, 1, 0, 0])


@pytest.mark.parametrize("disposability", ["weak", "strong"])
def test_a_point_between_units_and_beyond_them_along_a_direction(disposability):
    """One officer, cases and complaints: (2, 1), (4, 3). Up from (2, 3): 4; from (2, 2): 3, half of both; (4, 1) is beyond."""
    x, y, bad = (
        pd.Series(v, list("ab"), name=name, dtype=float)
        for v, name in (([1, 1], "x"), ([2, 4], "y"), ([1, 3], "bad"))
    )
    some = [pd.Series(v, list("cde"), name=name, dtype=float)
            for v, name in (([1, 1, 1], "x"), ([2, 2, 4], "y"), ([3, 2, 1], "bad"))]  # fmt: skip
    up = pd.Series({"x": 0.0, "y": 1.0, "bad": 0.0})
    got = dea.directional(*some[:2], up, "variable", some[2], disposability, reference=(x, y, bad))
    assert got.inefficiency.tolist() == pytest.approx([2, 1, -2])
    both = pd.Series({"x": 0.0, "y": 1.0, "bad": 1.0})
    got = dea.directional(*some[:2], both, "variable", some[2], disposability, reference=(x, y, bad))
    # y = 1 + bad between the units: 2 + t = 1 + 3 - t and 2 + t = 1 + 2 - t; back from (4, 1) by one: (3, 2)
    assert got.inefficiency.tolist() == pytest.approx([1, 1 / 2, -1])
