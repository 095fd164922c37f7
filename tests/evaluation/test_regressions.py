"""Regressions in an evaluation's file: against the room's own functions, with every wrong key at its place."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import govmetrics as gm
from govmetrics import psychometrics as pm
from govmetrics.evaluation.referee import of_models
from govmetrics.evaluation.spec import Evaluation
from tests.evaluation.district import ASKED as DISTRICT_ASKED
from tests.evaluation.district import TREE as DISTRICT_TREE
from tests.evaluation.district import district
from tests.evaluation.test_statistics import ANSWERS, ASKED, BY, RECORDS, TREE

PUBLIC = Evaluation(TREE, publish={"public": {"smallest": 10}}).publish
MODELS: list[dict[str, Any]] = [
    {"outcome": "trust", "predictors": ["order", "noise"], "covariates": ["sex", "age"]},
    {"outcome": "trust", "predictors": ["order"], "errors": "classical"},
    {"name": "through noise", "outcome": "trust", "predictors": ["order"], "mediators": ["noise"], "covariates": ["sex"],
     "draws": 100},
    {"name": {"en": "by age", "zh": "年龄的调节"}, "outcome": "trust", "predictors": ["order"], "moderator": "age",
     "errors": "hc3"},
    {"name": "split", "outcome": "trust", "predictors": ["order"], "threshold": "age", "draws": 20},
]  # fmt: skip


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    survey = gm.read_survey(ANSWERS, TREE, by=BY)
    return gm.survey.scale_scores(survey).values.join(survey.by)


@pytest.fixture(scope="module")
def found() -> gm.Findings:
    return gm.evaluate({**ASKED, "regression": MODELS}, RECORDS, ANSWERS)


def test_every_model_is_that_of_its_room(found: gm.Findings, frame: pd.DataFrame) -> None:
    models = found.regressions.models
    assert list(models) == ["trust (1)", "trust (2)", "through noise", "by age", "split"]
    own = pm.regress(frame, "trust", blocks=[["sex", "age"], ["order", "noise"]], categories=["sex"])
    assert_frame_equal(models["trust (1)"].coefficients, own.coefficients)
    assert_frame_equal(models["trust (1)"].blocks, own.blocks)
    plain = pm.regress(frame, "trust", ["order"], errors="classical")
    assert_frame_equal(models["trust (2)"].coefficients, plain.coefficients)
    dummy = frame.assign(**{"sex = 男": (frame["sex"] == "男").astype(float).where(frame["sex"].notna())})
    through = pm.mediate(dummy, "trust", "order", "noise", ["sex = 男"], draws=100, rng=1)
    assert_frame_equal(models["through noise"].effects, through.effects)
    by_age = pm.moderate(frame, "trust", "order", "age", robust=True)
    assert_frame_equal(models["by age"].coefficients, by_age.coefficients)
    split = pm.threshold(frame, "trust", ["order"], "age", draws=20, rng=1)
    assert models["split"].threshold == split.threshold
    beside = pm.side_by_side([own, plain])
    assert_frame_equal(found.regressions.beside.estimates, beside.estimates)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_name_the_model_and_what_it_is_of(found: gm.Findings, language: str) -> None:
    tables = found.regressions.tables(language)
    captions = [table.caption for table in tables]
    outcome = {"en": "Trust (1)", "zh": "信任（1）"}[language]
    assert any(outcome in caption for caption in captions)
    assert any({"en": "by age", "zh": "年龄的调节"}[language] in caption for caption in captions)
    assert all(table.caption for table in tables)
    cells = {str(cell) for table in tables for cell in table.frame.astype(object).to_numpy().ravel()}
    assert {"en": "Order × age", "zh": "秩序 × age"}[language] in cells
    assert {"en": "Order, Noise", "zh": "秩序、噪声"}[language] in cells
    assert not {"order", "noise", "order, noise"} & cells


def test_methods_name_scales_as_the_tree_does(found: gm.Findings) -> None:
    said = found.regressions.method_paragraph("en")
    assert "Trust was explained by" in said
    assert "trust" not in said.split()


def test_one_model_may_stand_without_a_list_and_comes_back() -> None:
    job = gm.Evaluation("community_survey", regression=MODELS[1])
    assert [one.outcome for one in job.regression] == ["trust"]
    assert gm.Evaluation.from_dict(job.to_dict()) == job
    schema = gm.Evaluation.schema()["properties"]["regression"]
    assert {"array"} <= {one.get("type") for one in schema["anyOf"] if isinstance(one.get("type"), str)}


def test_every_wrong_name_and_key_is_told_at_its_place() -> None:
    wrong = [
        {"outcome": "trsut", "predictors": ["order:agee"]},
        {"outcome": "trust", "predictors": ["order", "noise"], "mediators": ["sex"], "kind": "logit"},
        {"outcome": "index", "of": "units", "predictors": ["casess"], "stage": "second"},
        {"outcome": "trust"},
        {"outcome": "trust", "predictors": ["order"], "moderator": "age", "errors": "hc1"},
    ]
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**ASKED, "regression": wrong}, RECORDS, ANSWERS)
    assert {str(fault.place) for fault in caught.value.faults} == {
        "regression.0.outcome.trsut", "regression.0.predictors.agee", "regression.1.predictors", "regression.1.kind",
        "regression.2.predictors.casess", "regression.2.stage", "regression.3.predictors", "regression.4.errors",
    }  # fmt: skip
    told = str(caught.value)
    assert "did you mean 'trust'?" in told
    assert "did you mean 'cases'?" in told
    assert "不适用于中介效应分析" in caught.value.say("zh")
    keys = [
        {"outcme": "trust", "predictors": ["order"]},
        {"outcome": "trust", "predictors": ["order"], "kind": "linar"},
    ]
    with pytest.raises(gm.FaultyInput) as caught:
        gm.Evaluation(TREE, regression=keys)
    assert {str(fault.place) for fault in caught.value.faults} >= {"regression.0.outcme", "regression.1.kind"}


def test_a_moderator_of_two_words_is_coded_and_told_and_a_name_of_two_things_is_refused(
    frame: pd.DataFrame,
) -> None:
    model = {"outcome": "trust", "predictors": ["order"], "moderator": "sex", "covariates": ["t1"]}
    found = gm.evaluate({**ASKED, "regression": model}, RECORDS, ANSWERS).regressions
    rows = frame.assign(sex=frame["sex"].map({"女": 0.0, "男": 1.0}), t1=ANSWERS["t1"])
    own = pm.moderate(rows, "trust", "order", "sex", ["t1"])
    np.testing.assert_allclose(found.models["trust"].coefficients, own.coefficients)
    told = " ".join(map(str, found.notes))
    assert "sex: 男 counts as 1" in told
    assert "t1 is a part of Trust" in told
    twice = {**ASKED, "evidence": {"survey": {"by": {**BY, "order": "age"}}}}
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**twice, "regression": {"outcome": "trust", "predictors": ["order"]}}, RECORDS, ANSWERS)
    assert [str(fault.place) for fault in caught.value.faults] == ["regression.0.predictors.order"]


def test_what_the_room_refuses_is_told_at_its_model() -> None:
    asked = [{"outcome": "trust", "predictors": ["house", "order"]}]
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate({**ASKED, "regression": asked}, RECORDS, ANSWERS)
    assert str(caught.value.faults[0].place).startswith("regression.0")


def test_units_are_those_of_the_latest_period_and_parts_of_the_outcome_are_told() -> None:
    one = district()
    evidence = {name: one.evidence[name] for name in ("records", "survey", "judgements", "margins")}
    asked = {key: DISTRICT_ASKED[key] for key in ("title", "seed", "evidence", "index")} | {
        "tree": DISTRICT_TREE
    }
    models = [{"of": "units", "outcome": "index", "predictors": ["trust", "population"]},
              {"of": "units", "outcome": "solved", "predictors": ["meetings"]}]  # fmt: skip
    found = gm.evaluate({**asked, "regression": models}, **evidence)
    index = found.assessment
    now = index.dataset.at("2026Q3")
    rows = now.values.join(now.attributes).assign(index=index.scores.at("2026Q3").values["index"])
    own = pm.regress(rows, "index", ["trust", "population"])
    np.testing.assert_allclose(
        found.regressions.models["index"].coefficients["estimate"], own.coefficients["estimate"]
    )
    told = " ".join(map(str, found.regressions.notes))
    assert "Trust is a part of Governance" in told
    assert "2026Q3" in told
    assert "Meetings is a part" not in told


def test_the_design_of_the_survey_enters_and_a_threshold_refuses_it() -> None:
    weighted = ANSWERS.assign(w=np.linspace(1, 3, len(ANSWERS)))
    asked = {**ASKED, "evidence": {"survey": {"by": BY, "weight": "w"}}}
    model = {"outcome": "trust", "predictors": ["order"], "cluster": "unit"}
    found = gm.evaluate({**asked, "regression": model}, RECORDS, weighted).regressions
    survey = gm.read_survey(weighted, TREE, by=BY, weight="w")
    rows = gm.survey.scale_scores(survey).values.join(survey.by)
    own = pm.regress(rows, "trust", ["order"], cluster="unit", weights=survey.weight)
    np.testing.assert_allclose(found.models["trust"].coefficients, own.coefficients)
    assert not any("cluster: unit" in str(note) for note in found.notes)
    with pytest.raises(gm.GovmetricsError, match="threshold: knows neither design weights"):
        gm.evaluate({**asked, "regression": {**MODELS[4]}}, RECORDS, weighted)


@pytest.mark.parametrize(
    ("errors", "weight", "place"),
    [("hc3", "w", "errors"), ("classical", "w", "errors"), ("cluster", None, "cluster")],
)
def test_a_moderation_never_has_other_errors_than_were_asked_for(
    errors: str, weight: str | None, place: str
) -> None:
    weighted = ANSWERS.assign(w=np.linspace(1, 3, len(ANSWERS)))
    asked = {**ASKED, "evidence": {"survey": {"by": BY, "weight": weight} if weight else {"by": BY}}}
    model = {**MODELS[3], "errors": errors}
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate({**asked, "regression": model}, RECORDS, weighted)
    assert [str(fault.place) for fault in caught.value.faults] == [f"regression.0.{place}"]


def test_a_model_with_unequal_variances_is_told_by_its_name_in_the_readers_language() -> None:
    rng = np.random.default_rng(2)
    x = rng.uniform(1, 5, 300)
    model = pm.regress(pd.DataFrame({"x": x, "y": x + x**2 * rng.normal(size=300)}), "y", ["x"])
    labels = {"by place": gm.core.Label("by place", "按地点")}
    (note,) = of_models({"by place": model}, labels, Evaluation(tree="t.yaml"))
    assert "in: by place;" in note.say("en")
    assert "：按地点；" in note.say("zh")


def test_replicate_weights_that_are_not_used_are_told() -> None:
    rng = np.random.default_rng(1)
    drawn = {f"rw{k}": rng.uniform(0.5, 1.5, len(ANSWERS)) for k in range(4)}
    by = {"by": BY, "weight": "w", "replicates": {"columns": "rw*", "kind": "bootstrap"}}
    asked = {
        **ASKED,
        "evidence": {"survey": by},
        "statistics": {"differences": "sex"},
        "regression": MODELS[1] | {"errors": "hc1"},
    }
    model = {**MODELS[1], "errors": "hc1"}
    found = gm.evaluate({**asked, "regression": model}, RECORDS, ANSWERS.assign(w=1.0, **drawn))
    for part in (found.descriptives, found.correlations, found.differences, found.regressions):
        assert any("replicate weights are not used" in str(note) for note in part.notes)


def test_a_referee_is_told_where_the_answer_stands(found: gm.Findings) -> None:
    assert any("validity: true" in str(note) for note in found.regressions.notes)
    asked = {"regression": MODELS[2], "reliability": {"method_bias": True}}
    again = gm.evaluate({**ASKED, **asked}, RECORDS, ANSWERS)
    assert any("“Measurement model and common-method bias”" in str(note) for note in again.regressions.notes)
    assert any("共同方法偏差" in note for note in again.regressions.tables("zh")[0].notes)
    frame = ANSWERS.assign(t1=np.where(ANSWERS["o1"] > 3, ANSWERS["t1"], 3), t2=3, t3=3)
    spread = gm.evaluate({**ASKED, "regression": {"outcome": "trust", "predictors": ["o1"]}}, RECORDS, frame)
    assert any("variances differ" in str(note) for note in spread.regressions.notes)


def test_the_public_sees_no_rows_of_respondents(found: gm.Findings) -> None:
    shown = gm.evaluation.public(found)
    assert len(found.regressions.models["trust (2)"].influential)
    assert not len(shown.regressions.models["trust (2)"].influential)
    assert "Cook" not in str(shown.regressions.models["trust (2)"].notes)
    few = ANSWERS.head(30)
    small = gm.evaluate({**ASKED, "regression": MODELS[1]}, RECORDS, few)
    assert gm.evaluation.public(small).regressions is None


def test_paths_and_the_measurement_model_are_those_of_their_room(frame: pd.DataFrame) -> None:
    asked = {
        "paths": [{"model": {"trust": ["order", "age"], "noise": ["trust"]}},
                  {"name": "latent", "model": {"noise": ["trust"]}, "latent": True, "robust": True}],
        "reliability": {"model": {"missing": "fiml"}, "method_bias": 0.5},
    }  # fmt: skip
    found = gm.evaluate({**ASKED, **asked}, RECORDS, ANSWERS)
    own = pm.paths(frame, {"trust": ["order", "age"], "noise": ["trust"]})
    assert_frame_equal(found.paths.models["trust"].coefficients, own.coefficients)
    survey = gm.read_survey(ANSWERS, TREE, by=BY)
    scales = {"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]}
    rows = survey.directed().assign(noise=survey.directed()["n1"])
    latent = pm.paths(rows, {"noise": ["trust"]}, {"trust": scales["trust"]}, robust=True)
    np.testing.assert_allclose(found.paths.models["latent"].coefficients["b"], latent.coefficients["b"])
    model = pm.confirm(survey.favourable(), scales, missing="fiml")
    np.testing.assert_allclose(
        found.measurement.model.loadings["standardized"], model.loadings["standardized"]
    )
    assert found.measurement.method_bias.bound == 0.5
    for part in (found.paths, found.measurement):
        for language in ("en", "zh"):
            assert all(table.caption for table in part.tables(language))
            assert part.summary(language)
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**ASKED, "paths": {"model": {"trust": ["ordr"]}}}, RECORDS, ANSWERS)
    assert [str(fault.place) for fault in caught.value.faults] == ["paths.0.model.ordr"]
    wrong = {"reliability": {"model": {"second_order": {"all": ["trust", "ordr"]}}}}
    with pytest.raises(gm.GovmetricsError, match=r"reliability\.model"):
        gm.evaluate({**ASKED, **wrong}, RECORDS, ANSWERS)


def test_the_public_sees_no_model_with_a_category_of_few() -> None:
    few = ANSWERS.assign(sex=["甲性"] * 9 + ["女"] * 100 + ["男"] * 131)
    models = [
        {"name": "with", "outcome": "order", "predictors": ["t1"], "blocks": [["sex"], ["t1"]]},
        {"name": "covariates", "outcome": "order", "predictors": ["t1"], "mediators": ["t2"], "covariates": ["sex"],
         "draws": 1000},
        {"name": "without", "outcome": "order", "predictors": ["t1"]},
    ]  # fmt: skip
    models[0].pop("predictors")
    found = gm.evaluate({**ASKED, "regression": models, "publish": "public"}, RECORDS, few)
    assert set(found.regressions.least) == {"with", "covariates"}
    assert 0 < found.regressions.least["with"] < 10
    shown = gm.evaluation.public(found).regressions
    assert list(shown.models) == ["without"]
    assert shown.beside is None
    assert dict(shown.least) == {}
    assert "甲性" not in str(shown.to_dict())
    assert any("2 models are not shown" in str(note) for note in shown.notes)
    alone = gm.evaluate({**ASKED, "regression": models[0], "publish": "public"}, RECORDS, few)
    assert gm.evaluation.public(alone).regressions is None


def test_what_knows_no_strata_and_no_finite_population_says_so() -> None:
    sampled = ANSWERS.assign(size=np.where(ANSWERS["社区"] == "甲", 900, 700))
    survey = {"by": BY, "strata": "unit", "fpc": {"甲": 900, "乙": 700, "丙": 700, "丁": 700}}
    job = {**ASKED, "evidence": {"survey": survey}, "reliability": {"invariance": "sex", "validity": True, "model": True},
           "regression": MODELS[1],
           "statistics": {"differences": "sex", "paired": {"before": ["trust"], "after": ["order"]}},
           "paths": {"model": {"trust": ["order"]}}}  # fmt: skip
    found = gm.evaluate(job, RECORDS, sampled)
    for part in (
        "descriptives",
        "reliability",
        "validity",
        "measurement",
        "invariance",
        "correlations",
        "differences",
        "paired",
        "regressions",
        "paths",
    ):
        said = " ".join(map(str, found[part].notes))
        assert "strata (unit) enter the errors of the units' scores only" in said, part
        assert "the finite-population correction enters the errors" in said, part
    clustered = {"by": {**BY, "group": "block"}, "cluster": "group", "weight": "w"}
    parts = ("reliability", "validity", "measurement")
    found = gm.evaluate(
        {**job, "evidence": {"survey": clustered}},
        RECORDS,
        sampled.assign(w=1.0, block=np.arange(240) % 30),
        only=parts,
    )
    for part in parts:
        assert "do not know that answers within group may be alike" in " ".join(
            map(str, found[part].notes)
        ), part
        assert "未考虑" in str(found[part].tables("zh")[0].notes)
    assert "without design weights" in " ".join(map(str, found.measurement.notes))
    plain = gm.evaluate({**job, "evidence": {"survey": {"by": BY}}}, RECORDS, sampled)
    assert "enter the errors" not in " ".join(map(str, plain.regressions.notes))


def test_the_public_sees_no_path_of_a_category_of_few_and_no_number_of_it() -> None:
    paths = [{"name": "by sex", "model": {"trust": ["order", "rare"]}}, {"name": "plain", "model": {"trust": ["order"]}},
             {"name": "product", "model": {"trust": ["order", "rare", "order:rare"]}}]  # fmt: skip
    rare = ANSWERS.assign(rare=np.isin(np.arange(240), range(10, 16)).astype(float))
    job = {**ASKED, "evidence": {"survey": {"by": {**BY, "rare": "rare"}}}, "paths": paths}
    found = gm.evaluate(job, RECORDS, rare)
    assert set(found.paths.least) == {"by sex", "product"}
    assert max(found.paths.least.values()) <= 6
    shown = gm.evaluation.public(replace(found, evaluation=replace(found.evaluation, publish=PUBLIC)))
    assert list(shown.paths.models) == ["plain"]
    assert "2 models are not shown: some category has fewer than 10 respondents" in map(
        str, shown.paths.notes
    )
    assert "rare" not in str([shown.paths.tables(), shown.paths.notes])
    assert shown.paths.least == {}
    alone = gm.evaluate({**job, "paths": paths[0]}, RECORDS, rare)
    assert (
        gm.evaluation.public(replace(alone, evaluation=replace(alone.evaluation, publish=PUBLIC))).paths
        is None
    )


def test_models_beside_each_other_name_their_outcomes_above_them() -> None:
    models = [{"outcome": "trust", "predictors": ["noise"]}, {"outcome": "order", "predictors": ["noise"]}]
    shown = gm.evaluate({**ASKED, "regression": models}, RECORDS, ANSWERS).regressions.tables("zh")[0]
    _, cells, numbers = shown.printed()
    assert cells[0] == ["因变量", "信任", "秩序"]
    assert numbers == [False, True, True]
    assert not [note for note in shown.notes if "因变量" in note]


@pytest.mark.parametrize("key", ["predictors", "covariates"])
def test_numbers_with_a_few_words_among_them_are_no_categories(key: str) -> None:
    income = pd.Series(np.linspace(1, 9, 240).round(2)).astype(object)
    income[::9] = income[::9].map(lambda one: str(one).replace(".", ","))
    asked = {"outcome": "trust", "predictors": ["order"], key: ["income"]}
    job = {**ASKED, "evidence": {"survey": {"by": {**BY, "income": "income"}}}}
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate({**job, "regression": asked}, RECORDS, ANSWERS.assign(income=income))
    [fault] = caught.value.faults
    assert str(fault).startswith(
        "regression.0: income: most cells are numbers, and 27 cells are not, such as '5,22'"
    )
    assert "write 5.22 there; or `categories: [income]`" in str(fault)
    through = {"outcome": "trust", "predictors": ["order"], "mediators": ["noise"], "covariates": ["income"]}
    with pytest.raises(gm.GovmetricsError, match=r"such as '5,22'; write 5.22 there$"):
        gm.evaluate({**job, "regression": through}, RECORDS, ANSWERS.assign(income=income))
    with pytest.raises(gm.GovmetricsError, match="answers are not numbers, such as '5,22'"):
        gm.evaluate({**job, "statistics": {"partial": ["income"]}}, RECORDS, ANSWERS.assign(income=income))
