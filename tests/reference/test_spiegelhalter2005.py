"""Overdispersion of funnels and shrinkage of rates, against R.

phi and tau squared: FunnelPlotR 0.6.0's own functions (winsorised square roots as the Care Quality Commission has them,
truncated logarithms as NHS England's SHMI has them, after Spiegelhalter 2005) on length of stay of 54 providers, R COUNT's
medpar. Shrunken rates: Marshall (1991), deaths of children under five in Auckland 1977-1985, spdep 1.2-7 `EBest`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

DATA = Path(__file__).parent / "data" / "monitoring"


@pytest.fixture(scope="module")
def stays():
    return pd.read_csv(DATA / "medpar_length_of_stay.csv", dtype={"group": str}).set_index("group")


def test_square_roots_winsorised(stays):
    found = gm.monitoring.funnel(stays["numerator"], stays["denominator"], target=1, kind="ratio")
    assert found.overdispersion.tolist() == pytest.approx([9.302497107429, 0.007863079276, 54], rel=1e-9)


def test_logarithms_truncated(stays):
    found = gm.monitoring.funnel(
        stays["numerator"], stays["denominator"], target=1, kind="ratio", scale="log", outliers="truncate"
    )
    assert found.overdispersion.tolist() == pytest.approx([8.532055150639, 0.028407214794, 44], rel=1e-9)


def test_auckland_shrunk():
    rows = pd.read_csv(DATA / "auckland.csv")
    for options in ({}, {"kind": "rate"}, {"shrinkage": "marshall"}):
        shrunk = gm.monitoring.funnel(rows["deaths"], 9 * rows["under5"], **options).shrunk
        expected = [0.002978033925721, 0.002865623292541, 0.002118164661502, 0.002535808318753]
        np.testing.assert_allclose(shrunk[:4], expected, rtol=1e-11)
        assert (shrunk.min(), shrunk.max()) == pytest.approx(
            (0.001486782897144, 0.004530619960608), rel=1e-11
        )
