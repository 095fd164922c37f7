"""Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis, Antucheviciene (2021), MEREC, Symmetry 13(4), 525, its example.

Five alternatives, four criteria; the last two are costs, whose x / max x in the paper is what reciprocals give. The
printed weights are repeated by the tests of several Python packages; all digits come from the paper's steps.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled
from govmetrics.weighting import merec


def test_merec_weights():
    x = np.array(
        [
            [450.0, 8000, 54, 145],
            [10, 9100, 2, 160],
            [100, 8200, 31, 153],
            [220, 9300, 1, 162],
            [5, 8400, 23, 158],
        ]
    )
    n = np.column_stack([x[:, :2].min(axis=0) / x[:, :2], x[:, 2:] / x[:, 2:].max(axis=0)])
    whole = np.log(1 + np.abs(np.log(n)).mean(axis=1))
    without = [np.log(1 + np.abs(np.log(np.delete(n, j, axis=1))).sum(axis=1) / 4) for j in range(4)]
    effects = np.abs(np.array(without) - whole).sum(axis=1)
    x[:, 2:] = 1 / x[:, 2:]
    tree = IndicatorTree.from_groups({"G": ["c1", "c2", "c3", "c4"]})
    weights = merec(Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame())).of("G")
    np.testing.assert_allclose(weights, effects / effects.sum(), rtol=1e-9)
    assert weights.round(4).tolist() == [0.5752, 0.0141, 0.4016, 0.0091]
