"""How far what was done lies from what was planned: the result of `deviation`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text


@dataclass(frozen=True, eq=False)
class Deviation(Result):
    """Implementation deviation.

    A gap lies between 0 (as planned) and 1 (not at all): one less the share carried out; the excess, where more than planned
    deviates too; 1 for what was done late.

    Attributes
    ----------
    cells : DataFrame
        By row of the plan and aspect: planned, actual, rate (actual over planned), late (days), gap, weight. NaN where nothing
        is reported.
    aspects : DataFrame
        By aspect: n, reported (share), rate (all actual over all planned), on_time (share), gap (weighted mean).
    by : dict of DataFrame
        For each level of the index (item, body, period): mean_gap over all aspects, then the gap of each; rows, unreported.
    explained : DataFrame
        By level, and aspect: which share of the variance of gaps it explains alone, after all others (last), and on the average
        of all orders (shapley); and what is left.
    bottlenecks : DataFrame
        The worst first: rows of the plan with their weighted gap over all aspects, its share of all gaps, and the shares
        added up.
    mean_gap : float
        Over all that is reported, weighted.
    notes : tuple of Note
        What is not reported, not planned, or planned as zero.

    See Also
    --------
    deviation
    """

    cells: pd.DataFrame
    aspects: pd.DataFrame
    by: dict[str, pd.DataFrame]
    explained: pd.DataFrame
    bottlenecks: pd.DataFrame
    mean_gap: float
    notes: tuple[Note, ...] = ()

    _by_line = True
    _cites: ClassVar = ("Shorrocks2013",)
    _shown: ClassVar = {
        "aspects": "Carried out, by aspect", "by_item": "Gaps by item", "by_body": "Gaps by body", "by_period": "Gaps by period",
        "explained": "What explains the gaps", "top_bottlenecks": "Bottlenecks",
    }  # fmt: skip

    @property
    def by_item(self) -> pd.DataFrame | None:
        """Gaps by item, where the plan has items."""
        return self.by.get("item")

    @property
    def by_body(self) -> pd.DataFrame | None:
        """Gaps by the body that is to carry them out, where the plan has bodies."""
        return self.by.get("body")

    @property
    def by_period(self) -> pd.DataFrame | None:
        """Gaps by period, where the plan has periods."""
        return self.by.get("period")

    @property
    def top_bottlenecks(self) -> pd.DataFrame:
        """The first twenty."""
        return self.bottlenecks.head(20)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("What was done was compared with what was planned: a gap is the share not carried out, of budgets the excess "
                 "too, and 1 for what was late; the variance of gaps was shared out between items, bodies, periods and aspects "
                 "by the mean over all orders (Shapley)."),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        told = [Text("The mean gap between plan and execution is {gap:.1%}.", gap=self.mean_gap)]
        if len(self.bottlenecks):
            shares = self.bottlenecks["share"]
            told.append(Text("The worst bottleneck is {name:3}, with {share:.0%} of all gaps.", share=float(shares.max()),
                             name=holders(shares)))  # fmt: skip
        known = self.explained.drop(index="unexplained", errors="ignore")["shapley"].dropna()
        if len(known):
            told.append(Text("Of the differences between gaps {share:.0%} lie with: {what}.", share=float(known.max()),
                             what=[_CALLED[str(one)] for one in holders(known)]))  # fmt: skip
        return tuple(told)


_CALLED = {
    "items": Text("items"),
    "bodies": Text("bodies"),
    "periods": Text("periods"),
    "aspects": Text("aspects"),
}
