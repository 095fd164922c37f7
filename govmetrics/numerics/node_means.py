"""Weighted means up a tree: the value of every node from the values of its leaves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govmetrics.numerics.means import weighted_mean

Array = NDArray[np.float64]


def node_means(leaves: Array, places: NDArray[np.intp], parents: NDArray[np.intp], shares: Array) -> Array:
    """Return the weighted mean at every node over the parts that are known, (n, nodes).

    Parameters
    ----------
    leaves : ndarray, shape (n, k)
        NaN where missing.
    places : ndarray, shape (k,)
        The leaves' places among the nodes.
    parents : ndarray, shape (nodes,)
        For every node the place of its parent, which comes before it; -1 for the root.
    shares : ndarray, shape (nodes,)
        Of every node within its group; the root's is not used.

    Examples
    --------
    >>> node_means(np.array([[1.0, 3.0]]), np.array([1, 2]), np.array([-1, 0, 0]), np.array([1, 0.5, 0.5]))
    array([[2., 1., 3.]])
    """
    nodes = np.empty((len(parents), len(leaves)))
    nodes[places] = leaves.T
    for place in np.unique(parents[parents >= 0])[::-1]:
        parts = np.flatnonzero(parents == place)
        nodes[place] = weighted_mean(nodes[parts], shares[parts])
    return nodes.T
