"""Valid calls of every public function of the room of policy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics import policy

ADOPTED = pd.DataFrame({
    "unit": np.repeat([f"c{i}" for i in range(9)], 5), "period": np.tile(range(2018, 2023), 9),
    "since": np.repeat([2020.0] * 3 + [2021.0] * 3 + [np.nan] * 3, 5), "street": np.repeat(list("aabbccdde"), 5),
    "score": np.random.default_rng(0).normal(60, 5, 45), "size": np.repeat(np.random.default_rng(1).normal(size=9), 5),
})  # fmt: skip
ADOPTION = {
    "frame": ADOPTED,
    "outcome": "score",
    "unit": "unit",
    "period": "period",
    "first_treated": "since",
}
ROWS = pd.MultiIndex.from_product([["East", "West"], ["lifts", "clinics"]], names=["body", "item"])
PLAN = pd.DataFrame({"coverage": [10.0, 20, 10, 20], "budget": [5.0, 8, 5, 8]}, ROWS)
EFFECTS = pd.DataFrame({"young": [4.0, 1.0], "old": [0.0, 3.0]}, ["app", "visits"])

YEARS = pd.MultiIndex.from_product([range(2018, 2023), [f"c{i}" for i in range(8)]], names=["period", "unit"])
PANEL = pd.DataFrame(np.random.default_rng(2).normal(size=(40, 3)), YEARS, ["y", "x", "z"]).assign(
    street=list("aabbccdd") * 5
)
GOODS = pd.MultiIndex.from_product(
    [range(4), range(2), range(3)], names=["group", "subject", "period"]
).to_frame(index=False)
GOODS = GOODS.assign(treatment=np.where(GOODS["group"] < 2, "plain", "talk"), contribution=np.arange(24) % 7)
SCHEDULES = pd.DataFrame([[0, 0, 0], [0, 1, 2], [0, 2, 0]], ["a", "b", "c"], [0, 10, 20])

CALLS: dict[str, Any] = {
    "effects": (policy.effects, {
        "frame": PANEL, "outcome": "y", "regressors": ["x"], "two_way": True, "errors": "CR2", "kind": "fixed",
        "cluster": "street", "quadratic": ["x"], "lags": 1, "level": 0.9}),
    "random effects": (policy.effects, {"frame": PANEL, "outcome": "y", "regressors": ["x", "z"], "kind": "random"}),
    "effects by Driscoll and Kraay": (policy.effects, {
        "frame": PANEL, "outcome": "y", "regressors": ["x"], "errors": "driscoll_kraay", "bandwidth": 1}),
    "effects by wild signs": (policy.effects, {
        "frame": PANEL, "outcome": "y", "regressors": ["x"], "errors": "wild", "draws": 99, "rng": 0}),
    "dynamic": (policy.dynamic, {
        "frame": PANEL, "outcome": "y", "regressors": ["x"], "two_way": False, "errors": "CR1", "cluster": "street",
        "level": 0.9}),
    "threshold": (policy.threshold, {
        "frame": PANEL, "outcome": "y", "regressors": ["x"], "by": "z", "controls": ["z"], "two_way": False, "errors": "CR1",
        "trim": 0.2, "draws": 19, "level": 0.9, "rng": 0}),
    "side_by_side": (policy.side_by_side, {
        "models": [policy.effects(PANEL, "y", ["x"]), policy.effects(PANEL, "y", ["x", "z"], kind="random")],
        "names": ["fixed", "random"]}),
    "randomisation": (policy.randomisation, {
        "outcome": [15, 15, 20, 20, 10, 15, 30, 12], "arm": [1, 0, 0, 1, 0, 0, 1, 1], "cluster": list("abcdefgh"),
        "block": [1, 1, 1, 1, 2, 2, 2, 2], "level": 0.9}),
    "randomisation by draws": (policy.randomisation, {
        "outcome": [15, 15, 20, 20, 10, 15, 30], "arm": [1, 0, 0, 0, 0, 0, 1], "draws": 99, "rng": 0}),
    "public_goods": (policy.public_goods, {
        "contributions": GOODS, "endowment": 6, "schedules": SCHEDULES, "level": 0.9, "draws": 99, "rng": 0}),
    "power.two_groups": (policy.power.two_groups, {"first": 0, "second": 0.5, "sd": 1.0, "power": 0.9}),
    "power.two_groups of shares": (policy.power.two_groups, {"first": 0.2, "second": 0.3, "kind": "shares"}),
    "power.clusters": (policy.power.clusters, {"difference": 0.3, "size": 20, "icc": 0.05, "cv": 0.4}),
    "power.stepped_wedge": (policy.power.stepped_wedge, {
        "steps": [2, 2, 2], "size": 30, "tau": 0.1, "difference": 0.3, "sd": 1.0, "before": 1}),
    "power.stepped_wedge of shares": (policy.power.stepped_wedge, {
        "steps": [6, 6], "size": 90, "tau": 0.02, "shares": (0.1, 0.05)}),
    "power.detectable": (policy.power.detectable, {"clusters": 12, "size": 20, "icc": 0.05}),
    "staggered": (policy.staggered, ADOPTION | {
        "controls": "not_yet", "covariates": ["size"], "method": "regression", "base": "universal", "anticipation": 0,
        "cluster": "street", "missing": "listwise", "level": 0.9, "draws": 20, "rng": 0}),
    "synthetic": (policy.synthetic, {"frame": ADOPTED, "outcome": "score", "unit": "unit", "period": "period", "treated": "c0",
        "start": 2021, "predictors": ["score"], "donors": ["c6", "c7", "c8", "c4"], "leave_out": ["c4"], "aggregates": "allow",
        "starts": 1, "rng": 0}),
    "interrupted": (policy.interrupted, {"series": pd.Series([1.0, 3, 2, 4, 9, 8, 9, 11, 10, 12], range(2010, 2020)),
        "start": 2014, "season": 2, "errors": "newey_west", "lags": 1, "level": 0.9}),
    "deviation": (policy.deviation, {"planned": PLAN, "actual": PLAN * 0.9, "weights": {"lifts": 1, "clinics": 2},
        "excess": ["budget"], "as_of": "2024-06-01"}),
    "mix": (policy.mix, {"effects": EFFECTS, "errors": EFFECTS * 0 + 0.5, "costs": {"app": 1, "visits": 5},
        "sizes": {"young": 100, "old": 50}, "budget": 300, "most": 1, "level": 0.9}),
    "decompose": (policy.decompose, ADOPTION | {"missing": "refuse"}),
}  # fmt: skip
