"""The EWMA chart: a moving mean that forgets, which sees small lasting moves."""

from __future__ import annotations

import numpy as np

from govmetrics.core.options import COUNT, NUMBER, POSITIVE, asked, number, optional
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text
from govmetrics.monitoring.chart import (
    D2,
    ControlChart,
    charted,
    constant,
    dependence_notes,
    missing_notes,
    moving_range,
)
from govmetrics.monitoring.series import Series, baseline_of, refuse_short, series_of
from govmetrics.numerics.arrays import Array

_SMOOTHING = number(0, 1, open_low=True)


def ewma(
    series: Series,
    centre: float | None = None,
    sd: float | None = None,
    smoothing: float = 0.2,
    width: float = 3.0,
    baseline: int | None = None,
) -> ControlChart:
    r"""Chart the exponentially weighted moving mean, which sees small moves that last sooner than single values do.

    :math:`z_i = \lambda x_i + (1 - \lambda) z_{i-1}` from :math:`z_0` at the centre; limits are exact for every period,
    :math:`\pm L \sigma \sqrt{\lambda (1 - (1 - \lambda)^{2i}) / (2 - \lambda)}`.

    Parameters
    ----------
    series : Series or list
        One value a period; over a missing one the mean stays.
    centre : float, optional
        The target; by default the mean of the baseline.
    sd : float, optional
        The standard deviation of single values; by default from the mean moving range of the baseline.
    smoothing : float
        :math:`\lambda`, the weight of the latest value, above 0 up to 1; 0.2 to 0.3 is usual, 1 is the individuals chart.
    width : float
        :math:`L`, of the limits in standard deviations.
    baseline : int, optional
        So many first periods set the centre and the standard deviation; all by default.

    Returns
    -------
    ControlChart
        ``points`` with the column ewma, ``lower`` and ``upper`` by period, ``signals``.

    Raises
    ------
    FaultyInput
        Periods twice or without order, values that are no numbers, parameters out of range.
    UnsuitableMethod
        Fewer than two values, values that are all alike, where the standard deviation is not given.

    References
    ----------
    Roberts, S. W. (1959). Control chart tests based on geometric moving averages. Technometrics 1(3), 239-250.
    NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4.

    Examples
    --------
    The example of the NIST handbook:

    >>> chart = ewma([52.0, 47.0, 53.0, 49.3, 50.1, 47.0], centre=50, sd=2.0539, smoothing=0.3)
    >>> chart.points["ewma"].round(2).tolist(), chart.upper.round(3).tolist()[:2]
    ([50.6, 49.52, 50.56, 50.18, 50.16, 49.21], [51.849, 52.256])
    """
    asked(centre=(centre, optional(NUMBER)), sd=(sd, optional(POSITIVE)), smoothing=(smoothing, _SMOOTHING),
          width=(width, POSITIVE), baseline=(baseline, optional(COUNT)))  # fmt: skip
    frame, notes = series_of(series=series)
    x = frame["series"].to_numpy()
    m, mean, spread = settled(x, baseline, centre, sd)
    z, count = smoothed(x - mean, smoothing)
    reach = width * spread * np.sqrt(smoothing / (2 - smoothing) * (1 - (1 - smoothing) ** (2 * count)))
    points = frame.rename(columns={"series": "value"}).assign(
        ewma=mean + z, centre=mean, lower=mean - reach, upper=mean + reach
    )
    told = (
        "The moving mean gives the latest value a weight of {smoothing:g}; limits are {width:g} of its own standard "
        "deviations from the centre."
    )
    procedure = Procedure.of(told, "roberts1959", "nist2012", smoothing=smoothing, width=width)
    notes += [*missing_notes(x), *dependence_notes(x[:m])]
    found: ControlChart = charted(
        ControlChart, points, np.where(np.isnan(x), np.nan, mean + z), chart=Text("EWMA chart"), centre=mean,
        sd=spread, baseline=m, notes=tuple(notes), procedure=procedure,
    )  # fmt: skip
    return found


def settled(
    x: Array, baseline: int | None, centre: float | None, sd: float | None
) -> tuple[int, float, float]:
    """Return how many periods are the baseline, the centre and the standard deviation: given, or from the baseline."""
    m = baseline_of(len(x), baseline)
    known = int((~np.isnan(x[:m])).sum())
    if centre is None or sd is None:
        refuse_short(known, 2)
    mean = float(np.nanmean(x[:m])) if centre is None else float(centre)
    spread = moving_range(x[:m], screen=False)[0] / D2 if sd is None else float(sd)
    if not spread > 0:
        raise constant()
    return m, mean, spread


def smoothed(e: Array, smoothing: float) -> tuple[Array, Array]:
    """Return the moving mean of deviations along the first axis, from zero, and how many values each has.

    Examples
    --------
    >>> smoothed(np.array([2.0, np.nan, -3.0]), 0.3)[0].round(2).tolist()
    [0.6, 0.6, -0.48]
    """
    z, there = np.zeros_like(e), ~np.isnan(e)
    last = np.zeros(e.shape[1:])
    for place in range(len(e)):
        last = np.where(there[place], smoothing * e[place] + (1 - smoothing) * last, last)
        z[place] = last
    return z, np.cumsum(there, axis=0)
