"""Leave out each leaf and each group: how much the ranking rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import (
    Dataset,
    IndicatorTree,
    Judgements,
    Result,
    Scaled,
    Survey,
    Text,
    UnsuitableMethod,
    Weights,
)
from govmetrics.core.checks import place_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Faults
from govmetrics.numerics.left_out import roots_without
from govmetrics.recipe import Recipe, one_pass
from govmetrics.robustness.checks import joined_data, refuse_unscored
from govmetrics.robustness.evaluate import many_weights, mean_methods
from govmetrics.robustness.uncertainty import rank_rows
from govmetrics.robustness.weight_factors import renormalised


@dataclass(frozen=True, eq=False)
class LeftOut(Result):
    """Scores and ranks without each node.

    Attributes
    ----------
    shifts : DataFrame
        A row for each node: mean and largest absolute change of the ranks, the unit that moved most (of several the first by
        name; empty where none did).
    scores, ranks : DataFrame, shape (units, 1 + nodes)
        The column "nominal", and one for each node that was left out.
    tree : IndicatorTree
        For names.

    See Also
    --------
    leave_one_out
    """

    shifts: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    tree: IndicatorTree

    _shown: ClassVar = {"shifts": "Shifts of the ranks without each node", "ranks": "Ranks without each node"}
    _cites: ClassVar = ("oecd2008",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Every indicator and every group was left out in turn, the weights of its siblings keeping their proportions, and "
            "the ranks were compared with those by all indicators."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        if not self.shifts["largest_shift"].any():
            return (Text("Leaving out any one node shifts no rank."),)
        mean, names = self.shifts["mean_shift"], self.tree.names()
        first = self.shifts[np.isclose(mean, mean.max(), rtol=1e-9, atol=1e-12)]
        row = first.iloc[int(first["largest_shift"].to_numpy().argmax())]
        text = (
            "The ranking rests most on {node:3}: without it ranks shift by {mean:.2f} on average and by "
            "{largest:.0f} at most ({unit})."
        )
        return (Text(text, node=[names[str(one)] for one in first.index], mean=row["mean_shift"], largest=row["largest_shift"],
                     unit=place_of(row["moved_most"])),)  # fmt: skip


def leave_one_out(
    recipe: Recipe, data: Dataset, *, survey: Survey | Any = None, judgements: Judgements | None = None
) -> LeftOut:
    """Follow a recipe without each node; the weights of its siblings keep their proportions.

    Parameters
    ----------
    recipe : Recipe
        The choices. Treatment, normalisation and weights are those with everything in.
    data : Dataset
        One period.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    LeftOut
        Nodes without siblings are left out with the group above them; the root's only part cannot be.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> found = gm.robustness.leave_one_out(*us_states())
    >>> found.shifts.round(2).iloc[0].to_dict()
    {'mean_shift': 3.14, 'largest_shift': 12.0, 'moved_most': 'Alaska'}
    """
    faults = Faults()
    joined = joined_data(recipe, data, survey, judgements, faults)
    faults.raise_all()
    assert joined is not None  # its faults were raised
    assessment = one_pass(recipe, joined, judgements=judgements)
    weights, scaled = assessment.weights, assessment.scaled
    tree = scaled.tree
    parents = tree.parents[1:]
    places = np.flatnonzero(np.bincount(parents, minlength=1)[parents] > 1)
    removable = [tree.node_codes[1 + place] for place in places.tolist()]
    if not removable:
        problem = "no node has a sibling, so nothing can be left out"
        raise UnsuitableMethod(tree.root.code, problem, "give a tree of two or more indicators")
    root = assessment.scores.values.columns[0]
    nominal = assessment.scores.values[root].to_numpy()
    scores = np.vstack([nominal, _without(recipe, scaled, weights, places)])
    ranks = rank_rows(scores)
    refuse_unscored(ranks[0])
    shift = np.abs(ranks[1:] - ranks[0])
    index, columns = scaled.values.index, ["nominal", *removable]
    order = name_order(index)  # a treatment may have taken units out
    most = np.where(np.isnan(shift), -1.0, shift)  # a node without which no unit has a score moves none
    first = index[order[most[:, order].argmax(axis=1)]].astype(object)
    moved = np.where(most.max(axis=1) > 0, first, "")
    shifts = pd.DataFrame(
        {
            "mean_shift": _mean(shift),
            "largest_shift": np.fmax.reduce(shift, axis=1),
            "moved_most": moved,
        },
        index=pd.Index(removable, name="node"),
    )
    by_node, of_ranks = (pd.DataFrame(part.T, index=index, columns=columns) for part in (scores, ranks))
    return LeftOut(shifts, by_node, of_ranks, tree)


def _without(recipe: Recipe, scaled: Scaled, weights: Weights, places: np.ndarray) -> np.ndarray:
    """Return the root scores without each of the nodes at these places below the root, (nodes, units)."""
    tree, methods = scaled.tree, mean_methods(recipe, scaled)
    through = {
        tree.positions[g.code]: m.through for g, m in zip(tree.groups, methods, strict=False) if m.through
    }
    if methods and len(through) == len(methods):
        least = tree.least_coverage(float(recipe.chosen("aggregation").option("min_coverage")))
        leaves = scaled.values.to_numpy(dtype=float).T
        roots = roots_without(tree.branches, leaves, weights.shares, through, least)
        return np.asarray(roots[1 + places])
    local = weights_without(weights, places)
    return many_weights(recipe, scaled, weights, renormalised(tree, local))


def weights_without(weights: Weights, places: np.ndarray) -> np.ndarray:
    """Return the local weights without each of the nodes below the root; siblings that have none count alike then."""
    local = np.tile(weights.local.to_numpy(), (len(places), 1))
    local[np.arange(len(places)), places] = 0.0
    parents = weights.tree.parents[1:]
    for row, place in enumerate(places.tolist()):
        siblings = np.flatnonzero(parents == parents[place])
        if local[row, siblings].sum() <= 0:
            local[row, siblings[siblings != place]] = 1.0
    return local


def _mean(shift: np.ndarray) -> np.ndarray:
    """Return the mean of every row over the units that have one; NaN where none has."""
    known = ~np.isnan(shift)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, shift, 0.0).sum(axis=1) / known.sum(axis=1))
