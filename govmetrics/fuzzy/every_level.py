"""The table of memberships and verdicts at every node of the tree, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text

LEVELS = (Text("whole"), Text("first level"), Text("second level"), Text("third level"), Text("lower level"))
"""What the levels of a tree are called, from the root down."""


def every_level(found: pd.DataFrame, tree: IndicatorTree, grades: Mapping[Any, str]) -> Table:
    """Return what was found at every node, by unit (or period and unit) and node, beside the levels' names."""
    labels, depth = tree.names(), list[int]()
    for parent in tree.parents:  # the root first, each node before its parts
        depth.append(0 if parent < 0 else depth[parent] + 1)
    count = len(found) // len(depth)
    nodes = pd.Series([labels[code] for code in tree.node_codes] * count, dtype=object, name="node")
    levels = [LEVELS[min(level, len(LEVELS) - 1)] for level in depth] * count
    assert isinstance(found.index, pd.MultiIndex)
    rows = found.index.droplevel([-1]).to_frame(index=False)
    rows.columns = pd.Index(["period", "unit"][-rows.shape[1] :])
    told = pd.Series(levels, dtype=object, name="tree_level")
    frame = pd.concat([rows, told, nodes, found.reset_index(drop=True)], axis="columns")
    groups = "unit" if rows.shape[1] == 1 else ""
    return Table.of(Text("Memberships and verdicts at every level"), frame, "fuzzy", grades, groups=groups)
