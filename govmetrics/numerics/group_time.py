"""Effects by group (first treated when) and time, and their averages, with every unit's influence on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.two_by_two import by_means

Estimator = Callable[[Array, Array, Array], tuple[float, Array]]


@dataclass(frozen=True, eq=False)
class Cells:
    """Effects of every group at every time.

    Parameters
    ----------
    group, time, base : ndarray of int
        Places of periods: first treated, seen, and compared with; a cell with time = base is the reference, 0.
    estimate : ndarray
        NaN where there is none to compare with.
    influence : ndarray
        Units x cells, mean zero.
    treated, controls : ndarray of int
        Units behind it.
    """

    group: Ints
    time: Ints
    base: Ints
    estimate: Array
    influence: Array
    treated: Ints
    controls: Ints


def base_of(g: int, t: int, anticipation: int, universal: bool) -> int:
    """Return the place of the period with which time t of group g is compared.

    The last before treatment (and its anticipation); before that the period before, or, universal, the same.
    """
    last = g - 1 - anticipation
    return last if universal or t > last else t - 1


def group_time(
    y: Array, first: Ints, x: Array | None, estimator: Estimator | None,
    *, never: bool, universal: bool, anticipation: int = 0,
) -> Cells:  # fmt: skip
    """Return the effects of Callaway and Sant'Anna (2021), theorem 1.

    Parameters
    ----------
    y : ndarray
        Units x periods, NaN where not seen.
    first : ndarray of int
        Place of the first treated period; the number of periods where there is none.
    x : ndarray or None
        Units x periods x covariates; those of the base period are used.
    estimator : function or None
        Of one comparison with covariates; means without.
    never, universal, anticipation
        Controls are never treated, else not yet; see `base_of`.
    """
    n, count = y.shape
    places, found = [], []
    for g in np.unique(first[(first < count) & (first > anticipation)]).tolist():
        for t in range(count):
            base = base_of(g, t, anticipation, universal)
            if base < 0:
                continue
            places.append((g, t, base))
            control = first == count if never else (first > max(t, base) + anticipation) & (first != g)
            found.append(_cell(y, first == g, control, t, base, x, estimator))
    table = np.array(places, dtype=int).reshape(-1, 3).T
    influence = np.column_stack([one[1] for one in found]) if found else np.empty((n, 0))
    return Cells(table[0], table[1], table[2], np.array([one[0] for one in found]), influence,
                 np.array([one[2] for one in found], int), np.array([one[3] for one in found], int))  # fmt: skip


def _cell(
    y: Array, treated: Bools, control: Bools, t: int, base: int, x: Array | None, estimator: Estimator | None
) -> tuple[float, Array, int, int]:
    n = len(y)
    influence = np.zeros(n)
    dy = y[:, t] - y[:, base]
    there = (treated | control) & ~np.isnan(dy)
    if x is not None:
        there &= ~np.isnan(x[:, base]).any(axis=1)
    counts = int((there & treated).sum()), int((there & control).sum())
    if t == base:
        return 0.0, influence, *counts
    if not all(counts):
        return np.nan, influence, *counts
    d = treated[there].astype(float)
    if x is None or estimator is None:
        estimate, own = by_means(dy[there], d)
    else:
        design = np.column_stack([np.ones(len(d)), x[there, base]])
        estimate, own = estimator(dy[there], d, design)
    influence[there] = own * (n / len(d))
    return estimate, influence, *counts


def averaged(cells: Cells, first: Ints, chosen: Bools, by_size: bool = True) -> tuple[float, Array]:
    """Return the average of the chosen cells, weighted by the groups' sizes, and the units' influences.

    That the sizes are estimated, too, is in the influences: (1{G = g} - p_g) (effect_g - average) / sum p.
    """
    j = np.flatnonzero(chosen & ~np.isnan(cells.estimate))
    if not len(j):
        return np.nan, np.zeros(len(first))
    estimate, influence = cells.estimate[j], cells.influence[:, j]
    if not by_size:
        return float(estimate.mean()), influence.mean(axis=1)
    there = first[:, None] == cells.group[j]
    p = there.mean(axis=0)
    theta = float(p @ estimate / p.sum())
    return theta, (influence @ p + (there - p) @ (estimate - theta)) / p.sum()


def summed(influence: Array, clusters: Ints | None) -> Array:
    """Return influences summed within clusters, over the number of units: their squares sum to the variance."""
    n = len(influence)
    if clusters is None:
        return influence / n
    total = np.zeros((int(clusters.max()) + 1, *influence.shape[1:]))
    np.add.at(total, clusters, influence)
    return total / n


def simultaneous(psi: Array, level: float, draws: int, rng: np.random.Generator) -> tuple[float, Array]:
    """Return by how many standard errors a band that holds all columns at once reaches, and the draws' errors.

    Every cluster's influence is multiplied by a Rademacher sign; errors are the quartiles' distance over that of the
    normal distribution, the reach is the quantile of the largest |t| (Callaway and Sant'Anna 2021, algorithm 1).
    """
    signs = rng.integers(0, 2, (draws, len(psi))) * 2.0 - 1.0
    drawn = signs @ psi
    low, high = np.quantile(drawn, [0.25, 0.75], axis=0)
    error = (high - low) / 1.3489795003921634
    known = error > 0
    if not known.any():
        return np.nan, error
    largest = np.abs(drawn[:, known] / error[known]).max(axis=1)
    return float(np.quantile(largest, level)), error
