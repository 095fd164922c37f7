"""Sums over blocks of respondents that the means of units, and the errors of respondents drawn one by one, are made of."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.linearisation import Design, inverse_normal
from govmetrics.survey.large_design import Pairs
from govmetrics.survey.large_raked import Cells
from govmetrics.survey.standard_errors import without

DUST = 1e-13
"""Of what was summed: a variance below is what is left of rounding, all answers being the same."""


class DrawnSums:
    """Of every unit within a stratum, or a cluster: respondents by leaf, and sums of ``w`` and ``w y``.

    Where the weights were raked, of units by cell too: the margins explain a part of the influences, which does not vary.

    Parameters
    ----------
    pairs : Pairs
    plan : Design
        Strata, and how many were drawn in each.
    leaves : int
    middle : float
        Points are counted from here, so that sums of squares keep their digits.
    cells : Cells, optional
    """

    def __init__(
        self, pairs: Pairs, plan: Design, leaves: int, middle: float, cells: Cells | None = None
    ) -> None:
        self.pairs, self.plan, self.middle, self.cells = pairs, plan, middle, cells
        self.counts, self.squares = (np.zeros((len(pairs.unit), leaves)) for _ in range(2))
        self.first = np.zeros((len(pairs.unit), 2 * leaves))
        c = 0 if cells is None else len(cells.g)
        self.base = np.zeros((int(pairs.unit[-1]) + 1, c, 2 * leaves))
        self.w = np.zeros((int(pairs.drawn_of.max()) + 1, c))

    def add(self, y: Array, w: Array, rows: Ints) -> None:
        """Add a block: points (n, leaves), weights (n,), the row of groups of each."""
        if self.cells is not None:
            at = self.pairs.drawn_of[rows] * len(self.cells.g) + self.cells.of[rows]
            self.w += np.bincount(at, w, minlength=self.w.size).reshape(self.w.shape)
        pair = self.pairs.of[rows]
        order = np.argsort(pair, kind="stable")
        order = order[np.searchsorted(pair[order], 0) :]
        if not len(order):
            return
        y, w, rows, pair = y[order], w[order], rows[order], pair[order]
        here = ~np.isnan(y)
        both = np.hstack([here, np.where(here, y - self.middle, 0.0)])
        if self.cells is not None:
            self.add_by_cell(both, w, self.pairs.unit[pair], rows)
        both *= w[:, None]
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        which = pair[starts]
        self.first[which] += np.add.reduceat(both, starts)
        self.counts[which] += np.add.reduceat(here, starts, dtype=float)
        self.squares[which] += np.add.reduceat(both[:, : y.shape[1]] * w[:, None], starts)
        self.add_products(both, rows, self.pairs.unit[pair])

    def add_by_cell(self, both: Array, w: Array, unit: Ints, rows: Ints) -> None:
        """Add ``I`` and ``I y``, not weighted, of a block to the sums by unit and cell."""
        assert self.cells is not None
        add_table(
            self.base, both, w / self.cells.g[self.cells.of[rows]], unit * len(self.cells.g) + self.cells.of[rows]
        )  # fmt: skip

    def add_products(self, both: Array, rows: Ints, unit: Ints) -> None:
        """Add what else is made of ``w I`` and ``w I y`` of a block, which stands unit by unit."""

    def means(self) -> tuple[Array, Array, Array]:
        """Return weighted means, respondents and Kish's effective respondents, each (units, leaves)."""
        n, squares, sums = (
            np.add.reduceat(one, self.pairs.starts) for one in (self.counts, self.squares, self.first)
        )
        k = n.shape[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            means = sums[:, k:] / sums[:, :k] + self.middle
            return means, n, np.where(n > 0, sums[:, :k] ** 2 / squares, 0.0)

    def scaled(self) -> tuple[Array, Array]:
        """Return one over the sum of weights (0 where there is none), and the mean over it, each (units, leaves)."""
        sums = np.add.reduceat(self.first, self.pairs.starts)
        k = sums.shape[1] // 2
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(sums[:, :k] > 0, 1 / sums[:, :k], 0.0)
        return scale, sums[:, k:] * scale**2

    def influences(self) -> Array:
        """Return the sums of the influences ``w (y - mean) / sum(w)`` of every pair, (pairs, leaves)."""
        scale, shift = (one[self.pairs.unit] for one in self.scaled())
        return of_sums(self.first, scale, shift)

    def slopes(self) -> Array:
        """Return the regressions of the influences on the margins, (units, categories, leaves)."""
        assert self.cells is not None
        inverse = inverse_normal(self.cells.x, self.w.sum(axis=0) / self.cells.g)
        scale, shift = (one[:, None] for one in self.scaled())
        return np.asarray(inverse @ (self.cells.x.T @ of_sums(self.base, scale, shift)))

    def lacking(self) -> Bools:
        """Return which leaves of units have no error, (units, leaves).

        Fewer than two answers, some in a stratum of one, or all in one cluster.
        """
        alone = self.counts * self.lone[self.strata[self.pairs.drawn]][:, None]
        n, lost = (np.add.reduceat(one, self.pairs.starts) for one in (self.counts, alone))
        return np.asarray((n < 2) | (lost > 0) | self.drawn()[2])

    def drawn(self) -> tuple[Array, Array, Bools]:
        """Return what `standard_errors.drawn` does: here every respondent is a cluster, and pairs are of strata."""
        there = np.add.reduceat((self.counts > 0).astype(float), self.pairs.starts)
        n = np.add.reduceat(self.counts, self.pairs.starts)
        return n, there, np.zeros(n.shape, dtype=bool)

    @property
    def lone(self) -> Bools:
        """Which strata have one cluster, of which nobody knows how it varies."""
        return np.asarray((self.plan.sizes == 1) & (self.plan.every[:, 0] != 0))

    @property
    def strata(self) -> Ints:
        """The stratum of what pairs were drawn in."""
        return np.arange(len(self.plan.sizes))

    def without(self, few: Bools, leaves: Array, groups: Array, parts: Array) -> tuple[Array, Array]:
        """Return variances as errors, without those of few; a group needs one of each of its leaves."""
        return without(few, (np.sqrt(leaves), np.sqrt(groups)), parts)


class UnitSums(DrawnSums):
    """The same where respondents were drawn one by one, with sums of products over pairs of leaves.

    The variance is linear in the sums of ``n / (n - 1)`` times products, n being those of the stratum, less the products of
    sums by stratum.
    """

    def __init__(
        self, pairs: Pairs, plan: Design, leaves: int, middle: float, cells: Cells | None = None
    ) -> None:
        super().__init__(pairs, plan, leaves, middle, cells)
        size = plan.sizes.astype(float)
        self.times = plan.every[:, 0] * np.where(size > 1, size / np.maximum(size - 1, 1), 0.0)
        self.second = np.zeros((len(self.base), 2 * leaves, 2 * leaves))
        self.by_square = np.zeros_like(self.base)
        self.w2 = np.zeros(self.w.shape[1])

    def add(self, y: Array, w: Array, rows: Ints) -> None:
        """Add a block."""
        super().add(y, w, rows)
        if self.cells is not None:
            own = w**2 * self.times[self.pairs.drawn_of[rows]]
            self.w2 += np.bincount(self.cells.of[rows], own, minlength=len(self.w2))

    def add_by_cell(self, both: Array, w: Array, unit: Ints, rows: Ints) -> None:
        """Add to the sums by unit and cell."""
        super().add_by_cell(both, w, unit, rows)
        assert self.cells is not None
        square = w**2 * self.times[self.pairs.drawn_of[rows]]
        add_table(self.by_square, both, square, unit * len(self.cells.g) + self.cells.of[rows])

    def add_products(self, both: Array, rows: Ints, unit: Ints) -> None:
        """Add the products."""
        both = both * np.sqrt(self.times[self.pairs.drawn_of[rows]])[:, None]
        starts = np.flatnonzero(np.diff(unit, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(unit)], strict=True):
            self.second[unit[start]] += both[start:end].T @ both[start:end]

    def spread(self) -> Array:
        """Return the sums of products of the influences of leaves, (units, leaves, leaves)."""
        k = self.counts.shape[1]
        scale, shift = self.scaled()
        ii, iy, yy = self.second[:, :k, :k], self.second[:, :k, k:], self.second[:, k:, k:]
        left, right = scale[:, :, None], scale[:, None, :]
        return np.asarray(
            left * yy * right
            - shift[:, :, None] * iy * right
            - (left * np.swapaxes(iy, 1, 2)) * shift[:, None, :]
            + shift[:, :, None] * ii * shift[:, None, :]
        )

    def errors(self, parts: Array) -> tuple[Array, Array]:
        """Return the linearised errors of leaves and of groups (`parts`, groups x leaves).

        Where weights were raked the residuals are those of `linearisation.calibrated_variance`: a respondent's own influence
        less what is fitted in the cell, where everybody has it, of whichever unit.
        """
        spread, own = self.spread(), self.influences()
        scale, shift = self.scaled()
        over = self.times / np.maximum(self.plan.sizes, 1)
        few = self.lacking()
        slopes = None if self.cells is None else self.slopes()
        bounds = [*self.pairs.starts, len(own)]
        for unit, (start, end) in enumerate(pairwise(bounds)):
            sums, where = own[start:end], self.pairs.drawn[start:end]
            if self.cells is not None and slopes is not None:
                fitted = self.cells.x @ slopes[unit]
                total = -self.w @ fitted
                total[where] += sums
                cross = fitted.T @ of_sums(self.by_square[unit], scale[unit], shift[unit])
                spread[unit] += (fitted.T * self.w2) @ fitted - cross - cross.T
                few[unit] |= (total[self.lone] != 0).any(axis=0)
                sums, where = total, np.arange(len(total))
            spread[unit] -= (sums.T * over[where]) @ sums
        leaves, groups = (
            np.diagonal(spread, axis1=1, axis2=2),
            np.einsum("gl,ulm,gm->ug", parts, spread, parts),
        )
        size = np.sqrt(self._size())
        leaves = np.where(leaves < DUST * size**2, 0.0, leaves)
        groups = np.where(groups < DUST * (size @ np.abs(parts).T) ** 2, 0.0, groups)
        return self.without(few, leaves, groups, parts)

    def _size(self) -> Array:
        """Return the sums that the variances of leaves are the differences of, (units, leaves)."""
        k = self.counts.shape[1]
        scale, shift = self.scaled()
        squares = np.diagonal(self.second, axis1=1, axis2=2)
        return np.asarray(scale**2 * squares[:, k:] + shift**2 * squares[:, :k])


def of_sums(sums: Array, scale: Array, shift: Array) -> Array:
    """Return the influences (..., leaves) that are linear in sums of ``w I`` and ``w I y``, (..., 2 leaves)."""
    k = sums.shape[-1] // 2
    return np.asarray(sums[..., k:] * scale - sums[..., :k] * shift)


def add_table(table: Array, values: Array, weights: Array, at: Ints) -> None:
    """Add weighted values (n, columns) to a table (units, cells, columns), at the place of unit and cell of each."""
    units, cells, columns = table.shape
    for column in range(columns):
        sums = np.bincount(at, weights * values[:, column], minlength=units * cells)
        table[:, :, column] += sums.reshape(units, cells)
