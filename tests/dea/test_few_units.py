"""The rule of thumb for how many units there should be, and the names that the room shows."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import govmetrics as gm

# (inputs, outputs, units needed), by hand: m s, or three times m + s where that is more (Cooper, Seiford and Tone, 2007)
NEEDED = [(1, 1, 6), (2, 3, 15), (4, 1, 15), (6, 6, 36), (7, 7, 49), (9, 5, 45), (10, 5, 50), (20, 4, 80)]


@pytest.mark.parametrize(("m", "s", "needed"), NEEDED)
def test_one_unit_fewer_than_the_rule_warns_and_the_rule_itself_does_not(m, s, needed):
    rng = np.random.default_rng(0)
    x, y = rng.uniform(1, 2, (needed, m)), rng.uniform(1, 2, (needed, s))
    with pytest.warns(
        UserWarning, match=rf"^{needed - 1} units for {m} inputs? and {s} outputs?: .* = {needed}\)"
    ):
        gm.dea.radial(x[1:], y[1:])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gm.dea.radial(x, y)


def test_the_warning_points_at_the_callers_line():
    x = np.ones((3, 1))
    for model in (gm.dea.radial, gm.dea.additive, gm.dea.slacks_based):
        with pytest.warns(UserWarning, match="^3 units") as seen:
            model(x, x)
        assert seen[0].filename == __file__, model


def test_undesirable_outputs_count_as_inputs():
    rng = np.random.default_rng(1)
    x, y, bad = (rng.uniform(1, 2, (14, k)) for k in (1, 3, 1))
    with pytest.warns(UserWarning, match=r"14 units for 2 inputs and 3 outputs: .* = 15\)"):
        gm.dea.directional(x, y, undesirable=bad)


def test_the_room_shows_its_public_names_only():
    assert sorted(dir(gm.dea)) == sorted(gm.dea.__all__)
    assert all(callable(getattr(gm.dea, name)) for name in gm.dea.__all__)


@pytest.mark.filterwarnings("ignore:.*rule of thumb")
def test_kinds_of_returns_that_no_unit_has_are_none():
    found = gm.dea.scale([[2], [4]], [[1], [4]])
    assert found.summary().endswith("Returns to scale of 2 units: increasing 1, constant 1, decreasing 0.")
