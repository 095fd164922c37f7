"""Sums over blocks of respondents that the errors of respondents drawn in clusters are made of."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.linearisation import Design, variance
from govmetrics.survey.large_sums import DrawnSums


class ClusterSums(DrawnSums):
    """The sums of every unit within a cluster: as the influence is linear in them, they are its total."""

    @property
    def strata(self) -> Ints:
        """The stratum of every cluster."""
        found = np.zeros(int(self.pairs.drawn_of.max()) + 1, dtype=np.intp)
        found[self.plan.clusters] = self.plan.strata
        return found

    def drawn(self) -> tuple[Array, Array, Bools]:
        """Return in how many clusters and strata leaves of units are answered, and where in one cluster alone."""
        here, layer = self.counts > 0, self.strata[self.pairs.drawn]
        clusters = np.add.reduceat(here.astype(float), self.pairs.starts)
        order = np.lexsort((layer, self.pairs.unit))
        unit, layer = self.pairs.unit[order], layer[order]
        starts = np.flatnonzero((np.diff(unit, prepend=-1) != 0) | (np.diff(layer, prepend=-1) != 0))
        some = np.logical_or.reduceat(here[order], starts).astype(float)
        strata = np.add.reduceat(some, np.flatnonzero(np.diff(unit[starts], prepend=-1)))
        varies = here & (self.plan.every[self.strata[self.pairs.drawn]] != 0)
        lone = (clusters == 1) & (np.add.reduceat(varies.astype(float), self.pairs.starts) > 0)
        return clusters, strata, lone

    def errors(self, parts: Array) -> tuple[Array, Array]:
        """Return the linearised errors of leaves and of groups (`parts`, groups x leaves).

        Where weights were raked a cluster's total is less what is fitted for all in it, of whichever unit.
        """
        own, strata, many = self.influences(), self.strata, len(self.w)
        plan = Design(strata, np.arange(many), self.plan.sizes, left=self.plan.left)
        slopes = None if self.cells is None else self.slopes()
        design = None if self.cells is None else self.w @ self.cells.x
        bounds = [*self.pairs.starts, len(own)]
        found = []
        for unit, (start, end) in enumerate(pairwise(bounds)):
            total, rows = own[start:end], self.pairs.drawn[start:end]
            if slopes is not None and design is not None:
                every = -design @ slopes[unit]
                every[rows] += total
                total, rows = every, np.arange(many)
            found.append(variance(np.hstack([total, total @ parts.T]), rows, plan))
        leaves, groups = np.split(np.stack(found), [own.shape[1]], axis=1)
        return self.without(self.lacking(), leaves, groups, parts)
