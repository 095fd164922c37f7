"""Results as plain types that JSON knows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words.visible import visible


def plain(value: Any) -> Any:
    """Return `value` as plain JSON types: NaN as None, rows of a panel as [period, unit].

    A frame is ``{"index_names", "index", "columns", "data"}``, its data row by row. A series or a mapping is a mapping
    by label where the labels, as text, tell its entries apart; else, and where the labels are tuples such as
    (period, unit), ``{"index_names", "index", "data"}``. Infinite numbers are the texts "inf" and "-inf".

    Examples
    --------
    >>> plain({"a": np.array([1.0, np.nan])})
    {'a': [1.0, None]}
    >>> plain(pd.Series([1.5], index=pd.MultiIndex.from_tuples([(2024, "u")], names=["period", "unit"])))
    {'index_names': ['period', 'unit'], 'index': [[2024, 'u']], 'data': [1.5]}
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return visible(value)  # of a note the English, whatever language is in use
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else (None if math.isnan(value) else str(float(value)))
    if isinstance(value, pd.DataFrame):
        return {
            **_index(value.index),
            "columns": [_label(column) for column in value.columns],
            "data": _rows(value),
        }
    if isinstance(value, pd.Series):
        return _by_label(list(value.index), list(value), value.index.names)
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return _by_label(list(value), list(value.values()), [None])
    if isinstance(value, list | tuple | set | frozenset | pd.Index):
        return [plain(cell) for cell in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        to_dict = getattr(value, "_inside", None) or getattr(value, "to_dict", None)
        return (
            to_dict()
            if to_dict
            else {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return None if value is pd.NA or value is pd.NaT else visible(str(value))


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Return the cells row by row; where all are plain floats, of which there may be millions, at once."""
    if not all(dtype == np.float64 for dtype in frame.dtypes.array):
        return [[plain(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]
    values = frame.to_numpy()
    rows: list[list[Any]] = values.tolist()
    for row, place in np.argwhere(~np.isfinite(values)).tolist():
        rows[row][place] = plain(rows[row][place])
    return rows


def _by_label(labels: list[Any], cells: list[Any], names: Iterable[Any]) -> dict[str, Any]:
    """Return cells by their labels as text; beside the labels where the text would not tell them apart."""
    data, keys = [plain(cell) for cell in cells], [visible(str(label)) for label in labels]
    if len(set(keys)) == len(keys) and not any(isinstance(label, tuple) for label in labels):
        return dict(zip(keys, data, strict=True))
    names = [plain(name) for name in names]
    return {"index_names": names, "index": [_label(label) for label in labels], "data": data}


def _index(index: pd.Index) -> dict[str, Any]:
    return {"index_names": [plain(name) for name in index.names], "index": [_label(label) for label in index]}


def _label(label: Any) -> Any:
    """Return a label: text and numbers as they are, a row of a panel as a list, dates as text."""
    return [_label(part) for part in label] if isinstance(label, tuple) else plain(label)
