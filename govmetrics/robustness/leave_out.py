"""Leave out each leaf and each group: how much the ranking rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.results import fields_dict, html
from govmetrics.recipe import Recipe, one_pass
from govmetrics.robustness.checks import data_faults
from govmetrics.robustness.evaluate import many_weights
from govmetrics.robustness.factors import renormalised
from govmetrics.robustness.uncertainty import rank_rows


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Scores and ranks without each node.

    Attributes
    ----------
    shifts : DataFrame
        One row per node: mean and largest absolute change of the ranks, the unit that moved most.
    scores, ranks : DataFrame, shape (units, 1 + nodes)
        The column "nominal", and one per node that was left out.

    See Also
    --------
    leave_one_out
    """

    shifts: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the shifts as a copy."""
        return self.shifts.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.shifts, "Ranks without each node")


def leave_one_out(recipe: Recipe, data: Dataset, judgements: Any = None) -> LeftOut:
    """Follow a recipe without each node; the weights of its siblings keep their proportions.

    Parameters
    ----------
    recipe : Recipe
        The choices. Treatment, normalisation and weights are those with everything in.
    data : Dataset
        One period.
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
    Faults(data_faults(recipe, data)).raise_all()
    assessment = one_pass(recipe, data, judgements=judgements)
    weights, scaled = assessment.weights, assessment.scaled
    tree = scaled.tree
    codes = tree.node_codes[1:]
    removable = [code for code in codes if len(tree.parts(tree.parent(code) or "")) > 1]
    if not removable:
        problem = "no node has a sibling, so nothing can be left out"
        raise UnsuitableMethod(Fault(tree.root.code, problem, "give a tree of two or more leaves"))
    local = np.tile(weights.local.to_numpy(), (len(removable), 1))
    for row, code in enumerate(removable):
        local[row, codes.index(code)] = 0.0
    root = assessment.scores.values.columns[0]
    nominal = assessment.scores.values[root].to_numpy()
    scores = np.vstack([nominal, many_weights(recipe, scaled, weights, renormalised(tree, local))])
    ranks = rank_rows(scores)
    shift = np.abs(ranks[1:] - ranks[0])
    index, columns = scaled.values.index, ["nominal", *removable]
    shifts = pd.DataFrame(
        {
            "mean_shift": np.nanmean(shift, axis=1),
            "largest_shift": np.nanmax(shift, axis=1),
            "moved_most": index[np.nanargmax(shift, axis=1)],
        },
        index=pd.Index(removable, name="code"),
    )
    return LeftOut(shifts, *(pd.DataFrame(part.T, index=index, columns=columns) for part in (scores, ranks)))
