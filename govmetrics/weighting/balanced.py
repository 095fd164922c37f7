"""Correlation-balanced weights (等相关权重): every leaf goes equally with the score."""

from __future__ import annotations

import numpy as np
import scipy

from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Cannot, Found, correlations, directions, objective

_PROCEDURE = Procedure.of(
    "Weights were chosen such that the indicators correlate equally with their weighted mean, as far as weights allow.",
    "Paruolo2013",
    "LawsonHanson1974",
)


def balanced(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves so that all correlate equally with their weighted mean, as far as weights allow.

    The weights maximise the least correlation of a leaf with the mean. With correlations R and deviations
    s, this is :math:`\min v'Rv` subject to :math:`Rv \ge 1`, :math:`w_j \propto v_j / s_j`; its solution has
    :math:`v \ge 0` of itself, and :math:`(Rv)_j = 1` wherever :math:`v_j > 0`. So all leaves with a weight
    correlate equally, and a leaf weighs nothing only if it correlates more than they do already.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better.
    across : {"groups", "leaves"}
        Each leaf with its group's mean, or with the mean of all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns correlation (with the weighted mean) and weight.

    Raises
    ------
    UnsuitableMethod
        No weights make every correlation positive (nothing to converge to), constants, pairs without
        common units.

    Notes
    -----
    The problem is convex and solved exactly by non-negative least squares (Lawson and Hanson); the
    solution is checked against its conditions and refused if they fail, so a result always has converged.
    Policy. Constants: refused. Zeros and negatives do no harm. Missing: correlations over the units a pair
    has in common, and the mean's correlations follow from these.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of the Royal
    Statistical Society A 176, 609-634, for the aim. Lawson and Hanson (1974), Solving Least Squares Problems.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 1, 4, 3], "c": [1.0, 3, 2, 4]})
    >>> weights = balanced(Scaled(tree, x, pd.DataFrame()))
    >>> weights.of("G").round(9).to_dict(), weights.details["table"]["correlation"].round(3).to_list()
    ({'a': 0.0, 'b': 0.5, 'c': 0.5}, [0.99, 0.707, 0.707])
    """
    return objective(scaled, "balanced", _balanced, across, ("constant",), _PROCEDURE)


def _balanced(x: Array) -> Found:
    """Return weights and {correlation} of values (n, k)."""
    k, root = x.shape[1], _root(x)  # A with A'A = R
    # The nearest point y = A v to the origin with A'y >= 1: least distance programming (Lawson and Hanson,
    # chapter 23) is non-negative least squares; a residual of zero says that there is no such point.
    try:
        u = scipy.optimize.nnls(np.vstack([root, np.ones(k)]), np.append(np.zeros(len(root)), 1.0))[0]
    except RuntimeError:  # too many iterations
        u = np.zeros(k)
    short = 1 - u.sum()
    v = u / short if short > 1e-9 else np.zeros(k)
    reached = root.T @ (root @ v)
    if not v.any() or reached.min() < 1 - 1e-6 or np.abs(v * (reached - 1)).max() > 1e-6 * v.max():
        problem = Text("cannot all correlate positively with one weighted mean")
        way_out = Text("check directions, split the group, or use critic or equal weights")
        raise Cannot(range(k), problem, way_out)
    return v / np.nanstd(x, axis=0, ddof=1), {"correlation": reached / np.sqrt(v @ reached)}


def _root(x: Array) -> Array:
    """Return A (rows, k) with A'A the correlations of values (n, k): the leaves themselves where these are many."""
    alike = directions(x)
    if alike is not None and len(x) < x.shape[1]:
        return alike
    values, vectors = np.linalg.eigh(correlations(x))
    return np.asarray(np.sqrt(np.maximum(values, 0.0))[:, None] * vectors.T)
