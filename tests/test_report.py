import re

import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.plots import fonts

NAMES = ["<b>bold</b>", "=SUM(A1)", "南山区"]


@pytest.fixture(scope="module")
def assessment():
    tree = IndicatorTree(
        Group("r", {"en": "Index", "zh": "指数"}, (
            Group("A", {"en": "Actors", "zh": "主体"}, (
                Indicator("x", {"en": "Trust", "zh": "信任"}, "%", "more"), Indicator("y", better="less"),
            )),
            Indicator("z", "<i>z</i>", better="more"),
        )),
        {"source": "a <source>"},
    )  # fmt: skip
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3], "y": [3.0, 1, 2], "z": [1.0, None, 9]}, index=pd.Index(NAMES, name="unit")
    )
    recipe = gm.Recipe(treatment=["impute_mean"], weighting="equal")
    return gm.follow(recipe, Dataset(tree, frame))


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_html_is_whole_and_names_never_become_markup(assessment, tmp_path, language):
    text = gm.report.html(assessment, tmp_path / "r.html", language).read_text(encoding="utf-8")
    assert "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "<b>bold" not in text
    assert "<i>z" not in text
    assert "a &lt;source&gt;" in text
    assert ("指数" in text) == (language != "en")
    assert ("Index" in text) == (language != "zh")
    assert not re.search(r"<script|https?://", text)
    assert assessment.provenance["inputs"]["data"] in text
    assert "impute_mean" in text
    assert text.count("<table") == text.count("</table>")


def test_excel_has_the_tables(assessment, tmp_path):
    book = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))
    assert book.sheetnames == [
        "ranking",
        "scores",
        "coverage",
        "weights",
        "changes",
        "scaled",
        "bounds",
        "how",
    ]
    assert {row[0].value for row in book["scores"].iter_rows(min_row=2)} == set(NAMES)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_word(assessment, tmp_path):
    docx = pytest.importorskip("docx", reason="python-docx is an extra")
    document = docx.Document(gm.report.word(assessment, tmp_path / "r.docx", "zh"))
    assert document.tables[0].cell(0, 0).text == "名次"
    assert {row.cells[1].text for row in document.tables[0].rows[1:]} == set(NAMES)


def test_unknown_language(assessment, tmp_path):
    with pytest.raises(FaultyInput, match="choose one of: en, zh, both"):
        gm.report.html(assessment, tmp_path / "r.html", "fr")


class TestPlots:
    def test_ranking_and_profile(self, assessment):
        ax = gm.plots.ranking(assessment.scores)
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Actors", "<i>z</i>"]
        assert len(ax.get_yticklabels()) == 3
        ax = gm.plots.profile(assessment.scores, "=SUM(A1)")
        assert len(ax.patches) == 2
        with pytest.raises(FaultyInput, match="'zz' is not among the units"):
            gm.plots.profile(assessment.scores, "zz")

    def test_no_empty_boxes_without_a_chinese_font(self, assessment, monkeypatch):
        monkeypatch.setattr(fonts, "chinese_font", lambda: None)
        with pytest.warns(UserWarning, match="no font with Chinese characters"):
            ax = gm.plots.ranking(assessment.scores, language="zh")
        labels = [t.get_text() for t in [*ax.get_yticklabels(), *ax.get_legend().get_texts(), ax.xaxis.label]]
        assert not any(fonts.is_chinese(label) for label in labels)
        assert "Actors" in labels
