"""Weighted sums and means over the parts of a group; a mean leaves out the parts that are missing."""

from __future__ import annotations

import numpy as np

_GEOMETRIC = 1e-100
"""A power mean with an exponent closer to 0 is the geometric one to the last digit."""


def weighted_mean(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the weighted arithmetic mean of every column over the parts that are there.

    Parameters
    ----------
    x : ndarray, shape (parts, units) or (parts, sets, units)
        Values; NaN where missing.
    w : ndarray, shape (parts,) or (sets, parts)
        Non-negative weights, or many sets of them.

    Returns
    -------
    ndarray, shape (units,) or (sets, units)
        NaN where all the weight is missing.
    """
    if w.ndim == 2:
        return _means_of_sets(x, w)
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


def weighted_sum(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the sum of the parts times their weights; shapes as in `weighted_mean`."""
    if w.ndim == 1 or x.ndim == 2:
        return np.asarray(w @ x)
    return np.asarray((w[:, None, :] @ x.transpose(1, 0, 2))[:, 0])


def power_mean(x: np.ndarray, w: np.ndarray, p: float) -> np.ndarray:
    """Return the weighted power mean of positive parts (for p > 0, of parts from 0); shapes as in `weighted_mean`.

    For p = 0 it is the geometric mean.
    """
    if w.ndim == 1 and not (w > 0).all():
        x, w = x[w > 0], w[w > 0]  # a part without weight is no end to measure from
    low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        if abs(p) < _GEOMETRIC:
            mean = np.exp(weighted_mean(np.log(x), w))
        else:
            # Relative to the end that counts most, so that high exponents neither overflow nor vanish.
            top = np.where(high == 0, 1.0, high) if p > 0 else low  # of zeros alone the mean is 0
            powers = p * (np.log(x) - np.log(top))
            # Near 1 what is left of the powers: (1 + e)^(1/p) with e of the size of p would be rounded away.
            near, whole = weighted_mean(np.expm1(powers), w), weighted_mean(np.exp(powers), w)
            mean = top * np.exp(np.where(near > -0.5, np.log1p(near), np.log(whole)) / p)
    return np.asarray(np.clip(mean, low, high))  # a mean lies between its parts, whatever is rounded


def _means_of_sets(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    mean = weighted_sum(x, w / w.sum(axis=1, keepdims=True))
    if np.isnan(x if x.ndim == 2 else mean).any():  # whichever is smaller
        here = ~np.isnan(x)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = weighted_sum(np.where(here, x, 0.0), w) / weighted_sum(here.astype(float), w)
    return mean
