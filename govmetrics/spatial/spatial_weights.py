"""`SpatialWeights`: who is whose neighbour, and how much each counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import unit_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import FLAG, LIST, asked
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints

KINDS = {
    "queen": Text("units whose outlines touch are neighbours (queen)"),
    "rook": Text("units whose outlines share a line are neighbours (rook)"),
    "nearest": Text("the nearest units are neighbours"),
    "distance": Text("units within a distance are neighbours"),
    "inverse": Text("units count by the inverse of their distance"),
    "edges": Text("neighbours are those of a given table"),
}


@dataclass(frozen=True, eq=False)
class SpatialWeights(Result):
    """Neighbours and their weights (空间权重矩阵).

    Attributes
    ----------
    units : tuple
        In the order of rows and columns of the matrix.
    links : DataFrame
        One row a pair: unit, neighbour, weight (before standardisation), and distance where there is one.
    kind : str
        "queen", "rook", "nearest", "distance", "inverse" or "edges".
    standardised : bool
        Whether the weights of every unit sum to one.
    neighbours : DataFrame
        One row a unit: neighbours, component (those that are connected have one number).
    notes : tuple of Note

    See Also
    --------
    weights
    """

    units: tuple[Any, ...]
    links: pd.DataFrame
    kind: str
    standardised: bool
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"neighbours": "Neighbours"}
    _cites: ClassVar = ("anselin1988",)

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return super()._keys() | {"neighbours": pd.DataFrame}

    @cached_property
    def raw(self) -> Any:
        """The weights before standardisation, a sparse array (n, n)."""
        from scipy.sparse import csr_array

        index = pd.Index(self.units)
        rows, columns = (index.get_indexer(self.links[name]) for name in ("unit", "neighbour"))
        n = len(index)
        return csr_array((self.links["weight"].to_numpy(dtype=float), (rows, columns)), shape=(n, n))

    @cached_property
    def sparse(self) -> Any:
        """The weights in use, a sparse array (n, n): row i has the weights of the neighbours of unit i."""
        from scipy.sparse import diags_array

        if not self.standardised:
            return self.raw
        sums = self.raw.sum(axis=1)
        return (diags_array(np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)) @ self.raw).tocsr()

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """One row a unit: how many neighbours it has, and the number of the part of the map it is connected with."""
        index = pd.Index(list(self.units), name="unit", dtype=object if _mixed(self.units) else None)
        return pd.DataFrame({"neighbours": self.counts, "component": components(self.raw) + 1}, index)

    @property
    def counts(self) -> Ints:
        """How many neighbours every unit has."""
        found: Ints = np.diff(self.raw.indptr).astype(np.intp)
        return found

    @property
    def index(self) -> pd.Index:
        """The units as an index."""
        return self.neighbours.index

    @property
    def islands(self) -> list[Any]:
        """Units without neighbours."""
        return [unit for unit, count in zip(self.units, self.counts, strict=True) if not count]

    @property
    def symmetric(self) -> bool:
        """Whether, before standardisation, every pair counts the same both ways."""
        gap = abs(self.raw - self.raw.T)
        return not gap.nnz or float(gap.max()) <= 1e-12 * float(abs(self.raw).max())

    def matrix(self) -> pd.DataFrame:
        """Return the weights in use as a table of units by units."""
        return pd.DataFrame(self.sparse.toarray(), self.index, self.index.rename("neighbour"))

    def only(self, units: Iterable[Any], islands: bool = False) -> SpatialWeights:
        """Return the weights among some of the units, in the order in which the map has them.

        Parameters
        ----------
        units : list
            Those that stay.
        islands : bool
            Allow units that lose all their neighbours.

        Returns
        -------
        SpatialWeights

        Raises
        ------
        FaultyInput
            Unknown units, or islands that are not allowed.
        """
        asked(units=(units, LIST), islands=(islands, FLAG))
        given = [clean(unit) for unit in units]
        Faults(unit_faults(self.index, given)).raise_all()
        kept = pd.Index([unit for unit in self.units if unit in set(given)])
        if not len(kept):
            raise FaultyInput("units", "there are none", "name at least one")
        links = self.links[self.links["unit"].isin(kept) & self.links["neighbour"].isin(kept)].reset_index(
            drop=True
        )
        found = SpatialWeights(tuple(kept), links, self.kind, self.standardised)
        return with_notes(found, islands, "units")

    def standardise(self, standardised: bool = True) -> SpatialWeights:
        """Return the same neighbours with weights that sum to one for every unit, or as they are.

        Parameters
        ----------
        standardised : bool
            False for weights before standardisation: 1 for every neighbour, or the inverse of the distance.

        Returns
        -------
        SpatialWeights
        """
        asked(standardised=(standardised, FLAG))
        return SpatialWeights(self.units, self.links, self.kind, bool(standardised), self.notes)

    def _method(self) -> tuple[Text, ...]:
        how = (
            Text("Weights of every unit sum to one.")
            if self.standardised
            else Text("Weights were not standardised.")
        )
        return (Text("Neighbours: {kind}.", kind=KINDS[self.kind]), how)

    def _finding(self) -> tuple[Text, ...]:
        counts = self.counts
        told = (
            "{n:# unit|# units}, {links:# pair|# pairs} of unit and neighbour, {mean:.1f} neighbours on average "
            "({low} to {high})."
        )
        found = [Text(told, n=len(counts), links=len(self.links), mean=float(counts.mean()), low=int(counts.min()),
                      high=int(counts.max()))]  # fmt: skip
        parts = int(self.neighbours["component"].max())
        if parts > 1:
            found.append(Text("The map falls into {count} parts that are not connected.", count=parts))
        return tuple(found)


def _mixed(units: tuple[Any, ...]) -> bool:
    return len({type(unit) for unit in units}) > 1


def components(raw: Any) -> Ints:
    """Return the number of the part of the map, from 0 in the order of units, with which every unit is connected."""
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(raw, directed=True, connection="weak")
    return pd.factorize(labels)[0]


def with_notes(
    found: SpatialWeights, islands: bool, place: str, notes: tuple[Note, ...] = ()
) -> SpatialWeights:
    """Return weights with notes of islands and parts; islands that are not allowed are refused, each named."""
    alone = found.islands
    if alone and not islands:
        way = 'say islands=True to keep it without neighbours, use kind="nearest", or leave it out'
        Faults(
            each(alone, lambda unit: Fault(place, "{unit!r} has no neighbour", way, unit=str(unit)))
        ).raise_all()
    told = []
    if alone:
        told.append(
            Note(
                "without neighbours, so that their lag counts as zero: {names:10}",
                names=list(map(str, alone)),
            )
        )
    parts = found.neighbours["component"]
    sizes = parts.value_counts()
    if len(sizes) > 1 + len(alone):
        small = [str(unit) for unit in found.index[parts != sizes.idxmax()]]
        told.append(Note("the map is in {count} parts that are not connected; beside the largest stand {names:10}",
                         count=len(sizes), names=small))  # fmt: skip
    return SpatialWeights(found.units, found.links, found.kind, found.standardised, (*notes, *told))


def linked(
    units: pd.Index, rows: Ints, columns: Ints, weight: Array, distance: Array | None = None
) -> pd.DataFrame:
    """Return links from places in the list of units, ordered by unit and neighbour."""
    order = np.lexsort((columns, rows))
    names = np.array(units, dtype=object)
    frame = pd.DataFrame(
        {"unit": names[rows[order]], "neighbour": names[columns[order]], "weight": weight[order]}
    )
    return frame if distance is None else frame.assign(distance=distance[order])
