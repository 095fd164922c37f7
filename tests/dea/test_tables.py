"""DEAP, MaxDEA and SPSSAU tables: what is in them, both languages, on disk."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput
from govmetrics.dea.radial import radial
from govmetrics.dea.scale import scale
from govmetrics.dea.tables import tables
from tests.reference.test_hospital12_nonradial import X, Y

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("model", ["constant", "variable"])
def test_tables_hold_the_models_numbers(model, orientation):
    got, found = tables(X, Y, orientation, model), radial(X, Y, orientation, model)
    split = scale(X, Y, orientation)
    head = got.efficiency.iloc[:-1]
    np.testing.assert_allclose(head["overall efficiency (CRS)"].astype(float), split.overall, atol=1e-12)
    np.testing.assert_allclose(head["scale efficiency"].astype(float), split.scale, atol=1e-12)
    assert got.efficiency.loc["mean", "scale efficiency"] == pytest.approx(split.scale.mean())
    np.testing.assert_allclose(head["sum of S-"].astype(float), found.input_slacks.sum(axis=1), atol=1e-9)
    rate = got.redundancy["redundancy rate doctors"]
    np.testing.assert_allclose(rate, found.input_slacks["doctors"] / X["doctors"], atol=1e-12)
    np.testing.assert_allclose(
        got.shortfall["shortfall rate inpatients"],
        found.output_slacks["inpatients"] / Y["inpatients"],
        atol=1e-12,
    )
    wide = got.projections
    total = wide["original value"] + wide["radial movement"] + wide["slack movement"]
    np.testing.assert_allclose(total, wide["projected value"], atol=1e-9)
    still = wide.loc[
        (slice(None), ["outpatients"] if orientation == "input" else ["doctors"]), "radial movement"
    ]
    assert (still == 0).all()
    others = found.peers[found.peers["unit"] != found.peers["peer"]]
    assert got.peers["times a peer"].sum() == len(others)
    np.testing.assert_allclose(
        got.peers["sum of lambda"], found.peers.groupby("unit")["weight"].sum(), atol=1e-12
    )


def test_published_slacks_of_the_hospitals(facts):
    expected = pd.read_csv(facts / "dea/hospital12/expected_io_crs_maxslack.csv", index_col=0)
    got = tables(X, Y).redundancy
    np.testing.assert_allclose(got["S- doctors"], expected["doctors"], atol=1e-7)
    np.testing.assert_allclose(got["S- nurses"], expected["nurses"], atol=1e-7)
    kinds = pd.read_csv(facts / "dea/hospital12/rts_class_deaR.csv", index_col=0)
    found = tables(X, Y).efficiency["returns to scale"].iloc[:-1]
    assert found.tolist() == kinds["rts.rts"].str.lower().tolist()


def test_chinese_headings_and_files(tmp_path):
    got = tables(X, Y, language="zh")
    assert list(got.efficiency.columns[:3]) == ["综合效益OE（θ）", "技术效益TE", "规模效益SE"]
    assert got.efficiency["有效性"].iloc[0] == "DEA强有效"
    assert "投入冗余率（doctors）" in got.redundancy
    paths = got.write(tmp_path)
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(paths[0], index_col=0)
    assert back.index.name == "决策单元"
    np.testing.assert_allclose(back["技术效益TE"], got.efficiency["技术效益TE"].astype(float), atol=1e-12)
    json.dumps(got.to_dict())
    with pytest.raises(FaultyInput, match="choose one of: en, zh"):
        tables(X, Y, language="de")


def test_a_zero_amount_has_no_rate():
    y = Y.copy()
    y.loc["E", "outpatients"] = 0
    rates = tables(X, y, model="variable").shortfall
    assert rates.loc["E", "S+ outpatients"] > 0
    assert np.isnan(rates.loc["E", "shortfall rate outpatients"])


def test_panels_get_one_heading_a_row():
    panel_x, panel_y = (pd.concat({2023: t, 2024: t}) for t in (X, Y))
    got = tables(panel_x, panel_y)
    assert got.efficiency.index[0] == "2023, A"
    assert got.efficiency.index[-1] == "mean"
