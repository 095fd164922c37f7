"""Frames of memberships: cases in rows, sets in columns; every fault of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.labels import alike_note, clean
from govmetrics.core.near import meant
from govmetrics.core.numbers import no_number
from govmetrics.core.options import LABEL, LIST, Kind, optional
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.qca.calibration import CalibratedSets
from govmetrics.qca.expressions import ABSENT, read_literal

Sets = pd.DataFrame | CalibratedSets
SETS = Kind(
    lambda value: isinstance(value, pd.DataFrame | CalibratedSets),
    Text("give what qca.calibrate returns, or a DataFrame of memberships, cases in rows"),
)
OUTCOME = Kind(
    lambda value: isinstance(value, str) and value.strip() != "",
    Text("name a set, or ~ and its name for its negation"),
)
CONDITIONS = optional(
    Kind(
        lambda value: LIST.fits(value) and len(value) > 0 and all(map(LABEL.fits, value)),
        Text("give a list of names of sets"),
    )
)
SIGNS = "~*+～¬"
WHOLE_CASE = "a case is compared whole: find the value, or leave the case out and say so"
SKEWED = 0.15
"""A set in which, or outside of which, fewer than this share of the cases are is named."""


def table_of(frame: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return a frame with clean names of cases and sets; levels, names and cases that are there twice are faults."""
    faults = Faults(row_faults(frame.index) or _blank_faults(frame.index))
    if frame.columns.nlevels > 1:
        raise FaultyInput(what, "the columns have several levels", "give one heading a column")
    named = frame.set_axis([clean(str(column)) for column in frame.columns], axis=1)
    if not len(named.columns):
        faults.append(Fault(what, "there are no sets", "give one column a set"))
    twice = named.columns[named.columns.duplicated()].unique()
    faults += each(
        twice, lambda name: Fault(place_of(what, name), "occurs more than once", "keep one of them")
    )
    faults += each(
        [name for name in named.columns if not name or any(sign in name for sign in SIGNS)],
        lambda name: Fault(
            place_of(what, name),
            "has ~, * or + in its name, which stand for not, and, or",
            "rename the column",
        ),
    )
    faults.raise_all()
    return named


def _blank_faults(index: pd.Index) -> list[Fault]:
    """Return a fault for each case whose name is another one's but for blanks."""
    names = [tuple(map(clean, label)) if isinstance(label, tuple) else clean(label) for label in index]
    again = pd.Series(names, dtype=object).duplicated()
    way_out = "keep one of them, or tell them apart by more than blanks"
    return each(
        [name for name, twice in zip(names, again, strict=True) if twice],
        lambda name: Fault(place_of(name), "names two cases, but for blanks", way_out),
    )


def known(name: str, names: Sequence[str], place: str) -> str:
    """Return the name of a set; one that is not there is a fault with the nearest."""
    if name not in names:
        there = Text("the sets are: {names:20}", names=list(names))
        raise FaultyInput(place, "there is no set {name!r}", meant(name, names, there), name=name)
    return name


def chosen(frame: pd.DataFrame, outcome: str, conditions: Sequence[str] | None) -> tuple[str, int, list[str]]:
    """Return the outcome, whether its negation is meant (0), and the conditions: all other columns unless named."""
    faults = Faults()
    names = list(frame.columns)
    name, sign = read_literal(clean(outcome))
    with faults:
        known(name, names, "outcome")
    wanted = (
        [n for n in names if n != name] if conditions is None else [clean(str(one)) for one in conditions]
    )
    for one in dict.fromkeys(wanted):
        if one == name:
            faults.append(
                Fault(
                    "conditions",
                    "{name!r} is the outcome",
                    "leave it out: an outcome explains itself without fail",
                    name=one,
                )
            )
            continue
        with faults:
            known(one, names, "conditions")
    twice = [one for one in dict.fromkeys(wanted) if wanted.count(one) > 1]
    faults += each(
        twice, lambda one: Fault("conditions", "{name!r} stands there twice", "name it once", name=one)
    )
    if not faults and not wanted:
        faults.append(Fault("conditions", "there are none", "give at least one set besides the outcome"))
    faults.raise_all()
    return name, sign, wanted


def memberships_of(frame: pd.DataFrame, names: Sequence[str]) -> Array:
    """Return the memberships in named sets, (cases, sets); what is missing, no number or outside [0, 1] is a fault."""
    part = frame[list(names)]
    array, odd = floats_of(part)
    blank = np.isnan(array) & ~odd
    faults = _odd_cells(part, odd)
    faults += cell_faults(part, blank, "the membership is missing", WHOLE_CASE)
    values = pd.DataFrame(array, part.index, part.columns)
    with np.errstate(invalid="ignore"):
        outside = ~odd & ~blank & ~((array >= 0) & (array <= 1))
    faults += cell_faults(
        values,
        outside,
        "is {value:g}, and a membership lies from 0 to 1",
        "calibrate the raw values first: qca.calibrate",
    )
    faults.raise_all()
    return array


def raw_values(part: pd.DataFrame) -> pd.DataFrame:
    """Return raw values as numbers; what is missing, infinite or no number is a fault."""
    array, odd = floats_of(part)
    faults = _odd_cells(part, odd)
    faults += cell_faults(part, np.isnan(array) & ~odd, "the value is missing", WHOLE_CASE)
    faults += cell_faults(part, np.isinf(array), "is infinite", WHOLE_CASE)
    faults.raise_all()
    return pd.DataFrame(array, part.index, part.columns)


def _odd_cells(part: pd.DataFrame, odd: Array) -> Faults:
    """Return a fault for every cell that is no number."""
    return Faults(
        no_number(place_of(part.index[row], part.columns[column]), part.iloc[row, column], WHOLE_CASE)
        for row, column in np.argwhere(odd).tolist()
    )


def refuse_halves(x: Array, frame_index: pd.Index, names: Sequence[str]) -> None:
    """Refuse memberships of exactly .5: such a case belongs to no row of a truth table."""
    values = pd.DataFrame(x, frame_index, list(names))
    way_out = "decide from what is known of the case on which side it lies, and move the crossover in qca.calibrate there"
    Faults(
        cell_faults(values, x == 0.5, "is exactly .5, neither in nor out, and belongs to no row", way_out)
    ).raise_all()


def compared(
    sets: Sets, outcome: str, conditions: Sequence[str] | None, halves: bool = True
) -> tuple[Array, Array, pd.Index, str, int, list[str]]:
    """Return memberships in conditions and outcome, the cases, the outcome's name and sign, and the conditions.

    Everything that cannot be compared is refused.

    Parameters
    ----------
    halves : bool
        Refuse memberships of exactly .5 in conditions.
    """
    frame = table_of(sets.values if isinstance(sets, CalibratedSets) else sets, "sets")
    name, sign, names = chosen(frame, outcome, conditions)
    both = memberships_of(frame, [*names, name])
    if len(both) < 2:
        raise UnsuitableMethod("cases", "there is one case", "QCA compares cases: give several")
    same = (both == both[0]).all(axis=0)
    faults = Faults(
        Fault(one, "is {value:g} in every case", "a constant tells no case from another: leave it out, or calibrate it anew",
              value=float(both[0, at]))
        for at, one in enumerate([*names, name]) if same[at]
    )  # fmt: skip
    faults.raise_all(UnsuitableMethod)
    x, y = both[:, :-1], both[:, -1]
    if halves:
        refuse_halves(x, frame.index, names)
    return x, (1 - y if sign == ABSENT else y), frame.index, name, sign, names


def skew_notes(x: Array, names: Sequence[str]) -> list[Note]:
    """Return a note that names sets which nearly all cases are in, or out of."""
    share = (x > 0.5).mean(axis=0)
    odd = [name for name, one in zip(names, share, strict=True) if min(one, 1 - one) < SKEWED]
    told = (
        "nearly all cases are on one side of: {names:10}; such sets are easily found necessary, or consistent with both "
        "outcomes"
    )
    return [Note(told, names=odd)] if odd else []


def alike_notes(index: pd.Index) -> list[Note]:
    """Return a note that names cases (or units) whose names differ only in blanks, capitals or the width of signs."""
    return alike_note(index.get_level_values(-1).unique(), Text("case"))


def names_of(index: pd.Index) -> np.ndarray:
    """Return the names of cases as they are told."""
    found = np.empty(len(index), dtype=object)
    found[:] = [str(place_of(label)) for label in index]
    return found
