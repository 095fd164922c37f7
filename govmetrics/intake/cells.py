"""Cells of records as numbers: which are missing, which are none, which are odd."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import FLOATS, value_faults
from govmetrics.core.errors import Fault, each
from govmetrics.core.measures import is_percentage, plain, times_of
from govmetrics.core.missing import Missing
from govmetrics.core.nodes import Indicator, unit_of
from govmetrics.core.numbers import NONE, Decimal, no_number, number, numbers, plain_numbers
from govmetrics.core.odd_values import odd_values
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text

_MEASURED = re.compile(r"([+-]?\d[\d.,' ]*)([^\d.,' ].*)")
"""A number and what stands behind it."""
_TOGETHER = 500_000
"""So many cells of short columns are read at once."""


class Reading(NamedTuple):
    """What the cells say: numbers, the rows with a cell that is none, what is wrong, what must be known."""

    values: pd.DataFrame
    unread: NDArray[np.bool_]
    faults: list[Fault]
    notes: list[Note]


def values_of(
    columns: dict[str, pd.Series],
    tree: IndicatorTree,
    index: pd.Index,
    decimal: Decimal | None,
    missing: Missing,
) -> Reading:
    """Return the cells of the leaves that have a column, by their codes, as numbers; the others are missing.

    Columns of text are let go one after the other: a large file is not held twice.
    """
    unread = np.zeros(len(index), dtype=bool)
    if len(columns) == len(tree.codes) and FLOATS.issuperset(cells.dtype for cells in columns.values()):
        values = pd.DataFrame({code: columns[code].array for code in tree.codes}, index=index)
        values = values.apply(missing.without_numbers) if missing.numbers else values
        notes, faults = odd_values(values, tree.indicators)
        return Reading(values, unread, faults + value_faults(values), missing.notes() + notes)
    array = np.full((len(index), len(tree.codes)), np.nan, order="F")
    faults, signed, none, measured = [], {}, list[str](), list[Note]()
    known = {} if missing.texts or decimal == "," else _plain_numbers(columns)
    for place, leaf in enumerate(tree.indicators):
        if leaf.code not in columns:
            continue
        if leaf.code in known:
            array[:, place] = missing.without_numbers(pd.Series(known[leaf.code], index)).to_numpy()
            del columns[leaf.code]
            continue
        cells = missing.without_texts(columns.pop(leaf.code).set_axis(index))
        read, wrong = numbers(cells, decimal)
        behind = _with_units(wrong, leaf, decimal)
        if behind:
            cells, read, wrong = _read_with(behind, cells, decimal)
            said = "{code}: the unit behind a number is read with it: {cells:5}"
            read_as = [
                Text("{cell} = {value}", cell=cell, value=f"{value:.15g}")
                for cell, (_, _, value) in behind.items()
            ]
            measured.append(Note(said, code=leaf.code, cells=read_as))
        if wrong:
            unread |= index.isin([label for label, _ in wrong])
        faults += each(wrong, partial(_no_number, leaf))
        none += [place_of(label, leaf.code) for label in cells.index[_is_none(cells)]]
        signed[leaf.code] = _signed(cells)
        if leaf.unit and not is_percentage(leaf.unit):  # 85% may be 85 or 0.85
            faults += each(cells[signed[leaf.code]].items(), partial(_a_percentage, leaf))
        array[:, place] = missing.without_numbers(read).to_numpy()
    values = pd.DataFrame(array, index=index, columns=tree.codes, copy=False)
    notes, odd = odd_values(values, tree.indicators, signed)
    said = "{word!r} counts as no value (write 0 where that is meant): {cells:10}"
    notes += [Note(said, word=NONE, cells=none)] if none else []
    return Reading(values, unread, faults + odd + value_faults(values), missing.notes() + measured + notes)


Behind = dict[str, tuple[str, float, float]]
"""Cells with a unit behind their number: the number as it is written, by what it is multiplied, and what comes out."""


def _with_units(wrong: list[tuple[object, str]], leaf: Indicator, decimal: Decimal | None) -> Behind:
    """Return the cells whose number has a unit behind it that can only mean so much of the leaf's own: 28起, 0.27万, 2周."""
    found: Behind = {}
    for _, cell in wrong:
        parts = _MEASURED.fullmatch(plain(cell))
        value = number(parts[1], decimal) if parts else None
        times = times_of(parts[2], leaf.unit) if parts else None
        if value is not None and times is not None:
            assert parts is not None
            found[cell] = parts[1].strip(), times, float(f"{value * times:.15g}")
    return found


def _read_with(
    behind: Behind, cells: pd.Series, decimal: Decimal | None
) -> tuple[pd.Series, pd.Series, list[tuple[object, str]]]:
    """Return the cells without their units, what they are, and those that are no numbers.

    The numbers are read beside the others of the column, which may tell what the decimal sign is.
    """
    known = cells.isin(behind.keys())
    written = cells.astype(object).mask(
        known, cells.map({cell: text for cell, (text, _, _) in behind.items()})
    )
    read, doubtful = numbers(written.reset_index(drop=True), decimal)
    read = read.set_axis(cells.index)
    sized = {text for text, times, _ in behind.values() if times != 1}
    said = (
        cells if any(text in sized for _, text in doubtful) else written
    )  # 1.5 is not what "1,500万" may be
    wrong = [(cells.index[place], label_text(said.iloc[place])) for place, _ in doubtful]
    return (
        written,
        read.mask(known & read.notna(), cells.map({cell: value for cell, (_, _, value) in behind.items()})),
        wrong,
    )


def _plain_numbers(columns: dict[str, pd.Series]) -> dict[str, NDArray[np.float64]]:
    """Return the columns of text that hold nothing but plain numbers and gaps: thousands of short ones are read at once."""
    texts = [code for code, cells in columns.items() if isinstance(cells.dtype, pd.StringDtype)]
    rows = len(columns[texts[0]]) if texts else 0
    found: dict[str, NDArray[np.float64]] = {}
    together = _TOGETHER // max(rows, 1)
    for first in range(0, len(texts), together) if together > 1 and rows else ():
        codes = texts[first : first + together]
        cells = pd.concat([columns[code] for code in codes], ignore_index=True)
        values = plain_numbers(cells)
        plain = (np.isfinite(values) | cells.isna().to_numpy()).reshape(-1, rows).all(axis=1)
        read = values.reshape(-1, rows)
        found |= {code: read[at] for at, code in enumerate(codes) if plain[at]}
    return found


def _no_number(leaf: Indicator, cell: tuple[object, str]) -> Fault:
    return no_number(place_of(cell[0], leaf.code), cell[1], asks=True)


def _is_none(cells: pd.Series) -> NDArray[np.bool_]:
    """Return which cells say that there is none: no value, or none of what is counted."""
    if pd.api.types.is_numeric_dtype(cells):
        return np.zeros(len(cells), dtype=bool)
    return (cells == NONE).fillna(False).to_numpy(dtype=bool)


def _a_percentage(leaf: Indicator, cell: tuple[object, str]) -> Fault:
    problem, way_out = "{value!r} is a percentage", "write the number in the unit of the indicator ({unit})"
    return Fault(place_of(cell[0], leaf.code), problem, way_out, value=cell[1][:40], unit=unit_of(leaf))


def _signed(cells: pd.Series) -> NDArray[np.bool_]:
    """Return which cells have a percent sign."""
    text = isinstance(cells.dtype, pd.StringDtype)
    if pd.api.types.is_numeric_dtype(cells) or (text and not _has_percent(cells)):
        return np.zeros(len(cells), dtype=bool)
    sign = cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith(("%", "％")))
    return sign.to_numpy(dtype=bool)


def _has_percent(cells: pd.Series) -> bool:
    return any(cells.str.contains(sign, na=False, regex=False).any() for sign in "%％")
