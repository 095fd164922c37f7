"""Units without any output in radial models: their programs have an answer, computed here by scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import govmetrics as gm
from govmetrics.dea import radial

RETURNS = ("variable", "constant", "increasing", "decreasing")


def theta(x, y, o, returns):
    """Return min theta with X lambda <= theta x_o, Y lambda >= y_o."""
    n = len(x)
    a, b = np.r_[np.c_[-x[o], x.T], np.c_[np.zeros(y.shape[1]), -y.T]], np.r_[np.zeros(x.shape[1]), -y[o]]
    one = [np.r_[0, np.ones(n)]]
    if returns in ("increasing", "decreasing"):
        sign = 1 if returns == "decreasing" else -1
        a, b = np.r_[a, sign * np.array(one)], np.r_[b, sign]
    equal = (one, [1]) if returns == "variable" else (None, None)
    return linprog(np.r_[1, np.zeros(n)], a, b, *equal).fun


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.filterwarnings("ignore")
def test_scores_are_those_of_the_program(returns, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 9, (14, 2)).astype(float), rng.integers(0, 9, (14, 2)).astype(float)
    x[(x == 0).all(axis=1)] = 3
    y[[2, 7]] = 0
    found = radial(x, y, returns=returns)
    assert found.scores.to_numpy() == pytest.approx([theta(x, y, o, returns) for o in range(14)], abs=1e-9)
    assert found.scores[2] == 0 if returns in ("constant", "decreasing") else found.scores[2] > 0
    assert found.certificate[["primal", "dual", "gap"]].to_numpy().max() < 1e-9
    v, u = found.input_weights.to_numpy(), found.output_weights.to_numpy()
    within = u @ y.T - v @ x.T + found.intercept.to_numpy()[:, None]
    assert within.max() < 1e-9  # for every unit of the reference
    assert (v * x).sum(axis=1) == pytest.approx(np.ones(14))
    assert found.scores.index.tolist() == list(range(14))


@pytest.mark.filterwarnings("ignore")
def test_what_is_said_of_a_unit_without_output():
    x = pd.DataFrame({"staff": [2.0, 4, 3, 5], "money": [1.0, 1, 0, 2]}, index=list("ABCD"))
    y = pd.DataFrame({"cases": [1.0, 3, 0, 2]}, index=x.index)
    found = radial(x, y, returns="constant")
    assert found.scores["C"] == 0
    assert found.efficient["C"] == "no"
    assert found.targets.loc["C"].tolist() == [0, 0, 0]
    assert found.input_weights.loc["C"].tolist() == pytest.approx([1 / 3, 0])
    assert "C" not in set(found.peers["unit"])
    assert [str(note) for note in found.notes] == ["a unit without any output has the score 0: C"]
    assert "没有任何产出的决策单元，得分为 0：C" in found.notes[0].say("zh")
    for returns in RETURNS:
        out = radial(x, y, orientation="output", returns=returns)
        assert out.scores["C"] == 0
        assert out.farrell["C"] == np.inf
        assert out.targets.loc["C"].isna().all()
        others = out.scores.drop("C")
        assert others.between(0.1, 1).all()
    same = radial(x, y, orientation="output", returns="constant").scores
    pd.testing.assert_series_equal(same, found.scores)
    apart = radial(
        x[["staff"]].loc[["C", "D"]], y.loc[["C", "D"]], reference=(x[["staff"]].drop("C"), y.drop("C"))
    )
    assert apart.scores["C"] == pytest.approx(2 / 3)  # A makes something with two instead of three


@pytest.mark.filterwarnings("ignore")
def test_all_units_without_output_are_refused():
    x = pd.DataFrame({"staff": [2.0, 4]}, index=list("AB"))
    with pytest.raises(gm.FaultyInput, match="cases: this output is zero for every unit"):
        radial(x, pd.DataFrame({"cases": [0.0, 0]}, index=x.index))
    one, idle = x.loc[["A"]].set_axis(["C"]), pd.DataFrame({"cases": [0.0]}, index=["C"])
    others = x, pd.DataFrame({"cases": [1.0, 2]}, index=x.index)
    with pytest.raises(gm.FaultyInput, match="outputs: all outputs are zero"):
        radial(one, idle, "output", reference=others)
