"""What errors that came before say of the next one: widths of intervals and chances, by counting (split conformal).

Scaled errors have the shape (origins, horizon, series): `errors[i, h - 1]` is that of the value h steps after origin i,
NaN where it is not known. They are known by a time when their origin plus their steps do not exceed it.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def scaled_errors(y: Array, origins: Ints, path: Array, scale: Array) -> Array:
    """Return absolute errors of paths, shape (origins, horizon, series), as multiples of the scale, (origins, series).

    Where the scale is zero, as that of constant series, an error is none or infinite.
    """
    times, horizon = len(y), path.shape[1]
    found = np.full(path.shape, np.nan)
    for place, origin in enumerate(origins):
        truth = y[origin : min(origin + horizon, times)]
        found[place, : len(truth)] = np.abs(truth - path[place, : len(truth)])
    found[found < 1e-12 * np.nanmax(np.abs(y), initial=1.0)] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = np.where(found == 0, 0.0, found / scale[:, None])
    return ratio


def known_by(errors: Array, origins: Ints, now: int, step: int) -> Array:
    """Return the errors of a number of steps ahead that were known by a time, sorted."""
    cells = errors[origins + step <= now, step - 1]
    return np.sort(cells[~np.isnan(cells)])


def width(known: Array, level: float) -> float:
    """Return what the next error does not exceed with a probability of at least `level`; infinite with too few.

    Examples
    --------
    >>> width(np.arange(1.0, 10), 0.9), width(np.arange(1.0, 9), 0.9)
    (9.0, inf)
    """
    place = int(np.ceil((len(known) + 1) * level - 1e-9))
    return float(known[place - 1]) if place <= len(known) else np.inf


def chance_below(limit: float, centre: Array, scale: Array, known: Array) -> Array:
    """Return how probable values below a limit are, errors of either sign being alike; never 0 or 1 for want of errors.

    Examples
    --------
    >>> chance_below(5.0, np.array([5.0, 6.0]), np.ones(2), np.array([0.5, 2.0, 3.0])).tolist()
    [0.5, 0.3125]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(centre == limit, 0.0, np.abs(limit - centre) / scale)
    below, up_to = (np.searchsorted(known, distance, side) for side in ("left", "right"))
    within = (below + up_to + 1) / 2 / (len(known) + 1)
    within = np.where(centre == limit, 0.0, within)
    found: Array = np.where(np.isnan(centre), np.nan, 0.5 + 0.5 * np.sign(limit - centre) * within)
    return found
