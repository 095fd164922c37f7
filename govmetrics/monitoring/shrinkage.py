"""Rates drawn towards the mean of all, the more the less they rest on."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def shrunk_rates(x: Array, n: Array) -> tuple[Array, Array]:
    """Return Marshall's global empirical Bayes rates of Poisson counts, and their standard errors.

    m = sum x / sum n, s^2 = sum n (r - m)^2 / sum n, A = s^2 - m / mean n (not below 0), C = A / (A + m / n):
    the rate is m + C (r - m), its posterior variance C m / n.
    """
    r = x / n
    m = x.sum() / n.sum()
    between = max(0.0, float((n * (r - m) ** 2).sum() / n.sum() - m / n.mean()))
    share = np.zeros(len(n)) if between == 0 else between / (between + m / n)
    return m + share * (r - m), np.sqrt(share * m / n)


def shrunk_proportions(x: Array, n: Array) -> tuple[Array, Array]:
    """Return means and standard deviations of the posteriors of a beta-binomial model, fitted by moments.

    Kleinman (1973) with weights n: the variance of a unit's proportion is p q (g + (1 - g) / n), and the expectation of
    S = sum n (r - p)^2 gives g = 1 / (alpha + beta + 1), not below 0.
    """
    r, whole = x / n, n.sum()
    p = x.sum() / whole
    pq, rest = p * (1 - p), 1 - n / whole
    chance = rest.sum()  # sum w (1 - w / W) / n with w = n
    differ = (n * rest).sum() - chance
    excess = float((n * (r - p) ** 2).sum()) - pq * chance
    g = min(1.0, excess / (pq * differ)) if pq > 0 and differ > 0 and excess > 0 else 0.0
    if g == 0:
        return np.full(len(n), p), np.zeros(len(n))
    prior = 1 / g - 1
    mean = (x + p * prior) / (n + prior)
    return mean, np.sqrt(mean * (1 - mean) / (n + prior + 1))
