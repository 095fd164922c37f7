"""Coherence of the ASEM index against COINr 1.1.14's alpha on normalised, directed data (read in place)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import Group, Indicator, IndicatorTree, Scaled
from govmetrics.diagnosis import coherence
from govmetrics.weighting import equal


@pytest.fixture(scope="module")
def asem(cases):
    folder = cases / "index"
    meta = pd.read_csv(folder / "iMeta.csv", keep_default_na=False)

    def parts(parent):
        return tuple(
            Indicator(r.iCode) if r.Type == "Indicator" else Group(r.iCode, "", parts(r.iCode))
            for r in meta[meta["Parent"] == parent].itertuples()
        )

    tree = IndicatorTree(Group("Index", "", parts("Index")))
    values = pd.read_csv(folder / "dset_normalised.csv", index_col="uCode")[tree.codes]
    alphas = pd.read_csv(folder / "cronbach.csv").set_index("group")["alpha_norm"]
    return Scaled(tree, values, pd.DataFrame(), "min_max", (0, 100)), alphas


def test_alpha_of_every_group_and_what_an_audit_finds(asem):
    scaled, expected = asem
    result = coherence(scaled, equal(scaled.tree))
    names = {"Conn(pillars)": "Conn", "Sust(pillars)": "Sust", "Index(subidx)": "Index"}
    expected = expected.rename(names)
    np.testing.assert_allclose(result.alpha[expected.index], expected, atol=1e-9)
    checks = result.checks.set_index(["check", "place"])["verdict"]
    assert checks["alpha", "SusEcFin"] == "look at"  # alpha is -.38: its leaves pull against each other
    assert checks["alpha", "Social"] == "holds"
    assert (checks.loc["added value"] == "holds").all()
