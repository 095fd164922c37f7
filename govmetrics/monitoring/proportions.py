"""The chart of proportions, p and Laney's p': so many of so many a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import COUNT, FLAG, POSITIVE, asked, optional
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.monitoring.chart import (
    D2,
    ControlChart,
    charted,
    dependence_notes,
    missing_notes,
    moving_range,
    screened,
)
from govmetrics.monitoring.series import Series, baseline_of, refuse_short, series_of
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class RatesChart(ControlChart):
    """A chart of rates, whose limits are wider where a period has fewer cases.

    Attributes
    ----------
    sigma_z : float
        By how much the rates vary more than chance among so many cases would have them; 1 without the prime, and at least.
    sigma_z_found : float
        The same as it was found, also where it is below 1 and was not used.

    See Also
    --------
    proportions
    counts
    """

    sigma_z: float = 1.0
    sigma_z_found: float = 1.0


def proportions(
    events: Series,
    out_of: Series,
    prime: bool = True,
    baseline: int | None = None,
    screen: bool = False,
    width: float = 3.0,
) -> RatesChart:
    r"""Chart a proportion: which periods lie beyond what chance among so many cases, and the usual variation, explain.

    With :math:`\bar p` the events over all cases and :math:`\sigma_i = \sqrt{\bar p (1 - \bar p) / n_i}`, limits are
    :math:`\bar p \pm 3 \sigma_i` (p), which with thousands of cases a period are so narrow that everything signals. Laney's
    p' widens them by :math:`\sigma_z`, the mean moving range of :math:`z_i = (p_i - \bar p)/\sigma_i` over 1.128.

    Parameters
    ----------
    events, out_of : Series or list
        How many, and of how many, a period: whole numbers.
    prime : bool
        Laney's p'; False is the p chart.
    baseline : int, optional
        So many first periods set the limits; all by default.
    screen : bool
        Leave moving ranges beyond 3.267 times their mean out, once. Not by default.
    width : float
        Of the limits in standard deviations.

    Returns
    -------
    RatesChart
        ``centre``, ``sigma_z``, ``lower`` and ``upper`` by period, ``signals``. Where :math:`\sigma_z` is below 1 it is taken as
        1: rates do not vary less than chance. Limits end at 0 and 1.

    Raises
    ------
    FaultyInput
        Events above the cases, events without cases, numbers that are not whole or are negative: every period is named.
    UnsuitableMethod
        Fewer than two periods with cases, no events at all, or nothing but events.

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531-537. NIST/SEMATECH
    e-Handbook of Statistical Methods, 6.3.3.2.

    Examples
    --------
    >>> chart = proportions([12, 15, 8, 10, 4, 7, 16], [50] * 7)
    >>> round(chart.centre, 4), round(chart.sigma_z, 3), chart.lower.round(3).tolist()[0]
    (0.2057, 1.551, 0.0)
    """
    asked(
        prime=(prime, FLAG),
        baseline=(baseline, optional(COUNT)),
        screen=(screen, FLAG),
        width=(width, POSITIVE),
    )
    frame, notes = series_of(events=events, out_of=out_of)
    x, n = frame["events"].to_numpy(), frame["out_of"].to_numpy()
    faults = Faults()
    for name, values in (("events", x), ("out_of", n)):
        faults += period_faults(
            frame,
            name,
            (values < 0) | (values % 1 != 0) & ~np.isnan(values),
            "is {value:g}",
            "give a whole number from 0",
        )
    faults += period_faults(
        frame, "events", x > n, "is {value:g}, more than there are", "correct one of them"
    )
    faults.raise_all()

    def spread(centre: float) -> Array:
        return np.sqrt(centre * (1 - centre) / n)

    return rates_chart(frame, n, spread, Text("p′ chart") if prime else Text("p chart"), notes, prime=prime, baseline=baseline,
                       screen=screen, width=width, most=1.0)  # fmt: skip


def period_faults(
    frame: pd.DataFrame, name: str, wrong: np.ndarray, problem: str, way_out: str
) -> list[Fault]:
    """Return a fault for every period that is wrong."""

    def fault(at: int) -> Fault:
        place = Text("{name}, {period}", name=name, period=str(frame.index[at]))
        return Fault(place, problem, way_out, value=float(frame[name].iloc[at]))

    return each(np.flatnonzero(wrong).tolist(), fault)


def rates_chart(
    frame: pd.DataFrame, size: Array, spread: Any, chart: Text, notes: list[Note], *, prime: bool, baseline: int | None,
    screen: bool, width: float, most: float,
) -> RatesChart:  # fmt: skip
    """Return the chart of events over sizes; `spread` gives every period's standard deviation by chance, of a centre."""
    x, m = frame.iloc[:, 0].to_numpy(), baseline_of(len(frame), baseline)
    empty = (size == 0) & ~np.isnan(x)
    if empty.any():
        notes.append(
            Note(
                "without cases, and so without a rate: {periods:10}",
                periods=[str(p) for p in frame.index[empty]],
            )
        )
    known = ~np.isnan(x) & (size > 0)
    rate = np.divide(x, size, out=np.full(len(x), np.nan), where=known)
    base = known[:m]
    refuse_short(int(base.sum()), 2, "events")
    centre = float(x[:m][base].sum() / size[:m][base].sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.where(known, spread(centre), np.nan)
    if not np.nanmax(sigma) > 0:
        problem = (
            "there is no event in the baseline" if centre == 0 else "every case of the baseline is an event"
        )
        raise UnsuitableMethod("events", problem, "a chart needs both: give a longer baseline")
    z = (rate - centre) / sigma
    found = 1.0
    if prime:
        mean, left_out = moving_range(z[:m], screen)
        found = mean / D2
        notes += screened(left_out)
        if found < 1:
            notes.append(
                Note(
                    "sigma z is {found:.3f}: rates vary less than chance would have them, and the limits are those of chance",
                    found=found,
                )
            )
    used = max(found, 1.0)
    reach = width * used * sigma
    points = pd.DataFrame({"value": rate, "events": x, "out_of": size, "centre": centre, "lower": np.maximum(centre - reach, 0.0),
                           "upper": np.minimum(centre + reach, most)}, frame.index)  # fmt: skip
    notes += [*missing_notes(x), *dependence_notes(z[:m])]
    told = "Limits are {width:g} standard deviations by chance from the mean rate of {n:# period|# periods}."
    if prime:
        told = (
            "Limits are {width:g} standard deviations by chance, times Laney's sigma z of {sigma:.3f}, from the mean rate of "
            "{n:# period|# periods}."
        )
    cites = ("laney2002", "nist2012") if prime else ("nist2012",)
    procedure = Procedure.of(told, *cites, width=width, n=int(base.sum()), sigma=used)
    chosen: RatesChart = charted(
        RatesChart, points, rate, chart=chart, centre=centre, sd=float("nan"), baseline=m, notes=tuple(notes),
        procedure=procedure, sigma_z=used, sigma_z_found=found,
    )  # fmt: skip
    return chosen
