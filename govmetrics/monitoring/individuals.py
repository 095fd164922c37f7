"""The individuals chart: one value a period, limits by the moving range, or for the next value by t."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from govmetrics.core.options import COUNT, FLAG, POSITIVE, asked, choice, optional
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.monitoring.chart import (
    D2,
    ControlChart,
    charted,
    constant,
    dependence_notes,
    missing_notes,
    moving_range,
    screened,
)
from govmetrics.monitoring.series import Series, baseline_of, refuse_short, series_of

_CITES = ("nist2012", "shewhart1931")
_LONG = 60
"""From so many values on, the limits of moving ranges are nearly what they promise."""


@dataclass(frozen=True, eq=False)
class IndividualsChart(ControlChart):
    """A chart of single values, whose limits are the same in all periods.

    Attributes
    ----------
    lower, upper : float
        The limits.

    See Also
    --------
    individuals
    """

    @property
    def lower(self) -> float:
        """The lower limit."""
        return float(self.points["lower"].iloc[0])

    @property
    def upper(self) -> float:
        """The upper limit."""
        return float(self.points["upper"].iloc[0])


def individuals(
    series: Series,
    baseline: int | None = None,
    limits: Literal["moving_range", "prediction"] = "moving_range",
    screen: bool = False,
    width: float = 3.0,
) -> IndividualsChart:
    r"""Chart single values: which periods lie beyond what the series' own variation explains.

    Centre and limits are :math:`\bar x \pm 3\,\overline{MR}/1.128` with the mean moving range of neighbouring values. From a
    short baseline these signal more often than they promise: a new value of an unchanged series lies beyond them
    .019 of the time after 12 values and .011 after 20, where .0027 is nominal. ``limits="prediction"`` keeps the nominal
    rate for a new value: :math:`\bar x \pm t_{m-1}\, s \sqrt{1 + 1/m}`.

    Parameters
    ----------
    series : Series or list
        One value a period; a list is in the order of time. Missing values have no point.
    baseline : int, optional
        So many first periods set the limits; all by default.
    limits : {"moving_range", "prediction"}
        How they are found.
    screen : bool
        Leave moving ranges beyond 3.267 times their mean out, once. Not by default: it narrows the limits.
    width : float
        Of the limits in standard deviations; of prediction limits the rate of false alarms that it stands for.

    Returns
    -------
    IndividualsChart
        ``centre``, ``lower``, ``upper`` as numbers, ``signals`` by period.

    Raises
    ------
    FaultyInput
        Periods twice or without order, values that are no numbers.
    UnsuitableMethod
        Fewer than two values (three for prediction limits), values that are all alike.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2. Shewhart, W. A. (1931). Economic Control of Quality of
    Manufactured Product.

    Examples
    --------
    The example of the NIST handbook:

    >>> flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    >>> chart = individuals(flow)
    >>> round(chart.centre, 2), round(chart.lower, 3), round(chart.upper, 3), len(chart.signals)
    (50.81, 45.816, 55.804, 0)
    """
    asked(baseline=(baseline, optional(COUNT)), limits=(limits, choice("moving_range", "prediction")), screen=(screen, FLAG),
          width=(width, POSITIVE))  # fmt: skip
    frame, notes = series_of(series=series)
    x = frame["series"].to_numpy()
    m = baseline_of(len(x), baseline)
    base = x[:m][~np.isnan(x[:m])]
    refuse_short(len(base), 3 if limits == "prediction" else 2)
    centre = float(base.mean())
    notes += [*missing_notes(x), *dependence_notes(x[:m])]
    if limits == "prediction":
        sd = float(base.std(ddof=1))
        reach = _t_of(width, len(base) - 1) * sd * np.sqrt(1 + 1 / len(base))
        told = "Limits are those of a new value by t, from {n:# value|# values} of the baseline."
    else:
        mean, left_out = moving_range(x[:m], screen)
        sd = mean / D2
        reach = width * sd
        notes += [*screened(left_out), *_short_notes(len(base), width)]
        told = "Limits are {width:g} standard deviations from the mean, by the mean moving range of {n:# value|# values}."
    if not sd > 0:
        raise constant()
    points = frame.rename(columns={"series": "value"}).assign(
        centre=centre, lower=centre - reach, upper=centre + reach
    )
    procedure = Procedure.of(told, *_CITES, n=len(base), width=width)
    found: IndividualsChart = charted(
        IndividualsChart, points, x, chart=Text("individuals chart"), centre=centre, sd=sd, baseline=m,
        notes=tuple(notes), procedure=procedure,
    )  # fmt: skip
    return found


def _t_of(width: float, df: int) -> float:
    """Return the quantile of t that a new value exceeds as often as a normal one exceeds `width`."""
    from scipy.special import ndtr, stdtrit

    return float(-stdtrit(df, ndtr(-width)))


def _short_notes(m: int, width: float) -> list[Note]:
    """Return how often a new value of an unchanged series lies beyond limits from so few.

    The mean moving range is worth about 0.62 (m - 1) degrees of freedom and unbiased for the standard deviation.
    """
    from scipy.special import gammaln, ndtr, stdtr

    if m >= _LONG:
        return []
    df = 0.62 * (m - 1)
    bias = np.sqrt(2 / df) * np.exp(gammaln((df + 1) / 2) - gammaln(df / 2))
    rate = float(2 * stdtr(df, -width / bias / np.sqrt(1 + 1 / m)))
    said = ("the limits rest on {m:# value|# values}: a new value lies beyond them about {rate:.1%} of the time though nothing "
            "changed, not {nominal:.2%}; `limits=\"prediction\"` keeps that")  # fmt: skip
    return [Note(said, m=m, rate=rate, nominal=float(2 * ndtr(-width)))]
