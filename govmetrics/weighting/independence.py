"""Independence weights (独立性权重法): the less a leaf repeats the others, the more it weighs."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

from govmetrics.core.options import asked, choice
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Cannot, Found, correlations, directions, objective

How = Literal["pairwise", "multiple"]
BLOCK = 1_000
"""So many leaves' correlations with all are held at once."""

_PROCEDURES = {
    "pairwise": Procedure.of(
        "Indicators were weighted by the inverse of the sum of their absolute correlations with all indicators.",
        "oecd2008",
    ),
    "multiple": Procedure.of(
        "Indicators were weighted by the inverse of their multiple correlation with all other indicators.",
        "oecd2008",
    ),
}


def independence(scaled: Scaled, across: Across = "groups", how: How = "pairwise") -> Weights:
    r"""Weigh leaves by the inverse of their correlation with the others.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better; only the size of correlations counts.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.
    how : {"pairwise", "multiple"}
        "pairwise": :math:`w_j \propto 1 / \sum_k |r_{jk}|`, a leaf's own :math:`r_{jj} = 1` included, so
        that twins share the weight of one. "multiple": :math:`w_j \propto 1 / R_j` with the multiple
        correlation of the leaf on all others, as SPSSAU does.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns correlation (the sum, or R), inverse and weight.

    Raises
    ------
    UnsuitableMethod
        Constants, pairs without common units; for "multiple" a leaf that correlates with none (its weight
        would be infinite), or no more units than leaves (every R is 1).

    Notes
    -----
    Policy. Constants: refused. Zeros and negatives do no harm. Missing: correlations over the units a pair
    has in common.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6, on weights against double
    counting.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "twin", "b"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4], "twin": [2.0, 4, 6, 8], "b": [2.0, 1, 1, 2]})
    >>> independence(Scaled(tree, x, pd.DataFrame())).of("G").round(3).to_dict()
    {'a': 0.25, 'twin': 0.25, 'b': 0.5}
    """
    asked(how=(how, choice(*get_args(How))))
    kernel = _pairwise if how == "pairwise" else _multiple
    return objective(scaled, "independence", kernel, across, ("constant",), _PROCEDURES[how])


def _pairwise(x: Array) -> Found:
    """Return inverse sums of |r| and {correlation, inverse} of values (n, k)."""
    alike = directions(x)
    total = np.abs(correlations(x)).sum(axis=1) if alike is None else _sizes(alike)
    return 1 / total, {"correlation": total, "inverse": 1 / total}


def _sizes(alike: Array) -> Array:
    """Return the sums (k,) of |r|, r the products of columns of length one (n, k): each pair once, block by block."""
    total = np.ones(alike.shape[1])  # with itself
    for start in range(0, len(total), BLOCK):
        here, rest = slice(start, start + BLOCK), slice(start + BLOCK, None)
        own = np.minimum(np.abs(alike[:, here].T @ alike[:, here]), 1.0)
        np.fill_diagonal(own, 0.0)
        others = np.minimum(np.abs(alike[:, here].T @ alike[:, rest]), 1.0)
        total[here] += own.sum(axis=1) + others.sum(axis=1)
        total[rest] += others.sum(axis=0)
    return total


def _multiple(x: Array) -> Found:
    """Return inverse multiple correlations and {correlation, inverse} of values (n, k)."""
    r = correlations(x)
    k = len(r)
    if (~np.isnan(x)).sum(axis=0).min() <= k:
        problem = Text("have no more than {k} units, so each is fully explained by the others", k=k)
        raise Cannot(range(k), problem, Text("use how='pairwise'"))
    inverse = _inverse(r)
    # The regression of leaf j on the others has the coefficients -c_ij / c_jj, C being the inverse of R.
    own = np.diagonal(inverse).copy()
    np.fill_diagonal(inverse, 0.0)
    multiple = np.sqrt(np.clip(-np.einsum("ij,ij->j", r, inverse) / own, 0.0, 1.0))
    alone = np.flatnonzero(multiple < 1e-6)
    if alone.size:
        problem = Text("correlate with none of the others: the weight is infinite")
        raise Cannot(alone, problem, Text("use how='pairwise'"))
    return 1 / multiple, {"correlation": multiple, "inverse": 1 / multiple}


def _inverse(r: Array) -> Array:
    """Return the inverse of correlations (k, k); of those that explain each other fully, one next to it."""
    factor, failed = dpotrf(r, lower=True, clean=False)
    if not failed:
        inverse, failed = dpotri(factor, lower=True)
        lower = np.tril(inverse)
        if not failed and np.diagonal(lower).max() < 1e7:
            return np.asarray(lower + np.tril(lower, -1).T)
    values, vectors = np.linalg.eigh(r)
    return np.asarray((vectors / np.maximum(values, 1e-14 * values[-1])) @ vectors.T)
