"""`ControlChart`: what every chart of one series returns, and the steps that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

D2, D4 = 1.128, 3.267
"""Of moving ranges of two normal values: their mean in standard deviations, and their upper limit in means."""


@dataclass(frozen=True, eq=False)
class ControlChart(Result):
    """A control chart of one series.

    Attributes
    ----------
    points : DataFrame
        Rows period, in the order of time: value (NaN where missing), what is charted where that is something else (ewma;
        high and low), centre, lower, upper, side ("too_high", "too_low", "inside"; missing where there is no value).
    signals : DataFrame
        The rows of `points` that lie beyond the limits.
    chart : str
        Which chart it is.
    centre : float
        The centre line: mean, or target.
    sd : float
        The standard deviation that the limits rest on; of rates that of a rate is in the limits, and this is NaN.
    baseline : int
        So many first periods set the centre and the limits.
    notes : tuple of str
        What a reader must know.
    procedure : Procedure
        How it was made, in words.

    See Also
    --------
    ewma
    cusum
    """

    points: pd.DataFrame
    signals: pd.DataFrame
    chart: str
    centre: float
    sd: float
    baseline: int
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"points": "Control chart", "signals": "Periods beyond the limits"}

    @property
    def lower(self) -> pd.Series | float:
        """The lower limit of every period."""
        return self.points["lower"]

    @property
    def upper(self) -> pd.Series | float:
        """The upper limit of every period."""
        return self.points["upper"]

    def _finding(self) -> tuple[Text, ...]:
        known = int(self.points["side"].notna().sum())
        found = {"chart": self.chart, "count": len(self.signals), "n": known}
        if self.signals.empty:
            return (Text("{chart}: none of {n:# period|# periods} lies beyond the limits.", **found),)
        where = [
            Text("{period} ({side})", period=str(period), side=Text(side))
            for period, side in self.signals["side"].items()
        ]
        return (
            Text(
                "{chart}: {count} of {n:# period|# periods} beyond the limits: {where:10}.",
                where=where,
                **found,
            ),
        )


def charted(kind: type[ControlChart], points: pd.DataFrame, of: Array, **fields: Any) -> Any:
    """Return a chart whose signals are the periods in which what is charted, `of`, lies beyond the limits."""
    lower, upper = (points[name].to_numpy(dtype=float) for name in ("lower", "upper"))
    side = np.where(of > upper, "too_high", np.where(of < lower, "too_low", "inside")).astype(object)
    side[np.isnan(of)] = None
    points = points.assign(side=side)
    return kind(points=points, signals=points[np.isin(side, ["too_high", "too_low"])], **fields)


def moving_range(values: Array, screen: bool) -> tuple[float, int]:
    """Return the mean range of neighbouring values, without those beyond their own limit if asked; and how many that were.

    Ranges over a gap are none.

    Examples
    --------
    >>> moving_range(np.array([1.0, 2.0, np.nan, 5.0, 4.0]), screen=False)
    (1.0, 0)
    """
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    if not len(ranges):
        raise UnsuitableMethod(
            "series", "no two neighbouring periods have a value", "give a longer series without gaps"
        )
    mean = float(ranges.mean())
    kept = ranges[ranges <= D4 * mean] if screen else ranges
    return float(kept.mean()), len(ranges) - len(kept)


def screened(left_out: int) -> list[Note]:
    """Return the note on moving ranges that were screened out."""
    said = "{count:# moving range was|# moving ranges were} left out as beyond {limit} times their mean"
    return [Note(said, count=left_out, limit=D4)] if left_out else []


def missing_notes(values: Array) -> list[Note]:
    """Return the note on gaps."""
    count = int(np.isnan(values).sum())
    return (
        [Note("{count:# period has|# periods have} no value and no point on the chart", count=count)]
        if count
        else []
    )


def dependence_notes(values: Array) -> list[Note]:
    """Return the note on autocorrelation, where that of first order is beyond two standard errors."""
    e = values - np.nanmean(values)
    pairs = e[1:] * e[:-1]
    known, total = int((~np.isnan(pairs)).sum()), float(np.nansum(e**2))
    if known < 5 or not total:
        return []
    r = float(np.nansum(pairs)) / total
    if r <= 2 / np.sqrt(known):
        return []
    return [Note("neighbouring periods resemble each other (autocorrelation {r:.2f}): the limits are too narrow, and false "
                 "alarms more frequent than promised", r=r)]  # fmt: skip


def constant(place: str = "series") -> UnsuitableMethod:
    """Return the error for values that are all alike, which set no limits."""
    return UnsuitableMethod(
        place,
        "all values of the baseline are alike",
        "a chart needs values that vary: give a longer baseline",
    )
