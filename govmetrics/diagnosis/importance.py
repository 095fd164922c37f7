"""Importance-performance analysis (重要性-绩效分析, IPA): what to improve first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Scaled, Survey
from govmetrics.core.options import SEED, Kind, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.diagnosis._importance_numbers import Derive, derived, gaps, performances
from govmetrics.diagnosis._importance_tables import Performance, Stated, tables
from govmetrics.diagnosis.common import are_numbers
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.linearisation import means_with_errors

QUADRANTS = (
    Text("keep up the good work"),
    Text("concentrate here"),
    Text("low priority"),
    Text("possible overkill"),
)
"""Quadrants I to IV: importance and performance high; important but low; both low; performance alone high."""

KINDS = {
    "stated": Text("as the respondents state it"),
    "shapley": Text(
        "each item's share of the explained variance of the outcome, averaged over all orders of entry"
    ),
    "regression": Text("the standardised regression coefficient on the outcome"),
    "partial_correlation": Text("the partial correlation with the outcome, given the other items"),
    "correlation": Text("the correlation with the outcome"),
}
CITES = {"shapley": ("LindemanMerendaGold1980", "Groemping2006")}

_LINES = Kind(
    lambda lines: are_numbers(lines) or (isinstance(lines, str) and lines in ("mean", "median")),
    Text('give "mean", "median" or (performance, importance)'),
)


@dataclass(frozen=True, eq=False)
class ImportancePerformance(Result):
    """Where each item stands between importance and performance.

    Attributes
    ----------
    table : DataFrame
        One row per item: n, performance (mean) with lower and upper end of its 95 % interval, importance,
        quadrant (1 to 4, see `QUADRANTS`), sure (whether the interval of performance keeps clear of the
        dividing line), and the test of a gap: for stated importance the gap (performance minus
        importance) with t and p of the paired test; for derived importance p of importance being zero
        (two-sided, from the regression or the correlation; for Shapley of the regression coefficient).
    lines : (performance, importance)
        The dividing lines.
    importance : str
        "stated" or how it was derived.
    r_squared : float
        Of the regression on all items; NaN for stated importance.
    notes : tuple of str
        What a reader must know.
    tree : IndicatorTree or None
        Whose leaves the items are, where they are some: for their names.

    See Also
    --------
    importance_performance
    """

    table: pd.DataFrame
    lines: tuple[float, float]
    importance: str
    r_squared: float
    notes: tuple[str, ...] = ()
    tree: IndicatorTree | None = None

    _by_line = True
    _shown: ClassVar = {"named": "Importance and performance"}

    def _method(self) -> tuple[Text, ...]:
        performance, importance = self.lines
        found = (
            "Importance-performance analysis was used; importance is {kind}. The quadrants divide at a performance of "
            "{performance:.3f} and an importance of {importance:.3f}."
        )
        return (Text(found, kind=KINDS[self.importance], performance=performance, importance=importance),)

    def _tables(self) -> list[Table]:
        """Return the items quadrant by quadrant, importance before performance as SPSSAU has them."""
        quadrants = [str(QUADRANTS[int(k) - 1]) for k in self.table["quadrant"]]
        items = (
            self.table.assign(quadrant=quadrants).rename(columns={"quadrant": "quadrant_name"}).reset_index()
        )
        order = np.argsort(self.table["quadrant"].to_numpy(), kind="stable")
        first = ["quadrant_name", "item", "importance", "performance", "gap", "t", "p"]
        keys = [*first, *items.columns.difference(first, sort=False)]
        keys = [
            key for key in keys if key not in ("gap", "t", "p") or (key in items and items[key].notna().any())
        ]
        cites = ("MartillaJames1977", *CITES.get(self.importance, ()))
        caption = Text(self._shown["named"])
        return [
            Table.of(caption, items.iloc[order].reset_index(drop=True), "diagnosis", self._names(), columns=keys,
                     groups="quadrant_name", cites=cites),
        ]  # fmt: skip

    @cached_property
    def named(self) -> pd.DataFrame:
        """The table with the quadrants' names."""
        names = [str(QUADRANTS[int(quadrant) - 1]) for quadrant in self.table["quadrant"]]
        return self.table.assign(name=names)

    def _finding(self) -> tuple[Text, ...]:
        """The items of each quadrant."""
        names = self._names()
        return tuple(
            Text("{quadrant}: {items}", quadrant=name,
                 items=[names.get(item, str(item)) for item in self.table.index[self.table["quadrant"] == k]])
            for k, name in enumerate(QUADRANTS, 1)
        )  # fmt: skip


def importance_performance(
    performance: Performance,
    importance: Stated | None = None,
    outcome: pd.Series | str | None = None,
    *,
    derive: Derive = "shapley",
    lines: Literal["mean", "median"] | tuple[float, float] = "mean",
    rng: int | np.random.Generator = 0,
) -> ImportancePerformance:
    """Return the importance-performance analysis of items (重要性-绩效分析).

    Parameters
    ----------
    performance : DataFrame, shape (respondents or units, items), or Survey or Scaled
        Ratings of performance; more is better. NaN where not answered. A survey's reversed items are
        turned and its design weights used: in means, correlations and (linearised) in the tests.
    importance : DataFrame, Survey, Series or mapping, optional
        Stated importance: ratings of the same respondents, or a number per item.
    outcome : Series or str, optional
        Instead: overall satisfaction (or any outcome) of the same rows, from which importance is derived;
        or the name of the item of `performance` that asks for it, which is then no item of the analysis.
    derive : {"shapley", "regression", "partial_correlation", "correlation"}
        Share of R squared averaged over all orders of entry (LMG; they sum to R squared); standardised
        regression coefficient; correlation with the outcome given the other items; or plain correlation.
    lines : {"mean", "median"} or (performance, importance)
        Where the quadrants divide.
    rng : int or Generator
        Only for Shapley with more than 16 items, whose orders of entry are sampled.

    Returns
    -------
    ImportancePerformance
        Performance, importance and quadrant of every item, and how sure the quadrant is.

    Raises
    ------
    FaultyInput
        Unknown choices, both or neither of importance and outcome, items or rows that differ, cells that
        are not numbers: all at once.
    UnsuitableMethod
        Constant or linearly dependent items, or too few complete rows to derive importance.

    References
    ----------
    Martilla and James (1977), Importance-performance analysis, Journal of Marketing 41(1), 77-79.
    Groemping (2006), Relative importance for linear regression in R, Journal of Statistical Software 17(1).

    Examples
    --------
    >>> performance = pd.DataFrame({"safety": [80.0, 90, 85], "parks": [60.0, 50, 55]})
    >>> stated = pd.DataFrame({"safety": [90.0, 85, 95], "parks": [95.0, 90, 100]})
    >>> importance_performance(performance, stated).to_frame()["name"].to_dict()
    {'safety': 'possible overkill', 'parks': 'concentrate here'}
    """
    faults = wanted(derive=(derive, choice(*get_args(Derive))), lines=(lines, _LINES), rng=(rng, SEED))
    ratings, stated, told, w = tables(performance, importance, outcome, faults)
    table = performances(ratings.to_numpy(), ratings.columns, w)
    r_squared = float("nan")
    notes: tuple[Note, ...] = ()
    if told is not None:
        found = derived(ratings, told, w, derive, np.random.default_rng(rng))
        table["importance"], table["p"], r_squared, notes = found
    elif isinstance(stated, pd.Series):
        table["importance"] = stated.reindex(ratings.columns).to_numpy()
        notes = (Note("importance is one number for each item, so gaps are not tested"),)
    else:
        assert stated is not None
        table["importance"] = means_with_errors(stated[ratings.columns].to_numpy(), w)[1]
    if stated is not None:
        table = table.join(gaps(ratings, stated, w))
    notes += (Note("answers count by the design weights of the survey"),) if w is not None else ()
    at = _lines(table, lines)
    # What is on the line up to floating point is on its better side.
    good, vital = (
        table[axis] >= line - 1e-12 * abs(line)
        for axis, line in zip(("performance", "importance"), at, strict=True)
    )
    table.insert(5, "quadrant", np.select([good & vital, ~good & vital, ~good & ~vital], [1, 2, 3], 4))
    table.insert(6, "sure", (table["lower"] > at[0]) | (table["upper"] < at[0]))
    how = derive if told is not None else "stated"
    tree = performance.tree if isinstance(performance, Scaled | Survey) else None
    return ImportancePerformance(table, at, how, r_squared, notes, tree)


def _lines(table: pd.DataFrame, lines: str | tuple[float, float]) -> tuple[float, float]:
    if isinstance(lines, str):
        middle: Callable[[Array], Any] = np.mean if lines == "mean" else np.median
        return float(middle(table["performance"].to_numpy())), float(middle(table["importance"].to_numpy()))
    return float(lines[0]), float(lines[1])
