"""The history behind a forecast or a season: a panel on a grid of equal steps, and between which values it can lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.errors import Faults, each
from govmetrics.core.measures import bounds as unit_bounds
from govmetrics.core.nodes import Indicator
from govmetrics.core.words import Label, Note
from govmetrics.monitoring.calendar import Calendar, calendar_of
from govmetrics.monitoring.panels import Panel, Watched, panel_of
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True)
class History:
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


def history_of(data: Panel) -> History:
    """Return a panel on its calendar; refuse what is no panel, or no yardstick.

    Raises
    ------
    FaultyInput
        What `panel_of` refuses.
    UnsuitableMethod
        Periods at unequal distances, or whose yardstick differs.
    """
    panel = panel_of(data)
    calendar = calendar_of(panel.labels)
    array = np.full((int(calendar.places[-1]) + 1, *panel.values.shape[1:]), np.nan)
    array[calendar.places] = panel.values
    notes, absent = list(panel.notes), len(array) - len(calendar.labels)
    if absent:
        notes.append(Note("{count:# period has|# periods have} no rows and {count:counts|count} as missing, so that all are "
                          "at equal distances", count=absent))  # fmt: skip
    limits = _limits_of(panel)
    for node, (low, high) in list(limits.items()):
        known = array[..., panel.nodes.index(node)]
        if np.nanmin(known, initial=np.inf) < low or np.nanmax(known, initial=-np.inf) > high:
            del limits[node]
            notes.append(Note("{node} has values beyond {low:g} to {high:g}, which therefore bound no forecast",
                              node=panel.names.get(node, node), low=low, high=high))  # fmt: skip
    return History(array, calendar, panel.units, panel.nodes, limits, panel.names, tuple(notes))


def _limits_of(panel: Watched) -> dict[Any, tuple[float, float]]:
    """Return between which values each node can lie, where that is known."""
    if panel.scored:
        return {} if panel.scale is None else dict.fromkeys(panel.nodes, panel.scale)
    if panel.tree is None:
        return {}
    found = {leaf.code: _limits(leaf) for leaf in panel.tree.indicators}
    return {code: ends for code, ends in found.items() if np.isfinite(ends).any()}


def _limits(leaf: Indicator) -> tuple[float, float]:
    """Return between which values an indicator can lie: its unit's range, widened by its goalposts, or these alone."""
    low, high = unit_bounds(leaf.unit)
    posts = [post for post in (leaf.worst, leaf.best) if post is not None]
    if len(posts) == 2 and not np.isfinite([low, high]).any():
        return min(posts), max(posts)
    return min([low, *posts]), max([high, *posts])


AnyPanel = TypeVar("AnyPanel", History, Watched)
"""A history, or what is watched: both hold values of (periods, units, nodes)."""


def chosen_nodes(panel: AnyPanel, nodes: Sequence[str] | None) -> AnyPanel:
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
