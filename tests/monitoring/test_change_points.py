"""Breaks: an exhaustive search by another program, the Nile, invariants, faults."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.monitoring import change_points

# R datasets::Nile, 1871-1930 (Cobb 1978): the level falls with 1899 (strucchange's breakpoint is the last year before, 1898)
NILE = [1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759]  # fmt: skip


def panel(values):
    values = np.asarray(values, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    rows = pd.MultiIndex.from_product([range(1871, 1871 + len(values)), [f"u{k}" for k in range(values.shape[1])]],
                                      names=["period", "unit"])  # fmt: skip
    return pd.Series(values.ravel(), rows, name="value")


def exhaustive(values, penalty, least, most):
    """Return the best criterion for every number of changes, and the starts of the best, trying all."""
    values = np.asarray(values)[~np.isnan(values)]
    n, found = len(values), []
    for k in range(most + 1):
        tried = []
        for cuts in combinations(range(1, n), k):
            parts = np.split(values, cuts)
            if min(map(len, parts)) >= least:
                sse = sum(((part - part.mean()) ** 2).sum() for part in parts)
                tried.append((n * np.log(sse / n) + penalty * k, cuts))
        found.append(min(tried) if tried else (np.nan, ()))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_an_exhaustive_search_finds_the_same(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, 13) + np.repeat([0, 3.0, 1.0], [4, 5, 4]) * (seed % 3)
    values[3] = np.nan if seed % 2 else values[3]
    n = (~np.isnan(values)).sum()
    for penalty, cost in (("BIC", 2 * np.log(n)), ("strict", 3 * np.log(n)), (1.5, 1.5)):
        found = change_points(panel(values), penalty=penalty, min_length=2, most=3)
        wanted = exhaustive(values, cost, 2, 3)
        np.testing.assert_allclose(found.criterion.loc["u0"], [criterion for criterion, _ in wanted])
        best = min(wanted)[1]
        periods = np.arange(1871, 1884)[~np.isnan(values)][list(best)]
        assert found.table["period"].tolist() == periods.tolist()


def test_the_nile_falls_in_1899():
    found = change_points(panel(NILE))
    assert found.table["period"].tolist() == [1899]
    row = found.table.iloc[0]
    assert (row["before"], row["after"]) == (np.mean(NILE[:28]), np.mean(NILE[28:]))
    criterion = found.criterion.loc["u0"]
    assert row["gain"] == pytest.approx(criterion[0] - criterion[1])
    sse = ((NILE - np.repeat([row["before"], row["after"]], [28, 32])) ** 2).sum()
    assert found.sd["u0"] == pytest.approx(np.sqrt(sse / 58))
    assert "1899" in found.summary("zh")


def test_many_units_at_once_are_as_one_by_one():
    rng = np.random.default_rng(4)
    values = rng.normal(0, 1, (20, 40)) + np.where(np.arange(20)[:, None] < np.arange(40), 0, 4)
    values[rng.random(values.shape) < 0.1] = np.nan
    together = change_points(panel(values))
    for unit in (0, 7, 19, 39):
        alone = change_points(panel(values[:, unit]))
        here = together.table[together.table["unit"] == f"u{unit}"]
        assert here["period"].tolist() == alone.table["period"].tolist()
        np.testing.assert_allclose(together.levels[f"u{unit}"], alone.levels["u0"])


def test_chunks_are_of_no_matter(monkeypatch):
    from govmetrics.monitoring import change_points as function

    values = np.random.default_rng(4).normal(0, 1, (15, 9)).cumsum(axis=0)
    whole = change_points(panel(values))
    monkeypatch.setitem(function.__globals__, "_CELLS", 300)
    pd.testing.assert_frame_equal(whole.table, change_points(panel(values)).table)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=6, max_size=25), st.floats(0.1, 1e6), st.floats(-1e6, 1e6))
def test_scale_and_place_are_of_no_matter(values, times, plus):
    values = np.array(values, dtype=float)
    first, second = change_points(panel(values)), change_points(panel(plus + times * values))
    if np.isfinite(first.criterion.loc["u0"]).all() and first.sd["u0"] > 1e-3:
        assert first.table["period"].tolist() == second.table["period"].tolist()
    assert (first.levels.notna()).all(axis=None)
    lengths = np.diff([0, *(p - 1871 for p in first.table["period"]), len(values)])
    assert lengths.min() >= 3
    assert (first.table["gain"] > 0).all()


def test_constants_steps_and_short_units():
    step = np.repeat([1.0, 5.0], 8)
    gaps = np.where(np.arange(16) < 13, np.nan, 1.0)
    found = change_points(panel(np.column_stack([np.full(16, 0.1), step, gaps, 1e9 + step])))
    assert found.table[["unit", "period"]].to_numpy().tolist() == [["u1", 1879], ["u3", 1879]]
    assert "u2" in found.notes[0].say("en")
    assert found.sd["u1"] == 0
    with pytest.raises(gm.UnsuitableMethod, match="at least 6 values"):
        change_points(panel([1, 2, 3]))


@pytest.mark.slow
def test_noise_is_rarely_taken_for_a_change():
    rng = np.random.default_rng(0)
    share = {}
    for n in (8, 16, 40):
        noise = rng.normal(0, 1, (n, 1500))
        steps = rng.normal(0, 1, (n, 1000)) + np.where(np.arange(n) < n // 2, 0, 2)[:, None]
        for penalty in ("strict", "BIC"):
            tables = [change_points(panel(values), penalty=penalty).table for values in (noise, steps)]
            found = [tables[0]["unit"].nunique() / 1500, tables[1]["unit"].nunique() / 1000]
            share[penalty, n] = found
    alarms = [share["strict", n][0] for n in (8, 16, 40)]
    np.testing.assert_allclose(alarms, [0.095, 0.057, 0.028], atol=0.02)
    np.testing.assert_allclose([share["BIC", n][0] for n in (8, 16, 40)], [0.203, 0.207, 0.135], atol=0.03)
    np.testing.assert_allclose([share["strict", n][1] for n in (8, 16, 40)], [0.664, 0.85, 0.999], atol=0.04)


def test_trees_and_faults():
    tree = gm.IndicatorTree.from_groups({"p": ["a", "b"]})
    rows = panel(NILE[:20]).to_frame("a").assign(b=np.repeat([1.0, 9.0], 10) + np.tile([0.1, 0], 10))
    data = gm.Dataset(tree, rows)
    assert change_points(data, "b").table["period"].tolist() == [1881]
    with pytest.raises(gm.FaultyInput) as error:
        change_points(data, "c", penalty="AIC", min_length=0, most=99)
    assert {fault.place for fault in error.value.faults} == {"node", "penalty", "min_length", "most"}
