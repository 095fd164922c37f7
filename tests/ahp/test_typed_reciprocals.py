""".33, .12 and .11 mean 1/3, 1/8 and 1/9, whatever door they came through."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})
TYPED = [[1, 8, 8], [0.12, 1, 0.33], [0.12, 3, 1]]
EXACT = [[1, 8, 8], [1 / 8, 1, 1 / 3], [1 / 8, 3, 1]]
SAATY = [1 / k for k in range(9, 1, -1)] + [float(k) for k in range(1, 10)]


def labelled(matrix):
    return pd.DataFrame(matrix, list("abc"), list("abc"))


def ratio_of(judgements):
    return gm.ahp.weights(judgements, draws=0).experts["consistency_ratio"].iloc[0]


def doors(matrix, tmp_path):
    """Return the consistency ratio of one matrix through every door."""
    frame = labelled(matrix)
    frame.to_csv(tmp_path / "m.csv")
    frame.to_excel(tmp_path / "m.xlsx")
    rows = [("e", r, c, frame.loc[r, c]) for r in "abc" for c in "abc" if r != c]
    long = pd.DataFrame(rows, columns=["expert", "first", "second", "value"])
    yield "array", gm.ahp.eigenvector(np.array(matrix)).consistency_ratio
    yield "frame", gm.ahp.eigenvector(frame).consistency_ratio
    yield "stack", gm.ahp.eigenvector(np.array([matrix, matrix])).consistency_ratio[1]
    yield "mapping", ratio_of(gm.read_judgements({"e": {"G": frame}}, TREE))
    yield "noun", ratio_of(gm.Judgements(TREE, ["e"], {"G": np.array([matrix])}))
    yield "csv", ratio_of(gm.read_judgements(tmp_path / "m.csv", TREE))
    yield "xlsx", ratio_of(gm.read_judgements(tmp_path / "m.xlsx", TREE))
    yield "long, both sides", ratio_of(gm.read_judgements(long, TREE))
    yield "long, from below", ratio_of(gm.read_judgements(long.iloc[::-1].reset_index(drop=True), TREE))


def test_two_digits_give_the_verdict_of_the_fractions_through_every_door(tmp_path):
    wanted = gm.ahp.eigenvector(np.array(EXACT)).consistency_ratio
    assert wanted == pytest.approx(0.1169, abs=5e-5)
    for door, ratio in doors(TYPED, tmp_path):
        assert ratio == pytest.approx(wanted, abs=1e-12), door


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_none_of_the_saaty_matrices_changes_its_verdict_when_it_is_typed(digits):
    triples = np.array(list(itertools.product(SAATY, repeat=3)))
    exact = np.ones((len(triples), 3, 3))
    for at, (i, j) in enumerate(((0, 1), (0, 2), (1, 2))):
        exact[:, i, j], exact[:, j, i] = triples[:, at], 1 / triples[:, at]
    typed = np.where(exact < 1, np.round(exact, digits), exact)
    assert (typed != exact).any(axis=(1, 2)).sum() > 3000
    wanted, found = gm.ahp.eigenvector(exact), gm.ahp.eigenvector(typed)
    np.testing.assert_array_equal(found.passed(), wanted.passed())
    np.testing.assert_allclose(found.weights, wanted.weights, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("typed", "whole"), [
    (0.3, 3), (0.33, 3), (0.333, 3), (0.2, 5), (0.25, 4), (0.17, 6), (0.167, 6), (0.16667, 6), (0.14, 7), (0.143, 7),
    (0.1429, 7), (0.12, 8), (0.13, 8), (0.125, 8), (0.11, 9),
])  # fmt: skip
def test_one_side_alone_means_the_fraction(typed, whole):
    pairs = pd.DataFrame(
        {"expert": ["e"] * 3, "first": list("aab"), "second": list("bcc"), "value": [typed, 1, 2]}
    )
    found = gm.read_judgements(pairs, TREE)
    assert found.matrix("e", "G").loc["a", "b"] == 1 / whole
    assert found.matrix("e", "G").loc["b", "a"] == whole
    by_hand = gm.ahp.eigenvector([[1, typed], [1 / typed, 1]])
    assert by_hand.weights[1] == pytest.approx(whole / (1 + whole), abs=1e-12)


DECIMALS = [
    (k, typed) for k in range(2, 10) for typed in {round(1 / k, digits) for digits in range(2, 7)}
] + [(3, 0.3), (8, 0.13)]  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(DECIMALS), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_what_is_typed_is_the_fraction_through_every_door(tmp_path, pairs, turned):
    """Both sides typed, the smaller with decimals: the ratio of consistency is that of the whole numbers, to the last digit."""
    typed, exact = np.ones((3, 3)), np.ones((3, 3))
    for (i, j), (k, given_), turn in zip(((0, 1), (0, 2), (1, 2)), pairs, turned, strict=True):
        a, b = (j, i) if turn else (i, j)
        typed[a, b], typed[b, a], exact[a, b], exact[b, a] = k, given_, k, 1 / k
    wanted = gm.ahp.eigenvector(exact).consistency_ratio
    for door, ratio in doors(typed.tolist(), tmp_path):
        assert ratio == pytest.approx(wanted, abs=1e-12), door


@pytest.mark.parametrize(("typed", "back"), [(0.1, 9), (0.2, 4), (0.3, 4), (0.3, 2), (0.4, 3)])
def test_one_decimal_that_fits_several_fractions_is_no_rounding(typed, back):
    with pytest.raises(gm.FaultyInput, match=r"not reciprocal|out of scale"):
        gm.read_judgements({"e": {"G": labelled([[1, typed, 1], [back, 1, 1], [1, 1, 1]])}}, TREE)
    with pytest.raises(gm.FaultyInput, match="not reciprocal"):
        gm.ahp.eigenvector([[1, typed], [back, 1]])


def test_a_tenth_beside_a_scale_of_nine_is_said():
    """.1 is neither 1/9 (.11) nor anything of 1 to 9: it stays 1/10, and somebody must know."""
    for matrix in ([[1, 0.1, 3], [10, 1, 5], [1 / 3, 0.2, 1]], [[1, 0.1, 3], [10, 1, 5], [0.33, 0.2, 1]]):
        frame = labelled(matrix)
        for notes in (
            gm.ahp.eigenvector(frame).notes,
            gm.read_judgements({"e": {"G": frame}}, TREE, largest=10).notes,
        ):
            told = [note for note in notes if "stand for 1/10" in note]
            assert len(told) == 1
            assert "a : b" in told[0]
            assert "1/10" in told[0].say("zh")
    plain = gm.ahp.eigenvector(labelled([[1, 0.1, 30], [10, 1, 5], [1 / 30, 0.2, 1]]))
    assert not any("1/10" in note for note in plain.notes)
    pairs = pd.DataFrame({"expert": ["e"], "first": ["a"], "second": ["b"], "value": [0.1]})
    with pytest.raises(
        gm.FaultyInput, match=r"0\.1 is none of the scale: 1/9 is \.11; write 1/9, or pass `largest=10`"
    ):
        gm.read_judgements(pairs, TREE)
    assert gm.read_judgements(pairs, TREE, largest=10).matrix("e", "G").loc["b", "a"] == 10


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_a_sheet_of_a_form_that_was_saved_as_text_says_so(tmp_path, language):
    form = gm.ahp.blank_judgements(TREE, tmp_path / "f.xlsx", "Li", language)
    for sheet in (0, 1):
        pd.read_excel(form, sheet_name=sheet, header=None).to_csv(
            tmp_path / "f.csv", header=False, index=False
        )
        with pytest.raises(gm.FaultyInput, match="single sheet of a judgement form"):
            gm.read_judgements(tmp_path / "f.csv", TREE)


def test_a_table_may_have_a_column_called_as_the_head_of_a_form(tmp_path):
    rows = [("G", "Li", x, y, v) for x, y, v in (("a", "b", 3), ("a", "c", 5), ("b", "c", 0.3))]
    table = pd.DataFrame(rows, columns=["Group", "Expert", "First", "Second", "Value"])
    table.to_csv(tmp_path / "t.csv", index=False)
    assert gm.read_judgements(tmp_path / "t.csv", TREE).matrix("Li", "G").loc["c", "b"] == 3


@given(st.floats(1 / 9, 9))
def test_what_is_no_rounded_fraction_stays_as_it_is(value):
    matrix = gm.ahp.eigenvector([[1, value], [1 / value, 1]]).matrix
    typed = any(
        value == round(1 / k, d) or 1 / value == round(1 / k, d) for k in range(2, 10) for d in range(1, 7)
    )
    assert typed or (matrix[0, 1] == value and matrix[1, 0] == 1 / value)


@pytest.mark.parametrize(("value", "back"), [(1.5, 0.67), (2.5, 0.4), (8.33, 0.12), (3.5, 0.29)])
def test_of_two_sides_that_differ_the_larger_stays(value, back):
    found = gm.ahp.eigenvector([[1, back], [value, 1]])
    assert found.matrix[1, 0] == value
    assert found.matrix[0, 1] == 1 / value


def test_what_was_restored_is_said_in_both_languages():
    found = gm.ahp.eigenvector(labelled(TYPED))
    assert "3 rounded reciprocals are taken as exact, such as matrix, b : a 0.12 as 1/8" in found.summary()
    assert "3 个按小数填写的倒数已还原为准确的倒数" in found.summary("zh")
    judged = gm.read_judgements({"Li": {"G": labelled(TYPED)}}, TREE)
    assert "Li, G, b : c 0.33 as 1/3" in judged.summary()
    assert judged.notes == gm.ahp.weights(judged, draws=0).notes
    assert not gm.ahp.eigenvector(labelled(EXACT)).notes


def test_a_mistake_is_no_rounding():
    with pytest.raises(gm.FaultyInput, match="a : b: not reciprocal"):
        gm.ahp.eigenvector(pd.DataFrame([[1, 0.5], [3, 1]], list("ab"), list("ab")))


def test_answers_may_be_proportions(tmp_path):
    book = Workbook()
    for row in (["", "a", "b", "c"], ["a", 1, "1:3", "２"], ["b", None, 1, "1/4"], ["c", None, None, 1]):
        book.active.append(row)
    book.save(tmp_path / "Li.xlsx")
    matrix = gm.read_judgements(tmp_path / "Li.xlsx", TREE).matrix("Li", "G")
    assert matrix.to_numpy().tolist() == [[1, 1 / 3, 2], [3, 1, 1 / 4], [1 / 2, 4, 1]]
