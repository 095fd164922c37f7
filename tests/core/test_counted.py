"""Rows of a panel are cases, not units: sentences of every room that takes panels count both."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.read_tree({"code": "g", "parts": [
    {"code": "a", "parts": [{"code": "x", "better": "more", "target": 90}, {"code": "y", "better": "more"}]},
    {"code": "b", "parts": [{"code": "z", "better": "more"}]}]})  # fmt: skip
INDEX = pd.MultiIndex.from_product([[2023, 2024], ["East", "West", "North"]], names=["period", "unit"])
FRAME = pd.DataFrame(np.linspace(10, 90, 18).reshape(6, 3), INDEX, ["x", "y", "z"])
PANEL, PANEL_ZH = "6 cases (3 units over 2 periods)", "6 个结果（3 个单元、2 个时期）"
DMUS_ZH = "6个观测（3个决策单元、2个时期）"


@pytest.fixture(scope="module")
def run():
    return gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(TREE, FRAME))


def appraised(_):
    rules = {"items": [{"code": "x", "by": "linear", "points": 100, "worst": 0, "best": 100}]}
    return gm.appraisal.appraise(rules, FRAME)


def graded(run):
    degrees = gm.fuzzy.from_values(run.dataset, {code: [20, 50, 80] for code in "xyz"})
    return gm.fuzzy.evaluate(degrees, run.weights, gm.fuzzy.GradeScale(["poor", "fair", "good"], [1, 2, 3]))


ROOMS = {
    "appraisal": (appraised, PANEL, PANEL_ZH),
    "strengths": (lambda run: gm.diagnosis.strengths(run.scores), PANEL, PANEL_ZH),
    "targets": (lambda run: gm.diagnosis.distance_to_target(run.dataset), PANEL, PANEL_ZH),
    "ranking": (lambda run: gm.ranking.topsis(run.scaled, run.weights), PANEL, PANEL_ZH),
    "fuzzy": (graded, PANEL, PANEL_ZH),
    "radial": (lambda _: gm.dea.radial(FRAME[["x"]], FRAME[["y"]]), PANEL, DMUS_ZH),
    "scale": (lambda _: gm.dea.scale(FRAME[["x"]], FRAME[["y"]]), PANEL, DMUS_ZH),
    "order_m": (lambda _: gm.dea.order_m(FRAME[["x"]], FRAME[["y"]]), PANEL, DMUS_ZH),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::govmetrics.core.GovmetricsWarning")
@pytest.mark.parametrize("room", ROOMS)
def test_a_panel_is_so_many_units_over_so_many_periods(room, run):
    of, english, chinese = ROOMS[room]
    found = of(run)
    said = [" ".join(text.say(language) for text in found._finding()) for language in ("en", "zh")]
    assert english in said[0]
    assert chinese in said[1]
    assert "6 units" not in said[0]


def test_levels_of_coordination_count_cases():
    even = pd.DataFrame(0.65, INDEX, ["actors", "outcomes"])
    found = gm.diagnosis.coupling(even)
    assert str(found._finding()[0]) == f"good coordination: {PANEL}"
    assert found._finding()[0].say("zh") == f"良好协调：{PANEL_ZH}"
    assert found._tables()[1].frame["cases"].sum() == 6
    assert gm.diagnosis.coupling(even.loc[2024])._tables()[1].frame["units"].sum() == 3


def test_notes_of_a_run_count_cases():
    frame = FRAME.copy()
    frame.loc[(2023, "East"), "x"] = np.nan
    frame.loc[(2024, "West"), ["y", "z"]] = np.nan
    recipe = gm.Recipe(weighting="equal", aggregation={"arithmetic": {"min_coverage": 0.5}})
    notes = [str(note) for note in gm.follow(recipe, gm.Dataset(TREE, frame)).notes]
    assert f"1 of {PANEL} are scored on incomplete evidence, see the data coverage" in notes
    assert "1 unit has no score because too much evidence is missing: 2024 West" in notes
