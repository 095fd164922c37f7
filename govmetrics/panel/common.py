"""What the rooms' functions share: tables over periods, and the time between periods."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import row_faults, value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import Kind, among, asked, instance
from govmetrics.core.periods import ordered
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.recipe import Assessment

Source = Assessment | Scores | Dataset | pd.DataFrame | pd.Series
"""What holds a value per unit, or per period and unit: scores at every node, raw values, or any table."""
SOURCE = instance(Source, Text("give an Assessment, Scores, a Dataset, a DataFrame or a Series"))
ALL = Text("all")
"""What stands for the period where there are none."""
ASSESSMENT = instance(Assessment, Text("give what follow_periods returns"))


def table_of(source: Source, periods: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the values and the attributes of a source, checked.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit).
    periods : bool
        Refuse rows without periods.
    """
    asked(source=(source, SOURCE))
    held = source.scores if isinstance(source, Assessment) else source
    if isinstance(held, Scores | Dataset):
        values, attributes = held.values, held.attributes
    else:
        name = getattr(held, "name", None)
        values = held if isinstance(held, pd.DataFrame) else held.to_frame("value" if name is None else name)
        attributes = pd.DataFrame(index=values.index)
    faults = Faults(row_faults(values.index))
    if not len(values.columns):
        faults.append(Fault("columns", "there are none", "give at least one column of values"))
    elif not values.columns.is_unique:
        twice = values.columns[values.columns.duplicated()].unique()
        faults += each(twice, lambda code: Fault(str(code), "occurs more than once", "keep one of them"))
    elif not faults:
        faults += value_faults(values)
    if periods and values.index.nlevels == 1:
        faults.append(Fault("rows", "have no period", "read the data with `period=`"))
    faults.raise_all()
    return values.astype(float), attributes


def column_of(source: Source, node: str | None, periods: bool = False) -> tuple[pd.Series, pd.DataFrame]:
    """Return one column (the first, which in scores is the root's, unless named) and the attributes."""
    values, attributes = table_of(source, periods)
    code = values.columns[0] if node is None else node
    asked(node=(code, column_kind(values)))
    return values[code], attributes


def column_kind(values: pd.DataFrame) -> Kind:
    """One of the columns."""
    return among(values.columns)


def names_of(source: Source) -> dict[str, Label]:
    """Return the nodes' names, where the source has a tree."""
    held = source.scores if isinstance(source, Assessment) else source
    if isinstance(held, Scores):
        return held.weights.tree.names()
    return held.tree.names() if isinstance(held, Dataset) else {}


def cube(values: pd.DataFrame) -> tuple[Array, list[object], pd.Index]:
    """Return values as (periods, units, columns), the periods in the order of time, the units as they appear."""
    periods = ordered(values.index.get_level_values("period"))
    units = values.index.get_level_values("unit").unique()
    array = np.full((len(periods), len(units), values.shape[1]), np.nan)
    rows = pd.Index(periods).get_indexer(values.index.get_level_values("period"))
    array[rows, units.get_indexer(values.index.get_level_values("unit"))] = values.to_numpy()
    return array, periods, units


_ATTRIBUTE = instance(str | pd.Series, Text("give an attribute's name, or a Series by unit or by row"))


def attribute(values: pd.Series, attributes: pd.DataFrame, given: str | pd.Series, what: str) -> pd.Series:
    """Return an attribute by name, or a Series by unit or by row, for every row of the values."""
    asked(**{what: (given, _ATTRIBUTE)})
    if isinstance(given, str):
        if given not in attributes:
            way_out = "attributes are: {names}; or give a Series"
            if what == "weights":
                way_out = "attributes are: {names}; or give a Series, or None to count every unit once"
            raise FaultyInput(
                what, "{name!r} is not an attribute", way_out, name=given, names=attributes.columns
            )
        found: pd.Series = attributes[given].reindex(values.index)
        return found
    rows = values.index
    if not given.index.is_unique:
        raise FaultyInput(what, "a row occurs more than once", "give one value each")
    if given.index.nlevels > rows.nlevels:
        raise FaultyInput(what, "its rows have periods, those of the values have none", "give one value each")
    if given.index.nlevels == 1 and rows.nlevels == 2:
        rows = rows.get_level_values("unit")
    return given.reindex(rows).set_axis(values.index)


def labels_and_weights(
    values: pd.Series, attributes: pd.DataFrame, by: str | pd.Series, weights: str | pd.Series | None
) -> tuple[pd.Series, pd.Series]:
    """Return the group and the weight of every row; what is wrong with either is named at once."""
    faults = Faults()
    with faults:
        groups = _labels(values, attributes, by)
    with faults:
        w = _weights(values, attributes, weights)
    faults.raise_all()
    return groups, w


def _labels(values: pd.Series, attributes: pd.DataFrame, by: str | pd.Series) -> pd.Series:
    """Return the group of every row; rows without one are named."""
    groups = attribute(values, attributes, by, "by")
    missing = groups.index[groups.isna()]
    Faults(each(missing, lambda row: Fault(place_of(row), "has no group", "name its group"))).raise_all()
    return groups


def _weights(values: pd.Series, attributes: pd.DataFrame, weights: str | pd.Series | None) -> pd.Series:
    """Return the weight of every row, one each by default; rows without a positive one are named."""
    if weights is None:
        return pd.Series(1.0, index=values.index)
    given = attribute(values, attributes, weights, "weights")
    found = pd.to_numeric(given, errors="coerce").astype(float)
    wrong = given[~(np.isfinite(found) & (found > 0))].items()
    way_out = "give a positive number"
    Faults(
        each(wrong, lambda at: Fault(place_of(at[0]), "the weight is {value}", way_out, value=at[1]))
    ).raise_all()
    return found


def by_period(values: pd.Series) -> list[tuple[object, Ints]]:
    """Return every period with its rows, in the order of time; without periods one entry named None."""
    if values.index.nlevels == 1:
        return [(None, np.arange(len(values)))]
    level = values.index.get_level_values("period")
    return [(period, np.flatnonzero(level == period)) for period in ordered(level)]


def refuse_at_most(values: pd.Series, why: Text, way_out: Text, strict: bool = True) -> None:
    """Name the rows whose value is not above zero (or, not strictly, is below it), which the method needs."""
    bad = values[(values <= 0) if strict else (values < 0)]
    found = each(
        bad.items(),
        lambda at: Fault(
            place_of(at[0], values.name), "the value is {value:.6g}, and {why}", way_out, value=at[1], why=why
        ),
    )
    Faults(found).raise_all(UnsuitableMethod)


def by_groups(
    values: pd.Series, groups: pd.Series, weights: pd.Series
) -> Iterator[tuple[object, Array, Array, Ints, pd.Index, dict[str, float]]]:
    """Give each period with its known values, their weights, their groups (coded 0, 1, ...) and these by name, and counts.

    Raises
    ------
    UnsuitableMethod
        A period in which all values are zero.
    """
    for period, rows in by_period(values):
        known = rows[values.iloc[rows].notna().to_numpy()]
        y = values.iloc[known].to_numpy()
        if len(y) and not y.any():
            place = "values" if period is None else str(period)
            raise UnsuitableMethod(place, "all values are zero", "there is nothing to share out")
        codes, names = pd.factorize(groups.iloc[known], sort=True)
        counts: dict[str, float] = {"n": len(known), "missing": len(rows) - len(known)}
        yield period, y, weights.iloc[known].to_numpy(), codes, pd.Index(names, name="group"), counts


def labelled(
    totals: dict[object, dict[str, float]], parts: dict[object, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the totals by period and a table by period and group, or by group alone without periods."""
    table = pd.DataFrame(list(totals.values()), index=pd.Index(list(totals), name="period"))
    if list(totals) == [None]:
        return table.set_axis(pd.Index([ALL], dtype=object, name="period")), parts[None]
    return table, pd.concat(parts, names=["period"])


def period_name(period: object) -> str:
    """Return what a period is called in a sentence."""
    return period if isinstance(period, Text) else str(period)
