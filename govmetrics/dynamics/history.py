"""What was observed, and within which bounds parameters are sought: checked against the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.near import meant
from govmetrics.core.options import instance, is_number, shown
from govmetrics.core.words import Text
from govmetrics.dynamics.model import Model

MODEL = instance(Model, Text("make it with dynamics.read"))


def checked_history(
    model: Model, history: pd.DataFrame, bounds: Mapping[Any, Any], step: float | None
) -> tuple[pd.DataFrame, float, int, Any]:
    """Return the observed values by time, the step, how many there are, and the row of each observed time."""
    faults, names, parts = Faults(), model._system.by_column, model._system.parts
    there = Text("there are: {labels}", labels=list(names))
    if not bounds:
        faults.append(Fault("bounds", "is empty", "give {{name: (low, high)}}"))
    for name, pair in bounds.items():
        if name not in names:
            faults.append(
                Fault(
                    f"bounds.{name}",
                    "{name!r} is not a variable of the model",
                    meant(name, list(names), there),
                    name=str(name),
                )
            )
        fine = (
            isinstance(pair, list | tuple)
            and len(pair) == 2
            and all(map(is_number, pair))
            and pair[0] < pair[1]
        )
        if not fine:
            faults.append(
                Fault(
                    f"bounds.{name}", "is {value}", "give two numbers, the lower one first", value=shown(pair)
                )
            )
    unknown = [name for name in history.columns if name not in names]
    faults += each(
        unknown,
        lambda name: Fault(
            "history",
            "{name!r} is not a variable of the model",
            meant(name, list(names), there),
            name=str(name),
        ),
    )
    numeric = all(
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_complex_dtype(kind)
        for kind in history.dtypes
    )
    if not len(history) or not history.shape[1] or history.columns.has_duplicates or not numeric:
        faults.append(
            Fault(
                "history",
                "is not a table of observed numbers",
                "give times in rows and each variable in one column",
            )
        )
    elif np.isinf(history.to_numpy(dtype=float)).any():
        faults.append(Fault("history", "has values that are not finite", "correct them, or leave them empty"))
    times = history.index
    good = not isinstance(times, pd.MultiIndex) and all(map(is_number, times)) and not times.has_duplicates
    if not good:
        faults.append(
            Fault("history", "has rows that are no times", "give the model's times as the index, each once")
        )
    one = float(step or parts.step or 0)
    if not one:
        faults.append(Fault("step", "is not given, and the model has none", "give the step of time"))
    faults.raise_all()
    seen = history.sort_index()
    places = (np.array(seen.index, dtype=float) - parts.start) / one
    off = (np.abs(places - np.round(places)) > 1e-6) | (places < -1e-6) | (places > 1e6)
    faults += each(
        list(seen.index[off]),
        lambda time: Fault(
            f"history.{time}",
            "is not a time of the model",
            "times are {start:g} and every {step:g} from there",
            start=parts.start,
            step=one,
        ),
    )
    if not faults and round(float(places.max())) < 1:
        faults.append(Fault("history", "has no time after the start", "give later times"))
    faults.raise_all()
    rows = np.round(places).astype(int)
    return seen, one, int(rows.max()), rows
