"""Forecasts from every origin in turn, each by the parameters that were best by then."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.damped_trend import CHOICES, START, ahead, smoothed
from govmetrics.numerics.moderated import moderated
from govmetrics.numerics.seasons import mean_known, seasons

MIDDLE = 14
"""Which choice is taken while no forecast has come true: alpha .35, beta .1, phi .9."""
MOST_ORIGINS = 40


class Rolled(NamedTuple):
    """What was forecast from each origin; the last origin is the end of the data.

    Attributes
    ----------
    origins : ndarray
        How many times were known.
    path : ndarray, shape (origins, horizon, series)
        The forecasts; NaN for series without a value at the origin.
    scale : ndarray, shape (origins, series)
        The size of a series' errors of one step, shrunk to that of all.
    choice : ndarray, shape (origins,)
        Place in `CHOICES`; plus their number where seasons are used.
    """

    origins: Ints
    path: Array
    scale: Array
    choice: Ints


def origins_of(times: int, horizon: int, length: int) -> Ints:
    """Return how many times are known at each origin: from two years or six times on, or as late as the horizon needs."""
    first = 2 * length if length > 1 else max(3, min(6, times - 2 * horizon))
    return np.arange(max(first, times + 1 - MOST_ORIGINS), times + 1)


def rolled(y: Array, horizon: int, length: int) -> Rolled:
    """Forecast from every origin, by damped trends whose parameters all series share.

    Parameters
    ----------
    y : ndarray, shape (times, series)
    horizon : int
    length : int
        Of the season; 1 for none.
    """
    origins = origins_of(len(y), horizon, length)
    start = max(START, length)
    size = mean_known(np.abs(np.diff(y[: max(int(origins[0]), 2)], axis=0)))
    size = np.sqrt(moderated(size**2, (~np.isnan(y[: origins[0]])).sum(0) - 1.0))
    size = np.where(size > 0, size, 1.0)
    every = [
        _from_origin(y[:origin], horizon, length, start, size, y[origin : origin + horizon])
        for origin in origins
    ]
    losses = np.stack([loss for loss, _ in every])
    counts = np.stack([count for _, count in every])
    choice = np.array([_best(losses, counts, origins, origin, horizon) for origin in origins])
    found = [
        _chosen(y[:origin], horizon, length, start, int(best))
        for origin, best in zip(origins, choice, strict=True)
    ]
    return Rolled(
        origins, np.stack([path for path, _ in found]), np.stack([scale for _, scale in found]), choice
    )


def _variants(y: Array, length: int, horizon: int) -> list[tuple[Array, Array | float]]:
    """Return the series without seasons, and what the seasons add ahead: as they are, and with seasons taken out."""
    found: list[tuple[Array, Array | float]] = [(y, 0.0)]
    season = seasons(y, length)
    if season is not None:
        places = np.arange(len(y) + horizon) % length
        found.append((y - season[places[: len(y)]], season[places[len(y) :]]))
    return found


def _from_origin(
    y: Array, horizon: int, length: int, start: int, size: Array, truth: Array
) -> tuple[Array, Array]:
    """Return the summed errors of every choice at every step ahead, and of how many series, shapes (choices, horizon)."""
    variants = _variants(y, length, horizon)
    total, count = np.zeros((2 * len(CHOICES), horizon)), np.zeros(horizon)
    reach = len(truth)
    if not reach:
        return total, count
    known = ~np.isnan(truth) & ~np.isnan(y[-1])
    for place, (plain, season) in enumerate(variants):
        path = ahead(smoothed(plain, CHOICES, start), CHOICES, reach)
        path += season if isinstance(season, float) else season[:reach]
        np.subtract(path, truth, out=path)
        np.abs(path, out=path)
        path /= size
        rows = slice(place * len(CHOICES), (place + 1) * len(CHOICES))
        total[rows, :reach] = np.where(known, path, 0.0).sum(-1)
    if len(variants) == 1:
        total[len(CHOICES) :, :reach] = np.inf
    count[:reach] = known.sum(-1)
    return total, count


def _best(losses: Array, counts: Array, origins: Ints, now: int, horizon: int) -> int:
    """Return the choice with the least error of the forecasts that had come true by now, each step ahead alike.

    Seasons that are shrunk to none leave both variants alike up to rounding, which must not choose between them: from a
    later origin they differ.
    """
    true = (origins[:, None] + np.arange(1, horizon + 1)) <= now
    count = (counts * true).sum(0)
    if not count.any():
        return MIDDLE + (len(CHOICES) if np.isfinite(losses[0, -1]).all() else 0)
    total = np.where(true[:, None], losses, 0.0).sum(0)[:, count > 0] / count[count > 0]
    total = total.sum(1)
    alike = total <= total.min() * (1 + 1e-9)
    return int(np.argmax(alike))  # the first: without seasons


def _chosen(y: Array, horizon: int, length: int, start: int, best: int) -> tuple[Array, Array]:
    """Return the path from an origin by one choice, and the scale of every series."""
    one = CHOICES[[best % len(CHOICES)]]
    variants = _variants(y, length, horizon)
    plain, season = variants[min(best // len(CHOICES), len(variants) - 1)]
    found = smoothed(plain, one, start)
    path = np.where(np.isnan(y[-1]), np.nan, ahead(found, one, horizon)[0] + season)
    with np.errstate(invalid="ignore"):
        own = found.squares[0] / found.steps
    return path, np.sqrt(moderated(own, found.steps))
