"""A new folder fits its tree: forms for the evidence that its indicators come from, and no key of another."""

from pathlib import Path

import pytest

import govmetrics as gm

TREES = sorted(path.stem for path in (Path(__file__).parents[2] / "indicators").glob("*.yaml"))
FORMS = {"records.xlsx", "survey.xlsx", "margins.xlsx"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tree", TREES)
def test_a_new_folder_asks_for_what_the_tree_needs(tmp_path: Path, tree: str, language: str) -> None:
    leaves = gm.read_tree(tree).indicators
    surveyed = any(leaf.source == "survey" or leaf.items for leaf in leaves)
    counted = tree != "community_survey"  # every indicator of it is asked of residents
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
