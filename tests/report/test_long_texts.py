"""What a sheet's cell or name cannot hold whole: it says so, and a sheet of a part is called what it holds."""

from __future__ import annotations

import openpyxl
import pandas as pd

from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.table import Table
from govmetrics.report.workbook.contents import Contents
from govmetrics.report.workbook.names import called
from govmetrics.report.workbook.sheet import Sheet
from govmetrics.report.workbook.writing import write_workbook


def test_a_text_longer_than_a_cell_says_at_its_end_that_it_was_cut(tmp_path):
    frame = pd.DataFrame({"unit": ["East", "West"], "why": ["x" * 40_000, "short"]})
    for language, end, note in (
        (
            "en",
            " … [cut: 40,000 signs, of which a cell holds 32,767]",
            "1 cell holds the beginning of a longer text",
        ),
        ("zh", "已截断：共 40,000 字，单元格最多容纳 32,767 字〕", "有 1 个单元格只容纳了文字的开头部分"),
    ):
        table = Table.of("Reasons", frame).said(language)
        path = tmp_path / f"{language}.xlsx"
        write_workbook(Contents("Contents", "t", [], [Sheet("why", "why", table)], [], language), path)
        sheet = openpyxl.load_workbook(path)["why"]
        assert len(sheet["B2"].value) == 32_767
        assert sheet["B2"].value.startswith("xxx")
        assert sheet["B2"].value.endswith(end)
        assert any(note in str(row[0].value) for row in sheet.iter_rows(min_row=4))
        assert sheet["B3"].value == "short"
    fits = Table.of("Reasons", frame.iloc[1:]).said("en")
    write_workbook(
        Contents("Contents", "t", [], [Sheet("why", "why", fits)], [], "en"), tmp_path / "fits.xlsx"
    )
    assert "longer text" not in str(
        [row[0].value for row in openpyxl.load_workbook(tmp_path / "fits.xlsx")["why"].rows]
    )


def test_sheets_of_parts_are_called_what_they_hold():
    assert called("诊断", "耦合协调度") == "诊断 耦合协调度"
    assert (
        called("Diagnosis", "Strengths and weaknesses of the units (first 10)") == "Strengths and weaknesses"
    )
    assert called("Diagnosis", "Obstacles") == "Diagnosis - Obstacles"
    names = [called("Experts", f"Judgement matrix of the experts on group {k}") for k in (1, 2)]
    assert sheet_names(names) == ["Judgement matrix of the experts", "Judgement matrix of the exp (2)"]
