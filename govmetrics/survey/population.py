"""The finite-population correction: what is left of the variance of a stratum, part of which was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.groups import factorised
from govmetrics.core.options import Kind, is_number, shown
from govmetrics.core.respondent_weights import aligned
from govmetrics.core.survey import Survey
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints

WAY = Text(
    "give how many there are to be drawn (or the share that was drawn): a number, a Series by respondent, or a mapping by stratum"
)
FPC = Kind(lambda value: value is None or isinstance(value, pd.Series | Mapping) or is_number(value), WAY)


def left_of(survey: Survey, fpc: Any, strata: str | None, sizes: Ints, place: Ints) -> Array | None:
    """Return the share of every stratum's population that was not drawn, (strata,); None without a correction.

    Parameters
    ----------
    survey : Survey
        Whose own `fpc` counts where none is given.
    fpc : number, Series, mapping or None
    strata : str or None
        The group column.
    sizes : (strata,) array of int
        Respondents, or clusters, that were drawn.
    place : (n,) array of int
        Every respondent's stratum.

    Raises
    ------
    FaultyInput
        No number for a stratum, several in one, fewer in the population than were drawn.
    """
    given = survey.fpc if fpc is None else fpc
    if given is None:
        return None
    names = ["all"] if strata is None else list(factorised(survey.by[strata])[1])
    known = _by_stratum(survey, given, strata, names, place)
    faults = Faults()
    way = (
        "give the number in the population that the respondents, or clusters, of the stratum were drawn from"
    )
    shares = all(value <= 1 for value in known)
    for name, value, drawn in zip(names, known, sizes.tolist(), strict=True):
        at = f"fpc, {name}" if strata is not None else "fpc"
        if not (np.isfinite(value) and value > 0):
            faults.append(Fault(at, "is {value}", WAY, value=shown(value)))
        elif not shares and value < drawn:
            problem = "is {value:g}, but {drawn:,} were drawn"
            faults.append(Fault(at, problem, way, value=value, drawn=drawn))
    faults.raise_all()
    return np.array(
        [1 - value if shares else 1 - n / value for value, n in zip(known, sizes.tolist(), strict=True)]
    )


def _by_stratum(survey: Survey, given: Any, strata: str | None, names: list[Any], place: Ints) -> list[float]:
    """Return one number a stratum."""
    if isinstance(given, Mapping):
        return _mapped(given, strata, names)
    if not isinstance(given, pd.Series):
        if strata is not None and given > 1 and len(names) > 1:
            way = "give a number for each stratum: {{stratum: number}}"
            raise FaultyInput("fpc", "is one number for {count:# stratum|# strata}", way, count=len(names))
        return [float(given)] * len(names)
    series = aligned(given, survey.answers.index)
    if series is None:
        raise FaultyInput("fpc", "is not under the survey's index", WAY)
    values = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
    faults, found = Faults(), []
    for number, name in enumerate(names):
        mine = np.unique(values[place == number])
        if len(mine) > 1:
            at = f"fpc, {name}" if strata is not None else "fpc"
            way = "give one number for each stratum; if it differs by stratum, name the group column: strata=..."
            faults.append(Fault(at, "has several values: {values:5}", way, values=[f"{v:g}" for v in mine]))
        found.append(float(mine[0]))
    faults.raise_all()
    return found


def _mapped(given: Mapping[Any, Any], strata: str | None, names: list[Any]) -> list[float]:
    if strata is None:
        raise FaultyInput(
            "fpc", "is by stratum, and no strata are named", "name the group column: strata=..."
        )
    by_name = {str(key): value for key, value in given.items()}
    known = {str(name) for name in names}
    there = Text("there are: {labels}", labels=sorted(known))
    faults = Faults(
        Fault(f"fpc, {key}", "is no stratum of the survey", there) for key in by_name if key not in known
    )
    for name in names:
        value = by_name.get(str(name))
        if not is_number(value):
            at = f"fpc, {name}"
            faults.append(
                Fault(at, "is {value}", WAY, value=shown(value))
                if value is not None
                else Fault(at, "is missing", WAY)
            )
    faults.raise_all()
    return [float(by_name[str(name)]) for name in names]
