"""The first screen and the ranking of a small evaluation, its numbers worked out by hand.

Goalposts of 0 and 100 and equal weights: a score is the mean of its dimensions. In 2025 the units have 90, 80, 80, 60, 40
and 20, in 2024 they had 88, 80, 70, 64, 40 and 22.
"""

import html
import json
import re

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.report.graded import graded
from govmetrics.report.groups import groupings, street_of
from govmetrics.report.since import since
from govmetrics.report.standing import standing, within

UNITS = list("abcdef")
NOW, THEN = [90.0, 80, 80, 60, 40, 20], [88.0, 80, 70, 64, 40, 22]
LEAN = [0.0, 0, 0, 0, 10, 0]  # e has 50 in A and 30 in B
TREE = gm.IndicatorTree(gm.Group("G", {"en": "Governance", "zh": "治理"}, (
    gm.Group("A", {"en": "Actors", "zh": "主体"}, (gm.Indicator("x", worst=0, best=100), gm.Indicator("y", worst=0, best=100))),
    gm.Group("B", {"en": "Results", "zh": "结果"}, (gm.Indicator("z", worst=0, best=100), gm.Indicator("w", worst=0, best=100))),
)))  # fmt: skip
RULES = {
    "title": "Appraisal", "full": 100, "improve": {"below": 50},
    "items": [{"code": "x", "by": "linear", "points": 100, "worst": 0, "best": 100}],
    "grades": [{"name": {"en": "good", "zh": "良好"}, "at_least": 75}, {"name": {"en": "poor", "zh": "较差"}}],
}  # fmt: skip
ACTIONS = [{"code": "x", "name": "Ask more", "cost": 1.0, "body": "Street office", "deadline": "June"}]


def records():
    rows = []
    for period, scores in ((2024, THEN), (2025, NOW)):
        for at, (unit, score) in enumerate(zip(UNITS, scores, strict=True)):
            up, down = score + LEAN[at], score - LEAN[at]
            rows.append([period, unit, "East" if at % 2 == 0 else "West", up, up, down, down])
    return pd.DataFrame(rows, columns=["period", "unit", "street", "x", "y", "z", "w"])


@pytest.fixture(scope="module")
def found():
    asked = {
        "tree": TREE, "index": {"normalisation": "goalposts", "weighting": "equal"}, "sureness": {"draws": 50},
        "evidence": {"records": {"unit": "unit", "period": "period", "street": "street"}}, "change": True,
        "appraisal": {}, "plan": {"actions": ACTIONS, "budget": 10.0, "units": ["f"]}, "diagnosis": {"obstacles": True},
    }  # fmt: skip
    return gm.evaluate(asked, records=records(), rulebook=gm.appraisal.Rulebook.read(RULES))


@pytest.fixture(scope="module")
def text(found, tmp_path_factory):
    return written(found, tmp_path_factory.mktemp("page"), "en")


def written(what, folder, language, **more):
    path = gm.report.html(what, folder / "r.html", language, **more)
    return path.read_text(encoding="utf-8").partition("<script>")[0]


def lead(text):
    return html.unescape(re.search(r'<p class="lead">(.*?)</p>', text)[1])


def charts(text):
    return [json.loads(option) for option in re.findall(r'class="option">(.*?)</script>', text)]


def ends(found):
    overall = found.panel.sureness.overall
    return [
        f"{'+' if end > 0.05 else ''}{end:.1f}".replace("-", "−")
        for end in (overall["lower"], overall["upper"])
    ]


def test_the_finding_is_one_sentence(found, text, tmp_path):
    low, high = ends(found)
    sure = found.uncertainty.intervals
    first, last = (f"{sure.loc[unit, 'lower']:.0f}" for unit in "af")
    assert lead(text) == (
        f"In 2025 the mean score of 6 units is 61.7, 1.0 points more than in 2024 (90% interval of the change: {low} to {high}); "
        f"Appraisal: good 3, poor 3; a ranks first (90.0, rank interval {first}), f last (20.0, rank interval {last}); by the "
        "plan Street office must act in f; 1 unit must improve by the appraisal: f."
    )
    assert lead(written(found, tmp_path, "zh")).startswith(
        "2025年，6 个单元的平均得分为 61.7，较2024年上升 1.0 分（"
    )


def test_three_pictures_hold_the_numbers(text):
    ranks, dimensions, held = charts(text)[:3]
    assert ranks["yAxis"]["data"] == UNITS
    assert ranks["series"][2]["data"] == [1, 2, 2, 4, 5, 6]
    # A: 90 80 80 60 50 20, B: 90 80 80 60 30 20; a year before 88 80 70 64 50 22 and 88 80 70 64 30 22.
    lower, span, median, before = (one["data"] for one in dimensions["series"])
    assert dimensions["yAxis"]["data"] == ["Actors", "Results"]
    assert lower == [52.5, 37.5]
    assert np.add(lower, span).tolist() == [80, 80]
    assert (median, before) == ([70, 70], [67, 67])
    assert held["yAxis"]["data"][:2] == ["z", "w"]


def test_what_to_do_comes_with_what_it_brings(text):
    gains = re.findall(r"<li>(.*?) <a", re.search(r'<ul class="gains".*?</ul>', text)[0])
    assert gains[0] == (
        "f: Ask more (Street office, June, +2.5 points). Together +2.5 points, score 20.0 → 22.5, still rank 6."
    )
    # The median of z is 70: d, e and f gain 10, 40 and 50 quarters of a point.
    assert (
        "Lift z where it is below the median: 3 units would gain 8.3 points on average, f the most (+12.5)."
        in gains[1]
    )


def test_the_ranking_says_all_of_a_unit(found, text):
    rows = re.findall(
        r"<tr class=.*?</tr>",
        re.search(r'<table id="ranking-table".*?</table>', text, re.DOTALL)[0],
        re.DOTALL,
    )
    cells = [
        [re.sub(r"<[^>]*>", " ", cell).split() for cell in re.findall(r"<td.*?</td>", row)] for row in rows
    ]
    assert [row[0] for row in cells] == [["1"], ["2="], ["2="], ["4"], ["5"], ["6"]]
    assert [row[1] for row in cells] == [
        [unit, street] for unit, street in zip(UNITS, ["East", "West"] * 3, strict=True)
    ]
    change = [row[4] for row in cells]
    assert [one[1] if one[0] in "▲▼○" else one[0] for one in change] == [
        "+2.0",
        "0.0",
        "+10.0",
        "−4.0",
        "0.0",
        "−2.0",
    ]
    sure = found.panel.sureness.changes.loc[UNITS]
    marks = np.where(~sure["sure"], "○", np.where(sure["change"] > 0, "▲", "▼"))
    assert [one[0] for one in change] == marks.tolist()
    assert {"○", "▲", "▼"} == set(marks)
    assert [" ".join(row[6]) for row in cells] == ["1 of 3", "1 of 3", "2 of 3", "2 of 3", "3 of 3", "3 of 3"]
    assert [row[7] for row in cells] == [["good"]] * 3 + [["poor"]] * 3
    assert '<option value="0">East</option><option value="1">West</option>' in text
    assert [re.search(r'data-chosen="(.*?)"', row)[1] for row in rows] == [
        "0 0",
        "1 0",
        "0 0",
        "1 1",
        "0 1",
        "1 1",
    ]


def test_a_change_is_marked_by_its_own_interval(found):
    table = since(standing(found.assessment), found, found.uncertainty).table
    sure = found.panel.sureness.changes
    assert table.droplevel("period")["lower"].to_dict() == pytest.approx(sure["change_lower"].to_dict())
    assert table.droplevel("period")["sure"].to_dict() == sure["sure"].astype(float).to_dict()


def test_of_an_assessment_alone_the_greatest_obstacle_is_named(found, tmp_path):
    text = written(found.assessment, tmp_path, "en")
    assert lead(text) == (
        "In 2025 the mean score of 6 units is 61.7, 1.0 points more than in 2024; a ranks first (90.0), f last (20.0); what "
        "holds back most is z."
    )
    assert charts(text)[0]["series"][0]["data"] == NOW
    assert "rank in the street" in text  # by the heading of its column


def test_one_unit_alone(found, tmp_path):
    one = gm.Dataset(TREE, pd.DataFrame([[60.0, 60, 40, 40]], pd.Index(["East"], name="unit"), TREE.codes))
    text = written(gm.follow(found.assessment.recipe, one), tmp_path, "en")
    assert lead(text) == "East scores 50.0; what holds back most is z."
    assert charts(text)[0]["series"][0]["data"] == [60, 40]
    assert "neighbouring ranks" not in text


def test_nobody_has_a_score(found, tmp_path):
    holes = pd.DataFrame(np.nan, pd.Index(["East", "West"], name="unit"), TREE.codes).assign(x=[1.0, 2])
    text = written(gm.follow(found.assessment.recipe, gm.Dataset(TREE, holes)), tmp_path, "zh")
    assert lead(text) == "数据缺失过多，2 个单元均无得分。"
    assert charts(text) == []


def test_many_units_are_drawn_at_both_ends(found, tmp_path):
    values = pd.DataFrame(
        {code: np.arange(30.0)[::-1] for code in TREE.codes}, [f"u{k}" for k in range(30)]
    ).rename_axis("unit")
    text = written(gm.follow(found.assessment.recipe, gm.Dataset(TREE, values)), tmp_path, "en")
    assert charts(text)[0]["yAxis"]["data"] == [f"u{k}" for k in (*range(10), *range(20, 30))]
    assert "The scores of the first 10 and the last 10; those between are in the ranking." in text


def test_ranks_within_a_group_share_ties_and_leave_out_who_has_no_score_or_group():
    values = pd.DataFrame({"x": [5.0, 9, 9, 1, np.nan, 7]}, pd.Index(UNITS, name="unit"))
    stands = standing(gm.follow(gm.Recipe(), gm.Dataset(gm.IndicatorTree.from_groups({"A": ["x"]}), values)))
    found = within(stands, pd.Series(["E", "E", "E", "W", "W", None], UNITS)).loc[UNITS]
    np.testing.assert_array_equal(found["rank"], [3, 1, 1, 1, np.nan, np.nan])
    np.testing.assert_array_equal(found["of"], [3, 3, 3, 1, np.nan, np.nan])
    assert found["tied"].tolist() == [False, True, True, False, False, False]


def test_only_words_of_few_values_are_to_choose_from(found):
    attributes = pd.DataFrame(
        {"people": [1.0] * 6, "code": ["1", "2", "1", "2", "1", "2"], "same": ["one"] * 6, "kind": ["old", "new ", "new"] * 2,
         "District": ["p", None, "q", "p", "q", "p"]}, pd.Index(UNITS, name="unit"),
    )  # fmt: skip
    values = pd.DataFrame(50.0, attributes.index, TREE.codes)
    index = gm.follow(found.assessment.recipe, gm.Dataset(TREE, values, attributes))
    groups = groupings(index, standing(index))
    assert {one.name: one.values for one in groups} == {"kind": ["new", "old"], "District": ["p", "q"]}
    assert street_of(groups, None).name == "District"
    assert [one.title for one in graded(found, standing(found.assessment))] == ["Appraisal"]
