"""Membership from experts' votes and from frequencies (频数): the share of those who chose each grade."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.fuzzy.grades import GradeScale

_SHOWN = 50


def from_counts(counts: pd.DataFrame, grades: GradeScale) -> pd.DataFrame:
    """Return frequencies as memberships: every row divided by its sum.

    Parameters
    ----------
    counts : DataFrame, index (unit, code)
        How many chose each grade, one column a grade (weighted counts are welcome).
    grades : GradeScale

    Raises
    ------
    FaultyInput
        Other columns than the grades, negative or missing counts, rows where nobody chose: all at once.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_tuples([("A", "trust")], names=["unit", "code"])
    >>> counts = pd.DataFrame([[6, 3, 1]], rows, ["good", "fair", "poor"])
    >>> from_counts(counts, GradeScale(["good", "fair", "poor"], [3, 2, 1])).iloc[0].tolist()
    [0.6, 0.3, 0.1]
    """
    listed = ", ".join(grades.keys)
    faults = [
        Fault(str(c), "the column is no grade", f"the grades are: {listed}")
        for c in counts.columns
        if c not in grades.keys
    ]
    faults += [Fault(key, "the grade has no column") for key in grades.keys if key not in counts.columns]
    if not faults and not all(pd.api.types.is_numeric_dtype(dtype) for dtype in counts.dtypes):
        faults = [Fault("counts", "has cells that are not numbers", "give counts")]
    if faults:
        raise FaultyInput(faults)
    array = counts[grades.keys].to_numpy(dtype=float)
    wrong, total = ~(np.isfinite(array) & (array >= 0)).all(axis=1), array.sum(axis=1)
    for row in np.flatnonzero(wrong | ~(total > 0))[:_SHOWN]:
        place = ", ".join(map(str, np.atleast_1d(np.asarray(counts.index[row], dtype=object))))
        if wrong[row]:
            faults.append(Fault(place, f"counts are {array[row].tolist()}", "counts are zero or positive"))
        else:
            faults.append(Fault(place, "nobody chose any grade", "leave the row out, or ask again"))
    if faults:
        raise FaultyInput(faults)
    return pd.DataFrame(array / total[:, None], index=counts.index, columns=grades.keys)


def from_votes(votes: pd.DataFrame, grades: GradeScale) -> pd.DataFrame:
    """Return votes, one row each, as memberships.

    Parameters
    ----------
    votes : DataFrame
        Columns unit, code and grade (the grade's name in either language), and optionally weight; others,
        such as the expert's name, are not used.
    grades : GradeScale

    Returns
    -------
    DataFrame, index (unit, code)
        In the order of first appearance.

    Raises
    ------
    FaultyInput
        Columns missing, votes for what is no grade, weights that are not above zero: all at once.
    """
    faults = [
        Fault("votes", f"there is no column {name!r}", "give unit, code and grade, one row a vote")
        for name in ("unit", "code", "grade")
        if name not in votes.columns
    ]
    if faults or not len(votes):
        raise FaultyInput(faults or Fault("votes", "there are none"))
    places = {
        label: i for language in ("en", "zh", "both") for i, label in enumerate(grades.labels(language))
    }
    place = votes["grade"].map(places)
    weight = votes["weight"] if "weight" in votes.columns else pd.Series(1.0, votes.index)
    weight = pd.to_numeric(weight, errors="coerce")
    listed = ", ".join(grades.labels("both"))
    for name, bad in (
        ("grade", place.isna()),
        ("weight", ~(np.isfinite(weight) & (weight > 0))),
        ("unit", votes["unit"].isna()),
        ("code", votes["code"].isna()),
    ):
        way_out = f"the grades are: {listed}" if name == "grade" else ""
        values = votes[name] if name in votes.columns else weight
        faults += [
            Fault(f"votes, row {row}", f"{name} is {values[row]!r}", way_out)
            for row in votes.index[bad.to_numpy()][:_SHOWN]
        ]
    if faults:
        raise FaultyInput(faults)
    rows = pd.MultiIndex.from_frame(votes[["unit", "code"]])
    table = weight.groupby([*(rows.get_level_values(i) for i in (0, 1)), place.astype(int)], sort=False).sum()
    counts = table.unstack(fill_value=0).reindex(columns=range(len(grades)), fill_value=0.0)
    counts = counts.set_axis(grades.keys, axis="columns").reindex(rows.unique())
    return from_counts(counts, grades)
