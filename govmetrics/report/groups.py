"""What the units of a ranking can be grouped by: their street, their type, and what else is told of them in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.labels import STREETS, clean
from govmetrics.recipe import Assessment
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings

LEAST, MOST = 2, 40
"""So many different values can be chosen from; one is no choice, and more are names."""
KINDS = 3
"""From so many values on they say by themselves what they are: yes and no do not."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """One thing to group by.

    Parameters
    ----------
    name : str
        Of the attribute.
    values : list of str
        What there is, in the order of the alphabet.
    of : Series
        Of every row of the ranking; None where it is not known.
    """

    name: str
    values: list[str]
    of: pd.Series

    @property
    def telling(self) -> bool:
        """Whether a value says by itself what it is."""
        return len(self.values) >= KINDS


def groupings(assessment: Assessment, stands: Standing) -> list[Grouping]:
    """Return every attribute in words with 2 to 40 different values in the latest period, as the records have them."""
    attributes = assessment.dataset.attributes
    if attributes.empty:
        return []
    rows = attributes.reindex(stands.table.index)
    found = []
    for name in rows.columns:
        own = rows[name]
        if pd.api.types.is_numeric_dtype(own) or pd.api.types.is_bool_dtype(own) or not _words(own):
            continue
        text = (
            own.map(lambda cell: str(clean(cell)), na_action="ignore").astype(object).where(own.notna(), None)
        )
        values = sorted(set(text.dropna()))
        if LEAST <= len(values) <= MOST:
            found.append(Grouping(str(name), values, text))
    return found


def street_of(found: list[Grouping], whole: Findings | None) -> Grouping | None:
    """Return the street: the column that the evaluation names, else the first one headed as streets are."""
    records = None if whole is None else whole.evaluation.evidence.records
    named = None if records is None else records.street
    if named is not None:
        return next((one for one in found if one.name == str(named)), None)
    return next((one for one in found if str(clean(one.name)).casefold() in STREETS), None)


def _words(cells: pd.Series) -> bool:
    """Tell whether cells are words: numbers that were read as text, and dates, are none."""
    known = cells.dropna()
    text: Any = known.map(lambda cell: isinstance(cell, str))
    return bool(len(known)) and bool(text.all()) and bool(pd.to_numeric(known, errors="coerce").isna().any())
