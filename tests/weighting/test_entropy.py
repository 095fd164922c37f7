"""Entropy weights against published and independent numbers."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.weighting import entropy
from tests.weighting.tables import flat


def test_case_obj01_xu2004(facts):
    case = json.loads((facts / "weighting" / "obj01_entropy_xu2004.json").read_text(encoding="utf-8"))
    found = entropy(flat(case["input"]["matrix"])).of("G").to_numpy()
    for source in ("literature", "computed"):
        expected = case["expected"][source]["weights"]
        np.testing.assert_allclose(found, expected, atol=case["tolerance"][source], rtol=0)


def test_entropies_agree_with_scipy_and_zeros_count_as_zero():
    x = np.array([[0.0, 5], [2, 1], [6, 4], [0, 2]])
    table = entropy(flat(x)).details["table"]
    np.testing.assert_allclose(table["e"], stats.entropy(x) / np.log(4))
    np.testing.assert_allclose(table["d"], 1 - table["e"])


def test_missing_values_leave_the_entropy_of_the_rest():
    x = np.array([[3.0, 5], [2, 1], [6, np.nan], [4, 2]])
    table = entropy(flat(x)).details["table"]
    assert table.at["x2", "e"] == pytest.approx(stats.entropy([5, 1, 2]) / np.log(3))


def test_of_values_below_the_scale_another_way_out_is_true():
    """Scaled by an earlier period's bounds: no scale makes them positive, bounds over all values do."""
    rows = pd.MultiIndex.from_product([[2020, 2021], list("uvw")], names=["period", "unit"])
    table = pd.DataFrame({"a": [2.0, 3, 4, 1, 5, 6], "b": [1.0, 5, 2, 2, 3, 4]}, rows)
    data = gm.Dataset(gm.IndicatorTree.from_groups({"g": ["a", "b"]}), table)
    for normalisation in ("min_max", {"min_max": {"scale": (1, 100)}}):
        recipe = gm.Recipe(normalisation=normalisation, weighting="entropy", base_period=2020)
        with pytest.raises(
            UnsuitableMethod, match=r"a: entropy .*negative values \(2021 u\); .*`base_period=`"
        ) as error:
            gm.follow(recipe, data)
        assert "熵权法" in error.value.say("zh")
        assert gm.follow(replace(recipe, base_period=None), data).weights.method == "entropy"
    with pytest.raises(UnsuitableMethod, match="min_max to 1-100"):
        entropy(gm.normalisation.z_score(data))
    earlier = gm.normalisation.min_max(data.at(2020)).bounds
    with pytest.raises(UnsuitableMethod, match="bounds span all values"):
        gm.ranking.aras(gm.normalisation.min_max(data, bounds=earlier), gm.weighting.equal(data.tree))


def test_a_shift_is_only_made_when_asked_for_and_is_recorded():
    x = np.array([[-1.0, 5], [2, 1], [6, 4]])
    with pytest.raises(UnsuitableMethod, match="x1: entropy cannot use its negative values"):
        entropy(flat(x))
    shifted = entropy(flat(x), shift=2.0)
    assert shifted.details["shift"] == 2.0
    np.testing.assert_allclose(entropy(flat(x), shift=1).local, entropy(flat(x + 1)).local)
    np.testing.assert_allclose(shifted.local, entropy(flat(x + 2)).local)
    assert entropy(flat(np.abs(x))).details["shift"] == 0
    with pytest.raises(FaultyInput, match="finite"):
        entropy(flat(x), shift=float("nan"))


def test_a_leaf_at_one_unit_alone_has_entropy_zero():
    table = entropy(flat([[1.0, 1], [0, 2], [0, 3]])).details["table"]
    assert table.at["x1", "e"] == 0
