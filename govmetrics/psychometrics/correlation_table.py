"""`CorrelationTable`: correlations with their tests and intervals, as journals print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.column import Column
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text

_STARS = (0.05, 0.01, 0.001)


_PAIR = {"first": Label("First", "前项"), "second": Label("Second", "后项")}
"""What heads the columns of pairs: in this room `first` is an effect."""


HOW = {
    "pearson": (
        "Pearson's correlations were tested by Student's t, with {level:.3g}% intervals by Fisher's z."
    ),
    "spearman": (
        "Spearman's rank correlations were tested by Student's t, with {level:.3g}% intervals by Fisher's z and the "
        "standard error of Bonett and Wright, the root of (1 + r²/2) / (n - 3)."
    ),
    "kendall": (
        "Kendall's tau-b was tested exactly below 50 rows without ties, else by the normal distribution with the variance "
        "corrected for ties; {level:.3g}% intervals are by Fisher's z and the standard error of Fieller, Hartley and "
        "Pearson, the root of 0.437 / (n - 4)."
    ),
    "polychoric": (
        "Polychoric correlations were estimated by maximum likelihood in two steps and tested by their standard errors, "
        "with {level:.3g}% intervals by Fisher's z."
    ),
    "partial": (
        "Partial correlations, {control} held, were tested by Student's t with as many degrees of freedom less, with "
        "{level:.3g}% intervals by Fisher's z."
    ),
}


_CITES = {
    "pearson": ("fisher1921",), "spearman": ("bonettwright2000",), "kendall": ("kendall1945", "fieller1957"),
    "polychoric": ("olsson1979",), "partial": ("fisher1924",),
}  # fmt: skip


ADJUSTED = {
    "holm": Text("p values were corrected for the number of correlations by Holm's method."),
    "bonferroni": Text("p values were corrected for the number of correlations by Bonferroni's method."),
    "benjamini_hochberg": Text("p values were corrected for the number of correlations by Benjamini and Hochberg's method."),
}  # fmt: skip


_MORE = {"holm": "holm1979", "benjamini_hochberg": "BenjaminiHochberg1995"}


@dataclass(frozen=True, eq=False)
class CorrelationTable(Result):
    """Correlations (相关分析) of the columns of a frame.

    Attributes
    ----------
    r, lower, upper : DataFrame
        Columns by columns: the correlations with ones on the diagonal, and the bounds of their intervals. NaN where
        there is none.
    p, p_adjusted : DataFrame
        p values as they are, and corrected for the number of correlations as `adjust` says; the stars are by these.
    n, effective_n : DataFrame
        Rows behind each correlation, and Kish's effective number (the same without weights).
    columns : DataFrame
        Of each column: n, mean, sd; weighted where correlations are.
    method : str
        pearson, spearman, kendall (tau-b), polychoric or partial.
    control : tuple of str
        What is held in partial correlations.
    adjust, level, missing
        As given.
    weighted, clustered : bool
        Whether design weights entered, and whether errors allow for clusters.
    notes : tuple of str
        What was left out, and what a reader must know.

    See Also
    --------
    correlate
    """

    r: pd.DataFrame
    p: pd.DataFrame
    p_adjusted: pd.DataFrame
    n: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    effective_n: pd.DataFrame
    columns: pd.DataFrame
    method: str
    control: tuple[str, ...]
    adjust: str
    level: float
    missing: str
    weighted: bool
    clustered: bool
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "_triangle": "Means, standard deviations and correlations",
        "pairs": "Correlations and their intervals",
    }

    @property
    def pairs(self) -> pd.DataFrame:
        """One row per pair: first, second, r, lower, upper, p, p_adjusted, n."""
        i, j = np.tril_indices(len(self.r), -1)
        order = np.lexsort((i, j))
        i, j = i[order], j[order]
        names = np.asarray(self.r.index, dtype=object)
        parts = ("r", "lower", "upper", "p", "p_adjusted", "n")
        return pd.DataFrame(
            {"first": names[j], "second": names[i]}
            | {part: getattr(self, part).to_numpy()[i, j] for part in parts}
        )

    @property
    def _triangle(self) -> pd.DataFrame:
        """The lower triangle with stars behind means and deviations, columns numbered as the rows are."""
        shown = Column.of("r", "psychometrics", {}, "number")
        r, p = self.r.to_numpy(), self.p_adjusted.to_numpy()
        rows = []
        for i in range(len(r)):
            cells = [shown.text(r[i, j]) + "*" * sum(p[i, j] < limit for limit in _STARS) for j in range(i)]
            rows.append([*cells, "1" if r[i, i] == 1 else shown.text(np.nan), *[""] * (len(r) - i - 1)])
        heads = [str(i + 1) for i in range(len(r))]
        table = pd.DataFrame(rows, columns=heads, index=self.r.index, dtype=object)
        table.insert(0, "mean", self.columns["mean"])
        table.insert(1, "sd", self.columns["sd"])
        table.insert(0, "number", np.arange(1, len(r) + 1))
        return table.rename_axis("item")

    def _method(self) -> tuple[Text, ...]:
        said = [Text(HOW[self.method], level=100 * self.level, control=list(self.control))]
        if self.adjust in ADJUSTED:
            said.append(ADJUSTED[self.adjust])
        if self.clustered:
            told = (
                "Errors allow for clusters of respondents (linearised; Student's t with clusters less one)."
            )
            said.append(Text(told))
        elif self.weighted and self.method != "polychoric":
            told = "Correlations are weighted; tests and intervals rest on Kish's effective number of respondents."
            said.append(Text(told))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        pairs = self.pairs
        known, p = pairs["r"].dropna(), pairs["p_adjusted"]
        if known.empty:
            return (Text("No pair of columns has a correlation."),)
        top = pairs.iloc[int(np.nanargmax(pairs["r"].abs().to_numpy()))]
        told = (
            "Of {count:# correlation|# correlations} {significant:# is|# are} significant (p < 0.05); the largest in size is "
            "that of {first} and {second}, {r:.3f} ({level:.3g}% interval {lower:.3f} to {upper:.3f}, n = {n:,.0f})."
        )
        if np.isnan(top["lower"]):
            told = (
                "Of {count:# correlation|# correlations} {significant:# is|# are} significant (p < 0.05); the largest in size "
                "is that of {first} and {second}, {r:.3f} (too few rows for an interval, n = {n:,.0f})."
            )
        values = {name: top[name] for name in ("first", "second", "r", "lower", "upper", "n")}
        return (
            Text(told, count=len(known), significant=int((p < 0.05).sum()), level=100 * self.level, **values),
        )

    def _tables(self) -> list[Table]:
        triangle, pairs = (
            self._triangle,
            self.pairs,
        )
        heads = {str(i + 1): str(i + 1) for i in range(len(triangle))}
        cites = (*_CITES[self.method], *([_MORE[self.adjust]] if self.adjust in _MORE else []))
        first = Table.of(
            Text(self._shown["_triangle"]), triangle.reset_index()[["number", "item", "mean", "sd", *heads]],
            "psychometrics", heads, stars=_STARS, cites=cites, kind=dict.fromkeys(heads, "text"),
        )  # fmt: skip
        pairs = pairs.drop(columns=["p_adjusted"] if self.adjust == "none" else [])
        return [first, Table.of(Text(self._shown["pairs"]), pairs, "psychometrics", _PAIR)]
