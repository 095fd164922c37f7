"""How the parameters of a factor model follow from its free ones: equal or fixed ones, and second-order factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.factor_model import Layout, Moments, Solution, discrepancy, scores
from govmetrics.numerics.scoring import descend


class Restriction(Protocol):
    """Gives the parameters of a model (q,) at free ones (b,), and their derivatives (q, b)."""

    def at(self, values: Array) -> tuple[Array, Array]:
        """Return the parameters and their derivatives."""
        ...


@dataclass(frozen=True)
class Linear:
    """Parameters that are `fixed` (q,), or the sum of free ones after `free` (q, b): one each, or one for several."""

    fixed: Array
    free: Array

    def at(self, values: Array) -> tuple[Array, Array]:
        """Return the parameters and their derivatives."""
        return self.fixed + self.free @ values, self.free


@dataclass(frozen=True)
class SecondOrder:
    """Factors of variance one whose correlations come from factors above them, `tops` (m,) says of which.

    Free are first those of `linear`, then the loadings of the factors on those above (of the `loaded` only: another
    is its own top, with a loading of one), then the correlations of the tops, lower triangle.
    """

    linear: Linear
    layout: Layout
    tops: Ints
    loaded: Ints

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many free ones of each kind there are."""
        count = int(self.tops.max()) + 1
        return self.linear.free.shape[1], len(self.loaded), count * (count - 1) // 2

    def at(self, values: Array) -> tuple[Array, Array]:
        """Return the parameters and their derivatives."""
        first, second, _ = self.sizes
        t, slope = self.linear.at(values[:first])
        loading, among = self.above(values)
        i, j = self.layout.pairs
        off = np.flatnonzero(i != j)
        rows, (i, j) = self.layout.parts["covariances"].start + off, (i[off], j[off])
        between = among[self.tops[i], self.tops[j]]
        t, slope = t.copy(), np.hstack([slope, np.zeros((len(t), len(values) - first))])
        t[rows] = loading[i] * loading[j] * between
        place = np.full(len(self.tops), -1)
        place[self.loaded] = first + np.arange(second)
        for one, other in ((i, j), (j, i)):
            has = place[one] >= 0
            slope[rows[has], place[one[has]]] += (loading[other] * between)[has]
        high, low = np.maximum(self.tops[i], self.tops[j]), np.minimum(self.tops[i], self.tops[j])
        apart = high != low
        at = first + second + high * (high - 1) // 2 + low
        slope[rows[apart], at[apart]] += (loading[i] * loading[j])[apart]
        return t, slope

    def above(self, values: Array) -> tuple[Array, Array]:
        """Return the loadings of the factors on their tops (m,) and the correlations of the tops."""
        first, second, _ = self.sizes
        loading = np.ones(len(self.tops))
        loading[self.loaded] = values[first : first + second]
        count = int(self.tops.max()) + 1
        among = np.eye(count)
        below = np.tril_indices(count, -1)
        among[below] = among.T[below] = values[first + second :]
        return loading, among


def fit(layout: Layout, group: Moments, restriction: Restriction, start: Array) -> Solution:
    """Return the maximum-likelihood solution of one group without means, as `factor_model.fit` for several."""

    def local(free: Array) -> tuple[Array, Array]:
        t, slope = restriction.at(free)
        down, information = scores(layout, t, group)
        return slope.T @ down, slope.T @ information @ slope

    found = descend(lambda free: discrepancy(layout, restriction.at(free)[0], group), local, start)
    t = restriction.at(found.at)[0]
    each = np.array([discrepancy(layout, t, group)])
    return Solution(found.at, t[None], each, local(found.at)[1], found.iterations, found.settled)
