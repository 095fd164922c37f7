"""What a referee would try: references, second phases, zeros and odd names, against programs written out here."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from govmetrics import dea
from govmetrics.core import FaultyInput
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
RETURNS = ("variable", "constant", "increasing", "decreasing")


def _data(seed, n, m=2, s=2):
    rng = np.random.default_rng(seed)
    x = rng.lognormal(0, 0.6, (n, m))
    return x, np.exp(np.log(x).mean(axis=1, keepdims=True) * 0.8 - np.abs(rng.normal(0, 0.4, (n, s))))


def _sbm(x, y, xr, yr, returns, orientation):
    """Tone (2001) for one unit against (xr, yr), by Charnes and Cooper: variables Lambda, S-, S+, t. NaN: infeasible."""
    n, m, s = len(xr), len(x), len(y)
    c, norm = np.zeros(n + m + s + 1), np.zeros(n + m + s + 1)
    c[-1] = norm[-1] = 1.0
    if orientation != "output":
        c[n : n + m] = -1.0 / m
    if orientation != "input":
        norm[n + m : -1] = 1.0 / s
    rows = np.zeros((m + s, n + m + s + 1))
    rows[:, :n] = np.vstack([(xr / x).T, (yr / y).T])
    rows[:, n:-1], rows[:, -1] = np.diag([1.0] * m + [-1.0] * s), -1.0
    total = np.r_[np.ones(n), np.zeros(m + s), -1.0]
    equal = [norm, *rows] + ([total] if returns == "variable" else [])
    less = {"increasing": [-total], "decreasing": [total]}.get(returns)
    found = linprog(c, A_ub=less, b_ub=less and [0.0], A_eq=equal, b_eq=[1.0] + [0.0] * (len(equal) - 1))
    return found.fun if found.status == 0 else np.nan


@pytest.mark.parametrize("orientation", ["none", "input", "output"])
@pytest.mark.parametrize("returns", RETURNS)
def test_slacks_based_against_a_given_reference(orientation, returns):
    """Scores and infeasible units, with more reference columns (260) than are looked at first."""
    x, y = _data(7, 320)
    reference = x[:260], y[:260]
    got = dea.slacks_based(x[260:], y[260:], orientation, returns, reference=reference)
    expected = [_sbm(a, b, *reference, returns, orientation) for a, b in zip(x[260:], y[260:], strict=True)]
    assert_allclose(got.scores, expected, atol=1e-9)  # NaN exactly where HiGHS says infeasible
    lost = np.isnan(expected)
    assert (got.status == np.where(lost, "infeasible", "optimal")).all()
    assert lost.any()
    assert got.certificate["error"][~lost].max() < 1e-9
    assert got.targets[lost].isna().all(axis=None)


def _most_slack(x, y, o, limit):
    """The largest sum of own-unit slacks of unit o (variable returns) with ``limit`` = (costs of slacks, least)."""
    n, q = len(x), x.shape[1] + y.shape[1]
    rows = np.hstack(
        [np.vstack([(x / x[o]).T, (y / y[o]).T]), np.diag([1.0] * x.shape[1] + [-1.0] * y.shape[1])]
    )
    found = linprog(
        -np.r_[np.zeros(n), np.ones(q)],
        A_ub=[-np.r_[np.zeros(n), limit[0]]],
        b_ub=[-limit[1] + 1e-9],
        A_eq=[*rows, np.r_[np.ones(n), np.zeros(q)]],
        b_eq=np.ones(q + 1),
    )
    return -found.fun


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_oriented_slacks_that_do_not_count_are_the_largest(orientation):
    x, y = _data(3, 150, 3, 2)
    got = dea.slacks_based(x, y, orientation)
    total = (got.input_slacks / x).sum(axis=1) + (got.output_slacks / y).sum(axis=1)
    for o in range(0, 150, 7):
        score = got.scores[o]
        share = np.r_[np.full(3, 1 / 3), 0, 0] if orientation == "input" else np.r_[0, 0, 0, 0.5, 0.5]
        least = 1 - score if orientation == "input" else 1 / score - 1
        assert total[o] == pytest.approx(_most_slack(x, y, o, (share, least)), abs=1e-6)


def test_slacks_left_after_a_weakly_disposable_move_are_the_largest():
    """Kuosmanen's technology: lambda and mu, only lambda makes outputs; the move itself is kept."""
    x, y = _data(5, 140)
    b = np.random.default_rng(1).uniform(1, 5, (140, 1))
    got = dea.directional(x, y, undesirable=b)
    beta = got.inefficiency.to_numpy()
    total = (got.input_slacks / x).sum(axis=1) + (got.output_slacks / y).sum(axis=1)
    for o in range(0, 140, 9):
        rows = np.zeros((6, 2 * 140 + 4))
        rows[:2, :280], rows[:2, 280:282] = np.hstack([x.T, x.T]) / x[o][:, None], np.eye(2)
        rows[2:4, :140], rows[2:4, 282:] = y.T / y[o][:, None], -np.eye(2)
        rows[4, :140], rows[5, :280] = b[:, 0] / b[o], 1.0
        right = np.r_[np.full(2, 1 - beta[o]), np.full(2, 1 + beta[o]), 1 - beta[o], 1.0]
        found = linprog(-np.r_[np.zeros(280), np.ones(4)], A_eq=rows, b_eq=right)
        expected = -found.fun if found.status == 0 else 0.0  # at the frontier rounding may leave no point
        assert total[o] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_targets_are_never_below_zero_and_can_be_scored_again(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 4, (60, 3)).astype(float), rng.integers(1, 5, (60, 2)).astype(float)
    x[:, 0] += 1
    for got in (dea.slacks_based(x, y), dea.additive(x, y), dea.directional(x, y)):
        assert (got.targets >= 0).all(axis=None)
        targets = got.targets.copy()
        targets.attrs["totals"] = "keep"  # all on a few faces: one may be the mean of those after it
        again = dea.slacks_based(targets.iloc[:, :3], targets.iloc[:, 3:], reference=(x, y))
        assert_allclose(again.scores, 1, atol=1e-9)


def test_the_error_of_closest_targets_is_measured():
    """The certificate is the residual of the peers' mixture, computed from the data."""
    x, y = _data(8, 20)
    got = dea.closest_targets(x, y, units=[3, 5, 7])
    both = np.hstack([x, y])
    for unit in got.scores.index:
        mine = got.peers[got.peers["unit"] == unit]
        assert_allclose(
            mine["weight"].to_numpy() @ both[mine["peer"].to_numpy()], got.targets.loc[unit], rtol=1e-8
        )
    assert (got.certificate["error"] < 1e-9).all()
    assert got.certificate["error"].any()


def test_super_slacks_based_without_a_score_has_no_slacks_either():
    x, y = pd.DataFrame({"x": [1.0, 2, 4]}, list("ABC")), pd.DataFrame({"y": [1.0, 3, 4]}, list("ABC"))
    got = dea.super_slacks_based(x, y, "input")  # nobody else makes 4
    assert got.to_frame().loc["C", ["score", "slack x", "slack y"]].isna().all()
    assert got.notes == ("no score, because the frontier of the others cannot be reached: C",)


def test_leverage_with_many_units_is_leave_one_out():
    """Above 120 units the frontier is looked for first; leaving a peer out may bring hidden units to the front."""
    x, y = _data(11, 160)
    got = dea.outliers(x, y, "output").table["leverage"]
    score = dea.radial(x, y, "output", slacks=False).scores
    for j in got.nlargest(4).index:
        rest = np.delete(np.arange(160), j)
        new = dea.radial(x[rest], y[rest], "output", slacks=False).scores.to_numpy()
        assert got[j] == pytest.approx(np.sqrt(((new - score[rest].to_numpy()) ** 2).sum() / 159), abs=1e-9)


@pytest.mark.parametrize("goal", ["benevolent", "aggressive"])
def test_cross_efficiency_of_many_units_keeps_every_raters_own_score(goal):
    """A rater is a small part of the others' sum; its own score must not fall within that sum's tolerance."""
    x, y = _data(2, 400, 3, 3)
    got = dea.cross_efficiency(x, y, goal)
    theta = [plain.radial(x, y, o, "constant") for o in range(0, 400, 25)]
    assert_allclose(got.efficiency.to_numpy()[::25], theta, atol=1e-9)
    assert got.matrix.max(axis=None) < 1 + 1e-9


@pytest.mark.parametrize("goal", ["benevolent", "aggressive"])
def test_cross_efficiency_of_nearly_collinear_columns(goal):
    """Columns that are multiples of each other but for a millionth: no rater's own score may drift."""
    random = np.random.default_rng(18)
    both = (
        random.uniform(1, 10, (60, 1)) * random.uniform(0.5, 2, 5) * (1 + 1e-6 * random.normal(size=(60, 5)))
    )
    got = dea.cross_efficiency(both[:, :3], both[:, 3:], goal)
    theta = dea.radial(both[:, :3], both[:, 3:], returns="constant").scores
    assert_allclose(got.efficiency, theta, atol=2e-9)
    assert got.matrix.max(axis=None) < 1 + 2e-9


def test_cross_efficiency_with_zeros_has_no_silent_gap():
    """A uses nothing of b: weights on b alone are no optimum of A's own, and would give 0 / 0."""
    x = pd.DataFrame({"a": [2.0, 4, 0, 3], "b": [0.0, 1, 2, 3]}, list("ABCD"))
    y = pd.DataFrame({"y": [1.0, 1, 1, 1]}, list("ABCD"))
    for goal in ("benevolent", "aggressive"):
        got = dea.cross_efficiency(x, y, goal)
        theta = [plain.radial(x.to_numpy(), y.to_numpy(), o, "constant") for o in range(4)]
        assert_allclose(got.efficiency, theta, atol=1e-9)
        assert got.scores.notna().all()
        gaps = got.matrix.isna()
        assert gaps.any(axis=None) == any("judged without" in note for note in got.notes)
        assert_allclose(got.scores, got.matrix.mean(), atol=1e-12)  # pandas leaves NaN out


def test_zeros_everywhere_leave_no_unexplained_gap_in_cross_efficiency():
    rng = np.random.default_rng(36)
    x, y = rng.integers(0, 4, (15, 3)).astype(float), rng.integers(0, 4, (15, 3)).astype(float)
    x[:, 0], y[:, 0] = np.maximum(x[:, 0], x.max(axis=1) == 0), np.maximum(y[:, 0], y.max(axis=1) == 0)
    got = dea.cross_efficiency(x, y, "aggressive")
    assert_allclose(got.efficiency, dea.radial(x, y, returns="constant").scores, atol=1e-9)
    for unit in got.matrix.columns[got.matrix.isna().any()]:
        assert any(note.startswith(f"{unit} is judged without") for note in got.notes)


def test_a_unit_named_as_the_mean_keeps_its_row_where_the_name_is_no_row_of_totals():
    label = "mean of all units"
    x = pd.DataFrame({"staff": [2.0, 4, 9]}, index=["A", label, "C"])
    y = pd.DataFrame({"cases": [1.0, 4, 6]}, index=x.index)
    found = dea.tables(x, y)
    assert found.efficiency.loc[label, "overall"] == 1.0
    got = found.tables("en")[0].frame
    assert got.iloc[:, 0].tolist() == ["A", label, "C", label]
    assert got.iloc[-1, 1] == pytest.approx((0.5 + 1 + 2 / 3) / 3)
    with pytest.raises(FaultyInput, match="全体均值: is a row of totals or averages"):
        dea.tables(x.rename({label: "全体均值"}), y.rename({label: "全体均值"}))


def test_an_index_of_units_before_periods_is_refused():
    index = pd.MultiIndex.from_product([["第一村", "第二村"], ["2023", "2024"]], names=["unit", "period"])
    x, y = pd.DataFrame({"x": [1.0, 2, 3, 4]}, index), pd.DataFrame({"y": [2.0, 3, 4, 4]}, index)
    with pytest.raises(FaultyInput, match="inputs: the levels of the index are: unit, period"):
        dea.radial(x, y)


def test_peers_in_the_printed_table_come_with_the_largest_first():
    x, y = _data(4, 40)
    for text in dea.tables(x, y, model="variable").peers["peers"]:
        weights = [float(part.split("(")[1].rstrip(")")) for part in text.split("; ")]
        assert weights == sorted(weights, reverse=True)


def test_summaries_name_units_without_a_score_and_speak_chinese():
    x, y = pd.DataFrame({"x": [1.0, 2, 4]}, list("ABC")), pd.DataFrame({"y": [1.0, 3, 4]}, list("ABC"))
    got = dea.super_efficiency(x, y)
    assert "C" in got.notes[0]
    assert got.summary().endswith("\nno score, because the frontier of the others cannot be reached: C")
    assert got.summary("zh").endswith("\n无法到达其余决策单元的前沿、没有得分：C")
    beyond = dea.radial(x, y, reference=(x.iloc[:1], y.iloc[:1]))
    assert beyond.efficient.tolist() == ["strong", "unknown", "unknown"]  # not dominated by the reference
    assert "2 units have no feasible solution: B, C." in beyond.summary()
    assert "2个决策单元无可行解：B、C。" in beyond.summary("zh")
    assert dea.additive(x, y).summary("zh").endswith("松弛之和随各列的计量单位而变")
    none = dea.radial(x.iloc[1:], y.iloc[1:], reference=(x.iloc[:1], y.iloc[:1]))
    assert none.summary() == "No unit has a score: no feasible solution was found for any."
