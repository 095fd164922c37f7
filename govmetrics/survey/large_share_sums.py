"""Sums over blocks of respondents that shares, grades and agreement are made of."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


class ShareSums:
    """Sums of weights, of their squares and of answers by unit, item and code, each (units, items, codes)."""

    def __init__(self, units: int, items: int, codes: int) -> None:
        self.mass, self.squares, self.counts = (np.zeros((units, items, codes)) for _ in range(3))

    def add(self, codes: Array, w: Array, place: Ints) -> None:
        """Add a block: places of the answers among the codes (n, items), NaN where there is none."""
        units, items, width = self.mass.shape
        for item in range(items):
            used = (place >= 0) & ~np.isnan(codes[:, item])
            cell = place[used] * width + codes[used, item].astype(np.intp)
            own = w[used]
            for table, each in ((self.mass, own), (self.squares, own**2), (self.counts, None)):
                table[:, item] += np.bincount(cell, each, minlength=units * width).reshape(units, width)


def add_parts(mass: Array, codes: Array, w: Array, place: Ints, leaves: list[list[int]]) -> None:
    """Add a block to sums of weights by unit, leaf and grade: a respondent has equal parts for each item answered.

    Parameters
    ----------
    mass : (units, leaves, grades), changed in place
    codes : (n, items), from 0, NaN missing
    leaves : list of list of int
        The items of each.
    """
    units, _, count = mass.shape
    for at, items in enumerate(leaves):
        answered = (~np.isnan(codes[:, items])).sum(axis=1)
        for item in items:
            use = ~np.isnan(codes[:, item])
            cell = place[use] * count + codes[use, item].astype(np.intp)
            sums = np.bincount(cell, w[use] / answered[use], minlength=units * count)
            mass[:, at] += sums.reshape(units, count)


class SquareSums:
    """Of every unit and column: values, their means, and sums of squares about these; unweighted.

    Parameters
    ----------
    units : int
    middle : (columns,)
        Values are counted from here.
    """

    def __init__(self, units: int, middle: Array) -> None:
        self.middle = middle
        self.n, self.first, self.second = (np.zeros((units, len(middle))) for _ in range(3))

    def add(self, values: Array, place: Ints) -> None:
        """Add a block of values (n, columns), NaN where there is none."""
        units = len(self.n)
        for column, middle in enumerate(self.middle):
            used = (place >= 0) & ~np.isnan(values[:, column])
            at, y = place[used], values[used, column] - middle
            self.n[:, column] += np.bincount(at, minlength=units)
            self.first[:, column] += np.bincount(at, y, minlength=units)
            self.second[:, column] += np.bincount(at, y * y, minlength=units)

    def about(self) -> tuple[Array, Array, Array]:
        """Return counts, means and sums of squares about the means; what is rounding alone is nothing."""
        mean = self.first / np.maximum(self.n, 1)
        within = self.second - self.n * mean**2
        return self.n, mean + self.middle, np.where(within > 1e-13 * self.second, within, 0.0)
