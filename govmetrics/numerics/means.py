"""Weighted means over the parts of a group, one unit a column; missing parts are left out."""

from __future__ import annotations

import numpy as np


def weighted_mean(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the weighted arithmetic mean of every column over the parts that are there.

    Parameters
    ----------
    x : ndarray, shape (parts, units)
        Values; NaN where missing.
    w : ndarray, shape (parts,)
        Non-negative weights.

    Returns
    -------
    ndarray, shape (units,)
        NaN where all the weight is missing.
    """
    # A part without weight has no say, even when it is missing.
    if not (w > 0).all():
        x, w = x[w > 0], w[w > 0]
    total = w @ x
    holes = np.isnan(total)
    if holes.any():
        some = x[:, holes]
        here = ~np.isnan(some)
        with np.errstate(invalid="ignore", divide="ignore"):
            total[holes] = w @ np.where(here, some, 0.0) / (w @ here)
    # Complete columns divide by the same sum, so that a missing value elsewhere changes nothing here.
    total[~holes] /= w.sum()
    return np.asarray(total)
