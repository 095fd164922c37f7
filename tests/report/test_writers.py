"""Tables of any result in six formats: what is in the files, read back by other programs."""

from __future__ import annotations

import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.report.writers.bibliography import References
from govmetrics.report.writers.layout import HAN, head_lines, layout, measure, panels, room

FRAME = pd.DataFrame(
    {"score": [71.25, 8.5], "portion": [0.125, np.nan], "p": [0.00001, 0.25]},
    index=pd.Index(["=1+1", "<script>alert(1)</script>"], name="unit"),
)


def table(**more):
    return gm.Table.of("Scores", FRAME, kind={"portion": "share"}, **more)


def provinces(count=31, columns=3):
    values = np.arange(count * columns, dtype=float).reshape(count, columns)
    names = [f"province {place}" for place in range(count)]
    return pd.DataFrame(
        values, index=pd.Index(names, name="unit"), columns=[f"x{place}" for place in range(columns)]
    )


@pytest.fixture
def reliability():
    rng = np.random.default_rng(1)
    items = pd.DataFrame(
        np.clip(np.round(3 + rng.normal(size=(80, 1)) + rng.normal(size=(80, 4)) * 0.8), 1, 5)
    )
    return gm.psychometrics.alpha(items.set_axis(list("abcd"), axis=1))


def test_word_has_three_line_tables(tmp_path):
    gm.report.word(table(), tmp_path / "tables.docx", language="zh")
    (found,) = Document(str(tmp_path / "tables.docx")).tables
    rules = {
        rule.tag.split("}")[1]: rule.get(qn("w:sz")) for rule in found._tbl.tblPr.find(qn("w:tblBorders"))
    }
    assert rules == {"top": "12", "bottom": "12"}  # eighths of a point
    head, *rows = found.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert {
        cell._tc.tcPr.find(qn("w:tcBorders")).find(qn("w:bottom")).get(qn("w:sz")) for cell in head.cells
    } == {"6"}
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["=1+1", "71.25", "12.5%", "<0.001"], ["<script>alert(1)</script>", "8.50", "–", "0.250"]
    ]  # fmt: skip


def test_word_numbers_captions_with_fields(tmp_path):
    gm.report.word([table(), table()], tmp_path / "tables.docx", language="en")
    document = Document(str(tmp_path / "tables.docx"))
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert ["".join(run.text or "" for run in one._p.iter(qn("w:t"))) for one in captions] == [
        "Table 1  Scores",
        "Table 2  Scores",
    ]
    fields = [
        field.get(qn("w:instr")).strip() for one in captions for field in one._p.iter(qn("w:fldSimple"))
    ]
    assert fields == [r"SEQ Table \* ARABIC"] * 2


def test_word_is_a4_with_chinese_fonts_and_language_tags(tmp_path):
    gm.report.word(table(), tmp_path / "tables.docx", language="zh")
    document = Document(str(tmp_path / "tables.docx"))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert (fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia"))) == ("Times New Roman", "SimSun")
    assert next(document.styles.element.iter(qn("w:lang"))).get(qn("w:eastAsia")) == "zh-CN"


def test_a_wide_table_stands_on_a_turned_page_and_in_parts_that_all_have_the_units(tmp_path):
    wide = gm.Table.of("Wide", provinces(columns=40))
    gm.report.word([table(), wide, table()], tmp_path / "tables.docx")
    document = Document(str(tmp_path / "tables.docx"))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]
    parts = [found for found in document.tables if len(found.rows) == 32]
    assert len(parts) > 1
    assert {found.rows[0].cells[0].text for found in parts} == {"Unit"}
    heads = [cell.text for found in parts for cell in found.rows[0].cells[1:]]
    assert heads == list(wide.frame.columns[1:])


def test_panels_leave_no_column_out():
    assert panels(10, [4, 3, 3, 9, 2]) == [[0, 1, 2], [0, 3], [0, 4]]
    assert panels(10, [4]) == [[0]]


def test_numbers_are_aligned_by_their_points(tmp_path):
    frame = pd.DataFrame({"p": [0.00001, 0.25, 1.0]}, index=pd.Index(list("abc"), name="unit"))
    gm.report.word(gm.Table.of("p", frame, stars=(0.05,)), tmp_path / "tables.docx")
    (found,) = Document(str(tmp_path / "tables.docx")).tables
    tabs = [row.cells[1].paragraphs[0]._p.find(f".//{qn('w:tab')}") for row in found.rows[1:]]
    assert {tab.get(qn("w:val")) for tab in tabs} == {"decimal"}


def test_a_cell_has_room_for_its_number_in_a_wide_font(tmp_path):
    widest = {
        "digit": 114.5,
        ".": 57.2,
        "<": 150.8,
        "−": 150.8,
        "%": 171.0,
        "*": 90.0,
    }  # DejaVu Serif at 9 pt
    frame = pd.DataFrame(
        {"p": [0.00001, 0.25], "portion": [0.553, 1.0], "b": [-0.227, 164_529.5]}, index=["a", "b"]
    )
    shown = gm.Table.of("T", frame.rename_axis("unit"), kind={"portion": "share"}, stars=(0.05,))
    gm.report.word(shown, tmp_path / "t.docx", language="zh")
    (found,) = Document(str(tmp_path / "t.docx")).tables
    for row in found.rows[1:]:
        for cell in row.cells[1:]:
            properties = cell._tc.tcPr
            assert properties.find(qn("w:noWrap")) is not None
            needed = sum(widest["digit"] if sign.isdigit() else widest.get(sign, 60) for sign in cell.text)
            held = cell.paragraphs[0]._p.find(f".//{qn('w:ind')}")
            side = 0 if held is None else int(held.get(qn("w:right"), "0"))
            assert needed <= int(properties.find(qn("w:tcW")).get(qn("w:w"))) - 120 - side


def test_the_last_rows_stay_with_the_note_below(tmp_path):
    for notes, kept in (((), False), (("a note",), True)):
        gm.report.word(gm.Table.of("T", provinces(), notes=notes), tmp_path / "t.docx")
        (found,) = Document(str(tmp_path / "t.docx")).tables
        last = found.rows[-1].cells[0].paragraphs[0]._p
        assert (last.find(f".//{qn('w:keepNext')}") is not None) == kept


def test_a_table_that_would_be_torn_is_set_smaller_first():
    heads, row = ["unit", *(f"mean {at}" for at in range(18))], ["a", *["12.500"] * 18]
    lies = layout(heads, [row], [False] + [True] * 18)
    assert (lies.turned, len(lies.parts)) == (True, 1)
    assert lies.scale < 1
    assert sum(lies.widths) <= room(True)
    assert len(layout(heads, [row], [False] + [True] * 18, smaller=False).parts) > 1


def test_sheets_print_as_wide_as_a_page_and_their_heads_are_seen_whole(tmp_path):
    heads = {"Cronbach α系数": [0.8], "a heading of a good many words, longer than its cells": [0.5]}
    path = gm.report.excel([gm.Table.of("T", pd.DataFrame(heads))], tmp_path / "t.xlsx", language="zh")
    sheet = load_workbook(path).worksheets[1]
    assert sheet.column_dimensions["A"].width >= 17
    assert sheet.row_dimensions[1].height >= 45
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    told = gm.Table.of("T", pd.DataFrame(heads), sentence="good " * 60)
    sheet = load_workbook(gm.report.excel([told], path, language="en")).worksheets[1]
    assert "A5:B5" in [str(one) for one in sheet.merged_cells.ranges]
    assert sheet["A5"].value.startswith("good good")
    assert sheet["A5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height > 60


def test_excel_keeps_numbers_whole_behind_formats_and_text_as_text(tmp_path):
    gm.report.excel([table(notes=["one"])], tmp_path / "tables.xlsx", language="zh")
    book = load_workbook(tmp_path / "tables.xlsx")
    contents, sheet = book.worksheets[0], book.worksheets[1]
    assert contents.title == "目录"
    assert contents["B2"].hyperlink.location == "'1 Scores'!A1"
    assert [cell.value for cell in sheet[2]] == ["=1+1", 71.25, 0.125, 0.00001]
    assert sheet["A2"].data_type == "s"
    assert sheet["C2"].number_format == "#,##0.0%"
    assert sheet["D2"].number_format == '[<0.001]"<0.001";#,##0.000'
    assert sheet["C3"].value is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D3")
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["Scores", "注：one"]


def test_latex_has_booktabs_and_escapes_names(tmp_path):
    frame = pd.DataFrame({"score": [1.5]}, index=pd.Index(["a_b & 50% $x$ {y} \\z [q]"], name="unit"))
    text = gm.report.latex(gm.Table.of("S", frame, notes=["n"]), tmp_path / "t.tex").read_text(
        encoding="utf-8"
    )
    assert [
        text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"\begin{tablenotes}")
    ] == [1] * 4
    assert r"a\_b \& 50\% \$x\$ \{y\} \textbackslash{}z {[}q{]} & 1.50 \\" in text


def test_a_long_latex_table_runs_over_pages(tmp_path):
    text = gm.report.latex(gm.Table.of("Long", provinces(60)), tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"\begin{longtable}{lrrr}" in text
    assert text.count("province 59") == 1


def test_markdown_never_takes_names_for_markup(tmp_path):
    frame = pd.DataFrame({"score": [0.5]}, index=pd.Index(["<b>|*x*_y_ [z](http://a)"], name="unit"))
    text = gm.report.markdown(gm.Table.of("S", frame), tmp_path / "t.md").read_text(encoding="utf-8")
    assert r"| &lt;b&gt;\|\*x\*\_y\_ \[z\](http://a) | 0.50 |" in text


def test_html_never_takes_names_for_markup_and_runs_nothing(tmp_path):
    text = gm.report.html([table()], tmp_path / "t.html").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "default-src 'none'" in text


def test_csv_has_a_mark_unrounded_numbers_and_no_formulas(tmp_path):
    (path,) = gm.report.csv(table(), tmp_path / "t.csv", language="zh")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(path)
    assert read.columns.tolist() == ["单元", "得分", "portion", "p 值"]
    assert read["p 值"].tolist() == [0.00001, 0.25]
    assert read.iloc[0, 0] == "'=1+1"


def test_several_tables_are_several_csv_files(tmp_path):
    with pytest.raises(gm.FaultyInput, match="one file for 2 tables"):
        gm.report.csv([table(), table()], tmp_path / "t.csv")
    names = [path.name for path in gm.report.csv([table(), table()], tmp_path / "folder")]
    assert names == ["1 Scores.csv", "2 Scores.csv"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_thirty_one_provinces_are_shown_whole_in_every_format(tmp_path, language):
    shown = gm.Table.of("Provinces", provinces())
    document = Document(str(gm.report.word(shown, tmp_path / "t.docx", language=language)))
    book = load_workbook(gm.report.excel(shown, tmp_path / "t.xlsx", language=language))
    written = [
        gm.report.latex(shown, tmp_path / "t.tex", language),
        gm.report.markdown(shown, tmp_path / "t.md", language),
        gm.report.html(shown, tmp_path / "t.html", language),
        *gm.report.csv(shown, tmp_path / "t.csv", language),
    ]
    texts = [
        "\n".join(row.cells[0].text for row in document.tables[0].rows),
        "\n".join(str(row[0]) for row in book.worksheets[1].values),
        *(path.read_text(encoding="utf-8") for path in written),
        shown.said(language).to_text(),
        shown.said(language).to_html(),
    ]
    for text in texts:
        assert len(set(re.findall(r"province \d+", text))) == 31


def test_the_works_a_table_cites_are_listed(tmp_path, reliability):
    text = gm.report.markdown(reliability, tmp_path / "t.md", "zh").read_text(encoding="utf-8")
    assert "## 参考文献" in text
    assert "CRONBACH L J" in text
    assert "Cronbach, L. J. (1951)" in gm.report.markdown(
        reliability, tmp_path / "u.md", "zh", style="apa"
    ).read_text(encoding="utf-8")


def test_the_same_results_give_the_same_bytes(tmp_path, reliability):
    for name, write in (("t.docx", gm.report.word), ("t.xlsx", gm.report.excel)):
        first = write([reliability, table()], tmp_path / name, language="zh").read_bytes()
        assert write([reliability, table()], tmp_path / f"again{name}", language="zh").read_bytes() == first


def test_a_control_character_is_shown_as_such(tmp_path):
    frame = pd.DataFrame({"score": [0.5]}, index=pd.Index(["a\x0bb"], name="unit"))
    gm.report.word(gm.Table.of("S", frame), tmp_path / "t.docx")
    with zipfile.ZipFile(tmp_path / "t.docx") as file:
        assert r"a\u000bb" in file.read("word/document.xml").decode()


@pytest.mark.parametrize("odd", [None, [], 3, [3], "results", pd.DataFrame({"a": [1]})])
def test_what_is_no_result_is_refused(tmp_path, odd):
    for name, suffix in (("latex", "tex"), ("markdown", "md"), ("csv", "csv")):
        with pytest.raises(gm.FaultyInput):
            getattr(gm.report, name)(odd, tmp_path / f"t.{suffix}")


def long_result():
    """Communities, each with many nodes: a verdict's second table has more than a hundred rows."""
    tree = gm.IndicatorTree.from_groups({"process": ["open", "fair"], "result": ["safe", "clean"]})
    units = [f"u{at}" for at in range(20)]
    index = pd.MultiIndex.from_product([units, tree.codes], names=["unit", "code"])
    votes = pd.DataFrame(np.tile([[5, 3, 1]], (len(index), 1)), index, ["high", "middle", "low"])
    grades = gm.fuzzy.GradeScale(["high", "middle", "low"], [3, 2, 1])
    return gm.fuzzy.evaluate(gm.fuzzy.from_counts(votes, grades), gm.weighting.equal(tree), grades)


def test_a_long_further_table_stands_in_the_appendix_and_the_text_says_where(tmp_path):
    verdict = long_result()
    (rows,) = (len(table.frame) for table in verdict.tables() if len(table.frame) > 100)
    zh = gm.report.markdown(verdict, tmp_path / "t.md", "zh").read_text(encoding="utf-8")
    assert "结果见表1、表2和附表1。" in zh
    assert zh.index("**表2**") < zh.index("## 附录") < zh.index("**附表1**") < zh.index("## 参考文献")
    assert zh[zh.index("**附表1**") :].count("\n| ") == rows + 1
    en = gm.report.html(verdict, tmp_path / "t.html", "en").read_text(encoding="utf-8")
    assert "The results are given in Tables 1 and 2 and Table A1." in en
    tex = gm.report.latex(verdict, tmp_path / "t.tex", "en").read_text(encoding="utf-8")
    assert r"Tables \ref{tab:1} and \ref{tab:2} and Table \ref{tab:A1}." in tex
    assert [tex.count(rf"\label{{tab:{mark}}}") for mark in ("1", "2", "A1")] == [1, 1, 1]
    assert [path.name.split()[0] for path in gm.report.csv(verdict, tmp_path / "csv", "en")] == [
        "1",
        "2",
        "A1",
    ]
    book = load_workbook(gm.report.excel(verdict, tmp_path / "t.xlsx", "en"))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == [1, 2, "A1"]


def test_word_names_tables_by_fields_raises_citations_and_indents_chinese_text(tmp_path):
    document = Document(str(gm.report.word(long_result(), tmp_path / "t.docx", language="zh")))
    told = next(paragraph for paragraph in document.paragraphs if "结果见" in paragraph.text)
    fields = [field.get(qn("w:instr")).split()[1] for field in told._p.iter(qn("w:fldSimple"))]
    assert fields == ["table_1", "table_2", "table_A1"]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert marks == fields
    assert [run.text for run in told.runs if run.font.superscript] == ["[1,2]"]
    assert told.style.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_a_raised_list_of_works_is_short():
    cited = References("gb7714")
    assert cited.cite(["cronbach1951", "kaiserrice1974", "bartlett1951", "feldt1965"]) == " [1-4]"
    assert cited.cite(["cronbach1951", "bartlett1951", "feldt1965"]) == " [1,3,4]"


def test_texts_are_broken_before_a_table_is_turned():
    heads = ["量表", "名称", *(f"因子{at}" for at in range(6))]
    cells = [["对社区共同体责任的价值判断", "能找到邻居朋友聊天交往或互相帮助", *["0.134"] * 6]]
    lies = layout(heads, cells, [False] * 2 + [True] * 6)
    assert (lies.turned, len(lies.parts)) == (False, 1)
    assert sum(lies.widths) <= room(False)
    assert lies.widths[0] - lies.padding == measure(cells[0][0])  # the one that lacks least is whole
    assert measure("专家01") > measure("专家") + measure("01")
    numbers = [sum(map(measure, ["0.134"])) + lies.padding] * 6
    assert [wide >= least for wide, least in zip(lies.widths[2:], numbers, strict=True)] == [True] * 6
    assert layout(heads, [["对" * 40] * 2 + ["0.134"] * 6], [False] * 2 + [True] * 6, (True,)).turned
    assert layout([f"column{at}" for at in range(12)], [["0.134"] * 12], [True] * 12).turned


def test_no_line_of_a_heading_is_one_sign():
    lies = layout(["一级指标权重", "unit"], [["0.2718", "a"]], [True, False])
    lines = head_lines("一级指标权重", lies.widths[0] - lies.padding)
    assert len(lines[-1]) > 1


def test_small_tables_stay_on_one_page_and_long_ones_end_with_three_rows(tmp_path):
    document = Document(
        str(gm.report.word([table(), gm.Table.of("P", provinces())], tmp_path / "t.docx", language="en"))
    )
    kept = [
        [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in found.rows]
        for found in document.tables
    ]
    assert kept[0] == [True, True, False]
    assert [at for at, is_kept in enumerate(kept[1]) if is_kept] == [0, 1, 29, 30]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_latex_has_no_sign_that_an_engine_lacks_and_turns_or_breaks_what_is_wide(tmp_path, language):
    frame = pd.DataFrame(
        {"α ≤ λ²": [0.5]}, index=pd.Index(["长名称" * 20 if language == "zh" else "x " * 40], name="unit")
    )
    wide = gm.Table.of("Wide χ²", provinces(columns=40))
    path = gm.report.latex([gm.Table.of("S", frame), wide], tmp_path / "t.tex", language)
    text = path.read_text(encoding="utf-8")
    engines = text.splitlines()[0]
    assert ("pdflatex" in engines) == (language == "en")
    assert r"$\alpha$ $\leq$ $\lambda$$^2$" in text
    assert r">{\raggedright\arraybackslash}p{" in text
    assert text.count(r"\begin{landscape}") == 1
    assert text.count(r"\addtocounter{table}{-1}") == text.count(r"\caption{") - 2 > 0
    assert ("ctex" in text) == (language == "zh")
    odd = {sign for sign in text if not sign.isascii() and not re.match(f"[{HAN}，。、：（）；“”]", sign)}
    assert not odd
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_latex_breaks_the_addresses_of_references(tmp_path):
    text = gm.report.latex(long_result(), tmp_path / "t.tex", "zh", style="apa").read_text(encoding="utf-8")
    assert re.search(r"\\item Zadeh.* \\url\{https://doi\.org/10\.1016/S0019-9958\(65\)90241-X\}", text)
    assert ",url}" in text


def test_a_table_that_no_page_holds_runs_over_pages(tmp_path):
    names = ["a long name that is broken into several lines of a column " * 2 + str(at) for at in range(20)]
    frame = pd.DataFrame({f"x{at}": np.arange(20.0) for at in range(8)}, index=pd.Index(names, name="unit"))
    text = gm.report.latex(gm.Table.of("Tall", frame), tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"\begin{longtable}" in text
    few = gm.report.latex(gm.Table.of("Few", frame.head(3)), tmp_path / "u.tex").read_text(encoding="utf-8")
    assert r"\begin{longtable}" not in few
