"""Other verdicts beside the fuzzy ones, asked for in a file: as the fuzzy room finds them."""

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.words import method_name, say
from govmetrics.evaluation.efficiency_models import MODELS
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.importance import METHODS as STATED
from govmetrics.evaluation.other_grades import METHODS
from govmetrics.evaluation.ranking_methods import METHODS as RANKINGS
from govmetrics.report.made import INPUTS

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


@pytest.fixture
def folder(tmp_path):
    """A table as an office fills it: Chinese headings, names for codes, numbers as text, a column of experts."""
    rng, rows = np.random.default_rng(8), []
    for expert in ("甲", "乙", "丙"):
        for unit in TABLE.index[:8]:
            for code in TREE.codes:
                low = int(rng.integers(20, 80))
                rows.append((expert, f" {unit}", code, str(low), low + int(rng.integers(5, 15))))
    pd.DataFrame(rows, columns=["专家", "单元", "指标", "下限", "上限"]).to_excel(
        tmp_path / "区间.xlsx", index=False
    )
    TABLE.rename_axis("unit").to_csv(tmp_path / "records.csv")
    grades = {"from": "values", "breakpoints": [10, 30, 50, 70, 90], "scale": "five",
              "beside": {"cloud": {"fields": FIELDS}}, "intervals": "区间.xlsx"}  # fmt: skip
    evidence = {"weights": WEIGHTS, "records": {"file": "records.csv"}}
    asked = {"tree": TREE, "evidence": evidence, "grades": grades, "publish": "public"}
    gm.Evaluation.read(asked).write(tmp_path / "evaluation.yaml")
    return tmp_path


def test_intervals_of_experts_are_graded_by_the_cloud_model(folder) -> None:
    found = gm.evaluate(folder)
    table = pd.read_excel(folder / "区间.xlsx").rename(
        columns={"单元": "unit", "指标": "code", "下限": "low", "上限": "high"}
    )
    table = table.assign(unit=table["unit"].str.strip(), low=table["low"].astype(float))
    own = gm.fuzzy.cloud(table, FIELDS, found.assessment.weights, found.grades.grades)
    told = found.other_grades.methods["cloud"]
    pd.testing.assert_frame_equal(told.clouds, own.clouds)
    assert told.at()["grade"].to_dict() == own.at()["grade"].to_dict()
    assert "gave no interval of u8" in "".join(map(str, found.notes))
    assert "intervals" in found.provenance["inputs"]
    found.write(folder / "out")
    assert (folder / "out" / "inputs" / "区间.xlsx").is_file()
    shown = gm.evaluation.public(found)
    assert shown.other_grades is not None
    assert shown.evaluation.grades.intervals == "区间.xlsx"


@pytest.mark.parametrize(("change", "told"), [
    ({"指标": "z"}, "evidence"), ({"单元": "u99"}, "grades.intervals: u99: is not a unit of the records"),
    ({"上限": "many"}, "row 2: the interval is"), ({"上限": 1}, "row 2"), ({"上限": 500}, "lies beyond the fields"),
])  # fmt: skip
def test_what_is_wrong_with_intervals_is_told_with_its_row(folder, change, told) -> None:
    table = pd.read_excel(folder / "区间.xlsx").astype(object)
    for column, cell in change.items():
        table.loc[0, column] = cell
    table.to_excel(folder / "区间.xlsx", index=False)
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(folder)
    place = "grades.intervals (区间.xlsx): z: is not an indicator that is scored"
    assert (place if told == "evidence" else told) in str(error.value)
    with gm.use(language="zh"):
        assert " is " not in str(error.value)


@pytest.mark.parametrize(("beside", "told"), [
    ({"cloud": {"fields": FIELDS}}, "grades.intervals: is missing"),
    (5, "grades.beside: is 5"), ([], "grades.beside: is empty"), ("set_pairs", "did you mean 'set_pair'?"),
    ("set_pair", "grades.beside.set_pair.thresholds: is missing"),
    ({"catastrophe": {"rule": "x"}}, "grades.beside.catastrophe.rule"),
    ({"matter_element": {"fields": [3, 2]}}, "grades (matter element): a: has 2 break points"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(beside: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(beside)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "methods", [METHODS, MODELS, RANKINGS, STATED], ids=["grades", "models", "rankings", "importance"]
)
def test_every_method_that_a_file_may_name_is_called_something_in_both_languages(methods) -> None:
    for name in methods:
        said = method_name(name)
        assert "_" not in say(said, "en")
        assert say(said, "zh") not in (name, say(said, "en")), name


def test_every_input_whose_hash_is_printed_has_a_name_in_chinese() -> None:
    nouns = [one.name for one in fields(Nouns) if one.name not in ("measured", "unread", "queried")]
    assert not [name for name in nouns if name not in INPUTS]
    assert not [name for name in nouns if say(INPUTS[name], "zh") == say(INPUTS[name], "en")]
