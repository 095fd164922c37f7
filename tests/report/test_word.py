import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree

docx = pytest.importorskip("docx", reason="python-docx is an extra")


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_holds_the_ranking(assessment, tmp_path):
    document = docx.Document(gm.report.word(assessment, tmp_path / "r.docx", "zh"))
    head, *rows = cells(document.tables[0])
    assert head == ["名次", "单元", "得分", "主体", "<i>z</i>", "数据覆盖率（含插补值）"]
    assert [row[:2] for row in rows] == [["1", "南山区"], ["2", "=SUM(A1)"], ["3", "<b>bold</b>"]]
    assert rows[2][2:] == ["0.0", "0.0", "0.0", "100%"]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["要点", "下一步", "计算说明", "排名", "主要障碍因素", "权重", "计算依据"]


def test_word_shows_the_latest_period_and_its_changes(panel, tmp_path):
    head, *rows = cells(docx.Document(gm.report.word(panel, tmp_path / "r.docx")).tables[0])
    assert head[3:5] == ["change", "places gained"]
    assert [row[:5] for row in rows] == [
        ["1=", "a", "50.0", "0.0", "0"], ["1=", "c", "50.0", "+10.0", "+1"], ["3", "b", "20.0", "−10.0", "0"],
    ]  # fmt: skip


def test_units_without_a_score_and_many_units_and_groups(tmp_path):
    x = np.random.default_rng(0).random((12, 6))
    x[3] = [1, *[np.nan] * 5]
    tree = IndicatorTree.from_groups({name.upper(): [name] for name in "abcdef"})
    data = Dataset(
        tree, pd.DataFrame(x, index=[f"u{i}" for i in range(12)], columns=list("abcdef")).rename_axis("unit")
    )
    found = gm.follow(gm.Recipe(), data)
    document = docx.Document(gm.report.word(found, tmp_path / "r.docx"))
    last = cells(document.tables[0])[-1]
    assert last[:3] == ["–", "u3", "–"]
    assert (
        document.sections[0].page_width > document.sections[0].page_height
    )  # six groups: the page is turned
    short = docx.Document(gm.report.word(found, tmp_path / "r.docx", top=4))
    assert len(cells(short.tables[0])) == 5
    assert any(p.text == "8 more units are in ranking.csv" for p in short.paragraphs)


def test_unknown_language(assessment, tmp_path):
    with pytest.raises(FaultyInput, match="choose one of: en, zh, both"):
        gm.report.word(assessment, tmp_path / "r.docx", "fr")


def test_word_shows_how_sure_the_ranks_are(assessment, tmp_path):
    from govmetrics.robustness import PerturbedWeights, uncertainty

    sure = uncertainty(assessment.recipe, assessment.dataset, [PerturbedWeights(0.2)], draws=50)
    document = docx.Document(gm.report.word(assessment, tmp_path / "r.docx", uncertainty=sure))
    head, first, *_ = cells(document.tables[0])
    assert (head[3], first[:4]) == ("rank interval", ["1", "南山区", "87.5", "1, tier 1"])
    assert any("varied in 50 draws" in p.text for p in document.paragraphs)
