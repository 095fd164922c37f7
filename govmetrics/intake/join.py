"""Records and survey scores of the same units, each filling its own leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput


class Scored(Protocol):
    """Anything with values (and standard errors) of leaves: a Dataset, or a survey's scores."""

    @property
    def values(self) -> pd.DataFrame:
        """Units x leaves."""

    @property
    def standard_errors(self) -> pd.DataFrame | None:
        """Same shape, or None."""


def join(dataset: Dataset, other: Scored) -> Dataset:
    """Fill leaves of `dataset` that have no values yet from `other`.

    Parameters
    ----------
    dataset : Dataset
        For example records, whose survey leaves are empty.
    other : Dataset or SurveyScores
        Values of some leaves for the same units, in any order.

    Returns
    -------
    Dataset
        Standard errors of `other` come along.

    Raises
    ------
    FaultyInput
        Units that only one of the two has, columns that are no leaves, leaves that both fill: all at once.
    """
    filled = other.values.loc[:, other.values.notna().any()]
    faults = [
        Fault(str(c), "is not a leaf of the tree") for c in filled.columns if c not in dataset.tree.codes
    ]
    both = [c for c in filled.columns if c in dataset.tree.codes and dataset.values[c].notna().any()]
    faults += [
        Fault(str(c), "both sources have values for it", "drop the column from one of them") for c in both
    ]
    mine, theirs = dataset.values.index, filled.index
    way_out = "give both sources the same units, spelled alike"
    faults += [
        Fault(str(u), "is missing in the second source", way_out) for u in mine.difference(theirs)[:50]
    ]
    faults += [Fault(str(u), "is missing in the first source", way_out) for u in theirs.difference(mine)[:50]]
    if faults:
        raise FaultyInput(faults)
    values = dataset.values.assign(**{c: filled[c].reindex(mine) for c in filled.columns})
    errors = dataset.standard_errors
    if other.standard_errors is not None:
        base = (
            pd.DataFrame(float("nan"), index=mine, columns=dataset.tree.codes) if errors is None else errors
        )
        errors = base.assign(**{c: other.standard_errors[c].reindex(mine) for c in filled.columns})
    return replace(
        dataset, values=values, standard_errors=errors, notes=(*dataset.notes, *getattr(other, "notes", ()))
    )
