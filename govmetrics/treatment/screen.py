"""Which units and which indicators have too little evidence, before anything is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset, refuse_no_dataset
from govmetrics.core.errors import Fault, UnsuitableMethod, each
from govmetrics.core.options import LABEL, PROPORTION, choice, optional, several, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text

How = Literal["flag", "drop"]
_SAID = {
    ("unit", "flag"): "{count:# unit has|# units have} values for less than {least:.0%} of the indicators: {names:10}",
    ("unit", "drop"): "{count:# unit|# units} with values for less than {least:.0%} of the indicators "
                      "{count:is|are} left out: {names:10}",
    ("code", "flag"): "{count:# indicator has|# indicators have} values in less than {least:.0%} of the rows: {names:10}",
    ("code", "drop"): "{count:# indicator|# indicators} with values in less than {least:.0%} of the rows "
                      "{count:is|are} left out: {names:10}",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Screened(Result):
    """How much evidence every unit and every indicator has, and what was done about it.

    Attributes
    ----------
    data : Dataset
        What goes on: without the units and indicators that were left out; its notes name them.
    units, leaves : DataFrame
        A row for every unit, and for every leaf: how many cells have a value (present) and how many there are (cells),
        their share, whether it is enough, and whether the row was left out (dropped).
    notes : tuple of str
        Who has too little evidence, with their shares.
    procedure : Procedure
        What was asked of them, in words.

    See Also
    --------
    screen
    """

    data: Dataset
    units: pd.DataFrame
    leaves: pd.DataFrame
    notes: tuple[Note, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"units": "Evidence of the units", "leaves": "Evidence of the indicators"}
    _left_out: ClassVar = ("data",)

    def _finding(self) -> tuple[Text, ...]:
        if self.notes:
            return self.notes
        return (Text("No unit and no indicator has too little evidence."),)

    def _names(self) -> dict[str, Label]:
        return self.data.tree.names()


def screen(
    data: Dataset,
    units: float | None = 0.65,
    leaves: float | None = None,
    how: How = "flag",
    keep: Sequence[Any] = (),
) -> Screened:
    """Find the units and the indicators with too little evidence, and leave them out where that is asked for.

    Imputation comes after it: a cell that was filled in is no evidence.

    Parameters
    ----------
    data : Dataset
        Raw values; a unit without any value may be in it (`read_records(empty="keep")`).
    units : float, optional
        Least share of the leaves of which a unit must have values, in [0, 1]; None asks nothing of units. Over several
        periods all cells of a unit count together, and it stays or goes with all its rows.
    leaves : float, optional
        Least share of the rows in which a leaf must have a value; by default nothing is asked. Both are counted in
        the data as they come in.
    how : {"flag", "drop"}
        Name them in a note, or leave them out (an indicator of the tree, too, whose siblings keep their proportions).
    keep : sequence
        Units and codes of leaves that stay whatever their share.

    Returns
    -------
    Screened
        Its `data` goes on; as a step of a recipe that is what the next step takes.

    Raises
    ------
    FaultyInput
        Options out of place, and names in `keep` that are neither a unit nor a leaf.
    UnsuitableMethod
        No unit, or no indicator, would be left.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases", "visits"]})
    >>> table = pd.DataFrame({"trust": [60.0, 70, None], "cases": [5.0, 8, None], "visits": [1.0, None, 3]},
    ...                      index=["East", "West", "North"])
    >>> found = gm.treatment.screen(gm.read_records(table, tree), how="drop")
    >>> found.units["share"].round(2).to_dict()
    {'East': 1.0, 'West': 0.67, 'North': 0.33}
    >>> print(found.notes[0])
    1 unit with values for less than 65% of the indicators is left out: North (33%)
    """
    faults = refuse_no_dataset(data)
    faults += wanted(units=(units, optional(PROPORTION)), leaves=(leaves, optional(PROPORTION)),
                     how=(how, choice("flag", "drop")), keep=(keep, several(LABEL)))  # fmt: skip
    faults.raise_all()
    kept, known = list(keep), data.values.notna()
    problem, way_out = "{name!r} is neither a unit nor an indicator", "check the spelling, or remove it"
    unknown = [name for name in kept if name not in data.units and name not in data.tree.codes]
    faults += each(unknown, lambda name: Fault("keep", problem, way_out, name=str(name)))
    faults.raise_all()
    whose = data.values.index if not data.periods else data.values.index.get_level_values("unit")
    of_units = known.groupby(whose, sort=False).sum().sum(axis="columns").reindex(data.units)
    rows = pd.Series(1, index=whose).groupby(level=0, sort=False).sum().reindex(data.units)
    found = {
        "unit": _judged(of_units, rows * known.shape[1], units, how, kept).rename_axis("unit"),
        "code": _judged(known.sum(), len(known), leaves, how, kept).rename_axis("code"),
    }
    told = {"unit": units, "code": leaves}
    notes = [note for what, least in told.items() for note in _notes(found[what], what, least)]
    procedure = _procedure(units, leaves, how)
    left = _left(data, found, notes)
    left = replace(left, procedure=left.procedure + procedure)
    return Screened(left, found["unit"], found["code"], tuple(notes), procedure)


def _procedure(units: float | None, leaves: float | None, how: How) -> Procedure:
    """Say what was asked of units and indicators."""
    told = Procedure.of(
        "Evidence was counted as the share of cells with a value, before anything was imputed.", "oecd2008"
    )
    asked = {
        "Units had to have values for at least {least:.0%} of the indicators.": units,
        "Indicators had to have values in at least {least:.0%} of the rows.": leaves,
    }
    for line, least in asked.items():
        told += Procedure() if least is None else Procedure.of(line, least=least)
    done = (
        "Those that fell short were left out."
        if how == "drop"
        else "Those that fell short were kept and named."
    )
    return told if units is None and leaves is None else told + Procedure.of(done)


def _judged(
    present: pd.Series, cells: Any, least: float | None, how: How, kept: Iterable[Any]
) -> pd.DataFrame:
    table = pd.DataFrame({"present": present.astype(int), "cells": cells})
    table["share"] = table["present"] / table["cells"]
    table["enough"] = table["share"] >= (0.0 if least is None else least) - 1e-9
    table["dropped"] = ~table["enough"] & (how == "drop") & ~table.index.isin(list(kept))
    return table


def _notes(table: pd.DataFrame, what: str, least: float | None) -> list[Note]:
    """Return who has too little evidence: those left out, and those that stay."""
    notes = []
    for chosen, mask in (("drop", table["dropped"]), ("flag", ~table["enough"] & ~table["dropped"])):
        low = table[mask]
        if len(low):
            names = [Text("{name} ({share:.0%})", name=str(name), share=float(share))
                     for name, share in low["share"].items()]  # fmt: skip
            notes.append(Note(_SAID[what, chosen], count=len(low), least=least, names=names))
    return notes


def _left(data: Dataset, found: dict[str, pd.DataFrame], notes: list[Note]) -> Dataset:
    """Return the data without what is dropped, and with the notes."""
    gone = {what: table.index[table["dropped"]] for what, table in found.items()}
    for what, table in found.items():
        if table["dropped"].all():
            problem = "no unit is left" if what == "unit" else "no indicator is left"
            raise UnsuitableMethod("screen", problem, 'ask for a smaller share, or say how="flag"')
    tree = data.tree
    if len(gone["code"]):
        tree = tree.keep([code for code in tree.codes if code not in gone["code"]])
    index = data.values.index
    stay = ~(index if index.nlevels == 1 else index.get_level_values("unit")).isin(gone["unit"])
    errors = None if data.standard_errors is None else data.standard_errors.loc[stay, tree.codes]
    changes = data.changes[
        np.isin(data.changes["code"], tree.codes) & ~data.changes["unit"].isin(gone["unit"])
    ]
    return replace(data, tree=tree, values=data.values.loc[stay, tree.codes], attributes=data.attributes[stay],
                   standard_errors=errors, notes=(*data.notes, *notes), changes=changes)  # fmt: skip
