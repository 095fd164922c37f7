"""Calibration of weights to margins, on cells of equal respondents: Newton on the dual, and an LP certificate."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

Bounds = tuple[float, float] | None

ENOUGH = 1e-14  # error of a margin, in shares, at which Newton stops
_SWEEPS = 200


def cells(codes: list[Ints], sizes: list[int]) -> tuple[Ints, Ints]:
    """Return the cell of every row and the codes of every cell that occurs, (cells, margins).

    Examples
    --------
    >>> cell, combinations = cells([np.array([0, 1, 0]), np.array([1, 1, 1])], [2, 3])
    >>> cell.tolist(), combinations.tolist()
    ([0, 1, 0], [[0, 1], [1, 1]])
    """
    key, width = np.zeros(len(codes[0]), dtype=np.int64), 1
    for column, size in zip(codes, sizes, strict=True):
        if width * size > 4_000_000:  # too many combinations to count: number those that occur
            found, key = np.unique(key, return_inverse=True)
            width = len(found)
        key = key * size + column
        width *= size
    if width <= 4_000_000:
        occurs = np.flatnonzero(np.bincount(key, minlength=width))
        numbers = np.zeros(width, dtype=np.intp)
        numbers[occurs] = np.arange(len(occurs))
        cell = numbers[key]
    else:
        cell = np.unique(key, return_inverse=True)[1].astype(np.intp)
    first = np.zeros(int(cell.max()) + 1, dtype=np.intp)
    first[cell] = np.arange(len(cell))  # any row of the cell will do
    return cell, np.column_stack([column[first] for column in codes])


def margins_design(combinations: Ints, sizes: list[int]) -> Array:
    """Return one 0/1 column per category of every margin, (cells, sum of sizes)."""
    return np.hstack([np.eye(size)[combinations[:, m]] for m, size in enumerate(sizes)])


def calibrate(x: Array, mass: Array, targets: Array, bounds: Bounds = None) -> tuple[Array, Array]:
    """Return the factors g of every cell, (b, c), that meet the targets, and the largest error, (b,).

    Solves ``sum_c mass_c g_c x_c = targets`` with ``g = F(x' lambda)``: F = exp (raking), or the logit
    function between `bounds` (Deville and Sarndal 1992, case 6), for b problems at once. The dual is convex
    and Newton's steps are halved until it falls, so it converges wherever a solution inside exists.

    Parameters
    ----------
    x : (c, p) array
        Design of the cells; redundant columns do no harm.
    mass : (b, c) array
        Base weights in the cells, each row summing to one.
    targets : (p,) array
        Shares.
    bounds : (low, high), optional
        Of g; low < 1 < high.

    References
    ----------
    Deville, J.-C. and Sarndal, C.-E. (1992). Calibration estimators in survey sampling. JASA, 87, 376-382.

    Examples
    --------
    >>> g, error = calibrate(np.eye(2), np.array([[0.25, 0.75]]), np.array([0.5, 0.5]))
    >>> g.round(6).tolist()
    [[2.0, 0.666667]]
    """
    b = len(mass)
    weight = np.zeros((b, x.shape[1]))
    value, factor, slope = _distance(weight @ x.T, bounds)
    error = np.full(b, np.inf)
    best = factor.copy()
    for _ in range(_SWEEPS):
        gradient = (mass * factor) @ x - targets
        now = np.abs(gradient).max(axis=1)
        better = now < error
        best[better] = factor[better]
        stalled = ~better & (now < 1e-9)
        error = np.minimum(error, now)
        open_ = (error > ENOUGH) & ~stalled
        if not open_.any():
            break
        hessian = np.einsum("bc,ci,cj->bij", mass * slope, x, x, optimize=True)
        step = -np.einsum("bij,bj->bi", np.linalg.pinv(hessian, rcond=1e-13, hermitian=True), gradient)
        dual = (mass * value).sum(axis=1) - weight @ targets
        weight, moved = _descend(
            x, mass, targets, bounds, (weight, step, dual, (gradient * step).sum(axis=1), open_)
        )
        value, factor, slope = _distance(weight @ x.T, bounds)
        if not moved.any():
            break
    return best, error


def _descend(
    x: Array,
    mass: Array,
    targets: Array,
    bounds: Bounds,
    at: tuple[Array, Array, Array, Array, Bools],
) -> tuple[Array, Bools]:
    """Halve the steps until the dual falls; return the new multipliers and which of them moved."""
    weight, step, dual, fall, open_ = at
    length = np.where(open_, 1.0, 0.0)
    for _ in range(40):
        trial = weight + length[:, None] * step
        value = _distance(trial @ x.T, bounds)[0]
        new = (mass * value).sum(axis=1) - trial @ targets
        # below rounding error of the dual a full Newton step is right
        high = ~(new <= dual + 1e-4 * length * fall + 4e-16 * np.maximum(np.abs(dual), 1.0)) & open_
        if not high.any():
            break
        length[high] /= 2
    return weight + length[:, None] * step, length > 1e-10


def _distance(u: Array, bounds: Bounds) -> tuple[Array, Array, Array]:
    """Return the dual distance, its derivative (the factor g) and its second derivative."""
    with np.errstate(over="ignore", invalid="ignore"):
        if bounds is None:
            g = np.exp(u)
            return g, g, g
        low, high = bounds
        a = (high - low) / ((1 - low) * (high - 1))
        # log((U - 1) + (1 - L) exp(A u)), and the share of its second term, without overflow
        first, second = np.log(high - 1), np.log(1 - low) + a * u
        log_sum = np.logaddexp(first, second)
        share = np.exp(second - log_sum)
        g = low + (high - low) * share
        return low * u + (high - low) / a * log_sum, g, (high - low) * a * share * (1 - share)


def nearest(x: Array, mass: Array, targets: Array, bounds: Bounds = None) -> Array:
    """Return the margins nearest to `targets` (least sum of deviations) that any factors can give, (p,).

    A linear program: where it returns the targets they can be met, where it does not they cannot.
    """
    from scipy.optimize import linprog

    c, p = x.shape
    low, high = (0.0, np.inf) if bounds is None else bounds
    rows = np.hstack([(mass[:, None] * x).T, np.eye(p), -np.eye(p)])
    # the factors keep the sum of the weights
    rows = np.vstack([rows, np.concatenate([mass, np.zeros(2 * p)])])
    cost = np.concatenate([np.zeros(c), np.ones(2 * p)])
    limits = [(low, high)] * c + [(0.0, None)] * (2 * p)
    result = linprog(cost, A_eq=rows, b_eq=np.append(targets, 1.0), bounds=limits, method="highs")
    return np.asarray((mass * np.asarray(result.x)[:c]) @ x)


def least_upper(x: Array, mass: Array, targets: Array, low: float) -> float:
    """Return the least upper bound on the factors that meet the targets above `low`; infinite if none does."""
    from scipy.optimize import linprog

    c = len(mass)
    cost = np.append(np.zeros(c), 1.0)
    rows = np.hstack([(mass[:, None] * x).T, np.zeros((x.shape[1], 1))])
    below = np.hstack([np.eye(c), -np.ones((c, 1))])
    result = linprog(cost, A_ub=below, b_ub=np.zeros(c), A_eq=rows, b_eq=targets,
                     bounds=[(low, None)] * c + [(0.0, None)], method="highs")  # fmt: skip
    return float(np.asarray(result.x)[-1]) if result.status == 0 else float("inf")
