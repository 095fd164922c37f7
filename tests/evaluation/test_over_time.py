"""Monitoring and forecasts asked for in a file: as the room finds them, and everything that is wrong with its place."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.read_tree({
    "code": "index", "name": {"en": "Index", "zh": "指数"}, "parts": [
        {"code": "service", "name": {"en": "Service", "zh": "服务"}, "parts": [
            {"code": "solved", "name": {"en": "Solved", "zh": "办结率"}, "unit": "%", "better": "more", "worst": 0, "best": 100},
            {"code": "days", "name": {"en": "Days", "zh": "时长"}, "unit": "days", "better": "less", "worst": 30, "best": 0}]},
        {"code": "trust", "name": {"en": "Trust", "zh": "信任度"}, "better": "more", "worst": 0, "best": 100}]})  # fmt: skip
PERIODS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
UNITS = [f"u{place:02}" for place in range(20)]


def table(seed: int = 1) -> pd.DataFrame:
    """Twelve quarters of twenty units; u07 falls in the last one."""
    rng = np.random.default_rng(seed)
    n = len(PERIODS) * len(UNITS)
    frame = pd.DataFrame({
        "period": np.repeat(PERIODS, len(UNITS)), "unit": np.tile(UNITS, len(PERIODS)),
        "cases": rng.integers(60, 400, n), "days": rng.normal(12, 1, n).round(2), "trust": rng.normal(60, 3, n).round(1),
    })  # fmt: skip
    frame["closed"] = rng.binomial(frame["cases"], 0.8)
    frame.loc[(frame["unit"] == "u07") & (frame["period"] == "2024Q4"), ["closed", "trust"]] = [20, 30.0]
    return frame.assign(solved=100 * frame["closed"] / frame["cases"])


TABLE = table()
ASKED: dict[str, Any] = {
    "tree": TREE, "seed": 3, "evidence": {"records": {"period": "period"}},
    "index": {"normalisation": "goalposts", "weighting": "equal"},
}  # fmt: skip


def evaluated(records: pd.DataFrame = TABLE, **parts: Any) -> gm.Findings:
    return gm.evaluate({**ASKED, **parts}, records)


def test_signals_are_those_of_the_room() -> None:
    asked = {"baseline": 8, "out_of": {"Solved": "cases"}, "dead_band": {"days": 0.5}, "false_alarms": 0.05}
    found = evaluated(monitoring=asked)
    data = gm.read_records(TABLE, TREE, period="period")
    own = gm.monitoring.watch(
        data, 8, false_alarms=0.05, out_of={"solved": "cases"}, dead_band={"days": 0.5}, rng=3
    )
    pd.testing.assert_frame_equal(found.monitoring.watch.signals, own.signals)
    assert found.monitoring.watch.nodes["chart"].to_dict() == {
        "solved": "proportion", "days": "individuals", "trust": "individuals"
    }  # fmt: skip
    now = own.signals[own.signals["period"] == "2024Q4"]
    assert set(zip(now["unit"], now["node"], strict=True)) >= {("u07", "solved"), ("u07", "trust")}


def test_scores_are_watched_by_their_yardstick_and_what_moves_it_is_said() -> None:
    frozen = evaluated(monitoring={"of": "scores", "nodes": ["Index"]}).monitoring.watch
    assert list(frozen.nodes.index) == ["index"]
    assert not any("bounds" in str(note) for note in frozen.notes)
    loose = {"index": {"normalisation": "min_max", "weighting": "entropy"}}
    told = " ".join(map(str, evaluated(monitoring={"of": "scores"}, **loose).monitoring.watch.notes))
    assert "the bounds are those of all periods together" in told
    assert "the weights come from the data of all periods" in told
    with pytest.raises(gm.GovmetricsError, match=r"monitoring.*normalisation\.rank: depends on who else"):
        evaluated(monitoring={"of": "scores"}, index={"normalisation": "rank", "weighting": "equal"})


def test_forecast_warnings_and_backtest_are_those_of_the_room() -> None:
    found = evaluated(forecast={"horizon": 2, "level": 0.8, "below": {"信任度": 55}, "above": {"days": 14}})
    data = gm.read_records(TABLE, TREE, period="period")
    ahead = gm.monitoring.forecast(data, 2, 0.8)
    pd.testing.assert_frame_equal(found.forecast.median, ahead.median)
    warned = gm.monitoring.warnings(ahead, {"trust": 55}, {"days": 14})
    pd.testing.assert_frame_equal(found.warnings.table, warned.table)
    judged = gm.monitoring.backtest(data, 2, 0.8, {"trust": 55}, {"days": 14})
    pd.testing.assert_frame_equal(found.backtest.skill, judged.skill)
    none = evaluated(forecast={"horizon": 2, "nodes": ["trust"], "backtest": False})
    assert none.warnings is None
    assert none.backtest is None
    assert list(none.forecast.median) == ["trust"]


def test_fewer_periods_than_asked_are_a_named_fallback_or_one_fault() -> None:
    short = TABLE[TABLE["period"].isin(PERIODS[-5:])]
    notes = evaluated(short, monitoring=True).monitoring.watch.notes
    assert "the baseline has 4 periods, not 12: there are no more before 2024Q4" in map(str, notes)
    two = TABLE[TABLE["period"].isin(PERIODS[-2:])]
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(two, monitoring=True, forecast={"below": {"trust": 5}})
    assert [str(fault) for fault in error.value.faults] == [
        f"{part}: the evidence has 2 periods, and {least} are the least; name the column of the periods in "
        "evidence.records.period, or leave this part out" for part, least in (("monitoring", 3), ("forecast", 4))
    ]  # fmt: skip
    with pytest.raises(gm.GovmetricsError, match="forecast") as error:
        evaluated(short, forecast={"horizon": 3})
    assert [str(fault) for fault in error.value.faults] == [
        "forecast.horizon: asks for 3 ahead, and the evidence has 5 periods; say 2 or less"
    ]
    assert evaluated(short, forecast={"horizon": 2}).forecast is not None


@pytest.mark.parametrize(("parts", "told"), [
    ({"monitoring": {"nodes": ["servise"]}}, "monitoring.nodes.servise: is not there"),
    ({"monitoring": {"nodes": ["service"]}}, "monitoring.nodes.service: is a group, which has scores only"),
    ({"monitoring": {"dead_band": {"trusts": 1}}}, "monitoring.dead_band.trusts: is not there; did you mean 'trust'?"),
    ({"monitoring": {"dead_band": {"trust": -1}}}, "monitoring.dead_band.trust: is -1"),
    ({"monitoring": {"out_of": {"solved": "case"}}}, "monitoring.out_of.solved: 'case' is not a column"),
    ({"monitoring": {"since": "2031Q1"}}, "monitoring.since"),
    ({"monitoring": {"baseline": 1}}, "monitoring.baseline: is 1"),
    ({"monitoring": {"chart": "shewhart"}}, "monitoring.chart"),
    ({"monitoring": {"funnel": [{"events": "closed"}]}}, "monitoring.funnel[0]: does not say what is compared"),
    ({"monitoring": {"funnel": [{"rate": "satisfaction"}]}}, "monitoring.funnel[0].rate: there are no tickets"),
    ({"monitoring": {"funnel": [{"rate": "response", "events": "closed"}]}}, "names a rate of the tickets, and columns"),
    ({"monitoring": {"funnel": [{"events": "close", "out_of": "cases"}]}}, "funnel[0].events: 'close' is not a column"),
    ({"monitoring": {"funnel": [{"events": "cases", "out_of": "closed"}]}}, "monitoring.funnel[0]"),
    ({"monitoring": {"watch": False}}, "monitoring: asks for nothing"),
    ({"monitoring": {"watched": True}}, "monitoring.watched: is not a key here; did you mean 'watch'?"),
    ({"forecast": {"below": {"index": 60}}}, "forecast.below.index: is a group, which has scores only"),
    ({"forecast": {"above": {"x": 60}}}, "forecast.above.x: is not there"),
    ({"forecast": {"horizon": 0}}, "forecast.horizon: is 0"),
    ({"forecast": {"level": 1.5}}, "forecast.level: is 1.5"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(parts: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(**parts)
    assert told in str(error.value)


def test_a_funnel_is_of_the_latest_period_and_names_who_is_left_out() -> None:
    records = TABLE.copy()
    last = records["period"] == "2024Q4"
    records.loc[last & (records["unit"] == "u03"), ["closed", "cases"]] = 0
    funnel = {"name": {"en": "Closed", "zh": "办结"}, "events": "closed", "out_of": "cases"}
    found = evaluated(records, monitoring={"watch": False, "funnel": [funnel, funnel]})
    assert list(found.monitoring.funnels) == ["Closed", "Closed (2)"]
    now = records[last & (records["unit"] != "u03")].set_index("unit")
    own = gm.monitoring.funnel(now["closed"].astype(float), now["cases"].astype(float))
    pd.testing.assert_frame_equal(found.monitoring.funnels["Closed"].table, own.table)
    assert any("u03" in str(note) for note in found.notes)
    assert "办结" in found.monitoring.summary("zh")


def tickets(folder: Any) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        {"单位": unit, "受理时间": f"{period[:4]}-{3 * int(period[-1]):02}-05", "是否响应": "是",
         "是否解决": rng.choice(["是", "否"], p=[0.8, 0.2]), "回访结果": rng.choice(["满意", "不满意", "未接通"])}
        for period in PERIODS[-4:] for unit in UNITS for _ in range(6)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    frame.to_csv(folder / "tickets.csv", index=False)
    return frame


def test_rates_of_tickets_join_the_tree_with_their_errors(tmp_path) -> None:
    frame = tickets(tmp_path)
    records = TABLE[TABLE["period"].isin(PERIODS[-4:])].drop(columns="solved")
    file = {"file": str(tmp_path / "tickets.csv"), "codes": {"resolution": "solved"}}
    evidence = {"records": {"period": "period", "empty": "keep"}, "tickets": file}
    monitoring = {"funnel": [{"rate": "satisfaction"}]}
    found = evaluated(records, evidence=evidence, monitoring=monitoring)
    own = gm.monitoring.three_rates(frame, codes={"resolution": "solved"})
    data = found.assessment.dataset
    assert data.values["solved"].to_dict() == own.values["solved"].to_dict()
    assert data.standard_errors["solved"].notna().all()
    pd.testing.assert_frame_equal(found.monitoring.rates.events, own.events)
    last = own.events["satisfaction"].xs("2024Q4", level="period")
    assert found.monitoring.funnels["Satisfaction rate"].table["events"].to_dict() == last.to_dict()
    assert "tickets" in found.provenance["inputs"]
    wrong = {**evidence, "tickets": {**file, "codes": {"resolution": "solve"}}}
    with pytest.raises(
        gm.GovmetricsError, match=r"evidence\.tickets\.codes\.resolution: 'solve' is not an indicator"
    ):
        evaluated(records, evidence=wrong, monitoring=monitoring)


def test_the_public_form_withholds_what_is_watched_in_its_own_units() -> None:
    parts: Any = {"monitoring": {"funnel": [{"events": "closed", "out_of": "cases"}]},
                  "forecast": {"horizon": 2, "below": {"trust": 55}}}  # fmt: skip
    shown = gm.evaluation.public(evaluated(**parts, publish={"public": {"raw_values": True}}))
    assert shown.monitoring.funnels
    assert shown.forecast is not None
    hidden = gm.evaluation.public(evaluated(**parts, publish={"public": {"raw_values": False}}))
    assert [hidden[name] for name in ("monitoring", "forecast", "warnings", "backtest")] == [None] * 4
    scores = {name: {**part, "of": "scores"} for name, part in parts.items()}
    kept = gm.evaluation.public(evaluated(**scores, publish={"public": {"raw_values": False}}))
    assert kept.monitoring.watch is not None
    assert kept.monitoring.funnels == {}
    assert kept.warnings is not None
    left = gm.evaluation.public(
        evaluated(**parts, publish={"public": {"raw_values": True, "leave_out": ["trust"]}})
    )
    assert left.monitoring is None
    assert left.warnings is None


def test_the_order_of_rows_changes_nothing_and_a_file_gives_the_keys_back() -> None:
    parts: Any = {"monitoring": {"baseline": 8}, "forecast": {"horizon": 2, "below": {"trust": 55}}}
    one, other = evaluated(**parts), evaluated(TABLE.sample(frac=1, random_state=4), **parts)
    pd.testing.assert_frame_equal(one.monitoring.watch.signals, other.monitoring.watch.signals)
    pd.testing.assert_frame_equal(one.warnings.table, other.warnings.table)
    again = gm.Evaluation.read(one.evaluation.to_dict())
    assert again.monitoring == one.evaluation.monitoring
    assert again.forecast == one.evaluation.forecast
