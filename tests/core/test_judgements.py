"""The noun of experts' judgements: what it accepts, what it refuses, and in which words."""

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import FaultyInput, IndicatorTree, Judgements

TREE = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1"]}, root="all")
GOOD = [[1, 2, 4], [1 / 2, 1, 3], [1 / 4, 1 / 3, 1]]


def test_matrices_are_aligned_by_label_and_missing_groups_are_not_asked():
    shuffled = pd.DataFrame(GOOD, ["a1", "a2", "a3"], ["a1", "a2", "a3"]).loc[
        ["a3", "a1", "a2"], ["a2", "a3", "a1"]
    ]
    judgements = Judgements.from_matrices(TREE, {"Li": {"A": shuffled}, "Ann": {"all": [[1, 3], [1 / 3, 1]]}})
    np.testing.assert_allclose(judgements.stacks["A"][0], GOOD)
    assert judgements.answered("A").tolist() == [True, False]
    assert judgements.answered("all").tolist() == [False, True]
    assert judgements.answered("B").tolist() == [False, False]
    assert list(judgements.stacks) == ["all", "A"]  # the tree's order
    assert judgements.matrix("Li", "A").loc["a2", "a3"] == 3


def test_frame_has_one_row_a_judgement():
    matrix = np.array(GOOD)
    matrix[0, 2] = matrix[2, 0] = np.nan
    frame = Judgements.from_matrices(TREE, {"Li": {"A": matrix}}).to_frame()
    assert frame[["first", "second", "value"]].values.tolist() == [["a1", "a2", 2.0], ["a2", "a3", 3.0]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({(0, 1): 2, (1, 0): 2}, ["Li, A, a1 : a2", "not reciprocal", "0.5"]),
        ({(0, 1): 0, (1, 0): 0}, ["Li, A, a1 : a2", "not positive"]),
        ({(0, 1): -3, (1, 0): -1 / 3}, ["Li, A, a1 : a2", "not positive"]),
        ({(0, 1): np.inf, (1, 0): 0}, ["Li, A, a1 : a2", "not positive"]),
        ({(0, 1): 1e200, (1, 0): 1e-200}, ["Li, A", "is 1e+200, and no number may reach 1e+100"]),
        ({(0, 1): np.nan}, ["Li, A, a1 : a2", "half-filled"]),
        ({(1, 0): np.nan}, ["Li, A, a1 : a2", "half-filled"]),
        ({(2, 2): 2}, ["Li, A, a3 : a3", "diagonal"]),
        ({(2, 2): np.nan}, ["Li, A, a3 : a3", "diagonal"]),
    ],
)
def test_faults_name_expert_group_and_pair(change, words):
    matrix = np.array(GOOD)
    for cell, value in change.items():
        matrix[cell] = value
    with pytest.raises(FaultyInput) as error:
        Judgements.from_matrices(TREE, {"Li": {"A": matrix}, "Ann": {"A": GOOD}})
    assert len(error.value.faults) == 1
    assert all(word in str(error.value) for word in words)


def test_all_faults_come_at_once():
    bad = np.array(GOOD)
    bad[0, 1] = 7
    with pytest.raises(FaultyInput) as error:
        Judgements.from_matrices(TREE, {"Li": {"A": bad}, "Ann": {"A": bad}})
    assert [f.place for f in error.value.faults] == ["Li, A, a1 : a2", "Ann, A, a1 : a2"]


def test_unknown_groups_labels_and_shapes_are_named():
    labelled = pd.DataFrame(GOOD, ["a1", "a2", "x"], ["a1", "a2", "x"])
    with pytest.raises(FaultyInput) as error:
        Judgements.from_matrices(
            TREE, {"Li": {"A": labelled, "C": GOOD, "all": GOOD}, "Ann": {"A": [["1", "x"], ["y", 1]]}}
        )
    for words in ("a1, a2, x", "Li, C: is not a group", "the shape is 3 x 3, not 2 x 2", "not a number"):
        assert words in str(error.value)


def test_an_entry_rounded_to_two_decimals_is_reciprocal_and_a_wrong_one_is_not():
    for given, mirror in ((3, 0.33), (7, 0.14), (8, 0.13), (6, 0.17), (9, 0.11), (1.5, 0.67)):
        Judgements.from_matrices(TREE, {"Li": {"all": [[1, given], [mirror, 1]]}})
    for given, mirror in ((3, 0.34), (9, 0.12), (2, 0.45), (1, 1.01), (1000, 0.005)):
        with pytest.raises(FaultyInput, match="not reciprocal"):
            Judgements.from_matrices(TREE, {"Li": {"all": [[1, given], [mirror, 1]]}})


def test_nobody_and_the_same_name_twice_are_refused():
    with pytest.raises(FaultyInput, match="there are none"):
        Judgements(TREE, [], {})
    with pytest.raises(FaultyInput, match="more than once"):
        Judgements(TREE, ["Li", "Li"], {"all": np.ones((2, 2, 2))})


def test_input_is_copied_and_frozen():
    stack = np.array([GOOD])
    judgements = Judgements(TREE, ["Li"], {"A": stack})
    stack[0, 0, 1] = 9
    assert judgements.stacks["A"][0, 0, 1] == 2
    with pytest.raises(ValueError, match="read-only"):
        judgements.stacks["A"][0, 0, 1] = 9


def test_an_expert_without_answers_may_be_all_nan():
    stack = np.array([GOOD, np.full((3, 3), np.nan)])
    assert Judgements(TREE, ["Li", "Ann"], {"A": stack}).answered("A").tolist() == [True, False]
