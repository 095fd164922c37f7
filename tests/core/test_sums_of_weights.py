"""A group of weights that does not come to the whole, as those of the others do, is named: a share may be mistyped."""

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.weights import sum_notes

FRAME = pd.DataFrame({code: [1.0, 2, 3] for code in ("a1", "a2", "b1", "b2")}, ["East", "West", "North"])


def tree(*weights, role="outcome"):
    """Two groups of two: weights of A, B, a1, a2, b1, b2."""
    a, b, a1, a2, b1, b2 = weights
    leaves = {code: {"code": code, "better": "more", "weight": weight} for code, weight in
              zip(("a1", "a2", "b1", "b2"), (a1, a2, b1, b2), strict=True)}  # fmt: skip
    leaves["b2"]["role"] = role
    return gm.read_tree({"code": "g", "parts": [{"code": "A", "weight": a, "parts": [leaves["a1"], leaves["a2"]]},
                                                {"code": "B", "weight": b, "parts": [leaves["b1"], leaves["b2"]]}]})  # fmt: skip


@pytest.mark.parametrize(("weights", "said"), [
    ((0.6, 0.4, 0.5, 0.4, 0.2, 0.8), "A: the weights of its parts sum to 0.9, those of other groups to 1:"),
    ((60, 40, 50, 40, 20, 80), "A: the weights of its parts sum to 90, those of other groups to 100:"),
    ((0.6, 0.3, 0.5, 0.5, 0.2, 0.8), "g: the weights of its parts sum to 0.9, those of other groups to 1:"),
])  # fmt: skip
def test_it_is_named_with_its_sum(weights, said):
    run = gm.follow(gm.Recipe(weighting="assigned"), gm.Dataset(tree(*weights), FRAME))
    assert [str(note)[: len(said)] for note in run.notes] == [said]
    assert "下级权重之和为" in run.notes[0].say("zh")


def test_so_it_is_where_a_form_gives_the_weights():
    given = {"A": 0.6, "B": 0.4, "a1": 0.5, "a2": 0.5, "b1": 0.2, "b2": 0.7}
    recipe = gm.Recipe(weighting={"assigned": {"weights": given}})
    run = gm.follow(recipe, gm.Dataset(tree(1, 1, 1, 1, 1, 1), FRAME))
    assert str(run.notes[0]).startswith("B: the weights of its parts sum to 0.9,")


@pytest.mark.parametrize("weights", [
    (0.6, 0.4, 0.33, 0.66, 0.2, 0.8),  # rounded
    (3, 1, 2, 5, 4, 1),  # proportions
    (1, 1, 0.5, 0.5, 1, 1),  # no weights in two of them
    (0.5, 0.4, 0.5, 0.4, 0.2, 0.8),  # more than half
])  # fmt: skip
def test_what_is_meant_so_is_not(weights):
    assert sum_notes(tree(*weights)) == []
    assert gm.follow(gm.Recipe(weighting="assigned"), gm.Dataset(tree(*weights), FRAME)).notes == ()


def test_what_is_not_scored_counts_in_the_sum():
    found = tree(0.6, 0.4, 0.5, 0.5, 0.2, 0.8, role="context")
    assert gm.follow(gm.Recipe(weighting="assigned"), gm.Dataset(found, FRAME)).notes == ()


def test_trees_that_are_shipped_have_none():
    assert not [name for name in gm.list_trees()["name"] if sum_notes(gm.read_tree(name))]
