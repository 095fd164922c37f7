"""The normal distribution from rows with gaps: likelihood, its derivatives, and the unrestricted estimate.

Rows are gathered by which columns they have; patterns with equally many columns are worked on together. All that
a model with means and covariances needs are sums over patterns that do not depend on the model: the slope of the
log likelihood by the means (p,) and by the covariances (p, p), and its curvature, (p + p p)^2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.em import patterns


@dataclass(frozen=True)
class Batch:
    """Patterns with k columns: `places` (s, k), rows `n` (s,), their `mean` (s, k) and `scatter` (s, k, k) over n."""

    places: Ints
    n: Array
    mean: Array
    scatter: Array


@dataclass(frozen=True)
class Unrestricted:
    """Means (p,) and covariances (p, p) with the highest likelihood, that log likelihood, and how it was found."""

    mean: Array
    covariance: Array
    log_likelihood: float
    iterations: int
    converged: bool


def batches(x: Array) -> list[Batch]:
    """Return the rows of `x` (n, p), NaN where missing, by patterns; rows without any value are left out."""
    found: dict[int, list[tuple[Ints, float, Array, Array]]] = {}
    for known, own in patterns(x):
        places = np.flatnonzero(known)
        rows = x[np.ix_(own, places)]
        mean, n = rows.mean(axis=0), float(len(rows))
        found.setdefault(len(places), []).append((places, n, mean, (rows - mean).T @ (rows - mean) / n))
    return [Batch(*(np.stack(part) for part in zip(*found[k], strict=True))) for k in sorted(found)]


def log_likelihood(parts: list[Batch], mean: Array, covariance: Array) -> float:
    """Return the log likelihood of all rows; minus infinity where the covariances are not definite."""
    total = 0.0
    for part in parts:
        try:
            root = np.linalg.cholesky(_within(part, covariance))
        except np.linalg.LinAlgError:
            return -float("inf")
        spread, k = _spread(part, mean), part.places.shape[1]
        ratio = np.einsum("sij,sji->s", _inverse(part, covariance), spread)
        logarithms = 2 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
        total -= float(part.n @ (k * np.log(2 * np.pi) + logarithms + ratio)) / 2
    return total


def slopes(parts: list[Batch], mean: Array, covariance: Array) -> tuple[Array, Array]:
    """Return the derivatives of the log likelihood by the means (p,) and the covariances (p, p)."""
    p = len(mean)
    by_mean, by_covariance = np.zeros(p), np.zeros((p, p))
    for part in parts:
        inverse = _inverse(part, covariance)
        np.add.at(by_mean, part.places, part.n[:, None] * _apart(part, mean, inverse))
        rest = inverse @ _spread(part, mean) @ inverse - inverse
        rows, columns = part.places[:, :, None], part.places[:, None, :]
        np.add.at(by_covariance, (rows, columns), part.n[:, None, None] * rest / 2)
    return by_mean, by_covariance


def curvature(parts: list[Batch], mean: Array, covariance: Array, *, observed: bool) -> Array:
    """Return minus the second derivatives by means and covariances (p + p p, p + p p), or what they are expected to be.

    For directions A, B among the covariances it is n tr(A W B (W D W - W / 2)), W the inverse covariances of a
    pattern and D its mean squares about the means; D is expected to be the covariances.
    """
    p = len(mean)
    by_mean, crossed, squares = np.zeros((p, p)), np.zeros((p * p, p)), np.zeros((p * p, p * p))
    for part in parts:
        inverse = _inverse(part, covariance)
        other = inverse @ _spread(part, mean) @ inverse - inverse / 2 if observed else inverse / 2
        wide = _padded(part, part.n[:, None, None] * inverse, p)
        by_mean += wide.sum(axis=0)
        squares += wide.reshape(-1, p * p).T @ _padded(part, other, p).reshape(-1, p * p)
        if observed:
            apart = np.zeros((len(part.n), p))
            np.put_along_axis(apart, part.places, _apart(part, mean, inverse), axis=1)
            crossed += wide.reshape(-1, p * p).T @ apart
    turned = squares.reshape(p, p, p, p).transpose(3, 0, 1, 2).reshape(p * p, p * p)
    across = crossed.reshape(p, p * p)
    return np.block([[by_mean, across], [across.T, (turned + turned.T) / 2]])


def unrestricted(parts: list[Batch], mean: Array, covariance: Array, *, most: int = 500) -> Unrestricted:
    """Return the means and covariances with the highest likelihood.

    By expectation and maximisation (Dempster, Laird and Rubin 1977), which is a step of the slopes taken through the
    covariances; where it is near, Newton's steps finish the search.

    Parameters
    ----------
    parts : list of Batch
    mean, covariance : array (p,), (p, p)
        Where to start; definite.
    most : int
        Iterations.
    """
    n = sum(float(part.n.sum()) for part in parts)
    now, settled, iteration, wait = log_likelihood(parts, mean, covariance), False, 0, 8
    while iteration < most and not settled:
        iteration += 1
        move, turn = slopes(parts, mean, covariance)
        shift = covariance @ move / n
        then_mean = mean + shift
        then = covariance + covariance @ turn @ covariance * (2 / n) - np.outer(shift, shift)
        if iteration >= wait:
            better, decrement = _newton(parts, mean, covariance, (move, turn))
            settled = 0 <= decrement < 1e-10
            taken = _far(parts, (mean, covariance), better, now) if decrement >= 0 else None
            if taken is not None:
                then_mean, then = taken
            else:
                wait = iteration + 10
        mean, covariance = then_mean, (then + then.T) / 2
        now = log_likelihood(parts, mean, covariance)
        if not np.isfinite(now) or _flat(covariance):
            return Unrestricted(mean, covariance, now, iteration, False)
    return Unrestricted(mean, covariance, now, iteration, settled)


def lower(p: int) -> Array:
    """Return which cells (p + p p) each mean and each covariance of the lower triangle moves, (p + p (p + 1) / 2, ...)."""
    i, j = np.tril_indices(p)
    own = np.zeros((p + len(i), p + p * p))
    own[np.arange(p), np.arange(p)] = 1.0
    a = p + np.arange(len(i))
    own[a, p + i * p + j] = own[a, p + j * p + i] = 1.0
    return own


def little(parts: list[Batch], found: Unrestricted) -> tuple[float, int]:
    """Return Little's (1988) statistic that means do not depend on the pattern, and its degrees of freedom."""
    total, values = 0.0, 0
    for part in parts:
        apart = part.mean - found.mean[part.places]
        solved = np.linalg.solve(_within(part, found.covariance), apart[:, :, None])[:, :, 0]
        total += float(part.n @ (apart * solved).sum(axis=1))
        values += part.places.size
    return total, values - len(found.mean)


def independent(parts: list[Batch], p: int) -> float:
    """Return the highest log likelihood of columns that have nothing to do with each other."""
    n, total, squares = np.zeros(p), np.zeros(p), np.zeros(p)
    for part in parts:
        weight = np.broadcast_to(part.n[:, None], part.places.shape)
        np.add.at(n, part.places, weight)
        np.add.at(total, part.places, weight * part.mean)
        second = np.diagonal(part.scatter, axis1=1, axis2=2) + part.mean**2
        np.add.at(squares, part.places, weight * second)
    variance = squares / n - (total / n) ** 2
    return float(-(n * (np.log(2 * np.pi * variance) + 1)).sum() / 2)


def _newton(
    parts: list[Batch], mean: Array, covariance: Array, slope: tuple[Array, Array]
) -> tuple[tuple[Array, Array], float]:
    """Return where Newton's step leads and what it promises; below zero where the likelihood bends the wrong way."""
    p, own = len(mean), lower(len(mean))
    down = own @ np.concatenate([slope[0], slope[1].ravel()])
    bend = own @ curvature(parts, mean, covariance, observed=True) @ own.T
    try:
        root = np.linalg.cholesky(bend)
    except np.linalg.LinAlgError:
        return (mean, covariance), -1.0
    half = np.linalg.solve(root, down)
    step = own.T @ np.linalg.solve(root.T, half)
    return (mean + step[:p], covariance + step[p:].reshape(p, p)), float(half @ half)


def _far(
    parts: list[Batch], here: tuple[Array, Array], there: tuple[Array, Array], now: float
) -> tuple[Array, Array] | None:
    """Return how far to go from here to there for the likelihood not to fall below `now`; None where that is not far."""
    for length in (1.0, 0.5, 0.2):
        mean, covariance = ((1 - length) * a + length * b for a, b in zip(here, there, strict=True))
        if log_likelihood(parts, mean, covariance) >= now - 1e-9:
            return mean, covariance
    return None


def _flat(covariance: Array) -> bool:
    """Return whether columns have become (nearly) functions of each other."""
    sd = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return bool((sd <= 0).any() or np.linalg.eigvalsh(covariance / np.outer(sd, sd))[0] < 1e-8)


def _inverse(part: Batch, covariance: Array) -> Array:
    return np.asarray(np.linalg.inv(_within(part, covariance)), dtype=float)


def _within(part: Batch, covariance: Array) -> Array:
    return np.asarray(covariance[part.places[:, :, None], part.places[:, None, :]])


def _spread(part: Batch, mean: Array) -> Array:
    """Return the mean squares and products about the means, (s, k, k)."""
    apart = part.mean - mean[part.places]
    return part.scatter + apart[:, :, None] * apart[:, None, :]


def _apart(part: Batch, mean: Array, inverse: Array) -> Array:
    return np.asarray((inverse @ (part.mean - mean[part.places])[:, :, None])[:, :, 0])


def _padded(part: Batch, cells: Array, p: int) -> Array:
    """Return the patterns' cells (s, k, k) at their places among all columns, (s, p, p)."""
    wide = np.zeros((len(part.n), p, p))
    s = np.arange(len(part.n))[:, None, None]
    wide[s, part.places[:, :, None], part.places[:, None, :]] = cells
    return wide
