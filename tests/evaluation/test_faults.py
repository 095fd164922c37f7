"""Faults of the evidence come all at once; parts that fail leave the others standing where the file says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation import run
from govmetrics.evaluation.run import PARTS
from tests.evaluation.district import ASKED, RULEBOOK, TREE, as_files, district

DISTRICT = district()


def places(error: gm.GovmetricsError) -> list[str]:
    return [str(fault.place) for fault in error.faults]


def test_the_faults_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    keys: Any = as_files(DISTRICT, tmp_path)
    (tmp_path / "records.csv").write_text("社区,时期,groups\n社区01,2026Q1,many\n", encoding="utf-8")
    (tmp_path / "answers.csv").write_text(
        "时期,社区,t1,t2,c1,sex,age\n2026Q1,社区01,7,3,3,f,old\n", encoding="utf-8"
    )
    (tmp_path / "judgements.csv").unlink()
    (tmp_path / "margins.csv").write_text("column,category,share\nsex,f,0.9\nsex,m,0.3\n", encoding="utf-8")
    (tmp_path / "actions.csv").write_text("code,cost\nmeetngs,2\n", encoding="utf-8")
    (tmp_path / "rulebook.yaml").write_text("items: []\n", encoding="utf-8")
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(tmp_path)
    told = places(caught.value)
    parts = {
        *("evidence.records (records.csv)", "evidence.survey (answers.csv)", "evidence.judgements"),
        *(
            "evidence.survey.rake (margins.csv)",
            "plan.actions (actions.csv)",
            "appraisal.rulebook (rulebook.yaml)",
        ),
    }
    for part in parts:
        assert any(place.startswith(part) for place in told), (part, told)
    assert keys["tree"] == "tree.yaml"


def test_what_is_asked_for_without_evidence_is_told_before_anything_is_done() -> None:
    asked = {
        "tree": TREE,
        "reliability": True,
        "statistics": True,
        "grades": {"from": "survey"},
        "appraisal": {},
        "plan": {"budget": 5.0},
    }
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(asked)
    assert places(caught.value) == [
        "evidence",
        "statistics",
        "reliability",
        "grades.from",
        "appraisal.rulebook",
        "plan.actions",
    ]


BREAK: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # part: (what the file says instead, what is given instead)
    "survey": ({}, {"margins": {"sex": {"f": 0.5, "x": 0.5}}}),
    "experts": ({"evidence": {**ASKED["evidence"], "judgements": {"inconsistent": "refuse"}}}, {}),  # type: ignore[dict-item]
    "assessment": ({"index": {"normalisation": "min_max", "base_period": "1999Q1", "weighting": "ahp"}}, {}),
    "uncertainty": ({"sureness": {"factors": {"choices": {"weighting": [{"assigned": {"weights": {"x": 1}}}]}}}}, {}),
    "grades": ({"grades": {"from": "survey", "scale": "four"}}, {}),
    "efficiency": ({"efficiency": {"inputs": ["stuff"], "outputs": "cases"}}, {}),
    "appraisal": ({}, {"rulebook": {"items": [{"code": "audit", "by": "entered", "points": 100}]}}),
    "diagnosis": ({"diagnosis": {"coupling": ["actors", "nothing"]}}, {}),
    "plan": ({"plan": {"budget": 60.0, "units": ["Atlantis"]}}, {}),
}  # fmt: skip
LOST = {
    "survey": {
        "assessment",
        "reliability",
        "validity",
        "sample",
        "descriptives",
        "correlations",
        "differences",
    },
    "experts": {"assessment"},
}
AFTER_INDEX = {
    "uncertainty",
    "grades",
    "appraisal",
    "diagnosis",
    "panel",
    "plan",
    "agreement",
    "audit",
}


@pytest.mark.parametrize("part", BREAK)
def test_a_part_that_fails_leaves_the_others_standing(part: str) -> None:
    said, given = BREAK[part]
    asked = {**ASKED, "tree": TREE, "efficiency": True, "on_fault": "continue", **said}
    found = gm.evaluate(asked, **(DISTRICT.evidence | given))
    lost = {part} | LOST.get(part, set())
    lost |= AFTER_INDEX if "assessment" in lost else set()
    assert set(found.missing) == lost
    assert all(found[name] is None for name in lost)
    standing = {"survey", "experts", "assessment", "reliability", "efficiency", *AFTER_INDEX} - lost
    assert all(found[name] is not None for name in standing)
    assert found.summary().splitlines()[1].startswith("Missing: ")
    assert "缺少：" in found.summary("zh")


NOT_ASKED = (
    "regressions",
    "paths",
    "measurement",
    "invariance",
    "raters",
    "paired",
    "importance",
    "networks",
    "documents",
    "coding",
    "proposals",
    "said",
    "configurations",
    "forecast",
    "policy",
    "spatial",
)
NEEDED = {part.name: part.needs for part in PARTS if part.name not in NOT_ASKED}
"""Regressions and paths need only what their rows are of, and the others are not asked for here (importance stands
where no judgements do; networks fill leaves that the records have; forecasts take more periods, policies who is treated,
neighbours a map)."""


QUICK = ("survey", "experts", "assessment", "efficiency", "audit")
"""Parts on which others rest, and one on which none does; the rest are tried by make test-full."""


@pytest.mark.parametrize(
    "broken", [part if part in QUICK else pytest.param(part, marks=pytest.mark.slow) for part in NEEDED]
)
def test_each_part_that_fails_is_named_and_only_what_needs_it_goes_with_it(
    broken: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    early = {
        "tree": TREE,
        "index": {"normalisation": "goalposts"},
        "evidence": {"records": ASKED["evidence"]["records"]},
    }  # type: ignore[index]
    earlier = gm.evaluate(early, records=DISTRICT.records.assign(trust=50.0, content=60.0))

    def fail(_: Any) -> Any:
        raise gm.FaultyInput("here", "is broken on purpose", "mend it")

    parts = tuple(replace(part, does=fail) if part.name == broken else part for part in PARTS)
    monkeypatch.setattr(run, "PARTS", parts)
    asked: Any = {
        **ASKED,
        "tree": TREE,
        "efficiency": {"intervals": True, "scale": True, "draws": 100, "models": "slacks_based"},
        "ranking": "topsis",
        "grades": {**ASKED["grades"], "beside": {"set_pair": {"thresholds": "goalposts"}}},
        "reliability": {"validity": True},
        "sureness": {"draws": 10},
        "monitoring": True,
        "on_fault": "continue",
    }
    found = gm.evaluate(asked, **DISTRICT.evidence, earlier=earlier)
    lost = {broken}
    for name, needs in NEEDED.items():
        by_records = {"assessment"} if "efficiency" in name else set()  # which needs no index here
        lost |= {name} if lost & (set(needs) - by_records) else set()
    assert set(found.missing) == lost
    assert "is broken on purpose" in str(found.missing[broken][0])
    assert all(found[name] is not None for name in NEEDED if name not in lost)
    assert len(NEEDED) >= 17


@pytest.mark.parametrize("part", BREAK)
def test_by_default_a_part_that_fails_stops_with_its_place(part: str) -> None:
    said, given = BREAK[part]
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate({**ASKED, "tree": TREE, "efficiency": True, **said}, **(DISTRICT.evidence | given))
    place = {"survey": "margins", "experts": "evidence.judgements", "assessment": "index", "appraisal": "rulebook",
             "uncertainty": "sureness"}.get(part, part)  # fmt: skip
    assert places(caught.value)[0].startswith(place)


def test_several_parts_that_fail_are_told_together() -> None:
    asked = {**ASKED, "tree": TREE, "efficiency": {"inputs": ["stuff"], "outputs": ["cases"]},
             "plan": {"budget": 60.0, "units": ["Atlantis"]}}  # fmt: skip
    with pytest.raises(gm.GovmetricsError) as caught:
        gm.evaluate(asked, **DISTRICT.evidence)
    assert [place.split(".")[0].split(":")[0] for place in places(caught.value)] == ["efficiency", "plan"]


def test_measured_values_join_with_their_errors() -> None:
    records = DISTRICT.records[DISTRICT.records["时期"] == "2026Q3"].drop(columns=["时期", "groups"])
    records = records.assign(groups=None, trust=50.0, content=60.0)
    values = pd.DataFrame({"groups": range(20)}, records["社区"], dtype=float)

    class Rates:
        values = pd.DataFrame({"groups": range(20)}, pd.Index(records["社区"], name="unit"), dtype=float)
        standard_errors = values * 0 + 0.5

    index = {"weighting": "equal", "normalisation": "goalposts"}
    asked = {
        "tree": TREE,
        "evidence": {"records": {"unit": "社区"}},
        "index": index,
        "sureness": {"draws": 20},
    }
    found = gm.evaluate(asked, records=records, measured=[Rates()])
    assert found.assessment.dataset.values["groups"].tolist() == values["groups"].tolist()
    assert found.assessment.dataset.standard_errors["groups"].eq(0.5).all()
    assert len(found.uncertainty.factors) == 2


def test_weights_of_a_form_weigh_the_index() -> None:
    records = DISTRICT.records[DISTRICT.records["时期"] == "2026Q3"].drop(columns="时期")
    records = records.assign(trust=50.0, content=60.0)
    weights = dict.fromkeys(TREE.node_codes[1:], 1.0) | {"process": 2.0, "days": 3.0}
    asked = {"tree": TREE, "evidence": {"records": {"unit": "社区"}}, "index": {"normalisation": "goalposts"}}
    found = gm.evaluate(asked, records=records, weights=weights)
    assert found.assessment.weights.local["process"] == 0.5
    assert found.assessment.weights.local["days"] == 0.75


def test_weights_as_a_method_gives_them_weigh_as_their_numbers_do() -> None:
    tree = {"code": "G", "parts": [{"code": "a", "better": "more"}, {"code": "b", "better": "less"}]}
    asked: Any = {"tree": tree, "index": {"weighting": "assigned"}}
    records = pd.DataFrame({"unit": ["x", "y", "z"], "a": [1.0, 2, 4], "b": [5.0, 1, 2]})
    made = gm.weighting.assigned(gm.read_tree(tree), {"a": 0.3, "b": 0.7})
    one, two = (gm.evaluate(asked, records, weights=each).assessment for each in (made, {"a": 0.3, "b": 0.7}))
    assert one.weights.local.tolist() == pytest.approx([0.3, 0.7])
    pd.testing.assert_frame_equal(one.scores.values, two.scores.values)


def test_a_rulebook_by_call_is_read_once_it_is_asked_for() -> None:
    records = DISTRICT.records.assign(trust=50.0, content=60.0)
    asked = {"tree": TREE, "evidence": {"records": {"unit": "社区", "period": "时期"}}, "appraisal": {},
             "index": {"normalisation": "goalposts"}}  # fmt: skip
    found = gm.evaluate(asked, records=records, rulebook=RULEBOOK)
    assert found.appraisal.totals.index.equals(found.assessment.scores.values.index)


@pytest.mark.parametrize(
    ("noun", "told"), [("rulebook", "rulebook: is int"), ("margins", "give a path or a DataFrame")]
)
def test_what_is_given_and_is_no_path_is_not_looked_for_as_a_file(noun, told):
    asked = {"tree": gm.IndicatorTree.from_groups({"p": ["a", "b"]}), "index": {"weighting": "equal"}}
    records = pd.DataFrame({"a": [1.0, 2], "b": [3.0, 1]}, ["u", "v"])
    with pytest.raises(gm.FaultyInput, match=told):
        gm.evaluate(asked, records=records, **{noun: 3})


def test_efficiency_of_the_records_stands_without_an_index() -> None:
    """A failed index takes with it what rests on scores: the same numbers as with it, or a fault that says what is needed."""
    broken = {
        "index": {"normalisation": "min_max", "base_period": "1999Q1", "weighting": "ahp"},
        "on_fault": "continue",
    }
    whole = gm.evaluate({**ASKED, "tree": TREE, "efficiency": True}, **DISTRICT.evidence)
    found = gm.evaluate({**ASKED, "tree": TREE, "efficiency": True, **broken}, **DISTRICT.evidence)
    assert "assessment" in found.missing
    pd.testing.assert_series_equal(found.efficiency.scores, whole.efficiency.scores, check_names=False)
    node = next(group.code for group in gm.read_tree(TREE).groups)
    asked = {"inputs": whole.efficiency.targets.columns[0], "outputs": node}
    lost = gm.evaluate({**ASKED, "tree": TREE, "efficiency": asked, **broken}, **DISTRICT.evidence)
    assert "needs what is missing" in str(lost.missing["efficiency"][0])


def test_answers_of_nobody_knows_which_units_are_one_fault_with_a_way_out_that_holds(tmp_path: Path) -> None:
    pd.DataFrame({"社区": ["甲", "乙"], "groups": [3, 5]}).to_csv(tmp_path / "records.csv", index=False)
    pd.DataFrame({"您住在哪里": ["甲", "乙", "乙"], "t1": [5, 3, 4]}).to_csv(
        tmp_path / "answers.csv", index=False
    )
    tree = {"code": "G", "parts": [{"code": "groups", "better": "more"},
                                   {"code": "t1", "better": "more", "source": "survey"}]}  # fmt: skip
    evidence = {
        "records": {"file": str(tmp_path / "records.csv")},
        "survey": {"file": str(tmp_path / "answers.csv"), "scale": [1, 5]},
    }
    with pytest.raises(gm.FaultyInput, match="no column says which unit") as caught:
        gm.evaluate({"tree": tree, "evidence": evidence})
    assert len(caught.value.faults) == 1
    evidence["survey"]["by"] = {"unit": "您住在哪里"}
    gm.evaluate({"tree": tree, "evidence": evidence})
