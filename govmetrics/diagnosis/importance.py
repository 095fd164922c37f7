"""Importance-performance analysis (重要性-绩效分析, IPA): what to improve first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core import Fault, FaultyInput, Scaled, Survey, UnsuitableMethod
from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis.common import LANGUAGES, Array
from govmetrics.numerics.correlations import covariance, to_correlation
from govmetrics.numerics.relative_importance import MOST_EXACT, shapley_exact, shapley_sampled

Derive = Literal["shapley", "regression", "partial_correlation", "correlation"]
_DERIVE = ("shapley", "regression", "partial_correlation", "correlation")
QUADRANTS = (
    ("keep up the good work", "优势区（继续保持）"),
    ("concentrate here", "改进区（重点改进）"),
    ("low priority", "机会区（次要改进）"),
    ("possible overkill", "维持区（供给过度）"),
)
"""Quadrants I to IV: importance and performance high; important but low; both low; performance alone high."""
_ORDERS = 2_000


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
        return "\n".join([*lines, *self.notes])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), "Importance-performance 重要性-绩效分析")


def importance_performance(
    performance: pd.DataFrame | Survey | Scaled,
    importance: pd.DataFrame | pd.Series | None = None,
    outcome: pd.Series | None = None,
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
        turned; its design weights are not used, which the notes then say.
    importance : DataFrame or Series, optional
        Stated importance: ratings of the same respondents, or a number an item.
    outcome : Series, optional
        Instead: overall satisfaction (or any outcome) of the same rows, from which importance is derived.
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
    choose(derive, _DERIVE, "derive")
    unused = isinstance(performance, Survey) and performance.weight is not None
    if isinstance(performance, Survey):
        performance = performance.directed()
    elif isinstance(performance, Scaled):
        performance = performance.values
    _check(performance, importance, outcome)
    x = performance.to_numpy(dtype=float)
    table = _performance(x, performance.columns)
    r_squared = float("nan")
    notes: tuple[str, ...] = ()
    if outcome is not None:
        found = _derived(performance, outcome, derive, np.random.default_rng(rng))
        table["importance"], table["p"], r_squared, notes = found
    else:
        assert importance is not None
        stated = importance if isinstance(importance, pd.Series) else importance.mean()
        table["importance"] = stated.reindex(performance.columns).to_numpy(dtype=float)
        table = table.join(_gaps(performance, importance))
        notes = (
            ("importance has one number an item, so gaps are not tested",)
            if isinstance(importance, pd.Series)
            else ()
        )
    notes += ("the design weights of the survey are not used",) if unused else ()
    at = _lines(table, lines)
    good, vital = table["performance"] >= at[0], table["importance"] >= at[1]
    table.insert(5, "quadrant", np.select([good & vital, ~good & vital, ~good & ~vital], [1, 2, 3], 4))
    table.insert(6, "sure", (table["lower"] > at[0]) | (table["upper"] < at[0]))
    how = derive if outcome is not None else "stated"
    return ImportancePerformance(table, at, how, r_squared, notes)


def _performance(x: Array, items: pd.Index) -> pd.DataFrame:
    """Return n, mean and its 95 % interval (Student's t) of each column."""
    n = (~np.isnan(x)).sum(axis=0)
    mean = np.nanmean(x, axis=0)
    spread = np.array(
        [np.nanstd(column, ddof=1) if m > 1 else np.nan for column, m in zip(x.T, n, strict=True)]
    )
    half = stats.t.ppf(0.975, np.maximum(n - 1, 1)) * spread / np.sqrt(n)
    columns = {"n": n, "performance": mean, "lower": mean - half, "upper": mean + half}
    return pd.DataFrame(columns, index=pd.Index(items, name="item")).assign(importance=np.nan)


def _gaps(performance: pd.DataFrame, importance: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Return gap, t and p of each item: performance minus stated importance, paired by respondent."""
    index = pd.Index(performance.columns, name="item")
    if isinstance(importance, pd.Series):
        gap = performance.mean() - importance.reindex(performance.columns)
        return pd.DataFrame({"gap": gap.to_numpy(dtype=float), "t": np.nan, "p": np.nan}, index=index)
    apart = performance.to_numpy(dtype=float) - importance[performance.columns].to_numpy(dtype=float)
    n = (~np.isnan(apart)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(apart, axis=0) / n
        spread = np.sqrt(np.nansum((apart - mean) ** 2, axis=0) / (n - 1))
        t = mean / (spread / np.sqrt(n))
    p = 2 * stats.t.sf(np.abs(t), np.maximum(n - 1, 1))
    return pd.DataFrame({"gap": mean, "t": t, "p": p}, index=index)


def _derived(
    performance: pd.DataFrame, outcome: pd.Series, derive: Derive, rng: np.random.Generator
) -> tuple[Array, Array, float, tuple[str, ...]]:
    """Return importance (k,), its p values (k,), R squared and notes, over the complete rows."""
    both = performance.assign(**{"outcome of all items": outcome}).to_numpy(dtype=float)
    complete = both[~np.isnan(both).any(axis=1)]
    n, k = len(complete), performance.shape[1]
    _suitable(complete, performance.columns)
    r = to_correlation(covariance(complete))
    inner, ry = r[:k, :k], r[:k, k]
    beta = np.linalg.solve(inner, ry)
    r2 = float(np.minimum(1.0, ry @ beta))
    free = n - k - 1
    inverse = np.linalg.inv(r) if r2 < 1 - 1e-12 else np.full((k + 1, k + 1), np.nan)
    partial = -inverse[:k, k] / np.sqrt(np.diagonal(inverse)[:k] * inverse[k, k])
    with np.errstate(divide="ignore", invalid="ignore"):
        # t of a coefficient and of its partial correlation are the same number.
        t, lone = partial * np.sqrt(free / (1 - partial**2)), ry * np.sqrt((n - 2) / (1 - ry**2))
    p = 2 * (stats.t.sf(np.abs(lone), n - 2) if derive == "correlation" else stats.t.sf(np.abs(t), free))
    notes = [f"derived from {n} of {len(both)} rows that are complete"] if n < len(both) else []
    if derive == "shapley" and k > MOST_EXACT:
        shares, errors = shapley_sampled(inner, ry, _ORDERS, rng)
        notes.append(f"{2 * _ORDERS} orders of entry sampled; largest standard error {errors.max():.2g}")
    elif derive == "shapley":
        shares = shapley_exact(inner, ry)
    else:
        shares = {"regression": beta, "partial_correlation": partial, "correlation": ry}[derive]
        if (shares < 0).any():
            few = ", ".join(map(str, performance.columns[shares < 0]))
            notes.append(f"negative importance, often a sign of items that say the same: {few}; try shapley")
    return shares, np.asarray(p), r2, tuple(notes)


def _suitable(complete: Array, items: pd.Index) -> None:
    """Refuse complete rows (n, k + 1) from which importance cannot be derived."""
    n, k = complete.shape[0], complete.shape[1] - 1
    faults = []
    if n < k + 3:
        way_out = f"{k} items need {k + 3} complete rows; use fewer items, or stated importance"
        faults.append(Fault("rows", f"{n} rows are complete", way_out))
    else:
        labels = [*map(str, items), "outcome"]
        still = np.ptp(complete, axis=0) <= 0
        faults += [Fault(labels[j], "is constant", "leave it out") for j in np.flatnonzero(still)]
        if not faults:
            values, vectors = np.linalg.eigh(to_correlation(covariance(complete[:, :k])))
            if values[0] < 1e-10:
                tied = [labels[j] for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-6)]
                faults.append(
                    Fault(", ".join(tied), "say exactly the same together", "leave one of them out")
                )
    if faults:
        raise UnsuitableMethod(faults)


def _lines(table: pd.DataFrame, lines: str | tuple[float, float]) -> tuple[float, float]:
    if isinstance(lines, str):
        choose(lines, ("mean", "median"), "lines")
        middle: Callable[[Array], Any] = np.mean if lines == "mean" else np.median
        return float(middle(table["performance"].to_numpy())), float(middle(table["importance"].to_numpy()))
    if len(lines) != 2 or not np.isfinite(lines).all():
        raise FaultyInput(Fault("lines", f"are {lines!r}", "give (performance, importance)"))
    return float(lines[0]), float(lines[1])


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
