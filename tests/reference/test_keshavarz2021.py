"""Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis, Antucheviciene (2021), MEREC, Symmetry 13(4), 525, its example.

Five alternatives, four criteria; the last two are costs, whose x / max x in the paper is what reciprocals give.
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
    x[:, 2:] = 1 / x[:, 2:]
    tree = IndicatorTree.from_groups({"G": ["c1", "c2", "c3", "c4"]})
    weights = merec(Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame())).of("G")
    expected = [0.5752216672093823, 0.01409659116846726, 0.40156136388773117, 0.009120377734419302]
    np.testing.assert_allclose(weights, expected, rtol=1e-9)  # the paper prints .5752 .0141 .4016 .0091
