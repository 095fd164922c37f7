"""Which actors hang together: communities by Louvain's method, and whether another start would find them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import POSITIVE, SEED, asked, count
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import Pairs, pairs_of
from govmetrics.network.qap import unknown_notes
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import in_place

_STABLE = 0.8


@dataclass(frozen=True, eq=False)
class Communities(Result):
    """Communities of actors (社群划分).

    Attributes
    ----------
    members : DataFrame
        One row an actor: community (1 is the largest), stability (the share of starts that agree on who is together
        with this actor, as a mean over the others).
    sizes : DataFrame
        One row a community: actors, the share of its actors' ties that stay within it.
    modularity : float
        Of the best start.
    agreement : float
        Mean share of pairs that a start and the best one both put together or both apart, corrected for chance
        (adjusted Rand index); 1 where every start finds the same.
    starts : int
    resolution : float
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    communities
    """

    members: pd.DataFrame
    sizes: pd.DataFrame
    modularity: float
    agreement: float
    starts: int
    resolution: float
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"sizes": "Communities of actors", "members": "Actors and their communities"}
    _cites: ClassVar = ("BlondelEtAl2008", "HubertArabie1985")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Communities were found by Louvain's method (resolution {resolution:g}) from {starts} starts, of which the one with "
            "the highest modularity was taken; ties were used without their direction."
        )
        return (Text(told, resolution=self.resolution, starts=self.starts),)

    def _finding(self) -> tuple[Text, ...]:
        told = "{count:# community|# communities} of actors, modularity {modularity:.3f}; starts agree to {agreement:.2f}."
        found = [Text(told, count=len(self.sizes), modularity=self.modularity, agreement=self.agreement)]
        if self.agreement < _STABLE:
            found.append(Text("Another start finds other communities: they are not settled."))
        return tuple(found)


def communities(
    net: Network | pd.DataFrame, resolution: float = 1.0, starts: int = 20, rng: int | np.random.Generator = 0
) -> Communities:
    """Find communities of actors by Louvain's method from several starts, and say how far these agree.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        Ties are taken without direction: the mean of both where both are known, else the one that is.
    resolution : float
        Above 1 more and smaller communities, below 1 fewer.
    starts : int
        Each goes through the actors in another order.
    rng : int or Generator
        Seed.

    Returns
    -------
    Communities
        `members`, `modularity`, `agreement`.

    Raises
    ------
    UnsuitableMethod
        No ties.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R., Lefebvre, E. (2008). Fast unfolding of communities in large networks.
    Journal of Statistical Mechanics, P10008. Hubert, L., Arabie, P. (1985). Comparing partitions. Journal of
    Classification 2, 193-218.

    Examples
    --------
    >>> ties = pd.DataFrame(np.kron(np.eye(2), np.ones((3, 3))), list("abcdef"), list("abcdef"))
    >>> found = communities(ties)
    >>> found.members["community"].tolist(), found.modularity, found.agreement
    ([1, 1, 1, 2, 2, 2], 0.5, 1.0)
    """
    asked(resolution=(resolution, POSITIVE), starts=(starts, count(1, 10_000)), rng=(rng, SEED))
    pairs = pairs_of(net, "net")
    both = _undirected(pairs)
    if not both.any():
        raise UnsuitableMethod("net", "has no tie", "choose a relation with ties")
    generator, seed = generator_of(rng)
    order = name_order(pairs.actors)
    sorted_ = both[np.ix_(order, order)]
    seeds = generator.integers(0, 2**31, starts)
    found = np.stack([_louvain(sorted_, resolution, int(one)) for one in seeds])
    scores = np.array([modularity(sorted_, one, resolution) for one in found])
    best = in_place(order, _by_size(found[scores.argmax()]))
    found = in_place(order, found)
    together = np.mean([one[:, None] == one[None, :] for one in found], axis=0)
    mine = best[:, None] == best[None, :]
    agree = np.where(mine, together, 1 - together)
    np.fill_diagonal(agree, 0.0)
    actors = pd.Index(pairs.actors, name="actor")
    members = pd.DataFrame(
        {"community": best + 1, "stability": agree.sum(axis=1) / max(pairs.n - 1, 1)}, actors
    )
    own = np.bincount(best, (both * mine).sum(axis=1))
    every = np.bincount(best, both.sum(axis=1))
    within = np.divide(own, every, out=np.full(len(own), np.nan), where=every > 0)
    sizes = pd.DataFrame(
        {"actors": np.bincount(best), "within": within}, pd.Index(np.arange(len(own)) + 1, name="community")
    )
    agreement = float(np.mean([adjusted_rand(best, one) for one in found]))
    return Communities(members, sizes, float(scores.max()), agreement, starts, float(resolution), seed,
                       unknown_notes(pairs, pairs.known))  # fmt: skip


def _undirected(pairs: Pairs) -> Array:
    known = pairs.known.astype(float)
    given = np.where(pairs.known, pairs.values, 0.0)
    top = float(given.max(initial=0.0)) or 1.0  # weights near the end of floats would overflow
    times = known + known.T
    found: Array = np.divide(given / top + given.T / top, times, out=np.zeros_like(given), where=times > 0)
    return found


def _louvain(both: Array, resolution: float, seed: int) -> Ints:
    import networkx as nx  # here only: it takes its time

    graph = nx.Graph()
    graph.add_nodes_from(range(len(both)))
    rows, columns = np.nonzero(np.triu(both))
    graph.add_weighted_edges_from(
        zip(rows.tolist(), columns.tolist(), both[rows, columns].tolist(), strict=True)
    )
    found = np.zeros(len(both), dtype=np.intp)
    for place, members in enumerate(
        nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    ):
        found[list(members)] = place
    return found


def modularity(both: Array, codes: Ints, resolution: float = 1.0) -> float:
    """Return how much more weight lies within communities than chance would put there."""
    degree, total = both.sum(axis=1), both.sum()
    within = both[codes[:, None] == codes[None, :]].sum() / total
    return float(within - resolution * ((np.bincount(codes, degree) / total) ** 2).sum())


def adjusted_rand(first: Ints, second: Ints) -> float:
    """Return the adjusted Rand index of two partitions; 1 where they are the same.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """

    def pairs(counts: Any) -> float:
        return float((counts * (counts - 1) / 2).sum())

    cells = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(cells, (first, second), 1)
    both, one, other = pairs(cells), pairs(cells.sum(axis=1)), pairs(cells.sum(axis=0))
    every = pairs(np.array([len(first)]))
    chance = one * other / every if every else 0.0
    most = (one + other) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _by_size(codes: Ints) -> Ints:
    """Return communities numbered from the largest; of equal size the one with the first actor comes first."""
    labels, first, counts = np.unique(codes, return_index=True, return_counts=True)
    order = np.lexsort([first, -counts])
    place = np.empty(len(labels), dtype=np.intp)
    place[order] = np.arange(len(labels))
    return place[np.searchsorted(labels, codes)]
