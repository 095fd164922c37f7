"""How far can a weight move before the first rank changes? Exactly, for additive indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import is_additive
from govmetrics.core import IndicatorTree, Result, Scores, Table, Text, UnsuitableMethod
from govmetrics.core.checks import holders, place_of
from govmetrics.core.options import COUNT, asked, optional
from govmetrics.core.scores import SCORES


@dataclass(frozen=True, eq=False)
class WeightStability(Result):
    """How far each weight can move before a rank changes.

    Attributes
    ----------
    intervals : DataFrame
        A row for each node with siblings: weight, lower, upper (ends in [0, 1]), and the pair of units whose ranks
        change just below and just above (empty where none do).
    top : int or None
        Whether only changes among so many first places count.
    tree : IndicatorTree
        For names.

    See Also
    --------
    weight_stability
    """

    intervals: pd.DataFrame
    top: int | None
    tree: IndicatorTree

    _shown: ClassVar = {"intervals": "Intervals of weights in which no rank changes"}
    _cites: ClassVar = ("Mareschal1988",)

    def _method(self) -> tuple[Text, ...]:
        told = Text(
            "The weight of one node at a time was moved, its siblings sharing the rest in their old proportions; as scores are "
            "linear in the weight, the interval within which no rank changes was computed exactly."
        )
        first = Text(
            "Only changes among the first {count:# place|# places} were counted.", count=self.top or 0
        )
        return (told, first) if self.top else (told,)

    def _tables(self) -> list[Table]:
        caption = Text(self._shown["intervals"])
        return [
            Table.of(caption, self.intervals, "core", self._names())
        ]  # bounds of weights here, not of ranks

    def _finding(self) -> tuple[Text, ...]:
        if not len(self.intervals):
            return (Text("No node has a sibling with weight, so no weight can move."),)
        frame = self.intervals
        room = (frame["weight"] - frame["lower"]).combine(frame["upper"] - frame["weight"], min)
        row, *alike = (frame.loc[node] for node in holders(room, most=False))
        text = (
            "Ranks react first to the weight of {node}, which is {weight:.3f}: none changes while it stays between "
            "{lower:.3f} and {upper:.3f}."
        )
        names = self.tree.names()
        first = Text(
            text, node=names[str(row.name)], weight=row["weight"], lower=row["lower"], upper=row["upper"]
        )
        others = [names[str(one.name)] for one in alike]
        return (first, *([Text("They react as soon to that of {nodes:3}.", nodes=others)] if others else []))


def weight_stability(scores: Scores, top: int | None = None) -> WeightStability:
    """Return the interval of every node's local weight within which no rank changes.

    The weight of one node moves, its siblings share the rest in their old proportions, and every score moves on a
    straight line; ranks change first where two neighbours' lines meet.

    Parameters
    ----------
    scores : Scores
        From the arithmetic mean at every node, complete values, one period.
    top : int, optional
        Look at changes among the first `top` places, and into them, only.

    Returns
    -------
    WeightStability

    Raises
    ------
    UnsuitableMethod
        Another aggregation, or incomplete values.

    References
    ----------
    Mareschal (1988), Weight stability intervals in multicriteria decision aid. European Journal of Operational
    Research 33, 54-64.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> gm.robustness.weight_stability(run.scores).intervals[["weight", "lower", "upper"]].round(3).to_dict("index")
    {'actors': {'weight': 0.5, 'lower': 0.231, 'upper': 0.6}, 'outcomes': {'weight': 0.5, 'lower': 0.4, 'upper': 0.769}}
    """
    asked(scores=(scores, SCORES), top=(top, optional(COUNT)))
    tree, weights = scores.weights.tree, scores.weights
    if not is_additive(scores) or scores.values.index.nlevels > 1:
        problem = "are not one period of arithmetic means throughout"
        raise UnsuitableMethod("scores", problem, "use uncertainty(..., [PerturbedWeights()])")
    values = scores.values.to_numpy()
    if np.isnan(values).any():
        problem = "some are missing, so that weights differ from unit to unit"
        raise UnsuitableMethod("scores", problem, "impute first")
    root = values[:, 0]
    order = np.argsort(-root, kind="stable")[: None if top is None else top + 1]
    places, parents = tree.positions, tree.parents
    share = weights.whole_shares
    rows = []
    for code in tree.node_codes[1:]:
        place = places[code]
        parent = parents[place]
        w = weights.local[code]
        if w >= 1:  # without siblings, or with siblings that have no weight
            continue
        # d score / d w: the node instead of the mean of its siblings, times what the parent counts.
        siblings = (values[:, parent] - w * values[:, place]) / (1 - w)
        slope = share[parent] * (values[:, place] - siblings)
        rows.append((code, w, *_ends(root[order], slope[order], scores.values.index[order], w)))
    columns = ["node", "weight", "lower", "upper", "changes_below", "changes_above"]
    return WeightStability(pd.DataFrame(rows, columns=columns).set_index("node"), top, tree)


def _ends(score: np.ndarray, slope: np.ndarray, units: pd.Index, w: float) -> tuple[float, float, str, str]:
    """Return the ends of the interval and the pairs that change there; units are in ranking order."""
    gap = score[:-1] - score[1:]
    closing = slope[1:] - slope[:-1]  # how fast the lower unit gains on the upper one as the weight grows
    with np.errstate(divide="ignore", invalid="ignore"):
        step = gap / closing
    up = np.where(closing > 0, step, np.inf)
    # Tied neighbours part in either direction as soon as their slopes differ.
    up = np.where((gap == 0) & (closing < 0), 0.0, up)
    down = np.where(closing < 0, -step, np.inf)
    down = np.where((gap == 0) & (closing > 0), 0.0, down)
    ends = []
    for distance, limit in ((down, w), (up, 1 - w)):
        first = int(np.argmin(distance)) if len(distance) else -1
        if first >= 0 and distance[first] < limit:
            ends.append(
                (float(distance[first]), " / ".join(place_of(unit) for unit in units[first : first + 2]))
            )
        else:
            ends.append((limit, ""))
    return w - ends[0][0], w + ends[1][0], ends[0][1], ends[1][1]
