"""Whole networks against R's sna, by hand, and what must hold of all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.network import Network, measures
from govmetrics.numerics.geodesics import geodesics

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "network"
DATA = Path(__file__).resolve().parents[1] / "reference" / "data"

# R 4.2.2, sna 2.7-1, on the friendships of 73 boys (Coleman 1964), fall and spring: gden, grecip ("edgewise", "dyadic",
# "dyadic.nonnull"), gtrans("weak"), centralization, connectedness, hierarchy("krackhardt"), efficiency, components, and
# geodist for distances.
COLEMAN = pd.DataFrame(
    {
        "density": [0.046232876712328765, 0.050038051750380515],
        "edge_reciprocity": [0.5102880658436214, np.nan],
        "dyad_reciprocity": [0.9547184170471842, np.nan],
        "tied_dyad_reciprocity": [0.3425414364640884, np.nan],
        "transitivity": [0.462686567164, 0.380281690141],
        "in_centralisation": [0.0939429012345679, np.nan],
        "in_centralisation_freeman": [0.0952660406885759, np.nan],
        "out_centralisation": [0.0798611111111111, np.nan],
        "degree_centralisation": [0.0667057902973396, np.nan],
        "betweenness_centralisation": [0.0411405935614, 0.0888851847147],
        "connectedness": [0.4543379, 0.8926941],
        "hierarchy": [0.7009848, 0.8029793],
        "efficiency": [0.924568965517, 0.957828719723],
        "mean_distance": [3.16471399035, 3.68205539944],
        "compactness": [0.120164105723, 0.175196978208],
        "weak_components": [5, 5],
        "strong_components": [19, 22],
    },
    index=pd.Index(["fall", "spring"], name="unit"),
)
# The same, ties taken in both directions (symmetrize "weak", mode "graph").
SYMMETRIC = {
    "density": [0.0688736681887, 0.0768645357686],
    "degree_centralisation": [0.100547730829, 0.1494523],
    "betweenness_centralisation": [0.0582682972367, 0.206038947944],
    "transitivity": [0.440082644628, 0.398034398034],
}


@pytest.fixture(scope="module")
def coleman():
    if not CASES.is_dir():
        pytest.skip("the data set stands outside the repository")
    return {name: pd.read_csv(CASES / f"coleman_{name}.csv", header=None) for name in ("fall", "spring")}


def test_coleman_as_sna_measures_it(coleman):
    found = measures(Network.from_array(coleman)).values
    known = COLEMAN.notna()
    np.testing.assert_allclose(found[COLEMAN.columns].where(known), COLEMAN, atol=1e-6)


def test_coleman_without_directions_as_sna_measures_it(coleman):
    found = measures(Network.from_array(coleman, directed=False)).values
    for name, want in SYMMETRIC.items():
        np.testing.assert_allclose(found[name], want, atol=1e-6, err_msg=name)
    assert not {"edge_reciprocity", "in_centralisation", "hierarchy", "strong_components"} & set(
        found.columns
    )


@pytest.mark.parametrize(("relation", "density", "edges"), [
    ("advice", 0.4523809523809524, 0.4736842105263158), ("friendship", 0.24285714285714285, 0.45098039215686275),
])  # fmt: skip
def test_krackhardts_managers(relation, density, edges):
    """Krackhardt (1987); expected: R sna 2.7, and an independent computation."""
    if not CASES.is_dir():
        pytest.skip("the data set stands outside the repository")
    table = pd.read_csv(CASES / f"krackhardt_{relation}.csv")
    matrix = table.pivot(index="ego", columns="alter", values=f"{relation}_tie")
    found = measures(Network.from_array(matrix)).values.loc["all"]
    assert found["density"] == pytest.approx(density, abs=1e-12)
    assert found["edge_reciprocity"] == pytest.approx(edges, abs=1e-12)
    if relation == "friendship":
        shown = found[["in_centralisation", "out_centralisation", "betweenness_centralisation"]].tolist()
        assert shown == pytest.approx([0.27, 0.69, 0.3163289], abs=1e-6)


def test_by_hand():
    """1 <-> 2, 1 -> 3, 3 -> 4: three of the four pairs with a tie are one-sided or not, paths 2-1-3, 1-3-4, 2-1-3-4."""
    net = Network.from_array([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    found = measures(net).values.loc["all"]
    want = {
        "density": 4 / 12, "edge_reciprocity": 2 / 4, "dyad_reciprocity": 4 / 6, "tied_dyad_reciprocity": 1 / 3,
        "transitivity": 0.0, "in_centralisation": 0.0, "out_centralisation": (0 + 1 + 1 + 2) / 9,
        "out_centralisation_freeman": 4 / 6, "degree_centralisation": (0 + 1 + 1 + 2) / 12, "connectedness": 1.0,
        "betweenness_centralisation": (0 + 2 + 0 + 2) / (9 * 2), "hierarchy": 1 - 1 / 6, "efficiency": 1 - (4 - 3) / (12 - 3),
        "mean_distance": (1 + 1 + 2 + 1 + 2 + 3 + 1) / 7, "compactness": (1 + 1 + 0.5 + 1 + 0.5 + 1 / 3 + 1) / 12,
        "weak_components": 1, "strong_components": 3, "isolates": 0,
    }  # fmt: skip
    assert found[list(want)].to_dict() == pytest.approx(want)


def deleted(x: np.ndarray) -> pd.DataFrame:
    """Return the measures with each actor taken out of the matrix: what the jackknife is made of."""
    rows = range(len(x))
    return measures(Network.from_array({i: np.delete(np.delete(x, i, 0), i, 1) for i in rows})).values


@pytest.mark.parametrize(("errors", "scale"), [("jackknife", (12 - 2) / 24), ("cautious", 11 / 12)])
def test_errors_are_those_of_leaving_each_actor_out(errors, scale):
    """Snijders and Borgatti (1999): sqrt((n - 2) / 2n sum (d_-i - mean)^2), all measures."""
    x = (np.random.default_rng(5).random((12, 12)) < 0.3).astype(float)
    np.fill_diagonal(x, 0)
    found = measures(Network.from_array(x), errors=errors).standard_errors.loc["all"]
    left = deleted(x)
    want = np.sqrt(scale * ((left - left.mean()) ** 2).sum())
    counts = ["weak_components", "strong_components", "isolates"]
    assert found[counts].isna().all()
    rest = found.index.drop(counts)
    np.testing.assert_allclose(found[rest].astype(float), want[rest], atol=1e-12)


def test_errors_of_unlike_sizes_do_not_touch_each_other():
    rng = np.random.default_rng(6)
    given = {n: (rng.random((n, n)) < 0.3).astype(float) for n in (4, 9, 10, 17)}
    together = measures(Network.from_array(given))
    for n, x in given.items():
        alone = measures(Network.from_array({n: x}))
        np.testing.assert_allclose(together.values.loc[[n]], alone.values, atol=1e-14)
        np.testing.assert_allclose(together.standard_errors.loc[[n]], alone.standard_errors, atol=1e-14)


def test_who_did_not_answer_is_unknown_and_not_zero():
    """Rows of 4 of 5 answered; by hand. Zeros would make the density 6 / 20."""
    x = np.array([[0, 1, 0, 0, 1], [1, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 1, 0, 0], [np.nan] * 5])
    found = measures(Network.from_array(x))
    value = found.values.loc["all"]
    assert value["density"] == 6 / 16
    assert value["edge_reciprocity"] == 4 / 5  # 1-2 and 3-4 are mutual, 2 -> 3 is not; 1 -> 5 is not known
    assert value["transitivity"] == 0 / 3  # 1-2-3, 2-3-4, 2-1-5 and 4-3-? : 1-5-? is not known
    assert found.answered["all"] == 0.8
    assert np.isnan(value["betweenness_centralisation"])
    assert "fewer than 90% answered" in found.summary("en")
    assert "作答率低于 90%" in found.summary("zh")


def test_nine_of_ten_suffice_for_paths():
    x = (np.random.default_rng(7).random((10, 10)) < 0.4).astype(float)
    x[3] = np.nan
    found = measures(Network.from_array(x))
    assert found.values.loc["all"].notna().all()
    assert "not all answered" in found.summary("en")
    x[4] = np.nan
    assert np.isnan(measures(Network.from_array(x)).values.loc["all", "connectedness"])


@pytest.mark.parametrize(("n", "fill"), [(1, 0), (2, 0), (2, 1), (3, 1), (6, 0), (6, 1)])
def test_full_and_empty_and_tiny(n, fill):
    found = measures(Network.from_array(np.full((n, n), float(fill)) * (1 - np.eye(n))))
    value = found.values.loc["all"]
    assert value["isolates"] == (0 if fill else n)
    assert value["weak_components"] == (1 if fill else n)
    if n == 1:
        assert value.drop(["isolates", "weak_components", "strong_components"]).isna().all()
    else:
        assert value["density"] == fill
        assert value["dyad_reciprocity"] == 1
        np.testing.assert_equal(value["edge_reciprocity"], 1.0 if fill else np.nan)
    if n == 2:
        assert np.isnan(value["in_centralisation_freeman"])
    if n < 4:
        assert found.standard_errors.isna().all(axis=None)
    else:
        assert found.standard_errors.loc["all", "density"] == 0
        assert "error of zero" in found.summary("en")


def test_a_star_is_as_centralised_as_can_be():
    star = np.zeros((7, 7))
    star[1:, 0] = 1
    assert measures(Network.from_array(star)).values.loc["all", "in_centralisation"] == 1
    both = measures(Network.from_array(star, directed=False)).values.loc["all"]
    assert both["degree_centralisation"] == 1
    assert both["betweenness_centralisation"] == 1
    assert both["efficiency"] == 1  # a tree has no tie too many


def test_a_cap_bounds_the_density_and_is_printed():
    net = Network.from_array((np.random.default_rng(1).random((11, 11)) < 0.2).astype(float))
    capped = Network(net.actors, net.ties, net.answered, cap=3)
    assert "cannot exceed 0.300" in measures(capped).summary("en")
    assert "密度上限为 0.300" in measures(capped).summary("zh")


def test_large_networks_follow_ties_alone_and_find_the_same():
    """Above 150 actors another way is taken; two of them beside each other must be as each alone."""
    rng = np.random.default_rng(2)
    x = rng.random((160, 160)) < 0.02
    np.fill_diagonal(x, False)
    large = geodesics(x[None])
    small = np.zeros((1, 150, 150), dtype=bool)
    small[0, :80, :80] = x[:80, :80]
    block = np.zeros((1, 160, 160), dtype=bool)
    block[0, :80, :80] = x[:80, :80]
    np.testing.assert_allclose(
        geodesics(block).betweenness[0, :80], geodesics(small).betweenness[0, :80], atol=1e-9
    )
    assert (geodesics(block).distances[0, :80, :80] == geodesics(small).distances[0, :80, :80]).all()
    assert large.distances.max() > 3


MATRICES = st.integers(2, 7).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2]), min_size=n, max_size=n), min_size=n, max_size=n
    )
)


@given(MATRICES, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_other_names_and_turned_ties(rows, random):
    x = np.array(rows, dtype=float)
    order = list(range(len(x)))
    random.shuffle(order)
    found = measures(Network.from_array({"a": x, "b": x[np.ix_(order, order)], "c": x.T})).values
    np.testing.assert_allclose(found.loc["a"], found.loc["b"], atol=1e-12)
    turned = found.loc["c"].rename(
        lambda name: name.replace("in_", "?").replace("out_", "in_").replace("?", "out_")
    )
    np.testing.assert_allclose(found.loc["a"], turned[found.columns], atol=1e-12)
    bounded = found.drop(columns=["mean_distance", "weak_components", "strong_components", "isolates"])
    bounded = bounded.drop(columns=["in_centralisation_freeman", "out_centralisation_freeman"])
    assert bounded.stack().dropna().between(0, 1 + 1e-12).all()


@given(MATRICES)
@settings(max_examples=20, deadline=None)
def test_two_apart_have_the_parts_of_both(rows):
    x = np.array(rows, dtype=float)
    n = len(x)
    twice = np.zeros((2 * n, 2 * n))
    twice[:n, :n] = twice[n:, n:] = x
    one, two = (measures(Network.from_array(each)).values.loc["all"] for each in (x, twice))
    for name in ("weak_components", "strong_components", "isolates"):
        assert two[name] == 2 * one[name]
    for name in ("edge_reciprocity", "transitivity", "hierarchy", "mean_distance", "efficiency"):
        np.testing.assert_allclose(two[name], one[name], atol=1e-12)
    assert two["density"] == pytest.approx(one["density"] * (n - 1) / (2 * n - 1))


def test_leaves_join_with_their_errors():
    tree = gm.IndicatorTree.from_groups({"actors": ["trust", "number"]})
    x = (np.random.default_rng(3).random((3, 9, 9)) < 0.4).astype(float)
    scores = measures(Network.from_array(dict(zip(["East", "West", "North"], x, strict=True))))
    leaves = gm.network.to_leaves(scores, tree, {"trust": "edge_reciprocity"})
    assert isinstance(leaves, gm.Measured)
    counts = pd.DataFrame({"number": [5.0, 7, 9], "trust": np.nan}, index=["East", "West", "North"])
    data = gm.join(gm.Dataset(tree, counts), leaves)
    assert data.values["trust"].tolist() == scores.values["edge_reciprocity"].tolist()
    assert data.standard_errors["trust"].tolist() == scores.standard_errors["edge_reciprocity"].tolist()


def test_leaves_that_cannot_be_filled_are_all_named():
    tree = gm.IndicatorTree.from_groups({"actors": ["trust", "number"]})
    scores = measures(Network.from_array(np.zeros((5, 5))))
    with pytest.raises(gm.FaultyInput) as error:
        gm.network.to_leaves(scores, tree, {"trsut": "density", "trust": "densty"})
    assert "did you mean 'trust'" in str(error.value)
    assert "did you mean 'density'" in str(error.value)
    with pytest.raises(gm.FaultyInput, match="no community has a Reciprocity of ties"):
        gm.network.to_leaves(scores, tree, {"trust": "edge_reciprocity"})


def test_leaves_in_percent_get_percent_and_counts_have_no_range():
    leaf = {"code": "trust", "name": "Trust", "better": "more", "unit": "%"}
    tree = gm.read_tree({"code": "index", "name": "Index", "parts": [leaf]})
    scores = gm.network.measures(
        gm.network.Network.from_array([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    )
    found = gm.network.to_leaves(scores, tree, {"trust": "edge_reciprocity"})
    assert found.values["trust"].tolist() == [50.0]
    error = scores.standard_errors["edge_reciprocity"]
    assert found.standard_errors["trust"].tolist() == pytest.approx((100 * error).tolist())
    likert = gm.read_tree({"code": "index", "name": "Index", "parts": [{**leaf, "unit": "score 1-5"}]})
    assert gm.network.to_leaves(scores, likert, {"trust": "edge_reciprocity"}).values["trust"].tolist() == [
        3.0
    ]
    with pytest.raises(gm.GovmetricsError, match="has no highest value"):
        gm.network.to_leaves(scores, tree, {"trust": "isolates"})
