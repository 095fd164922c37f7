"""How wide the cells of a column are, without writing them all."""

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.column import Column, widest, widest_each


@pytest.mark.parametrize("kind", ["count", "rank", "share", "number", "estimate", "mixed", "p"])
def test_the_widest_cell_is_among_the_few_that_are_written(kind):
    """Where all cells are written the widest is as wide: of large, small, negative, missing and infinite numbers."""
    rng = np.random.default_rng(0)
    some = [0.0, -0.0, 1e-14, -3e-5, 4e-4, 999.9996, -12345.6, np.nan, np.inf, -np.inf]
    for size in range(300):
        column = Column("x", "x", kind, decimals=None if size % 2 else size % 7)
        values = pd.Series(rng.choice([*some, *rng.normal(0, 10.0 ** rng.integers(-9, 9), 4)], 1 + size % 6))
        assert max(map(len, widest(column, values))) == max(map(len, column.texts(values.tolist())))
        columns = [column, Column("unit", "unit", "text"), column]
        frame = pd.DataFrame({"a": values, "unit": "甲", "b": values[::-1].to_numpy()})
        for found, (_, cells) in zip(widest_each(columns, frame), frame.items(), strict=True):
            held = column if cells.name != "unit" else columns[1]
            assert max(map(len, found)) == max(map(len, held.texts(cells.tolist())))
    assert len(widest(Column("x", "x"), pd.Series(rng.normal(100, 10, 200)))) == 2
