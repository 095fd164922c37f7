"""The reports of an evaluation: what is missing first, keys of the file in what to do next, tables as papers have them."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

import govmetrics as gm

docx = pytest.importorskip("docx", reason="python-docx is an extra")
TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
RECORDS = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(page):
    return html.unescape(
        re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", "\n", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    )


@pytest.fixture(scope="module")
def without_index():
    """The experts were asked, and the records cannot be read."""
    judgements = pd.DataFrame(
        [["GOV", "actors", "outcomes", 1.5]], columns=["group", "first", "second", "value"]
    )
    judgements["expert"] = "a"
    said = {"tree": TREE, "title": "Rapid", "index": {"weighting": "ahp"}, "on_fault": "continue", "sureness": {"draws": 10},
            "evidence": {"records": {"file": "none.xlsx"}}}  # fmt: skip
    code = TREE.root.code
    return gm.evaluate(said, judgements=judgements.assign(group=code))


@pytest.mark.parametrize(
    ("language", "lacking", "experts"), [("en", "What is missing", "Experts"), ("zh", "缺少的部分", "专家")]
)
def test_the_page_is_written_without_an_index_and_says_first_what_is_missing(
    without_index, tmp_path, language, lacking, experts
):
    assert without_index.assessment is None
    (page,) = gm.report.write_reports(without_index, tmp_path, ["html"], language)
    text = text_of(page)
    places = [text.index("Rapid"), text.index(lacking), text.index("none.xlsx"), text.rindex(experts)]
    assert places == sorted(places)
    assert "None" not in text


def test_what_to_do_next_names_keys_of_the_evaluation(tmp_path):
    found = gm.evaluate({"tree": TREE, "index": {"weighting": "equal"}}, records=RECORDS)
    page, word = gm.report.write_reports(found, tmp_path, ["html", "word"], "en")
    told = [text_of(page), "\n".join(line.text for line in docx.Document(str(word)).paragraphs)]
    for text in told:
        assert "“sureness: {draws: 1000}”" in text
        assert "`sureness" not in text
        assert "--draws" not in text
        assert "govmetrics compare" not in text
    again = gm.evaluate(
        {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 1000}}, records=RECORDS
    )
    assert again.uncertainty.draws == 1000


def test_notes_of_one_kind_are_told_once():
    notes = [gm.Note("the answers of {count} respondents are left out", count=count) for count in (3, 4, 5)]
    from govmetrics.report.sentences import by_kind

    first, other = by_kind([*notes, notes[0], "a plain note"])
    assert first == f"{notes[0]} (and 2 more notes of this kind)"
    assert other == "a plain note"


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    found = gm.evaluate(
        {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 50}}, records=RECORDS
    )
    return docx.Document(str(gm.report.word(found, tmp_path_factory.mktemp("word") / "r.docx", "zh")))


def test_every_table_of_a_report_has_three_lines_a_number_and_a_head_that_pages_repeat(document):
    assert len(document.tables) > 3
    captions = [
        line._p for line in document.paragraphs if line.style.name == "Caption" and "图" not in line.text[:1]
    ]
    numbers = ["".join(text.text for field in line.iter(f"{W}fldSimple") for text in field.iter(f"{W}t"))
               for line in captions if not any("续" in text.text for text in line.iter(f"{W}t"))]  # fmt: skip
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    for table in document.tables:
        rules = {
            edge.tag.removeprefix(W): edge.get(f"{W}sz") for edge in table._tbl.tblPr.find(f"{W}tblBorders")
        }
        assert rules == {"top": "12", "bottom": "12"}
        head = table.rows[0]._tr
        assert head.trPr.find(f"{W}tblHeader") is not None
        assert {edge.get(f"{W}sz") for edge in head.iter(f"{W}tcBorders")} == {None}
        assert {edge.get(f"{W}sz") for cell in head.iter(f"{W}tcBorders") for edge in cell} == {"6"}


def test_chinese_characters_have_their_font_and_the_document_no_foreign_author(document):
    fonts = document.styles["Table Text"].element.rPr.rFonts
    assert (fonts.get(f"{W}ascii"), fonts.get(f"{W}eastAsia")) == ("Times New Roman", "SimSun")
    about = document.core_properties
    assert (about.author, about.comments) == ("", "")
    assert about.title


def test_a_table_too_wide_for_its_page_goes_on_below(tmp_path):
    tree = gm.IndicatorTree.from_groups({f"维度名称很长之{k}": [f"x{k}"] for k in range(20)})
    frame = pd.DataFrame({f"x{k}": [1.0, 2.0, 4.0] for k in range(20)}, index=["a", "b", "c"])
    run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(frame, tree))
    document = docx.Document(str(gm.report.word(run, tmp_path / "r.docx", "zh", pictures=False)))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert heads[0][:2] == heads[1][:2] == ["名次", "单元"]
    assert [head for part in heads[:2] for head in part[2:]].count("维度名称很长之19") == 1
    width = (
        document.sections[0].page_height - 2 * document.sections[0].left_margin
    )  # of a page that is turned
    for table in document.tables:
        assert sum(cell.width for cell in table.rows[0].cells) <= width


@pytest.fixture(scope="module")
def long():
    """Of 130 units and two periods, every part that has long tables."""
    units = [f"u{at:03d}" for at in range(130)]
    frame = pd.DataFrame({"period": [1] * 130 + [2] * 130, "unit": units * 2, "trust": range(260), "staff": 7.0,
                          "solved": [x % 97 for x in range(260)], "cases": [1000.0 + x for x in range(260)]})  # fmt: skip
    asked = {"tree": TREE, "index": {"weighting": "equal"}, "evidence": {"records": {"period": "period"}},
             "efficiency": {"inputs": "staff", "outputs": "cases"}, "diagnosis": True, "change": True,
             "simulated": True}  # fmt: skip
    return gm.evaluate(asked, records=frame)


def test_word_shows_what_the_sentences_are_about_and_names_the_rest(long, tmp_path):
    (path,) = gm.report.write_reports(long, tmp_path / "made if missing", ["word"], "en")
    document = docx.Document(str(path))
    told = [line.text for line in document.paragraphs]
    assert any("Efficiency: input orientation" in line for line in told)
    (further,) = [
        line for line in told if line.startswith("Further tables are in the Excel file") and "Targets" in line
    ]
    assert "Peers" in further
    assert not [line for line in told if line.endswith("Targets")]  # no caption of it
    # 260 rows of strengths: only their beginning could be shown.
    assert [line for line in told if line.startswith("Further tables") and "Strengths and weaknesses" in line]


def test_counts_of_targets_are_printed_as_counts(long):
    (targets,) = [table for table in long.efficiency.tables("en") if table.caption == "Targets"]
    assert targets.cells(1)[0][-1] == "1,129"
    assert targets.cells(1)[0][-2] == "7.000"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "the evidence is simulated"), ("zh", "所用数据为模拟数据")]
)
def test_a_part_alone_says_that_its_data_are_simulated(language, said, tmp_path):
    from typer.testing import CliRunner

    from govmetrics.cli import app

    RECORDS.rename_axis("unit").to_csv(tmp_path / "records.csv")
    asked = gm.Evaluation(tree=TREE.to_dict(), simulated=True, index={"weighting": "equal"},
                          evidence={"records": "records.csv"}, appraisal={"rulebook": {"items": [
                              {"code": "solved", "by": "linear", "points": 100, "worst": 0, "best": 100}]}})  # fmt: skip
    asked.write(tmp_path / "evaluation.yaml")
    line = [
        "appraise",
        str(tmp_path),
        "-o",
        str(tmp_path / "out"),
        "--format",
        "word",
        "--language",
        language,
    ]
    with gm.use("en"):  # the command line speaks the language that it is told from there on
        done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    document = docx.Document(str(tmp_path / "out" / "report.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert said in cells
