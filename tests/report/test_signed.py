"""Whose report it is and of which day: what `publish` says, in the properties of Word and Excel files."""

import datetime
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["x"], "B": ["y"]}, root="r")
TABLE = pd.DataFrame({"x": [1.0, 2, 3], "y": [3.0, 1, 2]}, index=["a", "b", "c"])
JOB = {"tree": TREE, "index": {"weighting": "equal"}}
DAY = datetime.datetime(2026, 11, 29)


def files(folder, publish):
    found = gm.evaluate({**JOB, "publish": publish}, TABLE)
    document = docx.Document(gm.report.word(found, folder / "r.docx", "zh", pictures=False))
    return document, openpyxl.load_workbook(gm.report.excel(found, folder / "r.xlsx", "zh"))


@pytest.mark.parametrize("day", ["2026-11-29", datetime.date(2026, 11, 29)])
def test_author_and_day_are_what_the_file_says(tmp_path, day):
    document, book = files(tmp_path, {"author": "某区民政局", "date": day})
    about = document.core_properties
    assert about.author == book.properties.creator == "某区民政局"
    assert {one.replace(tzinfo=None) for one in (about.created, about.modified)} == {DAY}
    assert {one.replace(tzinfo=None) for one in (book.properties.created, book.properties.modified)} == {DAY}
    assert "某区民政局  2026-11-29" in [line.text for line in document.paragraphs]


def test_nobody_and_no_day_where_the_file_says_none(tmp_path):
    document, _ = files(tmp_path, True)
    assert not document.core_properties.author
    assert document.core_properties.created is None
    with zipfile.ZipFile(tmp_path / "r.xlsx") as parts:  # openpyxl names itself where the file names nobody
        assert b"creator" not in parts.read("docProps/core.xml")


@pytest.mark.parametrize("day", ["2026-02-30", "29.11.2026", 20261129])
def test_what_is_no_day_is_refused_with_its_place(day):
    with pytest.raises(gm.FaultyInput, match=r"publish\.date"):
        gm.Evaluation(tree=TREE, publish={"date": day})


def test_an_evaluation_with_a_day_is_read_again(tmp_path):
    job = gm.Evaluation(tree="wgi", publish={"author": "Li", "date": "2026-11-29"})
    job.write(tmp_path / "evaluation.yaml")
    assert gm.Evaluation.read(tmp_path / "evaluation.yaml").signed == ("Li", "2026-11-29")
