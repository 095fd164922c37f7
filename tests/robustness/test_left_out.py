"""Leaving out each node by sums of the others, against the aggregation of every set of weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.aggregation import METHODS
from govmetrics.core import Group, Indicator, IndicatorTree
from govmetrics.demo import us_states
from govmetrics.numerics.means import weighted_mean
from govmetrics.robustness import leave_one_out
from govmetrics.robustness.evaluate import many_weights
from govmetrics.robustness.leave_out import _without, weights_without
from govmetrics.robustness.weight_factors import renormalised


def _group(code: str, *parts: Group | Indicator | str, **options: object) -> Group:
    return Group(
        code, "", tuple(Indicator(part) if isinstance(part, str) else part for part in parts), **options
    )


DEEP = IndicatorTree(_group(
    "r",
    _group("a", _group("aa", "x0", "x1", "x2", min_coverage=0.6), "x3", _group("ab", "x4")),
    _group("b", _group("ba", "x5", "x6"), _group("bb", "x7", "x8"), aggregate="geometric"),
    "x9",
))  # fmt: skip
PARENTS = DEEP.parents[1:]
SIBLINGS = np.bincount(PARENTS)[PARENTS]


def untidy(rng: np.random.Generator) -> tuple[gm.Scaled, gm.Weights]:
    """Ties, gaps, twins, a constant, parts without weight; down to one unit."""
    x = np.round(rng.uniform(1, 100, (rng.integers(1, 12), len(DEEP.codes))), -1) + 1
    x[rng.random(x.shape) < 0.3 * rng.random()] = np.nan
    x[:, 0], x[-1] = 7.0, x[0]
    rows = pd.DataFrame(x, [f"u{i}" for i in range(len(x))], DEEP.codes)
    raw = rng.integers(0, 3, len(PARENTS)) * rng.uniform(0.1, 1, len(PARENTS))
    sums = np.bincount(PARENTS, raw, len(DEEP.nodes))[PARENTS]
    local = np.where(sums > 0, raw / np.where(sums > 0, sums, 1), 1 / SIBLINGS)
    return gm.Scaled(DEEP, rows, pd.DataFrame(), "", (1, 101)), gm.Weights(
        DEEP, pd.Series(local, DEEP.node_codes[1:])
    )


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["arithmetic", "geometric", "harmonic"]),
    st.sampled_from([0, 0.4, 0.8]),
)
def test_sums_of_the_others_are_the_aggregation_with_the_node_at_zero(seed, aggregation, least):
    scaled, weights = untidy(np.random.default_rng(seed))
    recipe = gm.Recipe(aggregation={aggregation: {"min_coverage": least}})
    zero = weights_without(weights, np.arange(len(PARENTS)))
    wanted = many_weights(recipe, scaled, weights, renormalised(DEEP, zero))
    found = _without(recipe, scaled, weights, np.arange(len(PARENTS)))
    np.testing.assert_allclose(found[SIBLINGS > 1], wanted[SIBLINGS > 1], rtol=1e-11)


def test_no_set_of_weights_is_made_for_each_leaf_where_sums_tell(monkeypatch):
    recipe, data = us_states()
    slow = replace(recipe, aggregation="mean_min")
    wanted = leave_one_out(slow, data).scores["murder"]
    data_without = data.tree.keep([code for code in data.tree.codes if code != "murder"])
    followed = gm.follow(slow, gm.Dataset(data_without, data.values[data_without.codes])).scores.values
    np.testing.assert_allclose(wanted, followed.iloc[:, 0])
    monkeypatch.setattr("govmetrics.robustness.leave_out.many_weights", None)
    leave_one_out(replace(recipe, aggregation="arithmetic"), data)
    with pytest.raises(TypeError):
        leave_one_out(slow, data)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.mean])
def test_means_are_arithmetic_ones_seen_through_their_own(name):
    x, w = np.array([[1.0, 4, 9], [2, np.nan, 5], [8, 3, 3]]), np.array([0.5, 0.2, 0.3])
    method = METHODS[name]
    there, back = method.through
    np.testing.assert_allclose(method.mean(x, w), back(weighted_mean(there(x), w)), rtol=1e-14)


@pytest.mark.parametrize("method", ["arithmetic", "mean_min"])
def test_what_is_left_out_does_not_count_where_its_siblings_have_no_weight(method):
    tree = gm.IndicatorTree.from_dict({"code": "G", "parts": [{"code": "a", "better": "more", "weight": 0},
                                                             {"code": "b", "better": "more"}]})  # fmt: skip
    values = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 5, 2]}, pd.Index(list("xyz"), name="unit"))
    recipe = gm.Recipe(weighting="assigned", aggregation=method)
    found = gm.robustness.leave_one_out(recipe, gm.Dataset(tree, values)).scores
    assert found["b"].tolist() == pytest.approx([0, 50, 100])
    assert found["a"].tolist() == pytest.approx([0, 100, 25])


def test_who_moved_most_does_not_hang_on_the_order_of_the_rows_and_is_nobody_where_no_rank_moves():
    """By hand: sums 2, 1.5, 1; without a 1, .9, 1, so that C moves two places; without c 1, 1.1, 1, so that all move one."""
    tree = IndicatorTree(_group("r", "a", "b", "c"))
    values = pd.DataFrame({"a": [0, 0.6, 1], "b": [1, 0.5, 0], "c": [0, 0.4, 1]}, ["C", "B", "A"])
    recipe = gm.Recipe(normalisation="min_max", weighting="equal")
    for rows in ([0, 1, 2], [2, 1, 0]):
        found = leave_one_out(recipe, gm.Dataset(tree, values.iloc[rows]))
        assert found.shifts["moved_most"].tolist() == ["C", "", "A"], rows
    alike = leave_one_out(recipe, gm.Dataset(tree, values.assign(b=values["a"])))
    assert alike.summary() == "Leaving out any one node shifts no rank."
    assert alike.summary("zh") == "剔除任一节点，排名均不变。"
