"""The 200 experts of R's ahpsurvey 0.4.1 (city200): ten of them and the means of all; the whole data are read in place."""

import json
from functools import partial

import numpy as np
import pytest

import govmetrics as gm


@pytest.fixture(scope="module")
def case(cases):
    return json.loads((cases / "ahp/grp01_city200.json").read_text())


@pytest.fixture(scope="module")
def small(facts):
    return json.loads((facts / "ahp/grp01_city200_means.json").read_text())


def matrices(upper):
    """Return the matrices of upper triangles, given by rows."""
    i, j = np.triu_indices(5, 1)
    a = np.ones((len(upper), 5, 5))
    a[:, i, j], a[:, j, i] = upper, 1 / upper
    return a


def decoded(judgements):
    """A negative number says that the left one is more important."""
    coded = np.array(judgements, dtype=float)
    return np.where(coded < 0, -coded, 1 / coded)


def of(stack, case):
    tree = gm.IndicatorTree.from_groups({c: [f"{c} 1"] for c in case["input"]["attributes"]}, root="city")
    return gm.Judgements(tree, [f"expert {e}" for e in range(len(stack))], {"city": stack})


@pytest.fixture(scope="module")
def stack(case):
    return matrices(decoded(case["input"]["judgements"]))


@pytest.fixture(scope="module")
def judged(case, stack):
    return of(stack, case)


def test_aggregated_judgements_to_every_printed_digit(small):
    """Two experts who lie on both sides of the means of the 200 have the same means."""
    expected, logs = small["expected"], np.array(small["input"]["mean_logs"])
    apart = np.linspace(-1, 1, 10)
    stack = matrices(np.exp([logs - apart, logs + apart]))
    mean = np.exp(np.log(stack).mean(axis=0))
    np.testing.assert_allclose(mean[0], expected["aij_first_row"], rtol=1e-9)
    judged = of(stack, small)
    priorities = partial(gm.ahp.eigenvector, random_index="ahpsurvey")
    found = gm.ahp.weights(judged, priorities)
    np.testing.assert_allclose(found.weights.of("city"), expected["aij_weights"], atol=1e-9)
    assert found.consensus.loc["city", "consistency_ratio"] == pytest.approx(expected["aij_CR"], abs=1e-9)
    least_squares = gm.ahp.weights(judged, gm.ahp.geometric_mean)
    np.testing.assert_allclose(least_squares.weights.of("city"), expected["aij_llsm"], atol=1e-9)


def test_ratios_of_ten_experts_to_every_printed_digit(small):
    stack = matrices(decoded(small["input"]["first_ten"]))
    found = gm.ahp.eigenvector(stack, random_index="ahpsurvey")
    np.testing.assert_allclose(found.consistency_ratio, small["expected"]["cr_first10"], atol=6e-12)


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


def test_ratios_and_consensus_of_all_experts(case, small, stack, judged):
    printed, expected = case["expected"]["literature"], case["expected"]["computed"]
    np.testing.assert_allclose(
        np.log(stack).mean(axis=0)[np.triu_indices(5, 1)], small["input"]["mean_logs"], atol=1e-12
    )
    assert case["input"]["judgements"][:10] == small["input"]["first_ten"]
    found = gm.ahp.eigenvector(stack, random_index="ahpsurvey")
    np.testing.assert_allclose(found.consistency_ratio, expected["CR"], atol=1e-9)
    assert int(found.passed().sum()) == printed["n_cr_below_0_1"]
    assert found.consistency_ratio.mean() == pytest.approx(printed["cr_mean"], abs=6e-12)
    expected = expected["consensus"]
    assert gm.ahp.consensus(gm.ahp.eigenvector(stack).weights) == pytest.approx(expected["S_star"], abs=1e-9)
    found = gm.ahp.weights(judged)
    assert found.consensus.loc["city", "consensus"] == pytest.approx(expected["S_star"], abs=1e-9)
    assert found.consensus.loc["city", "Goepel five bands"] == "very high"


def test_consensus_example_of_three_experts(facts):
    """Goepel (2018), eqs 11-21, by hand."""
    case = json.loads((facts / "ahp/grp03_consensus_example.json").read_text())
    found = gm.ahp.consensus(case["input"]["weights"], max_ratio=case["input"]["M"])
    assert found == pytest.approx(case["expected"]["computed"]["S_star"], abs=1e-9)
