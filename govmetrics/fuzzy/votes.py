"""Membership from experts' votes and from frequencies (频数): the share of those who chose each grade."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.labels import categories, clean_index
from govmetrics.core.odd_values import CODES_SAID, odd_notes
from govmetrics.core.options import FRAME, shown, wanted
from govmetrics.core.warn import warn
from govmetrics.core.words import Text
from govmetrics.fuzzy.cells import floats
from govmetrics.fuzzy.grades import GRADES, GradeScale


def from_counts(frame: pd.DataFrame, grades: GradeScale) -> pd.DataFrame:
    """Return frequencies as memberships: every row divided by its sum.

    Parameters
    ----------
    frame : DataFrame, index (unit, code)
        How many chose each grade, one column per grade (weighted counts are welcome).
    grades : GradeScale
        Names and order of the grades.

    Returns
    -------
    DataFrame, index (unit, code)
        Rows that sum to one.

    Raises
    ------
    FaultyInput
        Other columns than the grades, negative or missing counts, rows where nobody chose: all at once.

    References
    ----------
    汪培庄 (Wang, P. (1983). 模糊集合论及其应用 (Fuzzy sets and their applications). 上海科学技术出版社.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_tuples([("A", "trust")], names=["unit", "code"])
    >>> counts = pd.DataFrame([[6, 3, 1]], rows, ["good", "fair", "poor"])
    >>> from_counts(counts, GradeScale(["good", "fair", "poor"], [3, 2, 1])).iloc[0].tolist()
    [0.6, 0.3, 0.1]
    """
    _refuse_others(frame, grades)
    faults = Faults(
        Fault(str(c), "the column is not a grade", "the grades are: {grades}", grades=grades.keys)
        for c in frame.columns
        if c not in grades.keys
    )
    counts = _each_once(frame, faults)
    counts = counts.set_axis(clean_index(counts.index))
    faults += [
        Fault(key, "the grade has no column", "add it") for key in grades.keys if key not in counts.columns
    ]
    known = counts[[key for key in grades.keys if key in counts.columns]]
    array, texts = floats(known, instead=1.0)
    negative, total = ~(np.isfinite(array) & (array >= 0)).all(axis=1), array.sum(axis=1)
    none = ~(total > 0) & ~negative & (known.shape[1] == len(grades))  # some of the grades do not tell it

    def fault(row: int) -> Fault:
        place = place_of(counts.index[row])
        if negative[row]:
            problem, way_out = "the counts are {counts}", "counts are zero or positive"
            return Fault(place, problem, way_out, counts=[f"{count:.6g}" for count in array[row]])
        return Fault(place, "nobody chose any grade", "leave the row out, or ask again")

    faults += [*texts, *each(np.flatnonzero(negative | none).tolist(), fault)]
    faults.raise_all()
    for note in odd_notes(pd.DataFrame(array, counts.index, known.columns), Text("leave the rows out")):
        if note.template == CODES_SAID:
            warn(note)
    return pd.DataFrame(array / total[:, None], index=counts.index, columns=grades.keys)


def from_votes(frame: pd.DataFrame, grades: GradeScale) -> pd.DataFrame:
    """Return votes, one row each, as memberships.

    Parameters
    ----------
    frame : DataFrame
        Columns unit, code and grade (the grade's name in either language), and optionally weight; others,
        such as the expert's name, are not used.
    grades : GradeScale
        Names and order of the grades.

    Returns
    -------
    DataFrame, index (unit, code)
        In the order of first appearance.

    Raises
    ------
    FaultyInput
        Columns missing, votes for something that is not a grade, weights that are not above zero: all at once.

    References
    ----------
    汪培庄 (Wang, P. (1983). 模糊集合论及其应用 (Fuzzy sets and their applications). 上海科学技术出版社.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> votes = pd.DataFrame({"unit": "East", "code": "trust", "grade": ["good", "good", "fair", "poor"]})
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.fuzzy.from_votes(votes, grades).loc[("East", "trust")].tolist()
    [0.5, 0.25, 0.25]
    """
    _refuse_others(frame, grades)
    problem, way_out = "there is no column {name!r}", "give unit, code and grade, one row for each vote"
    faults = Faults(
        Fault("frame", problem, way_out, name=name)
        for name in ("unit", "code", "grade")
        if name not in frame.columns
    )
    votes = _each_once(frame, faults)
    named = [name for name in ("unit", "code", "grade") if name in votes.columns]
    votes = votes.assign(**{name: categories(votes[name].astype(object)) for name in named})
    places = {
        label: i for language in ("en", "zh", "both") for i, label in enumerate(grades.labels(language))
    }
    place = votes["grade"].map(places) if "grade" in votes.columns else pd.Series(0, votes.index)
    weight = votes["weight"] if "weight" in votes.columns else pd.Series(1.0, votes.index)
    weight = pd.to_numeric(weight, errors="coerce")
    bad = {"grade": place.isna(), "weight": ~(np.isfinite(weight) & (weight > 0))}
    bad |= {name: votes[name].isna() for name in ("unit", "code") if name in votes.columns}
    for name, rows in bad.items():
        faults += _vote_faults(votes, name, rows.to_numpy(), grades)
    faults.raise_all()
    labels = pd.MultiIndex.from_frame(votes[["unit", "code"]])
    table = weight.groupby(
        [*(labels.get_level_values(i) for i in (0, 1)), place.astype(int)], sort=False
    ).sum()
    counts = table.unstack(fill_value=0).reindex(columns=range(len(grades)), fill_value=0.0)
    counts = counts.set_axis(grades.keys, axis="columns").reindex(labels.unique())
    return from_counts(counts, grades)


def _vote_faults(votes: pd.DataFrame, name: str, bad: np.ndarray, grades: GradeScale) -> list[Fault]:
    way_out = {
        "grade": Text("the grades are: {grades}", grades=grades.labels("both")),
        "weight": Text("give a number above zero"),
    }.get(name, Text("fill it in"))

    def fault(row: int) -> Fault:
        place, cell = Text("row {row}", row=votes.index[row]), shown(votes[name].iloc[row])
        return Fault(place, "{key} is {value}", way_out, key=name, value=cell)

    return each(np.flatnonzero(bad).tolist(), fault)


def _each_once(frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Return the first of the columns of each name; one that comes twice is a fault."""
    again = frame.columns.duplicated()
    faults += [
        Fault(str(column), "occurs more than once", "keep one of them")
        for column in frame.columns[again].unique()
    ]
    return frame.loc[:, ~again]


def _refuse_others(frame: pd.DataFrame, grades: GradeScale) -> None:
    """Refuse anything but a frame with rows, and anything but a scale."""
    faults = wanted(frame=(frame, FRAME), grades=(grades, GRADES))
    if isinstance(frame, pd.DataFrame) and not len(frame):
        faults.append(Fault("frame", "the table has no rows", "give at least one row"))
    faults.raise_all()
