"""The mean-min function: between the mean and the weakest part."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate, check
from govmetrics.core.options import FROM_ZERO, PROPORTION
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean


def mean_min(
    scaled: Scaled,
    weights: Weights,
    alpha: float = 0.5,
    beta: float = 0.0,
    min_coverage: float = MIN_COVERAGE,
) -> Scores:
    """Aggregate by the mean minus a penalty that grows with its distance from the weakest part.

    Parameters
    ----------
    scaled : Scaled
        Normalised values.
    weights : Weights
        For the same tree.
    alpha : float
        0 is the mean; 1, with `beta` 0, the weakest part.
    beta : float
        Zero or positive: how smoothly the penalty sets in.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    References
    ----------
    Casadio Tarabusi and Guarini (2013), An unbalance adjustment method for development indicators. Social
    Indicators Research 112, 19-45.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(0, 100))
    >>> gm.aggregation.mean_min(scaled, gm.weighting.equal(tree), alpha=0.5).values["community"].round(1).to_dict()
    {'A': 25.0, 'B': 53.1, 'C': 25.0}
    """
    check(scaled, weights, min_coverage, alpha=(alpha, PROPORTION), beta=(beta, FROM_ZERO))
    told = Procedure.of(
        "Scores were aggregated from the indicators upwards by the mean-min function (alpha = {alpha:g}, beta "
        "= {beta:g}): the weighted mean less a penalty that grows with its distance from the weakest part.",
        "CasadioTarabusiGuarini2013", alpha=alpha, beta=beta,
    )  # fmt: skip
    return aggregate(
        scaled, weights, "mean_min", lambda x, w: _mean_min(x, w, alpha, beta), min_coverage, told
    )


def _mean_min(x: np.ndarray, w: np.ndarray, alpha: float, beta: float) -> np.ndarray:
    mean = weighted_mean(x, w)
    gap = mean - np.fmin.reduce(x[w > 0], axis=0)
    return np.asarray(mean - alpha * (np.hypot(gap, beta) - beta))
