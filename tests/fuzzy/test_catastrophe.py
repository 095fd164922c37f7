"""The catastrophe progression method by its roots; no published example could be read, so it is worked out here."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import FaultyInput, IndicatorTree, Scaled, UnsuitableMethod

TREE = IndicatorTree.from_groups({"p": ["a", "b", "c"], "q": ["d", "e"]})
WEIGHTS = gm.weighting.assigned(TREE, {"p": 0.4, "q": 0.6, "a": 0.2, "b": 0.5, "c": 0.3, "d": 0.9, "e": 0.1})


def scaled(values, scale=(0, 1), tree=TREE):
    values = np.asarray(values, dtype=float)
    return Scaled(
        tree,
        pd.DataFrame(values, [f"u{i}" for i in range(len(values))], tree.codes),
        pd.DataFrame(),
        "",
        scale,
    )


def drawn(seed, n=5):
    return np.random.default_rng(seed).uniform(0, 1, (n, 5))


def by_hand(x, p=np.mean, q=np.mean, root=np.mean):
    """b > c > a in p (swallowtail), d > e in q (cusp), q > p at the root (cusp)."""
    a, b, c, d, e = x
    first = p([b ** (1 / 2), c ** (1 / 3), a ** (1 / 4)])
    second = q([d ** (1 / 2), e ** (1 / 3)])
    return first, second, root([second ** (1 / 2), first ** (1 / 3)])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_roots_in_the_order_of_importance(seed):
    x, root = drawn(seed), TREE.root.code
    found = gm.fuzzy.catastrophe(scaled(x), WEIGHTS, adjusted=False).values
    np.testing.assert_allclose(found[["p", "q", root]], [by_hand(row) for row in x])
    least = gm.fuzzy.catastrophe(scaled(x), WEIGHTS, "non_complementary", adjusted=False).values
    np.testing.assert_allclose(least[["p", "q", root]], [by_hand(row, min, min, min) for row in x])
    mixed = gm.fuzzy.catastrophe(scaled(x), WEIGHTS, {"q": "non_complementary"}, adjusted=False).values
    np.testing.assert_allclose(mixed[["p", "q", root]], [by_hand(row, q=min) for row in x])
    # the adjusted scale keeps the order, the unit of the scale has no say, and better values never harm
    adjusted = gm.fuzzy.catastrophe(scaled(x), WEIGHTS).values
    assert adjusted[root].rank().tolist() == found[root].rank().tolist()
    hundred = gm.fuzzy.catastrophe(scaled(1 + 99 * x, (1, 100)), WEIGHTS).values
    np.testing.assert_allclose(hundred[root], 1 + 99 * adjusted[root])
    more = gm.fuzzy.catastrophe(scaled(np.minimum(x + 0.1, 1)), WEIGHTS).values
    assert (more[root] >= adjusted[root]).all()


def test_scores_crowd_near_one_and_the_adjusted_scale_spreads_them():
    """By hand: all 0.5 gives 0.9 or so at the root of three levels; adjusted, units alike in all leaves keep their value."""
    alike = np.repeat([[0.0], [0.3], [0.5], [1]], 5, axis=1)
    plain = gm.fuzzy.catastrophe(scaled(alike), WEIGHTS, adjusted=False).values[TREE.root.code]
    assert plain.iloc[2] == pytest.approx(by_hand([0.5] * 5)[2])
    assert plain.iloc[2] > 0.88
    for rule in ("complementary", "non_complementary"):
        found = gm.fuzzy.catastrophe(scaled(alike), WEIGHTS, rule).values
        np.testing.assert_allclose(found, np.repeat(alike[:, :1], 8, axis=1), atol=1e-12)


def test_one_and_four_parts():
    tree = IndicatorTree.from_groups({"one": ["a"], "four": ["b", "c", "d", "e"]})
    weights = gm.weighting.assigned(tree, {"one": 1, "four": 2, "b": 4, "c": 3, "d": 2, "e": 1})
    found = gm.fuzzy.catastrophe(
        scaled([[0.2, 0.3, 0.4, 0.5, 0.6]], tree=tree), weights, adjusted=False
    ).values.iloc[0]
    assert found["one"] == pytest.approx(np.sqrt(0.2))
    assert found["four"] == pytest.approx(
        (0.3 ** (1 / 2) + 0.4 ** (1 / 3) + 0.5 ** (1 / 4) + 0.6 ** (1 / 5)) / 4
    )


def test_what_it_cannot_use():
    equal = gm.weighting.equal(TREE)
    with pytest.raises(
        UnsuitableMethod, match=r"p: the order of a, b, c is not known: their weights are equal"
    ):
        gm.fuzzy.catastrophe(scaled(drawn(0)), equal)
    five = IndicatorTree.from_groups({"g": list("abcde")})
    weights = gm.weighting.assigned(five, dict(zip("abcde", (5, 4, 3, 2, 1), strict=True)))
    with pytest.raises(UnsuitableMethod, match="g: has 5 parts, and the method knows up to four"):
        gm.fuzzy.catastrophe(scaled(drawn(0), tree=five), weights)
    with pytest.raises(UnsuitableMethod, match="the values have no scale"):
        gm.fuzzy.catastrophe(scaled(drawn(0), None), WEIGHTS)
    with pytest.raises(UnsuitableMethod, match=r"u0, a: 1\.5 lies off the scale 0 to 1"):
        gm.fuzzy.catastrophe(scaled([[1.5, 0, 0, 0, 0]]), WEIGHTS)
    with pytest.raises(FaultyInput, match=r"rule, z: is not a group of the tree(.|\n)*rule, p: is 'max'"):
        gm.fuzzy.catastrophe(scaled(drawn(0)), WEIGHTS, {"z": "complementary", "p": "max"})


def test_a_missing_leaf_leaves_its_groups_without_a_score():
    x = drawn(0)
    x[1, 0] = np.nan
    found = gm.fuzzy.catastrophe(scaled(x), WEIGHTS)
    gone = found.values.columns[found.values.loc["u1"].isna()]
    assert set(gone) == {TREE.root.code, "p", "a"}
    assert found.coverage.loc["u1", "p"] == pytest.approx(0.8)
    assert found.ranking()["rank"].notna().sum() == 4
