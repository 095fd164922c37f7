"""Hua, Z., & Bian, Y. (2007). DEA with undesirable factors, in Zhu & Cook (eds.), Modeling data irregularities.

Thirty units, two inputs, two outputs and an undesirable one; expected values computed with deaR 1.5.3.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.dea.seiford_zhu import seiford_zhu
from govmetrics.dea.slacks_based import slacks_based


def test_slacks_based_with_an_undesirable_output(facts):
    folder = facts / "dea/hua_bian2007_undesirable"
    data = pd.read_csv(folder / "data.csv", index_col=0)
    expected = pd.read_csv(folder / "expected_sbm_undesirable.csv", index_col=0).iloc[:, 0]
    got = slacks_based(data.iloc[:, :2], data.iloc[:, 2:4], undesirable=data.iloc[:, 4:])
    assert got.scores.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-7)


def test_translation_by_1500(facts):
    """Seiford and Zhu's translation, output orientation, variable returns: undesirable as 1500 - b."""
    folder = facts / "dea/hua_bian2007_undesirable"
    data = pd.read_csv(folder / "data.csv", index_col=0)
    expected = pd.read_csv(folder / "expected_seiford_zhu_out_vrs_translation1500.csv", index_col=0)
    got = seiford_zhu(data.iloc[:, :2], data.iloc[:, 2:4], data.iloc[:, 4:], constant=1500)
    assert got.farrell.to_numpy() == pytest.approx(expected["phi"].to_numpy(), abs=1e-7)
    assert got.scores.to_numpy() == pytest.approx(expected["inv"].to_numpy(), abs=1e-7)
    assert "the scores of the others do" in got.notes[-1]
    other = seiford_zhu(data.iloc[:, :2], data.iloc[:, 2:4], data.iloc[:, 4:], constant=5000)
    assert (got.efficient == other.efficient).all()
    assert (got.scores - other.scores).abs().max() > 1e-3
    one, two = (
        seiford_zhu(data.iloc[:, :2], data.iloc[:, 2:4], data.iloc[:, 4:], c, orientation="input").scores
        for c in (None, 5000)
    )
    assert one.to_numpy() == pytest.approx(two.to_numpy(), abs=1e-9)
    with pytest.raises(UnsuitableMethod, match="variable"):
        seiford_zhu(data.iloc[:, :2], data.iloc[:, 2:4], data.iloc[:, 4:], returns="constant")
    with pytest.raises(UnsuitableMethod, match="is not above 1449"):
        seiford_zhu(data.iloc[:, :2], data.iloc[:, 2:4], data.iloc[:, 4:], constant=1000)
