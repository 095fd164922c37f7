"""CILOS and IDOCRIW weights: the loss that a leaf suffers where the others are best."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_array

from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import asked, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED, Scaled
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.entropy import _entropy
from govmetrics.weighting.objective import Across, Cannot, Found, Refusal, objective

FEW_BEST = 0.02
"""Where at most this share of the cells is a best one, only these are multiplied."""
_REFUSE: tuple[Refusal, ...] = ("negative", "missing")

_PROCEDURE = Procedure.of(
    "Weights were determined by the CILOS method: the less an indicator loses where others are best, the more it weighs.",
    "ZavadskasPodvezko2016",
)
_BOTH = Procedure.of(
    "Weights were determined by the IDOCRIW method: the products of entropy weights and CILOS weights.",
    "ZavadskasPodvezko2016",
)


_RAW = Procedure.of(
    "Weights were determined by the IDOCRIW method: the products of entropy weights of the raw values and CILOS weights.",
    "ZavadskasPodvezko2016",
)


def cilos(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves by their relative impact loss (CILOS, 准则影响损失法).

    In the unit where leaf i is best, leaf j loses :math:`p_{ij} = (\max x_j - x_{kj}) / \max x_j`. The
    weights q solve :math:`F q = 0`, where F is the matrix of losses with
    :math:`f_{jj} = -\sum_i p_{ij}` on its diagonal: the less a leaf loses, the more it weighs.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values where more is better.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns loss (the sum over the others) and weight.

    Raises
    ------
    UnsuitableMethod
        Negative or missing values, groups of constants alone, several leaves without any loss (then the
        equations have no single solution).

    Notes
    -----
    Policy. Constants never lose, and would take all the weight: they weigh zero and are left out, named in
    the details. Where several units are best in a leaf, their losses are averaged, so that the order of
    the rows cannot matter. Zeros do no harm. Missing and negatives: refused.

    References
    ----------
    Zavadskas and Podvezko (2016), Integrated determination of objective criteria weights in MCDM,
    International Journal of Information Technology and Decision Making 15, 267-283.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [100.0, 40, 80], "b": [50.0, 100, 90]})
    >>> cilos(Scaled(tree, x, pd.DataFrame())).of("G").round(4).to_dict()
    {'a': 0.4545, 'b': 0.5455}
    """
    return objective(scaled, "cilos", _cilos, across, _REFUSE, _PROCEDURE)


def idocriw(scaled: Scaled, across: Across = "groups", raw: Dataset | None = None) -> Weights:
    r"""Weigh leaves by the product of CILOS and entropy weights (IDOCRIW, 客观赋权集成法).

    Errors as in `cilos`. Entropy is taken of the same directed values, or of `raw` ones as in the paper, which takes it of
    costs as they are and the losses of min x / x: ``idocriw(share_of_best(data), raw=data)``.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values, complete.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.
    raw : Dataset, optional
        The data that were scaled: entropy is then of them.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns entropy, cilos (each summing to one) and weight.

    Notes
    -----
    Policy. As in `cilos`; a constant weighs zero by both.

    References
    ----------
    Zavadskas and Podvezko (2016), as in `cilos`.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [100.0, 40, 80], "b": [50.0, 100, 90]})
    >>> idocriw(Scaled(tree, x, pd.DataFrame())).of("G").round(4).to_dict()
    {'a': 0.5701, 'b': 0.4299}
    """
    faults = wanted(raw=(raw, optional(DATASET)))
    if raw is None or faults:
        faults.raise_all()
        return objective(scaled, "idocriw", lambda x: _idocriw(x, x), across, _REFUSE, _BOTH)
    asked(scaled=(scaled, SCALED))
    data = raw.scored()
    if list(data.tree.codes) != list(scaled.tree.codes) or not data.values.index.equals(scaled.values.index):
        problem, way_out = (
            "has other units or indicators than the scaled values",
            "give the data that were scaled",
        )
        raise FaultyInput("raw", problem, way_out)
    # what entropy cannot take of the raw values is told like what it cannot take of scaled ones
    objective(replace(scaled, values=data.values), "entropy", _entropy, across, _REFUSE)

    def kernel(both: Array) -> Found:
        x, own = np.hsplit(both, 2)
        return _idocriw(x, own)

    return objective(scaled, "idocriw", kernel, across, _REFUSE, _RAW, data.values)


def _idocriw(x: Array, own: Array) -> Found:
    spread, losses = _entropy(own)[0], _cilos(x)[0]
    shares = {"entropy": spread / (spread.sum() or 1.0), "cilos": losses / (losses.sum() or 1.0)}
    return spread * losses, shares


def _cilos(x: Array) -> Found:
    """Return q and the losses of zero or positive values (n, k)."""
    weights, loss = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    varies = np.ptp(x, axis=0) > 0
    if varies.sum() == 1:
        weights[varies] = 1.0
    if varies.sum() > 1:
        some = x if varies.all() else x[:, varies]
        highest = some.max(axis=0)
        p = _where_best(some, highest) @ some  # [i, j]: leaf j where leaf i is best
        p /= -highest
        p += 1
        np.fill_diagonal(p, 0.0)
        loss[varies] = p.sum(axis=0)
        np.fill_diagonal(p, -loss[varies])
        weights[varies] = _null_vector(p)
    return weights, {"loss": loss}


def _where_best(x: Array, highest: Array) -> Any:
    """Return what each leaf's best units count, (k, n), one in all for a leaf: they alone, where they are few."""
    best = x == highest
    units, leaves = np.nonzero(best)
    share = 1 / best.sum(axis=0)
    if len(units) < FEW_BEST * best.size:
        return csr_array((share[leaves], (leaves, units)), shape=best.T.shape)
    return (best * share).T


def _null_vector(f: Array) -> Array:
    """Return the non-negative q with F q = 0 that sums to one, from one factorisation of F, whose columns sum to zero."""
    size = float(max(f.max(), -f.min()))
    system = np.array(f, order="F")
    system[-1] = size  # one equation follows from the others; that the shares sum to one takes its place
    norm: Any = lapack.get_lapack_funcs("lange", [system])
    length = norm("1", system)
    factors, pivots, failed = lapack.dgetrf(system, overwrite_a=True)
    if size == 0 or failed or lapack.dgecon(factors, length)[0] <= 1e-12:
        problem = Text("lose nothing where others are best, so CILOS has no single solution")
        way_out = Text("use entropy or critic, or leave out one that repeats another")
        raise Cannot(range(len(f)), problem, way_out)
    right = np.zeros(len(f))
    right[-1] = size
    q = lapack.dgetrs(factors, pivots, right)[0]
    return np.asarray(np.maximum(q / q.sum(), 0.0))
