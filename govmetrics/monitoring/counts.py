"""The chart of counts, c, u and Laney's u': events a period, for each unit of exposure."""

from __future__ import annotations

import numpy as np

from govmetrics.core.errors import Faults
from govmetrics.core.options import COUNT, FLAG, POSITIVE, asked, optional
from govmetrics.core.words import Text
from govmetrics.monitoring.proportions import RatesChart, period_faults, rates_chart
from govmetrics.monitoring.series import Series, baseline_of, series_of
from govmetrics.numerics.arrays import Array


def counts(
    events: Series,
    exposure: Series | None = None,
    prime: bool = True,
    baseline: int | None = None,
    screen: bool = False,
    width: float = 3.0,
) -> RatesChart:
    r"""Chart events that have no fixed number of cases behind them: complaints, accidents, calls.

    The centre :math:`\bar u` is events over exposure, limits are :math:`\bar u \pm 3 \sqrt{\bar u / e_i}` (u; c where all
    exposures are 1), which takes events as independent of each other. They seldom are: Laney's u' widens the limits by
    :math:`\sigma_z`, as in `proportions`.

    Parameters
    ----------
    events : Series or list
        How many a period: whole numbers.
    exposure : Series or list, optional
        What they are counted on: residents, days, households. One each by default.
    prime : bool
        Laney's u'; False is the u or c chart.
    baseline : int, optional
        So many first periods set the limits; all by default.
    screen : bool
        Leave moving ranges beyond 3.267 times their mean out, once. Not by default.
    width : float
        Of the limits in standard deviations.

    Returns
    -------
    RatesChart
        Rates for each unit of exposure: ``centre``, ``sigma_z``, ``lower`` and ``upper`` by period, ``signals``.

    Raises
    ------
    FaultyInput
        Counts that are not whole or are negative, negative exposure, events without exposure: every period is named.
    UnsuitableMethod
        Fewer than two periods with exposure, no events at all.

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531-537. NIST/SEMATECH
    e-Handbook of Statistical Methods, 6.3.3.1.

    Examples
    --------
    >>> chart = counts([16, 14, 28, 16, 12, 20, 10, 12, 10, 17], prime=False)
    >>> chart.centre, chart.upper.round(2).tolist()[0], chart.signals.index.tolist()
    (15.5, 27.31, [3])
    """
    asked(
        prime=(prime, FLAG),
        baseline=(baseline, optional(COUNT)),
        screen=(screen, FLAG),
        width=(width, POSITIVE),
    )
    given = {} if exposure is None else {"exposure": exposure}
    frame, notes = series_of(events=events, **given)
    baseline_of(len(frame), baseline)
    x = frame["events"].to_numpy()
    size = np.ones(len(x)) if exposure is None else frame["exposure"].to_numpy()
    faults = Faults(
        period_faults(
            frame,
            "events",
            (x < 0) | (x % 1 != 0) & ~np.isnan(x),
            "is {value:g}",
            "give a whole number from 0",
        )
    )
    if exposure is not None:
        faults += period_faults(frame, "exposure", size < 0, "is {value:g}", "give a number from 0")
        faults += period_faults(
            frame,
            "events",
            (size == 0) & (x > 0),
            "is {value:g}, and there is no exposure",
            "correct one of them",
        )
    faults.raise_all()

    def spread(centre: float) -> Array:
        return np.sqrt(centre / size)

    plain = Text("c chart") if exposure is None else Text("u chart")
    return rates_chart(frame, size, spread, Text("u′ chart") if prime else plain, notes, prime=prime, baseline=baseline,
                       screen=screen, width=width, most=np.inf)  # fmt: skip
