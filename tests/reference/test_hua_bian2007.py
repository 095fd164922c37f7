"""Hua, Z., & Bian, Y. (2007). DEA with undesirable factors, in Zhu & Cook (eds.), Modeling data irregularities.

Thirty units, two inputs, two outputs and an undesirable one; expected values computed with deaR 1.5.3.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.dea.slacks_based import slacks_based


def test_slacks_based_with_an_undesirable_output(cases):
    folder = cases / "dea/hua_bian2007_undesirable"
    data = pd.read_csv(folder / "data.csv", index_col=0)
    expected = pd.read_csv(folder / "expected_sbm_undesirable.csv", index_col=0).iloc[:, 0]
    got = slacks_based(data.iloc[:, :2], data.iloc[:, 2:4], undesirable=data.iloc[:, 4:])
    assert got.scores.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-7)
