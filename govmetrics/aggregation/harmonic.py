"""The weighted harmonic mean: a weak indicator weighs heavily."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean

_PROCEDURE = Procedure.of(
    "Scores were aggregated from the indicators upwards by weighted harmonic means.",
    "oecd2008",
)


def harmonic(scaled: Scaled, weights: Weights, min_coverage: float = MIN_COVERAGE) -> Scores:
    """Aggregate by the weighted harmonic mean at every group without an `aggregate` of its own.

    Parameters
    ----------
    scaled : Scaled
        Positive values: scale to (1, 100).
    weights : Weights
        For the same tree.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    Raises
    ------
    UnsuitableMethod
        Values that are zero or negative; each cell is named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.aggregation.harmonic(scaled, gm.weighting.equal(tree)).values["community"].round(1).to_dict()
    {'A': 2.0, 'B': 56.0, 'C': 2.0}
    """
    return aggregate(scaled, weights, "harmonic", _harmonic, min_coverage, _PROCEDURE)


def _harmonic(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.asarray(1 / weighted_mean(1 / x, w))
