"""What a solver gives up on is not called infeasible: that word is for what multipliers prove."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.dea.engine import single

pytestmark = pytest.mark.filterwarnings("ignore::govmetrics.GovmetricsWarning")
X, Y = pd.DataFrame({"x": [1.0, 3.0, 5.0]}, list("abc")), pd.DataFrame({"y": [1.0, 3.0, 9.0]}, list("abc"))
REFERENCE = (pd.DataFrame({"x": [2.0, 4.0]}), pd.DataFrame({"y": [1.0, 3.0]}))


def test_a_solver_proves_that_there_is_no_solution():
    found = gm.dea.radial(X, Y, reference=REFERENCE, solver="highs")
    assert found.status.tolist() == ["optimal", "optimal", "infeasible"]
    assert (found.certificate[["primal", "dual", "gap"]] <= 1e-9).all(axis=None)


def test_pulp_says_the_same():
    pulp = pytest.importorskip("pulp")
    found = gm.dea.radial(X, Y, reference=REFERENCE, solver=pulp.HiGHS(msg=False))
    assert found.status.tolist() == ["optimal", "optimal", "infeasible"]
    assert found.certificate.loc["c", "gap"] == 0


def test_what_a_solver_gives_up_on_has_a_word_of_its_own(monkeypatch):
    monkeypatch.setattr(single, "least", lambda *given, **more: SimpleNamespace(x=None, fun=None))
    found = gm.dea.radial(X, Y, reference=REFERENCE, solver="highs")
    assert found.status.tolist() == ["unsolved"] * 3
    assert np.isinf(found.certificate["gap"]).all()
    assert found.summary() == "No unit has a score: no feasible solution was found for any."


def test_some_that_are_not_solved_are_named_in_both_languages(monkeypatch):
    whole = single.least
    answers = iter([True, True, True, True, False, False])

    def sometimes(*given, **more):
        return whole(*given, **more) if next(answers, False) else SimpleNamespace(x=None, fun=None)

    monkeypatch.setattr(single, "least", sometimes)
    found = gm.dea.radial(X, Y, reference=(X, Y), solver="highs", slacks=True)
    assert found.status.tolist() == ["optimal", "optimal", "unsolved"]
    assert "For 1 unit the solver found no solution, though there may be one: c." in found.summary()
    assert "未能求解" in found.summary("zh")
    assert found.tables("zh")[0].frame.iloc[2].astype(str).str.contains("未能求解").any()


def test_a_super_score_beyond_what_a_solver_can_tell_from_none():
    """c is 1e10 times larger: without orientation all others can be reached, and the score 1e10 is the reciprocal of 1e-10."""
    x = pd.DataFrame({"p": [1.0, 2, 3e10], "q": [2.0, 1, 2e10]}, list("abc"))
    y = pd.DataFrame({"y": [1.0, 1, 1e10]}, list("abc"))
    for returns, orientation, expected in (
        ("variable", "none", "unsolved"), ("variable", "output", "unsolved"), ("decreasing", "output", "unsolved"),
        ("variable", "input", "infeasible"), ("decreasing", "input", "infeasible"), ("constant", "input", "optimal"),
    ):  # fmt: skip
        found = gm.dea.super_slacks_based(x, y, orientation, returns)
        assert found.status["c"] == expected
        assert np.isnan(found.scores["c"]) == (expected != "optimal")
    unsolved = gm.dea.super_slacks_based(x, y)
    assert unsolved.notes == ()
    assert "the solver found no solution, though there may be one: c." in unsolved.summary()
    assert gm.dea.super_slacks_based(x.where(x < 1e9, x / 1e3), y.where(y < 1e9, 1e7)).scores[
        "c"
    ] == pytest.approx(1e7)
