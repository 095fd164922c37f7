"""DEMATEL (决策试验与评价实验室法): which factors drive the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.kinds import numbers_of
from govmetrics.ahp.matrices import LABELS_DIFFER, NO_NUMBER, SAME_LABELS, shape_fault
from govmetrics.core.checks import holders
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class Dematel(Result):
    """Direct and indirect influence between factors.

    Attributes
    ----------
    factors : DataFrame
        One row per factor: exerted (影响度, D), received (被影响度, R), prominence D + R (中心度), relation D - R
        (原因度), role ("cause", "effect" or "neither"), weight (prominence and relation together, see `dematel`).
    total : DataFrame, shape (n, n)
        The total-relation matrix T; rows influence columns.
    threshold : float
        Mean of T: influences above it are drawn.

    See Also
    --------
    dematel
    """

    factors: pd.DataFrame
    total: pd.DataFrame
    threshold: float

    def influences(self) -> pd.DataFrame:
        """Return the influences above the threshold, strongest first: source, target, influence."""
        rows, columns = np.nonzero(self.total.to_numpy() > self.threshold)
        labels = self.total.index
        frame = pd.DataFrame(
            {
                "source": labels[rows],
                "target": labels[columns],
                "influence": self.total.to_numpy()[rows, columns],
            }
        )
        return frame.sort_values("influence", ascending=False, kind="stable", ignore_index=True)

    _cites: ClassVar = ("GabusFontela1972", "DalalahHayajnehBatieha2011")

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Influence between the factors was analysed by DEMATEL: the judged direct influences were scaled and summed with all "
            "indirect ones to total relations, whose row sums D and column sums R give prominence (D + R) and relation (D - R)."
        )
        return (Text(line),)

    _shown: ClassVar = {"factors": "Prominence and relation of the factors", "total": "Total relations"}

    def _names(self) -> dict[Any, str]:
        return {label: str(label) for label in self.factors.index}

    def _finding(self) -> tuple[Text, ...]:
        names = {role: [str(name) for name in rows.index] for role, rows in self.factors.groupby("role")}
        return (
            Text("Causes, which drive others more than they are driven: {names}.", names=names.get("cause", [])),
            Text("Effects: {names}.", names=names.get("effect", [])),
            Text("The most prominent factor is {name:3}.", name=holders(self.factors["prominence"])),
        )  # fmt: skip


def dematel(
    influence: pd.DataFrame | ArrayLike, sums: Literal["rows and columns", "rows"] = "rows and columns"
) -> Dematel:
    r"""Return prominence and relation of factors from judgements of their direct influence.

    Parameters
    ----------
    influence : DataFrame or array of shape (n, n), or (experts, n, n)
        How strongly the row's factor influences the column's, from 0 (not at all), usually to 4; zeros on
        the diagonal. Experts are averaged.
    sums : {"rows and columns", "rows"}
        Which sums the scaling looks at; papers use both, and the figures differ.

    Returns
    -------
    Dematel
        With :math:`N = X / s`, s the largest row (and column) sum of the mean X, and :math:`T = N (I - N)^{-1}`;
        D are row sums of T, R column sums, and the weight is proportional to :math:`\sqrt{(D+R)^2 + (D-R)^2}`.

    Raises
    ------
    FaultyInput
        Negative or missing influences, influences of a factor on itself, unequal labels: all at once.
    UnsuitableMethod
        Nobody influences anything; or indirect influence never fades (every factor of some closed circle has
        the largest sum), so that T is infinite.

    References
    ----------
    Gabus, A. and Fontela, E. (1972). World problems, an invitation to further thought within the framework
    of DEMATEL. Battelle Geneva. Weights: Dalalah, D., Hayajneh, M. and Batieha, F. (2011). A fuzzy
    multi-criteria decision making model for supplier selection. Expert Systems with Applications 38, 8384-8391.

    Examples
    --------
    >>> found = dematel([[0, 2, 1], [0, 0, 2], [1, 0, 0]])
    >>> found.factors[["prominence", "relation"]].round(4).to_numpy().tolist()
    [[3.4, 1.2], [2.8, 0.0], [3.4, -1.2]]
    """
    faults = wanted(sums=(sums, choice("rows and columns", "rows")))
    with faults:
        labels, x = _read(influence)
    faults.raise_all()
    s = max(x.sum(axis=1).max(), x.sum(axis=0).max() if sums == "rows and columns" else 0)
    if s == 0:
        raise UnsuitableMethod("influence", "all influences are zero", "give at least one above zero")
    normal = x / s
    if np.abs(np.linalg.eigvals(normal)).max() > 1 - 1e-9:
        raise UnsuitableMethod("influence", "indirect influence never fades, so that total influence is infinite",
                  "ask the experts to differentiate: all factors of some circle have the same, largest sum")  # fmt: skip
    total = np.linalg.solve((np.eye(len(x)) - normal).T, normal.T).T  # N (I - N)^-1
    given, received = total.sum(axis=1), total.sum(axis=0)
    prominence, relation = (
        given + received,
        np.where(np.isclose(given, received, rtol=1e-12), 0.0, given - received),
    )
    length = np.hypot(prominence, relation)
    frame = pd.DataFrame(
        {
            "exerted": given,
            "received": received,
            "prominence": prominence,
            "relation": relation,
            "role": np.select([relation > 0, relation < 0], ["cause", "effect"], "neither"),
            "weight": length / length.sum(),
        },
        index=labels.rename("factor"),
    )
    return Dematel(
        frame, pd.DataFrame(total, index=labels.rename("factor"), columns=labels), float(total.mean())
    )


def _read(influence: pd.DataFrame | ArrayLike) -> tuple[pd.Index, Array]:
    """Return labels and the experts' mean influences, (n, n)."""
    labels = None
    if isinstance(influence, pd.DataFrame):
        labels = influence.index
        if not labels.is_unique or list(labels) != list(influence.columns):
            raise FaultyInput("influence", LABELS_DIFFER, SAME_LABELS)
    cells = numbers_of(influence)
    if cells is None:
        raise FaultyInput("influence", NO_NUMBER, "give numbers from 0, usually up to 4")
    stack = cells[None] if cells.ndim == 2 else cells
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2] or stack.shape[1] < 2 or not len(stack):
        raise FaultyInput(shape_fault("influence", cells, "give (n, n) or (experts, n, n), n from 2"))
    names = list(range(stack.shape[1])) if labels is None else list(labels)
    diagonal = np.eye(stack.shape[1], dtype=bool)
    wrong = np.where(diagonal, stack != 0, ~(np.isfinite(stack) & (stack >= 0)))

    def fault(e: int, i: int, j: int) -> Fault:
        pair = {"source": str(names[i]), "target": str(names[j])}
        place = Text("{source} on {target}", **pair)
        if cells.ndim == 3:
            place = Text("expert {expert}, {source} on {target}", expert=e + 1, **pair)
        way_out = "give 0: a factor does not influence itself" if i == j else "give zero or a positive number"
        return Fault(place, Text("the influence is {value:g}", value=stack[e, i, j]), way_out)

    faults = [fault(e, i, j) for e, i, j in np.argwhere(wrong).tolist()]
    Faults(faults).raise_all()
    return pd.Index(names), np.asarray(stack.mean(axis=0))
