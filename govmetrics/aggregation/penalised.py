"""The Mazziotta-Pareto index: a mean with a penalty for unevenness."""

from __future__ import annotations

from typing import Literal

import numpy as np

from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate, check, refuse_negative
from govmetrics.core.options import DDOF, choice
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.means import weighted_mean


def penalised(
    scaled: Scaled,
    weights: Weights,
    penalty: Literal["minus", "plus"] = "minus",
    min_coverage: float = MIN_COVERAGE,
    ddof: Literal[0, 1] = 0,
) -> Scores:
    """Aggregate by the mean minus (or plus) the variance over the mean: uneven parts cost.

    With `z_score(data, 100, 10, ddof=0)` this is the Mazziotta-Pareto index; with `min_max(data, (70, 130), around=...)`
    and reference values the adjusted index, which can be compared over time. `Recipe.mazziotta_pareto` puts the steps
    together, so that all variances have one divisor. On a scale from zero, a group with very
    uneven parts can fall below zero: the penalty is then larger than its mean.

    Parameters
    ----------
    scaled : Scaled
        Values that are zero or positive.
    weights : Weights
        For the same tree; the original index has equal ones.
    penalty : {"minus", "plus"}
        "minus" for a phenomenon of which more is better, "plus" for the opposite.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.
    ddof : {0, 1}
        Divisor of the variance of a group's m parts: m (0; De Muro, Mazziotta and Pareto) or m - 1 (1; R's Compind),
        with unequal weights times 1 / (1 - sum w^2). One part alone has no penalty.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    Raises
    ------
    UnsuitableMethod
        Negative values of leaves; each cell is named.

    References
    ----------
    De Muro, Mazziotta and Pareto (2011), Composite indices of development and poverty: an application to MDGs. Social
    Indicators Research 104, 1-18; Mazziotta and Pareto (2016), On a generalized non-compensatory composite index for measuring
    socio-economic phenomena. Social Indicators Research 127, 983-1003.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.aggregation.penalised(scaled, gm.weighting.equal(tree)).values["community"].round(1).to_dict()
    {'A': 2.0, 'B': 56.0, 'C': 2.0}
    """
    check(scaled, weights, min_coverage, penalty=(penalty, choice("minus", "plus")), ddof=(ddof, DDOF))
    sign = -1.0 if penalty == "minus" else 1.0
    refuse_negative(scaled)
    told = Procedure.of(
        "Scores were aggregated from the indicators upwards by the Mazziotta-Pareto index: the weighted mean "
        "{sign} a penalty, the variance of the parts over their mean.",
        "MazziottaPareto2016", sign=Text("reduced by") if penalty == "minus" else Text("raised by"),
    )  # fmt: skip
    return aggregate(
        scaled, weights, "penalised", lambda x, w: _penalised(x, w, sign, ddof), min_coverage, told
    )


def _penalised(x: np.ndarray, w: np.ndarray, sign: float, ddof: int) -> np.ndarray:
    mean = weighted_mean(x, w)
    variance = weighted_mean((x - mean) ** 2, w)
    with np.errstate(invalid="ignore", divide="ignore"):
        if ddof:
            here = w @ ~np.isnan(x)
            left = 1 - w**2 @ ~np.isnan(x) / here**2  # (m - 1) / m where weights are equal; 0 for one part
            variance = np.where(left > 1e-12, variance / left, variance)
        return np.where(mean > 0, mean + sign * variance / mean, mean)
