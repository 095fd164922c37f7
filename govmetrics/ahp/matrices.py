"""What every AHP function accepts: one judgement matrix, labelled or not, or a stack of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from govmetrics.ahp.kinds import numbers_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import way_to
from govmetrics.core.reciprocals import checked
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Bools

Matrix = pd.DataFrame | ArrayLike

LABELS_DIFFER = Text("rows and columns differ in their labels")
SAME_LABELS = Text("give both the same unique labels, in the same order")
NO_NUMBER = Text("holds something that is not a number")


@dataclass(frozen=True, eq=False)
class Given:
    """A checked matrix or stack: always as a stack, with what is needed to label the answer.

    Parameters
    ----------
    stack : (k, n, n) array
        NaN = not asked.
    labels : Index or None
        What a DataFrame compares; None for arrays.
    single : bool
        Whether one matrix was given rather than a stack.
    missing : (k,) array
        Pairs that were not asked.
    notes : tuple of Note
        Which rounded reciprocals became exact ones.
    """

    stack: Array
    labels: pd.Index | None
    single: bool
    missing: NDArray[np.int64]
    notes: tuple[Note, ...] = ()

    @property
    def names(self) -> list[object]:
        """The labels, or positions counted from 0."""
        return list(range(self.stack.shape[1])) if self.labels is None else list(self.labels)


def read(matrix: Matrix, connected: bool = True) -> Given:
    """Return a matrix or stack as `Given`, or raise one error with everything that is wrong with it."""
    refuse_within("matrix", matrix)
    labels = None
    if isinstance(matrix, pd.DataFrame):
        labels = matrix.index
        if not labels.is_unique or list(labels) != list(matrix.columns):
            raise FaultyInput("matrix", LABELS_DIFFER, SAME_LABELS)
    cells = numbers_of(matrix)
    if cells is None:
        way_out = way_to(matrix, lambda held: numbers_of(held) is not None, ["matrix"])
        raise FaultyInput("matrix", NO_NUMBER, way_out or Text("write 1/3 as 0.3333, NaN for not asked"))
    single = cells.ndim == 2
    stack = cells[None] if single else cells
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2] or stack.size == 0:
        raise FaultyInput(shape_fault("matrix", cells, "give (n, n), or a stack (k, n, n)"))
    given = Given(stack, labels, single, missing_pairs(stack))
    exact, faults, notes = checked(stack, partial(_place, given), given.names)
    if not faults and connected and given.missing.any():
        faults = disconnected_faults(given, [_place(given, e) for e in range(len(stack))])
    Faults(faults).raise_all()
    return replace(given, stack=exact, notes=notes)


def shape_fault(place: str, cells: Array, way_out: str) -> Fault:
    """Return a fault that shows the shape of an array."""
    return Fault(place, Text("has the shape {shape}", shape=str(cells.shape)), way_out)


def disconnected_faults(given: Given, places: Sequence[str]) -> list[Fault]:
    """Return a fault for every matrix whose judgements do not connect all that is compared."""
    rows = np.flatnonzero(given.missing)
    if not rows.size:
        return []
    reach = reachable(given.stack[rows])
    problem = "the judgements fall into separate parts: {parts}"
    way_out = "ask for at least one comparison between the parts"
    return [
        Fault(places[row], problem, way_out, parts=_parts(reach[at], given.names))
        for at, row in enumerate(rows.tolist())
        if not reach[at].all()
    ]


def reachable(stack: Array) -> Bools:
    """Tell which elements are connected by judgements, directly or not. Shape (k, n, n)."""
    reach = (~np.isnan(stack)).astype(np.float32)
    n = stack.shape[1]
    reach[:, range(n), range(n)] = 1
    for _ in range(int(np.ceil(np.log2(max(n, 2))))):
        reach = (reach @ reach > 0).astype(np.float32)
    return reach > 0


def missing_pairs(stack: Array) -> NDArray[np.int64]:
    """Return how many pairs of every matrix were not asked. Shape (k,)."""
    nan = np.isnan(stack)
    return nan.sum(axis=(1, 2)) // 2 if nan.any() else np.zeros(len(stack), dtype=np.int64)


def _place(given: Given, position: int) -> str:
    return "matrix" if given.single else Text("matrix {position}", position=position)


def _parts(reach: Bools, names: list[object]) -> str:
    """Return the parts as lists of names with bars between them."""
    parts = dict.fromkeys(tuple(str(names[j]) for j in np.flatnonzero(row)) for row in reach)
    return " | ".join(", ".join(part) for part in parts)
