"""Zavadskas and Podvezko (2016), Integrated determination of objective criteria weights in MCDM, IJITDM 15, 267-283.

Four alternatives, four criteria of which the first and third are costs; these enter as min x / x, as in the paper.
The paper takes entropy of the raw values, costs as they are: `idocriw(scaled, raw=data)`. Without `raw` ours takes it of
the directed values, as all methods here do. Four digits are printed; the tests and
manuals of two Python packages repeat them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import Dataset, FaultyInput, IndicatorTree, Scaled
from govmetrics.normalisation import share_of_best
from govmetrics.weighting import cilos, combine, entropy, idocriw

RAW = np.array([[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]])
TREE = IndicatorTree.from_groups({"G": ["c1", "c2", "c3", "c4"]})


def scaled(x):
    return Scaled(TREE, pd.DataFrame(x, columns=TREE.codes), pd.DataFrame())


def test_cilos_entropy_and_idocriw_weights():
    directed = RAW.copy()
    directed[:, [0, 2]] = RAW[:, [0, 2]].min(axis=0) / RAW[:, [0, 2]]
    losses, spread = cilos(scaled(directed)), entropy(scaled(RAW))
    np.testing.assert_allclose(losses.of("G"), [0.3343, 0.2199, 0.1957, 0.2501], atol=6e-5)
    np.testing.assert_allclose(spread.of("G"), [0.1146, 0.1981, 0.4185, 0.2689], atol=6e-5)
    both = combine([losses, spread], "product")
    np.testing.assert_allclose(
        both.of("G"), [0.1658, 0.1886, 0.3545, 0.2911], atol=1e-4
    )  # of rounded factors


def test_idocriw_as_the_paper_prints_it():
    tree = IndicatorTree.from_groups({"G": TREE.codes}, {"c1": "less", "c3": "less"})
    data = Dataset(tree, pd.DataFrame(RAW, columns=tree.codes))
    found = idocriw(share_of_best(data), raw=data)
    np.testing.assert_allclose(found.of("G"), [0.1658, 0.1886, 0.3545, 0.2911], atol=1e-4)
    np.testing.assert_allclose(found.details["table"]["entropy"], [0.1146, 0.1981, 0.4185, 0.2689], atol=6e-5)
    np.testing.assert_allclose(found.details["table"]["cilos"], [0.3343, 0.2199, 0.1957, 0.2501], atol=6e-5)
    assert "entropy weights of the raw values" in found.method_paragraph()
    with pytest.raises(FaultyInput, match="raw: has other units or indicators"):
        idocriw(share_of_best(data), raw=Dataset(tree, data.values.iloc[:3]))


def test_idocriw_is_cilos_times_entropy_of_the_same_values():
    """Worked from the paper's steps, all four criteria taken as benefits."""
    best = RAW[RAW.argmax(axis=0)]
    losses = 1 - best / RAW.max(axis=0)
    _, _, rows = np.linalg.svd(losses - np.diag(losses.sum(axis=0)))  # its null vector is q
    shares = RAW / RAW.sum(axis=0)
    spread = 1 + (shares * np.log(shares)).sum(axis=0) / np.log(4)
    both = rows[-1] * spread
    np.testing.assert_allclose(idocriw(scaled(RAW)).of("G"), both / both.sum(), atol=1e-12)
