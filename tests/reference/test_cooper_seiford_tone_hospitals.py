"""Twelve hospitals: Cooper, W. W., Seiford, L. M. and Tone, K. (2007), Data envelopment analysis, 2nd ed., Springer.

Doctors and nurses make outpatients and inpatients. The scores below are of two independent R packages (Benchmarking
0.33, deaR 1.5.3) to the digits shown. The book's three digits (CCR-I) were not read in the source; they agree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import govmetrics as gm

UNITS = list("ABCDEFGHIJKL")
INPUTS = pd.DataFrame(
    {
        "doctors": [20, 19, 25, 27, 22, 55, 33, 31, 30, 50, 53, 38],
        "nurses": [151, 131, 160, 168, 158, 255, 235, 206, 244, 268, 306, 284],
    },
    index=UNITS,
)
OUTPUTS = pd.DataFrame(
    {
        "outpatients": [100, 150, 160, 180, 94, 230, 220, 152, 190, 250, 260, 250],
        "inpatients": [90, 50, 55, 72, 66, 90, 88, 80, 100, 100, 147, 120],
    },
    index=UNITS,
)
BOOK_CCR = [1, 1, 0.883, 1, 0.763, 0.835, 0.902, 0.796, 0.960, 0.871, 0.955, 0.958]
# input orientation: variable, non-increasing, non-decreasing returns where they differ from 1
VARIABLE = {
    "C": 0.895833333333,
    "E": 0.881818181818,
    "F": 0.938935574230,
    "H": 0.798833193971,
    "I": 0.989333333333,
}
CONSTANT = {
    "C": 0.882708333333, "E": 0.763499482325, "F": 0.834771241830, "G": 0.901960784314, "H": 0.796333820061,
    "I": 0.960392156863, "J": 0.870646766169, "K": 0.955098039216, "L": 0.958204334365,
}  # fmt: skip
DECREASING = VARIABLE | {"E": 0.763499482325}
INCREASING = CONSTANT | {"E": 0.881818181818}
OUTPUT_VARIABLE = {
    "C": 1.081608280255,
    "E": 1.304403279815,
    "F": 1.047391304348,
    "H": 1.210783252180,
    "I": 1.010165184244,
}


def full(scores: dict[str, float]) -> np.ndarray:
    return np.array([scores.get(u, 1.0) for u in UNITS])


def test_the_book():
    assert_allclose(gm.dea.radial(INPUTS, OUTPUTS, returns="constant").scores, BOOK_CCR, atol=6e-4)


@pytest.mark.parametrize(
    ("returns", "expected"),
    [("constant", CONSTANT), ("variable", VARIABLE), ("decreasing", DECREASING), ("increasing", INCREASING)],
)
@pytest.mark.parametrize("solver", [None, "highs"])
def test_input_orientation(returns, expected, solver):
    result = gm.dea.radial(INPUTS, OUTPUTS, "input", returns, solver=solver)
    assert_allclose(result.scores, full(expected), atol=1e-9)
    assert (result.certificate[["primal", "dual", "gap"]] <= 1e-9).all(axis=None)


def test_output_orientation():
    result = gm.dea.radial(INPUTS, OUTPUTS, "output")
    assert_allclose(result.farrell, full(OUTPUT_VARIABLE), atol=1e-9)
    assert_allclose(result.scores, 1 / full(OUTPUT_VARIABLE), atol=1e-9)
    under_constant = gm.dea.radial(INPUTS, OUTPUTS, "output", "constant")
    assert_allclose(under_constant.scores, full(CONSTANT), atol=1e-9)  # the same under constant returns


def test_slacks_and_targets():
    result = gm.dea.radial(INPUTS, OUTPUTS)
    slack = result.to_frame().filter(like="slack")
    assert_allclose(slack.loc["E"], [0, 0.327272727273, 36, 0], atol=1e-9)
    assert_allclose(slack.loc["F"], [8.212885154062, 0, 0, 2], atol=1e-9)
    assert_allclose(slack.loc["I"], [0, 20.890666666667, 0, 0], atol=1e-9)
    assert_allclose(slack.loc["H"], 0, atol=1e-9)
    score = result.scores["E"]
    assert_allclose(result.targets.loc["E"], [22 * score, 158 * score - 0.327272727273, 130, 66], atol=1e-8)


def test_weights_and_peers_under_constant_returns():
    """deaR's multipliers and lambdas, printed to six and five digits; unique for the units taken here."""
    result = gm.dea.radial(INPUTS, OUTPUTS, returns="constant")
    weights = pd.concat([result.input_weights, result.output_weights], axis=1)
    assert_allclose(weights.loc["C"], [0, 0.006250, 0.003583, 0.005625], atol=6e-7)
    assert_allclose(weights.loc["E"], [0.005620, 0.005547, 0.003236, 0.006959], atol=6e-7)
    assert_allclose(weights.loc["L"], [0.026316, 0, 0.002198, 0.003406], atol=6e-7)
    peers = result.peers.pivot(index="unit", columns="peer", values="weight").fillna(0)
    assert_allclose(peers.loc["H", ["A", "B", "D"]], [0.38669, 0.01346, 0.61840], atol=6e-6)
    assert_allclose(peers.loc["K", ["A", "D"]], [0.86, 0.96667], atol=6e-6)
    assert (result.intercept == 0).all()


def test_scale():
    result = gm.dea.scale(INPUTS, OUTPUTS)
    assert_allclose(result.scale, full(CONSTANT) / full(VARIABLE), atol=1e-9)
    kinds = dict.fromkeys("CFGHIJKL", "decreasing") | {"E": "increasing"}
    assert result.returns_to_scale.to_dict() == {u: kinds.get(u, "constant") for u in UNITS}


def test_free_disposal():
    assert_allclose(gm.dea.free_disposal(INPUTS, OUTPUTS).scores, full({"E": 0.955696202532}), atol=1e-9)
    output = gm.dea.free_disposal(INPUTS, OUTPUTS, "output")
    assert_allclose(output.farrell, full({"E": 1.063829787234}), atol=1e-9)
    assert output.peers.set_index("unit").loc["E", "peer"] == "A"


def test_super_efficiency():
    constant = gm.dea.super_efficiency(INPUTS, OUTPUTS, returns="constant")
    beyond = {"A": 1.408467153285, "B": 1.184210526316, "D": 1.015966386555}
    assert_allclose(constant.scores, full(CONSTANT | beyond), atol=1e-9)
    variable = gm.dea.super_efficiency(INPUTS, OUTPUTS)
    assert variable.status["K"] == "infeasible"
    assert np.isnan(variable.scores["K"])
    assert (variable.status.drop("K") == "optimal").all()
    beyond = {
        "A": 1.422839197488, "B": 1.271929824561, "D": 1.048511904762, "G": 1.001078877967, "J": 1.059701492537,
        "L": 1.263157894737, "K": np.nan,
    }  # fmt: skip
    assert_allclose(variable.scores, full(VARIABLE | beyond), atol=1e-9)
    output = gm.dea.super_efficiency(INPUTS, OUTPUTS, "output")
    assert output.status[output.status == "infeasible"].index.tolist() == ["B"]
    assert_allclose(
        output.farrell[["A", "D", "K"]], [0.614814814815, 0.965493255912, 0.816326530612], atol=1e-9
    )


def test_assurance_region():
    """Benchmarking's dea.dual: weight of nurses over doctors in [3, 5], inpatients over outpatients in [.25, .5]."""
    limits = [("nurses", "doctors", 3, 5), ("inpatients", "outpatients", 0.25, 0.5)]
    result = gm.dea.weight_restricted(INPUTS, OUTPUTS, ratios=limits)
    expected = [
        0.721715493809, 1, 0.875324675325, 0.959525457243, 0.602811059908, 0.796348012889, 0.842183507550,
        0.696959741484, 0.741507311586, 0.831243576567, 0.811403302951, 0.820032102729,
    ]  # fmt: skip
    assert_allclose(result.scores, expected, atol=1e-9)
    ratio = result.input_weights["nurses"] / result.input_weights["doctors"]
    assert ratio.between(3 - 1e-9, 5 + 1e-9).all()


def test_beside_giants():
    """Beside copies a million times their size E stays exactly as it was and H can mix in a giant."""
    giants = pd.concat([INPUTS, (INPUTS * 1e6).add_prefix("giant ", axis=0)])
    made = pd.concat([OUTPUTS, (OUTPUTS * 1e6).add_prefix("giant ", axis=0)])
    result = gm.dea.radial(giants, made)
    assert abs(result.scores["E"] - 0.8818181818181818) < 1e-9
    assert round(result.scores["H"], 6) == 0.796334
    assert result.certificate["dual"].max() < 1e-12
    plain = gm.dea.radial(INPUTS, OUTPUTS).scores
    scaled = gm.dea.radial(INPUTS * [1e-6, 1e9], OUTPUTS * [1e-6, 1e9]).scores
    assert_allclose(scaled, plain, rtol=0, atol=1e-12)
