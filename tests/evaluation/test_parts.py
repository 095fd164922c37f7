"""The same numbers by file, by call, and by the rooms one at a time; each part compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

import govmetrics as gm
from govmetrics import ahp, appraisal, dea, diagnosis, fuzzy, panel, planning, survey
from govmetrics.evaluation.folder import write_findings
from govmetrics.explain import between_periods
from tests.evaluation.district import ACTIONS, ASKED, MARGINS, PERIODS, RULEBOOK, TREE, as_files, district

DISTRICT = district()
LAST = PERIODS[-1]


@pytest.fixture(scope="module")
def found() -> gm.Findings:
    return gm.evaluate({**ASKED, "tree": TREE}, **DISTRICT.evidence)


@pytest.fixture(scope="module")
def data() -> gm.Dataset:
    return gm.read_records(DISTRICT.records, TREE, "社区", "时期")


@pytest.fixture(scope="module")
def answers() -> gm.Survey:
    by = {"period": "时期", "社区": "社区", "sex": "sex", "age": "age"}
    return gm.read_survey(DISTRICT.answers, TREE, by=by)


@pytest.fixture(scope="module")
def raked(answers: gm.Survey) -> survey.Raked:
    return survey.rake(survey.screen(answers).drop(answers).by, MARGINS)


@pytest.fixture(scope="module")
def scores(answers: gm.Survey, raked: survey.Raked) -> survey.SurveyScores:
    return survey.score(survey.screen(answers).drop(answers), weights=raked)


@pytest.fixture(scope="module")
def group() -> ahp.GroupWeights:
    judged = gm.read_judgements(DISTRICT.judgements, TREE.scored())
    return ahp.weights(judged, inconsistent="downweight", rng=7)


@pytest.fixture(scope="module")
def run(data: gm.Dataset, scores: survey.SurveyScores) -> gm.Assessment:
    judged = gm.read_judgements(DISTRICT.judgements, TREE.scored())
    recipe = gm.Recipe(normalisation="goalposts", weighting={"ahp": {"inconsistent": "downweight"}}, seed=7)
    return gm.follow(recipe, data, scores, judged)


def test_survey_scores_are_those_of_the_raked_answers(
    found: gm.Findings, raked: survey.Raked, scores: survey.SurveyScores
) -> None:
    assert_series_equal(found.raked.weights.sort_index(), raked.weights.sort_index())
    assert_frame_equal(found.survey.values, scores.values)
    assert_frame_equal(found.survey.standard_errors, scores.standard_errors)
    # Raking moves the scores, so that a call without it would be seen.
    assert (found.survey.values - survey.score(found_answers(found)).values).abs().max(axis=None) > 0.5


def found_answers(found: gm.Findings) -> gm.Survey:
    by = {"period": "时期", "社区": "社区"}
    return gm.read_survey(DISTRICT.answers, TREE, by=by)


def test_experts_and_index_are_those_of_the_rooms(
    found: gm.Findings, group: ahp.GroupWeights, run: gm.Assessment
) -> None:
    assert_series_equal(found.experts.weights.local, group.weights.local)
    assert_frame_equal(found.experts.consensus, group.consensus)
    assert_frame_equal(found.assessment.scores.values, run.scores.values)
    assert_frame_equal(found.assessment.dataset.standard_errors, run.dataset.standard_errors)


def test_experts_draws_and_survey_errors_reach_the_intervals(found: gm.Findings, run: gm.Assessment) -> None:
    assert found.uncertainty.factors == ("drawn weights", "standard errors of what was measured")
    fixed = gm.evaluate(
        {**ASKED, "tree": TREE, "sureness": {"draws": 60, "factors": {"experts": False, "survey": True}}},
        **DISTRICT.evidence,
    ).uncertainty
    assert fixed.factors == ("standard errors of what was measured",)
    assert not fixed.scores.equals(found.uncertainty.scores)
    room = gm.robustness.uncertainty(
        run.recipe, run.dataset, [gm.robustness.StandardErrors()], draws=60, rng=ASKED["seed"],
        judgements=gm.read_judgements(DISTRICT.judgements, TREE.scored()),
    )  # fmt: skip
    assert_frame_equal(fixed.intervals.sort_index(), room.intervals.sort_index())
    drawn = gm.robustness.DrawnWeights(ahp.draws(found.experts, draws=60, rng=7))
    both = gm.robustness.uncertainty(
        run.recipe, run.dataset, [drawn, gm.robustness.StandardErrors()], draws=60, rng=7,
        judgements=gm.read_judgements(DISTRICT.judgements, TREE.scored()),
    )  # fmt: skip
    assert_frame_equal(found.uncertainty.scores, both.scores)
    # Nominal ranks are those of the latest period.
    nominal = found.uncertainty.intervals["nominal"].sort_index()
    assert_series_equal(
        nominal, run.scores.at(LAST).ranking()["rank"].astype(float).sort_index(), check_names=False
    )


def test_reliability_is_that_of_the_screened_answers(found: gm.Findings, answers: gm.Survey) -> None:
    assert_frame_equal(found.reliability.scales, survey.reliability(answers).scales)


def test_validity_is_that_of_the_screened_answers_and_only_where_it_is_asked(
    found: gm.Findings, answers: gm.Survey
) -> None:
    assert found.validity.kmo.overall == survey.kmo(answers.favourable()).overall
    assert_frame_equal(found.validity.criteria, survey.validity(answers).criteria)
    asked = {"tree": TREE, "evidence": {"survey": {"by": ["时期", "社区"]}}, "reliability": True}
    alone = gm.evaluate(asked, survey=DISTRICT.answers, only=("survey", "reliability", "validity"))
    assert alone.validity is None
    assert alone.reliability is not None


def test_grades_take_the_raked_answers_and_the_values(
    found: gm.Findings, answers: gm.Survey, raked: survey.Raked, run: gm.Assessment
) -> None:
    weighted = replace(answers, weight=raked.weights)
    five = fuzzy.FIVE_GRADES
    part = TREE.keep(["groups", "meetings", "days", "solved"])
    counted = gm.Dataset(part, run.dataset.values[part.codes])
    membership = pd.concat(
        [fuzzy.from_survey(weighted, five), fuzzy.from_values(counted, "goalposts", grades=five)]
    )
    by_hand = fuzzy.evaluate(membership, run.weights, five)
    assert_frame_equal(found.grades.at(), by_hand.at())
    assert_frame_equal(found.grades.leaves, by_hand.leaves)
    plain = fuzzy.from_survey(answers, five).loc[(LAST, "社区01", "content")]
    assert not np.allclose(found.grades.leaves.loc[(LAST, "社区01", "content")], plain)


def test_efficiency_is_against_the_frontier_of_the_period(found: gm.Findings, data: gm.Dataset) -> None:
    for period in PERIODS:
        by_hand = dea.radial(data.at(period))
        assert_series_equal(found.efficiency.scores.xs(period), by_hand.scores)
        peers = found.efficiency.peers
        peers = peers[[row[0] == period for row in peers["unit"]]]
        assert [unit for _, unit in peers["peer"]] == list(by_hand.peers["peer"])
        assert peers["weight"].tolist() == pytest.approx(by_hand.peers["weight"].tolist())
    last = data.at(LAST)
    inputs, outputs = dea.from_roles(last)
    second = dea.second_stage(inputs, outputs, last.attributes[["population"]], draws=(100, 100), rng=7)
    assert_frame_equal(found.second_stage.coefficients, second.coefficients)


def test_intervals_and_scale_of_the_efficiency(found: gm.Findings, data: gm.Dataset) -> None:
    inputs, outputs = dea.from_roles(data.at(LAST))
    sure = dea.bootstrap(inputs, outputs, draws=100, rng=7)
    assert_series_equal(found.efficiency_intervals.lower, sure.lower)
    assert_series_equal(found.efficiency_intervals.corrected, sure.corrected)
    assert "the intervals of the efficiency are about 2026Q3" in map(str, found.notes)
    constant, variable = (dea.radial(inputs, outputs, returns=one).scores for one in ("constant", "variable"))
    ratio = found.scale_efficiency.scale.xs(LAST)
    assert ratio.tolist() == pytest.approx((constant / variable).tolist())
    best = found.scale_efficiency.returns_to_scale.xs(LAST) == "constant"
    assert best.tolist() == np.isclose(ratio, 1).tolist()


def test_appraisal_reads_the_records_that_the_survey_joined(found: gm.Findings, run: gm.Assessment) -> None:
    assert_frame_equal(found.appraisal.totals, appraisal.appraise(RULEBOOK, run.dataset).totals)


def test_diagnosis_is_that_of_the_rooms(found: gm.Findings, run: gm.Assessment) -> None:
    told, last = found.diagnosis, run.scaled.at(LAST)
    assert_frame_equal(told.obstacles.values, diagnosis.obstacles(run.scaled, run.weights).values)
    assert_frame_equal(told.strengths.gaps, diagnosis.strengths(run.scores, "街道").gaps)
    assert_series_equal(told.coupling.coordination, diagnosis.coupling(run.scores).coordination)
    by_weight = diagnosis.importance_performance(last, run.weights.across_tree())
    without = by_weight.table.assign(gap=np.nan)  # a score less a weight is no gap
    assert_frame_equal(told.importance_performance.table, without)
    coherence = diagnosis.coherence(last, run.weights, run.scores.at(LAST))
    assert_frame_equal(told.coherence.checks, coherence.checks)


def test_changes_and_trends_are_those_of_the_rooms(found: gm.Findings, run: gm.Assessment) -> None:
    assert_frame_equal(found.panel.changes.table, panel.changes(run).table)
    assert_frame_equal(found.panel.trends.table, panel.trends(run).table)


def test_the_plan_is_for_the_weakest_of_the_latest_period(found: gm.Findings, run: gm.Assessment) -> None:
    weakest = run.scores.at(LAST).values["index"].nsmallest(4)
    recipe, treated = planning.frozen(run)
    by_hand = planning.improvement_plan(recipe, treated.at(LAST), ACTIONS, 60.0, list(weakest.index))
    assert set(found.plan.actions["unit"]) <= set(weakest.index)
    assert found.plan.gained == pytest.approx(by_hand.gained)
    assert found.plan.cost <= 60
    assert f"the plan is for the weakest: {', '.join(weakest.index)}" in map(str, found.notes)


def test_the_parts_that_rank_are_compared_in_the_latest_period(
    found: gm.Findings, run: gm.Assessment, data: gm.Dataset
) -> None:
    ranks = found.agreement.ranks
    assert list(ranks.columns) == ["Index", "Grades", "Efficiency", "Appraisal"]
    by_room = pd.DataFrame({
        "Index": run.scores.at(LAST).values["index"], "Grades": found.grades.verdicts()["score"].xs(LAST),
        "Efficiency": dea.radial(data.at(LAST)).scores,
        "Appraisal": appraisal.appraise(RULEBOOK, run.dataset).total.xs(LAST),
    }).loc[run.scores.at(LAST).values.index]  # fmt: skip
    told = found.agreement.agreement
    assert [(row["first"], row["second"]) for _, row in told.iterrows()] == list(combinations(by_room, 2))
    for how in ("spearman", "kendall"):
        pairs = by_room.corr(how)
        expected = [pairs.loc[one, other] for one, other in combinations(by_room, 2)]
        assert told[how].tolist() == pytest.approx(expected)
    assert_frame_equal(ranks, by_room.round(9).rank(ascending=False, method="min"), check_names=False,
                       check_dtype=False, check_column_type=False)  # fmt: skip
    moved = found.agreement.moves.iloc[0]
    assert moved["range"] == (ranks.max(axis=1) - ranks.min(axis=1)).max()
    assert str(moved["best_by"]) in str(moved["why"])
    assert "效率" in found.agreement.tables("zh")[0].frame.columns[3]


def test_the_comparison_is_that_of_the_rooms_by_call_and_by_file(tmp_path: Path) -> None:
    """The district beside itself a quarter before, with other experts: the split, and the changes with their draws."""
    before = (
        DISTRICT.records[DISTRICT.records["时期"] != LAST],
        DISTRICT.answers[DISTRICT.answers["时期"] != LAST],
    )
    judged = {name: DISTRICT.judgements[name] for name in ("Li", "Wu", "Ann")}
    early = replace(DISTRICT, records=before[0], answers=before[1], judgements=judged)
    few = {**ASKED, "tree": TREE, "sureness": {"draws": 20}, "plan": None, "efficiency": None, "diagnosis": None,
           "reliability": None, "change": None, "grades": None}  # fmt: skip
    earlier = gm.evaluate({**few, "sureness": None, "appraisal": None}, **early.evidence)
    found = gm.evaluate(few, **DISTRICT.evidence, earlier=earlier)
    split, sure = found.comparison.split, found.comparison.sureness
    then, now = earlier.assessment, found.assessment
    by_room = between_periods((then, PERIODS[-2]), (now, LAST), rng=7)
    assert_frame_equal(split.changes, by_room.changes)
    errors = gm.robustness.StandardErrors()
    factors = [
        [gm.robustness.DrawnWeights(ahp.draws(side.experts, draws=20, rng=7)), errors]
        for side in (found, earlier)
    ]
    drawn = gm.robustness.change_confidence(then, now, *factors, 20, 7)
    assert_frame_equal(sure.changes, drawn.changes)
    assert_frame_equal(sure.parts, drawn.parts)
    for name, one, keys in (
        ("early", early, {**few, "sureness": None, "appraisal": None}),
        ("late", DISTRICT, few),
    ):
        (tmp_path / name).mkdir()
        asked = as_files(one, tmp_path / name)
        kept = {key: value for key, value in asked.items() if keys.get(key, value) is not None}
        kept |= {"sureness": keys["sureness"], "compare": "../early"} if name == "late" else {}
        gm.Evaluation.read(kept).write(tmp_path / name / "evaluation.yaml")
    by_file = gm.evaluate(tmp_path / "late")
    assert_frame_equal(by_file.comparison.changes.iloc[:, :-1], found.comparison.changes.iloc[:, :-1])
    assert_frame_equal(by_file.comparison.sureness.parts, sure.parts)


def test_files_and_calls_give_the_same_bytes(found: gm.Findings, tmp_path: Path) -> None:
    as_files(DISTRICT, tmp_path)
    by_file = gm.evaluate(tmp_path)
    assert equal(by_file, found)


def equal(one: gm.Findings, other: gm.Findings) -> bool:
    """Tell whether all that was found is the same to the last digit."""
    first, second = one.to_dict(), other.to_dict()
    for result in (first, second):
        del result["evaluation"], result["provenance"]
        for name in (
            "raked",
            "screening",
        ):  # respondents are called by their rows: those of a file, or of a frame
            result[name] = [column for column in result[name].values() if isinstance(column, float)]
        del result["assessment"]["provenance"]
    assert first.keys() == second.keys()
    differ = [name for name in first if repr(first[name]) != repr(second[name])]
    assert not differ, differ
    return True


def test_the_order_of_rows_changes_nothing(found: gm.Findings) -> None:
    again = gm.evaluate({**ASKED, "tree": TREE}, **DISTRICT.shuffled(1).evidence)
    order = found.assessment.scores.values.index
    assert_frame_equal(again.survey.values, found.survey.values)
    assert_frame_equal(again.assessment.scores.values.loc[order], found.assessment.scores.values)
    assert_frame_equal(again.uncertainty.intervals.sort_index(), found.uncertainty.intervals.sort_index())
    assert_frame_equal(again.grades.at().loc[order], found.grades.at().loc[order])
    assert_series_equal(again.efficiency.scores.loc[order], found.efficiency.scores.loc[order])
    assert again.plan.gained == pytest.approx(found.plan.gained)
    assert set(again.plan.actions["unit"]) == set(found.plan.actions["unit"])


@pytest.mark.slow
def test_two_threads_give_the_same_bytes(found: gm.Findings) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def one(language: str) -> gm.Findings:
        with gm.use(language):
            return gm.evaluate({**ASKED, "tree": TREE}, **DISTRICT.evidence)

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(one, ["en", "zh"]))
    assert equal(both[0], found)
    assert equal(both[1], found)


def test_nothing_touches_the_disk_when_objects_are_given(
    found: gm.Findings,  # by which what is imported late is imported before
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert found.missing == {}

    def refuse(*given: Any, **options: Any) -> Any:
        raise AssertionError(f"opened {given[0]}")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    # The plan's solver is a program of its own, which is handed its model as a file.
    gm.evaluate({**ASKED, "tree": TREE, "plan": None}, **DISTRICT.evidence)


def test_progress_is_told_before_each_part_and_at_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    records = (
        DISTRICT.records[DISTRICT.records["时期"] == LAST]
        .drop(columns="时期")
        .assign(trust=50.0, content=50.0)
    )
    asked = {"tree": TREE, "index": {"weighting": "equal", "normalisation": "goalposts"}, "sureness": {"draws": 5},
             "diagnosis": True, "evidence": {"records": {"unit": "社区"}}}  # fmt: skip
    gm.evaluate(asked, records, progress=lambda done, total, what: told.append((str(what), done, total)))
    assert told == [("Index", 0, 4), ("Sureness of the ranks", 1, 4), ("Diagnosis", 2, 4), ("Audit in ten steps", 3, 4),
                    ("done", 4, 4)]  # fmt: skip


def test_findings_say_their_parts_in_both_languages(found: gm.Findings, tmp_path: Path) -> None:
    assert found.summary("en").startswith("District (simulated data)")
    chinese = found.summary("zh")
    assert chinese.startswith("示例区（模拟数据）")
    assert "所用数据为模拟数据" in chinese
    assert len(found.tables("zh")) > 20
    assert write_findings(found, tmp_path)[0].is_file()
