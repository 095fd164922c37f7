"""What a synthetic control says: the result of `synthetic`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text


@dataclass(frozen=True, eq=False)
class SyntheticControl(Result):
    """A treated unit beside a weighted mean of units that are not.

    Attributes
    ----------
    path : DataFrame
        By period: treated, synthetic, gap (their difference), after (whether treatment has begun).
    weights : Series
        Of donors, not negative, summing to one; the largest first.
    placebos : DataFrame
        The treated unit and every donor taken as if treated: pre_rmspe and post_rmspe (roots of the mean squared gaps
        before and after), ratio (after over before), rank and effect (the mean gap after).
    leave_one_out : DataFrame
        By donor with a weight: effect and pre_rmspe without it.
    balance : DataFrame or None
        With predictors: of the treated unit, its synthetic control and the plain mean of donors, and each predictor's
        weight v.
    placebo_gaps : DataFrame
        Periods x units, the gaps behind `placebos`.
    effect : float
        Mean gap from the start on.
    rank : int
        Of the treated unit's ratio; 1 is the largest.
    placebo_p : float
        Rank over how many units there are: no smaller p is possible than one over these.
    pre_rmspe, post_rmspe, ratio : float
        Of the treated unit.
    fit_ratio : float
        pre_rmspe over the standard deviation of the treated unit before treatment.
    treated, start : label
        The unit, and its first treated period.
    outcome : str
    notes : tuple of Note
        Donors left out, and reasons not to trust the fit.

    See Also
    --------
    synthetic
    """

    path: pd.DataFrame
    weights: pd.Series
    placebos: pd.DataFrame
    leave_one_out: pd.DataFrame
    balance: pd.DataFrame | None
    placebo_gaps: pd.DataFrame
    effect: float
    rank: int
    placebo_p: float
    pre_rmspe: float
    post_rmspe: float
    ratio: float
    fit_ratio: float
    treated: Any
    start: Any
    outcome: str
    notes: tuple[Note, ...] = ()
    procedure: Procedure = UNTOLD

    _by_line = True
    _shown: ClassVar = {
        "shown_weights": "Weights of donors", "path": "The treated unit and its synthetic control", "balance": "Predictors",
        "placebos": "Placebos: every donor as if treated", "leave_one_out": "Without one donor",
    }  # fmt: skip

    @property
    def gap(self) -> pd.Series:
        """Treated less synthetic, by period."""
        return self.path["gap"]

    @property
    def shown_weights(self) -> pd.DataFrame:
        """The weights above zero, as a table."""
        return self.weights[self.weights > 0].to_frame("weight")

    def _finding(self) -> tuple[Text, ...]:
        return (
            Text("{outcome}: since {start} {treated} lies {effect:+.4g} from its synthetic control on average.",
                 outcome=self.outcome, start=label_text(self.start), treated=str(self.treated), effect=self.effect),
            Text("Placebos: its ratio of gaps after and before ranks {rank} of {count} (p = {p:.3f}; no smaller one than "
                 "{least:.3f} is possible).", rank=self.rank, count=len(self.placebos), p=self.placebo_p,
                 least=1 / len(self.placebos)),
            Text("Fit before: the gap is {pre:.4g}, {ratio:.2f} of the unit's own standard deviation.", pre=self.pre_rmspe,
                 ratio=self.fit_ratio),
            Text("Without one donor the effect lies between {low:.4g} and {high:.4g}.", low=self.leave_one_out["effect"].min(),
                 high=self.leave_one_out["effect"].max()),
        )  # fmt: skip
