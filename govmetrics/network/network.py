"""`Network`: who names whom, in one community or in many, and who was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput, Result
from govmetrics.core.near import spelled
from govmetrics.core.options import among, asked, instance
from govmetrics.core.words import Text
from govmetrics.network.from_matrices import from_matrices
from govmetrics.network.network_faults import network_faults
from govmetrics.network.stacks import Stack, stacks_of
from govmetrics.numerics.arrays import Array, Ints


@spelled
@dataclass(frozen=True, eq=False)
class Network(Result):
    """The ties of one relation between the actors of one community, or of many.

    A person who did not answer has an unknown row, not a row of zeros: what the others say of that person is used, and
    what that person would have said is not guessed.

    Parameters
    ----------
    actors : DataFrame, index (community, actor)
        Everybody on the list, those without any tie too; columns are attributes (type, department...), perhaps none.
    ties : DataFrame, columns community, sender, receiver, weight
        One row a tie, its weight above zero; a weight of NaN says that it is not known whether there is one. Pairs
        without a row have no tie, where the sender answered.
    answered : Series of bool, index (community, actor), optional
        Who was asked and answered; by default everybody.
    directed : bool
        Whether A naming B is another thing than B naming A. In an undirected network there is a tie where either names
        the other, and a pair is known where either answered.
    relation : str
        What a tie means: trust, cooperation, advice.
    cap : int, optional
        How many others a respondent could name at most.
    notes : tuple of str
        What the user should know about the reading.

    Raises
    ------
    FaultyInput
        Actors twice, ties of unknown actors or between communities, of an actor with itself, twice, with a weight of zero
        or below, or of those who did not answer: all at once.

    See Also
    --------
    read_network

    Examples
    --------
    >>> net = Network.from_array([[0, 1, 0], [1, 0, 1], [0, 0, 0]], actors=["Li", "Wu", "He"])
    >>> net.matrix().to_numpy().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """

    actors: pd.DataFrame
    ties: pd.DataFrame
    answered: pd.Series = field(default_factory=lambda: pd.Series(dtype=bool))
    directed: bool = True
    relation: str = ""
    cap: int | None = None
    notes: tuple[str, ...] = field(default=())

    _shown: ClassVar = {"ties": "Ties", "actors": "Actors"}

    def __post_init__(self) -> None:
        given = self.answered
        nothing = given is None or (isinstance(given, pd.Series) and given.empty)
        if nothing and isinstance(self.actors, pd.DataFrame):
            object.__setattr__(self, "answered", pd.Series(True, self.actors.index, name="answered"))
        network_faults(self).raise_all()
        object.__setattr__(self, "ties", self.ties.reset_index(drop=True).astype({"weight": float}))
        object.__setattr__(self, "answered", self.answered.reindex(self.actors.index).astype(bool))
        object.__setattr__(self, "notes", tuple(self.notes))

    @classmethod
    def from_array(
        cls,
        matrix: Any,
        actors: Iterable[Any] | None = None,
        attributes: pd.DataFrame | None = None,
        directed: bool = True,
        relation: str = "",
    ) -> Network:
        """Return the network of a matrix, or of several.

        Parameters
        ----------
        matrix : array or DataFrame, shape (actors, actors), or mapping of community to such, or array (communities, ...)
            Rows name columns; zero is no tie, NaN is not known. A row of NaN is an actor who did not answer. The diagonal
            is not looked at.
        actors : list, optional
            Names, where the matrix has none; by default 1, 2, ...
        attributes : DataFrame, optional
            One row an actor, or (community, actor).
        directed : bool
            Where not, there is a tie where either names the other.
        relation : str
            What a tie means.

        Raises
        ------
        FaultyInput
            A matrix that is not square or whose rows and columns have other names; weights below zero or infinite.
        """
        parts = from_matrices(matrix, actors, attributes)
        return cls(**parts, directed=directed, relation=relation)

    @property
    def communities(self) -> pd.Index:
        """The communities, in the order of the list of actors."""
        return self.actors.index.get_level_values(0).unique()

    @property
    def n(self) -> pd.Series:
        """How many actors every community has."""
        counts = np.bincount(self._row[0], minlength=len(self.communities))
        return pd.Series(counts, self.communities.rename("unit"), name="n")

    def matrix(self, community: Any = None) -> pd.DataFrame:
        """Return the weights between the actors of a community, which may be left out where there is only one.

        Rows name columns: zero is no tie, NaN not known (the row of one who did not answer); the diagonal is zero.
        """
        place = self._place(community)
        names = pd.Index(self.actors.index[self._row[0] == place].get_level_values(1))
        found = self._array(place)
        return pd.DataFrame(found, names.rename("sender"), names.rename("receiver"))

    def attribute(self, name: str, community: Any = None) -> pd.Series:
        """Return an attribute of the actors of a community, in the order of `matrix`."""
        asked(name=(name, among(self.actors.columns)))
        rows = self._row[0] == self._place(community)
        found = self.actors.loc[rows, name]
        return pd.Series(found.set_axis(found.index.get_level_values(1).rename("actor")))

    def only(self, community: Any) -> Network:
        """Return the network of one community."""
        label = self.communities[self._place(community)]
        rows = self.actors.index.get_level_values(0) == label
        ties = self.ties[self.ties["community"].to_numpy() == label]
        return Network(
            self.actors[rows], ties, self.answered[rows], self.directed, self.relation, self.cap, self.notes
        )

    @cached_property
    def stacks(self) -> tuple[Stack, ...]:
        """The communities as arrays: those of like sizes in one stack, the smaller padded."""
        return stacks_of(self)

    @cached_property
    def _row(self) -> tuple[Ints, Ints]:
        """The community of every actor, and its place in it."""
        codes = pd.factorize(self.actors.index.get_level_values(0))[0].astype(np.intp)
        return codes, pd.Series(codes).groupby(codes).cumcount().to_numpy().astype(np.intp)

    def _place(self, community: Any) -> int:
        if community is None and len(self.communities) == 1:
            return 0
        if community is None:
            way_out = "name one: {known:5}"
            raise FaultyInput(
                "community", "there are several communities", way_out, known=list(self.communities)
            )
        asked(community=(community, among(self.communities)))
        return int(self.communities.get_indexer(pd.Index([community]))[0])

    def _counted(self) -> int:
        """Return how many ties are known, those without direction once, whichever of the two has named the other."""
        rows = self.ties[self.ties["weight"].notna()]
        if self.directed:
            return len(rows)
        ends = [
            self.actors.index.get_indexer(pd.MultiIndex.from_arrays([rows["community"], rows[end]]))
            for end in ("sender", "receiver")
        ]
        return len(np.unique(np.sort(np.array(ends), axis=0), axis=1).T)

    def _array(self, place: int) -> Array:
        stack = next(one for one in self.stacks if place in one.places)
        row = int(np.flatnonzero(stack.places == place)[0])
        n = int(stack.n[row])
        known = stack.known[row, :n, :n] | np.eye(n, dtype=bool)
        return np.where(known, stack.weights[row, :n, :n], np.nan)

    def _finding(self) -> tuple[Text, ...]:
        told = "{units:# community|# communities}, {actors:# actor|# actors}, {ties:# tie|# ties}; {answered} answered."
        ties = self._counted()
        return (
            Text(
                told,
                units=len(self.communities),
                actors=len(self.actors),
                ties=ties,
                answered=int(self.answered.sum()),
            ),
        )


NETWORK = instance(Network, Text("give what read_network returns, or Network.from_array"))
