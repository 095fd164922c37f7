"""Other verdicts beside the fuzzy ones, asked for in a file: as the fuzzy room finds them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c", "d"]})
TABLE = pd.DataFrame(np.random.default_rng(4).uniform(5, 95, (9, 4)), [f"u{i}" for i in range(9)], TREE.codes)
WEIGHTS = {"A": 3, "B": 2, "a": 3, "b": 2, "c": 3, "d": 1}
FIELDS, THRESHOLDS = [0, 20, 40, 60, 80, 100], [20, 40, 60, 80]
BESIDE = [{"matter_element": {"fields": FIELDS}}, {"set_pair": {"thresholds": THRESHOLDS}}, "catastrophe"]


def evaluated(beside: Any, **more: Any) -> gm.Findings:
    grades = {"from": "values", "breakpoints": [10, 30, 50, 70, 90], "scale": "five", "beside": beside}
    return gm.evaluate({"tree": TREE, "evidence": {"weights": WEIGHTS}, "grades": grades, **more}, TABLE)


def test_each_is_that_of_the_room_and_those_that_score_stand_beside_the_grades(tmp_path) -> None:
    found = evaluated(BESIDE)
    run, others = found.assessment, found.other_grades
    own = {
        "matter_element": gm.fuzzy.matter_element(run.dataset, FIELDS, run.weights, found.grades.grades),
        "set_pair": gm.fuzzy.set_pair(run.dataset, THRESHOLDS, run.weights, found.grades.grades),
        "catastrophe": gm.fuzzy.catastrophe(run.scaled, run.weights),
    }
    for name, result in own.items():
        for mine, other in zip(others.methods[name].tables("en"), result.tables("en"), strict=True):
            pd.testing.assert_frame_equal(mine.frame, other.frame)
    assert others.comparison.ranks.shape == (9, 3)
    page = gm.report.html(found, tmp_path / "page.html", "zh").read_text(encoding="utf-8")
    assert "其他评价方法" in page


@pytest.mark.parametrize(("beside", "told"), [
    (5, "grades.beside: is 5"), ([], "grades.beside: is empty"), ("set_pairs", "did you mean 'set_pair'?"),
    ("set_pair", "grades.beside.set_pair.thresholds: is missing"),
    ({"catastrophe": {"rule": "x"}}, "grades.beside.catastrophe.rule"),
    ({"matter_element": {"fields": [3, 2]}}, "grades (matter element): a: has 2 break points"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(beside: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(beside)
    assert told in str(error.value)
