"""Common-method bias: whether one factor lies behind all answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.options import SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words, paragraph
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._item_frames import read_correlations
from govmetrics.psychometrics._patterns import Factors, read_pattern
from govmetrics.psychometrics.confirm import confirm


@dataclass(frozen=True, eq=False)
class MethodBias(Result):
    """Common-method bias (共同方法偏差).

    Attributes
    ----------
    harman_share : float
        Share of variance of the first unrotated principal component (Harman's test).
    above_one : int
        Components with eigenvalue above one.
    suspected : bool
        Whether the share is above the bound (by convention 0.4 in Chinese, 0.5 in other journals).
    models : DataFrame
        Fit of the single-factor model and, where factors were named, of the measurement model, with the
        change from the first to the second.

    See Also
    --------
    method_bias
    """

    harman_share: float
    above_one: int
    bound: float
    suspected: bool
    models: pd.DataFrame
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("podsakoff2003",)
    _shown: ClassVar = {"models": "Common-method bias: fit of the models"}

    def _method(self) -> tuple[Text, ...]:
        said = [
            Text(
                "Common-method bias was examined by Harman's test: principal components of all items without "
                "rotation, with bias to be suspected where the first explains more than {bound:.0%} of the variance.",
                bound=self.bound,
            )
        ]
        if len(self.models) > 1:
            said.append(
                Text("A confirmatory model of a single factor was compared with the measurement model.")
            )
        else:
            said.append(Text("A confirmatory model of a single factor was fitted besides."))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        if self.suspected:
            verdict = Text("common-method bias is to be suspected")
        else:
            verdict = Text("Harman's test gives no sign of serious common-method bias")
        found = (
            "Without rotation {count:# component has|# components have} an eigenvalue above 1; the first explains "
            "{share:.1%} of the variance (bound {bound:.0%}): {verdict}."
        )
        values = {"count": self.above_one, "share": self.harman_share, "bound": self.bound}
        return (Text(found, verdict=verdict, **values), *self._compared())

    def _compared(self) -> tuple[Text, ...]:
        """Return whether the measurement model fits better than a single factor; nothing where there is none."""
        if "change" not in self.models.index:
            return ()
        change = dict(self.models.T["change"])
        numbers = {"df": -change["df"], "chi_square": -change["chi_square"], "p": p_words(change["p"])}
        if change["p"] < 0.05:
            told = "The measurement model fits better than a single factor (Δχ²({df:.0f}) = {chi_square:.3f}, {p})."
        else:
            told = "The measurement model does not fit better than a single factor (Δχ²({df:.0f}) = {chi_square:.3f}, {p})."
        return (Text(told, **numbers),)

    def _tables(self) -> list[Table]:
        """Return Harman's test, and the models beside one another by the indices that are reported."""
        harman = {
            "components_above_one": self.above_one, "first_component": self.harman_share, "bound_share": self.bound,
            "suspected": self.suspected,
        }  # fmt: skip
        first, *compared = self._finding()
        columns = ["chi_square", "df", "p", "chi_square_by_df", "cfi", "tli", "rmsea", "srmr"]
        models = self.models.drop(index="change", errors="ignore")
        return [
            Table.of(
                Text("Harman's single-factor test"), pd.DataFrame([harman]), "psychometrics", sentence=first
            ),
            Table.of(
                Text(self._shown["models"]),
                models,
                "psychometrics",
                columns=columns,
                sentence=paragraph(compared),
            ),
        ]


def method_bias(items: pd.DataFrame, factors: Factors | None = None, bound: float = 0.4) -> MethodBias:
    """Return Harman's single-factor test of `items` and the fit of a single-factor model.

    Parameters
    ----------
    items : DataFrame
        Respondents x items of all scales; incomplete respondents are left out and counted.
    factors : mapping, optional
        {factor: [item, ...]}: the measurement model to compare with.
    bound : float
        Share of variance above which bias is suspected.

    Returns
    -------
    MethodBias

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `confirm`.

    References
    ----------
    Podsakoff, P. M., MacKenzie, S. B., Lee, J.-Y. and Podsakoff, N. P. (2003). Common method biases in
    behavioral research. Journal of Applied Psychology, 88.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 3, 4, 5, 2], "b": [2, 1, 4, 3, 5, 3], "c": [1, 3, 2, 5, 4, 2]})
    >>> round(method_bias(answers).harman_share, 3)
    0.758
    """
    faults = wanted(bound=(bound, SHARE))
    with faults:
        frame = with_names(items)
        if factors is not None:
            frame = frame[read_pattern(frame, factors).items]
    faults.raise_all()
    r = read_correlations(frame)
    values = np.linalg.eigvalsh(r.values)[::-1]
    models = {"single factor": confirm(frame, {"method": list(frame.columns)}).fit}
    if factors is not None:
        models["measurement model"] = confirm(frame, factors).fit
    table = pd.DataFrame(models).T.rename_axis("model")
    if factors is not None:
        table.loc["change"] = _change(table.iloc[0], table.iloc[1])
    share = float(values[0] / len(values))
    return MethodBias(share, int((values > 1).sum()), bound, share > bound, table, r.n, tuple(r.notes))


def _change(single: pd.Series, measured: pd.Series) -> pd.Series:
    """Return the change of each index of fit; its p is that of the chi-square difference test."""
    change = measured - single
    change[["chi_square_by_df", "rmsea_close"]] = (
        np.nan
    )  # a difference of ratios, or of p values, says nothing
    gained = -change["df"]
    change["p"] = chdtrc(gained, -change["chi_square"]) if gained > 0 else np.nan
    return change
