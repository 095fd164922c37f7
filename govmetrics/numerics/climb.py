"""The one climb up the tree: values of the groups from those of their parts, and shares down and up; arrays only.

A tree is an array of parents: for every node the place of its parent, which comes before it; -1 for the root.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.means import weighted_mean, weighted_sum

Places = Ints
Mean = Callable[[int, Array, Array], Array]
"""A group's place among the nodes, its parts' values (parts, [sets,] units, ...) and shares ([sets,] parts): to
its own values ([sets,] units, ...)."""


class Climbed(NamedTuple):
    """What a climb found: for all nodes, or with many sets of shares for the groups, in the order of the nodes."""

    values: Array
    """Shape (nodes, units, ...) or (groups, sets, units); NaN where too little is known."""
    coverage: Array
    """The share of weight that rests on evidence, counted down to the leaves; (nodes, units) or as `values`."""


@dataclass(frozen=True, eq=False)
class Branches:
    """A tree as arrays: which nodes are leaves, which are groups, and where each group's parts are.

    Parameters
    ----------
    parents : ndarray, shape (nodes,)
        The place of every node's parent, which comes before it; -1 for the root.

    Examples
    --------
    >>> branches = Branches(np.array([-1, 0, 1, 1, 0]))
    >>> branches.leaves.tolist(), branches.groups.tolist()
    ([2, 3, 4], [0, 1])
    >>> [parts.tolist() for parts in branches.parts]
    [[1, 4], [2, 3]]
    """

    parents: Places

    @cached_property
    def parts(self) -> list[Places]:
        """The places of each group's parts among the nodes, in their order."""
        order = np.argsort(self.parents, kind="stable")[1:]  # the root is nobody's part
        first = np.flatnonzero(np.diff(self.parents[order])) + 1
        return np.split(order, first) if order.size else []

    @cached_property
    def groups(self) -> Places:
        """The places of the groups among the nodes, the root first."""
        return np.array([self.parents[parts[0]] for parts in self.parts], dtype=np.intp)

    @cached_property
    def leaves(self) -> Places:
        """The places of the leaves among the nodes, in order."""
        return np.setdiff1d(np.arange(len(self.parents)), self.groups)

    @cached_property
    def steps(self) -> list[Step]:
        """What to do for each group on the way up."""
        inner_nodes = np.isin(np.arange(len(self.parents)), self.groups)
        steps = []
        for row in range(len(self.groups) - 1, -1, -1):
            parts = self.parts[row]
            inner = inner_nodes[parts]
            rows = np.where(inner, np.searchsorted(self.groups, parts), np.searchsorted(self.leaves, parts))
            mixed = inner.any() and not inner.all()
            alike = rows if mixed else _slice(rows)
            steps.append(Step(row, int(self.groups[row]), _slice(parts), inner, alike))
        return steps

    def with_leaves(self, leaves: Array) -> Array:
        """Return an array (nodes, ...) in which the leaves have their rows and the groups wait for theirs."""
        nodes = np.empty((len(self.parents), *leaves.shape[1:]))
        for place, row in zip(self.leaves, leaves, strict=True):  # faster than by an array of places
            nodes[place] = row
        return nodes


class Step(NamedTuple):
    """A group: its row among the groups, its place among the nodes, and its parts."""

    row: int
    place: int
    parts: slice | Places
    """Their places among the nodes."""
    inner: Bools
    """Which of them are groups."""
    rows: slice | Places
    """Their rows among the leaves, or among the groups."""

    def of(self, leaves: Array, groups: Array) -> Array:
        """Return the parts' rows; those of leaves are repeated for every set where groups have sets."""
        if not self.inner.any():
            return leaves[self.rows]
        if self.inner.all():
            return groups[self.rows]
        assert not isinstance(self.rows, slice)
        found = np.empty((len(self.rows), *groups.shape[1:]))
        for k, (row, inner) in enumerate(zip(self.rows, self.inner, strict=True)):
            found[k] = groups[row] if inner else leaves[row]
        return found


def climb(
    branches: Branches, leaves: Array, shares: Array, mean: Mean, least: Array | None = None
) -> Climbed:
    """Return the value and the coverage of every node, from the leaves to the root.

    A group has a value when the share of its weight that rests on evidence, counted down to the leaves, is above
    zero and reaches its `least`; a part without a value does not count as evidence further up.

    Parameters
    ----------
    branches : Branches
        The tree.
    leaves : ndarray, shape (leaves, units, ...)
        NaN where missing: what has more axes is missing as a whole.
    shares : ndarray, shape (nodes,) or (sets, nodes)
        Of every node within its group, the root's is not used; or many sets of them, all climbed together.
    mean : callable
        Makes a group's values of those of its parts, whatever is missing among them.
    least : ndarray, shape (nodes,) or (nodes, units), optional
        The coverage that every group asks for, of every unit or of all alike. Without it every mean is taken as it
        comes, and all is covered.

    Examples
    --------
    >>> found = climb(
    ...     Branches(np.array([-1, 0, 0])), np.array([[1.0], [np.nan]]), np.array([1, 0.7, 0.3]),
    ...     lambda place, x, w: weighted_mean(x, w), np.full(3, 0.5),
    ... )
    >>> found.values.tolist(), found.coverage.tolist()
    ([[1.0], [1.0], [nan]], [[0.7], [1.0], [0.0]])
    """
    many, flat = shares.ndim == 2, leaves.ndim == 2
    known = ~np.isnan(leaves if flat else leaves[..., 0])
    whole = least is None or bool(known.all())
    if many:
        leaves = _in_rows(leaves)
        values = np.empty((len(branches.groups), len(shares), leaves.shape[1]))
        covered = np.broadcast_to(1.0, values.shape) if whole else np.empty(values.shape)
    else:
        values = branches.with_leaves(leaves)
        covered = np.broadcast_to(1.0, values.shape[:2]) if whole else branches.with_leaves(known)
    for step in branches.steps:
        at = step.row if many else step.place
        x, w = step.of(leaves, values) if many else values[step.parts], shares[..., step.parts]
        values[at] = mean(step.place, x, w)
        if least is None or whole:
            continue
        there = ~np.isnan(x if flat else x[..., 0])
        evidence = step.of(known, covered) if many else covered[step.parts]
        covered[at] = weighted_sum(there * evidence, w)
        values[at][~((covered[at] >= least[step.place] - 1e-9) & (covered[at] > 0))] = np.nan
    return Climbed(values, covered)


def _in_rows(values: Array) -> Array:
    """Return values with each row in one piece, so that sums do not depend on how they lay in memory."""
    if values.flags.c_contiguous:
        return values
    rows = np.empty(values.shape)
    for row, given in zip(rows, values, strict=True):  # faster than all at once
        row[:] = given
    return rows


def node_means(branches: Branches, leaves: Array, shares: Array) -> Array:
    """Return the weighted mean at every node over the parts that are known, (units, nodes).

    Parameters
    ----------
    branches : Branches
        The tree.
    leaves : ndarray, shape (units, leaves)
        NaN where missing.
    shares : ndarray, shape (nodes,)
        Of every node within its group; the root's is not used.

    Examples
    --------
    >>> node_means(Branches(np.array([-1, 0, 0])), np.array([[1.0, 3.0]]), np.array([1, 0.5, 0.5]))
    array([[2., 1., 3.]])
    """
    return climb(branches, leaves.T, shares, lambda _, x, w: weighted_mean(x, w)).values.T


def whole_shares(parents: Places, shares: Array, top: int = 0) -> Array:
    """Return every node's share of the whole: the product of the local shares from the top down to it.

    Parameters
    ----------
    parents : ndarray, shape (nodes,)
        The place of every node's parent, which comes before it.
    shares : ndarray, shape (..., nodes)
        Of every node within its group; of the top what the products start with, usually 1.
    top : int
        The node that is the whole, by default the root; what is not below it has no share.

    Examples
    --------
    >>> whole_shares(np.array([-1, 0, 1, 1, 0]), np.array([1, 0.8, 0.5, 0.5, 0.2])).tolist()
    [1.0, 0.8, 0.4, 0.4, 0.2]
    """
    whole = np.array(shares, dtype=float)
    if top:
        whole[..., 0] = 0.0
    for place in range(1, whole.shape[-1]):
        if place != top:
            whole[..., place] *= whole[..., parents[place]]
    return whole


def totals(parents: Places, own: Array) -> Array:
    """Return what every node and all nodes below it have together, (..., nodes).

    Examples
    --------
    >>> totals(np.array([-1, 0, 1, 1, 0]), np.array([0.0, 0, 3, 4, 5])).tolist()
    [12.0, 7.0, 3.0, 4.0, 5.0]
    """
    total = np.array(own, dtype=float)
    for place in range(total.shape[-1] - 1, 0, -1):
        total[..., parents[place]] += total[..., place]
    return total


def _slice(places: Places) -> Any:
    """Return consecutive places as a slice, which copies nothing."""
    steady = (np.diff(places) == 1).all()
    return slice(int(places[0]), int(places[-1]) + 1) if steady else places
