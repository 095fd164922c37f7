"""The tables of a questionnaire as the public sees them: no group of few respondents, nothing that tells one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.evaluation.several import GroupDifferences
from govmetrics.survey import Respondents

HIDDEN = ("n", "share", "valid_share", "after")


def shown_sample(found: Respondents, smallest: int) -> Respondents:
    """Return who answered without the numbers of small categories; the next one goes with a small one that stands alone.

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"column": "sex", "category": ["f", "m", "x"], "n": [60, 37, 3], "share": [0.6, 0.37, 0.03]})
    >>> shown_sample(Respondents(counts, 100), 10).table["n"].tolist()
    [60.0, nan, nan]
    """
    table = found.table.copy()
    hidden = (table["n"] < smallest) & (table["n"] > 0)
    for _, rows in table.groupby("column", sort=False):
        marks = hidden[rows.index]
        if marks.sum() == 1 and len(rows) > 1:  # else the total tells it
            others = rows["n"][~marks]
            hidden |= table.index == others.where(others > 0, np.inf).idxmin()
    if not hidden.any():
        return found
    columns = [name for name in HIDDEN if name in table]
    table[columns] = table[columns].astype(float).mask(hidden)
    return replace(found, table=table)


def shown_differences(found: GroupDifferences, smallest: int) -> GroupDifferences | None:
    """Return comparisons by the columns whose groups all have enough respondents; None where no column has."""
    few = {column for column, one in found.by.items() if one.descriptives["n"].between(1, smallest - 1).any()}
    if not few:
        return found
    by = {column: one for column, one in found.by.items() if column not in few}
    ranks = {column: one for column, one in found.ranks.items() if column not in few}
    return replace(found, by=by, ranks=ranks) if by else None
