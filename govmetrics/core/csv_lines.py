"""Lines of CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.digits import lines_of


class _Told:
    """What csv writes a line into, and returns it."""

    @staticmethod
    def write(line: str) -> str:
        return line


def csv_lines(frame: pd.DataFrame) -> Iterator[str]:
    r"""Return the lines of a frame without its index: numbers whole, missing as empty cells.

    Neighbouring columns of numbers, of which there may be thousands, are put down at once.

    Examples
    --------
    >>> list(csv_lines(pd.DataFrame({"unit": ["a, b"], "score": [0.5], "change": [np.nan]})))
    ['"a, b",0.5,\n']
    """
    writer, parts = csv.writer(_Told(), lineterminator="\n"), []
    floats = [dtype == np.float64 for dtype in frame.dtypes.array]
    if len(floats) == 1:  # an empty line is no row, so that csv quotes the empty cell
        return map(writer.writerow, _cells(frame))
    for is_run, run in groupby(range(len(floats)), floats.__getitem__):
        places = list(run)
        part = frame.iloc[:, places[0] : places[-1] + 1]
        if is_run:
            parts.append(lines_of(part.to_numpy()))
        else:
            parts.append([writer.writerow([*cells, ""])[:-2] for cells in _cells(part)])
    return (",".join(line) + "\n" for line in zip(*parts, strict=True))


def _cells(frame: pd.DataFrame) -> list[list[Any]]:
    cells = frame.to_numpy(dtype=object, copy=True)
    cells[pd.isna(cells)] = ""
    found: list[list[Any]] = cells.tolist()
    return found
