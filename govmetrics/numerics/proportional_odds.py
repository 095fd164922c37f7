"""Proportional odds (ordered logit; binary logit with two categories), by Newton's method on a concave likelihood.

With u and l the distances of the category's upper and lower threshold from x'b, F(u) - F(l) is
F(u) F(-l) (1 - exp(l - u)): the logarithm falls into three terms, each concave (Burridge 1981; Pratt 1981).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_expit

from govmetrics.numerics.arrays import Array, Ints


class Odds(NamedTuple):
    """Estimates: slopes (p,), thresholds (c - 1,); scores and information of both together, slopes first."""

    slopes: Array
    thresholds: Array
    log_likelihood: float
    null: float  # of the thresholds alone
    scores: Array  # (n, p + c - 1), weighted
    information: Array  # (p + c - 1, p + c - 1)
    converged: bool


def proportional_odds(x: Array, place: Ints, categories: int, w: Array, steps: int = 60) -> Odds:
    """Fit P(y <= j) = F(a_j - x'b).

    Parameters
    ----------
    x : (n, p) array
        Without a constant; columns of like size.
    place : (n,) array
        Category of each row, from 0; each has a row.
    categories : int
    w : (n,) array
        Weights.
    steps : int
        Newton steps at most.
    """
    p = x.shape[1]
    counts: Array = np.bincount(place, weights=w, minlength=categories).astype(float)
    below = np.cumsum(counts)[:-1] / counts.sum()
    theta = np.concatenate([np.zeros(p), np.log(below / (1 - below))])
    null = value = _value(theta, x, place, counts, w)
    converged = False
    for _ in range(steps):
        slope, bend = _turn(theta, x, place, counts, w)
        move = _solved(bend, slope)
        gain = float(move @ slope)
        step, new = 1.0, theta + move
        found = _value(new, x, place, counts, w)
        while not found >= value + 1e-4 * step * gain - 1e-12 * abs(value) and step > 1e-9:
            step /= 2
            new = theta + step * move
            found = _value(new, x, place, counts, w)
        if step > 1e-9:
            theta, value = new, found
        if gain < 1e-14 * max(1.0, abs(value)) or step <= 1e-9:
            converged = gain < 1e-6 * max(1.0, abs(value))
            break
    _, information = _turn(theta, x, place, counts, w)
    return Odds(
        theta[:p], theta[p:], value, null, _scores(theta, x, place, counts, w), information, converged
    )


def _ends(theta: Array, x: Array, place: Ints) -> tuple[Array, Array, Array]:
    """Return the distances u and l (n,) of each row's thresholds, infinite at the ends, and all gaps between them."""
    p = x.shape[1]
    cuts = np.concatenate([[-np.inf], theta[p:], [np.inf]])
    fit = x @ theta[:p]
    return cuts[place + 1] - fit, cuts[place] - fit, np.diff(theta[p:])


def _value(theta: Array, x: Array, place: Ints, counts: Array, w: Array) -> float:
    upper, lower, gaps = _ends(theta, x, place)
    if (gaps <= 0).any():
        return -np.inf
    inner = counts[1:-1] @ np.log(-np.expm1(-gaps))
    return float(w @ (log_expit(upper) + log_expit(-lower)) + inner)


def _turn(theta: Array, x: Array, place: Ints, counts: Array, w: Array) -> tuple[Array, Array]:
    """Return the gradient, and the negative Hessian."""
    p, cuts = x.shape[1], len(counts) - 1
    upper, lower, gaps = _ends(theta, x, place)
    up, low = w * expit(-upper), w * expit(lower)
    bent_up, bent_low = up * expit(upper), low * expit(-lower)
    slope, bend = np.empty(p + cuts), np.zeros((p + cuts, p + cuts))
    slope[:p] = x.T @ (low - up)
    bend[:p, :p] = x.T @ (x * (bent_up + bent_low)[:, None])
    for j in range(cuts):
        at, above = place == j, place == j + 1
        slope[p + j] = up[at].sum() - low[above].sum()
        turn = bent_up * at + bent_low * above
        bend[:p, p + j] = bend[p + j, :p] = -(x.T @ turn)
        bend[p + j, p + j] = turn.sum()
    rise = counts[1:-1] * _closeness(gaps)  # of log(1 - exp(-gap)), and its bend
    hollow = rise / -np.expm1(-gaps)
    places = p + np.arange(cuts - 1)
    slope[places + 1] += rise
    slope[places] -= rise
    bend[places, places] += hollow
    bend[places + 1, places + 1] += hollow
    bend[places, places + 1] -= hollow
    bend[places + 1, places] -= hollow
    return slope, bend


def _closeness(gaps: Array) -> Array:
    """Return 1 / (exp(gap) - 1): zero where thresholds are far apart, as where categories are told without error."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / np.expm1(gaps))


def _scores(theta: Array, x: Array, place: Ints, counts: Array, w: Array) -> Array:
    """Return each row's part of the gradient."""
    p, cuts = x.shape[1], len(counts) - 1
    upper, lower, gaps = _ends(theta, x, place)
    up, low = w * expit(-upper), w * expit(lower)
    rise = np.concatenate([[0.0], _closeness(gaps), [0.0]])[place] * w
    scores = np.zeros((len(x), p + cuts))
    scores[:, :p] = x * (low - up)[:, None]
    rows = np.arange(len(x))
    inside, beyond = place < cuts, place > 0
    scores[rows[inside], p + place[inside]] += (up + rise)[inside]
    scores[rows[beyond], p + place[beyond] - 1] -= (low + rise)[beyond]
    return scores


def _solved(bend: Array, slope: Array) -> Array:
    """Return Newton's direction; a Hessian that rounding made singular is shifted."""
    shift = 1e-12 * max(float(np.abs(np.diagonal(bend)).max()), 1e-300) * np.eye(len(bend))
    return np.asarray(np.linalg.solve(bend + shift, slope), dtype=float)
