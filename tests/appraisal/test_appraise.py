from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.appraisal import appraise


def _one(item, cells, **keys):
    """Points of one base item (or one bonus beside a base of 100)."""
    return appraise({"items": [{"code": "a", **item}], **keys}, pd.DataFrame({"a": cells}))


@pytest.mark.parametrize(
    ("item", "cells", "points"),
    [
        ({"by": "entered", "points": 20}, [0, 12.5, 20], [0, 12.5, 20]),
        (
            {"by": "rubric", "points": 5, "levels": {"good": 5, "fair": 2, "none": 0}},
            ["fair", " good", "none"],
            [2, 5, 0],
        ),
        ({"by": "rubric", "points": 5, "levels": {1: 5, 2: 2.5}}, [2, 1.0, "1"], [2.5, 5, 5]),
        ({"by": "rubric", "points": 5, "levels": {"优": 5, "差": 0}}, ["差", "优"], [0, 5]),
        ({"by": "target", "points": 10, "target": 90}, [90, 89.9, 120], [10, 0, 10]),
        ({"by": "target", "points": 10, "target": 5, "better": "less"}, [5, 4, 5.1], [10, 10, 0]),
        ({"by": "target", "points": 10, "target": 90, "short": "proportional"}, [45, 90, -9], [5, 10, 0]),
        (
            {"by": "target", "points": 10, "target": 5, "better": "less", "short": "proportional"},
            [10, 0, 5],
            [5, 10, 10],
        ),
        ({"by": "linear", "points": 10, "worst": 60, "best": 80}, [50, 60, 65, 80, 90], [0, 0, 2.5, 10, 10]),
        ({"by": "linear", "points": 10, "worst": 30, "best": 10}, [30, 15, 5], [0, 7.5, 10]),
        ({"by": "criteria", "points": 10, "of": 4}, [0, 1, 4], [0, 2.5, 10]),
        ({"by": "each", "points": 5, "each": 2}, [0, 1, 9], [0, 2, 5]),
        ({"by": "each", "points": 5, "each": 2, "free": 1}, [0, 1, 2, 9], [0, 0, 2, 5]),
    ],
)
def test_what_every_rule_earns(item, cells, points):
    result = _one(item, cells)
    np.testing.assert_allclose(result.points["a"], points)
    np.testing.assert_allclose(result.total, points)
    assert (result.full["a"] == item["points"]).all()


def test_criteria_in_columns_of_yes_and_no():
    item = {"code": "a", "by": "criteria", "points": 9, "of": ["x", "y", "z"]}
    data = pd.DataFrame({"x": [1, "yes", True], "y": [0, "否", False], "z": ["是", "no", 1.0]})
    result = appraise({"items": [item]}, data)
    assert result.points["a"].tolist() == [6, 3, 6]
    with pytest.raises(gm.FaultyInput) as error:
        appraise({"items": [item]}, data.assign(x=["maybe", None, 2]))
    assert [f.place for f in error.value.faults] == ["0, x", "2, x", "1, x"]


BOOK = {
    "cap": 105,
    "decimals": 1,
    "items": [{"code": "base", "by": "entered", "points": 100}],
    "bonus": {"cap": 6, "items": [{"code": "new", "by": "each", "points": 6, "each": 4},
                                  {"code": "prize", "by": "entered", "points": 3}]},
    "deductions": {"cap": 8, "items": [{"code": "late", "by": "each", "points": 8, "each": 3},
                                       {"code": "error", "by": "entered", "points": 5}]},
    "facts": {"accident": "Accident"},
    "vetoes": [{"code": "V1", "name": {"en": "accident", "zh": "事故"}, "on": "accident", "above": 0},
               {"code": "V2", "on": "base", "below": 30, "grade": "fair", "points": 50}],
    "grades": [{"name": {"en": "good", "zh": "优"}, "at_least": 85, "quota": 0.5}, {"name": "fair", "at_least": 60},
               {"name": {"en": "poor", "zh": "差"}}],
    "improve": {"below": 60},
}  # fmt: skip


def _rows(**columns):
    n = max(len(c) for c in columns.values())
    blank = {
        "base": [80] * n,
        "new": [0] * n,
        "prize": [0] * n,
        "late": [0] * n,
        "error": [0] * n,
        "accident": [0] * n,
    }
    return pd.DataFrame({**blank, **columns}, index=pd.Index(list("ABCDEFGHIJ")[:n], name="unit"))


def test_caps_floors_and_signs():
    data = _rows(
        base=[90, 100, 2, 50], new=[2, 2, 0, 0], prize=[3, 3, 0, 0], late=[0, 0, 9, 1], error=[0, 0, 5, 0.25]
    )
    totals = appraise(BOOK, data).totals
    assert totals["bonus"].tolist() == [6, 6, 0, 0]
    assert totals["deductions"].tolist() == [0, 0, -8, -3.25]
    # 100 + 6 is over the cap of 105; 2 - 8 is no less than nothing; 46.75 rounds half up
    assert totals["total"].tolist() == [96, 105, 0, 46.8]
    assert appraise(BOOK, data).points.loc["C", ["late", "error"]].tolist() == [-8, -5]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("half_up", [2.68, 2.69, 1.01]), ("half_even", [2.68, 2.68, 1.0]), ("down", [2.67, 2.68, 1.0])],
)
def test_rounding_of_halves_that_binary_numbers_miss(rounding, expected):
    result = _one({"by": "entered", "points": 100}, [2.675, 2.685, 1.005], rounding=rounding)
    assert result.total.tolist() == expected
    assert _one({"by": "entered", "points": 100}, [99.5], decimals=0, rounding=rounding).total[0] in (99, 100)


def test_vetoes_bound_grade_and_points_and_rank_last():
    result = appraise(BOOK, _rows(base=[95, 70, 20, 65], accident=[1, 0, 0, 0]))
    totals = result.totals
    assert totals["vetoes"].tolist() == ["V1", "", "V2", ""]
    assert totals["grade"].tolist() == ["poor", "fair", "poor", "fair"]
    assert totals["grade_by_points"].tolist() == ["good", "fair", "poor", "fair"]
    # 95 points under a veto rank behind everyone, also behind the 20 points
    assert totals["rank"].tolist() == [4, 1, 3, 2]
    assert "vetoed: accident" in result.summary()
    assert "一票否决：事故" in result.summary("zh")
    low = appraise(
        {**BOOK, "vetoes": [{"code": "V", "on": "late", "at_least": 2, "points": 59}]}, _rows(late=[0, 2])
    )
    assert low.total.tolist() == [80, 59]
    assert low.totals["vetoes"].tolist() == ["", "V"]


@pytest.mark.parametrize(
    ("condition", "hits"),
    [({"above": 1}, [0, 0, 1]), ({"at_least": 1}, [0, 1, 1]), ({"below": 1}, [1, 0, 0]), ({"at_most": 1}, [1, 1, 0]),
     ({"equals": 1}, [0, 1, 0])],
)  # fmt: skip
def test_conditions_of_vetoes(condition, hits):
    veto = {"code": "V", "on": "accident", **condition}
    found = appraise({**BOOK, "vetoes": [veto]}, _rows(accident=[0, 1, 2])).totals["vetoes"]
    assert (found == "V").tolist() == [bool(h) for h in hits]


def test_vetoes_on_text_and_on_criteria_columns():
    book = {
        "items": [{"code": "a", "by": "criteria", "points": 10, "of": ["x", "y"]}],
        "facts": {"fraud": "Fraud"},
        "vetoes": [
            {"code": "V", "on": "fraud", "equals": "是", "points": 0},
            {"code": "W", "on": "a", "below": 1, "points": 1},
        ],
    }
    data = pd.DataFrame({"x": [1, 1, 0], "y": [1, 1, 0], "fraud": ["否", "是", "否"]})
    assert appraise(book, data).totals["vetoes"].tolist() == ["", "V", "W"]


def test_quotas_hold_and_ties_at_the_edge():
    base = [99, 95, 95, 90, 50, 40]
    out = appraise(BOOK, _rows(base=base))
    # half of six is three: 99, 95, 95 stay, 90 falls
    assert out.grade.tolist() == ["good", "good", "good", "fair", "poor", "poor"]
    assert "good by points; the quota is full" in out.summary()
    assert "名额已满" in out.summary("zh")
    tight = {**BOOK, "grades": [{**BOOK["grades"][0], "quota": 0.34}, *BOOK["grades"][1:]]}
    assert appraise(tight, _rows(base=base)).grade.tolist()[:3] == ["good", "fair", "fair"]
    kept = appraise({**tight, "quota_ties": "in"}, _rows(base=base))
    assert kept.grade.tolist()[:4] == ["good", "good", "good", "fair"]
    # a quota that allows nobody in a small group
    assert appraise(BOOK, _rows(base=[99])).grade.tolist() == ["fair"]


def test_ties_are_broken_only_by_what_the_rulebook_names():
    data = _rows(base=[90, 88, 86, 84], new=[0, 0, 1, 0], prize=[0, 2, 0, 0])
    assert appraise(BOOK, data).rank.tolist() == [1, 1, 1, 4]
    assert appraise({**BOOK, "ties": ["new", "base"]}, data).rank.tolist() == [2, 3, 1, 4]


def test_who_must_improve():
    book = {**BOOK, "improve": {"below": 60, "bottom": 0.5}}
    result = appraise(book, _rows(base=[90, 70, 50, 70]))
    assert result.totals["improve_because"].tolist() == ["", "bottom", "below;bottom", "bottom"]
    assert result.must_improve == ["B", "C", "D"]
    assert "Must improve: B, C, D." in result.summary()
    assert "须整改：B、C、D。" in result.summary("zh")
    vetoed = appraise({**BOOK, "improve": {"vetoed": True}}, _rows(base=[90, 70], accident=[1, 0]))
    assert vetoed.totals["improve_because"].tolist() == ["veto", ""]
    assert appraise({**BOOK, "improve": {"bottom": 0.1}}, _rows(base=[90, 70])).must_improve == []


def test_groups_and_periods_stand_by_themselves():
    index = pd.MultiIndex.from_product([["2023", "2024"], list("ABCD")], names=["period", "unit"])
    data = pd.DataFrame({"base": [90, 80, 70, 60, 60, 70, 80, 90], "type": ["town", "village"] * 4}, index)
    book = {"groups": "type", "items": BOOK["items"], "improve": {"bottom": 0.5}}
    result = appraise(book, data)
    assert result.rank.tolist() == [1, 1, 2, 2, 2, 2, 1, 1]
    assert (result.totals["of"] == 2).all()
    assert [p for p, _ in result.ranking().index] == ["2023"] * 4 + ["2024"] * 4
    assert result.must_improve == [("2023", "C"), ("2023", "D"), ("2024", "A"), ("2024", "B")]
    turned = appraise(book, data.iloc[::-1])
    pd.testing.assert_frame_equal(turned.totals.loc[data.index], result.totals)


def test_changes_from_period_to_period():
    index = pd.MultiIndex.from_tuples([(2, "B"), (1, "A"), (2, "A"), (1, "B")], names=["period", "unit"])
    found = appraise({"items": BOOK["items"]}, pd.DataFrame({"base": [50, 80, 60, 70]}, index)).changes()
    assert [tuple(i) for i in found.index] == [(1, "A"), (1, "B"), (2, "B"), (2, "A")]
    assert found["change"].tolist()[2:] == [-20, -20]
    assert found["places_gained"].tolist()[2:] == [0, 0]
    assert found["change"].isna().tolist() == [True, True, False, False]
    more = pd.MultiIndex.from_tuples(
        [(1, "A"), (1, "B"), (2, "A"), (3, "A"), (3, "B")], names=["period", "unit"]
    )
    found = appraise({"items": BOOK["items"]}, pd.DataFrame({"base": [50, 80, 60, 70, 20]}, more)).changes()
    assert found["change"].dropna().to_dict() == {(2, "A"): 10, (3, "A"): 10}  # B was not there in 2
    alone = appraise({"items": BOOK["items"]}, _rows(base=[90]))
    with pytest.raises(gm.UnsuitableMethod, match="no periods"):
        alone.changes()
    with pytest.raises(gm.UnsuitableMethod, match="no grades"):
        _ = alone.grade


def test_percent_lines():
    book = {"items": [{"code": "a", "by": "entered", "points": 150}], "lines": "percent",
            "grades": [{"name": "good", "at_least": 90}, {"name": "poor"}], "improve": {"below": 60}}  # fmt: skip
    result = appraise(book, pd.DataFrame({"a": [135, 134, 89]}))
    assert result.grade.tolist() == ["good", "poor", "poor"]
    assert result.must_improve == [2]


def test_reasons_in_both_languages():
    book = {
        "items": [
            {"code": "a", "by": "rubric", "points": 10, "levels": {"good": 10, "bad": 0}},
            {"code": "b", "by": "target", "points": 10, "target": 90},
            {"code": "c", "by": "linear", "points": 10, "worst": 60, "best": 80},
            {"code": "d", "by": "criteria", "points": 10, "of": 4},
            {"code": "e", "by": "entered", "points": 10},
        ],
        "deductions": {"items": [{"code": "f", "by": "each", "points": 4, "each": 2, "free": 1}]},
        "missing": "zero",
    }
    data = pd.DataFrame({"a": ["good"], "b": [85], "c": [65], "d": [3], "e": [np.nan], "f": [2]}, index=["u"])
    result = appraise(book, data)
    assert result.reasons().loc["u"].tolist() == [
        "good: 10 of 10", "85 misses the target ≥ 90: 0 of 10", "65 between 60 and 80: 2.5 of 10",
        "3 of 4 criteria met: 7.5 of 10", "no data: 0", "2 less 1 free, x 2 points, at most 4: -2",
    ]  # fmt: skip
    chinese = result.reasons("zh").loc["u"]
    assert chinese["b"] == "85 未达标（≥ 90）：0/10 分"
    assert chinese["e"] == "无数据，计 0 分"
    assert result.total["u"] == 18
    frame = result.tables("zh")[1].frame
    assert list(frame.columns) == ["单元", "考核事项", "类别", "数值", "得分", "满分", "理由"]
    assert frame.set_index(["单元", "考核事项"]).loc[("u", "f"), "类别"] == "扣分"
    assert frame["理由"].tolist() == chinese.tolist()
    assert result.to_frame()["points"].sum() == 18
    assert result.to_frame().loc[("u", "f"), "section"] == "deductions"


def test_datasets_use_values_and_attributes():
    tree = gm.IndicatorTree.from_groups({"g": ["base"]})
    index = pd.Index(["A", "B"], name="unit")
    data = gm.Dataset(tree, pd.DataFrame({"base": [90.0, 80.0]}, index),
                      pd.DataFrame({"type": ["x", "y"], "population": [1, 2]}, index))  # fmt: skip
    result = appraise({"items": BOOK["items"], "groups": "type"}, data)
    assert result.rank.tolist() == [1, 1]
    assert result.unused == ("population",)


def test_every_faulty_cell_at_once():
    data = _rows(base=[101, "x", None, 50, np.inf], new=[0, -1, 0, 0, 0], accident=[0, None, 0, "y", 0])
    with pytest.raises(gm.FaultyInput) as error:
        appraise(BOOK, data)
    assert {f.place for f in error.value.faults} == {
        "A, base",
        "B, base",
        "C, base",
        "E, base",
        "B, new",
        "B, accident",
        "D, accident",
    }
    with pytest.raises(gm.FaultyInput) as error:
        appraise(BOOK, _rows(base=[101, None, -1]))
    assert [f.place for f in error.value.faults] == ["A, base", "C, base", "B, base"]
    assert "missing: zero" in str(error.value)


def test_faulty_columns_rows_groups_and_cells_at_once():
    book = {
        "groups": "kind",
        "items": [
            {"code": "a", "by": "entered", "points": {"x": 10, "y": 20}},
            {"code": "b", "by": "rubric", "points": 5, "levels": {"good": 5, "bad": 0}},
            {"code": "c", "by": "criteria", "points": 5, "of": ["c1", "c2", "c3"]},
            {"code": "d", "by": "entered", "points": 5},
            {"code": "e", "by": "entered", "points": 5},
        ],
        "facts": {"f": "", "g": ""},
        "vetoes": [
            {"code": "v", "on": "f", "above": 0, "points": 3},
            {"code": "w", "on": "g", "above": 0, "points": 0},
        ],
    }
    data = pd.DataFrame(
        {"kind": ["x", "z", "y", "y"], "a": [11, 99, 99, 1], "b": ["good", "so-so", "bad", "good"],
         "c1": [1, 2, 0, 1], "c2": ["yes", "no", None, "no"], "e": 1, "f": [0, "many", 0, 0]},
        index=pd.Index(["A", "B", "C", "C"], name="unit"),
    )  # fmt: skip
    data = pd.concat([data, data[["e"]]], axis="columns")
    with pytest.raises(gm.FaultyInput) as error:
        appraise(book, data)
    assert sorted(f.place for f in error.value.faults) == sorted([
        "c3", "d", "g", "e", "C", "B, kind", "A, a", "C, a", "B, b", "B, c1", "C, c2", "B, f",
    ])  # fmt: skip


def test_long_lists_of_faults_say_how_much_is_left_out():
    data = pd.DataFrame({"base": np.full(70, np.nan), "new": 0, "accident": 0})
    with pytest.raises(gm.FaultyInput, match="and 20 more like the last: there is no value"):
        appraise(BOOK, data)


def test_faulty_tables():
    with pytest.raises(gm.FaultyInput) as error:
        appraise(BOOK, _rows(base=[1]).drop(columns=["new", "accident"]))
    assert [f.place for f in error.value.faults] == ["accident", "new"]
    with pytest.raises(gm.FaultyInput, match="two or more rows"):
        appraise(BOOK, pd.concat([_rows(base=[1]), _rows(base=[2])]))
    with pytest.raises(gm.FaultyInput, match="more than once"):
        appraise(BOOK, pd.concat([_rows(base=[1]), _rows(base=[2])], axis="columns"))
    with pytest.raises(gm.FaultyInput, match="no units"):
        appraise(BOOK, _rows(base=[1]).iloc[:0])
    with pytest.raises(gm.FaultyInput, match="columns: have 2 levels"):
        appraise(BOOK, pd.DataFrame({("base", "x"): [1]}))
    with pytest.raises(gm.FaultyInput, match="Dataset or a DataFrame"):
        appraise(BOOK, {"base": [1]})
    with pytest.raises(gm.FaultyInput) as error:
        appraise({"groups": "t", "items": [{"code": "a", "by": "entered", "points": {"x": 1, "y": 2}}]},
                 pd.DataFrame({"a": [1, 1, 1], "t": ["x", "z", None]}))  # fmt: skip
    assert [f.place for f in error.value.faults] == ["1, t", "2, t"]
    with pytest.raises(gm.FaultyInput, match="levels are: bad, good"):
        _one({"by": "rubric", "points": 1, "levels": {"good": 1, "bad": 0}}, ["good", "ugly"])
    with pytest.raises(gm.FaultyInput, match="give 0 to 4"):
        _one({"by": "criteria", "points": 1, "of": 4}, [5])


def test_tables_in_chinese():
    grades = [{"name": {"en": "good", "zh": "良好"}, "at_least": 80}, {"name": {"en": "poor", "zh": "较差"}}]
    book = {
        "items": BOOK["items"],
        "bonus": BOOK["bonus"],
        "grades": grades,
        "improve": {"below": 60, "bottom": 0.5},
    }
    result = appraise(book, _rows(base=[90, 50], new=[1, 0], prize=[0, 0]))
    standing, points = (table.frame for table in result.tables("zh"))
    assert points["类别"].unique().tolist() == ["基础分", "加分"]
    assert standing["单元"].tolist() == ["A", "B"]
    assert standing["等级"].tolist() == ["良好", "较差"]
    assert standing["整改缘由"].tolist() == ["", "低于分数线、排名靠后"]
    assert standing["须整改"].tolist() == ["否", "是"]
    assert result.totals["grade"].tolist() == ["good", "poor"]
    with pytest.raises(gm.FaultyInput, match="en, zh"):
        result.tables("fr")


def test_what_a_reason_and_a_note_say_is_fit_to_be_printed():
    """A third of 10 points is 3.33; indicators that no rule reads are called by their names."""
    leaves = (gm.Indicator("a", "Orders"), gm.Indicator("b", {"en": "Trust", "zh": "信任"}))
    data = gm.Dataset(
        gm.IndicatorTree(gm.Group("g", parts=leaves)), pd.DataFrame({"a": [1.0], "b": [2.0]}, ["u"])
    )
    rules = {"items": [{"code": "a", "by": "linear", "points": 10, "worst": 0, "best": 3}]}
    found = appraise(rules, data)
    assert found.reasons("en").at["u", "a"].endswith("3.33 of 10")
    assert found.notes[0].say("zh").endswith("：信任。")
    assert found.unused == ("b",)


def test_record():
    result = appraise(BOOK, _rows(base=[90, 70]))
    plain = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert plain["totals"]["columns"][:4] == ["base", "bonus", "deductions", "total"]
    assert plain["rulebook"]["cap"] == 105
    assert "<table" in result._repr_html_()
    assert repr(result).startswith(
        "<Appraisal>\n2 units are appraised: good 1, fair 1, poor 0. No unit must improve.\n"
    )
    assert result.summary().splitlines()[1:] == ["A: 1 of 2, 90 points, good.", "B: 2 of 2, 70 points, fair."]
    with pytest.raises(gm.FaultyInput, match="language"):
        result.summary("fr")


def test_nothing_given_is_changed():
    data = _rows(base=[90, 70])
    before = data.copy()
    book = json.dumps(BOOK)
    appraise(BOOK, data).reasons()
    pd.testing.assert_frame_equal(data, before)
    assert json.dumps(BOOK) == book


@st.composite
def tables(draw):
    n = draw(st.integers(1, 10))
    columns = {
        "base": st.floats(0, 100), "new": st.integers(0, 4), "prize": st.floats(0, 3), "late": st.integers(0, 4),
        "error": st.floats(0, 5), "accident": st.integers(0, 1),
    }  # fmt: skip
    return _rows(**{name: draw(st.lists(kind, min_size=n, max_size=n)) for name, kind in columns.items()})


@given(tables(), st.randoms(use_true_random=False), st.sampled_from(["out", "in"]))
def test_invariants(data, random, ties):
    book = {**BOOK, "quota_ties": ties, "vetoes": BOOK["vetoes"][:1]}
    result = appraise(book, data)
    totals = result.totals
    assert totals["total"].between(0, 105).all()
    assert totals["bonus"].between(0, 6).all()
    assert totals["deductions"].between(-8, 0).all()
    if ties == "out":
        assert (totals["grade"] == "good").sum() <= len(totals) // 2
    assert (totals["grade"].cat.codes <= totals["grade_by_points"].cat.codes).all()
    assert (totals.loc[totals["vetoes"] != "", "grade"] == "poor").all()
    # the better rank never has the worse grade
    codes = totals.sort_values("rank")["grade"].cat.codes.to_numpy()
    assert (np.diff(codes) <= 0).all()
    order = list(range(len(data)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(appraise(book, data.iloc[order]).totals.loc[data.index], totals)


@given(tables(), st.floats(0, 50))
def test_more_points_never_rank_worse(data, more):
    before = appraise(BOOK, data)
    better = data.assign(base=data["base"].where(data.index != "A", np.minimum(data["base"] + more, 100)))
    after = appraise(BOOK, better)
    assert after.rank["A"] <= before.rank["A"]
    assert after.total["A"] >= before.total["A"]


def test_the_method_says_the_rules_and_the_table_their_numbers():
    rules = {
        "items": [{"code": "a", "by": "entered", "points": 100}],
        "bonus": {"items": [{"code": "b", "by": "each", "points": 9, "each": 1}], "cap": 12},
        "vetoes": [{"code": "v", "on": "a", "below": 20}],
        "grades": [
            {"name": "良", "at_least": 80, "quota": 0.5},
            {"name": "中", "at_least": 60},
            {"name": "差"},
        ],
    }
    found = appraise(rules, pd.DataFrame({"a": [90.0, 12.5], "b": [3.0, 0]}, ["u", "v"]))
    assert found.method_paragraph("zh") == (
        "依据考核细则对各单元考核，细则含基础分事项 1 项、加分事项 1 项（至多 12 分）、一票否决 1 项。"
        "等级划分：良（80及以上，不超过单元数的50%）、中（60及以上）、差（以下）。"
    )
    reasons = found.tables("zh")[1]
    assert reasons.frame["数值"].tolist() == ["90", "3", "12.5", "0"]
    assert reasons.groups == "unit"
