"""Scatter degree weights (纵横向拉开档次法): they draw the units apart as far as weights can, over all periods."""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.weighting.objective import Across, Cannot, Found, objective

Standardise = Literal["pooled", "periods"]
BLOCK = 500
"""From so many leaves' axes ascent starts at once."""

_PROCEDURES = {
    "pooled": Procedure.of(
        "Weights were determined by the scatter degree method (Guo): values were standardised over all units and periods, and "
        "the weights draw the scores as far apart as possible (first eigenvector of the sum of X'X over the periods).",
        "Guo2012",
    ),
    "periods": Procedure.of(
        "Weights were determined by the scatter degree method (Guo): values were standardised within every period, and the "
        "weights draw the scores as far apart as possible (first eigenvector of the sum of X'X over the periods).",
        "Guo2012",
    ),
}  # fmt: skip


def scatter_degree(scaled: Scaled, across: Across = "groups", standardise: Standardise = "pooled") -> Weights:
    r"""Weigh leaves so that the units' scores lie as far apart as possible, in one period or over several.

    With standardised values :math:`X_k` of period k, the weights maximise the scatter
    :math:`\sum_k \lVert X_k w \rVert^2 = w' H w` with :math:`H = \sum_k X_k' X_k`, :math:`w'w = 1`, :math:`w \ge 0`, and are
    then brought to a sum of one. One set of weights serves all periods, so that scores are comparable over time.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better; rows of several periods are stacked, the index being (period, unit).
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.
    standardise : {"pooled", "periods"}
        "pooled": by mean and deviation over all rows, so that growth over time is scatter too (纵横向). "periods": within
        every period, so that only differences between units of one period count (横向).

    Returns
    -------
    Weights
        ``details["table"]`` has the columns free (the first eigenvector without the bound, of unit length), vector (with
        the bound) and weight.

    Raises
    ------
    UnsuitableMethod
        Missing values, leaves with fewer than two values, groups that are all constant; several sets of weights draw the
        units apart equally well (two leaves that run against each other, leaves that do not correlate at all).

    Notes
    -----
    Policy. Constants: weight 0. Zeros and negatives do no harm. Missing: refused. Where the first eigenvector has entries of
    both signs, weights in proportion to it would be negative; the bound :math:`w \ge 0` is then kept in the maximisation
    itself (by ascent from every leaf and from the eigenvector, of which the best is taken), and the leaves that the free
    solution would have weighed negatively are named in the procedure. With "pooled" and no such leaf, H is a multiple of
    the correlation matrix, and the weights are those of ``pca(how="first_component")``.

    References
    ----------
    Guo, Y. (2012). 综合评价理论、方法及拓展 (Comprehensive evaluation: theory, methods and extensions). Science Press, Beijing.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 1, 4, 3], "c": [1.0, 3, 2, 4]})
    >>> scatter_degree(Scaled(tree, x, pd.DataFrame())).of("G").round(3).to_dict()
    {'a': 0.417, 'b': 0.25, 'c': 0.333}
    """
    faults = wanted(standardise=(standardise, choice(*get_args(Standardise))))
    how: Standardise = "pooled" if faults else standardise
    against: list[str] = []
    with faults:
        periods = _periods(scaled) if how == "periods" else None
        weights = objective(
            scaled, "scatter_degree", partial(_scatter_degree, periods=periods), across, ("missing",), _PROCEDURES[how]
        )  # fmt: skip
    faults.raise_all()
    table = weights.details["table"]
    if "free" in table:
        against = [str(code) for code in table.index[(table["free"] < -1e-9).to_numpy()]]
    if not against:
        return weights
    names = weights.tree.names()
    told = Procedure.of(
        "Weights were held at zero or above in the maximisation; without that these would have been negative: {names}.",
        names=[names[code] for code in against],
    )
    return Weights(weights.tree, weights.local, weights.method, weights.details, weights.procedure + told)


def _periods(scaled: Scaled) -> Ints | None:
    """Return the number of each row's period; None where all rows are of one."""
    if not (isinstance(scaled, Scaled) and isinstance(scaled.values.index, pd.MultiIndex)):
        return None
    return np.asarray(pd.factorize(scaled.values.index.get_level_values(0))[0])


def _scatter_degree(x: Array, periods: Ints | None = None) -> Found:
    """Return weights and {free, vector} of values (n, k), standardised over all rows or within periods (n,)."""
    z = np.empty_like(x)
    for rows in _rows(len(x), periods):
        z[rows] = _standard(x[rows])
    free = _first(z, np.arange(z.shape[1]))
    vector = np.maximum(free if (free >= -1e-9).all() else _bounded(z, free), 0.0)
    return vector, {"free": free, "vector": vector}


def _rows(n: int, periods: Ints | None) -> list[Ints]:
    """Return the rows that are standardised together."""
    return [np.arange(n)] if periods is None else [np.flatnonzero(periods == k) for k in np.unique(periods)]


def _standard(x: Array) -> Array:
    """Return z scores by column (n, k); zeros where nothing varies."""
    largest = np.abs(x).max(axis=0, keepdims=True)
    x = x / np.where(largest > 0, largest, 1.0)  # so that squares of huge or tiny values stay finite
    d = x - x.mean(axis=0)
    varies = np.ptp(x, axis=0) > 0
    s = np.sqrt((d * d).mean(axis=0))
    return np.asarray(np.where(varies, d / np.where(varies, s, 1.0), 0.0))


def _first(z: Array, leaves: Ints) -> Array:
    """Return the eigenvector of the largest eigenvalue of H = z'z, z (n, k), of unit length and with a positive sum."""
    n, k = z.shape
    if n < k:  # H has no more eigenvalues than z has rows, so it need not be made
        _, sizes, rows = np.linalg.svd(z, full_matrices=False)
        values, first = np.append(0.0, sizes[::-1] ** 2), rows[0]
    else:
        values, vectors = np.linalg.eigh(z.T @ z)
        first = vectors[:, -1]
    if k > 1 and 0 < values[-1] < values[-2] + 1e-9 * values[-1]:
        raise _several(leaves)
    vector = np.where((z != 0).any(axis=0), first, 0.0)
    return np.asarray(vector * np.sign(vector.sum() or 1.0))


def _bounded(z: Array, free: Array) -> Array:
    """Return the w >= 0 of unit length with the largest w'Hw that ascent finds, from each axis and from +-free."""
    k = z.shape[1]
    starts = np.stack([np.maximum(free, 0), np.maximum(-free, 0)])
    ends = [_distinct(*_ascent(z, starts))]
    for first in range(0, k, BLOCK):
        ends.append(_distinct(*_ascent(z, np.eye(min(BLOCK, k - first), k, first))))
    w, scatter = (np.concatenate(part) for part in zip(*ends, strict=True))
    best = w[int(scatter.argmax())]
    equals = w[scatter > scatter.max() * (1 - 1e-9)]
    if np.abs(equals - best).max() > 1e-3:
        raise _several(np.flatnonzero((equals > 1e-7).any(axis=0)))
    kept = np.flatnonzero(best > 1e-7)
    exact = np.zeros(k)
    exact[kept] = _first(z[:, kept], kept)  # on its own leaves it is the first eigenvector
    return exact


def _ascent(z: Array, w: Array) -> tuple[Array, Array]:
    """Return where ascent leads from each row of w (s, k), and the scatter there (s,)."""
    low = len(z) < z.shape[1]
    h = None if low else z.T @ z
    left = np.arange(len(w))
    for _ in range(20_000):
        now = w[left]
        step = np.maximum((now @ z.T) @ z if h is None else now @ h, 0.0)
        step /= np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-300)
        w[left] = step
        left = left[np.abs(step - now).max(axis=1) >= 1e-13]
        if not len(left):
            break
    spread = w @ z.T
    return w, np.einsum("sn,sn->s", spread, spread)


def _distinct(w: Array, scatter: Array) -> tuple[Array, Array]:
    """Return the best of these ends, and those that are as good but elsewhere."""
    best = int(scatter.argmax())
    other = (scatter > scatter[best] * (1 - 1e-9)) & (np.abs(w - w[best]).max(axis=1) > 1e-3)
    other[best] = True
    return w[other], scatter[other]


def _several(leaves: Ints) -> Cannot:
    problem = Text("are drawn apart equally well by more than one set of weights")
    return Cannot(
        leaves,
        problem,
        Text(
            "check their direction, compare all by across='leaves', or use equal weights, entropy or critic"
        ),
    )
