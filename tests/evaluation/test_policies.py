"""A policy asked for in a file: effects as the room finds them, the two-way number beside, plan and execution; faults."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = {"code": "index", "name": {"en": "Index", "zh": "指数"}, "parts": [
    {"code": "solved", "name": {"en": "Solved", "zh": "办结率"}, "better": "more", "worst": 0, "best": 100},
    {"code": "trust", "name": {"en": "Trust", "zh": "信任度"}, "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
UNITS = [f"u{place:02}" for place in range(24)]
YEARS = range(2019, 2025)


def table(seed: int = 2) -> pd.DataFrame:
    """A third begin in 2021, a third in 2023, and solve 6 points more from then on, 2 more every year."""
    rng = np.random.default_rng(seed)
    at = np.tile(np.arange(24), 6)
    year = np.repeat(np.array(YEARS), 24)
    since = np.array([2021.0, 2023.0, np.nan])[at % 3]
    gone = year - np.where(np.isnan(since), 9999, since)
    return pd.DataFrame({
        "year": year, "unit": [UNITS[place] for place in at], "since": since, "street": [f"s{place % 6}" for place in at],
        "solved": (40 + at / 2 + (year - 2019) + np.where(gone >= 0, 6 + 2 * gone, 0) + rng.normal(0, 1, 144)).round(3),
        "trust": rng.normal(50, 4, 144).round(3), "funds": rng.normal(10, 2, 144).round(3),
    })  # fmt: skip


PLAN = pd.DataFrame({"单位": ["东街", "西街"] * 2, "事项": ["电梯", "电梯", "诊所", "诊所"], "计划数量": [10, 10, 4, 4],
                     "实际数量": [9, 5, 4, None], "计划投资": [50, 40, 20, 20], "实际投资": [55, 20, 20, 18],
                     "计划完成日": ["2026-06-30"] * 4,
                     "实际完成日": ["2026-06-20", "2026/8/1", "2026年6月30日", None]})  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    table().to_csv(tmp_path / "records.csv", index=False)
    once = table().drop_duplicates("unit").dropna(subset=["since"])
    once[["unit", "since"]].astype({"since": int}).to_csv(tmp_path / "pilots.csv", index=False)
    PLAN.to_csv(tmp_path / "plan.csv", index=False)
    return tmp_path


def asked(folder: Path, policy: Any, **more: Any) -> gm.Evaluation:
    said: dict[str, Any] = {
        "tree": TREE, "seed": 5, "evidence": {"records": {"file": "records.csv", "period": "year"}},
        "index": {"normalisation": "goalposts", "weighting": "equal"}, "policy": policy,
    }  # fmt: skip
    return gm.Evaluation(**(said | more), folder=folder)


def test_effects_are_those_of_the_room_and_the_two_way_number_stands_beside(folder: Path) -> None:
    found = gm.evaluate(asked(folder, {"first_treated": "since", "controls": "not_yet", "draws": 49}))
    scores = found.assessment.scores
    own = gm.policy.staggered(scores, "index", "unit", "period", "since", "not_yet", draws=49, rng=5)
    pd.testing.assert_frame_equal(found.policy.staggered["index"].events, own.events)
    split = gm.policy.decompose(scores, "index", "unit", "period", "since")
    pd.testing.assert_frame_equal(found.policy.decompositions["index"].comparisons, split.comparisons)
    answers = found.policy.answers.loc["index", "estimate"]
    assert answers["staggered"] == own.simple["estimate"].iloc[0]
    assert answers["two_way"] == split.estimate
    wide = scores.values["index"].unstack("period")
    first = table().drop_duplicates("unit").set_index("unit")["since"].dropna()
    naive = [
        wide.loc[unit, wide.columns >= at].mean() - wide.loc[unit, wide.columns < at].mean()
        for unit, at in first.items()
    ]
    assert answers["before_after"] == pytest.approx(np.mean(naive), rel=1e-12)
    assert 3 < answers["staggered"] < 5  # half of 6 to 12, as the index is the mean of two
    assert "指数" in found.policy.summary("zh")


def test_indicators_columns_and_models_by_their_names(folder: Path) -> None:
    models = [{"regressors": ["funds"], "outcome": "办结率"},
              {"regressors": ["funds", "Trust"], "outcome": "solved", "two_way": False},
              {"regressors": ["funds"], "name": {"en": "Money", "zh": "经费"}}]  # fmt: skip
    found = gm.evaluate(asked(folder, {"of": "indicators", "first_treated": "since", "outcome": ["Solved", "funds"], "draws": 0,
                                       "effects": models[:2]}))  # fmt: skip
    data = found.assessment.dataset
    for name in ("solved", "funds"):
        own = gm.policy.staggered(data, name, "unit", "period", "since")
        pd.testing.assert_frame_equal(found.policy.staggered[name].events, own.events)
    assert list(found.policy.effects) == ["solved", "solved (2)"]
    own = gm.policy.effects(data, "solved", ["funds", "trust"], two_way=False, rng=5)
    pd.testing.assert_frame_equal(found.policy.effects["solved (2)"].coefficients, own.coefficients)
    assert found.policy.models is not None
    alone = gm.evaluate(asked(folder, {"effects": models[2]})).policy
    assert list(alone.effects) == ["Money"]
    assert alone.models is alone.answers is None
    assert any("经费" in str(one.caption) for one in alone.tables("zh"))


def test_weights_estimated_from_the_same_data_are_said_first(folder: Path) -> None:
    index = {"normalisation": "goalposts", "weighting": "entropy"}
    found = gm.evaluate(asked(folder, {"first_treated": "since", "draws": 0}, index=index))
    assert "CAUTION: the weights of Index were estimated from the same data" in found.policy.summary("en")
    page = gm.report.html(found, folder / "page.html", "zh").read_text(encoding="utf-8")
    assert "注意：指数 的权重由同一批数据估计" in page or "注意：指数的权重由同一批数据估计" in page
    fixed = gm.evaluate(asked(folder, {"first_treated": "since", "draws": 0}))
    assert "CAUTION" not in fixed.policy.summary("en")


def test_a_file_of_pilots_says_the_same_as_a_column(folder: Path) -> None:
    column = gm.evaluate(asked(folder, {"first_treated": "since", "draws": 0})).policy
    found = gm.evaluate(asked(folder, "pilots.csv")).policy
    pd.testing.assert_frame_equal(found.staggered["index"].events[["estimate", "error"]],
                                  column.staggered["index"].events[["estimate", "error"]])  # fmt: skip
    assert any("never treated" in str(note) and "u02" in str(note) for note in found.notes)
    pd.DataFrame({"unit": ["u00", "nowhere"], "since": [2021, 2021]}).to_csv(
        folder / "pilots.csv", index=False
    )
    with pytest.raises(gm.GovmetricsError, match=r"policy.first_treated: 'nowhere' is not in the records"):
        gm.evaluate(asked(folder, "pilots.csv"))


def test_plan_and_execution_from_one_table_or_two(folder: Path) -> None:
    levels = ["单位", "事项"]
    rows = PLAN.rename(columns={"单位": "body", "事项": "item"}).set_index(["item", "body"])
    planned = rows[["计划数量", "计划投资", "计划完成日"]].set_axis(["数量", "投资", "完成日"], axis=1)
    actual = rows[["实际数量", "实际投资", "实际完成日"]].set_axis(["数量", "投资", "完成日"], axis=1)
    planned["完成日"] = pd.to_datetime(planned["完成日"])
    actual["完成日"] = pd.to_datetime(pd.Series(["2026-06-20", "2026-08-01", "2026-06-30", None]).to_numpy())
    own = gm.policy.deviation(planned, actual, excess=["投资"], as_of="2026-07-15")
    said = {"excess": ["投资"], "as_of": "2026-07-15"}
    one = gm.evaluate(asked(folder, {"deviation": {"file": "plan.csv", **said}}, evidence={})).policy
    assert one.deviation.mean_gap == pytest.approx(own.mean_gap, rel=1e-12)
    for name, kind in (("planned", "计划"), ("actual", "实际")):
        half = PLAN[[*levels, *(column for column in PLAN if column.startswith(kind))]]
        half.rename(columns=lambda column, kind=kind: column.removeprefix(kind)).to_csv(
            folder / f"{name}.csv", index=False
        )
    two = gm.evaluate(
        asked(folder, {"deviation": {"planned": "planned.csv", "actual": "actual.csv", **said}}, evidence={})
    ).policy
    assert two.deviation.mean_gap == pytest.approx(own.mean_gap, rel=1e-12)
    long = PLAN.melt(levels, ["计划数量", "计划投资"], "方面", "计划").assign(
        方面=lambda one: one["方面"].str[2:]
    )
    long["实际"] = PLAN.melt(levels, ["实际数量", "实际投资"])["value"]
    long.to_csv(folder / "long.csv", index=False)
    three = gm.evaluate(asked(folder, {"deviation": "long.csv"}, evidence={})).policy
    both = gm.policy.deviation(planned[["数量", "投资"]], actual[["数量", "投资"]], excess=["投资"])
    assert three.deviation.mean_gap == pytest.approx(both.mean_gap, rel=1e-12)


@pytest.mark.parametrize(("policy", "told"), [
    ({}, "policy: asks for nothing"),
    ({"first_treated": "sinse"}, "policy.first_treated: 'sinse' is not a column; did you mean 'since'?"),
    ({"first_treated": "since", "outcome": "slved"}, "policy.outcome: 'slved' is not a column; did you mean 'solved'?"),
    ({"first_treated": "since", "covariates": ["x"]}, "policy.covariates: 'x' is not a column"),
    ({"first_treated": "since", "cluster": "road"}, "policy.cluster: 'road' is not a column"),
    ({"first_treated": "street"}, "street"),
    ({"first_treated": "nowhere.csv"}, "policy.first_treated (nowhere.csv): there is no such file"),
    ({"first_treated": "plan.csv"}, "has no column 'unit'"),
    ({"outcome": "solved", "effects": {"regressors": ["funds"]}}, "policy.first_treated: is missing"),
    ({"effects": {"regressors": ["fund"]}}, "policy.effects[0].regressors: 'fund' is not a column; did you mean 'funds'?"),
    ({"effects": {"outcome": "solved"}}, "policy.effects"),
    ({"effects": {"regressors": ["funds"], "lags": -1}}, "policy.effects"),
    ({"deviation": {"planned": "plan.csv"}}, "policy.deviation: does not say where plan and execution are"),
    ({"deviation": {"file": "records.csv"}}, "has no columns of items, bodies or periods"),
    ({"deviation": {"file": "plan.csv", "weights": {"电梯": 1}}}, "policy.deviation: 诊所: has no weight"),
    ({"first_treated": "since", "controls": "al"}, "policy.controls"),
    ({"first_treatd": "since"}, "policy.first_treatd: is not a key here; did you mean 'first_treated'?"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(folder: Path, policy: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(asked(folder, policy))
    assert told in str(error.value)


def test_one_period_is_one_fault(folder: Path) -> None:
    table().query("year == 2024").to_csv(folder / "records.csv", index=False)
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(asked(folder, "since"))
    assert "policy: the evidence has no two periods" in str(error.value)


def test_a_two_way_number_that_cannot_be_split_is_a_note(folder: Path) -> None:
    records = table()
    records.loc[[at for at in range(144) if at // 24 == at % 6], ["solved", "trust"]] = (
        np.nan
    )  # everybody lacks a year
    records.to_csv(folder / "records.csv", index=False)
    evidence = {"records": {"file": "records.csv", "period": "year", "empty": "keep"}}
    found = gm.evaluate(asked(folder, {"first_treated": "since", "draws": 0}, evidence=evidence)).policy
    assert found.decompositions == {}
    assert any("cannot be split" in str(note) for note in found.notes)
    assert np.isnan(found.answers.loc[("index", "two_way"), "estimate"])


def test_its_files_are_archived_and_verified(folder: Path) -> None:
    job = asked(folder, {"first_treated": "pilots.csv", "draws": 0, "deviation": "plan.csv"})
    gm.evaluate(job).write(folder / "run")
    assert {"pilots.csv", "plan.csv"} <= {path.name for path in (folder / "run" / "inputs").iterdir()}
    assert gm.evaluation.verify(folder / "run").same


def test_the_public_form_holds_no_plan_in_raw_values_and_nothing_of_what_is_left_out(folder: Path) -> None:
    policy = {"first_treated": "since", "draws": 0, "deviation": "plan.csv"}
    for public, there in (({}, True), ({"raw_values": False}, False), ({"leave_out": ["trust"]}, False)):
        shown = gm.evaluation.public(gm.evaluate(asked(folder, policy, publish={"public": public})))
        assert (shown.policy is not None) == there
        assert shown.evaluation.policy.deviation is None
    plain = gm.evaluate(
        asked(folder, {"first_treated": "since", "draws": 0}, publish={"public": {"raw_values": False}})
    )
    assert gm.evaluation.public(plain).policy is not None


def test_reports_have_the_chapter_in_both_languages(folder: Path) -> None:
    policy = {"first_treated": "since", "draws": 19, "effects": [{"regressors": ["funds"]}, {"regressors": ["trust"]}],
              "deviation": "plan.csv"}  # fmt: skip
    found = gm.evaluate(asked(folder, policy))
    for language, words in (("en", ("Did the policy work?", "Event study: Index", "Plan and execution")),
                            ("zh", ("政策效果评估", "事件研究：指数", "计划与执行"))):  # fmt: skip
        page = gm.report.html(found, folder / "page.html", language).read_text(encoding="utf-8")
        assert all(word in page for word in words)
        assert page.count('id="policy-part"') == 1
    assert "政策效应的三种估计" in gm.report.markdown(found, folder / "all.md", "zh").read_text(
        encoding="utf-8"
    )
    assert gm.report.word(found, folder / "all.docx", "zh").is_file()
    assert gm.report.excel(found, folder / "all.xlsx", "zh").is_file()
