"""The weighted power mean: one number says how far strengths may make up for weaknesses."""

from __future__ import annotations

import math

import numpy as np

from govmetrics.aggregation.arithmetic import arithmetic
from govmetrics.aggregation.geometric import geometric
from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.scaled import Scaled
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.numerics.means import weighted_mean


def power(
    scaled: Scaled, weights: Weights, exponent: float = 0.5, min_coverage: float = MIN_COVERAGE
) -> Scores:
    """Aggregate by the weighted power mean (sum w x^p)^(1/p), also called the generalised mean.

    Parameters
    ----------
    scaled : Scaled
        Positive values, except for the exponent 1.
    weights : Weights
        For the same tree.
    exponent : float
        p; 1 is the arithmetic, 0 the geometric, -1 the harmonic mean. The smaller, the more a weakness counts.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else the node has no score.

    Raises
    ------
    UnsuitableMethod
        Values that are zero or negative; each cell is named.

    References
    ----------
    Bullen (2003), Handbook of Means and Their Inequalities, chapter 3.
    """
    if not math.isfinite(exponent):
        raise FaultyInput(Fault("exponent", f"is {exponent}", "give a finite number"))
    if exponent == 1:
        return arithmetic(scaled, weights, min_coverage)
    if exponent == 0:
        return geometric(scaled, weights, min_coverage)
    return aggregate(scaled, weights, "power", lambda x, w: _power(x, w, exponent), min_coverage)


def _power(x: np.ndarray, w: np.ndarray, p: float) -> np.ndarray:
    # Relative to the largest part, so that high exponents neither overflow nor vanish.
    top = np.fmax.reduce(x, axis=0) if p > 0 else np.fmin.reduce(x, axis=0)
    return np.asarray(top * weighted_mean((x / top) ** p, w) ** (1 / p))
