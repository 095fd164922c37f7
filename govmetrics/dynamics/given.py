"""What scenarios replace: constants, and initial values of stocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.near import meant
from govmetrics.core.options import Kind, is_number, shown
from govmetrics.core.words import Text
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

Given = Mapping[str, float | Sequence[float]] | pd.DataFrame
GIVEN = Kind(
    lambda given: given is None or isinstance(given, Mapping | pd.DataFrame),
    Text("give {{name: number, or a number for each scenario}}, or a DataFrame of scenarios x names"),
)


def replaced_by(
    system: System, given: Given | None, faults: Faults
) -> tuple[dict[int, Array], pd.Index | None]:
    """Return by slot what replaces equations, and the scenarios' labels; None where there is one without a name."""
    if given is None:
        return {}, None
    found: dict[int, Array] = {}
    names = system.by_column
    lengths: dict[str, int] = {}
    labels: pd.Index | None = None
    if isinstance(given, pd.DataFrame):
        labels = given.index
        if not len(labels) or labels.has_duplicates or labels.hasnans or isinstance(labels, pd.MultiIndex):
            faults.append(
                Fault("given", "has no scenarios, or some twice", "give each scenario a row with its name")
            )
        if given.columns.has_duplicates:
            faults.append(Fault("given", "has a column twice", "give each variable once"))
            return {}, None
    for name in given:
        place = f"given.{name}"
        if name not in names:
            there = Text("there are: {labels}", labels=list(names))
            faults.append(
                Fault(
                    place,
                    "{name!r} is not a variable of the model",
                    meant(name, list(names), there),
                    name=str(name),
                )
            )
            continue
        values = given[name]
        alone = is_number(values)
        numbers = [values] if alone else values
        try:
            listed = list(numbers)  # type: ignore[arg-type]
            fine = (
                not isinstance(numbers, str | bytes | Mapping | set)
                and bool(listed)
                and all(map(is_number, listed))
            )
        except TypeError:
            fine = False
        if not fine and isinstance(given, pd.DataFrame):
            odd = [(label, one) for label, one in zip(given.index, listed, strict=True) if not is_number(one)]
            faults += each(odd, lambda at, name=name: Fault(f"given.{name}: {at[0]}", "is {value}", "give a finite number",
                                                            value=shown(at[1])))  # type: ignore[misc]  # fmt: skip
            continue
        if not fine:
            faults.append(
                Fault(place, "is {value}", "give a finite number, or a list of them", value=shown(values))
            )
            continue
        if not alone:
            lengths[str(name)] = len(listed)
        found[system.slots[names[str(name)]]] = np.array(listed, dtype=float)
    if len(set(lengths.values())) > 1:
        told = [f"{name} {count}" for name, count in lengths.items()]
        faults.append(
            Fault("given", "has lists of several lengths: {names}", "give as many values of each", names=told)
        )
        return {}, None
    if labels is None and lengths:
        labels = pd.RangeIndex(1, next(iter(lengths.values())) + 1)
    count = 1 if labels is None else len(labels)
    return {
        place: np.broadcast_to(one, (count,)).copy() for place, one in found.items() if len(one) in (1, count)
    }, labels
