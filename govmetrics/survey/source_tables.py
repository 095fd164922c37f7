"""A survey's file or frame as a table: one row per respondent, metadata under our names, weights."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import natural
from govmetrics.core.numbers import Decimal, numbers
from govmetrics.core.reasons import reason_of
from govmetrics.core.tables import read_table
from govmetrics.core.words import Text
from govmetrics.survey import wenjuanxing
from govmetrics.survey.margins import aligned, known_columns, whose


def table_of(
    source: str | Path | pd.DataFrame, decimal: Decimal | None = None
) -> tuple[pd.DataFrame, dict[Any, str], Faults]:
    """Return the table as read, the columns' labels where the file has them (SPSS), and columns that repeat."""
    if isinstance(source, pd.DataFrame):
        if source.empty:
            way = "give one row for each respondent"
            raise FaultyInput("source", "the table has no rows or no columns", way)
        twice = source.columns[source.columns.duplicated()].unique()
        way = "give every column its own heading"
        faults = Faults(Fault(Text("column {c!r}", c=str(c)), "occurs more than once", way) for c in twice)
        return source.loc[:, ~source.columns.duplicated()].copy(), {}, faults
    if isinstance(source, str | os.PathLike) and Path(source).suffix.lower() == ".sav":
        frame, labels = _spss(Path(source))
    else:
        frame, labels = read_table(source, decimal=decimal), {}
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="respondent")), labels, Faults()


def _spss(path: Path) -> tuple[pd.DataFrame, dict[Any, str]]:
    if not path.is_file():
        raise FaultyInput(str(path), "there is no such file", "check the path")
    try:
        import pyreadstat
    except ImportError:
        way = 'pip install "govmetrics[spss]"'
        raise FaultyInput(path.name, "needs pyreadstat", way) from None
    try:
        frame, about = pyreadstat.read_sav(path)
    except pyreadstat.ReadstatError as error:
        problem = "is not a readable .sav file ({reason})"
        raise FaultyInput(path.name, problem, "save it again as .sav", reason=reason_of(error)) from None
    return frame, {c: label for c, label in about.column_names_to_labels.items() if label}


def respondents_of(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[Any]]:
    """Return the table under the respondents' ids, its metadata under our names, and the ids that repeat."""
    meta = pd.DataFrame(index=frame.index)
    for column in frame.columns:
        name = wenjuanxing.metadata_name(column)
        if name and name not in meta:
            values = frame[column]
            meta[name] = values.map(wenjuanxing.seconds) if name == "seconds" else values
    ids = meta["respondent"] if "respondent" in meta else frame.index.to_series()
    repeated = list(ids[ids.notna() & ids.duplicated(keep="first")].unique())
    if repeated or ids.isna().any():
        rows = pd.RangeIndex(1, len(frame) + 1, name="row")
        return frame.set_axis(rows), meta.assign(respondent=ids).set_axis(rows), repeated
    index = pd.Index(natural(ids), name=ids.name or "respondent")
    return frame.set_axis(index), meta.set_axis(index).drop(columns="respondent", errors="ignore"), []


def weights_in(
    frame: pd.DataFrame, weight: str | pd.Series | None, decimal: Decimal = "."
) -> tuple[pd.Series | None, list[Fault]]:
    """Return the design weights, a column's or a Series, and what is wrong with them."""
    if weight is None:
        return None, []
    if not isinstance(weight, str):
        series = aligned(weight, frame.index)
        if series is None:
            way = "give one weight for each respondent, under the same index"
            return None, [Fault("weight", "is not under the index of the answers", way)]
        return series.rename("weight"), []
    if weight not in frame.columns:
        return None, [Fault(f"weight, {weight!r}", "is not a column", known_columns(frame))]
    values, bad = numbers(frame[weight], decimal)
    problem, way = "{value!r} is not a number", "give every respondent a number above zero"
    faults = each(bad, lambda at: Fault(whose("weight", at[0]), problem, way, value=at[1]))
    return None if faults else values.rename("weight"), faults
