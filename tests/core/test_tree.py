import json
from dataclasses import replace

import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, UnsuitableMethod
from tests.crossed import crossed


def leaf(code, **keys):
    return Indicator(code, better=keys.pop("better", "more"), **keys)


def test_order_is_that_of_the_file():
    tree = IndicatorTree(Group("r", "", (Group("a", "", (leaf("a2"), leaf("a1"))), leaf("b"))))
    assert tree.codes == ["a2", "a1", "b"]
    assert tree.node_codes == ["r", "a", "a2", "a1", "b"]
    assert [group.code for group in tree.groups] == ["r", "a"]
    assert tree.parents.tolist() == [-1, 0, 1, 1, 0]
    assert tree.parent("a1") == "a"
    assert tree.parent("r") is None
    assert tree.leaves("a") == ["a2", "a1"]
    assert "a" in tree
    assert "zz" not in tree
    assert len(tree) == 3


def test_every_fault_at_once_with_its_path():
    bad = Group(
        "r", "",
        (
            Group("g", "", ()),
            leaf("x", weight=-1),
            leaf("x"),
            leaf("", better="up"),
            leaf("y", worst=1.0, best=1.0),
            leaf("z", better="less", worst=0.0, best=9.0),
            leaf("t", better="target"),
            leaf("i", better="interval", target=(5.0, 2.0)),
            leaf("o", better="target", target=3.0, worst=3.0),
            Group("h", "", (leaf("h1", weight=0), leaf("h2", weight=0)), min_coverage=2.0),
        ),
    )  # fmt: skip
    with pytest.raises(FaultyInput) as error:
        IndicatorTree(bad)
    text = str(error.value)
    for part in (
        "r/g: the group is empty", "r/x: the weight is -1", "'x' is used already at r/x", "the code is empty",
        "better is 'up'", "r/y: worst and best are both 1", "r/z: better is 'less', but worst is 0",
        "r/t: better is 'target', but target is None", "r/i: better is 'interval'", "r/o: worst, 3, lies on the target",
        "r/h: the weights of its parts sum to zero", "r/h: min_coverage is 2.0",
    ):  # fmt: skip
        assert part in text
    assert len(error.value.faults) == 12


def test_a_single_leaf_is_a_tree():
    tree = IndicatorTree(leaf("only"))
    assert tree.codes == ["only"]
    assert tree.groups == ()


def test_depth_has_no_limit():
    node = leaf("leaf")
    for level in range(5000):
        node = Group(f"g{level}", "", (node,))
    tree = IndicatorTree(node)
    assert tree.codes == ["leaf"]
    assert len(tree.nodes) == 5001
    assert tree == IndicatorTree(node)


def test_ten_thousand_leaves_are_read_and_written(tmp_path):
    tree = IndicatorTree.from_groups({f"g{i}": [f"x{i}_{j}" for j in range(100)] for i in range(100)})
    assert len(tree) == 10_000
    tree.write(tmp_path / "big.csv")
    assert gm.read_tree(tmp_path / "big.csv") == tree


@pytest.mark.parametrize(
    ("name", "suffix"), crossed(gm.list_trees()["name"], ["yaml", "json", "csv", "xlsx"], 2)
)
def test_no_loss_in_any_format(name, suffix, tmp_path):
    tree = gm.read_tree(name)
    tree.write(tmp_path / f"tree.{suffix}")
    assert gm.read_tree(tmp_path / f"tree.{suffix}") == tree


def test_names_in_both_languages_and_traditional():
    node = leaf("a", name={"en": "Trust", "zh": "信任"})
    assert node.label() == "Trust"
    assert node.label("zh") == "信任"
    assert node.label("both") == "信任 Trust"
    assert leaf("b", name={"zh-Hant": "鄰里互助"}).label("zh") == "鄰里互助"
    assert leaf("c").label("zh") == "c"


def test_scored_leaves_out_inputs_and_empty_groups():
    tree = IndicatorTree(Group("r", "", (leaf("a"), Group("in", "", (leaf("staff", role="input"),)))))
    assert tree.scored().node_codes == ["r", "a"]
    assert tree.scored(("input",)).codes == ["staff"]
    assert tree.scored(("input",)).indicators[0].role == "outcome"
    assert tree.scored().scored() is tree.scored()
    with pytest.raises(UnsuitableMethod, match="no indicator has one of the roles: outcome"):
        tree.keep(["staff"]).scored()


def test_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(FaultyInput, match=r"choose one of: \.yaml"):
        IndicatorTree(leaf("a")).write(tmp_path / "tree.docx")


def test_to_dict_is_json_and_leaves_defaults_out():
    tree = gm.read_tree("wgi")
    assert json.loads(json.dumps(tree.to_dict(), ensure_ascii=False))["code"] == "WGI"
    assert "role" not in json.dumps(tree.to_dict())


def test_summary_and_html_escape_names():
    tree = IndicatorTree(leaf("a", name="<script>"))
    assert "<script>" not in tree._repr_html_()
    assert "a  <script>" in tree.summary()


def test_equality_sees_every_key():
    tree = IndicatorTree(leaf("a"))
    assert tree == IndicatorTree(leaf("a"))
    assert tree != IndicatorTree(replace(tree.root, notes="x"))
    assert tree != "tree"


def test_codes_names_and_units_of_another_kind_are_refused_with_their_place():
    """Found by the fuzz: they left as a `TypeError` of what used them first."""
    parts = [{"code": "A", "better": "more", "name": {"en": 1.5}}, {"code": "C", "better": "more", "unit": {"en": 2}},
             {"code": "D", "better": "more", "unit": 3}]  # fmt: skip
    with pytest.raises(gm.GovmetricsError) as error:
        gm.IndicatorTree.from_dict({"code": "G", "parts": parts})
    assert str(error.value).splitlines() == [
        "G/A: name is {'en': 1.5}; give text, or {en: ..., zh: ...}",
        "G/C: unit is {'en': 2}; give text, or {en: ..., zh: ...}",
        "G/D: unit is 3; give text, or {en: ..., zh: ...}",
    ]
    for code in ({"a": 1}, ["x"]):
        with pytest.raises(
            gm.GovmetricsError, match=r"tree.parts\[0\].code: is .*; give what `to_dict` wrote"
        ):
            gm.IndicatorTree.from_dict({"code": "G", "parts": [{"code": code, "better": "more"}]})
    with pytest.raises(
        gm.GovmetricsError, match=r"the code is \('x',\); give every node a short unique code"
    ):
        gm.IndicatorTree(gm.Group("G", parts=(gm.Indicator(("x",)),)))
