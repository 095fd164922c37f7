"""Tables of a policy: since when units are treated, and what was planned and done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults
from govmetrics.core.labels import clean_index, cleaned
from govmetrics.core.numbers import number
from govmetrics.core.tables import read_table
from govmetrics.core.united import Unit, united
from govmetrics.evaluation.keys import Carried, Policy

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
LEVELS = {
    "item": ("item", "事项", "任务", "措施", "项目"), "body": ("body", "单位", "责任单位", "主体", "街道", "社区"),
    "period": ("period", "时期", "季度", "月份", "年份"),
}  # fmt: skip
_PLANNED, _ACTUAL = ("planned", "计划"), ("actual", "实际")
_WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_ASPECT = ("aspect", "方面", "指标")
WAY = (
    "head them item, body or period, and in pairs planned ... and actual ... (事项, 单位, 时期, 计划…, 实际…)"
)


def in_file(name: str | None) -> bool:
    """Tell whether what says since when units are treated is a file."""
    return name is not None and name.lower().endswith(TABLES)


def since_when(path: Path, named: Unit) -> pd.Series:
    """Return since when the units of a file are treated, by unit, named as its column is."""
    table, unit = united(read_table(path), named)
    if unit not in table:
        way = "its columns are: {names:20}"
        raise FaultyInput(
            path.name, "has no column {column!r}", way, column=unit, names=list(map(str, table))
        )
    others = [name for name in table if name != unit]
    if len(others) != 1:
        way = "leave two columns: the unit, and the first period in which it is treated"
        raise FaultyInput(path.name, "has {count} columns beside the units", way, count=len(others))
    found = cleaned(table[others[0]]).set_axis(clean_index(pd.Index(table[unit], name="unit")))
    twice = found.index[found.index.duplicated()].unique()
    Faults(Fault(str(one), "occurs more than once", "keep one row") for one in twice).raise_all()
    return found.rename(str(others[0]))


def plan_of(asked: Carried, paths: Sequence[Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was planned and what was done, indexed alike, dates as dates."""
    if asked.file is None:
        planned, actual = (_indexed(read_table(path), path.name) for path in paths)
    else:
        planned, actual = _split(read_table(paths[0]), paths[0].name)
    dates = [str(name) for name in planned if name in actual and _is_of_dates(planned[name])]
    return _read(planned, dates), _read(actual, dates)


def _indexed(table: pd.DataFrame, file: str) -> pd.DataFrame:
    heads = {str(column).strip(): column for column in table}
    found = {
        level: next((heads[word] for word in words if word in heads), None) for level, words in LEVELS.items()
    }
    there = {column: level for level, column in found.items() if column is not None}
    if not there:
        raise FaultyInput(file, "has no columns of items, bodies or periods", WAY)
    return table.rename(columns=there).set_index(list(there.values()))


def _split(table: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two halves of one table: pairs of columns, or one pair whose aspect stands in a column."""
    whole = _indexed(table, file)
    planned, actual = ({_rest(str(name), words): name for name in whole if _rest(str(name), words) is not None}
                       for words in (_PLANNED, _ACTUAL))  # fmt: skip
    lone = [name for name in [*planned, *actual] if (name in planned) != (name in actual)]
    if not planned or lone:
        raise FaultyInput(file, "has no pairs of planned and actual columns", WAY)
    if list(planned) == [""]:
        aspect = next((name for name in whole if str(name).strip() in _ASPECT), None)
        pair = whole[[planned[""], actual[""]]].set_axis(["planned", "actual"], axis=1)
        if aspect is None:
            return tuple(pair[[name]].set_axis(["coverage"], axis=1) for name in ("planned", "actual"))  # type: ignore[return-value]
        keyed = pair.set_index(whole[aspect].rename("aspect"), append=True)
        twice = keyed.index[keyed.index.duplicated()].unique()
        Faults(
            Fault(place_of(row), "there are two or more rows for it", "keep one") for row in twice
        ).raise_all()
        return tuple(keyed[name].unstack("aspect") for name in ("planned", "actual"))  # type: ignore[return-value]
    return tuple(
        whole[list(half.values())].set_axis(list(half), axis=1)
        for half in (planned, {k: actual[k] for k in planned})
    )  # type: ignore[return-value]


def _rest(name: str, words: Sequence[str]) -> str | None:
    """Return what a heading says beside planned or actual; None where it says neither."""
    plain = name.strip()
    word = next((one for one in words if plain.casefold().startswith(one)), None)
    return None if word is None else plain[len(word) :].strip(" _:：-")


def _is_of_dates(column: pd.Series) -> bool:
    known = column.dropna()
    if pd.api.types.is_datetime64_any_dtype(column):
        return True
    return bool(len(known)) and all(_day(cell) is not None for cell in known)


def _day(cell: object) -> pd.Timestamp | None:
    """Return a day that is written with its year first, or that the file has as one; None for all else."""
    if isinstance(cell, dt.date):
        return pd.Timestamp(cell)
    found = _WRITTEN.fullmatch(cell.strip()) if isinstance(cell, str) else None
    try:
        return None if found is None else pd.Timestamp(dt.date(*map(int, found.groups())))
    except ValueError:  # 2026-02-30
        return None


def _read(table: pd.DataFrame, dates: Sequence[str]) -> pd.DataFrame:
    """Return a table with dates and numbers; a cell that is neither stays for the room to tell."""
    made = table.copy()
    for name in made:
        if name in dates:
            read = pd.Series([_day(cell) for cell in made[name]], made.index, dtype="datetime64[ns]")
            wrong = made.index[read.isna() & made[name].notna()]
            Faults(Fault(f"{', '.join(map(str, row if isinstance(row, tuple) else (row,)))}, {name}", "is no day",
                         "write it as 2026-06-30") for row in wrong).raise_all()  # fmt: skip
            made[name] = read
        else:
            cells = [number(cell) if isinstance(cell, str) else cell for cell in made[name]]
            made[name] = [old if new is None else new for old, new in zip(made[name], cells, strict=True)]
            made[name] = made[name].infer_objects()
    return made


def policy_contradictions(asked: Policy) -> list[Fault]:
    """Return what `policy` says twice, or not at all."""
    faults, carried = [], asked.carried
    if asked.first_treated is None and not asked.models and carried is None:
        way = "name `first_treated`, `effects` or `deviation`"
        faults.append(Fault("policy", "asks for nothing", way))
    if carried is not None:
        pair = (carried.planned, carried.actual)
        if (carried.file is None) == (pair == (None, None)) or (None in pair and pair != (None, None)):
            way = "name one `file`, or `planned` and `actual`"
            faults.append(Fault("policy.deviation", "does not say where plan and execution are", way))
    if asked.first_treated is None and (asked.outcome is not None or asked.covariates):
        way = "name the column of the first period in which a unit is treated"
        faults.append(Fault("policy.first_treated", "is missing", way))
    return faults
