"""Pieces of the engine on a few numbers: bases, scales, exclusions, violations and what is put together."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from govmetrics.dea.engine import certificate
from govmetrics.dea.engine.answers import Distances, Raw, certified_answer
from govmetrics.dea.engine.batch import factorise
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.moves import _by_engine, _by_programs
from govmetrics.dea.engine.projection import (
    batch_of,
    excluded,
    own_scale,
    projections,
    radial_points,
    stages,
    start_basis,
    technology,
)
from tests.dea import exact

RETURNS = ("variable", "constant", "increasing", "decreasing")
X = np.array([[2.0, 0.0], [4.0, 3.0], [1.0, 5.0], [0.0, 2.0]])
Y = np.array([[1.0, 2.0], [3.0, 0.0], [2.0, 2.0], [1.0, 1.0]])


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("way", ["input", "output", "directional"])
def test_the_first_basis_is_the_unit_at_its_own_place(way, returns):
    """t is that of the unit itself, its own weight is one, and all slacks are zero."""
    tech = technology(X, Y, returns)
    some = (
        projections(tech, X, Y, X / 2, Y / 3, sense=1, start=0.0)
        if way == "directional"
        else radial_points(tech, X, Y, way)
    )
    made, codes = batch_of(tech, some, np.arange(4)), start_basis(tech, some)
    inverse, norm = factorise(made, codes)
    values = np.einsum("ijb,jb->ib", inverse, made.right) / norm
    want = np.zeros_like(values)
    want[:2] = [[some.start] * 4, [1.0] * 4]
    np.testing.assert_allclose(values, want, atol=1e-12)
    assert [len(set(column)) for column in codes.T] == [len(codes)] * 4


@pytest.mark.parametrize("returns", RETURNS)
def test_objectives_in_turn(returns):
    tech = technology(X, Y, returns)
    some = radial_points(tech, X, Y, "input")
    (_, far), (slack, none) = stages(tech, some, slacks=True)
    assert far.tolist() == [[-1.0] * 4, [0.0] * 4]
    assert slack[:4].tolist() == [[1.0] * 4] * 4
    assert not slack[4:].any()
    assert not none.any()
    still = tech.slack.copy()
    still[1] = 0.0
    (drive, out), _, (slack, _) = stages(replace(tech, slack=still), some, slacks=True)
    assert drive[:, 0].tolist() == [0, -1, 0, 0, *[0] * (len(drive) - 4)]
    assert slack[:, 0].tolist() == [1, 0, 1, 1, *[0] * (len(drive) - 4)]
    assert not out.any()
    outside = radial_points(tech, X, Y, "output", outside=True)
    (drive, out), (_, far) = stages(tech, outside, slacks=False)
    assert not drive.any()
    assert out.tolist() == [[0.0] * 4, [-1.0] * 4]
    assert far.tolist() == [[1.0] * 4, [0.0] * 4]


def test_zeros_take_the_mean_of_their_row_as_size():
    tech = technology(X, Y, "variable")
    some = radial_points(tech, X, Y, "input")
    size = 1 / own_scale(tech, some.values)
    assert size[0].tolist() == pytest.approx([2, 4, 1, 7 / 4])
    assert size[1].tolist() == pytest.approx([10 / 4, 3, 5, 2])
    assert size[3].tolist() == pytest.approx([2, 5 / 4, 2, 1])
    assert size[4].tolist() == [1] * 4
    nothing = technology(X, np.column_stack([Y, np.zeros(4)]), "constant")
    assert own_scale(nothing, np.zeros((5, 1)))[4].item() == 1


def test_a_zero_input_is_matched_by_zeros_only():
    tech, pool = technology(X, Y, "constant"), np.array([0, 1, 3])
    some = radial_points(tech, X, Y, "input")
    assert excluded(tech, some, pool).tolist() == [
        [False, True, True],  # the first uses nothing of the second input
        [False] * 3,
        [False] * 3,
        [True, True, False],
    ]
    assert excluded(tech, some.take(np.array([1, 2])), pool) is None
    others = replace(some.take(np.array([1, 2])), others=True)
    assert excluded(tech, others, pool).tolist() == [[False, True, False], [False] * 3]
    level = replace(
        some.take(np.array([1, 2])), level=np.array([1.0, 2]), reference_level=np.array([1.0, 2, 3, 2])
    )
    assert excluded(tech, level, pool).tolist() == [[False, True, True], [False] * 3]
    traded = technology(X, Y, "constant", np.array([[1.0, -1, 0, 0]]))
    assert excluded(traded, radial_points(traded, X, Y, "input"), pool) is None


@pytest.mark.parametrize("cells", [1, 7, 2_000_000])
def test_violations_are_the_largest_over_all_columns(monkeypatch, cells):
    """u y - v x + w beside the sizes of its terms, for any multipliers; the columns in blocks of any size."""
    monkeypatch.setattr(certificate, "_CELLS", cells)
    rng = np.random.default_rng(0)
    x, y = rng.uniform(1, 5, (9, 2)), rng.uniform(1, 5, (9, 2))
    tech = technology(x, y, "variable")
    some = radial_points(tech, x, y, "input")
    q = rng.normal(size=(5, 9)) + 0.4
    q[:, 3] = -np.abs(q[:, 3]) * [-1, -1, 1, 1, 1]  # nothing pays here
    value, size = q.T @ tech.columns, np.abs(q).T @ np.abs(tech.columns)
    want = np.maximum((value / size).max(axis=1), 0.0)
    key = np.arange(9)[None]
    violation, column = certificate.dual_violation(tech, some, q.copy(), key)
    np.testing.assert_allclose(violation, want, rtol=1e-12)
    assert (want > 0.05).sum() > 4
    assert want[3] == 0
    pays = want > 0
    assert column[pays].tolist() == (value / size).argmax(axis=1)[pays].tolist()
    worst, place = certificate._worst(tech.columns, q)
    np.testing.assert_allclose(worst, want, rtol=1e-12)
    assert place[pays].tolist() == column[pays].tolist()
    over = np.array([1, 4, 5, 8])
    some_columns, where = certificate.dual_violation(tech, some, q.copy(), key, over=over)
    np.testing.assert_allclose(some_columns, np.maximum((value / size)[:, over].max(axis=1), 0.0), rtol=1e-12)
    assert set(where[some_columns > 0]) <= set(over)


def test_the_price_of_an_input_that_a_point_does_not_use_is_raised_until_nobody_pays():
    """The first uses nothing of the second input: its price may be anything, so it is what 4 y - 2 x needs at most."""
    tech = technology(X, Y, "constant")
    some = radial_points(tech, X, Y, "input").take(np.array([0]))
    q = np.array([[0.5], [0.0], [1.0], [0.0]])  # one of y beside half of x: 0, 3 - 2, 2 - 1/2, 1
    violation, _ = certificate.dual_violation(tech, some, q, np.array([[0]]))
    assert q[:, 0].tolist() == pytest.approx([0.5, max(1 / 3, 1.5 / 5, 1 / 2), 1.0, 0.0])
    assert violation.item() == 0


def test_answers_put_together_get_rows_for_the_peers_of_either():
    def some(rows, count, t):
        peers, one, all_ = np.full((rows, count), 2), np.full(count, t), np.full((3, count), t)
        none = np.zeros(count, dtype=int)
        return Distances(
            one, all_, peers, peers / 4, all_.copy(), one.copy(), one.copy(), one.copy(), none, none.copy()
        )

    for own, new in ((2, 4), (4, 2)):
        found = some(own, 3, 1.0)
        found.put(np.array([0, 2]), some(new, 2, 5.0))
        assert found.t.tolist() == [5, 1, 5]
        assert found.slacks[:, 1].tolist() == [1, 1, 1]
        assert found.peers.shape == (4, 3)
        lacking = [1] if own == 2 else [0, 2]
        assert (found.peers[2:, lacking] == -1).all()
        assert (found.weights[2:, lacking] == 0).all()
        assert (np.delete(found.peers[2:], lacking, axis=1) == 2).all()
        assert (found.peers[:2] == 2).all()


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_an_answer_is_certified_up_to_a_billionth_of_each_kind(orientation):
    tech = technology(X[1:3], Y[1:3], "variable")
    found = distances(tech, radial_points(tech, X[1:3], Y[1:3], orientation))
    assert found.certified.all()
    for name in ("residual", "dual", "gap"):
        wrong = replace(found, **{name: np.array([0.9e-9, 1.1e-9])})
        assert wrong.certified.tolist() == [True, False]


def test_without_numbers_nothing_is_certified():
    tech = technology(X[1:3], Y[1:3], "constant")
    some = radial_points(tech, X[1:3], Y[1:3], "input")
    found = distances(tech, some)
    q = found.multipliers.copy()
    q[0, 1] = np.nan
    raw = Raw(found.t, found.slacks, found.peers, found.weights, q, np.arange(2)[None], np.empty((0, 2)))
    got = certified_answer(tech, some, raw, 1)
    assert got.certified.tolist() == [True, False]
    assert np.isinf([got.dual[1], got.gap[1]]).all()
    assert got.solver.tolist() == [1, 1]


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("outside", [False, True])
def test_both_ways_of_moving_points_give_the_same(outside, returns):
    """By the engine and as a family of programs; the prices are worth one along the way and pay no unit of the reference."""
    rng = np.random.default_rng(2)
    reference, sign = rng.uniform(1, 5, (25, 4)), np.array([1.0, 1, -1, 1])
    points = reference[:12] * (np.array([1.05, 1, 0.95, 1.1]) if outside else 1.0)
    g = rng.uniform(0.5, 2, (12, 4)) * [1, 0, 1, 1]
    start = None if outside else np.arange(12)
    given = points, reference, sign, g, returns, np.zeros(4, dtype=bool), start
    for slacks in (True, False):
        one, other = _by_engine(*given, slacks), _by_programs(*given, slacks)
        np.testing.assert_allclose(one.beta, other.beta, atol=1e-9)
        np.testing.assert_allclose((one.prices * g).sum(axis=1), 1, atol=1e-9)
        for found in (one, other):
            gain = -(found.prices * sign) @ reference.T + found.level[:, None]
            assert gain.max() < 1e-8
            own = (found.prices * sign * points).sum(axis=1) - found.level
            np.testing.assert_allclose(own, found.beta, atol=1e-8)
            assert found.error.max() < 1e-9
            if slacks:
                reached = points - sign * (found.beta[:, None] * g + found.slacks)
                np.testing.assert_allclose(found.weights @ reference, reached, atol=1e-8)
        if slacks:
            total = [(found.slacks / points).sum(axis=1) for found in (one, other)]
            np.testing.assert_allclose(*total, atol=1e-7)


def test_super_efficiency_of_ties_needs_no_other_solver(monkeypatch):
    """A helper that stays in a basis at zero costs nobody the certificate."""
    monkeypatch.setattr(sys.modules["govmetrics.dea.engine.distances"], "one_by_one", None)
    for seed in range(4):
        x, y = exact.degenerate(seed)
        for returns in RETURNS:
            tech = technology(x, y, returns)
            for orientation in ("input", "output"):
                some = replace(radial_points(tech, x, y, orientation), others=True)
                assert distances(tech, some).certified.all()
