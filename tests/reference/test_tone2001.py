"""Tone, K. (2001). A slacks-based measure of efficiency in DEA. EJOR 130, 498-509, table 1 (five units).

The data are R's `deaR::Tone2001`, which says that deaR replicates the paper's p. 505. The printed three digits were not
read in the source; deaR's own values agree with them.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.dea.slacks_based import slacks_based

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
UNITS = list("ABCDE")
X = pd.DataFrame([[4, 3], [6, 3], [8, 1], [8, 1], [2, 4]], index=UNITS, columns=["x1", "x2"])
Y = pd.DataFrame([[2, 3], [2, 3], [6, 2], [6, 1], [1, 4]], index=UNITS, columns=["y1", "y2"])


def test_scores_and_slacks_of_the_paper():
    """Printed: rho .798, .568, 1, .667, 1; slacks of B .643 in x2, 2.286 in y1."""
    got = slacks_based(X, Y, returns="constant")
    assert got.scores.round(3).tolist() == [0.798, 0.568, 1.0, 0.667, 1.0]
    assert got.input_slacks.loc["B"].round(3).tolist() == [0.0, 0.643]
    assert got.output_slacks.loc["B"].round(3).tolist() == [2.286, 0.0]
    assert got.output_slacks.loc["D"].round(3).tolist() == [0.0, 1.0]
    assert got.efficient.tolist() == ["no", "no", "strong", "no", "strong"]


def test_all_orientations(facts):
    """deaR 1.5.3 on the same data."""
    expected = pd.read_csv(facts / "dea/tone2001_sbm/expected_sbm.csv", index_col=0)
    for orientation, short in (("none", "no"), ("input", "io"), ("output", "oo")):
        for returns, rts in (("constant", "crs"), ("variable", "vrs")):
            got = slacks_based(X, Y, orientation=orientation, returns=returns).scores
            assert got.tolist() == pytest.approx(expected[f"sbm_{short}_{rts}"].tolist(), abs=1e-7)
    slacks = pd.read_csv(facts / "dea/tone2001_sbm/expected_sbm_no_crs_slacks.csv", index_col=0)
    got = slacks_based(X, Y, returns="constant")
    both = pd.concat([got.input_slacks, got.output_slacks], axis=1)
    assert both.to_numpy() == pytest.approx(slacks.to_numpy(), abs=1e-7)
