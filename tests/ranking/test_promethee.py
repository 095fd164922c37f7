"""PROMETHEE, TODIM and grey relational degrees: a published table, another program's answers, formulas pair by pair."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmetrics import ranking
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.numerics.pair_sums import pair_sums
from govmetrics.ranking.preference import Criterion, flows

TREE = IndicatorTree.from_groups({"G": ["a", "b", "c", "d"]}, {"b": "less"})
EVEN = pd.Series(0.25, TREE.codes)


def scaled(values, tree=TREE, scale=(0, 100)):
    values = np.asarray(values, dtype=float)
    return Scaled(
        tree,
        pd.DataFrame(values, [f"u{i}" for i in range(len(values))], tree.codes),
        pd.DataFrame(),
        "",
        scale,
    )


def drawn(seed=0, n=12):
    return np.random.default_rng(seed).integers(0, 12, (n, 4)) * 5.0  # with ties


def by_pairs(x, criterion):
    """Each preference function of Brans and Vincke (1985) as it is written, over all pairs."""
    d, (kind, q, p, s) = x[:, None] - x, criterion
    found = {
        "usual": d > 0,
        "u_shape": d > q,
        "v_shape": np.where(d > p, 1, d / (p or 1)),
        "level": np.where(d > p, 1, np.where(d > q, 0.5, 0)),
        "linear": np.where(d > p, 1, (d - q) / ((p - q) or 1)),
        "gaussian": 1 - np.exp(-(d**2) / (2 * (s or 1) ** 2)),
    }[kind]
    found = np.where(d > 0, np.maximum(found, 0.0), 0.0)
    return found.sum(axis=1), found.sum(axis=0)


def test_papathanasiou_and_ploskas():
    """Papathanasiou and Ploskas (2018), Multiple Criteria Decision Aid, Springer, chapter 3: net flows of six sites, linear
    functions with q = 1, p = 2. The book was not read: the table stands in the tests of two open-source packages."""
    x = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    weights = pd.Series([0.4, 0.3, 0.1, 0.2], TREE.codes)
    found = ranking.promethee(scaled(x), weights, "linear", preference=2, indifference=1)
    assert found.scores.round(2).tolist() == [-0.26, -0.52, -0.22, 0.36, 0.7, -0.06]
    assert found.ranks.tolist() == [5, 6, 4, 2, 1, 3]


CRITERIA = [Criterion("usual"), Criterion("u_shape", 10), Criterion("v_shape", 0, 20), Criterion("level", 5, 20),
            Criterion("linear", 5, 20), Criterion("gaussian", 0, 0, 15)]  # fmt: skip


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda c: c.shape)
def test_each_function_pair_by_pair(criterion):
    for x in (drawn()[:, 0], np.random.default_rng(1).uniform(0, 60, 600)):  # more than one block
        for found, expected in zip(flows(x, criterion), by_pairs(x, criterion), strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-9)
    plus, minus = flows(-x, criterion)
    np.testing.assert_allclose((minus, plus), flows(x, criterion), atol=1e-9)


def test_a_difference_on_the_threshold_is_on_it():
    """0.8 - 0.6 is a rounding error above 0.2: both values are still indifferent, as 80 and 60 with 20 are."""
    for kind in ("u_shape", "level"):
        small = flows(np.array([0.8, 0.6, 0.3]), Criterion(kind, 0.2, 0.5))
        np.testing.assert_array_equal(small, flows(np.array([80.0, 60, 30]), Criterion(kind, 20, 50)))


def test_values_far_apart_keep_their_digits():
    x = np.array([0.0, 1, 2, 1e12, -1e12])
    plus, minus = flows(x, Criterion("linear", 0.5, 1.5))
    np.testing.assert_allclose(plus, [1, 1.5, 2.5, 4, 0])
    np.testing.assert_allclose(minus, [2.5, 1.5, 1, 0, 4])
    plus, _ = flows(np.array([1e300, 0.0, -1e300]), Criterion("gaussian", 0, 0, 1e-300))
    assert plus.tolist() == [2, 1, 0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(CRITERIA))
def test_flows_hold_together(seed, criterion):
    values = drawn(seed)
    names = {
        "indifference": criterion.indifference,
        "preference": criterion.preference,
        "inflection": criterion.inflection,
    }
    options = {name: value for name, value in names.items() if value}
    data, weights = scaled(values), pd.Series([0.1, 0.2, 0.3, 0.4], TREE.codes)
    found = ranking.promethee(data, weights, criterion.shape, **options)
    assert abs(found.scores.sum()) < 1e-9
    assert found.table[["leaving", "entering"]].min().min() >= 0
    assert (found.table["leaving"] + found.table["entering"]).max() <= 1 + 1e-12
    # a better value never harms its unit; rows may come in any order; a common unit of values and thresholds has no say
    better = values.copy()
    better[3, 1] += 7
    assert (
        ranking.promethee(scaled(better), weights, criterion.shape, **options).scores["u3"]
        >= found.scores["u3"] - 1e-12
    )
    order = data.values.index[::-1]
    turned = ranking.promethee(Scaled(TREE, data.values.loc[order], pd.DataFrame(), "", (0, 100)), weights,
                               criterion.shape, **options)  # fmt: skip
    pd.testing.assert_series_equal(turned.scores[found.scores.index], found.scores)
    tenfold = ranking.promethee(scaled(values * 10, scale=None), weights, criterion.shape,
                                **{name: value * 10 for name, value in options.items()})  # fmt: skip
    np.testing.assert_allclose(tenfold.scores, found.scores, atol=1e-12)


def test_incomparable_pairs_are_those_whose_flows_disagree():
    found = ranking.promethee(scaled(drawn(3)), EVEN, "level", preference=20, indifference=5)
    plus, minus = found.table["leaving"].round(10), found.table["entering"].round(10)
    expected = {
        frozenset((a, b))
        for a in plus.index
        for b in plus.index
        if (plus[a] > plus[b] and minus[a] > minus[b])
    }
    pairs = found.details["incomparable"]
    assert expected
    assert {frozenset(pair) for pair in pairs.itertuples(index=False)} == expected
    assert found.details["pairs"] == len(expected) == found.table["incomparable"].sum() / 2
    assert found.tables("zh")[1].caption == "不可比的单元（PROMETHEE I）"
    assert f"有 {len(expected)} 对单元不可比" in found.summary("zh")
    # over two periods only units of the same one are compared by PROMETHEE I
    rows = pd.MultiIndex.from_product([[2023, 2024], list("tuvwxy")], names=["period", "unit"])
    panel = Scaled(TREE, scaled(drawn(3)).values.set_axis(rows), pd.DataFrame(), "", (0, 100))
    of_years = ranking.promethee(panel, EVEN, "level", preference=20, indifference=5)
    assert of_years.details["incomparable"].columns.tolist() == ["period", "unit", "other"]
    pairs_of_years = {(p, u, o) for p, u, o in of_years.details["incomparable"].itertuples(index=False)}
    by_year = {
        (p, *sorted((a, b)))
        for p, a in rows
        for q, b in rows
        if p == q
        and (
            of_years.table.loc[(p, a), ["leaving", "entering"]]
            > of_years.table.loc[(q, b), ["leaving", "entering"]] + 1e-9
        ).all()
    }
    assert {(p, *sorted((u, o))) for p, u, o in pairs_of_years} == by_year
    assert by_year
    many = ranking.promethee(
        scaled(np.random.default_rng(0).uniform(0, 100, (60, 4))), EVEN, "gaussian", inflection=30
    )
    assert len(many.details["incomparable"]) == 100 < many.details["pairs"]
    assert f"of {many.details['pairs']}" in many.tables("en")[1].notes[0]


def test_thresholds_are_in_the_unit_of_the_values_and_costs_are_costs():
    frame = pd.DataFrame({"a": [1.0, 2], "b": [900.0, 400], "c": [5.0, 5], "d": [1.0, 1]}, ["x", "y"])
    found = ranking.promethee(Dataset(TREE, frame), EVEN, {"a": "usual", "b": "u_shape", "c": "usual", "d": "usual"},
                              indifference={"b": 499})  # fmt: skip
    assert found.table["leaving"].tolist() == [0, 0.5]  # b: 500 less is more than 499
    wide = ranking.promethee(Dataset(TREE, frame), EVEN, "u_shape", indifference=500)
    assert wide.table["leaving"].tolist() == [0, 0]
    assert wide.ranks.tolist() == [1, 1]


def test_promethee_refuses_all_at_once():
    with pytest.raises(FaultyInput) as error:
        ranking.promethee(scaled(drawn()), EVEN, {"a": "level", "b": "round", "c": "usual", "x": "usual"},
                          preference={"a": 2, "c": 3}, indifference={"a": 2})  # fmt: skip
    for part in ("shape, x: is not an indicator", "shape, b: is 'round'", "shape, d: is None",
                 "a: the indifference threshold 2 is not below the preference threshold 2",
                 "preference, c: is given, and the function usual does not use it"):  # fmt: skip
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match="preference, a: is None; give a number above 0"):
        ranking.promethee(scaled(drawn()), EVEN, "v_shape")
    with pytest.raises(FaultyInput, match="indifference, a: is None; give a number from 0"):
        ranking.promethee(scaled(drawn()), EVEN, "u_shape")
    with pytest.raises(FaultyInput, match="preference: is given, and no preference function uses it"):
        ranking.promethee(scaled(drawn()), EVEN, preference=3)
    with pytest.raises(FaultyInput, match="inflection, a: is 0; give a number above 0"):
        ranking.promethee(scaled(drawn()), EVEN, "gaussian", inflection=0)


def test_todim_against_another_program():
    """pyDecision 5.1.8, `todim_method`, of the same matrix divided by its columns' sums; no published table could be read."""
    x = np.array([[7.0, 1, 1, 3, 1], [8.6, 3, 1, 2, 3], [7.8, 1, 2, 1, 1], [9.5, 1, 1, 1, 2], [7.3, 2, 2, 1, 4],
                  [6.2, 1, 3, 1, 1]])  # fmt: skip
    tree = IndicatorTree.from_groups({"G": list("abcde")})
    data, weights = scaled(x / x.sum(axis=0), tree, None), pd.Series([5.0, 3, 3, 3, 1], tree.codes)
    for theta, expected in {
        1: [0.022009, 1.0, 0.02754, 0.165231, 0.964148, 0.0],
        2.5: [0.060634, 1.0, 0.0, 0.128193, 0.86565, 0.014376],
    }.items():
        assert ranking.todim(data, weights, theta).scores.round(6).tolist() == expected


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 5))
def test_todim_by_its_formula(seed, theta):
    x, w = drawn(seed) / 60, np.array([0.1, 0.2, 0.3, 0.4])
    d = x[:, None] - x
    phi = np.where(d > 0, np.sqrt(w * np.maximum(d, 0)), -np.sqrt(np.maximum(-d, 0) / w) / theta)
    delta = phi.sum(axis=(1, 2))
    found = ranking.todim(scaled(x * 60), pd.Series(w, TREE.codes), theta)  # a common scale has no say
    np.testing.assert_allclose(found.scores, (delta - delta.min()) / np.ptp(delta), atol=1e-9)


def test_pair_sums_over_blocks():
    x = np.random.default_rng(2).integers(0, 400, 700) / 7
    d = x[:, None] - x
    above, below = pair_sums(x, np.sqrt)
    np.testing.assert_allclose(above, np.sqrt(np.maximum(d, 0)).sum(axis=1))
    np.testing.assert_allclose(below, np.sqrt(np.maximum(d, 0)).sum(axis=0))


def test_todim_refuses_what_it_cannot_tell_apart():
    tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    with pytest.raises(UnsuitableMethod, match="the same dominance"):
        ranking.todim(scaled([[0, 10], [10, 0]], tree), pd.Series(0.5, tree.codes))
    with pytest.raises(FaultyInput, match="theta: is 0; give a number above 0"):
        ranking.todim(scaled([[0, 10], [10, 0]], tree), pd.Series(0.5, tree.codes), theta=0)


def test_grey_relational_by_its_formula():
    x, w = drawn(4), pd.Series([0.1, 0.2, 0.3, 0.4], TREE.codes)
    for reference in (None, dict(zip(TREE.codes, (100.0, 90, 80, 70), strict=True))):
        ideal = x.max(axis=0) if reference is None else np.array(list(reference.values()))
        delta = np.abs(x - ideal)
        xi = (delta.min() + 0.3 * delta.max()) / (delta + 0.3 * delta.max())
        found = ranking.grey_relational(scaled(x), w, reference, 0.3)
        np.testing.assert_allclose(found.scores, xi @ w)
        np.testing.assert_allclose(found.table["mean_coefficient"], xi.mean(axis=1))
    with pytest.raises(
        FaultyInput, match=r"a: has no reference(.|\n)*x: is not an indicator(.|\n)*reference, x: is nan"
    ):
        ranking.grey_relational(scaled(x), w, {"x": np.nan, "b": 1, "c": 1, "d": 1})


def test_multimoora_as_scikit_criteria_counts():
    from skcriteria.agg.moora import multimoora

    rng = np.random.default_rng(3)
    for n in (2, 3, 9, 600):  # more than one block
        x = pd.DataFrame(rng.integers(1, 9, (n, 4)) * 1.0, [f"u{i}" for i in range(n)], TREE.codes)
        found = ranking.multimoora(Dataset(TREE, x), EVEN).scores
        if n < 600:
            matrix = x.to_numpy() / np.sqrt((x.to_numpy() ** 2).sum(axis=0))
            assert found.tolist() == multimoora(matrix, np.array([1, -1, 1, 1]), EVEN.to_numpy())[1].tolist()
        else:
            assert found.tolist() == ranking.multimoora(Dataset(TREE, x[::-1]), EVEN).scores[::-1].tolist()
