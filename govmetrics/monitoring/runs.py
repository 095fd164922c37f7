"""The run chart: is the series too long on one side of its median, or does it cross it too seldom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import COUNT, NUMBER, asked, optional
from govmetrics.core.result import Result
from govmetrics.core.words import Text
from govmetrics.monitoring.chart import missing_notes
from govmetrics.monitoring.series import Series, baseline_of, refuse_short, series_of

LEAST = 10
"""Below so many useful values, the rules say nothing."""


@dataclass(frozen=True, eq=False)
class Runs(Result):
    """The two tests of a run chart.

    Attributes
    ----------
    tests : DataFrame
        Rows rule ("longest_run", "crossings"): found, limit, signal.
    points : DataFrame
        Rows period: value, side of the centre ("higher", "lower", "on"; missing where there is no value).
    centre : float
        The median of the baseline, unless given.
    useful : int
        How many values lie on either side.
    notes : tuple of str
        What a reader must know.

    See Also
    --------
    runs
    """

    tests: pd.DataFrame
    points: pd.DataFrame
    centre: float
    useful: int
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"tests": "Run chart", "points": "Values and their side of the centre"}
    _cites: ClassVar = ("anhoejolesen2014",)

    @property
    def signals(self) -> pd.DataFrame:
        """The tests that signal."""
        return self.tests[self.tests["signal"]]

    def _finding(self) -> tuple[Text, ...]:
        (longest, most), (crossings, least) = self.tests[["found", "limit"]].to_numpy().tolist()
        verdict = (
            Text("the series has shifted: it does not vary about one level")
            if len(self.signals)
            else Text("no sign of a lasting shift")
        )
        return (Text("Run chart: {verdict} (longest run {longest}, at most {most}; crossings {crossings}, at least {least}).",
                     verdict=verdict, longest=longest, most=most, crossings=crossings, least=least),)  # fmt: skip

    def _method(self) -> tuple[Text, ...]:
        return (Text("Lasting shifts were looked for by the longest run on one side of {centre:.4g} and the number of crossings "
                     "(Anhøj and Olesen).", centre=self.centre),)  # fmt: skip


def runs(series: Series, centre: float | None = None, baseline: int | None = None) -> Runs:
    r"""Test whether a series varies about one level: runs that are too long, crossings that are too few.

    Of :math:`n` values off the centre a run on one side is unusual beyond :math:`\log_2 n + 3` (rounded), and so are fewer
    crossings than the 5 % point of a binomial with :math:`n - 1` trials and probability one half. The rules need no standard
    deviation, see what lasts, and find in some 5 % of series without a shift what is none.

    Parameters
    ----------
    series : Series or list
        One value a period; missing ones, and those on the centre, break no run.
    centre : float, optional
        By default the median of the baseline.
    baseline : int, optional
        So many first periods set the centre; all by default.

    Returns
    -------
    Runs
        ``tests`` with what was found and the limit, ``signals`` those that signal.

    Raises
    ------
    FaultyInput
        Periods twice or without order, values that are no numbers.
    UnsuitableMethod
        Fewer than ten values off the centre.

    References
    ----------
    Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation study of run chart rules for detection of non-random
    variation in health care processes. PLoS ONE 9(11), e113825.

    Examples
    --------
    >>> found = runs([5, 6, 4, 5.5, 6.5, 4.5, 7, 9, 8, 9.5, 8.5, 9, 7.5, 8, 9.2, 8.8])
    >>> found.tests["found"].tolist(), found.tests["limit"].tolist(), found.signals.index.tolist()
    ([7, 3], [7, 4], ['crossings'])
    """
    asked(centre=(centre, optional(NUMBER)), baseline=(baseline, optional(COUNT)))
    frame, notes = series_of(series=series)
    x = frame["series"].to_numpy()
    m = baseline_of(len(x), baseline)
    refuse_short(int((~np.isnan(x[:m])).sum()), 1)
    middle = float(np.nanmedian(x[:m])) if centre is None else float(centre)
    sign = np.sign(x - middle)
    useful = sign[~np.isnan(sign) & (sign != 0)]
    n = len(useful)
    refuse_short(n, LEAST)
    breaks = np.flatnonzero(np.diff(useful))
    longest = int(np.diff([-1, *breaks, n - 1]).max())
    tests = pd.DataFrame({"found": [longest, len(breaks)], "limit": [round(np.log2(n) + 3), _fewest(n)]},
                         pd.Index(["longest_run", "crossings"], name="rule"))  # fmt: skip
    tests["signal"] = [longest > tests["limit"].iloc[0], len(breaks) < tests["limit"].iloc[1]]
    side = np.array(["lower", "on", "higher"], dtype=object)[np.nan_to_num(sign).astype(int) + 1]
    side[np.isnan(x)] = None
    points = frame.rename(columns={"series": "value"}).assign(side=side)
    return Runs(tests, points, middle, n, (*notes, *missing_notes(x)))


def _fewest(n: int) -> int:
    """Return the fewest crossings that are usual of n values: the 5 % point of the binomial."""
    from scipy.stats import binom

    return int(binom.ppf(0.05, n - 1, 0.5))
