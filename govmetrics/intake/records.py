"""Records of units: from a file or a frame to a `Dataset`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.databases import Queried, is_address, read_query
from govmetrics.core.dataset import Dataset, row_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.foot import TOTALS, Totals, named_faults, without_computed, without_named
from govmetrics.core.labels import STREETS, UNIT, by_cell, cleaned
from govmetrics.core.missing import MISSING_CODES, Missing
from govmetrics.core.numbers import DECIMAL, Decimal, numbers
from govmetrics.core.options import TEXT, asked, choice, optional, several
from govmetrics.core.tables import plain_text
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.united import columns_of
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.intake.cells import values_of
from govmetrics.intake.columns import absent_leaves, key, matched_columns, named_by_made_codes, placed_nowhere
from govmetrics.intake.labels import (
    COLUMN,
    LABEL,
    columns_found,
    labelled,
    plain_labels,
    row_index,
)
from govmetrics.intake.layout import laid_out, of_a_frame
from govmetrics.intake.long import long_columns, widened
from govmetrics.intake.period_headings import PERIOD, STACKED
from govmetrics.intake.sheets import BY_SHEET, read_sheets
from govmetrics.intake.years import title_note, with_years

_CODE = re.compile(r"0\d+|\d{16,}")

ELSEWHERE = Text("indicators without a column, to be filled by another source: {codes}", codes=[]).template
"""The template of the note on leaves that records do not have."""


def read_records(
    source: str | Path | pd.DataFrame,
    tree: IndicatorTree,
    unit: str | Sequence[str] = "unit",
    period: str | None = None,
    *,
    periods: Sequence[object] | None = None,
    decimal: Decimal | None = None,
    missing_codes: Sequence[float | str] = (),
    totals: Totals = "refuse",
    sheets: str | None = None,
    empty: Literal["refuse", "keep"] = "refuse",
    query: str | None = None,
) -> Dataset:
    """Read records of units, wide (one column per indicator) or long (columns code and value).

    Parameters
    ----------
    source : path or DataFrame
        .csv (UTF-8, with BOM, or GB18030), .xlsx, .parquet, or a frame. A frame without a `unit` column has
        its units in the index. In a file the header may stand below titles and in several rows, rows may be numbered,
        streets merged downwards, and headings may have their unit of measurement in brackets; notes say so. Or the
        address of a database, as SQLAlchemy writes it (``"postgresql://office@host/records"``), beside `query`.
    tree : IndicatorTree
        Columns are matched by code or by the name in either language. Other columns become attributes,
        and a note says so.
    unit, period : str
        The columns of the units' names and, for several periods, of the period; years of a column 年份 or year beside
        quarters or months are read with them (2024年三季度). Where two streets have communities of
        one name, ``unit=["street", "name"]`` calls each by both ("East · Oak").
    periods : list, optional
        The periods from the first to the last, where their names do not tell ("before", "after").
    missing_codes : list of numbers and texts
        What means "no value", such as 99999 or "not surveyed"; a note counts the cells.
    decimal : {".", ","}, optional
        The decimal sign of numbers that are text. By default the point; in a text file separated by semicolons the
        comma, where all numbers of a column can be read so (what could be read both ways is refused).
    totals : {"refuse", "drop", "keep"}
        What to do with rows that are no units: called 合计, 平均, 全区, 满分, 标准差, Total, Median and the like, or equal to
        the sum or the mean, in every column that they fill, of all others, of those of the same street, or of rows directly
        above or below (`govmetrics.core.totals.computed_totals` says how much must agree).
    sheets : str, optional
        Of a workbook: the name of the sheet to read, or "period" to read every sheet that has indicators as the period
        of its name. By default the one with indicators; several are read as periods, with a note, where every name is one
        (2024年一季度, 2024-Q2), and refused otherwise.
    empty : {"refuse", "keep"}
        What to do with units that have no value at all: `treatment.screen` can leave them out later.
    query : str, optional
        Of a database: the rows, in its own words (``"select unit, trust from records"``). They are read as those of a text
        file; nothing is written, and no message has the password.

    Returns
    -------
    Dataset
        Rows in the order of the file, indexed by unit or (period, unit).

    Raises
    ------
    FaultyInput
        Text that is not a number, two rows for one unit, indicators without a column, units without any value,
        units that miss a period: every fault with its cell.

    Notes
    -----
    Cells are read by the rule of `govmetrics.core.numbers.number`: "1,234" and "1 234" are 1234 ("0,815" is refused),
    "85%" is 85 (refused where the indicator's unit is not a percentage), and "—", "..", "N/A", "缺失" and the like are
    missing. Values that look like codes for missing ones (99999, -999), and shares among percentages, are named in a
    note. What the unit of the indicator does not allow is a fault: beyond 0 to 100 in %, a count below 0, beyond a range
    at the end of the unit. The tree says what may be: with such a range (unit: "% 0-150"), with goalposts that go so far,
    or with a name that speaks of change (增长率) or completion (完成率). A unit in brackets in a heading, in a first row of
    units or in a title (单位：万元) that is not that of the tree is a fault that names the factor between them.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"unit": ["East", "West"], "trust": ["85%", "N/A"], "cases": ["1,234", 8]})
    >>> gm.read_records(table, tree).values.to_dict("index")
    {'East': {'trust': 85.0, 'cases': 1234.0}, 'West': {'trust': nan, 'cases': 8.0}}
    """
    asked(
        tree=(tree, TREE),
        unit=(unit, UNIT),
        period=(period, optional(COLUMN)),
        periods=(periods, optional(several(LABEL, least=1))),
        decimal=(decimal, DECIMAL),
        missing_codes=(missing_codes, MISSING_CODES),
        totals=(totals, TOTALS),
        sheets=(sheets, optional(TEXT)),
        empty=(empty, choice("refuse", "keep")),
        query=(query, optional(TEXT)),
    )
    is_frame = isinstance(source, pd.DataFrame)
    file, frame, layout = _table(source, tree, (columns_of(unit)[-1], period), sheets, decimal, query)
    if period is None and (sheets == PERIOD or any(note.template in (STACKED, BY_SHEET) for note in layout)):
        period = PERIOD
    frame, keys, unlabelled = labelled(frame, unit, period, is_frame)
    frame, sums = without_named(frame, frame["unit"], totals)  # before their empty periods are asked for
    order = None if periods is None else list(periods)
    frame, dated, yearless = with_years(frame, period, order)
    frame, blank, joined = plain_labels(frame, keys, is_frame, order)
    faults = Faults([*unlabelled, *yearless, *blank])
    notes: list[Note] = [*layout, *dated, *joined]
    notes += sums
    notes += title_note(layout, frame) if period is None else []
    matched, unclear = matched_columns(frame.columns, tree, keys)
    long = None if matched else long_columns(frame)
    lost: list[Fault] = []
    if long:
        frame, more, lost = widened(frame, tree, keys, long)
        notes += more
        matched, unclear = matched_columns(frame.columns, tree, keys)
    absent, without = absent_leaves(frame, matched, tree)
    faults += [*lost, *unclear, *without]
    if without and not matched and not long:
        hint = "is the header the first line, and this the right sheet?"
        faults.append(columns_found(frame, hint))
    taken = {*matched.values(), *keys}
    others = [column for column in frame.columns.tolist() if column not in taken]
    index, twice = row_index(frame, keys, unit, others, totals)
    missing = Missing(missing_codes)
    columns = {code: frame[column] for code, column in matched.items()}
    frame = frame.drop(columns=list(matched.values()))
    values, wrong, wrong_cells, told = values_of(columns, tree, index, decimal, missing)
    notes += told
    if matched and not faults:  # without all the columns an empty row says nothing
        nothing, more = _empty_rows(values, wrong, file, empty == "keep")
        wrong_cells += nothing
        notes += more
    faults += twice + wrong_cells
    faults += named_faults(frame["unit"], totals)
    street = next((c for c in others if key(c) in STREETS), None)
    kept, more, sums_found = without_computed(
        values, index, totals, None if street is None else frame[street]
    )
    notes += more
    faults += sums_found
    if index.is_unique and not (
        blank or twice or lost
    ):  # rows named twice, or not at all, hide what is missing
        faults += row_faults(index) or _gaps(index)
    faults.raise_all()
    attributes = frame[others]
    if not is_frame and others:
        attributes = attributes.apply(by_cell, function=plain_text)
    attributes = attributes.apply(_numeric_if_possible, decimal=decimal) if others else attributes
    if others:
        notes.append(placed_nowhere(others, tree, matched))
    notes += named_by_made_codes(matched, tree)
    if absent:
        notes.append(Note(ELSEWHERE, codes=absent))
    return Dataset(tree, values[kept], attributes.set_axis(index)[kept], notes=tuple(notes), totals="keep")


def _table(
    source: str | Path | pd.DataFrame | Queried,
    tree: IndicatorTree,
    keys: tuple[str, str | None],
    sheets: str | None,
    decimal: Decimal | None,
    query: str | None,
) -> tuple[str, pd.DataFrame, list[Note]]:
    """Return what the source is called, its table under its header, and notes."""
    if isinstance(source, str) and is_address(source):
        if sheets is not None:
            raise FaultyInput("sheets", "only a workbook has sheets", "leave it out")
        source, query = read_query(source, query), None
    if isinstance(source, Queried):
        return source.name, *laid_out(source.rows, tree, *keys)
    if query is not None:
        way_out = "leave it out, or give the address of a database, such as postgresql://name@host/database"
        raise FaultyInput("query", "only a database answers a query", way_out)
    if isinstance(source, pd.DataFrame):
        refuse_within("source", source, halves=False)  # cells are made visible
        refuse_within("source", source.index)
        return "source", *of_a_frame(source.copy(deep=False), tree, keys[0])
    return Path(str(source)).name, *read_sheets(source, tree, keys, sheets, decimal)


def _empty_rows(
    values: pd.DataFrame, wrong: np.ndarray, file: str, keep: bool
) -> tuple[list[Fault], list[Note]]:
    """Return the rows without a value as faults, or named in a note where they may stay; a table of them is one fault."""
    gaps = np.isnan(values.to_numpy(dtype=float))
    if len(values) and not wrong.any() and gaps.all():
        problem, way_out = "no cell of an indicator is filled in", "fill in at least one row: {columns:8}"
        return [Fault(file, problem, way_out, columns=list(values.columns))], []
    empty = values.index[gaps.all(axis=1) & ~wrong]
    if keep and len(empty):
        told = (
            "{count:# row has|# rows have} no value at all and {count:stays|stay} (without a score): "
            "{names:10}"
        )
        return [], [Note(told, count=len(empty), names=list(empty))]
    way_out = 'fill it, remove the row, or say empty="keep" to leave such units in without a score'
    return each(empty, lambda row: Fault(place_of(row), "has no value at all", way_out)), []


def _gaps(index: pd.Index) -> list[Fault]:
    """Name the units that miss a period that others have."""
    if not isinstance(index, pd.MultiIndex):
        return []
    seen = [len(np.unique(codes)) for codes in index.codes]
    if len(index) == seen[0] * seen[1]:  # no label is there twice here
        return []
    index = index.remove_unused_levels()
    place = {name: level for level, name in enumerate(index.names)}
    units, periods = (index.levels[place[name]] for name in ("unit", "period"))
    unit_of, period_of = (index.codes[place[name]].astype(np.int64) for name in ("unit", "period"))
    there = np.sort(unit_of * len(periods) + period_of)
    every = len(units) * len(periods)
    # Those that lack lie between those that are there; a table of all would be as large as periods x units.
    ends = np.concatenate([[-1], there, [every]])
    lack = np.flatnonzero(np.diff(ends) > 1)
    lacking = (cell for at in lack for cell in range(ends[at] + 1, ends[at + 1]))
    problem, way_out = (
        "the unit has no row for this period",
        'add the row (with a value, or empty and read with empty="keep"), or drop the unit',
    )

    def fault(cell: int) -> Fault:
        unit, period = divmod(cell, len(periods))
        return Fault(place_of((units[unit], periods[period])), problem, way_out)

    return each(lacking, fault, of=every - len(index))


def _numeric_if_possible(column: pd.Series, decimal: Decimal | None) -> pd.Series:
    """Return an attribute as numbers, unless a cell is none, or a code: 0755, or more digits than a number keeps."""
    if pd.api.types.is_numeric_dtype(column) or by_cell(column, _is_code, False).any():
        return column
    values, wrong = numbers(column, decimal)
    return cleaned(column) if wrong or values.isna().all() else values


def _is_code(cell: object) -> bool:
    return isinstance(cell, str) and _CODE.fullmatch(cell.strip()) is not None
