"""What would become of a factor model's fit if a fixed parameter were freed."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.factor_model import Layout, Moments, derivatives, matrices, product


def indices(
    layout: Layout, t: Array, free: Array, group: Moments
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints], Array, Array]:
    """Return candidates, modification indices and expected changes of a one-group model.

    Candidates are loadings that are fixed at zero (items, factors), then covariances of residuals
    (items, items). The index is the score test of Sorbom (1989); `free` (q, b) as in `fit`.
    """
    loadings, phi, sigma, _ = matrices(layout, t)
    absent = np.ones((layout.items, layout.factors), dtype=bool)
    absent[layout.rows, layout.columns] = False
    rows, columns = np.nonzero(absent)
    left, right = np.tril_indices(layout.items, -1)
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
    own = derivatives(layout, t)[0][free.argmax(axis=0)]  # one place for each free parameter
    weighted = w @ own @ w
    cross = np.concatenate([(weighted @ through)[:, rows, columns], weighted[:, left, right]], axis=1)
    within = product(weighted.reshape(len(own), -1), own.reshape(len(own), -1)) / 2
    left_over = information - (cross * np.linalg.solve(within, cross)).sum(axis=0)
    # A candidate that is the same as parameters already free has nothing left over.
    change = np.where(left_over > 1e-10 * information, slope / np.maximum(left_over, 1e-300), 0.0)
    return (rows, columns), (left, right), group.n * slope * change, change
