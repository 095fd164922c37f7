"""Ordinary data are solved at the first attempt, all units together: the ways out behind it are for hard numbers only."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from govmetrics import dea

RETURNS = ("variable", "constant", "increasing", "decreasing")
SIZES = [*((30, returns) for returns in RETURNS), (150, "variable")]
pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def module(name):
    return sys.modules[f"govmetrics.dea.engine.{name}"]  # the package has functions under some of these names


def never(*_, **__):
    raise AssertionError("a way out was taken")


@pytest.fixture
def once(monkeypatch):
    """Let no program be solved a second time, nor one by one."""
    engine, families = module("distances"), module("solve_family")
    solve, maximise, together = engine._solve, engine.maximise, families.together
    met = {"distances": 0, "wider": 0, "programs": 0}

    def solved(*arguments, attempt=-2, **options):
        assert attempt < 0, "a more careful attempt"
        met["distances"] += 1
        met["wider"] += attempt == -1
        return solve(*arguments, **({} if attempt == -2 else {"attempt": attempt}), **options)

    def settled(family, pool, goal=None):
        found = together(family, pool, goal)
        met["programs"] += 1
        assert found.done.all()
        return found

    def maximised(*arguments, careful, seed, **options):
        assert (careful, seed) == (False, 0)
        return maximise(*arguments, careful=careful, seed=seed, **options)

    monkeypatch.setattr(engine, "maximise", maximised)
    monkeypatch.setattr(engine, "_solve", solved)
    monkeypatch.setattr(engine, "one_by_one", never)
    monkeypatch.setattr(families, "together", settled)
    monkeypatch.setattr(families, "solve_block", never)
    return met


def amounts(n, seed=0):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.lognormal(1, 0.5, (n, 2)), columns=["a", "b"])
    y = pd.DataFrame(rng.lognormal(1, 0.5, (n, 2)), columns=["y", "z"])
    return x, y, pd.DataFrame({"smoke": rng.lognormal(1, 0.5, n)})


@pytest.mark.parametrize(("n", "returns"), SIZES)
def test_distances(once, n, returns):
    x, y, smoke = amounts(n)
    for orientation in ("input", "output"):
        found = dea.radial(x, y, orientation, returns)
        assert (found.certificate["solver"] == "engine").all()
        dea.super_efficiency(x, y, orientation, returns)
        dea.categorical(x, y, pd.Series(np.arange(n) % 3), orientation, returns)
        dea.non_discretionary(x, y, ["a"], returns=returns)
        dea.radial(x.iloc[:9] * 1.1, y.iloc[:9], orientation, returns, reference=(x, y))
    dea.directional(x, y, returns=returns, undesirable=smoke, disposability="strong")
    dea.hyperbolic(x, y, returns=returns)
    dea.weight_restricted(x, y, ratios=[("a", "b", 0.5, 2.0)], returns=returns)
    dea.weight_restricted(x, y, shares={"a": (0.2, 0.7), "z": (0.1, 0.8)}, returns=returns)
    assert once["distances"] > 10
    assert n > 120 or once["wider"] == 0  # beyond, those that come to the fore without a unit are looked for


@pytest.mark.parametrize(("n", "returns"), SIZES)
def test_programs(once, n, returns):
    x, y, smoke = amounts(n)
    for orientation in ("none", "input", "output"):
        dea.slacks_based(x, y, orientation, returns, smoke)
    dea.additive(x, y, returns=returns, undesirable=smoke)
    dea.directional(x, y, returns=returns, undesirable=smoke, disposability="weak")
    assert once["programs"] > 4
