"""`CalibratedSets`: memberships of cases in sets, with the anchors that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text


@dataclass(frozen=True, eq=False)
class CalibratedSets(Result):
    """Memberships of cases in sets.

    Attributes
    ----------
    values : DataFrame, shape (cases, sets)
        Memberships from 0 to 1.
    anchors : DataFrame
        One row a set: full_out, crossover and full_in in raw units (of a crisp set the crossover alone), and in_share, the share
        of cases that are more in than out.
    raw : DataFrame
        The values that were calibrated.
    method : str
        "logistic", "linear" or "quantile".
    idm : float
        The degree of membership at full_in, for the logistic curve.
    notes : tuple of Note

    See Also
    --------
    calibrate
    """

    values: pd.DataFrame
    anchors: pd.DataFrame
    raw: pd.DataFrame
    method: str
    idm: float
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"anchors": "Anchors of the sets", "values": "Memberships"}
    _kinds: ClassVar = {"values": "number"}
    _left_out: ClassVar = ("raw",)
    _cites: ClassVar = ("Ragin2008",)

    def _method(self) -> tuple[Text, ...]:
        told = {
            "logistic": "Values were calibrated by the direct method: a logistic curve through three anchors, with membership "
            "{idm:g} at full membership.",
            "linear": "Values were calibrated by straight lines between three anchors.",
            "quantile": "The anchors are quantiles of the cases; memberships follow the logistic curve through them, {idm:g} "
            "at full "
            "membership.",
        }
        return (Text(told[self.method], idm=self.idm),)

    def _finding(self) -> tuple[Text, ...]:
        shares = self.anchors["in_share"]
        if len(shares) == 1:
            told = "{cases:# case|# cases} in the set {name}; {share:.0%} are more in than out."
            name, share = str(shares.index[0]), float(shares.iloc[0])
            return (Text(told, cases=len(self.values), name=name, share=share),)
        told = (
            "{cases:# case|# cases} in {sets:# set|# sets}; more in than out are from {low:.0%} ({last:3}) to {high:.0%} "
            "({first:3})."
        )
        return (
            Text(told, cases=len(self.values), sets=len(shares), low=shares.min(), high=shares.max(),
                 last=holders(shares, most=False), first=holders(shares)),
        )  # fmt: skip
