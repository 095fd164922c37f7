"""Cross-efficiency against plain programs; Malmquist and bootstrap against what must hold."""

from __future__ import annotations

import importlib

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

import govmetrics as gm

CROSS = importlib.import_module(
    "govmetrics.dea.cross_efficiency"
)  # the package has the function under this name

pytestmark = pytest.mark.filterwarnings("ignore:.*units for")


def sample(n: int, m: int, s: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.lognormal(0, 0.5, (n, m))
    return x, np.exp(np.log(x).mean(axis=1, keepdims=True) * 0.8 + rng.normal(0, 0.3, (n, s)))


def doyle_green(x, y, d, theta, sign):
    """The paper's program in weights: best (-1) or worst (1) for the sum of the others."""
    n, m = x.shape
    s, others = y.shape[1], np.arange(n) != d
    found = linprog(
        sign * np.r_[np.zeros(m), y[others].sum(axis=0)],
        A_ub=np.c_[-x, y][others],
        b_ub=np.zeros(n - 1),
        A_eq=[np.r_[x[others].sum(axis=0), np.zeros(s)], np.r_[-theta * x[d], y[d]]],
        b_eq=[1, 0],
        method="highs",
    )
    return sign * found.fun


@pytest.mark.parametrize(("goal", "sign"), [("benevolent", -1), ("aggressive", 1)])
@pytest.mark.parametrize("seed", [0, 1])
def test_secondary_goals(goal, sign, seed):
    x, y = sample(25, 2, 2, seed)
    result = gm.dea.cross_efficiency(x, y, goal)
    matrix = result.matrix.to_numpy()
    assert matrix.max() < 1 + 1e-9
    assert_allclose(result.efficiency, gm.dea.radial(x, y, returns="constant").scores, atol=1e-9)
    v, u = result.input_weights.to_numpy(), result.output_weights.to_numpy()
    for d in range(25):
        others = np.arange(25) != d
        reached = (u[d] @ y[others].sum(axis=0)) / (v[d] @ x[others].sum(axis=0))
        assert_allclose(reached, doyle_green(x, y, d, result.efficiency[d], sign), atol=1e-9)
    assert result.unique
    assert_allclose(result.scores, matrix.mean(axis=0))


@pytest.mark.parametrize("cells", [1, 60, 10_000])
def test_raters_in_blocks_of_any_size_say_the_same(cells, monkeypatch):
    x, y = sample(25, 2, 2)
    x[3, 0] = y[4, 1] = y[5, 0] = 0.0  # some weights see nothing of some units
    whole = gm.dea.cross_efficiency(x, y, "aggressive", matrix=True)
    monkeypatch.setattr(CROSS, "CELLS", cells)
    found = gm.dea.cross_efficiency(x, y, "aggressive", matrix=False)
    assert found.matrix is None
    assert found.notes[0] == "what each of the 25 units says of each is left out, for it was not asked for"
    assert found.notes[1:] == whole.notes
    judged = whole.matrix.mask(~np.isfinite(whole.matrix))
    assert_allclose(found.scores, judged.mean(), rtol=1e-13)
    others = judged.mask(np.eye(25, dtype=bool))
    assert_allclose(found.by_others, others.mean(), rtol=1e-13)
    assert_allclose(found.efficiency, np.diag(whole.matrix), rtol=1e-13)
    assert len(found.tables()) == 1 == len(whole.tables()) - 1
    kept = gm.dea.cross_efficiency(x, y, "aggressive", matrix=True)
    assert_allclose(kept.matrix, whole.matrix, rtol=1e-13)


def test_the_matrix_of_many_units_is_kept_only_when_asked_for(monkeypatch):
    x, y = sample(25, 2, 2)
    monkeypatch.setattr(CROSS, "MANY", 24)
    assert gm.dea.cross_efficiency(x, y).matrix is None
    assert gm.dea.cross_efficiency(x, y, matrix=True).matrix.shape == (25, 25)
    monkeypatch.setattr(CROSS, "MANY", 25)
    assert gm.dea.cross_efficiency(x, y).matrix.shape == (25, 25)


def test_arbitrary_is_flagged_and_between():
    x, y = sample(25, 2, 2)
    plain = gm.dea.cross_efficiency(x, y, "arbitrary")
    assert not plain.unique
    assert "other optimal weights" in plain.notes[0]
    kind, harsh = (
        gm.dea.cross_efficiency(x, y, goal).by_others.mean() for goal in ("benevolent", "aggressive")
    )
    assert harsh < plain.by_others.mean() < kind


def panel(seed: int = 0, growth: float = 1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [[2001, 2002, 2003], [f"u{i}" for i in range(20)]], names=["period", "unit"]
    )
    x = rng.lognormal(0, 0.4, (60, 2))
    y = np.exp(np.log(x).mean(axis=1, keepdims=True) + rng.normal(0, 0.2, (60, 2)))
    y *= growth ** np.repeat(np.arange(3), 20)[:, None]
    return pd.DataFrame(x, index, ["x1", "x2"]), pd.DataFrame(y, index, ["y1", "y2"])


@pytest.mark.parametrize("frontier", ["period", "pooled", "sequential", "window", "biennial"])
@pytest.mark.parametrize("decomposition", ["fgnz", "ray_desli"])
def test_malmquist_parts_multiply(frontier, decomposition):
    x, y = panel()
    table = gm.dea.malmquist(x, y, frontier, decomposition=decomposition, width=2).to_frame()
    assert list(table["period"].unique()) == [2002, 2003]
    parts = table["technical_change"] * table["pure_efficiency_change"] * table["scale_change"]
    assert_allclose(parts.dropna(), table["malmquist"][parts.notna()], rtol=1e-9)
    constant = gm.dea.malmquist(x, y, frontier, width=2).to_frame()
    fine = table["malmquist"].notna()
    assert_allclose(table["malmquist"][fine], constant["malmquist"][fine], rtol=1e-9)
    assert (table["status"][~fine] == "infeasible").all()


def test_pooled_malmquist_is_circular():
    x, y = panel()
    steps = (
        gm.dea.malmquist(x, y, "pooled").to_frame().pivot(index="unit", columns="period", values="malmquist")
    )
    tech = (x.droplevel(0).reset_index(drop=True), y.droplevel(0).reset_index(drop=True))
    ends = [
        gm.dea.radial(x.loc[p], y.loc[p], returns="constant", reference=tech, slacks=False).scores
        for p in (2001, 2003)
    ]
    assert_allclose(steps.prod(axis=1).reindex(ends[0].index), ends[1] / ends[0], rtol=1e-9)


def test_unchanged_data_and_uniform_growth():
    x, y = panel()
    first = [t.loc[[2001]] for t in (x, y)]
    later = [t.rename(index={2001: 2002}) for t in first]
    still = gm.dea.malmquist(pd.concat([first[0], later[0]]), pd.concat([first[1], later[1]]))
    assert_allclose(still.to_frame()[["malmquist", "technical_change", "efficiency_change"]], 1, atol=1e-12)
    more = gm.dea.malmquist(pd.concat([first[0], later[0]]), pd.concat([first[1], later[1] * 1.1]))
    assert_allclose(more.to_frame()[["malmquist", "technical_change"]], 1.1, atol=1e-12)
    assert_allclose(more.by_period["malmquist"], 1.1)
    assert "+10.0%" in more.summary()


def test_a_unit_missing_in_a_period_is_named():
    x, y = panel()
    result = gm.dea.malmquist(x.drop((2002, "u3")), y.drop((2002, "u3")))
    assert "u3: only in 2001 or 2002" in result.notes[1]
    assert len(result.to_frame()) == 38


def test_bootstrap_finds_a_known_frontier():
    """y = sqrt(x) exp(-u): corrected scores are nearer the truth, and intervals cover it for most units."""
    rng = np.random.default_rng(5)
    x = rng.uniform(1, 9, (80, 1))
    truth = np.exp(-np.abs(rng.normal(0, 0.3, 80)))
    result = gm.dea.bootstrap(x, np.sqrt(x) * truth[:, None], "output", draws=500)
    raw, corrected = (np.abs(s - truth).mean() for s in (result.scores, result.corrected))
    assert corrected < raw
    assert ((result.lower <= truth) & (truth <= result.upper)).mean() > 0.5
    assert (result.lower <= result.corrected).all()
    assert (result.upper <= result.scores + 1e-12).all()


def test_bootstrap_is_reproducible():
    x, y = sample(20, 2, 1)
    first, again = (gm.dea.bootstrap(x, y, draws=100, rng=7) for _ in range(2))
    assert first.corrected.equals(again.corrected)
    assert first.seed == 7
    assert gm.dea.bootstrap(x, y, draws=100, rng=np.random.default_rng(7)).seed is None


@pytest.mark.parametrize("n", [30, 260])  # solved together, and one replicate after another
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_bootstrap_replicate_equals_plain_radial(orientation, n):
    """One replicate's distances are those of the units against the artificial sample."""
    from govmetrics.dea.engine.projection import radial_points, technology
    from govmetrics.dea.engine.replicates import resampled

    x, y = sample(n, 2, 2)
    factor = np.random.default_rng(1).uniform(0.8, 1.2, (2, n))
    tech = technology(x, y, "variable")
    t = resampled(tech, radial_points(tech, x, y, orientation), factor)
    for k in range(2):
        moved = (x * factor[k][:, None], y) if orientation == "input" else (x, y * factor[k][:, None])
        plain = gm.dea.radial(x, y, orientation, reference=moved, slacks=False)
        assert_allclose(t[k], plain.scores if orientation == "input" else plain.farrell, rtol=1e-9)


def test_one_period_has_no_change_but_one_unit_has():
    index = pd.MultiIndex.from_product([[2020], ["A", "B", "C"]], names=["period", "unit"])
    with pytest.raises(gm.FaultyInput, match="inputs: has 1 period; give at least 2 periods"):
        gm.dea.malmquist(pd.Series([1.0, 2, 3], index, name="x"), pd.Series([1.0, 2, 3], index, name="y"))
    index = pd.MultiIndex.from_product([[2020, 2021], ["A"]], names=["period", "unit"])
    one = gm.dea.malmquist(pd.Series([2.0, 2], index, name="x"), pd.Series([2.0, 3], index, name="y"))
    assert one.changes["malmquist"].tolist() == pytest.approx([1.5])
