"""Experts compare in pairs."""

from __future__ import annotations

import re

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.serve import answers, rounds
from govmetrics.serve.kinds.consistency import matrix_of, standing
from govmetrics.serve.kinds.pairwise import judgements
from tests.serve.conftest import House


def compared(**said: str) -> dict[str, str]:
    """Return the fields of the root's six comparisons: all alike but those that are named, such as p01="a5"."""
    pairs = [(i, j) for i in range(4) for j in range(i + 1, 4)]
    return {f"p.GOV.{i}.{j}": said.get(f"p{i}{j}", "=") for i, j in pairs}


def taken(house: House, key: str):
    with house.store.read() as transaction:
        activity = rounds.find(transaction, key)
        return activity, answers.of(transaction, activity)


def test_one_question_a_screen(house: House):
    key = house.make("pairwise", groups="GOV", layout="one")
    (li,) = house.invite(key, "Li")
    answer, step = None, 1
    order = [
        (0, 1, "a", "3"),
        (0, 2, "a", "3"),
        (0, 3, "a", "3"),
        (1, 2, "a", "3"),
        (1, 3, "b", "3"),
        (2, 3, "a", "3"),
    ]
    for i, j, side, times in order:
        page = house.guest.get(f"{li}?agreed=yes&step={step}")
        assert f'name="p.GOV.{i}.{j}"' in page.text
        answer = house.guest.post(li, data={"agreed": "yes", "step": str(step), "go": "next", f"p.GOV.{i}.{j}": side,
                                            f"h.GOV.{i}.{j}": times})  # fmt: skip
        step = int(re.search(r"step=(\d+)", answer.headers["location"])[1])
    review = house.guest.get(answer.headers["location"]).text  # b > c > d > b goes in a circle
    assert "One answer fits the others least" in review
    assert 'value="to:' in review
    assert (
        house.guest.post(li, data={"agreed": "yes", "step": "7", "go": "send"}).status_code == 303
    )  # never forced
    activity, said = taken(house, key)
    found = judgements(activity, said)
    expected = matrix_of(4, [(i, j, float(t) if s == "a" else 1 / float(t)) for i, j, s, t in order])
    np.testing.assert_allclose(found.matrix("Li", "GOV"), expected)


def test_a_draft_waits_for_its_expert(house: House):
    key = house.make("pairwise", groups="GOV", layout="one")
    (li,) = house.invite(key, "Li")
    house.guest.post(
        li, data={"agreed": "yes", "step": "1", "go": "next", "p.GOV.0.1": "a", "h.GOV.0.1": "5"}
    )
    elsewhere = house.new().get(li).text
    assert 'name="step" value="2"' in elsewhere
    first = house.new().get(f"{li}?agreed=yes&step=1").text
    assert re.search(r'value="a" checked', first)
    assert re.search(r'value="5" selected', first)


def test_how_much_is_asked_for(house: House):
    key = house.make("pairwise", groups="GOV", layout="one")
    (li,) = house.invite(key, "Li")
    faulty = house.guest.post(li, data={"agreed": "yes", "step": "1", "go": "next", "p.GOV.0.1": "a"})
    assert faulty.status_code == 422
    assert "say how much more" in faulty.text
    assert 'href="#p.GOV.0.1"' in faulty.text


def test_the_matrix_and_weights(house: House):
    """A consistent matrix gives its weights: 8 : 4 : 2 : 1."""
    key = house.make("pairwise", groups="GOV", layout="matrix")
    for path in house.invite(key, "Ann", "Li"):
        said = compared(p01="a2", p02="a4", p03="a8", p12="a2", p13="a4", p23="a2")
        look = house.guest.post(path, data={"agreed": "yes", "go": "look", **said})
        assert look.status_code == 200
        assert "Consistency ratio: 0.00" in look.text
        assert house.guest.post(path, data={"agreed": "yes", "go": "send", **said}).status_code == 303
    activity, said = taken(house, key)
    shares = gm.ahp.weights(judgements(activity, said), unjudged="equal").weights
    np.testing.assert_allclose(shares.of("GOV"), np.array([8, 4, 2, 1]) / 15, rtol=1e-9)
    shown = house.owner.get(f"/organiser/activities/{key}/results").text
    assert "0.533" in shown or "53.3" in shown
    assert "consensus" in shown.lower()


def test_left_out_answers_must_connect(house: House):
    key = house.make("pairwise", groups="GOV", layout="matrix")
    (li,) = house.invite(key, "Li")
    alone = compared(p01="skip", p02="skip", p03="skip")
    faulty = house.guest.post(li, data={"agreed": "yes", "go": "send", **alone})
    assert faulty.status_code == 422
    assert "too many questions are left out" in faulty.text
    assert (
        house.guest.post(li, data={"agreed": "yes", "go": "send", **compared(p01="skip")}).status_code == 303
    )
    activity, said = taken(house, key)
    assert np.isnan(judgements(activity, said).matrix("Li", "GOV").iloc[0, 1])


@pytest.mark.parametrize("odd", ["a1", "a10", "c3", "a", "9", "a-2", "<script>", "a2.5"])
def test_odd_answers_are_refused(house: House, odd: str):
    key = house.make("pairwise", groups="GOV", layout="matrix")
    (li,) = house.invite(key, "Li")
    faulty = house.guest.post(li, data={"agreed": "yes", "go": "send", **compared(p01=odd)})
    assert faulty.status_code == 422
    assert taken(house, key)[1] == []


def test_anonymous_experts_answer_on_one_page(house: House):
    key = house.make("pairwise", groups="GOV", layout="one", mode="anonymous")
    (link,) = house.invite(key, count=1)
    page = house.guest.get(f"{link}?agreed=yes&step=1").text
    assert "Page 1" not in page
    assert (
        house.guest.post(link, data={"agreed": "yes", "go": "send", **compared(p01="a3")}).status_code == 303
    )
    activity, said = taken(house, key)
    assert judgements(activity, said).experts == ("1",)


def test_the_worst_answer_is_that_of_the_library():
    """The question that is pointed out is the first row of `gm.ahp.revisions`."""
    found = [(0, 1, 2.0), (0, 2, 9.0), (0, 3, 1 / 5), (1, 2, 4.0), (1, 3, 3.0), (2, 3, 2.0)]
    worst = gm.ahp.revisions(matrix_of(4, found), top=1).iloc[0]
    shown = standing(list("abcd"), found).worst
    assert (shown.first, shown.second) == (worst["first"], worst["second"])
    assert standing(list("abcd"), found[:2]) is None


def test_the_district_keeps_its_pages_small(house: House):
    key = house.make("pairwise", layout="matrix", mode="anonymous")
    (link,) = house.invite(key, count=1)
    assert len(house.guest.get(f"{link}?agreed=yes&step=1").content) < 50_000
