"""Kinds of options that many models take."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.options import choice, count, shown

Orientation = Literal["input", "output"]
ORIENTATION = choice("input", "output")
Returns = Literal["variable", "constant", "increasing", "decreasing"]
RETURNS = choice("variable", "constant", "increasing", "decreasing")
Freedom = Literal["none", "input", "output"]
FREEDOM = choice("none", "input", "output")
DISPOSABILITY = choice("weak", "strong")
DRAWS = count(100)


def listed(value: Any, what: str) -> list[Any]:
    """Return what was listed; one name alone is a list of it."""
    if isinstance(value, str):
        return [value]
    try:
        return list(value)
    except (TypeError, KeyError):  # what only looks like a list
        fault = Fault(what, "is {value}", "give a list, or one name", value=shown(value))
        raise FaultyInput(fault) from None


def is_among(name: Any, names: pd.Index) -> bool:
    """Tell whether a name is one of these; what cannot be a name is not."""
    try:
        return bool(name in names)
    except (TypeError, ValueError):
        return False


def chose(value: object, *names: str) -> bool:
    """Return whether an option, which may be anything yet, is one of these names."""
    return isinstance(value, str) and value in names


def above_zero(orientation: object, returns: object) -> bool:
    """Return whether a unit without any output has a score above 0: it needs some input where the weights sum to 1 or more."""
    return chose(orientation, "input") and chose(returns, "variable", "increasing")
