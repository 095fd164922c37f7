"""Distances to the frontiers of many pseudo-samples, against one plain program a unit by HiGHS."""

from __future__ import annotations

import numpy as np
import pytest

import govmetrics.dea.engine.lifting as lifting
import govmetrics.dea.engine.replicates as replicates
from govmetrics.dea.engine.facets import facets, replicate, within_replicate
from govmetrics.dea.engine.pivots import State
from govmetrics.dea.engine.projection import batch_of, radial_points, stages, start_basis, technology
from govmetrics.dea.engine.replicates import pseudo_ratios, pseudo_scores
from govmetrics.dea.engine.simplex import maximise
from tests.dea import plain

MOVING = {"input": slice(0, 2), "output": slice(2, 4)}


def _units(seed, kind, n=260):
    rng = np.random.default_rng(seed)
    x, y = rng.lognormal(0, 0.5, (n, 2)), rng.lognormal(0, 0.5, (n, 2))
    if kind == "ties":
        x, y = np.ceil(3 * x), np.ceil(3 * y)
    elif kind == "twins":
        x[50:], y[50:] = x[rng.integers(0, 50, n - 50)], y[rng.integers(0, 50, n - 50)]
    elif kind == "zeros":
        y[rng.random(n) < 0.3, 1] = 0.0
    elif kind == "no input":
        x[rng.random(n) < 0.1, 1] = 0.0
    factor = np.exp(rng.normal(0, 0.2, (2, n)))
    factor[:, ::3] = 1.0
    return x, y, factor


@pytest.mark.parametrize("kind", ["plain", "ties", "twins", "zeros", "no input"])
@pytest.mark.parametrize("returns", ["constant", "variable", "decreasing", "increasing"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_equal_to_plain_programs(orientation, returns, kind):
    x, y, factor = _units(1, kind)
    got = pseudo_scores(x, y, factor, orientation, returns)
    for b, o in [(0, 0), (0, 7), (1, 100), (1, 259)]:
        f = factor[b][:, None]
        pseudo = (x * f, y) if orientation == "input" else (x, y * f)
        # The unit at its place in the pseudo-sample, whose score is that at its own place but for its factor.
        score = (plain.radial if orientation == "input" else plain.radial_of_outputs)(*pseudo, o, returns)
        assert got[b, o] == pytest.approx(
            score * (f[o, 0] if orientation == "input" else 1 / f[o, 0]), abs=1e-9
        )


@pytest.mark.parametrize("returns", ["constant", "variable", "decreasing", "increasing"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_all_are_lifted_from_facets(orientation, returns, monkeypatch):
    """Where inputs are positive nothing is left to the slower search, and that gives the same numbers."""
    x, y, factor = _units(2, "plain", 300)
    slow = replicates.distances
    monkeypatch.setattr(lifting, "distances", None)
    monkeypatch.setattr(replicates, "distances", None)
    fast = pseudo_scores(x, y, factor, orientation, returns)
    monkeypatch.setattr(lifting, "distances", slow)
    monkeypatch.setattr(
        lifting, "_completed", lambda tech, some, state, first, pool: np.full((2, len(some.member)), np.nan)
    )
    np.testing.assert_allclose(fast, pseudo_scores(x, y, factor, orientation, returns), rtol=1e-11)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_no_unit_lies_beyond_a_facet(orientation):
    x, y, factor = _units(3, "plain", 300)
    tech = technology(x, y, "variable")
    some, moving = radial_points(tech, x, y, orientation), MOVING[orientation]
    for found, one in zip(facets(tech, some, factor, moving), factor, strict=True):
        columns = replicate(tech, one, moving).columns
        value = found.prices.T @ columns
        assert value.max() <= 1e-9 * np.abs(found.prices).max()
        points = within_replicate(some, one, moving)
        assert (found.facing(points) >= 0).all()
        # A facet touches the units of its basis.
        for k in range(value.shape[0]):
            codes = found.codes[:, k]
            np.testing.assert_allclose(value[k, codes[codes >= found.shared] - found.shared], 0, atol=1e-9)


def test_part_by_part(monkeypatch):
    """However many replicates' facets are looked for together, the numbers are the same."""
    x, y, factor = _units(4, "plain")
    whole = pseudo_scores(x, y, factor, "input", "variable")
    monkeypatch.setattr(replicates, "AT_ONCE", 1)
    np.testing.assert_allclose(pseudo_scores(x, y, factor, "input", "variable"), whole, rtol=1e-12)


@pytest.mark.parametrize("kind", ["plain", "ties", "twins", "zeros", "no input"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_ratios_ask_only_units_that_can_differ(orientation, kind):
    """Decreasing over variable returns, from constant and increasing ones: large units, small ones, and both at once."""
    x, y, factor = _units(5, kind, 300)
    y *= x.mean(axis=1, keepdims=True) ** 0.5
    got = pseudo_ratios(x, y, factor, orientation, "decreasing")
    under, over = (pseudo_scores(x, y, factor, orientation, r) for r in ("decreasing", "variable"))
    np.testing.assert_allclose(got, under / over, rtol=1e-10)
    assert 0 < (got == 1).sum() < got.size


def test_ratios_where_sizes_are_far_apart_or_some_have_no_facet(monkeypatch):
    x, y, factor = _units(6, "plain", 300)
    whole = pseudo_ratios(x, y, factor, "input", "decreasing")
    monkeypatch.setattr(replicates, "facets", lambda tech, some, factor, moving: [None] * len(factor))
    np.testing.assert_allclose(pseudo_ratios(x, y, factor, "input", "decreasing"), whole, rtol=1e-10)
    x[0] *= 1e4
    y[0] *= 1e4
    under, over = (pseudo_scores(x, y, factor, "input", r) for r in ("decreasing", "variable"))
    np.testing.assert_allclose(pseudo_ratios(x, y, factor, "input", "decreasing"), under / over, rtol=1e-12)


def test_roundings_of_the_pivots_are_seen(monkeypatch):
    """Where the inverse that the pivots left is not good enough, it is made anew."""
    x, y, factor = _units(7, "plain")
    good = pseudo_scores(x, y, factor, "input", "variable")
    run = State.run

    def rounded(state, *stage):
        ended = run(state, *stage)
        state.inverse *= 1 + 1e-7
        return ended

    monkeypatch.setattr(State, "run", rounded)
    monkeypatch.setattr(lifting, "distances", None)
    np.testing.assert_allclose(pseudo_scores(x, y, factor, "input", "variable"), good, rtol=1e-12)


@pytest.mark.parametrize("returns", ["constant", "variable", "increasing"])
def test_lifting_ends_at_the_optimum(returns):
    """The dual simplex method alone, from the facet that bounds each unit most, finds what the primal one finds."""
    x, y, _ = _units(8, "plain", 300)
    tech = technology(x, y, returns)
    some = radial_points(tech, x, y, "input")
    start = facets(tech, some, np.ones((1, 300)), MOVING["input"])[0]
    facing = start.facing(some)
    bound = -(start.prices.T @ some.base) / (start.prices.T @ some.move)
    np.testing.assert_allclose(
        bound[facing, np.arange(300)], bound.max(axis=0), rtol=1e-12
    )  # the score is at least that
    programs, steps = batch_of(tech, some, start.pool), stages(tech, some, slacks=False)
    state = start.state(programs, facing)
    assert state.lift(*steps[0]).all()
    t = (state.values / state.norm)[0]
    np.testing.assert_allclose(t, maximise(programs, start_basis(tech, some), steps).values[0], rtol=1e-11)
    assert (state.values[1:] > -1e-10).all()


def test_ratios_are_one_only_where_weights_exceed_one():
    """One input, one output: the best ratio is at 2; below it variable returns are kinder, above it both are the same."""
    x = np.r_[1.0, 2.0, 4.0, np.full(300, 8.0)][:, None]
    y = np.r_[0.4, 2.0, 3.0, np.linspace(0.1, 3.5, 300)][:, None]
    got = pseudo_ratios(x, y, np.ones((1, 303)), "input", "decreasing")[0]
    assert got[:3] == pytest.approx([0.4 / 1.0, 1.0, 1.0])
    small = y[:, 0] < 2  # needs less than the unit of 2
    assert (got[small] < 1).all()
    assert (got[~small] == 1).all()
