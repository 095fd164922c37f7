"""CRITIC weights (客观赋权 CRITIC 法): contrast and conflict between leaves."""

from __future__ import annotations

import numpy as np

from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.weighting.objective import Across, Found, correlations, objective

_PROCEDURE = Procedure.of(
    "Weights were determined by the CRITIC method: an indicator's standard deviation (contrast) times the sum of one minus "
    "its correlations with the others (conflict).",
    "Diakoulaki1995",
)


def critic(scaled: Scaled, across: Across = "groups") -> Weights:
    r"""Weigh leaves by :math:`C_j = \sigma_j \sum_k (1 - r_{jk})`, on values scaled to 0-1.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better; each leaf is put on 0-1 by its own range first.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns contrast (sigma), conflict (the sum), information (C) and
        weight.

    Raises
    ------
    UnsuitableMethod
        Leaves with fewer than two values, pairs with fewer than three common units, groups of leaves that
        are all constant or all say the same.

    Notes
    -----
    Policy. Constants have no contrast: weight zero, left out of the others' conflict, named in the details.
    Zeros and negatives do no harm. Missing: standard deviations over a leaf's known values, correlations
    over the units a pair has in common.

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis (1995), Determining objective weights in multiple criteria
    problems: the CRITIC method, Computers and Operations Research 22, 763-770.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["roa", "ip", "ms"]})
    >>> x = pd.DataFrame(
    ...     [[61, 1.08, 4.33], [20.7, .26, 4.34], [16.3, 1.98, 2.53], [9, 3.29, 1.65],
    ...      [5.4, 2.77, 2.33], [4, 4.12, 1.21], [-6.1, 3.52, 2.1], [-34.6, 3.31, .98]], columns=tree.codes)
    >>> critic(Scaled(tree, x, pd.DataFrame())).of("G").round(2).to_dict()
    {'roa': 0.2, 'ip': 0.48, 'ms': 0.32}
    """
    return objective(scaled, "critic", _critic, across, (), _PROCEDURE)


def _critic(x: Array) -> Found:
    """Return C and {contrast, conflict, information} of values (n, k), NaN where missing."""
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    varies = high > low
    unit = (x - low) / np.where(varies, high - low, 1.0)
    contrast = np.where(varies, np.nanstd(unit, axis=0, ddof=1), 0.0)
    conflict = _conflict(unit, varies)
    raw = contrast * np.nan_to_num(conflict)
    # Leaves that all say the same leave only rounding behind.
    raw = np.where(raw > 1e-12 * len(raw), raw, 0.0)
    return raw, {"contrast": contrast, "conflict": conflict, "information": raw}


def _conflict(x: Array, varies: Bools) -> Array:
    """Return the sum of one minus each leaf's correlations with those that vary, (k,); NaN for those that do not."""
    if len(x) < 3 or np.isnan(x).any():
        return np.where(varies, np.nansum(1 - correlations(x), axis=1), np.nan)
    centred = x - x.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    alike = centred / np.where(varies, size, np.inf)
    # The sum of all correlations of a leaf is its product with the sum of all leaves: no matrix of pairs.
    return np.where(varies, varies.sum() - alike.sum(axis=1) @ alike, np.nan)
