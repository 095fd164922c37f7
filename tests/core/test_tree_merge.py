"""One tree of two: conflicts are faults unless it is said whose word holds."""

import pytest

import govmetrics as gm
from govmetrics import Group, Indicator, IndicatorTree


def leaf(code, en="", zh="", **keys):
    return Indicator(code, {"en": en, "zh": zh} if en or zh else "", **keys)


def tree(*parts, code="r", about=None):
    return IndicatorTree(Group(code, "", parts), about or {})


def said(merge):
    with pytest.raises(gm.GovmetricsError) as error:
        merge()
    assert error.value.say("zh")
    return str(error.value)


def test_the_other_tree_comes_below_the_root_or_where_it_is_said():
    mine, theirs = tree(Group("g", "", (leaf("a"),))), tree(leaf("b"), code="s")
    assert mine.merge(theirs).parts("r") == ["g", "s"]
    assert mine.merge(theirs, under="g").parts("g") == ["a", "s"]
    assert mine.merge(theirs, same={"s": "g"}).parts("g") == ["a", "b"]
    assert mine.node_codes == ["r", "g", "a"]  # nothing is changed in place


def test_one_code_is_one_node_and_groups_gain_parts():
    mine = tree(Group("g", "", (leaf("a"),)), Group("h", "", (leaf("b"),)))
    theirs = tree(Group("g", "", (leaf("a"), leaf("c"))), Group("i", "", (leaf("d"),)))
    both = mine.merge(theirs)
    assert both.node_codes == ["r", "g", "a", "c", "h", "b", "i", "d"]


def test_what_one_leaves_open_is_taken_and_notes_are_kept_from_both():
    mine = tree(leaf("a", "Trust", "", notes="mine", unit="%", mark="confirmed"))
    theirs = tree(leaf("a", "Trust", "信任", notes="theirs", worst=0.0, best=100.0))
    node = mine.merge(theirs)["a"]
    assert node == leaf(
        "a", "Trust", "信任", notes="mine; theirs", unit="%", worst=0.0, best=100.0, mark="confirmed"
    )


@pytest.mark.parametrize(
    ("key", "mine", "theirs"),
    [("better", "more", "less"), ("unit", "%", "days"), ("worst", 0.0, 1.0), ("best", 90.0, 100.0), ("weight", 1.0, 2.0),
     ("role", "outcome", "input"), ("source", "record", "survey"), ("items", ("i",), ("j",)), ("target", 3.0, 4.0)],
)  # fmt: skip
def test_every_contradiction_is_a_fault_unless_it_is_said_whose_word_holds(key, mine, theirs):
    one, other = tree(leaf("a", **{key: mine})), tree(leaf("a", **{key: theirs}))
    assert f"a.{key}: is " in said(lambda: one.merge(other))
    assert getattr(one.merge(other, prefer="mine")["a"], key) == mine
    assert getattr(one.merge(other, prefer="theirs")["a"], key) == theirs


def test_keys_of_groups_contradict_too():
    one = tree(Group("g", "", (leaf("a"),), aggregate="geometric"))
    other = tree(Group("g", "", (leaf("a"),), aggregate="arithmetic"))
    assert "g.aggregate" in said(lambda: one.merge(other))
    assert one.merge(other, prefer="theirs")["g"].aggregate == "arithmetic"


def test_all_faults_come_at_once():
    one = tree(leaf("a", "Trust", "信任"), leaf("b", better="less"), leaf("c", "Order", "秩序"), leaf("k"))
    other = tree(
        leaf("a", "Noise", "噪声"), leaf("b"), leaf("x", "Order", "秩序"), Group("k", "", (leaf("z"),))
    )
    told = said(lambda: one.merge(other))
    assert "a: is called 'Trust' here and 'Noise' there" in told
    assert "b.better: is 'less' here and 'more' there" in told
    assert "x: has the name of c in this tree; say same={'x': 'c'}, or {'x': None}" in told
    assert "k: is an indicator here and a group there" in told


def test_one_name_under_two_codes_is_asked_about():
    one, other = tree(leaf("c", "Order", "秩序")), tree(leaf("x", "Order", "秩序"))
    assert one.merge(other, same={"x": "c"}).codes == ["c"]
    assert one.merge(other, same={"x": None}).codes == ["c", "x"]


def test_a_slot_gives_way_in_either_tree():
    slot, node = leaf("a", mark="slot", weight=3.0), leaf("a", "Trust", "信任", better="less", unit="%")
    full = tree(slot, leaf("b", weight=3.0)).merge(tree(node))["a"]
    assert (full.name, full.better, full.unit, full.weight, full.mark) == (node.name, "less", "%", 3.0, "")
    assert tree(node).merge(tree(slot))["a"] == node
    group = tree(slot).merge(tree(Group("a", "A", (leaf("x"), leaf("y")))))
    assert group.codes == ["x", "y"]


def test_a_node_that_stands_elsewhere_stays_where_it_is_once_that_is_said():
    one = tree(Group("g", "", (leaf("a"),)), Group("h", "", (leaf("b"),)))
    other = tree(Group("h", "", (leaf("a"), leaf("c"))))
    assert "a: stands below g here and below h there" in said(lambda: one.merge(other))
    both = one.merge(other, prefer="mine")
    assert both.parts("g") == ["a"]
    assert both.parts("h") == ["b", "c"]


def test_a_group_of_which_nothing_is_left_is_a_fault():
    one, other = tree(Group("g", "", (leaf("a"),))), tree(Group("n", "", (leaf("a"),)))
    assert "n: all its parts stand elsewhere in this tree" in said(lambda: one.merge(other, prefer="mine"))
    assert one.merge(other, same={"n": "g"}).node_codes == ["r", "g", "a"]


def test_weights_that_do_not_belong_together_are_asked_about():
    one, other = tree(leaf("a", weight=0.2), leaf("b", weight=0.8)), tree(leaf("c"))
    assert "r: takes in 1 part, and its parts do not all weigh the same" in said(lambda: one.merge(other))
    assert [part.weight for part in one.merge(other, weights="kept").root.parts] == [0.2, 0.8, 1.0]
    assert [part.weight for part in one.merge(other, weights="equal").root.parts] == [1.0, 1.0, 1.0]
    assert one.merge(tree(leaf("a", weight=0.2))).shares("r").tolist() == [0.2, 0.8]  # nothing comes in


def test_about_says_both_sources():
    one = tree(leaf("a"), about={"source": {"en": "Book", "zh": "书"}, "licence": "CC BY"})
    other = tree(
        leaf("b"), about={"source": {"en": "Paper", "zh": "论文"}, "licence": "CC BY", "edition": "2"}
    )
    both = one.merge(other).about
    assert both == {"source": {"en": "Book; Paper", "zh": "书；论文"}, "licence": "CC BY", "edition": "2"}


def test_a_merged_tree_is_written_and_read(tmp_path):
    both = gm.read_tree("hotline_12345").merge(
        gm.read_tree("hotline_panjin_2023"),
        same={"hotline": "HL", "on_time": "R2"},
        prefer="mine",
        weights="equal",
    )
    assert len(both) == 12 + 3
    both.write(tmp_path / "both.yaml")
    assert gm.read_tree(tmp_path / "both.yaml") == both


def test_merging_a_tree_with_itself_changes_nothing():
    for name in gm.list_trees()["name"]:
        one = gm.read_tree(name)
        assert one.merge(one) == one


def test_odd_arguments_are_named_at_once():
    one, other = tree(leaf("a"), leaf("b")), tree(leaf("c"), leaf("a"))
    told = said(lambda: one.merge(other, same=3, under="a", prefer="all", weights=1))
    assert all(place in told for place in ("same:", "under:", "prefer:", "weights:"))
    told = said(lambda: one.merge(other, same={"zz": "a", "c": "nope", 3: "a", "a": None}))
    assert told.count("is not a node of the other tree") == 2
    assert "same['c']: 'nope' is not a node of the tree" in told
    assert "same['a']: both trees have this code" in told
    assert "are both said to be it" in said(lambda: one.merge(other, same={"c": "b", "r": "r", "a": "b"}))
    assert "other" in said(lambda: one.merge("wgi"))


def test_a_tree_of_one_indicator_has_no_room():
    one = IndicatorTree(leaf("a"))
    assert "the tree has no group" in said(lambda: one.merge(tree(leaf("b"))))
    assert one.merge(IndicatorTree(leaf("a", unit="%"))).root.unit == "%"


def test_deep_trees_are_merged():
    node = leaf("x")
    for depth in range(2000):
        node = Group(f"g{depth}", "", (node,))
    assert len(tree(leaf("a")).merge(IndicatorTree(node)).nodes) == 2003
