"""A run's folder: whole files or none, the same bytes again, and every change named by file, row and column."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import staged as stage
from govmetrics.evaluation import verify
from govmetrics.evaluation.folder import write_findings

TREE = {"code": "GOV", "parts": [{"code": "A", "parts": [{"code": "trust", "better": "more"},
                                                          {"code": "cases", "better": "less"}]},
                                 {"code": "solved", "better": "more"}]}  # fmt: skip
TABLE = pd.DataFrame(
    {
        "community": ["East", "West", "North"],
        "trust": [60.0, 50, 80],
        "cases": [5, 8, 3],
        "solved": [90.0, 55, 40],
    }
)


@pytest.fixture
def job(tmp_path):
    """An evaluation in a folder, with records as CSV and weights in a form."""
    tree = gm.read_tree(TREE)
    TABLE.to_csv(tmp_path / "records.csv", index=False)
    path = gm.intake.blank_weights(tree, tmp_path / "weights.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, heads.index("weight") + 1 if "weight" in heads else len(heads)).value = row
    book.save(path)
    (tmp_path / "evaluation.yaml").write_text(
        "title: Test\ntree: "
        + json.dumps(TREE)
        + "\nevidence:\n  records: {file: records.csv, unit: community}\n"
        "  weights: weights.xlsx\nsureness: {draws: 50}\n",
        encoding="utf-8",
    )
    return tmp_path


def ran(job, into="out"):
    gm.evaluate(job).write(job / into)
    return job / into


def test_the_same_evidence_gives_the_same_bytes(job):
    one, two = ran(job, "one"), ran(job, "two")
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert Path("findings.json") in names
    assert Path("inputs/records.csv") in names
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    found = verify(one)
    assert found.same
    assert found.repeated
    assert "the same, byte for byte" in found.summary("en")
    assert "逐字节相同" in found.summary("zh")


def test_a_changed_digit_is_named_by_file_row_and_column(job):
    out = ran(job)
    (job / "records.csv").write_text((job / "records.csv").read_text().replace("West,50.0", "West,50.1"))
    book = load_workbook(job / "weights.xlsx")
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == 4)
    cell.value = 5
    book.save(job / "weights.xlsx")
    found = verify(out)
    told = found.differences.astype(str).to_numpy().tolist()
    assert ["records.csv", "row 3, column trust", "50.0", "50.1"] in told
    assert ["weights.xlsx", f"{sheet.title}!{cell.coordinate}", "4", "5"] in told
    assert len(told) == 2
    assert "第 3 行，trust 列" in found.tables("zh")[0].to_text()


def test_changed_results_and_a_changed_archive_are_named(job):
    out = ran(job)
    text = (out / "findings.json").read_text(encoding="utf-8")
    (out / "findings.json").write_text(text.replace("East", "Eest"), encoding="utf-8")
    (out / "inputs" / "records.csv").write_text("community,trust\n", encoding="utf-8")
    (job / "weights.xlsx").unlink()
    found = verify(out)
    assert set(found.differences["file"]) == {
        "findings.json",
        "inputs/records.csv",
        "weights.xlsx",
    }
    assert not found.repeated


def test_what_a_run_does_not_write_any_more_goes_and_other_files_stay(job):
    out = ran(job)
    (out / "mine.txt").write_text("mine")
    text = (job / "evaluation.yaml").read_text().replace("sureness: {draws: 50}\n", "")
    assert (out / "tables" / "uncertainty_01.csv").is_file()
    (job / "evaluation.yaml").write_text(text)
    ran(job)
    assert not (out / "tables" / "uncertainty_01.csv").exists()
    assert (out / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("fails", [1, 3, 5])
def test_interrupted_half_way_earlier_results_are_untouched(job, monkeypatch, fails):
    out = ran(job)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    calls = []

    def full(*_, **__):
        calls.append(1)
        if len(calls) >= fails:
            raise OSError(28, "No space left on device")

    from govmetrics.evaluation import folder

    real = folder.write_csv
    monkeypatch.setattr(folder, "write_csv", lambda *a, **k: (full(), real(*a, **k)))
    with pytest.raises(gm.FaultyInput, match="the disk is full"):
        ran(job)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    with pytest.raises(gm.FaultyInput):
        gm.evaluate(job).write(job / "records.csv")  # a file, not a folder


def test_what_a_killed_run_left_is_removed_by_the_next(job):
    out = ran(job)
    left = out / f"{stage.PREFIX}x"
    left.mkdir()
    (left / "half.csv").write_text("ha")
    ran(job)
    assert not left.exists()


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(gm.FaultyInput, match=r"holds no manifest\.json"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(gm.FaultyInput, match="cannot be read"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text(
        json.dumps({"files": {"../../etc/passwd": "x"}, "archive": {}, "originals": {}, "language": "en"})
    )
    assert not verify(tmp_path).same


def test_files_from_elsewhere_are_archived_inside(job):
    (job / "sub").mkdir()
    text = (job / "evaluation.yaml").read_text().replace("records.csv", "../records.csv")
    text = text.replace("weights.xlsx", str(job / "weights.xlsx"))
    (job / "sub" / "evaluation.yaml").write_text(text)
    out = ran(job / "sub")
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert "inputs/elsewhere/records.csv" in names
    assert all(".." not in name for name in names)
    assert verify(out).same
    assert os.path.commonpath([out, *(out / name for name in names)]) == str(out)


def test_a_file_that_is_no_workbook_any_more_is_told(job):
    out = ran(job)
    (job / "weights.xlsx").write_bytes(b"junk")
    found = verify(out)
    assert found.differences["file"].tolist() == ["weights.xlsx"]
    assert "cannot be read cell by cell" in str(found.differences["now"].iloc[0])


def test_a_run_that_compares_gives_the_same_again(job):
    ran(job, "earlier")
    text = (job / "evaluation.yaml").read_text()
    (job / "evaluation.yaml").write_text(text + "compare: earlier\n")
    assert verify(ran(job, "later")).same


@pytest.mark.parametrize("where", ["elsewhere", "compared"])
def test_the_page_of_a_run_is_the_same_from_its_archive(job, where):
    text = (job / "evaluation.yaml").read_text()
    ran(job, "earlier")
    (job / "data").mkdir()
    (job / "records.csv").rename(job / "data" / "other.csv")
    (job / "sub").mkdir()
    text = text.replace("records.csv", "../data/other.csv").replace("weights.xlsx", "../weights.xlsx")
    more = "compare: ../earlier\n" if where == "compared" else ""
    (job / "sub" / "evaluation.yaml").write_text(text + more)

    def page(found, folder):
        return [gm.report.html(found, folder / "report.html")]

    write_findings(gm.evaluate(job / "sub"), job / "sub" / "out", page)
    found = verify(job / "sub" / "out", page)
    assert found.same, found.differences.to_string()


def test_the_language_of_then_is_that_of_the_repetition(job):
    with gm.use("zh"):
        out = ran(job)
    with gm.use("en"):
        assert verify(out).same


def test_what_the_evaluation_asks_and_names_by_now_is_looked_at(job):
    (job / "forms").mkdir()
    tree = gm.read_tree(TREE)
    text = (job / "evaluation.yaml").read_text()
    out = ran(job)
    (job / "evaluation.yaml").write_text(text.replace("draws: 50", "draws: 60"))
    told = verify(out).differences.astype(str).to_numpy().tolist()
    assert told == [["evaluation.yaml", "sureness.draws", "50", "60"]]
    (job / "evaluation.yaml").write_text(text.replace("weights: weights.xlsx", "judgements: forms"))
    one = {"GOV": [[1, 2], [0.5, 1]], "A": [[1, 3], [1 / 3, 1]]}
    for expert in ("one", "two", "three"):
        path = gm.ahp.blank_judgements(tree, job / "forms" / f"{expert}.xlsx", expert)
        book = load_workbook(path)
        for sheet in book.worksheets[1:]:
            group = sheet.cell(1, 2).value
            if group in one:
                sheet.cell(5, 4).value = one[group][0][1]
        book.save(path)
        if expert == "two":
            out = ran(job)
            assert verify(out).same
    told = verify(out).differences.astype(str).to_numpy().tolist()
    assert told == [["forms/three.xlsx", "", "", "was added after the run"]]


def test_a_change_inside_the_archive_is_found_beside_the_original(job):
    out = ran(job)
    kept = out / "inputs" / "records.csv"
    kept.write_text(kept.read_text().replace("80.0", "81.0"))
    found = verify(out)
    told = found.differences.astype(str).to_numpy().tolist()
    assert told == [["inputs/records.csv", "row 4, column trust", "80.0", "81.0"]]
    assert "was not done again" in found.summary("en")


def test_a_folder_that_was_moved_away_is_whole(job, tmp_path_factory):
    import shutil

    out, away = ran(job), tmp_path_factory.mktemp("away") / "deep" / "run"
    shutil.copytree(out, away)
    found = verify(away)
    assert found.same
    assert found.repeated
    assert "the archive alone was looked at" in found.notes[0]
