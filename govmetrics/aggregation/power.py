"""The weighted power mean: one number says how far strengths may make up for weaknesses."""

from __future__ import annotations

from govmetrics.aggregation.arithmetic import arithmetic
from govmetrics.aggregation.geometric import geometric
from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate, check, least_for
from govmetrics.core.options import NUMBER
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import power_mean


def power(
    scaled: Scaled, weights: Weights, exponent: float = 0.5, min_coverage: float = MIN_COVERAGE
) -> Scores:
    """Aggregate by the weighted power mean (sum w x^p)^(1/p), also called the generalised mean.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values where the exponent is positive, positive ones where it is 0 or negative; any for 1.
    weights : Weights
        For the same tree.
    exponent : float
        p; 1 is the arithmetic, 0 the geometric, -1 the harmonic mean. The smaller, the more a weakness counts.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Returns
    -------
    Scores
        At every node; leaves keep their scaled values.

    Raises
    ------
    UnsuitableMethod
        Negative values, and zeros where the exponent is not positive; each cell is named.

    References
    ----------
    Bullen (2003), Handbook of Means and Their Inequalities, chapter 3.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> data = gm.read_records(pd.DataFrame({"trust": [90.0, 50, 10], "order": [10.0, 60, 90]}, index=list("ABC")), tree)
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.aggregation.power(scaled, gm.weighting.equal(tree), exponent=0.5).values["community"].round(2).to_dict()
    {'A': 30.25, 'B': 56.52, 'C': 30.25}
    """
    check(scaled, weights, min_coverage, exponent=(exponent, NUMBER))
    if exponent == 1:
        return arithmetic(scaled, weights, min_coverage)
    if exponent == 0:
        return geometric(scaled, weights, min_coverage)
    told = Procedure.of(
        "Scores were aggregated from the indicators upwards by weighted power means with the exponent "
        "{exponent:g}.",
        "Bullen2003", exponent=exponent,
    )  # fmt: skip
    return aggregate(
        scaled,
        weights,
        "power",
        lambda x, w: power_mean(x, w, exponent),
        min_coverage,
        told,
        least_for(exponent),
    )
