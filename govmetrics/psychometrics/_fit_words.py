"""Whether a factor model fits: one set of criteria, for the table, the sentence and the method paragraph."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words, paragraph


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

    @property
    def bound(self) -> float:
        """What it is compared with."""
        return self.above if self.above > -np.inf else self.below

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
_ROBUST = {
    "chi_square": "chi_square_scaled", "p": "p_scaled", "cfi": "cfi_robust", "tli": "tli_robust", "rmsea": "rmsea_robust",
    "rmsea_lower": "rmsea_robust_lower", "rmsea_upper": "rmsea_robust_upper",
}  # fmt: skip
"""What is reported in place of an index where the robust one was asked for."""


def reported(fit: pd.Series) -> pd.Series:
    """Return the indices that are shown and judged: the robust ones where there are any."""
    if "scaling_factor" not in fit:
        return fit
    found = fit.copy()
    for key, robust in _ROBUST.items():
        found[key] = fit[robust]
    found["chi_square_by_df"] = found["chi_square"] / found["df"] if found["df"] > 0 else np.nan
    return found


def fits(fit: pd.Series) -> bool:
    """Return whether a model meets all deciding criteria."""
    shown = reported(fit)
    return all(_met(CRITERIA[key], shown) is True for key in DECIDING)


def missed(fit: pd.Series, keys: tuple[str, ...]) -> list[str]:
    """Return the names of the indices that do not meet their criterion, as the table has it."""
    shown = reported(fit)
    return [CRITERIA[key].name for key in keys if key in shown and _met(CRITERIA[key], shown) is False]


def _met(one: Criterion, shown: pd.Series) -> bool | None:
    """Return whether an index is met; None, too, where no degrees of freedom are left and every model fits."""
    return None if shown["df"] <= 0 else one.met(float(shown[one.key]))


def fit_table(fit: pd.Series) -> Table:
    """Return indices of fit, what is usually asked of them, whether they meet it, and the verdict in words."""
    shown = reported(fit)
    rows = [
        (one.name, _bound(one), float(shown[one.key]), _met(one, shown))
        for one in CRITERIA.values()
        if one.key in shown
    ]
    frame = pd.DataFrame(rows, columns=["fit_index", "criterion", "value", "met"])
    notes = [
        Note(
            "CFI, TLI, RMSEA and SRMR decide; the others depend on the number of respondents or on the items' scale."
        )
    ]
    if shown is not fit:
        notes.append(Note("χ², p, CFI, TLI and RMSEA allow for answers that are not normal."))
    return Table.of(
        Text("Fit of the model"), frame.astype({"met": object}), "psychometrics", cites=CITES, notes=notes,
        sentence=paragraph(fit_finding(fit)),
    )  # fmt: skip


def criteria_words() -> Text:
    """Return the sentence that says when a model was held to fit."""
    told = "A model was held to fit where CFI exceeds {cfi:g}, TLI {tli:g}, and RMSEA is below {rmsea:g} and SRMR below {srmr:g}."
    return Text(told, **{key: CRITERIA[key].bound for key in DECIDING})


def fit_finding(fit: pd.Series) -> tuple[Text, ...]:
    """Return the sentences on the fit of a model, which say of every index that misses its criterion what that means."""
    shown = reported(fit)
    if shown["df"] <= 0:
        return (
            Text(
                "Without degrees of freedom every model fits, so indices of fit say nothing (n = {n:,.0f}).",
                n=float(shown["n"]),
            ),
        )
    numbers = {
        key: float(shown[key]) for key in (*DECIDING, "chi_square", "df", "rmsea_lower", "rmsea_upper")
    }
    told = Text(
        "χ²({df:.0f}) = {chi_square:.3f}, {p}; CFI {cfi:.3f}, TLI {tli:.3f}, RMSEA {rmsea:.3f} (90% interval "
        "{rmsea_lower:.3f} to {rmsea_upper:.3f}), SRMR {srmr:.3f}; n = {n:,.0f}: {verdict}.",
        p=p_words(float(shown["p"])),
        n=float(shown["n"]),
        verdict=_verdict(shown),
        **numbers,
    )
    said, others = [told], missed(fit, tuple(key for key in CRITERIA if key not in DECIDING))
    if failing := missed(fit, DECIDING):
        said.append(Text("The criterion is missed by {indices}.", indices=failing))
    if others:
        besides = "Of the indices that do not decide these miss their criterion: {indices}."
        said.append(Text(besides, indices=others))
    return tuple(said)


def _verdict(shown: pd.Series) -> Text:
    asked = {key: CRITERIA[key].bound for key in DECIDING}
    if fits(shown):
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
