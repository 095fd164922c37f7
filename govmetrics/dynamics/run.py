"""A run of a model: every variable over time, and how far the numbers can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import among, asked
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.conservation import Group
from govmetrics.dynamics.run_checks import balance_of, negative_notes, refuse_infinite, step_errors
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

LARGE = 0.01
"""A difference between the methods beyond such a share of a variable's range is told."""
METHOD_NAMES = {"euler": Text("Euler's method"), "rk4": Text("Runge and Kutta's method of fourth order")}


@dataclass(frozen=True, eq=False)
class Run(Result):
    """Every variable over time.

    Attributes
    ----------
    values : DataFrame
        Rows are times, or (time, scenario); columns all variables.
    overview : DataFrame
        One row per variable: measure (unit), start and end (the median where there are several scenarios), lower and upper
        (5th and 95th percentile of the end over scenarios), lowest, highest, step_error (the greatest difference between
        Euler's method and Runge and Kutta's; of more than 1,000 scenarios these many, evenly taken, are compared) and at
        (the time of it).
    given : DataFrame
        What the scenarios replaced: rows are scenarios.
    balance : DataFrame
        One row per closed group of stocks: stocks, first_sum, last_sum, drift (the greatest distance from the first sum).
    method : str
        "euler" or "rk4".
    step : float
        Of time.
    time_unit : str
        Of the model; empty where it names none.
    notes : tuple of str
        Stocks below zero, steps that are too long, what the model's own notes say.

    See Also
    --------
    Model.run
    """

    values: pd.DataFrame
    overview: pd.DataFrame
    given: pd.DataFrame
    balance: pd.DataFrame
    method: str
    step: float
    time_unit: str
    notes: tuple[Note, ...] = ()
    _system: System = field(repr=False, kw_only=True)

    _shown: ClassVar = {
        "overview": "Variables from start to end", "values": "Values over time", "given": "What the scenarios replace",
        "balance": "Sums of closed groups",
    }  # fmt: skip
    _kinds: ClassVar = {"values": "number", "given": "number"}
    _cites: ClassVar = ("Forrester1961", "Sterman2000")
    _by_line = True

    @property
    def scenarios(self) -> list[Any]:
        """The labels of the scenarios; one without a name where nothing was given by scenario."""
        index = self.values.index
        return list(index.levels[1]) if isinstance(index, pd.MultiIndex) else [""]

    @property
    def times(self) -> Array:
        """The times of the rows."""
        index = self.values.index
        found = index.levels[0] if isinstance(index, pd.MultiIndex) else index
        return np.asarray(found, dtype=float)

    @property
    def names(self) -> dict[str, str]:
        """What variables are called, in both languages where the model has both."""
        return {str(key): name for key, name in self._names().items()}

    @property
    def stocks(self) -> list[str]:
        """The stocks among the variables."""
        return [one.column for one in self._system.stocks]

    def of(self, variable: str) -> Array:
        """Return the values of a variable, shape (times, scenarios)."""
        asked(variable=(variable, among(self.values.columns)))
        return self.values[variable].to_numpy().reshape(len(self.times), -1)

    def _names(self) -> Mapping[Any, str]:
        return {one.column: one.label for one in self._system.parts.variables.values()}

    def _finding(self) -> tuple[Text, ...]:
        """How long was run, what became of the first stocks, and the error of the step."""
        times, count = self.times, len(self.scenarios)
        first = Text("From time {start:g} to {stop:g}{unit}, {count:# scenario|# scenarios}.", start=float(times[0]),
                     stop=float(times[-1]),
                     unit=Text(" ({unit})", unit=self.time_unit) if self.time_unit else "", count=count)  # fmt: skip
        told = [first]
        for stock in self._system.stocks[:4]:
            row = self.overview.loc[stock.column]
            text = "{name} goes from {start:.4g} to {end:.4g}."
            if count > 1:
                text = (
                    "{name} goes from {start:.4g} to {end:.4g} (median; nine in ten scenarios end between {lower:.4g} and "
                    "{upper:.4g})."
                )
            told.append(
                Text(
                    text,
                    name=stock.label,
                    **{key: float(str(row[key])) for key in ("start", "end", "lower", "upper")},
                )
            )
        worst = _worst(self.overview)
        if worst is not None and worst[1] < 1:  # of more a note tells
            name, share = worst
            told.append(
                Text("Euler and Runge-Kutta differ by {share:.2%} of its range at most ({name}): the error of the step.",
                     share=share, name=self._names()[name])
            )  # fmt: skip
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("The model was run by {method} with a step of {step:g}; the error of the step is the difference from the other "
                 "of the two methods.", method=METHOD_NAMES[self.method], step=self.step),
        )  # fmt: skip


def _worst(overview: pd.DataFrame) -> tuple[str, float] | None:
    """Return the variable whose step error is the greatest share of its range, with the share."""
    span = overview["highest"] - overview["lowest"]
    share = (overview["step_error"] / span).where(span > 0)
    share = share[np.isfinite(share)]
    return None if share.empty else (str(share.idxmax()), float(share.max()))


def run_of(
    told: tuple[Note, ...],
    system: System,
    closed: tuple[Group, ...],
    history: Array,
    step: float,
    method: str,
    replaced: Mapping[int, Array],
    labels: pd.Index | None,
) -> Run:
    """Return what a run found, labelled; values that are not finite are refused."""
    known = list(system.parts.variables.values())
    times: Array = np.asarray(system.parts.start + step * np.arange(history.shape[1]), dtype=np.float64)
    names = pd.Index([one.column for one in known], name="name")
    refuse_infinite(system, history, times, labels)
    errors, at = step_errors(system, history, times, step, method, replaced)
    seen = history[: len(known)]
    overview = _overview(system, seen, names)
    overview["step_error"], overview["at"] = errors, times[at]
    rows = pd.Index(times, name="time")
    if labels is not None:
        count = len(labels)
        codes: Any = [np.repeat(np.arange(len(times)), count), np.tile(np.arange(count), len(times))]
        rows = pd.MultiIndex([rows, labels], codes, names=["time", "scenario"], verify_integrity=False)  # type: ignore[list-item]
    values = pd.DataFrame(seen.reshape(len(known), -1).T, rows, names.rename(None), copy=False)
    places = {system.slots[one.key]: one.column for one in known}
    given = pd.DataFrame(
        {places[place]: one for place, one in replaced.items()},
        index=pd.Index([""] if labels is None else labels, name="scenario"),
    )  # fmt: skip
    notes = (*told, *negative_notes(system, seen, times, labels), *_error_notes(overview, errors))
    return Run(values, overview, given, balance_of(system, closed, history), method, step, system.parts.time_unit or "", notes,
               _system=system)  # fmt: skip


def _overview(system: System, seen: Array, names: pd.Index) -> pd.DataFrame:
    last = seen[:, -1, :]
    ends = np.quantile(last, [0.05, 0.95], axis=1)
    found = pd.DataFrame(
        {"start": np.median(seen[:, 0, :], axis=1), "end": np.median(last, axis=1), "lower": ends[0], "upper": ends[1],
         "lowest": seen.min(axis=(1, 2)), "highest": seen.max(axis=(1, 2))}, index=names,
    )  # fmt: skip
    found.insert(0, "measure", [one.unit or "" for one in system.parts.variables.values()])
    return found


def _error_notes(overview: pd.DataFrame, errors: Array) -> list[Note]:
    if not np.isfinite(errors).all():
        return [
            Note(
                "the other method does not stay finite: the step is too long to trust the numbers; give a shorter one"
            )
        ]
    worst = _worst(overview)
    if worst is None or worst[1] <= LARGE:
        return []
    name, share = worst
    text = "Euler and Runge-Kutta differ by {share:.1%} of the range of {name}, most at time {time:g}: give a shorter step"
    if share >= 1:
        text = "Euler and Runge-Kutta differ by more than the whole range of {name}, most at time {time:g}: give a shorter step"
    return [Note(text, share=share, name=name, time=float(str(overview.loc[name, "at"])))]
