"""Convergence: do the weak catch up (beta), and does the spread narrow (sigma)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.options import LABEL, SHARE, choice, several, wanted
from govmetrics.core.periods import times
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array
from govmetrics.panel.common import Source, column_of, cube, refuse_at_most
from govmetrics.panel.conditions import conditional_line, conditions


@dataclass(frozen=True, eq=False)
class Convergence(Result):
    """Whether units grow alike.

    Attributes
    ----------
    beta : float
        Slope of yearly growth on the first period's value; negative when the weak grow faster.
    intercept : float
        Of the same line.
    se, lower, upper, p : float
        Robust standard error (HC3) of beta, its interval and two-sided p, by Student's t.
    r_squared : float
        Of the line.
    speed, half_life : float
        Share of the gap that closes a year, -ln(1 + beta T) / T, and the years until half of it is closed; NaN where
        beta is not negative, or units overshoot.
    sigma : DataFrame
        One row per period: n, sd (of logarithms, or of values), variation (sd / mean of values).
    sigma_ratio, sigma_p : float
        Last variance over first of the same units, and p of equal variances (Pitman-Morgan).
    n : int
        Units with the first and the last period.
    years : float
        From first to last.
    scale : str
        "log" or "level".
    left_out : tuple of str
        Units without a value at the first or the last period, or without a control.
    coefficients : DataFrame or None
        With controls: b, se, lower, upper, p of the constant, the first value and every control.
    controls : tuple of str
        What is held constant: beta is then conditional.
    controls_at : str
        "first" or "mean".

    See Also
    --------
    convergence
    """

    beta: float
    intercept: float
    se: float
    lower: float
    upper: float
    p: float
    r_squared: float
    speed: float
    half_life: float
    sigma: pd.DataFrame
    sigma_ratio: float
    sigma_p: float
    n: int
    years: float
    scale: str
    left_out: tuple[str, ...] = ()
    coefficients: pd.DataFrame | None = None
    controls: tuple[str, ...] = ()
    controls_at: str = "first"

    _by_line = True
    _shown: ClassVar = {
        "sigma": "Spread of every period", "line": "Growth on the first value",
        "coefficients": "Growth on the first value and controls",
    }  # fmt: skip

    _cites: ClassVar = ("BarroSalaIMartin1992", "MacKinnonWhite1985", "Pitman1939")

    def _method(self) -> tuple[Text, ...]:
        logs = self.scale == "log"
        return (
            Text("Beta convergence was tested by a regression of yearly growth in logarithms on the logarithm of the first "
                 "value.")
            if logs
            else Text("Beta convergence was tested by a regression of the yearly change on the first value."),
            Text("It rests on {n:# unit|# units} over {years:.3g} years; standard errors are robust against unequal variances "
                 "(HC3). Sigma convergence was tested by Pitman and Morgan's test of equal variances in the first and the "
                 "last period.", n=self.n, years=self.years),
            *self._conditional(),
        )  # fmt: skip

    def _conditional(self) -> tuple[Text, ...]:
        """What is held constant."""
        if not self.controls:
            return ()
        at = (
            Text("at the first period") if self.controls_at == "first" else Text("as the mean of all periods")
        )
        return (Text("Convergence is conditional on {names}, {at}.", names=list(self.controls), at=at),)

    @property
    def line(self) -> pd.DataFrame:
        """The regression behind beta, as a table of one row."""
        names = ("beta", "se", "lower", "upper", "p", "r_squared", "speed", "half_life", "n", "years")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    @property
    def notes(self) -> tuple[Note, ...]:
        """Who is left out."""
        if not self.left_out:
            return ()
        text = "left out, without a value at the first or the last period: {units}"
        if self.controls:
            text = "left out, without a value at the first or the last period, or without a control: {units}"
        return (Note(text, units=self.left_out),)

    def _finding(self) -> tuple[Text, ...]:
        """Both verdicts."""
        return (
            Text("Beta, conditional: {verdict} (beta = {beta:.4f}, {p}, n = {n})." if self.controls
                 else "Beta: {verdict} (beta = {beta:.4f}, {p}, n = {n}).",
                 verdict=_verdict(self.p, self.beta < 0), beta=self.beta, p=p_words(self.p), n=self.n),
            Text("Sigma: {verdict} (ratio of variances {ratio:.3f}, {p}).",
                 verdict=_verdict(self.sigma_p, self.sigma_ratio < 1), ratio=self.sigma_ratio, p=p_words(self.sigma_p)),
        )  # fmt: skip


def _verdict(p: float, closing: bool) -> Text:
    if p >= 0.05:
        return Text("no sign either way")
    return Text("converging") if closing else Text("diverging")


def convergence(
    source: Source,
    node: str | None = None,
    scale: Literal["log", "level"] = "log",
    level: float = 0.95,
    controls: Sequence[str] = (),
    controls_at: Literal["first", "mean"] = "first",
) -> Convergence:
    r"""Test beta- and sigma-convergence from the first to the last period.

    Beta: :math:`(f(y_{iT}) - f(y_{i0})) / T = a + b f(y_{i0}) + e_i` over the T years between, with a standard error
    that is robust against unequal variances. Sigma: the spread of f(y) in every period. f is the logarithm, or the
    value itself for scores on a bounded scale. A negative beta alone may be no more than regression to the mean of
    noisy values; read it beside sigma.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows (period, unit).
    node : str, optional
        Column; the first by default.
    scale : {"log", "level"}
        f.
    level : float
        Of beta's interval.
    controls : sequence of str
        Other columns, or attributes, that are held constant: beta is then conditional convergence, of units to the
        level that fits what they are, and not to one level of all. They enter as they are, also under "log".
    controls_at : {"first", "mean"}
        Controls of the first period, which growth cannot have changed, or the mean of all periods.

    Returns
    -------
    Convergence
        beta with its interval, and sigma in every period.

    Raises
    ------
    FaultyInput
        No periods, unknown node or controls, controls that are text.
    UnsuitableMethod
        Controls that are constant or follow from each other. Fewer than two periods or four units (and one for each
        control) with both ends, zero or negative values under "log", all first values
        alike, or one unit that decides the slope alone.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100, 223-251. MacKinnon, J. G.
    and White, H. (1985). Journal of Econometrics 29, 305-325 (HC3). Pitman, E. J. G. (1939). A note on normal
    correlation. Biometrika 31, 9-12.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([[2020, 2024], list("uvwx")], names=["period", "unit"])
    >>> found = convergence(pd.Series([1.0, 2, 4, 8, 2, 3, 5, 8], index))
    >>> round(found.beta, 4), round(found.sigma_ratio, 4)
    (-0.0816, 0.4547)
    """
    faults = wanted(scale=(scale, choice("log", "level")), level=(level, SHARE), controls=(controls, several(LABEL)),
                    controls_at=(controls_at, choice("first", "mean")))  # fmt: skip
    with faults:
        values, _ = column_of(source, node, periods=True)
    faults.raise_all()
    if scale == "log":
        refuse_at_most(
            values, Text("it has no logarithm"), Text('use scale="level", or a scale that begins above zero')
        )
    array, periods, units = cube(values.to_frame())
    raw = array[:, :, 0]
    f = np.log(raw) if scale == "log" else raw
    time_of = times(values.index.get_level_values("period"))
    z = (
        conditions(source, list(controls), values.name, controls_at)
        if len(controls)
        else np.empty((len(units), 0))
    )
    both = ~(np.isnan(f[0]) | np.isnan(f[-1]) | np.isnan(z).any(axis=1))
    t = time_of[periods[-1]] - time_of[periods[0]]
    y0, y1 = f[0, both], f[-1, both]
    _suitable(periods, y0)
    growth, table = (y1 - y0) / t, None
    if len(controls):
        line, table = conditional_line(y0, growth, z[both], list(controls), level)
    else:
        line = _robust_line(y0, growth, level)
    beta = line["beta"]
    closing = 1 + beta * t
    speed = float(-np.log(closing) / t) if beta < 0 and closing > 0 else np.nan
    ratio, sigma_p = _pitman_morgan(y0, y1)
    return Convergence(
        **line, speed=speed, half_life=float(np.log(2) / speed), sigma=_spread(raw, f, periods),
        sigma_ratio=ratio, sigma_p=sigma_p, n=int(both.sum()), years=t, scale=scale,
        left_out=tuple(map(str, units[~both])), coefficients=table, controls=tuple(map(str, controls)),
        controls_at=controls_at,
    )  # fmt: skip


def _suitable(periods: list[object], y0: Array) -> None:
    faults = []
    if len(periods) < 2:
        faults.append(Fault("period", "there is only one", "growth needs two"))
    elif len(y0) < 4:
        problem = "{count:# unit has|# units have} a first and a last value"
        faults.append(Fault("units", problem, "at least four are needed", count=len(y0)))
    elif np.ptp(y0) <= 1e-12 * np.abs(y0).max():
        faults.append(Fault("units", "all first values are alike", "there is nothing to converge from"))
    else:
        away = np.abs(y0 - np.median(y0)) > 1e-12 * np.abs(y0).max()
        if away.sum() == 1:
            faults.append(
                Fault("units", "all first values but one are alike", "one unit alone decides the slope")
            )
    Faults(faults).raise_all(UnsuitableMethod)


def _robust_line(x: Array, y: Array, level: float) -> dict[str, float]:
    """Return slope and intercept by least squares with the HC3 standard error of the slope."""
    from scipy.stats import t as student

    n = len(x)
    d = x - x.mean()
    sxx = d @ d
    beta = d @ y / sxx
    intercept = y.mean() - beta * x.mean()
    e = y - intercept - beta * x
    leverage = 1 / n + d**2 / sxx
    se = float(np.sqrt(((d * e / (1 - leverage)) ** 2).sum()) / sxx)
    half = float(student.ppf((1 + level) / 2, n - 2)) * se
    total = ((y - y.mean()) ** 2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * student.sf(np.abs(beta / se), n - 2) if se > 0 else float(beta == 0)
        r_squared = 1 - e @ e / total if total > 0 else np.nan
    numbers = (beta, intercept, se, beta - half, beta + half, p, r_squared)
    names = ("beta", "intercept", "se", "lower", "upper", "p", "r_squared")
    return {name: float(number) for name, number in zip(names, numbers, strict=True)}


def _spread(raw: Array, f: Array, periods: list[object]) -> pd.DataFrame:
    rows = []
    for x, y in zip(raw, f, strict=True):
        known = ~np.isnan(x)
        n = int(known.sum())
        sd = float(y[known].std(ddof=1)) if n > 1 else np.nan
        mean = float(x[known].mean()) if n else np.nan
        rows.append((n, sd, float(x[known].std(ddof=1)) / mean if n > 1 and mean > 0 else np.nan))
    return pd.DataFrame(rows, pd.Index(periods, name="period"), ["n", "sd", "variation"])


def _pitman_morgan(y0: Array, y1: Array) -> tuple[float, float]:
    """Return the ratio of two paired variances and p: sum and difference correlate if they are unequal."""
    from scipy.stats import t as student

    ratio = float(y1.var(ddof=1) / y0.var(ddof=1))
    total, change = y0 + y1, y1 - y0
    if np.ptp(change) == 0 or np.ptp(total) == 0:
        return ratio, 1.0 if np.ptp(change) == 0 else 0.0
    r = float(np.corrcoef(total, change)[0, 1])
    df = len(y0) - 2
    t = r * np.sqrt(df / max(1 - r * r, 1e-300))
    return ratio, float(2 * student.sf(abs(t), df))
