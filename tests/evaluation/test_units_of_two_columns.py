"""Communities of one name in two streets: street and name are the unit together in every file of an evaluation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.tables import read_table
from govmetrics.evaluation.evidence import Given, read_evidence
from govmetrics.evaluation.intervals import intervals_of
from govmetrics.evaluation.ratings import read_ratings
from govmetrics.evaluation.units import united

STREETS = ["城东", "城西", "城西", "城东", "城东", "城西"]
NAMES = ["和平社区", "和平社区", "东门社区", "南门社区", "西门社区", "北门社区"]
UNITS = [f"{street} · {name}" for street, name in zip(STREETS, NAMES, strict=True)]
NAMED = {"街道": STREETS, "社区": NAMES}
TREE = {"code": "T", "parts": [{"code": "A", "better": "more", "worst": 0, "best": 100},
                               {"code": "B", "better": "more", "source": "survey", "worst": 1, "best": 5}]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def written(name: str, **columns: Any) -> None:
        pd.DataFrame({**NAMED, **columns}).to_csv(tmp_path / f"{name}.csv", index=False)

    written("records", A=[90, 10, 50, 60, 40, 70])
    written("since", since=["2025", "2026", None, None, None, None])
    written("more", X=[1, 2, 3, 4, 6, 5])
    written("intervals", item="A", low=1, high=2)
    answers = pd.DataFrame({**NAMED, "B": [5, 1, 3, 4, 2, 4]})
    pd.concat([answers, answers.assign(B=[4, 2, 3, 3, 3, 3])]).to_csv(tmp_path / "survey.csv", index=False)
    return tmp_path


def job(**more: Any) -> dict[str, Any]:
    evidence = {"records": {"file": "records.csv", "unit": ["街道", "社区"], "street": "街道"}}
    return {"tree": TREE, "evidence": {**evidence, "survey": {"file": "survey.csv"}}, **more}


def test_from_files_to_a_ranking_that_is_verified(folder: Path) -> None:
    gm.Evaluation.read(job(diagnosis={"strengths": True, "links": "more.csv"})).write(
        folder / "evaluation.yaml"
    )
    read = gm.Evaluation.read(folder / "evaluation.yaml")
    assert read.evidence.records is not None
    assert read.evidence.records.unit == ["街道", "社区"]  # written back as given
    found = gm.evaluate(folder)
    table = found.assessment.scores.values
    assert set(table.index) == set(UNITS)
    assert table["T"].idxmax() == UNITS[0]
    assert table["T"].idxmin() == UNITS[1]  # the two of one name are not one
    own = found.assessment.dataset.values.loc[UNITS[:2], "B"]
    assert own.tolist() == pytest.approx([87.5, 12.5])  # each with its own answers
    assert found.diagnosis.links is not None
    found.write(folder / "output")
    assert gm.evaluation.verify(folder / "output").same


def test_the_way_out_of_two_rows_for_one_name_is_taken_by_the_file(folder: Path) -> None:
    asked = f"tree: {json.dumps(TREE)}\nevidence: {{survey: {{file: survey.csv}}, records: {{file: records.csv, KEY}}}}\n"
    (folder / "evaluation.yaml").write_text(asked.replace("KEY", "unit: 社区"), encoding="utf-8")
    with pytest.raises(gm.FaultyInput) as told:
        gm.evaluate(folder)
    (key,) = re.findall(r"name different ones by both columns: `(.*?)`", str(told.value))
    assert key == "unit: [街道, 社区]"
    (folder / "evaluation.yaml").write_text(asked.replace("KEY", key), encoding="utf-8")
    assert set(gm.evaluate(folder).assessment.scores.values.index) == set(UNITS)


def test_tables_beside_the_records_join_by_both_columns(folder: Path) -> None:
    gm.Evaluation.read(job(policy={"first_treated": "since.csv"})).write(folder / "evaluation.yaml")
    nouns, _ = read_evidence(gm.Evaluation.read(folder / "evaluation.yaml"), Given())
    assert nouns.adopted is not None
    assert nouns.adopted.index.tolist() == UNITS
    tree, both = gm.read_tree(TREE), ["街道", "社区"]
    assert intervals_of(read_table(folder / "intervals.csv"), both, tree)["unit"].tolist() == UNITS
    rated = read_ratings([folder / "more.csv"], both, tree)["more"]
    assert (rated.index.tolist(), list(rated)) == (UNITS, ["X"])


def test_links_by_period_are_those_of_the_latest(folder: Path) -> None:
    for name, column in (("records", "A"), ("more", "X")):
        first = pd.read_csv(folder / f"{name}.csv").assign(年=2024)
        later = first.assign(年=2025, **{column: [3, 1, 2, 5, 4, 6]})
        pd.concat([first, later]).to_csv(folder / f"{name}.csv", index=False)
    asked = job(diagnosis={"links": "more.csv"})
    asked["evidence"]["records"]["period"] = "年"
    asked["evidence"].pop("survey")
    asked["tree"] = {"code": "T", "parts": TREE["parts"][:1]}
    gm.Evaluation.read(asked).write(folder / "evaluation.yaml")
    found = gm.evaluate(folder).diagnosis.links
    assert found is not None
    assert found.table["correlation"].tolist() == pytest.approx([1.0] * len(found.table))


def test_a_table_that_has_the_joined_names_is_taken_as_it_is() -> None:
    table = pd.DataFrame({"社区": UNITS, "X": 1})
    assert united(table, ["街道", "社区"])[0] is table
    both, heading = united(pd.DataFrame({**NAMED, "X": 1}), ["街道", "社区"], keep=True)
    assert (heading, both["社区"].tolist(), both["街道"].tolist()) == ("社区", UNITS, STREETS)


def test_no_columns_are_no_unit() -> None:
    asked = job()
    asked["evidence"]["records"]["unit"] = []
    with pytest.raises(gm.FaultyInput, match=r"evidence\.records\.unit: is \[\]"):
        gm.Evaluation.read(asked)


def test_notes_on_a_file_name_the_key_of_the_file(folder: Path) -> None:
    asked = job()
    asked["evidence"]["survey"]["by"] = {"unit": "社区"}
    gm.Evaluation.read(asked).write(folder / "evaluation.yaml")
    nouns, _ = read_evidence(gm.Evaluation.read(folder / "evaluation.yaml"), Given())
    assert nouns.survey is not None
    said = [note for note in nouns.survey.notes if "several streets" in str(note)]
    assert str(said[0]).endswith("name them by both columns: `by: {unit: [街道, 社区]}`")
    assert said[0].say("zh").endswith("请用两列共同指明：`by: {unit: [街道, 社区]}`")
    by_call, _ = read_evidence(
        gm.Evaluation(TREE, evidence={"survey": {"by": {"unit": "社区"}}}),
        Given(survey=pd.read_csv(folder / "survey.csv")),
    )
    assert by_call.survey is not None
    assert any("by={'unit': ['街道', '社区']}" in str(note) for note in by_call.survey.notes)
