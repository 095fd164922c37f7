"""What the root is without each node in turn, by sums of the other parts; arrays only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.climb import Branches, climb
from govmetrics.numerics.means import weighted_mean

Through = tuple[Callable[[Array], Array], Callable[[Array], Array]]
"""A mean as the arithmetic one of what the first makes of the values, taken back by the second."""


def roots_without(
    branches: Branches, leaves: Array, shares: Array, through: Mapping[int, Through], least: Array
) -> Array:
    """Return the root without each node, its siblings' shares keeping their proportions, (nodes, units).

    Parameters
    ----------
    branches : Branches
        The tree.
    leaves : ndarray, shape (leaves, units)
        NaN where missing.
    shares : ndarray, shape (nodes,)
        Of every node within its group; the root's is not used.
    through : mapping of int to pair of callables
        How each group takes its mean, by its place.
    least : ndarray, shape (nodes,)
        The coverage that every group asks for, as in `climb`.

    Returns
    -------
    ndarray, shape (nodes, units)
        That of the root is NaN. A group whose other parts have no share takes these alike.

    Examples
    --------
    >>> tree, same = Branches(np.array([-1, 0, 0, 2, 2])), (np.positive, np.positive)
    >>> shares, least = np.array([1, 0.5, 0.5, 0.75, 0.25]), np.zeros(5)
    >>> roots_without(tree, np.array([[4.0], [8.0], [0.0]]), shares, {0: same, 2: same}, least).T
    array([[nan,  6.,  4.,  2.,  6.]])
    """
    whole = climb(
        branches, leaves, shares, lambda at, x, w: through[at][1](weighted_mean(through[at][0](x), w)), least
    )
    below: dict[int, tuple[Ints, Array, Array]] = {}
    """By group: what was left out below it, its value and coverage then."""
    for step in branches.steps:
        parts, (there, back) = branches.parts[step.row], through[step.place]
        terms, w = _terms(there, whole.values[parts], whole.coverage[parts]), shares[parts]
        others = _of_others(w[:, None] * terms)
        alike = others[3] <= 0
        nodes, sums = [parts], [np.where(alike, _of_others(terms), others)]
        for k, part in enumerate(parts.tolist()):
            if part in below:
                left_out, value, coverage = below.pop(part)
                nodes.append(left_out)
                sums.append(others[:, k, None] + w[k] * _terms(there, value, coverage))
        total, known, covered, weight = np.concatenate(sums, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            value, coverage = back(total / known), covered / weight
        value[~((coverage >= least[step.place] - 1e-9) & (coverage > 0))] = np.nan
        below[step.place] = np.concatenate(nodes), value, coverage
    roots = np.full((len(branches.parents), leaves.shape[1]), np.nan)
    nodes_of_root, value, _ = below[0]
    roots[nodes_of_root] = value
    return roots


def _terms(there: Callable[[Array], Array], x: Array, coverage: Array) -> Array:
    """Return what is summed over parts, (4, parts, units): values, whether they are known, what they rest on, and ones."""
    known = ~np.isnan(x)
    values = there(np.where(known, x, 1.0))
    return np.stack([np.where(known, values, 0.0), known, known * coverage, np.ones(x.shape)])


def _of_others(x: Array) -> Array:
    """Return the sums over the other parts, (terms, parts, units): those before and those behind, so that nothing cancels."""
    sums = np.zeros(x.shape)
    np.cumsum(x[:, :-1], axis=1, out=sums[:, 1:])
    sums[:, :-1] += np.cumsum(x[:, :0:-1], axis=1)[:, ::-1]
    return sums
