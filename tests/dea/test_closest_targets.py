"""Closest targets against enumeration of all faces of the efficient frontier."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.dea.closest_targets import _program, closest_targets
from govmetrics.dea.slacks_based import slacks_based

closest = import_module("govmetrics.dea.closest_targets")  # the room's name of it is the function
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
    limits, solve = [], closest._program
    monkeypatch.setattr(
        closest, "_program", lambda *given: limits.append((given[4], len(given[5]))) or solve(*given)
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
        total, _, lam = _program(scaled, own, sign, "variable", 1e2, cuts)
        met.append((total, np.flatnonzero(lam > 1e-9).tolist()))
        cuts.append(np.flatnonzero(lam > 1e-9))
    assert met == [(pytest.approx(0.8), [0]), (pytest.approx(0.95), [1]), (pytest.approx(1.1), [2])]
    assert _program(scaled, own, sign, "variable", 1e2, cuts) is None
