"""A card tells all of one unit; its numbers are worked out by hand here.

Four communities over two quarters, on goalposts 0 to 100 with equal weights: the score is half of A, the mean of x and y,
and half of z. In the second quarter d has no y and counts with the mean of the others, 60.
"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.planning import Action
from govmetrics.report.card.card import cards_of
from govmetrics.report.card.trend import HEIGHT, WIDTH
from govmetrics.report.view import View, given_by

X, Y, Z = [90.0, 70, 50, 30], [80.0, 60, 40, np.nan], [60.0, 40, 20, 90]
STAFF, CASES = [20.0, 25, 10, 40], [100.0, 50, 50, 100]


def tree():
    def leaf(code, name, **more):
        return gm.Indicator(code, name, "%", worst=0, best=100, **more)

    first = gm.Group("A", "Actors", (leaf("x", "Trust", target=60.0), leaf("y", "Talks")))
    return gm.IndicatorTree(
        gm.Group("G", "Governance", (first, gm.Group("B", "Results", (leaf("z", "Solved"),))))
    )


def records():
    now = pd.DataFrame({"period": "2025Q2", "unit": list("abcd"), "x": X, "y": Y, "z": Z})
    before = now.assign(period="2025Q1", x=now["x"] - 10, y=[70.0, 50, 30, 50], z=now["z"] - 10)
    both = pd.concat([before, now])
    return both.assign(staff=STAFF * 2, cases=CASES * 2, street=["North", "North", "South", "South"] * 2)


RULES = {
    "full": 100, "decimals": 1,
    "items": [{"code": "x", "by": "linear", "points": 60, "worst": 0, "best": 100, "name": "Trust of residents"},
              {"code": "z", "by": "linear", "points": 40, "worst": 0, "best": 100}],
    "grades": [{"name": "good", "at_least": 60}, {"name": "poor"}], "improve": {"below": 40},
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    job = {
        "tree": tree(), "evidence": {"records": {"period": "period", "street": "street"}},
        "index": {"treatment": ["impute_mean"], "normalisation": "goalposts", "weighting": "equal"},
        "sureness": {"draws": 20}, "grades": {"from": "values", "scale": "three"}, "diagnosis": True,
        "efficiency": {"inputs": "staff", "outputs": "cases", "returns": "constant"},
        "change": True, "appraisal": {}, "plan": {"budget": 10, "units": 1},
    }  # fmt: skip
    actions = [Action("z", cost=1.0, limit=100.0, name="Open office", body="Street office", deadline="June")]
    with pytest.warns(match="many units will look efficient"):
        return gm.evaluate(job, records=records(), rulebook=RULES, actions=actions)


@pytest.fixture(scope="module")
def cards(found):
    view = View(found.assessment, found, "en", **given_by(found, None, None, None))
    return {card.unit: card for card in cards_of(view)}


def test_the_headline_has_score_rank_interval_and_change(cards):
    assert [(unit, card.place, card.score) for unit, card in cards.items()] == [
        ("a", "1", 72.5), ("d", "2", 67.5), ("b", "3", 52.5), ("c", "4", 32.5)
    ]  # fmt: skip
    first, second = cards["a"].headline[:2]
    assert re.fullmatch(r"Score 72\.5 \(scale 0 to 100\), rank 1 of 4 \(90% interval: 1(–2)?\)\.", first)
    assert re.fullmatch(r"Since 2025Q1: \+10\.0 points( \(.*\))?, the same rank\.", second)
    # d: 67.5, and before half of (20 + 50) / 2 and of 80, 57.5
    assert cards["d"].headline[1].startswith("Since 2025Q1: +10.0 points")


def test_dimensions_have_lights_by_the_rule_of_strengths_and_count_their_targets(cards):
    told = {unit: [(bar.value, bar.middle, bar.light) for bar in card.bars] for unit, card in cards.items()}
    # A is 85, 65, 45, 45 with median 55, and B 60, 40, 20, 90 with median 50; peers are those of the street, a and b, c and d
    assert told["a"] == [(85, 55, "strength"), (60, 50, "strength")]
    assert told["b"] == [
        (65, 55, "like its peers"),
        (40, 50, "weakness"),
    ]  # in A behind a, and above the median of all
    assert told["c"] == [(45, 55, "like its peers"), (20, 50, "weakness")]  # in A level with d
    assert told["d"] == [(45, 55, "like its peers"), (90, 50, "strength")]
    assert [(bar.reached, bar.targets) for bar in cards["b"].bars] == [(1, 1), (0, 0)]
    assert [(bar.reached, bar.targets) for bar in cards["c"].bars] == [(0, 1), (0, 0)]
    assert cards["a"].peers == "Peers: the 2 units of North."


def test_values_are_those_that_came_in_and_what_was_filled_is_marked(cards):
    x, y, z = cards["d"].values
    assert (x.value, x.median, x.target, x.missed, x.mark) == (30, 60, "60", True, "")
    assert np.isnan(y.value)
    assert (y.mark, y.score, y.missed) == ("no value; counted as 60 (impute mean)", 60, None)
    assert (z.value, z.median, z.share) == (90, 50, 90)
    assert not any(value.mark for unit in "abc" for value in cards[unit].values)


def test_a_cell_that_is_withheld_is_not_called_missing(found):
    from govmetrics.evaluation.withheld import Withheld

    rows = pd.MultiIndex.from_tuples([("2025Q1", "a"), ("2025Q2", "d")], names=["period", "unit"])
    cells = pd.DataFrame({"node": ["y", "y"], "why": ["few", "few"]}, index=rows)
    hidden = replace(
        found, withheld=Withheld(cells, pd.DataFrame(columns=["what", "count", "why"]), tree(), 5)
    )
    cards = {card.unit: card for card in cards_of(View(found.assessment, hidden, "en"))}
    assert [value.mark for value in cards["d"].values] == ["", "withheld", ""]
    assert [value.mark for value in cards["a"].values] == ["", "", ""]  # in another quarter


def test_the_verdict_has_every_share_and_the_shares_sum_to_the_whole(cards):
    # good from 50 (none) to 100 (whole), poor from 50 down; weights of x, y, z are 1/4, 1/4, 1/2
    good = {"a": 0.25 * 0.8 + 0.25 * 0.6 + 0.5 * 0.2, "b": 0.25 * 0.4 + 0.25 * 0.2, "c": 0}
    poor = {"a": 0, "b": 0.5 * 0.2, "c": 0.25 * 0.2 + 0.5 * 0.6}
    for unit in "abc":
        parts = {name: part for name, part, *_ in cards[unit].verdict.parts}
        assert list(parts) == ["good", "fair", "poor"]  # best first
        assert parts == pytest.approx(
            {"good": 100 * good[unit], "fair": 100 * (1 - good[unit] - poor[unit]), "poor": 100 * poor[unit]}
        )
    assert cards["b"].verdict.sentences[:2] == [
        "The grade is fair, which has the largest share (75%).",
        "The score by the grades' values is 81.0, which is fair.",  # 15 % of 100, 75 % of 80, 10 % of 60
    ]
    assert cards["d"].verdict.sentences == [
        "There is not enough evidence for a verdict."
    ]  # y is missing, and not guessed
    assert len({colour for _, _, colour, _ in cards["a"].verdict.parts}) == 3


def test_efficiency_is_told_as_the_same_result_with_less(cards):
    # cases per person: a 5, b 2, c 5, d 2.5; by constant returns b could do with 10 of 25, d with 20 of 40
    assert cards["b"].means.sentences[0] == "Efficiency 0.400 (1 is the best): not efficient."
    assert "Its peers reach the same result with 60% less of every input." in cards["b"].means.sentences
    assert any(
        text.startswith("Same result with 60% fewer staff (25 → 10)") for text in cards["b"].means.sentences
    )
    assert cards["d"].means.rows == [
        ("input", "staff", 40, pytest.approx(20), pytest.approx(-50), pytest.approx(0)),
        ("output", "cases", 100, pytest.approx(100), pytest.approx(0), pytest.approx(0)),
    ]
    assert cards["a"].means.sentences[1] == "No unit or mixture of units does better: others can learn here."
    learn = [text for text in cards["d"].means.sentences if text.startswith("Learn from")]
    assert learn
    assert "2025" not in learn[0]  # peers are of the same quarter, and need none


def test_points_come_with_their_reasons(cards):
    # a: 60 x 0.9 + 40 x 0.6; c: 60 x 0.5 + 40 x 0.2
    assert cards["a"].points.sentences[0] == "78 points: good, rank 1 of 4."
    assert cards["a"].points.rows == [
        ("base", "Trust of residents", "54", "60", "90 between 0 and 100: 54 of 60"),
        ("base", "Solved", "24", "40", "60 between 0 and 100: 24 of 40"),
    ]
    assert cards["c"].points.sentences == [
        "38 points: poor, rank 4 of 4.", "It must improve: the points are below the line."
    ]  # fmt: skip
    assert cards["c"].headline[-1] == "Grade of the appraisal: poor."


def test_the_plan_names_measure_body_and_deadline_and_others_have_none(cards):
    plan = cards["c"].plan
    cells = dict(zip(plan.heads, plan.rows[0], strict=True))
    assert (cells["Responsible body"], cells["Deadline"]) == ("Street office", "June")
    assert cells["Measure"] == "Open office (raise Solved by 10%)"
    assert plan.sentence.startswith("All measures together: score 32.5 → 37.5")
    assert [cards[unit].plan for unit in "abd"] == [None] * 3


def test_the_trend_stands_in_the_picture_where_its_numbers_say(cards):
    trend = cards["c"].trend
    # c: 22.5 and 32.5, the least of all; medians of 62.5, 57.5, 42.5, 22.5 and of 72.5, 67.5, 52.5, 32.5
    assert trend.periods == [("2025Q1", 22.5, 4, 50.0), ("2025Q2", 32.5, 4, 60.0)]
    (x0, y0), (x1, y1) = trend.dots
    assert (x0, x1, y0) == (5, WIDTH - 5, HEIGHT - 5)
    assert y1 == pytest.approx(HEIGHT - 5 - (32.5 - 22.5) / (72.5 - 22.5) * (HEIGHT - 10), abs=0.05)
    assert trend.line == [f"{x0:g},{y0:g} {x1:g},{y1:g}"]


def test_a_gap_in_time_breaks_the_line(panel):
    view = View(panel, None, "en")
    trend = {card.unit: card.trend for card in cards_of(view)}["c"]
    assert [np.isnan(score) for _, score, *_ in trend.periods] == [False, True, False, False]
    assert len(trend.dots) == 3
    assert [len(piece.split()) for piece in trend.line] == [2]


def test_what_an_evaluation_does_not_ask_for_is_not_on_the_card(panel, tmp_path):
    view = View(panel, None, "zh")
    for card in cards_of(view):
        assert (card.verdict, card.means, card.points, card.plan) == (None,) * 4
    text = gm.report.html(panel, tmp_path / "r.html", "en").read_text(encoding="utf-8")
    assert "Efficiency against peers" not in text
    assert "Verdict by fuzzy" not in text


def test_a_step_that_changes_every_value_marks_none_and_one_that_changes_some_does():
    units = list("ABCDEFGHIJ")
    values = pd.DataFrame({"x": [3.0, 4, 5, 5, 6, 6, 7, 8, 9, 300], "y": np.arange(1.0, 11)}, units)
    tree = gm.IndicatorTree.from_groups({"A": ["x", "y"]})
    run = gm.follow(gm.Recipe(treatment=["winsorise"], weighting="equal"), gm.Dataset(tree, values))
    cards = {card.unit: [value.mark for value in card.values] for card in cards_of(View(run, None, "en"))}
    assert cards == {unit: ["", ""] for unit in units[:-1]} | {"J": ["counted as 9 (winsorise)", ""]}
    logs = gm.follow(gm.Recipe(treatment=["log_transform"], weighting="equal"), gm.Dataset(tree, values))
    assert len(logs.treated.changes) >= 10
    assert not any(value.mark for card in cards_of(View(logs, None, "en")) for value in card.values)


def test_the_page_says_the_lights_in_shapes_and_words(found, tmp_path):
    text = gm.report.html(found, tmp_path / "r.html", "zh").read_text(encoding="utf-8")
    card = text.split('<details class="card">')[1]
    assert re.search(r'<span aria-hidden="true">●</span> 优势', card)
    assert "位于同类前 25%" in card
    assert "Score" not in card.split("</p>")[0]
    widths = [float(width) for width in re.findall(r'style="width:([\d.]+)%;background', card)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
