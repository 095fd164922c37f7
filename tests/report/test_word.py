import struct

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
docx = pytest.importorskip("docx", reason="python-docx is an extra")


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_holds_the_ranking(assessment, tmp_path):
    document = docx.Document(gm.report.word(assessment, tmp_path / "r.docx", "zh", pictures=False))
    head, *rows = cells(document.tables[0])
    assert head == ["名次", "单元", "得分", "主体", "<i>z</i>", "数据覆盖率（含插补值）"]
    assert [row[:2] for row in rows] == [["1", "南山区"], ["2", "=SUM(A1)"], ["3", "<b>bold</b>"]]
    assert rows[2][2:] == ["0.0", "0.0", "0.0", "100%"]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "要点", "下一步", "排名", "主要障碍因素", "逐个单元", "权重", "指标说明", "评价方法", "计算说明", "计算依据", "参考文献",
    ]  # fmt: skip


def test_word_shows_the_latest_period_and_its_changes(panel, tmp_path):
    head, *rows = cells(docx.Document(gm.report.word(panel, tmp_path / "r.docx", pictures=False)).tables[0])
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
    document = docx.Document(gm.report.word(found, tmp_path / "r.docx", pictures=False))
    last = cells(document.tables[0])[-1]
    assert last[:3] == ["–", "u3", "–"]
    wide = [section.page_width > section.page_height for section in document.sections]
    assert wide[0] is False  # only tables that need it turn the page
    short = docx.Document(gm.report.word(found, tmp_path / "r.docx", top=4, pictures=False))
    assert len(cells(short.tables[0])) == 5
    told = [p.text for p in short.paragraphs if "ranking.csv" in p.text]
    assert told == ["8 more units are in ranking.csv where the whole run is written (“write_run”)"]
    short = docx.Document(gm.report.word(found, tmp_path / "r.docx", language="zh", top=4, pictures=False))
    assert any("个单元未列出；写出全部结果" in p.text for p in short.paragraphs)


def test_unknown_language(assessment, tmp_path):
    with pytest.raises(FaultyInput, match="choose one of: en, zh, both"):
        gm.report.word(assessment, tmp_path / "r.docx", "fr")


def test_word_shows_how_sure_the_ranks_are(assessment, tmp_path):
    from govmetrics.robustness import PerturbedWeights, uncertainty

    sure = uncertainty(assessment.recipe, assessment.dataset, [PerturbedWeights(0.2)], draws=50)
    document = docx.Document(
        gm.report.word(assessment, tmp_path / "r.docx", uncertainty=sure, pictures=False)
    )
    head, first, *_ = cells(document.tables[0])
    assert (head[3], first[:4]) == ("rank interval", ["1", "南山区", "87.5", "1, tier 1"])
    assert any("varied in 50 draws" in p.text for p in document.paragraphs)


TREE = IndicatorTree.from_groups({"actors": ["trust", "aid"], "outcomes": ["solved"]})
RECORDS = pd.DataFrame(
    {"trust": [60.0, 50, 80, 10], "aid": [10.0, 20, 20, 5], "solved": [90.0, 55, 40, 30]},
    index=["East", "West", "North", "South"],
)
ASKED = {
    "tree": TREE,
    "title": "Four wards",
    "index": {"weighting": "equal"},
    "sureness": {"draws": 50},
    "diagnosis": True,
}


@pytest.fixture(scope="module")
def found():
    return gm.evaluate(ASKED, records=RECORDS)


@pytest.fixture(scope="module")
def report(found, tmp_path_factory):
    return docx.Document(gm.report.word(found, tmp_path_factory.mktemp("w") / "r.docx", "en", pictures=False))


def told(document, style):
    return [line.text for line in document.paragraphs if line.style.name == style]


def test_the_contents_stand_there_and_lead_to_the_numbered_headings(report):
    body = report.element.body
    lines = [line for line in report.paragraphs if line.style.name == "toc 1"]
    headings = [line for line in report.paragraphs if line.style.name == "Heading 1"]
    links = [line._p.find(f"{W}hyperlink") for line in lines[:-1]]
    shown = ["".join(text.text for text in link.iter(f"{W}t")) for link in links]
    assert shown == [f"{at} {line.text}" for at, line in enumerate(headings, 1)]
    anchors = [line._p.find(f"{W}bookmarkStart").get(f"{W}name") for line in headings]
    assert [link.get(f"{W}anchor") for link in links] == anchors
    assert "F9" in lines[-1].text
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert [text.text.strip() for text in body.iter(f"{W}instrText")] == [r'TOC \o "1-1" \h \z \u']
    assert report.settings.element.find(f"{W}updateFields") is None  # Word would ask before it opens


def test_title_above_and_number_below_every_page_but_the_first(report):
    first = report.sections[0]
    assert first.different_first_page_header_footer
    assert [line.text for line in first.header.paragraphs] == ["Four wards"]
    (foot,) = first.footer.paragraphs
    fields = [one.get(f"{W}instr").strip() for one in foot._p.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(text.text for text in foot._p.iter(f"{W}t")) == "Page 1 of 1"


def test_the_first_page_says_the_finding_and_the_next_steps_follow(found, report):
    from govmetrics.report.opening import opening
    from govmetrics.report.view import View, given_by

    said = opening(View(found.assessment, found, "en", **given_by(found, None, None, None)))
    assert told(report, "Leading") == [said.headline.say("en")]
    assert said.gains
    lines = [text.say("en") for text in (*said.findings, *(gain for gain, _ in said.gains))]
    assert told(report, "List Bullet")[: len(lines)] == lines


def test_cards_two_a_page_in_the_order_of_the_ranking(found, report):
    cards = [line for line in report.paragraphs if line.style.name == "Heading 3"]
    order = found.assessment.ranking().index.tolist()
    assert [card.text.split()[-1] for card in cards] == order
    assert [card.paragraph_format.page_break_before for card in cards] == [False, False, True, False]
    dimensions = [cells(table) for table in report.tables if table.cell(0, 0).text == "dimension"]
    assert len(dimensions) == 4
    scores = found.assessment.scores.values.loc[order[0], ["actors", "outcomes"]]
    assert [row[1] for row in dimensions[0][1:]] == [f"{score:.1f}" for score in scores]
    assert all(row[3][0] in "●▲■" for rows in dimensions for row in rows[1:])


def test_of_many_units_the_first_sixty_have_a_card_and_the_others_are_told(tmp_path):
    frame = pd.DataFrame(
        {"trust": range(63), "aid": range(63), "solved": range(63)}, index=[f"u{at}" for at in range(63)]
    )
    run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(frame.astype(float), TREE))
    document = docx.Document(gm.report.word(run, tmp_path / "r.docx", "en", pictures=False))
    assert len(told(document, "Heading 3")) == 60
    assert "3 more units have their card on the page report.html." in told(document, "Table Note")


def test_methods_are_told_with_the_works_they_rest_on(found, report):
    body = told(report, "Body Text")
    for result in (found.assessment, found.uncertainty, found.diagnosis):
        assert any(line.startswith(result.method_paragraph("en").rstrip(".")[:60]) for line in body)
    listed = told(report, "Reference")
    assert any(line.startswith("OECD") or "Handbook" in line for line in listed)
    assert listed == sorted(listed, key=str.casefold)  # APA: by author
    assert not any(line.startswith("[1]") for line in listed)


def test_the_dictionary_has_every_indicator(assessment, tmp_path):
    document = docx.Document(gm.report.word(assessment, tmp_path / "r.docx", "zh", pictures=False))
    (table,) = [rows for rows in map(cells, document.tables) if rows[0][:3] == ["代码", "名称", "计量单位"]]
    assert [row[0] for row in table[1:]] == ["x", "y", "z"]
    assert table[1][:5] == ["x", "信任", "%", "越大越好", "2.5"]


def test_the_same_findings_give_the_same_bytes_and_no_foreign_author(found, tmp_path):
    first, second = (
        gm.report.word(found, tmp_path / name, "zh", pictures=False).read_bytes()
        for name in ("a.docx", "b.docx")
    )
    assert first == second
    about = docx.Document(tmp_path / "a.docx").core_properties
    assert (about.author, about.last_modified_by, about.title) == ("", "", "Four wards")


def test_pictures_have_captions_numbers_mentions_and_words(found, tmp_path):
    document = docx.Document(gm.report.word(found, tmp_path / "r.docx", "en"))
    shapes = document.inline_shapes
    captions = [line for line in told(document, "Caption") if line.startswith("Figure")]
    assert captions == [
        "Figure   Ranks and their intervals", "Figure   Scores of the dimensions", "Figure   Obstacle degrees",
    ]  # fmt: skip
    marks = list(document.element.body.iter(f"{W}bookmarkStart"))
    assert len({one.get(f"{W}id") for one in marks}) == len(marks)
    places = [one.get(f"{W}name") for one in marks]
    assert [place for place in places if place.startswith("figure")] == ["figure_1", "figure_2", "figure_3"]
    mentions = [one.get(f"{W}instr") for one in document.element.body.iter(f"{W}fldSimple")]
    assert all(f" REF figure_{at} \\h " in mentions for at in (1, 2, 3))
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for shape in shapes:
        assert abs(shape.width - room) <= 12_700
        assert shape._inline.docPr.get("descr").endswith(".")
    for part in document.part.related_parts.values():
        if part.partname.endswith(".png"):
            assert struct.unpack(">I", part.blob[16:20])[0] == 1400  # 7 inches at 200 dots


NASTY = ["<script>alert(1)</script>", "=HYPERLINK(1)", "\u202egnp.exe", "a" * 10_000]


def test_nasty_names_are_plain_text_and_break_no_page(tmp_path):
    run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(RECORDS.set_axis(NASTY), TREE))
    document = docx.Document(gm.report.word(run, tmp_path / "r.docx", "en", pictures=False))
    shown = [row[1] for row in cells(document.tables[0])[1:]]
    assert {*NASTY[:2], r"\u202egnp.exe"} <= set(
        shown
    )  # a mark that turns what follows would turn scores, too
    lines = [cell for table in document.tables for row in cells(table) for cell in row]
    lines += [line.text for line in document.paragraphs]
    assert max(map(len, lines)) < 1_000
    assert not any("\u202e" in line for line in lines)
    assert any("Lowest: " in line and line.endswith(" 58.3.") for line in lines)
    assert any(line.startswith("aaaa") and line.endswith("…") for line in shown)


@pytest.mark.parametrize(
    ("title", "kept"),
    [("a\ud800\x0b", r"a\ud800\u000b"), ("a" * 300, "a" * 254 + "…")],
    ids=["acting", "long"],
)
def test_titles_that_properties_of_a_document_cannot_hold(title, kept, tmp_path):
    data = gm.read_records(RECORDS, TREE)
    run = gm.follow(gm.Recipe(weighting="equal", title=title), data)
    document = docx.Document(gm.report.word(run, tmp_path / "r.docx", "en", pictures=False))
    assert document.core_properties.title == kept


def test_an_author_whose_name_acts_is_told_by_numbers(tmp_path):
    RECORDS.to_csv(tmp_path / "records.csv", index_label="unit")
    TREE.write(tmp_path / "tree.yaml")
    asked = {"tree": "tree.yaml", "evidence": {"records": "records.csv"}, "publish": {"author": "A\ud800"}}
    found = gm.evaluate(gm.Evaluation(**asked, folder=tmp_path))
    document = docx.Document(gm.report.word(found, tmp_path / "r.docx", "en", pictures=False))
    assert document.core_properties.author == r"A\ud800"
    assert r"A\ud800" in [line.text for line in document.paragraphs]


def test_a_name_that_no_font_has_leaves_its_picture_out_and_says_so(tmp_path):
    run = gm.follow(
        gm.Recipe(weighting="equal"), gm.read_records(RECORDS.set_axis(["\U00012000", *"bcd"]), TREE)
    )
    document = docx.Document(gm.report.word(run, tmp_path / "r.docx", "en"))
    left = [line for line in told(document, "Body Text") if "is left out" in line]
    assert left
    assert "U+12000" in left[0]
    assert "Ranking" in told(document, "Heading 1")


def test_a_report_of_the_latest_period_leaves_out_sentences_of_earlier_ones_alone(panel):
    from govmetrics.report.document.parts import _of_now
    from govmetrics.report.view import View

    said = ["2024Q4: a gains", "from 2025Q2 to 2025Q3 b gains", "2025Q3: c gains", "d gains"]
    assert _of_now(said, View(panel, None, "en")) == said[1:]


def test_a_column_of_one_period_stands_in_the_caption():
    from govmetrics.report.document.parts import without_period

    frame = pd.DataFrame({"period": ["2025Q3"] * 2, "unit": list("ab"), "score": [1.0, 2]})
    one = without_period(gm.Table.of("Scores", frame).said("en"))
    assert (one.caption, [column.key for column in one.columns]) == ("Scores (2025Q3)", ["unit", "score"])
    two = gm.Table.of("Scores", frame.assign(period=["2025Q2", "2025Q3"])).said("en")
    assert without_period(two) is two


@pytest.mark.parametrize("terms", [12, 30])
def test_models_beside_each_other_stay_on_a_page_or_errors_with_their_coefficients(tmp_path, terms):
    rng = np.random.default_rng(terms)
    frame = pd.DataFrame(rng.normal(size=(120, terms)), columns=[f"x{at}" for at in range(terms)])
    frame["y"] = frame.sum(axis=1) + rng.normal(size=120)
    models = [gm.psychometrics.regress(frame, "y", list(frame)[:k]) for k in (3, terms)]
    written = gm.report.word(gm.psychometrics.side_by_side(models), tmp_path / "m.docx")
    table = docx.Document(written).tables[0]
    assert [cell.text for cell in table.rows[0].cells][1:] == ["(1)", "(2)"]
    kept = [f"{W}keepNext" in {one.tag for one in row.cells[0]._tc.iter()} for row in table.rows]
    errors = [at for at, row in enumerate(table.rows) if not row.cells[0].text]
    assert len(errors) == terms + 1
    assert all(kept[at - 1] for at in errors)
    assert all(kept) == (terms == 12)
