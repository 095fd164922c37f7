"""Whether a factor model fits: one set of criteria, for the table and for the sentence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Text, p_words


class Criterion(NamedTuple):
    """An index of fit: its key in a result's `fit`, its name in tables, the open bounds within which it is met."""

    key: str
    name: str
    above: float = -np.inf
    below: float = np.inf

    @property
    def asked(self) -> bool:
        """Whether anything is asked of the index."""
        return self.above > -np.inf or self.below < np.inf

    def met(self, value: float) -> bool | None:
        """Return whether a value meets the criterion; None where nothing is asked or nothing known."""
        return None if not self.asked or np.isnan(value) else bool(self.above < value < self.below)


CRITERIA = {
    one.key: one
    for one in (
        Criterion("chi_square", "χ²"),
        Criterion("df", "df"),
        Criterion("p", "p", above=0.05),
        Criterion("chi_square_by_df", "χ²/df", below=3),  # Kline (1998)
        Criterion("gfi", "GFI", above=0.9),
        Criterion("rmsea", "RMSEA", below=0.08),  # Browne and Cudeck (1992)
        Criterion("rmr", "RMR", below=0.05),
        Criterion("cfi", "CFI", above=0.9),  # Bentler and Bonett (1980), of the incremental indices
        Criterion("nfi", "NFI", above=0.9),
        Criterion("tli", "TLI (NNFI)", above=0.9),
        Criterion("agfi", "AGFI", above=0.9),
        Criterion("ifi", "IFI", above=0.9),
        Criterion("srmr", "SRMR", below=0.08),  # Hu and Bentler (1999)
        Criterion("aic", "AIC"),
        Criterion("bic", "BIC"),
    )
}
"""The indices of SPSSAU's table in its order, with what is usually asked of them."""
DECIDING = ("cfi", "tli", "rmsea", "srmr")
"""Those that the verdict rests on: the others depend on the number of respondents or on the items' scale."""
CITES = ("bentlerbonett1980", "brownecudeck1992", "hubentler1999", "kline1998")


def fits(fit: pd.Series) -> bool:
    """Return whether a model meets all deciding criteria."""
    return all(CRITERIA[key].met(float(fit[key])) for key in DECIDING)


def fit_table(fit: pd.Series) -> Table:
    """Return indices of fit, what is usually asked of them, and whether they meet it."""
    rows = [
        (one.name, float(fit[one.key]), _bound(one), one.met(float(fit[one.key])))
        for one in CRITERIA.values()
        if one.key in fit
    ]
    frame = pd.DataFrame(rows, columns=["fit_index", "value", "criterion", "met"])
    return Table.of(Text("Fit of the model"), frame.astype({"met": object}), "psychometrics", cites=CITES)


def fit_finding(fit: pd.Series) -> tuple[Text, ...]:
    """Return the sentence on the fit of a model."""
    numbers = {key: float(fit[key]) for key in (*DECIDING, "chi_square", "df", "rmsea_lower", "rmsea_upper")}
    told = Text(
        "χ²({df:.0f}) = {chi_square:.2f}, {p}; CFI {cfi:.3f}, TLI {tli:.3f}, RMSEA {rmsea:.3f} (90% interval "
        "{rmsea_lower:.3f} to {rmsea_upper:.3f}), SRMR {srmr:.3f}; n = {n:,.0f}: {verdict}.",
        p=p_words(float(fit["p"])),
        n=float(fit["n"]),
        verdict=_verdict(fit),
        **numbers,
    )
    return (told,)


def _verdict(fit: pd.Series) -> Text:
    if fit["df"] <= 0:
        return Text("without degrees of freedom every model fits, so this says nothing about it")
    asked = {key: CRITERIA[key].above if CRITERIA[key].above > 0 else CRITERIA[key].below for key in DECIDING}
    if fits(fit):
        return Text(
            "the model fits (CFI above {cfi:g}, TLI above {tli:g}, RMSEA below {rmsea:g}, SRMR below {srmr:g})",
            **asked,
        )
    return Text(
        "the model does not fit by the usual criteria (CFI above {cfi:g}, TLI above {tli:g}, RMSEA below {rmsea:g}, "
        "SRMR below {srmr:g})",
        **asked,
    )


def _bound(one: Criterion) -> str:
    if not one.asked:
        return ""
    return f"> {one.above:g}" if one.above > -np.inf else f"< {one.below:g}"
