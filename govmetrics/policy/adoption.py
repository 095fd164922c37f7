"""When each unit was first treated, as places of the panel's periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.options import Kind, is_number
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Ints
from govmetrics.policy.panel_frame import PanelFrame

PERIOD = Kind(
    lambda value: (
        isinstance(value, str | int | float | np.integer | np.floating | dt.date | np.datetime64 | pd.Period)
        and not isinstance(value, bool)
    ),
    Text("give a period of the data"),
)
_ONCE = "give the period in which it is first treated in every row of the unit, not whether it is treated now"
_WHEN = "name a period of the data, the first in which the unit is treated; leave the cell empty for one that never is"


@dataclass(frozen=True, eq=False)
class Adoption:
    """When units were first treated.

    Parameters
    ----------
    first : ndarray of int
        Place of the period by unit: 0 in or before the first, the number of periods for never.
    notes : tuple of Note
        How labels were read.
    """

    first: Ints
    notes: tuple[Note, ...]


def adoption(panel: PanelFrame, first_treated: Hashable) -> Adoption:
    """Return the first treated period of every unit of a panel.

    Raises
    ------
    FaultyInput
        Labels that change within a unit, have no order beside the periods, or lie between two of them.
    UnsuitableMethod
        Nobody is treated in the time seen.
    """
    labels = panel.constant(first_treated, _ONCE)
    unique = list(pd.unique(labels))
    faults, place = Faults(), {}
    for label in unique:
        with faults:
            place[_key(label)] = _place(label, panel.periods, str(first_treated))
    faults.raise_all()
    first = np.array([place[_key(label)] for label in labels], dtype=np.intp)
    count = len(panel.periods)
    if not ((first < count) & (first > 0)).any():
        problem = "no unit is first treated after the first period and by the last"
        raise UnsuitableMethod(
            str(first_treated), problem, "give the panel periods before and after treatment"
        )
    return Adoption(np.minimum(first, count), tuple(_notes(labels, first, panel, str(first_treated))))


def _key(label: Any) -> Any:
    return None if _blank(label) else label


def _blank(label: Any) -> bool:
    """Tell whether a label says never: empty, or infinite."""
    if isinstance(label, float | np.floating) and np.isposinf(label):
        return True
    return bool(pd.isna(label)) or (isinstance(label, str) and not label.strip())


def _place(label: Any, periods: list[Any], name: str) -> int:
    """Return the place of a label; one more than the number of periods after the last."""
    if _blank(label) or _zero(label, periods):
        return len(periods)
    known = known_as(label, periods)
    if known is not None:
        return periods.index(known)
    problem = "{label} is no period of the data, and lies at no known place among them"
    try:
        order = ordered([*periods, _alike(label, periods)])
    except FaultyInput:
        raise FaultyInput(name, problem, _WHEN, label=label_text(label)) from None
    at = order.index(_alike(label, periods))
    if 0 < at < len(periods):
        raise FaultyInput(
            name, "{label} lies between two periods of the data", _WHEN, label=label_text(label)
        )
    return 0 if at == 0 else len(periods) + 1


def _alike(label: Any, periods: list[Any]) -> Any:
    """Return a number as a number where periods are."""
    if isinstance(label, str) and all(map(is_number, periods)):
        try:
            return float(label)
        except ValueError:
            return label
    return label


def _zero(label: Any, periods: list[Any]) -> bool:
    """Tell whether a label is 0 where no period can be meant: how R's and Stata's packages code never."""
    zero = (is_number(label) and label == 0) or (isinstance(label, str) and label.strip() in ("0", "0.0"))
    numbers = [float(str(one)) if str(one).replace(".", "", 1).isdigit() else None for one in periods]
    return zero and all(one is None or one > 0 for one in numbers)


def _notes(labels: pd.Series, first: Ints, panel: PanelFrame, name: str) -> list[Note]:
    notes, count = [], len(panel.periods)
    if any(not _blank(label) and _zero(label, panel.periods) for label in pd.unique(labels)):
        notes.append(Note("0 in {name} is read as never treated", name=name))
    late = labels.index[first > count]
    if len(late):
        notes.append(Note("first treated after the last period, and so controls throughout: {units:10}",
                          units=list(map(str, late))))  # fmt: skip
    return notes
