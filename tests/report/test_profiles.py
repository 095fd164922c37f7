"""Strengths and shortfalls on a unit's card are against its peers and targets, never among its own values."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import diagnosis
from govmetrics.report.profiles import profiles
from govmetrics.report.standing import standing

UNITS = [f"u{place:02d}" for place in range(12)]


def told(assessment, **options):
    strong = diagnosis.strengths(assessment.scores, **options)
    stands = standing(assessment)
    return profiles(assessment, stands, strong, None, "en", stands.table.index)


@pytest.fixture
def ladder():
    """Every unit is better than the next in every indicator; all are best in `a` and worst in `c`."""
    level = np.linspace(40, 10, len(UNITS))
    leaves = tuple(gm.Indicator(code, worst=0, best=100) for code in "abc")
    tree = gm.IndicatorTree(gm.Group("A", "", leaves))
    values = pd.DataFrame({"a": level + 50, "b": level + 25, "c": level}, UNITS)
    attributes = pd.DataFrame({"street": ["upper"] * 6 + ["lower"] * 6}, UNITS)
    recipe = gm.Recipe(normalisation="goalposts", weighting="equal")
    return gm.follow(recipe, gm.Dataset(tree, values, attributes))


def test_the_best_has_no_shortfall_and_the_worst_no_strength(ladder):
    cards = told(ladder)
    assert [name for name, *_ in cards["u00"]["strong"]] == ["a", "b", "c"]
    assert cards["u00"]["weak"] == []
    assert cards["u11"]["strong"] == []
    assert [name for name, *_ in cards["u11"]["weak"]] == ["a", "b", "c"]
    assert cards["u05"]["strong"] == cards["u05"]["weak"] == []
    name, value, median = cards["u11"]["weak"][2]
    assert (name, value, median) == ("c", pytest.approx(10), pytest.approx(25))


def test_behind_ones_street_and_above_all_is_no_shortfall(ladder):
    cards = told(ladder, by="street")
    assert cards["u05"]["weak"] == []  # last of the upper street, and still above the median of all
    assert cards["u06"]["strong"] == []  # first of the lower street, and still below it
    assert len(cards["u00"]["strong"]) == len(cards["u11"]["weak"]) == 3


def test_what_misses_its_target_is_told_with_it():
    leaves = (gm.Indicator("days", better="less", worst=40, best=0, target=10),
              gm.Indicator("rate", worst=0, best=100, target=90), gm.Indicator("other", worst=0, best=100))  # fmt: skip
    tree = gm.IndicatorTree(gm.Group("A", "", leaves))
    values = pd.DataFrame({"days": [8.0, 40], "rate": [80.0, 85], "other": [50.0, 60]}, ["x", "y"])
    cards = told(gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), gm.Dataset(tree, values)))
    assert cards["x"]["short"] == [("rate", 80.0, "90")]
    assert cards["y"]["short"] == [("days", 40.0, "10"), ("rate", 85.0, "90")]  # all of its way, and 5 of 90


@pytest.mark.slow
def test_on_the_page_of_the_district_no_shortfall_lies_above_the_median(tmp_path):
    folder = Path(__file__).parents[2] / "examples" / "district"
    found = gm.evaluate(folder, only=["diagnosis"])
    page = gm.report.html(found, tmp_path / "report.html", "en").read_text(encoding="utf-8")
    lines = re.findall(r"(stronger|weaker) than its peers: (.*?)<(?:br|/p)>", page)
    assert len(lines) == 80
    values = found.assessment.scores.at("2025年四季度").values
    medians = {
        leaf.label("en"): values[leaf.code].median()
        for leaf in found.assessment.scores.weights.tree.indicators
    }
    seen = 0
    for word, line in lines:
        for name, value, median in re.findall(r"([^;]+?) \(score (-?[\d.]+); median (-?[\d.]+)\)", line):
            seen += 1
            for middle in (float(median), medians[name.strip()]):
                assert (
                    (float(value) >= middle - 0.05) if word == "stronger" else (float(value) <= middle + 0.05)
                )
    assert seen > 100
    # What the card names is what the table of the evaluation calls a strength or a weakness.
    best = found.assessment.ranking().xs("2025年四季度").index[0]
    table = found.diagnosis.strengths.table
    of_best = table[(table["period"] == "2025年四季度") & (table["unit"] == best)].set_index("code")[
        "verdict"
    ]
    stands = standing(found.assessment)
    first = profiles(found.assessment, stands, found.diagnosis.strengths, None, "en", stands.table.index[:1])
    cards = list(first.values())
    codes = {leaf.label("en"): leaf.code for leaf in found.assessment.scores.weights.tree.indicators}
    assert list(first) == [("2025年四季度", best)]
    assert cards[0]["strong"]
    assert {of_best[codes[name]] for name, *_ in cards[0]["strong"]} == {"strength"}
    assert {of_best[codes[name]] for name, *_ in cards[0]["weak"]} <= {"weakness"}


def test_of_many_strengths_those_with_the_largest_gaps_are_told():
    codes = [f"x{place}" for place in range(30)]
    tree = gm.IndicatorTree(gm.Group("A", "", tuple(gm.Indicator(code, worst=0, best=100) for code in codes)))
    values = pd.DataFrame(np.random.default_rng(2).uniform(0, 100, (12, 30)), UNITS, codes).mask(
        np.random.default_rng(3).random((12, 30)) < 0.1
    )
    run = gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), gm.Dataset(tree, values))
    cards, table = told(run), diagnosis.strengths(run.scores).table
    table = table[table["code"].isin(codes)]
    for unit in UNITS:
        for key, verdict, ascending in (("strong", "strength", False), ("weak", "weakness", True)):
            rows = table[(table["unit"] == unit) & (table["verdict"] == verdict)]
            rows = rows.sort_values("gap", ascending=ascending).head(3)
            assert [name for name, *_ in cards[unit][key]] == rows["code"].tolist()
            np.testing.assert_allclose(
                [row[1:] for row in cards[unit][key]], rows[["value", "median"]], atol=1e-9
            )
