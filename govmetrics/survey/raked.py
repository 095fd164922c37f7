"""What a calibration gives: weights, margins before and after, and what the weights cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.numerics.calibration import Bounds
from govmetrics.survey.margins import Targets


@dataclass(frozen=True, eq=False)
class Raked(Result):
    """Weights, and how they changed the margins.

    Attributes
    ----------
    weights : Series
        One per respondent, mean 1; of a survey in blocks (`LargeSurvey`) one per combination of the columns' categories, the mean
        weight in it.
    margins : DataFrame
        Index (column, category): respondents, and the shares before, target and after.
    design_effect : float
        Kish's ``n sum(w^2) / sum(w)^2``: how much the unequal weights inflate variances.
    effective_n : float
        Respondents over design effect.
    ratio : (float, float)
        Smallest and largest final over base weight.
    base : Series
        The weights before, mean 1, likewise.
    groups : DataFrame
        The columns whose margins were met (standard errors need them).
    targets : mapping of column to mapping of category to share
    bounds : (low, high) or None

    See Also
    --------
    poststratify
    rake
    """

    weights: pd.Series
    margins: pd.DataFrame
    design_effect: float
    effective_n: float
    ratio: tuple[float, float]
    base: pd.Series
    groups: pd.DataFrame
    targets: Targets
    bounds: Bounds = None

    _shown: ClassVar = {"margins": "Respondents before and after weighting, and residents"}
    _left_out: ClassVar = ("base", "groups")

    @property
    def respondents(self) -> int:
        """How many were weighted."""
        return int(self.margins["respondents"].groupby(level="column", sort=False).sum().iloc[0])

    def to_frame(self) -> pd.DataFrame:
        """Return base weight, final weight and their ratio, one row per respondent, as a copy."""
        return pd.DataFrame({"base": self.base, "weight": self.weights, "ratio": self.weights / self.base})

    def _method(self) -> tuple[Text, ...]:
        columns = list(self.targets)
        if self.bounds is not None:
            told = (
                "Respondents were weighted to the residents' shares by {columns}, by logit calibration with weights "
                "between {low:g} and {high:g} times the weights before."
            )
            return (Text(told, columns=columns, low=self.bounds[0], high=self.bounds[1]),)
        if len(columns) == 1:
            return (
                Text(
                    "Respondents were weighted to the residents' shares by {columns}, by post-stratification.",
                    columns=columns,
                ),
            )
        told = "Respondents were weighted to the residents' shares by {columns}, by raking (iterative proportional fitting)."
        return (Text(told, columns=columns),)

    def _tables(self) -> list[Table]:
        cites = ["devillesarndal1992"]
        if self.bounds is None:
            cites = ["holtsmith1979"] if len(self.targets) == 1 else ["demingstephan1940", *cites]
        off = self.margins["before"] - self.margins["target"]
        columns = ["respondents", "before", "target", "off", "after"]
        caption, table = Text(self._shown["margins"]), self.margins.assign(off=off)
        return [Table.of(caption, table, "survey", columns=columns, groups="column", cites=tuple(cites))]

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "{count:# respondent counts|# respondents count} as {effective:,.0f} after weighting (design effect "
            "{design_effect:.2f}); weights were multiplied by {low:.2f} to {high:.2f}."
        )
        low, high = self.ratio
        off = (self.margins["before"] - self.margins["target"]).abs()
        widest = self.margins[np.isclose(off, off.max(), rtol=1e-9, atol=1e-12)]
        text = "{column} {category} ({before:.1%} of respondents, {target:.1%} of residents)"
        where = [
            Text(text, column=column, category=category, before=before, target=target)
            for (column, category), before, target in zip(
                widest.index, widest["before"], widest["target"], strict=True
            )
        ]
        compared = "Before weighting respondents differed most from residents in {where:3}."
        return (
            Text(compared, where=where),
            Text(
                told, count=self.respondents, effective=self.effective_n, design_effect=self.design_effect,
                low=low, high=high,
            ),
        )  # fmt: skip
