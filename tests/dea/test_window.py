"""Window analysis and metafrontier against plain programs on the same subsets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput
from govmetrics.dea.metafrontier import metafrontier
from govmetrics.dea.radial import radial
from govmetrics.dea.window import window
from tests.dea import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _panel(seed=0, n=6, periods=4):
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([range(2020, 2020 + periods), [f"u{i}" for i in range(n)]])
    x = pd.DataFrame(rng.lognormal(1, 0.4, (n * periods, 2)), index=index, columns=["a", "b"])
    y = pd.DataFrame(rng.lognormal(1, 0.4, (n * periods, 1)), index=index, columns=["c"])
    return x, y


def test_every_window_equals_the_plain_programs():
    x, y = _panel()
    got = window(x, y, width=3)
    assert got.scores.index.get_level_values("window").unique().tolist() == [2020, 2021]
    for start in (2020, 2021):
        inside = [start, start + 1, start + 2]
        some_x, some_y = x.loc[inside], y.loc[inside]
        for i, (period, unit) in enumerate(some_x.index):
            expected = plain.radial(some_x.to_numpy(), some_y.to_numpy(), i, "variable")
            assert got.scores.loc[(unit, start), period] == pytest.approx(expected, abs=1e-9)
        assert got.scores.xs(start, level="window").drop(columns=inside).isna().all().all()


def test_summaries_of_windows():
    got = window(*_panel(1), width=2, orientation="output", returns="constant")
    long = got.scores.stack()
    np.testing.assert_allclose(got.units["mean"], long.groupby(level=0).mean(), atol=1e-12)
    trend = got.scores.groupby(level="unit", sort=False).mean()
    np.testing.assert_allclose(got.trend, trend, atol=1e-12)
    assert (got.units["column_range"] <= got.units["total_range"] + 1e-12).all()
    assert "窗口宽度2" in got.summary("zh")
    means = got.scores.groupby(level="unit").mean().mean()
    assert f"the mean of all went from {means[2020]:.4f} to {means[2023]:.4f}" in got.summary()
    pooled = window(*_panel(1), width=4)
    assert pooled.units["column_range"].max() == 0.0
    with pytest.raises(FaultyInput, match="from 1 to 4"):
        window(*_panel(1), width=5)


def _grouped(seed=2, n=30):
    rng = np.random.default_rng(seed)
    x, y = rng.lognormal(1, 0.4, (n, 2)), rng.lognormal(1, 0.4, (n, 1))
    groups = pd.Series(np.array(["old", "new", "rural"])[np.arange(n) % 3])
    y[groups == "new"] *= 1.5
    return x, y, groups


@pytest.mark.parametrize("returns", ["variable", "constant"])
def test_metafrontier_equals_the_plain_programs(returns):
    x, y, groups = _grouped()
    got = metafrontier(x, y, groups, returns=returns)
    apart = metafrontier(x, y, groups, returns=returns, convex=False)
    for o in range(0, 30, 4):
        here = (groups == groups[o]).to_numpy()
        own = plain.radial(x, y, o, returns, x[here], y[here])
        meta = plain.radial(x, y, o, returns)
        each = [plain.radial(x, y, o, returns, x[groups == g], y[groups == g]) for g in groups.unique()]
        row = got.table.iloc[o]
        assert (row["group_score"], row["meta_score"]) == pytest.approx((own, meta), abs=1e-9)
        assert row["technology_gap"] == pytest.approx(meta / own, abs=1e-9)
        assert apart.table["meta_score"].iloc[o] == pytest.approx(np.nanmin(each), abs=1e-9)
    assert (got.table["technology_gap"] <= 1).all()
    assert (apart.table["meta_score"] >= got.table["meta_score"] - 1e-9).all()
    assert got.groups["technology_gap"].idxmax() == "new"
    assert "new" in got.summary("zh")


def test_groups_are_checked():
    x, y, groups = _grouped()
    with pytest.raises(FaultyInput, match="groups, 29: has no group"):
        metafrontier(x, y, groups.iloc[:29])
    with pytest.raises(FaultyInput, match="groups: is list, not Series; give a Series"):
        metafrontier(x, y, list(groups))
    alone = metafrontier(x, y, groups.replace({"rural": "old"}).mask(groups.index == 0, "lonely"))
    assert any("group lonely has 1 unit for" in note for note in alone.notes)


def test_windows_of_one_period_are_the_periods_alone():
    x, y = _panel(2)
    got = window(x, y, width=1, returns="constant")
    for period in range(2020, 2024):
        own = radial(x.loc[period], y.loc[period], returns="constant").scores
        np.testing.assert_allclose(got.trend[period], own, atol=1e-12)
    assert got.width == 1
