"""Saturation: base, runs and thresholds, and what the order of interviews does."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm

CASE = json.loads(
    (Path(__file__).parents[1] / "reference" / "data" / "text" / "codings.json").read_text(encoding="utf-8")
)
THEMES = CASE["saturation"]["themes per interview"]


def test_runs_worked_out_by_hand():
    found = gm.text.saturation(THEMES, draws=50)
    assert list(found.base_themes) == CASE["saturation"]["base themes"]
    np.testing.assert_allclose(found.runs.to_numpy(), CASE["saturation"]["runs"])
    assert found.reached["run"].isna().all()
    assert "did not fall" in found.summary("en")


def by_hand(order, base, run, limit):
    """Go through the interviews one by one."""
    seen = set().union(*order[:base])
    first = len(seen)
    for at in range(base, len(order) - run + 1, run):
        new = set().union(*order[at : at + run]) - seen
        if first and len(new) / first <= limit + 1e-12:
            return at
        seen |= new
    return None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=4), min_size=6, max_size=12),
    st.integers(1, 4),
    st.integers(1, 2),
)
def test_the_threshold_is_reached_where_going_through_says(order, base, run):
    if not set().union(*order[:base]):
        return
    found = gm.text.saturation([sorted(one) for one in order], base, run, thresholds=[0.25, 0.0], draws=5)
    for limit in (0.25, 0.0):
        before = found.reached.loc[limit, "interviews"]
        assert (None if np.isnan(before) else int(before)) == by_hand(order, base, run, limit)


def test_random_orders_are_all_orders():
    order = [["a", "b"], ["b"], ["c"], ["a"], ["b"]]
    every = [by_hand([set(one) for one in way], 2, 1, 0.0) for way in permutations(order)]
    found = gm.text.saturation(order, 2, 1, thresholds=[0.0], draws=6000)
    never = sum(one is None for one in every) / len(every)
    assert found.reached.loc[0.0, "never"] == pytest.approx(never, abs=0.02)
    assert found.reached.loc[0.0, "median"] == pytest.approx(
        np.median([one for one in every if one is not None]), abs=0.5
    )


def test_a_rest_that_makes_no_run_is_named():
    found = gm.text.saturation([*THEMES, ["z"]], draws=5)
    assert len(found.runs) == 2
    assert any("no whole run" in note for note in found.notes)


def test_the_order_may_be_given():
    coding = {f"I{at}": themes for at, themes in enumerate(THEMES)}
    found = gm.text.saturation(coding, order=[f"I{at}" for at in reversed(range(8))], draws=5)
    assert found.interviews.index[0] == "I7"
    with pytest.raises(gm.FaultyInput, match="lacks documents"):
        gm.text.saturation(coding, order=["I0"])
    with pytest.raises(gm.FaultyInput, match="was not coded"):
        gm.text.saturation(coding, order=[*coding, "I99"])


def test_too_few_interviews_and_an_empty_base():
    with pytest.raises(gm.UnsuitableMethod, match="5 interviews"):
        gm.text.saturation(THEMES[:5])
    with pytest.raises(gm.UnsuitableMethod, match="no theme"):
        gm.text.saturation([[], [], [], [], ["a"], ["b"]])
