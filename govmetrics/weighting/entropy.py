"""Entropy weights (熵权法): the more a leaf tells units apart, the more it weighs."""

from __future__ import annotations

from dataclasses import replace

from govmetrics.core.options import NUMBER, asked
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED, Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.entropies import column_entropies
from govmetrics.weighting.objective import Across, Found, objective


def entropy(scaled: Scaled, across: Across = "groups", shift: float = 0.0) -> Weights:
    r"""Weigh leaves by the entropy of their values over the units.

    With shares :math:`p_{ij} = x_{ij} / \sum_i x_{ij}` of a leaf's total,
    :math:`e_j = -\sum_i p_{ij} \ln p_{ij} / \ln n`, :math:`d_j = 1 - e_j` and :math:`w_j \propto d_j`.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values.
    across : {"groups", "leaves"}
        See `govmetrics.weighting.objective.objective`: within groups (which keep the tree's shares) or over
        all leaves.
    shift : float
        Added to every value first. Entropy depends on it, so it is never added unasked.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns e, d and weight.

    Raises
    ------
    UnsuitableMethod
        Negative values (after the shift), leaves with fewer than two values, groups of constants alone.

    Notes
    -----
    Policy. Zeros: 0 ln 0 counts as 0. Constants: e = 1, so weight zero; named in the details. Missing: a
    leaf's entropy is over its known values, n their number; counted in the details. Negatives: refused.

    References
    ----------
    Shannon (1948), A mathematical theory of communication. Xu (2004), A note on the subjective and objective
    integrated approach to determine attribute weights, European Journal of Operational Research 156, 530-532.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [30.0, 19, 19, 68], "b": [30.0, 54, 15, 70]})
    >>> entropy(Scaled(tree, x, pd.DataFrame())).of("G").round(3).to_dict()
    {'a': 0.537, 'b': 0.463}
    """
    asked(scaled=(scaled, SCALED), shift=(shift, NUMBER))
    moved = replace(scaled, values=scaled.values + shift)
    weights = objective(moved, "entropy", _entropy, across, ("negative",), _procedure(shift))
    return replace(weights, details={**weights.details, "shift": shift})


def _procedure(shift: float) -> Procedure:
    told = Procedure.of(
        "Weights were determined by the entropy method: of every indicator's normalised values the entropy e over the "
        "units, its divergence d = 1 - e, and weights in proportion to d.",
        "Shannon1948", "Xu2004",
    )  # fmt: skip
    return told + Procedure.of("{shift:g} was added to every value first.", shift=shift) if shift else told


def _entropy(x: Array) -> Found:
    """Return d and {e, d} of zero or positive values (n, k), NaN where missing."""
    e = column_entropies(x)
    return 1 - e, {"e": e, "d": 1 - e}
