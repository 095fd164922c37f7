"""MEREC beyond the published example (tests/reference/test_keshavarz2021.py)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.weighting import merec


def test_effects_by_the_definition_unit_by_unit():
    x = np.random.default_rng(4).uniform(1, 9, (6, 3))
    tree = IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    effects = merec(Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame())).details["table"][
        "effect"
    ]
    for j in range(3):
        total = 0.0
        for row in x:
            logs = [abs(np.log(x[:, k].min() / row[k])) for k in range(3)]
            total += abs(np.log(1 + (sum(logs) - logs[j]) / 3) - np.log(1 + sum(logs) / 3))
        assert effects.iloc[j] == pytest.approx(total)


def test_zeros_from_min_max_are_refused_with_the_way_out():
    tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    x = pd.DataFrame({"a": [0.0, 50, 100], "b": [100.0, 0, 20]}, ["u", "v", "w"])
    with pytest.raises(
        UnsuitableMethod, match=r"a: MEREC cannot use its zeros \(u\); scale to positive.*\nb: "
    ):
        merec(Scaled(tree, x, pd.DataFrame(), "min_max", (0, 100)))
