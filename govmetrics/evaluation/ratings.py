"""Experts' ratings of the units, read for fuzzy TOPSIS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.near import codes
from govmetrics.core.numbers import number
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import read_table
from govmetrics.core.united import Unit, united


def read_ratings(paths: list[Path], named: Unit, tree: IndicatorTree) -> Mapping[str, pd.DataFrame]:
    """Return what each expert rated, units by indicators: a sheet, or a file, is one expert's.

    Parameters
    ----------
    paths : list of Path
        Workbooks with a sheet for each expert, and other tables, called by the expert's name.
    named : str or sequence of str
        The column of the units, or several that name a unit together.
    tree : IndicatorTree
        Whose indicators the other columns are, by code or name.

    Raises
    ------
    FaultyInput
        Tables without this column, experts of the same name: all at once.
    """
    known = codes(tree)
    found, faults = dict[str, pd.DataFrame](), Faults()
    for path in paths:
        for sheet in sheets_of(path) or [""]:
            name, at = sheet or path.stem, f"{path.name}, {sheet}" if sheet else path.name
            with faults:
                table, unit = united(read_table(path, sheet or 0), named)
                if unit not in table:
                    problem, way = "has no column {column!r}", "its columns are: {names:20}"
                    raise FaultyInput(at, problem, way, column=unit, names=list(map(str, table)))
                if name in found:
                    raise FaultyInput(
                        at, "{name!r} has rated already", "give every expert another name", name=name
                    )
                found[name] = table.set_index(unit).rename(columns=lambda head: known.get(head, head))
    faults.raise_all()
    return found


def as_numbers(ratings: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return ratings in which cells of one or three numbers are no texts any more."""
    return {expert: cells.map(_rating) for expert, cells in ratings.items()}


def _rating(cell: Any) -> Any:
    """Return a cell's number, its three numbers, or its word."""
    if not isinstance(cell, str):
        return cell
    parts = [number(part) for part in re.split(r"[,;/，；、]", cell)]
    if any(part is None for part in parts):
        return cell
    return parts[0] if len(parts) == 1 else tuple(parts)
