"""The weighted geometric mean: a weak indicator can be made up for in part only."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean

_PROCEDURE = Procedure.of(
    "Scores were aggregated from the indicators upwards by weighted geometric means.",
    "oecd2008",
    "undp2010",
)


def geometric(scaled: Scaled, weights: Weights, min_coverage: float = MIN_COVERAGE) -> Scores:
    """Aggregate by the weighted geometric mean at every group without an `aggregate` of its own.

    Parameters
    ----------
    scaled : Scaled
        Positive values: scale to (1, 100). After a min-max that starts at zero, the unit that is worst on
        any leaf would get zero.
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
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6; UNDP (2010), Human Development
    Report.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.aggregation.geometric(scaled, gm.weighting.equal(tree)).values["community"].round(1).to_dict()
    {'A': 10.0, 'B': 56.3, 'C': 10.0}
    """
    return aggregate(scaled, weights, "geometric", _geometric, min_coverage, _PROCEDURE)


def _geometric(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(weighted_mean(np.log(x), w)))
