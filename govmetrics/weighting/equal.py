"""Equal weights: every part of a group counts the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.options import asked
from govmetrics.core.procedure import Procedure
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups


def equal(tree: IndicatorTree) -> Weights:
    """Give the parts of every group the same share, whatever weights the tree file has.

    Parameters
    ----------
    tree : IndicatorTree
        Leaves that are not scored (inputs, outputs, context) are left out.

    Returns
    -------
    Weights
        Every group's shares sum to one.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> equal(IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})).across_tree().to_dict()
    {'a1': 0.25, 'a2': 0.25, 'b1': 0.5}
    """
    asked(tree=(tree, TREE))
    tree = tree.scored()
    codes = tree.node_codes[1:]
    told = Procedure.of("The parts of every group were given equal weights.", "oecd2008")
    local = shares_within_groups(tree, pd.Series(np.ones(len(codes)), index=codes))
    return Weights(tree, local, "equal", procedure=told)
