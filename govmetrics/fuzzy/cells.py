"""Cells of frames as numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.numbers import no_number


def floats(frame: pd.DataFrame, instead: float = np.nan) -> tuple[np.ndarray, list[Fault]]:
    """Return a frame as floats, rows with text all `instead`; and a fault for every cell that is not a number."""
    if all(dtype == np.float64 for dtype in frame.dtypes):  # millions of rows are not copied
        return frame.to_numpy(dtype=float, na_value=np.nan), []
    array, wrong = floats_of(frame)

    def fault(at: list[int]) -> Fault:
        where = place_of(frame.index[at[0]], frame.columns[at[1]])
        return no_number(where, frame.iloc[at[0], at[1]], "give a number")

    array = np.where(wrong.any(axis=1, keepdims=True), instead, array)
    return array, each(np.argwhere(wrong).tolist(), fault)
