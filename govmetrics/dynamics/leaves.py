"""Which variable of a run fills which leaf of a tree, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.measures import factor, is_percentage, texts_of
from govmetrics.core.near import meant
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import LIST, MAPPING, is_number, shown
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.dynamics.run import Run
from govmetrics.dynamics.units import NONE, unit_of
from govmetrics.numerics.arrays import Ints

Leaves = Mapping[str, str | tuple[str, float]]
LEAVES, POLICIES = MAPPING, LIST


def linked(
    run: Run, tree: IndicatorTree, leaves: Leaves | None
) -> tuple[dict[str, tuple[str, float]], list[Note]]:
    """Return for each leaf that a run fills the variable and by what it is multiplied."""
    columns, known = list(run.values.columns), {leaf.code: leaf for leaf in tree.indicators}
    if leaves is None:
        leaves = {code: code for code in known if code in columns}
        if not leaves:
            raise FaultyInput(
                "leaves", "no leaf is called as a variable of the run", "give {{leaf: variable}}"
            )
    faults, found, unsure = Faults(), {}, []
    if not leaves:
        faults.append(Fault("leaves", "is empty", "give {{leaf: variable}}"))
    for code, given in leaves.items():
        place = f"leaves.{code}"
        pair = given if isinstance(given, list | tuple) and len(given) == 2 else (given, None)
        variable, times = pair
        if code not in known:
            there = Text("there are: {labels}", labels=list(known))
            faults.append(
                Fault(
                    place,
                    "{name!r} is not a leaf of the tree",
                    meant(code, list(known), there),
                    name=str(code),
                )
            )
        if not isinstance(variable, str) or variable not in columns:
            there = Text("there are: {labels}", labels=columns)
            faults.append(
                Fault(
                    place,
                    "{value} is not a variable of the run",
                    meant(variable, columns, there),
                    value=shown(variable),
                )
            )
            continue
        if times is not None and not is_number(times):
            faults.append(Fault(place, "is {value}", "give a finite number", value=shown(times)))
        elif code in known:
            unit = str(run.overview.loc[variable, "measure"])
            times, sure = (float(times), True) if times is not None else _times(unit, known[code])
            if times is None:
                problem = "the variable is in {one!r}, the leaf in {other!r}"
                way_out = "give (variable, times): by what it is multiplied"
                faults.append(
                    Fault(place, problem, way_out, one=unit, other=", ".join(texts_of(known[code].unit)))
                )
                continue
            found[code] = (variable, times)
            if not sure:
                unsure.append(variable)
    faults.raise_all()
    notes = []
    if unsure:
        notes.append(
            Note("taken as if in the leaf's unit, as one of the two has none: {names}", names=unsure)
        )
    return found, notes


def _times(unit: str, leaf: Indicator) -> tuple[float | None, bool]:
    """Return by what a variable is multiplied to be in a leaf's unit, and whether that is sure; None where it cannot be told."""
    texts = [text for text in texts_of(leaf.unit) if text]
    if not unit or not texts:
        return 1.0, False
    if unit_of(unit) == NONE:
        return (100.0, True) if is_percentage(leaf.unit) else (None, True)
    found = factor(unit, leaf.unit)
    if found is None:
        alike = any(unit_of(unit) == unit_of(text) for text in texts) or unit in texts
        return (1.0, True) if alike else (None, True)
    return (None, True) if np.isnan(found) else (found, True)


def of_policies(run: Run, policies: Any) -> dict[Any, Ints]:
    """Return for each policy the places of its scenarios."""
    labels = run.scenarios
    if policies is None:
        return {str(label): np.array([place]) for place, label in enumerate(labels)}
    given = list(policies)
    if len(given) != len(labels):
        problem = "has {count:# name|# names} for {scenarios:# scenario|# scenarios}"
        raise FaultyInput(
            "policies", problem, "give a name for each", count=len(given), scenarios=len(labels)
        )
    odd = [one for one in given if not isinstance(one, str) or not one]
    if odd:
        raise FaultyInput("policies", "is {value}", "give texts", value=shown(odd[0]))
    return {name: np.flatnonzero([one == name for one in given]) for name in dict.fromkeys(given)}
