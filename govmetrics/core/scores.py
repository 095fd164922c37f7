"""Scores: a value per unit at every node, and the ranking they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import html, jsonable
from govmetrics.core.weights import Weights
from govmetrics.numerics.ranks import competition_within

MIN_COVERAGE = 2 / 3
"""A node is scored when at least two thirds of its weight rest on evidence, unless told otherwise."""


def ranked(scores: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return competition ranks of scores, largest first, and the order best to worst; one ranking per period.

    NaN has no rank and comes last in its period.

    Examples
    --------
    >>> ranked(pd.Series([0.1, 0.4, 0.4], index=list("abc")))[0].to_dict()
    {'a': 3, 'b': 1, 'c': 1}
    """
    index = scores.index
    periods = None if index.nlevels == 1 else pd.factorize(index.get_level_values("period"), sort=True)[0]
    ranks, order = competition_within(scores.to_numpy(dtype=float), periods)
    series = pd.Series(ranks, index=index, name="rank")
    return series.astype("Int64" if np.isnan(ranks).any() else "int64"), order


@dataclass(frozen=True, eq=False)
class Scores:
    """The evaluation of every unit at every node.

    Parameters
    ----------
    values : DataFrame, shape (units, nodes)
        The root first; NaN where the coverage rule was not met.
    coverage : DataFrame, shape (units, nodes)
        Share of the node's weight that rests on evidence, in [0, 1]; a part without a score counts as none.
    weights : Weights
        What was used.
    method : str
        The aggregation.
    attributes : DataFrame
        Carried from the dataset.
    scale : (low, high), optional
        The ends of the scale that the scores are on, where the aggregation keeps those of the values.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [60.0, 80.0, 70.0], "order": [5.0, 8.0, 2.0]}, index=["East", "West", "North"])
    >>> scaled = gm.normalisation.min_max(gm.read_records(table, tree))
    >>> scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    >>> scores.ranking().to_dict("index")
    {'West': {'score': 100.0, 'rank': 1}, 'East': {'score': 25.0, 'rank': 2}, 'North': {'score': 25.0, 'rank': 2}}
    """

    values: pd.DataFrame
    coverage: pd.DataFrame
    weights: Weights
    method: str = ""
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)
    scale: tuple[float, float] | None = None

    def ranking(self, node: str | None = None) -> pd.DataFrame:
        """Rank the units at a node (the root by default); 1 is best and ties share a rank (1, 2, 2, 4).

        Returns
        -------
        DataFrame
            Columns score and rank, best first; with periods, one ranking per period. Units without a
            score come last and have no rank.
        """
        code = self.weights.tree.root.code if node is None else node
        if code not in self.values.columns:
            raise FaultyInput(
                Fault("node", f"{code!r} is not scored", f"nodes are: {', '.join(self.values.columns[:30])}")
            )
        score = self.values[code]
        ranks, order = ranked(score)
        return pd.DataFrame({"score": score.to_numpy(), "rank": ranks}, index=score.index).iloc[order]

    def to_frame(self) -> pd.DataFrame:
        """Return the scores as a copy."""
        return self.values.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return scores, coverage, weights and method, JSON-ready."""
        return {
            "method": self.method,
            "values": jsonable(self.values),
            "coverage": jsonable(self.coverage),
            "weights": self.weights.to_dict(),
        }

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        return f"<Scores ({self.method}): {len(self.values)} units x {self.values.shape[1]} nodes>"

    def _repr_html_(self) -> str:
        return html(self.ranking(), repr(self).strip("<>"))
