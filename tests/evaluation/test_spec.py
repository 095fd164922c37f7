"""The file of an evaluation: every key read, every fault told at once and in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govmetrics as gm

FULL = {
    "tree": "community_survey",
    "title": {"en": "Community governance", "zh": "社区治理评价"},
    "language": "zh",
    "seed": 2026,
    "simulated": True,
    "evidence": {
        "records": {"file": "records.xlsx", "unit": "社区", "period": "时期", "street": "街道", "missing_codes": [999]},
        "survey": {"file": "answers.csv", "by": ["时期", "社区"], "scale": [1, 5], "reverse": ["q1"], "rake": "margins.xlsx",
                   "rake_bounds": [0.3, 3], "screening": True},
        "judgements": {"files": "judgements", "inconsistent": "revise", "expert_weights": {"Li": 2}},
        "weights": "weights.xlsx",
        "measured": [{"values": "a3.csv", "standard_errors": "a3_errors.csv"}],
    },
    "index": {"normalisation": {"min_max": {"scale": [1, 100]}}, "weighting": "ahp", "aggregation": "geometric"},
    "sureness": {"draws": 500, "level": 0.95, "factors": {"weights": 0.25, "experts": True,
                                                       "choices": {"aggregation": ["arithmetic", "geometric"]}}},
    "reliability": {"level": 0.9},
    "statistics": {"correlations": "spearman", "differences": ["sex"], "post_hoc": "games_howell", "ranks": True},
    "regression": [{"outcome": "trust", "predictors": ["order", "age"], "categories": {"sex": "f"}}],
    "grades": {"from": "survey", "scale": "five", "operator": "max_min"},
    "efficiency": {"inputs": ["staff"], "outputs": ["cases"], "returns": "constant", "frontier": "pooled"},
    "appraisal": {"rulebook": "rulebook.yaml"},
    "diagnosis": {"coupling": ["A", "B"], "coherence": True, "importance_performance": {"outcome": "overall"}},
    "change": {"level": 0.9},
    "plan": {"actions": "actions.xlsx", "budget": 500.0, "units": ["甲社区"]},
    "compare": "../2026Q2/output",
    "publish": {"formats": ["html", "word"]},
    "on_fault": "continue",
}  # fmt: skip


def test_a_file_with_every_key_comes_back_as_it_was(tmp_path: Path) -> None:
    job = gm.Evaluation.read(FULL)
    assert job.to_dict() == FULL
    job.write(tmp_path / "evaluation.yaml")
    again = gm.Evaluation.read(tmp_path)
    assert again == job
    assert again.folder == tmp_path
    assert gm.Evaluation.read(tmp_path / "evaluation.yaml") == job


def test_the_schema_knows_the_keys_of_a_file_and_no_others() -> None:
    schema = gm.Evaluation.schema()
    assert set(schema["properties"]) >= set(FULL)
    assert schema["required"] == ["tree"]
    assert "rake_bounds" in json.dumps(schema)


def test_a_part_may_be_said_in_short() -> None:
    job = gm.Evaluation(
        "community_survey",
        evidence={"records": "r.csv", "survey": "a.csv", "judgements": ["a.xlsx", "b.xlsx"]},
        sureness=True,
        grades=False,
        appraisal="rulebook.yaml",
    )
    assert job.evidence.records.file == "r.csv"
    assert job.evidence.survey.file == "a.csv"
    assert job.evidence.judgements.files == ["a.xlsx", "b.xlsx"]
    assert job.appraisal.rulebook == "rulebook.yaml"
    assert job.sureness.draws == 1000
    assert job.grades is None


def test_title_and_seed_are_those_of_the_recipe() -> None:
    job = gm.Evaluation(
        "community_survey", title={"zh": "甲"}, seed=7, index=gm.Recipe(aggregation="geometric")
    )
    assert (job.index.title, job.index.seed, job.index.aggregation) == ("甲", 7, "geometric")


@pytest.mark.parametrize(("language", "heading"), [("en", "Test (simulated data)"), ("zh", "试（模拟数据）")])
def test_simulated_evidence_is_told_in_the_title(language: str, heading: str) -> None:
    job = gm.Evaluation("community_survey", title={"en": "Test", "zh": "试"}, simulated=True)
    assert job.heading.say(language) == heading


WRONG = {
    "titel": 1,
    "seed": -1,
    "evidence": {
        "records": {"unit": 3},
        "survey": {"scale": "x", "foo": 1},
        "measured": [{"value": "a.csv"}],
    },
    "index": {"aggregaton": 1, "weighting": "foo", "seed": 3},
    "sureness": {"draws": 0, "level": 2},
    "grades": {"scale": {"names": ["a"], "values": [1, 2]}},
    "appraisal": {"rulebok": 2},
    "change": 3,
    "plan": {},
    "on_fault": "go",
}
PLACES = {
    *("titel", "tree", "seed", "evidence.records.unit", "evidence.survey.scale", "evidence.survey.foo"),
    *("evidence.measured.0.values", "evidence.measured.0.value", "index.aggregaton", "index.weighting", "index.seed"),
    *("sureness.draws", "sureness.level", "grades.scale: grades", "appraisal.rulebok", "change", "plan.budget", "on_fault"),
}  # fmt: skip


def test_every_fault_of_every_part_comes_in_one_error_with_its_place() -> None:
    with pytest.raises(gm.FaultyInput) as caught:
        gm.Evaluation.read(WRONG)
    assert {str(fault.place) for fault in caught.value.faults} == PLACES
    chinese = caught.value.say("zh")
    assert "sureness.draws：为 0；请给出不小于 1 的数" in chinese
    assert "plan.budget：缺失" in chinese


def test_choices_of_the_sureness_are_steps() -> None:
    choices = {"aggregation": ["geometrc"], "stage": ["x"], "treatment": [["winsorize"]]}
    with pytest.raises(gm.FaultyInput) as caught:
        gm.Evaluation("community_survey", sureness={"factors": {"choices": choices}})
    at = "sureness.factors.choices"
    assert [str(fault.place) for fault in caught.value.faults] == [
        f"{at}.aggregation[0]", f"{at}.stage", f"{at}.treatment[0]",
    ]  # fmt: skip


def test_a_folder_without_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(gm.FaultyInput, match=r"evaluation\.yaml: there is no such file"):
        gm.Evaluation.read(tmp_path)
    with pytest.raises(gm.FaultyInput, match="give a path, a folder or a mapping"):
        gm.Evaluation.read(3)  # type: ignore[arg-type]


@pytest.mark.parametrize("publish", ["publik", {"formats": ["latex"]}, {"draws": True}, {"public": "all"}])
def test_what_is_not_published_is_refused_before_the_work(publish):
    with pytest.raises(gm.FaultyInput, match="publish"):
        gm.Evaluation(tree="community_survey", publish=publish)


@pytest.mark.parametrize(
    ("keys", "place", "way_out"),
    [
        ({"evidence": {"records": {"file": "a.csv", "unti": "x"}}}, "evidence.records.unti", "did you mean 'unit'?"),
        ({"evidence": {"measured": [{"values": "a.csv", "standard_error": "b.csv"}]}},
         "evidence.measured.0.standard_error", "did you mean 'standard_errors'?"),
        ({"sureness": {"factors": {"expert": True}}}, "sureness.factors.expert", "did you mean 'experts'?"),
        ({"diagnosis": {"importance_performance": {"outcom": "c1"}}}, "diagnosis.importance_performance.outcom",
         "did you mean 'outcome'?"),
        ({"grades": {"scale": {"nams": ["a"], "values": [1]}}}, "grades.scale: nams", "did you mean 'names'?"),
        ({"index": {"normalization": "min_max"}}, "index.normalization", "did you mean 'normalisation'?"),
        ({"grades": {"operator": "mean"}}, "grades.operator", "choose one of: weighted_mean"),
        ({"grades": {"shape": "bell"}}, "grades.shape", "choose one of: triangular"),
        ({"evidence": {"judgements": {"files": "j", "priorities": "eigen"}}}, "evidence.judgements.priorities",
         "choose one of: eigenvector"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_choice_inside_a_part_is_told_with_the_right_ones(keys, place, way_out) -> None:
    with gm.use("en"), pytest.raises(gm.FaultyInput) as caught:
        gm.Evaluation(tree="community_survey", **keys)
    assert [str(fault.place) for fault in caught.value.faults] == [place]
    assert way_out in str(caught.value)
