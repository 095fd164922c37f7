"""Tables of ballots: one row a person, one column an option or a statement; every fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import Table, by_unit
from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import LIST, asked, shown
from govmetrics.core.words import Text


def ballots_of(
    source: Table, by: Any, what: str, allowed: Sequence[float] | None, way_out: str
) -> pd.DataFrame:
    """Return ballots as numbers, people x options; `allowed` are the cells that there may be, besides empty ones."""
    frame = by_unit(source, by, what)
    if frame.index.nlevels > 1:
        raise FaultyInput(what, "the rows have several levels", "give one name a person")
    faults = Faults()
    twice = frame.index[frame.index.duplicated()].unique()
    faults += each(
        twice, lambda one: Fault(place_of(one), "voted more than once", "keep one ballot a person")
    )
    if frame.shape[1] < 2:
        faults.append(
            Fault(what, "there are fewer than two columns", "give one column an option or a statement")
        )
    if not len(frame):
        faults.append(Fault(what, "there are no ballots", "give one row a person"))
    values, wrong = floats_of(frame)
    wrong = wrong | np.isinf(values)
    if allowed is not None:
        wrong = wrong | ~(np.isnan(values) | np.isin(values, allowed))

    def fault(at: list[int]) -> Fault:
        place = place_of(frame.index[at[0]], frame.columns[at[1]])
        return Fault(place, "is {value}", way_out, value=shown(frame.iloc[at[0], at[1]]))

    faults += each(np.argwhere(wrong).tolist(), fault)
    faults.raise_all()
    return pd.DataFrame(values, frame.index.rename("person"), frame.columns.rename("option"))


def text_labels(names: Iterable[Any], columns: pd.Index, what: str) -> list[Any]:
    """Return labels as the columns have them; those that are not there, or twice, are faults."""
    given = [clean(name) for name in names]
    unknown = [name for name in dict.fromkeys(given) if name not in set(columns)]
    there = Text("there are: {labels}", labels=[str(column) for column in columns])
    faults = Faults(each(unknown, lambda name: Fault(what, "there is no {name!r}", there, name=str(name))))
    twice = [name for name in dict.fromkeys(given) if given.count(name) > 1]
    faults += each(twice, lambda name: Fault(what, "{name!r} occurs twice", "name it once", name=str(name)))
    faults.raise_all()
    return given


def counts_of(counts: Any, frame: pd.DataFrame) -> pd.Series:
    """Return how many ballots each row stands for: one, or what was given."""
    if counts is None:
        return pd.Series(1.0, frame.index)
    asked(counts=(counts, LIST))
    given = counts if isinstance(counts, pd.Series) else pd.Series(list(counts), dtype=object)
    if not isinstance(counts, pd.Series):
        if len(given) != len(frame):
            problem = "has {n} numbers for {rows:# row|# rows}"
            raise FaultyInput("counts", problem, "give one number a row", n=len(given), rows=len(frame))
        given.index = frame.index
    if given.index.has_duplicates or set(given.index) != set(frame.index):
        raise FaultyInput(
            "counts", "its rows are not those of the ballots", "give one number a row of the ballots"
        )
    table = given.reindex(frame.index).to_frame("counts")
    values, wrong = floats_of(table)
    bad = wrong | ~(np.isfinite(values) & (values >= 0) & (values == np.floor(values)))
    Faults(cell_faults(table, bad, "is {value}", "give whole numbers from 0")).raise_all()
    if not values.sum():
        raise FaultyInput("counts", "there are no ballots", "give whole numbers from 0, some above it")
    return pd.Series(values[:, 0], frame.index)
