"""What the rooms' functions share: tables over periods, and the time between periods."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core import Dataset, Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.core.dataset import row_faults, value_faults
from govmetrics.recipe import Assessment

Array = NDArray[np.float64]
Source = Assessment | Scores | Dataset | pd.DataFrame | pd.Series
"""What holds a value per unit, or per period and unit: scores at every node, raw values, or any table."""


def table_of(source: Source, periods: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the values and the attributes of a source, checked.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit).
    periods : bool
        Refuse rows without periods.
    """
    held = source.scores if isinstance(source, Assessment) else source
    if isinstance(held, Scores | Dataset):
        values, attributes = held.values, held.attributes
    else:
        name = getattr(held, "name", None)
        values = held if isinstance(held, pd.DataFrame) else held.to_frame("value" if name is None else name)
        attributes = pd.DataFrame(index=values.index)
    faults = row_faults(values.index) or value_faults(values)
    if not faults and periods and values.index.nlevels == 1:
        faults = [Fault("rows", "have no period", "read the data with `period=`")]
    if faults:
        raise FaultyInput(faults)
    return values.astype(float), attributes


def column_of(source: Source, node: str | None) -> tuple[pd.Series, pd.DataFrame]:
    """Return one column (the first, which in scores is the root's, unless named) and the attributes."""
    values, attributes = table_of(source)
    code = values.columns[0] if node is None else node
    if code not in values:
        known = ", ".join(map(str, values.columns[:30]))
        raise FaultyInput(Fault("node", f"{code!r} has no values", f"there are: {known}"))
    return values[code], attributes


def cube(values: pd.DataFrame) -> tuple[Array, list[object], pd.Index]:
    """Return values as (periods, units, columns), the periods in the order of time, the units as they appear."""
    times = years(list(values.index.get_level_values("period").unique()))
    periods = sorted(times, key=lambda period: times[period])
    units = values.index.get_level_values("unit").unique()
    array = np.full((len(periods), len(units), values.shape[1]), np.nan)
    rows = pd.Index(periods).get_indexer(values.index.get_level_values("period"))
    array[rows, units.get_indexer(values.index.get_level_values("unit"))] = values.to_numpy()
    return array, periods, units


def years(periods: list[object]) -> dict[object, float]:
    """Return the time of every period in years; numbers are years, dates and months their part of the year.

    Raises
    ------
    UnsuitableMethod
        Periods that are neither numbers nor dates, numbers that look like 202403, two names of one time.
    """
    texts = pd.Index([_plain(str(period)) for period in periods])
    numbers = pd.to_numeric(pd.Series(texts), errors="coerce")
    if numbers.notna().all():
        time = numbers.to_numpy(dtype=float)
        joined = (time >= 190001) & (time <= 210012) & (time % 100 >= 1) & (time % 100 <= 12)
        faults = [
            Fault("period", f"{text} looks like a year and a month, between which numbers do not measure time",
                  f"name it {text[:4]}-{text[4:6]}")
            for text in texts[joined]
        ]  # fmt: skip
    else:
        time, faults = _dates(texts)
    twice = pd.Series(time).duplicated(keep=False).to_numpy() & ~np.isnan(time)
    faults += [Fault("period", f"{text} is the same time as another period") for text in texts[twice]]
    if faults:
        raise UnsuitableMethod(faults)
    return dict(zip(periods, time.tolist(), strict=True))


def _plain(text: str) -> str:
    """Return a period with quarters as their first month, and without 年月日."""
    text = re.sub(r"^(\d{4})(?:年)?(?:第)?([1-4])季度?$", r"\1Q\2", text.strip())
    quarter = re.fullmatch(r"(\d{4})[- ]?[Qq]([1-4])", text)
    if quarter:
        return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02d}"
    return re.sub("[年月]", "-", text).replace("日", "").rstrip("-")


def _dates(texts: pd.Index) -> tuple[Array, list[Fault]]:
    dates = pd.to_datetime(pd.Series(texts), format="mixed", errors="coerce")
    faults = [
        Fault(
            "period",
            f"{text!r} is neither a number nor a date",
            "name periods like 2024, 2024-03 or 2024-03-31",
        )
        for text in texts[dates.isna()]
    ]
    if (dates.dt.day == 1).all():  # months, quarters: equal steps, whatever their days
        time = dates.dt.year + (dates.dt.month - 1) / 12
    else:
        time = 1970 + (dates - pd.Timestamp("1970-01-01")).dt.days / 365.2425
    return np.asarray(time, dtype=np.float64), faults


def attribute(values: pd.Series, attributes: pd.DataFrame, given: str | pd.Series, what: str) -> pd.Series:
    """Return an attribute by name, or a Series by unit or by row, for every row of the values."""
    if isinstance(given, str):
        if given not in attributes:
            known = ", ".join(map(str, attributes.columns)) or "none"
            raise FaultyInput(Fault(what, f"{given!r} is not an attribute", f"attributes are: {known}"))
        found: pd.Series = attributes[given].reindex(values.index)
        return found
    if not given.index.is_unique:
        raise FaultyInput(Fault(what, "a row occurs more than once", "give one value each"))
    rows = values.index
    if given.index.nlevels == 1 and rows.nlevels == 2:
        rows = rows.get_level_values("unit")
    return given.reindex(rows).set_axis(values.index)


def labels_of(values: pd.Series, attributes: pd.DataFrame, by: str | pd.Series) -> pd.Series:
    """Return the group of every row; rows without one are named."""
    groups = attribute(values, attributes, by, "by")
    missing = groups.index[groups.isna()]
    if len(missing):
        raise FaultyInput([Fault(str(row), "has no group", "name it") for row in missing[:50]])
    return groups


def weights_of(values: pd.Series, attributes: pd.DataFrame, weights: str | pd.Series | None) -> pd.Series:
    """Return the weight of every row, one each by default; rows without a positive one are named."""
    if weights is None:
        return pd.Series(1.0, index=values.index)
    found = pd.to_numeric(attribute(values, attributes, weights, "weights"), errors="coerce").astype(float)
    wrong = found.index[~(np.isfinite(found) & (found > 0))]
    if len(wrong):
        raise FaultyInput(
            [Fault(str(row), f"the weight is {found[row]}", "give a positive number") for row in wrong[:50]]
        )
    return found


def by_period(values: pd.Series) -> list[tuple[object, NDArray[np.intp]]]:
    """Return every period with its rows, sorted by name; without periods one entry named None."""
    if values.index.nlevels == 1:
        return [(None, np.arange(len(values)))]
    level = values.index.get_level_values("period")
    return [(period, np.flatnonzero(level == period)) for period in sorted(level.unique())]


def refuse_at_most(values: pd.Series, least: float, why: str, way_out: str, strict: bool = True) -> None:
    """Name the rows whose value is not above (or, not strictly, is below) the least that makes sense."""
    bad = (values <= least) if strict else (values < least)
    shown = list(values[bad][:50].items())
    if shown:
        raise UnsuitableMethod(
            [
                Fault(f"{row}, {values.name}", f"the value is {value:.6g}, and {why}", way_out)
                for row, value in shown
            ]
        )
