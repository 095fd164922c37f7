"""What two trees share and lack: codes, names in both languages, likeness as proposals."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics import Group, Indicator, IndicatorTree

NAMES = list(gm.list_trees()["name"])


def leaf(code, en="", zh="", **keys):
    return Indicator(code, {"en": en, "zh": zh} if en or zh else "", **keys)


def tree(*parts, code="r", name="root"):
    return IndicatorTree(Group(code, name, parts))


def test_by_code_and_name_by_code_by_name_and_by_one_language():
    mine = tree(leaf("a", "Trust", "信任"), leaf("b"), leaf("c", "Order", "秩序"), leaf("d", "Care", "照料"))
    theirs = tree(
        leaf("a", "Trust", "信任"), leaf("b"), leaf("x", "order", "秩序！"), leaf("y", "Care", "关爱")
    )
    found = mine.compare(theirs)
    rows = found.shared.set_index("code")
    assert rows["by"].map(str).to_dict() == {
        "r": "code and name", "a": "code and name", "b": "code", "c": "name", "d": "English name",
    }  # fmt: skip
    assert rows["code_other"].to_dict() == {"r": "r", "a": "a", "b": "b", "c": "x", "d": "y"}
    assert len(found.near) == len(found.clashes) == len(found.only) == len(found.only_other) == 0


def test_one_code_for_different_things_is_no_shared_node():
    found = tree(leaf("a", "Trust", "信任")).compare(tree(leaf("a", "Noise", "噪声")))
    assert found.shared["code"].tolist() == ["r"]
    assert found.clashes["code"].tolist() == ["a"]
    assert found.only["code"].tolist() == found.only_other["code"].tolist() == ["a"]


def test_near_names_are_proposed_and_not_taken():
    found = tree(leaf("R3", "", "回访满意率")).compare(tree(leaf("s", "", "满意率")))
    # Pairs of characters: 回访 访满 满意 意率 and 满意 意率: Dice = 2 * 2 / (4 + 2).
    assert found.near[["code", "code_other", "alike"]].to_numpy().tolist() == [["R3", "s", 0.667]]
    assert found.only["code"].tolist() == ["R3"]
    assert len(tree(leaf("R3", "", "回访满意率")).compare(tree(leaf("s", "", "满意率")), alike=0.7).near) == 0


def test_a_name_that_stands_twice_is_proposed_and_not_taken():
    mine = tree(leaf("a", "Perception", "感知"), leaf("b", "Perception", "感知"))
    found = mine.compare(tree(leaf("x", "Perception", "感知")))
    assert found.shared["code"].tolist() == ["r"]
    assert found.near[["code", "code_other", "alike"]].to_numpy().tolist() == [
        ["a", "x", 1.0],
        ["b", "x", 1.0],
    ]


def test_names_of_two_nodes_in_two_languages_are_not_taken():
    mine = tree(leaf("a", "Trust", "信任"))
    found = mine.compare(tree(leaf("x", "Trust", "互信"), leaf("y", "Confidence", "信任")))
    assert found.shared["code"].tolist() == ["r"]
    assert set(found.near["code_other"]) == {"x", "y"}


@pytest.mark.parametrize(
    ("there", "said"),
    [({"better": "less"}, "direction"), ({"unit": "days"}, "unit of measurement"), ({"weight": 3.0}, "share in its group"),
     ({"worst": 0.0}, "worst"), ({"best": 9.0}, "best"), ({"target": 3.0}, "target"), ({"role": "input"}, "role"),
     ({"source": "survey"}, "source of data")],
)  # fmt: skip
def test_what_differs_is_said(there, said):
    mine, theirs = leaf("a", "Trust", "信任"), leaf("a", "Trust", "信任", **there)
    found = tree(mine, leaf("b")).compare(tree(theirs, leaf("b"))).shared.set_index("code")["differs"]
    assert str(found["a"]) == said
    assert (found["b"] is None) == (said != "share in its group")


def test_kind_and_group_above_differ():
    mine = tree(Group("g", "", (leaf("a"), leaf("b"))), Group("h", "", (leaf("c"),)))
    theirs = tree(Group("g", "", (leaf("a"),)), Group("h", "", (leaf("b"),)), leaf("c"))
    found = mine.compare(theirs).shared.set_index("code")["differs"]
    assert "group above" in str(found["b"])
    assert "group above" in str(found["c"])
    kinds = tree(leaf("g")).compare(tree(Group("g", "", (leaf("z"),)))).shared.set_index("code")["differs"]
    assert str(kinds["g"]) == "indicator or group"


def test_a_slot_is_known_by_its_place_alone():
    early, late = gm.read_tree("city_check_2021"), gm.read_tree("city_check_2023")
    found = early.compare(late)
    assert found.shared["code"].tolist() == ["CSTJ"]
    assert found.clashes["code"].tolist() == ["D1", "D2", "D3", "D4"]
    filled = early.fill({"D1_1": leaf("D1_1", "Air", "空气")})
    assert "D1_1" in early.compare(filled).shared["code"].tolist()
    assert len(early.compare(filled).near) == 0


def test_hotline_trees_of_two_cities():
    found = gm.read_tree("hotline_12345").compare(gm.read_tree("hotline_panjin_2023"))
    assert found.shared[["code", "code_other"]].to_numpy().tolist() == [["HL", "hotline"], ["R2", "on_time"]]
    assert found.near[["code", "code_other"]].to_numpy().tolist() == [["R3", "satisfaction"]]
    for language in ("en", "zh"):
        assert len(found.tables(language)) == 4
        assert found.summary(language)


@pytest.mark.parametrize("name", NAMES)
def test_a_tree_shares_all_with_itself(name):
    one = gm.read_tree(name)
    found = one.compare(one)
    assert found.shared["code"].tolist() == one.node_codes
    assert found.shared["differs"].isna().all()


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_turned_round_it_says_the_same(first, second):
    mine, theirs = gm.read_tree(first), gm.read_tree(second)
    forth, back = mine.compare(theirs), theirs.compare(mine)
    pairs = set(map(tuple, forth.shared[["code", "code_other"]].to_numpy().tolist()))
    assert {(b, a) for a, b in back.shared[["code", "code_other"]].to_numpy().tolist()} == pairs
    near = set(map(tuple, forth.near[["code", "code_other", "alike"]].to_numpy().tolist()))
    assert {(b, a, x) for a, b, x in back.near[["code", "code_other", "alike"]].to_numpy().tolist()} == near
    assert forth.only["code"].tolist() == back.only_other["code"].tolist()
    assert len(forth.shared) + len(forth.only) == len(mine.nodes)
    assert len(forth.shared) + len(forth.only_other) == len(theirs.nodes)


@pytest.mark.parametrize("other", [None, 3, "wgi", {}, Indicator("a")])
def test_anything_else_is_refused(other):
    with pytest.raises(gm.GovmetricsError, match="other"):
        tree(leaf("a")).compare(other)


@pytest.mark.parametrize("alike", [-0.1, 1.1, np.nan, "x", None])
def test_odd_likeness_is_refused(alike):
    with pytest.raises(gm.GovmetricsError, match="alike"):
        tree(leaf("a")).compare(tree(leaf("a")), alike)


def test_a_comparison_goes_into_files_of_results():
    found = tree(leaf("a", "Trust", "信任")).compare(tree(leaf("b", "Trusts", "信任度")))
    content = found.to_dict()
    assert content["schema"] == "govmetrics/tree_comparison/1"
    assert replace(found, alike=0.5).alike == 0.5


@pytest.mark.slow
def test_two_trees_of_a_thousand_leaves_are_compared_within_seconds():
    sides = [
        tree(*(leaf(f"{side}{n}", f"Indicator number {n} of {side}", f"指标{n}{side}") for n in range(1000)))
        for side in "xy"
    ]
    start = time.perf_counter()
    assert len(sides[0].compare(sides[1]).near) > 0
    print(time.perf_counter() - start)
