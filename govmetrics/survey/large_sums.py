"""Sums over blocks of respondents that means, shares and covariances, and their errors, are made of."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.linearisation import inverse_normal


class UnitSums:
    """Of every unit: respondents by leaf, and sums of products of ``w``, ``w y`` over pairs of leaves.

    Parameters
    ----------
    units, leaves : int
    middle : float
        Points are counted from here, so that sums of squares keep their digits.
    """

    def __init__(self, units: int, leaves: int, middle: float) -> None:
        self.middle = middle
        self.n = np.zeros((units, leaves))
        self.first = np.zeros((units, 2 * leaves))
        self.second = np.zeros((units, 2 * leaves, 2 * leaves))

    def add(self, y: Array, w: Array, place: Ints) -> None:
        """Add a block: points (n, leaves), weights (n,), unit of each (-1: none)."""
        order = np.argsort(place, kind="stable")
        order = order[np.searchsorted(place[order], 0) :]
        y, w, place = y[order], w[order], place[order]
        here = ~np.isnan(y)
        both = np.hstack([here, np.where(here, y - self.middle, 0.0)]) * w[:, None]
        starts = np.flatnonzero(np.diff(place, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(place)], strict=True):
            unit, part = place[start], both[start:end]
            self.n[unit] += here[start:end].sum(axis=0)
            self.first[unit] += part.sum(axis=0)
            self.second[unit] += part.T @ part

    def means(self) -> tuple[Array, Array, Array]:
        """Return weighted means, respondents and Kish's effective respondents, each (units, leaves)."""
        k = self.n.shape[1]
        mass, total = self.first[:, :k], self.first[:, k:]
        squares = np.diagonal(self.second, axis1=1, axis2=2)[:, :k]
        with np.errstate(divide="ignore", invalid="ignore"):
            means = total / mass + self.middle
            return means, self.n, np.where(self.n > 0, mass**2 / squares, 0.0)

    def errors(self, parts: Array, n: int) -> tuple[Array, Array]:
        """Return the linearised errors of leaves and of groups (`parts`, groups x leaves) among `n` respondents.

        The influence ``w (y - mean) / sum(w)`` is linear in what was summed, and sums to zero in every unit.
        """
        return self.roots(self.spread(), parts, n)

    def scaled(self) -> tuple[Array, Array]:
        """Return one over the sum of weights (0 where there is none), and the mean over it, each (units, leaves)."""
        k = self.n.shape[1]
        mass, total = self.first[:, :k], self.first[:, k:]
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(mass > 0, 1 / mass, 0.0)
        return scale, total * scale**2

    def spread(self) -> Array:
        """Return the sums of products of the influences of leaves, (units, leaves, leaves)."""
        k = self.n.shape[1]
        scale, shift = self.scaled()
        ii, iy, yy = self.second[:, :k, :k], self.second[:, :k, k:], self.second[:, k:, k:]
        left, right = scale[:, :, None], scale[:, None, :]
        return np.asarray(
            left * yy * right
            - shift[:, :, None] * iy * right
            - (left * np.swapaxes(iy, 1, 2)) * shift[:, None, :]
            + shift[:, :, None] * ii * shift[:, None, :]
        )

    def roots(self, spread: Array, parts: Array, n: int) -> tuple[Array, Array]:
        """Return the errors of leaves and of groups from the sums of products of influences."""
        times = n / (n - 1) if n > 1 else np.nan
        leaves = np.sqrt(times * np.maximum(np.diagonal(spread, axis1=1, axis2=2), 0.0))
        groups = np.sqrt(times * np.maximum(np.einsum("gl,ulm,gm->ug", parts, spread, parts), 0.0))
        few = self.n < 2
        lacking = few.astype(float) @ (parts.T != 0) > 0
        return np.where(few, np.nan, leaves), np.where(lacking, np.nan, groups)


class RakedSums(UnitSums):
    """The same where weights were raked: the margins explain a part of the influences, which does not vary.

    The residuals of the influence on the margins are those of `linearisation.calibrated_variance`: a respondent's own
    influence less what is fitted in the cell, where everybody has it, of whichever unit.

    Parameters
    ----------
    units, leaves, middle
        As of `UnitSums`.
    x : (cells, categories)
        Design of the margins.
    g : (cells,)
        Final over base weight.
    """

    def __init__(self, units: int, leaves: int, middle: float, x: Array, g: Array) -> None:
        super().__init__(units, leaves, middle)
        self.x, self.g = x, g
        self.base, self.squares = (np.zeros((units, len(g), 2 * leaves)) for _ in range(2))
        self.w, self.w2 = np.zeros(len(g)), np.zeros(len(g))

    def add_cells(self, y: Array, w: Array, place: Ints, cell: Ints) -> None:
        """Add a block, with the cell of each respondent."""
        self.add(y, w, place)
        units, c, _ = self.base.shape
        self.w += np.bincount(cell, w, minlength=c)
        self.w2 += np.bincount(cell, w**2, minlength=c)
        use = place >= 0
        y, w, at = y[use], w[use], place[use] * c + cell[use]
        here = ~np.isnan(y)
        both = np.hstack([here, np.where(here, y - self.middle, 0.0)])
        own, square = w / self.g[cell[use]], w**2
        for column in range(both.shape[1]):
            for table, each in ((self.base, own), (self.squares, square)):
                sums = np.bincount(at, each * both[:, column], minlength=units * c)
                table[:, :, column] += sums.reshape(units, c)

    def errors(self, parts: Array, n: int) -> tuple[Array, Array]:
        """Return the errors of leaves and of groups, as `UnitSums.errors`."""
        k, spread = self.n.shape[1], self.spread()
        scale, shift = self.scaled()
        inverse = inverse_normal(self.x, self.w / self.g)
        for unit in range(len(spread)):
            by_base, by_square = (
                table[unit, :, k:] * scale[unit] - table[unit, :, :k] * shift[unit]
                for table in (self.base, self.squares)
            )
            fitted = self.x @ (inverse @ (self.x.T @ by_base))
            cross = fitted.T @ by_square
            total = fitted.T @ self.w
            spread[unit] += (fitted.T * self.w2) @ fitted - cross - cross.T - np.outer(total, total) / n
        return self.roots(spread, parts, n)


class PairSums:
    """Sums over respondents that the covariances of items are made of, counted from `middle` (k,).

    Listwise: those who answered every item; pairwise: of each pair those who answered both.
    """

    def __init__(self, middle: Array, pairwise: bool) -> None:
        k = len(middle)
        self.middle, self.pairwise = middle, pairwise
        self.every = self.used = 0
        self.mass = self.squares = 0.0
        self.answered = np.zeros(k)
        self.n, self.both = np.zeros((k, k)), np.zeros((2 * k, 2 * k))
        self.of_mean, self.of_item = np.zeros((k, 3)), np.zeros((k, 3))

    def add(self, x: Array, w: Array) -> None:
        """Add a block of answers (n, k) with weights (n,)."""
        here: Bools = ~np.isnan(x)
        self.every += len(x)
        self.answered += here.sum(axis=0)
        keep = here.any(axis=1) if self.pairwise else here.all(axis=1)
        x, w, here = x[keep], w[keep], here[keep]
        self.used += len(x)
        self.mass += float(w.sum())
        self.squares += float((w**2).sum())
        given, item = here.astype(float), np.where(here, x - self.middle, 0.0)
        beside = np.hstack([given, item])
        self.both += beside.T @ (beside * w[:, None])
        if not self.pairwise:
            return
        self.n += given.T @ given
        score = (item @ np.ones(x.shape[1]) + given @ self.middle) / given.sum(axis=1) - self.middle.mean()
        self.of_mean += given.T @ np.stack([w, w * score, w * score * score], axis=1)
        self.of_item += np.stack([w @ item, (w * score) @ item, w @ (item * item)], axis=1)

    def means(self) -> Array:
        """Return the weighted means of the items over the answers that were used."""
        k = len(self.middle)
        mass, total = np.diagonal(self.both)[:k], np.diagonal(self.both[k:, :k])
        return np.asarray(self.middle + total / np.where(mass > 0, mass, 1.0))

    def covariances(self) -> Array:
        """Return the covariances (k, k)."""
        k = len(self.middle)
        mass, sums, products = self.both[:k, :k], self.both[k:, :k], self.both[k:, k:]
        n = self.n if self.pairwise else np.full((k, k), float(self.used))
        with np.errstate(divide="ignore", invalid="ignore"):
            cov = (products - sums * sums.T / mass) / mass * n / (n - 1)
        return np.where(n > 1, cov, np.nan)

    def item_total(self) -> Array:
        """Return each item's correlation with the mean of what its respondents answered."""
        mass = np.where(self.of_mean[:, 0] > 0, self.of_mean[:, 0], np.nan)
        score, score2 = (self.of_mean[:, at] / mass for at in (1, 2))
        item, both, item2 = (self.of_item[:, at] / mass for at in range(3))
        spread = (item2 - item**2) * (score2 - score**2)
        return np.asarray(
            (both - item * score) / np.sqrt(np.where(spread > 1e-20 * item2 * score2, spread, np.nan))
        )
