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
from govmetrics.core.united import united
from govmetrics.evaluation.evidence import Given, read_evidence
from govmetrics.evaluation.intervals import intervals_of
from govmetrics.evaluation.ratings import read_ratings

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


KEPT = {"code": "T", "parts": [{"code": "A", "better": "more", "worst": 0, "best": 100},
                               {"code": "S", "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
GOOD = [5, 1, 3, 4, 2, 4]
"""How many of six are good, by unit."""


def tickets() -> pd.DataFrame:
    rows = [
        {"街道": street, "社区": name, "受理时间": f"2025-01-0{i + 1}", "是否响应": "是", "是否解决": "是" if i < good else "否",
         "回访结果": "满意"}
        for street, name, good in zip(STREETS, NAMES, GOOD, strict=True) for i in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def documents() -> pd.DataFrame:
    rows = [
        {"编号": f"{street}{name}{i}", "街道": street, "社区": name, "内容": "路灯坏了" if i < good else "水管漏水"}
        for street, name, good in zip(STREETS, NAMES, GOOD, strict=True) for i in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def ties() -> pd.DataFrame:
    """Ties of three actors: both ways from `good` = 4, else one way."""
    rows = [
        {"街道": street, "社区": name, "提名人": a, "被提名人": b}
        for street, name, good in zip(STREETS, NAMES, GOOD, strict=True)
        for a, b in [("居委会", "物业"), ("物业", "业委会"), *([("物业", "居委会")] if good > 3 else [])]
    ]  # fmt: skip
    return pd.DataFrame(rows)


BESIDE = {
    "tickets": (tickets, {"window": "all", "codes": {"resolution": "S"}}),
    "documents": (documents, {"dictionary": {"照明": ["路灯"]}, "measure": "share", "leaves": {"S": "照明"}}),
    "networks": (ties, {"leaves": {"S": "edge_reciprocity"}, "errors": "cautious"}),
}  # fmt: skip


def scored(folder: Path, key: str, table: pd.DataFrame, **more: Any) -> gm.Findings:
    table.to_csv(folder / f"{key}.csv", index=False)
    records = {"file": "records.csv", "unit": ["街道", "社区"]}
    said = {"file": f"{key}.csv", **BESIDE[key][1], **more}
    gm.Evaluation.read({"tree": KEPT, "evidence": {"records": records, key: said}}).write(
        folder / "evaluation.yaml"
    )
    return gm.evaluate(folder)


def leaf(found: gm.Findings) -> pd.Series:
    assert found.assessment is not None
    return found.assessment.dataset.values["S"]


@pytest.mark.parametrize("key", list(BESIDE))
def test_tables_of_many_rows_take_both_columns_as_the_records_do(folder: Path, key: str) -> None:
    table = BESIDE[key][0]()
    joined = table.assign(社区=table["街道"] + " · " + table["社区"]).drop(columns="街道")
    own = {"networks": {"by": "社区"}}.get(key, {})
    by_hand = leaf(scored(folder, key, joined, **own))
    assert set(by_hand.index) == set(UNITS)
    assert by_hand[UNITS[0]] != by_hand[UNITS[1]]  # of one name, each its own
    pd.testing.assert_series_equal(leaf(scored(folder, key, table)), by_hand)
    both = ["街道", "社区"]
    asked: dict[str, Any] = {
        "tickets": {"columns": {"unit": both}},
        "documents": {"unit": both},
        "networks": {"by": both},
    }[key]
    pd.testing.assert_series_equal(leaf(scored(folder, key, table, **asked)), by_hand)


READ = {
    "tickets": lambda table, both: gm.monitoring.three_rates(table, None, columns={"unit": both}),
    "documents": lambda table, both: gm.text.read(table, unit=both),
    "networks": lambda table, both: gm.network.read_network(table, by=both),
}


@pytest.mark.parametrize("key", list(BESIDE))
def test_a_blank_street_is_told_and_one_under_a_merged_cell_is_filled_with_a_note(key: str) -> None:
    table, both = BESIDE[key][0](), ["街道", "社区"]
    table.loc[2, "街道"] = None
    with pytest.raises(gm.FaultyInput) as error:
        READ[key](table, both)
    assert len(error.value.faults) == 1
    assert re.search("the cell is empty|the community is missing", str(error.value))
    lost = table.drop(columns="街道")
    with pytest.raises(gm.FaultyInput, match="there is no column '街道'"):
        READ[key](lost, both)
    table = BESIDE[key][0]()
    whole = READ[key](table, both)
    merged = table.assign(街道=table["街道"].where(table["街道"] != table["街道"].shift()))
    found = READ[key](merged, both)
    assert any("街道" in str(note) and "filled from above" in str(note) for note in found.notes)
    units = {
        "tickets": lambda one: one.values,
        "documents": lambda one: one.frame[["unit"]],
        "networks": lambda one: one.ties,
    }[key]
    pd.testing.assert_frame_equal(units(found), units(whole))


@pytest.mark.parametrize("key", list(BESIDE))
def test_one_name_in_several_streets_is_told_where_one_column_is_taken(key: str) -> None:
    found = READ[key](BESIDE[key][0](), "社区")
    (note,) = [note for note in found.notes if "several streets" in str(note)]
    assert "和平社区" in str(note)
    assert "['街道', '社区']" in str(note)
    assert "两列" in note.say("zh")
    handled = tickets().assign(承办单位="城管局")
    own = gm.monitoring.three_rates(handled, None, columns={"unit": "承办单位"})
    assert not [note for note in own.notes if "several streets" in str(note)]


def test_two_columns_that_may_be_the_unit_of_tickets_may_be_taken_together(folder: Path) -> None:
    table = tickets().rename(columns={"街道": "所属街道", "社区": "所属社区"})
    with pytest.raises(gm.FaultyInput) as error:
        scored(folder, "tickets", table)
    assert "[所属街道, 所属社区]" in str(error.value)
    found = scored(folder, "tickets", table, columns={"unit": ["所属街道", "所属社区"]})
    assert set(leaf(found).index) == set(UNITS)


def test_a_list_of_actors_names_its_communities_by_both_columns_too() -> None:
    people = (
        ties()[["街道", "社区"]]
        .drop_duplicates()
        .merge(pd.DataFrame({"主体": ["居委会", "物业", "业委会", "社会组织"]}), how="cross")
    )
    found = gm.network.read_network(ties(), people, ["街道", "社区"])
    assert list(dict.fromkeys(found.actors.index.get_level_values(0))) == UNITS
    with pytest.raises(gm.FaultyInput, match="actors: there is no column '街道'"):
        gm.network.read_network(ties(), people.drop(columns="街道").drop_duplicates(), ["街道", "社区"])
