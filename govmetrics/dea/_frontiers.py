"""Which units span the frontier of a period, the same choices for every model.

References
----------
Tulkens, H., & Vanden Eeckaut, P. (1995). Non-parametric efficiency, progress and regress measures for panel data:
methodological aspects. European Journal of Operational Research, 80, 474-499.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import COUNT, choice, wanted
from govmetrics.core.periods import ordered
from govmetrics.core.progress import Progress, following, reach
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.dea._cell_faults import INPUT, OUTPUT, UNDESIRABLE
from govmetrics.dea._observe import Amounts, Observed, observe, warn_few
from govmetrics.dea.engine.arrays import Ints

Frontier = Literal["period", "pooled", "sequential", "window"]
FRONTIER = choice("period", "pooled", "sequential", "window")
NOTES = {
    "period": "each of the {periods:# period|# periods} is measured against its own frontier",
    "pooled": "the {periods:# period|# periods} are measured against one frontier of all of them",
    "sequential": "each of the {periods:# period|# periods} is measured against the frontier of all periods up to it",
    "window": "each of the {periods:# period|# periods} is measured against the frontier of {width:# period|# periods}: "
    "itself and those before it",
}
GIVEN = "the {periods:# period|# periods} are measured against the one frontier of the given reference"
Found = TypeVar("Found", bound=Result)


def spanned(notes: Iterable[Any], kinds: Iterable[str] = ()) -> tuple[Text, ...]:
    """Return the sentence of a methods section that says what spans the frontiers of a panel, where a note does."""
    known = {*NOTES.values(), GIVEN, *kinds}
    return tuple(
        Text("In the panel, {frontier}.", frontier=note)
        for note in notes
        if isinstance(note, Note) and note.template in known
    )


class Span(NamedTuple):
    """A period: positions of its rows, and of those that span its frontier."""

    period: Hashable
    rows: Ints
    pool: Ints


def frontier_faults(frontier: object, width: object) -> Faults:
    """Return what is wrong with the choice of a frontier."""
    return wanted(frontier=(frontier, FRONTIER), width=(width, COUNT))


def observed(
    faults: Faults,
    frontier: object,
    width: object,
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    undesirable: Amounts | None = None,
    *,
    negative: bool = False,
    evaluated: bool = False,
    idle: bool | Text = False,
) -> Observed:
    """Return the tables as `observe` does; what is wrong with the options (`faults`) and the frontier comes with theirs."""
    with faults:
        units = observe(
            inputs, outputs, undesirable, negative=negative, evaluated=evaluated, warn=False, idle=idle
        )
    faults += frontier_faults(frontier, width)
    faults.raise_all()
    return units


def extents(frontier: str, width: int, count: int) -> list[tuple[int, int]]:
    """Return the first and the last of the periods that span the frontier of each of `count` periods.

    Raises
    ------
    FaultyInput
        A window longer than the panel.

    Examples
    --------
    >>> extents("window", 2, 3), extents("pooled", 2, 3)
    ([(0, 0), (0, 1), (1, 2)], [(0, 2), (0, 2), (0, 2)])
    """
    if frontier == "window" and width > count:
        problem, way_out = (
            "is {value} with {periods:# period|# periods}",
            "give a whole number from 1 to {periods}",
        )
        raise FaultyInput("width", problem, way_out, value=width, periods=count)
    last = count - 1
    return [
        {"period": (k, k), "pooled": (0, last), "sequential": (0, k), "window": (max(0, k - width + 1), k)}[
            frontier
        ]
        for k in range(count)
    ]


def spans(units: pd.Index, frontier: str, width: int) -> list[Span]:
    """Return the periods of a panel in the order of time, each with the rows that span its frontier.

    Units without periods are one span, named None.

    Raises
    ------
    FaultyInput
        Periods without a known order, a window longer than the panel, or periods asked for where there are none.
    """
    everything = np.arange(len(units))
    if units.nlevels != 2:
        if frontier in ("sequential", "window"):
            problem, way_out = (
                "is {value!r}, but the tables are not indexed by period and unit",
                "leave it out",
            )
            raise FaultyInput("frontier", problem, way_out, value=frontier)
        return [Span(None, everything, everything)]
    labels = units.get_level_values(0)
    periods = ordered(labels)
    place = pd.Index(periods).get_indexer(labels)
    return [
        Span(period, np.flatnonzero(place == k), np.flatnonzero((place >= first) & (place <= last)))
        for k, (period, (first, last)) in enumerate(
            zip(periods, extents(frontier, width, len(periods)), strict=True)
        )
    ]


def frontiers_of(units: pd.Index, frontier: str, width: int) -> tuple[list[Span], tuple[Note, ...]]:
    """Return the frontiers to be solved, each with the rows it is asked for, and the note that says so."""
    parts = spans(units, frontier, width)
    note = (Note(NOTES[frontier], periods=len(parts), width=width),) if len(parts) > 1 else ()
    if frontier == "pooled":
        everything = np.arange(len(units))
        parts = [Span(None, everything, everything)]
    return parts, note


def by_frontier(
    data: Observed, frontier: str, width: int, model: Callable[[Observed], Found], *,
    labels: pd.Index | None = None, only: pd.Index | None = None, zeros: bool = False,
    progress: Progress = None, steps: int = 0,
) -> Found:  # fmt: skip
    """Return what a model finds for each period with the units that span its frontier, put together.

    Parameters
    ----------
    data : Observed
    frontier, width
        As in `radial`.
    model : function
        Takes the units of a frontier and judges each of them.
    labels : Index, optional
        What the units are called in the result, if not as in the data.
    only : Index, optional
        Of the result, if not all units.
    zeros : bool
        Whether a column may be zero in all units of a frontier.
    progress
        Told how far it is.
    steps : int
        How much the model does for each frontier.
    """
    names = data.units if labels is None else labels
    parts, note = frontiers_of(data.units, frontier, width)
    if not zeros:
        _refuse_zeros(data, parts)
    warn_few(min(len(part.pool) for part in parts), len(data.columns) - data.s, data.s)
    asked = names if only is None else only
    found = []
    with following(progress, steps * len(parts)):
        for place, part in enumerate(parts, 1):
            rows = names[part.rows] if only is None else only[only.isin(names[part.rows])]
            if len(rows):
                found.append((part.period, rows, model(data.take(part.pool, names[part.pool]))))
            reach(steps * place)
    return _united(found, asked, note)


def against(
    data: Observed, base: Observed, frontier: str, width: int, model: Callable[[Observed, Observed], Found], *,
    zeros: bool = False,
) -> Found:  # fmt: skip
    """Return what a model finds against `base`: a reference that was given, or the units themselves by period."""
    if base is data:
        return by_frontier(data, frontier, width, lambda part: model(part, part), zeros=zeros)
    note, found = given_note(data.units, frontier), model(data, base)
    return _noted(found, note + tuple(getattr(found, "notes", ())))


def given_note(units: pd.Index, frontier: str) -> tuple[Note, ...]:
    """Return the note for a panel measured against a given reference, which leaves no frontier to choose."""
    if frontier in ("sequential", "window"):
        problem = "is {value!r} beside a reference, which spans the frontier itself"
        raise FaultyInput("frontier", problem, "leave one of them out", value=frontier)
    periods = units.get_level_values(0).nunique() if units.nlevels == 2 else 1
    return (Note(GIVEN, periods=periods),) if periods > 1 else ()


def _united(found: list[tuple[Hashable, pd.Index, Found]], order: pd.Index, note: tuple[Note, ...]) -> Found:
    """Return the results of several frontiers as one: of each the units that it is asked for.

    Parameters
    ----------
    found : list of (period, units, result)
    order : Index
        All units, in the order of the result.
    note : tuple of Note
        Goes before the results' own.
    """
    results = [result for _, _, result in found]
    first = results[0]
    if len(found) == 1:
        return _noted(first, note + tuple(getattr(first, "notes", ())))
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(first):
        values = [getattr(result, field.name) for result in results]
        fields[field.name] = _joined(
            values, [units for _, units, _ in found], [period for period, _, _ in found], order,
            apart=field.name in getattr(first, "_by_frontier", ()),
        )  # fmt: skip
    notes = dict.fromkeys([*note, *(one for result in results for one in getattr(result, "notes", ()))])
    return _noted(dataclasses.replace(first, **fields), tuple(notes))


def _noted(result: Found, notes: tuple[Any, ...]) -> Found:
    return dataclasses.replace(result, notes=notes) if notes else result  # type: ignore[call-arg]  # all have notes


def _joined(
    values: list[Any], units: list[pd.Index], periods: list[Hashable], order: pd.Index, *, apart: bool
) -> Any:
    """Return one field of several results: rows of units, long tables, nested results, or what all agree on."""
    one = values[0]
    if apart:
        if isinstance(one, pd.DataFrame):
            return pd.concat(dict(zip(periods, values, strict=True)), names=["period"])
        pairs = zip(periods, values, strict=True)
        return dict(pairs) if isinstance(one, Mapping) else pd.Series(dict(pairs)).rename_axis("period")
    if isinstance(one, Result):
        return _united(list(zip(periods, units, values, strict=True)), order, ())
    if not isinstance(one, pd.DataFrame | pd.Series):
        return one
    if isinstance(one, pd.DataFrame) and "unit" in one.columns:
        kept = [v[v["unit"].isin(set(some.tolist()))] for v, some in zip(values, units, strict=True)]
        return pd.concat(kept, ignore_index=True)
    if isinstance(one, pd.DataFrame) and one.columns.equals(one.index):  # raters by rated
        return pd.concat([v[some] for v, some in zip(values, units, strict=True)], axis=1).reindex(order)[
            order
        ]
    rows = pd.concat([v.loc[some] for v, some in zip(values, units, strict=True)])
    return rows.reindex(order)


def _refuse_zeros(data: Observed, parts: list[Span]) -> None:
    """Refuse a column of zeros in the frontier of a period, as in a whole table."""
    faults = Faults()
    for part in parts if len(parts) > 1 else ():
        for column in np.flatnonzero((data.values[part.pool] == 0).all(axis=0)).tolist():
            sort = INPUT if column < data.m else OUTPUT if column < data.m + data.s else UNDESIRABLE
            place = place_of(part.period, data.columns[column])
            faults.append(
                Fault(place, sort.column_of_zeros, "leave the column out, or choose frontier='pooled'")
            )
    faults.raise_all()
