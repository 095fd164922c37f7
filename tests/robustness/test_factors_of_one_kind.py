"""Two factors of one kind on different indicators, or weights: which indicator, which weight matters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.robustness import (
    DroppedLeaf,
    MeasurementErrors,
    MissingData,
    PerturbedWeights,
    one_at_a_time,
    sensitivity,
    uncertainty,
)

TREE = gm.IndicatorTree.from_groups({"A": ["x", "y"], "B": ["z"]})
FRAME = pd.DataFrame(
    {"x": [1.0, 2, 3, 4, 5], "y": [5.0, 2, 4, 1, 3], "z": [2.0, 1, 3, 5, 4]}, index=list("uvwst")
)
DATA = gm.read_records(FRAME, TREE)
RECIPE = gm.Recipe(normalisation={"z_score": {}}, weighting="equal")


@pytest.mark.slow
def test_sensitivity_says_which_indicator_matters():
    """Of a score that is w x + w y with independent errors, the shares of variance are those of (w sd)^2."""
    bounds = {code: [0.0, 1.0] for code in "xyz"}
    recipe = gm.Recipe(normalisation={"min_max": {"scale": [0, 1], "bounds": bounds}}, weighting="equal")
    factors = [MeasurementErrors({"x": 0.3}, draws=500), MeasurementErrors({"y": 0.1}, draws=500)]
    found = sensitivity(recipe, DATA, factors, draws=1024, output="score", unit="u", rng=3)
    assert found.indices.index.tolist() == ["measurement errors: x", "measurement errors: y"]
    assert found.indices["total"].tolist() == pytest.approx([0.9, 0.1], abs=0.04)
    assert found.indices["first"].tolist() == pytest.approx([0.9, 0.1], abs=0.08)
    assert "measurement errors: x: 9" in found.summary("en")
    assert "测量误差：x" in found.summary("zh")
    assert found.tables("zh")[0].frame.iloc[:, 0].tolist() == ["测量误差：x", "测量误差：y"]


def test_weights_of_different_nodes_are_told_apart():
    factors = [
        PerturbedWeights(0.5, ["A"], draws=50),
        PerturbedWeights(0.5, ["x"], draws=50),
        DroppedLeaf(["z"]),
    ]
    found = one_at_a_time(RECIPE, DATA, factors)
    assert found.shifts.index.tolist() == [
        "perturbed weights: A",
        "perturbed weights: x",
        "dropped indicator",
    ]
    assert uncertainty(RECIPE, DATA, factors, draws=20).factors == tuple(found.shifts.index)
    alone = one_at_a_time(RECIPE, DATA, factors[1:2]).shifts
    assert alone.index.tolist() == ["perturbed weights"]
    assert alone["largest_shift"].iloc[0] == found.shifts["largest_shift"].iloc[1]


def test_both_vary_and_each_its_own():
    """The scores of both errors together differ from those of either alone."""
    both = [MeasurementErrors({"x": 0.3}, draws=9), MeasurementErrors({"y": 0.3}, draws=9)]
    table = uncertainty(RECIPE, DATA, both, draws=30).scores
    apart = [uncertainty(RECIPE, DATA, [one], draws=30).scores for one in both]
    assert not any(np.allclose(table, one) for one in apart)


def test_what_would_vary_twice_is_refused():
    with pytest.raises(gm.FaultyInput, match="missing data: the factor is given twice"):
        sensitivity(RECIPE, DATA, [MissingData(), MissingData(3)])
    with pytest.raises(gm.FaultyInput, match="perturbed weights: the factor is given twice"):
        sensitivity(RECIPE, DATA, [PerturbedWeights(), PerturbedWeights(nodes=["A"])])
    same = [
        MeasurementErrors({"x": 1, "y": 1}),
        MeasurementErrors({"z": 1}),
        MeasurementErrors({"y": 2, "x": 1}),
    ]
    with pytest.raises(
        gm.FaultyInput, match="measurement errors: two factors vary x, y; let each vary others"
    ):
        sensitivity(RECIPE, DATA, same)
