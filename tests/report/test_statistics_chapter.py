"""The tables of a thesis as readers and programs see them: on the page in their order, in every file, as strict JSON."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

import govmetrics as gm
from govmetrics.report.page.statistics import statistics
from govmetrics.report.view import View, given_by
from tests.contracts.test_shown_results import wrong_words
from tests.contracts.test_written_results import english_in
from tests.evaluation.test_regressions import MODELS
from tests.evaluation.test_statistics import ANSWERS, ASKED, RECORDS
from tests.report.test_html import Outline, page

PARTS = (
    "sample", "descriptives", "reliability", "validity", "measurement", "correlations", "differences", "regressions", "paths",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> gm.Findings:
    asked = {
        "reliability": {"validity": True, "model": {"missing": "fiml"}},
        "statistics": {
            "partial": ["age"],
            "differences": ["sex", "age_band"],
            "post_hoc": "games_howell",
            "ranks": True,
        },
        "regression": MODELS,
        "paths": {"model": {"trust": ["order", "age"], "noise": ["trust"]}},
    }
    return gm.evaluate({**ASKED, **asked}, RECORDS, ANSWERS)


def test_the_chapter_has_every_part_in_order_with_sentences_and_notes(whole: gm.Findings) -> None:
    view = View(whole.assessment, whole, "en", **given_by(whole, None, None, None))
    (chapter,) = statistics(view)
    assert [section.title for section in chapter.content["sections"]] == [
        "Composition of the sample", "Descriptive statistics", "Reliability of the scales", "Validity of the scales",
        "Measurement model and common-method bias", "Correlations", "Differences between groups", "Regressions", "Paths",
    ]  # fmt: skip
    for section in chapter.content["sections"]:
        assert section.noted == (section.sentences == ())
        assert not section.noted or all(table.sentence for table in section.tables)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_each_part_once_and_what_a_referee_asks(
    whole: gm.Findings, tmp_path: Path, language: str
) -> None:
    text = page(whole, tmp_path, language)
    outline = Outline(text)
    assert outline.open == []
    assert "statistics-part" in outline.ids
    assert not {f"{name}-part" for name in PARTS} & set(outline.ids)
    assert {"en": "a referee will ask", "zh": "审稿人会问及"}[language] in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_key_no_code_and_no_english_in_chinese_meets_a_reader(whole: gm.Findings, language: str) -> None:
    with gm.use(language):
        for name in PARTS:
            assert list(wrong_words(whole[name], language)) == []
            shown = [
                text
                for table in whole[name].tables()
                for text in (table.caption, table.sentence, *table.notes)
            ]
            known = {
                "age",
                "sex",
                "house",
                "unit",
                "owned",
                "through",
                "split",
                "under",
                "band",
                "noise",
                "Heywood",
            }
            words = (
                {word for text in english_in(shown) for word in re.split("_", text)}
                if language == "zh"
                else set()
            )
            assert words <= known, name


def test_what_programs_read_is_strict_json_of_the_published_schema(whole: gm.Findings) -> None:
    found = json.loads(json.dumps(whole.to_dict(), allow_nan=False))
    jsonschema.Draft202012Validator(gm.report.json_schema(gm.Findings)).validate(found)
    assert set(found["regressions"]["models"]) == set(whole.regressions.models)
    assert found["names"]["trust"] == {"en": "Trust", "zh": "信任"}


def test_every_writer_has_all_tables_in_the_order_of_a_thesis(whole: gm.Findings, tmp_path: Path) -> None:
    text = gm.report.markdown(whole, tmp_path / "t.md", "en").read_text(encoding="utf-8")
    places = [text.index(f"{whole[name].tables('en')[0].caption}") for name in PARTS]
    assert places == sorted(places)


@pytest.mark.slow
def test_office_files_are_written_of_all_parts(whole: gm.Findings, tmp_path: Path) -> None:
    gm.report.excel(whole, tmp_path / "t.xlsx", "zh")
    gm.report.word(whole, tmp_path / "t.docx", "zh", pictures=False)
