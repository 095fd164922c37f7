"""Panels of cases: consistency pooled, between periods and within units (Garcia-Castro and Ariño)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import Kind, asked, choice
from govmetrics.core.periods import ordered
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.qca import fits
from govmetrics.qca._sets import OUTCOME, SETS, Sets, compared
from govmetrics.qca.expressions import literal, memberships, read_terms
from govmetrics.qca.solution import Solution

_TERMS = Kind(
    lambda value: value is None or isinstance(value, Solution)
    or (isinstance(value, list | tuple) and len(value) > 0 and all(isinstance(one, str) and one.strip() for one in value)),
    Text('give a Solution, or a list of expressions such as ["DEV*~URB", "LIT + STB"]'),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class PanelConsistency(Result):
    """How consistency holds over periods and across units.

    Attributes
    ----------
    pooled : DataFrame
        One row a term: consistency and coverage of all rows (POCONS); between_distance and within_distance: how far the
        consistencies of periods, and of units, are from being all alike (0); the least of each (between_least, within_least),
        and how many units are below .75 (units_below).
    between : DataFrame
        Rows periods, columns terms: consistency of each period (BECONS), NaN where no unit is in the set.
    within : DataFrame
        Rows units, columns terms: consistency of each unit over the periods (WICONS).
    relation : str
        "sufficiency" or "necessity".
    outcome : str
    notes : tuple of Note

    See Also
    --------
    temporal
    """

    pooled: pd.DataFrame
    between: pd.DataFrame
    within: pd.DataFrame
    relation: str
    outcome: str
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"pooled": "Pooled consistency and distances", "between": "Consistency of periods",
                        "within": "Consistency of units"}  # fmt: skip
    _kinds: ClassVar = {"between": "number", "within": "number"}
    _cites: ClassVar = ("GarciaCastroArino2016",)

    def _method(self) -> tuple[Text, ...]:
        told = {
            "sufficiency": "Consistency of sufficiency for {outcome} was computed over all rows, for each period across units "
            "and for "
            "each unit over periods; distances are Euclidean, of the shares of their sum from equal shares.",
            "necessity": "Consistency of necessity for {outcome} was computed over all rows, for each period across units and "
            "for "
            "each unit over periods; distances are Euclidean, of the shares of their sum from equal shares.",
        }
        return (Text(told[self.relation], outcome=self.outcome),)

    def _finding(self) -> tuple[Text, ...]:
        found = []
        for term, row in self.pooled.head(5).iterrows():
            told = (
                "{term}: consistency {pooled:.3f}, at least {between:.3f} in every period; {below} of {units} units are below "
                ".75."
            )
            found.append(Text(told, term=str(term), pooled=row["consistency"], between=row["between_least"],
                              below=int(row["units_below"]), units=len(self.within)))  # fmt: skip
        return tuple(found)

    _by_line: ClassVar = True


def temporal(
    sets: Sets,
    outcome: str,
    terms: Solution | Sequence[str] | None = None,
    relation: Literal["sufficiency", "necessity"] = "sufficiency",
) -> PanelConsistency:
    r"""Tell whether a relation between sets holds in every period and for every unit of a panel.

    Consistency is computed over all rows (POCONS), for each period across units (BECONS) and for each unit over the periods
    (WICONS). The distance of T consistencies from being alike is :math:`\sqrt{\sum_t (c_t / \sum_s c_s - 1 / T)^2}`.

    Parameters
    ----------
    sets : CalibratedSets or DataFrame
        Memberships; rows (period, unit).
    outcome : str
        Its name; ``~name`` for its negation.
    terms : Solution or list of str, optional
        What is looked at: the terms of the first model, or expressions; each set and its negation by default.
    relation : {"sufficiency", "necessity"}
        Of terms for the outcome.

    Returns
    -------
    PanelConsistency
        `pooled`, `between`, `within`.

    Raises
    ------
    FaultyInput
        Rows without periods, unknown sets, memberships outside [0, 1] or missing.
    UnsuitableMethod
        One period or one unit, a constant set.

    Notes
    -----
    Several methods are called temporal QCA. This is the one for panels; TQCA (order of events as a condition) needs no
    function: code the order as a set. A high pooled consistency may hide a period in which the relation does not hold: look at
    the least one. Thresholds for distances are rules of thumb, and none is applied here.

    References
    ----------
    Garcia-Castro, R. and Ariño, M. A. (2016). A general approach to panel data set-theoretic research. Journal of Advances in
    Management Sciences & Information Systems 2, 63-76.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> rows = pd.MultiIndex.from_product([[2023, 2024], ["East", "West"]], names=["period", "unit"])
    >>> sets = pd.DataFrame({"TRUST": [0.8, 0.3, 0.9, 0.4], "DONE": [0.9, 0.4, 0.6, 0.4]}, rows)
    >>> gm.qca.temporal(sets, "DONE", ["TRUST"]).between["TRUST"].round(3).tolist()
    [1.0, 0.769]
    """
    asked(
        sets=(sets, SETS),
        outcome=(outcome, OUTCOME),
        terms=(terms, _TERMS),
        relation=(relation, choice("sufficiency", "necessity")),
    )
    x, y, index, name, sign, names = compared(sets, outcome, None, halves=False)
    if index.nlevels < 2:
        raise FaultyInput("sets", "have no period", "index the rows by `period` and `unit`")
    texts, degree = _degrees(terms, x, names)
    periods, units = ordered(index.get_level_values("period")), list(index.get_level_values("unit").unique())
    if len(periods) < 2 or len(units) < 2:
        problem = "there are {periods:# period|# periods} and {units:# unit|# units}"
        raise UnsuitableMethod(
            "rows", problem, "give at least two of each", periods=len(periods), units=len(units)
        )
    at_period = pd.Index(periods).get_indexer(index.get_level_values("period"))
    at_unit = pd.Index(units).get_indexer(index.get_level_values("unit"))
    between = _by(degree, y, at_period, len(periods), relation)
    within = _by(degree, y, at_unit, len(units), relation)
    pooled = pd.DataFrame({
        "consistency": _consistency(degree, y, relation), "coverage": _consistency(degree, y, _OTHER[relation]),
        "between_distance": _distance(between), "within_distance": _distance(within), "between_least": np.nanmin(between, axis=0),
        "within_least": np.nanmin(within, axis=0), "units_below": (within < 0.75 - 1e-12).sum(axis=0),
    }, pd.Index(texts, name="term", dtype=object))  # fmt: skip
    labels = pd.Index(texts, dtype=object)
    return PanelConsistency(
        pooled, pd.DataFrame(between, pd.Index(periods, name="period"), labels),
        pd.DataFrame(within, pd.Index(units, name="unit"), labels), relation, literal(name, sign),
        tuple(_notes(index, periods, units, between, within)),
    )  # fmt: skip


_OTHER = {"sufficiency": "necessity", "necessity": "sufficiency"}


def _consistency(x: Array, y: Array, relation: str) -> Array:
    return fits.inclusion(x, y) if relation == "sufficiency" else fits.coverage(x, y)


def _degrees(terms: Solution | Sequence[str] | None, x: Array, names: list[str]) -> tuple[list[str], Array]:
    """Return expressions and memberships in them, (n, expressions)."""
    if terms is None:
        texts = [literal(name, value) for name in names for value in (1, 0)]
    else:
        texts = [*terms.models[0].terms] if isinstance(terms, Solution) else [text.strip() for text in terms]
    found = [memberships(read_terms(text, names, "terms"), x).max(axis=1) for text in texts]
    return texts, np.column_stack(found)


def _by(x: Array, y: Array, groups: Array, count: int, relation: str) -> Array:
    """Return the consistency of each group, (groups, terms)."""
    return np.stack([_consistency(x[groups == at], y[groups == at], relation) for at in range(count)])


def _distance(consistency: Array) -> Array:
    """Return how far consistencies, (groups, terms), are from all alike; groups without any are left out."""
    known = ~np.isnan(consistency)
    c = np.where(known, consistency, 0.0)
    share = fits.quotient(c, c.sum(axis=0))
    gap = np.where(known, share - 1 / known.sum(axis=0), 0.0)
    return np.asarray(np.sqrt((gap**2).sum(axis=0)))


def _notes(
    index: pd.Index,
    periods: list[object],
    units: list[object],
    between: Array,
    within: Array,
) -> list[Note]:
    notes = []
    if len(index) < len(periods) * len(units):
        count = len(periods) * len(units) - len(index)
        notes.append(
            Note("not every unit is there in every period: {count:# row is|# rows are} missing", count=count)
        )
    for array, labels, told in ((between, periods, "period"), (within, units, "unit")):
        if np.isnan(array).any():
            rows = [str(labels[at]) for at in np.flatnonzero(np.isnan(array).any(axis=1))]
            text = (
                "no unit is in some set in: {names:10}"
                if told == "period"
                else "in no period in some set: {names:10}"
            )
            notes.append(Note(text, names=rows))
    return notes
