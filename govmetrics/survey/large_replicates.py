"""Replicate weights of a survey in blocks: what is wrong with them, and the sums of every unit and replicate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import Kind
from govmetrics.core.replicates import WEIGHTS_WANTED, Replicates, all_zero
from govmetrics.core.survey_faults import weight_missing
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.survey.drawn_columns import Drawn
from govmetrics.survey.large_raked import Cells
from govmetrics.survey.large_source import Source, quoted
from govmetrics.survey.raked import Raked
from govmetrics.survey.replicated import raked_factors

Wide = tuple[Array, Array, Ints, Ints, Array]
"""Answers as codes (n, items), weights, units, rows of groups, and the weights of every replicate, (n, replicates)."""
MAPPING = Kind(
    lambda value: value is None or isinstance(value, Mapping),
    Text('give {{"columns": [...], "kind": "jk1"}}'),
)


def read_replicates(held: Source, said: Mapping[str, Any] | None, weight: str | None) -> Replicates | None:
    """Return how replicates become a variance; the rows of its weights stand for none, its columns are those of the source.

    Raises
    ------
    FaultyInput
        As `read_survey`; weights that are no numbers or below zero, with the number of respondents and the first rows.
    """
    if said is None:
        return None
    heads = pd.DataFrame(1.0, index=range(2), columns=pd.Index(held.columns, dtype=object))
    made = Drawn(heads).replicates(said)
    assert made is not None
    faults = Faults() if weight is not None or made.factors else Faults([weight_missing()])
    for name in map(str, made.weights.columns):
        number = f"TRY_CAST({quoted(name)} AS DOUBLE)"
        good = f"coalesce(isfinite({number}) AND {number} >= 0, false)"
        bad = held.rows(f"SELECT {quoted(name)} FROM {{view}} WHERE NOT {good} GROUP BY ALL LIMIT 5")
        faults += [
            Fault(held.rows_with(name, value), "is empty", WEIGHTS_WANTED)
            if value is None
            else Fault(held.rows_with(name, value), "is {value}", WEIGHTS_WANTED, value=str(value))
            for (value,) in bad
        ]
        if not bad and not held.one(f"SELECT max({number}) FROM {{view}}")[0]:
            faults.append(all_zero(name))
    faults.raise_all()
    return made


class ReplicateSums:
    """Of every unit and replicate the sums of ``w`` and ``w y`` by leaf.

    Parameters
    ----------
    units, leaves, replicates : int
    middle : float
        Points are counted from here.
    """

    def __init__(self, units: int, leaves: int, replicates: int, middle: float) -> None:
        self.middle = middle
        self.sums = np.zeros((units, 2 * leaves, replicates))

    def add(self, y: Array, w: Array, place: Ints) -> None:
        """Add a block: points (n, leaves), weights (n, replicates), unit of each (-1: none)."""
        order = np.argsort(place, kind="stable")
        order = order[np.searchsorted(place[order], 0) :]
        y, w, place = y[order], w[order], place[order]
        here = ~np.isnan(y)
        both = np.hstack([here, np.where(here, y - self.middle, 0.0)])
        starts = np.flatnonzero(np.diff(place, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(place)], strict=True):
            self.sums[place[start]] += both[start:end].T @ w[start:end]

    def means(self) -> Array:
        """Return the means, (replicates, units, leaves); NaN where a replicate has nobody."""
        k = self.sums.shape[1] // 2
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.moveaxis(self.sums[:, k:] / self.sums[:, :k] + self.middle, 2, 0)


def no_shares(replicates: Replicates | None) -> Faults:
    """Return the fault of shares in blocks, which know no replicate weights."""
    if replicates is None:
        return Faults()
    problem = "has replicate weights, which shares in blocks do not use"
    return Faults([Fault("survey", problem, "open the survey without replicates, or read it into memory")])


def refuse_many(units: int, leaves: int, count: int, most: int) -> None:
    """Refuse sums that are more numbers than fit into memory; means and deviations take as much again, each."""
    if 8 * units * leaves * count > most:
        problem = (
            "{units:,} units, {leaves:,} indicators and {count:,} replicates need more than {most:,} sums"
        )
        way_out = "name a coarser group column, score parts of the tree one after the other, or choose errors='linearised'"
        raise UnsuitableMethod("by", problem, way_out, units=units, leaves=leaves, count=count, most=most)


def factors_by_cell(blocks: Iterable[tuple[Array, Ints]], cells: Cells, weights: Raked, count: int) -> Array:
    """Return what the weights of every replicate are multiplied by, raked anew, (replicates, cells).

    `blocks` are weights (n, replicates), and the row of groups of each.
    """
    mass = np.zeros((len(cells.g), count))
    for w, rows in blocks:
        order = np.argsort(cells.of[rows], kind="stable")
        cell = cells.of[rows][order]
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        mass[cell[starts]] += np.add.reduceat(w[order], starts)
    return raked_factors(cells.x, mass.T, weights)
