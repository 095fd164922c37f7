"""Agreement between rankings, who moves and why, and rank reversal."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from govmetrics.core import FaultyInput, IndicatorTree, Scaled, Scores, UnsuitableMethod, Weights
from govmetrics.numerics.agreement import rank_agreement
from govmetrics.ranking import compare, moora, rank_reversal, spotis, topsis

TREE = IndicatorTree.from_groups({"G": ["a", "b"]})


def scaled(values, units=None):
    values = np.asarray(values, dtype=float)
    units = units or [f"u{i}" for i in range(len(values))]
    return Scaled(TREE, pd.DataFrame(values, units, TREE.codes), pd.DataFrame(), "", (0, 100))


def weights(a):
    return Weights(TREE, pd.Series({"G": 1.0, "a": a, "b": 1 - a}))


@given(st.permutations(list(range(1, 9))))
def test_agreement_is_one_for_the_same_order_and_matches_scipy(order):
    a, b = np.arange(1.0, 9), np.array(order, dtype=float)
    tau, rho, weighted = rank_agreement(a, b)
    assert tau == pytest.approx(stats.kendalltau(a, b).statistic)
    assert rho == pytest.approx(stats.spearmanr(a, b).statistic)
    assert -1 - 1e-12 <= weighted <= 1
    assert rank_agreement(b, b) == pytest.approx((1, 1, 1))
    assert rank_agreement(a, a[::-1]) == pytest.approx((-1, -1, -1))


def test_the_weighted_correlation_minds_the_top_more():
    a = np.arange(1.0, 9)
    top, bottom = a.copy(), a.copy()
    top[[0, 1]], bottom[[6, 7]] = top[[1, 0]], bottom[[7, 6]]
    assert rank_agreement(a, top)[2] < rank_agreement(a, bottom)[2]
    assert rank_agreement(a, top)[1] == pytest.approx(rank_agreement(a, bottom)[1])


def test_moves_are_sorted_and_explained_by_weights():
    data = scaled([[90, 10], [10, 80], [50, 50], [40, 45]])
    result = compare({"mostly a": moora(data, weights(0.9)), "mostly b": moora(data, weights(0.1))}, data)
    first = result.moves.iloc[0]
    assert result.moves.index[0] == "u0"
    assert (first["best"], first["worst"], first["best_by"], first["worst_by"]) == (
        1,
        4,
        "mostly a",
        "mostly b",
    )
    assert (first["code"], first["cause"]) == ("a", "weight")
    assert (
        result.tables("zh")[2].frame["说明"].iloc[0] == "a的权重在 mostly b 中为 0.10，在 mostly a 中为 0.90"
    )
    assert result.tables()[0].frame.columns.tolist() == ["Unit", "mostly a", "mostly b"]
    assert "a weighs 0.10 by mostly b and 0.90 by mostly a" in result.summary()
    assert "u0：第 1 至 4 位" in result.summary("zh")
    json.dumps(result.to_dict())


def test_moves_between_methods_of_equal_weights_are_explained_by_the_profile():
    data = scaled([[100, 0], [52, 47], [30, 30], [60, 30]])
    one, two = moora(data, weights(0.5)), topsis(data, weights(0.5))
    other = pd.Series([1.0, 9, 2, 3], index=data.values.index)
    result = compare({"moora": one, "topsis": two, "least": other}, data)
    row = result.moves.loc["u0"]
    assert row["cause"] == "profile"
    assert row["code"] in ("a", "b")
    assert len(result.agreement) == 3


def test_scores_and_series_are_compared_and_units_matched_by_label():
    values = pd.DataFrame({"index": [3.0, 2, 1], "G": 0.0, "a": 0.0, "b": 0.0}, index=list("xyz"))
    scores = Scores(values, values * 0 + 1, weights(0.5))
    result = compare({"scores": scores, "series": pd.Series([1.0, 2, 3], index=list("zyx"))})
    assert result.agreement["kendall"].tolist() == [1.0]
    assert result.moves["range"].tolist() == [0, 0, 0]


def test_compare_faults():
    one, two = pd.Series([1.0, 2], list("xy")), pd.Series([1.0, 2], list("xz"))
    with pytest.raises(FaultyInput, match="1 ranking is given"):
        compare({"one": one})
    with pytest.raises(FaultyInput, match=r"two, y: (.|\n)*two, z: "):
        compare({"one": one, "two": two})
    with pytest.raises(FaultyInput, match="y: has no values"):
        compare({"one": one, "two": one}, scaled([[1, 2]], ["x"]))


def test_missing_scores_have_no_rank_and_do_not_move():
    one = pd.Series([3.0, np.nan, 1], list("xyz"))
    result = compare({"one": one, "two": pd.Series([3.0, 2, 1], list("xyz"))})
    assert result.ranks["one"].isna().tolist() == [False, True, False]
    assert list(result.moves.index.sort_values()) == ["x", "z"]
    assert result.agreement["kendall"].tolist() == [1.0]


def test_topsis_reverses_ranks_and_spotis_and_sums_do_not():
    # An extreme unit stretches TOPSIS's ideals; without it the order of the others turns.
    rng = np.random.default_rng(1)
    data = scaled([*rng.uniform(0, 60, (12, 2)).tolist(), [100, 0]])
    turned = rank_reversal(topsis, data, weights(0.5))
    assert (turned.table["reversed"] > 0).any()
    assert turned.table["pairs"].tolist() == [66] * 13
    assert "TOPSIS 法" in turned.summary("zh")
    for method in (spotis, moora):
        assert (rank_reversal(method, data, weights(0.5)).table["reversed"] == 0).all()


def test_rank_reversal_counts_by_hand():
    data = scaled([[90, 20], [60, 55], [20, 90], [50, 50]])

    def closest_to_the_mean(values, _):
        x = values.values
        nodes = pd.DataFrame({"index": -((x - x.mean()) ** 2).sum(axis=1), "G": 0.0}).join(x)
        return Scores(nodes, nodes * 0 + 1, weights(0.5))

    table = rank_reversal(closest_to_the_mean, data, weights(0.5), units=["u0"]).table
    before = -((data.values - data.values.mean()) ** 2).sum(axis=1).drop("u0")
    rest = data.values.drop("u0")
    after = -((rest - rest.mean()) ** 2).sum(axis=1)
    pairs = [("u1", "u2"), ("u1", "u3"), ("u2", "u3")]
    expected = sum((before[i] - before[j]) * (after[i] - after[j]) < 0 for i, j in pairs)
    assert table.at["u0", "reversed"] == expected
    assert table.at["u0", "first_changes"] == (before.idxmax() != after.idxmax())


def test_rank_reversal_faults():
    with pytest.raises(UnsuitableMethod, match="three or more"):
        rank_reversal(topsis, scaled([[1, 2], [2, 1]]), weights(0.5))
    with pytest.raises(FaultyInput, match="ghost"):
        rank_reversal(topsis, scaled([[1, 2], [2, 1], [0, 0]]), weights(0.5), units=["ghost"])
