"""Where the actors of a network stand in a picture: near each other as their ties are, the same every time."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.signs import turned

_STEPS = 100


def places_of(ties: Array) -> Array:
    """Return a place for every actor, (actors, 2), within -1 and 1: distances in the picture are as steps in the network.

    Classical scaling of the steps between actors, made better by majorisation of the stress; nothing is drawn by chance.
    Actors who are not connected stand one step beyond the longest way.

    Parameters
    ----------
    ties : array, shape (actors, actors)
        Taken without direction.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    n = len(ties)
    if n == 1:
        return np.zeros((1, 2))
    steps = shortest_path(csr_array(((ties + ties.T) > 0).astype(float)), directed=False, unweighted=True)
    finite = steps[np.isfinite(steps)]
    steps = np.where(np.isfinite(steps), steps, finite.max() + 1)
    around = 2 * np.pi * np.arange(n) / n
    start = _scaled(steps) + 0.01 * np.column_stack(
        [np.cos(around), np.sin(around)]
    )  # those who stand alike come apart
    weight = np.where(steps > 0, 1 / np.maximum(steps, 1) ** 2, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian, hermitian=True)
    places = start
    for _ in range(_STEPS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = weight * np.divide(steps, apart, out=np.zeros_like(steps), where=apart > 1e-12)
        places = inverse @ (np.diag(pull.sum(axis=1)) - pull) @ places
    places = places - (places.max(axis=0) + places.min(axis=0)) / 2
    return places / (np.abs(places).max() or 1.0)  # type: ignore[no-any-return]


def _scaled(steps: Array) -> Array:
    """Return classical scaling in two dimensions, turned so that the signs of its axes do not depend on the machine."""
    square = steps**2
    centred = -(square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()) / 2
    values, vectors = np.linalg.eigh(centred)
    top = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0))
    return turned(top.T).T
