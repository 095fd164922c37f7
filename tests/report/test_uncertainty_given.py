"""The uncertainty that a report shows is that of its assessment."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput
from govmetrics.robustness import PerturbedWeights, uncertainty


def sure_of(run, **options):
    return uncertainty(run.recipe, run.dataset, [PerturbedWeights(0.25)], draws=40, **options)


def written(run, tmp_path, **options):
    return gm.report.html(run, tmp_path / "r.html", **options).read_text(encoding="utf-8")


def ranking_cells(text):
    rows = text.split('id="ranking"')[1].split("</table>")[0].split("<tr")[2:]
    return [[re.sub("<[^>]*>", " ", f"<td{cell}") for cell in row.split("<td")[1:]] for row in rows]


def test_the_latest_of_several_periods_is_ranked_as_the_assessment_ranks_it(panel):
    sure = sure_of(panel)
    latest = panel.ranking().loc[["2025Q3"]]
    assert sure.period == "2025Q3"
    assert sure.intervals["nominal"].to_dict() == latest["rank"].astype(float).droplevel("period").to_dict()
    earlier = sure_of(panel, period="2025Q1")
    assert earlier.period == "2025Q1"
    ranks = panel.ranking().loc["2025Q1"]["rank"].dropna().astype(float)
    assert earlier.intervals["nominal"].dropna().to_dict() == ranks.to_dict()


def test_intervals_stand_beside_changes(panel, tmp_path):
    """x and y are equal for every unit: no weights move a rank, a and c share the first."""
    for sure in (
        sure_of(panel),
        uncertainty(panel.recipe, panel.dataset.at("2025Q3"), [PerturbedWeights(0.25)], draws=40),
    ):
        text = written(panel, tmp_path, uncertainty=sure)
        assert text.count("tier 1") >= 2
        shown = ranking_cells(text)
        assert len(shown) == 3
        assert all(any("tier" in cell for cell in row) for row in shown)
        assert "第1档" in written(panel, tmp_path, uncertainty=sure, language="zh").replace(" ", "")


@pytest.mark.parametrize("writer", ["html", "word", "write_run"])
def test_every_writer_refuses_another_assessment_and_names_every_difference(
    assessment, panel, tmp_path, writer
):
    other = gm.follow(
        replace(assessment.recipe, aggregation="geometric", normalisation={"min_max": {"scale": (1, 100)}}),
        Dataset(
            assessment.dataset.tree, assessment.dataset.values.iloc[[1, 0, 2]].rename({"南山区": "福田区"})
        ),
    )
    suffix = {"html": "r.html", "word": "r.docx", "write_run": ""}[writer]
    with pytest.raises(FaultyInput) as caught:
        getattr(gm.report, writer)(assessment, tmp_path / suffix, uncertainty=sure_of(other))
    told = str(caught.value)
    assert "uncertainty, aggregation: is geometric, and arithmetic in the assessment" in told
    assert "uncertainty, normalisation: is {'min_max'" in told
    assert "uncertainty, 福田区: is ranked there, and not in the assessment" in told
    assert "uncertainty, 南山区: is in the assessment, and not ranked there" in told
    assert not list(tmp_path.iterdir())
    chinese = caught.value.say("zh")
    assert "本次评价中为 arithmetic" in chinese


def test_other_ranks_and_other_periods_are_other_assessments(panel, assessment, tmp_path):
    with pytest.raises(FaultyInput, match=r"uncertainty, period: is of 2025Q1, and the report shows 2025Q3"):
        written(panel, tmp_path, uncertainty=sure_of(panel, period="2025Q1"))
    with pytest.raises(FaultyInput, match="is of 2025Q3, and the report shows units without periods"):
        written(assessment, tmp_path, uncertainty=sure_of(panel))
    # the same recipe and units, other data: b is last in the panel's latest quarter, first here
    turned = Dataset(
        panel.dataset.tree, pd.DataFrame({"x": [1.0, 9, 5], "y": [1.0, 9, 5]}, index=list("abc"))
    )
    sure = uncertainty(panel.recipe, turned, [], draws=2)
    with pytest.raises(FaultyInput) as caught:
        written(panel, tmp_path, uncertainty=sure)
    assert [str(fault) for fault in caught.value.faults] == [
        f"uncertainty, {unit}: has rank {there} there, and {here} in the assessment; make it of this assessment: "
        "uncertainty(assessment.recipe, assessment.dataset, ...)"
        for unit, there, here in [("a", 3, 1), ("c", 2, 1), ("b", 1, 3)]
    ]


def test_title_and_seed_change_no_rank(assessment, tmp_path):
    sure = uncertainty(replace(assessment.recipe, title="T", seed=9), assessment.dataset, [], draws=2)
    assert "tier" in written(assessment, tmp_path, uncertainty=sure)


def test_other_data_with_the_same_ranks_are_named_cell_by_cell(panel, assessment, tmp_path):
    """Ranks alone cannot tell: the same order, from other numbers, in one period and in several, and by other weights."""
    data = assessment.dataset
    cell = data.values.index[0], data.values.columns[0]
    nudged = data.values.astype(float)
    nudged.loc[cell] += 1e-3
    same = sure_of(assessment)
    with pytest.raises(
        FaultyInput, match=rf"uncertainty, {cell[0]}, {cell[1]}: is [\d.]+ there, and [\d.]+ in the assess"
    ):
        written(
            assessment,
            tmp_path,
            uncertainty=uncertainty(assessment.recipe, Dataset(data.tree, nudged), [], draws=2),
        )
    written(assessment, tmp_path, uncertainty=same)
    again = Dataset(data.tree, data.values.iloc[::-1])
    written(assessment, tmp_path, uncertainty=uncertainty(assessment.recipe, again, [], draws=2))
    later = panel.dataset.values.astype(float)
    later.loc[("2025Q3", "b"), "x"] += 1e-3
    with pytest.raises(FaultyInput, match="uncertainty, b, x: is"):
        written(
            panel,
            tmp_path,
            uncertainty=uncertainty(panel.recipe, Dataset(panel.dataset.tree, later), [], draws=2),
        )
    other = replace(same, nominal_scores=same.nominal_scores + 1)
    with pytest.raises(FaultyInput, match="has score"):
        written(assessment, tmp_path, uncertainty=other)
