"""Slots: places of a tree whose indicator is not known, in every format, and refused where data come in."""

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import Group, Indicator, IndicatorTree

ORIGIN = {"en": "page 3", "zh": "第3页"}
LEAF = Indicator("a", {"en": "Trust", "zh": "信任"}, better="less", mark="confirmed", origin=ORIGIN)
SLOT = Indicator("b", {"en": "To be filled in", "zh": "待补充"}, mark="slot", weight=2.0)
TREE = IndicatorTree(
    Group("r", {"en": "All", "zh": "总"}, (Group("g", "G", (LEAF, SLOT), mark="confirmed"),)),
    {"source": {"en": "Book", "zh": "书"}},
)


@pytest.mark.parametrize("name", ["t.yaml", "t.json", "t.csv", "t.xlsx"])
def test_marks_and_origins_come_back_from_every_format(name, tmp_path):
    TREE.write(tmp_path / name)
    assert gm.read_tree(tmp_path / name) == TREE
    assert IndicatorTree.from_dict(TREE.to_dict()) == TREE


@pytest.mark.parametrize("language", ["en", "zh"])
def test_marks_and_origins_come_back_from_a_drawn_tree(language, tmp_path):
    path = gm.intake.blank_tree(tmp_path / "t.xlsx", language, TREE)
    assert gm.read_tree(path) == TREE


def test_a_slot_needs_no_direction_and_anything_else_does():
    tree = gm.read_tree({"code": "r", "parts": [{"code": "a", "mark": "slot"}]})
    assert tree.slots == ["a"]
    assert "better" not in str(tree.to_dict())
    with pytest.raises(gm.GovmetricsError, match="better: is missing"):
        gm.read_tree({"code": "r", "parts": [{"code": "a", "mark": "confirmed"}]})


@pytest.mark.parametrize("mark", ["maybe", 3, None, ["slot"]])
def test_other_marks_are_refused(mark):
    with pytest.raises(gm.GovmetricsError, match="mark"):
        gm.read_tree({"code": "r", "parts": [{"code": "a", "better": "more", "mark": mark}]})
    with pytest.raises(gm.GovmetricsError, match="mark is"):
        IndicatorTree(Indicator("a", mark=mark))


def test_a_group_is_no_slot_and_origins_are_text():
    with pytest.raises(gm.GovmetricsError, match="a group with parts is no slot"):
        IndicatorTree(Group("r", "", (LEAF,), mark="slot"))
    with pytest.raises(gm.GovmetricsError, match="origin is 3"):
        IndicatorTree(Indicator("a", origin=3))


def test_a_tree_with_slots_is_read_and_printed():
    assert "slot to fill" in TREE.summary("en")
    assert "待补充" in TREE.summary("zh")
    assert "1 is a slot to fill" in repr(TREE)
    table = TREE.tables("zh")[0].frame
    assert (
        table["核实情况"].tolist() == ["", "已核实", "已核实", "待补充"]
        or table["核实情况"].iloc[-1] == "待补充"
    )
    assert TREE.origin_of("a", "zh") == "第3页"
    assert TREE.origin_of("b", "en") == "Book"


def test_data_name_every_slot_and_what_to_do():
    values = pd.DataFrame({"a": [1.0, 2], "b": [3.0, 4]}, index=["x", "y"])
    with pytest.raises(gm.GovmetricsError) as error:
        gm.Dataset(TREE, values)
    assert "b: is a slot" in str(error.value)
    assert "tree.fill" in str(error.value)
    assert "tree.without_slots()" in str(error.value)
    with pytest.raises(gm.GovmetricsError, match="b: is a slot"):
        gm.read_records(values.rename_axis("unit").reset_index(), TREE)
    # Both ways out work.
    assert gm.Dataset(TREE.without_slots(), values[["a"]]).values.shape == (2, 1)
    full = TREE.fill({"b": Indicator("b", "Order", better="more")})
    assert gm.Dataset(full, values).values.shape == (2, 2)


def test_a_tree_of_nothing_but_slots_offers_only_what_can_be_done():
    tree = gm.read_tree("nanjing_2016")
    with pytest.raises(gm.GovmetricsError) as error:
        gm.Dataset(tree, pd.DataFrame(1.0, index=["x"], columns=tree.codes))
    assert str(error.value).count("is a slot") == 4
    assert "without_slots" not in str(error.value)


def test_fill_puts_groups_too_and_refuses_what_is_no_slot():
    full = TREE.fill({"b": Group("h", "H", (Indicator("c"), Indicator("d")))})
    assert full.codes == ["a", "c", "d"]
    assert full.slots == []
    with pytest.raises(gm.GovmetricsError) as error:
        TREE.fill({"a": LEAF, "zz": SLOT, "b": 3})
    assert str(error.value).count("is not a slot of the tree") == 2
    assert "nodes['b']" in str(error.value)
    with pytest.raises(gm.GovmetricsError, match="is used already"):
        TREE.fill({"b": LEAF})
