"""Luenberger and Malmquist-Luenberger against plain programs, and how they add up over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput
from govmetrics.dea.luenberger import luenberger, malmquist_luenberger
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _panel(seed=0, n=10, periods=3):
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([range(2020, 2020 + periods), [f"u{i}" for i in range(n)]])
    x = pd.DataFrame(rng.lognormal(1, 0.4, (n * periods, 2)), index=index, columns=["a", "b"])
    y = pd.DataFrame(rng.lognormal(1, 0.4, (n * periods, 1)), index=index, columns=["c"])
    b = pd.DataFrame(rng.lognormal(1, 0.4, (n * periods, 1)), index=index, columns=["d"])
    return x, y, b


def _d(tables, of, at, unit, direction, returns, weak=True):
    """The plain distance of a unit in one period against another period's frontier."""
    point = np.concatenate([t.loc[(of, unit)].to_numpy() for t in tables])
    g = point.copy()
    if direction == "outputs":
        g[: tables[0].shape[1]] = 0.0
    return plain.directional(*(t.loc[at].to_numpy() for t in tables), point, g, returns, weak)


def test_equals_the_plain_programs():
    tables = _panel(n=6)
    for returns, weak in (("constant", True), ("variable", False)):
        disposability = "weak" if weak else "strong"
        ours = luenberger(*tables[:2], "own", returns, tables[2], disposability).to_frame()
        ratio = malmquist_luenberger(*tables[:2], "outputs", returns, tables[2], disposability).to_frame()
        for frame, direction in ((ours, "own"), (ratio, "outputs")):
            for row in frame.itertuples():
                t0, t1 = row.period - 1, row.period
                d = {
                    (p, q): _d(tables, p, q, row.unit, direction, returns, weak)
                    for p in (t0, t1)
                    for q in (t0, t1)
                }
                if direction == "own":
                    total = (d[t0, t0] - d[t1, t0] + d[t0, t1] - d[t1, t1]) / 2
                    catch_up, got = d[t0, t0] - d[t1, t1], row.luenberger
                elif min(d.values()) <= -1:
                    total, got = np.nan, row.malmquist_luenberger
                    catch_up = row.efficiency_change
                else:
                    total = np.sqrt((1 + d[t0, t0]) / (1 + d[t1, t0]) * (1 + d[t0, t1]) / (1 + d[t1, t1]))
                    catch_up, got = (1 + d[t0, t0]) / (1 + d[t1, t1]), row.malmquist_luenberger
                assert got == pytest.approx(total, abs=1e-8, nan_ok=True)
                assert row.efficiency_change == pytest.approx(catch_up, abs=1e-8)
                assert (row.status == "infeasible") == np.isnan(total)


def test_pooled_changes_chain_and_are_never_infeasible():
    x, y, b = _panel(3, n=8)
    got = luenberger(x, y, undesirable=b, frontier="pooled").to_frame()
    assert (got["status"] == "optimal").all()
    chained = got.groupby("unit")["luenberger"].sum()
    everything = [t.to_numpy() for t in (x, y, b)]
    for unit in chained.index:
        values = []
        for period in (2020, 2022):
            point = np.concatenate([t.loc[(period, unit)].to_numpy() for t in (x, y, b)])
            values.append(plain.directional(*everything, point, point, "variable"))
        assert chained[unit] == pytest.approx(values[0] - values[1], abs=1e-8)


def test_no_change_is_no_change_and_means_fit():
    x, y, _ = _panel(1, periods=1)
    twice = [pd.concat({1: t.loc[2020], 2: t.loc[2020]}) for t in (x, y)]
    got = luenberger(*twice)
    np.testing.assert_allclose(got.to_frame()[["luenberger", "technical_change"]], 0.0, atol=1e-9)
    np.testing.assert_allclose(malmquist_luenberger(*twice).means, 1.0, atol=1e-9)
    some = malmquist_luenberger(*_panel(2)[:2], returns="constant")
    assert some.means.loc["all"].iloc[0] == pytest.approx(
        np.exp(np.log(some.changes["malmquist_luenberger"]).mean())
    )
    product = some.changes["efficiency_change"] * some.changes["technical_change"]
    np.testing.assert_allclose(product, some.changes["malmquist_luenberger"], atol=1e-12)
    assert "生产率" in some.summary("zh")


def test_gaps_are_named_and_bad_tables_refused():
    x, y, _ = _panel()
    got = luenberger(x.drop((2021, "u3")), y.drop((2021, "u3")))
    assert got.notes[1] == "u3 has no data in 2021"
    assert "u3" not in set(got.to_frame()["unit"])
    with pytest.raises(FaultyInput, match="not indexed by period and unit"):
        luenberger(x.loc[2020], y.loc[2020])
    with pytest.raises(FaultyInput, match="at least 2 periods"):
        luenberger(x.loc[[2020]], y.loc[[2020]])


def test_the_sentence_is_about_all_periods():
    x, y, _ = _panel(3, periods=4)
    for found, still in ((luenberger(x, y), 0.0), (malmquist_luenberger(x, y), 1.0)):
        means = found.means.iloc[-1]
        assert len(found.means) == 4
        assert means.name == "all"
        total, catch_up, shift = means.tolist()
        assert found.summary().startswith(
            f"Productivity {'rose' if total > still else 'fell'} on average. "
            f"Mean index {total:.4f}: efficiency change {catch_up:.4f}, technical change {shift:.4f}."
        )
