"""Options of the models: judged together, so that one error names all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, choose

Orientation = Literal["input", "output"]
ORIENTATIONS = ("input", "output")
Returns = Literal["variable", "constant", "increasing", "decreasing"]
RETURNS = ("variable", "constant", "increasing", "decreasing")
Freedom = Literal["none", "input", "output"]
FREEDOMS = ("none", "input", "output")


def options(*asked: tuple[Any, Iterable[str], str]) -> Faults:
    """Return the faults of (value, choices, name) triples, which further checks can join.

    Examples
    --------
    >>> print(*options(("up", ("input", "output"), "orientation"), (3, ("variable",), "returns")), sep="; ")
    orientation: 'up' is not known; choose one of: input, output; returns: a value of type int; choose one of: variable
    """
    faults = Faults()
    for value, choices, what in asked:
        if isinstance(value, str):
            with faults:
                choose(value, choices, what)
        else:
            listed = ", ".join(choices)
            faults.append(Fault(what, f"a value of type {type(value).__name__}", f"choose one of: {listed}"))
    return faults


def check_flag(value: object, what: str) -> None:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool | np.bool_):
        raise FaultyInput(Fault(what, f"a value of type {type(value).__name__}", "give True or False"))


def listed(value: Any, what: str) -> list[Any]:
    """Return what was listed; one name alone is a list of it."""
    if isinstance(value, str):
        return [value]
    try:
        return list(value)
    except TypeError:
        problem = f"a value of type {type(value).__name__}"
        raise FaultyInput(Fault(what, problem, "give a list, or one name")) from None


def is_among(name: Any, names: pd.Index) -> bool:
    """Tell whether a name is one of these; what cannot be a name is not."""
    try:
        return bool(name in names)
    except (TypeError, ValueError):
        return False
