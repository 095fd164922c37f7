"""The tables of a thesis as readers and programs see them: on the page in their order, in every file, as strict JSON."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from docx import Document

import govmetrics as gm
from govmetrics.report.document.pages import Pages
from govmetrics.report.document.parts import _noted_once
from govmetrics.report.page.statistics import statistics
from govmetrics.report.parts import Shown
from govmetrics.report.view import View, given_by
from tests.contracts.test_shown_results import wrong_words
from tests.contracts.test_written_results import english_in
from tests.evaluation.test_regressions import MODELS
from tests.evaluation.test_statistics import ANSWERS, ASKED, RECORDS
from tests.report.test_html import Outline, page

PARTS = (
    "sample", "descriptives", "reliability", "validity", "measurement", "invariance", "correlations", "differences", "paired",
    "regressions", "paths",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> gm.Findings:
    asked = {
        "reliability": {"validity": True, "model": {"missing": "fiml"}, "invariance": "sex"},
        "statistics": {
            "partial": ["age"],
            "differences": ["sex", "age_band"],
            "post_hoc": "games_howell",
            "ranks": True,
            "paired": {"before": ["trust"], "after": ["order"]},
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
        "Measurement model and common-method bias", "Measurement invariance across groups", "Correlations",
        "Differences between groups", "Changes of the same respondents", "Regressions", "Paths",
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


def test_word_has_what_a_thesis_prints_of_models(tmp_path: Path) -> None:
    """Steps side by side and what each adds, equations of a mediation; long pairs of groups are named by their sheets."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(120, 4))
    units = pd.DataFrame(x, columns=["a", "b", "m", "y"], index=[f"u{at}" for at in range(120)]).rename_axis(
        "unit"
    )
    units["m"] += 0.6 * units["a"]
    units["y"] += 0.5 * units["m"] + 0.2 * units["a"]
    tree = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["m", "y"]})
    said = {
        "tree": tree, "index": {"weighting": "equal"},
        "regression": [
            {"name": "steps", "of": "units", "outcome": "y", "blocks": [["a"], ["b"], ["m"]]},
            {"name": "between", "of": "units", "outcome": "y", "predictors": ["a"], "mediators": ["m"], "draws": 100},
        ],
    }  # fmt: skip
    found = gm.evaluate(said, units)
    document = Document(str(gm.report.word(found, tmp_path / "r.docx", "zh", pictures=False)))
    (beside,) = (
        one for one in document.tables if [c.text for c in one.rows[0].cells][1:] == ["(1)", "(2)", "(3)"]
    )
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in beside.rows}
    assert {"R²变化", "F变化"} <= set(rows)
    fits = [step.fit["r_squared"] for step in found.regressions.models["steps"].steps]
    changes = [fits[0], fits[1] - fits[0], fits[2] - fits[1]]
    assert np.allclose([float(cell.rstrip("*")) for cell in rows["R²变化"]], changes, atol=0.00051)
    captions = [line.text for line in document.paragraphs if line.style.name == "Caption"]
    assert any("各层的变化" in line for line in captions)
    assert any("各回归方程的系数" in line for line in captions)
    further = [line.text for line in document.paragraphs if line.text.startswith("其余表格见")]
    assert any("回归分析 模型拟合：steps" in line for line in further)


def test_notes_that_several_tables_have_are_told_once_in_word() -> None:
    notes = tuple(f"note {at}" for at in range(4))
    frame = pd.DataFrame({"x": [1.0]}, index=pd.Index(["a"], name="unit"))
    table = replace(gm.Table.of("T", frame).said("en"), notes=notes)
    pages = Pages("en", "title")
    (first,) = _noted_once([table], pages)
    assert first.notes == notes
    pages.tables = 1
    own, short = replace(table, notes=(*notes, "own")), replace(table, notes=notes[:2])
    assert [one.notes for one in _noted_once([own, short], pages)] == [
        ("own", "Further notes: see below Table 1."), notes[:2],
    ]  # fmt: skip


def test_long_comparisons_of_pairs_are_left_to_the_sheets() -> None:
    def pairs(rows: int) -> gm.Table:
        frame = pd.DataFrame({"group_first": ["a"] * rows, "group_second": ["b"] * rows, "p": [0.5] * rows})
        return gm.Table.of("T", frame)

    short, long = pairs(15), pairs(16)
    assert Shown("differences", "", [], [short, long]).leading == [short]
