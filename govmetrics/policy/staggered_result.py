"""What staggered adoption did: the result of `staggered`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words


@dataclass(frozen=True, eq=False)
class Staggered(Result):
    """Effects on the treated, by group and time and averaged.

    Every frame has the columns estimate, error, lower, upper and p; with draws also band_lower and band_upper, which hold
    all rows of the frame at once.

    Attributes
    ----------
    simple : DataFrame
        One row: the mean of all effects after treatment began, groups by their sizes.
    events : DataFrame
        By periods since treatment began (event), negative ones before it; and the groups behind it. A reference period
        has the estimate 0 and no error.
    groups : DataFrame
        By the period of first treatment (group), the mean over time since.
    calendar : DataFrame
        By period, the mean over groups treated by then.
    averages : DataFrame
        Four overall effects: simple, and the means of events from 0, of groups by size, and of periods.
    group_time : DataFrame
        By group and period; base, treated and controls (units behind it). NaN where there is no control.
    pre_trends : DataFrame
        Joint tests that all effects before treatment are 0: over events, and over groups and periods. statistic, df, p; and
        what the first cannot see: slope_50 and slope_80, the linear drifts a period that it finds in 50 and in 80 of a
        hundred samples, and bias_80, what the latter adds to the simple effect.
    outcome : str
        What was measured.
    controls, method, base : str
        Choices made.
    units, treated, clusters : int
        How many are behind it.
    level : float
        Of intervals and bands.
    draws : int
        Of the multiplier bootstrap; 0 without bands.
    seed : int or None
        Of the draws.
    notes : tuple of Note
        Units left out, groups too small, periods unevenly apart.

    See Also
    --------
    staggered
    """

    simple: pd.DataFrame
    events: pd.DataFrame
    groups: pd.DataFrame
    calendar: pd.DataFrame
    averages: pd.DataFrame
    group_time: pd.DataFrame
    pre_trends: pd.DataFrame
    outcome: str
    controls: str
    method: str
    base: str
    units: int
    treated: int
    clusters: int
    level: float
    draws: int = 0
    seed: int | None = None
    notes: tuple[Note, ...] = ()
    procedure: Procedure = UNTOLD

    _by_line = True
    _shown: ClassVar = {
        "averages": "Average effects on the treated", "events": "Effects by periods since treatment began",
        "groups": "Effects by period of first treatment", "calendar": "Effects by period",
        "group_time": "Effects by group and period", "pre_trends": "Tests of effects before treatment, and their power",
    }  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        row = self.simple.iloc[0]
        if not row["error"] > 0:
            template = (
                "{outcome}: the treated changed by {estimate:+.4g} on average since treatment began; its error cannot be known, "
                "as changes within groups do not differ."
            )
            said = Text(template, outcome=self.outcome, estimate=row["estimate"])
            return (said, *self._pre())
        told = (
            Text("{outcome}: the treated changed by {estimate:+.4g} on average since treatment began ({level:.0%} interval "
                 "{lower:.4g} to {upper:.4g}, {p}).", outcome=self.outcome, estimate=row["estimate"], level=self.level,
                 lower=row["lower"], upper=row["upper"], p=p_words(float(row["p"]))),
        )  # fmt: skip
        return (*told, *self._pre())

    def _pre(self) -> tuple[Text, ...]:
        """Say what the test before treatment found, and what it could not have found."""
        if "events" not in self.pre_trends.index or self.pre_trends["slope_80"].isna().all():
            return (
                Text(
                    "There are no effects before treatment that could be tested: parallel trends are assumed, unseen."
                ),
            )
        row = self.pre_trends.loc[["events"]].iloc[0]
        return (
            Text("Before treatment: joint test of no effects {p}. This is no proof of parallel trends: only with a power of 80% "
                 "would it find a drift of {slope:.3g} a period, which moves the effect by {bias:.3g}.",
                 p=p_words(float(row["p"])), slope=row["slope_80"], bias=row["bias_80"]),
        )  # fmt: skip
