"""A folder from `new` runs unchanged once its forms are filled in: here as those of the simulated district are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.evaluation.spec import FILE

DISTRICT = Path(__file__).parents[2] / "examples" / "district"
ASKED = ("survey", "experts", "assessment", "uncertainty", "reliability", "grades", "appraisal", "diagnosis", "plan",
         "agreement")  # fmt: skip


def filled_in(folder: Path) -> None:
    """Put the district's filled-in forms where the blank ones are; the file that says the job stays as it is."""
    for name in ("records.xlsx", "survey.xlsx", "margins.xlsx", "actions.xlsx", "tree.xlsx"):
        shutil.copy(DISTRICT / name, folder)
    for form in (
        DISTRICT / "judgements"
    ).iterdir():  # the blank form, of which each expert got a copy, still lies there
        shutil.copy(form, folder / "judgements")
    gm.appraisal.blank_rulebook(
        folder / "rulebook.xlsx", "zh", gm.appraisal.Rulebook.read(DISTRICT / "rulebook.yaml")
    )
    # The district's trust comes from a network study of its own; here it is a column of the records, as the form has it.
    trust = pd.read_csv(DISTRICT / "trust.csv").set_index(["时期", "社区"])["A3"]
    book = load_workbook(folder / "records.xlsx")
    for sheet in book.worksheets:
        if sheet.title not in trust.index:
            continue
        head = next(row for row in sheet.iter_rows() if any(cell.value == "社区" for cell in row))
        at = next(cell.column for cell in head if cell.value == "社区")
        last = sheet.max_column + 1
        sheet.cell(head[0].row, last).value = "A3"
        for row in range(head[0].row + 1, sheet.max_row + 1):
            if (sheet.title, sheet.cell(row, at).value) in trust.index:
                sheet.cell(row, last).value = float(trust[sheet.title, sheet.cell(row, at).value])
    book.save(folder / "records.xlsx")


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_a_new_folder_runs_unchanged_on_the_simulated_forms(language, tmp_path):
    folder = tmp_path / "new"
    gm.evaluation.new_folder(folder, "collaborative_governance", language)
    filled_in(folder)
    said = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(re.sub("draws: 1000", "draws: 20", said), encoding="utf-8")  # for time alone
    with gm.use(language):
        found = gm.evaluate(folder)
    assert all(found[part] is not None for part in ASKED)
    assert found.missing == {}
    scores = found.assessment.scores
    assert scores.values.shape[0] == 40 * 8
    assert list(scores.values.index.get_level_values("period").unique())[-1] == "2025年四季度"
    assert scores.coverage.iloc[:, 0].min() > 0.9
    assert len(found.experts.weights.tree) == 26
    assert found.diagnosis.strengths is not None
    # The same numbers as when the file names the columns and the periods.
    named = gm.read_records(
        folder / "records.xlsx", gm.read_tree(folder / "tree.xlsx"), "社区", sheets="period"
    )
    pd.testing.assert_frame_equal(
        found.assessment.dataset.values.loc[named.values.index, ["B11", "A3"]], named.values[["B11", "A3"]]
    )
    by = {"period": "时期", "unit": "社区"}
    survey = gm.read_survey(folder / "survey.xlsx", gm.read_tree(folder / "tree.xlsx"), by=by)
    pd.testing.assert_frame_equal(found.survey.values, gm.survey.score(survey).values)
    assert any("each sheet is the period of its name" in str(note) for note in found.assessment.dataset.notes)
    assert any("expert.xlsx" in str(note) for note in found.experts.notes)
