"""Residents' kinds over HTTP, on both languages: survey, votes, budget, opinions with moderation, Delphi in rounds."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import Faults
from govmetrics.core.survey import leaf_items
from govmetrics.serve import answers, rounds
from govmetrics.serve.kinds import KINDS, delphi, opinions
from govmetrics.serve.kinds.survey import survey_of
from tests.serve.conftest import House


def send(house: House, path: str, **fields: str):
    """Agree and send a form of one page; return the answer of the server."""
    return house.guest.post(path, data={"agreed": "yes", "step": "1", "go": "send", **fields})


def close(house: House, key: str) -> None:
    assert house.post(f"activities/{key}/close").status_code == 303


def results(house: House, key: str, language: str = "en") -> str:
    answer = house.owner.get(f"/organiser/activities/{key}/results", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.text


def kept(house: House, key: str):
    with house.store.read() as transaction:
        activity = rounds.find(transaction, key)
        return activity, answers.of(transaction, activity)


def items_of(house: House) -> list[str]:
    return [item for items in leaf_items(house.app.site.tree).values() for item in items]


def test_a_survey_in_words_becomes_a_survey(house: House):
    first, second = items_of(house)[:2]
    key = house.make("survey", mode="anonymous", items=f"{first}\n{second}", scale="satisfaction",
                     groups="unit: East, West\nsex: women, men", census="sex: women = 6000, men = 4000")  # fmt: skip
    a, b, c = house.invite(key, count=3)
    page = house.guest.get(f"{a}?step=1&agreed=yes", headers={"accept-language": "zh"}).text
    assert "非常满意" in page
    assert "East" in page
    assert len(page.encode()) < 50_000
    short = send(house, a, **{"g.0": "0", "g.1": "0", "i.0": "5"})
    assert short.status_code == 422
    assert "is not answered yet" in short.text
    assert send(house, a, **{"g.0": "0", "g.1": "0", "i.0": "5", "i.1": "7"}).status_code == 422
    assert send(house, a, **{"g.0": "0", "g.1": "0", "i.0": "5", "i.1": "4"}).status_code == 303
    assert send(house, a, **{"g.0": "1", "g.1": "1", "i.0": "1", "i.1": "1"}).status_code == 409
    assert send(house, b, **{"g.0": "1", "g.1": "na", "i.0": "2", "i.1": "na"}).status_code == 303
    assert send(house, c, **{"g.0": "1", "g.1": "0", "i.0": "2", "i.1": "2"}).status_code == 303
    close(house, key)
    found = results(house, key)
    assert "3 residents have answered" in found
    assert "100" in found  # all who said their sex are women, 60 % of the residents are
    assert "60" in found
    assert "作答者构成与普查对照" in results(house, key, "zh")
    survey = survey_of(*kept(house, key))
    assert survey.answers[first].tolist().count(2) == 2
    assert survey.answers[second].isna().sum() == 1
    assert sorted(survey.by["unit"]) == ["East", "West", "West"]
    assert survey.scale == (1, 5) or set(survey.scale.values()) == {(1, 5)}


def test_settings_of_a_survey_are_checked(house: House):
    faults = Faults()
    given = {
        "items": "nothing",
        "scale": "own",
        "options": "one",
        "groups": "sex women",
        "census": "age: old = 5",
    }
    KINDS["survey"].read(given, house.app.site.tree, faults)
    assert {fault.place for fault in faults} == {"items", "options", "groups", "census"}


@pytest.mark.parametrize("second", ["A  park", "Ａ park", "A\u200b park"])
def test_options_that_a_table_takes_for_one_are_refused_before_anybody_votes(second):
    given = {
        "vote": {"options": f"A park\n{second}"},
        "budget": {"projects": f"A park = 5\n{second} = 6", "budget": "9"},
        "opinions": {"statements": f"A park\n{second}"},
        "delphi": {"questions": f"A park\n{second}"},
    }
    for kind, values in given.items():
        faults = Faults()
        KINDS[kind].read(values, IndicatorTree.from_groups({"a": ["b", "c"]}), faults)
        assert ["an option occurs twice" in fault.text for fault in faults] == [True], kind
    activity = SimpleNamespace(settings={"statements": ["A park"], "out": [], "own": False})
    assert KINDS["opinions"].read({"statements": "A park\nB"}, None, Faults())["statements"] == [
        "A park",
        "B",
    ]
    assert opinions.moderated(activity, second, "", "")["statements"] == ["A park"]


def test_a_ranking_shows_condorcet_and_borda(house: House):
    key = house.make("vote", options="Park\nLift\n<b>Canteen</b>", rule="ranking")
    paths = house.invite(key, "A", "B", "C", "D")
    page = house.guest.get(f"{paths[0]}?step=1&agreed=yes").text
    assert "&lt;b&gt;Canteen" in page
    assert "<b>Canteen" not in page
    assert send(house, paths[0], **{"o.0": "1", "o.1": "1"}).status_code == 422
    assert send(house, paths[0], **{"o.0": "1", "o.1": "4"}).status_code == 422
    assert send(house, paths[0]).status_code == 422
    assert send(house, paths[0], **{"o.0": "1", "none": "yes"}).status_code == 422
    for path in paths[:2]:
        assert send(house, path, **{"o.0": "1", "o.1": "2", "o.2": "3"}).status_code == 303
    assert send(house, paths[2], **{"o.0": "3", "o.1": "1", "o.2": "2"}).status_code == 303
    assert send(house, paths[3], none="yes").status_code == 303
    found = results(house, key)
    assert "Park beats every other option in pairs; most points by Borda: Park" in found
    assert "1 ballot says that it is none of them" in found
    assert "孔多塞胜者" in results(house, key, "zh")


def test_approvals_have_a_limit(house: House):
    key = house.make("vote", options="Park\nLift\nCanteen", rule="approval", most="2")
    a, b = house.invite(key, "A", "B")
    assert send(house, a, **{"o.0": "yes", "o.1": "yes", "o.2": "yes"}).status_code == 422
    assert send(house, a, **{"o.0": "yes", "o.1": "yes"}).status_code == 303
    assert send(house, b, **{"o.1": "yes"}).status_code == 303
    assert "100.0% approve Lift" in results(house, key)


def test_a_budget_is_shared(house: House):
    key = house.make(
        "budget", projects="Park = 100\nLift = 120\nCanteen = 60", budget="200", rule="greedy", within="yes"
    )
    a, b = house.invite(key, "A", "B")
    over = send(house, a, **{"o.0": "yes", "o.1": "yes"})
    assert over.status_code == 422
    assert "cost 220, and the budget is 200" in over.text
    assert send(house, a, **{"o.0": "yes", "o.2": "yes"}).status_code == 303
    assert send(house, b, **{"o.2": "yes"}).status_code == 303
    assert "2 projects are paid: Canteen and Park" in results(house, key) or "Canteen, Park" in results(
        house, key
    )
    answer = house.post("new/budget", title_en="x", purpose_en="y", contact="z", retention_days="1", mode="named",
                        projects="Park\nLift = 0", budget="-1")  # fmt: skip
    assert answer.status_code == 422
    assert "has no cost" in answer.text


def test_opinions_are_moderated(house: House):
    key = house.make("opinions", statements="More parking\nNight market", own="yes", mode="anonymous")
    paths = house.invite(key, count=4)
    assert send(house, paths[0]).status_code == 422
    assert (
        send(house, paths[0], **{"s.0": "agree", "s.1": "disagree", "own": "More  <i>trees</i>"}).status_code
        == 303
    )
    page = house.owner.get(f"/organiser/activities/{key}/moderate").text
    assert "More &lt;i&gt;trees" in page
    assert "<i>trees" not in page
    assert house.post(f"activities/{key}/moderate", add="More <i>trees</i>").status_code == 303
    assert house.post(f"activities/{key}/moderate", out="1").status_code == 303
    form = house.guest.get(f"{paths[1]}?step=1&agreed=yes").text
    assert "trees" in form
    assert "Night market" not in form
    assert house.guest.post(f"/organiser/activities/{key}/moderate", data={"out": "0"}).status_code in (
        303,
        403,
    )
    for path, vote in zip(paths[1:], ("agree", "disagree", "pass"), strict=True):
        assert send(house, path, **{"s.0": vote, "s.1": "agree", "s.2": "agree"}).status_code == 303
    assert "is shown" not in results(house, key)
    close(house, key)
    assert house.post(f"activities/{key}/moderate", out="0").status_code == 422
    activity, said = kept(house, key)
    assert activity.settings["out"] == [1]
    votes = opinions.votes(activity, said)
    assert votes["More parking"].dropna().tolist().count(1.0) == 2
    assert votes["Night market"].notna().sum() == 1  # a vote on what was taken out is not taken
    assert results(house, key).count("<table") >= 1


def test_delphi_goes_on_with_the_last_rounds_opinion_and_stops(house: House):
    key = house.make("delphi", questions="Trust\nOrder", low="1", high="5", authority="yes")
    rests = {
        "b.theory": "large",
        "b.practice": "medium",
        "b.literature": "small",
        "b.intuition": "small",
        "familiar": "0.8",
    }
    given = [("1", "5", "too weak"), ("4", "5", ""), ("5", "5", "it carries all else")]
    paths = house.invite(key, "Li", "Wu", "Xu")
    assert send(house, paths[0], **{"q.0": "9", "q.1": "5"}, **rests).status_code == 422
    for path, (first, second, why) in zip(paths, given, strict=True):
        assert send(house, path, **{"q.0": first, "q.1": second, "w.0": why}, **rests).status_code == 303
    assert "after one round nobody knows" in results(house, key)
    assert "0.85" in results(house, key)  # Ca .9, Cs .8 as in gm.ahp.authority
    assert house.post(f"activities/{key}/next").status_code == 409
    close(house, key)
    after = house.post(f"activities/{key}/next")
    second = after.headers["location"].rpartition("/")[2]
    assert house.post(f"activities/{second}/open").status_code == 303
    activity, _ = kept(house, second)
    assert activity.title.say("zh") == "专家评判（第2轮）"
    assert activity.settings["feedback"][0] | {"reasons": 0} == {
        "median": 4,
        "low": 2.5,
        "high": 4.5,
        "n": 3,
        "reasons": 0,
    }
    paths = house.invite(second, "Li", "Wu", "Xu")
    page = house.guest.get(f"{paths[0]}?step=1&agreed=yes").text
    assert "median 4, the middle half from 2.5 to 4.5" in page
    assert "it carries all else" in page
    assert not re.search(r"\b(Wu|Xu)\b", page)
    for path in paths:
        assert send(house, path, **{"q.0": "4", "q.1": "5"}, **rests).status_code == 303
    told = results(house, second)
    assert "Go on" in told  # two of three changed their answer on trust
    assert list(delphi.rounds_of(*kept(house, second))) == ["1", "2"]


def test_feedback_of_two_experts_would_tell_who_said_what(house: House):
    key = house.make("delphi", questions="Trust", low="1", high="5")
    for path in house.invite(key, "Li", "Wu"):
        assert send(house, path, **{"q.0": "3"}).status_code == 303
    close(house, key)
    assert house.post(f"activities/{key}/next").status_code == 409


@pytest.mark.parametrize("kind", ["survey", "vote", "budget", "opinions", "delphi"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_of_an_organiser_speaks_both_languages(house: House, kind, language):
    answer = house.owner.get(f"/organiser/new/{kind}", headers={"accept-language": language})
    assert answer.status_code == 200
    assert KINDS[kind].title.say(language) in answer.text
