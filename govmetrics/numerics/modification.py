"""What would become of a factor model's fit if a fixed parameter were freed."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.factor_model import Layout, Moments, derivatives, matrices, product

Pairs = tuple[Ints, Ints]


def indices(layout: Layout, t: Array, free: Array, group: Moments) -> tuple[Pairs, Pairs, Array, Array]:
    """Return candidates, modification indices and expected changes of a one-group model.

    Candidates are loadings that are fixed at zero (items, factors), then covariances of residuals
    (items, items). The index is the score test of Sorbom (1989); `free` (q, b) are the derivatives of the
    parameters by the free ones.
    """
    loadings, phi, sigma, _ = matrices(layout, t)
    (rows, columns), (left, right) = _candidates(layout)
    w = np.linalg.inv(sigma)
    through = loadings @ phi  # a loading of item i on factor j moves the covariances by e_i u_j' + u_j e_i'
    rest = w @ (group.covariance - sigma) @ w
    slope = np.concatenate([(rest @ through)[rows, columns], rest[left, right]])
    seen = w @ through
    information = np.concatenate(
        [
            np.diag(w)[rows] * np.diag(through.T @ seen)[columns] + seen[rows, columns] ** 2,
            np.diag(w)[left] * np.diag(w)[right] + w[left, right] ** 2,
        ]
    )
    own = np.tensordot(free.T, derivatives(layout, t)[0], axes=1)
    weighted = w @ own @ w
    cross = np.concatenate([(weighted @ through)[:, rows, columns], weighted[:, left, right]], axis=1)
    within = product(weighted.reshape(len(own), -1), own.reshape(len(own), -1)) / 2
    change = _change(slope, information, cross, within)
    return (rows, columns), (left, right), group.n * slope * change, change


def incomplete_indices(
    layout: Layout, t: Array, free: Array, slope: Array, curvature: Array
) -> tuple[Pairs, Pairs, Array, Array]:
    """Return the same from the slope (p, p) and curvature (p p, p p) of a log likelihood by the implied covariances."""
    loadings, phi, _, _ = matrices(layout, t)
    (rows, columns), (left, right) = _candidates(layout)
    through, count = loadings @ phi, len(rows)
    moves = np.zeros((count + len(left), layout.items, layout.items))
    a = np.arange(count)
    moves[a, rows, :] += through[:, columns].T
    moves[a, :, rows] += through[:, columns].T
    b = count + np.arange(len(left))
    moves[b, left, right] = moves[b, right, left] = 1.0
    flat = moves.reshape(len(moves), -1)
    own = np.tensordot(free.T, derivatives(layout, t)[0], axes=1).reshape(free.shape[1], -1)
    seen, down = flat @ curvature, flat @ slope.ravel()
    change = _change(down, (seen * flat).sum(axis=1), own @ seen.T, own @ curvature @ own.T)
    return (rows, columns), (left, right), down * change, change


def _candidates(layout: Layout) -> tuple[Pairs, Pairs]:
    absent = np.ones((layout.items, layout.factors), dtype=bool)
    absent[layout.rows, layout.columns] = False
    rows, columns = np.nonzero(absent)
    return (rows, columns), np.tril_indices(layout.items, -1)


def _change(slope: Array, information: Array, cross: Array, within: Array) -> Array:
    """Return the expected changes (c,) from the candidates' slopes and informations, beside those already free."""
    unit = 1 / np.sqrt(np.maximum(np.diag(within), 1e-300))[:, None]  # parameters may have very unlike units
    left_over = information - (unit * cross * np.linalg.solve(within * unit * unit.T, unit * cross)).sum(
        axis=0
    )
    # A candidate that is the same as parameters already free has nothing left over.
    return np.where(left_over > 1e-10 * information, slope / np.where(left_over > 0, left_over, 1.0), 0.0)
