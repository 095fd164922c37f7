"""Effects of units, and of periods, taken out of columns: exactly, for unbalanced panels too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


@dataclass(frozen=True)
class Absorbed:
    """What takes effects out of columns.

    Parameters
    ----------
    unit : ndarray of int, shape (n,)
    basis : ndarray, shape (n, r)
        Orthonormal, of the periods' indicators freed of the units' effects; r is 0 without effects of periods.
    count : int
        How many effects are estimated: units, and r of periods.
    """

    unit: Ints
    basis: Array
    count: int

    def free(self, x: Array) -> Array:
        """Return columns, (n,) or (n, k), without the effects."""
        columns = x.reshape(len(x), -1)
        freed = columns - means_of(columns, self.unit)[self.unit]
        freed -= means_of(freed, self.unit)[self.unit]  # what rounding left of values far from zero
        freed -= self.basis @ (self.basis.T @ freed)
        return freed.reshape(x.shape)


def means_of(x: Array, groups: Ints) -> Array:
    """Return the means of columns (n, k) by group, (groups, k)."""
    counts = np.bincount(groups)
    sums = [np.bincount(groups, weights=column, minlength=len(counts)) for column in x.T]
    return np.stack(sums, axis=1) / counts[:, None] if sums else np.zeros((len(counts), 0))


def absorb(unit: Ints, period: Ints | None = None) -> Absorbed:
    """Return what takes effects of units, and of periods where they are given, out of columns.

    The periods' indicators without their means by unit span what periods add (Baltagi 2021); their crossproduct is
    diag(n_t) - C' diag(1 / T_i) C with the incidence C, so that panels without some rows need no iteration.
    """
    units = int(unit.max()) + 1
    if period is None:
        return Absorbed(unit, np.zeros((len(unit), 0)), units)
    seen = np.zeros((units, int(period.max()) + 1))
    seen[unit, period] = 1.0
    share = seen / seen.sum(axis=1, keepdims=True)
    value, vector = np.linalg.eigh(np.diag(seen.sum(axis=0)) - seen.T @ share)
    kept = value > 1e-9 * max(float(value[-1]), 1.0)
    turn = vector[:, kept] / np.sqrt(value[kept])
    basis = turn[period] - (share @ turn)[unit]
    return Absorbed(unit, basis, units + int(kept.sum()))
