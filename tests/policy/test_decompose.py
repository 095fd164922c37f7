"""Goodman-Bacon's decomposition: it adds up, and its parts are differences-in-differences."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import UnsuitableMethod
from govmetrics.numerics.bacon import two_by_twos

ASKED = {"outcome": "score", "unit": "unit", "period": "period", "first_treated": "since"}


def two_way(y, first):
    d = (np.arange(y.shape[1]) >= first[:, None]) * 1.0
    left = d - d.mean(1, keepdims=True) - d.mean(0) + d.mean()
    return (left * y).sum() / (left**2).sum()


def test_our_panel_as_diff_diff_has_it(facts):
    """diff-diff 3.13.0, run here: every comparison, its weight, and the two-way fixed effects estimate."""
    oracle = pytest.importorskip("diff_diff")
    panel = pd.read_csv(facts / "policy" / "staggered_60.csv")
    theirs = oracle.BaconDecomposition().fit(
        panel, outcome="score", unit="unit", time="period", first_treat="since"
    )
    found = gm.policy.decompose(panel, *ASKED.values())
    assert found.estimate == pytest.approx(theirs.twfe_estimate, abs=1e-10)
    parts = theirs.to_dataframe()
    parts["control_group"] = parts["control_group"].replace({"never_treated": "never"}).astype(str)
    key = parts.set_index([parts["treated_group"].astype(str), "control_group"])[["estimate", "weight"]]
    mine = found.comparisons.astype({"group": str, "control": str}).set_index(["group", "control"])
    assert len(mine) == 9
    for pair, row in mine.iterrows():
        assert row[["estimate", "weight"]].tolist() == pytest.approx(key.loc[pair].tolist(), rel=1e-9)


def test_counties(cases):
    """R bacondecomp 0.1.1 and diff-diff: the two-way estimate of the case."""
    expected = json.loads((cases / "policy" / "case.json").read_text(encoding="utf-8"))["mpdta lemp"]["twfe"]
    counties = pd.read_csv(cases / "policy" / "mpdta.csv")
    found = gm.policy.decompose(counties, "lemp", "countyreal", "year", "first.treat")
    assert found.estimate == pytest.approx(expected, abs=5e-9)
    assert found.kinds["weight"].sum() == pytest.approx(1, abs=1e-12)


@given(st.lists(st.integers(0, 6), min_size=4, max_size=12).filter(lambda g: len(set(g) - {0, 6}) and len(set(g)) > 1),
       st.integers(0, 10**6))  # fmt: skip
def test_it_adds_up_to_two_way_fixed_effects(groups, seed):
    """Always and never treated among them; the regression is computed here by double demeaning."""
    first = np.array(groups)
    y = np.random.default_rng(seed).normal(size=(len(first), 6))
    parts = two_by_twos(y, first)
    assert sum(weight for *_, weight in parts) == pytest.approx(1, rel=1e-9)
    assert all(weight > 0 for *_, weight in parts)
    assert sum(estimate * weight for *_, estimate, weight in parts) == pytest.approx(
        two_way(y, first), abs=1e-8
    )


def test_units_treated_from_the_start_are_controls_as_in_the_regression():
    first = np.array([0, 0, 2, 2, 4, 4])
    y = np.random.default_rng(2).normal(size=(6, 4))
    frame = pd.DataFrame({"unit": np.repeat(list("abcdef"), 4), "period": np.tile(np.arange(4), 6),
                          "since": np.repeat(first, 4), "score": y.ravel()})  # fmt: skip
    found = gm.policy.decompose(frame, *ASKED.values())
    assert found.estimate == pytest.approx(two_way(y, first), rel=1e-12)
    assert found.treated_as_controls == pytest.approx(found.kinds.loc["against always treated", "weight"])
    assert {"always", "never"} == set(map(str, found.comparisons["control"]))


def test_nobody_to_compare_with(facts):
    panel = pd.read_csv(facts / "policy" / "staggered_60.csv")
    with pytest.raises(UnsuitableMethod, match="nobody to compare with"):
        gm.policy.decompose(panel[panel["since"] == 3], *ASKED.values())


def test_units_with_gaps(facts):
    panel = pd.read_csv(facts / "policy" / "staggered_60.csv")
    gap = panel.drop(index=7)
    found = gm.policy.decompose(gap, *ASKED.values())
    assert any("c01" in note for note in found.notes)
    whole = gm.policy.decompose(panel[panel["unit"] != "c01"], *ASKED.values())
    assert found.estimate == pytest.approx(whole.estimate, rel=1e-12)
    with pytest.raises(UnsuitableMethod, match="c01"):
        gm.policy.decompose(gap, *ASKED.values(), missing="refuse")
