"""Do the resources that are there meet the needs: coverage by category, gaps, surplus, one ratio a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import BLANKS, COLUMN, TABLE, Blanks, Table, amounts, met, quotient
from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.labels import clean
from govmetrics.core.options import FROM_ZERO, MAPPING, optional, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class CapabilityMatch(Result):
    """Needs against resources, unit by unit.

    Attributes
    ----------
    values : DataFrame, shape (units, 3)
        match (mean coverage, 0 to 1), weakest (the lowest coverage), met (share of the needs that are met in full).
    standard_errors : None
        Needs and resources are counted, not sampled.
    categories : DataFrame
        Rows (unit, category): need, resources, coverage, gap, surplus.
    weights : Series
        Of the categories, as shares.

    See Also
    --------
    capability_match
    """

    values: pd.DataFrame
    standard_errors: None
    categories: pd.DataFrame
    weights: pd.Series
    notes: tuple[Note, ...]

    _shown: ClassVar = {"values": "Capability match", "categories": "Needs and resources"}
    _cites: ClassVar = ("Emerson2012",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Capability match is the mean over the needed categories of the share of each need that resources cover, at "
            "most 1: a surplus in one does not make up for a gap in another."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        match, gaps = self.values["match"], self.categories["gap"] > 0
        found = [Text("Capability match is {mean:.2f} on average, lowest in {unit:3} ({low:.2f}).", mean=match.mean(),
                      unit=holders(match, most=False), low=match.min())]  # fmt: skip
        if gaps.any():
            often = gaps.groupby(level="category", sort=False).sum()
            told = "Most often short: {name:3} ({count} of {n} units)."
            found.append(
                Text(
                    told, name=holders(often), count=int(often.max()), n=len(match)
                )
            )  # fmt: skip
        else:
            found.append(Text("All needs are met."))
        return tuple(found)


def capability_match(
    needs: Table,
    resources: Table,
    by: str | None = None,
    weights: Mapping[str, float] | None = None,
    blanks: Blanks = "refuse",
) -> CapabilityMatch:
    r"""Compare what is needed with what is there, by category and by unit.

    Parameters
    ----------
    needs : DataFrame or path
        Rows are units, columns categories (people, hours, rooms, skills, money), cells how much is needed. A column has one
        unit of measurement; columns may differ, as only ratios are averaged.
    resources : DataFrame or path
        The same units and categories: how much is there, of all actors together.
    by : str, optional
        The column of units in both; by default a frame's index, and a file's first column.
    weights : mapping, optional
        What the categories count, {category: weight}; one each by default.
    blanks : {"refuse", "zero"}
        An empty cell is a fault, or says that there is none.

    Returns
    -------
    CapabilityMatch
        `values`, which `to_leaves` hands to leaf A4 of the default tree ("match").

    Raises
    ------
    FaultyInput
        Cells that are no amounts, totals, units or categories of one table only, weights that are none.
    UnsuitableMethod
        Units that need nothing.

    Notes
    -----
    Coverage is :math:`c_j = \min(1, r_j / n_j)` where :math:`n_j > 0`; categories that a unit does not need are left out
    of its ratio :math:`\sum w_j c_j / \sum w_j`. So bounded, it says how much of the needs is met, not how rich a unit is;
    what lies idle stands in `surplus`. The formula is this library's statement of the source's gap analysis: the paper
    names capacity for joint action as a part of collaborative governance, and gives no index.

    References
    ----------
    Emerson, K., Nabatchi, T. and Balogh, S. (2012). An integrative framework for collaborative governance. Journal of
    Public Administration Research and Theory 22, 1-29.

    Examples
    --------
    >>> import govmetrics as gm
    >>> needs = pd.DataFrame({"mediators": [4, 2], "rooms": [2, 0]}, index=["East", "West"])
    >>> there = pd.DataFrame({"mediators": [3, 5], "rooms": [2, 1]}, index=["East", "West"])
    >>> found = gm.collaboration.capability_match(needs, there)
    >>> found.values["match"].to_dict()
    {'East': 0.875, 'West': 1.0}
    """
    wanted(needs=(needs, TABLE), resources=(resources, TABLE), by=(by, COLUMN), weights=(weights, optional(MAPPING)),
           blanks=(blanks, BLANKS)).raise_all()  # fmt: skip
    faults = Faults()
    with faults:
        need, notes = amounts(needs, by, "needs", blanks, whole=False)
    with faults:
        there, more = amounts(resources, by, "resources", blanks, whole=False)
    faults.raise_all()
    there = met(need, there, "needs", "resources")
    w = _weights(weights, need.columns)
    n, r = need.to_numpy(), there.to_numpy()
    counts = (n > 0) * w.to_numpy()
    nothing = need.index[counts.sum(axis=1) == 0]
    Faults(
        each(nothing, lambda row: Fault(place_of(row), "needs nothing that counts", "leave the unit out"))
    ).raise_all(UnsuitableMethod)
    coverage = np.minimum(quotient(r, n), 1.0)
    values = pd.DataFrame(_measures(coverage, counts), need.index, ["match", "weakest", "met"])
    columns: dict[str, Array] = {
        "need": n, "resources": r, "coverage": coverage, "gap": np.maximum(n - r, 0.0), "surplus": np.maximum(r - n, 0.0)
    }  # fmt: skip
    rows = [
        (*(row if isinstance(row, tuple) else (row,)), name) for row in need.index for name in need.columns
    ]
    index = pd.MultiIndex.from_tuples(rows, names=[*need.index.names, "category"])
    table = pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index)
    return CapabilityMatch(values, None, table, w / w.sum(), tuple(dict.fromkeys([*notes, *more])))


def _measures(coverage: Array, counts: Array) -> Array:
    """Return match, weakest and met (units, 3) of coverage and weights, both (units, categories)."""
    known = counts > 0
    share = counts / counts.sum(axis=1, keepdims=True)
    covered = np.where(known, coverage, 1.0)
    # Weights that do not add up to 1 to the last digit must not take a full match beyond it.
    return np.column_stack(
        [
            np.minimum((share * covered).sum(axis=1), 1.0),
            covered.min(axis=1),
            np.minimum((share * (covered >= 1)).sum(axis=1), 1.0),
        ]
    )


def _weights(weights: Mapping[str, float] | None, categories: pd.Index) -> pd.Series:
    """Return the weight of every category."""
    if weights is None:
        return pd.Series(1.0, categories)
    given = {clean(name): value for name, value in weights.items()}
    faults = Faults()
    known = set(categories)
    faults += each(
        [name for name in given if name not in known],
        lambda name: Fault("weights", "{name!r} is no category", "the categories are: {labels:10}", name=str(name),
                           labels=[str(label) for label in categories]),
    )  # fmt: skip
    faults += each(
        [name for name in categories if name not in given],
        lambda name: Fault(place_of("weights", name), "is not given", "give every category a weight from 0"),
    )
    faults += each(
        [name for name, value in given.items() if not FROM_ZERO.fits(value) or value > 1e15],
        lambda name: Fault(place_of("weights", name), "is {value}", "give a number from 0 to 1e15", value=shown(given[name])),
    )  # fmt: skip
    if not faults and not any(given[name] > 0 for name in categories):
        faults.append(Fault("weights", "are all 0", "give at least one above 0"))
    faults.raise_all()
    return pd.Series([float(given[name]) for name in categories], categories)
