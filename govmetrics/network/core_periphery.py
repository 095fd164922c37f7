"""Is there a core? The split into core and periphery that fits best, and all that fit as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SEED, asked, choice, count
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import Pairs, enough, pairs_of
from govmetrics.network.qap import unknown_notes
from govmetrics.network.scores import measure_name
from govmetrics.numerics.arrays import Bools
from govmetrics.numerics.core_partitions import COUNTED, every_split, searched_splits
from govmetrics.numerics.draw_order import in_place


@dataclass(frozen=True, eq=False)
class CorePeriphery(Result):
    """The best split into core and periphery (核心-边缘结构).

    Attributes
    ----------
    fit : float
        The correlation of ties and ideal pattern.
    members : DataFrame
        One row an actor: in_core (in the first of the best splits) and core_share, the share of the best splits that have
        it in their core; between 0 and 1 it is not settled.
    splits : int
        How many splits fit best, as well as each other.
    densities : DataFrame
        Mean tie within and between core and periphery of the first.
    ties : {"ideal", "ignored"}
        How ties between core and periphery were taken.
    exhaustive : bool
        Whether every split was looked at; else the search may have missed the best one.
    rng : int or None
        The seed of the search.
    notes : tuple of Note

    See Also
    --------
    core_periphery
    """

    fit: float
    members: pd.DataFrame
    splits: int
    densities: pd.DataFrame
    ties: str
    exhaustive: bool
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"members": "Core and periphery", "densities": "Densities of core and periphery"}
    _cites: ClassVar = ("BorgattiEverett2000",)

    def _names(self) -> Mapping[Any, Any]:
        return {side: measure_name(side) for side in self.densities.columns}

    @property
    def core(self) -> list[object]:
        """The actors in the core of the first of the best splits."""
        return list(self.members.index[self.members["in_core"]])

    def _method(self) -> tuple[Text, ...]:
        ideal = Text("with ties between core and periphery in the ideal pattern")
        ignored = Text("leaving out pairs between core and periphery")
        told = "The split into core and periphery was chosen whose ideal pattern correlates most with the ties, {how}."
        every, some = Text("Every split was looked at."), Text("It was searched from several starts.")
        return Text(told, how=ideal if self.ties == "ideal" else ignored), every if self.exhaustive else some

    def _finding(self) -> tuple[Text, ...]:
        told = "{count:# actor is|# actors are} in the core: {names:20} (fit {fit:.3f})."
        core = [str(one) for one in self.core]
        found = [Text(told, count=len(core), names=core, fit=self.fit)]
        if self.splits > 1:
            open_ones = self.members.index[self.members["core_share"].between(1e-9, 1 - 1e-9)]
            told = "{count} splits fit as well as each other; not settled: {names:20}."
            found.append(Text(told, count=self.splits, names=[str(one) for one in open_ones]))
        return tuple(found)


def core_periphery(
    net: Network | pd.DataFrame,
    ties: Literal["ideal", "ignored"] = "ideal",
    starts: int = 50,
    rng: int | np.random.Generator = 0,
) -> CorePeriphery:
    """Split actors into a core and a periphery, and say how well that describes their ties.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        Weights count as they are.
    ties : {"ideal", "ignored"}
        Between core and periphery: in the ideal pattern everybody in the core has ties with everybody; or such pairs are
        left out, and only the core is to be dense and the periphery empty.
    starts : int
        For more than 21 actors, of whom not every split can be looked at: as many starts by number of ties, and as many
        drawn ones.
    rng : int or Generator
        Seed of the drawn starts.

    Returns
    -------
    CorePeriphery
        `fit`, `members`, `splits`: the best split need not be the only one.

    Raises
    ------
    UnsuitableMethod
        Fewer than three actors; all pairs alike.

    References
    ----------
    Borgatti, S. P., Everett, M. G. (2000). Models of core/periphery structures. Social Networks 21, 375-395.

    Examples
    --------
    >>> star = pd.DataFrame([[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]], list("abcd"), list("abcd"))
    >>> found = core_periphery(star)
    >>> found.core, round(found.fit, 6), found.splits
    (['a'], 1.0, 1)
    """
    asked(ties=(ties, choice("ideal", "ignored")), starts=(starts, count(1, 1000)), rng=(rng, SEED))
    pairs = pairs_of(net, "net")
    enough(pairs, 3, "net", Text("a core and a periphery"))
    generator, seed = generator_of(rng)
    order = name_order(pairs.actors)
    exhaustive, ideal = pairs.n <= COUNTED, ties == "ideal"
    if exhaustive:
        fit, cores = every_split(pairs.values, pairs.known, ideal)
    else:
        here = np.ix_(order, order)
        fit, cores = searched_splits(pairs.values[here], pairs.known[here], ideal, starts, generator)
        cores = in_place(order, cores)
    if np.isnan(fit):
        way_out = "there is no core to be found where all ties are alike"
        raise UnsuitableMethod("net", "all pairs that can be compared have the same value", way_out)
    first = cores[
        np.lexsort(~cores[:, order].T[::-1])[0]
    ]  # of those that fit alike the one with the first actors in its core
    members = pd.DataFrame(
        {"in_core": first, "core_share": cores.mean(axis=0)}, pd.Index(pairs.actors, name="actor")
    )
    notes = unknown_notes(pairs, pairs.known)
    if not exhaustive:
        told = "with more than {most} actors not every split is looked at: another seed or more starts may find a better one"
        notes += (Note(told, most=COUNTED),)
    return CorePeriphery(fit, members, len(cores), _densities(pairs, first), ties, exhaustive, seed, notes)


def _densities(pairs: Pairs, core: Bools) -> pd.DataFrame:
    sides = np.stack([core, ~core]).astype(float)
    known = sides @ pairs.known @ sides.T
    with np.errstate(invalid="ignore"):
        found = sides @ np.where(pairs.known, pairs.values, 0.0) @ sides.T / known
    return pd.DataFrame(found, pd.Index(["core", "periphery"], name="from"), ["core", "periphery"])
