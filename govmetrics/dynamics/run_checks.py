"""What a run is checked for: values that are not finite, the error of the step, sums that drift, stocks below zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput, each
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.conservation import Group
from govmetrics.dynamics.engine import simulate
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

COMPARED = 1_000
"""Of more scenarios these many are run by the other method."""


def refuse_infinite(system: System, history: Array, times: Array, labels: pd.Index | None) -> None:
    """Raise where values are not finite: of every scenario the first variable, in the order of evaluation, and the time."""
    with np.errstate(all="ignore"):
        if np.isfinite(history.sum()):
            return
        odd = ~np.isfinite(history)
    if not odd.any():
        return
    ranks = [place for place, _ in system.initial]
    order = ranks + [place for place in range(len(history)) if place not in ranks]
    first = odd.any(axis=0).argmax(axis=0)  # by scenario; 0 where there is none, too
    of_slot = {place: name for name, place in system.slots.items()}
    columns = {key: one.column for key, one in system.parts.variables.items()}
    found = []
    for scenario in np.flatnonzero(odd.any(axis=(0, 1))):
        n = first[scenario]
        place = next(place for place in order if odd[place, n, scenario])
        name = of_slot[place]
        found.append((columns.get(name, name), float(times[n]), float(history[place, n, scenario]), scenario))

    def fault(one: tuple[str, float, float, Any]) -> Fault:
        name, time, value, scenario = one
        where = Text("{name} at time {time:g}", name=name, time=time)
        if labels is not None:
            where = Text(
                "{name} at time {time:g}, scenario {scenario}",
                name=name,
                time=time,
                scenario=str(labels[scenario]),
            )
        problem = "is no number" if np.isnan(value) else "grows beyond all bounds"
        return Fault(
            where,
            problem,
            "look for a division by zero or a root of a negative number, or give a shorter step",
        )

    raise FaultyInput(each(found, fault))


def step_errors(
    system: System, history: Array, times: Array, step: float, method: str, replaced: Mapping[int, Array]
) -> tuple[Array, Any]:
    """Return by variable the greatest difference from the other method, and the place of its time."""
    count, other = len(system.parts.variables), "euler" if method == "rk4" else "rk4"
    size = history.shape[2]
    some = np.unique(np.linspace(0, size - 1, min(size, COMPARED)).round().astype(int))
    given = {place: one[some] for place, one in replaced.items()}
    again = simulate(system, float(times[0]), step, len(times) - 1, other, given, len(some))
    with np.errstate(all="ignore"):
        mine = history[:count] if len(some) == size else history[:count, :, some]
        gaps = np.abs(again[:count] - mine).max(axis=2)
    gaps[np.isnan(gaps)] = np.inf
    return gaps.max(axis=1), gaps.argmax(axis=1)


def negative_notes(system: System, seen: Array, times: Array, labels: pd.Index | None) -> list[Note]:
    """Tell which stocks fall below zero, from when on, and how far."""
    notes = []
    places = list(system.parts.variables)
    for stock in system.stocks:
        values = seen[places.index(stock.key)]
        below = values < -1e-9 * max(float(np.abs(values).max()), 1e-300)
        if below.any():
            time, low = float(times[below.any(axis=1).argmax()]), float(values.min())
            text = "{name} falls below zero from time {time:g} on, to {low:.4g} at the lowest"
            if labels is not None:
                text = (
                    "{name} falls below zero in {count:# scenario|# scenarios}, from time {time:g} on, to {low:.4g} at the "
                    "lowest"
                )
            notes.append(
                Note(text, name=stock.column, time=time, low=low, count=int(below.any(axis=0).sum()))
            )
    return notes


def balance_of(system: System, closed: tuple[Group, ...], history: Array) -> pd.DataFrame:
    """Return the sums of closed groups at the start and the end, and how far they drift."""
    rows = []
    for group in closed:
        total = sum(history[system.slots[key]] for key in group.stocks)
        names = ", ".join(system.parts.variables[key].column for key in group.stocks)
        assert isinstance(total, np.ndarray)
        drift = float(np.abs(total - total[0]).max())
        rows.append((names, float(np.median(total[0])), float(np.median(total[-1])), drift))
    found = pd.DataFrame(rows, columns=["stocks", "first_sum", "last_sum", "drift"])
    found.index = pd.RangeIndex(1, len(found) + 1, name="number")
    return found
