"""Coefficients of least squares that rest on a row or two, so that a sandwich has no error for them."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

TWO_ROWS = 0.72
"""Share of a coefficient's variance beyond which two rows carry too much of it for a robust error.

The two people of a category carry more, whatever stands beside it, those of a category of three hardly ever.

A category of two leaves one residual: the t of its mean is then a multiple of a Cauchy variable, and a test at 5% by HC1
rejects more than half the time.
"""
_ONE_CLUSTER = 1.5
_ALONE, _SHARE = 0.9, 0.1


def rests_on_few(pull: Array, leverage: Array, clusters: Ints | None) -> Bools:
    """Tell of each coefficient `pull` @ y, (p, n), whether it rests on too few rows, or on one cluster, (p,).

    The share of row i in a coefficient a'y is a_i² / a'a. Too few are: two rows with more than 0.72; more than a
    tenth with rows whose leverage (n,) is above 0.9, which the fit follows whatever they say; a single cluster.
    """
    pull = pull / np.abs(pull).max(axis=1, keepdims=True)
    share: Array = pull**2 / (pull**2).sum(axis=1, keepdims=True)
    few = np.partition(share, -2, axis=1)[:, -2:].sum(axis=1) > TWO_ROWS
    few |= share[:, leverage > _ALONE].sum(axis=1) > _SHARE
    if clusters is not None:
        summed = np.zeros((int(clusters.max()) + 1, len(share)))
        np.add.at(summed, clusters, share.T)
        few |= 1 / (summed**2).sum(axis=0) < _ONE_CLUSTER
    return np.asarray(few)
