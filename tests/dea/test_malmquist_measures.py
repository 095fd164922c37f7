"""Malmquist by slacks, with biases, with intervals: against plain programs, an index drawn draw by draw, and identities.

The tables of Tone (2004), Färe et al. (1997) and Simar and Wilson (1999) could not be read in full text; every program is
written here again, one unit at a time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
BIASES = ["magnitude", "output_bias", "input_bias"]


def panel(n=12, m=2, s=2, periods=2, seed=0):
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [range(2001, 2001 + periods), [f"u{i}" for i in range(n)]], names=["period", "unit"]
    )
    x = rng.lognormal(0, 0.4, (len(index), m))
    y = np.exp(np.log(x).mean(axis=1, keepdims=True) + rng.normal(0.05, 0.2, (len(index), s)))
    return (
        pd.DataFrame(x, index, [f"x{i}" for i in range(m)]),
        pd.DataFrame(y, index, [f"y{i}" for i in range(s)]),
    )


def solved(c, eq, b_eq, ub=None, b_ub=None):
    options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found = linprog(c, A_eq=eq, b_eq=b_eq, A_ub=ub, b_ub=b_ub, options=options)
    return found.fun if found.status == 0 else np.nan


def by_slacks(xr, yr, x, y, orientation, returns):
    """Tone's score of a point against others: variables L, s-, s+, t (at most 1); beyond them what it must worsen by."""
    n, m, s = len(xr), len(x), len(y)
    for sign in (1.0, -1.0):  # slacks, then excesses
        c, norm = np.zeros(n + m + s + 1), np.zeros(n + m + s + 1)
        c[-1] = norm[-1] = 1.0
        if orientation != "output":
            c[n : n + m] = -sign / (m * x)
        if orientation != "input":
            norm[n + m : -1] = sign / (s * y)
        rows = np.zeros((m + s, n + m + s + 1))
        rows[:m, :n], rows[m:, :n], rows[:m, -1], rows[m:, -1] = xr.T, -yr.T, -x, y
        rows[:, n : n + m + s] = sign * np.eye(m + s)
        eq, b_eq = [norm], [1.0]
        if returns == "variable":
            eq.append(np.r_[np.ones(n), np.zeros(m + s), -1.0])
            b_eq.append(0.0)
        if sign > 0:
            found = solved(c, np.vstack([*eq, rows]), np.r_[b_eq, np.zeros(m + s)])
        else:
            counted = np.r_[np.full(m, orientation != "output"), np.full(s, orientation != "input")]
            rows[~counted, n : n + m + s] = 0.0
            found = solved(c, np.vstack(eq), b_eq, rows, np.zeros(m + s))
        if np.isfinite(found):
            return found
    return np.nan


def radial(xr, yr, x, y):
    """1 over the largest growth of outputs, constant returns."""
    rows = np.vstack([np.c_[xr.T, np.zeros(xr.shape[1])], np.c_[-yr.T, y]])
    c = np.r_[np.zeros(len(xr)), -1.0]
    return -1.0 / solved(c, None, None, rows, np.r_[x, np.zeros(len(y))])


def split(x, y):
    return [(x.loc[p].to_numpy(), y.loc[p].to_numpy()) for p in (2001, 2002)]


@pytest.mark.parametrize("orientation", ["none", "input", "output"])
def test_slacks_based_index_equals_plain_programs(orientation):
    x, y = panel(seed=1)
    (x0, y0), (x1, y1) = split(x, y)
    found = gm.dea.malmquist(x, y, measure="slacks_based", orientation=orientation).changes
    for u in range(0, 12, 3):
        E = {
            (r, k, s): by_slacks(*ref, pt[0][u], pt[1][u], orientation, r)
            for r in ("constant", "variable")
            for k, ref in enumerate(((x0, y0), (x1, y1)))
            for s, pt in enumerate(((x0, y0), (x1, y1)))
        }
        c = {key[1:]: value for key, value in E.items() if key[0] == "constant"}
        total = np.sqrt(c[0, 1] / c[0, 0] * c[1, 1] / c[1, 0])
        expected = [total, c[1, 1] / c[0, 0], E["variable", 1, 1] / E["variable", 0, 0]]
        row = found.loc[u, ["malmquist", "efficiency_change", "pure_efficiency_change"]]
        assert_allclose(row.to_numpy(float), expected, rtol=1e-8)
    assert max(c.values()) > 1  # some distance lies beyond a frontier


def test_slacks_based_parts_multiply_on_every_frontier():
    x, y = panel(periods=3, seed=2)
    for frontier in ("period", "pooled", "sequential", "biennial"):
        table = gm.dea.malmquist(x, y, frontier, measure="slacks_based", orientation="none").changes
        product = table["technical_change"] * table["pure_efficiency_change"] * table["scale_change"]
        assert_allclose(product, table["malmquist"], rtol=1e-9)
    assert (gm.dea.malmquist(x, y, "sequential").changes["technical_change"] > 1 - 1e-9).all()
    only = panel(m=1, s=1, seed=3)
    slacks, rays = (
        gm.dea.malmquist(*only, measure=m, orientation="input") for m in ("slacks_based", "radial")
    )
    assert_allclose(
        slacks.changes["malmquist"], rays.changes["malmquist"], rtol=1e-9
    )  # one input: nothing but the ray


def test_biases_equal_plain_programs_and_multiply():
    x, y = panel(seed=4)
    (x0, y0), (x1, y1) = split(x, y)
    found = gm.dea.malmquist(x, y, decomposition="bias").changes
    assert_allclose(found[BIASES].prod(axis=1), found["technical_change"], rtol=1e-12)

    def ratio(px, py):
        return radial(x0, y0, px, py) / radial(x1, y1, px, py)

    for u in range(0, 12, 4):
        start, between, end = ratio(x0[u], y0[u]), ratio(x1[u], y0[u]), ratio(x1[u], y1[u])
        expected = [start, np.sqrt(end / between), np.sqrt(between / start)]
        assert_allclose(found.loc[u, BIASES].to_numpy(float), expected, rtol=1e-9)
    assert (found[BIASES] - 1).abs().to_numpy().max() > 0.01
    inward = gm.dea.malmquist(x, y, decomposition="bias", orientation="input").changes
    assert_allclose(
        inward[BIASES], found[BIASES], rtol=1e-9
    )  # constant returns: the orientation is no matter


def test_where_there_is_no_bias():
    x, y = panel(m=1, s=1, seed=5)
    assert_allclose(
        gm.dea.malmquist(x, y, decomposition="bias").changes[["output_bias", "input_bias"]], 1, rtol=1e-9
    )
    x, y = panel(seed=5)
    later = [t.loc[[2001]].rename(index={2001: 2002}) for t in (x, y)]
    grown = gm.dea.malmquist(
        pd.concat([x.loc[[2001]], later[0]]), pd.concat([y.loc[[2001]], later[1] * 1.2]), decomposition="bias"
    )
    assert_allclose(
        grown.changes[BIASES], np.tile([1.2, 1, 1], (12, 1)), rtol=1e-9
    )  # all outputs alike: neutral
    assert "magnitude +20.0%" in grown.summary("en")


def test_intervals_equal_an_index_drawn_draw_by_draw():
    """Simar and Wilson (1999), steps 1-8, in loops: one draw after another, one program after another."""
    x, y = panel(n=6, m=1, s=2, seed=6)
    (x0, y0), (x1, y1) = split(x, y)
    n, B, tables = 6, 100, ((x0, y0), (x1, y1))
    own = np.array([[1 / radial(*t, t[0][u], t[1][u]) for t in tables] for u in range(n)])
    rng = np.random.default_rng(7)
    rows, noise = rng.integers(0, 4 * n, (B, n)), rng.standard_normal((B, n, 2))
    h = (4 / (5 * n)) ** (1 / 6)
    S = np.cov(own.T)
    some = range(0, B, 25)
    expected = []
    for b in some:
        picked, jitter = np.empty((n, 2)), np.empty((n, 2))
        for i in range(n):
            block, u = divmod(rows[b, i], n)
            a, c = own[u]
            picked[i] = [(a, c), (2 - a, c), (2 - a, 2 - c), (a, 2 - c)][block]
            sigma = S if block in (0, 2) else S * np.array([[1, -1], [-1, 1]])
            jitter[i] = np.linalg.cholesky(sigma) @ noise[b, i]
        mean = picked.mean(axis=0)
        gamma = (picked + h * jitter - mean) / np.sqrt(1 + h**2) + mean
        gamma = np.where(gamma < 1, 2 - gamma, gamma)
        pseudo = [(t[0], t[1] * (own[:, k] / gamma[:, k])[:, None]) for k, t in enumerate(tables)]
        E = [[[radial(*pseudo[k], t[0][u], t[1][u]) for t in tables] for k in (0, 1)] for u in range(n)]
        expected.append([np.sqrt(e[0][1] / e[0][0] * e[1][1] / e[1][0]) for e in E])
    found = gm.dea.malmquist(x, y, draws=B, rng=np.random.default_rng(7), level=0.9)
    from govmetrics.dea import _malmquist_bootstrap as bootstrap
    from govmetrics.dea._malmquist_parts import Pair
    from govmetrics.dea.malmquist import _panel

    data, first, second = _panel(x, y), np.arange(n), np.arange(n, 2 * n)
    pair = Pair(data, "output", "radial", first, second, None, first, second)
    drawn = bootstrap.drawn_changes(pair, data.units[first].get_level_values(1), B, np.random.default_rng(7))
    assert_allclose(drawn[0][list(some)], expected, rtol=1e-8)
    assert_allclose(drawn[1] * drawn[2], drawn[0], rtol=1e-12)
    table = found.intervals[found.intervals["part"] == "malmquist"]
    estimate = found.changes["malmquist"].to_numpy()
    assert_allclose(table["lower"], 2 * estimate - np.quantile(drawn[0], 0.95, axis=0))
    assert_allclose(table["upper"], 2 * estimate - np.quantile(drawn[0], 0.05, axis=0))
    assert_allclose(table["bias"], drawn[0].mean(axis=0) - estimate)


def test_intervals_do_not_depend_on_the_order_of_rows_and_know_what_is_sure():
    x, y = panel(n=11, seed=8)
    y = y * np.where(y.index.get_level_values(0) == 2002, 1.5, 1.0)[:, None]
    keys = ["period", "unit", "part"]
    one = gm.dea.malmquist(x, y, draws=100)
    mixed = np.random.default_rng(0).permutation(len(x))
    two = gm.dea.malmquist(x.iloc[mixed], y.iloc[mixed], draws=100)
    first, second = (t.intervals.set_index(keys) for t in (one, two))
    assert_allclose(first[["lower", "upper"]], second.loc[first.index, ["lower", "upper"]], rtol=1e-9)
    whole = first.xs("technical_change", level="part")
    assert (whole["lower"] < whole["estimate"]).mean() > 0.8
    assert whole["significant"].mean() > 0.8  # everyone makes half as much again
    assert "productivity rose in" in one.summary("en")
    assert one.seed == 0
    assert "置信区间" in one.tables("zh")[3].caption


def test_what_does_not_go_together_is_refused_at_once():
    x, y = panel()
    with pytest.raises(FaultyInput) as told:
        gm.dea.malmquist(x, y, "pooled", "none", decomposition="bias", draws=100)
    assert {fault.place for fault in told.value.faults} == {"orientation", "decomposition", "draws"}
    with pytest.raises(FaultyInput, match="draws"):
        gm.dea.malmquist(x, y, measure="slacks_based", draws=100)
    with pytest.raises(UnsuitableMethod, match="u3: without data in some period"):
        gm.dea.malmquist(x.drop((2002, "u3")), y.drop((2002, "u3")), draws=100)
    nothing = y.copy()
    nothing.loc[(2002, "u4")] = 0.0
    with pytest.raises(UnsuitableMethod, match="u4: without any output"):
        gm.dea.malmquist(x, nothing, draws=100)
    with pytest.raises(UnsuitableMethod, match="every amount divides its slack"):
        gm.dea.malmquist(x, nothing, measure="slacks_based")


def test_a_thousand_times_larger_unit_and_twins_change_nothing():
    x, y = panel(seed=9)
    x2, y2 = (t.mul(np.where(t.index.get_level_values(1) == "u2", 1e8, 1.0), axis=0) for t in (x, y))
    for options in ({"decomposition": "bias"}, {"measure": "slacks_based", "orientation": "none"}):
        plain, large = (gm.dea.malmquist(*t, **options).changes for t in ((x, y), (x2, y2)))
        assert_allclose(plain["malmquist"], large["malmquist"], rtol=1e-7)  # constant returns
        both = [
            pd.concat([t, t.rename(index={"u1": "twin"}).loc[(slice(None), ["twin"]), :]]) for t in (x, y)
        ]
        twins = gm.dea.malmquist(*both, **options).changes.set_index("unit")["malmquist"]
        assert_allclose(twins.drop("twin"), plain["malmquist"], rtol=1e-9)
        assert twins["twin"] == pytest.approx(twins["u1"])


@pytest.mark.parametrize(
    ("language", "told"), [("en", "of {k} of 12 changes"), ("zh", "12 个变化值中各组成部分齐全的 {k} 个")]
)
def test_changes_without_a_part_are_told_and_left_out_of_all_means(language, told):
    """Ray and Desli (1997) split the index into three factors, of which two need variable returns across periods.

    Where these have no solution nothing said so, the index was averaged over other changes than its factors, whose means
    did not multiply to it: 8 of these 12 changes rose by 13.5%, "technical change -8.4%, pure efficiency -2.1%, scale
    +19.7%"; of all 12 the index fell by 27%.
    """
    rng = np.random.default_rng(3)
    index = pd.MultiIndex.from_product([[2020, 2021, 2022], list("abcdef")], names=["period", "unit"])
    x = pd.DataFrame({"x": rng.uniform(1, 10, 18)}, index)
    y = pd.DataFrame({"y": rng.uniform(1, 10, 18), "z": rng.uniform(1, 5, 18)}, index)
    found = gm.dea.malmquist(x, y, decomposition="ray_desli")
    lost = found.changes["status"] == "infeasible"
    assert 0 < lost.sum() < 12
    for means in (found.by_period, found.by_unit):
        parts = means[["technical_change", "pure_efficiency_change", "scale_change"]]
        assert_allclose(means["malmquist"], parts.prod(axis=1, skipna=False))
    assert any(f"{lost.sum()} of 12 changes have no feasible solution" in note for note in found.notes)
    assert any("decomposition='fgnz'" in note for note in found.notes)
    assert told.format(k=12 - lost.sum()).replace(" ", "") in found.summary(language).replace(" ", "")
    whole = gm.dea.malmquist(x, y, decomposition="fgnz")
    assert len(whole.notes) == 1
    assert whole.changes["malmquist"].notna().all()
