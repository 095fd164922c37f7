"""Measures of actors: who is named, who is between others, who has contacts that do not know each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Result
from govmetrics.core.options import asked
from govmetrics.core.words import Note, Text
from govmetrics.network.measures import ANSWERED
from govmetrics.network.network import NETWORK, Network
from govmetrics.network.stacks import Stack
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.geodesics import geodesics
from govmetrics.numerics.structural_holes import eigenvector, structural_holes

_PATHS = [
    "betweenness",
    "betweenness_share",
    "in_closeness",
    "out_closeness",
    "eigenvector",
    "constraint",
    "effective_size",
]
_NAMES = ["in_degree", "in_share", "out_degree", *_PATHS]


@dataclass(frozen=True, eq=False)
class ActorMeasures(Result):
    """Measures of every actor.

    Attributes
    ----------
    table : DataFrame, index (community, actor)
        ``in_degree`` (how many name the actor), ``in_share`` (of those who could), ``out_degree``, ``betweenness`` (pairs, as
        sna counts them) and ``betweenness_share`` (of all pairs of others), ``in_closeness`` and ``out_closeness`` (mean of 1 /
        distance), ``eigenvector`` (length 1), ``constraint``, ``effective_size``, ``role``.
    directed : bool
    notes : tuple of str

    See Also
    --------
    actors
    """

    table: pd.DataFrame
    directed: bool = True
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"table": "Measures of the actors"}
    _cites: ClassVar = ("freeman1978", "brandes2001", "burt1992")

    def _finding(self) -> tuple[Text, ...]:
        known = self.table["betweenness"].dropna()
        if known.empty or known.max() == 0:
            return ()
        share = self.table["betweenness_share"].loc[known.index].dropna()
        top = share.index[np.isclose(share, share.max(), rtol=1e-9, atol=0)]
        names = [f"{actor} ({community})" for community, actor in top]
        told = "Between most others: {actors:5}, on {share:.1%} of the shortest paths between pairs."
        return (Text(told, actors=names, share=float(share.max())),)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Actors were measured by ties without weights: closeness is the mean of inverse distances, betweenness counts "
            "shortest paths, the eigenvector, constraint and effective size take ties in both directions."
        )
        return (Text(told),)


def actors(net: Network) -> ActorMeasures:
    r"""Measure every actor: degrees, closeness, betweenness, eigenvector, constraint, effective size and role.

    Parameters
    ----------
    net : Network
        Of one community or many; a tie is a weight above zero.

    Returns
    -------
    ActorMeasures
        One row an actor. Roles are those of Wasserman and Faust: isolate, transmitter (names, and is not named), receiver
        (is named, and names nobody), carrier (once each), ordinary; in a network without directions isolate, pendant
        (one tie) and ordinary. Where it is not known whom an actor names there is no out-degree, and the role is "unknown".

    Raises
    ------
    FaultyInput
        Something else than a network.

    Notes
    -----
    Constraint and effective size are Burt's, ties in both directions added up; an actor without ties has none.
    The eigenvector is missing where a network has several components of equal weight, which leave it open. Where fewer
    than 90 % of a community answered, everything beyond degrees is missing.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239. Brandes, U.
    (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25, 163-177. Burt, R. S. (1992).
    Structural Holes, chapter 2 (its formulas were read in the documentation of networkx and JUNG, not in the book).

    Examples
    --------
    >>> net = Network.from_array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], actors=["Li", "Wu", "He"])
    >>> actors(net).table[["in_degree", "out_degree", "betweenness", "role"]].to_numpy().tolist()
    [[0.0, 1.0, 0.0, 'transmitter'], [1.0, 1.0, 1.0, 'carrier'], [1.0, 0.0, 0.0, 'receiver']]
    """
    asked(net=(net, NETWORK))
    place, seat = net._row
    found = np.full((len(net.actors), len(_NAMES)), np.nan)
    rows = np.full((len(net.communities), int(seat.max()) + 1), -1)
    rows[place, seat] = np.arange(len(net.actors))
    for stack in net.stacks:
        there = np.arange(stack.answered.shape[1]) < stack.n[:, None]
        mine = rows[stack.places][:, : there.shape[1]][there]
        found[mine] = np.moveaxis(_measured(stack, net.directed), 0, -1)[there]
    table = pd.DataFrame(found, net.actors.index, _NAMES)
    groups = net.actors.index.get_level_values(0)
    few = net.answered.groupby(groups, sort=False).transform("mean").to_numpy() < ANSWERED
    table.loc[few, _PATHS] = np.nan
    table["role"] = _roles(table["in_degree"].to_numpy(), table["out_degree"].to_numpy(), net.directed)
    return ActorMeasures(table, net.directed, tuple(_notes(net, groups[few].unique())))


def _measured(stack: Stack, directed: bool) -> Array:
    """Return the measures, shape (measures, communities, actors)."""
    ties, others = stack.weights > 0, np.maximum(stack.n[:, None] - 1.0, 1.0)
    named, could = ties.sum(axis=1, dtype=float), stack.known.sum(axis=1, dtype=float)
    share = np.divide(named, could, out=np.full(named.shape, np.nan), where=could > 0)
    out = np.where(stack.known.any(axis=2) | (stack.n[:, None] == 1), ties.sum(axis=2, dtype=float), np.nan)
    paths = geodesics(ties)
    pairs = others * (stack.n[:, None] - 2.0)
    part = np.divide(paths.betweenness, pairs, out=np.full(named.shape, np.nan), where=pairs > 0)
    near = np.divide(1.0, paths.distances, out=np.zeros(ties.shape), where=paths.distances > 0)
    between = paths.betweenness / (1 if directed else 2)
    close = near.sum(axis=1) / others, near.sum(axis=2) / others
    return np.array([named, share, out, between, part, *close, eigenvector(ties), *structural_holes(ties)])


def _roles(into: Array, out: Array, directed: bool) -> Array:
    if not directed:
        return np.select(
            [np.isnan(out), into == 0, into == 1], ["unknown", "isolate", "pendant"], "ordinary"
        ).astype(object)
    kinds = {
        "unknown": np.isnan(out),
        "isolate": (into == 0) & (out == 0),
        "transmitter": into == 0,
        "receiver": out == 0,
        "carrier": (into == 1) & (out == 1),
    }
    return np.select(list(kinds.values()), list(kinds), "ordinary").astype(object)


def _notes(net: Network, few: pd.Index) -> Iterator[str]:
    yield from net.notes
    if len(few):
        told = "fewer than 90% answered, so that nothing beyond degrees is given: {units:10}"
        yield Note(told, units=list(few))
