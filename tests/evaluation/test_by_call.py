"""Evidence given by call is kept as files of ours: the folder alone, on another place of the disk, does the run again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation import by_call
from tests.evaluation.district import ASKED, PERIODS, TREE, UNITS, district

SMALL = {"code": "GOV", "parts": [{"code": "trust", "better": "more", "worst": 0, "best": 100, "items": ["t1", "t2"]},
                                  {"code": "solved", "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
UNITS_OF = ["=East", "西, upper", 'North\'s "old"']


def written(folder: Path, asked: Any, **evidence: Any) -> Path:
    """Write an evaluation by call into a folder, and move the folder away."""
    gm.evaluate(asked, **evidence).write(folder / "run")
    shutil.move(folder / "run", folder / "else" / "where")
    return folder / "else" / "where"


def lost(folder: Path) -> list[str]:
    told: list[str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["by_call"]
    return told


def records(index: Any = UNITS_OF) -> pd.DataFrame:
    table = pd.DataFrame(
        {"trust": ["60%", 1 / 3, "N/A"], "solved": [90.1, 55, 40], "population": [1000, 20, 3]}
    )
    return table.set_axis(pd.Index(index))


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(1, 6, (30, 2)), columns=["t1", "t2"])
    return table.assign(unit=np.repeat(UNITS_OF, 10), sex=rng.choice(["f", "m"], 30))


@pytest.mark.slow
def test_all_that_the_district_is_given_by_call(tmp_path: Path) -> None:
    one = district()
    periods, units = PERIODS[-2:], UNITS[:8]
    tables = [
        frame[frame["社区"].isin(units) & frame["时期"].isin(periods)] for frame in (one.records, one.answers)
    ]
    asked: Any = {**ASKED, "tree": TREE, "sureness": {"draws": 20}, "reliability": None, "efficiency": True}
    asked["plan"] = {"budget": 30.0, "units": 2}
    place = written(tmp_path, asked, **{**one.evidence, "records": tables[0], "survey": tables[1]})
    assert lost(place) == []
    found = gm.evaluation.verify(place)
    assert (found.same, found.repeated, found.notes) == (True, True, ())
    kept = sorted(path.name for path in (place / "inputs" / "by_call").iterdir())
    assert kept == ["actions.csv", "judgements.json", "records.json", "rulebook.yaml", "survey.json"]


@pytest.mark.parametrize("index", [UNITS_OF, [1, 2, 3]])
@pytest.mark.parametrize("kind", ["frame", "noun"])
def test_records_read_equal_values(tmp_path: Path, index: Any, kind: str) -> None:
    given: Any = records(index)
    if kind == "noun":
        given = gm.read_records(given, gm.read_tree(SMALL))
    weights = {"trust": np.float64(2), "solved": 1}
    found = gm.evaluate({"tree": SMALL, "language": "zh"}, records=given, weights=weights)
    found.write(tmp_path / "run")
    again = gm.evaluate(tmp_path / "run" / "inputs")
    pd.testing.assert_frame_equal(
        again.assessment.dataset.values, found.assessment.dataset.values, check_exact=True
    )
    assert again.provenance["inputs"] == found.provenance["inputs"]
    assert gm.evaluation.verify(tmp_path / "run").repeated
    assert lost(tmp_path / "run") == []


@pytest.mark.parametrize("kind", ["frame", "noun"])
def test_answers_judgements_and_what_was_measured(tmp_path: Path, kind: str) -> None:
    tree = gm.read_tree(SMALL)
    given: Any = answers()
    if kind == "noun":
        given = gm.read_survey(given, tree, by={"unit": "unit", "sex": "sex"})
    rest = pd.DataFrame({"trust": [np.nan] * 3, "solved": [90.1, 1 / 3, 40]}, index=UNITS_OF)
    errors = rest / 10
    measured = gm.Dataset(tree, rest, standard_errors=errors)
    judged = {"Li": {"GOV": [[1, 3], [0.33, 1]]}, "吴": {"GOV": [[1, 1 / 7], [7, 1]]}}
    asked = {"tree": tree, "index": {"weighting": "ahp"}}
    place = written(tmp_path, asked, survey=given, judgements=judged, measured=[measured],
                    margins={"sex": {"f": 0.6, "m": 0.4}})  # fmt: skip
    assert lost(place) == []
    found = gm.evaluation.verify(place)
    assert (found.same, found.repeated) == (True, True), found


def test_a_rounded_reciprocal_is_told_again(tmp_path: Path) -> None:
    tree = gm.read_tree(SMALL)
    judged = {"Li": {"GOV": [[1, 3], [0.33, 1]]}}
    found = gm.evaluate({"tree": tree, "index": {"weighting": "ahp"}}, records=records(), judgements=judged)
    with gm.use("zh"):
        found.write(tmp_path / "run")
    assert lost(tmp_path / "run") == []
    verified = gm.evaluation.verify(tmp_path / "run")
    assert (verified.same, verified.repeated) == (True, True)


def test_what_is_too_large_or_of_another_kind_is_named(tmp_path: Path, monkeypatch: Any) -> None:
    asked, tree = {"tree": SMALL}, gm.read_tree(SMALL)
    scores = gm.survey.score(gm.read_survey(answers(), tree, by={"unit": "unit", "sex": "sex"}))
    rest = pd.DataFrame({"solved": [90.1, 50, 40]}, index=UNITS_OF)
    place = written(tmp_path, asked, survey=scores, records=rest)
    assert lost(place) == ["survey"]
    monkeypatch.setattr(by_call, "MOST", 8)
    place = written(tmp_path / "small", asked, records=records())
    assert lost(place) == ["records"]
    assert not list((place / "inputs").rglob("records*"))
    (note,) = gm.evaluation.verify(place).notes
    assert str(note).startswith("given by call, and not archived")


def test_a_run_from_an_archive_with_other_records_by_call(tmp_path: Path) -> None:
    gm.evaluate({"tree": SMALL}, records=records()).write(tmp_path / "run")
    gm.evaluate(tmp_path / "run" / "inputs", records=records(["A", "B", "C"])).write(tmp_path / "other")
    assert gm.evaluation.verify(tmp_path / "other").same
    kept = json.loads(
        (tmp_path / "other" / "inputs" / "by_call_2" / "records.json").read_text(encoding="utf-8")
    )
    assert kept["values"]["index"] == ["A", "B", "C"]


def test_files_whose_names_differ_only_by_case_are_told_apart(tmp_path: Path) -> None:
    folder, table = tmp_path / "job", records().rename_axis("unit").replace("N/A", 5)
    (tmp_path / "a").mkdir()
    folder.mkdir()
    (folder / "x").write_text("")
    if (folder / "X").exists():
        pytest.skip("the disk does not tell large letters from small ones")
    table[["solved", "population"]].to_csv(folder / "Data.csv")
    table[["trust"]].to_csv(folder / "data.csv")
    pd.DataFrame({"trust": [1.0, 2, 3]}, index=table.index).to_csv(tmp_path / "data.csv")
    pd.DataFrame({"trust": [4.0, 5, 6]}, index=table.index).to_csv(tmp_path / "a" / "data.csv")
    for values, own in (("data.csv", ["data_2.csv"]), ("../data.csv", ["elsewhere/data.csv"])):
        asked = {"tree": SMALL, "evidence": {"records": "Data.csv", "measured": [{"values": values}]}}
        gm.Evaluation.read(asked).write(folder / "evaluation.yaml")
        gm.evaluate(folder).write(tmp_path / "run")
        said = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
        assert list(said["archive"]) == sorted(["Data.csv", "evaluation.yaml", *own])
        assert gm.evaluation.verify(tmp_path / "run").repeated
        assert gm.evaluation.verify(tmp_path / "run").same
