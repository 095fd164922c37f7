"""The Kaiser-Meyer-Olkin measure, on arrays."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def sampling_adequacy(r: Array, inverse: Array) -> tuple[float, Array]:
    """Return the overall measure and each item's (k,) from correlations and their inverse, both (k, k)."""
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    direct, hidden = r**2, partial**2
    np.fill_diagonal(direct, 0)
    np.fill_diagonal(hidden, 0)
    each = direct.sum(axis=0) / np.maximum(direct.sum(axis=0) + hidden.sum(axis=0), np.finfo(float).tiny)
    return float(direct.sum() / max(direct.sum() + hidden.sum(), np.finfo(float).tiny)), each
