"""Slacks-based models against plain programs, published tables and invariants."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.russell import russell
from govmetrics.dea.slacks_based import slacks_based
from govmetrics.dea.super_slacks_based import super_slacks_based
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
RETURNS = ("variable", "constant", "increasing", "decreasing")


def _data(seed, n=14, m=2, s=2, k=1):
    rng = np.random.default_rng(seed)
    draw = lambda c: np.round(rng.lognormal(1, 0.6, (n, c)), 2) + 0.1  # noqa: E731
    return draw(m), draw(s), draw(k)


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("orientation", ["none", "input", "output"])
def test_equals_the_plain_program(orientation, returns):
    for seed in range(3):
        x, y, b = _data(seed)
        got = slacks_based(x, y, orientation=orientation, returns=returns, undesirable=b)
        expected = [plain.sbm(x, y, b, o, returns, orientation) for o in range(len(x))]
        np.testing.assert_allclose(got.scores, expected, atol=1e-9)
        assert got.certificate["error"].max() < 1e-9


@pytest.mark.parametrize("returns", ["variable", "constant"])
def test_super_scores_equal_the_plain_program(returns):
    x, y, _ = _data(5)
    got = super_slacks_based(x, y, returns=returns)
    plain_scores = slacks_based(x, y, returns=returns).scores
    for o, score in enumerate(got.scores):
        if plain_scores.iloc[o] > 1 - 1e-7:
            assert score == pytest.approx(plain.super_sbm(x, y, o, returns), abs=1e-9)
            assert score >= 1 - 1e-9
        else:
            assert score == pytest.approx(plain_scores.iloc[o], abs=1e-12)


def test_many_units_equal_all_columns():
    """With more units than columns at once, columns are priced in: the optimum must be the same."""
    x, y, b = _data(11, n=400, m=3, s=2, k=1)
    got = slacks_based(x, y, undesirable=b)
    some = range(0, 400, 37)
    expected = [plain.sbm(x, y, b, o, "variable") for o in some]
    np.testing.assert_allclose(got.scores.iloc[list(some)], expected, atol=1e-9)
    assert got.certificate["error"].max() < 1e-9


def test_scores_are_the_ratio_of_their_slacks_and_targets_are_efficient():
    x, y, b = _data(2)
    got = slacks_based(x, y, undesirable=b)
    share_in = (got.input_slacks / x).mean(axis=1)
    rest = np.hstack([got.output_slacks.to_numpy() / y, got.undesirable_slacks.to_numpy() / b]).mean(axis=1)
    np.testing.assert_allclose(got.scores, (1 - share_in) / (1 + rest), atol=1e-12)
    targets = got.targets.to_numpy()
    again = slacks_based(targets[:, :2], targets[:, 2:4], undesirable=targets[:, 4:], reference=(x, y, b))
    np.testing.assert_allclose(again.scores, 1.0, atol=1e-8)


@given(st.integers(0, 10_000), st.sampled_from(RETURNS))
def test_units_of_measurement_do_not_matter(seed, returns):
    x, y, _ = _data(seed, n=8)
    one = slacks_based(x, y, returns=returns)
    two = slacks_based(x * [1e-6, 1e9], y * [1e9, 1e-6], returns=returns)
    np.testing.assert_allclose(one.scores, two.scores, atol=1e-9)


@given(st.integers(0, 10_000))
def test_shuffled_rows_and_duplicates_change_nothing(seed):
    x, y, _ = _data(seed, n=9)
    frame_x, frame_y = pd.DataFrame(x, columns=["a", "b"]), pd.DataFrame(y, columns=["c", "d"])
    one = slacks_based(frame_x, frame_y)
    order = np.random.default_rng(seed).permutation(9)
    two = slacks_based(frame_x.iloc[order], frame_y)
    np.testing.assert_allclose(one.scores, two.scores.reindex(one.scores.index), atol=1e-9)
    doubled = slacks_based(np.vstack([x, x]), np.vstack([y, y]))
    np.testing.assert_allclose(doubled.scores.iloc[:9], one.scores, atol=1e-9)


def test_huge_differences_in_size():
    """The same five units a million times larger share the frontier under constant returns."""
    x = np.array([[4, 3], [6, 3], [8, 1], [8, 1], [2, 4.0]])
    y = np.array([[2, 3], [2, 3], [6, 2], [6, 1], [1, 4.0]])
    got = slacks_based(np.vstack([x, x * 1e6]), np.vstack([y, y * 1e6]), returns="constant")
    np.testing.assert_allclose(got.scores.iloc[5:], got.scores.iloc[:5], atol=1e-9)
    assert got.scores.iloc[0] == pytest.approx(0.797979797979798, abs=1e-9)


def test_zero_outputs_need_a_choice():
    x, y, _ = _data(3)
    y[4, 1] = 0.0
    with pytest.raises(UnsuitableMethod, match="4, output_2: is zero"):
        slacks_based(x, y)
    left = slacks_based(x, y, zero_outputs="leave_out").scores
    tenth = slacks_based(x, y, zero_outputs="tenth").scores
    assert tenth[4] < left[4]
    np.testing.assert_allclose(left.drop(4), tenth.drop(4), atol=1e-9)
    smallest = y.copy()
    smallest[4, 1] = 1e-9
    by_ten = np.where(y[:, 1] > 0, y[:, 1], np.inf).min() / 10
    slack = slacks_based(x, y, zero_outputs="tenth").output_slacks.loc[4]
    ratio = 1 + (slack.iloc[0] / y[4, 0] + slack.iloc[1] / by_ten) / 2
    top = 1 - (slacks_based(x, y, zero_outputs="tenth").input_slacks.loc[4] / x[4]).mean()
    assert tenth[4] == pytest.approx(top / ratio, abs=1e-9)
    assert slacks_based(x, y, orientation="input").scores.notna().all()


def test_arrays_take_the_labels_of_frames():
    x, y, b = _data(1)
    names = [f"u{i}" for i in range(len(x))]
    got = slacks_based(x, pd.DataFrame(y, index=names), undesirable=b)
    assert got.scores.index.tolist() == names
    np.testing.assert_allclose(got.scores, slacks_based(x, y, undesirable=b).scores, atol=1e-12)


def test_bad_input_is_refused_with_every_fault():
    x, y, b = _data(1)
    with pytest.raises(FaultyInput, match="choose one of: none, input, output"):
        slacks_based(x, y, orientation="both")
    bad = pd.DataFrame(b, columns=["smoke"])
    bad.iloc[3, 0] = np.nan
    with pytest.raises(FaultyInput, match="3, smoke: is missing"):
        slacks_based(x, y, undesirable=bad)
    with pytest.raises(FaultyInput, match="has no undesirable outputs"):
        slacks_based(x, y, undesirable=pd.DataFrame({"smoke": [1.0]}))
    with pytest.raises(UnsuitableMethod, match="two or more"):
        super_slacks_based(x[:1], y[:1])


def test_russell_is_the_mean_of_factors():
    x, y, _ = _data(8)
    got = russell(x, y, orientation="input")
    np.testing.assert_allclose(got.scores, (got.targets.iloc[:, :2] / x).mean(axis=1), atol=1e-12)
    out = russell(x, y, orientation="output")
    np.testing.assert_allclose(1 / out.scores, (out.targets.iloc[:, 2:] / y).mean(axis=1), atol=1e-12)
    graph = russell(x, y)
    factors = (graph.targets.iloc[:, :2] / x).mean(axis=1) / (graph.targets.iloc[:, 2:] / y).mean(axis=1)
    np.testing.assert_allclose(graph.scores, factors, atol=1e-12)
    assert out.farrell.min() >= 1


def test_super_ranks_efficient_units_and_marks_infeasible_ones():
    x = pd.DataFrame({"x": [1.0, 2.0, 4.0]}, index=list("ABC"))
    y = pd.DataFrame({"y": [1.0, 3.0, 4.0]}, index=list("ABC"))
    got = super_slacks_based(x, y, orientation="input")
    assert got.status["C"] == "infeasible"
    assert "cannot be reached" in got.notes[0]
    # A's others use at least 2 of x: twice its own; B reaches y = 3 between A and C at x = 3.
    assert got.scores["A"] == pytest.approx(2.0)
    assert got.scores["B"] == pytest.approx(1.5)
    assert (super_slacks_based(x, y).status == "optimal").all()


@pytest.mark.parametrize("returns", ["variable", "constant"])
@pytest.mark.parametrize("orientation", ["none", "input", "output"])
def test_super_scores_are_the_ratio_of_their_targets_which_are_the_others(orientation, returns):
    """Tone (2002): mean x' / x over mean y' / y, where (x', y') is worse than the unit and the others reach it."""
    x, y, _ = _data(5)
    got = super_slacks_based(x, y, orientation=orientation, returns=returns)
    seen = 0
    for o in np.flatnonzero((got.scores > 1 + 1e-6).to_numpy()):
        target, slacks = (
            got.targets.iloc[o].to_numpy(),
            np.r_[got.input_slacks.iloc[o], got.output_slacks.iloc[o]],
        )
        np.testing.assert_allclose(target, np.r_[x[o], y[o]] + slacks * [-1, -1, 1, 1], atol=1e-12)
        assert (slacks <= 1e-9).all()
        worse = target / np.r_[x[o], y[o]]
        top = 1.0 if orientation == "output" else worse[:2].mean()
        low = 1.0 if orientation == "input" else worse[2:].mean()
        if orientation == "none":
            assert got.scores.iloc[o] == pytest.approx(top / low, rel=1e-9)
            others = np.delete(x, o, axis=0), np.delete(y, o, axis=0)
            one = np.vstack([target[:2], others[0]]), np.vstack([target[2:], others[1]])
            assert plain.radial(*one, 0, returns, *others) == pytest.approx(1, abs=1e-8)
        else:
            assert got.scores.iloc[o] == pytest.approx(top / low, rel=1e-9)
        seen += 1
    assert seen > 1


def test_two_units_are_enough_to_rank():
    """u makes the same of half: v reaches it at a half, and u can take twice."""
    x, y = (
        pd.DataFrame({"x": [2.0, 4.0]}, index=list("uv")),
        pd.DataFrame({"y": [2.0, 2.0]}, index=list("uv")),
    )
    assert super_slacks_based(x, y, returns="constant").scores.tolist() == pytest.approx([2, 0.5])


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("orientation", ["none", "input", "output"])
def test_super_scores_with_undesirable_outputs_are_the_least_worsening(orientation, returns):
    """Variables lambda of the others, how much worse each amount may be, and t, by which all is multiplied."""
    x, y, b = _data(6, n=10)
    both, sign = np.hstack([x, y, b]), np.array([1, 1, -1, -1, 1])
    plain_scores = slacks_based(x, y, orientation, returns, b).scores
    got = super_slacks_based(x, y, orientation, returns, undesirable=b)
    seen = 0
    for o in np.flatnonzero(plain_scores > 1 - 1e-7):
        above = np.r_[np.full(2, 1 / 2), np.zeros(3)] / both[o] * (orientation != "output")
        below = np.r_[np.zeros(2), np.full(3, 1 / 3)] / both[o] * (orientation != "input")
        rows = np.hstack(
            [(both * sign).T, -np.diag((above + below > 0).astype(float)), -(both[o] * sign)[:, None]]
        )
        rows[:, o] = 0.0
        lam, one = np.r_[np.ones(10), np.zeros(5), -1.0], np.r_[np.zeros(10), -below, 1.0]
        lam[o] = 0.0
        more = {"decreasing": [lam], "increasing": [-lam]}.get(returns, [])
        found = linprog(
            np.r_[np.zeros(10), above, 1.0], np.vstack([rows, *more]), np.zeros(5 + len(more)),
            np.vstack([one, *([lam] if returns == "variable" else [])]), [1.0, *([0.0] if returns == "variable" else [])],
        )  # fmt: skip
        if found.status == 2:
            assert np.isnan(got.scores[o])
            continue
        assert got.scores[o] == pytest.approx(found.fun, abs=1e-8)
        assert got.inefficiency[o] == pytest.approx(1 - found.fun, abs=1e-8)
        seen += 1
    assert seen > 1


def test_peers_of_super_efficient_units_are_others_that_make_their_targets():
    x, y, _ = _data(5)
    got = super_slacks_based(x, y)
    both = np.hstack([x, y])
    for o in got.scores.index:
        own = got.peers[got.peers["unit"] == o]
        reached = own["weight"].to_numpy() @ both[own["peer"]]
        if got.scores[o] > 1 + 1e-6:
            assert o not in own["peer"].tolist()
            assert (reached[:2] <= got.targets.loc[o].to_numpy()[:2] + 1e-9).all()
            assert (reached[2:] >= got.targets.loc[o].to_numpy()[2:] - 1e-9).all()
        else:
            np.testing.assert_allclose(reached, got.targets.loc[o], atol=1e-9)
        assert own["weight"].sum() == pytest.approx(1)
