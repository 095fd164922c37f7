"""What forecast and backtest share: every node's forecasts from each origin, and how far off they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.words import Note
from govmetrics.monitoring.history import History
from govmetrics.monitoring.learners import learned
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.conformal import known_by, scaled_errors, width
from govmetrics.numerics.rolling_origin import rolled

LEAST = 3
"""So many periods must be known before the first forecast that is judged."""


class Track(NamedTuple):
    """A node's forecasts from each origin, the last of which is the end of the data.

    Attributes
    ----------
    node : str
        Which.
    y : ndarray, shape (times, series)
        The history, from the first period with a value on.
    origins : ndarray
        How many times were known.
    path : ndarray, shape (origins, horizon, series)
        What was forecast.
    scale : ndarray, shape (origins, series)
        The size of errors.
    errors : ndarray, shape (origins, horizon, series)
        Absolute ones, as multiples of the scale; NaN where nothing is known.
    choice : ndarray, shape (origins,)
        Which parameters.
    length : int
        Of the season; 1 for none.
    """

    node: str
    y: Array
    origins: Ints
    path: Array
    scale: Array
    errors: Array
    choice: Ints
    length: int

    @property
    def last(self) -> int:
        """How many times are known at the end."""
        return len(self.y)

    def known(self, now: int, step: int) -> Array:
        """Return the errors so many steps ahead that were known by a time, sorted."""
        return known_by(self.errors, self.origins, now, step)

    def checked(self, step: int) -> Iterator[tuple[int, int, Array]]:
        """Return each origin whose forecast has come true and had errors before it: place, origin, those errors."""
        for place, origin in enumerate(self.origins[:-1]):
            if origin + step <= self.last and len(known := self.known(int(origin), step)):
                yield place, int(origin), known

    def covered(self, step: int, level: float) -> tuple[float, int]:
        """Return which share of values lay within their intervals, and of how many, where intervals had an end."""
        inside, count = 0, 0
        for place, _, known in self.checked(step):
            errors = self.errors[place, step - 1]
            errors, wide = errors[~np.isnan(errors)], width(known, level)
            if np.isfinite(wide):
                inside, count = inside + int((errors <= wide).sum()), count + len(errors)
        return (inside / count if count else np.nan), count


def tracks_of(panel: History, horizon: int, learner: Any) -> tuple[list[Track], list[Note]]:
    """Return the track of every node that can be forecast, and what a reader must know.

    Raises
    ------
    UnsuitableMethod
        Where no node can be.
    """
    found, notes, short = [], [], Faults()
    for place, node in enumerate(panel.nodes):
        y = panel.values[..., place]
        there = np.flatnonzero(~np.isnan(y).all(1))
        y = y[there[0] :] if len(there) else y[:0]
        if len(y) < LEAST + horizon or np.isnan(y[-1]).all():
            way_out = "give {least} or more up to the last, or a smaller horizon"
            short.append(Fault(node, "has values of {count:# period|# periods}, which is too few to forecast {horizon} ahead",
                               way_out, count=len(there), horizon=horizon, least=LEAST + horizon))  # fmt: skip
            continue
        length = panel.calendar.length
        if length > 1 and len(y) - horizon < 2 * length:
            notes.append(Note("{node}: no seasons, which need {least} periods", node=panel.names.get(node, node),
                              least=2 * length + horizon))  # fmt: skip
            length = 1
        found.append(_track(node, y, horizon, length, learner, panel.limits.get(node)))
    if not found:
        short.raise_all(UnsuitableMethod)
    notes += [
        Note("{node} is not forecast: {problem}", node=fault.place, problem=fault.problem) for fault in short
    ]
    return found, notes


def _track(
    node: str, y: Array, horizon: int, length: int, learner: Any, limits: tuple[float, float] | None
) -> Track:
    found = rolled(y, horizon, length)
    path = found.path if learner is None else learned(y, found.origins, horizon, length, learner)
    if limits is not None:
        path = np.clip(path, *limits)
    errors = scaled_errors(y, found.origins, path, found.scale)
    return Track(node, y, found.origins, path, found.scale, errors, found.choice, length)
