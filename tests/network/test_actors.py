"""Measures of actors against R's sna and igraph, the formulas written out, and by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.network import Network, actors

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "network"

# R 4.2.2 on Coleman's boys, fall: sna 2.7-1 betweenness(g), closeness(g, cmode="suminvdir"), evcent(symmetrised, "graph");
# igraph 1.3.5 constraint(G) and of the symmetrised network. The first six or eight actors.
BETWEENNESS = [0, 0, 0, 18.53333333, 0, 66]
CLOSENESS = [0.1729166667, 0.1262896825, 0.1283730159, 0.1796296296, 0.1657407407, 0.1328703704]
EIGENVECTOR = [0.12336761, 0.057874575, 0.022339584, 0, 0, 0.05666021]
CONSTRAINT = [0.2892053127, 0.6530612245, 0.5, 0.4971233308, 0.5671639232, 0.5778971885, 1, 0.5555555556]
SYMMETRIC = [0.2883833333, 0.5959027778, 0.5, 0.4434027778, 0.5254938272, 0.5303858025, 1, 0.5]


@pytest.fixture(scope="module")
def fall():
    if not CASES.is_dir():
        pytest.skip("the data set stands outside the repository")
    return CASES / "coleman_fall.csv"


def test_coleman_as_sna_and_igraph_measure_it(fall):
    found = actors(gm.read_network(fall)).table
    np.testing.assert_allclose(found["betweenness"].head(6), BETWEENNESS, atol=1e-7)
    np.testing.assert_allclose(found["out_closeness"].head(6), CLOSENESS, atol=1e-9)
    np.testing.assert_allclose(found["eigenvector"].head(6), EIGENVECTOR, atol=1e-7)
    np.testing.assert_allclose(found["constraint"].head(8), CONSTRAINT, atol=1e-9)
    both = actors(gm.read_network(fall, directed=False)).table
    np.testing.assert_allclose(both["constraint"].head(8), SYMMETRIC, atol=1e-9)


def effective_size(x, i):
    """Return Burt's effective size as the formula reads, for one actor."""
    z = x + x.T
    contacts = [j for j in range(len(x)) if z[i, j] > 0]
    overlap = [
        sum(z[i, q] / z[i].sum() * z[j, q] / z[j].max() for q in range(len(x)) if q not in (i, j))
        for j in contacts
    ]
    return sum(1 - part for part in overlap) if contacts else np.nan


@pytest.mark.parametrize("directed", [True, False])
def test_effective_size_is_the_formula(directed):
    x = (np.random.default_rng(4).random((14, 14)) < 0.2).astype(float)
    np.fill_diagonal(x, 0)
    x[3] = x[:, 3] = 0
    net = Network.from_array(x, directed=directed)
    y = net.matrix().to_numpy()
    want = [effective_size(y, i) for i in range(14)]
    found = actors(net).table
    np.testing.assert_allclose(found["effective_size"], want, atol=1e-12)
    assert found["role"].iloc[3] == "isolate"
    if not directed:  # Borgatti's short form: n - 2t / n
        for i in range(14):
            ego = np.flatnonzero(y[i])
            if len(ego):
                assert want[i] == pytest.approx(len(ego) - y[np.ix_(ego, ego)].sum() / len(ego))


def test_a_chain_by_hand():
    found = actors(Network.from_array([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])).table
    assert found["betweenness"].tolist() == [0, 1, 0, 0]
    assert found["betweenness_share"].tolist() == [0, 1 / 6, 0, 0]
    assert found["out_closeness"].tolist() == pytest.approx([1.5 / 3, 1 / 3, 0, 0])
    assert found["in_closeness"].tolist() == pytest.approx([0, 1 / 3, 1.5 / 3, 0])
    assert found["role"].tolist() == ["transmitter", "carrier", "receiver", "isolate"]
    assert found["eigenvector"].tolist() == pytest.approx([0.5, np.sqrt(0.5), 0.5, 0])
    assert found["constraint"].tolist() == pytest.approx([1, 0.5, 1, np.nan], nan_ok=True)


def test_undirected_pairs_count_once():
    star = np.zeros((5, 5))
    star[0, 1:] = 1
    found = actors(Network.from_array(star, directed=False)).table
    assert found["betweenness"].tolist() == [6, 0, 0, 0, 0]
    assert found["betweenness_share"].tolist() == [1, 0, 0, 0, 0]
    assert found["role"].tolist() == ["ordinary", *["pendant"] * 4]


def test_two_components_alike_leave_the_eigenvector_open():
    x = np.zeros((4, 4))
    x[0, 1] = x[2, 3] = 1
    assert actors(Network.from_array(x)).table["eigenvector"].isna().all()


def test_who_did_not_answer_has_no_out_degree_and_paths_need_nine_of_ten():
    x = (np.random.default_rng(3).random((10, 10)) < 0.4).astype(float)
    x[2] = np.nan
    found = actors(Network.from_array({"a": x, "b": np.where(np.arange(10)[:, None] < 4, np.nan, x)}))
    assert np.isnan(found.table.loc[("a", 3), "out_degree"])
    assert found.table.loc[("a", 3), "role"] == "unknown"
    assert found.table.loc["a", "betweenness"].notna().all()
    assert found.table.loc["b", "betweenness"].isna().all()
    assert "nothing beyond degrees is given: b" in found.summary("en")


def test_unlike_sizes_and_large_ones_are_as_each_alone():
    rng = np.random.default_rng(8)
    given = {n: (rng.random((n, n)) < 3 / n).astype(float) for n in (3, 12, 13, 151)}
    together = actors(Network.from_array(given)).table
    for n, x in given.items():
        alone = actors(Network.from_array({n: x})).table
        kinds = together.columns.drop("role")
        np.testing.assert_allclose(together.loc[[n], kinds], alone[kinds], atol=1e-7)
        assert (together.loc[[n], "role"] == alone["role"]).all()


@given(st.integers(0, 2**32 - 1), st.permutations(range(7)))
def test_actors_under_other_names_and_turned_ties(seed, order):
    """Another order of the actors moves the rows with them; turning every tie swaps in and out, and keeps betweenness."""
    ties = (np.random.default_rng(seed).random((7, 7)) < 0.35).astype(float)
    np.fill_diagonal(ties, 0)
    names = list("abcdefg")
    first = actors(Network.from_array(ties, actors=names)).table.droplevel(0).drop(columns="role")
    moved = actors(Network.from_array(ties[np.ix_(order, order)], actors=[names[at] for at in order])).table
    assert np.allclose(moved.droplevel(0).drop(columns="role").loc[names], first, equal_nan=True)
    turned = actors(Network.from_array(ties.T, actors=names)).table.droplevel(0)
    assert (turned["in_degree"] == first["out_degree"]).all()
    assert (turned["out_degree"] == first["in_degree"]).all()
    assert np.allclose(turned["betweenness"], first["betweenness"])
    assert first["constraint"].dropna().ge(0).all()
    assert first["effective_size"].dropna().between(0, 6 + 1e-12).all()
