"""Interrupted time series: level and slope of one series before and after a policy began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.dataset import finite_faults, floats
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import SERIES, SHARE, choice, count, optional, wanted
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.policy.adoption import PERIOD
from govmetrics.policy.panel_frame import step_of

EXACT = 1e-10
"""Residuals of so little of the largest value are rounding."""
LEAST = 4
"""So many periods are needed before and after."""


@dataclass(frozen=True, eq=False)
class InterruptedSeries(Result):
    """A segmented regression of one series.

    Attributes
    ----------
    coefficients : DataFrame
        level (at the start, as the time before would have it), slope before, change_in_level at the start, change_in_slope a
        period, and seasons: estimate, error, df, t, p, lower, upper.
    effects : DataFrame
        By period from the start on: observed, expected (as before it would have gone on), fitted, effect (fitted less
        expected) with error, lower, upper.
    average : float
        Mean effect from the start on.
    average_error, lower, upper, p : float
        Of it.
    path : DataFrame
        By period: observed, fitted, expected.
    durbin_watson : float
        Of the residuals: 2 without autocorrelation.
    autocorrelation : float
        Of the residuals, one period apart.
    lags : int
        Of the Newey-West error.
    errors : str
    n, before : int
        Periods, and those before the start.
    start : label
    outcome : str
    level : float
        Of intervals.
    notes : tuple of Note

    See Also
    --------
    interrupted
    """

    coefficients: pd.DataFrame
    effects: pd.DataFrame
    average: float
    average_error: float
    lower: float
    upper: float
    p: float
    path: pd.DataFrame
    durbin_watson: float
    autocorrelation: float
    lags: int
    errors: str
    n: int
    before: int
    start: Any
    outcome: str
    level: float
    notes: tuple[Note, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "coefficients": "Level and slope, before and after",
        "effects": "Effects since the start",
    }
    _cites: ClassVar = ("BernalCumminsGasparrini2017", "NeweyWest1987")

    def _method(self) -> tuple[Text, ...]:
        robust = self.errors == "newey_west"
        return (
            Text("A segmented regression was fitted to {n} periods, {before} of them before the start, with Newey-West standard "
                 "errors of {lags:# lag|# lags}.", n=self.n, before=self.before, lags=self.lags)
            if robust else
            Text("A segmented regression was fitted to {n} periods, {before} of them before the start, with ordinary standard "
                 "errors.", n=self.n, before=self.before),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        level, slope = (
            self.coefficients.loc[[name]].iloc[0] for name in ("change_in_level", "change_in_slope")
        )
        if np.isnan(self.average_error):  # the lines fit exactly: nothing can be said of chance
            return (
                Text("{outcome}: at {start} the level changes by {estimate:+.4g}, the slope by {slope:+.4g} a period.",
                     outcome=self.outcome, start=label_text(self.start), estimate=level["estimate"], slope=slope["estimate"]),
                Text("On average since then: {average:+.4g}, if nothing else happened at that time.", average=self.average),
            )  # fmt: skip
        return (
            Text("{outcome}: at {start} the level changes by {estimate:+.4g} ({p}), the slope by {slope:+.4g} a period ({q}).",
                 outcome=self.outcome, start=label_text(self.start), estimate=level["estimate"], p=p_words(float(level["p"])),
                 slope=slope["estimate"], q=p_words(float(slope["p"]))),
            Text("On average since then: {average:+.4g} ({level:.0%} interval {lower:.4g} to {upper:.4g}), if nothing else "
                 "happened at that time.", average=self.average, level=self.level, lower=self.lower, upper=self.upper),
        )  # fmt: skip


def interrupted(
    series: pd.Series, start: Any, season: int | None = None, errors: Literal["newey_west", "ordinary"] = "newey_west",
    *, lags: int | None = None, level: float = 0.95,
) -> InterruptedSeries:  # fmt: skip
    r"""Test whether the level or the slope of a series changes when a policy begins.

    :math:`y_t = a + b (t - t_0) + c D_t + d D_t (t - t_0) + \text{season} + e_t`, where :math:`t_0` is the start and
    :math:`D_t` is one from it on: c is the change of level at the start, d that of the slope a period. What was expected is the
    line before, gone on. There is no comparison: whatever else happened at the start is in the effect.

    Parameters
    ----------
    series : Series
        Indexed by period; in any order.
    start : label
        The first period with the policy.
    season : int, optional
        After how many periods a season comes back (12 for months, 4 for quarters): each gets its own level.
    errors : {"newey_west", "ordinary"}
        Standard errors that allow for autocorrelation up to `lags` periods and for unequal variances, or do not.
    lags : int, optional
        By default the whole part of 4 (n / 100)^(2/9), and a season at least.
    level : float
        Of intervals.

    Returns
    -------
    InterruptedSeries
        coefficients, effects by period, and their average.

    Raises
    ------
    FaultyInput
        Missing, infinite or textual values, periods twice or without order, an unknown start.
    UnsuitableMethod
        Fewer than four periods before or after, or fewer than the coefficients need.

    References
    ----------
    Bernal, J. L., Cummins, S. and Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public health
    interventions: a tutorial. International Journal of Epidemiology 46, 348-355. Newey, W. K. and West, K. D. (1987).
    Econometrica 55, 703-708.

    Examples
    --------
    >>> series = pd.Series([1.0, 2, 3, 4, 5, 9, 11, 13, 15, 17], range(2010, 2020), name="score")
    >>> found = interrupted(series, 2015)
    >>> found.coefficients["estimate"].round(6).to_dict()
    {'level': 6.0, 'slope': 1.0, 'change_in_level': 3.0, 'change_in_slope': 1.0}
    """
    wanted(series=(series, SERIES), start=(start, PERIOD), season=(season, optional(count(2))),
           errors=(errors, choice("newey_west", "ordinary")), lags=(lags, optional(count(0))),
           level=(level, SHARE)).raise_all()  # fmt: skip
    values, periods = _read(series)
    place, steps = _start(start, periods), step_of(periods)
    before, n = place, len(periods)
    x, names = _design(steps, place, season)
    _suitable(before, n, x.shape[1], season)
    if lags is not None and lags >= n:
        raise FaultyInput("lags", "are {lags} of {n} periods", "give fewer lags than periods", lags=lags, n=n)
    lags = max(int(4 * (n / 100) ** (2 / 9)), season or 0) if lags is None else lags
    found = _Fit.of(values, x, lags if errors == "newey_west" else None, level)
    index = pd.Index(periods, name="period")
    without = x * np.isin(names, ("change_in_level", "change_in_slope"), invert=True)
    after = (x - without)[place:]
    effects = found.contrast(after, index[place:]).rename(columns={"estimate": "effect"})
    effects.insert(0, "observed", values[place:])
    effects.insert(1, "expected", (without @ found.b)[place:])
    mean = found.contrast(after.mean(axis=0)[None], pd.Index(["average"])).iloc[0]
    residual = values - x @ found.b
    spread = float((residual**2).sum())
    notes = []
    if np.isnan(found.v).any():
        notes.append(Note("the lines fit exactly: no error can be known"))
        spread = 0.0
    if (np.diff(steps) != 1).any():
        notes.append(Note("periods are missing between others: time counts them, autocorrelation does not"))
    return InterruptedSeries(
        coefficients=found.contrast(np.eye(len(names)), pd.Index(names, dtype=object, name="coefficient")),
        effects=effects.drop(columns=["df", "t"]),
        average=float(mean["estimate"]), average_error=float(mean["error"]), lower=float(mean["lower"]),
        upper=float(mean["upper"]), p=float(mean["p"]),
        path=pd.DataFrame({"observed": values, "fitted": x @ found.b, "expected": without @ found.b}, index),
        durbin_watson=float((np.diff(residual) ** 2).sum()) / spread if spread > 0 else np.nan,
        autocorrelation=float(residual[1:] @ residual[:-1]) / spread if spread > 0 else np.nan,
        lags=lags if errors == "newey_west" else 0, errors=errors, n=n, before=before, start=start,
        outcome=str(series.name) if series.name is not None else "value", level=level, notes=tuple(notes),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Fit:
    """Least squares with a covariance: b, v, and what intervals need."""

    b: Array
    v: Array
    df: int
    level: float

    @classmethod
    def of(cls, y: Array, x: Array, lags: int | None, level: float) -> _Fit:
        """Return the fit; with lags the covariance of Newey and West (Bartlett weights), times n / (n - k)."""
        n, k = x.shape
        inverse = np.linalg.inv(x.T @ x)
        b = inverse @ (x.T @ y)
        e = y - x @ b
        if np.abs(e).max() <= EXACT * np.abs(y).max():  # a line without errors: what is left is rounding
            small = np.abs(b) * np.abs(x).max(axis=0) <= EXACT * np.abs(y).max()
            return cls(np.where(small, 0.0, b), np.full((k, k), np.nan), n - k, level)
        if lags is None:
            return cls(b, inverse * (e @ e) / (n - k), n - k, level)
        score = x * e[:, None]
        meat = score.T @ score
        for lag in range(1, lags + 1):
            cross = score[lag:].T @ score[:-lag]
            meat = meat + (1 - lag / (lags + 1)) * (cross + cross.T)
        return cls(b, inverse @ meat @ inverse * n / (n - k), n - k, level)

    def contrast(self, c: Array, index: pd.Index) -> pd.DataFrame:
        """Return linear combinations of the coefficients with errors by Student's t."""
        from scipy.stats import t as student

        estimate, error = c @ self.b, np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", c, self.v, c), 0))
        half = student.ppf((1 + self.level) / 2, self.df) * error
        with np.errstate(divide="ignore", invalid="ignore"):
            t = estimate / error
        return pd.DataFrame({"estimate": estimate, "error": error, "df": self.df, "t": t, "p": 2 * student.sf(np.abs(t), self.df),
                             "lower": estimate - half, "upper": estimate + half}, index)  # fmt: skip


def _read(series: pd.Series) -> tuple[Array, list[Any]]:
    """Return the values in the order of time, and the periods."""
    name = "value" if series.name is None else series.name
    faults = Faults()
    if series.empty:
        faults.append(
            Fault(
                "series", "is empty", "give at least {least} periods before and after the start", least=LEAST
            )
        )
    twice = list(series.index[series.index.duplicated()].unique())
    faults += each(
        twice, lambda one: Fault(str(one), "occurs more than once", "keep one value for each period")
    )
    with faults:
        periods = ordered(series.index)
    faults += finite_faults(series.to_frame(name))
    faults += each(
        series.index[series.isna()],
        lambda one: Fault(str(one), "the value is missing", "complete the series"),
    )
    faults.raise_all()
    values = floats(series).loc[periods].to_numpy(dtype=np.float64)
    if np.ptp(values) == 0:
        raise UnsuitableMethod(str(name), "is the same in all periods", "there is no change to be seen")
    return values, periods


def _start(start: Any, periods: list[Any]) -> int:
    known = known_as(start, periods)
    if known is None:
        raise FaultyInput("start", "{start} is no period of the data", "periods are: {names:10}", start=label_text(start),
                          names=list(map(label_text, periods)))  # fmt: skip
    return periods.index(known)


def _design(steps: Ints, place: int, season: int | None) -> tuple[Array, list[str]]:
    time = (steps - steps[place]).astype(float)
    after = (np.arange(len(steps)) >= place).astype(float)
    columns, names = (
        [np.ones(len(time)), time, after, after * time],
        ["level", "slope", "change_in_level", "change_in_slope"],
    )
    every = season or 1
    for one in range(1, every):  # the season of the start is the one that others are compared with
        columns.append((time % every == one).astype(float))
        names.append(Text("season_{place}", place=one))
    return np.column_stack(columns), names


def _suitable(before: int, n: int, k: int, season: int | None) -> None:
    faults = []
    if min(before, n - before) < LEAST:
        problem = "there are {before} periods before it and {after} from it on"
        faults.append(
            Fault(
                "start",
                problem,
                "give at least {least} of each",
                before=before,
                after=n - before,
                least=LEAST,
            )
        )
    if season and n < max(2 * season, k + 2):
        faults.append(
            Fault(
                "season",
                "{n} periods are fewer than two seasons",
                "give more periods, or leave season out",
                n=n,
            )
        )
    Faults(faults).raise_all(UnsuitableMethod)
