"""The order of rows by content is numpy's own of all columns, however few keys it is found by."""

import numpy as np
import pytest

from govmetrics.numerics import draw_order
from govmetrics.numerics.draw_order import content_order


def columns(kind):
    rng = np.random.default_rng(0)
    answers = rng.integers(1, 6, (3000, 40)).astype(float)
    answers[:, :12] = rng.integers(0, 2, (3000, 12))  # many rows are alike as far as here
    odd = {
        "missing": np.where(rng.random(3000) < 0.1, np.nan, answers[:, 5]),
        "infinite": np.where(rng.random(3000) < 0.1, -np.inf, answers[:, 5]),
        "fractions": answers[:, 5] / 2,
        "far": answers[:, 5] * 1e18,
        "below zero": answers[:, 5] - 3,
        "zeros with a sign": np.where(answers[:, 5] > 2, 0.0, -0.0),
        "at the limit": np.where(answers[:, 5] > 2, 0.0, draw_order._NEAR),
        "beyond the limit": np.where(answers[:, 5] > 2, 0.0, draw_order._NEAR + 1),
        "constant": np.zeros(3000),
    }
    if kind in odd:
        answers[:, 3] = odd[kind]
    return answers.astype(int) if kind == "whole" else answers > 2 if kind == "yes or no" else answers


@pytest.mark.parametrize(
    "kind",
    ["answers", "whole", "yes or no", "missing", "infinite", "fractions", "far", "below zero",
     "zeros with a sign", "at the limit", "beyond the limit", "constant"],
)  # fmt: skip
def test_the_order_is_that_of_all_columns(kind):
    x = columns(kind)
    weights = np.random.default_rng(1).integers(1, 4, len(x)) / 4
    for given in ((x,), (x[:, :14], weights), (weights, x[:, 1:5], x[:, 0]), (x[:, 3],)):
        table = np.vstack([np.atleast_2d(one.T) for one in given])
        np.testing.assert_array_equal(content_order(*given), np.lexsort(table[::-1]))


def test_words_sort_as_words():
    words = np.array(["b", "a", "10", "9", "a"], dtype=object)
    assert content_order(words, np.array([1.0, 3, 0, 0, 2])).tolist() == [2, 3, 4, 1, 0]


def test_answers_share_keys():
    """40 items of 5 answers have 3 bits each, but 12 of 1: 96 bits, in two numbers of 64."""
    assert len(draw_order._packed(columns("answers").T)) == 2
