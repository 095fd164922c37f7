"""A row far larger than the others leaves rounding in running sums, and makes no totals of the rows below it."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import totals
from govmetrics.core.totals import computed_totals


def table(rows: int = 12) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(1).random((rows, 5)) + 1, columns=list("abcde"))


@pytest.mark.parametrize("factor", [1e10, 1e12, 1e14, 1e16])
@pytest.mark.parametrize("row", [0, 3, 11])
def test_a_row_of_another_scale_makes_no_totals(factor, row):
    x = table()
    x.iloc[row] *= factor
    assert computed_totals(x) == {}


@pytest.mark.parametrize("factor", [1, 10])
def test_totals_below_it_are_found_still(factor):
    x = table().round(4)
    x.iloc[0] *= factor
    x.iloc[9] = x.iloc[4:9].sum()
    found = computed_totals(x)
    assert {row: (total.what, total.of) for row, total in found.items()} == {9: ("sum", (4, 5, 6, 7, 8))}


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("inside", [False, True])
def test_subtotals_are_found_beside_a_unit_that_is_far_larger(above, inside):
    """Of a unit a thousand times larger all columns follow: the others tell how they go together."""
    streets = [np.random.default_rng(street).integers(100, 1000, (5, 3)) for street in range(6)]
    if inside:
        streets[3][2] *= 1000
    else:
        streets.append(np.array([[700_000, 400_000, 900_000]]))
    parts = [[street.sum(axis=0), *street] if above else [*street, street.sum(axis=0)] for street in streets]
    parts[6:] = [streets[6]] if not inside else []
    found = computed_totals(pd.DataFrame(np.vstack([row for part in parts for row in part]).astype(float)))
    assert sorted(found) == [6 * street + (0 if above else 5) for street in range(6)]
    assert {total.what for total in found.values()} == {"sum"}


@pytest.mark.parametrize("value", [0.0, 0.1])
def test_rows_that_are_all_alike_are_not_looked_at_one_by_one(monkeypatch, value):
    looked = []
    monkeypatch.setattr(totals, "_sure", lambda *_: looked.append(1))
    x = table(60).assign(**dict.fromkeys("abc", value)).iloc[:, :3]
    assert computed_totals(x) == {}
    assert not looked


def test_a_unit_of_another_scale_is_no_fault_of_the_others():
    x = table()
    x.iloc[3] *= 1e12
    found = gm.dea.radial(x[["a", "b", "c"]], x[["d", "e"]])
    assert len(found.to_frame()) == 12
