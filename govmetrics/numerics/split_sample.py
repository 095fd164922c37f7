"""A regression whose coefficients change at an unknown value of a variable (Hansen 1996, 2000)."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def split_squares(y: Array, basis: Array, ends: Ints) -> Array:
    """Return the sum of squares (g,) of two least squares, of the rows before each of `ends` and of those after.

    Parameters
    ----------
    y : (n,) array
        In the order of the variable that splits.
    basis : (n, k) array
        Orthonormal columns that span the regressors.
    ends : (g,) array
        How many rows the first part has; both parts have full rank.
    """
    products = _summed(basis[:, :, None] * basis[:, None, :], ends)
    with_y = _summed(basis * y[:, None], ends)
    left = np.linalg.solve(products, with_y[:, :, None])[:, :, 0]
    rest, rest_y = np.eye(basis.shape[1]) - products, basis.T @ y - with_y
    right = np.linalg.solve(rest, rest_y[:, :, None])[:, :, 0]
    explained: Array = (left * with_y).sum(axis=1) + (right * rest_y).sum(axis=1)
    return float(y @ y) - explained


def split_tests(
    residual: Array, basis: Array, ends: Ints, equal: bool, draws: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return the Lagrange multiplier statistic of a split at each of `ends` (g,), and the largest in each draw (draws,).

    Drawn are the residuals, each times a standard normal number; every draw has its own variances (the fixed regressor
    bootstrap; Hansen 1996 keeps the first ones).

    Parameters
    ----------
    residual : (n,) array
        Of the regression without a split.
    basis, ends
        As in `split_squares`.
    equal : bool
        Whether the errors have one variance.
    draws : int
    rng : numpy Generator
    """
    n, k = basis.shape
    outer = (basis[:, :, None] * basis[:, None, :]).reshape(n, k * k)
    products = _summed(outer, ends).reshape(-1, k, k)
    found = _statistics(residual[None], basis, outer, products, ends, equal)[0]
    largest = np.empty(draws)
    size = max(1, 2_000_000 // max(n, len(ends) * k * k))
    for start in range(0, draws, size):
        drawn = rng.standard_normal((min(size, draws - start), n)) * residual
        drawn -= (drawn @ basis) @ basis.T
        largest[start : start + len(drawn)] = _statistics(drawn, basis, outer, products, ends, equal).max(
            axis=1
        )
    return found, largest


def _statistics(e: Array, basis: Array, outer: Array, products: Array, ends: Ints, equal: bool) -> Array:
    """Return the statistics (b, g) of residuals (b, n) that are orthogonal to the columns."""
    n, k = basis.shape
    starts = np.r_[0, ends[:-1]]
    scores = np.stack([e[:, a:b] @ basis[a:b] for a, b in zip(starts, ends, strict=True)], axis=1).cumsum(
        axis=1
    )
    if equal:
        inner = (e**2).sum(axis=1)[:, None, None, None] / (n - k) * (products - products @ products)
    else:
        squares = e**2
        parts = [squares[:, a:b] @ outer[a:b] for a, b in zip(starts, ends, strict=True)]
        part = np.stack(parts, axis=1).cumsum(axis=1).reshape(len(e), len(ends), k, k)
        whole = (squares @ outer).reshape(-1, 1, k, k)
        inner = part - part @ products - products @ part + products @ whole @ products
    inner = inner + 1e-14 * np.einsum("bgii->bg", inner)[:, :, None, None] * np.eye(k)
    solved = np.linalg.solve(inner, scores[:, :, :, None])[:, :, :, 0]
    return np.asarray((scores * solved).sum(axis=2))


def _summed(rows: Array, ends: Ints) -> Array:
    """Return the sums of the rows before each of `ends`."""
    parts = np.add.reduceat(rows[: ends[-1]], np.r_[0, ends[:-1]], axis=0)
    return np.asarray(np.cumsum(parts, axis=0))
