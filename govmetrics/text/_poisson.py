"""Intervals of rates whose counts vary more between documents than Poisson's do."""

from __future__ import annotations

import numpy as np
import scipy
from scipy import sparse

from govmetrics.numerics.arrays import Array, Ints


def dispersion(counts: sparse.csr_array, lengths: Array, group: Ints, n_groups: int) -> Array:
    """Return Pearson's dispersion of every group and word, at least 1: (groups, words).

    ``phi = sum((y_i - r x_i)^2 / (r x_i)) / (m - 1)`` over the m documents of a group, with r its rate; as
    ``sum(y) = r sum(x)`` this is ``(sum(y_i^2 / x_i) / r - sum(y)) / (m - 1)``.
    """
    n = counts.shape[0]
    inside = sparse.csr_array((np.ones(n), (group, np.arange(n))), shape=(n_groups, n))
    y = counts.astype(float)
    total = np.asarray((inside @ y).todense())
    per = sparse.csr_array(sparse.diags_array(1.0 / np.maximum(lengths, 1.0)))
    squares = np.asarray((inside @ (per @ y.power(2))).todense())
    x = np.bincount(group, lengths, minlength=n_groups)[:, None]
    m = np.bincount(group, minlength=n_groups)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = (squares * x / total - total) / (m - 1)
    return np.where(np.isfinite(phi), np.maximum(phi, 1.0), 1.0)


def limits(total: Array, exposure: Array, phi: Array, level: float) -> tuple[Array, Array]:
    """Return the limits of rates: Garwood's of the count over its dispersion, and of the exposure over it."""
    tail = (1 - level) / 2
    count = total / phi
    low = np.where(count > 0, scipy.stats.chi2.ppf(tail, 2 * np.maximum(count, 1e-12)) / 2, 0.0)
    high = scipy.stats.chi2.ppf(1 - tail, 2 * count + 2) / 2
    return low * phi / exposure, high * phi / exposure
