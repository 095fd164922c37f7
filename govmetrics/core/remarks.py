"""What stands below a table and does not belong to it: remarks, signatures, dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from govmetrics.core.labels import clean
from govmetrics.core.sheets import filled
from govmetrics.core.words import Note

_REMARK = re.compile(
    r"[^:：]{0,6}(?:[备備]?[注註]|[说說]明|附[注註]|(?:[资資]料|[数數][据據])?[来來]源|填[表报報]|[制製][表图圖]|[审審][核批]|[复複]核"
    r"|[负負][责責]人|[联聯][系絡]|[电電][话話]|日期|[统統][计計]口[径徑])[^:：]{0,8}[:：]|\*"
    r"|(?:notes?|sources?|prepared by|checked by|approved by|date)\b|第?\s*\d+\s*[页頁]|page \d+"
)
"""How remarks begin that stand below a table."""
_DATE = re.compile(r"[12]\d{3}[-/.年]\d{1,2}[-/.月](?:\d{1,2}日?)?")


def above_remarks(
    frame: pd.DataFrame, columns: Sequence[Any], value: Callable[[Any], object]
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table without the remarks below it (注：…, 制表人：…, a date), which have no value in any of the columns.

    Parameters
    ----------
    frame : DataFrame
        As read.
    columns : sequence
        Those that hold what the table is about.
    value : function of a cell
        What it says, None where it is no value.
    """
    last, texts = len(frame), list[str]()
    while last:
        row = frame.iloc[last - 1]
        said = [cell for cell in row if filled(cell)]
        values = any(value(cell) is not None for cell in row[list(columns)] if filled(cell))
        if not said or not _is_remark(said, values):
            break
        last, texts = last - 1, [" ".join(map(str, said)), *texts]
    notes = [Note("remarks below the table are not read: {texts:5}", texts=texts)] if texts else []
    return frame.iloc[:last], notes


def is_remark(cell: Any) -> bool:
    """Tell whether a cell begins as remarks below a table do.

    Examples
    --------
    >>> is_remark("制表人：张三"), is_remark("满意")
    (True, False)
    """
    return isinstance(cell, str) and _REMARK.match(_plain(cell)) is not None


def _is_remark(said: list[Any], values: bool) -> bool:
    """Tell whether a row's filled cells are a remark: by how the first begins; numbers follow only a label with a colon."""
    if len(said) == 1 and (isinstance(said[0], dt.date) or _DATE.fullmatch(_plain(said[0]))):
        return True
    if not is_remark(said[0]):
        return False
    label = said[0].rstrip().endswith((":", "："))
    return label or (not values and all(isinstance(cell, str) for cell in said))


def _plain(cell: Any) -> str:
    return str(clean(str(cell))).casefold()
