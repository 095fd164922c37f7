"""`Geodetector`: how far factors go with where values lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words


@dataclass(frozen=True, eq=False)
class Geodetector(Result):
    """The geographical detector of factors, interactions and risks (地理探测器).

    Attributes
    ----------
    factors : DataFrame
        Rows the factors: q (the share of the variance between strata, eta squared of a one-way analysis of variance), strata, f,
        df1, df2, p (ordinary F test), p_permuted (with draws), and p_published, which is no test: see the notes.
    interactions : DataFrame
        Rows pairs of factors (first, second): q of the crossed strata, q_first, q_second, kind ("bivariate enhancement",
        "nonlinear enhancement", "independent", "nothing added"), and p of an interaction beyond both factors' own effects.
    strata : DataFrame
        Rows (factor, stratum): n, mean, sd.
    risks : DataFrame
        Rows (factor, first, second): difference of the means, t and df of Welch, p, p_adjusted (Holm, within a factor).
    draws : int or None
        Permutations behind `p_permuted`.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    detector
    """

    factors: pd.DataFrame
    interactions: pd.DataFrame
    strata: pd.DataFrame
    risks: pd.DataFrame
    draws: int | None
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "factors": "Factors",
        "interactions": "Interactions",
        "strata": "Strata",
        "risks": "Differences of strata",
    }
    _cites: ClassVar = ("wangjf2010", "wangjf2016")

    def _method(self) -> tuple[Text, ...]:
        told = "q is the share of the variance between the strata of a factor, tested by the F of a one-way analysis of variance."
        found = [Text(told)]
        if self.draws:
            found.append(
                Text("Beside it stands p from {draws:,} permutations of the units.", draws=self.draws)
            )
        return tuple(found)

    def _finding(self) -> tuple[Text, ...]:
        told = "{factor} accounts for {q:.1%} ({p})."
        found = [Text(told, factor=str(name), q=float(row["q"]), p=p_words(float(row["p"])))
                 for name, row in self.factors.sort_values("q", ascending=False, kind="stable").head(5).iterrows()]  # fmt: skip
        if len(self.interactions):
            best = int(self.interactions["q"].to_numpy().argmax())
            row, (first, second) = self.interactions.iloc[best], list(self.interactions.index)[best]
            text = "Together {first} and {second} account for {q:.1%} (interaction beyond their own effects: {p})."
            p = p_words(float(row["p"])) if row["p"] == row["p"] else Text("not tested")
            found.append(Text(text, first=str(first), second=str(second), q=float(row["q"]), p=p))
        return tuple(found)
