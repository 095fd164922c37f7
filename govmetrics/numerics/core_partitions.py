"""Which actors are the core: how well each split of a matrix into core and periphery fits. Arrays only.

A split fits as its ideal pattern correlates with the ties, over the pairs that are known and that count: "ideal" has ties
within the core and between core and periphery, none within the periphery; with "ignored" pairs between the two do not count.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools

COUNTED = 21
"""Up to so many actors every split is looked at: two million."""
_NEAR = 1e-9


def fits_of(core: Array, periphery: Array, whole: Array, ideal: bool) -> Array:
    """Return the correlation of ties and pattern, (splits,).

    Parameters
    ----------
    core, periphery : array (3, splits)
        Within the core and within the periphery: how many pairs are known, the sum of their ties, and of the squares.
    whole : array (3,)
        Of all pairs.
    """
    rest = whole[:, None] - core - periphery
    ones = core + rest if ideal else core
    n1, s1, _ = ones
    n, s, q = ones + periphery
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = s1 - s * n1 / n
        r = covariance / np.sqrt((q - s**2 / n) * (n1 - n1**2 / n))
    sound = (n1 > 0) & (periphery[0] > 0) & (q - s**2 / np.maximum(n, 1) > 1e-12 * np.maximum(q, 1e-300))
    return np.where(sound, r, -np.inf)


def _values(x: Array, known: Bools) -> Array:
    """Return known, ties and squares, both directions of a pair together, (3, n, n)."""
    top = float(np.abs(np.where(known, x, 0.0)).max(initial=0.0)) or 1.0
    a = np.where(known, x, 0.0) / top
    return np.stack([one + one.T for one in (known.astype(float), a, a**2)])


def every_split(x: Array, known: Bools, ideal: bool) -> tuple[float, Bools]:
    """Return the best fit of all splits and every split that has it, (splits, n), True for the core."""
    n = len(x)
    both = _values(x, known)
    within = np.stack([_sums_within(one) for one in both])
    whole = both.sum(axis=(1, 2)) / 2
    fits = fits_of(
        within, within[:, ::-1], whole, ideal
    )  # the periphery of a split is the core of its complement
    best = float(fits.max())
    if best == -np.inf:
        return np.nan, np.zeros((0, n), dtype=bool)
    at = np.flatnonzero(fits >= best - _NEAR)
    return best, (at[:, None] >> np.arange(n) & 1).astype(bool)


def _sums_within(both: Array) -> Array:
    """Return the sum over the pairs within every subset, (2^n,): bit i of its place says that i is in."""
    n = len(both)
    found = np.zeros(2**n)
    for new in range(n):
        to_new = np.zeros(2**new)
        for old in range(new):
            to_new[2**old : 2 ** (old + 1)] = to_new[: 2**old] + both[new, old]
        found[2**new : 2 ** (new + 1)] = found[: 2**new] + to_new
    return found


def searched_splits(
    x: Array, known: Bools, ideal: bool, starts: int, generator: np.random.Generator
) -> tuple[float, Bools]:
    """Return the best fit from many starts, and the splits found that have it, (splits, n).

    Starts are the actors with most ties, for numbers of them spread over all, and drawn ones. From each, the one actor
    whose change of side gains most changes, until none does.
    """
    n = len(x)
    both = _values(x, known)
    whole = both.sum(axis=(1, 2)) / 2
    order = np.argsort(-both[1].sum(axis=1), kind="stable")
    sizes = np.unique(np.linspace(1, n - 1, starts).round().astype(int))
    ranked = np.zeros((len(sizes), n), dtype=bool)
    for row, size in enumerate(sizes):
        ranked[row, order[:size]] = True
    core = np.concatenate([ranked, generator.uniform(size=(starts, n)) < generator.uniform(size=(starts, 1))])
    for _ in range(4 * n):
        c = core.astype(float)
        to_core = np.stack([c @ one for one in both])
        to_rest = both.sum(axis=2)[:, None, :] - to_core
        in_core = (to_core * c).sum(axis=2, keepdims=True) / 2
        in_rest = (to_rest * (1 - c)).sum(axis=2, keepdims=True) / 2
        now = fits_of(in_core[..., 0], in_rest[..., 0], whole, ideal)
        core_after = in_core + np.where(core, -to_core, to_core)
        rest_after = in_rest + np.where(core, to_rest, -to_rest)
        after = fits_of(core_after.reshape(3, -1), rest_after.reshape(3, -1), whole, ideal).reshape(
            core.shape
        )
        best = after.argmax(axis=1)
        gains = after[np.arange(len(core)), best] > np.where(np.isfinite(now), now + _NEAR, -np.inf)
        if not gains.any():
            break
        core[np.flatnonzero(gains), best[gains]] ^= True
    top = float(now.max())
    if top == -np.inf:
        return np.nan, np.zeros((0, n), dtype=bool)
    return top, np.unique(core[now >= top - _NEAR], axis=0)
