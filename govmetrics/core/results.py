"""What results used to share, until every room has moved to `core.result`."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from govmetrics.core.plain import plain as jsonable

__all__ = ["fields_dict", "html", "jsonable"]


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
