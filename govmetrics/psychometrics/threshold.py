"""Threshold regression: where another variable passes a value, the coefficients change (Hansen 2000)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of, generator_of
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import (
    COUNT,
    FRAME,
    LABEL,
    SEED,
    SHARE,
    choice,
    number,
    several,
    wanted,
)
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.draw_order import content_order
from govmetrics.numerics.shape import standardised
from govmetrics.numerics.split_sample import split_squares, split_tests
from govmetrics.psychometrics._design import Categories, Design, categories_of, read_design
from govmetrics.psychometrics._design_checks import collinear, refuse_unusable
from govmetrics.psychometrics._few_rows import without_test
from govmetrics.psychometrics._frames import as_table
from govmetrics.psychometrics._regression_fit import Errors, Limits, fit
from govmetrics.psychometrics._regression_tables import coefficient_table
from govmetrics.psychometrics._regression_words import ERRORS, TERMS, errors_note, headed, named

ERROR = choice("classical", "hc0", "hc1", "hc2", "hc3")
MOST = 400
"""So many values at most are tried: of more, those at equal steps of rank."""
_STARS = (0.05, 0.01, 0.001)
_SIDES = {0: Text("both"), 1: Text("at or below the threshold"), 2: Text("above the threshold")}


@dataclass(frozen=True, eq=False)
class Threshold(Result):
    """A regression whose coefficients change at a value of another variable.

    Attributes
    ----------
    outcome, by : str
        What is explained, and the variable whose value decides.
    threshold : float
        The value with the smallest sum of squares; rows at it belong to the lower part.
    lower, upper : float
        Hansen's interval of it.
    statistic, p : float
        The largest Lagrange multiplier statistic of a split, and its bootstrap p: that there is no threshold.
    regimes : DataFrame
        Under (regime, term), 1 at or below the threshold and 2 above: estimate, standard_error, t, p, lower, upper,
        beta, vif.
    fit : DataFrame
        By regime and of both: n, sum of squares, r_squared.
    curve : DataFrame
        By value tried: sum_of_squares, ratio (the likelihood ratio that it is the threshold), inside (the interval).
    errors : str
        The standard errors.
    trim : float
        The share of rows that each part has at least.
    level : float
        Of the intervals.
    draws : int
        Of the bootstrap.
    seed : int or None
    notes : tuple of str
        Rows left out, and what a reader must know.

    See Also
    --------
    threshold
    """

    outcome: str
    by: str
    threshold: float
    lower: float
    upper: float
    statistic: float
    p: float
    regimes: pd.DataFrame
    fit: pd.DataFrame
    curve: pd.DataFrame
    errors: str
    trim: float
    level: float
    draws: int
    seed: int | None
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"regimes": "Coefficients below and above the threshold"}
    _cites: ClassVar = ("hansen1996", "hansen2000")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The regression of {outcome} was split where {by} passes a value, the one with the smallest sum of squares "
            "(Hansen 2000), each part with at least {trim:g}% of the rows; with {errors}."
        )
        test = (
            "That there is no threshold was tested by the largest Lagrange multiplier statistic with {draws:,} bootstrap "
            "draws (Hansen 1996); the interval of the threshold inverts the likelihood ratio at {level:g}%."
        )
        return (
            Text(found, outcome=self.outcome, by=self.by, trim=100 * self.trim, errors=ERRORS[self.errors]),
            Text(test, draws=self.draws, level=100 * self.level),
        )

    def _finding(self) -> tuple[Text, ...]:
        values = {"by": self.by, "value": self.threshold, "lower": self.lower, "upper": self.upper}
        told = "The coefficients change at {by} = {value:g} (from {lower:g} to {upper:g}), {p}."
        if not self.p < 1 - self.level:
            told = "No threshold of {by} is beyond chance ({p}); the best split is at {value:g} (from {lower:g} to {upper:g})."
        return (Text(told, p=p_words(self.p), **values),)

    def _tables(self) -> list[Table]:
        room = "psychometrics"
        regimes = self.regimes.reset_index().rename(columns={"estimate": "regression_b"})
        regimes = headed(regimes, "term", named(regimes["term"], TERMS))
        regimes = headed(
            regimes, "regime", [_SIDES[one] for one in self.regimes.index.get_level_values("regime")]
        )
        whole = headed(self.fit, "regime", [_SIDES[one] for one in self.fit.index])
        whole = whole.rename(columns={"sum_of_squares": "residual_squares"})
        curve = self.curve.reset_index().rename(
            columns={"value": "split_at", "sum_of_squares": "residual_squares"}
        )
        return [
            Table.of(
                Text("Coefficients below and above the threshold"),
                regimes,
                room,
                groups="regime",
                stars=_STARS,
                notes=(errors_note(ERRORS[self.errors]),),
            ),
            Table.of(Text("Fit of the two parts"), whole, room),
            Table.of(Text("Sum of squares by the value tried"), curve, room),
        ]


def threshold(
    frame: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    by: str,
    errors: Errors = "hc3",
    trim: float = 0.15,
    draws: int = 1000,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
    categories: Categories = (),
) -> Threshold:
    """Find the value of a variable at which the coefficients of a linear regression change.

    Parameters
    ----------
    frame : DataFrame
        Rows x columns, one period. Rows that lack a value are not used, and counted.
    outcome : str
        A column of numbers.
    predictors : list of str
        Columns; "a:b" is their product. All coefficients may change.
    by : str
        The column whose value splits the rows; it may be a predictor.
    errors : {"hc3", "hc0", "hc1", "hc2", "classical"}
        Of the coefficients. "classical" also takes equal variances for granted in the test and the interval.
    trim : float
        The share of rows that each part has at least, below a half.
    draws : int
        Of the bootstrap.
    level : float
        Of the intervals.
    rng : int or numpy Generator
    categories : list of str or {str: str or list}, optional
        As in `regress`.

    Returns
    -------
    Threshold

    Raises
    ------
    FaultyInput
        Columns that are not there or hold words.
    UnsuitableMethod
        Too few rows or values to split, a column that does not vary in a part of any split.

    References
    ----------
    Hansen, B. E. (1996). Inference when a nuisance parameter is not identified under the null hypothesis. Econometrica,
    64, 413-430.
    Hansen, B. E. (2000). Sample splitting and threshold estimation. Econometrica, 68, 575-603.

    Examples
    --------
    >>> x = np.arange(40.0)
    >>> y = np.where(x <= 19, 1 + 0.1 * x, 9 - 0.2 * x) + 0.1 * np.sin(7 * x)
    >>> found = threshold(pd.DataFrame({"x": x, "y": y}), "y", ["x"], "x", draws=200)
    >>> found.threshold, found.p < 0.05
    (19.0, True)
    """
    trims = number(0, 0.5, open_low=True, open_high=True)
    wanted(
        frame=(frame, FRAME), outcome=(outcome, LABEL), predictors=(predictors, several(LABEL, 1)), by=(by, LABEL),
        errors=(errors, ERROR), trim=(trim, trims), draws=(draws, COUNT), level=(level, SHARE), rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    generator, seed = generator_of(rng)
    kept, q = _complete(frame, outcome, predictors, by, categories)
    refuse_unusable(kept)
    order = content_order(
        q, kept.y, kept.x[:, ::-1]
    )  # by the data alone: draws do not depend on the order of rows
    q = q[order]
    y, basis = _scaled(kept, order)
    ends = _ends(q, trim, basis)
    squares = split_squares(y, basis, ends)
    best = int(np.argmin(squares))
    value, n = float(q[ends[best] - 1]), len(y)
    residual = y - basis @ (basis.T @ y)
    found, drawn = split_tests(residual, basis, ends, errors == "classical", draws, generator)
    ratio = n * (squares - squares[best]) / squares[best]
    shape = 1.0 if errors == "classical" else _shape(y, basis, q, int(ends[best]), float(squares[best]))
    inside = ratio / shape <= -2 * np.log(1 - np.sqrt(level))
    tried = q[ends - 1]
    size = float(standardised(kept.y[:, None], np.ones(n))[2][0]) ** 2
    curve = pd.DataFrame(
        {"sum_of_squares": squares * size, "ratio": ratio / shape, "inside": inside},
        index=pd.Index(tried, name="value"),
    )
    at_most = np.zeros(n, dtype=bool)
    at_most[order[: ends[best]]] = True
    regimes, fits, untested = _parts(kept, at_most, errors, level)
    return Threshold(
        str(outcome), str(by), value, float(tried[inside].min()), float(tried[inside].max()), float(found.max()),
        float((drawn >= found.max()).mean()), regimes, fits, curve, errors, trim, level, draws, seed,
        (*_notes(kept, ends, n, inside), *untested),
    )  # fmt: skip


def _complete(
    frame: pd.DataFrame, outcome: str, predictors: Sequence[str], by: str, categories: Categories
) -> tuple[Design, Array]:
    """Return the complete rows without the column `by` where it is no predictor, and its values."""
    names = [str(name) for name in predictors]
    among = str(by) in names
    column = as_table(frame, "frame")[[by]] if by in as_table(frame, "frame") else pd.DataFrame()
    if column.shape[1] == 1 and str(by) not in categories_of(categories) and floats_of(column)[1].any():
        raise UnsuitableMethod("by", "{name} is of categories", "give a column of numbers", name=str(by))
    design = read_design(
        frame, outcome, names if among else [*names, str(by)], "linear", categories, None, None
    )
    if str(by) in design.dummies:
        raise UnsuitableMethod("by", "{name} is of categories", "give a column of numbers", name=str(by))
    return (design if among else replace(design.only(names), notes=design.notes)), design.columns[str(by)]


def _scaled(design: Design, order: Ints) -> tuple[Array, Array]:
    """Return the standardised outcome, and orthonormal columns that span the constant and the terms, in an order."""
    ones = np.ones(design.n)
    full = np.column_stack([ones, standardised(design.x, ones)[0]])[order]
    return standardised(design.y[:, None], ones)[0][order, 0], np.linalg.qr(full)[0]


def _ends(q: Array, trim: float, basis: Array) -> Ints:
    """Return how many rows a lower part may have: at the end of ties, with enough rows on both sides."""
    n, k = basis.shape
    least = max(int(np.ceil(trim * n)), k + 1)
    ends = np.flatnonzero(np.diff(q) > 0) + 1
    ends = ends[(ends >= least) & (ends <= n - least)]
    if len(ends) > MOST:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, MOST).round().astype(int))]
    if not len(ends):
        problem = "leaves no split with {least} rows on both sides, of {n}"
        raise UnsuitableMethod(
            "by", problem, "use fewer predictors, a smaller trim, or more rows", least=least, n=n
        )
    full = [end for end in (ends[0], ends[-1]) if _has_rank(basis[:end]) and _has_rank(basis[end:])]
    if len(full) < 2:  # the parts only grow from one to the next, so that the ends decide
        ends = np.array(
            [end for end in ends if _has_rank(basis[:end]) and _has_rank(basis[end:])], dtype=np.intp
        )
    if not len(ends):
        problem = "in each split some predictor does not vary, or follows from others, on one side"
        raise UnsuitableMethod(
            "by", problem, "leave out predictors that follow the split, such as rare categories"
        )
    return ends


def _has_rank(part: Array) -> bool:
    return not collinear(
        [""] * part.shape[1], part / np.linalg.norm(part, axis=0).clip(1e-300) * np.sqrt(len(part))
    )


def _shape(y: Array, basis: Array, q: Array, end: int, squares: float) -> float:
    """Return Hansen's eta squared: how much more the errors vary at the threshold, in the direction of the change.

    Both conditional means are by an Epanechnikov kernel (Hansen 2000, section 3.4); its width is the one with the smallest
    expected square of the error where the mean is quadratic (Haerdle and Linton 1994).
    """
    first = np.linalg.lstsq(basis[:end], y[:end], rcond=None)[0]
    second = np.linalg.lstsq(basis[end:], y[end:], rcond=None)[0]
    residual = y - np.concatenate([basis[:end] @ first, basis[end:] @ second])
    change = (basis @ (first - second)) ** 2
    z = standardised(q[:, None], np.ones(len(q)))[0][:, 0]
    apart, n = z[end - 1] - z, len(z)
    wide = apart / (2.344 * n**-0.2)
    near = np.abs(wide) <= 1
    density = 0.75 * float(((1 - wide**2) * near).mean()) / (2.344 * n**-0.2)
    slope = 1.5 * float((-wide * near).mean()) / (2.344 * n**-0.2) ** 2
    powers = np.column_stack([np.ones(n), z, z**2])
    curve = np.linalg.lstsq(powers, change, rcond=None)[0]
    noise = float(((change - powers @ curve) ** 2).sum()) / (n - 3)
    bent = 2 * curve[2] + 2 * (curve[1] + 2 * curve[2] * z[end - 1]) * slope / density
    width = (15 * noise / (n * density * max(bent**2, 1e-12))) ** 0.2
    kernel = np.maximum(1 - (apart / width) ** 2, 0.0) if width > 0 else np.ones(n)
    found = float(kernel @ (change * residual**2)) / max(float(kernel @ change), 1e-300) / (squares / n)
    return found if found > 0 else 1.0


def _parts(
    design: Design, at_most: Bools, errors: Errors, level: float
) -> tuple[pd.DataFrame, pd.DataFrame, list[Note]]:
    """Return the coefficients on both sides, their fit, and notes on those without a test."""
    open_ends: Limits = (-np.inf, np.inf)
    tables, rows, total = {}, {}, 0.0
    untested: dict[str, Note] = {}
    for regime, side in ((1, at_most), (2, ~at_most)):
        part = replace(design, x=design.x[side], y=design.y[side], rows=design.rows[side])
        fitted = fit(part, "linear", errors, open_ends)
        tables[regime] = coefficient_table(fitted, level)
        untested |= {
            name: without_test(name) for name, few in zip(part.terms, fitted.unsure, strict=True) if few
        }
        squares = float(fitted.residual @ fitted.residual)
        rows[regime] = {
            "n": part.n,
            "sum_of_squares": squares,
            "r_squared": 1 - squares / float(((part.y - part.y.mean()) ** 2).sum()),
        }
        total += squares
    every = float(((design.y - design.y.mean()) ** 2).sum())
    rows[0] = {"n": design.n, "sum_of_squares": total, "r_squared": 1 - total / every}
    fits = pd.DataFrame.from_dict(rows, orient="index").rename_axis("regime")
    return pd.concat(tables, names=["regime", "term"]), fits, list(untested.values())


def _notes(design: Design, ends: Ints, n: int, inside: Array) -> list[Note]:
    notes = list(design.notes)
    if len(ends) == MOST:
        notes.append(Note("{count} values at equal steps of rank were tried", count=MOST))
    if inside[0] or inside[-1]:
        notes.append(Note("the interval reaches the end of the values tried; a smaller trim may widen it"))
    notes.append(
        Note("the standard errors take the threshold for known, which the theory allows in large samples")
    )
    if min(ends[0], n - ends[-1]) < 5 * (design.x.shape[1] + 1):
        notes.append(Note("the smallest part tried has fewer than five rows for each coefficient"))
    return notes
