"""MEREC weights: what removing a leaf does to the units' performance."""

from __future__ import annotations

import numpy as np

from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Found, objective

_PROCEDURE = Procedure.of(
    "Weights were determined by the MEREC method: by how much the units' overall performance changes when an indicator is "
    "removed.",
    "KeshavarzGhorabaee2021",
)


def merec(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves by the effect of their removal (MEREC, 基于准则移除效应的赋权法).

    With :math:`n_{ij} = \min_i x_{ij} / x_{ij}`, performance
    :math:`S_i = \ln(1 + \frac1m \sum_j |\ln n_{ij}|)` and :math:`S'_{ij}` the same without leaf j (still
    over m), :math:`w_j \propto E_j = \sum_i |S'_{ij} - S_i|`.

    Parameters
    ----------
    scaled : Scaled
        Positive values where more is better. (A cost enters the paper's formula as x / max x, which is
        what its reciprocal gives here.)
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns effect and weight.

    Raises
    ------
    UnsuitableMethod
        Zero, negative or missing values, groups of constants alone.

    Notes
    -----
    Policy. Constants: their removal has no effect, weight zero, named in the details. Zeros, negatives and
    missing values: refused, as the logarithm and the sum over leaves need them all.

    References
    ----------
    Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene (2021), Determination of objective
    weights using a new method based on the removal effects of criteria (MEREC), Symmetry 13(4), 525.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [1.0, 2, 4], "b": [10.0, 11, 12]})
    >>> merec(Scaled(tree, x, pd.DataFrame())).of("G").round(3).to_dict()
    {'a': 0.899, 'b': 0.101}
    """
    return objective(scaled, "merec", _merec, across, ("negative", "zero", "missing"), _PROCEDURE)


def _merec(x: Array) -> Found:
    """Return the removal effects of positive values (n, k)."""
    logs = np.log(x / x.min(axis=0))  # |ln n_ij|, eq. 1-3
    m = x.shape[1]
    whole = logs.sum(axis=1, keepdims=True)
    performance = np.log1p(whole / m)  # eq. 4
    without = np.log1p((whole - logs) / m)  # eq. 5
    effect = np.abs(without - performance).sum(axis=0)  # eq. 6
    return effect, {"effect": effect}
