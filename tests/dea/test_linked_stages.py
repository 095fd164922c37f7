"""Networks and periods by slacks: against the papers' programs written plainly, identities, and units of every shape.

The tables of Tone and Tsutsui (2009, 2010) could not be read in full text; their programs are written here again, one
unit at a time, in the data's units.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from govmetrics import dea
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
STAGES = {
    "a": {"inputs": ["x1"]}, "b": {"inputs": ["x2"], "outputs": ["y1"]}, "c": {"inputs": ["x3"], "outputs": ["y2"]}
}  # fmt: skip
PAIRS = {("a", "b"): ["z1"], ("b", "c"): ["z2"]}


def table(n=12, seed=0, spread=0.5):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        rng.lognormal(1, spread, (n, 7)),
        [f"u{i}" for i in range(n)],
        ["x1", "x2", "x3", "y1", "y2", "z1", "z2"],
    )


def network(t, orientation="none", returns="variable", **options):
    links = {pair: t[names] for pair, names in PAIRS.items()}
    t = t.copy()
    t.attrs["totals"] = "keep"  # twins of units are no sums
    return dea.network_slacks_based(
        t[["x1", "x2", "x3"]], t[["y1", "y2"]], links, STAGES, orientation, returns, **options
    )


def program(stages, ties, held, weights, orientation, returns, o):
    """The score of unit o. `stages`: per stage (small, large), tables (n, columns); `ties`: (made by, taken by, z);
    `held`: (stage, z). Variables: t, and per stage L, and its slacks."""
    n, K = len(next(one for pair in stages for one in pair if one.size)), len(stages)
    at, size = [], 1
    for small, large in stages:
        at.append((size, size + n, size + n + small.shape[1]))
        size += n + small.shape[1] + large.shape[1]
    cost, norm, rows, rhs = np.zeros(size), np.zeros(size), [], []
    cost[0] = norm[0] = 1.0

    def row(fill, own):
        one = np.zeros(size)
        for start, values in fill:
            one[start : start + len(values)] += values
        one[0] = -own
        rows.append(one)
        rhs.append(0.0)

    for k, (small, large) in enumerate(stages):
        lam, minus, plus = at[k]
        for i, x in enumerate(small.T):
            row([(lam, x), (minus + i, [1.0])], x[o])
            if orientation != "output" and x[o] > 0:
                cost[minus + i] = -weights[k] / small.shape[1] / x[o]
        for r, y in enumerate(large.T):
            row([(lam, y), (plus + r, [-1.0])], y[o])
            if orientation != "input" and y[o] > 0:
                norm[plus + r] = weights[k] / large.shape[1] / y[o]
        if returns == "variable":
            row([(lam, np.ones(n))], 1.0)
    for k, h, z in ties:
        row([(at[k][0], z), (at[h][0], -z)], 0.0)
    for k, z in held:
        row([(at[k][0], z)], z[o])
    bounds = [(0, None)] * size
    extra = []
    if returns in ("increasing", "decreasing"):
        sign = 1.0 if returns == "decreasing" else -1.0
        for k in range(K):
            one = np.zeros(size)
            one[at[k][0] : at[k][0] + n], one[0] = sign, -sign
            extra.append(one)
    found = linprog(
        cost, A_eq=np.array([*rows, norm]), b_eq=[*rhs, 1.0], A_ub=np.array(extra) if extra else None,
        b_ub=np.zeros(len(extra)) if extra else None, bounds=bounds,
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    return found.fun if found.status == 0 else np.nan


def by_program(t, orientation, returns, link, weights, units):
    none = np.empty((len(t), 0))
    stages = [(t[["x1"]].to_numpy(), none), (t[["x2"]].to_numpy(), t[["y1"]].to_numpy()),
              (t[["x3"]].to_numpy(), t[["y2"]].to_numpy())]  # fmt: skip
    z1, z2 = t["z1"].to_numpy(), t["z2"].to_numpy()
    ties = [(0, 1, z1), (1, 2, z2)] if link == "free" else []
    held = [] if link == "free" else [(0, z1), (1, z1), (1, z2), (2, z2)]
    return [program(stages, ties, held, weights, orientation, returns, o) for o in units]


@pytest.mark.parametrize("link", ["free", "fixed"])
@pytest.mark.parametrize("orientation", ["none", "input", "output"])
def test_network_equals_the_papers_program(orientation, link):
    t, weights = table(seed=1), np.array([0.4, 0.2, 0.4])
    for returns in ("variable", "constant", "increasing", "decreasing"):
        found = network(t, orientation, returns, link=link, weights={"a": 2, "b": 1, "c": 2})
        some = range(0, 12, 3)
        expected = by_program(t, orientation, returns, link, weights, some)
        assert_allclose(found.scores.iloc[list(some)], expected, atol=1e-9)
        assert found.error.max() < 1e-9
        if orientation == "input":
            assert_allclose(found.stages @ weights, found.scores, atol=1e-9)
        if orientation == "output":
            assert_allclose(1 / ((1 / found.stages) @ weights), found.scores, atol=1e-9)
        assert (found.stages.le(1 + 1e-9) & found.stages.gt(0)).all(axis=None)


def test_free_links_are_never_above_fixed_ones_and_targets_have_no_slack():
    t = table(seed=2)
    free, fixed = network(t), network(t, link="fixed")
    assert (free.scores <= fixed.scores + 1e-9).all()
    one = network(t, link={("a", "b"): "fixed"})
    assert ((free.scores - 1e-9 <= one.scores) & (one.scores <= fixed.scores + 1e-9)).all()
    assert_allclose(fixed.targets["x1"] + fixed.slacks["x1"], t["x1"])
    assert_allclose(fixed.targets["y2"] - fixed.slacks["y2"], t["y2"])
    share = 1 - fixed.slacks["x1"] / t["x1"]
    assert_allclose(fixed.stages["a"], share, atol=1e-9)  # a stage with one input and no output


def test_a_stage_that_is_alone_in_weight_is_judged_as_if_alone():
    """With all weight on one stage, links fixed and its links as amounts that stay, the others are bystanders."""
    t = table(seed=3)
    found = network(t, "input", "constant", link="fixed", weights={"a": 1, "b": 0, "c": 0})
    ratio = (t["x1"] / t["z1"]).to_numpy()
    assert_allclose(found.scores, ratio.min() / ratio, atol=1e-9)
    assert_allclose(found.scores, found.stages["a"], atol=1e-12)


def test_rows_units_and_sizes_change_nothing():
    t = table(n=15, seed=4)
    plain = network(t)
    mixed = network(t.iloc[np.random.default_rng(1).permutation(15)])
    assert_allclose(mixed.scores.loc[t.index], plain.scores, atol=1e-10)
    assert_allclose(mixed.stages.loc[t.index], plain.stages, atol=1e-9)
    rescaled = network(t * [1e6, 1e-6, 1, 1e3, 1, 1e-4, 1e5])
    assert_allclose(rescaled.scores, plain.scores, atol=1e-9)
    twins = network(pd.concat([t, t.iloc[:2].rename(index=lambda u: u + "'")]))
    assert_allclose(twins.scores.iloc[:15], plain.scores, atol=1e-9)
    assert_allclose(twins.scores.loc[["u0'", "u1'"]], plain.scores.iloc[:2], atol=1e-9)


def test_ties_between_stages_give_earlier_ones_the_larger_efficiency():
    """Two stages with one link: unit C may save in the first at twice the link, or in the second: both count alike."""
    t = pd.DataFrame(
        {"x": [1.0, 2, 2], "w": [2.0, 1, 2], "z": [1.0, 2, 2], "y": [1.0, 1, 1]}, ["A", "B", "C"]
    )
    stages = {"one": {"inputs": "x"}, "two": {"inputs": "w", "outputs": "y"}}
    found = dea.network_slacks_based(
        t[["x"]].join(t["w"]), t[["y"]], {("one", "two"): t[["z"]]}, stages, "input"
    )
    assert found.scores["C"] == pytest.approx(0.75)
    assert found.stages.loc["C"].tolist() == pytest.approx([1.0, 0.5])


def degenerate(seed):
    """A network with zeros, twins, and units of very different sizes."""
    rng = np.random.default_rng(seed)
    t = table(int(rng.integers(4, 14)), seed)
    t = t.round(int(rng.integers(0, 3))).clip(lower=1.0)
    if rng.random() < 0.5:
        t.iloc[1] = t.iloc[0]
    if rng.random() < 0.5:
        t.iloc[2] *= 10.0 ** rng.integers(-5, 6)
    if rng.random() < 0.4:
        t.iloc[3, int(rng.choice([0, 1, 2]))] = 0.0
    return t


def check_degenerate(seed):
    t = degenerate(seed)
    rng = np.random.default_rng(seed + 1)
    orientation, returns = rng.choice(["none", "input", "output"]), rng.choice(["variable", "constant"])
    link = str(rng.choice(["free", "fixed"]))
    if t["x1"].eq(0).any():
        with pytest.raises(UnsuitableMethod, match="makes something of nothing in a"):
            network(t, orientation, returns, link=link)
        return False
    found = network(t, orientation, returns, link=link)
    expected = by_program(t, orientation, returns, link, np.full(3, 1 / 3), range(len(t)))
    known = np.isfinite(expected)  # where the plain program solves
    assert_allclose(found.scores[known], np.array(expected)[known], atol=2e-7)
    assert found.error.max() < 1e-7
    return True


def test_degenerate_networks_equal_the_program():
    assert sum(check_degenerate(seed) for seed in range(12)) > 6


@pytest.mark.slow
def test_many_degenerate_networks_equal_the_program():
    assert sum(check_degenerate(seed) for seed in range(100, 600)) > 350


def test_many_units_are_solved_over_all_columns():
    t = table(n=150, seed=5)
    found = network(t)
    some = range(0, 150, 60)
    assert_allclose(
        found.scores.iloc[list(some)],
        by_program(t, "none", "variable", "free", np.full(3, 1 / 3), some),
        atol=1e-9,
    )


def test_every_fault_of_a_network_is_told_at_once():
    t = table()
    links = {("a", "b"): t[["z1"]], ("b", "d"): t[["z2"]]}
    stages = {"a": {"inputs": ["x1", "x9"]}, "b": {"inputs": ["x1"], "yields": 1}, "c": {"outputs": ["y2"]}}
    with pytest.raises(FaultyInput) as told:
        dea.network_slacks_based(
            t[["x1", "x2", "x3"]], t[["y1", "y2"]], links, stages, weights={"a": -1}, link="loose"
        )
    text = str(told.value)
    for part in ("x9 is no column", "x1 is of a, too", "yields", "y1", "is of no stage", "does not go from one stage",
                 "there is none of b", "link"):  # fmt: skip
        assert part in text
    network_of = {("a", "b"): t[["x1"]], ("b", "c"): t[["z2"]]}
    with pytest.raises(FaultyInput, match="is the name of more than one column"):
        dea.network_slacks_based(t[["x1", "x2", "x3"]], t[["y1", "y2"]], network_of, STAGES)
    bad = {("a", "b"): t[["z1"]].drop("u3"), ("b", "c"): t[["z2"]].assign(z2=-1.0)}
    with pytest.raises(FaultyInput, match=r"(?s)u3.*links.*negative"):
        dea.network_slacks_based(t[["x1", "x2", "x3"]], t[["y1", "y2"]], bad, STAGES)
    with pytest.raises(UnsuitableMethod, match="is zero"):
        network(t.assign(y1=[0.0] + [1.0] * 11))
    assert network(t.assign(y1=[0.0] + [1.0] * 11), "input").scores.notna().all()


def test_networks_over_periods_have_a_frontier_each():
    both = pd.concat({2023: table(seed=6), 2024: table(seed=7)}, names=["period", "unit"])
    found = network(both)
    assert_allclose(found.scores.loc[2024], network(table(seed=7)).scores, atol=1e-10)
    pooled = network(both, frontier="pooled")
    assert (pooled.scores <= found.scores + 1e-9).all()
    assert "each of the 2 periods" in found.notes[0]


def test_network_is_told_in_both_languages():
    found = network(table(), weights={"a": 1, "b": 1, "c": 2}, link={("a", "b"): "fixed"})
    assert "The weakest stage is" in found.summary("en")
    assert "最弱" in found.summary("zh")
    told = " ".join(text.say("zh") for text in found._method())
    assert "网络SBM" in told
    assert "a 0.25" in told


# --- over time


def panel(n=22, T=3, seed=0):
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [range(2021, 2021 + T), [f"u{i}" for i in range(n)]], names=["period", "unit"]
    )
    return pd.DataFrame(rng.lognormal(1, 0.5, (n * T, 6)), index, ["x", "y", "good", "bad", "free", "fixed"])


def over_time(t, orientation="none", returns="variable", kinds=("good", "bad", "free", "fixed"), **options):
    return dea.dynamic(
        t[["x"]], t[["y"]], **{k: t[[k]] for k in kinds}, orientation=orientation, returns=returns, **options
    )


def time_program(t, orientation, returns, kinds, weights, o):
    periods = t.index.get_level_values(0).unique()
    parts = [t.loc[p] for p in periods]
    small, large = ["x", *[k for k in kinds if k == "bad"]], ["y", *[k for k in kinds if k == "good"]]
    stages = [(part[small].to_numpy(), part[large].to_numpy()) for part in parts]
    ties = [(k, k + 1, parts[k][kind].to_numpy()) for k in range(len(parts) - 1) for kind in kinds]
    held = [(k, part["fixed"].to_numpy()) for k, part in enumerate(parts) if "fixed" in kinds]
    return program(stages, ties, held, weights, orientation, returns, o)


@pytest.mark.parametrize("orientation", ["none", "input", "output"])
@pytest.mark.parametrize(
    "kinds", [("good", "bad", "free", "fixed"), ("good",), ("bad",), ("free",), ("fixed",)]
)
def test_dynamic_equals_the_papers_program(orientation, kinds):
    t = panel(seed=len(kinds), T=2 if len(kinds) > 1 else 3)
    half = np.full(len(t.index.levels[0]), 1 / len(t.index.levels[0]))
    for returns in ("variable", "constant"):
        found = over_time(t, orientation, returns, kinds)
        expected = [time_program(t, orientation, returns, kinds, half, o) for o in (0, 4, 9)]
        assert_allclose(found.scores.iloc[[0, 4, 9]], expected, atol=1e-9)
        assert found.error.max() < 1e-9
        if orientation == "input":
            assert_allclose(found.periods.mean(axis=1), found.scores, atol=1e-9)
        assert found.scores.nunique() > 2


def test_dynamic_weights_order_and_slacks():
    t = panel(seed=5)
    weights = {2021: 1, 2022: 2, 2023: 1}
    found = over_time(t, weights=weights)
    expected = [
        time_program(t, "none", "variable", ("good", "bad", "free", "fixed"), np.array([0.25, 0.5, 0.25]), o)
        for o in (2, 7)
    ]
    assert_allclose(found.scores.iloc[[2, 7]], expected, atol=1e-9)
    mixed = t.iloc[np.random.default_rng(0).permutation(len(t))]
    again = over_time(mixed, weights=weights)
    assert_allclose(again.scores.loc[found.scores.index], found.scores, atol=1e-10)
    assert list(again.slacks.index) == list(mixed.index)
    assert_allclose(again.slacks.loc[t.index], found.slacks, atol=1e-8)
    assert_allclose(found.targets["bad"] + found.slacks["bad"], t["bad"])
    year = found.slacks.xs(2022, level=0)
    own = t.xs(2022, level=0)
    up = 1 - (year[["x", "bad"]] / own[["x", "bad"]]).mean(axis=1)
    down = 1 + (year[["y", "good"]] / own[["y", "good"]]).mean(axis=1)
    assert_allclose(found.periods[2022], up / down, atol=1e-9)
    assert "overall efficiency" in found.summary("en")
    assert "平均总效率" in found.summary("zh")


def test_dynamic_refuses_what_it_cannot_do():
    t = panel()
    with pytest.raises(FaultyInput, match="nothing is carried over"):
        dea.dynamic(t[["x"]], t[["y"]])
    with pytest.raises(FaultyInput, match="give at least 2 periods"):
        over_time(t.loc[[2021]])
    with pytest.raises(FaultyInput, match="is not indexed by period and unit"):
        over_time(t.loc[2021])
    with pytest.raises(UnsuitableMethod, match="u3: without data in some period"):
        over_time(t.drop((2022, "u3")))
    with pytest.raises(UnsuitableMethod, match="is zero"):
        over_time(t.assign(good=np.where(t.index.get_level_values(1) == "u1", 0.0, t["good"])))
    with pytest.raises(FaultyInput, match="is the name of more than one column"):
        dea.dynamic(t[["x"]], t[["y"]], good=t[["x"]])
