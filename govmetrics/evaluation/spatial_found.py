"""Whether neighbours are alike and where scores cluster: one record of what `spatial` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.several import Several
from govmetrics.spatial import LocalMoran, Moran, SpatialMarkov, SpatialWeights


@dataclass(frozen=True, eq=False)
class SpatialPattern(Several):
    """Whether neighbouring units are alike in the latest period, where they cluster, and how they move beside neighbours.

    Attributes
    ----------
    moran : Moran
        By node.
    local : dict
        {node: LocalMoran}; on the page and in Word maps are drawn of these nodes.
    markov : SpatialMarkov or None
        Of the first node, where there are several periods.
    neighbours : SpatialWeights
    notes : tuple of Note
        Units of the map or of the records that are left out.
    labels : mapping of code to Label
        What the nodes are called.
    outlines : mapping or None
        The map, as GeoJSON; None where neighbours were given without one.

    See Also
    --------
    evaluate
    """

    moran: Moran
    local: dict[str, LocalMoran]
    markov: SpatialMarkov | None
    neighbours: SpatialWeights
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    outlines: Mapping[str, Any] | None = None

    _left_out: ClassVar = ("labels", "outlines")
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """Moran's I, the local ones by node, the chain, the neighbours."""
        chain = {} if self.markov is None else {"markov": self.markov}
        return {"moran": self.moran, **self.local, **chain, "neighbours": self.neighbours}

    def _tables(self) -> list[Table]:
        """Return the tables of every result; the captions of the local ones name their node."""
        tables = list(self.moran._complete_tables())
        for code, one in self.local.items():
            for table in one._complete_tables():
                named = Text("{caption}: {column}", caption=table.caption, column=self.labels.get(code, code))
                tables.append(replace(table, caption=named))
        for result in (self.markov, self.neighbours):
            tables += [] if result is None else result._complete_tables()
        return tables

    def _finding(self) -> tuple[Text, ...]:
        local = [
            Text("{name}: {finding}", name=self.labels.get(code, code), finding=text)
            for code, one in self.local.items()
            for text in one._finding()
        ]
        chain = () if self.markov is None else self.markov._finding()
        return (*self.moran._finding(), *local, *chain, *self.neighbours._finding())

    def _names(self) -> Mapping[str, Label]:
        return self.labels
