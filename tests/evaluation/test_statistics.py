"""The tables of a thesis in an evaluation: against the rooms' own functions, on an untidy questionnaire."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

import govmetrics as gm
from govmetrics.cli import app

TREE = gm.read_tree({"code": "index", "name": {"en": "Governance", "zh": "治理"}, "parts": [
    {"code": "trust", "name": {"en": "Trust", "zh": "信任"}, "better": "more", "worst": 0, "best": 100, "source": "survey",
     "items": ["t1", "t2", "t3"]},
    {"code": "order", "name": {"en": "Order", "zh": "秩序"}, "better": "more", "worst": 0, "best": 100, "source": "survey",
     "items": ["o1", "o2", "o3"]},
    {"code": "noise", "name": {"en": "Noise", "zh": "噪声"}, "better": "less", "worst": 100, "best": 0, "source": "survey",
     "items": ["n1"]},
    {"code": "cases", "name": {"en": "Cases", "zh": "办件"}, "better": "more", "worst": 0, "best": 100},
]})  # fmt: skip


def untidy(n: int = 240, seed: int = 5) -> pd.DataFrame:
    """Answers in words and numbers, blanks, a group with nobody in it, and one column that is the same for all."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 80, n)
    trait = rng.normal(size=n)
    frame = pd.DataFrame({"社区": rng.choice(["甲", "乙", "丙", "丁"], n)})
    for name, weight in (
        ("t1", 0.9),
        ("t2", 0.8),
        ("t3", 0.7),
        ("o1", 0.5),
        ("o2", 0.5),
        ("o3", 0.4),
        ("n1", -0.3),
    ):
        frame[name] = np.clip(np.round(3 + weight * trait + 0.7 * rng.normal(size=n)), 1, 5)
    frame.loc[rng.choice(n, 12, replace=False), "t2"] = np.nan
    frame.loc[:4, ["t1", "t2"]] = np.nan
    frame["sex"] = rng.choice([" 女", "男", ""], n, p=[0.5, 0.45, 0.05])
    band = pd.cut(age, [17, 35, 59, 80], labels=["18-35", "36-59", "60+"])
    frame["age_band"] = pd.Categorical(band.astype(str), ["under 18", "18-35", "36-59", "60+"])
    frame["age"], frame["house"] = age, "owned"
    return frame


ANSWERS = untidy()
RECORDS = pd.DataFrame({"cases": [10.0, 40, 60, 90]}, index=pd.Index(["甲", "乙", "丙", "丁"], name="unit"))
BY = {"unit": "社区", "sex": "sex", "age_band": "age_band", "age": "age", "house": "house"}
ASKED = {"tree": TREE, "seed": 1, "index": {"normalisation": "goalposts"}, "evidence": {"survey": {"by": BY}}}


@pytest.fixture(scope="module")
def answers() -> gm.Survey:
    return gm.read_survey(ANSWERS, TREE, by=BY)


@pytest.fixture(scope="module")
def found() -> gm.Findings:
    return gm.evaluate({**ASKED, "statistics": True, "reliability": True}, RECORDS, ANSWERS)


def test_the_tables_come_in_the_order_of_a_thesis(found: gm.Findings) -> None:
    names = [
        name for name in found.results if name in ("sample", "descriptives", "reliability", "differences")
    ]
    assert names == ["sample", "descriptives", "reliability", "differences"]
    for name in names:
        for language in ("en", "zh"):
            tables = found[name].tables(language)
            assert tables[0].sentence
            assert all(table.caption for table in tables)


def test_who_answered_is_counted_and_says_whom_it_does_not_know(found: gm.Findings) -> None:
    table = found.sample.table.set_index(["column", "category"])
    sex = ANSWERS["sex"].str.strip()
    assert table.loc[("sex", "女"), "n"] == (sex == "女").sum()
    assert table.loc[("sex", "女"), "valid_share"] == pytest.approx((sex == "女").sum() / (sex != "").sum())
    assert table.loc[("age_band", "under 18"), "n"] == 0
    assert "age" not in table.index.get_level_values("column")  # sixty ages describe nobody
    told = " ".join(map(str, found.sample.notes))
    assert "age" in told
    assert f"sex: {(sex == '').sum()} respondents have no answer" in told


def test_scores_of_scales_are_means_of_the_items_answered(found: gm.Findings, answers: gm.Survey) -> None:
    scores = gm.survey.scale_scores(answers)
    two_of_three = ANSWERS[["t1", "t2", "t3"]].notna().sum(axis=1) >= 2
    mean = ANSWERS[["t1", "t2", "t3"]].mean(axis=1).where(two_of_three)
    np.testing.assert_allclose(scores.values["trust"], mean)
    np.testing.assert_allclose(scores.values["noise"], ANSWERS["n1"])
    assert scores.values.columns.tolist() == ["trust", "order", "noise"]
    assert "5 respondents without a score" in str(scores.notes[0])
    described = found.descriptives.scales.table
    np.testing.assert_allclose(described["mean"], scores.values.mean())
    assert found.descriptives.items.table.loc["t1", "missing"] == 5


def test_more_of_a_group_is_better_and_several_scales_become_points() -> None:
    answers = pd.DataFrame(
        {
            "t1": [1.0, 5],
            "t2": [1, 5],
            "t3": [1, 5],
            "o1": [0, 10],
            "o2": [0, 10],
            "o3": [0, 10],
            "n1": [5, 1],
        }
    )
    survey = gm.Survey(TREE, answers, {"default": (1, 5), "o1": (0, 10), "o2": (0, 10), "o3": (0, 10)})
    scores = gm.survey.scale_scores(survey, ["index", "trust", "noise"])
    assert scores.ends == (0.0, 100.0)
    assert scores.values.to_numpy().tolist() == [[0.0, 0.0, 100.0], [100.0, 100.0, 0.0]]
    assert gm.survey.scale_scores(survey, ["trust"]).values["trust"].tolist() == [1.0, 5.0]


def test_correlations_are_of_scores_and_partial_ones_hold_what_is_named(answers: gm.Survey) -> None:
    asked = {"correlations": "spearman", "partial": ["age", "noise"], "differences": False}
    found = gm.evaluate({**ASKED, "statistics": asked}, RECORDS, ANSWERS)
    scores = gm.survey.scale_scores(answers).values
    assert_frame_equal(found.correlations.scales.r, gm.psychometrics.correlate(scores, "spearman").r)
    held = scores.assign(age=answers.by["age"])
    own = gm.psychometrics.correlate(held, "partial", ["age", "noise"])
    assert_frame_equal(found.correlations.partial.r, own.r)
    assert found.differences is None
    assert [table.caption for table in found.correlations.tables("en")].count(
        "Means, standard deviations and correlations (partial)"
    ) == 1


def test_weights_and_clusters_of_the_design_enter_or_are_refused_by_name() -> None:
    weighted = ANSWERS.assign(w=np.linspace(1, 3, len(ANSWERS)))
    asked = {**ASKED, "evidence": {"survey": {"by": BY, "weight": "w"}}}
    found = gm.evaluate({**asked, "statistics": {"differences": "sex", "cluster": "unit"}}, RECORDS, weighted)
    for one in (found.descriptives.scales, found.descriptives.items, found.correlations.scales):
        assert one.weighted
        assert one.clustered
    assert found.differences.by["sex"].table["test"].iloc[0] == "design-based t"
    wrong = {"correlations": "kendall", "post_hoc": "tukey", "differences": "age_band", "cluster": "unit"}
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate({**asked, "statistics": wrong}, RECORDS, weighted)
    told = {str(fault.place) for fault in caught.value.faults}
    assert "statistics.post_hoc" in told
    assert any(place.startswith("statistics") and "post_hoc" not in place for place in told)


def test_groups_are_compared_and_a_column_that_cannot_be_is_told(found: gm.Findings) -> None:
    assert list(found.differences.by) == ["sex", "age_band"]
    assert any("house" in str(note) for note in found.differences.notes)
    assert any("cluster: unit" in str(note) for note in found.differences.notes)
    assert {table.caption.split(": ")[-1] for table in found.differences.tables("en")} == {"sex", "age_band"}


def test_every_wrong_name_is_told_at_its_key() -> None:
    asked = {
        "scales": ["trsut", "cases"],
        "sample": ["sexx"],
        "differences": ["age_bend"],
        "partial": ["agge"],
    }
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**ASKED, "statistics": asked}, RECORDS, ANSWERS)
    assert {str(fault.place) for fault in caught.value.faults} == {
        "statistics.scales.trsut", "statistics.scales.cases", "statistics.sample.sexx", "statistics.differences.age_bend",
        "statistics.partial.agge",
    }  # fmt: skip
    assert "did you mean 'trust'?" in str(caught.value)
    assert "did you mean 'age_band'?" in str(caught.value)
    assert "不是分组列" in caught.value.say("zh")


def test_the_order_of_rows_does_not_matter(found: gm.Findings) -> None:
    again = gm.evaluate(
        {**ASKED, "statistics": True, "reliability": True}, RECORDS, ANSWERS.sample(frac=1, random_state=1)
    )
    assert_frame_equal(again.sample.table, found.sample.table)
    assert_frame_equal(again.descriptives.scales.table, found.descriptives.scales.table)
    for name, one in found.differences.by.items():
        assert_frame_equal(again.differences.by[name].table, one.table)


def test_the_public_sees_no_small_category_and_nothing_that_tells_it() -> None:
    few = ANSWERS.assign(sex=["甲性"] * 4 + ["女"] * 100 + ["男"] * 136)
    found = gm.evaluate({**ASKED, "statistics": True, "publish": "public"}, RECORDS, few)
    shown = gm.evaluation.public(found)
    n = shown.sample.table.set_index(["column", "category"])["n"]["sex"]
    assert n.isna().to_dict() == {"女": True, "甲性": True, "男": False}
    assert list(shown.differences.by) == ["age_band"]
    alone = gm.evaluate({**ASKED, "statistics": {"differences": "sex"}}, RECORDS, few)
    shown = gm.evaluation.public(alone)
    assert shown.differences is None
    assert any("Differences between groups" in str(what) for what in shown.withheld.parts["what"])


def test_tests_of_ranks_stand_beside_and_answer_the_referee() -> None:
    asked = {"differences": ["age_band", "sex"], "ranks": True, "post_hoc": "games_howell"}
    found = gm.evaluate({**ASKED, "statistics": asked}, RECORDS, ANSWERS).differences
    survey = gm.read_survey(ANSWERS, TREE, by=BY)
    scores, column = gm.survey.scale_scores(survey).values, survey.by["age_band"]
    own = gm.psychometrics.compare(scores, column, post_hoc="games_howell")
    assert_frame_equal(found.by["age_band"].table, own.table)
    assert_frame_equal(
        found.ranks["age_band"].table, gm.psychometrics.rank_tests(scores, column, "dunn").table
    )
    assert list(found.results) == ["age_band", "age_band, ranks", "sex", "sex, ranks"]
    same = sum(
        (found.by[name].table["differs"] == found.ranks[name].table["differs"]).sum() for name in found.by
    )
    told = found.summary("en")
    assert ("the same in all of 6 comparisons" if same == 6 else f"otherwise in {6 - same} of 6") in told
    assert "审稿人" in found.summary("zh")


def test_by_file_and_by_command_as_by_call(tmp_path: Path, found: gm.Findings) -> None:
    ANSWERS.to_csv(tmp_path / "answers.csv", index=False)
    RECORDS.to_csv(tmp_path / "records.csv")
    asked: dict[str, Any] = {
        "tree": TREE.to_dict(), "seed": 1, "index": {"normalisation": "goalposts"}, "reliability": True, "statistics": True,
        "evidence": {"survey": {"file": "answers.csv", "by": BY}, "records": "records.csv"},
    }  # fmt: skip
    gm.Evaluation(**asked).write(tmp_path / "evaluation.yaml")
    again = gm.evaluate(tmp_path)
    for name in ("sample", "descriptives", "correlations", "differences"):
        for here, there in zip(again[name].tables("zh"), found[name].tables("zh"), strict=True):
            assert here.caption == there.caption
            if (
                name != "sample" and "age_band" not in here.caption
            ):  # a file knows no category that nobody is in
                assert_frame_equal(here.frame, there.frame)
    assert "under 18" not in set(again.sample.table["category"])
    asked["statistics"] = {"differences": ["age_bend"]}
    asked["regression"] = [{"outcome": "trust", "predictors": ["ordr"], "mediators": ["noise"]}]
    gm.Evaluation(**asked).write(tmp_path / "evaluation.yaml")
    with gm.use("en"):  # the command line speaks the language that it is told from there on
        told = CliRunner().invoke(app, ["check", str(tmp_path), "--language", "en"])
    assert told.exit_code == 1
    assert "statistics.differences.age_bend" in str(told.exception)
    assert "regression.0.predictors.ordr" in str(told.exception)


def test_screening_says_whom_it_leaves_out() -> None:
    frame = ANSWERS.copy()
    items = [f"t{k}" for k in (1, 2, 3)] + [f"o{k}" for k in (1, 2, 3)] + ["n1"]
    frame.loc[20:28, items] = np.nan
    survey = {"by": BY, "screening": {"missing_share": [0.5, 0.9]}}
    asked = {**ASKED, "evidence": {"survey": survey}, "statistics": {"differences": "sex"}}
    found = gm.evaluate(asked, RECORDS, frame)
    assert found.screening.left_out == 9
    assert (found.sample.before, found.sample.n) == (len(frame), len(frame) - 9)
    for part, number in ((found.screening, "left out"), (found.sample, "Before screening there were 240: 9")):
        assert number in part.summary("en")
    assert "none is dropped" not in found.screening.summary("en")
    assert "未删除" not in found.screening.summary("zh")
    assert "实际分析 231 名" in found.screening.summary("zh")
    assert "筛查前共 240 人，其中 9 人" in found.sample.summary("zh")
    assert gm.evaluation.public(found).sample.before is None  # nine are few
    assert "none is dropped" in gm.survey.screen(gm.read_survey(frame, TREE, by=BY)).summary("en")


def test_a_category_too_small_for_a_test_is_named_and_nothing_is_said_of_it() -> None:
    few = ANSWERS.assign(age_band=ANSWERS["age_band"].astype(str))
    few.loc[few.index[few["社区"] == "甲"][:2], "age_band"] = "under 18"  # two of one cluster
    asked = {"differences": ["age_band", "sex"], "ranks": True, "post_hoc": "lsd", "cluster": "unit"}
    found = gm.evaluate({**ASKED, "statistics": asked}, RECORDS, few).differences
    assert found.by["age_band"].table["p"].isna().all()
    told = [str(note) for note in found.by["age_band"].notes]
    assert any("under 18 (2 respondents)" in note and "merge" in note for note in told)
    for table in found.tables("zh"):
        if "p" in table.frame and table.caption.endswith("age_band") and table.frame["p"].isna().all():
            assert table.frame["differs"].isna().all()
    assert len(found.by["age_band"].pairs)
    tested = found.by["sex"].table["p"].notna().sum()
    assert f"all of {tested} comparison" in found.summary("en") or f"of {tested} comparison" in found.summary(
        "en"
    )
    assert not len(found.ranks["sex"].pairs)
    assert len(found.ranks["age_band"].pairs)
    ranked = [
        table for table in found.tables("zh") if "秩" in table.caption and table.caption.endswith("sex")
    ]
    assert any("秩和检验不考虑设计权" in note for note in ranked[0].notes)


def test_stars_follow_the_p_that_decides() -> None:
    starred = pd.DataFrame({"p": [0.001, 0.04], "p_holm": [0.002, 0.08]})
    shown = gm.core.Table.of("Tests", starred, "psychometrics", stars=(0.05, 0.01, 0.001)).cells()
    assert [["*" in text for text in row] for row in shown] == [[False, True], [False, False]]


def test_ways_out_are_keys_and_choices_of_the_file() -> None:
    def told(**keys: Any) -> dict[str, str]:
        with pytest.raises(gm.GovmetricsError) as caught:
            gm.evaluate({**ASKED, **keys}, RECORDS.assign(street="s"), ANSWERS.assign(sex2=ANSWERS["sex"]))
        return {str(fault.place): f"{fault.problem}; {fault.way_out}" for fault in caught.value.faults}

    assert (
        "pearson, spearman, kendall, polychoric"
        in told(statistics={"correlations": "pearsonn"})["statistics.correlations"]
    )
    designed = told(statistics={"correlations": "spearman", "cluster": "unit", "differences": False})
    assert "correlations: pearson" in designed["statistics.correlations"]
    assert "column of the records" in told(statistics={"cluster": "street"})["statistics.cluster.street"]
    unknown = told(regression={"outcome": "信任感", "predictors": ["o1"], "cluster": "x"})
    assert "evidence.survey.by" in unknown["regression.0.cluster.x"]
    assert "trust (Trust)" in unknown["regression.0.outcome.信任感"]
    assert "did you mean 'trust'" in unknown["regression.0.outcome.信任感"]
    survey = {"by": {**BY, "sex2": "sex2"}}
    alike = told(evidence={"survey": survey}, regression={"outcome": "order", "blocks": [["sex", "sex2"]]})
    assert list(alike) == ["regression.0.blocks"]


def test_means_are_said_of_scales_and_of_items(found: gm.Findings) -> None:
    assert "The means of 3 scales run" in found.descriptives.summary("en")
    tables = found.descriptives.tables("zh")
    assert "3 个量表的均值介于" in tables[0].sentence
    assert "7 个题目的均值介于" in tables[1].sentence


def waves(unit: str = "社区") -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """Three quarters, which text sorts by their characters: 一, 三, 二."""
    quarters = ["2025年一季度", "2025年二季度", "2025年三季度"]
    answers = ANSWERS.assign(季度=[quarters[i % 3] for i in range(len(ANSWERS))])
    records = pd.concat(dict.fromkeys(quarters, RECORDS), names=["period"]).reset_index()
    by = {"unit": unit, "period": "季度", "sex": "sex"}
    return {**ASKED, "evidence": {"records": {"period": "period"}, "survey": {"by": by}}}, answers, records


def test_periods_stand_in_time_and_are_called_so_in_every_language() -> None:
    job, answers, records = waves()
    asked = {"sample": ["period", "unit"], "differences": ["period"], "ranks": True}
    models = [{"outcome": "trust", "predictors": ["order"], "covariates": ["period", "sex"]}]
    found = gm.evaluate({**job, "statistics": asked, "regression": models}, records, answers)
    sample = found.sample.tables("zh")[0].frame
    assert sample["变量"].tolist() == ["时期"] * 3 + ["单元"] * 4
    assert sample["选项"].tolist()[:3] == ["2025年一季度", "2025年二季度", "2025年三季度"]
    assert "时期“2025年一季度、2025年二季度、2025年三季度”（33.3%）" in found.sample.summary("zh")
    assert "period 2025年一季度" in found.sample.summary("en")
    means = [name for name in found.differences.tables("zh")[0].frame if name.endswith("均值")]
    assert means == ["2025年一季度均值", "2025年二季度均值", "2025年三季度均值"]
    for part in (found.differences, found.regressions):
        told = "".join(f"{table.caption} {table.sentence} {table.frame}" for table in part.tables("zh"))
        assert "时期" in told
        assert "period" not in told


@pytest.mark.parametrize(("name", "meant"), [("季度", "period"), ("社区", "unit"), ("单位", "unit")])
def test_usual_headings_of_units_and_periods_are_told_as_what_they_are_called_here(
    name: str, meant: str
) -> None:
    job, answers, records = waves()
    models = [{"outcome": "trust", "predictors": [name]}]
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(
            {**job, "statistics": {"sample": [name], "cluster": name}, "regression": models}, records, answers
        )
    told = [str(fault.way_out) for fault in caught.value.faults]
    assert len(told) == 3
    assert all(text.startswith(f"did you mean '{meant}'?") for text in told)
