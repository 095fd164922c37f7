"""The weighted arithmetic mean: a weak indicator can be made up for by a strong one."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean

_PROCEDURE = Procedure.of(
    "Scores were aggregated from the indicators upwards by weighted arithmetic means.",
    "oecd2008",
)


def arithmetic(scaled: Scaled, weights: Weights, min_coverage: float = MIN_COVERAGE) -> Scores:
    """Aggregate by the weighted arithmetic mean at every group without an `aggregate` of its own.

    Parameters
    ----------
    scaled : Scaled
        Normalised values.
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
    FaultyInput
        The weights belong to other nodes; each is named.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(0, 100))
    >>> gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree)).values["community"].round(1).to_dict()
    {'A': 50.0, 'B': 56.2, 'C': 50.0}
    """
    return aggregate(scaled, weights, "arithmetic", _arithmetic, min_coverage, _PROCEDURE)


def _arithmetic(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return weighted_mean(x, w)
