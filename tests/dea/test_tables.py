"""DEAP, MaxDEA and SPSSAU tables: what is in them, both languages, on disk."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput
from govmetrics.dea.radial import radial
from govmetrics.dea.scale import scale
from govmetrics.dea.tables import _rates, tables
from tests.reference.test_hospital12_nonradial import X, Y

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("model", ["constant", "variable"])
def test_tables_hold_the_models_numbers(model, orientation):
    got, found = tables(X, Y, orientation, model), radial(X, Y, orientation, model)
    split = scale(X, Y, orientation)
    head, shown = got.efficiency, got.tables("en")[0].frame
    np.testing.assert_allclose(head["overall"], split.overall, atol=1e-12)
    np.testing.assert_allclose(head["scale"], split.scale, atol=1e-12)
    assert shown["Unit"].tolist() == [*X.index, "mean of all units"]
    assert shown["Scale efficiency"].iloc[-1] == pytest.approx(split.scale.mean())
    np.testing.assert_allclose(head["s_minus"], found.input_slacks.sum(axis=1), atol=1e-9)
    rate = got.redundancy["redundancy rate doctors"]
    np.testing.assert_allclose(rate, found.input_slacks["doctors"] / X["doctors"], atol=1e-12)
    np.testing.assert_allclose(
        got.shortfall["shortfall rate inpatients"],
        found.output_slacks["inpatients"] / Y["inpatients"],
        atol=1e-12,
    )
    wide = got.projections
    total = wide["original"] + wide["radial"] + wide["slack"]
    np.testing.assert_allclose(total, wide["target"], atol=1e-9)
    moved = (
        X * (found.scores.to_numpy()[:, None] - 1)
        if orientation == "input"
        else Y * (1 / found.scores.to_numpy()[:, None] - 1)
    )
    for column in moved:
        own = wide.xs(column, level="column")
        np.testing.assert_allclose(own["radial"], moved[column], atol=1e-9)
    for column, slack in (-found.input_slacks).join(found.output_slacks).items():
        np.testing.assert_allclose(wide.xs(column, level="column")["slack"], slack, atol=1e-6)
    still = wide.loc[(slice(None), ["outpatients"] if orientation == "input" else ["doctors"]), "radial"]
    assert (still == 0).all()
    others = found.peers[found.peers["unit"] != found.peers["peer"]]
    assert got.peers["times_a_peer"].sum() == len(others)
    np.testing.assert_allclose(
        got.peers["sum_lambda"], found.peers.groupby("unit")["weight"].sum(), atol=1e-12
    )


def test_published_slacks_of_the_hospitals(facts):
    expected = pd.read_csv(facts / "dea/hospital12/expected_io_crs_maxslack.csv", index_col=0)
    got = tables(X, Y).redundancy
    np.testing.assert_allclose(got["S- doctors"], expected["doctors"], atol=1e-7)
    np.testing.assert_allclose(got["S- nurses"], expected["nurses"], atol=1e-7)
    kinds = pd.read_csv(facts / "dea/hospital12/rts_class_deaR.csv", index_col=0)
    found = tables(X, Y).efficiency["returns_to_scale"]
    assert found.tolist() == kinds["rts.rts"].str.lower().tolist()


def test_chinese_headings_and_files(tmp_path):
    got = tables(X, Y)
    efficiency, redundancy, shortfall, peers, projections = (table.frame for table in got.tables("zh"))
    assert list(efficiency.columns[:4]) == ["决策单元", "综合效率OE（θ）", "纯技术效率TE", "规模效率SE"]
    assert efficiency["有效性"].iloc[0] == "强有效"
    assert efficiency["规模报酬"].iloc[0] == "规模报酬不变"
    assert "投入冗余率（doctors）" in redundancy
    assert "产出不足率（inpatients）" in shortfall
    assert list(peers) == ["决策单元", "参照单元（λ）", "λ合计", "被参照次数"]
    assert list(projections) == ["决策单元", "投入或产出", "原始值", "径向改进", "松弛改进", "目标值"]
    assert [table.caption for table in got.tables("zh")] == [
        "效率分析（投入导向，规模报酬不变）", "投入冗余分析", "产出不足分析", "参照单元", "投影分析"
    ]  # fmt: skip
    paths = got.write(tmp_path, "zh")
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(paths[0], index_col=0)
    assert back.index.name == "决策单元"
    np.testing.assert_allclose(back["纯技术效率TE"].iloc[:-1], got.efficiency["technical"], atol=1e-12)
    json.dumps(got.to_dict())
    with pytest.raises(FaultyInput, match="choose one of: en, zh"):
        got.tables("de")


def test_a_zero_amount_has_no_rate():
    y = Y.copy()
    y.loc["E", "outpatients"] = 0
    rates = tables(X, y, model="variable").shortfall
    assert rates.loc["E", "S+ outpatients"] > 0
    assert np.isnan(rates.loc["E", "shortfall rate outpatients"])


def test_rates_by_hand():
    slacks = pd.DataFrame({"a": [0.0, 1, 1]}, index=list("uvw"))
    rates = _rates(slacks, pd.DataFrame({"a": [0.0, 0, 4]}, index=list("uvw")), "S {column}", "rate {column}")
    np.testing.assert_array_equal(rates.iloc[:, 0], [0, 1, 1])
    np.testing.assert_array_equal(rates.iloc[:, 1], [0, np.nan, 0.25])


def test_of_a_panel_period_and_unit_have_a_column_each():
    panel_x, panel_y = (pd.concat({2023: t, 2024: t}) for t in (X, Y))
    got = tables(panel_x, panel_y)
    assert got.efficiency.index.names == ["period", "unit"]
    for table in got.tables("en"):
        assert list(table.frame.columns[:2]) == ["Period", "Unit"]
        assert table.frame.iloc[0, :2].tolist() == ["2023", "A"]
    assert got.tables("en")[0].frame["Period"].iloc[-1] == "mean of all units"
    assert got.peers["peers"].iloc[0] == "2023 A (1.0000)"
    peers = radial(panel_x, panel_y, returns="constant").tables("en")[3].frame
    assert peers.iloc[0].tolist() == ["2023", "A", "2023 A (1.0000)", 1.0, got.peers["times_a_peer"].iloc[0]]
    assert got.peers["times_a_peer"].iloc[0] > 0
