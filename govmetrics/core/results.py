"""What every result offers: a JSON-ready dictionary and a table for notebooks."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def jsonable(value: Any) -> Any:
    """Return `value` as plain JSON types: frames as columns of labelled cells, NaN as None.

    Examples
    --------
    >>> jsonable({"a": np.array([1.0, np.nan])})
    {'a': [1.0, None]}
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else (None if math.isnan(value) else str(float(value)))
    if isinstance(value, pd.DataFrame):
        index = [_label(i) for i in value.index]
        return {
            "index": index,
            "columns": [_label(c) for c in value.columns],
            "data": [jsonable(list(row)) for row in value.itertuples(index=False, name=None)],
        }
    if isinstance(value, pd.Series):
        return {_label(i): jsonable(v) for i, v in value.items()}
    if isinstance(value, np.ndarray):
        return jsonable(value.tolist())
    if isinstance(value, Mapping):
        return {_label(k): jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        to_dict = getattr(value, "to_dict", None)
        return (
            to_dict()
            if to_dict
            else {f.name: jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return None if value is pd.NA or value is pd.NaT else str(value)


def fields_dict(result: Any, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a result's named fields, JSON-ready, without those in `leave_out`."""
    return {
        f.name: jsonable(getattr(result, f.name))
        for f in dataclasses.fields(result)
        if f.name not in leave_out
    }


def html(frame: pd.DataFrame, caption: str, rows: int = 30) -> str:
    """Return a notebook table of the first `rows` rows; names never become markup."""
    import html as stdlib_html

    table = frame.head(rows).to_html(escape=True, border=0, float_format=lambda v: f"{v:.4g}")
    more = f"<p>{len(frame) - rows} more rows</p>" if len(frame) > rows else ""
    return f"<p><strong>{stdlib_html.escape(caption)}</strong></p>{table}{more}"


def _label(label: Any) -> str:
    if isinstance(label, tuple):
        return " | ".join(str(part) for part in label)
    return str(label)
