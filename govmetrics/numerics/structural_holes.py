"""Burt's constraint and effective size, and eigenvector centrality, for many networks at once."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools

_DENSE = 150
_GAP = 1e-8


def structural_holes(ties: Bools) -> tuple[Array, Array]:
    r"""Return constraint and effective size, shape (networks, actors); NaN where an actor has no tie.

    With :math:`z_{ij} = x_{ij} + x_{ji}` and :math:`p_{ij} = z_{ij} / \sum_q z_{iq}`, constraint is :math:`\sum_j (p_{ij} +
    \sum_q p_{iq} p_{qj})^2` over all others j whom i reaches in one or two steps through contacts that are j's own, that is,
    over i's contacts; effective size is :math:`\sum_j (1 - \sum_q p_{iq} m_{jq})`, :math:`m_{jq} = z_{jq} / \max_k z_{jk}`.

    Examples
    --------
    >>> star = np.array([[[0, 1, 1], [0, 0, 0], [0, 0, 0]]], dtype=bool)
    >>> [found.round(3).tolist() for found in structural_holes(star)]
    [[[0.5, 1.0, 1.0]], [[2.0, 1.0, 1.0]]]
    """
    from scipy.sparse import coo_array

    m, n, _ = ties.shape
    net, i, j = np.nonzero(ties | ties.swapaxes(1, 2))
    z = ties[net, i, j].astype(float) + ties[net, j, i]
    place = net * n + i, net * n + j
    sums = np.bincount(place[0], z, minlength=m * n)
    most = np.zeros(m * n)
    np.maximum.at(most, place[0], z)
    contacts = np.bincount(place[0], minlength=m * n)
    shape = (m * n, m * n)
    share = coo_array((z / sums[place[0]], place), shape=shape).tocsr()
    marginal = coo_array((z / most[place[0]], place), shape=shape).tocsr()
    tied = coo_array((np.ones(len(z)), place), shape=shape).tocsr()
    invested = share + (share @ share).multiply(tied)
    constraint = np.asarray(invested.multiply(invested).sum(axis=1)).ravel()
    redundant = np.asarray((share @ marginal.T).multiply(tied).sum(axis=1)).ravel()
    found = np.where(contacts > 0, [constraint, contacts - redundant], np.nan)
    return found[0].reshape(m, n), found[1].reshape(m, n)


def eigenvector(ties: Bools) -> Array:
    """Return the first eigenvector of the ties in both directions, of length 1, shape (networks, actors).

    NaN where the network has no tie, and where the greatest eigenvalue is not simple, as with two components alike.
    """
    m, n, _ = ties.shape
    both = ties | ties.swapaxes(1, 2)
    found = np.full((m, n), np.nan)
    if n == 0:
        return found
    if n <= _DENSE:
        values, vectors = np.linalg.eigh(both.astype(float))
        first, second = values[:, -1], values[:, -2] if n > 1 else np.full(m, -np.inf)
        simple = (first > 0) & (first - second > _GAP * np.maximum(first, 1))
        found[simple] = np.abs(vectors[simple, :, -1])
        return found
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import eigsh

    for one in range(m):
        if both[one].any():
            graph = csr_array(both[one].astype(float))
            values, vectors = eigsh(graph, k=2, which="LA", v0=np.ones(n))
            if values[1] - values[0] > _GAP * values[1]:
                found[one] = np.abs(vectors[:, 1])
    return found
