"""Standard deviation weights (标准差法, 均方差法)."""

from __future__ import annotations

import numpy as np

from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Found, objective

_PROCEDURE = Procedure.of(
    "Indicators were weighted in proportion to the standard deviation of their normalised values.",
    "WangLuo2010",
)


def deviation(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves by the standard deviation of their scaled values, :math:`w_j \propto \sigma_j`.

    Parameters
    ----------
    scaled : Scaled
        On a common scale: z-scores all deviate alike, so scale by min-max or goalposts.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns deviation and weight.

    Raises
    ------
    UnsuitableMethod
        Leaves with fewer than two values, groups of constants alone.

    Notes
    -----
    Policy. Constants: weight zero, named in the details. Zeros and negatives do no harm. Missing: the
    deviation is over the known values (divisor n - 1).

    References
    ----------
    Wang and Luo (2010), Integration of correlations with standard deviations for determining attribute
    weights in multiple attribute decision making, Mathematical and Computer Modelling 51, 1-12.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [0.0, 100, 50], "b": [40.0, 60, 50]})
    >>> deviation(Scaled(tree, x, pd.DataFrame())).of("G").round(4).to_dict()
    {'a': 0.8333, 'b': 0.1667}
    """
    return objective(scaled, "deviation", _deviation, across, (), _PROCEDURE)


def _deviation(x: Array) -> Found:
    """Return the standard deviations of values (n, k), NaN where missing."""
    varies = np.nanmax(x, axis=0) > np.nanmin(x, axis=0)
    s = np.where(varies, np.nanstd(x, axis=0, ddof=1), 0.0)
    return s, {"deviation": s}
