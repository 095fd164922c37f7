"""A run whose records were given by call is archived: `govmetrics verify` does it again from its folder alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.cli import evaluations
from govmetrics.core import kept
from govmetrics.core.fingerprint import fingerprint
from govmetrics.evaluation import by_call
from govmetrics.evaluation.verify import compared
from govmetrics.robustness import PerturbedWeights, uncertainty
from tests.command import command

TREE = gm.IndicatorTree.from_groups({"actors": ["trust", "t2"], "outcomes": ["solved"]})
EQUAL = gm.Recipe(weighting="equal")


def records(last: str = "合计") -> gm.Dataset:
    """Four rows with what is told of it in notes: a total and a column that is no indicator; a third, and a gap."""
    table = pd.DataFrame({"trust": [60, 50, 1 / 3, 110 + 1 / 3], "t2": [1.0, 2, 4, 7], "solved": [90, 55, np.nan, 145.0],
                          "population": [1, 2, 3, 6.0]}, index=["=East", "西, upper", "North", last])  # fmt: skip
    return gm.read_records(table, TREE, totals="drop")


def written(folder: Path, data: gm.Dataset, recipe: gm.Recipe = EQUAL, **more: Any) -> Path:
    """Write a run, and move its folder away."""
    evidence = {key: more.pop(key) for key in ("survey", "judgements") if key in more}
    gm.report.write_run(gm.follow(recipe, data, **evidence), folder / "run", **more)
    return Path(shutil.move(folder / "run", folder / "else"))


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("treated", [False, True])
def test_the_folder_alone_does_it_again(tmp_path: Path, language: Any, treated: bool) -> None:
    data = gm.treatment.winsorise(records()) if treated else records()
    with gm.use(language):
        place = written(
            tmp_path, data, gm.Recipe(treatment=["impute_mean"], weighting="equal"), language="both"
        )
    assert manifest(place)["by_call"] == []
    done = command("verify", place, "--language", "en")
    assert (done.returncode, "was done again" in done.stdout) == (0, True), done.stdout


def test_another_process_does_it_again(tmp_path: Path) -> None:
    place = written(tmp_path, records())
    again = [sys.executable, "-m", "govmetrics", "verify", str(place), "--language", "en"]
    done = subprocess.run(again, capture_output=True, text=True, check=False)
    assert (done.returncode, "was done again" in done.stdout) == (0, True), done.stdout + done.stderr
    found = gm.evaluation.verify(place)
    assert (found.same, found.repeated) == (True, False)
    assert "of a recipe" in str(found.notes[0])


def test_a_changed_cell_of_the_archive_is_found(tmp_path: Path) -> None:
    place = written(tmp_path, records())
    file = place / "inputs" / "by_call" / "records.json"
    file.write_text(file.read_text(encoding="utf-8").replace("55.0", "56.0"), encoding="utf-8")
    done = command("verify", place, "--language", "en")
    assert done.returncode == 1
    assert "inputs/by_call/records.json" in done.stdout


def test_other_results_than_the_archive_gives_are_found(tmp_path: Path) -> None:
    run = gm.follow(EQUAL, records())
    scores = run.scores.values + 1
    gm.report.write_run(
        gm.follow(EQUAL, records()).__class__(
            **{**vars(run), "scores": gm.Scores(scores, run.scores.coverage, run.weights)}
        ),
        tmp_path / "run",
    )
    done = command("verify", tmp_path / "run", "--language", "en")
    assert (done.returncode, "scores.csv" in done.stdout) == (1, True)


def test_intervals_of_recipe_files_are_made_again_and_others_named(tmp_path: Path) -> None:
    usual, other = (
        uncertainty(EQUAL, records(), [PerturbedWeights(share)], draws=20) for share in (0.25, 0.2)
    )
    place = written(tmp_path / "a", records(), uncertainty=usual)
    assert manifest(place)["by_call"] == []
    assert command("verify", place).returncode == 0
    place = written(tmp_path / "b", records(), uncertainty=other)
    assert manifest(place)["by_call"] == ["uncertainty"]
    assert not gm.evaluation.verify(place).repeated


def test_what_the_record_of_a_run_does_not_hold_is_named(tmp_path: Path) -> None:
    answers = pd.DataFrame({"t2": [1, 5, 3, 2, 2, 4], "unit": ["=East", "西, upper", "North"] * 2})
    survey = gm.read_survey(answers, TREE, by={"unit": "unit"})
    data = records()
    rest = gm.Dataset(TREE, data.values.assign(t2=np.nan))
    assert manifest(written(tmp_path / "a", rest, survey=survey))["by_call"] == ["records", "survey"]
    judged = gm.read_judgements({"Li": {"index": [[1, 3], [1 / 3, 1]], "actors": [[1, 2], [1 / 2, 1]]}}, TREE)
    recipe = gm.Recipe(weighting="ahp")
    told = manifest(written(tmp_path / "b", data, recipe, judgements=judged, experts=gm.ahp.weights(judged)))
    assert told["by_call"] == ["judgements", "experts"]
    assert "by_call/records.json" in told["archive"]


def test_too_many_cells_are_named_and_not_kept(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(by_call, "MOST", 11)  # nine values and three of the population
    place = written(tmp_path, records())
    assert (manifest(place)["by_call"], manifest(place)["archive"]) == (["records"], {})
    assert str(gm.evaluation.verify(place).notes[0]).startswith("given by call, and not archived")
    assert len(gm.evaluation.verify(place).notes) == 1


def test_many_numbers_are_kept_at_once(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(kept, "MANY", 8)
    data = records()
    place = written(tmp_path, data)
    content = json.loads((place / "inputs" / "by_call" / "records.json").read_text(encoding="utf-8"))
    assert list(content["values"]["data"]) == ["float64"]
    assert isinstance(content["attributes"]["data"], list)
    back = gm.Dataset.from_dict(content)
    pd.testing.assert_frame_equal(back.values, data.values, check_exact=True, check_names=False)
    assert [note.say("zh") for note in back.notes] == [note.say("zh") for note in data.notes]
    assert command("verify", place).returncode == 0


@pytest.mark.parametrize(
    "odd", [{"float64": "AA=="}, {"float64": "?"}, {"float64": 3}, {"float64": None}, {}, {"int": "AA"}]
)
def test_numbers_that_are_none_are_refused(odd: Any) -> None:
    content = gm.Dataset(TREE, records().values).to_dict()
    content["values"]["data"] = odd
    with pytest.raises(gm.FaultyInput, match=r"values\.data"):
        gm.Dataset.from_dict(content)


def test_sentences_of_another_version_stay_as_they_were_told() -> None:
    content = kept.content_of(records())
    content["notes"][0]["template"] = "{names.__class__}"
    del content["notes"][1]["values"]
    found = gm.Dataset.from_dict(content).notes
    assert [str(note) for note in found] == [note["said"] for note in content["notes"]]


def test_large_tables_that_are_not_all_numbers_are_kept_as_they_are(monkeypatch):
    monkeypatch.setattr(kept, "MANY", 2)
    values = pd.DataFrame({"trust": [1.0, 2], "t2": [3.0, 4], "solved": [5.0, 6]}, index=["a", "b"])
    beside = pd.DataFrame({"street": ["北街", "007"], "people": [2**60 + 1, 3]}, index=values.index)
    content = kept.content_of(gm.Dataset(TREE, values, attributes=beside))
    assert set(content["values"]["data"]) == {kept.NUMBERS}
    assert content["attributes"]["data"] == [["北街", 2**60 + 1], ["007", 3]]
    back = gm.Dataset.from_dict(content)
    pd.testing.assert_frame_equal(back.values, gm.Dataset(TREE, values).values)
    assert back.attributes.to_numpy().tolist() == beside.to_numpy().tolist()


def test_records_whose_words_would_be_lost_are_not_kept(tmp_path, monkeypatch):
    data = records()
    with monkeypatch.context() as patched:
        patched.setattr(by_call, "content_of", lambda noun: noun.to_dict())  # English alone
        assert by_call.keep_records(data, tmp_path, fingerprint(data)) is None
    assert not list(tmp_path.iterdir())
    assert by_call.keep_records(data, tmp_path, fingerprint(data)) is not None


def test_an_evaluation_whose_weights_say_how_they_were_found_names_what_they_rest_on(tmp_path):
    answers = {"outcomes": None, "actors": 1.4, "trust": None, "t2": 1.2}
    stated = {"evidence": {"importance": {"method": "order_relation", "answers": answers}}}
    found = gm.evaluate({"tree": TREE, **stated}, records())
    assert found.assessment.weights.method == "order_relation"
    gm.report.write_run(found.assessment, tmp_path / "run")
    assert manifest(tmp_path / "run")["by_call"] == ["importance"]
    done = command("verify", tmp_path / "run", "--language", "en")
    assert (done.returncode, "was not done again" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_output_that_was_edited_by_hand_names_its_cells(tmp_path, language):
    with gm.use(language):
        place = written(tmp_path, records())
    book = load_workbook(place / "scores.xlsx")
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    cell = next(cell for cell in cells if isinstance(cell.value, float))
    title = cell.parent.title
    before, cell.value = cell.value, 12.5
    book.save(place / "scores.xlsx")
    table = place / "ranking.csv"
    table.write_text(table.read_text("utf-8-sig").replace("North", "Nord"), "utf-8-sig")
    done = command("verify", place, "--language", "en")
    assert done.returncode == 1
    assert f"{title}!{cell.coordinate}" in done.stdout
    found = compared(place, lambda fresh: evaluations._recipe_again(place, fresh)).differences
    rows = {(name, str(at)): (old, new) for name, at, old, new in found.itertuples(index=False)}
    old, new = rows["scores.xlsx", f"{title}!{cell.coordinate}"]
    assert (float(old), new) == (before, "12.5")
    assert [at for (name, at) in rows if name == "scores.xlsx"][:2] == ["", f"{title}!{cell.coordinate}"]
    (csv,) = ((at, *told) for (name, at), told in rows.items() if name == "ranking.csv" and at)
    assert csv[0].endswith("column unit")
    assert csv[1:] == ("North", "Nord")
