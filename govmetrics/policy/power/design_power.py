"""`DesignPower`: what a design needs, or can find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Text


@dataclass(frozen=True, eq=False)
class DesignPower(Result):
    """A design: its size, the effect it is for, and its power.

    Attributes
    ----------
    kind : str
        two groups, clusters or stepped wedge.
    difference : float
        The effect that is to be found, or the least that can be.
    power : float
        The chance to find it.
    significance : float
        Two-sided, of the test.
    n : int
        Units of each group (arm), of a stepped wedge in all.
    clusters : int or None
        Of each arm; of a stepped wedge in all.
    design_effect : float
        How many times more units clusters take than a draw of single ones.
    exact : Series
        The numbers before they are rounded up: by normal and by t quantiles.
    curve : DataFrame
        Power by size: of so many units (clusters) of each arm, or of so large a difference.
    layout : DataFrame or None
        Of a stepped wedge: which step is treated in which period.
    notes : tuple of str
    procedure : Procedure

    See Also
    --------
    two_groups, clusters, stepped_wedge, detectable
    """

    kind: str
    difference: float
    power: float
    significance: float
    n: int
    clusters: int | None
    design_effect: float
    exact: pd.Series
    curve: pd.DataFrame
    layout: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"curve": "Power of the design", "layout": "Steps of the design"}

    def _finding(self) -> tuple[Text, ...]:
        values = {"difference": self.difference, "power": self.power, "n": self.n, "clusters": self.clusters or 0,
                  "significance": self.significance, "effect": self.design_effect}  # fmt: skip
        if self.kind == "stepped wedge":
            said = "{clusters:# cluster|# clusters} in steps find a difference of {difference:.4g} with a chance of {power:.1%}."
            return (Text(said, **values),)
        if self.clusters is None:
            said = ("{n:# unit|# units} in each group find a difference of {difference:.4g} with a chance of {power:.1%} "
                    "(two-sided test at {significance:g}).")  # fmt: skip
            return (Text(said, **values),)
        said = ("{clusters:# cluster|# clusters} in each arm ({n:# unit|# units}) find a difference of {difference:.4g} with a "
                "chance of {power:.1%} (two-sided test at {significance:g}; design effect {effect:.3g}).")  # fmt: skip
        return (Text(said, **values),)
