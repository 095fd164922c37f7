"""The climb against a plain recursion, one node, one unit and one set at a time."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.numerics.climb import Branches, Climbed, climb, node_means, totals, whole_shares
from govmetrics.numerics.means import weighted_mean


class Case(NamedTuple):
    parents: np.ndarray
    leaves: np.ndarray
    shares: np.ndarray
    least: np.ndarray
    kinds: list[str]


@st.composite
def ragged(draw: st.DrawFn) -> np.ndarray:
    """Parents of any tree in the order in which each node comes before its parts, a single leaf included."""
    parents, path = [-1], [0]
    for place in range(1, draw(st.integers(1, 14))):
        path = path[: draw(st.integers(1, len(path)))]
        parents.append(path[-1])
        path.append(place)
    return np.array(parents, dtype=np.intp)


@st.composite
def cases(draw: st.DrawFn, gaps: bool = True) -> Case:
    """Trees with values of 4 units, 3 sets of shares with zeros among them, and rules and means by group."""
    parents = draw(ragged())
    n, branches = len(parents), Branches(parents)
    leaves = draw(arrays(float, (len(branches.leaves), 4), elements=st.floats(0.5, 100)))
    if gaps:
        leaves[draw(arrays(bool, leaves.shape))] = np.nan
    shares = draw(arrays(float, (3, n), elements=st.sampled_from([0.0, 0.1, 0.25, 1.0])))
    for parts in branches.parts:
        sums = shares[:, parts].sum(axis=1, keepdims=True)
        shares[:, parts] = np.where(sums > 0, shares[:, parts] / np.where(sums > 0, sums, 1), 1 / len(parts))
    least = draw(arrays(float, n, elements=st.sampled_from([0.0, 0.3, 0.66, 1.0])))
    kinds = draw(st.lists(st.sampled_from(["arithmetic", "geometric", "harmonic"]), min_size=n, max_size=n))
    return Case(parents, leaves, shares, least, kinds)


def plain(case: Case, place: int, leaf: dict[int, float], share: np.ndarray) -> tuple[float, float]:
    """Return a node's value and coverage by recursion, for one unit and one set of shares."""
    parts = [p for p, parent in enumerate(case.parents) if parent == place]
    if not parts:
        return leaf[place], float(not math.isnan(leaf[place]))
    below = [(share[p], *plain(case, p, leaf, share)) for p in parts]
    known = [(w, value, covered) for w, value, covered in below if not math.isnan(value)]
    coverage = math.fsum(w * covered for w, _, covered in known)
    total = math.fsum(w for w, _, _ in known)
    if total == 0 or coverage == 0 or coverage < case.least[place] - 1e-9:
        return math.nan, coverage
    known = [(w / total, value, covered) for w, value, covered in known]
    kind = case.kinds[place]
    if kind == "geometric":
        return math.prod(value**w for w, value, _ in known), coverage
    if kind == "harmonic":
        return 1 / math.fsum(w / value for w, value, _ in known), coverage
    return math.fsum(w * value for w, value, _ in known), coverage


def expected(case: Case, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return values and coverage of the groups, (groups, units)."""
    branches = Branches(case.parents)
    found = np.array(
        [
            [
                plain(case, g, dict(zip(branches.leaves.tolist(), x, strict=True)), share)
                for x in case.leaves.T
            ]
            for g in branches.groups.tolist()
        ]
    ).reshape(len(branches.groups), case.leaves.shape[1], 2)
    return found[..., 0], found[..., 1]


MEANS = {
    "arithmetic": weighted_mean,
    "geometric": lambda x, w: np.exp(weighted_mean(np.log(x), w)),
    "harmonic": lambda x, w: 1 / weighted_mean(1 / x, w),
}


def climbed(case: Case, shares: np.ndarray, least: np.ndarray | None) -> Climbed:
    """Return what is found for the groups; the leaves have to be as they were given."""
    branches = Branches(case.parents)
    found = climb(branches, case.leaves, shares, lambda at, x, w: MEANS[case.kinds[at]](x, w), least)
    if shares.ndim == 2:
        return found
    np.testing.assert_array_equal(found.values[branches.leaves], case.leaves)
    if least is not None and np.isnan(case.leaves).any():
        np.testing.assert_array_equal(found.coverage[branches.leaves], ~np.isnan(case.leaves))
    return Climbed(*(x[branches.groups] for x in found))


@settings(deadline=None)
@given(cases())
def test_one_set_of_shares(case):
    found = climbed(case, case.shares[0], case.least)
    values, coverage = expected(case, case.shares[0])
    np.testing.assert_allclose(found.values, values, rtol=1e-9)
    np.testing.assert_allclose(found.coverage, coverage, atol=1e-12)


@settings(deadline=None)
@given(cases())
def test_many_sets_together_are_each_set_alone(case):
    found = climbed(case, case.shares, case.least)
    assert found.values.shape == found.coverage.shape == (len(Branches(case.parents).groups), 3, 4)
    for k, share in enumerate(case.shares):
        values, coverage = expected(case, share)
        np.testing.assert_allclose(found.values[:, k], values, rtol=1e-9)
        np.testing.assert_allclose(found.coverage[:, k], coverage, atol=1e-12)


@settings(deadline=None)
@given(cases(gaps=False), st.booleans())
def test_complete_values_are_covered_whatever_is_asked(case, many):
    shares = case.shares if many else case.shares[0]
    found, without = climbed(case, shares, np.ones(len(case.parents))), climbed(case, shares, None)
    np.testing.assert_array_equal(found.values, without.values)
    assert (found.coverage == 1).all()
    assert found.coverage.shape == found.values.shape
    for k, share in enumerate(np.atleast_2d(shares)):
        np.testing.assert_allclose(
            found.values[:, k] if many else found.values, expected(case, share)[0], rtol=1e-9
        )


@settings(deadline=None)
@given(cases())
def test_without_a_rule_every_mean_is_taken(case):
    case = case._replace(least=np.zeros(len(case.parents)), kinds=["arithmetic"] * len(case.parents))
    branches = Branches(case.parents)
    found = node_means(branches, case.leaves.T, case.shares[0])
    np.testing.assert_array_equal(found[:, branches.leaves], case.leaves.T)
    np.testing.assert_allclose(found[:, branches.groups].T, expected(case, case.shares[0])[0], rtol=1e-9)


@settings(deadline=None)
@given(cases())
def test_values_with_another_axis_are_missing_as_a_whole(case):
    """Two numbers a leaf: the second climbs as its own multiple, under the same coverage."""

    def mean(at, x, w):
        return np.stack([MEANS["arithmetic"](x[..., k], w) for k in range(2)], axis=-1)

    double = np.stack([case.leaves, -3 * case.leaves], axis=-1)
    branches = Branches(case.parents)
    found = climb(branches, double, case.shares[0], mean, case.least)
    np.testing.assert_array_equal(found.values[branches.leaves], double)
    found = Climbed(*(x[branches.groups] for x in found))
    values, coverage = expected(case._replace(kinds=["arithmetic"] * len(case.parents)), case.shares[0])
    np.testing.assert_allclose(found.values[..., 0], values, rtol=1e-9)
    np.testing.assert_allclose(found.values[..., 1], -3 * values, rtol=1e-9)
    np.testing.assert_allclose(found.coverage, coverage, atol=1e-12)


@given(ragged())
def test_branches_are_the_tree(parents):
    branches = Branches(parents)
    has_parts = set(parents[1:].tolist())
    assert branches.groups.tolist() == sorted(has_parts)
    assert branches.leaves.tolist() == [p for p in range(len(parents)) if p not in has_parts]
    for group, parts in zip(branches.groups, branches.parts, strict=True):
        assert parts.tolist() == np.flatnonzero(parents == group).tolist()
    rows = np.arange(len(branches.leaves))[:, None]
    np.testing.assert_array_equal(branches.with_leaves(rows)[branches.leaves], rows)


@settings(deadline=None)
@given(cases(), st.data())
def test_shares_of_the_whole_are_products_down_the_path(case, data):
    top = data.draw(st.integers(0, len(case.parents) - 1))

    def share(place: int, local: np.ndarray) -> float:
        if place == top:
            return local[place]
        return 0.0 if place <= 0 else local[place] * share(int(case.parents[place]), local)

    want = [[share(place, local) for place in range(len(case.parents))] for local in case.shares]
    np.testing.assert_allclose(whole_shares(case.parents, case.shares, top), want, atol=1e-15)
    np.testing.assert_array_equal(
        whole_shares(case.parents, case.shares[0], top), whole_shares(case.parents, case.shares, top)[0]
    )


@settings(deadline=None)
@given(cases())
def test_totals_add_up_all_that_is_below(case):
    def total(place: int, own: np.ndarray) -> float:
        return own[place] + sum(total(p, own) for p in np.flatnonzero(case.parents == place).tolist())

    want = [[total(place, own) for place in range(len(case.parents))] for own in case.shares]
    np.testing.assert_allclose(totals(case.parents, case.shares), want, rtol=1e-12)


def test_a_rule_that_is_just_reached():
    """Ten parts of a tenth each, seven known: 0.7, which sums of tenths miss by rounding."""
    parents = np.array([-1, *[0] * 10])
    leaves = np.where(np.arange(10) < 7, 5.0, np.nan)[:, None]
    shares = np.array([1, *[0.1] * 10])
    for rule, value in ((0.7, 5.0), (0.71, math.nan)):
        found = climb(
            Branches(parents), leaves, shares, lambda _, x, w: weighted_mean(x, w), np.full(11, rule)
        )
        assert found.values[0, 0] == pytest.approx(value, nan_ok=True)
        assert found.coverage[0, 0] == pytest.approx(0.7)


def test_nothing_known_is_no_value_whatever_the_mean_says():
    found = climb(
        Branches(np.array([-1, 0, 0])), np.array([[np.nan, 1.0], [2.0, np.nan]]), np.array([1, 0.0, 1.0]),
        lambda _, x, w: np.nansum(x, axis=0), np.zeros(3),
    )  # fmt: skip
    assert np.isnan(found.values[0]).tolist() == [False, True]  # what is known there has no weight
    assert found.coverage[0].tolist() == [1.0, 0.0]


@given(arrays(float, (3, 4), elements=st.floats(-9, 9)), st.booleans())
def test_weights_of_sets_need_not_sum_to_one(x, gap):
    x[0, 0] = np.nan if gap else x[0, 0]
    w = np.array([[1.0, 2.0, 3.0], [0.1, 0.0, 0.3]])
    want = [weighted_mean(x, one) for one in w]
    np.testing.assert_allclose(weighted_mean(x, w), want, atol=1e-12)
    np.testing.assert_allclose(weighted_mean(np.repeat(x[:, None], 2, axis=1), w), want, atol=1e-12)
