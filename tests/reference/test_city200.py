"""The 200 experts of R's ahpsurvey 0.4.1 (city200), read in place; `tests/ahp/test_group.py` has a panel of twelve."""

import json
from functools import partial

import numpy as np
import pytest

import govmetrics as gm


@pytest.fixture(scope="module")
def case(cases):
    return json.loads((cases / "ahp/grp01_city200.json").read_text())


@pytest.fixture(scope="module")
def stack(case):
    """Upper triangle by rows; a negative number says that the left one is more important."""
    coded = np.array(case["input"]["judgements"], dtype=float)
    n = len(case["input"]["attributes"])
    a = np.ones((len(coded), n, n))
    i, j = np.triu_indices(n, 1)
    a[:, i, j] = np.where(coded < 0, -coded, 1 / coded)
    a[:, j, i] = 1 / a[:, i, j]
    return a


@pytest.fixture(scope="module")
def judged(case, stack):
    tree = gm.IndicatorTree.from_groups({c: [f"{c} 1"] for c in case["input"]["attributes"]}, root="city")
    return gm.Judgements(tree, [f"expert {e}" for e in range(len(stack))], {"city": stack})


def test_aggregated_judgements_to_every_printed_digit(case, stack, judged):
    printed = case["expected"]["literature"]
    mean = np.exp(np.log(stack).mean(axis=0))
    np.testing.assert_allclose(mean[0], printed["aij_first_row"], rtol=1e-9)
    expected = case["expected"]["computed"]
    priorities = partial(gm.ahp.eigenvector, random_index="ahpsurvey")
    found = gm.ahp.weights(judged, priorities)
    np.testing.assert_allclose(found.weights.of("city"), expected["aij_weights"], atol=1e-9)
    assert found.consensus.loc["city", "consistency_ratio"] == pytest.approx(expected["aij_CR"], abs=1e-9)
    least_squares = gm.ahp.weights(judged, gm.ahp.geometric_mean)
    np.testing.assert_allclose(least_squares.weights.of("city"), expected["aij_llsm"], atol=1e-9)


def test_averaged_priorities_to_every_printed_digit(case, stack, judged):
    """R stops after 12 power iterations: so do we here, and its 11 digits come out; converged they differ by 1e-5."""
    printed, expected = case["expected"]["literature"], case["expected"]["computed"]
    w = np.full((len(stack), 5), 0.2)
    for _ in range(12):
        w = np.einsum("kij,kj->ki", stack, w)
        w /= w.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(w.mean(axis=0), printed["aip_arithmetic_of_eigen"], atol=6e-12)
    own = gm.ahp.eigenvector(stack).weights
    np.testing.assert_allclose(own, w, atol=2e-4)
    # ahpsurvey does not renormalise its geometric means
    np.testing.assert_allclose(
        np.exp(np.log(w).mean(axis=0)), printed["aip_geomean_of_eigen_unnormalised"], atol=6e-12
    )
    rows = gm.ahp.geometric_mean(stack).weights
    np.testing.assert_allclose(
        np.exp(np.log(rows).mean(axis=0)), printed["aip_geomean_of_gm_unnormalised"], atol=6e-12
    )
    for mean, key in (("arithmetic", "aip_arithmetic"), ("geometric", "aip_geometric_normalised")):
        found = gm.ahp.weights(judged, combine="priorities", mean=mean)
        np.testing.assert_allclose(found.weights.of("city"), expected[key], atol=1e-9)
    found = gm.ahp.weights(judged, gm.ahp.geometric_mean, "priorities", mean="geometric")
    np.testing.assert_allclose(
        found.weights.of("city"), expected["aip_geometric_of_llsm_normalised"], atol=1e-9
    )


def test_consistency_ratios_to_every_printed_digit(case, stack):
    printed, expected = case["expected"]["literature"], case["expected"]["computed"]
    found = gm.ahp.eigenvector(stack, random_index="ahpsurvey")
    np.testing.assert_allclose(found.consistency_ratio, expected["CR"], atol=1e-9)
    np.testing.assert_allclose(found.consistency_ratio[:10], printed["cr_first10"], atol=6e-12)
    assert int(found.passed().sum()) == printed["n_cr_below_0_1"]
    assert found.consistency_ratio.mean() == pytest.approx(printed["cr_mean"], abs=6e-12)


def test_consensus(case, stack, judged):
    expected = case["expected"]["computed"]["consensus"]
    assert gm.ahp.consensus(gm.ahp.eigenvector(stack).weights) == pytest.approx(expected["S_star"], abs=1e-9)
    found = gm.ahp.weights(judged)
    assert found.consensus.loc["city", "consensus"] == pytest.approx(expected["S_star"], abs=1e-9)
    assert found.consensus.loc["city", "Goepel five bands"] == "very high"


def test_consensus_example_of_three_experts(facts):
    """Goepel (2018), eqs 11-21, by hand."""
    case = json.loads((facts / "ahp/grp03_consensus_example.json").read_text())
    found = gm.ahp.consensus(case["input"]["weights"], max_ratio=case["input"]["M"])
    assert found == pytest.approx(case["expected"]["computed"]["S_star"], abs=1e-9)
