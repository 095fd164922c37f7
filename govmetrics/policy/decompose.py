"""What a two-way fixed effects estimate of staggered adoption is made of (Goodman-Bacon)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.options import LABEL, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Bools
from govmetrics.numerics.bacon import two_by_twos
from govmetrics.policy.adoption import adoption
from govmetrics.policy.panel_frame import PanelFrame, Source, read_panel

CLEAN = ("against never treated", "against later treated")
"""Comparisons whose control is not treated at the time."""
_ALREADY, _ALWAYS = "against earlier treated", "against always treated"


@dataclass(frozen=True, eq=False)
class Decomposition(Result):
    """Every comparison of two groups behind a two-way fixed effects estimate, and its weight.

    Attributes
    ----------
    kinds : DataFrame
        By kind of comparison: how many, their weight together, and their weighted mean.
    comparisons : DataFrame
        The group whose treatment begins (group), the group that does not change meanwhile (control; "never" and
        "always" among them), the kind, the estimate and its weight.
    estimate : float
        The two-way fixed effects estimate: the weighted sum.
    treated_as_controls : float
        Share of the weight that rests on controls that are already treated.
    outcome : str
    notes : tuple of Note
        Units left out.

    See Also
    --------
    decompose
    """

    kinds: pd.DataFrame
    comparisons: pd.DataFrame
    estimate: float
    treated_as_controls: float
    outcome: str
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"kinds": "Comparisons by kind", "comparisons": "Comparisons of two groups"}
    _cites: ClassVar = ("GoodmanBacon2021",)
    _by_line = True

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("The two-way fixed effects estimate was split into all comparisons of two groups over two spans of time "
                 "(Goodman-Bacon)."),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        clean = self.kinds.loc[self.kinds.index.isin(CLEAN)]
        told = [
            Text("{outcome}: two-way fixed effects give {estimate:.4g}; {share:.1%} of its weight rests on controls that are "
                 "already treated.", outcome=self.outcome, estimate=self.estimate, share=self.treated_as_controls),
        ]  # fmt: skip
        if len(clean) and self.treated_as_controls > 0:
            mean = float(np.average(clean["estimate"], weights=clean["weight"]))
            told.append(Text("Without these comparisons the weighted mean is {mean:.4g}.", mean=mean))
        return tuple(told)


def decompose(
    frame: Source, outcome: str, unit: str, period: str, first_treated: str,
    *, missing: Literal["listwise", "refuse"] = "listwise",
) -> Decomposition:  # fmt: skip
    r"""Split the two-way fixed effects estimate of a policy into the comparisons that it is made of.

    The coefficient of "is treated" in a regression with effects of units and periods is a weighted mean of all
    differences-in-differences of two groups: :math:`\hat\beta = \sum_{k} s_{kU} \hat\beta_{kU} + \sum_{k<l} (s^k_{kl}
    \hat\beta^k_{kl} + s^l_{kl} \hat\beta^l_{kl})`. In the last kind, groups that are already treated serve as controls: where
    effects grow with time their growth is subtracted, and the estimate may have the wrong sign. `staggered` uses none of
    these.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        One row for each unit and period.
    outcome, unit, period : str
        Columns.
    first_treated : str
        Column: the first period in which the unit is treated; empty, infinite, or 0 where that is no period, for never.
        Units treated from the first period on count as always treated, as they do in the regression.
    missing : {"listwise", "refuse"}
        Units not seen in every period are left out with a note, or are a fault: the weights hold for balanced panels.

    Returns
    -------
    Decomposition
        kinds, comparisons, and the estimate that they add up to.

    Raises
    ------
    FaultyInput
        As in `staggered`.
    UnsuitableMethod
        No comparison: all are treated in the same period.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing. Journal of Econometrics 225,
    254-277.

    Examples
    --------
    One unit begins in the second of three periods, one in the third; effects grow from 1 to 3.

    >>> frame = pd.DataFrame({"unit": list("aaabbb"), "period": [1, 2, 3] * 2, "y": [0, 1, 3, 0, 0, 1.0],
    ...                       "since": [2] * 3 + [3] * 3})
    >>> found = decompose(frame, "y", "unit", "period", "since")
    >>> found.comparisons["estimate"].tolist(), round(found.estimate, 6), found.treated_as_controls
    ([1.0, -1.0], 0.0, 0.5)
    """
    wanted(outcome=(outcome, LABEL), first_treated=(first_treated, LABEL),
           missing=(missing, choice("listwise", "refuse"))).raise_all()  # fmt: skip
    panel = read_panel(
        frame, [outcome], unit, period, [first_treated], missing="refuse" if missing == "refuse" else "keep"
    )
    adopted = adoption(panel, first_treated)
    y = panel.wide(outcome)
    whole = np.asarray(~np.isnan(y).any(axis=1))
    notes = [*panel.notes, *adopted.notes, *_left_out(panel, whole, missing)]
    y, first = y[whole], adopted.first[whole]
    found = two_by_twos(y, first) if len(np.unique(first)) > 1 else []
    if not found:
        problem = "the units seen in every period are all treated in the same period: there is nobody to compare with"
        raise UnsuitableMethod(str(first_treated), problem, "add units that are treated later, or never")
    comparisons = _labelled(found, panel)
    grouped = comparisons.assign(part=comparisons["estimate"] * comparisons["weight"]).groupby(
        "kind", sort=False
    )
    kinds = pd.DataFrame({"n": grouped.size(), "weight": grouped["weight"].sum()})
    kinds["estimate"] = grouped["part"].sum() / kinds["weight"]
    unclean = float(kinds.loc[~kinds.index.isin(CLEAN), "weight"].sum())
    estimate = float((comparisons["estimate"] * comparisons["weight"]).sum())
    return Decomposition(kinds, comparisons, estimate, unclean, str(outcome), tuple(notes))


def _left_out(panel: PanelFrame, whole: Bools, missing: str) -> list[Note]:
    if whole.all():
        return []
    names = list(map(str, panel.units[~whole]))
    if missing == "refuse":
        way_out = 'complete them, or use missing="listwise"'
        raise UnsuitableMethod("frame", "not seen in every period: {units:10}", way_out, units=names)
    if not whole.any():
        raise UnsuitableMethod(
            "frame", "no unit is seen in every period", "leave out periods that few units have"
        )
    return [Note("left out, not seen in every period: {units:10}", units=names)]


def _labelled(found: list[tuple[int, int, float, float]], panel: PanelFrame) -> pd.DataFrame:
    """Return the comparisons with groups called by their periods."""
    count = len(panel.periods)
    rows = [
        (_named(k, panel), _named(control, panel), _kind(k, control, count), estimate, weight)
        for k, control, estimate, weight in found
    ]
    return pd.DataFrame(rows, columns=["group", "control", "kind", "estimate", "weight"])


def _named(group: int, panel: PanelFrame) -> object:
    if group == len(panel.periods):
        return Text("never")
    return Text("always") if group == 0 else panel.periods[group]


def _kind(k: int, control: int, count: int) -> str:
    if control == count:
        return CLEAN[0]
    if control == 0:
        return _ALWAYS
    return CLEAN[1] if k < control else _ALREADY
