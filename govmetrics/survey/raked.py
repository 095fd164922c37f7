"""What a calibration gives: weights, margins before and after, and what the weights cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from govmetrics.core.results import fields_dict, html
from govmetrics.numerics.calibration import Bounds
from govmetrics.survey.margins import Targets


@dataclass(frozen=True, eq=False)
class Raked:
    """Weights, and how they changed the margins.

    Attributes
    ----------
    weights : Series
        One per respondent, mean 1.
    margins : DataFrame
        Index (column, category): respondents, and the shares before, target and after.
    design_effect : float
        Kish's ``n sum(w^2) / sum(w)^2``: how much the unequal weights inflate variances.
    effective_n : float
        Respondents over design effect.
    ratio : (float, float)
        Smallest and largest final over base weight.
    base : Series
        The weights before, mean 1.
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

    def to_frame(self) -> pd.DataFrame:
        """Return base weight, final weight and their ratio, one row per respondent, as a copy."""
        return pd.DataFrame({"base": self.base, "weight": self.weights, "ratio": self.weights / self.base})

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the respondents' rows, JSON-ready."""
        return fields_dict(self, leave_out=("weights", "base", "groups"))

    def summary(self, language: str = "en") -> str:
        """Return what the weights did, in a sentence."""
        n, low, high = len(self.weights), *self.ratio
        if language == "zh":
            return (
                f"{n} 名受访者加权后等效于 {self.effective_n:.0f} 名（设计效应 {self.design_effect:.2f}）；"
                f"权重调整倍数为 {low:.2f} 至 {high:.2f}。"
            )
        return (
            f"{n} respondents count as {self.effective_n:.0f} after weighting (design effect "
            f"{self.design_effect:.2f}); weights were multiplied by {low:.2f} to {high:.2f}."
        )

    def _repr_html_(self) -> str:
        return html(self.margins, self.summary())
