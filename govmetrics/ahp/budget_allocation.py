"""Budget allocation (预算分配法): every expert shares out a budget of points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.votes import votes_of
from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.options import FRAME, POSITIVE, asked
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups
from govmetrics.core.words import Label, Text


@dataclass(frozen=True, eq=False)
class BudgetAllocation(Result):
    """Weights from points, and how far the experts differ.

    Attributes
    ----------
    weights : Weights
        Mean shares over the experts.
    spread : DataFrame
        One row per column of points: mean, sd, min, median and max of the experts' shares.
    shares : DataFrame, shape (experts, columns)
        Points over the total.

    See Also
    --------
    budget_allocation
    """

    weights: Weights
    spread: pd.DataFrame
    shares: pd.DataFrame

    _shown: ClassVar = {"spread": "Shares of the budget", "shares": "Shares by expert"}

    _cites: ClassVar = ("oecd2008",)

    def _method(self) -> tuple[Text, ...]:
        return self.weights.procedure.said

    def _names(self) -> dict[str, Label]:
        return self.weights.tree.names()

    def _finding(self) -> tuple[Text, ...]:
        across = self.weights.across_tree().sort_values(ascending=False, kind="stable").head(3)
        largest = [
            Text("{name} ({weight:.3f})", name=self._names()[str(c)], weight=w) for c, w in across.items()
        ]
        return (
            Text("{experts:# expert|# experts} shared out a budget of points.", experts=len(self.shares)),
            Text("The largest overall weights: {weights}.", weights=largest),
        )


def budget_allocation(
    points: pd.DataFrame,
    tree: IndicatorTree,
    total: float = 100.0,
    expert_weights: Mapping[str, float] | pd.Series | None = None,
) -> BudgetAllocation:
    """Return weights from experts who each distribute a budget of points.

    Parameters
    ----------
    points : DataFrame
        One row per expert, the index naming them. Columns are either exactly the leaves: one budget over
        all of them, a group then gets the sum of its leaves; or all nodes below the root: one budget in
        every group. Parts that are alone in their group may be left out.
    tree : IndicatorTree
        The tree.
    total : float
        The budget. Nothing is rescaled: who spent more or less is named.
    expert_weights : mapping or Series of expert to weight, optional
        Voting weights, for example authority coefficients; only their ratios matter.

    Returns
    -------
    BudgetAllocation
        `weights` are the experts' mean shares.

    Raises
    ------
    FaultyInput
        Unknown or missing columns, negative or missing points, budgets that are not met, no experts at
        all, unusable voting weights: all at once.

    References
    ----------
    OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 6, budget allocation process.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> points = pd.DataFrame({"a1": [50, 30], "a2": [30, 10], "b1": [20, 60]}, index=["Li", "Wu"])
    >>> budget_allocation(points, tree).weights.across_tree().tolist()
    [0.4, 0.2, 0.4]
    """
    asked(points=(points, FRAME), tree=(tree, TREE), total=(total, POSITIVE))
    by_leaf = set(points.columns) == set(tree.codes)
    alone = {code for code in tree.node_codes[1:] if len(tree.parts(str(tree.parent(code)))) == 1}
    budgets = [("the leaves", tree.codes)] if by_leaf else [(g.code, tree.parts(g.code)) for g in tree.groups]
    faults = _faults(points, budgets, total, set() if by_leaf else alone)
    votes, problems = votes_of(points.index, expert_weights, Text("the expert gave no points"))
    if faults or problems:
        raise FaultyInput(faults + problems)
    shares = pd.DataFrame(index=points.index, columns=[c for _, codes in budgets for c in codes], dtype=float)
    for _, codes in budgets:
        known = [code for code in codes if code in points.columns]
        shares[codes] = points[known].reindex(columns=codes, fill_value=total).to_numpy(dtype=float) / total
    mean = pd.Series(votes @ shares.to_numpy(), index=shares.columns)
    local = _from_leaves(tree, mean) if by_leaf else mean[tree.node_codes[1:]]
    spread = shares.agg(["mean", "std", "min", "median", "max"]).T.set_axis(
        ["mean", "sd", "min", "median", "max"], axis=1
    )
    spread["mean"] = mean  # with the voting weights
    shares, spread = shares.rename_axis("expert"), spread.rename_axis("node")
    line = "Weights are the mean shares of a budget of {total:g} points that each of {experts:# expert|# experts} distributed."
    told = Procedure.of(line, "oecd2008", total=total, experts=len(points))
    told += Procedure() if expert_weights is None else Procedure.of("Experts counted with voting weights.")
    details = {"experts": len(points), "total": total}
    weights = Weights(tree, local, Text("budget allocation"), details, told)
    return BudgetAllocation(weights, spread, shares)


def _from_leaves(tree: IndicatorTree, share: pd.Series) -> pd.Series:
    """Return local shares from the leaves' shares of the whole."""
    return shares_within_groups(
        tree, {code: float(share[tree.leaves(code)].sum()) for code in tree.node_codes[1:]}
    )


def _faults(
    points: pd.DataFrame, budgets: list[tuple[str, list[str]]], total: float, alone: set[str]
) -> list[Fault]:
    wanted = [code for _, codes in budgets for code in codes]
    columns = list(points.columns)
    faults = [Fault("experts", "there are none", "give one row per expert")] if not len(points) else []
    if not points.index.is_unique:
        faults.append(Fault("experts", "an expert occurs more than once", "keep one row per expert"))
    faults += [
        Fault(str(c), "is not a node of the tree below the root", "name columns by codes")
        for c in columns
        if c not in wanted
    ]
    faults += [Fault(c, "has no column", "give points to all leaves, or to all nodes below the root")
               for c in wanted if c not in columns and c not in alone]  # fmt: skip
    if faults or not points.columns.is_unique:
        return faults or [Fault("columns", "a node occurs more than once", "keep one column per node")]
    cells, _ = floats_of(points)
    wrong = ~(np.isfinite(cells) & (cells >= 0))
    faults = cell_faults(points, wrong, "the points are {value}", "give points of zero or more")
    for place, codes in budgets:
        known = [columns.index(code) for code in codes if code in columns]
        spent = cells[:, known].sum(axis=1) if known else np.full(len(points), total)
        faults += [
            Fault(place_of(points.index[r], place), "{amount:g} of {total:g} points are spent",
                  "share out exactly {total:g} points per budget", amount=spent[r], total=total)
            for r in np.flatnonzero(np.abs(spent - total) > 1e-6 * total).tolist()
        ]  # fmt: skip
    return faults
