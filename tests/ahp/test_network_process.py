"""The analytic network process: limits against powers and printed supermatrices; the hierarchy is AHP.

Printed limits: the notebook `examples/ANPSupermatrixCalcs.ipynb` of W. J. L. Adams's pyanp, whose numbers are typed
here. Saaty's own examples could not be read.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics import ahp
from govmetrics.ahp import network_process
from govmetrics.core import FaultyInput, IndicatorTree, UnsuitableMethod


def frame(w):
    names = list("abcdefgh"[: len(w)])
    return pd.DataFrame(w, names, names, dtype=float)


def stochastic(n, seed, zeros=0.3):
    rng = np.random.default_rng(seed)
    w = rng.random((n, n)) * (rng.random((n, n)) > zeros)
    w[rng.permutation(n), np.arange(n)] += 0.1  # no column is empty
    return w / w.sum(axis=0)


def test_the_printed_limit_of_a_reducible_supermatrix():
    w = [[0.5, 0.2, 0, 0], [0.2, 0.3, 0, 0], [0.1, 0.3, 0.75, 0.1], [0.2, 0.2, 0.25, 0.9]]
    found = network_process(frame(w))
    assert found.structure == "reducible"
    assert found.limit.round(4).to_numpy().tolist() == [[0.0] * 4, [0.0] * 4, [0.2857] * 4, [0.7143] * 4]


def test_a_printed_hierarchy():
    w = [[0] * 5, [0.6, 0, 0, 0, 0], [0.4, 0, 0, 0, 0], [0, 0.9, 0.2, 0, 0], [0, 0.1, 0.8, 0, 0]]
    found = network_process(
        frame(w), clusters={"goal": ["a"], "criteria": ["b", "c"], "alternatives": ["d", "e"]}
    )
    assert found.structure == "hierarchy"
    assert found.goal == "a"
    # pyanp prints .3, .2, .31, .19: all levels brought to one sum together
    assert found.priorities["share"].round(4).to_list() == [1, 0.6, 0.4, 0.62, 0.38]
    assert found.priorities["limit"].round(4).to_list() == [0, 0, 0, 0.62, 0.38]


@given(seed=st.integers(0, 500), criteria=st.integers(2, 5), alternatives=st.integers(2, 4))
def test_a_hierarchy_gives_what_ahp_gives(seed, criteria, alternatives):
    rng = np.random.default_rng(seed)
    c = [f"c{i}" for i in range(criteria)]
    x = [f"x{i}" for i in range(alternatives)]
    names = ["goal", *c, *x]
    w = pd.DataFrame(0.0, names, names)
    weights = pd.Series(rng.dirichlet(np.ones(criteria)), c)
    local = pd.DataFrame(rng.dirichlet(np.ones(alternatives), criteria).T, x, c)
    w.loc[c, "goal"] = weights
    w.loc[x, c] = local
    wanted = ahp.synthesise(local, weights, mode="distributive")
    order = rng.permutation(len(names))
    found = network_process(w.iloc[order, order])
    wanted = wanted if wanted.ndim == 1 else wanted.iloc[:, -1]
    np.testing.assert_allclose(found.priorities.loc[x, "limit"], wanted[x], atol=1e-12)


@given(seed=st.integers(0, 1000), n=st.integers(2, 8))
def test_the_limit_is_that_of_the_average_of_powers(seed, n):
    w = stochastic(n, seed)
    found = network_process(frame(w), goal="a")
    power = np.linalg.matrix_power((w + np.eye(n)) / 2, 2**20)  # has the same average limit, and settles
    np.testing.assert_allclose(found.limit, power, atol=1e-6)
    np.testing.assert_allclose(found.limit.sum(), 1)
    np.testing.assert_allclose(w @ found.limit.to_numpy(), found.limit, atol=1e-9)


def test_a_cycle_is_averaged():
    w = np.zeros((4, 4))
    w[[1, 2, 3, 0], [0, 1, 2, 3]] = 1
    found = network_process(frame(w))
    assert found.structure == "cyclic"
    assert found.priorities["limit"].to_list() == pytest.approx([0.25] * 4)
    assert "切萨罗" in found.summary("zh")


def test_feedback_among_criteria_with_alternatives_that_depend_on_nothing():
    # Influence ends in the alternatives; how much in each depends on where it begins. Programs that normalise vanishing powers
    # print .2051 and .1147 here (pyanp, `calculus`), a share of .6413, whatever the beginning: another convention.
    w = frame(
        [
            [0.5, 0.3, 0.4, 0, 0],
            [0.1, 0.2, 0.2, 0, 0],
            [0.1, 0.1, 0.1, 0, 0],
            [0.2, 0.3, 0.1, 0, 0],
            [0.1, 0.1, 0.2, 0, 0],
        ]
    )
    with pytest.raises(UnsuitableMethod, match="depends on where influence begins"):
        network_process(w)
    assert network_process(w, goal="a").structure == "reducible"
    found = network_process(w, goal="a").priorities["limit"]
    absorbing = np.linalg.matrix_power(w.to_numpy() + np.diag([0, 0, 0, 1, 1]), 400)
    np.testing.assert_allclose(found, absorbing[:, 0], atol=1e-9)


def test_two_networks_that_do_not_touch_need_a_beginning():
    w = frame([[0.5, 0.2, 0, 0], [0.5, 0.8, 0, 0], [0, 0, 0.4, 0.9], [0, 0, 0.6, 0.1]])
    with pytest.raises(UnsuitableMethod, match="goal="):
        network_process(w)
    found = network_process(w, goal="c")
    assert found.structure == "reducible"
    assert found.priorities["limit"].to_list() == pytest.approx([0, 0, 0.6, 0.4])
    part = network_process(w.loc[["a", "b"], ["a", "b"]])
    assert (part.structure, part.goal) == ("irreducible", None)


def test_clusters_weigh_blocks():
    w = frame([[0, 0, 0.5, 0.2], [0, 0, 0.5, 0.8], [0.3, 0.6, 0, 1], [0.7, 0.4, 1, 0]])
    clusters = {"x": ["a", "b"], "y": ["c", "d"]}
    across = pd.DataFrame([[0, 0.3], [1, 0.7]], ["x", "y"], ["x", "y"])
    found = network_process(w, clusters, across)
    np.testing.assert_allclose(found.weighted["c"], [0.15, 0.15, 0, 0.7])
    np.testing.assert_allclose(found.weighted["a"], [0, 0, 0.3, 0.7])
    assert found.priorities.groupby("cluster")["share"].sum().to_list() == pytest.approx([1, 1])
    already = network_process(found.weighted, clusters)
    pd.testing.assert_series_equal(already.priorities["limit"], found.priorities["limit"])
    alike = network_process(w, clusters)
    np.testing.assert_allclose(alike.weighted["c"], [0.25, 0.25, 0, 0.5])
    assert "count alike" in alike.notes[0]
    apart = frame([[0, 0, 0.5, 0.2], [0, 0, 0.5, 0.8], [0.3, 0.6, 0, 0], [0.7, 0.4, 0, 0]])
    assert (
        network_process(apart, clusters).notes == ()
    )  # every element depends on one cluster: nothing to weigh
    assert network_process(apart, clusters).structure == "cyclic"
    turned = {"y": ["d", "c"], "x": ["b", "a"]}
    order = ["d", "a", "c", "b"]
    other = network_process(w.loc[order, order], turned, across.loc[["y", "x"], ["y", "x"]])
    pd.testing.assert_frame_equal(other.priorities.loc[list("abcd")], found.priorities)


def test_weights_of_a_tree():
    w = frame([[0, 0.4, 0.5, 0.1], [0.7, 0, 0.2, 0.2], [0.3, 0.6, 0, 0.7], [0, 0, 0.3, 0]])
    found = network_process(w)
    tree = IndicatorTree.from_groups({"A": ["a", "b"], "C": ["c"]})
    weights = found.to_weights(tree)
    limit = found.priorities["limit"][["a", "b", "c"]]
    np.testing.assert_allclose(weights.across_tree(), limit / limit.sum())
    assert "网络分析法" in weights.summary("zh")
    with pytest.raises(FaultyInput, match="z: is no element of the network"):
        found.to_weights(IndicatorTree.from_groups({"A": ["a", "z"]}))


def test_faults_come_together():
    with pytest.raises(
        FaultyInput, match=r"(?s)supermatrix, a under b: the value is nan.*b under b: the value is -1"
    ):
        network_process(frame([[0.5, np.nan], [0.5, -1]]))
    with pytest.raises(FaultyInput, match=r"a: the column sums to 1\.2"):
        network_process(frame([[0.5, 0.4], [0.7, 0.6]]))
    with pytest.raises(
        FaultyInput, match=r"(?s)c: is in no cluster.*a: is in more than one.*q: is no element.*goal: is 'z'"
    ):
        network_process(frame(np.full((3, 3), 1 / 3)), {"x": ["a"], "y": ["b", "q", "a"]}, goal="z")
    with pytest.raises(FaultyInput, match="given without clusters"):
        network_process(frame([[1.0]]), cluster_weights=frame([[1.0]]))
    with pytest.raises(FaultyInput, match=r"cluster_weights, x: the column sums to 0\.5"):
        network_process(frame([[1.0]]), {"x": ["a"]}, pd.DataFrame([[0.5]], ["x"], ["x"]))
    with pytest.raises(FaultyInput, match="supermatrix: "):
        network_process([[1.0]])
    assert network_process(frame([[1.0]])).priorities["limit"].to_list() == [1]
