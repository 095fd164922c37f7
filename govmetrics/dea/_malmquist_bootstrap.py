"""Bootstrap of productivity change: efficiencies of both periods drawn together.

References
----------
Simar, L., & Wilson, P. W. (1999). Estimating and bootstrapping Malmquist indices. European Journal of Operational
Research, 115, 459-471.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.dea._malmquist_parts import Pair
from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.projection import radial_points, technology
from govmetrics.dea.engine.replicates import resampled

WITHIN = 1e-9
"""What differs from 1 by rounding only has not changed."""
DRAWN = ("malmquist", "efficiency_change", "technical_change")
"""What has intervals: the parts under constant returns, under which units are drawn."""


def drawn_changes(pair: Pair, units: pd.Index, draws: int, rng: np.random.Generator) -> Floats:
    """Return (3, draws, n) drawn indices of a pair of periods that have the same units; rows in their order.

    Units are drawn in the order of their names, so that the order of the rows changes nothing.
    """
    order = name_order(units)
    early, late = (pair.data.take(who[order]) for who in (pair.first, pair.second))
    own = np.column_stack([_expansion(early, early), _expansion(late, late)])
    factor = own / drawn_pairs(own, draws, rng)
    score = {
        (k, s): 1.0 / _against(frontier, points, factor[:, :, k], own=k == s)
        for k, frontier in enumerate((early, late))
        for s, points in enumerate((early, late))
    }
    efficiency = score[1, 1] / score[0, 0]
    total = np.sqrt(score[0, 1] / score[0, 0] * score[1, 1] / score[1, 0])
    found = np.empty((3, draws, len(order)))
    found[:, :, order] = np.stack([total, efficiency, total / efficiency])
    return found


def _expansion(points: Observed, frontier: Observed) -> Floats:
    """Return (n,): by how much a unit's outputs could grow, at least 1; constant returns."""
    one = np.ones((1, frontier.n))
    return np.asarray(np.maximum(_against(frontier, points, one, own=True)[0], 1.0))


def _against(frontier: Observed, points: Observed, factor: Floats, *, own: bool) -> Floats:
    """Return (draws, n) expansions of points to the frontiers of units whose outputs are multiplied by factor (draws, n)."""
    tech = technology(frontier.x, frontier.y, "constant")
    some = radial_points(tech, points.x, points.y, "output", outside=not own)
    return resampled(tech, some, factor)


def drawn_pairs(own: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return (draws, n, 2) smoothed draws of two periods' expansions (n, 2), together, at least 1.

    A normal kernel with the covariance of both periods, reflected at 1 in both; Simar and Wilson's rule for the bandwidth.
    """
    n = len(own)
    mirrored = np.concatenate([own, np.column_stack([2 - own[:, 0], own[:, 1]]), 2 - own,
                               np.column_stack([own[:, 0], 2 - own[:, 1]])])  # fmt: skip
    h = (4 / (5 * n)) ** (1 / 6)
    (first, both), (_, second) = np.cov(own.T)
    second_root = np.sqrt(max(second - (both**2 / first if first > 0 else 0.0), 0.0))
    picked = rng.integers(0, 4 * n, (draws, n))
    noise = rng.standard_normal((draws, n, 2))
    turn = np.where(
        picked // n % 2 == 0, 1.0, -1.0
    )  # where one period is reflected, the two go against each other
    one = np.sqrt(first) * noise[:, :, 0]
    slope = both / np.sqrt(first) if first > 0 else 0.0
    two = turn * slope * noise[:, :, 0] + second_root * noise[:, :, 1]
    some = mirrored[picked]
    mean = some.mean(axis=1, keepdims=True)
    moved = mean + (some + h * np.stack([one, two], axis=2) - mean) / np.sqrt(1 + h**2)
    return np.asarray(np.where(moved >= 1, moved, 2 - moved))


def intervals_of(estimates: dict[str, Floats], drawn: Floats, level: float) -> pd.DataFrame:
    """Return the basic bootstrap intervals of an interval's indices, long: one row a unit and part."""
    tables = []
    for name, stars in zip(DRAWN, drawn, strict=True):
        estimate = estimates[name]
        low, high = np.quantile(stars, [(1 - level) / 2, (1 + level) / 2], axis=0)
        lower, upper = 2 * estimate - high, 2 * estimate - low
        table = {
            "part": name, "estimate": estimate, "bias": stars.mean(axis=0) - estimate,
            "standard_error": stars.std(axis=0, ddof=1), "lower": lower, "upper": upper,
            "significant": (lower > 1 + WITHIN) | (upper < 1 - WITHIN),
        }  # fmt: skip
        tables.append(pd.DataFrame(table))
    return pd.concat(tables, ignore_index=True)


def refuse_undrawable(data: Observed) -> None:
    """Refuse panels whose periods have different units, units without any output, and too few units."""
    periods, units = data.units.get_level_values(0), data.units.get_level_values(1)
    counts = pd.Series(1, data.units).groupby(units).sum()
    if (counts < periods.nunique()).any():
        problem = "{units:5}: without data in some period, so that the periods cannot be drawn together"
        way_out = "leave these units out, or leave out draws"
        lost = counts.index[counts < periods.nunique()].tolist()
        raise UnsuitableMethod("draws", problem, way_out, units=lost)
    idle = data.units[(data.y == 0).all(axis=1)]
    if len(idle):
        problem = "{units:5}: without any output, so that there is no distance to draw"
        names = idle.get_level_values(1).unique().tolist()
        raise UnsuitableMethod("draws", problem, "leave these units out, or leave out draws", units=names)
    if len(counts) < 3:
        problem = "{count:# unit|# units} cannot be drawn from"
        raise UnsuitableMethod("draws", problem, "give three or more units", count=len(counts))
