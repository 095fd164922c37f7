"""Fisher's scoring with steps that are halved until they lead down."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array


class Found(NamedTuple):
    """Where the search ended, after how many steps, and whether nothing is left to gain."""

    at: Array
    iterations: int
    settled: bool


def descend(
    value: Callable[[Array], float],
    local: Callable[[Array], tuple[Array, Array]],
    start: Array,
    *,
    most: int = 200,
    least: float = 1e-14,
) -> Found:
    """Return where `value` is lowest.

    Parameters
    ----------
    value : callable
        What is made small; infinite where it does not exist.
    local : callable
        Half its negative gradient (b,) and the information (b, b).
    start : array (b,)
    most : int
        Steps.
    least : float
        A step that promises less ends the search.
    """
    at, settled, now, iteration = start, False, value(start), 0
    while iteration < most:
        iteration += 1
        gradient, information = local(at)
        unit = 1 / np.sqrt(np.maximum(np.diag(information), 1e-300))  # parameters may have very unlike units
        step = unit * np.linalg.lstsq(information * np.outer(unit, unit), unit * gradient, rcond=1e-13)[0]
        settled = float(gradient @ step) < least
        length, then = 1.0, value(at + step)
        while not then <= now + least and length > 1e-6:
            length /= 2
            then = value(at + length * step)
        if then > now + least:
            break
        at, now = at + length * step, then
        if settled:
            break
    return Found(at, iteration, settled)


def inverse(information: Array) -> Array:
    """Return the inverse of an information matrix (b, b) whose parameters may have very unlike units."""
    unit = 1 / np.sqrt(np.maximum(np.diag(information), 1e-300))
    scale = np.outer(unit, unit)
    return np.asarray(np.linalg.inv(information * scale) * scale, dtype=float)
