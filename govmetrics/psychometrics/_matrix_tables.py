"""Tables whose columns are headed by data: items, factors, numbered factors."""

from __future__ import annotations

import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Text


def matrix_table(caption: Text, frame: pd.DataFrame, cites: tuple[str, ...] = ()) -> Table:
    """Return a table whose columns are called as the data call them, also where that is a word of ours."""
    names = {str(column): str(column) for column in frame.columns}
    return Table.of(caption, frame.set_axis(list(names), axis=1), "psychometrics", names, cites=cites)


def factor_names(count: int) -> list[Text]:
    """Return what the first, second, ... factor of an exploration is called."""
    return [Text("Factor {number}", number=i + 1) for i in range(count)]


def numbered(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return a frame whose columns F1, F2, ... are called by the factors' names."""
    names: dict[str, str] = {f"F{i + 1}": name for i, name in enumerate(factor_names(count))}
    heads = pd.Index([names.get(str(column), column) for column in frame.columns], dtype=object)
    return frame.set_axis(heads, axis=1)
