"""Results as plain types that JSON knows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def plain(value: Any) -> Any:
    """Return `value` as plain JSON types: NaN as None, rows of a panel as [period, unit].

    A frame is ``{"index_names", "index", "columns", "data"}``, its data row by row; a series of one level is a
    mapping by label, any other ``{"index_names", "index", "data"}``. Infinite numbers are the texts "inf" and "-inf".

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
        return str(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else (None if math.isnan(value) else str(float(value)))
    if isinstance(value, pd.DataFrame):
        data = [[plain(cell) for cell in row] for row in value.itertuples(index=False, name=None)]
        return {**_index(value.index), "columns": [_label(column) for column in value.columns], "data": data}
    if isinstance(value, pd.Series):
        keys = [_key(label) for label in value.index]
        if value.index.nlevels == 1 and len(set(keys)) == len(keys):
            return dict(zip(keys, (plain(cell) for cell in value), strict=True))
        return {**_index(value.index), "data": [plain(cell) for cell in value]}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {_key(key): plain(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple | set | frozenset | pd.Index):
        return [plain(cell) for cell in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        to_dict = getattr(value, "to_dict", None)
        return (
            to_dict()
            if to_dict
            else {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return None if value is pd.NA or value is pd.NaT else str(value)


def _index(index: pd.Index) -> dict[str, Any]:
    return {"index_names": [plain(name) for name in index.names], "index": [_label(label) for label in index]}


def _label(label: Any) -> Any:
    """Return a label: text and numbers as they are, a row of a panel as a list, dates as text."""
    return [_label(part) for part in label] if isinstance(label, tuple) else plain(label)


def _key(key: Any) -> str:
    """Return a mapping's key as text; JSON has no other keys."""
    return " | ".join(map(str, key)) if isinstance(key, tuple) else str(key)
