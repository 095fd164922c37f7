"""How diverse the actors are: variety of kinds among those who take part, with errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import (
    BLANKS,
    COLUMN,
    NAMES,
    TABLE,
    Blanks,
    Table,
    amounts,
    column_of,
    listed,
    numbers_of,
    opened,
)
from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.labels import categories as category_names
from govmetrics.core.labels import cleaned
from govmetrics.core.options import LIST, Kind, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools

Errors = Literal["delta", "jackknife"]
_ERRORS = optional(choice("delta", "jackknife"))
MEASURES = ("blau", "blau_unbiased", "iqv", "shannon", "pielou", "effective_number")
_COUNTS = Kind(
    lambda value: TABLE.fits(value) or isinstance(value, pd.Series) or (LIST.fits(value) and not isinstance(value, pd.Index)),
    Text("give a DataFrame, the path of a table, or the counts of one unit"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Diversity(Result):
    """Diversity of kinds, unit by unit.

    Attributes
    ----------
    values : DataFrame, shape (units, 6)
        blau, blau_unbiased, iqv, shannon, pielou, effective_number.
    standard_errors : DataFrame or None
        Of the same shape; NaN where nothing can be said.
    counts : DataFrame, shape (units, categories)
        What was counted, in the order of the list of categories.
    errors : str or None
        "delta" or "jackknife".

    See Also
    --------
    diversity
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame | None
    counts: pd.DataFrame
    errors: str | None
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Diversity of actors",
        "standard_errors": "Standard errors of diversity",
        "counts": "Counts by category",
    }
    _kinds: ClassVar = {"counts": "count"}
    _cites: ClassVar = ("Blau1977", "AgrestiAgresti1978", "Shannon1948", "Pielou1966", "Jost2006")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Diversity over {k} kinds of actors was measured by Blau's index (with and without correction for small "
            "numbers), the index of qualitative variation, Shannon's entropy (natural logarithm), Pielou's evenness and "
            "the effective number of kinds."
        )
        how = {
            "delta": "Standard errors are those of the delta method for multinomial counts.",
            "jackknife": "Standard errors leave out one actor at a time.",
        }
        first = Text(told, k=len(self.counts.columns))
        return (first,) if self.errors is None else (first, Text(how[self.errors]))

    def _finding(self) -> tuple[Text, ...]:
        blau = self.values["blau"]
        if len(blau) == 1:
            row = self.values.iloc[0]
            told = "Blau's index is {blau:.3f}: as diverse as {number:.2f} kinds of equal size (of {k})."
            return (Text(told, blau=row["blau"], number=row["effective_number"], k=len(self.counts.columns)),)
        told = "Blau's index of {n} units runs from {low:.3f} ({last:3}) to {high:.3f} ({first:3}), with {k} kinds of actors."
        return (Text(told, n=len(blau), low=blau.min(), high=blau.max(), first=holders(blau),
                     last=holders(blau, most=False), k=len(self.counts.columns)),)  # fmt: skip


def diversity(
    counts: Table | pd.Series | Sequence[float],
    by: str | None = None,
    category: str | None = None,
    categories: Sequence[str] | None = None,
    errors: Errors | None = "delta",
    blanks: Blanks = "refuse",
) -> Diversity:
    r"""Measure how diverse the kinds of actors are in every unit.

    With :math:`p_i = n_i / N` over the k kinds of the list, present or not: Blau :math:`1 - \sum p_i^2`; without bias
    :math:`1 - \sum n_i (n_i - 1) / N(N - 1)`; IQV, Blau times :math:`k / (k - 1)`; Shannon :math:`H = -\sum p_i \ln p_i`;
    Pielou :math:`H / \ln k`; effective number :math:`e^H`. Pielou and IQV depend on k: a kind that nobody belongs to
    lowers them, and must stand in the list.

    Parameters
    ----------
    counts : DataFrame, path, Series or list
        Rows are units (or period and unit), columns the kinds of actors, cells how many there are; or, with `category`, a
        register with one row an actor. A Series or a list is one unit.
    by : str, optional
        The column of units; by default a frame's index, and a file's first column.
    category : str, optional
        Of a register: the column that says of what kind an actor is.
    categories : sequence of str, optional
        All kinds that there could be; the columns by default. A register needs it: what nobody is does not stand in it.
    errors : {"delta", "jackknife"} or None
        How standard errors are found: as of a sample of N actors. None where the register is complete and only that
        counts.
    blanks : {"refuse", "zero"}
        An empty cell is a fault, as nobody may have counted; or it says that there are none.

    Returns
    -------
    Diversity
        `values` and `standard_errors`, which `to_leaves` hands to leaf A1 of the default tree.

    Raises
    ------
    FaultyInput
        Cells that are no counts (empty, text, negative, fractions, percentages), rows or columns of totals, units that
        are there twice, kinds that the list does not have: each with its place.
    UnsuitableMethod
        Units without any actor; fewer than two kinds.

    Notes
    -----
    Delta method and jackknife give 0 where all kinds that are there are of the same size; the error is then that of the next
    term,
    :math:`\sqrt{2(m - 1)} / mN` for Blau and m kinds. Where all actors are of one kind nothing is known of it (NaN).

    References
    ----------
    Blau, P. M. (1977). Inequality and Heterogeneity. Free Press. Agresti, A. and Agresti, B. (1978). Statistical analysis
    of qualitative variation. Sociological Methodology 9, 204-237. Jost, L. (2006). Entropy and diversity. Oikos 113.

    Examples
    --------
    >>> import govmetrics as gm
    >>> counts = pd.DataFrame({"government": [4], "residents": [10], "social organisations": [3], "firms": [2],
    ...                        "property companies": [1]}, index=["East"])
    >>> found = gm.collaboration.diversity(counts)
    >>> found.values.round(4).loc["East"].tolist()
    [0.675, 0.7105, 0.8437, 1.3331, 0.8283, 3.7927]
    >>> float(found.standard_errors.loc["East", "blau"].round(4))
    0.0798
    """
    faults = wanted(
        counts=(counts, _COUNTS), by=(by, COLUMN), category=(category, COLUMN), categories=(categories, optional(NAMES)),
        errors=(errors, _ERRORS), blanks=(blanks, BLANKS),
    )  # fmt: skip
    faults.raise_all()
    table, notes = _counted(counts, by, category, categories, blanks)
    if len(table.columns) < 2:
        raise UnsuitableMethod(
            "categories", "there is one", "give all kinds that there could be: two or more"
        )
    n = table.to_numpy()
    empty = table.index[n.sum(axis=1) == 0]
    Faults(
        each(empty, lambda row: Fault(place_of(row), "has no actors, and no diversity", "leave the unit out"))
    ).raise_all(UnsuitableMethod)
    values = _measures(n)
    found = _jackknife(n) if errors == "jackknife" else _delta(n)
    se = None if errors is None else pd.DataFrame(found, table.index, list(MEASURES))
    if se is not None:
        notes += _unsure(table.index, n)
    frame = pd.DataFrame(values, table.index, list(MEASURES))
    return Diversity(frame, se, table.astype(int), errors, tuple(notes))


def _counted(
    counts: Any, by: Any, category: Any, categories: Any, blanks: Blanks
) -> tuple[pd.DataFrame, list[Note]]:
    """Return counts (units, categories) and notes."""
    refuse_within("counts", counts)
    if not TABLE.fits(counts):
        one = counts if isinstance(counts, pd.Series) else pd.Series(list(counts), range(1, len(counts) + 1))
        index = pd.Index([1 if one.name is None else str(one.name)], name="unit")
        row = pd.DataFrame([one.tolist()], index, [str(label) for label in one.index])
        table, notes = amounts(row, by, "counts", blanks)
    elif category is not None:
        return _register(counts, by, category, categories)
    else:
        table, notes = amounts(counts, by, "counts", blanks)
    if categories is not None:
        table, more = listed(table, categories, "counts")
        notes += more
    return table, notes


def _register(counts: Any, by: Any, category: Any, categories: Any) -> tuple[pd.DataFrame, list[Note]]:
    """Return counts of a register, one row an actor."""
    if categories is None:
        way_out = "give all kinds that there could be: a register does not show those that nobody is"
        raise UnsuitableMethod("categories", "are not given", way_out)
    frame = opened(counts, "counts")
    faults = Faults()
    with faults:
        category = column_of(frame, category, "category")
    with faults:
        by = column_of(frame, by, "by") if by is not None else None
    faults.raise_all()
    kinds = category_names(cleaned(frame[category].reset_index(drop=True)))
    units = (
        pd.Series(1, kinds.index) if by is None else category_names(cleaned(frame[by].reset_index(drop=True)))
    )
    for name, column in ((category, kinds), (by, units)):
        rows = (np.flatnonzero(column.isna()) + 2).tolist()
        faults += each(rows, lambda row, name=name: Fault(Text("row {row}, {key}", row=row, key=str(name)),
                                                          "the cell is empty", "give it"))  # type: ignore[misc]  # fmt: skip
    faults.raise_all()
    table = pd.crosstab(units, kinds).astype(float)
    table = table.set_axis(list(table.columns), axis=1).rename_axis(index="unit")
    table, _ = listed(table, categories, "counts")
    return numbers_of(table, counts, "counts", "refuse", True)


def _measures(n: Array) -> Array:
    """Return the six measures (..., 6) of counts (..., k)."""
    from scipy.special import xlogy

    k, total = n.shape[-1], n.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = n / total[..., None]
        blau = np.maximum(1 - (p**2).sum(axis=-1), 0.0)
        unbiased = np.where(total > 1, 1 - (n * (n - 1)).sum(axis=-1) / (total * (total - 1)), np.nan)
    shannon = np.maximum(-xlogy(p, p).sum(axis=-1), 0.0)
    return np.stack(
        [blau, unbiased, blau * k / (k - 1), shannon, shannon / np.log(k), np.exp(shannon)], axis=-1
    )


def _delta(n: Array) -> Array:
    """Return standard errors (units, 6): of first order, and of second where the first is 0."""
    from scipy.special import xlogy

    k, total = n.shape[1], n.sum(axis=1)
    p = n / total[:, None]
    squares = (p**2).sum(axis=1)
    logs = xlogy(p, np.where(p > 0, p, 1.0)).sum(axis=1)
    spread = (p * np.log(np.where(p > 0, p, 1.0)) ** 2).sum(axis=1) - logs**2
    cubes = (p**3).sum(axis=1) - squares**2
    m = (n > 0).sum(axis=1)
    even = _even(n)
    blau = np.where(even, np.sqrt(2 * (m - 1.0)) / (m * total), 2 * np.sqrt(np.maximum(cubes, 0) / total))
    shannon = np.where(even, np.sqrt(2 * (m - 1.0)) / (2 * total), np.sqrt(np.maximum(spread, 0) / total))
    with np.errstate(divide="ignore", invalid="ignore"):
        unbiased = np.where(total > 1, blau * total / (total - 1), np.nan)
    out = np.stack(
        [blau, unbiased, blau * k / (k - 1), shannon, shannon / np.log(k), np.exp(-logs) * shannon], axis=1
    )
    return np.where((m > 1)[:, None], out, np.nan)


def _even(n: Array) -> Bools:
    """Return the units whose kinds are all of one size, absent kinds aside: there the first derivative is 0."""
    return np.asarray(np.where(n > 0, n, n.max(axis=1, keepdims=True)).min(axis=1) == n.max(axis=1))


def _jackknife(n: Array) -> Array:
    """Return standard errors (units, 6) from leaving out one actor at a time: alike for all actors of a kind."""
    k, total = n.shape[1], n.sum(axis=1)
    less = n[:, None, :] - np.eye(k)  # (units, left out of kind j, k)
    there = n > 0
    less = np.where(there[:, :, None], less, n[:, None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = _measures(less)
        share = np.where(there, n / total[:, None], 0.0)[:, :, None]
        mean = np.where(there[:, :, None], share * theta, 0.0).sum(axis=1, keepdims=True)
        spread = np.where(there[:, :, None], share * (theta - mean) ** 2, 0.0).sum(axis=1)
        out = np.sqrt(np.maximum(spread, 0.0) * (total - 1)[:, None])
    out = np.where(_even(n)[:, None], _delta(n), out)
    return np.where(((total > 1) & (there.sum(axis=1) > 1))[:, None], out, np.nan)


def _unsure(index: pd.Index, n: Array) -> list[Note]:
    """Return a note that names the units whose actors are all of one kind."""
    one = index[(n > 0).sum(axis=1) == 1]
    told = "all actors are of one kind, and no standard error can be told: {units:10}"
    return [Note(told, units=[place_of(row) for row in one])] if len(one) else []
