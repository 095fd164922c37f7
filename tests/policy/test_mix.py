"""Which measures for whom: shrinkage by hand, packages by going through all of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.numerics.mixed_integer import best_package
from govmetrics.numerics.normal_shrinkage import shrunk_effects

EFFECTS = pd.DataFrame({"young": [4.0, 1.0], "old": [0.0, 3.0]}, ["app", "visits"])
ERRORS = pd.DataFrame(0.5, EFFECTS.index, EFFECTS.columns)


def test_shrinkage_by_hand():
    """Two effects, 4 and 0, errors 0.5: Q = 32, tau^2 = (32 - 1) / (8 - 4) = 7.75, B = 7.75 / 8 = 0.96875."""
    found = shrunk_effects(np.array([4.0, 0.0]), np.array([0.5, 0.5]))
    assert (found.centre, found.q, found.tau**2) == pytest.approx((2, 32, 7.75))
    assert found.mean == pytest.approx([2 + 0.96875 * 2, 2 - 0.96875 * 2])
    variance = 0.96875 * 0.25 + 0.03125**2 * (8 / 2)
    assert found.error == pytest.approx([variance**0.5] * 2)


def test_alike_effects_meet_in_their_mean_and_one_stays():
    found = shrunk_effects(np.array([1.0, 1.2, 0.9]), np.array([1.0, 2.0, 0.5]))
    assert found.tau == 0
    mean = (1 + 1.2 / 4 + 0.9 * 4) / (1 + 0.25 + 4)
    assert found.mean == pytest.approx([mean] * 3)
    assert found.error == pytest.approx([(1 / 5.25) ** 0.5] * 3)
    alone = shrunk_effects(np.array([3.0]), np.array([0.7]))
    assert (alone.mean[0], alone.error[0]) == pytest.approx((3, 0.7))


def test_the_largest_of_many_is_not_taken_for_its_face():
    """Twenty true effects of 1 with errors of 1: the best looking is about 2.9, and close to 1 after shrinkage."""
    rng = np.random.default_rng(0)
    worst, shrunk = [], []
    for _ in range(200):
        seen = rng.normal(1, 1, 20)
        worst.append(seen.max())
        shrunk.append(shrunk_effects(seen, np.ones(20)).mean.max())
    assert np.mean(worst) > 2.7
    assert np.mean(shrunk) < 1.6


@given(st.integers(0, 10**6), st.integers(1, 2), st.sampled_from([1e-6, 1.0, 1e9]))
def test_packages_as_going_through_all_finds_them(seed, most, scale):
    rng = np.random.default_rng(seed)
    gain, cost, group = rng.normal(1, 1, 8), rng.uniform(0.1, 2, 8) * scale, np.repeat([0, 1, 2, 3], 2)
    budget = 3.0 * scale
    chosen, proven = best_package(gain, cost, budget, group, most)
    fine = [np.array(one) for one in product([0, 1], repeat=8)
            if np.dot(one, cost) <= budget and np.bincount(group, one).max() <= most]  # fmt: skip
    assert proven
    assert cost[chosen].sum() <= budget * (1 + 1e-9)
    assert np.bincount(group, chosen).max() <= most
    assert gain[chosen].sum() == pytest.approx(max(one @ gain for one in fine), rel=1e-6)


def test_options_and_package():
    found = gm.policy.mix(EFFECTS, ERRORS, {"app": 1, "visits": 5}, {"young": 100, "old": 50}, budget=120)
    row = found.options.loc[("app", "young")]
    assert row["shrunk"] == pytest.approx(3.9375)
    assert row["cost_per_point"] == pytest.approx(1 / 3.9375)
    assert found.options["cost_per_point"].is_monotonic_increasing
    assert found.package.index.tolist() == [("app", "young")]
    assert found.gain == pytest.approx(393.75)
    assert found.measures.loc["app", "p"] == pytest.approx(1.54e-8, rel=1e-2)  # chi-square 32 with 1 df
    richer = gm.policy.mix(EFFECTS, ERRORS, {"app": 1, "visits": 5}, {"young": 100, "old": 50}, budget=350)
    assert sorted(richer.package.index) == [("app", "young"), ("visits", "old")]
    both = gm.policy.mix(
        EFFECTS, ERRORS, {"app": 1, "visits": 5}, {"young": 100, "old": 50}, budget=1e4, most=2
    )
    assert len(both.package) == 4
    assert gm.policy.mix(EFFECTS, ERRORS, {"app": 1, "visits": 5}).package is None


def test_costs_by_group_and_measures_not_tried():
    effects = EFFECTS.astype(float).copy()
    effects.loc["app", "old"] = np.nan
    costs = pd.DataFrame({"young": [1.0, 5], "old": [np.nan, 2]}, EFFECTS.index)
    found = gm.policy.mix(effects, ERRORS, costs, budget=3)
    assert len(found.options) == 3
    assert any("app, old" in note for note in found.notes)
    assert sorted(found.package.index) == [("app", "young"), ("visits", "old")]


def test_faults():
    with pytest.raises(FaultyInput, match="errors: have other rows"):
        gm.policy.mix(EFFECTS, ERRORS.drop(index="app"), {"app": 1, "visits": 5})
    with pytest.raises(FaultyInput, match="app, young: has no standard error above zero"):
        gm.policy.mix(EFFECTS, ERRORS * 0, {"app": 1, "visits": 5})
    with pytest.raises(FaultyInput, match=r"(?s)visits: has no cost.*old: has no size above zero"):
        gm.policy.mix(EFFECTS, ERRORS, {"app": 1}, {"young": 3})
    with pytest.raises(FaultyInput, match="infinite"):
        gm.policy.mix(EFFECTS * np.inf, ERRORS, {"app": 1, "visits": 5})
    with pytest.raises(FaultyInput, match="app: occurs more than once"):
        gm.policy.mix(EFFECTS.set_axis(["app", "app"]), ERRORS.set_axis(["app", "app"]), {"app": 1})
