"""The analytic network process (网络分析法, ANP): priorities where elements depend on each other in circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.supermatrix import blocks_weighted, limit_of, read_clusters, read_square, read_supermatrix
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import LABEL, asked, optional, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.weights import Weights, shares_within_groups
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class NetworkPriorities(Result):
    """Priorities of a network of dependent elements.

    Attributes
    ----------
    priorities : DataFrame
        One row per element: cluster, limit (its row of the limit supermatrix, summing to one) and share (within its cluster;
        of elements that the limit leaves, such as the criteria of a hierarchy, by how often influence passes through
        them on its way from the goal).
    unweighted, weighted, limit : DataFrame, shape (n, n)
        The supermatrices; columns influence rows' priorities.
    structure : str
        "irreducible", "cyclic", "reducible" or "hierarchy".
    goal : object
        From which element the limit is read, where columns differ; None where they do not.
    notes : tuple of Note
        How the limit was taken, which columns were weighted alike.

    See Also
    --------
    network_process
    """

    priorities: pd.DataFrame
    unweighted: pd.DataFrame
    weighted: pd.DataFrame
    limit: pd.DataFrame
    structure: str
    goal: Any
    notes: tuple[Note, ...] = ()

    _cites: ClassVar = ("Saaty1999",)
    _left_out: ClassVar = ("unweighted",)

    def to_weights(self, tree: IndicatorTree) -> Weights:
        """Return the priorities of a tree's leaves as its weights: a group weighs what its leaves do.

        Raises
        ------
        FaultyInput
            Leaves of the tree that are no elements of the network, or all of which have the priority zero.

        Examples
        --------
        >>> W = pd.DataFrame([[0, 0.4, 0.5], [0.7, 0, 0.5], [0.3, 0.6, 0]], ["a", "b", "c"], ["a", "b", "c"])
        >>> tree = IndicatorTree.from_groups({"A": ["a", "b"], "C": ["c"]})
        >>> network_process(W).to_weights(tree).across_tree().round(4).to_dict()
        {'a': 0.3084, 'b': 0.3744, 'c': 0.3172}
        """
        asked(tree=(tree, TREE))
        problem, way_out = (
            "is no element of the network",
            "call the network's elements by the codes of the tree's indicators",
        )
        Faults(
            Fault(code, problem, way_out) for code in tree.codes if code not in self.priorities.index
        ).raise_all()
        limit = self.priorities["limit"]
        if not limit[tree.codes].sum() > 0:
            problem = "all its indicators have the priority zero"
            raise FaultyInput(tree.root.code, problem, "give a tree of the elements that the limit keeps")
        raw = {code: float(limit[tree.leaves(code)].sum()) for code in tree.node_codes[1:]}
        for group in tree.groups:  # parts of a group without any weight count alike
            if not any(raw[part] > 0 for part in tree.parts(group.code)):
                raw |= dict.fromkeys(tree.parts(group.code), 1.0)
        details = {"structure": self.structure}
        told = Procedure(self._method(), self._cites)
        return Weights(tree, shares_within_groups(tree, raw), Text("analytic network process"), details, told)

    def _method(self) -> tuple[Text, ...]:
        line = (
            "Priorities were determined by the analytic network process: the weighted supermatrix of the elements' mutual "
            "influence was raised to its limit."
        )
        return (Text(line),)

    def to_frame(self) -> pd.DataFrame:
        """Return `priorities`."""
        return self.priorities

    def _tables(self) -> list[Table]:
        names = {label: str(label) for label in self.priorities.index}
        first = Table.of(Text("Priorities of the network"), self.priorities.rename_axis("item"), "ahp", names)
        rest = [
            Table.of(caption, frame.rename_axis("item"), "ahp", names)
            for caption, frame in (
                (Text("Weighted supermatrix"), self.weighted), (Text("Limit supermatrix"), self.limit),
            )
        ]  # fmt: skip
        return [first, *rest]

    def _finding(self) -> tuple[Text, ...]:
        kept = self.priorities["limit"]
        kept = kept[kept > 0].sort_values(ascending=False, kind="stable")
        parts = [Text("{name} {weight:.3f}", name=str(k), weight=w) for k, w in kept.items()]
        said = {
            "irreducible": Text(
                "Every element influences every other, directly or not, so that the limit does not depend on where one begins."
            ),
            "cyclic": Text(
                "Influence runs in a circle and the powers do not settle: the limit is their average (Cesàro)."
            ),
            "reducible": Text(
                "Influence gathers in some elements only; the others have the priority zero in the limit."
            ),
            "hierarchy": Text(
                "The network is a hierarchy: the limit gives what the analytic hierarchy process would."
            ),
        }[self.structure]
        return Text("The limit priorities are {weights}.", weights=parts), said


def network_process(
    supermatrix: pd.DataFrame,
    clusters: Mapping[Any, Sequence[Any]] | None = None,
    cluster_weights: pd.DataFrame | None = None,
    goal: Any = None,
) -> NetworkPriorities:
    r"""Return priorities by the analytic network process (ANP) of a supermatrix.

    Parameters
    ----------
    supermatrix : DataFrame of shape (n, n)
        Column j holds the priorities of the row elements with respect to element j, 0 where j does not depend on them: the
        weights of `gm.ahp.eigenvector` of the comparisons asked "with respect to j". With clusters each block's column sums
        to one or is zero (unweighted), or each whole column sums to one (weighted already); without clusters the latter.
    clusters : mapping of cluster to elements, optional
        Which elements belong together; every element in one.
    cluster_weights : DataFrame of shape (clusters, clusters), optional
        Column c holds the weights of the row clusters with respect to c, summing to one; without it the clusters that an
        element depends on count alike. Of an element that depends on some of them only, the weights are brought to a sum
        of one.
    goal : element, optional
        From which column the limit is read, where it depends on where one begins; the only element that nothing is
        compared under (a hierarchy's goal) by default.

    Returns
    -------
    NetworkPriorities

    Raises
    ------
    FaultyInput
        Unequal labels, negative or missing entries, block columns that do not sum to one, elements in no cluster or in two,
        unusable cluster weights, an unknown goal: all at once.
    UnsuitableMethod
        The limit depends on where one begins and no goal is given or found.

    Notes
    -----
    The limit is that of the average of powers, :math:`\lim \frac1N \sum_{k=1}^N W^k`, which is the limit of :math:`W^k`
    wherever there is one, and the average over the cycle where the powers do not settle. It is found exactly from the
    classes of elements that influence each other, without raising anything to a power. Elements that depend on nothing (a
    hierarchy's alternatives) keep what reaches them. The limit ranks elements of all clusters together; compare alternatives
    by `share`, within their cluster.

    References
    ----------
    Saaty, T. L. (1999). Fundamentals of the analytic network process. Proceedings of ISAHP 1999, Kobe.

    Examples
    --------
    A hierarchy: two criteria with weights 0.6 and 0.4, two alternatives.

    >>> names = ["goal", "c1", "c2", "x", "y"]
    >>> W = pd.DataFrame(0.0, names, names)
    >>> W.loc[["c1", "c2"], "goal"] = [0.6, 0.4]
    >>> W.loc[["x", "y"], ["c1", "c2"]] = [[0.9, 0.2], [0.1, 0.8]]
    >>> network_process(W).priorities["limit"].round(4).to_dict()
    {'goal': 0.0, 'c1': 0.0, 'c2': 0.0, 'x': 0.62, 'y': 0.38}
    """
    faults = Faults()
    with faults:
        names, w = read_supermatrix(supermatrix)
    faults.raise_all()
    groups, problems = read_clusters(names, clusters)
    faults += problems
    odd = wanted(goal=(goal, optional(LABEL)))
    faults += odd
    if not odd and goal is not None and goal not in names:
        faults.append(Fault("goal", "is {value}", "there are: {labels}", value=shown(goal), labels=names))
    across = None
    if cluster_weights is not None and clusters is None:
        faults.append(
            Fault("cluster_weights", "are given without clusters", "give `clusters` too, or leave them out")
        )
    elif cluster_weights is not None and not problems:
        with faults:
            across = read_square(cluster_weights, list(dict.fromkeys(groups)), "cluster_weights")
    faults.raise_all()
    weighted, problems, alike = blocks_weighted(names, w, groups, across)
    Faults(problems).raise_all()
    limit, through, structure = limit_of(weighted)
    start, source = _start(names, weighted, limit, goal)
    column = limit[:, start]
    passed = through[:, start] if through.size else np.zeros(len(names))
    notes = (
        [Note("cluster weights were not given: the clusters that an element depends on count alike")]
        if alike
        else []
    )
    labels = pd.Index(names)
    frame = pd.DataFrame(
        {
            "cluster": list(groups),
            "limit": column,
            "share": _shares(groups, column, passed, start if source else None),
        },
        labels,
    )
    before, after, end = (pd.DataFrame(one, labels, labels) for one in (w, weighted, limit))
    return NetworkPriorities(
        frame, before, after, end, structure, names[start] if source else None, tuple(notes)
    )


def _start(names: list[Any], weighted: Array, limit: Array, goal: Any) -> tuple[int, bool]:
    """Return from which column the limit is read, and whether it matters."""
    same = np.ptp(limit, axis=1).max() < 1e-9
    if goal is not None:
        return names.index(goal), True
    if same:
        return 0, False
    sources = np.flatnonzero(~(weighted > 0).any(axis=1) & (weighted > 0).any(axis=0))
    if len(sources) != 1:
        problem = "the limit depends on where influence begins"
        raise UnsuitableMethod("supermatrix", problem, "name the element to begin with: goal=...")
    return int(sources[0]), True


def _shares(groups: Sequence[Any], column: Array, passed: Array, start: int | None) -> Array:
    """Return shares within clusters, of the limit or, where it leaves a cluster, of what passes through its elements."""
    shares = np.full(len(column), np.nan)
    named = pd.factorize(np.array([str(one) for one in groups], dtype=object))[0]
    for group in np.unique(named):
        rows = named == group
        held = column[rows] if column[rows].sum() > 1e-12 else passed[rows]
        if held.sum() > 1e-12:
            shares[rows] = held / held.sum()
    if start is not None and column[start] <= 1e-12:
        shares[start] = np.nan if not passed[start] else shares[start]
    return shares
