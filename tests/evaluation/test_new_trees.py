"""A new folder fits its tree: forms for the evidence that its indicators come from, and no key of another."""

from pathlib import Path

import pytest

import govmetrics as gm
from tests.crossed import crossed

TREES = sorted(path.stem for path in (Path(__file__).parents[2] / "indicators").glob("*.yaml"))
WITH_SLOTS = [tree for tree in TREES if gm.read_tree(tree).slots]
SURVEYED_ALONE = ("community_survey", "collective_efficacy")
"""Every indicator of these is asked of residents."""
FORMS = {"records.xlsx", "survey.xlsx", "margins.xlsx"}


@pytest.mark.parametrize(
    ("tree", "language"), crossed([tree for tree in TREES if tree not in WITH_SLOTS], ["en", "zh"], 2)
)
def test_a_new_folder_asks_for_what_the_tree_needs(tmp_path: Path, tree: str, language: str) -> None:
    leaves = gm.read_tree(tree).indicators
    surveyed = any(leaf.source == "survey" or leaf.items for leaf in leaves)
    counted = tree not in SURVEYED_ALONE
    gm.evaluation.new_folder(tmp_path / "new", tree, language)  # type: ignore[arg-type]
    there = {path.name for path in (tmp_path / "new").iterdir()} & FORMS
    assert ("records.xlsx" in there, "survey.xlsx" in there, "margins.xlsx" in there) == (
        counted,
        surveyed,
        surveyed,
    )
    readme = (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
    assert {name for name in FORMS if name in readme} == there
    asked = gm.Evaluation.read(tmp_path / "new")
    assert (asked.evidence.records is not None, asked.evidence.survey is not None) == (counted, surveyed)
    assert (asked.reliability is not None) == surveyed
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(asked)  # each form is empty: one fault names it
    assert len(caught.value.faults) == 3 + counted + surveyed


@pytest.mark.parametrize("tree", WITH_SLOTS)
def test_a_tree_with_slots_is_refused_by_name_of_each_slot_and_no_folder_is_left(
    tmp_path: Path, tree: str
) -> None:
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluation.new_folder(tmp_path / "new", tree)
    assert [fault.place for fault in caught.value.faults] == gm.read_tree(tree).slots
    assert not (tmp_path / "new").exists()
    known = gm.read_tree(tree)
    if len(known.slots) < len(known):  # the way out that the fault names
        gm.evaluation.new_folder(tmp_path / "known", known.without_slots())
