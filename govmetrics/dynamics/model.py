"""A model of stocks and flows: its variables, loops and sums, and running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import POSITIVE, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.conservation import Group, conservation_notes, groups_of
from govmetrics.dynamics.engine import METHODS, simulate
from govmetrics.dynamics.given import GIVEN, Given, replaced_by
from govmetrics.dynamics.loops import loops_of
from govmetrics.dynamics.run import Run, run_of
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

MOST = 100_000_000
"""Values of a run: variables, times and scenarios."""


@dataclass(frozen=True, eq=False)
class Model(Result):
    """Stocks, flows and auxiliaries.

    Attributes
    ----------
    title : str
        What it is called.
    variables : DataFrame
        One row per name: kind ("stock", "flow", "auxiliary"), equation (of a stock: its initial value), measure (unit).
    loops : DataFrame
        One row per feedback loop (R1, B1, U1, ...): polarity ("reinforcing", "balancing", "unknown") and names.
    groups : DataFrame
        One row per group of stocks that flows connect: stocks, closed (nothing comes in or leaves), first_sum, sources and
        sinks (flows from and to outside).
    notes : tuple of str
        Sums that a constant contradicts, flows of no stock, units that clash, loops that were not all found.

    See Also
    --------
    read
    """

    title: str
    variables: pd.DataFrame
    loops: pd.DataFrame
    groups: pd.DataFrame
    notes: tuple[Note, ...] = ()
    _system: System = field(repr=False, kw_only=True)
    _closed: tuple[Group, ...] = field(default=(), repr=False, kw_only=True)

    _shown: ClassVar = {
        "variables": "Variables of the model", "loops": "Feedback loops", "groups": "Groups of stocks that flows connect",
    }  # fmt: skip
    _cites: ClassVar = ("Forrester1961", "Sterman2000")

    def run(
        self,
        years: float | None = None,
        step: float | None = None,
        method: Literal["euler", "rk4"] | None = None,
        given: Given | None = None,
    ) -> Run:
        """Run the model over time, over many scenarios at once where some are given.

        Parameters
        ----------
        years : float, optional
            How long, in the model's unit of time; by default from the file's start to its stop.
        step : float, optional
            Of time; by default the file's. It must divide `years`.
        method : {"euler", "rk4"}, optional
            Euler's, or Runge and Kutta's of fourth order; by default the file's, else Euler's.
        given : mapping or DataFrame, optional
            ``{name: number or list}``: what replaces the equation of an auxiliary or a flow, or the initial value of a stock.
            A list has a value for each scenario; all lists are of one length. A DataFrame has scenarios in rows.

        Returns
        -------
        Run
            ``values``: rows are times, or (time, scenario); columns all variables.

        Raises
        ------
        FaultyInput
            Unknown names, lists of several lengths, a step that does not divide the horizon, more than 100 million values;
            values that are not finite, with the variable, the time and the scenario.
        """
        faults = wanted(years=(years, optional(POSITIVE)), step=(step, optional(POSITIVE)),
                        method=(method, optional(choice(*METHODS))), given=(given, GIVEN))  # fmt: skip
        faults.raise_all()
        parts = self._system.parts
        steps, one_step = 0, 1.0
        with faults:
            steps, one_step = self._clock(years, step)
        replaced, labels = replaced_by(self._system, given, faults)
        count = 1 if labels is None else len(labels)
        cells = len(self._system.slots) * (steps + 1) * count
        if cells > MOST:
            problem = "{cells:,} values of variables, times and scenarios"
            faults.append(
                Fault(
                    "step",
                    problem,
                    "give a longer step or fewer scenarios: {most:,} are taken at most",
                    cells=cells,
                    most=MOST,
                )
            )
        faults.raise_all()
        chosen = method or parts.method
        history = simulate(self._system, parts.start, one_step, steps, chosen, replaced, count)
        return run_of(self.notes, self._system, self._closed, history, one_step, chosen, replaced, labels)

    def _clock(self, years: float | None, step: float | None) -> tuple[int, float]:
        """Return how many steps a run has, and how long each is."""
        parts, faults = self._system.parts, Faults()
        if years is None and parts.stop is None:
            faults.append(Fault("years", "is not given, and the model has no stop", "give how long to run"))
        if step is None and parts.step is None:
            faults.append(Fault("step", "is not given, and the model has none", "give the step of time"))
        faults.raise_all()
        horizon = float(years) if years is not None else float(parts.stop or 0) - parts.start
        one = float(step if step is not None else parts.step or 1)
        if horizon / one > MOST:
            problem = "{cells:,} values of variables, times and scenarios"
            way_out = "give a longer step or fewer scenarios: {most:,} are taken at most"
            raise FaultyInput("step", problem, way_out, cells=int(min(horizon / one, 1e15)), most=MOST)
        steps = round(horizon / one)
        if steps < 1 or abs(steps * one - horizon) > 1e-6 * one:
            problem = "{step:g} does not divide {years:g}"
            near = horizon / max(steps, 1)
            raise FaultyInput(
                "step", problem, "give {near:.10g}, for example", step=one, years=horizon, near=near
            )
        return steps, horizon / steps

    def _finding(self) -> tuple[Text, ...]:
        """How large the model is, and which loops it has."""
        kinds = self.variables["kind"].value_counts()
        first = Text(
            "{title}: {stocks:# stock|# stocks}, {flows:# flow|# flows}, {auxiliaries:# auxiliary|# auxiliaries}.",
            title=self.title, stocks=int(kinds.get("stock", 0)), flows=int(kinds.get("flow", 0)),
            auxiliaries=int(kinds.get("auxiliary", 0)),
        )  # fmt: skip
        signs = self.loops["polarity"].value_counts()
        second = Text(
            "{count:# feedback loop|# feedback loops}: {r} reinforcing, {b} balancing, {u} unknown.", count=len(self.loops),
            r=int(signs.get("reinforcing", 0)), b=int(signs.get("balancing", 0)), u=int(signs.get("unknown", 0)),
        )  # fmt: skip
        return first, second

    def _names(self) -> Mapping[Any, str]:
        return {one.column: one.label for one in self._system.parts.variables.values()}

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("Feedback loops were found in the equations; a loop's sign is the product of the signs of its links, each the "
                 "change of a variable when its cause alone is raised a little along a run of the model."),
        )  # fmt: skip


def model_of(system: System, notes: tuple[Note, ...]) -> Model:
    """Return a model with what follows from its equations."""
    parts = system.parts
    known = parts.variables.values()
    variables = pd.DataFrame(
        {"kind": [one.kind for one in known], "equation": [one.written for one in known],
         "measure": [one.unit or "" for one in known]}, index=pd.Index([one.column for one in known], name="name"),
    )  # fmt: skip
    history, times, step, told = _base_run(system)
    loops, complete = loops_of(system, history, times, step)
    if not complete:
        told.append(Note("there are more loops than are shown"))
    groups = groups_of(system)
    first = None if history is None else history[:, 0, 0]
    if first is not None:
        told += conservation_notes(system, groups, first)
    columns = {key: one.column for key, one in parts.variables.items()}
    rows = [
        (", ".join(columns[key] for key in one.stocks), one.closed,
         np.nan if first is None else float(sum(first[system.slots[key]] for key in one.stocks)),
         ", ".join(columns[key] for key in one.sources), ", ".join(columns[key] for key in one.sinks))
        for one in groups
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["stocks", "closed", "first_sum", "sources", "sinks"])
    table.index = pd.RangeIndex(1, len(table) + 1, name="number")
    closed = tuple(one for one in groups if one.closed and len(one.stocks) > 1)
    return Model(parts.title, variables, loops, table, (*notes, *told), _system=system, _closed=closed)


def _base_run(system: System) -> tuple[Array | None, Array, float, list[Note]]:
    """Return up to 400 moments of a run as the file has it, from which signs of links are told; none where it fails."""
    parts = system.parts
    step = parts.step or 1.0
    stop = parts.stop if parts.stop is not None else parts.start + step
    steps = max(1, min(round((stop - parts.start) / step), 20_000))
    if len(system.slots) * steps > 5_000_000:
        steps = max(1, 5_000_000 // len(system.slots))
    try:
        history = simulate(system, parts.start, step, steps, parts.method, {}, 1)
    except FaultyInput as error:
        return None, np.zeros(1), step, [Note("signs of loops are not known: {reason}", reason=error.texts)]
    finite = np.asarray(np.isfinite(history[:, :, 0]).all(axis=0))
    known = int(np.argmin(finite)) if not finite.all() else steps + 1
    if known == 0:
        return (
            None,
            np.zeros(1),
            step,
            [Note("signs of loops are not known: the model does not start with finite values")],
        )
    places = np.unique(np.linspace(0, known - 1, min(known, 400)).round().astype(int))
    return history[:, places], parts.start + step * places, step, []
