"""Relabelling the rows and columns of a matrix of pairs together: what chance would make of it. Arrays only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import factorial

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.draw_order import dealt

COUNTED = 8
"""Up to so many rows all orders are gone through: 40,320."""
_CELLS = 2_000_000
"""At most so many cells of relabelled matrices are held at a time."""


def relabellings(order: Ints, draws: int, rng: int | np.random.Generator) -> tuple[Ints, bool]:
    """Return orders of rows, (orders, n), drawn in an order of their own, and whether they are all that there are.

    Examples
    --------
    >>> orders, exact = relabellings(np.arange(3), 5000, 0)
    >>> orders.shape, exact
    ((6, 3), True)
    """
    n = len(order)
    if n <= COUNTED and factorial(n) <= max(draws, factorial(COUNTED)):
        return np.array(list(permutations(range(n))), dtype=np.intp).reshape(-1, n), True
    generator = np.random.default_rng(rng)
    return dealt(order, generator.permuted(np.broadcast_to(np.arange(n), (draws, n)), axis=1)), False


def tails(observed: float, drawn: Array, exact: bool, centre: float = 0.0) -> tuple[float, float, float]:
    """Return the shares of relabellings at least as high, at least as low, and at least as far from `centre`.

    Drawn ones leave out the order that was found, so it is counted, too: p is never 0 (Phipson and Smyth 2010). What
    differs by rounding only is the same. Without a value there is no p.
    """
    known = drawn[~np.isnan(drawn)]
    if np.isnan(observed) or not len(known):
        return np.nan, np.nan, np.nan
    near = 1e-9 * max(1.0, abs(observed))
    found = (
        known >= observed - near,
        known <= observed + near,
        np.abs(known - centre) >= abs(observed - centre) - near,
    )
    more, of = (0, len(known)) if exact else (1, len(known) + 1)
    high, low, far = (float((one.sum() + more) / of) for one in found)
    return high, low, far


def parts(orders: Ints, cells: int) -> Iterator[Ints]:
    """Yield the orders in parts whose relabelled matrices, of so many cells each, fit into memory."""
    step = max(1, _CELLS // max(cells, 1))
    for start in range(0, len(orders), step):
        yield orders[start : start + step]


def relabelled_sums(fixed: Array, moved: Array, orders: Ints) -> Array:
    """Return the sum of products of a matrix with another one, relabelled by each order, (orders,).

    Only where the first is not zero there is something to add: of the two the emptier is kept where it is, as it makes no
    difference which of them moves when all orders, or orders drawn alike, are gone through.
    """
    rows, columns = np.nonzero(fixed)
    weights = fixed[rows, columns]
    n = len(moved)
    flat = np.ascontiguousarray(moved).ravel()
    sums = [flat[part[:, rows] * n + part[:, columns]] @ weights for part in parts(orders, len(rows))]
    return np.concatenate(sums) if sums else np.zeros(0)


def correlations_of(x: Array, y: Array, orders: Ints) -> Array:
    """Return the correlation over the pairs known in both (diagonal aside), of x and y relabelled by each order.

    Parameters
    ----------
    x, y : array (n, n)
        NaN where a pair is not known; the diagonal does not count.
    orders : int array (orders, n)
    """
    off = ~np.eye(len(x), dtype=bool)
    known_x, known_y = ~np.isnan(x) & off, ~np.isnan(y) & off
    # about the means, so that squares do not cancel
    (a, mean, scale), (b, *of_b) = _standard(x, known_x), _standard(y, known_y)
    if known_x.all(where=off) and known_y.all(where=off):
        sxx, syy = np.full(len(orders), (a**2).sum()), np.full(len(orders), (b**2).sum())
        if np.count_nonzero(x * off) > np.count_nonzero(y * off):
            x, a, b, (mean, scale) = y, b, a, of_b
        x = np.where(off, x, 0.0)
        if 2 * np.count_nonzero(x) < x.size:  # most pairs have no tie
            return _ratio((relabelled_sums(x, b, orders) - mean * b.sum()) / scale, sxx, syy)
        return _ratio(relabelled_sums(a, b, orders), sxx, syy)
    given = np.stack([known_x.astype(float), a, a**2], axis=-1).reshape(-1, 3)
    found = []
    for part in parts(orders, 3 * x.size):
        place = part[:, :, None] * len(x) + part[:, None, :]
        known, value = (one.ravel()[place].reshape(len(part), -1) for one in (known_y.astype(float), b))
        n, sx, sxx = (known @ given).T
        sy, sxy, _ = (value @ given).T
        syy = value**2 @ given[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(_ratio(sxy - sx * sy / n, sxx - sx**2 / n, syy - sy**2 / n))
    return np.concatenate(found)


def _standard(x: Array, known: Bools) -> tuple[Array, float, float]:
    """Return the known values about their mean, at most 1 from it, with the mean and the scale; else 0."""
    mean = float(x[known].mean()) if known.any() else 0.0
    centred = np.where(known, x - mean, 0.0)
    scale = float(np.abs(centred).max(initial=0.0))
    return (
        (centred / scale, mean, scale) if scale > 1e-13 * abs(mean) else (np.zeros_like(centred), mean, 1.0)
    )


def _ratio(sxy: Array, sxx: Array, syy: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        r = sxy / np.sqrt(sxx * syy)
    return np.where((sxx > 1e-12) & (syy > 1e-12), np.clip(r, -1, 1), np.nan)
