"""Mixing, brokers, core and periphery, communities: by hand, invariants, and networks with nothing to find."""

from __future__ import annotations

from itertools import combinations, permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics.core_partitions import every_split, searched_splits

NAMES = list("abcdefg")
KINDS = pd.Series(list("xxxyyzz"), NAMES)


def drawn(seed, share=0.4, n=7):
    x = (np.random.default_rng(seed).random((n, n)) < share).astype(float)
    return pd.DataFrame(x * (1 - np.eye(n)), NAMES[:n], NAMES[:n])


def ei(matrix, kinds):
    a = matrix.to_numpy()
    between = kinds[:, None] != kinds[None, :]
    return (a[between].sum() - a[~between].sum()) / a.sum()


def test_mixing_is_exact_up_to_eight_actors():
    net = drawn(1)
    found = gm.network.mixing(net, KINDS)
    kinds = KINDS.to_numpy()
    every = np.array([ei(net, kinds[list(order)]) for order in permutations(range(7))])
    assert found.exact
    assert found.e_i == pytest.approx(ei(net, kinds))
    assert found.expected == pytest.approx(every.mean(), abs=1e-12)
    assert found.p == pytest.approx(
        np.mean(np.abs(every - every.mean()) >= abs(found.e_i - every.mean()) - 1e-9)
    )
    assert found.p_less == pytest.approx(np.mean(every <= found.e_i + 1e-9))
    assert int(found.ties.to_numpy().sum()) == int(net.to_numpy().sum())
    assert found.groups["internal"].sum() == np.trace(found.ties.to_numpy())
    assert found.groups["external"].sum() / 2 + found.groups["internal"].sum() == net.to_numpy().sum()


def roles_by_hand(matrix, kinds):
    a, n = matrix.to_numpy(), len(matrix)
    found = pd.DataFrame(
        0, matrix.index, ["coordinator", "itinerant", "representative", "gatekeeper", "liaison"]
    )
    for i, j, k in permutations(range(n), 3):
        if a[i, j] == 1 and a[j, k] == 1 and a[i, k] == 0:
            same = (kinds[i] == kinds[j], kinds[j] == kinds[k], kinds[i] == kinds[k])
            role = {
                (True, True, True): 0,
                (False, False, True): 1,
                (True, False, False): 2,
                (False, True, False): 3,
            }.get(same, 4)
            found.iloc[j, role] += 1
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(7)))
def test_brokers_by_hand_and_under_other_names(seed, order):
    net = drawn(seed)
    found = gm.network.brokerage(net, KINDS)
    pd.testing.assert_frame_equal(
        found.raw.drop(columns="total"),
        roles_by_hand(net, KINDS.to_numpy()),
        check_names=False,
        check_dtype=False,
    )
    moved = gm.network.brokerage(net.iloc[order, order], KINDS)
    pd.testing.assert_frame_equal(moved.z.loc[NAMES], found.z)
    turned = gm.network.brokerage(net.T, KINDS)  # what one represents outside, one lets in
    assert turned.raw["gatekeeper"].tolist() == found.raw["representative"].tolist()
    assert turned.raw["total"].tolist() == found.raw["total"].tolist()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_parts_without_ties_between_them_keep_their_brokers(seed):
    one, other = drawn(seed), drawn(seed + 1)
    both = pd.DataFrame(0.0, [*NAMES, *map(str.upper, NAMES)], [*NAMES, *map(str.upper, NAMES)])
    both.iloc[:7, :7], both.iloc[7:, 7:] = one.to_numpy(), other.to_numpy()
    kinds = pd.Series([*KINDS, *KINDS], both.index)
    found = gm.network.brokerage(both, kinds).raw.to_numpy()
    assert found[:7].tolist() == gm.network.brokerage(one, KINDS).raw.to_numpy().tolist()
    assert found[7:].tolist() == gm.network.brokerage(other, KINDS).raw.to_numpy().tolist()
    if one.to_numpy().any():
        e_i = gm.network.mixing(one, KINDS, draws=1).e_i
        assert gm.network.mixing(one.T, KINDS, draws=1).e_i == pytest.approx(e_i)
        assert -1 <= e_i <= 1


@pytest.mark.parametrize("silent", [None, "b"])
def test_what_chance_makes_of_brokers_is_what_drawn_networks_have(silent):
    """Mean and standard deviation over 4,000 networks with every tie as likely, by the definition."""
    rng, share = np.random.default_rng(0), 0.3
    codes = pd.factorize(KINDS)[0]
    from govmetrics.numerics.two_paths import by_chance, open_two_paths, role_masks

    answered = np.array([name != silent for name in NAMES])
    masks, known = role_masks(3), ~np.eye(7, dtype=bool) & answered[:, None]
    counts = np.stack(
        [open_two_paths((rng.random((7, 7)) < share) * known * 1.0, known, codes, masks) for _ in range(4000)]
    )
    mean, sd = by_chance(answered, codes, masks, share)
    kept = answered
    np.testing.assert_allclose(counts.mean(axis=0)[kept], mean[kept], atol=0.06)
    np.testing.assert_allclose(counts.std(axis=0)[kept], sd[kept], atol=0.06)


def test_brokers_who_did_not_answer_are_missing_and_half_rows_are_refused():
    net = drawn(2)
    net.loc["b"] = np.nan
    found = gm.network.brokerage(net, KINDS)
    assert found.raw.loc["b"].isna().all()
    assert found.raw.drop(index="b").notna().all(axis=None)
    net.loc["b", "a"] = 1.0
    with pytest.raises(UnsuitableMethod, match="only some pairs"):
        gm.network.brokerage(net, KINDS)


@pytest.mark.parametrize("way", ["ideal", "ignored"])
@pytest.mark.parametrize("silent", [False, True])
def test_the_best_split_is_the_best_of_all(way, silent):
    x = drawn(3).to_numpy().copy()
    if silent:
        x[2] = np.nan
    off = ~np.eye(7, dtype=bool)
    known, best, hits = off & ~np.isnan(x), -2.0, 0
    for split in product([False, True], repeat=7):
        core = np.array(split)
        pattern = core[:, None] | core if way == "ideal" else core[:, None] & core
        counted = known & ((core[:, None] == core) | (way == "ideal"))
        within = known & ~core[:, None] & ~core
        if not within.any() or np.ptp(pattern[counted].astype(int)) == 0 or np.ptp(x[counted]) == 0:
            continue
        r = np.corrcoef(x[counted], pattern[counted])[0, 1]
        hits = 1 if r > best + 1e-9 else hits + (abs(r - best) <= 1e-9)
        best = max(best, r)
    fit, cores = every_split(x, known, way == "ideal")
    assert fit == pytest.approx(best, abs=1e-12)
    assert len(cores) == hits
    assert searched_splits(x, known, way == "ideal", 50, np.random.default_rng(0))[0] == pytest.approx(
        best, abs=1e-9
    )


def test_splits_that_fit_alike_are_told():
    pair = pd.DataFrame(np.kron(np.eye(2), [[0, 1], [1, 0]]), list("abcd"), list("abcd"))
    found = gm.network.core_periphery(pair)  # every actor stands as every other does
    assert found.splits >= 2
    assert found.members["core_share"].nunique() == 1
    assert found.core[0] == "a"
    assert "not settled" in found.summary("en")


def test_many_actors_are_searched_and_it_is_said():
    core = np.arange(30) < 8
    net = pd.DataFrame((core[:, None] | core) * (1.0 - np.eye(30)))
    found = gm.network.core_periphery(net, starts=5)
    assert not found.exhaustive
    assert found.core == list(range(8))
    assert found.fit == pytest.approx(1)
    assert found.notes


def test_communities_of_two_parts_that_have_no_tie():
    net = pd.DataFrame(np.kron(np.eye(2), np.ones((4, 4)) - np.eye(4)))
    found = gm.network.communities(net)
    assert found.members["community"].tolist() == [1] * 4 + [2] * 4
    assert (found.modularity, found.agreement) == (pytest.approx(0.5), 1.0)
    assert found.sizes["within"].tolist() == [1.0, 1.0]


def test_modularity_is_networkxs_own():
    import networkx as nx

    net = drawn(5)
    found = gm.network.communities(net, rng=3)
    graph = nx.from_numpy_array((net + net.T).to_numpy())
    parts = [set(np.flatnonzero(found.members["community"] == one)) for one in found.sizes.index]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, parts), abs=1e-12)
    again = gm.network.communities(net, rng=3)
    assert again.members.equals(found.members)


def test_adjusted_rand_is_that_of_hubert_and_arabie():
    """By the pairs themselves: together in both, less chance, over the most less chance."""
    from govmetrics.network.communities import adjusted_rand

    rng = np.random.default_rng(1)
    one, other = rng.integers(0, 3, 12), rng.integers(0, 4, 12)
    pairs = list(combinations(range(12), 2))
    a, b = (np.array([codes[i] == codes[j] for i, j in pairs]) for codes in (one, other))
    chance = a.sum() * b.sum() / len(pairs)
    assert adjusted_rand(one, other) == pytest.approx(
        ((a & b).sum() - chance) / ((a.sum() + b.sum()) / 2 - chance)
    )


@pytest.mark.parametrize("fill", [0.0, 1.0])
def test_empty_and_complete_networks_have_a_stated_outcome(fill):
    net = pd.DataFrame(np.full((4, 4), fill), list("abcd"), list("abcd"))
    kinds = pd.Series(list("xxyy"), list("abcd"))
    with pytest.raises(UnsuitableMethod):
        gm.network.core_periphery(net)
    assert (gm.network.brokerage(net, kinds).raw == 0).all(axis=None)
    assert gm.network.brokerage(net, kinds).z.isna().all(axis=None)
    if fill:
        found = gm.network.mixing(net, kinds)
        assert (found.e_i, found.p) == (pytest.approx(found.expected), 1.0)
        assert len(gm.network.communities(net).sizes) == 1
    else:
        with pytest.raises(UnsuitableMethod, match="no tie"):
            gm.network.mixing(net, kinds)
        with pytest.raises(UnsuitableMethod, match="no tie"):
            gm.network.communities(net)


def test_few_actors_one_kind_and_unknown_kinds_are_refused():
    two = pd.DataFrame([[0, 1], [1, 0]], list("ab"), list("ab"))
    kinds = pd.Series(["x", "y"], list("ab"))
    assert gm.network.mixing(two, kinds).e_i == 1
    for function in (lambda: gm.network.brokerage(two, kinds), lambda: gm.network.core_periphery(two)):
        with pytest.raises(UnsuitableMethod, match="too few"):
            function()
    with pytest.raises(UnsuitableMethod, match="one kind"):
        gm.network.mixing(drawn(1), pd.Series("x", NAMES))
    with pytest.raises(FaultyInput, match="actors have none: b"):
        gm.network.mixing(drawn(1), KINDS.where(KINDS.index != "b"))
    with pytest.raises(FaultyInput, match="not an attribute"):
        gm.network.mixing(drawn(1), "type")
