"""The table of weights that papers print: criteria and indicators with their weights, overall weight and rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.numerics.ranks import competition


def level_table(tree: IndicatorTree, local: pd.Series, across: pd.Series, names: Mapping[Any, str]) -> Table:
    """Return one row per indicator: the groups above it with their weights, its own in its group and overall, its rank.

    Parameters
    ----------
    tree : IndicatorTree
        The tree.
    local, across : Series
        Share of every node within its group; of every leaf in the whole.
    names : mapping
        Of the nodes.
    """
    paths = {code: _path(tree, code) for code in tree.codes}
    depth = max(map(len, paths.values()))
    columns: dict[str, list[Any]] = {}
    for level in range(depth - 1):  # the leaf stands in the last column, however deep its branch is
        above = [path[level] if level < len(path) - 1 else None for path in paths.values()]
        columns[f"level {level + 1}"] = above
        columns[f"weight {level + 1}"] = [None if code is None else float(local[code]) for code in above]
    alike = depth > 1 and all(len(path) == depth for path in paths.values())
    columns[f"level {depth}" if alike else "code"] = list(tree.codes)
    if depth > 1:
        columns["local"] = [float(local.get(code, 1.0)) for code in tree.codes]
    columns["across_tree"] = across.tolist()
    columns["rank"] = competition(across.round(12).to_numpy(dtype=float))[0].astype(int).tolist()
    frame = pd.DataFrame(columns)
    for level in range(1, depth):
        frame[f"weight {level}"] = pd.to_numeric(frame[f"weight {level}"])
    return Table.of(Text("Weights"), frame, "core", names)


def _path(tree: IndicatorTree, code: str) -> list[str]:
    """Return the nodes from below the root down to a leaf."""
    path, above = [code], tree.parent(code)
    while above is not None and above != tree.root.code:
        path, above = [above, *path], tree.parent(above)
    return path
