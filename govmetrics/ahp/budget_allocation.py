"""Budget allocation (预算分配法): every expert shares out a budget of points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.results import fields_dict, html
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups


@dataclass(frozen=True, eq=False)
class BudgetAllocation:
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

    def to_frame(self) -> pd.DataFrame:
        """Return the spread as a copy."""
        return self.spread.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.spread, f"Budget allocation by {len(self.shares)} experts")


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
    kinds = Faults(kind_faults(points, pd.DataFrame, "points", "give experts x nodes"))
    kinds += kind_faults(tree, IndicatorTree, "tree", "read it with read_tree")
    kinds.raise_all()
    by_leaf = set(points.columns) == set(tree.codes)
    alone = {code for code in tree.node_codes[1:] if len(tree.parts(str(tree.parent(code)))) == 1}
    budgets = [("the leaves", tree.codes)] if by_leaf else [(g.code, tree.parts(g.code)) for g in tree.groups]
    faults = _faults(points, budgets, total, set() if by_leaf else alone)
    votes, problems = _votes(points.index, expert_weights)
    if faults or problems:
        raise FaultyInput(faults + problems)
    shares = pd.DataFrame(index=points.index, columns=[c for _, codes in budgets for c in codes], dtype=float)
    for _, codes in budgets:
        known = [code for code in codes if code in points.columns]
        shares[codes] = points[known].reindex(columns=codes, fill_value=total).to_numpy(dtype=float) / total
    mean = pd.Series(votes @ shares.to_numpy(), index=shares.columns)
    local = _from_leaves(tree, mean) if by_leaf else mean[tree.node_codes[1:]]
    spread = pd.DataFrame(
        {
            "mean": mean,
            "sd": shares.std(ddof=1),
            "min": shares.min(),
            "median": shares.median(),
            "max": shares.max(),
        }
    )
    weights = Weights(tree, local, "budget allocation", {"experts": len(points), "total": total})
    return BudgetAllocation(weights, spread, shares)


def _from_leaves(tree: IndicatorTree, share: pd.Series) -> pd.Series:
    """Return local shares from the leaves' shares of the whole."""
    return shares_within_groups(
        tree, {code: float(share[tree.leaves(code)].sum()) for code in tree.node_codes[1:]}
    )


def _faults(
    points: pd.DataFrame, budgets: list[tuple[str, list[str]]], total: float, alone: set[str]
) -> list[Fault]:
    if not (isinstance(total, Real) and np.isfinite(total) and total > 0):
        return [Fault("total", f"is {total!r}", "give the size of the budget, such as 100")]
    wanted = [code for _, codes in budgets for code in codes]
    columns = list(points.columns)
    faults = [Fault("experts", "there is none", "give one row an expert")] if not len(points) else []
    if not points.index.is_unique:
        faults.append(Fault("experts", "an expert occurs more than once", "keep one row an expert"))
    faults += [
        Fault(str(c), "is not a node of the tree below the root", "name columns by codes")
        for c in columns
        if c not in wanted
    ]
    faults += [Fault(c, "has no column", "give points to all leaves, or to all nodes below the root")
               for c in wanted if c not in columns and c not in alone]  # fmt: skip
    if faults or not points.columns.is_unique:
        return faults or [Fault("columns", "a node occurs more than once", "keep one column a node")]
    cells = points.apply(pd.to_numeric, errors="coerce")
    wrong = ~(np.isfinite(cells.to_numpy(dtype=float)) & (cells.to_numpy(dtype=float) >= 0))
    faults = [
        Fault(f"{points.index[r]}, {columns[c]}", f"the points are {points.iloc[r, c]!s}", "points are zero or positive numbers")
        for r, c in np.argwhere(wrong).tolist()
    ]  # fmt: skip
    for place, codes in budgets:
        known = [code for code in codes if code in columns]
        spent = cells[known].sum(axis=1, skipna=False) if known else pd.Series(total, index=points.index)
        faults += [
            Fault(
                f"{expert}, {place}",
                f"spent {amount:g} of {total:g}",
                f"points of a budget add up to {total:g}",
            )
            for expert, amount in spent.items()
            if abs(amount - total) > 1e-6 * total
        ]
    return faults


def _votes(
    experts: pd.Index, expert_weights: Mapping[str, float] | pd.Series | None
) -> tuple[np.ndarray, list[Fault]]:
    if expert_weights is None:
        return np.full(len(experts), 1 / max(len(experts), 1)), []
    given = pd.Series(dict(expert_weights), dtype=float)
    faults = [
        Fault(f"expert_weights, {e}", "the expert has no weight") for e in experts if e not in given.index
    ]
    faults += [
        Fault(f"expert_weights, {e}", "the expert gave no points") for e in given.index if e not in experts
    ]
    if not faults and not ((given >= 0).all() and np.isfinite(given.sum()) and given.sum() > 0):
        faults = [
            Fault(
                "expert_weights",
                f"are {given.to_dict()}",
                "voting weights are zero or positive, one positive",
            )
        ]
    votes = given.reindex(experts).to_numpy()
    return votes / (votes.sum() or 1.0), faults
