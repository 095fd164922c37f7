"""Importance-performance analysis (重要性-绩效分析, IPA): what to improve first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import generator_of
from govmetrics.core.errors import Faults, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis._importance_numbers import Derive, derived, gaps, performances
from govmetrics.diagnosis._importance_tables import Performance, Stated, tables
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import LANGUAGES, Array, are_numbers
from govmetrics.numerics.linearisation import means_with_errors

QUADRANTS = (
    ("keep up the good work", "优势区（继续保持）"),
    ("concentrate here", "改进区（重点改进）"),
    ("low priority", "机会区（次要改进）"),
    ("possible overkill", "维持区（供给过度）"),
)
"""Quadrants I to IV: importance and performance high; important but low; both low; performance alone high."""


@dataclass(frozen=True, eq=False)
class ImportancePerformance:
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

    See Also
    --------
    importance_performance
    """

    table: pd.DataFrame
    lines: tuple[float, float]
    importance: str
    r_squared: float
    notes: tuple[str, ...] = ()

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return the table with the quadrants' names; headings in `language`."""
        return headed(self.table.assign(name=self._names(language)), language)

    def _names(self, language: str) -> list[str]:
        place = LANGUAGES.index(choose(language, LANGUAGES, "language"))
        return [QUADRANTS[int(q) - 1][place] for q in self.table["quadrant"]]

    def summary(self, language: str = "en") -> str:
        """Return a line per quadrant with its items, then the notes."""
        frame = self.table.assign(name=self._names(language))
        joiner, colon = ("、", "：") if language == "zh" else (", ", ": ")
        lines = [
            f"{name}{colon}{joiner.join(map(str, frame.index[frame['name'] == name])) or '-'}"
            for name in (q[LANGUAGES.index(language)] for q in QUADRANTS)
        ]
        return "\n".join([*lines, *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Importance-performance 重要性-绩效分析")


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
    faults = Faults()
    with faults:
        choose(derive, get_args(Derive), "derive")
    faults += _line_faults(lines)
    with faults:
        generator, _ = generator_of(rng)
    ratings, stated, told, w = tables(performance, importance, outcome, faults)
    table = performances(ratings.to_numpy(), ratings.columns, w)
    r_squared = float("nan")
    notes: tuple[str, ...] = ()
    if told is not None:
        found = derived(ratings, told, w, derive, generator)
        table["importance"], table["p"], r_squared, notes = found
    elif isinstance(stated, pd.Series):
        table["importance"] = stated.reindex(ratings.columns).to_numpy()
        notes = ("importance has one number an item, so gaps are not tested",)
    else:
        assert stated is not None
        table["importance"] = means_with_errors(stated[ratings.columns].to_numpy(), w)[1]
    if stated is not None:
        table = table.join(gaps(ratings, stated, w))
    notes += ("answers count by the design weights of the survey",) if w is not None else ()
    at = _lines(table, lines)
    # What is on the line up to floating point is on its better side.
    good, vital = (
        table[axis] >= line - 1e-12 * abs(line)
        for axis, line in zip(("performance", "importance"), at, strict=True)
    )
    table.insert(5, "quadrant", np.select([good & vital, ~good & vital, ~good & ~vital], [1, 2, 3], 4))
    table.insert(6, "sure", (table["lower"] > at[0]) | (table["upper"] < at[0]))
    how = derive if told is not None else "stated"
    return ImportancePerformance(table, at, how, r_squared, notes)


def _lines(table: pd.DataFrame, lines: str | tuple[float, float]) -> tuple[float, float]:
    if isinstance(lines, str):
        middle: Callable[[Array], Any] = np.mean if lines == "mean" else np.median
        return float(middle(table["performance"].to_numpy())), float(middle(table["importance"].to_numpy()))
    return float(lines[0]), float(lines[1])


def _line_faults(lines: object) -> list[Fault]:
    if are_numbers(lines) or (isinstance(lines, str) and lines in ("mean", "median")):
        return []
    return [Fault("lines", f"are {lines!r}", 'give "mean", "median" or (performance, importance)')]
