"""Convergence clubs: the log t test, and the groups within which units converge (Phillips and Sul)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.options import FLAG, NUMBER, SHARE, wanted
from govmetrics.core.periods import times
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.panel.club_search import Rules, as_sets, found_clubs, merged_clubs
from govmetrics.panel.common import Source, column_of, cube, refuse_at_most

CRITICAL = -1.65
"""Convergence is rejected at 5 % (one-sided) where t lies below."""
SHORT = 20
"""Of fewer periods a note says that the test is weak."""
_POINTS = 5


@dataclass(frozen=True, eq=False)
class ConvergenceClubs(Result):
    """Groups of units within which values converge.

    Attributes
    ----------
    clubs : DataFrame
        One row per club, the highest first: units, b, se, t, p (one-sided), first_mean and last_mean (of its units
        in the first and the last period). b from 2 on says that levels converge, from 0 to 2 that growth does;
        half of it is the speed.
    membership : DataFrame
        Rows are units, the highest last value first: club (0 for those that join none), before_merging (its club
        before), last (value) and relative (to the mean of all).
    whole : DataFrame
        The log t test of all units: units, b, se, t, p.
    merging : DataFrame
        The tests of clubs with the next one: club and next_club (numbers before merging), b, se, t, p, merged.
    trim : float
        The share of periods left out at the beginning.
    critical : float
        A set of units converges where t lies above.
    periods : int
        How many.
    left_out : tuple of str
        Units without a value in some period.

    See Also
    --------
    clubs
    """

    clubs: pd.DataFrame
    membership: pd.DataFrame
    whole: pd.DataFrame
    merging: pd.DataFrame
    trim: float
    critical: float
    periods: int
    left_out: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "clubs": "Convergence clubs", "membership": "Clubs of the units", "whole": "log t test of all units",
        "merging": "Tests of neighbouring clubs",
    }  # fmt: skip
    _cites: ClassVar = ("PhillipsSul2007", "PhillipsSul2009", "Andrews1991")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Convergence was tested by the log t regression of Phillips and Sul, without the first {trim:.0%} of "
            "{periods:# period|# periods}, with the quadratic spectral kernel and Andrews' bandwidth for the error; units were "
            "grouped into convergence clubs by their algorithm (critical t {critical:.2f})."
        )
        first = Text(told, trim=self.trim, periods=self.periods, critical=self.critical)
        merged = Text("Neighbouring clubs were merged where they converge together.")
        return (first, merged) if self.merging["merged"].any() else (first,)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the test rests on."""
        notes = []
        if self.left_out:
            notes.append(Note("left out, without a value in some period: {units}", units=self.left_out))
        if self.periods < SHORT:
            text = "{periods:# period is|# periods are} few for the log t test: clubs may be missed, or found by chance"
            notes.append(Note(text, periods=self.periods))
        notes.append(Note("short cycles look like divergence: give values from which they were filtered"))
        return tuple(notes)

    def _finding(self) -> tuple[Text, ...]:
        """Whether all converge, and else which clubs there are."""
        row = self.whole.iloc[0]
        verdict = Text("all units converge") if row["t"] > self.critical else Text("not all units converge")
        found = [Text("{verdict} (log t: b = {b:.3f}, t = {t:.2f}, {n:# unit|# units}).", verdict=verdict, b=row["b"], t=row["t"],
                      n=int(row["units"]))]  # fmt: skip
        if row["t"] > self.critical:
            return tuple(found)
        alone = int((self.membership["club"] == 0).sum())
        text = "{count:# club|# clubs} of {sizes} units; {alone:# unit joins|# units join} none."
        sizes = [str(size) for size in self.clubs["units"]]
        told = Text(text, count=len(self.clubs), sizes=sizes, alone=alone)
        found.append(told if len(self.clubs) else Text("No set of units converges."))
        return tuple(found)


def clubs(
    source: Source,
    node: str | None = None,
    trim: float = 1 / 3,
    critical: float = CRITICAL,
    sieve: float = 0.0,
    merge: bool = True,
) -> ConvergenceClubs:
    r"""Test whether all units converge, and find the clubs within which they do.

    With relative values :math:`h_{it} = x_{it} / \bar x_t` and :math:`H_t = \frac1N \sum_i (h_{it} - 1)^2`, units
    converge where b of :math:`\log (H_1 / H_t) - 2 \log \log t = a + b \log t + u_t` is not below 0, t = 1, ..., T,
    without the first share `trim` of the periods. Clubs are found from the top: the longest run of units in the order of
    their last value whose t is greatest makes a core, units whose t with the core is above `sieve` join it, and the
    rest begins anew.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows (period, unit), every unit in every period; of growing amounts their logarithms.
    node : str, optional
        Column; the first by default.
    trim : float
        Phillips and Sul advise 0.3 for up to fifty periods, a third is usual.
    critical : float
        A set converges where t is above.
    sieve : float
        c* of Phillips and Sul: of members beyond the core. Where the club would not converge as a whole, those with
        the least t stay out.
    merge : bool
        Join neighbouring clubs that converge together (Phillips and Sul 2009).

    Returns
    -------
    ConvergenceClubs
        The test of all, the clubs and who is in which.

    Raises
    ------
    FaultyInput
        No periods, or unknown node.
    UnsuitableMethod
        Zero or negative values; periods that are not equally far apart, or too few of them (five must be left after
        trimming); fewer than two units with all values.

    References
    ----------
    Phillips, P. C. B. and Sul, D. (2007). Transition modeling and econometric convergence tests. Econometrica 75,
    1771-1855. Phillips, P. C. B. and Sul, D. (2009). Economic transition and growth. Journal of Applied Econometrics 24,
    1153-1185. Andrews, D. W. K. (1991). Heteroskedasticity and autocorrelation consistent covariance matrix estimation.
    Econometrica 59, 817-858.

    Examples
    --------
    >>> t, start = np.arange(1, 31)[:, None], np.array([0.4, 0.2, -0.2, -0.4, 0.5, 0.3, -0.1, -0.5])
    >>> values = np.repeat([5.0, 2.0], 4) + start / t
    >>> index = pd.MultiIndex.from_product([range(1990, 2020), list("ABCDEFGH")], names=["period", "unit"])
    >>> found = clubs(pd.Series(values.ravel(), index, name="value"))
    >>> found.membership["club"].to_dict()
    {'A': 1, 'B': 1, 'C': 1, 'D': 1, 'E': 2, 'F': 2, 'G': 2, 'H': 2}
    """
    faults = wanted(
        trim=(trim, SHARE), critical=(critical, NUMBER), sieve=(sieve, NUMBER), merge=(merge, FLAG)
    )
    with faults:
        values, _ = column_of(source, node, periods=True)
    faults.raise_all()
    refuse_at_most(
        values,
        Text("values are compared as shares of their mean"),
        Text("use a scale that begins above zero"),
    )
    array, periods, units = cube(values.to_frame())
    y = array[:, :, 0].T
    whole = ~np.any(np.isnan(y), axis=1)
    start = round(len(periods) * trim) + 1
    _suitable(values.index.get_level_values("period"), periods, int(whole.sum()), start)
    names = np.array([str(unit) for unit in units])
    last = y[:, -1]
    order = np.lexsort((names, -last))
    order = order[whole[order]]
    x = y[order] / np.abs(y[order]).max()
    return _told(x, Rules(max(start, 2), critical, sieve, merge), units[order], last[order],
                 {"trim": float(trim), "critical": float(critical), "periods": len(periods),
                  "left_out": tuple(map(str, units[~whole]))})  # fmt: skip


def _suitable(labels: pd.Index, periods: list[Any], units: int, start: int) -> None:
    faults = []
    if len(periods) - max(start, 2) + 1 < _POINTS:
        problem = "there are {count}, too few after trimming"
        faults.append(
            Fault("period", problem, "at least {least} must be left", count=len(periods), least=_POINTS)
        )
    else:
        time_of = times(labels)
        gaps = np.diff([time_of[period] for period in periods])
        if np.abs(gaps / np.median(gaps) - 1).max() > 0.1:
            faults.append(
                Fault(
                    "period",
                    "they are not equally far apart",
                    "fill the gaps, for example by treatment.impute_interpolate",
                )
            )
    if units < 2:
        problem = "{count:# unit has|# units have} a value in every period"
        faults.append(Fault("units", problem, "at least two are needed", count=units))
    Faults(faults).raise_all(UnsuitableMethod)


def _told(x: Array, rules: Rules, units: pd.Index, last: Array, rest: dict[str, Any]) -> ConvergenceClubs:
    """Return the clubs with their labels."""
    from scipy.stats import norm

    found = found_clubs(x, rules)
    groups, rows = merged_clubs(x, found, rules)
    before, after = np.zeros(len(x), dtype=int), np.zeros(len(x), dtype=int)
    for number, group in enumerate(groups, 1):
        for club in group:
            before[found[club]], after[found[club]] = club + 1, number
    joined = [np.flatnonzero(after == number) for number in range(1, len(groups) + 1)]
    unit = last[0] / x[0, -1]
    tables = []
    for members in (joined, [np.arange(len(x))]):
        b, se, t = rules.tests(x, as_sets(len(x), members)) if members else (np.empty(0),) * 3
        ends = {
            name: [x[one, at].mean() * unit for one in members]
            for name, at in (("first_mean", 0), ("last_mean", -1))
        }
        tables.append(
            pd.DataFrame(
                {"units": [len(one) for one in members], "b": b, "se": se, "t": t, "p": norm.cdf(t), **ends}
            )
        )
    table, whole = tables
    merging = pd.DataFrame(rows, columns=["club", "next_club", "b", "se", "t", "merged"])
    merging.insert(5, "p", norm.cdf(merging["t"].astype(float)))
    membership = pd.DataFrame({"club": after, "before_merging": before, "last": last, "relative": last / last.mean()},
                              units.rename("unit"))  # fmt: skip
    return ConvergenceClubs(
        clubs=table.set_index(pd.RangeIndex(1, len(table) + 1, name="club")), membership=membership,
        whole=whole.drop(columns=["first_mean", "last_mean"]), merging=merging, **rest,
    )  # fmt: skip
