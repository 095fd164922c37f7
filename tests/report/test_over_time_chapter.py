"""Signals, funnels, warnings and forecasts in the reports: with their sentences and numbers, in both languages."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

import govmetrics as gm
from tests.evaluation.test_over_time import evaluated

PARTS = {"monitoring": {"baseline": 8, "funnel": [{"events": "closed", "out_of": "cases"}]},
         "forecast": {"horizon": 2, "nodes": ["trust"], "below": {"trust": 58}}}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> gm.Findings:
    return evaluated(**PARTS)


def test_the_page_has_signals_with_sentences_charts_and_probabilities(
    found: gm.Findings, tmp_path: Path
) -> None:
    for language, words in (("en", ("Signals of the latest period", "Early warnings", "Did forecasts and warnings come true?")),
                            ("zh", ("最近一期预警信号", "预警", "预测与预警是否应验"))):  # fmt: skip
        page = gm.report.html(found, tmp_path / "page.html", language).read_text(encoding="utf-8")
        assert all(word in page for word in words)
        said = found.monitoring.watch.signals["sentence"].iloc[0].say(language)
        assert said in page.replace("&#39;", "'").replace("&#34;", '"')
        for anchor in ("monitoring-part", "forecast-part"):
            assert len(re.findall(f'id="{anchor}"', page)) == 1
    first = found.warnings.table.iloc[0]
    assert 0 < first["probability"] <= 1


def test_word_has_a_picture_of_the_charts_the_funnel_and_the_fan(found: gm.Findings, tmp_path: Path) -> None:
    bare = gm.report.word(evaluated(), tmp_path / "bare.docx", "zh")
    whole = gm.report.word(found, tmp_path / "whole.docx", "zh")
    counts = [
        len([name for name in zipfile.ZipFile(file).namelist() if name.startswith("word/media/")])
        for file in (bare, whole)
    ]
    assert counts[1] - counts[0] == 3


def test_excel_has_their_sheets(found: gm.Findings, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(gm.report.excel(found, tmp_path / "all.xlsx", "en"))
    for caption in ("Signals", "Early warnings", "Accuracy from rolling origins", "Skill of the warnings"):
        assert caption in book.sheetnames


def test_markdown_and_latex_have_their_tables(found: gm.Findings, tmp_path: Path) -> None:
    text = gm.report.markdown(found, tmp_path / "all.md", "zh").read_text(encoding="utf-8")
    assert "预警信号" in text
    assert "预警是否应验" in text
    assert "预警信号" in gm.report.latex(found, tmp_path / "all.tex", "zh").read_text(encoding="utf-8")
