"""Projection pursuit weights (投影寻踪法): the direction in which the units spread widely and yet gather in clusters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Literal, get_args

import numpy as np

from govmetrics.core.checks import generator_of
from govmetrics.core.options import SEED, choice, count, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import Scaled
from govmetrics.core.weights import Weights
from govmetrics.numerics.arrays import Array
from govmetrics.weighting.objective import Across, Found, objective

Shares = Literal["normalised", "squared"]
WINDOW = 0.1  # of the standard deviation of the projected values, as the Chinese literature has it
WINDOWS = (1.0, 0.5, 0.25, WINDOW)  # in which a start climbs: wide windows first, whose index has fewer peaks
CLOSE = 0.01  # starts whose index is within 1% of the best have found it

_PROCEDURES = {
    "normalised": Procedure.of(
        "Weights were determined by projection pursuit: of all directions with non-negative components that one which maximises "
        "the standard deviation of the projected values times their local density (window 0.1 of the standard deviation); "
        "weights are its components, brought to a sum of one.",
        "FriedmanTukey1974",
    ),
    "squared": Procedure.of(
        "Weights were determined by projection pursuit: of all directions with non-negative components that one which maximises "
        "the standard deviation of the projected values times their local density (window 0.1 of the standard deviation); "
        "weights are its squared components.",
        "FriedmanTukey1974",
    ),
}  # fmt: skip


def projection_pursuit(
    scaled: Scaled, across: Across = "groups", shares: Shares = "normalised", starts: int = 50, rng: Any = 0
) -> Weights:
    r"""Weigh leaves by the direction in which units spread widely overall and gather closely in clusters.

    With projected values :math:`z_i = \sum_j a_j x_{ij}`, :math:`a \ge 0`, :math:`\sum_j a_j^2 = 1`, the index is
    :math:`Q(a) = S_z D_z`: the standard deviation :math:`S_z` (divisor n - 1) times the local density
    :math:`D_z = \sum_i \sum_k (R - r_{ik}) \, 1(r_{ik} < R)`, :math:`r_{ik} = |z_i - z_k|`, :math:`R = 0.1 S_z`.

    Parameters
    ----------
    scaled : Scaled
        Any values where more is better, all leaves on one scale (min-max is usual): the index depends on their spread.
    across : {"groups", "leaves"}
        Within groups (which keep the tree's shares) or over all leaves.
    shares : {"normalised", "squared"}
        "normalised": :math:`w_j = a_j / \sum_k a_k`, so that the weighted mean ranks units as the projection does.
        "squared": :math:`w_j = a_j^2`, which sums to one of itself, as many papers have it; the weighted mean then ranks
        otherwise than the projection.
    starts : int
        How many directions the search begins with: the middle one, the others random.
    rng : int or Generator
        The starts' seed.

    Returns
    -------
    Weights
        ``details["table"]`` has the columns direction (a), lowest and highest (each weight over the starts that came
        within 1% of the best index) and weight; ``details["starts"]`` how many there were, ``details["agreeing"]`` how
        many of them came that close in the group where fewest did, ``details["seed"]`` the seed.

    Raises
    ------
    UnsuitableMethod
        Missing values, leaves with fewer than two values, groups that are all constant.

    Notes
    -----
    Policy. Constants: weight 0. Zeros and negatives do no harm. Missing: refused. The index is not concave and has kinks, so
    no search can promise the largest value; papers use genetic algorithms and report one run. Here every start climbs by
    L-BFGS-B in windows that narrow from one standard deviation to 0.1, the best is polished by coordinate steps, and the
    result says how many starts agree: where few do, or where
    lowest and highest lie far apart, other weights serve the index as well. Rows and columns are put in an order of their own
    before anything is drawn, so that their order in the data does not matter.

    References
    ----------
    Friedman, J. H. and Tukey, J. W. (1974). A projection pursuit algorithm for exploratory data analysis. IEEE Transactions
    on Computers C-23, 881-890.

    Examples
    --------
    The first indicator parts two close clusters, the second spreads evenly:

    >>> import pandas as pd
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [2, 1, 2, 1, 2, 99, 98, 99, 98, 99], "b": [10, 50, 90, 30, 70, 20, 60, 100, 40, 80]})
    >>> projection_pursuit(Scaled(tree, x, pd.DataFrame())).of("G").round(2).to_dict()
    {'a': 1.0, 'b': 0.0}
    """
    faults = wanted(
        shares=(shares, choice(*get_args(Shares))), starts=(starts, count(most=10_000)), rng=(rng, SEED)
    )
    how: Shares = "normalised" if faults else shares
    agreeing: list[int] = []
    with faults:
        generator, seed = generator_of(0 if faults else rng)
        kernel = partial(
            _pursued, how=how, starts=1 if faults else starts, generator=generator, agreeing=agreeing
        )
        weights = objective(scaled, "projection_pursuit", kernel, across, ("missing",), _PROCEDURES[how])
    faults.raise_all()
    least = min(agreeing, default=starts)
    told = "{agreeing} of {starts} starts came within 1% of the best index (seed {seed})."
    odd = "Only {agreeing} of {starts} starts came within 1% of the best index (seed {seed}): other directions may serve as well."
    values = {"agreeing": least, "starts": starts, "seed": "-" if seed is None else str(seed)}
    said = Procedure.of(told if 2 * least > starts else odd, **values)
    details = {**weights.details, "starts": starts, "agreeing": least, "seed": seed}
    return replace(weights, details=details, procedure=weights.procedure + said)


def _pursued(
    x: Array, how: Shares, starts: int, generator: np.random.Generator, agreeing: list[int]
) -> Found:
    """Return weights and {direction, lowest, highest} of values (n, k); note how many starts agree."""
    varies = np.ptp(x, axis=0) > 0
    direction, low, high = (np.zeros(x.shape[1]) for _ in range(3))
    if varies.any():
        z = x[:, varies]
        z = z / np.abs(z).max()
        z = z - np.sort(z, axis=0).mean(axis=0)  # a sum that no order of the rows can round otherwise
        z = z / np.abs(z).max()  # so that huge and tiny values stay finite; the index's maximum does not move
        columns = np.lexsort(np.sort(z, axis=0)[::-1])
        z = z[:, columns]
        z = np.ascontiguousarray(z[np.lexsort(z.T[::-1])])
        found, index = search(z, starts, generator)
        best = int(index.argmax())
        weights = _shares(found, how)
        near = index >= (1 - CLOSE) * index[best]
        agreeing.append(int(near.sum()))
        places = np.flatnonzero(varies)[columns]
        direction[places], low[places], high[places] = (
            found[best],
            weights[near].min(axis=0),
            weights[near].max(axis=0),
        )
    return _shares(direction, how), {"direction": direction, "lowest": low, "highest": high}


def _shares(a: Array, how: Shares) -> Array:
    """Return directions (..., k) as weights that sum to one; zeros stay zeros."""
    raw = a if how == "normalised" else a * a
    total = raw.sum(axis=-1, keepdims=True)
    return np.asarray(raw / np.where(total > 0, total, 1.0))


def search(x: Array, starts: int, generator: np.random.Generator) -> tuple[Array, Array]:
    """Return the unit directions (starts, k) that climbing ends at, and their index, of centred values (n, k)."""
    k = x.shape[1]
    begin = np.vstack([np.ones((1, k)), np.abs(generator.normal(size=(starts - 1, k)))])
    directions = np.array([_climbed(x, a / np.linalg.norm(a)) for a in begin])
    values = np.array([index(x, a)[0] for a in directions])
    for j in np.argsort(-values)[:3]:
        directions[j], values[j] = _polished(x, directions[j], values[j])
    return directions, values


def _climbed(x: Array, a: Array) -> Array:
    """Return where L-BFGS-B ends from a direction (k,), in ever narrower windows."""
    from scipy.optimize import minimize

    bounds = [(0.0, None)] * len(a)
    for window in WINDOWS:
        a = minimize(_loss, a, (x, window), "L-BFGS-B", True, bounds=bounds, options={"maxiter": 200}).x
        a = a / np.linalg.norm(a)
    return a


def _loss(a: Array, x: Array, window: float) -> tuple[float, Array]:
    """Return minus log of the index at a / |a|, and its gradient; the index grows with the square of |a|."""
    value, slope = index(x, a, window)
    length = float(a @ a)
    if not (value > 0 and length > 0):
        return 1e10, np.zeros_like(a)
    return -np.log(value / length), -slope / value + 2 * a / length


def index(x: Array, a: Array, window: float = WINDOW) -> tuple[float, Array]:
    """Return S_z D_z and its gradient in a (k,), of values (n, k): the window is found in sorted order, in n log n."""
    n = len(x)
    z = x @ a
    order = np.argsort(z, kind="stable")
    z = z[order]
    centred = z - z.mean()
    s = float(np.sqrt(centred @ centred / (n - 1)))
    if not s > 0:
        return 0.0, np.zeros_like(a)
    r = window * s
    last = np.searchsorted(z, z + r, side="left")  # behind the last that is nearer than the window
    above = last - np.arange(1, n + 1)
    sums = np.concatenate([[0.0], np.cumsum(z)])
    pairs = int(above.sum())
    near = pairs * r - float((sums[last] - sums[1 : n + 1] - above * z).sum())
    d = 2 * near + n * r  # a unit is in its own window, at no distance
    below = np.arange(n) - np.searchsorted(z, z - r, side="right")
    ds = np.empty(n)
    ds[order] = centred / ((n - 1) * s)
    dd = np.empty(n)
    dd[order] = above - below  # minus the derivative of the distances, by unit
    slope_s = x.T @ ds
    slope = slope_s * d + s * ((2 * pairs + n) * window * slope_s + 2 * (x.T @ dd))
    return s * d, slope


def _polished(x: Array, a: Array, value: float) -> tuple[Array, float]:
    """Return a direction that no single coordinate step improves, down to steps of 1e-4."""
    step = 0.05
    while step > 1e-4:
        better = False
        for j in range(len(a)):
            for move in (step, -step):
                b = a.copy()
                b[j] = max(b[j] + move, 0.0)
                length = float(np.linalg.norm(b))
                if length > 0:
                    b /= length
                    there = index(x, b)[0]
                    if there > value * (1 + 1e-10):
                        a, value, better = b, there, True
        step = step if better else step / 2
    return a, value
