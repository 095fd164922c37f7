"""The wild cluster bootstrap with the null imposed: every sign of few clusters, drawn signs of many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Ints

MOST = 12
"""All signs of so many clusters are tried, 2^12 = 4,096."""
_CELLS = 2_000_000
_TIE = 1e-9


def signs_of(clusters: int, draws: int, rng: np.random.Generator) -> tuple[Array, bool]:
    """Return signs (b, J), and whether they are all that there are.

    Signs and their opposites give t of one size, so that of all signs half are enough: the first cluster keeps its own.
    """
    if clusters > MOST:
        return np.asarray(rng.integers(0, 2, (draws, clusters)) * 2.0 - 1, dtype=float), False
    bits = (np.arange(2 ** (clusters - 1))[:, None] >> np.arange(clusters - 1)) & 1
    return np.column_stack([np.ones(len(bits)), 1 - 2.0 * bits]), True


@dataclass(frozen=True)
class WildTest:
    """The bootstrap of one coefficient under any null b: t(b)² = (a - b c)² / (d - 2 b e + b² f), by draw; the first is observed.

    Parameters
    ----------
    above : ndarray, shape (b + 1, 2)
        a and c.
    below : ndarray, shape (b + 1, 3)
        d, e and f.
    complete : bool
        All signs were tried.
    """

    above: Array
    below: Array
    complete: bool

    def p(self, null: float = 0.0) -> float:
        """Return the two-sided p of a null: the share of draws at least as far out as what was observed."""
        size = np.abs(self.above[:, 0] - null * self.above[:, 1])
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.sqrt(np.clip(self.below @ np.array([1.0, -2 * null, null**2]), 0, None))
            t = np.where(spread > 0, size / spread, np.where(size > 0, np.inf, 0.0))
        beyond = int((t[1:] >= t[0] * (1 - _TIE)).sum())
        return beyond / (len(t) - 1) if self.complete else (beyond + 1) / len(t)

    def bounds(self, estimate: float, error: float, level: float) -> tuple[float, float]:
        """Return the nulls around the estimate that are not rejected; infinite where none so far out is."""
        ends = [_edge(self, estimate, sign * error, 1 - level) for sign in (-1, 1)]
        return ends[0], ends[1]


def _edge(test: WildTest, estimate: float, step: float, limit: float) -> float:
    """Return the end of the interval on one side, by doubling and halving."""
    inside, reach = estimate, step
    while test.p(estimate + reach) > limit:
        inside, reach = estimate + reach, 2 * reach
        if abs(reach) > 1e4 * abs(step):
            return float(np.copysign(np.inf, step))
    outside = estimate + reach
    while abs(outside - inside) > 1e-7 * abs(step):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if test.p(middle) > limit else (inside, middle)
    return float((inside + outside) / 2)


def wild_test(
    x: Array, y: Array, clusters: Ints, at: int, signs: Array, complete: bool, others: Array
) -> WildTest:
    """Return the bootstrap of coefficient `at` by Rademacher signs, its t by CR0 (a factor changes no p).

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Regressors freed of absorbed effects.
    y : ndarray, shape (n,)
        Likewise.
    clusters : ndarray of int, shape (n,)
    at : int
    signs : ndarray, shape (b, J)
    complete : bool
    others : ndarray, shape (n, r)
        Orthonormal basis of absorbed effects that reach across clusters: the bootstrap outcome has them anew.

    References
    ----------
    Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered errors.
    Review of Economics and Statistics, 90, 414-427.
    """
    rest = np.delete(x, at, axis=1)
    size = np.sqrt((rest**2).sum(axis=0))
    q = np.linalg.qr(np.hstack([others, rest / size]))[0]
    free = np.column_stack([y, x[:, at]])
    free = free - q @ (q.T @ free)  # restricted residuals of y, and of the regressor
    own = free[:, 1]
    pull = own / (own @ own)
    q = np.column_stack([q, own / np.sqrt(own @ own)])
    count = int(clusters.max()) + 1
    v = _sums(pull[:, None] * free, clusters, count)  # (J, 2)
    c = _sums(pull[:, None] * q, clusters, count)  # (J, q)
    d = [_sums(free[:, [part]] * q, clusters, count) for part in (0, 1)]
    every = np.vstack([np.ones(count), signs])
    step = max(1, _CELLS // count)
    parts = [_squares(every[i : i + step], v, c, d) for i in range(0, len(every), step)]
    return WildTest(every @ v, np.vstack(parts), complete)


def _squares(signs: Array, v: Array, c: Array, d: list[Array]) -> Array:
    """Return d, e and f of draws: the clusters' scores of y* and of the regressor, squared and crossed."""
    y, x = (signs * v[:, part] - (signs @ d[part]) @ c.T for part in (0, 1))
    return np.column_stack([(y**2).sum(axis=1), (y * x).sum(axis=1), (x**2).sum(axis=1)])


def _sums(x: Array, groups: Ints, count: int) -> Array:
    return np.stack([np.bincount(groups, weights=column, minlength=count) for column in x.T], axis=1)
