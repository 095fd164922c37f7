"""Families of programs against exact fractions, one large program, and hard inputs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from govmetrics.dea.engine import frontier
from govmetrics.dea.engine import solve_family as solve
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.frontier import spanning
from govmetrics.dea.engine.solve_family import _polished, _repaired, solve_family
from tests.dea.engine.exact_minimum import minimum


def _units(seed, n, kind):
    """Two inputs and two outputs of n units: ties, wide spreads, sizes apart, duplicates."""
    rng = np.random.default_rng(seed)
    if kind == "ties":
        return rng.integers(1, 5, (n, 4)).astype(float)
    if kind == "wide":
        return rng.lognormal(0, 3, (n, 4))
    if kind == "sizes":
        return rng.lognormal(0, 1, (n, 4)) * 10.0 ** rng.uniform(-4.5, 4.5, (n, 1))
    values = rng.lognormal(0, 1, (n, 4))
    values[n // 2 :] = values[: n - n // 2]
    return values


def _slack_family(values, convex=True, banned=None):
    """The largest sum of own-unit slacks, the additive model."""
    n = len(values)
    own = np.diag([1.0, 1.0, -1.0, -1.0])
    columns, scale = values.T, 1 / values
    if convex:
        columns = np.vstack([columns, np.ones(n)])
        scale = np.column_stack([scale, np.ones(n)])
        own = np.vstack([own, np.zeros(4)])
    rhs = np.ones((n, len(columns)))
    return family_of(columns, scale, own, -np.ones(4), rhs, start=np.arange(n), banned=banned)


def _exact(family, b):
    # A power of two as scale keeps each unit exactly in its own technology, in fractions too.
    A = np.hstack([family.columns * family.scale[b][:, None], family.own[b]])
    c = np.concatenate([np.zeros(family.columns.shape[1]), family.cost[b]])
    return minimum(A.tolist(), family.rhs[b].tolist(), c.tolist())


@given(st.integers(0, 10_000), st.sampled_from(["ties", "wide", "sizes", "duplicates"]), st.booleans())
def test_equals_exact_fractions(seed, kind, convex):
    values = _units(seed, 9, kind)
    powers = 2.0 ** np.round(np.log2(values))
    family = _slack_family(values, convex)
    rows = np.ones((9, family.columns.shape[0]))
    rows[:, :4] = values / powers
    scale = family.scale.copy()
    scale[:, :4] = 1 / powers
    family = family_of(family.columns, scale, family.own, family.cost, rows, start=family.start)
    found = solve_family(family)
    assert found.error.max() <= 1e-8  # what cannot be certified to 1e-9 keeps its best answer
    for b in (0, 4, 8):
        expected = _exact(family, b)
        assert found.objective[b] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_columns_that_are_added_reach_the_optimum_over_all():
    values = np.random.default_rng(1).lognormal(0, 0.5, (500, 4))
    found = solve_family(_slack_family(values))
    for b in range(0, 500, 61):
        A = np.hstack(
            [
                np.vstack([values.T / values[b][:, None], np.ones(500)]),
                np.vstack([np.diag([1, 1, -1, -1.0]), np.zeros(4)]),
            ]
        )
        r = linprog(np.concatenate([np.zeros(500), -np.ones(4)]), A_eq=A, b_eq=np.ones(5))
        assert found.objective[b] == pytest.approx(r.fun, abs=1e-8)
    assert found.error.max() <= 1e-9
    assert found.weights.shape == (500, 500)
    np.testing.assert_allclose(found.weights.sum(axis=1), 1.0, atol=1e-9)


def test_free_variables_and_banned_columns():
    values = np.random.default_rng(2).lognormal(0, 0.5, (30, 4))
    both = values.copy()
    own = np.zeros((30, 5, 5))
    own[:, :4, :4] = np.diag([1.0, 1.0, -1.0, -1.0])
    own[:, :2, 4] = 1.0  # the inputs may rise: beta without sign
    family = family_of(
        np.vstack([both.T, np.ones(30)]),
        np.column_stack([1 / both, np.ones(30)]),
        own,
        np.array([0, 0, 0, 0, -1.0]),
        np.ones((30, 5)),
        free=np.arange(5) == 4,
        banned=np.arange(30),
    )
    found = solve_family(family)
    for b in range(0, 30, 5):
        rest = np.delete(np.arange(30), b)
        A = np.hstack([np.vstack([both[rest].T / both[b][:, None], np.ones(29)]), own[b]])
        r = linprog(
            np.concatenate([np.zeros(29), family.cost[b]]),
            A_eq=A,
            b_eq=np.ones(5),
            bounds=[(0, None)] * 33 + [(None, None)],
        )
        assert found.feasible[b] == (r.status == 0)
        if r.status == 0:
            assert found.objective[b] == pytest.approx(r.fun, abs=1e-9)
        assert found.weights[[b]].toarray()[0, b] == 0


@pytest.mark.parametrize("n", [20, 150])
def test_infeasible_programs_are_marked_and_the_rest_solved(n):
    """Units with less input than anyone else has cannot be reached without themselves."""
    values = np.random.default_rng(3).uniform(1, 2, (n, 4))
    values[[3, 7], 0] = [0.1, 0.2]
    found = solve_family(_slack_family(values, banned=np.arange(n)))
    assert not found.feasible[3]
    assert np.isnan(found.objective[3])
    assert np.isnan(found.own[3]).all()
    assert found.feasible.sum() > n / 2
    assert found.error[found.feasible].max() <= 1e-9
    assert found.weights[[3]].nnz == 0


def test_huge_cancellations_are_repaired():
    """Entries from 1e-9 to 1e7 in one program, where a solver drops the small ones."""
    rng = np.random.default_rng(10)
    for _ in range(6):
        values = rng.lognormal(0, 1, (30, 4)) * 10.0 ** rng.uniform(-4.5, 4.5, (30, 1))
        found = solve_family(_slack_family(values, convex=False))
        assert found.error.max() <= 1e-9


def _inward(values, reference, goal=None):
    """The smallest factor of two inputs (variable returns) of points that need not be in the reference."""
    B, n = len(values), len(reference)
    own = np.zeros((B, 5, 5))
    own[:, :4, :4] = np.diag([1.0, 1.0, -1.0, -1.0])
    own[:, :2, 4] = -1.0
    rhs = np.tile([0.0, 0, 1, 1, 1], (B, 1))
    begin = np.ones((B, 5))  # the point itself makes a feasible basis with all own columns but one slack
    family = family_of(
        np.vstack([reference.T, np.ones(n)]), np.column_stack([1 / values, np.ones(B)]), own,
        np.array([0.0, 0, 0, 0, 1]), rhs, drop=np.zeros(B, dtype=int), begin=begin,
    )  # fmt: skip
    return family, solve_family(family, goal=goal)


@pytest.mark.parametrize("n", [40, 300])  # below and above the number of columns that are all looked at
def test_points_outside_start_from_themselves_and_reach_the_goal(n):
    """The first costs, then the goal among their optima, and who has no solution: HiGHS, one by one."""
    rng = np.random.default_rng(n)
    reference, values = rng.integers(1, 9, (n, 4)).astype(float), rng.integers(1, 10, (60, 4)).astype(float)
    family, found = _inward(values, reference, goal=np.array([-1.0, -1, -1, -1, 0]))
    lost = 0
    for b in range(60):
        A = np.hstack([family.columns * family.scale[b][:, None], family.own[b]])
        cost = np.r_[np.zeros(n), family.cost[b]]
        plain = linprog(cost, A_eq=A, b_eq=family.rhs[b])
        assert found.feasible[b] == (plain.status == 0)
        if plain.status:
            lost += 1
            continue
        assert found.objective[b] == pytest.approx(plain.fun, abs=1e-9)
        assert found.error[b] <= 1e-9
        slack = np.r_[np.zeros(n), np.ones(4), 0.0]
        most = linprog(-slack, A_eq=np.vstack([A, cost]), b_eq=np.r_[family.rhs[b], plain.fun])
        if found.finished[b] and most.status == 0:
            assert found.own[b, :4].sum() == pytest.approx(-most.fun, abs=1e-7)
    assert 0 < lost < 60
    assert found.finished.mean() > 0.9


def test_a_rough_answer_becomes_the_basic_solution():
    """Least t with 2 a + b = 2 t and a + b = 1: t = 1/2 on b alone; prices -1/2 and 1/2 by its two equations."""
    family = family_of(
        columns=np.array([[2.0, 1.0], [1.0, 1.0]]),
        scale=np.ones((1, 2)),
        rhs=np.array([[0.0, 1.0]]),
        own=np.array([[-2.0, 1.0, 0.0], [0.0, 0.0, -1.0]]),
        cost=np.array([1.0, 0.0, 0.0]),
    )
    off = 1e-3
    x, duals = _polished(
        family, 0, np.array([0.0, 1 + off]), np.array([0.5 - off, 0.0, 0.0]), np.array([off - 0.5, 0.5])
    )
    np.testing.assert_allclose(x, [0, 1, 0.5, 0, 0], rtol=1e-13)
    np.testing.assert_allclose(duals, [-0.5, 0.5], rtol=1e-13)


def test_what_has_no_good_certificate_is_solved_again():
    """The first program of two, whose answer is off: t = 1/2 on b alone; the second, certified, is left as it is."""
    family = family_of(
        columns=np.array([[2.0, 1.0], [1.0, 1.0]]),
        scale=np.ones((2, 2)),
        rhs=np.array([[0.0, 1.0], [0.0, 2.0]]),
        own=np.array([[-2.0, 1.0, 0.0], [0.0, 0.0, -1.0]]),
        cost=np.array([1.0, 0.0, 0.0]),
    )
    right = solve_family(family)
    assert right.objective.tolist() == pytest.approx([0.5, 1.0])
    rough = replace(
        right, objective=np.array([0.7, 7.0]), own=right.own + np.array([[0.2], [0.0]]), duals=right.duals * [[1.3], [1]],
        weights=right.weights * 0.9, feasible=np.array([False, True]), error=np.array([0.4, 1e-12]),
    )  # fmt: skip
    assert _repaired(family, rough, np.array([True, False])).objective.tolist() == [0.7, 7.0]
    got = _repaired(family, rough, np.zeros(2, dtype=bool))
    assert got.objective.tolist() == pytest.approx([0.5, 7.0])
    np.testing.assert_allclose(got.own, right.own, atol=1e-12)
    np.testing.assert_allclose(got.duals, right.duals, atol=1e-12)
    np.testing.assert_allclose(got.weights.toarray(), [[0, 1.0], [0, 1.8]], atol=1e-12)
    assert got.feasible.tolist() == [True, True]
    assert got.error.max() <= 1e-9


@pytest.mark.parametrize("returns", ["variable", "constant", "increasing", "decreasing"])
def test_all_units_lie_behind_those_that_span(returns):
    """By a plain program: what is left out is no better than a mean (a multiple) of what is kept."""
    values, sign = np.random.default_rng(4).lognormal(0, 0.5, (300, 4)), np.array([1.0, -1, 1, -1])
    values[7, 2], values[8, 1] = 0.0, 0.0
    kept = spanning(values, sign, returns)
    assert len(kept) < 150
    total = np.ones((1, len(kept)))
    limit = {"variable": (total, [1.0]), "constant": (None, None)}.get(returns, (None, None))
    side = {"increasing": -1.0, "decreasing": 1.0}.get(returns)
    for o in np.setdiff1d(np.arange(300), kept)[::9]:
        A, b = (sign * values[kept]).T, sign * values[o]
        if side:
            A, b = np.vstack([A, side * total]), np.append(b, side)
        assert linprog(np.zeros(len(kept)), A_ub=A, b_ub=b + 1e-9, A_eq=limit[0], b_eq=limit[1]).status == 0
    alone = np.setdiff1d(np.arange(300), kept)
    assert (spanning(np.vstack([values, values[alone]]), sign, returns)[-1:] < 300).all()


def test_units_that_only_rounding_puts_behind_others_are_kept(monkeypatch):
    """An answer that is a little wrong is found out from the data, whatever the simplex method says."""
    values, sign = np.random.default_rng(5).lognormal(0, 0.5, (300, 4)), np.array([1.0, 1, -1, -1])
    right = spanning(values, sign, "variable")
    plain = frontier.maximise

    def wrong(*asked, **options):
        found = plain(*asked, **options)
        return replace(found, values=found.values * (1 - 1e-8))

    monkeypatch.setattr(frontier, "maximise", wrong)
    assert len(spanning(values, sign, "variable")) == 300 > len(right)


@pytest.mark.parametrize("convex", [True, False])
def test_programs_over_what_spans_are_solved_over_all(convex, monkeypatch):
    values = np.random.default_rng(6).lognormal(0, 0.5, (500, 4))
    over = spanning(values, np.array([1.0, 1, -1, -1]), "variable" if convex else "constant")
    family = _slack_family(values, convex)
    drop = np.full(500, -1) if convex else np.zeros(500, dtype=np.intp)
    family = replace(family, drop=drop)
    plain, fast = solve_family(family), solve_family(family, over=over)
    np.testing.assert_allclose(fast.objective, plain.objective, rtol=0, atol=1e-11)
    assert fast.error.max() <= 1e-9
    assert np.isin(fast.weights.indices, np.append(over, np.arange(500))).all()
    monkeypatch.setattr(solve, "CELLS", 1)  # blocks of 64 programs
    monkeypatch.setattr(solve, "LITERAL", 1)  # the certificate over what spans
    small = solve_family(family, over=over)
    np.testing.assert_allclose(small.objective, fast.objective, rtol=0, atol=1e-12)
    short = solve_family(family, over=over[:5])  # what begins with too little gets what it lacks
    monkeypatch.setattr(solve, "LITERAL", 1000)
    again = solve_family(family, over=over[:5])
    assert (short.objective >= plain.objective - 1e-9).all()
    np.testing.assert_allclose(again.objective, plain.objective, atol=1e-9)


def test_free_columns_and_banned_units_start_together_too():
    """A free column has its opposite beside it; two columns may stand outside the first basis."""
    values = np.random.default_rng(7).lognormal(0, 0.5, (40, 4))
    own = np.zeros((40, 5, 5))
    own[:, :4, :4] = np.diag([1.0, 1.0, -1.0, -1.0])
    own[:, :2, 4] = 1.0  # the inputs may rise: beta without sign
    family = family_of(
        np.vstack([values.T, np.ones(40)]), np.column_stack([1 / values, np.ones(40)]), own,
        np.array([0, 0, 0, 0, -1.0]), np.ones((40, 5)), free=np.arange(5) == 4, banned=np.arange(40),
    )  # fmt: skip
    by_highs = solve_family(family)
    first = replace(family, begin=np.ones((40, 5)), drop=np.full((40, 1), 4))
    together = solve_family(first)
    assert (by_highs.own[:, 4] < 0).any()
    np.testing.assert_array_equal(together.feasible, by_highs.feasible)
    np.testing.assert_allclose(together.objective, by_highs.objective, atol=1e-9)
    assert not together.weights.diagonal().any()
