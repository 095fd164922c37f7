"""CILOS and IDOCRIW beyond the published example (tests/reference/test_zavadskas2016.py)."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import UnsuitableMethod
from govmetrics.weighting import cilos
from tests.weighting.tables import flat


def test_ties_at_the_best_are_averaged_whatever_the_order_of_rows():
    x = np.array([[10.0, 2, 5], [10, 8, 1], [3, 9, 4], [1, 1, 6]])
    one = cilos(flat(x)).of("G")
    for order in ([1, 0, 2, 3], [3, 2, 1, 0]):
        np.testing.assert_allclose(cilos(flat(x[order])).of("G"), one)
    # Leaf 2 where leaf 1 is best: the mean of 2 and 8, so a loss of 1 - 5/9.
    loss = (1 - 5 / 9) + (1 - 1 / 9)
    assert cilos(flat(x)).details["table"].at["x2", "loss"] == pytest.approx(loss)


def test_equations_hold():
    x = np.random.default_rng(1).uniform(1, 10, (8, 5))
    q = cilos(flat(x)).of("G").to_numpy()
    square = x[x.argmax(axis=0)]
    p = 1 - square / x.max(axis=0)
    np.testing.assert_allclose(p @ q, p.sum(axis=0) * q, atol=1e-12)


def test_several_leaves_without_loss_are_refused():
    x = np.array([[10.0, 10, 3], [1, 1, 9], [5, 4, 8]])
    x = np.column_stack([x[:, 0], x[:, 1]])
    with pytest.raises(UnsuitableMethod, match="x1, x2: lose nothing where others are best"):
        cilos(flat(x))


def test_the_only_leaf_in_which_units_differ_has_all_the_weight():
    x = np.array([[3.0, 5, 2], [3, 1, 2], [3, 4, 2]])
    assert cilos(flat(x)).of("G").tolist() == [0, 1, 0]
    two = np.array([[3.0, 5, 2], [3, 1, 8], [3, 4, 2]])
    # each where the other is best: 2 of 8 and 1 of 5, so losses 3/4 and 4/5; q is as the other's loss: 4/5 : 3/4
    assert cilos(flat(two)).of("G").tolist() == pytest.approx([0, 15 / 31, 16 / 31])


@pytest.mark.parametrize("shape", [(200, 7), (60, 40)])
def test_only_the_best_cells_or_all_give_the_same_weights(shape, monkeypatch):
    x = np.random.default_rng(0).uniform(1, 9, shape)
    x[5] = np.where(np.arange(shape[1]) % 3 == 0, x.max(axis=0), x[5])
    x[7] = np.where(np.arange(shape[1]) % 6 == 0, x.max(axis=0), x[7])  # tied at the top
    tree = gm.IndicatorTree.from_groups({"G": [f"x{j}" for j in range(shape[1])]})
    scaled = gm.Scaled(tree, pd.DataFrame(x, columns=tree.codes), pd.DataFrame())
    found = []
    for share in (0.0, 2.0):
        monkeypatch.setattr(sys.modules["govmetrics.weighting.cilos"], "FEW_BEST", share)
        found.append(gm.weighting.cilos(scaled).local.to_numpy())
    np.testing.assert_allclose(*found, rtol=1e-9, atol=1e-15)
