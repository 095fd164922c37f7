"""The history behind a forecast: values of several periods on one yardstick, on a grid of equal steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.core.dataset import row_faults, value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.measures import bounds as unit_bounds
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import Kind, instance
from govmetrics.core.periods import Period
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.calendar import Calendar, calendar_of
from govmetrics.monitoring.series import yardstick_notes
from govmetrics.numerics.arrays import Array
from govmetrics.recipe import Assessment

History = (
    Dataset
    | Scores
    | Assessment
    | pd.DataFrame
    | pd.Series
    | Mapping[Hashable, Scores]
    | Mapping[Hashable, Assessment]
)
"""Values of several periods: a panel's Dataset, Scores, an Assessment, any table by (period, unit), or a period's each."""
HISTORY = Kind(
    lambda value: isinstance(value, Dataset | Scores | Assessment | pd.DataFrame | pd.Series | Mapping),
    Text("give a Dataset, Scores, an Assessment or a DataFrame of several periods, or {{period: Scores}}"),
)
_EACH = instance(Scores | Assessment, Text("give Scores, or an Assessment"))


@dataclass(frozen=True)
class Panel:
    """A history as arrays.

    Parameters
    ----------
    values : ndarray, shape (times, units, nodes)
        On the calendar's grid; NaN where missing.
    calendar : Calendar
        Of the periods.
    units : Index
        As they appear.
    nodes : list of str
        Columns.
    limits : mapping of node to (low, high)
        Beyond which no value can lie.
    names : mapping
        Of the nodes.
    notes : tuple of Note
        What must be known of the reading.
    """

    values: Array
    calendar: Calendar
    units: pd.Index
    nodes: list[str]
    limits: Mapping[str, tuple[float, float]]
    names: Mapping[str, Label]
    notes: tuple[Note, ...]


def panel_of(data: History) -> Panel:
    """Return a history as arrays; refuse what is no panel, or no yardstick.

    Raises
    ------
    FaultyInput
        Rows without periods or twice, values that are no numbers.
    UnsuitableMethod
        Periods at unequal distances, weights or bounds that differ between periods, ranks.
    """
    notes = [] if isinstance(data, Mapping) else yardstick_notes(data)
    held = _joined(data) if isinstance(data, Mapping) else data
    held = held.scores if isinstance(held, Assessment) else held
    values = _values(held)
    calendar = calendar_of(values.index.get_level_values("period"))
    units = values.index.get_level_values("unit").unique()
    array = np.full((int(calendar.places[-1]) + 1, len(units), values.shape[1]), np.nan)
    rows = calendar.places[pd.Index(calendar.labels).get_indexer(values.index.get_level_values("period"))]
    array[rows, units.get_indexer(values.index.get_level_values("unit"))] = values.to_numpy(dtype=float)
    absent = len(array) - len(calendar.labels)
    if absent:
        notes.append(Note("{count:# period has|# periods have} no rows and {count:counts|count} as missing, so that all are "
                          "at equal distances", count=absent))  # fmt: skip
    later = [str(label) for label in calendar.labels if _begins_later(label)]
    if later:
        notes.append(Note("periods that have not begun are taken as measured: {periods:5}", periods=later))
    names, limits = _names_and_limits(held)
    for node, (low, high) in list(limits.items()):
        known = array[..., values.columns.get_loc(node)]
        if np.nanmin(known, initial=np.inf) < low or np.nanmax(known, initial=-np.inf) > high:
            del limits[node]
            notes.append(Note("{node} has values beyond {low:g} to {high:g}, which therefore bound no forecast",
                              node=names.get(node, node), low=low, high=high))  # fmt: skip
    return Panel(array, calendar, units, list(values.columns), limits, names, tuple(notes))


def _values(held: Any) -> pd.DataFrame:
    """Return the values of a source by (period, unit), checked."""
    if isinstance(held, Scores | Dataset):
        values = held.values
    elif isinstance(held, pd.Series):
        values = held.to_frame("value" if held.name is None else held.name)
    else:
        values = held
    faults = Faults(row_faults(values.index))
    if values.index.nlevels == 1 and not faults:
        faults.append(Fault("rows", "have no period", "read the data with `period=`"))
    if not len(values.columns):
        faults.append(Fault("columns", "there are none", "give at least one column of values"))
    elif not values.columns.is_unique:
        twice = values.columns[values.columns.duplicated()].unique()
        faults += each(twice, lambda code: Fault(str(code), "occurs more than once", "keep one of them"))
    elif not faults:
        faults += value_faults(values)
    faults.raise_all()
    return values.astype(float)


def _joined(given: Mapping[Any, Any]) -> pd.DataFrame | Scores:
    """Return the scores of several periods as one; refuse them where weights or bounds are not the same."""
    faults = Faults()
    for period, one in given.items():
        faults += _EACH.faults(str(period), one)
    if not given:
        faults.append(Fault("data", "there are no periods", "give {{period: Scores}}"))
    faults.raise_all()
    first = next(iter(given.values()))
    parts = {}
    for period, one in given.items():
        scores = one.scores if isinstance(one, Assessment) else one
        if scores.values.index.nlevels > 1:
            faults.append(Fault(str(period), "the scores have periods themselves", "give them as they are"))
        elif not _same(scores.weights.local, first.weights.local):
            faults.append(Fault(str(period), "its weights differ from those of the first period, and the changes would be theirs",
                                "score all periods by the same weights"))  # fmt: skip
        elif (
            isinstance(one, Assessment)
            and isinstance(first, Assessment)
            and not _same(one.scaled.bounds, first.scaled.bounds)
        ):
            faults.append(Fault(str(period), "its bounds differ from those of the first period, and the changes would be theirs",
                                "score all periods together by panel.follow_periods"))  # fmt: skip
        parts[period] = scores.values
    faults.raise_all(UnsuitableMethod)
    table = pd.concat(parts, names=["period", "unit"])
    scores = first.scores if isinstance(first, Assessment) else first
    coverage = pd.DataFrame(1.0, table.index, table.columns)
    return Scores(table, coverage, scores.weights, scores.method, scale=scores.scale)


def _same(one: Any, other: Any) -> bool:
    """Tell whether two frames or series of numbers have the same labels and, up to rounding, the same numbers."""
    if not (one.index.equals(other.index) and one.shape == other.shape):
        return False
    try:
        return bool(np.allclose(one.to_numpy(dtype=float), other.to_numpy(dtype=float), equal_nan=True))
    except (TypeError, ValueError):  # bounds that are words
        return bool(one.equals(other))


def _begins_later(label: Any) -> bool:
    """Tell whether a period begins after today."""
    read = (
        Period.read(str(label))
        if isinstance(label, int | np.integer) and 1900 <= label <= 2100
        else Period.read(label)
    )
    start = label if isinstance(label, int | np.integer) else None if read is None else read.start
    now = dt.datetime.now()
    if isinstance(start, dt.datetime):
        return bool(start.year > 1000 and start.replace(tzinfo=None) > now)
    return bool(isinstance(start, int | np.integer) and now.year < start <= 2100)


def _names_and_limits(held: Any) -> tuple[dict[str, Label], dict[str, tuple[float, float]]]:
    """Return the names of nodes, and between which values each can lie, where that is known."""
    if isinstance(held, Scores):
        scale = held.scale
        return held.weights.tree.names(), {} if scale is None else dict.fromkeys(held.values.columns, scale)
    if isinstance(held, Dataset):
        found = {leaf.code: _limits(leaf) for leaf in held.tree.indicators}
        return held.tree.names(), {code: ends for code, ends in found.items() if np.isfinite(ends).any()}
    return {}, {}


def _limits(leaf: Indicator) -> tuple[float, float]:
    """Return between which values an indicator can lie: its unit's range, widened by its goalposts, or these alone."""
    low, high = unit_bounds(leaf.unit)
    posts = [post for post in (leaf.worst, leaf.best) if post is not None]
    if len(posts) == 2 and not np.isfinite([low, high]).any():
        return min(posts), max(posts)
    return min([low, *posts]), max([high, *posts])


def chosen_nodes(panel: Panel, nodes: Sequence[str] | None) -> Panel:
    """Return the panel of some of its nodes; refuse those that there are not."""
    if nodes is None:
        return panel
    wanted = list(dict.fromkeys(nodes))
    refuse_unknown("nodes", wanted, panel.nodes)
    return replace(
        panel, values=panel.values[..., [panel.nodes.index(node) for node in wanted]], nodes=wanted
    )


def refuse_unknown(what: str, nodes: Iterable[Any], known: Sequence[str]) -> None:
    """Refuse nodes that there are not."""
    lost = [node for node in nodes if node not in known]
    Faults(
        each(
            lost,
            lambda node: Fault(
                what, "{node!r} is not there", "there are: {labels}", node=str(node), labels=known
            ),
        )
    ).raise_all(FaultyInput)
