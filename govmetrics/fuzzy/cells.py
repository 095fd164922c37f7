"""Cells of frames as numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each


def floats(frame: pd.DataFrame, instead: float = np.nan) -> tuple[np.ndarray, list[Fault]]:
    """Return a frame as floats, rows with text all `instead`; and a fault for every cell that is no number."""
    if all(pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes):
        return frame.to_numpy(dtype=float, na_value=np.nan), []
    cells = frame.to_numpy(dtype=object)
    text = np.vectorize(lambda cell: isinstance(cell, str), otypes=[bool])(cells)
    array = frame.mask(text).apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.isnan(array) & frame.notna().to_numpy()

    def fault(at: list[int]) -> Fault:
        where = place_of(frame.index[at[0]], frame.columns[at[1]])
        return Fault(where, f"{str(cells[at[0], at[1]])[:40]!r} is not a number", "give a number")

    array = np.where(wrong.any(axis=1, keepdims=True), instead, array)
    return array, each(np.argwhere(wrong).tolist(), fault)
