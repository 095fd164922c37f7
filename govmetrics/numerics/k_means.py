"""k-means with weights, from many starts, and the silhouette of a partition."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints

STARTS = 50
STEPS = 100


def k_means(
    points: Array, k: int, rng: np.random.Generator, weights: Array | None = None, starts: int = STARTS
) -> tuple[Array, Ints]:
    """Return centres and labels with the least weighted sum of squares of many starts (k-means++ and Lloyd's steps).

    Parameters
    ----------
    points : array, shape (n, d)
    k : int
        From 1 to the number of different points.
    rng : Generator
    weights : array, shape (n,), optional
    starts : int

    Examples
    --------
    >>> points = np.array([[0.0], [0.1], [5.0], [5.1]])
    >>> k_means(points, 2, np.random.default_rng(0))[0].ravel().round(2).tolist()
    [0.05, 5.05]
    """
    w = np.ones(len(points)) if weights is None else weights
    best: tuple[float, Array, Ints] | None = None
    for _ in range(starts):
        centres = _spread(points, k, rng, w)
        for _ in range(STEPS):
            labels = _squares(points, centres).argmin(axis=1)
            moved = _means(points, labels, centres, w)
            if np.array_equal(moved, centres):
                break
            centres = moved
        loss = float((w * _squares(points, centres).min(axis=1)).sum())
        if best is None or loss < best[0] * (1 - 1e-12):
            best = loss, centres, _squares(points, centres).argmin(axis=1)
    assert best is not None
    order = np.lexsort(best[1].T[::-1])  # by the first coordinate
    return best[1][order], np.argsort(order)[best[2]]


def silhouette(points: Array, labels: Ints) -> float:
    """Return the mean silhouette; a point alone in its group counts 0 (Rousseeuw 1987).

    Examples
    --------
    >>> round(silhouette(np.array([[0.0], [1.0], [4.0], [5.0]]), np.array([0, 0, 1, 1])), 4)
    0.746
    """
    apart = np.sqrt(_squares(points, points))
    groups = (labels[:, None] == np.unique(labels)).astype(float)
    sizes = groups.sum(axis=0)
    sums = apart @ groups
    own = groups.astype(bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = sums[own] / (sizes[own.argmax(axis=1)] - 1)
        outside = np.where(own, np.inf, sums / sizes).min(axis=1)
        found = (outside - inside) / np.maximum(inside, outside)
    return float(np.where(sizes[own.argmax(axis=1)] == 1, 0.0, found).mean())


def _squares(points: Array, centres: Array) -> Array:
    found: Array = np.zeros((len(points), len(centres)))
    for j in range(points.shape[1]):  # few: no array of all differences at once
        found += np.subtract.outer(points[:, j], centres[:, j]) ** 2
    return found


def _spread(points: Array, k: int, rng: np.random.Generator, weights: Array) -> Array:
    """Draw first centres, each the likelier the farther from those drawn."""
    drawn = [int(rng.choice(len(points), p=weights / weights.sum()))]
    while len(drawn) < k:
        far = weights * _squares(points, points[drawn]).min(axis=1)
        drawn.append(int(rng.choice(len(points), p=far / far.sum())))
    return points[drawn]


def _means(points: Array, labels: Ints, centres: Array, weights: Array) -> Array:
    """Return the weighted means of groups; an empty one keeps its centre."""
    groups = (labels[:, None] == np.arange(len(centres))) * weights[:, None]
    sizes = groups.sum(axis=0)
    means = (groups.T @ points) / np.where(sizes > 0, sizes, 1.0)[:, None]
    return np.where(sizes[:, None] > 0, means, centres)
