"""Krippendorff's alpha from counts of ratings: what every room that compares coders needs."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def coincidences(counts: Array) -> Array:
    """Return coincidences (values, values) of counts (things, values): pairs of ratings within a thing.

    Each thing's ratings weigh one each. All things have two ratings or more.

    Examples
    --------
    >>> coincidences(np.array([[2.0, 0], [1, 1]])).tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    share = 1 / (counts.sum(axis=1) - 1)
    return np.asarray((counts * share[:, None]).T @ counts - np.diag(share @ counts))


def squared_distances(margin: Array, v: Array | None, measurement: str) -> Array:
    """Return squared distances (values, values) on a scale of measurement.

    Parameters
    ----------
    margin : ndarray, shape (values,)
        How often each value was given, in the order of the values.
    v : ndarray or None
        The values as numbers; not needed for nominal and ordinal ones.
    measurement : str
        "nominal", "ordinal", "interval" or "ratio".

    Examples
    --------
    >>> squared_distances(np.array([2.0, 2, 2]), None, "ordinal").tolist()
    [[0.0, 4.0, 16.0], [4.0, 0.0, 4.0], [16.0, 4.0, 0.0]]
    """
    if measurement == "nominal" or (v is None and measurement != "ordinal"):
        return 1.0 - np.eye(len(margin))
    if measurement == "ordinal":
        ahead = np.cumsum(margin) - margin / 2  # ranks between two values, half of each end
        return np.asarray((ahead[:, None] - ahead) ** 2)
    assert v is not None
    difference = v[:, None] - v
    if measurement == "interval":
        return np.asarray(difference**2)
    total = v[:, None] + v
    return np.asarray((difference / np.where(total > 0, total, 1.0)) ** 2)


def krippendorff_alpha(together: Array, distance: Array) -> float:
    """Return alpha from the coincidences and the squared distances of values, both (values, values).

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.

    Examples
    --------
    >>> together = coincidences(np.array([[2.0, 0], [1, 1], [0, 2]]))
    >>> round(krippendorff_alpha(together, 1 - np.eye(2)), 4)
    0.4444
    """
    margin = together.sum(axis=0)
    observed = (together * distance).sum()
    expected = (np.outer(margin, margin) * distance).sum() / (margin.sum() - 1)
    return float(1 - observed / expected)
