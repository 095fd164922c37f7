"""Standard errors of the units' means: linearised, or by a bootstrap that rakes every draw anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.progress import advance
from govmetrics.core.replicates import Replicates
from govmetrics.numerics import calibration, linearisation
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.calibration import Bounds
from govmetrics.numerics.linearisation import CellSums, Design, Margins
from govmetrics.survey.respondent_points import group_means

MAX_FAILED = 0.1  # share of bootstrap draws that may be impossible to rake


@dataclass(frozen=True, eq=False)
class Sample:
    """Points (n, leaves), weights (n,), unit of every respondent (-1: none), number of units, design.

    Where the weights were raked: margins, the shares they meet, the bounds.
    """

    x: Array
    w: Array
    place: Ints
    size: int
    plan: Design
    margins: Margins | None = None
    wanted: Array | None = None
    bounds: Bounds = None

    def members(self, unit: int) -> Ints:
        """Return the rows of a unit's respondents."""
        order, ends = self._by_unit
        return order[ends[unit] : ends[unit + 1]]

    @cached_property
    def _by_unit(self) -> tuple[Ints, Ints]:
        """The rows unit by unit, each unit's in their order, and where each unit begins."""
        order = np.argsort(self.place, kind="stable")
        return order, np.searchsorted(self.place[order], np.arange(self.size + 1))

    @cached_property
    def cells(self) -> CellSums | None:
        """What the cells of the margins hold; None where nothing was raked."""
        return None if self.margins is None else linearisation.cell_sums(self.w, self.margins)


def means(sample: Sample) -> tuple[Array, Array, Array]:
    """Return weighted means, respondents and Kish's effective respondents, each (units, leaves)."""
    x, size = sample.x, sample.size
    inside = sample.place >= 0
    g, answered = sample.place[inside], ~np.isnan(x[inside])
    mass, total, squares, n = (np.zeros((size, x.shape[1])) for _ in range(4))
    for leaf in range(x.shape[1]):
        each = np.where(answered[:, leaf], sample.w[inside], 0.0)
        mass[:, leaf] = np.bincount(g, each, minlength=size)
        squares[:, leaf] = np.bincount(g, each**2, minlength=size)
        total[:, leaf] = np.bincount(g, each * np.nan_to_num(x[inside, leaf]), minlength=size)
        n[:, leaf] = np.bincount(g, answered[:, leaf], minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        return total / mass, n, np.where(n > 0, mass**2 / squares, 0.0)


def drawn(sample: Sample) -> tuple[Array, Array, Bools]:
    """Return in how many clusters and strata leaves of units are answered, and where in one cluster alone, (units, leaves).

    The answers of one cluster do not say how clusters vary: their influences sum to zero, which is no error of zero. A
    stratum of which all was drawn does not vary.
    """
    clusters, strata = (np.zeros((sample.size, sample.x.shape[1])) for _ in range(2))
    lone = np.zeros(clusters.shape, dtype=bool)
    for unit in range(sample.size):
        rows = sample.members(unit)
        if not len(rows):
            continue
        answered, layers = ~np.isnan(sample.x[rows]), sample.plan.strata[rows]
        clusters[unit] = _different(sample.plan.clusters[rows], answered)
        strata[unit] = _different(layers, answered)
        varies = sample.plan.every[layers, 0] != 0
        lone[unit] = (clusters[unit] == 1) & answered[varies].any(axis=0)
    return clusters, strata, lone


def _different(codes: Ints, answered: Bools) -> Array:
    """Return how many different codes there are among those who answered, for each leaf."""
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    return np.asarray(np.logical_or.reduceat(answered[order], starts).sum(axis=0))


def without(few: Bools, errors: tuple[Array, Array], parts: Array) -> tuple[Array, Array]:
    """Return errors of leaves and groups without those of few; a group needs an error of each of its leaves."""
    gone = few.astype(float) @ (parts.T != 0) > 0
    return np.where(few, np.nan, errors[0]), np.where(gone, np.nan, errors[1])


def linearised(sample: Sample, centre: Array, parts: Array) -> tuple[Array, Array]:
    """Return the standard errors of leaves (units, leaves) and of groups (units, groups).

    `centre` holds the means (units, leaves), `parts` what leaves contribute to groups.
    """
    leaves = sample.x.shape[1]
    lone = (sample.plan.sizes == 1) & (sample.plan.every[:, 0] != 0)
    errors = np.full((sample.size, leaves), np.nan)
    group_errors = np.full((sample.size, len(parts)), np.nan)
    for unit in range(sample.size):
        rows = sample.members(unit)
        answered = ~np.isnan(sample.x[rows])
        mass = np.where(answered, sample.w[rows, None], 0.0).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            z = np.nan_to_num(np.where(answered, sample.x[rows] - centre[unit], 0.0) / mass)
        found = np.sqrt(_variance(sample, rows, np.hstack([z, z @ parts.T])))
        few = (answered.sum(axis=0) < 2) | answered[lone[sample.plan.strata[rows]]].any(axis=0)
        errors[unit] = np.where(few, np.nan, found[:leaves])
        # a group needs an error of each of its leaves
        group_errors[unit] = np.where((parts[:, few] != 0).any(axis=1), np.nan, found[leaves:])
    return errors, group_errors


def _variance(sample: Sample, rows: Ints, z: Array) -> Array:
    """Return the variance of weighted totals of `z`, which is zero outside `rows`."""
    if sample.margins is None:
        return linearisation.variance(z * sample.w[rows, None], rows, sample.plan)
    return linearisation.calibrated_variance(z, rows, sample.w, sample.margins, sample.plan, sample.cells)


def bootstrap(sample: Sample, parts: Array, draws: int, rng: np.random.Generator) -> tuple[Array, Array, int]:
    """Return the standard errors of leaves and groups, and how many draws could not be raked."""
    found, failed = [], 0
    step = max(1, min(draws, 20_000_000 // len(sample.x)))
    for first in range(0, draws, step):
        counts = linearisation.resampled(sample.plan, min(step, draws - first), rng)
        w, met = _reweighted(sample, counts)
        failed += int((~met).sum())
        found.append(means_of_draws(sample, w[met]))
        advance(len(counts))
    if failed > MAX_FAILED * draws:
        problem = "{failed:,} of {draws:,} draws could not be raked"
        way = "merge small categories of the margins, or use linearised errors"
        raise UnsuitableMethod("errors", problem, way, failed=failed, draws=draws)
    drawn = np.concatenate(found)
    return _spread(drawn), _spread(group_means(drawn, parts, (0.0, 0.0))), failed


def _reweighted(sample: Sample, counts: Array) -> tuple[Array, np.ndarray]:
    margins, wanted = sample.margins, sample.wanted
    if margins is None or wanted is None:
        return counts * sample.w, np.ones(len(counts), dtype=bool)
    base = counts * margins.base
    mass = base @ np.eye(len(margins.x))[margins.cell]
    mass /= mass.sum(axis=1, keepdims=True)
    factors, error = calibration.calibrate(margins.x, mass, wanted, sample.bounds)
    return base * factors[:, margins.cell], error < 1e-6


def means_of_draws(sample: Sample, w: Array) -> Array:
    """Return the means with several weights `w`, (draws, n): (draws, units, leaves)."""
    found = np.full((len(w), sample.size, sample.x.shape[1]), np.nan)
    for unit in range(sample.size):
        rows = sample.members(unit)
        x = sample.x[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            found[:, unit] = (w[:, rows] @ np.nan_to_num(x)) / (w[:, rows] @ (~np.isnan(x)).astype(float))
    return found


def replicated(
    drawn: Array, n: Array, replicates: Replicates, centre: Array, parts: Array
) -> tuple[Array, Array]:
    """Return the standard errors of leaves and groups from the means of every replicate, (replicates, units, leaves).

    A unit of which a replicate has nobody has none; neither has one with fewer than two answers.

    Parameters
    ----------
    n, centre : (units, leaves) array
        Respondents, and the means with the survey's own weights.
    """
    errors = np.sqrt(replicates.variance(drawn, centre))
    whole = group_means(centre, parts, (0.0, 0.0))
    groups = np.sqrt(replicates.variance(group_means(drawn, parts, (0.0, 0.0)), whole))
    few = n < 2
    return np.where(few, np.nan, errors), np.where(few.astype(float) @ (parts.T != 0) > 0, np.nan, groups)


def _spread(drawn: Array) -> Array:
    """Return the standard deviation over the draws in which the unit occurs; NaN from fewer than two."""
    known = ~np.isnan(drawn)
    n = known.sum(axis=0)
    centre = np.nansum(drawn, axis=0) / np.maximum(n, 1)
    squares = np.nansum((drawn - centre) ** 2, axis=0)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
