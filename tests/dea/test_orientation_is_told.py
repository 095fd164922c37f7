"""Defaults of orientation differ (productivity: output): so every table of scores says its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

RNG = np.random.default_rng(2)
UNITS = [f"u{k}" for k in range(10)]
X = pd.DataFrame(RNG.uniform(1, 9, (10, 2)), UNITS, ["staff", "money"])
Y = pd.DataFrame(RNG.uniform(1, 9, (10, 1)), UNITS, ["cases"])
FEW = {"bootstrap": {"draws": 100}, "order_m": {}, "returns_test": {"draws": 100}}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["scale", "order_m", "order_alpha", "bootstrap", "returns_test", "radial"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_tables_say_the_orientation(name, orientation):
    found = getattr(gm.dea, name)(X, Y, orientation=orientation, **FEW.get(name, {}))
    first, chinese = found.tables("en")[0], found.tables("zh")[0]
    assert f"{orientation} orientation" in " ".join([first.caption, *first.notes])
    assert {"input": "投入导向", "output": "产出导向"}[orientation] in "".join(
        [chinese.caption, *chinese.notes]
    )


@pytest.mark.filterwarnings("ignore")
def test_tables_of_panels_say_the_orientation():
    rows = [(period, unit) for period in (2023, 2024) for unit in UNITS]
    index = pd.MultiIndex.from_tuples(rows, names=["period", "unit"])
    x, y = (pd.DataFrame(np.vstack([one, one * 1.1]), index, one.columns) for one in (X, Y))
    assert "Measured in output orientation." in gm.dea.malmquist(x, y).tables("en")[0].notes
    assert "Measured in input orientation." in gm.dea.window(x, y, width=2).tables("en")[0].notes
    groups = pd.Series(["a"] * 5 + ["b"] * 5, UNITS)
    assert "Measured in input orientation." in gm.dea.metafrontier(X, Y, groups).tables("en")[0].notes
