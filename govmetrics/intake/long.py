"""Long records, one row a value, to wide ones, one row a unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.tree import IndicatorTree
from govmetrics.intake.columns import aliases, key, suggestion

CODE_COLUMNS = ("code", "indicator", "指标", "指标代码")
VALUE_COLUMNS = ("value", "数值", "值")


def long_columns(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Return the columns of code and value, if the table has both."""
    code = next((c for c in CODE_COLUMNS if c in frame.columns), None)
    value = next((c for c in VALUE_COLUMNS if c in frame.columns), None)
    return (code, value) if code and value else None


def widened(
    frame: pd.DataFrame, tree: IndicatorTree, keys: list[str], code: str, value: str
) -> tuple[pd.DataFrame, list[str]]:
    """Turn long records into wide ones; two values for one cell and unknown codes are faults.

    Other columns are kept where they are the same in all rows of a unit; a note names the rest.
    """
    known = aliases(tree)
    leaf = frame[code].map(lambda cell: known.get(key(cell)))
    faults = [
        Fault(
            f"row {row + 2}",
            f"{frame[code].iloc[row]!r} is not a leaf of the tree",
            suggestion(frame[code].iloc[row], tree),
        )
        for row in np.flatnonzero(leaf.isna())[:50]
    ]
    cells = frame[keys].assign(code=leaf)
    twice = cells[cells.duplicated(keep=False) & leaf.notna()].drop_duplicates()
    faults += [
        Fault(", ".join(map(str, row)), "there are two or more values for it", "keep one")
        for row in twice.head(50).itertuples(index=False, name=None)
    ]
    if faults:
        raise FaultyInput(faults)
    rows = frame.groupby(keys, sort=False, dropna=False)
    rest = [c for c in frame.columns if c not in (*keys, code, value)]
    varying = [c for c in rest if len(frame[[*keys, c]].drop_duplicates()) > len(rows)]
    wide = (
        frame[keys]
        .assign(code=leaf, value=frame[value].astype(object))
        .pivot(index=keys, columns="code", values="value")
    )
    kept = rows[[c for c in rest if c not in varying]].first()
    notes = (
        [
            f"columns that differ within a unit are left out (同一单位内不一致的列未采用): {', '.join(map(str, varying))}"
        ]
        if varying
        else []
    )
    return wide.reindex(kept.index).join(kept).reset_index(), notes
