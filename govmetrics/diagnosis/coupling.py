"""Coupling coordination degree (耦合协调度): how evenly subsystems develop together, and at what level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Scores
from govmetrics.core.options import choice, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.diagnosis._subsystems import Nodes, Weighed, subsystems
from govmetrics.numerics.arrays import Array

Formula = Literal["nth_root", "product", "modified"]
FORMULAS = {
    "nth_root": "C = n (u1 u2 ... un)^(1/n) / (u1 + u2 + ... + un)",
    "product": "C = u1 u2 ... un / ((u1 + u2 + ... + un) / n)^n",
    "modified": ("C = √((1 − Σ_{i>j} |ui − uj| / (n (n − 1) / 2)) · (Π ui / max u)^(1 / (n − 1)))"),
}
"""The coupling degrees in use; `product` is the n-th power of `nth_root`."""
GRADES = (
    "extreme imbalance", "severe imbalance", "moderate imbalance", "mild imbalance", "verge of imbalance",
    "barely coordinated", "primary coordination", "intermediate coordination", "good coordination",
    "high-quality coordination",
)  # fmt: skip
"""Grade k (from 1) is D in [(k - 1) / 10, k / 10); the last one includes 1.

The ten classes that Chinese papers use after Liao (1999), Tropical Geography 19(2), 171-177 (in Chinese).
"""


@dataclass(frozen=True, eq=False)
class Coupling(Result):
    """Coupling, overall development and coordination of each unit.

    Attributes
    ----------
    coupling : Series
        C in [0, 1]: how equal the subsystems are.
    development : Series
        T in [0, 1]: their weighted mean.
    coordination : Series
        D = sqrt(C T).
    grade : Series
        1 to 10, see `GRADES`; missing where D is.
    lagging : Series
        The subsystem with the lowest value; the first of those that tie.
    subsystems : DataFrame, shape (units, subsystems)
        The values as shares of the scale.
    weights : Series
        Of the subsystems in T.
    formula, formula_text : str
        Which C was used, and its formula.
    scale : (low, high)
        What was taken as 0 and 1.
    names : mapping of code to name
        Of the subsystems, where they are nodes of a tree.
    notes : tuple of str
        Where C is undefined or missing, and what scale was taken.

    See Also
    --------
    coupling
    """

    coupling: pd.Series
    development: pd.Series
    coordination: pd.Series
    grade: pd.Series
    lagging: pd.Series
    subsystems: pd.DataFrame
    weights: pd.Series
    formula: str
    formula_text: str
    scale: tuple[float, float]
    names: Mapping[str, Label]
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "table": "Coupling coordination degree",
        "subsystems": "Subsystems, as shares of the scale",
    }
    _left_out = ("names",)

    _cites: ClassVar = ("Wang2021", "Liao1999")

    def _method(self) -> tuple[Text, ...]:
        names = self._names()
        shares = [
            Text("{name} {share:.4g}", name=names.get(str(code), str(code)), share=share)
            for code, share in self.weights.items()
        ]
        found = (
            "The coupling coordination model was used: {formula}; T is the mean of the subsystems with the weights {shares:99}; "
            "D = √(C·T), in ten levels."
        )
        return (Text(found, formula=self.formula_text, shares=shares),)

    def _tables(self) -> list[Table]:
        shown = self.table.rename(columns={"name": "level"})
        first, second = (Text(caption) for caption in self._shown.values())
        return [
            Table.of(first, shown, "diagnosis", self.names),
            Table.of(Text("Levels of coordination"), self._levels(), "diagnosis"),
            Table.of(second, self.subsystems, "diagnosis", self.names),
        ]

    def _levels(self) -> pd.DataFrame:
        """Return the ten levels: the interval of D, number, name, how many units reach it."""
        counts = self.grade.value_counts()
        ends = [(k / 10, (k + 1) / 10, "]" if k == len(GRADES) - 1 else ")") for k in range(len(GRADES))]
        return pd.DataFrame(
            {
                "D_interval": [f"[{low:.1f}, {high:.1f}{end}" for low, high, end in ends],
                "grade": range(1, len(GRADES) + 1),
                "level": list(GRADES),
                "units" if self.grade.index.nlevels == 1 else "cases": [
                    int(counts.get(k, 0)) for k in range(1, len(GRADES) + 1)
                ],
            }
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """C, T, D, grade, its name and the lagging subsystem, one row per unit."""
        names = [None if pd.isna(k) else GRADES[int(k) - 1] for k in self.grade]
        columns = {"C": self.coupling, "T": self.development, "D": self.coordination, "grade": self.grade}
        columns["name"] = pd.Series(names, self.grade.index, dtype=object)
        return pd.DataFrame({**columns, "lagging": self.lagging})

    def _finding(self) -> tuple[Text, ...]:
        """How many units reach each grade."""
        counts = self.grade.value_counts()
        return (
            *(
                Text(
                    "{grade}: {rows}",
                    grade=Text(name),
                    rows=counted(self.grade.index[self.grade.eq(k).fillna(False)]),
                )
                for k, name in enumerate(GRADES, 1)
                if k in counts.index
            ),
        )

    def _names(self) -> Mapping[str, Label]:
        return self.names


def coupling(
    scores: Scores | pd.DataFrame,
    formula: Formula = "nth_root",
    node: Nodes = None,
    weights: Weighed = None,
    scale: tuple[float, float] | None = None,
) -> Coupling:
    """Return the coupling coordination degree (耦合协调度) of subsystems.

    Parameters
    ----------
    scores : Scores or DataFrame
        Scores, whose subsystems are the parts of `node`; or a frame of units by subsystems.
    formula : {"nth_root", "product", "modified"}
        Which coupling degree C; see `FORMULAS`.
    node : str or sequence of str, optional
        The group whose parts are the subsystems, the root by default; or the subsystems themselves, which count by
        their shares of the whole.
    weights : Series or mapping, optional
        Of the subsystems in T; relative. By default the scores' own shares, and equal for a frame.
    scale : (low, high), optional
        Ends of the scale of the values. By default that of the scores; one that begins above zero (1 to
        100) keeps zeros away, so values are then taken as shares of its upper end. Where the scores know
        none, values within [0, 1] are taken as they are and values within [0, 100] as percentages. The notes
        say which.

    Returns
    -------
    Coupling
        With a missing subsystem all is missing. With all subsystems at zero C is undefined (0/0) and D zero.

    Raises
    ------
    UnsuitableMethod
        Fewer than two subsystems.
    FaultyInput
        Unknown choices, cells that are not numbers or lie outside the scale, weights for other subsystems: all
        at once.

    References
    ----------
    Wang, Kong, Ren, Zhi and Dai (2021), Research on misuses and modification of coupling coordination
    degree model in China, Journal of Natural Resources 36(3), 793-810 (in Chinese).

    Examples
    --------
    >>> values = pd.DataFrame({"actors": [0.8, 0.2], "outcomes": [0.5, 0.9]}, index=["x", "y"])
    >>> coupling(values).to_frame()[["C", "T", "D", "name"]].round(4).to_dict("records")[0]
    {'C': 0.973, 'T': 0.65, 'D': 0.7953, 'name': 'intermediate coordination'}
    """
    faults = wanted(formula=(formula, choice(*FORMULAS)))
    values, shares, ends, note = subsystems(scores, node, weights, scale, faults)
    u = values.to_numpy()
    c, t, d = _coupling(u, shares.to_numpy(), formula)
    # A D that is a tenth up to rounding belongs to the grade that begins there.
    grade = np.clip(np.floor(d * 10 + 1e-9) + 1, 1, 10)
    least = np.argmin(np.where(np.isnan(u), np.inf, u), axis=1)
    worst = values.columns.to_numpy(dtype=object)[least].copy()
    worst[np.isnan(u).any(axis=1)] = None

    def column(array: Any, name: str) -> pd.Series:
        return pd.Series(array, index=values.index, name=name)

    return Coupling(
        column(c, "C"),
        column(t, "T"),
        column(d, "D"),
        column(pd.array(grade, dtype="Int64"), "grade"),
        column(worst, "lagging"),
        values,
        shares,
        formula,
        FORMULAS[formula],
        ends,
        scores.weights.tree.names() if isinstance(scores, Scores) else {},
        _notes(u, values.index, note),
    )


def _coupling(u: Array, shares: Array, formula: str) -> tuple[Array, Array, Array]:
    """Return C, T and D, (n,), from values in [0, 1] (n, m) and shares (m,)."""
    m = u.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        total = u.sum(axis=1)
        # Dividing each by the mean first keeps tiny products from underflowing.
        equal = np.prod(u / (total / m)[:, None], axis=1)
        if formula == "nth_root":
            c = equal ** (1 / m)
        elif formula == "product":
            c = equal
        else:
            ordered = np.sort(u, axis=1)  # sum over pairs of |ui - uj| from the order statistics
            apart = ordered @ (2 * np.arange(m) - m + 1) / (m * (m - 1) / 2)
            largest = ordered[:, -1]
            c = np.sqrt((1 - apart) * np.prod(ordered[:, :-1] / largest[:, None], axis=1) ** (1 / (m - 1)))
    c = np.minimum(c, 1.0)
    t = u @ shares
    return c, t, np.where(total == 0, 0.0, np.sqrt(c * t))


def _notes(u: Array, index: pd.Index, scale: Note | None) -> tuple[Note, ...]:
    notes = [] if scale is None else [scale]
    missing = list(index[np.asarray(np.isnan(u).any(axis=1))])
    zero = list(index[np.asarray((u == 0).all(axis=1))])
    if missing:
        notes.append(Note("{units:5}: a subsystem is missing, so nothing can be said", units=missing))
    if zero:
        notes.append(Note("{units:5}: all subsystems are zero, so C is undefined and D is 0", units=zero))
    return tuple(notes)
