"""Importance-performance analysis (重要性-绩效分析, IPA): what to improve first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, Scaled, Survey
from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis._importance_numbers import Derive, derived, gaps, performances
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import LANGUAGES, Array, listed
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

    Parameters
    ----------
    table : DataFrame
        One row an item: n, performance (mean) with lower and upper end of its 95 % interval, importance,
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
        """Return a line a quadrant with its items, then the notes."""
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
    performance: pd.DataFrame | Survey | Scaled,
    importance: pd.DataFrame | Survey | pd.Series | Mapping[str, float] | None = None,
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
        Stated importance: ratings of the same respondents, or a number an item.
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

    Raises
    ------
    FaultyInput
        Both or neither of importance and outcome, items or rows that differ, cells that are no numbers.
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
    choose(derive, get_args(Derive), "derive")
    performance, importance, outcome, w = _tables(performance, importance, outcome)
    _check(performance, importance, outcome)
    table = performances(performance.to_numpy(dtype=float), performance.columns, w)
    r_squared = float("nan")
    notes: tuple[str, ...] = ()
    if outcome is not None:
        found = derived(performance, outcome, w, derive, np.random.default_rng(rng))
        table["importance"], table["p"], r_squared, notes = found
    elif isinstance(importance, pd.Series):
        table["importance"] = importance.reindex(performance.columns).to_numpy(dtype=float)
        notes = ("importance has one number an item, so gaps are not tested",)
    else:
        assert importance is not None
        stated = importance[performance.columns].to_numpy(dtype=float)
        table["importance"] = means_with_errors(stated, w)[1]
    if importance is not None:
        table = table.join(gaps(performance, importance, w))
    notes += ("answers count by the design weights of the survey",) if w is not None else ()
    at = _lines(table, lines)
    good, vital = table["performance"] >= at[0], table["importance"] >= at[1]
    table.insert(5, "quadrant", np.select([good & vital, ~good & vital, ~good & ~vital], [1, 2, 3], 4))
    table.insert(6, "sure", (table["lower"] > at[0]) | (table["upper"] < at[0]))
    how = derive if outcome is not None else "stated"
    return ImportancePerformance(table, at, how, r_squared, notes)


def _lines(table: pd.DataFrame, lines: str | tuple[float, float]) -> tuple[float, float]:
    if isinstance(lines, str):
        choose(lines, ("mean", "median"), "lines")
        middle: Callable[[Array], Any] = np.mean if lines == "mean" else np.median
        return float(middle(table["performance"].to_numpy())), float(middle(table["importance"].to_numpy()))
    if np.shape(lines) != (2,) or not np.isfinite(lines).all():
        raise FaultyInput(Fault("lines", f"are {lines!r}", "give (performance, importance)"))
    return float(lines[0]), float(lines[1])


def _tables(
    performance: pd.DataFrame | Survey | Scaled,
    importance: pd.DataFrame | Survey | pd.Series | Mapping[str, float] | None,
    outcome: pd.Series | str | None,
) -> tuple[pd.DataFrame, pd.DataFrame | pd.Series | None, pd.Series | None, Array | None]:
    """Return items, stated importance and outcome as tables, and the survey's design weights."""
    weights = None
    if isinstance(performance, Survey):
        weights = None if performance.weight is None else performance.weight.to_numpy(dtype=float)
        performance = performance.directed()
    elif isinstance(performance, Scaled):
        performance = performance.values
    if isinstance(importance, Survey):
        importance = importance.directed()
    elif isinstance(importance, Mapping):
        importance = pd.Series(importance)
    faults = []
    for what, table, kinds in (
        ("performance", performance, pd.DataFrame),
        ("importance", importance, pd.DataFrame | pd.Series),
        ("outcome", outcome, pd.Series | str),
    ):
        if not (isinstance(table, kinds) or (table is None and what != "performance")):
            faults.append(Fault(what, f"is a {type(table).__name__}", "give a labelled table of numbers"))
    if isinstance(outcome, str) and not faults:
        if outcome in performance.columns:
            outcome, performance = performance[outcome], performance.drop(columns=outcome)
        else:
            listing = listed(list(performance.columns), 20)
            faults.append(Fault("outcome", f"{outcome!r} is no item", f"items are: {listing}"))
    if faults:
        raise FaultyInput(faults)
    assert not isinstance(outcome, str)
    return performance, importance, outcome, weights


def _check(
    performance: pd.DataFrame, importance: pd.DataFrame | pd.Series | None, outcome: pd.Series | None
) -> None:
    faults = []
    if (importance is None) == (outcome is None):
        way_out = "give stated `importance`, or an `outcome` to derive it from, not both"
        faults.append(Fault("importance", "is given twice or not at all", way_out))
    faults += _number_faults("performance", performance)
    if importance is not None:
        given = importance.index if isinstance(importance, pd.Series) else importance.columns
        apart = performance.columns.symmetric_difference(given)
        faults += [Fault(f"importance, {c}", "is not an item of both", "use the same items") for c in apart]
        faults += _number_faults("importance", importance)
        if isinstance(importance, pd.Series):
            gone = importance.index[importance.isna()]
            faults += [Fault(f"importance, {c}", "is missing", "give every item its number") for c in gone]
    for what, frame in (
        ("importance", importance if isinstance(importance, pd.DataFrame) else None),
        ("outcome", outcome),
    ):
        if frame is not None and not frame.index.equals(performance.index):
            faults.append(Fault(what, "has other rows than performance", "use the same respondents in order"))
    if outcome is not None:
        faults += _number_faults("outcome", outcome)
    if faults:
        raise FaultyInput(faults)


def _number_faults(what: str, table: pd.DataFrame | pd.Series) -> list[Fault]:
    frame = table.to_frame("") if isinstance(table, pd.Series) else table
    if frame.empty:
        return [Fault(what, "is empty", "give rows and items")]
    faults = []
    if not frame.columns.is_unique:
        faults.append(Fault(what, "an item occurs more than once", "keep one column each"))
        return faults
    for name in frame.columns:
        column, place = frame[name], f"{what}, {name}" if str(name) else what
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            faults.append(Fault(place, "is not numeric", "give numbers"))
        elif np.isinf(column.to_numpy(dtype=float)).any():
            faults.append(Fault(place, "has infinite values", "correct them, or leave them empty"))
        elif column.isna().all():
            faults.append(Fault(place, "has no values", "leave the item out"))
    return faults
