"""Sums over blocks of respondents that covariances of items, and their correlations with the rest, are made of."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools


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
