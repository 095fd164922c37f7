"""What cannot be evaluated is refused with one error that names everything and the way out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, GovmetricsError, UnsuitableMethod

UNITS = [f"u{i}" for i in range(12)]


@pytest.fixture
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.uniform(1, 9, (12, 2)), UNITS, ["staff", "money"])
    return x, pd.DataFrame(rng.uniform(1, 9, (12, 2)), UNITS, ["cases", "events"])


MODELS = [
    gm.dea.radial,
    gm.dea.scale,
    gm.dea.free_disposal,
    gm.dea.super_efficiency,
    gm.dea.cross_efficiency,
    gm.dea.bootstrap,
    gm.dea.weight_restricted,
    lambda x, y: gm.dea.non_discretionary(x, y, ["money"]),
    lambda x, y: gm.dea.categorical(x, y, [1] * 12),
]


def place(table: pd.DataFrame, value: object, unit: str = "u3", column: str = "staff") -> pd.DataFrame:
    changed = table.astype(object) if isinstance(value, str) else table.copy()
    changed.loc[unit, column] = value
    return changed


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("value", "says"),
    [(np.nan, "u3, staff: is missing"), (np.inf, "u3, staff: is infinite"), (-1.0, "u3, staff: is negative"),
     ("many", "u3, staff: 'many' is not a number")],
)  # fmt: skip
def test_bad_cells(model, tables, value, says):
    x, y = tables
    with pytest.raises(FaultyInput, match=says) as caught:
        model(place(x, value), y)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].way_out


def test_every_fault_at_once(tables):
    x, y = tables
    x = place(place(x, np.nan), -2.0, "u5", "money")
    y = place(y, np.inf, "u7", "cases")
    x.loc["u9"] = 0.0
    with pytest.raises(FaultyInput) as caught:
        gm.dea.radial(x, y)
    text = str(caught.value)
    for part in ("u3, staff", "u5, money: is negative", "u7, cases: is infinite", "u9: all inputs are zero"):
        assert part in text
    assert len(caught.value.faults) == 4


def test_negative_data_names_the_way_out(tables):
    x, y = tables
    with pytest.raises(FaultyInput, match=r"directional.*range"):
        gm.dea.radial(x, place(y, -1.0, column="cases"))


def test_zero_columns_and_units(tables):
    x, y = tables
    with pytest.raises(FaultyInput, match="money: this input is zero for every unit"):
        gm.dea.radial(x.assign(money=0.0), y)
    idle = x.copy()
    idle.loc["u4"] = 0.0
    with pytest.raises(FaultyInput, match="u4: all inputs are zero"):
        gm.dea.radial(idle, y)


def test_labels(tables):
    x, y = tables
    with pytest.raises(FaultyInput, match="there are no inputs"):
        gm.dea.radial(x[[]], y)
    with pytest.raises(FaultyInput, match="u0: has no outputs"):
        gm.dea.radial(x, y.drop(index="u0"))
    with pytest.raises(FaultyInput, match="u0: occurs more than once"):
        gm.dea.radial(pd.concat([x, x.loc[["u0"]]]), y)
    with pytest.raises(FaultyInput, match="is both an input and an output"):
        gm.dea.radial(x, y.rename(columns={"cases": "staff"}))
    with pytest.raises(FaultyInput, match="outputs are missing"):
        gm.dea.radial(x)
    with pytest.raises(FaultyInput, match="dimensions"):
        gm.dea.radial(np.ones((2, 2, 2)), np.ones(2))


def test_labels_are_matched_not_positions(tables):
    x, y = tables
    shuffled = y.sample(frac=1, random_state=1)
    pd.testing.assert_series_equal(gm.dea.radial(x, shuffled).scores, gm.dea.radial(x, y).scores)


def test_options(tables):
    x, y = tables
    for wrong in ({"orientation": "sideways"}, {"returns": "many"}, {"solver": "cplex"}, {"reference": 3}):
        with pytest.raises(GovmetricsError):
            gm.dea.radial(x, y, **wrong)
    with pytest.raises(FaultyInput, match="reference: inputs"):
        gm.dea.radial(x, y, reference=(x[["money", "staff"]], y))
    with pytest.raises(FaultyInput, match=r"draws.*\n.*level"):
        gm.dea.bootstrap(x, y, draws=5, level=2)
    with pytest.raises(FaultyInput, match="'weather' is no such column"):
        gm.dea.non_discretionary(x, y, ["weather"])
    with pytest.raises(FaultyInput, match="names every input"):
        gm.dea.non_discretionary(x, y, ["staff", "money"])
    with pytest.raises(FaultyInput, match="have no order"):
        gm.dea.categorical(x, y, list("abcdefghijkl"))
    with pytest.raises(FaultyInput, match="are an input and an output"):
        gm.dea.weight_restricted(x, y, ratios=[("staff", "cases", 1, 2)])
    with pytest.raises(FaultyInput, match="leave nothing"):
        gm.dea.weight_restricted(x, y, ratios=[("staff", "money", 3, 2)])
    with pytest.raises(FaultyInput, match="cannot sum to 1"):
        gm.dea.weight_restricted(x, y, shares={"staff": (0, 0.3), "money": (0, 0.3)})
    with pytest.raises(FaultyInput, match="not indexed by period and unit"):
        gm.dea.malmquist(x, y)


def test_nothing_to_draw_from():
    x = pd.DataFrame({"x": np.arange(1.0, 8)})
    with pytest.raises(UnsuitableMethod, match="same score"):
        gm.dea.bootstrap(x, x.rename(columns={"x": "y"}), returns="constant")


def test_few_units_warn(tables):
    x, y = tables
    with pytest.warns(UserWarning, match=r"5 units for 2 inputs and 2 outputs"):
        gm.dea.radial(x.iloc[:5], y.iloc[:5])


def test_one_unit_and_arrays():
    with pytest.warns(UserWarning, match="^1 unit for 1 input and 1 output"):
        result = gm.dea.radial([[3.0]], [[2.0]])
    assert result.scores.tolist() == [1.0]
    assert result.targets.columns.tolist() == ["input_1", "output_1"]
