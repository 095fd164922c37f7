"""Complementary judgement matrices (模糊互补判断矩阵): preferences from 0.1 to 0.9 with r_ij + r_ji = 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.ahp.preferences import completed, gaps, read_preferences
from govmetrics.ahp.votes import votes_of
from govmetrics.core.options import COUNT, asked, choice, number, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

Formula = Literal["xu", "steepest"]
Preferences = pd.DataFrame | Mapping[str, pd.DataFrame]
COMPATIBLE = 0.1
"""Up to which Xu's compatibility index is accepted in practice."""


@dataclass(frozen=True, eq=False)
class ComplementaryWeights(Result):
    """Weights of a complementary judgement matrix, and how consistent it is.

    Attributes
    ----------
    weights : Series
        Summing to one, never negative.
    matrix : DataFrame, shape (n, n)
        The judgements: the experts' mean, with the pairs not asked as estimated.
    consistent : DataFrame, shape (n, n)
        The nearest additively consistent matrix; its entries may lie beyond 0 and 1.
    deviation : float
        Mean absolute difference of the two over the pairs asked.
    compatibility : float
        Xu's index of the matrix and the one of the weights' ratios, ``mean |r_ij - w_i / (w_i + w_j)|`` over all n x n cells.
    circles : int
        Triples in which i is preferred to j, j to k and k to i.
    experts : DataFrame or None
        By expert the weights, deviation, compatibility and circles; None for one matrix.
    formula : str
        "xu" or "steepest".
    notes : tuple of Note
        Estimated pairs, beyond what limit, flat weights.

    See Also
    --------
    complementary
    """

    weights: pd.Series
    matrix: pd.DataFrame
    consistent: pd.DataFrame
    deviation: float
    compatibility: float
    circles: int
    experts: pd.DataFrame | None
    formula: str
    notes: tuple[Note, ...] = ()

    _cites: ClassVar = ("Tanino1984", "Xu2004b")

    @property
    def passed(self) -> bool:
        """Whether the compatibility index is at most 0.1 and no preferences run in a circle."""
        return self.compatibility <= COMPATIBLE and self.circles == 0

    def revisions(self, top: int = 3) -> pd.DataFrame:
        """Return the pairs that differ most from the additively consistent matrix: first, second, given, consistent, error."""
        asked(top=(top, COUNT))
        names = self.matrix.index
        i, j = np.triu_indices(len(names), 1)
        given, near = self.matrix.to_numpy()[i, j], self.consistent.to_numpy()[i, j]
        frame = pd.DataFrame(
            {"first": names[i], "second": names[j], "given": given, "consistent": near, "error": given - near}
        )
        order = frame["error"].abs().round(12).sort_values(ascending=False, kind="stable").index
        return frame.loc[order].head(top).reset_index(drop=True)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per item: its weight and the mean of its preferences over the others."""
        n = len(self.weights)
        others = (self.matrix.sum(axis=1) - 0.5) / max(n - 1, 1)
        return pd.DataFrame({"weight": self.weights, "preference": others})

    def _tables(self) -> list[Table]:
        names = {label: str(label) for label in self.weights.index}
        tables = [
            Table.of(Text("Weights"), self.to_frame().rename_axis("item"), "ahp", names),
            Table.of(
                Text("Judgements that differ most from additive consistency"), self.revisions(), "ahp", names
            ),
        ]
        if self.experts is not None:
            tables.append(Table.of(Text("Experts"), self.experts, "ahp", names))
        return tables

    def _method(self) -> tuple[Text, ...]:
        xu = (
            "Weights were taken from a complementary judgement matrix (r_ij + r_ji = 1) by w_i = (sum_j r_ij + n/2 - 1) / "
            "(n(n - 1))."
        )
        steepest = (
            "Weights were taken from a complementary judgement matrix (r_ij + r_ji = 1) by w_i = 2 (sum_j r_ij - 1/2) / "
            "(n(n - 1)), the steepest linear formula that never gives negative weights."
        )
        check = (
            "Its additive consistency (r_ij = r_ik - r_jk + 1/2) was measured by the distance from the nearest consistent "
            "matrix."
        )
        return Text(xu if self.formula == "xu" else steepest), Text(check)

    def _finding(self) -> tuple[Text, ...]:
        parts = [Text("{name} {weight:.3f}", name=str(k), weight=w) for k, w in self.weights.items()]
        values = {"deviation": self.deviation, "index": self.compatibility, "limit": COMPATIBLE}
        within = (
            "Judgements lie {deviation:.3f} from additive consistency on average; the compatibility index is {index:.3f}, "
            "within {limit:g}."
        )
        above = (
            "Judgements lie {deviation:.3f} from additive consistency on average; the compatibility index is {index:.3f}, "
            "above {limit:g}: ask again."
        )
        told = [
            Text("The weights are {weights}.", weights=parts),
            Text(within if self.compatibility <= COMPATIBLE else above, **values),
        ]
        if self.circles:
            told.append(
                Text("{circles:# triple|# triples} of preferences run in a circle.", circles=self.circles)
            )
        return tuple(told)


def complementary(
    matrix: Preferences,
    formula: Formula = "xu",
    missing: Literal["refuse", "estimate"] = "refuse",
    expert_weights: Mapping[str, float] | pd.Series | None = None,
    tolerance: float = 0.005,
) -> ComplementaryWeights:
    r"""Return weights of preferences on the 0.1-0.9 scale, whose pairs sum to one, and how consistent these are.

    Parameters
    ----------
    matrix : DataFrame of shape (n, n), or mapping of expert to DataFrame
        Row over column: 0.5 equally important, 0.6 slightly, 0.7 clearly, 0.8 strongly, 0.9 extremely more important, 0.1 to
        0.4 the reverse; ``r_ij + r_ji = 1`` and 0.5 on the diagonal. One half may be left empty.
    formula : {"xu", "steepest"}
        "xu": :math:`w_i = (\sum_j r_{ij} + n/2 - 1) / (n(n-1))`, the usual one. "steepest":
        :math:`w_i = 2(\sum_j r_{ij} - 1/2) / (n(n-1))`, the most spread that is never negative.
    missing : {"refuse", "estimate"}
        Pairs that were not asked (both halves empty): refuse them, or estimate them from the others by additive consistency
        (least squares), where these connect all items.
    expert_weights : mapping or Series of expert to weight, optional
        Voting weights; the experts' matrices are averaged, which keeps pairs complementary.
    tolerance : float
        By how much a pair may miss the sum of one, from rounding; it is then shared out and noted.

    Returns
    -------
    ComplementaryWeights

    Raises
    ------
    FaultyInput
        Unequal labels, values beyond 0 to 1, pairs that do not sum to one, a diagonal other than 0.5, pairs not asked, experts
        with other items, unusable voting weights: all at once.

    Notes
    -----
    All linear formulas are :math:`w_i = 1/n - 1/(2\alpha) + \sum_j r_{ij} / (n\alpha)`, for which an additively consistent
    matrix has :math:`r_{ij} = 1/2 + \alpha (w_i - w_j)`. Xu's is :math:`\alpha = n - 1`; "steepest" is :math:`\alpha = (n-1)/2`;
    below it weights can be negative, which is why no smaller :math:`\alpha` is offered. Xu's weights always lie between
    :math:`1/(2n)` and :math:`3/(2n)`: no item can weigh more than three times another, however strong the preferences are.
    That is the formula, not the experts; say which you used.

    References
    ----------
    Tanino, T. (1984). Fuzzy preference orderings in group decision making. Fuzzy Sets and Systems 12, 117-131. Xu, Z. (2004).
    不确定多属性决策方法及应用 (Uncertain multiple attribute decision making). Tsinghua University Press, Beijing.

    Examples
    --------
    >>> names = ["trust", "order", "cost"]
    >>> matrix = pd.DataFrame([[0.5, 0.7, 0.9], [0.3, 0.5, 0.7], [0.1, 0.3, 0.5]], names, names)
    >>> found = complementary(matrix)
    >>> found.weights.round(4).to_dict(), round(found.deviation, 9)
    ({'trust': 0.4333, 'order': 0.3333, 'cost': 0.2333}, 0.0)
    >>> complementary(matrix, formula="steepest").weights.round(4).to_list()
    [0.5333, 0.3333, 0.1333]
    """
    faults = wanted(formula=(formula, choice(*get_args(Formula))), missing=(missing, choice("refuse", "estimate")),
                    tolerance=(tolerance, number(0, 0.1)))  # fmt: skip
    with faults:
        single, experts, labels, stack, notes = read_preferences(
            matrix, 0.005 if faults else float(tolerance)
        )
    faults.raise_all()
    names = pd.Index(experts, name="expert")
    votes, problems = votes_of(names, None if single else expert_weights, Text("the expert gave no matrix"))
    faults += problems + gaps(experts, labels, stack, missing, single)
    faults.raise_all()
    full, count = completed(stack)
    mean = np.einsum("e,eij->ij", votes, full)
    known = np.einsum("e,eij->ij", votes, (~np.isnan(stack)).astype(float)) > 0
    w, near, figures = _weighed(mean, known, formula)
    if count.any():
        notes.append(
            Note(
                "{pairs:# pair was|# pairs were} not asked and estimated by additive consistency",
                pairs=int(count.sum()),
            )
        )
    out = np.argwhere((full < -1e-9) | (full > 1 + 1e-9))
    if len(out):
        notes.append(
            Note(
                "estimates lie beyond 0 to 1: the answers that were given contradict each other or the scale"
            )
        )
    own = [_weighed(one, ~np.isnan(given), formula) for one, given in zip(full, stack, strict=True)]
    table = None
    if not single:
        table = pd.DataFrame([row[0] for row in own], pd.Index(experts, name="expert"), labels)
        table[["deviation", "compatibility", "circles"]] = [row[2] for row in own]
        table = table.astype({"circles": int})
    named = pd.Index(labels)
    return ComplementaryWeights(
        pd.Series(w, named, name="weight"), pd.DataFrame(mean, named, named), pd.DataFrame(near, named, named), *figures,
        table, formula, tuple(notes),
    )  # fmt: skip


def _weighed(r: Array, asked: Array, formula: Formula) -> tuple[Array, Array, tuple[float, float, int]]:
    """Return weights, the consistent matrix, and (deviation, compatibility, circles) of a full matrix (n, n)."""
    n = len(r)
    if n == 1:
        return np.ones(1), r, (0.0, 0.0, 0)
    rows = r.sum(axis=1)
    w = (rows + n / 2 - 1) / (n * (n - 1)) if formula == "xu" else 2 * (rows - 0.5) / (n * (n - 1))
    w = np.maximum(w, 0.0)  # but for rounding it is
    near = 0.5 + (rows[:, None] - rows[None]) / n  # Tanino: r_ij = r_ik - r_jk + 1/2, averaged over k
    off = asked & ~np.eye(n, dtype=bool)
    deviation = float(np.abs(r - near)[off].mean()) if off.any() else 0.0
    total = w[:, None] + w[None]
    ratios = np.divide(w[:, None] + 0 * total, total, out=np.full_like(total, 0.5), where=total > 0)
    beats = (r > 0.5 + 1e-9).astype(int)
    circles = int(np.trace(beats @ beats @ beats) // 3)
    return w, near, (deviation, float(np.abs(r - ratios).mean()), circles)
