"""The CUSUM chart: deviations from a target, added up."""

from __future__ import annotations

import numpy as np

from govmetrics.core.options import COUNT, FROM_ZERO, NUMBER, POSITIVE, asked, optional
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text
from govmetrics.monitoring.chart import ControlChart, charted, dependence_notes, missing_notes
from govmetrics.monitoring.ewma import settled
from govmetrics.monitoring.series import Series, series_of
from govmetrics.numerics.arrays import Array


def cusum(
    series: Series,
    target: float | None = None,
    k: float | None = None,
    h: float | None = None,
    sd: float | None = None,
    baseline: int | None = None,
) -> ControlChart:
    r"""Chart the cumulated sums of deviations from a target: small moves that last add up, chance does not.

    :math:`S^+_i = \max(0, S^+_{i-1} + x_i - \text{target} - k)` and :math:`S^-_i = \max(0, S^-_{i-1} + \text{target} - k - x_i)`;
    either beyond :math:`h` is a signal.

    Parameters
    ----------
    series : Series or list
        One value a period; over a missing one the sums stay.
    target : float, optional
        By default the mean of the baseline.
    k : float, optional
        The slack, half the move that is to be seen, in the unit of the values; by default half a standard deviation.
    h : float, optional
        The decision limit, in the unit of the values; by default five standard deviations.
    sd : float, optional
        The standard deviation of single values, from which the defaults of `k` and `h` follow; by default from the mean moving
        range of the baseline.
    baseline : int, optional
        So many first periods set target and standard deviation; all by default.

    Returns
    -------
    ControlChart
        ``points`` with the columns high and low, both from 0 up; the limits are ``upper``, :math:`h`, of the high sums and
        ``lower``, :math:`-h`, of the low ones drawn downwards. ``signals`` by period.

    Raises
    ------
    FaultyInput
        Periods twice or without order, values that are no numbers, parameters out of range.
    UnsuitableMethod
        Fewer than two values, values that are all alike, where they are to tell target, slack or limit.

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika 41, 100-115. NIST/SEMATECH e-Handbook of Statistical
    Methods, 6.3.2.3.

    Examples
    --------
    >>> chart = cusum([324.9, 324.7, 328.3, 327.3, 327.8], target=325, k=0.3175, h=4.1959)
    >>> chart.points["high"].round(2).tolist(), chart.signals.index.tolist()
    ([0.0, 0.0, 2.98, 4.97, 7.45], [4, 5])
    """
    asked(target=(target, optional(NUMBER)), k=(k, optional(FROM_ZERO)), h=(h, optional(POSITIVE)), sd=(sd, optional(POSITIVE)),
          baseline=(baseline, optional(COUNT)))  # fmt: skip
    frame, notes = series_of(series=series)
    x = frame["series"].to_numpy()
    known = sd if sd is not None else 1.0 if k is not None and h is not None else None
    m, mean, spread = settled(x, baseline, target, known)
    slack, limit = 0.5 * spread if k is None else float(k), 5 * spread if h is None else float(h)
    high, low = sums(x - mean, slack)
    points = frame.rename(columns={"series": "value"}).assign(
        high=high, low=low, centre=0.0, lower=-limit, upper=limit
    )
    larger = np.where(np.isnan(x), np.nan, np.where(high >= low, high, -low))
    told = "Deviations from {target:g} beyond a slack of {k:g} were cumulated on either side; the limit is {h:g}."
    procedure = Procedure.of(told, "page1954", "nist2012", target=mean, k=slack, h=limit)
    notes += [*missing_notes(x), *dependence_notes(x[:m])]
    sd_used = float("nan") if sd is None and known is not None else spread
    found: ControlChart = charted(ControlChart, points, larger, chart=Text("CUSUM chart"), centre=mean, sd=sd_used, baseline=m,
                                  notes=tuple(notes), procedure=procedure)  # fmt: skip
    return found


def sums(e: Array, slack: Array | float) -> tuple[Array, Array]:
    """Return the cumulated sums above and below, along the first axis, of deviations.

    Examples
    --------
    >>> [one.tolist() for one in sums(np.array([1.0, 1.0, np.nan, -3.0]), 0.5)]
    [[0.5, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 2.5]]
    """
    high, low, there = np.zeros_like(e), np.zeros_like(e), ~np.isnan(e)
    up = down = np.zeros(e.shape[1:])
    for place in range(len(e)):
        up = np.where(there[place], np.maximum(0, up + e[place] - slack), up)
        down = np.where(there[place], np.maximum(0, down - e[place] - slack), down)
        high[place], low[place] = up, down
    return high, low
