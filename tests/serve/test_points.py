"""Experts share out points."""

from __future__ import annotations

import numpy as np

import govmetrics as gm
from govmetrics.serve import answers, rounds
from govmetrics.serve.kinds.points import points
from tests.serve.conftest import House


def taken(house: House, key: str):
    with house.store.read() as transaction:
        activity = rounds.find(transaction, key)
        return activity, answers.of(transaction, activity)


def test_the_weights_form(house: House):
    key = house.make("weights", groups="GOV")
    ann, li = house.invite(key, "Ann", "Li")
    less = {"w.0.0": "40", "w.0.1": "30", "w.0.2": "20", "w.0.3": "5"}
    faulty = house.guest.post(ann, data={"agreed": "yes", "go": "send", **less})
    assert faulty.status_code == 422
    assert "5 of 100 are not given out yet" in faulty.text
    more = house.guest.post(ann, data={"agreed": "yes", "go": "send", **less, "w.0.3": "20"})
    assert "10 more than 100 are given out" in more.text
    assert (
        house.guest.post(ann, data={"agreed": "yes", "go": "send", **less, "w.0.3": "10"}).status_code == 303
    )
    said = {"w.0.0": "20.5", "w.0.1": "29,5", "w.0.2": "25", "w.0.3": "25"}  # a comma is one way to write it
    assert house.guest.post(li, data={"agreed": "yes", "go": "send", **said}).status_code == 303
    activity, responses = taken(house, key)
    shares = gm.ahp.budget_allocation(points(activity, responses), activity.tree).weights.of("GOV")
    np.testing.assert_allclose(shares, [0.3025, 0.2975, 0.225, 0.175])  # the means of both
    shown = house.owner.get(f"/organiser/activities/{key}/results").text
    assert "consensus" in shown


def test_a_budget_over_all_leaves(house: House):
    key = house.make("budget_points", total="200")
    (li,) = house.invite(key, "Li")
    codes = house.app.site.tree.codes
    said = {f"w.0.{k}": "0" for k in range(len(codes))} | {"w.0.0": "150", "w.0.1": "50"}
    assert house.guest.post(li, data={"agreed": "yes", "go": "send", **said}).status_code == 303
    activity, responses = taken(house, key)
    assert points(activity, responses).loc["Li"].to_dict() == dict.fromkeys(codes, 0) | {
        codes[0]: 150,
        codes[1]: 50,
    }


def test_negative_and_infinite_points(house: House):
    key = house.make("budget_points")
    (li,) = house.invite(key, "Li")
    for odd in ("-5", "inf", "nan", "1e999", "abc", "101"):
        assert house.guest.post(li, data={"agreed": "yes", "go": "send", "w.0.0": odd}).status_code == 422
