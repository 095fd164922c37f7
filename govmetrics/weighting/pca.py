"""Principal component weights (主成分分析法), refused where they would be negative."""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

import numpy as np

from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.warn import warn
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.rotations import UNSETTLED, exact_varimax
from govmetrics.numerics.signs import turned
from govmetrics.weighting.objective import Across, Cannot, Found, correlations, objective

How = Literal["first_component", "squared_loadings"]

_PROCEDURES = {
    "first_component": Procedure.of(
        "Indicators were weighted in proportion to their loadings on the first principal component of their correlations.",
        "oecd2008",
    ),
    "squared_loadings": Procedure.of(
        "Weights were determined by principal component analysis: components with eigenvalues above one were rotated by "
        "varimax, and an indicator weighs its squared loading on the component that it loads on most, components "
        "counting by the variance they explain.",
        "Nicoletti2000", "oecd2008",
    ),
}  # fmt: skip


def pca(scaled: Scaled, across: Across = "groups", how: How = "first_component") -> Weights:
    """Weigh leaves by principal components of their correlations.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.
    how : {"first_component", "squared_loadings"}
        "first_component": proportional to the loadings on the first component, refused when they have
        both signs. "squared_loadings": as in the OECD/JRC handbook, components with eigenvalues above one
        are rotated (varimax); a leaf belongs to the component it loads on most, and weighs its squared
        loading there, as a share of that component's, times the share of variance the component explains.
        Never negative.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns loading, component (from 1), explained (share of variance of
        that component) and weight.

    Raises
    ------
    UnsuitableMethod
        Loadings of both signs, constants, leaves with fewer than two values, pairs without common units.

    Notes
    -----
    Policy. Constants have no correlation: refused. Zeros and negatives do no harm. Missing: correlations
    over the units a pair has in common, refused when these contradict each other.

    References
    ----------
    Nicoletti, Scarpetta and Boylaud (2000), Summary indicators of product market regulation, OECD Economics
    Department Working Paper 226. OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 1, 4, 3], "c": [1.0, 3, 2, 4]})
    >>> pca(Scaled(tree, x, pd.DataFrame())).of("G").round(3).to_dict()
    {'a': 0.417, 'b': 0.25, 'c': 0.333}
    """
    faults = wanted(how=(how, choice(*get_args(How))))
    with faults:
        weights = objective(
            scaled, "pca", partial(_pca, how="first_component" if faults else how), across, ("constant",),
            _PROCEDURES["first_component" if faults else how],
        )  # fmt: skip
    faults.raise_all()
    return weights


def _pca(x: Array, how: How) -> Found:
    """Return weights and {loading, component, explained} of values (n, k)."""
    return (_first if how == "first_component" else _squared)(*_components(x))


def _components(x: Array) -> tuple[Array, Array]:
    """Return eigenvalues, least first, and vectors (k, values) of the correlations (zeros are left out)."""
    n, k = x.shape
    if n < 3 or n >= k or np.isnan(x).any():
        values, vectors = np.linalg.eigh(correlations(x))
        return values, vectors
    centred = x - x.mean(axis=0)
    _, sizes, rows = np.linalg.svd(centred / np.sqrt((centred**2).sum(axis=0)), full_matrices=False)
    return sizes[::-1] ** 2, rows[::-1].T


def _first(values: Array, vectors: Array) -> Found:
    """Return the loadings on the first component of k leaves as weights."""
    k = len(vectors)
    if values[-1] - values[-2] < 1e-8:
        problem = Text("have no single first component (the two largest eigenvalues are equal)")
        raise Cannot(range(k), problem, Text("use equal weights, entropy or critic"))
    first = turned(vectors[:, -1:].T)[0]
    first = first if first.sum() > -1e-9 else -first
    if (first < -1e-9).any():
        problem = Text("load against the others on the first component, so their weights would be negative")
        way_out = Text(
            "check their direction, leave them out, or use how='squared_loadings', which is never negative"
        )
        raise Cannot(np.flatnonzero(first < -1e-9), problem, way_out)
    return np.maximum(first, 0.0), {
        "loading": first * np.sqrt(values[-1]),
        "component": np.ones(k),
        "explained": np.full(k, values[-1] / k),
    }


def _squared(values: Array, vectors: Array) -> Found:
    """Return the handbook's weights from squared rotated loadings of k leaves."""
    kept = max(1, int((values > 1 + 1e-9).sum()))
    loadings = vectors[:, ::-1][:, :kept] * np.sqrt(values[::-1][:kept])
    rotated, settled = loadings, True
    if kept > 1:
        rotated, settled = exact_varimax(loadings)
    if not settled:
        warn(Text(UNSETTLED))
    squares = rotated**2
    explained = squares.sum(axis=0)
    place = squares.argmax(axis=1)
    own = squares[np.arange(len(vectors)), place]
    # The leaf's share of its component times the component's share of what is explained: own / total.
    raw = own / explained.sum()
    loading = rotated[np.arange(len(vectors)), place]
    return raw, {"loading": loading, "component": place + 1.0, "explained": explained[place] / len(vectors)}
