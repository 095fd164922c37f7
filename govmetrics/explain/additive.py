"""Scores that are sums: arithmetic means all the way, and each leaf's share of the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Scores


def additive_shares(scores: Scores, node: str) -> pd.DataFrame:
    """Return the share of each unit's score at a node that each leaf below it had, missing parts left out.

    Returns
    -------
    DataFrame, shape (units, leaves)
        Rows sum to one; NaN where the unit has no score.
    """
    tree = scores.weights.tree
    present = scores.values.notna()
    share = {node: np.where(present[node], 1.0, np.nan)}
    for group in tree.groups:
        if group.code not in share:
            continue
        codes = [part.code for part in group.parts]
        w = present[codes].to_numpy() * scores.weights.of(group).to_numpy()
        with np.errstate(invalid="ignore"):
            w /= w.sum(axis=1, keepdims=True)
        for code, column in zip(codes, w.T, strict=True):
            # A group that is itself left out hands nothing down, whatever its parts know.
            share[code] = np.where(share[group.code] == 0, 0.0, share[group.code] * column)
    return pd.DataFrame({code: share[code] for code in tree.leaves(node)}, index=scores.values.index)


def is_additive(scores: Scores, node: str) -> bool:
    """Tell whether the arithmetic mean is used all the way below a node."""
    if scores.method != "arithmetic":
        return False
    inside = {node}
    for group in scores.weights.tree.groups:
        if group.code in inside:
            inside |= {part.code for part in group.parts}
            if group.aggregate not in (None, "arithmetic"):
                return False
    return True
