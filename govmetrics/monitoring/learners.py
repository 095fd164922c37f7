"""Forecasts by a learner with scikit-learn's interface: one that is fitted to what was known at each origin."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np

from govmetrics.core import UnsuitableMethod
from govmetrics.core.options import Kind
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Bools, Ints

LEARNER = Kind(
    lambda value: (
        value is None
        or (
            not isinstance(value, type)
            and callable(getattr(value, "fit", None))
            and callable(getattr(value, "predict", None))
        )
    ),
    Text("give an object with fit(X, y) and predict(X), as scikit-learn has them"),
)


def learned(y: Array, origins: Ints, horizon: int, length: int, learner: Any) -> Array:
    """Return paths by a learner, shape (origins, horizon, series): a copy of it is fitted for each origin and step ahead.

    It is given the last changes, the level against the series' mean, and the place in the year that is forecast; it
    learns the change from the origin on. Series without all of that have no forecast, and neither have origins before
    which nothing could be learned.
    """
    path = np.full((len(origins), horizon, y.shape[1]), np.nan)
    lags = max(length, 3)
    for place, origin in enumerate(origins):
        for step in range(1, horizon + 1):
            earlier = range(lags + 1, int(origin) - step + 1)
            inputs = [_inputs(y, then, step, lags, length) for then in earlier]
            now, there = _inputs(y, int(origin), step, lags, length)
            if not inputs or not there.any():
                continue
            rows = np.concatenate([one[0] for one in inputs])
            targets = np.concatenate([y[then + step - 1] - y[then - 1] for then in earlier])
            known = np.concatenate([one[1] for one in inputs]) & ~np.isnan(targets)
            if known.any():
                path[place, step - 1, there] = y[origin - 1, there] + _asked(
                    learner, rows[known], targets[known], now[there]
                )
    return path


def _inputs(y: Array, origin: int, step: int, lags: int, length: int) -> tuple[Array, Bools]:
    """Return what a learner knows of every series at an origin, shape (series, inputs), and which of them it all is known of."""
    recent = np.diff(y[origin - lags - 1 : origin], axis=0)[::-1]
    with np.errstate(invalid="ignore"):
        level = y[origin - 1] - y[origin - lags - 1 : origin].mean(0)
    season = np.zeros((length if length > 1 else 0, y.shape[1]))
    if length > 1:
        season[(origin + step - 1) % length] = 1.0
    inputs = np.vstack([recent, level, season]).T
    return inputs, ~np.isnan(inputs).any(1)


def _asked(learner: Any, rows: Array, targets: Array, now: Array) -> Array:
    """Return what a copy of the learner predicts; what goes wrong within it is told in one sentence."""
    try:
        own = deepcopy(learner)
        own.fit(rows, targets)
        found = np.asarray(own.predict(now), dtype=float)
    except Exception as error:  # a learner of the user's may fail in any way
        raise UnsuitableMethod(
            "learner",
            "it failed: {reason}",
            "give one that takes numbers, and few rows",
            reason=reason_of(error),
        ) from error
    if found.shape != (len(now),) or not np.isfinite(found).all():
        raise UnsuitableMethod(
            "learner", "it did not predict a finite number for each row", "give one that regresses one number"
        )
    return found
