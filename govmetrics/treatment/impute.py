"""Filling missing values: only when asked, and every filled cell is listed in `Dataset.changes`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import groups_of
from govmetrics.core.dataset import Dataset, refuse_no_dataset, without_evidence
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import COUNT, choice, optional, wanted
from govmetrics.core.panel_rows import crossed
from govmetrics.core.periods import times
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text

Empty = Literal["keep", "fill"]
EMPTY = choice(*get_args(Empty))


def impute_mean(data: Dataset, by: str | None = None, empty: Empty = "keep") -> Dataset:
    """Fill missing cells with the mean of the units that have a value.

    A unit without any value of its own stays empty, unless it is asked for: its score would say nothing of it.

    Parameters
    ----------
    data : Dataset
        With missing cells; with periods, each period is filled from itself.
    by : str, optional
        An attribute: fill from the units of the same group only.
    empty : {"keep", "fill"}
        What to do with units that have no value at all (in the period): leave them empty, or fill them too.

    Returns
    -------
    Dataset
        Filled; `changes` lists every filled cell.

    Raises
    ------
    UnsuitableMethod
        An indicator, or a group of units, has no value to take a mean of.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, None, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> filled = gm.treatment.impute_mean(data)
    >>> filled.values["trust"].to_dict()
    {'East': 60.0, 'West': 70.0, 'North': 80.0}
    >>> len(filled.changes)
    1
    """
    return _fill(data, by, empty, "impute_mean")


def impute_median(data: Dataset, by: str | None = None, empty: Empty = "keep") -> Dataset:
    """Fill missing cells with the median of the units that have a value; else as `impute_mean`.

    Parameters
    ----------
    data : Dataset
        With missing cells; with periods, each period is filled from itself.
    by : str, optional
        An attribute: fill from the units of the same group only.
    empty : {"keep", "fill"}
        What to do with units that have no value at all (in the period): leave them empty, or fill them too.

    Returns
    -------
    Dataset
        `changes` lists every filled cell.

    Raises
    ------
    UnsuitableMethod
        An indicator, or a group of units, has no value to take a median of.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [10.0, 60.0, 80.0, None], "cases": 5.0}, index=["East", "West", "North", "South"])
    >>> gm.treatment.impute_median(gm.read_records(table, tree)).values["trust"].to_dict()
    {'East': 10.0, 'West': 60.0, 'North': 80.0, 'South': 60.0}
    """
    return _fill(data, by, empty, "impute_median")


def impute_interpolate(data: Dataset, limit: int | None = None) -> Dataset:
    """Fill gaps between two known periods of a unit on the straight line between them.

    Periods must be numbers or dates; distances between them count. Gaps before a unit's first or after
    its last value stay missing: that would be guessing beyond the evidence.

    Parameters
    ----------
    data : Dataset
        Rows indexed by (period, unit), in any order.
    limit : int, optional
        Fill no gap with more than this many missing periods in a row.

    Returns
    -------
    Dataset
        `changes` lists every filled cell.

    Raises
    ------
    UnsuitableMethod
        The rows have no periods, or the periods are neither numbers nor dates.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"year": [2020, 2021, 2024], "unit": "East", "trust": [50.0, None, 70.0], "order": 3.0})
    >>> data = gm.read_records(table, tree, period="year")
    >>> gm.treatment.impute_interpolate(data).values["trust"].tolist()
    [50.0, 55.0, 70.0]
    """
    faults = refuse_no_dataset(data)
    faults += wanted(limit=(limit, optional(COUNT)))
    with faults:
        if not data.periods:
            problem, way_out = "the rows have no periods", "read the data with `period=`"
            raise UnsuitableMethod("impute_interpolate", problem, way_out)
        place_in_time = times(data.values.index.get_level_values("period"), equal_months=False)
    faults.raise_all()
    index = data.values.index
    wide = crossed(data.values, "unit").reindex(data.periods)
    wide.index = pd.Index([place_in_time[period] for period in data.periods])
    inside = wide.interpolate("index", limit_area="inside")
    if limit is not None:
        gap = wide.isna()
        length = gap.apply(lambda column: column.groupby((~column).cumsum()).transform("sum"))
        inside = inside.where(~(gap & (length > limit)))
    inside.index = pd.Index(data.periods, name="period")
    filled = pd.DataFrame(inside.stack("unit", future_stack=True)).reindex(index)[data.tree.codes]
    told = "Gaps between two known periods of a unit were filled by linear interpolation."
    if limit is not None:
        told = "Gaps of at most {limit:# period|# periods} between two known ones of a unit were filled by linear interpolation."
    procedure = Procedure.of(told, "oecd2008", limit=limit)
    return data.with_values(data.values.fillna(filled), "impute_interpolate", procedure=procedure)


def impute_none(data: Dataset) -> Dataset:
    """Leave missing cells missing: the coverage rule of the aggregation decides what they mean.

    Parameters
    ----------
    data : Dataset
        Returned as it is.

    Returns
    -------
    Dataset
        The same.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, None, 80.0], "cases": [5.0, 8.0, 20.0]}, index=["East", "West", "North"])
    >>> data = gm.read_records(table, tree)
    >>> gm.treatment.impute_none(data).values["trust"].isna().to_dict()
    {'East': False, 'West': True, 'North': False}
    """
    refuse_no_dataset(data)
    told = Procedure.of("Missing values were not imputed.", "oecd2008")
    return replace(data, procedure=data.procedure + told)


def _fill(
    data: Dataset, by: str | None, empty: Empty, step: Literal["impute_mean", "impute_median"]
) -> Dataset:
    faults = refuse_no_dataset(data)
    faults += wanted(empty=(empty, EMPTY))
    how: Literal["mean", "median"] = "mean" if step == "impute_mean" else "median"
    values = data.values
    keys = []
    if data.periods:
        keys.append(pd.Series(values.index.get_level_values("period"), index=values.index))
    if by is not None:
        with faults:
            keys.append(groups_of(data.attributes, by))
    centre = (values.groupby(keys, sort=False).transform(how) if keys else getattr(values, how)()).to_numpy()
    array = values.to_numpy()  # arrays: pandas would fill column by column
    gaps = np.isnan(array)
    if isinstance(empty, str) and empty == "keep":
        gaps &= ~without_evidence(data)[:, None]
    filled = np.where(gaps, centre, array)
    unfilled = np.isnan(filled) & gaps
    if unfilled.any():
        with faults:
            refuse_empty(pd.DataFrame(unfilled, values.index, values.columns), by if not faults else None)
    faults.raise_all()
    return data.with_values(
        filled, step + (f" by {by}" if by else ""), procedure=_procedure(data, how, by, empty)
    )


def _procedure(data: Dataset, how: Literal["mean", "median"], by: str | None, empty: Empty) -> Procedure:
    """Say what missing values were filled with."""
    what = Text("the arithmetic mean") if how == "mean" else Text("the median")
    told = "Missing values were imputed by {what} of the units that have one."
    if by is not None:
        told = "Missing values were imputed by {what} of the units of the same {by} that have one."
    found = Procedure.of(told, "oecd2008", what=what, by=by)
    if data.periods:
        found += Procedure.of("Every period was imputed from itself.")
    return found + Procedure.of("Units without any value stayed empty.") if empty == "keep" else found


def refuse_empty(empty: pd.DataFrame, by: str | None) -> None:
    """Refuse cells that nothing fills, naming their first units."""
    alone = "no unit has a value to fill {count:# cell|# cells} from ({units:3})"
    within = "no unit of the same {by!r} has a value to fill {count:# cell|# cells} from ({units:3})"
    problem, way_out = within if by else alone, "fill over all units, or leave the indicator out"
    faults = [
        Fault(code, problem, way_out, by=by, count=int(empty[code].sum()), units=empty.index[empty[code]])
        for code in empty.columns[empty.any()]
    ]
    Faults(faults).raise_all(UnsuitableMethod)
