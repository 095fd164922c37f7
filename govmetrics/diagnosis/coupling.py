"""Coupling coordination degree (耦合协调度): how evenly subsystems develop together, and at what level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Scores
from govmetrics.core.errors import Faults, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._headings import headed
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis._subsystems import Weighed, subsystems
from govmetrics.diagnosis.common import LANGUAGES, Array, listed

Formula = Literal["nth_root", "product", "modified"]
FORMULAS = {
    "nth_root": "C = n (u1 u2 ... un)^(1/n) / (u1 + u2 + ... + un)",
    "product": "C = u1 u2 ... un / ((u1 + u2 + ... + un) / n)^n",
    "modified": (
        "C = sqrt((1 - sum over i > j of |ui - uj| / (n (n - 1) / 2)) "
        "* (product of ui / max u)^(1 / (n - 1))) (Wang et al. 2021)"
    ),
}
"""The coupling degrees in use; `product` is the n-th power of `nth_root`."""
LEVELS = (
    ("extreme imbalance", "极度失调"),
    ("severe imbalance", "严重失调"),
    ("moderate imbalance", "中度失调"),
    ("mild imbalance", "轻度失调"),
    ("verge of imbalance", "濒临失调"),
    ("barely coordinated", "勉强协调"),
    ("primary coordination", "初级协调"),
    ("intermediate coordination", "中级协调"),
    ("good coordination", "良好协调"),
    ("high-quality coordination", "优质协调"),
)
"""Level k (from 1) is D in [(k - 1) / 10, k / 10); the last one includes 1.

The ten classes that Chinese papers use after Liao (1999), Tropical Geography 19(2), 171-177 (in Chinese).
"""


@dataclass(frozen=True, eq=False)
class Coupling:
    """Coupling, overall development and coordination of each unit.

    Attributes
    ----------
    coupling : Series
        C in [0, 1]: how equal the subsystems are.
    development : Series
        T in [0, 1]: their weighted mean.
    coordination : Series
        D = sqrt(C T).
    level : Series
        1 to 10, see `LEVELS`; missing where D is.
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
    notes : tuple of str
        Where C is undefined or missing, and what scale was taken.

    See Also
    --------
    coupling
    """

    coupling: pd.Series
    development: pd.Series
    coordination: pd.Series
    level: pd.Series
    lagging: pd.Series
    subsystems: pd.DataFrame
    weights: pd.Series
    formula: str
    formula_text: str
    scale: tuple[float, float]
    notes: tuple[str, ...] = ()

    def level_names(self, language: str = "en") -> pd.Series:
        """Return the name of each unit's level."""
        place = LANGUAGES.index(choose(language, LANGUAGES, "language"))
        names = [None if pd.isna(k) else LEVELS[int(k) - 1][place] for k in self.level]
        return pd.Series(names, index=self.level.index, name="name", dtype=object)

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """Return C, T, D, level, its name and the lagging subsystem, one row per unit; headings in `language`."""
        columns = {"C": self.coupling, "T": self.development, "D": self.coordination, "level": self.level}
        columns |= {"name": self.level_names(language), "lagging": self.lagging}
        return headed(pd.DataFrame(columns), language)

    def summary(self, language: str = "en") -> str:
        """Return the formula and how many units reach each level, then the notes."""
        counts = self.level_names(language).value_counts()
        order = [level[LANGUAGES.index(language)] for level in LEVELS]
        colon = "：" if language == "zh" else ": "
        said = [f"{name}{colon}{counts[name]}" for name in order if name in counts.index]
        head = "耦合协调度 D，公式 " if language == "zh" else "Coupling coordination degree D with "
        return "\n".join([head + self.formula_text, *said, *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), f"Coupling coordination degree 耦合协调度: {self.formula_text}")


def coupling(
    scores: Scores | pd.DataFrame,
    formula: Formula = "nth_root",
    node: str | None = None,
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
    node : str, optional
        The root by default.
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
    faults = Faults()
    with faults:
        choose(formula, FORMULAS, "formula")
    values, shares, ends, note = subsystems(scores, node, weights, scale, faults)
    u = values.to_numpy()
    c, t, d = _coupling(u, shares.to_numpy(), formula)
    # A D that is a tenth up to rounding belongs to the level that begins there.
    level = np.clip(np.floor(d * 10 + 1e-9) + 1, 1, 10)
    least = np.argmin(np.where(np.isnan(u), np.inf, u), axis=1)
    worst = values.columns.to_numpy(dtype=object)[least].copy()
    worst[np.isnan(u).any(axis=1)] = None

    def column(array: Any, name: str) -> pd.Series:
        return pd.Series(array, index=values.index, name=name)

    return Coupling(
        column(c, "C"),
        column(t, "T"),
        column(d, "D"),
        column(pd.array(level, dtype="Int64"), "level"),
        column(worst, "lagging"),
        values,
        shares,
        formula,
        FORMULAS[formula],
        ends,
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


def _notes(u: Array, index: pd.Index, scale: str) -> tuple[str, ...]:
    notes = [scale] if scale else []
    missing = np.asarray(np.isnan(u).any(axis=1))
    zero = np.asarray((u == 0).all(axis=1))
    if missing.any():
        notes.append(f"{listed(list(index[missing]))}: a subsystem is missing, so nothing is told")
    if zero.any():
        notes.append(f"{listed(list(index[zero]))}: all subsystems are zero, so C is undefined and D is 0")
    return tuple(notes)
