"""Appraisal (考核): points by the rulebook, and the standing that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from govmetrics.appraisal.cells import used, without_missing, without_totals
from govmetrics.appraisal.contradictions import base_of, sections
from govmetrics.appraisal.result import Appraisal
from govmetrics.appraisal.rulebook import Rulebook
from govmetrics.appraisal.scoring import (
    cells_of,
    columns_of,
    earned,
    full_marks,
    level_text,
    range_faults,
)
from govmetrics.appraisal.spec import Item, RulebookKeys, Veto
from govmetrics.appraisal.standing import _bottom, _by_cuts, _ranks, _rounded, _under_quotas
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset, row_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.foot import TOTALS, Totals
from govmetrics.core.labels import UNIT, categories, clean_index, telling_apart, together
from govmetrics.core.missing import MISSING_CODES
from govmetrics.core.near import meant
from govmetrics.core.numbers import DECIMAL, Decimal, no_number, numbers
from govmetrics.core.options import asked, instance, shown
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text

_DATA = instance(Dataset | pd.DataFrame, Text("give a Dataset or a DataFrame"))


def appraise(
    rulebook: Rulebook | Mapping[str, Any] | str | Path,
    data: Dataset | pd.DataFrame,
    unit: str | Sequence[str] = "unit",
    *,
    decimal: Decimal | None = None,
    missing_codes: Sequence[float | str] = (),
    totals: Totals = "refuse",
) -> Appraisal:
    """Give every unit its points with the reason for each, its grade and rank, and say who must improve.

    Parameters
    ----------
    rulebook : Rulebook, mapping or path
        See `Rulebook`.
    data : Dataset or DataFrame
        One row per unit, or a (period, unit); columns by the rulebook's codes. Of a dataset the attributes are
        looked at too. Rubric levels and yes or no may be text.
    unit : str or sequence of str
        The column of the units' names, where they are not in the index; several name a unit together, such as
        ``["street", "name"]`` ("East · Oak").
    decimal : {".", ","}, optional
        The decimal sign of numbers that are text; by default the point.
    missing_codes : list of numbers and texts
        What means "no value", such as 99999 or "not surveyed"; a note counts the cells.
    totals : {"refuse", "drop", "keep"}
        What to do with rows that are no units, as in `read_records`. A dataset was asked when it was read.

    Returns
    -------
    Appraisal
        `totals` (points, grade, rank) and the reason for every point.

    Raises
    ------
    FaultyInput
        Rows of totals, columns or cells missing, levels outside the rubric, more points than full marks, units without a
        group: all at once.

    Examples
    --------
    >>> book = {
    ...     "items": [{"code": "council", "by": "rubric", "points": 60, "levels": {"works": 60, "exists": 30}},
    ...               {"code": "solved", "by": "linear", "points": 40, "worst": 50, "best": 90}],
    ...     "grades": [{"name": "good", "at_least": 80}, {"name": "fair"}],
    ... }
    >>> data = pd.DataFrame({"council": ["works", "exists"], "solved": [80, 90]}, index=["A", "B"])
    >>> appraise(book, data).totals[["total", "grade", "rank"]].to_dict("index")
    {'A': {'total': 90.0, 'grade': 'good', 'rank': 1}, 'B': {'total': 70.0, 'grade': 'fair', 'rank': 2}}
    """
    book = rulebook if isinstance(rulebook, Rulebook) else Rulebook.read(rulebook)
    keys = book.keys
    asked(data=(data, _DATA), unit=(unit, UNIT), decimal=(decimal, DECIMAL),
          missing_codes=(missing_codes, MISSING_CODES), totals=(totals, TOTALS))  # fmt: skip
    table, absent, faults = _table(data, keys, unit)
    table, notes = without_missing(table, keys, missing_codes, decimal)
    if not isinstance(data, Dataset):
        table, more = without_totals(table, keys, totals, decimal, faults)
        notes += more
    groups = _groups(keys, table, absent, faults)
    points, values, full = _points(keys, table, groups, absent, faults, decimal)
    standing = _standing(book, _totals(keys, points), points, _fallen(keys, values, table, decimal), groups)
    unused = [str(c) for c in table.columns if c not in used(keys)]
    labels = data.tree.names() if isinstance(data, Dataset) else {}
    return Appraisal(book, points, values, full, standing, tuple(unused), tuple(notes), labels)


def column_faults(rulebook: Rulebook, data: Dataset | pd.DataFrame) -> list[Fault]:
    """Return what is wrong with rows and columns of the data that a rulebook is about, before any cell is looked at."""
    return _table(data, rulebook.keys, "unit")[2]


def _table(
    data: Dataset | pd.DataFrame, keys: RulebookKeys, unit: str | Sequence[str]
) -> tuple[pd.DataFrame, set[str], Faults]:
    """Return the data, the columns that have to be taken as empty, and what is wrong with rows and columns."""
    table = data.to_frame() if isinstance(data, Dataset) else data
    refuse_within("data", table)
    if table.columns.nlevels > 1:
        levels = table.columns.nlevels
        raise FaultyInput("columns", "have {levels} levels", "name each by one code", levels=levels)
    twice = set(table.columns[table.columns.duplicated()])
    table = table.loc[:, ~table.columns.isin(twice)]
    table, named, apart = _labelled(
        table, list(unit) if isinstance(unit, list | tuple) else [cast(str, unit)], used(keys)
    )
    absent = {code for code in used(keys) if code not in table.columns}
    faults = Faults([*named, *row_faults(table.index), *apart])
    faults += [Fault(c, "occurs more than once", "keep one of them") for c in sorted(map(str, twice))]
    open_ = [column for column in table.columns if column not in used(keys)]
    faults += [
        Fault(code, "the data have no such column", meant(code, open_, Text("add it, or remove the rule")))
        for code in sorted(absent - twice)
    ]
    read = {column: categories(table[column]) for column in table if column in used(keys)}
    table = table.assign(**read, **dict.fromkeys(sorted(absent), np.nan))
    return table if table.index.nlevels > 1 else table.rename_axis("unit"), absent, faults


def _labelled(
    table: pd.DataFrame, unit: list[str], used: set[str]
) -> tuple[pd.DataFrame, list[Fault], list[Fault]]:
    """Return the table under its labels, the columns of the units that it lacks, and what may tell equal labels apart."""
    lost = [name for name in unit if name not in table.columns]
    if lost and unit != ["unit"]:
        known = list(map(str, table.columns))
        return table, [Fault("unit", "{name!r} is not a column", "there are: {labels}", name=name, labels=known)
                       for name in lost], []  # fmt: skip
    if not lost:
        label = table[unit[0]] if len(unit) == 1 else together([table[name] for name in unit])
        table = table.drop(columns=unit).assign(unit=label)
        table = table.set_index(["period", "unit"] if "period" in table.columns else "unit")
    table = table.set_axis(clean_index(table.index))
    rows = pd.Series(table.index.to_numpy())
    others = [column for column in table.columns if column not in used]
    street = telling_apart(table.reset_index(drop=True), rows, others)
    if street is None:
        return table, [], []
    way_out = "name different ones by both columns: unit={both}"
    return (
        table,
        [],
        [Fault("unit", "some names stand for several units", way_out, both=str([str(street), *unit]))],
    )


def _groups(keys: RulebookKeys, table: pd.DataFrame, absent: set[str], faults: Faults) -> list[str]:
    """Return every unit's group; one that is not known is a fault."""
    if keys.groups is None:
        return [""] * len(table)
    name, column = keys.groups, table[keys.groups]
    named = {str(g) for _, i in sections(keys) if isinstance(i.points, dict) for g in i.points}
    named |= set(keys.full) if isinstance(keys.full, dict) else set()
    odd = column[column.isna() | ~column.astype(str).isin(named)] if named else column[column.isna()]
    way_out = Text("groups are: {groups}", groups=sorted(named)) if named else Text("name the group")
    if name not in absent:
        faults += each(
            odd.items(),
            lambda cell: Fault(
                place_of(cell[0], name), "the group is {value}", way_out, value=shown(cell[1])
            ),
        )
    return [str(group) for group in column]


def _points(
    keys: RulebookKeys,
    table: pd.DataFrame,
    groups: list[str],
    absent: set[str],
    faults: Faults,
    decimal: Decimal | None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return points (deductions below zero), the cells they come from, and full marks; units x items.

    Before that, everything that is wrong with the data is raised.
    """
    columns: dict[str, tuple[np.ndarray, pd.Series, np.ndarray]] = {}
    for path, item in sections(keys):
        full = full_marks(item, groups)
        cells, wrong = cells_of(item, table, decimal)
        rest = [*range_faults(item, cells, full), *_missing(keys, item, cells, table, absent)]
        named = {fault.place for fault in wrong}  # what cannot be read is not outside a range, too
        faults += [*wrong, *(fault for fault in rest if fault.place not in named)]
        sign = -1.0 if path.startswith("deductions") else 1.0
        columns[item.code] = (sign * np.nan_to_num(earned(item, cells, full)) + 0.0, cells, full)
    for veto in keys.vetoes:
        faults += _veto_faults(veto, table, decimal) if veto.on in set(keys.facts) - absent else []
    faults.raise_all()
    parts = ({code: column[i] for code, column in columns.items()} for i in range(3))
    points, values, full_frame = (pd.DataFrame(part, index=table.index) for part in parts)
    return points, values, full_frame


def _missing(
    keys: RulebookKeys, item: Item, cells: pd.Series, table: pd.DataFrame, absent: set[str]
) -> list[Fault]:
    if keys.missing == "zero":
        return []
    # Of several columns each is named; of one, text that is blank has no value either.
    columns = columns_of(item)
    gone = table[columns].isna() if columns != [item.code] else cells.isna().to_frame(item.code)
    return [
        fault
        for column in columns
        if column not in absent
        for fault in _no_value(
            gone.index[gone[column]], column, "fill it in, or say `missing: zero` in the rulebook"
        )
    ]


def _no_value(rows: pd.Index, column: str, way_out: str) -> list[Fault]:
    return each(rows, lambda row: Fault(place_of(row, column), "there is no value", way_out))


def _veto_faults(veto: Veto, table: pd.DataFrame, decimal: Decimal | None) -> list[Fault]:
    cells, bad = (table[veto.on], []) if veto.equals is not None else numbers(table[veto.on], decimal)
    gone = cells.index[cells.isna() & ~cells.index.isin([row for row, _ in bad])]
    faults = _no_value(gone, veto.on, "fill it in: the veto cannot be decided")
    return faults + each(
        bad, lambda cell: no_number(place_of(cell[0], veto.on), cell[1], "correct it", asks=True)
    )


def _totals(keys: RulebookKeys, points: pd.DataFrame) -> pd.DataFrame:
    """Return base, bonus, deductions and total of every unit, caps applied and the total rounded."""
    codes = {name: [i.code for p, i in sections(keys) if p.startswith(name)] for name in
             ("items", "bonus", "deductions")}  # fmt: skip
    base, bonus, deductions = (points[codes[name]].sum(axis=1).to_numpy(dtype=float) for name in codes)
    if keys.bonus is not None and keys.bonus.cap is not None:
        bonus = np.minimum(bonus, keys.bonus.cap)
    if keys.deductions is not None and keys.deductions.cap is not None:
        deductions = np.maximum(deductions, -keys.deductions.cap)
    total = np.maximum(base + bonus + deductions, 0.0)
    total = _rounded(
        np.minimum(total, np.inf if keys.cap is None else keys.cap), keys.decimals, keys.rounding
    )
    columns = {"base": base, "bonus": bonus, "deductions": deductions, "total": total}
    return pd.DataFrame(columns, index=points.index)


def _fallen(
    keys: RulebookKeys, values: pd.DataFrame, table: pd.DataFrame, decimal: Decimal | None
) -> pd.DataFrame:
    """Return which vetoes fall on which units, units x vetoes."""
    falls = {v.code: _falls(v, (values if v.on in values else table)[v.on], decimal) for v in keys.vetoes}
    return pd.DataFrame(falls, index=table.index)


def _falls(veto: Veto, cells: pd.Series, decimal: Decimal | None) -> np.ndarray:
    if veto.equals is not None:
        wanted = level_text(veto.equals)
        return cells.map(level_text, na_action="ignore").eq(wanted).fillna(False).to_numpy(dtype=bool)
    x = numbers(cells, decimal)[0].to_numpy()
    if veto.above is not None:
        return np.asarray(x > veto.above)
    if veto.at_least is not None:
        return np.asarray(x >= veto.at_least)
    if veto.below is not None:
        return np.asarray(x < veto.below)
    assert veto.at_most is not None
    return np.asarray(x <= veto.at_most)


def _standing(
    book: Rulebook, totals: pd.DataFrame, points: pd.DataFrame, fallen: pd.DataFrame, groups: list[str]
) -> pd.DataFrame:
    """Add vetoes, grade, rank and who must improve; every group (and period) by itself."""
    keys, names = book.keys, book.grade_names("en")
    total, ceiling = _vetoed(book, totals["total"].to_numpy(), fallen)
    full = np.array([base_of(keys, group) for group in groups])
    judged = total if keys.lines == "points" else 100 * total / full
    below, bottom = keys.improve.below, keys.improve.bottom
    low = judged < (-np.inf if below is None else below - 1e-9)
    last = np.zeros(len(total), dtype=bool)
    ranks, size, places = (np.zeros(len(total), dtype=np.int64) for _ in range(3))
    cuts = np.array([grade.at_least for grade in keys.grades[:-1]], dtype=float)
    for rows in _blocks(totals.index, groups):
        # Whom a veto has put into the worst grade ranks behind all others.
        worst = (ceiling[rows] == len(names) - 1) & (len(names) > 1)
        by = [~worst, total[rows], *(points[code].to_numpy()[rows] for code in keys.ties)]
        ranks[rows], size[rows] = _ranks(np.column_stack(by).astype(float)), len(rows)
        graded = np.maximum(_by_cuts(judged[rows], cuts), ceiling[rows])
        quotas = [grade.quota for grade in keys.grades]
        places[rows] = _under_quotas(graded, ranks[rows], quotas, keys.quota_ties == "out")
        if bottom is not None:
            last[rows] = _bottom(ranks[rows], bottom)
    vetoes = ["; ".join(fallen.columns[row]) for row in fallen.to_numpy(dtype=bool)]
    found = totals.assign(total=total, vetoes=vetoes)
    if keys.groups is not None:
        found.insert(0, "group", groups)
    if names:
        worst_first = pd.Index(names[::-1])
        for name, given in (("grade_by_points", _by_cuts(judged, cuts)), ("grade", places)):
            codes = len(names) - 1 - given
            found[name] = pd.Categorical.from_codes(codes, categories=worst_first, ordered=True)
    under_veto = np.asarray(fallen.to_numpy(dtype=bool).any(axis=1) & keys.improve.vetoed)
    because = _because({"below": low, "bottom": last, "veto": under_veto})
    return found.assign(rank=ranks, of=size, must_improve=because != "", improve_because=because)


def _because(reasons: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return for every unit the reasons that hold, as text."""
    rows = zip(*reasons.values(), strict=True)
    return np.array(
        [";".join(w for w, yes in zip(reasons, row, strict=True) if yes) for row in rows], dtype=object
    )


def _vetoed(book: Rulebook, total: np.ndarray, fallen: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the totals that vetoes leave, and the place of the best grade that they leave (0: all)."""
    names = book.grade_names("en")
    left, ceiling = total.copy(), np.zeros(len(total), dtype=np.int64)
    for veto in book.keys.vetoes:
        hit = fallen[veto.code].to_numpy(dtype=bool)
        if veto.points is not None:
            left[hit] = np.minimum(left[hit], veto.points)
        if names:
            best = len(names) - 1 if veto.grade is None else names.index(veto.grade)
            ceiling[hit] = np.maximum(ceiling[hit], best)
    return left, ceiling


def _blocks(index: pd.Index, groups: list[str]) -> list[np.ndarray]:
    """Return the rows of every group, period by period."""
    key = pd.Series(groups, dtype=object)
    by = [key, pd.Series(index.get_level_values(0))] if index.nlevels > 1 else [key]
    return [np.asarray(rows) for rows in key.groupby(by, sort=False).indices.values()]
