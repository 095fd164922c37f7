"""Truth tables of crisp and fuzzy sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import COUNT, PROPORTION, asked, number
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.qca import fits
from govmetrics.qca._sets import CONDITIONS, OUTCOME, SETS, Sets, alike_notes, compared, names_of, skew_notes
from govmetrics.qca.configurations import TruthTable
from govmetrics.qca.expressions import literal, memberships
from govmetrics.qca.implicants import MOST_CONDITIONS, rows_of

_OWN = (
    "n",
    "inclusion",
    "PRI",
    "OUT",
    "inclusion_negated",
    "PRI_negated",
    "OUT_negated",
    "contradictory",
    "gap",
    "cases",
)


def truth_table(
    sets: Sets,
    outcome: str,
    consistency: float = 0.8,
    pri: float = 0.5,
    cases: int = 1,
    conditions: Sequence[str] | None = None,
) -> TruthTable:
    r"""Tell which combinations of conditions there are, and which go with the outcome.

    A case belongs to the one row in which its membership, the least of those in the conditions or their negations, exceeds .5.
    A row's inclusion over all cases is :math:`\sum \min(x, y) / \sum x`, and its PRI that without what x shares with the
    outcome and its negation alike.

    Parameters
    ----------
    sets : CalibratedSets or DataFrame, shape (cases, sets)
        Memberships, of conditions and outcome.
    outcome : str
        Its name; ``~name`` for its negation.
    consistency : float
        Rows whose inclusion reaches it ...
    pri : float
        ... and whose PRI reaches this go with the outcome. Common are .5 to .75; 0 looks at inclusion alone.
    cases : int
        Rows with fewer cases count as not observed.
    conditions : list of str, optional
        All sets but the outcome by default; up to 14.

    Returns
    -------
    TruthTable
        `rows`, `remainders`, and notes that name what is contradictory.

    Raises
    ------
    FaultyInput
        Unknown sets, the outcome among the conditions, memberships outside [0, 1], missing or exactly .5 in a condition, cases
        that are there twice.
    UnsuitableMethod
        One case, a constant set, more than 14 conditions.

    Notes
    -----
    A row is contradictory where it is consistent with the outcome and has a low PRI (it is a subset of the negation as well), or
    where some of its cases have the outcome and others do not. Rows are sorted by inclusion, so that `gap` shows where a cut
    would separate them.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry. University of Chicago Press. Schneider, C. Q. and Wagemann, C. (2012).
    Set-Theoretic Methods for the Social Sciences. Cambridge University Press.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> sets = pd.DataFrame({"TRUST": [1, 1, 0, 0], "FUNDS": [1, 0, 1, 0], "DONE": [1, 1, 0, 0]}, list("abcd"))
    >>> gm.qca.truth_table(sets, "DONE").rows[["n", "inclusion", "OUT"]].to_numpy().tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    """
    asked(sets=(sets, SETS), outcome=(outcome, OUTCOME), consistency=(consistency, number(0, 1, open_low=True)),
          pri=(pri, PROPORTION), cases=(cases, COUNT), conditions=(conditions, CONDITIONS))  # fmt: skip
    x, y, index, name, sign, names = compared(sets, outcome, conditions)
    _fitting(names)
    said = literal(name, sign)
    every, called = rows_of(len(names)), names_of(index)
    place = (x > 0.5) @ (1 << np.arange(len(names) - 1, -1, -1))
    counts = np.bincount(place, minlength=len(every))
    seen = np.flatnonzero(counts >= cases)
    if not len(seen):
        raise UnsuitableMethod(
            "cases",
            "no combination has {cases} cases",
            "lower `cases`; the most that one has is {most}",
            cases=cases,
            most=int(counts.max()),
        )
    table = _rows(every[seen], names, x, y, consistency, pri)
    table["n"] = counts[seen]
    table["contradictory"] = _contradictory(table, place, seen, y, consistency)
    table["cases"] = [tuple(called[place == at]) for at in seen]
    order = np.lexsort((seen, -counts[seen], -table["inclusion"].to_numpy()))
    table = table.iloc[order]
    table["gap"] = -table["inclusion"].diff().shift(-1)
    rest = np.flatnonzero(counts < cases)
    held = pd.Series([tuple(called[place == at]) if counts[at] else () for at in rest], dtype=object)
    remainders = pd.DataFrame(every[rest], _codes(every[rest]), names).assign(
        n=counts[rest], cases=held.to_numpy()
    )
    memberships_ = pd.DataFrame(np.column_stack([x, y]), index, [*names, said])
    notes = _notes(table, remainders, names, x, y, called, said, consistency, pri)
    cuts = float(consistency), float(pri), int(cases)
    return TruthTable(
        table[[*names, *_OWN]],
        remainders,
        names,
        said,
        *cuts,
        sets,
        memberships_,
        (*alike_notes(index), *notes),
    )


def _fitting(names: list[str]) -> None:
    """Refuse more conditions than can be minimised, and those called like columns of the table."""
    if len(names) > MOST_CONDITIONS:
        problem, way_out = (
            "there are {count}, with {rows:,} combinations",
            "choose up to {most}: few cases cannot tell so many apart",
        )
        raise UnsuitableMethod(
            "conditions", problem, way_out, count=len(names), rows=2 ** len(names), most=MOST_CONDITIONS
        )
    own = [name for name in names if name in _OWN]
    if own:
        raise FaultyInput(
            "conditions", "{names} is what a column of the table is called", "rename the set", names=own
        )


def _codes(rows: Ints) -> pd.Index:
    return pd.Index(["".join(map(str, row)) for row in rows.tolist()], name="row", dtype=object)


def _rows(rows: Ints, names: list[str], x: Array, y: Array, consistency: float, pri: float) -> pd.DataFrame:
    """Return the parameters of rows, (r, k): for the outcome and for its negation."""
    degree = memberships(rows, x)
    table = pd.DataFrame(rows, _codes(rows), names)
    for end, of in (("", y), ("_negated", 1 - y)):
        inclusion, share = fits.inclusion(degree, of), fits.pri(degree, of)
        table["inclusion" + end], table["PRI" + end] = inclusion, share
        # a sum of decimals may miss the cut that it equals by the last digit
        table["OUT" + end] = (
            (inclusion >= consistency - 1e-12) & (np.nan_to_num(share) >= pri - 1e-12)
        ).astype(int)
    return table


def _contradictory(table: pd.DataFrame, place: Ints, seen: Ints, y: Array, consistency: float) -> Bools:
    """Tell which rows speak for both: subsets of the outcome and of its negation, or with cases on both sides."""
    cut = consistency - 1e-12
    subset = ((table["inclusion"] >= cut) | (table["inclusion_negated"] >= cut)) & (
        table["OUT"] + table["OUT_negated"] == 0
    )
    both = (table["inclusion"] >= cut) & (table["inclusion_negated"] >= cut)
    mixed = np.array([bool((y[place == at] > 0.5).any() and (y[place == at] < 0.5).any()) for at in seen])
    return np.asarray((subset | both).to_numpy() | mixed)


def _notes(
    table: pd.DataFrame, remainders: pd.DataFrame, names: list[str], x: Array, y: Array, called: Array, said: str,
    consistency: float, pri: float,
) -> list[Note]:  # fmt: skip
    notes = skew_notes(np.column_stack([x, y]), [*names, said])
    low = table.index[(table["inclusion"] >= consistency - 1e-12) & (table["OUT"] == 0)]
    if len(low):
        told = (
            "consistent with {outcome}, but with a PRI below {pri:g}: a subset of the negation as well, and not taken as "
            "sufficient: {rows:10}"
        )
        notes.append(Note(told, outcome=said, pri=pri, rows=list(low)))
    odd = table[table["contradictory"] & ~table.index.isin(low)]
    if len(odd):
        notes.append(
            Note(
                "contradictory rows, some cases with the outcome and some without: {rows:10}",
                rows=_with_cases(odd),
            )
        )
    few = remainders[remainders["n"] > 0]
    if len(few):
        notes.append(Note("rows with too few cases count as not observed: {rows:10}", rows=_with_cases(few)))
    if len(remainders):
        notes.append(Note("combinations not observed: {rows:16}", rows=list(remainders.index)))
    half = list(called[y == 0.5])
    if half:
        notes.append(Note("neither with nor without the outcome (.5): {cases:10}", cases=half))
    return notes


def _with_cases(rows: pd.DataFrame) -> list[str]:
    """Return rows with their cases in brackets."""
    return [
        f"{row} ({', '.join(cases)})" for row, cases in zip(rows.index, rows["cases"].tolist(), strict=True)
    ]
