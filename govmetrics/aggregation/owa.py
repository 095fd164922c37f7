"""Ordered weighted averaging: weights go to places in the order, not to indicators alone."""

from __future__ import annotations

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate, check
from govmetrics.core.options import POSITIVE
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights


def owa(
    scaled: Scaled, weights: Weights, emphasis: float = 2.0, min_coverage: float = MIN_COVERAGE
) -> Scores:
    """Aggregate by ordered weighted averaging with the quantifier Q(r) = r^emphasis.

    The parts are put in order, best first; the part in place k weighs Q(S_k) - Q(S_(k-1)), where S_k is the importance
    of the first k parts. 1 is the arithmetic mean; above 1 the weak parts weigh more ("most of them must be good"),
    below 1 the strong ones.

    Parameters
    ----------
    scaled : Scaled
        Normalised values.
    weights : Weights
        Importance of the parts, for the same tree.
    emphasis : float
        Positive exponent of the quantifier.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    References
    ----------
    Yager (1996), Quantifier guided aggregation using OWA operators. International Journal of Intelligent
    Systems 11, 49-73.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(0, 100))
    >>> gm.aggregation.owa(scaled, gm.weighting.equal(tree), emphasis=2).values["community"].round(1).to_dict()
    {'A': 25.0, 'B': 53.1, 'C': 25.0}
    """
    check(scaled, weights, min_coverage, emphasis=(emphasis, POSITIVE))
    told = Procedure.of(
        "Scores were aggregated from the indicators upwards by ordered weighted averages with the quantifier "
        "r^{emphasis:g}.",
        "Yager1996", emphasis=emphasis,
    )  # fmt: skip
    return aggregate(scaled, weights, "owa", lambda x, w: _owa(x, w, emphasis), min_coverage, told)


def _owa(x: np.ndarray, w: np.ndarray, emphasis: float) -> np.ndarray:
    order = np.argsort(-x, axis=0, kind="stable")  # missing parts come last
    ordered = np.take_along_axis(x, order, axis=0)
    here = ~np.isnan(ordered)
    importance = np.where(here, w[order], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.cumsum(importance, axis=0) / importance.sum(axis=0)
    steps = np.diff(share**emphasis, axis=0, prepend=0.0)
    total = np.where(here, steps * ordered, 0.0).sum(axis=0)
    return np.where(here.any(axis=0), total, np.nan)
