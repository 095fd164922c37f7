"""Fuzzy TOPSIS: the worked example of its paper, its formula, and ratings that are none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics import ranking, weighting
from govmetrics.core import FaultyInput, IndicatorTree, UnsuitableMethod

CODES, UNITS = [f"C{j}" for j in range(1, 6)], ["A1", "A2", "A3"]
SHORT = {"MG": "medium good", "G": "good", "VG": "very good", "F": "fair"}
LEVELS = {"M": "medium", "MH": "medium high", "H": "high", "VH": "very high"}
TABLE_4 = {
    "C1": ["MG G MG", "G G MG", "VG G F"], "C2": ["G MG F", "VG VG VG", "MG G VG"], "C3": ["F G G", "VG VG G", "G MG VG"],
    "C4": ["VG G VG", "VG VG VG", "G VG MG"], "C5": ["F F F", "VG MG G", "G G MG"],
}  # fmt: skip
"""Chen (2000), table 4: what three decision makers think of three candidates."""
TABLE_3 = ["H VH VH VH M", "VH VH H VH MH", "MH VH H VH MH"]
TABLE_5 = {
    "C1": [(5.7, 7.7, 9.3), (6.3, 8.3, 9.7), (6.3, 8, 9)], "C2": [(5, 7, 9), (9, 10, 10), (7, 9, 10)],
    "C3": [(5.7, 7.7, 9), (8.3, 9.7, 10), (7, 9, 10)], "C4": [(8.33, 9.67, 10), (9, 10, 10), (7, 9, 10)],
    "C5": [(3, 5, 7), (7, 9, 10), (6.3, 8.3, 9.7)],
}  # fmt: skip
WEIGHTS_5 = [(0.7, 0.9, 1), (0.9, 1, 1), (0.77, 0.93, 1), (0.9, 1, 1), (0.43, 0.63, 0.83)]


def rated_in_words():
    ratings = {
        f"D{k + 1}": pd.DataFrame(
            {code: [SHORT[cell.split()[k]] for cell in cells] for code, cells in TABLE_4.items()}, UNITS
        )
        for k in range(3)
    }
    weights = pd.DataFrame(
        [[LEVELS[word] for word in row.split()] for row in TABLE_3], ["D1", "D2", "D3"], CODES
    )
    return ratings, weights


def rated_in_triangles():
    weights = pd.DataFrame([WEIGHTS_5], ["all"], CODES)
    return {"all": pd.DataFrame(TABLE_5, UNITS)}, weights


def test_chen_2000():
    """Chen (2000), Fuzzy Sets and Systems 114, 1-9, tables 3 to 8 and CC = 0.62, 0.77, 0.71.

    Of table 8, 2.10 for the first candidate does not follow from the paper's own table 7, whose distances from (1, 1, 1)
    sum to 1.94; so its CC is 0.64, not 0.62. (1.24 is 1.26 by table 7.) The others come out to what rounding leaves.
    """
    found = ranking.fuzzy_topsis(*rated_in_triangles())
    np.testing.assert_allclose(found.table["D-"], [3.45, 4.13, 3.85], atol=0.02)
    np.testing.assert_allclose(found.table["D+"][1:], [1.26, 1.59], atol=0.005)
    assert found.scores.round(2).tolist()[1:] == [0.77, 0.71]
    table_7 = np.array(
        [(0.41, 0.71, 0.96), (0.45, 0.7, 0.9), (0.44, 0.72, 0.9), (0.75, 0.97, 1), (0.13, 0.32, 0.58)]
    )
    by_hand = np.sqrt(((1 - table_7) ** 2).mean(axis=1)).sum()
    assert found.table["D+"].iloc[0] == pytest.approx(by_hand, abs=0.01)
    assert round(by_hand, 2) == 1.94
    assert found.ranks.tolist() == [3, 1, 2]


def test_chen_2000_from_words():
    """Table 4 in words gives the paper's order; its table 5 rounds, and has (7, 9, 10) for "good, very good, medium good", whose
    mean is (7, 8.67, 9.67)."""
    found = ranking.fuzzy_topsis(*rated_in_words())
    assert found.ranks.tolist() == [3, 1, 2]
    assert found.scores.round(2).tolist() == [0.64, 0.77, 0.7]
    importance = found.details["importance"].round(2).to_numpy().tolist()
    expected = [[0.7, 0.87, 0.97], [0.9, 1, 1], [0.77, 0.93, 1], [0.9, 1, 1], [0.43, 0.63, 0.83]]
    assert importance == expected  # the paper rounds the first to (0.7, 0.9, 1)
    chinese = {"medium good": "较好", "good": "好", "very good": "很好", "fair": "一般"}
    ratings, weights = rated_in_words()
    spoken = {name: frame.replace(chinese) for name, frame in ratings.items()}
    pd.testing.assert_series_equal(ranking.fuzzy_topsis(spoken, weights).scores, found.scores)
    turned = {name: frame.iloc[::-1, ::-1] for name, frame in list(ratings.items())[::-1]}
    backwards = ranking.fuzzy_topsis(turned, weights).scores
    pd.testing.assert_series_equal(backwards.sort_index(), found.scores.sort_index())


def test_costs_and_crisp_weights():
    """A cost's triangle is the least lower end over the triangle turned round; crisp weights are divided by the greatest."""
    rated = pd.DataFrame({"open": [(3, 5, 7), (7, 9, 10)], "price": [(10, 20, 40), (20, 20, 20)]}, ["x", "y"])
    tree = IndicatorTree.from_groups({"G": ["open", "price"]})
    found = ranking.fuzzy_topsis(
        {"D": rated}, weighting.assigned(tree, {"open": 2, "price": 1}), costs=["price"]
    )
    v = np.array([[[0.3, 0.5, 0.7], [0.125, 0.25, 0.5]], [[0.7, 0.9, 1], [0.25, 0.25, 0.25]]])
    near, far = (np.sqrt(((v - end) ** 2).mean(axis=2)).sum(axis=1) for end in (0, 1))
    np.testing.assert_allclose(found.table["D-"], near)
    np.testing.assert_allclose(found.scores, near / (near + far))
    importance = pd.DataFrame(
        {"open": ["high"], "price": [(0.2, 0.5, 1)]}, ["D"]
    )  # a cost's least end meets the least weight
    v = np.array([[[0.3, 0.5, 0.7], [0.25, 0.5, 1]], [[0.7, 0.9, 1], [0.5, 0.5, 0.5]]]) * [
        [0.7, 0.9, 1],
        [0.2, 0.5, 1],
    ]
    near, far = (np.sqrt(((v - end) ** 2).mean(axis=2)).sum(axis=1) for end in (0, 1))
    fuzzy = ranking.fuzzy_topsis({"D": rated}, importance, costs=["price"])
    np.testing.assert_allclose(fuzzy.table[["D-", "D+"]], np.column_stack([near, far]))
    assert found.to_frame().columns.tolist() == ["D+", "D-", "CC", "rank"]


def test_words_are_those_of_the_paper_in_both_languages():
    """Chen (2000), tables 1 and 2, from the worst word to the best."""
    table_1 = [
        (0, 0, 0.1),
        (0, 0.1, 0.3),
        (0.1, 0.3, 0.5),
        (0.3, 0.5, 0.7),
        (0.5, 0.7, 0.9),
        (0.7, 0.9, 1),
        (0.9, 1, 1),
    ]
    table_2 = [(0, 0, 1), (0, 1, 3), (1, 3, 5), (3, 5, 7), (5, 7, 9), (7, 9, 10), (9, 10, 10)]
    assert list(ranking.IMPORTANCE_WORDS.values()) == table_1 * 2
    assert list(ranking.RATING_WORDS.values()) == table_2 * 2


def test_every_fault_at_once():
    ratings, weights = rated_in_words()
    ratings["D1"].loc["A1", "C1"] = "goood"
    ratings["D2"].loc["A2", "C3"] = None
    ratings["D3"] = ratings["D3"].rename(index={"A3": "A4"})
    weights.loc["D1", "C1"] = "huge"
    with pytest.raises(FaultyInput) as error:
        ranking.fuzzy_topsis(ratings, weights, costs=["C9"])
    for part in ("D1, A1, C1: is 'goood'", "D2, A2, C3: is ", "ratings, D3: has other units", "weights, D1, C1: is 'huge'",
                 "C9: is not an indicator that was rated"):  # fmt: skip
        assert part in str(error.value)
    triangles, weights = rated_in_triangles()
    triangles["all"].at["A1", "C1"] = (9, 5, 7)
    with pytest.raises(FaultyInput, match=r"all, A1, C1: is .*; give three rising numbers"):
        ranking.fuzzy_topsis(triangles, weights)
    with pytest.raises(FaultyInput, match="C5: is a cost with a rating of zero or less"):
        ranking.fuzzy_topsis({"D": pd.DataFrame(0.0, UNITS, CODES)}, pd.Series(0.2, CODES), costs=["C5"])
    with pytest.raises(UnsuitableMethod, match="1 unit cannot be ranked"):
        ranking.fuzzy_topsis({"D": pd.DataFrame(1.0, ["A1"], CODES)}, pd.Series(0.2, CODES))
