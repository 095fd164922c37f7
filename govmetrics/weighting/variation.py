"""Coefficient of variation weights (变异系数法)."""

from __future__ import annotations

import numpy as np

from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Found, objective

_PROCEDURE = Procedure.of(
    "Indicators were weighted in proportion to the coefficient of variation of their normalised values.",
    "Pearson1896",
)


def variation(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves by their coefficient of variation, :math:`w_j \propto \sigma_j / \bar x_j`.

    Parameters
    ----------
    scaled : Scaled
        Zero or positive values.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns mean, deviation, variation and weight.

    Raises
    ------
    UnsuitableMethod
        Negative values (a mean near zero would make any weight), leaves with fewer than two values, groups
        of constants alone.

    Notes
    -----
    Policy. Constants (all zeros among them): weight zero, named in the details. Zeros do no harm. Missing:
    over the known values (divisor n - 1). Negatives: refused.

    References
    ----------
    Pearson (1896), Mathematical contributions to the theory of evolution III, Philosophical Transactions of
    the Royal Society A 187, 253-318, for the coefficient.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [10.0, 20, 30], "b": [40.0, 50, 60]})
    >>> variation(Scaled(tree, x, pd.DataFrame())).of("G").round(4).to_dict()
    {'a': 0.7143, 'b': 0.2857}
    """
    return objective(scaled, "variation", _variation, across, ("negative",), _PROCEDURE)


def _variation(x: Array) -> Found:
    """Return the coefficients of variation of zero or positive values (n, k), NaN where missing."""
    varies = np.nanmax(x, axis=0) > np.nanmin(x, axis=0)
    mean, s = np.nanmean(x, axis=0), np.where(varies, np.nanstd(x, axis=0, ddof=1), 0.0)
    v = np.where(varies, s / np.where(mean > 0, mean, 1.0), 0.0)
    return v, {"mean": mean, "deviation": s, "variation": v}
