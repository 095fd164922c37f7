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
        Values of some leaves for the same units, in any order. A unit called 1 in one source and "1" in the
        other (a text file's label) is one unit, under the label of `dataset`.

    Returns
    -------
    Dataset
        Standard errors of `other` come along.

    Raises
    ------
    FaultyInput
        Units that only one of the two has, columns that are no leaves, leaves that both fill: all at once.
    """
    mine = dataset.values.index
    filled = other.values.loc[:, other.values.notna().any()]
    theirs = _spelled_like(filled.index, mine)
    filled = filled.set_axis(theirs)
    faults = [
        Fault(str(c), "is not a leaf of the tree") for c in filled.columns if c not in dataset.tree.codes
    ]
    both = [c for c in filled.columns if c in dataset.tree.codes and dataset.values[c].notna().any()]
    faults += [
        Fault(str(c), "both sources have values for it", "drop the column from one of them") for c in both
    ]
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
        found = other.standard_errors.set_axis(theirs)
        errors = base.assign(**{c: found[c].reindex(mine) for c in filled.columns})
    return replace(
        dataset, values=values, standard_errors=errors, notes=(*dataset.notes, *getattr(other, "notes", ()))
    )


def _spelled_like(labels: pd.Index, mine: pd.Index) -> pd.Index:
    """Return labels with whole numbers and their text brought to the kind of `mine`; others as they are."""
    if labels.nlevels != mine.nlevels:
        return labels
    levels = []
    for level in range(mine.nlevels):
        own = mine.get_level_values(level).unique()
        known = {_text(label): label for label in own}
        given = labels.get_level_values(level)
        clear = len(known) == len(own) and given.map(_text).nunique() == given.nunique()
        spelled = [known.get(_text(label), label) for label in given] if clear else given
        levels.append(pd.Index(spelled, name=given.name))
    return levels[0] if len(levels) == 1 else pd.MultiIndex.from_arrays(levels, names=labels.names)


def _text(label: object) -> str:
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)
