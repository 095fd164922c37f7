"""R packages' answers for panels and textbook tables (sources: tests/reference/data/SOURCES.md)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import govmetrics as gm


@pytest.fixture
def hospital(facts: Path) -> tuple[Path, pd.DataFrame, pd.DataFrame]:
    folder = facts / "dea" / "hospital12"
    table = pd.read_csv(folder / "data.csv", index_col=0)
    return folder, table[["doctors", "nurses"]], table[["outpatients", "inpatients"]]


RETURNS = {"crs": "constant", "vrs": "variable", "nirs": "decreasing", "ndrs": "increasing"}


@pytest.mark.parametrize("way", ["in", "out"])
@pytest.mark.parametrize("returns", RETURNS)
def test_hospitals_radial(hospital, way, returns):
    folder, x, y = hospital
    expected = pd.read_csv(folder / "expected_radial.csv", index_col=0)[f"{way}_{returns}"]
    result = gm.dea.radial(x, y, f"{way}put", RETURNS[returns])
    assert_allclose(result.farrell, expected, atol=1e-9)
    if returns in ("crs", "vrs"):
        slacks = pd.read_csv(folder / f"expected_{way[0]}o_{returns}_maxslack.csv", index_col=0)
        assert_allclose(result.input_slacks, slacks[x.columns], atol=1e-8)
        assert_allclose(result.output_slacks, slacks[y.columns], atol=1e-8)


def test_hospitals_super(hospital):
    folder, x, y = hospital
    expected = pd.read_csv(folder / "expected_super.csv", index_col=0)
    for way, returns in (("in", "crs"), ("in", "vrs"), ("out", "vrs")):
        result = gm.dea.super_efficiency(x, y, f"{way}put", RETURNS[returns])
        assert_allclose(result.farrell, expected[f"super_{way}_{returns}"], atol=1e-9)


def test_hospitals_lambdas(hospital):
    folder, x, y = hospital
    expected = pd.read_csv(folder / "lambdas_deaR_in_crs.csv", index_col=0)
    peers = gm.dea.radial(x, y, returns="constant").peers
    got = peers.pivot(index="unit", columns="peer", values="weight").reindex(
        expected.index, columns=expected.columns
    )
    assert_allclose(got.fillna(0), expected, atol=6e-6)  # printed to five digits
    kinds = pd.read_csv(folder / "rts_class_deaR.csv", index_col=0)
    assert (gm.dea.scale(x, y).returns_to_scale == kinds["rts.rts"].str.lower()).all()
    assert_allclose(got.sum(axis=1), kinds["rts.lambsum"], atol=6e-6)


def test_hospitals_multipliers_are_optimal_where_deaR_differs(hospital):
    """Efficient units have many optimal weights; ours must be as good as deaR's and valid for every unit."""
    folder, x, y = hospital
    expected = pd.read_csv(folder / "multipliers_deaR_in_crs.csv", index_col=0)
    result = gm.dea.radial(x, y, returns="constant")
    v, u = result.input_weights.to_numpy(), result.output_weights.to_numpy()
    assert_allclose((v * x.to_numpy()).sum(axis=1), 1, atol=1e-12)
    assert_allclose((u * y.to_numpy()).sum(axis=1), expected["eff"], atol=1e-9)
    assert (u @ y.to_numpy().T - v @ x.to_numpy().T).max() < 1e-12
    inefficient = expected.index[expected["eff"] < 1]
    got = pd.concat([result.input_weights, result.output_weights], axis=1).loc[inefficient]
    assert_allclose(got, expected.loc[inefficient, got.columns], atol=6e-7)  # printed to six digits


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("fgnz_in_crs", {"orientation": "input"}),
        ("fgnz_out_vrs", {}),
        ("global_out_vrs", {"frontier": "pooled", "decomposition": "ray_desli", "base": "earlier"}),
        ("rd_out_vrs", {"decomposition": "ray_desli", "base": "earlier"}),
    ],
)
def test_malmquist(facts, name, options):
    """31 provinces, 5 years (Wang and Lan, 2011, p. 2768, as replicated by deaR)."""
    folder = facts / "dea" / "malmquist_wang_lan2011"
    table = pd.read_csv(folder / "data.csv").set_index(["Period", "DMUs"])
    result = gm.dea.malmquist(table[["Capital", "Labor"]], table[["GIOV"]], **options).to_frame()
    short = {
        "mi": "malmquist", "ec": "efficiency_change", "tc": "technical_change",
        "pech": "pure_efficiency_change", "sech": "scale_change",
    }  # fmt: skip
    expected = pd.read_csv(folder / f"expected_{name}.csv", index_col=["period", "unit"])
    got = result.set_index(["period", "unit"]).loc[expected.index, [short[c] for c in expected]]
    assert len(got) == len(result) == 4 * 31
    assert_allclose(got, expected, atol=1e-9)


def test_bootstrap(facts):
    """Simar and Wilson's electric plants; R's answers are themselves Monte Carlo (B = 2000)."""
    folder = facts / "dea" / "bootstrap_simar_wilson1998"
    table, expected = (
        pd.read_csv(folder / f, index_col=0) for f in ("data.csv", "expected_bootstrap_B2000.csv")
    )
    x, y = table[["Labor", "Fuel", "Capital"]], table[["Output"]]
    default, paper = gm.dea.bootstrap(x, y), gm.dea.bootstrap(x, y, bandwidth=0.014)
    assert_allclose(default.scores, expected["eff"], atol=1e-9)
    for ours, theirs in (("corrected", "bc"), ("lower", "lo"), ("upper", "hi")):
        assert_allclose(getattr(default, ours), expected[f"bench_{theirs}"], atol=0.01)
        assert_allclose(getattr(paper, ours), expected[f"deaR_{theirs}"], atol=0.01)


def test_tokyo_libraries(facts):
    """Cooper, Seiford and Tone (2007), 23 libraries, four digits; the population cannot be changed."""
    case = json.loads((facts / "practice" / "20_DEA_tokyo_public_libraries.json").read_text())
    given, expected = case["input"], case["expected"]
    x = pd.DataFrame(given["X"], given["dmu"], given["inputs"])
    y = pd.DataFrame(given["Y"], given["dmu"], given["outputs"])
    assert_allclose(gm.dea.radial(x, y, returns="constant").scores, expected["CCR_in"], atol=5.1e-5)
    assert_allclose(gm.dea.radial(x, y).scores, expected["BCC_in"], atol=5.1e-5)
    fixed = gm.dea.non_discretionary(x, y, ["POPULATION"], returns="constant")
    assert_allclose(fixed.scores, expected["NCN_population_noncontrollable"], atol=5.1e-5)
    assert np.isfinite(fixed.certificate[["primal", "dual", "gap"]]).all(axis=None)
