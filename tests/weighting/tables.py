"""Tables as scaled values, for the tests of data-driven weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled


def flat(values):
    """Return values of one group G with the leaves x1, x2, ..."""
    values = np.asarray(values, dtype=float)
    tree = IndicatorTree.from_groups({"G": [f"x{j + 1}" for j in range(values.shape[1])]})
    return Scaled(tree, pd.DataFrame(values, columns=tree.codes), pd.DataFrame())
