"""How much of the variance of a number each of several factors explains: alone, last, and on average over all orders."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def explained_share(y: Array, w: Array, factors: list[Ints]) -> float:
    """Return R squared of main effects of factors (codes), weighted."""
    dummies = [(code[:, None] == np.arange(1, code.max() + 1)).astype(float) for code in factors]
    x = np.column_stack([np.ones(len(y)), *dummies]) * np.sqrt(w)[:, None]
    mean = np.average(y, weights=w)
    total = float((w * (y - mean) ** 2).sum())
    if total <= 1e-24 * max(1.0, float((w * y**2).sum())):
        return np.nan
    z = y * np.sqrt(w)
    left = z - x @ np.linalg.lstsq(x, z, rcond=None)[0]
    return 1 - float(left @ left) / total


def factor_shares(y: Array, w: Array, factors: list[Ints]) -> tuple[Array, Array, Array, float]:
    """Return the share of each factor alone, after all others, by Shapley's mean over all orders, and what all explain."""
    k = len(factors)
    known: dict[tuple[int, ...], float] = {(): 0.0}
    for size in range(1, k + 1):
        for chosen in combinations(range(k), size):
            known[chosen] = explained_share(y, w, [factors[j] for j in chosen])
    alone, last, mean = np.zeros(k), np.zeros(k), np.zeros(k)
    whole = tuple(range(k))
    for j in range(k):
        rest = [i for i in whole if i != j]
        alone[j], last[j] = known[(j,)], known[whole] - known[tuple(rest)]
        for size in range(k):
            for chosen in combinations(rest, size):
                part = factorial(size) * factorial(k - size - 1) / factorial(k)
                mean[j] += part * (known[tuple(sorted((*chosen, j)))] - known[chosen])
    return alone, last, mean, known[whole]
