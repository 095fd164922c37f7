"""Tables in files, read and written the same way everywhere.

Reading keeps every cell as it was typed (`core.encodings` tells UTF-8, UTF-16 and GB18030 apart).
Writing uses UTF-8 with BOM, which Excel opens correctly, and never lets text become a formula.
"""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.bounds import COLUMNAR, LONGEST_CELL, refuse_large
from govmetrics.core.csv_lines import csv_lines
from govmetrics.core.documents import suffix_of
from govmetrics.core.encodings import decoded
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose, each
from govmetrics.core.extras import require
from govmetrics.core.labels import by_cell
from govmetrics.core.log import LOG
from govmetrics.core.numbers import Decimal, comma_decimals, number, numbers
from govmetrics.core.options import is_file, shown
from govmetrics.core.plain_text import plain_cells
from govmetrics.core.reasons import reason_of
from govmetrics.core.spreadsheets import WORKBOOKS, headed, read_workbook
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import save_office, write_xlsx
from govmetrics.core.written import whole

__all__ = [
    "LONGEST_CELL", "number", "numbers", "plain_text", "read_table", "safe_text", "save_office",
    "suffix_of", "write_csv", "write_xlsx",
]  # fmt: skip

_SEPARATORS = ",;\t"
_DEEPEST = 12
"""Titles above a header have at most so many lines."""
_AT_ONCE = 500_000
"""So many cells are lists of Python's objects while they are written."""
NO_TEXT = "save it as CSV in UTF-8 or GB18030, or give the .xlsx"
"""What to do with a table that is none of text."""
NO_ROWS = Text("the table has no rows")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+|\d{1,3}(,\d{3})+(\.\d*)?)([eE][+-]?\d+)?")
# What makes a spreadsheet program take a cell for a formula, full-width signs included.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_table(
    path: str | Path,
    sheet: str | int = 0,
    decimal: Decimal | None = None,
    covered: bool = False,
    repeats: bool = False,
) -> pd.DataFrame:
    """Read a .csv, .tsv, .txt, .xlsx, .xlsm, .xls, .ods or .parquet file; text stays text, empty cells are missing.

    The index plus 2 is the row in the file.

    The decimal commas of a file separated by semicolons become points (`core.numbers.comma_decimals`), unless
    `decimal` says which sign the numbers have: then all cells stay as they are, for `number` to read. Cells that a merged
    number covers are missing, or `core.spreadsheets.Covered` where this is asked for.
    Headings may repeat where their places tell what they mean (`repeats`).

    Raises
    ------
    FaultyInput
        No such file, empty file, wrong encoding, unknown suffix, a cell of more than 100,000 characters, or numbers
        that may have decimal commas or points.
    """
    if not isinstance(path, str | os.PathLike):
        raise FaultyInput("source", "is {value}", "give a path or a DataFrame", value=shown(path))
    path = Path(path)
    suffix = choose(path.suffix.lower(), (".csv", ".tsv", ".txt", *WORKBOOKS, ".parquet"), suffix_of(path))
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    if path.stat().st_size == 0:
        raise FaultyInput(path.name, "the file is empty", "give it a header line and rows")
    if suffix in WORKBOOKS:
        frame = read_workbook(path, sheet, covered, repeats)
    elif suffix == ".parquet":
        frame = _read_parquet(path)
    else:
        frame = _read_text(path, "\t" if suffix == ".tsv" else None, decimal, repeats)
    if frame.columns.empty or frame.empty:
        way_out = (
            "fill in at least one row: {columns:8}"
            if len(frame.columns)
            else "give it a header line and rows"
        )
        raise FaultyInput(path.name, NO_ROWS, way_out, columns=list(map(str, frame.columns)))
    LOG.debug("read %s: %d rows, %d columns", path, *frame.shape)
    return without_long_cells(frame, path.name)


def _read_text(
    path: Path, separator: str | None, decimal: Decimal | None, repeats: bool = False
) -> pd.DataFrame:
    text, encoding = decoded(path.read_bytes(), path.name, NO_TEXT)
    whole = len(text)
    before = 0
    if text[:4].lower() == "sep=":  # what Excel reads as a setting
        first, _, text = text.partition("\n")
        separator, before = first.strip()[4:5], 1
        separator = separator if separator.isascii() else ""
    above, text = _titles(text)
    if not separator:
        head = re.sub(r'"[^"]*"', "", text[:10_000]).split("\n", 1)[0]
        separator = max(_SEPARATORS, key=head.count)
    source = path if len(text) == whole else io.StringIO(text)
    grid = plain_cells(path, text, separator) if source is path and encoding == "utf-8-sig" else None
    del text  # a large file is not held as one text while its cells are read
    try:
        # No header yet: pandas would rename a heading that occurs twice, and take a first column too many for labels.
        if grid is None:
            grid = pd.read_csv(source, sep=separator, header=None, dtype=str, keep_default_na=False, na_values=[""],
                               skipinitialspace=True, skip_blank_lines=False, encoding=encoding)  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        reason = reason_of(error, str(error).removeprefix("Error tokenizing data. C error: ").strip())
        way_out = "give every row as many cells as the header, which comes first"
        raise FaultyInput(path.name, "is not a readable table ({reason})", way_out, reason=reason) from None
    if above:
        grid = pd.concat(
            [pd.DataFrame({0: [line or None for line in above]}, dtype=str), grid], ignore_index=True
        )
    table = headed(grid, path.name, before, repeats)
    return comma_decimals(table, path.name) if separator == ";" and decimal is None else table


def _titles(text: str) -> tuple[list[str], str]:
    """Return the first lines that are blank or a single text, above the first line with a separator, and the rest."""
    lines = text[:10_000].split("\n")[:_DEEPEST]
    several = [any(sign in line for sign in _SEPARATORS) for line in lines]
    count = (
        several.index(True)
        if True in several
        else next((i for i, line in enumerate(lines) if line.strip()), 0)
    )
    above = [line.strip() for line in lines[:count]]
    if any('"' in line for line in above):  # a quoted cell may go over several lines
        return [], text
    return above, text[sum(len(line) + 1 for line in lines[:count]) :]


def _read_parquet(path: Path) -> pd.DataFrame:
    require("parquet", path.name, pyarrow="pyarrow")
    from pyarrow.parquet import read_metadata

    try:
        about = read_metadata(path)
        refuse_large(path.name, about.num_rows, about.num_columns, COLUMNAR)
        frame = pd.read_parquet(path)
    except FaultyInput:
        raise
    except Exception as error:  # pyarrow raises classes of its own
        problem = "is not a readable parquet file ({reason})"
        raise FaultyInput(path.name, problem, reason=reason_of(error)) from None
    named = [name for name in frame.index.names if name is not None]
    return frame.reset_index() if named else frame


def without_long_cells(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    found = [(Text("{file}, a heading", file=name), len(str(c))) for c in frame.columns]
    for place, column in enumerate(frame.columns):
        cells = frame.iloc[:, place]
        if pd.api.types.is_numeric_dtype(cells.dtype):
            continue
        if isinstance(cells.dtype, pd.StringDtype) and not (cells.str.len() > LONGEST_CELL).any():
            continue  # told without a look at each
        lengths = by_cell(cells, lambda cell: len(cell) if isinstance(cell, str) else 0, 0).to_numpy()
        rows = np.flatnonzero(lengths > LONGEST_CELL).tolist()
        found += [(Text("{file}, row {row}, column {column}", file=name, row=frame.index[row] + 2, column=str(column)[:40]),
                   lengths[row]) for row in rows]  # fmt: skip
    long = [(place, length) for place, length in found if length > LONGEST_CELL]
    Faults(
        each(long, lambda at: Fault(at[0], "the cell has {length:,} characters", "shorten it", length=at[1]))
    ).raise_all()
    return frame


def safe_text(cell: Any) -> Any:
    """Return text that no program obeys: `visible`, and no formula (a leading apostrophe); all else as it is.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("-3.5"), safe_text("Nanshan")
    ("'=1+1", '-3.5', 'Nanshan')
    """
    if not isinstance(cell, str):
        return cell
    cell = visible(cell)
    if cell.lstrip("'").startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(cell):
        return "'" + cell  # one more, where there was one: `plain_text` takes one away
    return cell


def plain_text(cell: Any) -> Any:
    """Return what `safe_text` was given: the inverse, for reading our own files back."""
    quoted = isinstance(cell, str) and cell.startswith("'") and cell.lstrip("'").startswith(_RISKY)
    return cell[1:] if quoted else cell


def _escaped(frame: pd.DataFrame, index: bool) -> pd.DataFrame:
    flat = (frame.reset_index() if index else frame).rename(columns=safe_text)
    for place, dtype in enumerate(flat.dtypes):
        if not pd.api.types.is_numeric_dtype(dtype):
            flat.isetitem(place, flat.iloc[:, place].map(safe_text).to_numpy())
    return flat


def write_csv(frame: pd.DataFrame, path: str | Path, index: bool = True, lasting: bool = False) -> None:
    """Write a CSV in UTF-8 with BOM whose text cells never become formulas; whole, or not at all (see `written.whole`)."""
    flat = _escaped(frame, index)
    with whole(path, lasting) as place:
        if flat.columns.nlevels > 1 or not all(_is_plain(dtype) for dtype in flat.dtypes.array):
            flat.to_csv(place, index=False, encoding="utf-8-sig", lineterminator="\n")
            return
        with place.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerow(flat.columns)
            rows = max(1, _AT_ONCE // max(1, flat.shape[1]))
            for first in range(0, len(flat), rows):
                stream.writelines(csv_lines(flat.iloc[first : first + rows]))


def _is_plain(dtype: Any) -> bool:
    """Tell whether cells are written as Python prints them; of dates and the like pandas knows how much of them is."""
    return dtype in (np.float64, np.int64, object) or isinstance(dtype, pd.StringDtype)
