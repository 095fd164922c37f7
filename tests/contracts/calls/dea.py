"""Valid calls of every public function of DEA's room, and of what its results are asked."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import dea

RNG = np.random.default_rng(4)
UNITS = pd.Index([f"u{i}" for i in range(12)], name="unit")
X = pd.DataFrame(RNG.uniform(1, 9, (12, 2)), UNITS, ["staff", "money"])
Y = pd.DataFrame(RNG.uniform(1, 9, (12, 1)), UNITS, ["cases"])
BAD = pd.DataFrame({"complaints": RNG.uniform(1, 5, 12)}, UNITS)
OUTSIDE = pd.DataFrame({"density": RNG.normal(size=12)}, UNITS)
HALVES = pd.Series(np.arange(12) % 2, UNITS)
PANEL_X, PANEL_Y, PANEL_BAD = (pd.concat({2020: t, 2021: t * 1.1}, names=["period"]) for t in (X, Y, BAD))
PANEL_HALVES = pd.concat({2020: HALVES, 2021: HALVES}, names=["period"])
TREE = gm.IndicatorTree(
    gm.Group("service", "", (gm.Indicator("staff", role="input"), gm.Indicator("cases", role="output")))
)
DATA = gm.read_records(X[["staff"]].join(Y), TREE)
SCALED_TREE = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
SCALED = gm.Scaled(
    SCALED_TREE, pd.DataFrame({"a": [90.0, 50, 40], "b": [30.0, 80, 40]}, list("uvw")), pd.DataFrame()
)
BOTH = {"inputs": X, "outputs": Y}
PANEL = {"inputs": PANEL_X, "outputs": PANEL_Y}
ORIENTED = {"orientation": "output", "returns": "variable"}
CHANGE = {"direction": "outputs", "returns": "constant", "undesirable": PANEL_BAD, "disposability": "strong",
          "frontier": "pooled", "width": 2}  # fmt: skip
with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)  # few units
    FOUND = dea.radial(X, Y)
    TABLES = dea.tables(X, Y)

CALLS = {
    "from_roles": (dea.from_roles, {"data": DATA}),
    "radial": (dea.radial, BOTH | ORIENTED | {"reference": (X, Y), "slacks": False, "solver": "highs"}),
    "radial of a dataset": (dea.radial, {"inputs": DATA}),
    "radial of a panel": (dea.radial, PANEL | {"frontier": "window", "width": 2}),
    "cross_efficiency of a panel": (dea.cross_efficiency, PANEL | {"frontier": "sequential"}),
    "outliers of a panel": (dea.outliers, PANEL | {"m": 5, "largest": 1, "frontier": "period"}),
    "tables of a panel": (dea.tables, PANEL | {"frontier": "pooled"}),
    "improvements of a panel": (dea.improvements, PANEL | {"unit": (2020, "u1"), "frontier": "period"}),
    "metafrontier of a panel": (dea.metafrontier, PANEL | {"groups": PANEL_HALVES, "frontier": "period"}),
    "returns_test of a panel": (dea.returns_test, PANEL | {"draws": 100, "frontier": "period"}),
    "scale": (dea.scale, BOTH | {"orientation": "output"}),
    "super_efficiency": (dea.super_efficiency, BOTH | ORIENTED | {"slacks": True}),
    "free_disposal": (dea.free_disposal, BOTH | {"orientation": "input", "reference": (X, Y)}),
    "non_discretionary": (dea.non_discretionary, BOTH | {"fixed": ["money"], "orientation": "input",
                                                         "returns": "variable", "exact": False}),
    "categorical": (dea.categorical, BOTH | ORIENTED | {"circumstances": HALVES}),
    "weight_restricted": (dea.weight_restricted, BOTH | ORIENTED | {
        "ratios": [("staff", "money", 0.5, 2.0)], "shares": {"staff": (0.2, 0.8)}}),
    "cross_efficiency": (dea.cross_efficiency, BOTH | {"goal": "aggressive", "matrix": True}),
    "cross_efficiency without its matrix": (dea.cross_efficiency, BOTH | {"goal": "benevolent", "matrix": False}),
    "slacks_based": (dea.slacks_based, BOTH | {"orientation": "none", "returns": "variable", "undesirable": BAD,
                                               "reference": (X, Y, BAD), "zero_outputs": "tenth"}),
    "super_slacks_based": (dea.super_slacks_based, BOTH | {"orientation": "none", "returns": "constant",
                                                           "undesirable": BAD}),
    "russell": (dea.russell, BOTH | {"orientation": "input", "returns": "constant", "reference": (X, Y),
                                     "zero_outputs": "refuse"}),
    "additive": (dea.additive, BOTH | {"weights": "range", "returns": "variable", "undesirable": BAD,
                                       "reference": (X, Y, BAD)}),
    "directional": (dea.directional, BOTH | {"direction": "own", "returns": "variable", "undesirable": BAD,
                                             "disposability": "weak", "reference": (X, Y, BAD)}),
    "hyperbolic": (dea.hyperbolic, BOTH | {"returns": "constant", "undesirable": BAD, "reference": (X, Y, BAD)}),
    "seiford_zhu": (dea.seiford_zhu, BOTH | {"undesirable": BAD, "constant": 9.0} | ORIENTED),
    "closest_targets": (dea.closest_targets, BOTH | {"units": ["u1"], "returns": "constant"}),
    "improvements": (dea.improvements, BOTH | {"unit": "u1", "by": "stepwise", "tree": TREE} | ORIENTED),
    "improvements of a result": (dea.improvements, BOTH | {"unit": "u1", "by": FOUND}),
    "tables": (dea.tables, BOTH | {"orientation": "output", "model": "variable"}),
    "epsilon_based": (dea.epsilon_based, BOTH | {"orientation": "input", "returns": "constant"}),
    "epsilon_based of a panel": (dea.epsilon_based, PANEL | {"frontier": "period"}),
    "cost": (dea.cost, BOTH | {"prices": pd.Series({"staff": 3.0, "money": 1.0}), "returns": "constant"}),
    "cost of a panel": (dea.cost, PANEL | {"prices": PANEL_X, "frontier": "pooled"}),
    "revenue": (dea.revenue, BOTH | {"prices": pd.Series({"cases": 2.0}), "returns": "constant"}),
    "profit": (dea.profit, BOTH | {"input_prices": X, "output_prices": Y, "direction": "mean"}),
    "two_stage": (dea.two_stage, {"inputs": X, "intermediates": BAD, "outputs": Y, "model": "additive",
                                  "returns": "variable", "priority": "second"}),
    "malmquist": (dea.malmquist, PANEL | {"frontier": "biennial", "orientation": "input",
                                          "decomposition": "ray_desli", "base": "earlier"}),
    "malmquist by slacks": (dea.malmquist, PANEL | {"measure": "slacks_based", "orientation": "none"}),
    "malmquist with intervals": (dea.malmquist, PANEL | {"decomposition": "bias", "draws": 100, "level": 0.9, "rng": 0}),
    "network_slacks_based": (dea.network_slacks_based, {
        "inputs": X, "outputs": Y, "links": {("one", "two"): BAD}, "orientation": "none", "returns": "variable",
        "stages": {"one": {"inputs": "staff"}, "two": {"inputs": ["money"], "outputs": ["cases"]}},
        "link": "free", "weights": {"one": 1, "two": 2}}),
    "network_slacks_based of a panel": (dea.network_slacks_based, {
        "inputs": PANEL_X, "outputs": PANEL_Y, "links": {("one", "two"): PANEL_BAD}, "frontier": "pooled", "width": 2,
        "stages": {"one": {"inputs": "staff"}, "two": {"inputs": ["money"], "outputs": ["cases"]}}}),
    "dynamic": (dea.dynamic, PANEL | {"bad": PANEL_BAD, "orientation": "input", "returns": "constant",
                                      "weights": {2020: 1, 2021: 2}}),
    "dynamic with a surplus": (dea.dynamic, PANEL | {"good": PANEL_BAD, "free": PANEL_BAD.set_axis(["结余"], axis=1),
                                                     "fixed": PANEL_BAD.set_axis(["编制"], axis=1)}),
    "luenberger": (dea.luenberger, PANEL | CHANGE),
    "malmquist_luenberger": (dea.malmquist_luenberger, PANEL | CHANGE),
    "window": (dea.window, PANEL | {"width": 2} | ORIENTED),
    "metafrontier": (dea.metafrontier, BOTH | ORIENTED | {"groups": HALVES, "convex": False}),
    "order_m": (dea.order_m, BOTH | {"m": 5, "orientation": "output", "reference": (X, Y)}),
    "order_alpha": (dea.order_alpha, BOTH | {"alpha": 0.9, "orientation": "input", "reference": (X, Y)}),
    "outliers": (dea.outliers, BOTH | ORIENTED | {"m": 5, "largest": 2, "thresholds": {"order_m": 1.3}}),
    "bootstrap": (dea.bootstrap, BOTH | ORIENTED | {"draws": 100, "level": 0.9, "bandwidth": 0.1, "rng": 0}),
    "returns_test": (dea.returns_test, BOTH | {"orientation": "output", "draws": 100, "significance": 0.1, "rng": 0}),
    "second_stage": (dea.second_stage, BOTH | ORIENTED | {"environment": OUTSIDE, "algorithm": 1, "draws": (2, 10),
                                                          "level": 0.9, "rng": 0}),
    "second_stage of a panel": (dea.second_stage, PANEL | {
        "environment": pd.concat({2020: OUTSIDE, 2021: OUTSIDE + 0.1}, names=["period"]), "algorithm": 1, "draws": (2, 20),
        "clusters": "unit"}),
    "three_stage": (dea.three_stage, BOTH | {"environment": OUTSIDE, "returns": "variable"}),
    "benefit_of_the_doubt": (dea.benefit_of_the_doubt, {"scaled": SCALED, "lower": 0.1, "upper": {"a": 0.9}}),
    "Efficiency.summary": (FOUND.summary, {"language": "zh"}),
    "Efficiency.tables": (FOUND.tables, {"language": "zh"}),
    "DeaTables.write": (TABLES.write, {"path": Path(mkdtemp()) / "dea.xlsx", "language": "zh"}),
}  # fmt: skip
