"""Twelve hospitals (Cooper, Seiford and Tone 2007): doctors, nurses -> outpatients, inpatients.

Expected values: deaR 1.5.3 and Benchmarking 0.33 (hyperbolic by bisection to 1e-6), scipy for directional.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.dea.additive import additive
from govmetrics.dea.directional import directional
from govmetrics.dea.hyperbolic import hyperbolic
from govmetrics.dea.russell import russell

UNITS = list("ABCDEFGHIJKL")
X = pd.DataFrame(
    {"doctors": [20, 19, 25, 27, 22, 55, 33, 31, 30, 50, 53, 38],
     "nurses": [151, 131, 160, 168, 158, 255, 235, 206, 244, 268, 306, 284]}, index=UNITS)  # fmt: skip
Y = pd.DataFrame(
    {"outpatients": [100, 150, 160, 180, 94, 230, 220, 152, 190, 250, 260, 250],
     "inpatients": [90, 50, 55, 72, 66, 90, 88, 80, 100, 100, 147, 120]}, index=UNITS)  # fmt: skip


def test_models_without_the_cases():
    """A few of the values, typed: RAM and Russell of C, E, F, H, I under variable returns."""
    ram = additive(X, Y, weights="range").scores[["C", "E", "F", "H", "I"]].round(6).tolist()
    assert ram == [0.946802, 0.900585, 0.812033, 0.896909, 0.964216]
    graph = hyperbolic(X, Y).scores[["C", "E", "F", "H", "I"]].round(5).tolist()
    assert graph == [0.95455, 0.90235, 0.97372, 0.90224, 0.99481]
    assert russell(X, Y, orientation="input").scores["E"] == pytest.approx(0.880782508630611, abs=1e-9)
    assert directional(X, Y).inefficiency["H"] == pytest.approx(0.10293139364936389, abs=1e-9)


def test_every_value(facts):
    folder = facts / "dea/hospital12"
    e = pd.read_csv(folder / "expected_nonradial.csv", index_col=0)
    found = {
        "additive_obj_crs": additive(X, Y, weights="one", returns="constant").inefficiency,
        "additive_obj_vrs": additive(X, Y, weights="one").inefficiency,
        "ram_vrs": additive(X, Y, weights="range").scores,
        "mip_vrs_obj": additive(X, Y, weights="own").inefficiency,
        "russell_io_vrs": russell(X, Y, orientation="input").scores,
        "russell_oo_vrs": russell(X, Y, orientation="output").farrell,
    }
    for name, values in found.items():
        assert values.to_numpy() == pytest.approx(e[name].to_numpy(), abs=1e-7), name
    assert hyperbolic(X, Y).scores.to_numpy() == pytest.approx(e["graph_hyperbolic_vrs"].to_numpy(), abs=1e-6)
    radial = pd.read_csv(folder / "expected_radial.csv", index_col=0)
    constant = hyperbolic(X, Y, returns="constant").scores
    assert (constant**2).to_numpy() == pytest.approx(radial["in_crs"].to_numpy(), abs=1e-9)
    beta = pd.read_csv(folder / "expected_ddf_own_direction.csv", index_col=0)
    for returns, short in (("constant", "crs"), ("variable", "vrs")):
        got = directional(X, Y, returns=returns).inefficiency
        assert got.to_numpy() == pytest.approx(beta[f"ddf_beta_own_{short}"].to_numpy(), abs=1e-9)
