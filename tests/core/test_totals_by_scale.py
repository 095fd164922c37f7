"""A row far larger than the others leaves rounding in running sums, and makes no totals of the rows below it."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
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


def test_a_unit_of_another_scale_is_no_fault_of_the_others():
    x = table()
    x.iloc[3] *= 1e12
    found = gm.dea.radial(x[["a", "b", "c"]], x[["d", "e"]])
    assert len(found.to_frame()) == 12
