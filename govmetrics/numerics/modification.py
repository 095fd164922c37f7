"""What would become of a factor model's fit if a fixed parameter were freed."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.factor_model import Array, Integers, Layout, Moments, derivatives, matrices


def indices(
    layout: Layout, t: Array, free: Array, group: Moments
) -> tuple[tuple[Integers, Integers], tuple[Integers, Integers], Array, Array]:
    """Return candidates, modification indices and expected changes of a one-group model.

    Candidates are loadings that are fixed at zero (items, factors), then covariances of residuals
    (items, items). The index is the score test of Sorbom (1989); `free` (q, b) as in `fit`.
    """
    loadings, phi, sigma, _ = matrices(layout, t)
    p = layout.items
    rows, columns = np.nonzero(~_used(layout))
    left, right = np.tril_indices(p, -1)
    d = np.zeros((len(rows) + len(left), p, p))
    through = (loadings @ phi).T
    a = np.arange(len(rows))
    d[a, rows, :] += through[columns]
    d[a, :, rows] += through[columns]
    b = len(rows) + np.arange(len(left))
    d[b, left, right] = d[b, right, left] = 1.0
    inverse = np.linalg.inv(sigma)
    rest = inverse @ (group.covariance - sigma) @ inverse
    slope = d.reshape(len(d), -1) @ rest.ravel() / 2
    own = np.tensordot(free.T, derivatives(layout, t)[0], axes=1)
    weighted = (inverse @ d @ inverse).reshape(len(d), -1)
    cross = weighted @ own.reshape(len(own), -1).T / 2
    within = (inverse @ own @ inverse).reshape(len(own), -1) @ own.reshape(len(own), -1).T / 2
    information = (weighted * d.reshape(len(d), -1)).sum(axis=1) / 2
    left_over = information - (cross * np.linalg.solve(within, cross.T).T).sum(axis=1)
    # A candidate that is the same as parameters already free has nothing left over.
    change = np.where(left_over > 1e-10 * information, slope / np.maximum(left_over, 1e-300), 0.0)
    return (rows, columns), (left, right), group.n * slope * change, change


def _used(layout: Layout) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    used = np.zeros((layout.items, layout.factors), dtype=bool)
    used[layout.rows, layout.columns] = True
    return used
