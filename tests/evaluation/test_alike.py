"""Invariance, agreement of raters and paired tests in an evaluation's file: against the rooms' own functions."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import govmetrics as gm
from govmetrics import psychometrics as pm
from govmetrics.evaluation.public_statistics import SHOWN, shown_statistics
from tests.contracts.test_shown_results import wrong_words
from tests.evaluation.test_statistics import ANSWERS, ASKED, BY, RECORDS, TREE

PARTS = ("invariance", "raters", "paired")
FACTORS = {"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]}


def twice() -> pd.DataFrame:
    """The same people in two years, some in one of them alone."""
    later = np.random.default_rng(3).integers(0, 2, len(ANSWERS))
    first = ANSWERS.assign(id=range(240), year=2024)
    second = ANSWERS.assign(id=range(10, 250), year=2025, t1=np.clip(ANSWERS["t1"] + later, 1, 5))
    return pd.concat([first, second], ignore_index=True)


TWICE = twice()
YEARS = pd.concat([RECORDS.assign(year=year) for year in (2024, 2025)])
EVIDENCE = {"records": {"period": "year"}, "survey": {"by": {**BY, "id": "id", "period": "year"}}}


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"text": [f"case {at}" for at in range(80)], "Li": rng.integers(1, 4, 80)})
    table["Wu"] = np.where(rng.random(80) < 0.8, table["Li"], 2)
    table["Qian"] = np.where(rng.random(80) < 0.7, table["Li"], 3)
    path = tmp_path_factory.mktemp("codes") / "codes.csv"
    table.to_csv(path, index=False)
    return path


def asked(codes: Path, **more: Any) -> dict[str, Any]:
    return {
        **ASKED, "evidence": EVIDENCE,
        "reliability": {"invariance": ["sex", "age_band"],
                        "raters": {"file": str(codes), "columns": ["Li", "Wu"], "of": "text", "disagreement": "quadratic"}},
        "statistics": {"differences": ["sex"], "paired": {"respondent": "id"}}, **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def found(codes: Path) -> gm.Findings:
    return gm.evaluate(asked(codes), YEARS, TWICE)


def test_invariance_is_that_of_the_scale_of_the_items(found: gm.Findings) -> None:
    survey = gm.read_survey(TWICE, TREE, by=EVIDENCE["survey"]["by"])
    known = survey.by["sex"].notna()
    rows, groups = survey.favourable()[known], survey.by.loc[known, "sex"]
    own = pm.invariance_ordinal(rows, FACTORS, groups)
    assert_frame_equal(
        found.invariance.by["sex"].models.sort_index(), own.models.sort_index(), rtol=1e-4, atol=1e-4
    )
    assert isinstance(found.invariance.by["age_band"], pm.Invariance)  # some answers were never given there
    said = " ".join(map(str, found.invariance.notes))
    assert "age_band: answers are taken as numbers, for some answers were never given in: 18-35, 60+" in said
    assert "sex: 24 respondents have no answer and are not used" in said
    assert "age_band: neither relations nor means" in said
    assert "is examined under “Measurement invariance across groups”" in " ".join(
        map(str, found.differences.notes)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "kind"),
    [({"by": "sex", "answers": "numbers"}, pm.Invariance), ({"by": ["sex"], "scales": ["trust"]}, pm.OrdinalInvariance)],
)  # fmt: skip
def test_the_kind_and_the_scales_may_be_said(said: dict[str, Any], kind: type) -> None:
    one = gm.evaluate({**ASKED, "reliability": {"invariance": said}}, RECORDS, ANSWERS).invariance
    assert isinstance(one.by["sex"], kind)
    if "scales" in said:
        factors = one.by["sex"].factors.index.get_level_values("factor")
        assert set(factors) == {"trust"}


@pytest.mark.slow
def test_items_of_many_points_are_numbers() -> None:
    rng = np.random.default_rng(4)
    fine = ANSWERS.assign(
        **{name: ANSWERS[name] * 2 - rng.integers(0, 2, 240) for name in ("t1", "t2", "t3")}
    )
    scale = {"default": [1, 5], "t1": [1, 10], "t2": [1, 10], "t3": [1, 10]}
    said = {**ASKED, "evidence": {"survey": {"by": BY, "scale": scale}}}
    one = gm.evaluate({**said, "reliability": {"invariance": "sex"}}, RECORDS, fine).invariance
    assert isinstance(one.by["sex"], pm.Invariance)


@pytest.mark.slow
def test_two_raters_have_kappa_and_more_have_alpha(found: gm.Findings, codes: Path) -> None:
    table = pd.read_csv(codes)
    two = found.raters
    assert two.kappa.kappa == pm.kappa(table[["Li", "Wu"]], "quadratic").kappa
    assert two.ac1.ac1 == pm.ac1(table[["Li", "Wu"]], "quadratic").ac1
    assert two.krippendorff is None
    three = gm.evaluate(
        asked(codes, reliability={"raters": {"file": str(codes), "of": "text"}}), YEARS, TWICE
    ).raters
    assert three.kappa is None
    assert three.krippendorff.alpha == pm.krippendorff(table[["Li", "Wu", "Qian"]]).alpha
    assert "`disagreement: linear` or `quadratic`" in " ".join(map(str, three.notes))


def test_raters_need_no_survey_and_their_file_is_kept(codes: Path, tmp_path: Path) -> None:
    job = {"tree": gm.read_tree({"code": "index", "parts": [{"code": "cases", "better": "more", "worst": 0, "best": 100}]}),
           "index": {"normalisation": "goalposts"}, "reliability": {"raters": {"file": str(codes), "of": "text"}}}  # fmt: skip
    one = gm.evaluate(job, RECORDS)
    assert one.reliability is None
    assert one.raters is not None
    assert "codings" in one.provenance["inputs"]
    one.write(tmp_path)
    assert list((tmp_path / "inputs").rglob("codes.csv"))


def test_pairs_are_of_the_same_people_and_count_who_is_lost(found: gm.Findings) -> None:
    survey = gm.read_survey(TWICE, TREE, by=EVIDENCE["survey"]["by"])
    scores = gm.survey.scale_scores(survey).values
    before, after = (
        scores[survey.by["period"] == year].set_axis(survey.by.loc[survey.by["period"] == year, "id"])
        for year in (2024, 2025)
    )
    own = pm.paired(before, after)
    np.testing.assert_allclose(found.paired.tests.table["t"], own.table["t"])
    np.testing.assert_allclose(found.paired.tests.signed_ranks["z"], own.signed_ranks["z"])
    assert (found.paired.first, found.paired.second) == ("2024", "2025")
    said = " ".join(map(str, [*found.paired.notes, *found.paired.tests.notes]))
    assert "230 answered both times, of 240 before and 240 afterwards" in said
    assert "are not used: " not in said  # nobody is named
    turned = {"differences": False, "paired": {"respondent": "id", "periods": [2025, "2024"]}}
    back = gm.evaluate({**ASKED, "evidence": EVIDENCE, "statistics": turned}, YEARS, TWICE).paired
    np.testing.assert_allclose(back.tests.table["t"], -own.table["t"])


def test_scales_beside_each_other_are_pairs_by_name() -> None:
    said = {"differences": False, "paired": {"before": ["trust", "t1"], "after": ["order", "o1"]}}
    one = gm.evaluate({**ASKED, "statistics": said}, RECORDS, ANSWERS).paired
    scores = gm.survey.scale_scores(gm.read_survey(ANSWERS, TREE, by=BY)).values
    own = pm.paired(scores["trust"], scores["order"])
    assert one.tests.table.index.tolist() == ["trust → order", "t1 → o1"]
    assert one.tests.table["t"].iloc[0] == pytest.approx(own.table["t"].iloc[0])
    assert one.tables("zh")[0].frame.iloc[0, 0] == "信任 → 秩序"


@pytest.mark.slow
def test_every_wrong_name_is_told_at_its_place(codes: Path, tmp_path: Path) -> None:
    def places(reliability: Any, statistics: Any) -> set[str]:
        job = {**ASKED, "evidence": EVIDENCE, "reliability": reliability, "statistics": statistics}
        with pytest.raises(gm.GovmetricsError) as caught:
            gm.evaluate(job, YEARS, TWICE)
        assert not [fault for fault in caught.value.faults if not str(fault.way_out)]
        assert caught.value.say("zh") != str(caught.value)
        return {str(fault.place).split(" (")[0] for fault in caught.value.faults}

    odd = {
        "invariance": {"by": ["sxe"], "scales": ["trsut"]},
        "raters": {"file": str(codes), "columns": ["Lee"]},
    }
    assert places({"invariance": []}, None) == {"reliability.invariance"}
    assert places(odd, {"paired": {"respondent": "di"}}) == {
        "reliability.invariance.sxe", "reliability.invariance.scales.trsut", "reliability.raters.columns.Lee",
        "statistics.paired.respondent.di",
    }  # fmt: skip
    gone = {"raters": {"file": "none.csv"}}
    assert places(gone, {"paired": {"before": ["trust"], "after": ["ordr"]}}) == {"reliability.raters",
                                                                                "statistics.paired.after.ordr"}  # fmt: skip
    few = {"raters": {"file": str(codes), "columns": ["Li"]}}
    assert places(few, {"paired": {"before": ["trust", "order"], "after": ["trust"]}}) == {
        "reliability.raters.columns", "statistics.paired.after", "statistics.paired",
    }  # fmt: skip
    assert places(None, {"differences": False, "paired": {"respondent": "id", "periods": [2024, 2031]}}) == {
        "statistics.paired.periods.2031"
    }
    assert places(None, {"differences": False, "paired": {"respondent": "id", "periods": [2024]}}) == {
        "statistics.paired.periods"
    }
    assert places(None, {"differences": False, "paired": {}}) == {"statistics.paired"}
    assert places(None, {"differences": False, "paired": {"respondent": "id", "before": ["trust"]}}) == {
        "statistics.paired.respondent"
    }
    assert places(None, {"differences": False, "paired": {"respondent": "sex"}}) == {
        "statistics.paired.respondent"
    }
    assert places(None, {"differences": False, "paired": {"before": ["sex"], "after": ["trust"]}}) == {
        "statistics.paired.before.sex"
    }
    assert any(
        place.startswith("reliability.invariance.age: group ")
        for place in places({"invariance": "age"}, None)
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_have_sentences_in_both_languages(found: gm.Findings, language: str) -> None:
    with gm.use(language):
        for name in PARTS:
            assert list(wrong_words(found[name], language)) == []
            tables = found[name].tables(language)
            assert tables[0].sentence
            assert all(table.caption for table in tables)
            assert len(set(map(str, tables[0].notes))) == len(tables[0].notes)


def test_the_public_sees_no_small_groups_no_small_cells_and_no_names(found: gm.Findings) -> None:
    public = gm.Evaluation(TREE, publish={"public": {"smallest": 10}}).publish
    shown = gm.evaluation.public(replace(found, evaluation=replace(found.evaluation, publish=public)))
    assert set(shown.invariance.by) == {"sex", "age_band"}
    assert shown.raters.kappa.table.empty  # two cells of it are smaller
    assert shown.raters.raters == ()
    assert "Wu" not in str([shown.raters.notes, shown.raters.tables()])
    sides = ["rises", "falls", "unchanged"]
    assert shown.paired.tests.signed_ranks[sides].notna().all().all()
    assert shown_statistics({**dict.fromkeys(SHOWN), "paired": found.paired}, 10, True)[0]["paired"] is None
    few = SHOWN["paired"](found.paired, 75)
    assert few.tests.signed_ranks.loc["noise", [*sides, "positive"]].isna().all()
    assert SHOWN["paired"](found.paired, 226) is None
    some = SHOWN["invariance"](found.invariance, 140)
    assert set(some.by) == {"sex"}
    assert "age_band" not in str([*some.notes, *some.tables()])
    assert "1 column is not shown: some group has fewer than 140 respondents" in " ".join(
        map(str, some.notes)
    )
    assert SHOWN["invariance"](found.invariance, 300) is None
    assert SHOWN["raters"](found.raters, 81) is None
    for one in (few, some, shown.raters):
        assert one.tables("zh")


def test_the_public_sees_alpha_without_its_cells(codes: Path) -> None:
    job = {**ASKED, "reliability": {"raters": {"file": str(codes), "of": "text"}}, "publish": "public"}
    shown = gm.evaluation.public(gm.evaluate(job, RECORDS, ANSWERS)).raters
    assert shown.krippendorff.coincidences.empty
    assert shown.tables("zh")
    assert "Qian" not in shown.summary()


@pytest.mark.slow
def test_the_file_of_results_is_as_its_schema_says(found: gm.Findings) -> None:
    jsonschema.Draft202012Validator(gm.report.json_schema(gm.Findings)).validate(
        json.loads(json.dumps(found.to_dict()))
    )
