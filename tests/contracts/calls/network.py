"""Valid calls of every public function of the room of network."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import IndicatorTree, network

MATRIX = pd.DataFrame(
    (np.random.default_rng(3).random((6, 6)) < 0.4).astype(float), list("abcdef"), list("abcdef")
)
KINDS = pd.DataFrame({"类型": list("xxyyzz")}, index=list("abcdef"))
NET = network.Network.from_array({"East": MATRIX, "West": MATRIX.T}, attributes=KINDS)

SILENT = network.Network.from_array({"East": MATRIX.assign(a=np.nan).T, "West": MATRIX}, directed=False)
NAMES = pd.DataFrame({"respondent": ["u", "v"], "named_1": ["v", None], "named_2": ["w", "u"]})
SCORES = network.measures(NET)
TREE = IndicatorTree.from_groups({"A": ["a1", "a2"]})

FOLDER = Path(mkdtemp())

CALLS: dict[str, Any] = {
    "Network": (network.Network, {"actors": NET.actors, "ties": NET.ties, "answered": NET.answered, "directed": True,
                                  "relation": "trust", "cap": 5}),
    "Network.from_array": (network.Network.from_array, {"matrix": MATRIX, "actors": list("uvwxyz"), "directed": True,
                                                        "attributes": None, "relation": "trust"}),
    "Network.matrix": (NET.matrix, {"community": "East"}),
    "Network.attribute": (NET.attribute, {"name": "类型", "community": "East"}),
    "actors": (network.actors, {"net": NET}),
    "actors of some": (network.actors, {"net": SILENT}),
    "measures": (network.measures, {"net": NET, "errors": "cautious"}),
    "measures of some": (network.measures, {"net": SILENT}),
    "to_leaves": (network.to_leaves, {"scores": SCORES, "tree": TREE, "leaves": {"a1": "edge_reciprocity"}}),
    "read_network": (network.read_network, {"source": NAMES, "actors": list("uvw"), "by": "community", "relation": "named",
                                            "directed": False, "respondents": ["u", "v"]}),
    "read_network of a matrix": (network.read_network, {"source": MATRIX.to_numpy(), "actors": list("abcdef")}),
    "blank_network": (network.blank_network, {"path": FOLDER / "ties.xlsx", "actors": {"East": ["u", "v"]}, "form": "names",
                                              "most": 2, "language": "en"}),
    "Network.only": (NET.only, {"community": "East"}),
}  # fmt: skip

OTHER = pd.DataFrame(
    (np.random.default_rng(4).random((6, 6)) < 0.5).astype(float), list("abcdef"), list("abcdef")
)
EAST = NET.only("East")
CAME = pd.DataFrame(
    (np.random.default_rng(5).random((6, 4)) < 0.5).astype(int),
    list("abcdef"),
    ["一月", "二月", "三月", "四月"],
)
FOUND = network.two_mode(CAME)
APART = pd.DataFrame(
    np.abs(np.subtract.outer([0.0, 1, 3, 7, 12, 20], [0.0, 1, 3, 7, 12, 20])), list("abcdef"), list("abcdef")
)
SIZES = pd.Series([9.0, 4, 6, 2, 3, 5], list("abcdef"), name="人口")

EXPLAINED = {"y": EAST, "x": {"同部门": OTHER}, "draws": 100, "rng": 1}

CALLS |= {
    "qap": (network.qap, {"y": EAST, "x": OTHER, "draws": 100, "rng": 1}),
    "qap_regression": (network.qap_regression, EXPLAINED | {"model": "linear"}),
    "qap_regression logit": (network.qap_regression, EXPLAINED | {"model": "logit"}),
    "mixing": (network.mixing, {"net": EAST, "by": "类型", "draws": 100, "rng": 1}),
    "brokerage": (network.brokerage, {"net": EAST, "by": "类型"}),
    "core_periphery": (network.core_periphery, {"net": EAST, "ties": "ignored", "starts": 5, "rng": 1}),
    "communities": (network.communities, {"net": EAST, "resolution": 1.0, "starts": 3, "rng": 1}),
    "compare": (network.compare, {"before": EAST, "after": OTHER, "draws": 100, "rng": 1}),
    "two_mode": (network.two_mode, {"attendance": CAME}),
    "TwoMode.network": (FOUND.network, {"of": "events"}),
    "gravity": (network.gravity, {"sizes": SIZES, "distances": APART, "exponent": 2.0, "cut": "row_mean", "share": True}),
}  # fmt: skip
