"""The Wroclaw taxonomic method: closeness to the best observed pattern."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate, period_by_period
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean

_PROCEDURE = Procedure.of(
    "Scores follow the Wroclaw taxonomic method: one minus the weighted Euclidean distance from an ideal "
    "unit with the best value in each part, over the mean distance plus two standard deviations.",
    "Hellwig1968",
)


def wroclaw(scaled: Scaled, weights: Weights, min_coverage: float = MIN_COVERAGE) -> Scores:
    """Score every unit by its distance from an ideal unit that has the best value in each part.

    With the weighted Euclidean distance d from the ideal, the score is 1 - d / (mean d + 2 sd d): one for the ideal,
    below zero for units more than two standard deviations farther away than usual. Each period is scored on its own.

    Parameters
    ----------
    scaled : Scaled
        Normalised values; the method is meant for z-scores.
    weights : Weights
        For the same tree.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    References
    ----------
    Hellwig (1968), Zastosowanie metody taksonomicznej do typologicznego podzialu krajow. Przeglad Statystyczny 15;
    Mazziotta et al. (2010) on its use for composite indices.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.z_score(data)
    >>> gm.aggregation.wroclaw(scaled, gm.weighting.equal(tree)).values["community"].round(2).to_dict()
    {'A': 0.19, 'B': 0.49, 'C': 0.18}
    """
    return period_by_period(
        scaled, lambda one: aggregate(one, weights, "wroclaw", _wroclaw, min_coverage, _PROCEDURE)
    )


def _wroclaw(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    ideal = np.fmax.reduce(x, axis=1, keepdims=True)
    distance = np.sqrt(weighted_mean((x - ideal) ** 2, w))
    known = distance[~np.isnan(distance)]
    usual = known.mean() + 2 * known.std() if len(known) else np.nan
    return np.asarray(1 - distance / usual if usual > 0 else 1 - distance)
