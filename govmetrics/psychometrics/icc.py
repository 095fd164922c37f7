"""Intraclass correlations: the six forms of Shrout and Fleiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import fdtrc, fdtri

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.rounding import without_rounding
from govmetrics.psychometrics._rating_frames import numeric_ratings

_FORMS = {
    "ICC1": "each subject rated by different raters, one rating",
    "ICC2": "raters are a sample, agreement, one rating",
    "ICC3": "these raters only, consistency, one rating",
    "ICC1k": "each subject rated by different raters, mean rating",
    "ICC2k": "raters are a sample, agreement, mean rating",
    "ICC3k": "these raters only, consistency, mean rating",
}


@dataclass(frozen=True, eq=False)
class Icc(Result):
    """Intraclass correlations (组内相关系数).

    Attributes
    ----------
    forms : DataFrame
        Index ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k; columns icc, f, df1, df2, p, lower, upper, meaning.
    mean_squares : Series
        between things, within things, between raters, residual.

    See Also
    --------
    icc
    """

    forms: pd.DataFrame
    mean_squares: pd.Series
    things: int
    raters: int
    level: float
    notes: tuple[Note, ...]

    _cites: ClassVar = ("shroutfleiss1979",)
    _shown: ClassVar = {"forms": "Intraclass correlations"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Agreement of {raters} raters on {things:# subject|# subjects} was measured by intraclass correlations "
            "(ICC) from analyses of variance, with {level:.3g}% intervals."
        )
        return (Text(found, raters=self.raters, things=self.things, level=100 * self.level),)

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Of {things:# subject|# subjects} rated by {raters} raters: one rating agrees by ICC2 = {single:.3f} "
            "({single_lower:.3f} to {single_upper:.3f}), the mean of all by ICC2k = {mean:.3f} "
            "({mean_lower:.3f} to {mean_upper:.3f})."
        )
        bounds = {
            f"{name}{end}": self.forms.loc[form, column]
            for name, form in (("single", "ICC2"), ("mean", "ICC2k"))
            for end, column in (("", "icc"), ("_lower", "lower"), ("_upper", "upper"))
        }
        f = self.forms["f"]
        if not np.isinf(f["ICC3"]):
            return (Text(found, things=self.things, raters=self.raters, **bounds),)
        alike = "The raters agree on every subject: F has no finite value."
        apart = "The raters differ by constants only: F of ICC2 and ICC3 has no finite value."
        return (
            Text(found, things=self.things, raters=self.raters, **bounds),
            Text(alike if np.isinf(f["ICC1"]) else apart),
        )


def icc(ratings: pd.DataFrame, level: float = 0.95) -> Icc:
    """Return all six intraclass correlations of Shrout and Fleiss with F test and interval.

    Parameters
    ----------
    ratings : DataFrame
        Rows are what is rated, columns the raters. Rows with a missing rating are left out and counted.
    level : float
        Confidence level.

    Returns
    -------
    Icc

    Raises
    ------
    FaultyInput
        Ratings that are not numbers; a level outside (0, 1).
    UnsuitableMethod
        Fewer than two things or raters; no variation at all.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability.
    Psychological Bulletin, 86.

    Examples
    --------
    >>> judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> icc(pd.DataFrame(judges)).forms["icc"].round(2).to_dict()  # Shrout and Fleiss (1979), table 4
    {'ICC1': 0.17, 'ICC2': 0.29, 'ICC3': 0.71, 'ICC1k': 0.44, 'ICC2k': 0.62, 'ICC3k': 0.91}
    """
    faults = wanted(level=(level, SHARE))
    with faults:
        x, notes = numeric_ratings(ratings, Text("intraclass correlation"))
    faults.raise_all()
    if not np.ptp(x) > 0:
        raise UnsuitableMethod("ratings", "all are the same", "agreement needs subjects that differ")
    n, k = x.shape
    squares = mean_squares(x)
    forms = pd.DataFrame(icc_forms(squares, n, k, (1 - level) / 2), index=pd.Index(_FORMS, name="form"))
    forms["meaning"] = list(_FORMS.values())
    named = pd.Series(squares, index=["between_things", "within_things", "between_raters", "residual"])
    return Icc(forms, named, n, k, level, notes)


def mean_squares(x: Array) -> tuple[float, float, float, float]:
    """Return the mean squares between rows, within rows, between columns, and residual, of `x` (n, k)."""
    (n, k), size = x.shape, float(np.abs(x).max())
    x = x - x.mean()
    rows, columns = x.mean(axis=1), without_rounding(x.mean(axis=0), size)
    between = k * (rows**2).sum()
    judges = n * (columns**2).sum()
    residual = (without_rounding(x - rows[:, None] - columns, size) ** 2).sum()
    return (
        float(between / (n - 1)),
        float((judges + residual) / (n * (k - 1))),
        float(judges / (k - 1)),
        float(residual / ((n - 1) * (k - 1))),
    )


def icc_forms(
    squares: tuple[float, float, float, float], n: int, k: int, tail: float
) -> dict[str, list[float]]:
    """Return the columns of the six forms from the mean squares, `n` things and `k` raters."""
    msb, msw, msj, mse = squares
    df1, df_w, df_e = n - 1, n * (k - 1), (n - 1) * (k - 1)
    f_w, f_e = _ratio(msb, msw), _ratio(msb, mse)
    one = (msb - msw) / (msb + (k - 1) * msw)
    two = (msb - mse) / (msb + (k - 1) * mse + k * (msj - mse) / n)
    three = (msb - mse) / (msb + (k - 1) * mse) if msb + mse > 0 else np.nan
    bounds_two = _bounds_two(two, squares, n, k, tail)
    single = [_bounds(f_w, df1, df_w, k, tail), bounds_two, _bounds(f_e, df1, df_e, k, tail)]
    average = [_stepped_up(pair, k) for pair in single]
    p_w, p_e = float(fdtrc(df1, df_w, f_w)), float(fdtrc(df1, df_e, f_e))
    mean_two = (msb - mse) / (msb + (msj - mse) / n) if msb + (msj - mse) / n != 0 else np.nan
    return {
        "icc": [one, two, three, _inverse(f_w), mean_two, _inverse(f_e)],
        "f": [f_w, f_e, f_e] * 2,
        "df1": [df1] * 6,
        "df2": [df_w, df_e, df_e] * 2,
        "p": [p_w, p_e, p_e] * 2,
        "lower": [low for low, _ in single + average],
        "upper": [high for _, high in single + average],
    }


def _bounds(f: float, df1: float, df2: float, k: int, tail: float) -> tuple[float, float]:
    low, high = float(f / fdtri(df1, df2, 1 - tail)), float(f * fdtri(df2, df1, 1 - tail))
    return _single(low, k), _single(high, k)


def _bounds_two(
    icc2: float, squares: tuple[float, float, float, float], n: int, k: int, tail: float
) -> tuple[float, float]:
    """Return the bounds of ICC2 with Satterthwaite's degrees of freedom (Shrout and Fleiss, p. 424)."""
    msb, _, msj, mse = squares
    if not msb > 0:  # no difference between things: the interval does not exist
        return float("nan"), float("nan")
    if mse <= 0:  # raters differ by constants only: v is (k - 1) in the limit
        v = float(k - 1)
    else:
        f_j = msj / mse
        rest = n * (1 + (k - 1) * icc2) - k * icc2
        v = (k - 1) * (n - 1) * (k * icc2 * f_j + rest) ** 2 / ((n - 1) * k**2 * icc2**2 * f_j**2 + rest**2)
    if not v > 1e-12:
        return float("nan"), float("nan")
    up, down = fdtri(n - 1, v, 1 - tail), fdtri(v, n - 1, 1 - tail)
    other = k * msj + (k * n - k - n) * mse
    return (
        float(n * (msb - up * mse) / (up * other + n * msb)),
        float(n * (down * msb - mse) / (other + n * down * msb)),
    )


def _single(f: float, k: int) -> float:
    return 1.0 if np.isinf(f) else float((f - 1) / (f + k - 1))


def _stepped_up(bounds: tuple[float, float], k: int) -> tuple[float, float]:
    """Return the bounds for the mean of k ratings (Spearman-Brown)."""
    low, high = (float(b * k / (1 + b * (k - 1))) if 1 + b * (k - 1) > 0 else float("-inf") for b in bounds)
    return low, high


def _inverse(f: float) -> float:
    return 1 - 1 / f if f > 0 else float("-inf")


def _ratio(a: float, b: float) -> float:
    return a / b if b > 0 else (float("inf") if a > 0 else float("nan"))
