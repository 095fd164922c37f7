"""Tickets and proposals that name who handles them beside the community: which column is the unit is said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.monitoring import three_rates

PLACES = ["东社区", "西社区", "南社区"]
TREE = gm.IndicatorTree.from_groups({"service": ["solved", "order"]})
RECORDS = gm.read_records(pd.DataFrame({"unit": PLACES, "solved": None, "order": [60.0, 70.0, 80.0]}), TREE)


def tickets(*columns: str) -> pd.DataFrame:
    """Tickets, six of each place, with these columns beside: departments where they are headed as such."""
    offices = ["区城管局", "区住建局"]
    rows = [
        {"受理时间": f"2025-0{1 + i}-03", "是否响应": "是", "是否解决": "是" if i < 2 + at else "否", "回访结果": "满意"}
        | {one: place if "社区" in one or "街" in one else offices[i % 2] for one in columns}
        for at, place in enumerate(PLACES) for i in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("heading", ["社区", "所属社区", "所在社区", "社区名称", "所属社区（村）"])
def test_who_handles_a_ticket_is_no_unit_where_a_community_is_named(heading: str) -> None:
    found = three_rates(tickets("承办单位", heading), None)
    assert list(found.values.index) == PLACES
    told = [note.say("zh") for note in found.notes if heading in note.say("zh")]
    assert len(told) == 1
    assert "承办单位" in told[0]
    assert "columns={'unit': '承办单位'}" in told[0]
    own = three_rates(tickets("承办单位", heading), None, columns={"unit": "承办单位"})
    assert sorted(own.values.index) == ["区住建局", "区城管局"]
    assert not [note for note in own.notes if heading in str(note)]


def test_two_places_are_asked_for_and_a_heading_of_ones_own_is_that_column_alone() -> None:
    table = tickets("承办单位", "所属街道", "所属社区")
    with pytest.raises(gm.FaultyInput, match="several columns may be unit: 所属街道, 所属社区"):
        three_rates(table, None)
    both = tickets("社区", "所属社区").assign(所属社区="x")
    assert list(three_rates(both, None, columns={"unit": "社区"}).values.index) == PLACES


def evaluated(folder: Any, **evidence: Any) -> gm.Findings:
    return gm.evaluate({"title": "t", "tree": TREE.to_dict(), "evidence": evidence}, records=RECORDS)


def test_units_that_are_missing_are_told_with_the_column_that_was_taken(tmp_path: Any) -> None:
    path = tmp_path / "工单.csv"
    tickets("承办单位").to_csv(path, index=False)
    said: Any = {"file": str(path), "window": "all", "codes": {"resolution": "solved"}}
    with pytest.raises(gm.FaultyInput) as error:
        evaluated(tmp_path, tickets=said)
    assert "工单（单位取自“承办单位”列）中没有" in error.value.say("zh")
    tickets("承办单位", "所属社区").to_csv(path, index=False)
    found = evaluated(tmp_path, tickets=said)
    assert found.assessment is not None
    data = found.assessment.dataset
    assert data.values["solved"].to_dict() == pytest.approx(
        {"东社区": 100 / 3, "西社区": 50, "南社区": 200 / 3}
    )
    assert any("所属社区" in str(note) for note in data.notes)


def proposals() -> pd.DataFrame:
    rows = [
        {"承办单位": "城管局", "所属社区": place, "提出日期": f"2025-01-0{i + 1}", "答复日期": "2025-01-20",
         "办理期限": "2025-02-01"}
        for place in PLACES for i in range(3)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_proposals_say_which_of_two_columns_the_body_is(tmp_path: Any) -> None:
    found = gm.text.proposals(proposals(), at="2025-03-01")
    assert [("承办单位" in str(note), "所属社区" in str(note)) for note in found.notes] == [(True, True)]
    own = gm.text.proposals(proposals(), at="2025-03-01", columns={"body": "所属社区"})
    assert own.notes == ()
    assert list(own.values.index) == PLACES
    path = tmp_path / "建议.csv"
    proposals().to_csv(path, index=False)
    said: Any = {"file": str(path), "at": "2025-03-01", "leaves": {"solved": "answered"}}
    with pytest.raises(gm.FaultyInput) as error:
        evaluated(tmp_path, proposals=said)
    assert "（单位取自“承办单位”列）中没有" in error.value.say("zh")


def test_documents_say_which_column_their_units_are_of(tmp_path: Any) -> None:
    path = tmp_path / "诉求.csv"
    pd.DataFrame({"诉求内容": ["停车难", "路灯坏"], "单位": ["城管局", "住建局"]}).to_csv(path, index=False)
    said: Any = {"file": str(path), "dictionary": ["停车"], "measure": "share", "leaves": {"solved": "停车"}}
    with pytest.raises(gm.FaultyInput) as error:
        evaluated(tmp_path, documents=said)
    assert "（单位取自“单位”列）中没有" in error.value.say("zh")


def test_rates_of_tickets_that_go_nowhere_are_told(tmp_path: Any) -> None:
    path, records = tmp_path / "工单.csv", RECORDS.values.assign(solved=[50.0, 60, 70])
    tickets("社区").to_csv(path, index=False)
    said: Any = {
        "title": "t",
        "tree": TREE.to_dict(),
        "evidence": {"tickets": {"file": str(path), "window": "all"}},
    }

    def told(**more: Any) -> list[str]:
        found = gm.evaluate(said | more, records=gm.read_records(records, TREE))
        return [note.say("zh") for note in found.notes if "evidence.tickets.codes" in str(note)]

    assert [note[:14] for note in told()] == ["工单的各项比率未在任何结果中"]
    assert told(monitoring={"watch": False, "funnel": [{"rate": "response"}]}) == []
