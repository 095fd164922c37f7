"""Closest targets against enumeration of all groups of units, in fractions and by HiGHS, and the mixed-integer program."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.dea.closest_targets import closest_targets
from govmetrics.dea.engine.closest_program import program
from govmetrics.dea.engine.efficient_faces import efficient_faces
from govmetrics.dea.slacks_based import slacks_based
from tests.dea.engine import exact_closest

closest = import_module("govmetrics.dea.closest_targets")  # the room's name of it is the function
by_program = import_module("govmetrics.dea.engine.closest_program")
pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed, n=14, m=2, s=1):
    rng = np.random.default_rng(seed)
    return np.round(rng.lognormal(1, 0.5, (n, m)), 1) + 0.5, np.round(rng.lognormal(1, 0.4, (n, s)), 1) + 0.5


def _enumerated(x, y, o, returns):
    """The least sum of relative slacks over all groups of units that share a supporting hyperplane."""
    top = np.flatnonzero((slacks_based(x, y, returns=returns).efficient == "strong").to_numpy())
    worth = np.hstack([-x, y, np.ones((len(x), 1)) * (returns == "variable")])
    p, best = x.shape[1] + y.shape[1], np.inf
    for k in range(1, p + 1):
        for group in combinations(top, k):
            g = list(group)
            face = linprog(
                np.zeros(p + 1),
                A_ub=worth[top],
                b_ub=np.zeros(len(top)),
                A_eq=worth[g],
                b_eq=np.zeros(k),
                bounds=[(1e-4, None)] * p + [(None, None)],
            )
            if face.status != 0:
                continue
            A = np.hstack([np.vstack([x[g].T, y[g].T]), np.diag([1.0] * x.shape[1] + [-1.0] * y.shape[1])])
            b = np.concatenate([x[o], y[o]])
            if returns == "variable":
                A, b = np.vstack([A, [1.0] * k + [0.0] * p]), np.append(b, 1.0)
            near = linprog(np.concatenate([np.zeros(k), 1 / np.concatenate([x[o], y[o]])]), A_eq=A, b_eq=b)
            best = min(best, near.fun if near.status == 0 else np.inf)
    return best


@pytest.mark.parametrize("returns", ["variable", "constant"])
@pytest.mark.parametrize("shape", [(2, 1), (2, 2)])
def test_equals_enumeration(shape, returns):
    x, y = _data(1, 12, *shape)
    got = closest_targets(x, y, returns=returns)
    for o in range(0, 12, 2):
        assert got.inefficiency.iloc[o] == pytest.approx(_enumerated(x, y, o, returns), abs=1e-7)


def test_a_support_that_was_refused_does_not_come_back(monkeypatch):
    """Its facet is so steep that the least wrong of the solver's weights, 1e-6, would pass for a unit on it."""
    rng = np.random.default_rng(0)
    x, y = rng.uniform(1, 9, (15, 2))[:, :1], rng.uniform(1, 9, (15, 2))
    limits = []
    monkeypatch.setattr(closest, "efficient_faces", lambda *given: None)
    monkeypatch.setattr(
        by_program, "program", lambda *given: limits.append((given[4], len(given[5]))) or program(*given)
    )
    found = closest_targets(x, y, units=[13])
    assert max(limits) == (1e6, 2)  # three programs of the last limit; it was five hundred
    assert found.inefficiency.iloc[0] == pytest.approx(_enumerated(x, y, 13, "variable"), abs=1e-7)


def test_targets_are_efficient_and_dominate_and_are_nearer_than_slacks_based():
    x, y = _data(5, n=20, s=2)
    got, far = closest_targets(x, y), slacks_based(x, y)
    t = got.targets.to_numpy()
    assert (t[:, :2] <= x + 1e-9).all()
    assert (t[:, 2:] >= y - 1e-9).all()
    again = slacks_based(t[:, :2], t[:, 2:], reference=(x, y))
    np.testing.assert_allclose(again.scores, 1.0, atol=1e-7)
    assert (got.scores >= far.scores - 1e-9).all()
    assert (got.scores > far.scores + 1e-3).any()


def test_some_units_units_of_measurement_and_faults():
    x, y = _data(6)
    all_of_them = closest_targets(x, y)
    some = closest_targets(pd.DataFrame(x) * [1e-6, 1e7], pd.Series(y[:, 0] * 1e5, name="y"), units=[3, 9])
    np.testing.assert_allclose(some.scores, all_of_them.scores.loc[[3, 9]], atol=1e-8)
    with pytest.raises(UnsuitableMethod, match="zz: is not among the units"):
        closest_targets(x, y, units=["zz"])


def test_scores_and_peers_follow_from_the_nearest_point():
    x, y = _data(2, n=12, s=2)
    got = closest_targets(x, y)
    share_in, share_out = got.input_slacks.to_numpy() / x, got.output_slacks.to_numpy() / y
    np.testing.assert_allclose(got.inefficiency, share_in.sum(axis=1) + share_out.sum(axis=1), atol=1e-12)
    np.testing.assert_allclose(
        got.scores, (1 - share_in.mean(axis=1)) / (1 + share_out.mean(axis=1)), atol=1e-12
    )
    weights = got.peers.pivot(index="unit", columns="peer", values="weight").reindex(range(12)).fillna(0.0)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-9)
    both = np.hstack([x, y])
    np.testing.assert_allclose(weights.to_numpy() @ both[weights.columns], got.targets, atol=1e-8)
    assert got.certificate["error"].max() < 1e-9


def test_a_zero_counts_by_the_largest_of_its_column():
    """Of (6, 0) the one output may rise to 2 at a or to 4 at b, whose inputs are 3 and 6: 3 / 6 + 2 / 4, or 4 / 4 alone."""
    index = list("abc")
    x = pd.Series([3.0, 6, 6], index, name="x")
    y = pd.DataFrame({"y": [2.0, 4, 0], "z": [1.0, 1, 1]}, index)
    got = closest_targets(x, y, ["c"])
    assert got.inefficiency.tolist() == pytest.approx([1.0])
    nearer = closest_targets(x, y.assign(y=[1.0, 4, 0]), ["c"])  # a is now 3 / 6 + 1 / 4 away
    assert nearer.inefficiency.tolist() == pytest.approx([0.75])
    assert nearer.targets.loc["c"].tolist() == pytest.approx([3, 1, 1])
    assert nearer.scores.tolist() == pytest.approx([(1 - 1 / 2) / (1 + (1 / 4 + 0) / 2)])


def test_small_peers_are_multiplied_under_constant_returns():
    """Per y, a uses (1, 3) and b (3, 1): L times a mixture is 2 - L less of (4, 4), relatively, and makes L - 1 more."""
    x = pd.DataFrame({"p": [0.001, 0.003, 4.0], "q": [0.003, 0.001, 4.0]}, list("abc"))
    got = closest_targets(
        x, pd.Series(np.array([0.001, 0.001, 1.0]), list("abc"), name="y"), ["c"], "constant"
    )
    assert got.inefficiency.tolist() == pytest.approx([1.0])


def test_a_support_that_is_refused_makes_room_for_the_next_nearest():
    """(5, 4) is 4/5 from (1, 4), 1/5 + 3/4 from (4, 1), and farther from (2, 2): 3/5 + 2/4."""
    scaled, own = np.array([[1, 4, 1], [4, 1, 1], [2, 2, 1]]) / [5, 4, 1], np.ones(3)
    sign, cuts, met = np.array([1.0, 1, -1]), [], []
    for _ in range(3):
        total, _, lam = program(scaled, own, sign, "variable", 1e2, cuts)
        met.append((total, np.flatnonzero(lam > 1e-9).tolist()))
        cuts.append(np.flatnonzero(lam > 1e-9))
    assert met == [(pytest.approx(0.8), [0]), (pytest.approx(0.95), [1]), (pytest.approx(1.1), [2])]
    assert program(scaled, own, sign, "variable", 1e2, cuts) is None


def _units(seed, kind):
    """Three to eight units with one or two inputs and outputs: ties and duplicates, sizes 1e9 apart, or next to nothing.

    Sizes are powers of two: of 0.0001, which is no float, ties would be none in fractions.
    """
    rng = np.random.default_rng(seed)
    n, m, s = (int(k) for k in (rng.integers(3, 9), *rng.integers(1, 3, 2)))
    values = rng.integers(1, 5, (n, m + s)).astype(float)
    if kind == "sizes":
        values = values * 2.0 ** rng.choice([-13, 0, 17], (n, 1))
    elif kind == "any":
        values = rng.lognormal(0, 0.5, (n, m + s)) * 10.0 ** rng.uniform(-4.5, 4.5, (n, 1))
    elif kind == "zeros":
        values[:, m:][rng.random((n, s)) < 0.3] = 0.0
        values = values[values[:, m:].any(axis=1)]
    return values * (1e-10 if kind == "small" else 1.0), m


def _against_fractions(seed, kind):
    values, m = _units(seed, kind)
    if len(values) < 2 or not values.any(axis=0).all():
        return
    for returns in ("variable", "constant"):
        found = closest_targets(values[:, :m], values[:, m:], returns=returns)
        for o, distance in enumerate(found.inefficiency):
            expected = exact_closest.closest(values, m, o, returns)
            assert distance == pytest.approx(expected, rel=1e-9, abs=1e-9), (seed, kind, returns, o)
        assert found.certificate["error"].max() < 1e-9


KINDS = ("ties", "sizes", "any", "zeros", "small")


@pytest.mark.parametrize("kind", KINDS)
def test_degenerate_and_far_apart_units_reach_the_exact_optimum(kind):
    for seed in (3, 8):
        _against_fractions(seed, kind)


def test_a_program_that_the_solver_leaves_open_is_tried_again():
    """A unit 2^30 times smaller lies on the only efficient face; (1, 2, 4) dominates (3, 3, 4) by 2/3 and 1/3."""
    values = np.array([[1.5, 1, 1.5], [2, 1, 2], [3, 3, 4], [1, 2, 4]]) * 2.0 ** np.array(
        [[-12], [17], [17], [17]]
    )
    found = closest_targets(values[:, :2], values[:, 2:])
    assert found.inefficiency.tolist() == pytest.approx([0, 0, 1, 0], abs=1e-12)
    assert found.inefficiency.iloc[2] == pytest.approx(exact_closest.closest(values, 2, 2, "variable"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_units_reach_the_exact_optimum(kind):
    for seed in range(20, 80):
        _against_fractions(seed, kind)


def test_the_mixed_integer_program_reaches_the_same_distances(monkeypatch):
    x, y = _data(11, 16, 2, 2)
    for returns in ("variable", "constant"):
        by_faces = closest_targets(x, y, returns=returns)
        with monkeypatch.context() as patch:
            patch.setattr(closest, "efficient_faces", lambda *given: None)
            other = closest_targets(x, y, returns=returns)
        np.testing.assert_allclose(by_faces.inefficiency, other.inefficiency, atol=1e-9)
        assert (by_faces.scores - other.scores).abs().max() < 1e-9


def test_many_faces_are_left_to_the_mixed_integer_program(monkeypatch):
    x, y = _data(4, 10, 2, 1)
    whole = closest_targets(x, y)
    monkeypatch.setattr("govmetrics.dea.engine.efficient_faces.FACETS", 5)
    assert efficient_faces(np.hstack([x, y]), np.array([1.0, 1, -1]), "variable") is None
    np.testing.assert_allclose(closest_targets(x, y).inefficiency, whole.inefficiency, atol=1e-9)


def test_faces_of_a_frontier_by_hand():
    """Of (1, 4), (2, 2), (4, 1) and (3, 3), which makes the same: two edges; making 2, (5, 5) hangs on them by a third face."""
    sign = np.array([1.0, 1, -1])
    four = np.array([[1.0, 4, 1], [2, 2, 1], [4, 1, 1], [3, 3, 1]])
    faces = efficient_faces(four, sign, "variable")
    assert sorted(faces.units.tolist()) == [[False, True, True, False], [True, True, False, False]]
    more = efficient_faces(np.vstack([four, [5, 5, 2]]), sign, "variable")
    assert sorted(np.flatnonzero(row).tolist() for row in more.units) == [[0, 1, 4], [1, 2, 4]]
    for found, values in ((faces, four), (more, np.vstack([four, [5, 5, 2]]))):
        above = (sign * values) @ found.prices.T + found.level
        assert above.min() >= -1e-12
        for units, planes in zip(found.units, found.within, strict=True):
            assert np.abs(above[np.ix_(units, planes)]).max() < 1e-12
            assert (found.prices[planes].sum(axis=0) > 0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(9)))
def test_order_units_and_copies_change_nothing(seed, order):
    x, y = _data(seed, 9, 2, 1)
    found = closest_targets(x, y).inefficiency.to_numpy()
    shuffled = closest_targets(x[order] * [1e6, 1e-3], y[order] * 7).inefficiency.to_numpy()
    np.testing.assert_allclose(shuffled, found[order], atol=1e-9)
    twice = closest_targets(np.vstack([x, x]), np.vstack([y, y]))
    np.testing.assert_allclose(twice.inefficiency, np.r_[found, found], atol=1e-9)
    own = twice.peers.query("unit == peer")
    assert set(own["unit"]) == set(np.flatnonzero(np.r_[found, found] == 0))
