"""Capability match: by hand, bounds, units of measurement."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import govmetrics as gm
from govmetrics import FaultyInput, UnsuitableMethod
from govmetrics.collaboration import capability_match

NEEDS = pd.DataFrame({"mediators": [4, 2], "rooms": [2, 0], "money": [10.5, 8]}, ["East", "West"])
THERE = pd.DataFrame({"mediators": [3, 5], "rooms": [2, 1], "money": [0, 4]}, ["East", "West"])


def test_by_hand():
    found = capability_match(NEEDS, THERE)
    assert found.values.loc["East"].tolist() == pytest.approx([(0.75 + 1 + 0) / 3, 0, 1 / 3])
    assert found.values.loc["West"].tolist() == pytest.approx([(1 + 0.5) / 2, 0.5, 0.5])
    assert found.categories.loc[("West", "rooms")].isna().tolist() == [False, False, True, False, False]
    assert found.categories.loc[("East", "money"), ["gap", "surplus"]].tolist() == [10.5, 0]
    assert found.categories.loc[("West", "mediators"), ["gap", "surplus"]].tolist() == [0, 3]
    weighted = capability_match(NEEDS, THERE, weights={"mediators": 3, "rooms": 1, "money": 0})
    assert weighted.values.loc["East"].tolist() == pytest.approx([(3 * 0.75 + 1) / 4, 0.75, 0.25])
    tree = gm.read_tree("collaborative_governance")
    leaves = gm.collaboration.to_leaves(found, tree, {"A4": "match"})
    assert leaves.values["A4"].tolist() == pytest.approx([1.75 / 3, 0.75])
    assert leaves.standard_errors is None


def test_what_is_wrong_comes_at_once():
    with pytest.raises(FaultyInput) as caught:
        capability_match(
            NEEDS.assign(rooms=[-1, np.nan]), THERE.astype(object).assign(money=["50%", "about 4"])
        )
    assert [fault.place for fault in caught.value.faults] == [
        "West, rooms",
        "East, rooms",
        "West, money",
        "East, money",
    ]
    with pytest.raises(FaultyInput, match="weights, rooms: is not given") as caught:
        capability_match(NEEDS, THERE, weights={"mediators": -1, "halls": 1})
    assert len(caught.value.faults) == 4
    with pytest.raises(UnsuitableMethod, match="West: needs nothing"):
        capability_match(NEEDS.mul([1, 0], axis=0), THERE)


AMOUNTS = arrays(np.float64, (3, 4), elements=st.floats(0, 1e6).map(lambda x: round(x, 3)))


@given(AMOUNTS.filter(lambda n: (n.sum(axis=1) > 0).all()), AMOUNTS, st.floats(0.1, 100))
def test_bounds_units_of_measurement_and_more_of_everything(needs, there, factor):
    def frame(x):
        table = pd.DataFrame(x, columns=list("abcd"))
        table.attrs["totals"] = "keep"
        return table

    found = capability_match(frame(needs), frame(there)).values
    more = capability_match(frame(needs), frame(there * 2)).values
    scaled = capability_match(frame(needs * [factor, 1, 1, 1]), frame(there * [factor, 1, 1, 1])).values
    assert ((found >= 0) & (found <= 1)).all(axis=None)
    assert (more >= found - 1e-12).all(axis=None)
    assert np.allclose(scaled[["match", "weakest"]], found[["match", "weakest"]])
