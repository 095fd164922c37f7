"""Text that files cannot hold, forms that sheets cannot hold, trees that nested text cannot hold."""

from __future__ import annotations

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree


def test_control_characters_and_blanks_around_codes_are_named():
    with pytest.raises(FaultyInput, match=r"a\\u000b: the code holds a control character; remove it"):
        IndicatorTree(Indicator("a\x0b"))
    with pytest.raises(FaultyInput, match="the code ' a' has blanks around it"):
        IndicatorTree(Indicator(" a"))


def test_what_acts_in_names_of_nodes_and_units_is_made_visible(tmp_path):
    tree = IndicatorTree(Indicator("a", {"en": "x\x0by"}, unit="m\x1b", notes="n\u202e"))
    assert (tree["a"].label("en"), tree["a"].measured_in("en"), tree["a"].noted("en")) == (
        r"x\u000by", r"m\u001b", r"n\u202e"
    )  # fmt: skip
    data = gm.read_records(pd.DataFrame({"a": [1.0]}, index=["x\x0by"]), tree)
    assert data.values.index.tolist() == [r"x\u000by"]
    form = gm.intake.blank_records(tree, tmp_path / "r.xlsx", units=["x\x0by"])
    assert r"x\u000by" in pd.read_excel(form, header=None).to_string()


def test_a_form_wider_than_a_sheet_is_refused(tmp_path):
    tree = IndicatorTree(Group("R", parts=tuple(Indicator(f"i{k}") for k in range(16_384))))
    with pytest.raises(FaultyInput, match="16,384 indicators are more than a sheet has columns"):
        gm.intake.blank_records(tree, tmp_path / "r.xlsx")


@pytest.mark.slow
def test_one_leaf_and_a_thousand_levels_pass_through_every_step_and_file(tmp_path):
    leaf = Indicator("a")
    node = leaf
    for level in range(1000):
        node = Group(f"g{level}", parts=(node,))
    for name, tree in (("one", IndicatorTree(leaf)), ("deep", IndicatorTree(node))):
        tree.write(tmp_path / f"{name}.csv")
        assert gm.read_tree(tmp_path / f"{name}.csv") == tree
        found = gm.follow(gm.Recipe(), gm.Dataset(tree, pd.DataFrame({"a": [1.0, 2.0]})))
        assert found.ranking()["rank"].tolist() == [1, 2]
    written = [file.name for file in gm.report.write_run(found, tmp_path / "run")]
    assert "tree.csv" in written
    assert "tree.yaml" not in written


def test_periods_of_two_kinds_and_empty_groups_in_rows_are_named():
    tree = IndicatorTree(Indicator("a"))
    frame = pd.DataFrame({"unit": ["x", "x"], "year": [2023, "Q1"], "a": [1.0, 2.0]})
    with pytest.raises(FaultyInput, match="some periods are text and others are not"):
        gm.read_records(frame, tree, period="year")
    rows = pd.DataFrame({"code": ["r", "g", "a"], "parent": ["", "r", "r"], "kind": ["group", "group", "indicator"],
                         "better": ["", "", "more"]})  # fmt: skip
    with pytest.raises(FaultyInput, match=r"row 3 \(g\): the group is empty"):
        gm.read_tree(rows)
