"""Valid calls of every public function of the room of network."""

from __future__ import annotations

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
SCORES = network.measures(NET)
TREE = IndicatorTree.from_groups({"A": ["a1", "a2"]})

CALLS: dict[str, Any] = {
    "Network": (network.Network, {"actors": NET.actors, "ties": NET.ties, "answered": NET.answered, "directed": True,
                                  "relation": "trust", "cap": 5}),
    "Network.from_array": (network.Network.from_array, {"matrix": MATRIX, "actors": list("uvwxyz"), "directed": True,
                                                        "attributes": None, "relation": "trust"}),
    "Network.matrix": (NET.matrix, {"community": "East"}),
    "Network.attribute": (NET.attribute, {"name": "类型", "community": "East"}),
    "measures": (network.measures, {"net": NET, "errors": "cautious"}),
    "measures of some": (network.measures, {"net": SILENT}),
    "to_leaves": (network.to_leaves, {"scores": SCORES, "tree": TREE, "leaves": {"a1": "edge_reciprocity"}}),
    "Network.only": (NET.only, {"community": "East"}),
}  # fmt: skip
