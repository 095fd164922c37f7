"""Necessary conditions: single ones, their negations, and unions of them (SUIN)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import PROPORTION, asked, count
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.qca import fits
from govmetrics.qca._sets import CONDITIONS, OUTCOME, SETS, Sets, alike_notes, compared, skew_notes
from govmetrics.qca.expressions import literal

NECESSARY, TRIVIAL, NOT = Text("necessary"), Text("trivially necessary"), Text("not necessary")
_KEYS = ("consistency", "RoN", "coverage")
MOST_UNIONS = 200_000
"""Some seconds."""


@dataclass(frozen=True, eq=False)
class Necessity(Result):
    """How far conditions are necessary for an outcome, and for its negation.

    Attributes
    ----------
    conditions : DataFrame
        One row a condition and one its negation: consistency, RoN (relevance of necessity), coverage and verdict; the same for
        the negated outcome (consistency_negated, RoN_negated, coverage_negated, verdict_negated).
    unions : DataFrame
        Rows (outcome, union): unions such as ``A + ~B`` that are consistent and relevant, and of which no part is consistent by
        itself: consistency, RoN, coverage.
    outcome : str
    consistency, relevance : float
        The cuts.
    notes : tuple of Note

    See Also
    --------
    necessity
    """

    conditions: pd.DataFrame
    unions: pd.DataFrame
    outcome: str
    consistency: float
    relevance: float
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"conditions": "Necessary conditions", "unions": "Unions that are necessary"}
    _cites: ClassVar = ("Ragin2008", "SchneiderWagemann2012")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "A condition counts as necessary where its consistency is at least {consistency:g} and the relevance of necessity "
            "(RoN) at "
            "least {relevance:g}."
        )
        return (Text(told, consistency=self.consistency, relevance=self.relevance),)

    def _finding(self) -> tuple[Text, ...]:
        found, negation = [], self.outcome[1:] if self.outcome.startswith("~") else f"~{self.outcome}"
        for end, name in (("", self.outcome), ("_negated", negation)):
            verdict = self.conditions["verdict" + end]
            names = list(self.conditions.index[verdict == NECESSARY])
            told = (
                "Necessary for {outcome}: {names:10}."
                if names
                else "No single condition is necessary for {outcome}."
            )
            found.append(Text(told, outcome=name, names=names))
        if len(self.unions):
            told = "{count:# union is|# unions are} necessary; each needs a reason why its parts stand for one another."
            found.append(Text(told, count=len(self.unions)))
        return tuple(found)


def necessity(
    sets: Sets,
    outcome: str,
    consistency: float = 0.9,
    relevance: float = 0.6,
    unions: int = 2,
    conditions: Sequence[str] | None = None,
) -> Necessity:
    r"""Tell which conditions are there whenever the outcome is.

    With memberships x in a condition and y in the outcome: consistency :math:`\sum \min(x, y) / \sum y`, coverage :math:`\sum
    \min(x, y) / \sum x`, relevance of necessity :math:`\sum (1 - x) / \sum (1 - \min(x, y))`.

    Parameters
    ----------
    sets : CalibratedSets or DataFrame, shape (cases, sets)
        Memberships.
    outcome : str
        Its name; ``~name`` for its negation.
    consistency, relevance : float
        A condition that reaches the first and not the second is there nearly always, and trivially necessary.
    unions : int
        How many conditions a union may have; 1 looks at single ones alone.
    conditions : list of str, optional
        All sets but the outcome by default.

    Returns
    -------
    Necessity
        `conditions` and `unions`, for the outcome and its negation.

    Raises
    ------
    FaultyInput
        Unknown sets, the outcome among the conditions, memberships outside [0, 1] or missing, cases that are there twice.
    UnsuitableMethod
        One case, a constant set, more than 200,000 unions.

    Notes
    -----
    A union of many conditions nearly always holds the outcome: one that is found without a reason is no finding. Only unions
    whose parts are not consistent by themselves are listed.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry. University of Chicago Press. Schneider, C. Q. and Wagemann, C. (2012).
    Set-Theoretic Methods for the Social Sciences. Cambridge University Press.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> sets = pd.DataFrame({"TRUST": [0.9, 0.8, 0.7, 0.2], "DONE": [0.8, 0.6, 0.1, 0.1]}, list("abcd"))
    >>> gm.qca.necessity(sets, "DONE").conditions["consistency"].round(3).to_dict()
    {'TRUST': 1.0, '~TRUST': 0.312}
    """
    asked(sets=(sets, SETS), outcome=(outcome, OUTCOME), consistency=(consistency, PROPORTION), relevance=(relevance, PROPORTION),
          unions=(unions, count(1, 6)), conditions=(conditions, CONDITIONS))  # fmt: skip
    x, y, index, name, sign, names = compared(sets, outcome, conditions, halves=False)
    _bounded(len(names), unions)
    literals = [(name, value) for name in names for value in (1, 0)]
    degree = np.stack([x, 1 - x], axis=2).reshape(len(x), -1)
    texts = [literal(*one) for one in literals]
    table = pd.DataFrame(index=pd.Index(texts, name="condition", dtype=object))
    said = literal(name, sign)
    found = {}
    for end, of, called in (("", y, said), ("_negated", 1 - y, literal(name, 1 - sign))):
        single = _parameters(degree, of)
        for key, column in single.items():
            table[key + end] = column
        table["verdict" + end] = _verdicts(single, consistency, relevance)
        found[called] = _unions(degree, of, texts, unions, consistency, relevance)
    both = pd.concat(found, names=["outcome", "union"])
    return Necessity(
        table,
        both,
        said,
        float(consistency),
        float(relevance),
        (*alike_notes(index), *skew_notes(np.column_stack([x, y]), [*names, said])),
    )


def _parameters(x: Array, y: Array) -> dict[str, Array]:
    # consistency of necessity is coverage of sufficiency, and the other way round
    return {"consistency": fits.coverage(x, y), "RoN": fits.relevance(x, y), "coverage": fits.inclusion(x, y)}


def _verdicts(found: dict[str, Array], consistency: float, relevance: float) -> list[Text]:
    passes = np.nan_to_num(found["consistency"]) >= consistency - 1e-12
    relevant = np.nan_to_num(found["RoN"]) >= relevance - 1e-12
    return [
        (NECESSARY if also else TRIVIAL) if one else NOT for one, also in zip(passes, relevant, strict=True)
    ]


def _unions(
    x: Array, y: Array, texts: list[str], most: int, consistency: float, relevance: float
) -> pd.DataFrame:
    """Return the unions of 2 to `most` literals of different conditions that pass, and of which no part passes."""
    alone = np.nan_to_num(fits.coverage(x, y)) >= consistency - 1e-12
    before = {(at,) for at in np.flatnonzero(alone).tolist()}
    rows: dict[str, tuple[float, ...]] = {}
    for size in range(2, min(most, x.shape[1] // 2) + 1):
        members = _members(x.shape[1] // 2, size)
        found = _of_unions(x, y, members)
        passing = np.flatnonzero(np.nan_to_num(found["consistency"]) >= consistency - 1e-12)
        # a union holds its parts, so that it passes where one of them does: those one shorter tell
        now = {tuple(one) for one in members[passing].tolist()}
        for at in passing[np.nan_to_num(found["RoN"][passing]) >= relevance - 1e-12]:
            one = tuple(members[at].tolist())
            if not before.intersection(combinations(one, size - 1)):
                rows[" + ".join(texts[part] for part in one)] = tuple(float(found[key][at]) for key in _KEYS)
        before = now
    table = pd.DataFrame(
        list(rows.values()), pd.Index(list(rows), name="union", dtype=object), list(_KEYS), dtype=float
    )
    return table.sort_values("RoN", ascending=False, kind="stable")


def _members(k: int, size: int) -> Ints:
    """Return the places of the literals of every union of one size, (unions, size)."""
    places = np.array(list(combinations(range(k), size)), dtype=np.intp)
    ends = np.array(list(product((0, 1), repeat=size)), dtype=np.intp)
    return (2 * places[:, None] + ends[None]).reshape(-1, size)


def _of_unions(x: Array, y: Array, members: Ints) -> dict[str, Array]:
    """Return the parameters of unions, block by block."""
    block = max(1, 4_000_000 // (len(x) * members.shape[1]))
    parts = [
        _parameters(x[:, members[at : at + block]].max(axis=2), y) for at in range(0, len(members), block)
    ]
    return {key: np.concatenate([part[key] for part in parts]) for key in _KEYS}


def _bounded(k: int, unions: int) -> None:
    """Refuse more unions than can be told apart."""
    count = sum(comb(k, size) * 2**size for size in range(2, min(unions, k) + 1))
    if count > MOST_UNIONS:
        problem = (
            "{k} conditions and their negations have {count:,} unions of up to {unions}, more than {most:,}"
        )
        way_out = "ask for shorter unions, or name fewer conditions: many unions hold any outcome"
        raise UnsuitableMethod("unions", problem, way_out, k=k, count=count, unions=unions, most=MOST_UNIONS)
