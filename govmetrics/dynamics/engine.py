"""Steps through time: Euler and Runge-Kutta over all scenarios at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from govmetrics.core.errors import FaultyInput
from govmetrics.dynamics.compiled import Moment
from govmetrics.dynamics.system import System
from govmetrics.numerics.arrays import Array

METHODS = ("euler", "rk4")


def simulate(
    system: System,
    start: float,
    step: float,
    steps: int,
    method: str,
    given: Mapping[int, Array],
    scenarios: int,
) -> Array:
    """Return the values of all variables, shape (variables, steps + 1, scenarios).

    `given` has by slot what replaces the equation of an auxiliary or a flow, or the initial value of a stock.
    """
    history = np.empty((len(system.slots), steps + 1, scenarios))
    m = Moment([np.float64(np.nan)] * len(system.slots), np.float64(start), np.float64(start), step)
    with np.errstate(all="ignore"):
        for place, function in system.initial:
            m.values[place] = given[place] if place in given else np.asarray(function(m)) * np.ones(scenarios)
        back = [(place, look, _steps_back(function(m), step)) for place, look, function in system.held]
        before = {place: m.values[place] for place, _, _ in back}
        moving = [(place, function) for place, function in system.moving if place not in given]
        stocks = [place for place, _ in system.net]
        changing = {*stocks, *(place for place, _ in moving), *before}
        for place in range(len(system.slots)):
            if place not in changing:
                history[place] = m.values[place]
        for n in range(steps + 1):
            m.begun = m.time = np.float64(start + n * step)
            for place, look, delay in back:
                m.values[place] = _held(history[look], before[place], n - delay)
            if n:
                for place, function in moving:
                    m.values[place] = function(m)
            for place in changing:
                history[place, n] = m.values[place]
            if n < steps:
                _advance(system, m, moving, stocks, method)
    return history


def _advance(system: System, m: Moment, moving: list[Any], stocks: list[int], method: str) -> None:
    """Move the stocks on by one step."""
    h = m.step
    first = [function(m) for _, function in system.net]
    here = [m.values[place] for place in stocks]
    if method == "rk4":
        slopes = [first]
        for share in (0.5, 0.5, 1.0):
            m.time = m.begun + share * h
            for place, value, slope in zip(stocks, here, slopes[-1], strict=True):
                m.values[place] = value + share * h * slope
            for place, function in moving:
                m.values[place] = function(m)
            slopes.append([function(m) for _, function in system.net])
        first = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(*slopes, strict=True)]
    for place, value, slope in zip(stocks, here, first, strict=True):
        m.values[place] = value + h * slope


def _steps_back(time: Any, step: float) -> Any:
    """Return how many steps a fixed delay looks back."""
    back = np.asarray(time, dtype=float) / step
    whole = np.round(back)
    if not np.isfinite(back).all() or (whole < 1).any() or (abs(back - whole) > 1e-6).any():
        odd = float(
            np.ravel(np.asarray(time))[np.argmax(np.ravel(abs(back - whole) > 1e-6) | np.ravel(whole < 1))]
        )
        if odd <= 0:
            raise FaultyInput("delay", "the time is {time:g}", "give a number above 0", time=odd)
        problem = "a delay of {time:g} is not a whole number of steps of {step:g}"
        raise FaultyInput("step", problem, "give a step that divides it, or use delay3", time=odd, step=step)
    places = whole.astype(int)
    return int(places.flat[0]) if (places == places.flat[0]).all() else places


def _held(past: Array, before: Any, n: Any) -> Any:
    """Return what stood at step n, of each scenario; what stood before where n lies before the start."""
    if isinstance(n, int):
        return past[n] if n >= 0 else before
    return np.where(n >= 0, past[np.maximum(n, 0), np.arange(past.shape[1])], before)
