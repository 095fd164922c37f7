"""Outlier statistics against their definitions, and a planted outlier."""

from __future__ import annotations

import importlib
import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.engine import certificate
from govmetrics.dea.engine import radial_scores as scores
from govmetrics.dea.outliers import outliers
from tests.dea import plain

MODULE = importlib.import_module("govmetrics.dea.outliers")  # the package has the function under this name

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed=0, n=25):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.lognormal(1, 0.4, (n, 2)), columns=["a", "b"])
    y = pd.DataFrame(rng.lognormal(1, 0.3, (n, 2)), columns=["c", "d"])
    return x, y


def test_a_planted_outlier_is_found():
    x, y = _data()
    big = int(x.min(axis=1).idxmax())  # with many comparable units
    y.iloc[big] *= 6
    got = outliers(x, y, orientation="output", returns="constant")
    assert got.to_frame().index[0] == big
    assert got.table.loc[big, "marks"] == 3
    assert str(big) in got.summary("zh")
    assert got.determinants.loc[1, "units"] == str(big)
    assert got.determinants.loc[1, "gap"] > 0.3
    json.dumps(got.to_dict())


@pytest.mark.parametrize("returns", ["constant", "variable"])
def test_leverage_and_super_scores_are_what_they_say(returns):
    x, y = _data(1, n=14)
    got = outliers(x, y, returns=returns).table
    X, Y = x.to_numpy(), y.to_numpy()
    base = np.array([plain.radial(X, Y, o, returns) for o in range(14)])
    for j in range(14):
        rest = np.delete(np.arange(14), j)
        new = np.array([plain.radial(X, Y, o, returns, X[rest], Y[rest]) for o in range(14)])
        assert got.loc[j, "super_score"] == pytest.approx(new[j], abs=1e-9, nan_ok=True)
        expected = np.sqrt(np.sum((new[rest] - base[rest]) ** 2) / 13)
        assert got.loc[j, "leverage"] == pytest.approx(expected, abs=1e-9)


def test_determinants_are_ratios_of_volumes():
    x, y = _data(2, n=12)
    got = outliers(x, y, largest=2).determinants
    Z = np.hstack([x, y])
    volume = np.linalg.det(Z.T @ Z)
    for size in (1, 2):
        ratios = {}
        for group in combinations(range(12), size):
            rest = np.delete(Z, group, axis=0)
            ratios[group] = np.linalg.det(rest.T @ rest) / volume
        best = min(ratios, key=ratios.get)
        assert got.loc[size, "units"] == ", ".join(map(str, best))
        assert got.loc[size, "ratio"] == pytest.approx(ratios[best], rel=1e-8)
        second = sorted(ratios.values())[1]
        assert got.loc[size, "gap"] == pytest.approx(np.log(second / ratios[best]), abs=1e-7)


def test_units_of_measurement_thresholds_and_faults():
    x, y = _data(3)
    one, two = outliers(x, y), outliers(x * [1e-7, 1e6], y * [1e5, 1e-4])
    np.testing.assert_allclose(one.table.astype(float), two.table.astype(float), atol=1e-8)
    np.testing.assert_allclose(one.determinants["ratio"], two.determinants["ratio"], rtol=1e-8)
    all_high = outliers(x, y, thresholds={"order_m": 0.0}).table
    assert all_high["order_m_high"].all()
    with pytest.raises(FaultyInput, match="choose one of: super_score"):
        outliers(x, y, thresholds={"leverages": 1.0})
    with pytest.raises(UnsuitableMethod, match="7 units for 4 columns"):
        outliers(x.iloc[:7], y.iloc[:7])
    assert len(outliers(x.iloc[:8], y.iloc[:8]).table) == 8


def test_marks_count_the_tests_above_their_thresholds():
    x, y = _data(4)
    got = outliers(x, y, returns="constant", m=5)
    limits = {"super_score": 1.2, "order_m": 1.2, "leverage": got.table["leverage"].mean() * np.log(25)}
    assert got.thresholds == pytest.approx(limits)
    high = pd.DataFrame({name: got.table[name] > limits[name] for name in limits})
    assert 0 < high.to_numpy().sum() < 30
    for name in limits:
        assert got.table[f"{name}_high"].tolist() == high[name].tolist()
    assert got.table["marks"].tolist() == high.sum(axis=1).tolist()
    two = outliers(
        x, y, returns="constant", m=5, thresholds={"leverage": 1e9, "super_score": 0.0, "order_m": 0.0}
    )
    assert (two.table["marks"] == 2).all()
    assert two.summary().startswith("Marked by at least two tests: ")
    one = outliers(
        x, y, returns="constant", m=5, thresholds={"leverage": 1e9, "super_score": 1e9, "order_m": 0.0}
    )
    assert one.summary() == "No unit is marked by two tests or more."


def test_with_many_groups_wilsons_statistic_looks_at_the_units_of_most_leverage(monkeypatch):
    """Of 12 units in pairs, 66, only those of the nine with the largest own share of the volume fit into 40."""
    x, y = _data(2, n=12)
    looked_at = []
    monkeypatch.setattr(MODULE, "SUBSETS", 40)
    monkeypatch.setattr(
        MODULE, "combinations", lambda *given: looked_at.append(given) or combinations(*given)
    )
    got = outliers(x, y, largest=2)
    Z = np.hstack([x, y])
    hat = Z @ np.linalg.inv(Z.T @ Z) @ Z.T
    nine = np.argsort(-np.diag(hat))[:9]
    ratio = {
        (i, j): (1 - hat[i, i]) * (1 - hat[j, j]) - hat[i, j] ** 2 for i, j in combinations(np.sort(nine), 2)
    }
    assert [(sorted(who), size) for who, size in looked_at] == [
        (list(range(12)), 1),
        (sorted(nine.tolist()), 2),
    ]
    first, second = sorted(ratio, key=ratio.get)[:2]
    assert got.determinants.loc[2, "units"] == ", ".join(map(str, first))
    assert got.determinants.loc[2, "ratio"] == pytest.approx(ratio[first], rel=1e-8)
    assert got.determinants.loc[2, "gap"] == pytest.approx(np.log(ratio[second] / ratio[first]), abs=1e-7)
    assert got.determinants.loc[1, "ratio"] == pytest.approx(1 - hat.diagonal().max(), rel=1e-8)
    assert any("only at groups" in note for note in got.notes)
    assert not any("only at groups" in note for note in outliers(x, y, largest=1).notes)


@pytest.mark.parametrize("returns", ["constant", "variable"])
def test_units_that_come_to_the_front_without_a_peer_are_looked_at(returns):
    """Of 150 units, most of them inside: each without one of its peers, against the plain program over all others."""
    x, y = _data(4, n=150)
    X, Y = x.to_numpy(), y.to_numpy()
    score, behind = scores.frontier_peers(X, Y, "input", returns)
    who, without = behind.unit[::7], behind.peer[::7]
    assert len(behind.front) < 50
    assert (behind.basis[0] >= 0).mean() > 0.5  # those that start from their own optimal basis
    got = scores.scores_without(X, Y, who, without, "input", returns, behind)
    for o, j, found in zip(who, without, got, strict=True):
        rest = np.delete(np.arange(150), j)
        assert found == pytest.approx(plain.radial(X, Y, o, returns, X[rest], Y[rest]), abs=1e-9, nan_ok=True)
    assert (got > score[who] + 1e-6).any()


def test_those_behind_a_unit_are_its_dependents():
    behind = certificate.Behind(np.array([0, 3, 4, 3, 1]), np.array([0, 1, 1, 0, 1]), np.array([0, 1]))
    assert behind.leaning_on(1).tolist() == [3, 4]
    assert behind.leaning_on(0).tolist() == [3]
    assert not len(behind.leaning_on(2))
