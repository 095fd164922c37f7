"""Cells of a text file in which no sign has a second meaning, read as they stand: a tenth of the time of a reader of all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd


def plain_cells(path: Path, text: str, separator: str) -> pd.DataFrame | None:
    """Return the cells of a file in UTF-8 as `pandas.read_csv` gives them, text or missing; None where that is not sure.

    It is sure where no cell is quoted or begins with a space, no line is blank, and every line has as many cells as the
    first, at least two.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        What it holds, from its beginning.
    separator : str
        Between the cells.
    """
    dtype: Any = pd.Series(["a"], dtype=str).dtype
    if getattr(dtype, "storage", "") != "pyarrow" or not _plain(text, separator):
        return None
    from pyarrow import csv, large_string, lib

    width = text.count(separator, 0, text.find("\n") % (len(text) + 1)) + 1
    if width < 2:
        return None
    names = [str(place) for place in range(width)]
    try:
        table = csv.read_csv(
            path,
            csv.ReadOptions(use_threads=False, column_names=names),
            csv.ParseOptions(
                delimiter=separator, quote_char=False, double_quote=False, ignore_empty_lines=False
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, large_string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except (
        lib.ArrowException
    ):  # mostly of lines of other widths, or very long ones: pandas knows what they are
        return None
    given = table.columns[::-1]
    del table  # a large file is not held twice
    columns = {place: dtype.__from_arrow__(given.pop().combine_chunks()) for place in range(width)}
    return pd.DataFrame(columns, copy=False)


def _plain(text: str, separator: str) -> bool:
    """Return whether every sign stands for itself, the separator and ends of lines apart."""
    if len(separator) != 1 or not separator.isascii() or separator in '\r\n "':
        return False
    first = text[:1]
    if (first != separator and first in ("", "\ufeff", " ", "\t", "\n", "\r")) or any(
        sign in text for sign in ('"', "\0")
    ):
        return False
    ends = ["\n"]
    if "\r" in text:
        if text.count("\r") != text.count("\r\n"):
            return False
        ends.append("\r\n")
    odd = [end + more for end in ["\n", separator] for more in (" ", "\t") if more != separator]
    return not any(pair in text for pair in [*odd, *(end + end for end in ends)])
