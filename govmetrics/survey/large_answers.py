"""The answers of a survey that stay where they are, as blocks of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.replicates import Replicates
from govmetrics.core.survey import Survey
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.survey.large_raked import Cells, cells_of
from govmetrics.survey.large_replicates import Wide, factors_by_cell
from govmetrics.survey.large_shares import coded
from govmetrics.survey.large_source import Source
from govmetrics.survey.raked import Raked
from govmetrics.survey.unit_rows import Units


@dataclass(frozen=True, eq=False)
class Answers:
    """Where answers are, and how they are read.

    Attributes
    ----------
    source : Source
    known : Survey
        Every different answer of every item, and every different row of groups, at least once.
    columns : dict of item to column
    codes : dict of item to the code of every different answer
    groups : list of str
        Columns that rows of groups are made of.
    weight : str or None
        The column of the design weights.
    replicates : Replicates or None
        Whose columns are the source's.
    """

    source: Source
    known: Survey
    columns: dict[str, str]
    codes: dict[str, dict[Any, float]]
    groups: list[str]
    weight: str | None
    replicates: Replicates | None

    @cached_property
    def tally(self) -> Array:
        """Respondents, weights and squares of each different row of groups."""
        return self.source.tally(self.weight) if self.groups else np.zeros((0, 3))

    @property
    def rows(self) -> pd.DataFrame:
        """The different rows of groups."""
        return self.known.by.iloc[: len(self.tally)]

    def cells(self, weights: Raked | None) -> Cells | None:
        """Return the cells of raked weights."""
        return None if weights is None else cells_of(self.rows, self.tally, weights)

    @property
    def counts(self) -> Array:
        """How many respondents each row of `known` stands for."""
        counts = np.zeros(self.known.n)
        counts[: max(len(self.tally), 1)] = self.tally[:, 0] if len(self.tally) else self.source.n
        return counts

    def blocks(self, units: Units | None, cells: Cells | None) -> Iterator[tuple[Array, Array, Ints, Ints]]:
        """Yield answers as codes (n, items), weights, the unit of each (-1: none), and its row of groups."""
        columns = [self.columns[item] for item in self.known.items]
        for block in self.source.blocks([*columns, *self._weights], self._grouped(units, cells)):
            yield self._decoded(block, units, cells)

    def wide(self, units: Units, cells: Cells | None, weights: Raked | None) -> Iterator[Wide]:
        """Yield the same with the weights of every replicate, which are raked anew."""
        factors = None if cells is None or weights is None else self._factors(cells, weights)
        columns = [self.columns[item] for item in self.known.items]
        wanted_columns = [*columns, *self._weights, *self._repeated]
        for block in self.source.blocks(wanted_columns, self._grouped(units, cells)):
            x, w, place, rows = self._decoded(block, units, cells)
            many = self._many(block)
            if cells is not None and factors is not None:
                many = many * factors.T[cells.of[rows]]
            yield x, w, place, rows, many

    def _factors(self, cells: Cells, weights: Raked) -> Array:
        """Return what replicates are multiplied by, raked anew, (replicates, cells)."""
        blocks = (
            (self._many(block), block["place"].to_numpy().astype(np.intp))
            for block in self.source.blocks([*self._weights, *self._repeated], True)
        )
        return factors_by_cell(blocks, cells, weights, len(self._repeated))

    def _many(self, block: pd.DataFrame) -> Array:
        """Return the weights of every replicate, (n, replicates), which are the last columns of a block."""
        assert self.replicates is not None
        first = block.shape[1] - 1 - len(self._repeated)
        many = block.iloc[:, first:-1].to_numpy(dtype=float)
        if self.replicates.factors and self.weight is not None:
            many = many * block.iloc[:, [first - 1]].to_numpy(dtype=float)
        return many

    def _decoded(
        self, block: pd.DataFrame, units: Units | None, cells: Cells | None
    ) -> tuple[Array, Array, Ints, Ints]:
        k = len(self.known.items)
        x = np.empty((len(block), k), order="F")
        for at, item in enumerate(self.known.items):
            x[:, at] = coded(block.iloc[:, at], self.codes[item])
        w = np.ones(len(block)) if self.weight is None else block.iloc[:, k].to_numpy(dtype=float)
        rows = block["place"].to_numpy().astype(np.intp)
        w = w if cells is None else w * cells.g[cells.of[rows]]
        return x, w, rows if units is None or not self.groups else units.place[rows], rows

    def _grouped(self, units: Units | None, cells: Cells | None) -> bool:
        """Tell whether rows of groups are needed."""
        return bool(self.groups) and (units is not None or cells is not None)

    @property
    def _weights(self) -> list[str]:
        return [] if self.weight is None else [self.weight]

    @property
    def _repeated(self) -> list[str]:
        return [] if self.replicates is None else list(map(str, self.replicates.weights.columns))
