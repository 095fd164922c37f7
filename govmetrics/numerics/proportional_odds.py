"""Proportional odds (ordered logit; binary logit with two categories), by Newton's method on a concave likelihood.

With u and l the distances of the category's upper and lower threshold from x'b, F(u) - F(l) is
F(u) F(-l) (1 - exp(l - u)): the logarithm falls into three terms, each concave (Burridge 1981; Pratt 1981).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_expit

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.newton import climbed


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
    start = np.concatenate([np.zeros(p), np.log(below / (1 - below))])
    null = _value(start, x, place, counts, w)
    theta, value, converged = climbed(
        start,
        lambda theta: _value(theta, x, place, counts, w),
        lambda theta: _turn(theta, x, place, counts, w),
        steps,
    )
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
