"""Scores that are sums: arithmetic means all the way, and each leaf's share of the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Scores
from govmetrics.numerics.climb import whole_shares


def additive_shares(scores: Scores, node: str) -> pd.DataFrame:
    """Return the share of each unit's score at a node that each leaf below it had, missing parts left out.

    Returns
    -------
    DataFrame, shape (units, leaves)
        Rows sum to one; NaN where the unit has no score.
    """
    tree, top = scores.weights.tree, scores.weights.tree.positions[node]
    present = scores.values[tree.node_codes].notna().to_numpy()
    local = present * scores.weights.shares
    for parts in tree.branches.parts:
        known = local[:, parts].sum(axis=1, keepdims=True)
        # A group without a score hands nothing down: it has no share itself.
        local[:, parts] = np.divide(
            local[:, parts], known, out=np.zeros((len(local), len(parts))), where=known > 0
        )
    local[:, top] = np.where(present[:, top], 1.0, np.nan)
    shares = whole_shares(tree.parents, local, top)
    codes = tree.leaves(node)
    return pd.DataFrame(shares[:, [tree.positions[code] for code in codes]], scores.values.index, codes)
