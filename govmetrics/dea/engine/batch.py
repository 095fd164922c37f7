"""Thousands of small linear programs of one shape: their columns, prices and bases, on arrays.

Every program has its own right side and row scaling; all share the reference columns, so that one matrix product
prices the columns of all programs. The batch is the last axis of every array (vector operations then run along
the programs), but the first axis where columns are priced.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from govmetrics.dea.engine.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Batch:
    """B programs: maximise cost . z subject to columns, special columns and slacks = right side, all >= 0.

    The columns of program b are coded 0 .. p-1 for the slack of each row, p .. p+k-1 for the special columns and
    p+k+j for reference column j.

    Attributes
    ----------
    columns : (p, n)
        Reference columns, all of cost 0.
    scale : (p, B)
        Program b uses `scale[:, b, None] * columns`.
    slack : (p,)
        Sign of each row's slack; 0 where the row is an equation.
    special : (p, k, B)
        Columns of each program's own, already in its scaling.
    right : (p, B)
    barred : (B, n) or None
        Reference columns that a program may not use.
    barred_special : (k, B) or None
    factor, which, factored
        Rows `factored` of reference column j are multiplied by `factor[which[b], j]` (bootstrap samples).
    free : bool
        Whether slot 0 of the basis holds a variable without sign, which never leaves.
    """

    columns: Floats
    scale: Floats
    slack: Floats
    special: Floats
    right: Floats
    barred: Bools | None = None
    barred_special: Bools | None = None
    factor: Floats | None = None
    which: Ints | None = None
    factored: slice = field(default_factory=lambda: slice(0, 0))
    free: bool = True

    def take(self, chosen: npt.NDArray[np.int64]) -> Batch:
        """Return the chosen programs."""
        return replace(
            self,
            scale=self.scale.take(chosen, axis=1),
            special=self.special.take(chosen, axis=2),
            right=self.right.take(chosen, axis=1),
            barred=None if self.barred is None else self.barred[chosen],
            barred_special=None if self.barred_special is None else self.barred_special.take(chosen, axis=1),
            which=None if self.which is None else self.which[chosen],
        )

    def gather(self, codes: Ints) -> Floats:
        """Return the columns with these codes, one per program: (p, B)."""
        p, k = self.special.shape[:2]
        ref = np.maximum(codes - p - k, 0)
        column: Floats = self.columns.take(ref, axis=1) * self.scale
        if self.factor is not None and self.which is not None:
            column[self.factored] *= self.factor[self.which, ref]
        own = np.flatnonzero(codes < p + k)
        if len(own):
            c = codes[own]
            column[:, own] = np.where(
                c < p, 0.0, self.special[:, np.clip(c - p, 0, k - 1), own] if k else 0.0
            )
            unit = own[c < p]
            column[codes[unit], unit] = self.slack[codes[unit]]
        return column

    def price(self, multipliers: Floats) -> Floats:
        """Return multipliers . column for every reference column: (B, n)."""
        q = multipliers * self.scale
        if self.factor is None or self.which is None:
            return q.T @ self.columns
        inside = np.zeros(len(q), dtype=bool)
        inside[self.factored] = True
        scaled = q[inside].T @ self.columns[inside]
        scaled *= self.factor[self.which]
        scaled += q[~inside].T @ self.columns[~inside]
        return scaled


Stage = tuple[Floats, Floats]
"""Costs of one objective: of the slacks (p, B) and of the special columns (k, B)."""


def gather_basis(programs: Batch, codes: Ints) -> Floats:
    """Return each program's basis matrix (p, p, B)."""
    return np.stack([programs.gather(slot) for slot in codes], axis=1)


def factorise(programs: Batch, codes: Ints) -> tuple[Floats, Floats]:
    """Return the inverse (p, p, B) of each basis with its columns scaled to 1, and those scales (p, B).

    A singular basis has an inverse of NaN.
    """
    matrix = gather_basis(programs, codes)
    norm = np.maximum(np.abs(matrix).max(axis=0), 1e-300)
    matrix = (matrix / norm).transpose(2, 0, 1)
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        inverse = np.full_like(matrix, np.nan)
        sound = np.linalg.matrix_rank(matrix) == len(codes)
        inverse[sound] = np.linalg.inv(matrix[sound])
    return np.ascontiguousarray(inverse.transpose(1, 2, 0)), norm


def exact_rows(pi: Floats, codes: Ints, cost_slack: Floats, sign: Floats) -> None:
    """Put the multiplier of every row whose slack is basic to its exact value, the slack's cost (in place)."""
    slot, program = np.nonzero(codes < len(codes))
    row = codes[slot, program]
    pi[row, program] = cost_slack[row, program] / np.where(sign[row] == 0, 1.0, sign[row])


def basic_cost(codes: Ints, cost_slack: Floats, cost_special: Floats) -> Floats:
    """Return the costs (p, B) of basic columns; reference columns cost nothing."""
    p, k = len(codes), len(cost_special)
    costs = np.concatenate([cost_slack, cost_special, np.zeros((1, codes.shape[1]))])
    return np.take_along_axis(costs, np.minimum(codes, p + k), axis=0)


def sizes(programs: Batch, pi: Floats) -> Floats:
    """Return |multipliers| . |column| for every reference column: (B, n)."""
    return replace(programs, columns=np.abs(programs.columns)).price(np.abs(pi))
