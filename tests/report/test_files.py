import json

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, workbooks
from govmetrics.report import files

NAMES = {"<b>bold</b>", "=SUM(A1)", "南山区"}
SHEETS = ["ranking", "scores", "coverage", "weights", "changes", "scaled", "bounds", "indicators", "how"]


def test_excel_has_the_tables(assessment, tmp_path):
    book = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))
    assert book.sheetnames == [*SHEETS[:3], "coverage_imputed", *SHEETS[3:]]  # a cell was imputed
    assert {row[0].value for row in book["scores"].iter_rows(min_row=2)} == NAMES
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_excel_says_what_the_codes_mean(assessment, tmp_path):
    sheet = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))["indicators"]
    head, *rows = sheet.iter_rows(values_only=True)
    trust = dict(zip(head, next(row for row in rows if row[0] == "x"), strict=True))
    assert {key: trust[key] for key in ("Group above", "Name", "unit of measurement", "Direction", "Target")} == {
        "Group above": "Actors", "Name": "Trust", "unit of measurement": "%", "Direction": "more", "Target": "2.5",
    }  # fmt: skip
    chinese = load_workbook(gm.report.excel(assessment, tmp_path / "zh.xlsx", "zh"))
    head, *rows = chinese["指标说明"].iter_rows(values_only=True)
    trust = dict(zip(head, next(row for row in rows if row[0] == "x"), strict=True))
    assert {key: trust[key] for key in ("上级", "名称", "方向")} == {
        "上级": "主体",
        "名称": "信任",
        "方向": "越大越好",
    }
    assert [cell.value for cell in chinese["得分"][1]][:2] == ["单元", "指数"]


def test_a_table_that_is_too_wide_is_turned(tmp_path, monkeypatch):
    widest = pd.DataFrame(np.zeros((1, 16_384)))
    assert files.fits(widest)
    assert not files.fits(widest.reset_index())
    monkeypatch.setattr(workbooks, "MOST_COLUMNS", 50)
    codes = [f"x{i}" for i in range(50)]  # with the units' names one column too many
    x = np.random.default_rng(0).random((3, len(codes)))
    data = Dataset(
        IndicatorTree.from_groups({"A": codes}),
        pd.DataFrame(x, index=pd.Index(["a", "=b", "南山"], name="unit"), columns=codes),
    )
    found = gm.follow(gm.Recipe(weighting="equal"), data)
    back = pd.read_excel(
        gm.report.excel(found, tmp_path / "r.xlsx"), sheet_name=["scores", "scaled", "weights"]
    )
    turned = back["scores"].set_index("Indicator")
    assert turned.columns.tolist() == ["a", "=b", "南山"]
    assert np.allclose(turned.T.to_numpy(), found.scores.values.to_numpy())
    assert len(back["weights"]) == len(codes) + 2


def test_a_table_that_fits_neither_way_says_so(assessment, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "fits", lambda frame: len(frame.columns) != 6 and len(frame) != 5)
    book = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))
    said = "3 rows x 5 columns do not fit into a sheet: see the CSV of the run"
    assert [row[0] for row in book["scores"].values] == ["note", said]
    assert book["scaled"]["A1"].value == "Unit"


@pytest.mark.slow
def test_of_long_choices_the_first_are_told_and_how_many_there_are(tmp_path):
    codes = [f"leaf_{i}" for i in range(1_020)]
    tree = IndicatorTree.from_groups({"A": codes})
    x = np.random.default_rng(0).random((3, len(codes)))
    data = Dataset(tree, pd.DataFrame(x, index=pd.Index(list("abc"), name="unit"), columns=codes))
    found = gm.follow(gm.Recipe(weighting={"assigned": {"weights": dict.fromkeys(codes, 1.5)}}), data)
    rows = dict(load_workbook(gm.report.excel(found, tmp_path / "r.xlsx"))["how"].values)
    assert rows["weighting"].startswith("assigned (weights: leaf_0: 1.5, leaf_1: 1.5, ")
    assert rows["weighting"].endswith("leaf_19: 1.5 and 1,000 more)")


def test_a_run_is_whole_and_has_the_same_bytes_each_time(panel, tmp_path):
    first, second = (gm.report.write_run(panel, tmp_path / name, "both") for name in "ab")
    assert [file.name for file in first] == [file.name for file in second]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(first, second, strict=True))
    content = json.loads((tmp_path / "a" / "scores.json").read_text(encoding="utf-8"))
    assert content == panel.to_dict()
    ranking = pd.read_csv(tmp_path / "a" / "ranking.csv", encoding="utf-8-sig")
    assert ranking.columns.tolist() == ["period", "unit", "score", "rank", "coverage"]
    assert len(ranking) == 12


def test_a_wrong_language_writes_nothing(panel, tmp_path):
    with pytest.raises(FaultyInput, match="is 'fr'"):
        gm.report.write_run(panel, tmp_path / "run", "fr")
    assert not (tmp_path / "run").exists()


def test_intervals_are_a_file_of_their_own_and_do_not_outlive_their_ranks(assessment, tmp_path):
    from govmetrics.robustness import PerturbedWeights, uncertainty

    sure = uncertainty(assessment.recipe, assessment.dataset, [PerturbedWeights(0.2)], draws=50)
    written = gm.report.write_run(assessment, tmp_path, uncertainty=sure)
    assert tmp_path / "intervals.csv" in written
    back = pd.read_csv(tmp_path / "intervals.csv", encoding="utf-8-sig")
    assert back["nominal"].tolist() == [1, 2, 3]
    assert tmp_path / "intervals.csv" not in gm.report.write_run(assessment, tmp_path)
    assert not (tmp_path / "intervals.csv").exists()
