"""How often each of many is drawn when as many are drawn with replacement: exact, a byte of chance for most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

Counts = NDArray[np.uint8]
_MARGIN = 6
"""So many standard deviations below n is the sum of the Poisson counts, which are filled up to n."""
_UNSURE = 255
_AT_ONCE = 100_000
"""Samples of more than so many are drawn one by one: the rest of the work then stays near the processor."""


def resampled_counts(n: int, draws: int, rng: np.random.Generator, out: Counts | None = None) -> Counts:
    """Return how often each of n is drawn, (draws, n), in `draws` samples of n with replacement.

    Independent Poisson counts that sum to m are a sample of m with replacement; with n - m more it is one of n. Samples
    with m above n are drawn again, which says nothing of who is in them. A count above 255 has a chance below 1e-500.
    `out` (draws, n) takes the counts where given.

    Examples
    --------
    >>> counts = resampled_counts(1000, 3, np.random.default_rng(0))
    >>> counts.sum(axis=1).tolist(), bool(abs(counts.var() - 1) < 0.1)
    ([1000, 1000, 1000], True)
    """
    rate = max(0.0, 1 - _MARGIN / np.sqrt(n))
    counts = np.empty((draws, n), dtype=np.uint8) if out is None else out
    total, over = np.full(draws, n + 1), np.arange(draws)
    while len(over):
        for row in over if n > _AT_ONCE else [over]:
            counts[row] = _poisson(rate, (np.size(row), n), rng)
            total[row] = counts[row].sum(axis=-1, dtype=np.int64)
        over = np.flatnonzero(total > n)
    more = n - total
    place = np.repeat(np.arange(draws) * n, more) + rng.integers(0, n, more.sum())
    np.add.at(counts.reshape(-1), place, np.uint8(1))
    return counts


def _poisson(rate: float, shape: tuple[int, int], rng: np.random.Generator) -> Counts:
    """Return Poisson counts by inversion: a byte tells those of most, and so many more digits the others as a float has."""
    edges = pdtr(np.arange(60), rate)
    edges = edges[: np.searchsorted(edges, 1.0) + 1]
    steps = np.arange(257) / 256
    low, high = np.searchsorted(edges, steps[:-1], "right"), np.searchsorted(edges, steps[1:], "left")
    told = np.where(low == high, low, _UNSURE).astype(np.uint8).tobytes()
    size = shape[0] * shape[1]
    digits = rng.integers(0, 2**64, -(-size // 8), dtype=np.uint64).astype("<u8", copy=False)
    drawn = digits.view(np.uint8)[:size]
    counts = np.frombuffer(bytearray(drawn).translate(told), dtype=np.uint8)
    unsure = np.flatnonzero(counts == _UNSURE)
    within = drawn[unsure] + rng.random(len(unsure))
    counts[unsure] = np.searchsorted(edges, within / 256, "right")
    return counts.reshape(shape)
