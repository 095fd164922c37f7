"""Random effects of units by Swamy and Arora, for unbalanced panels by Baltagi and Chang."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.absorbed import Absorbed, means_of
from govmetrics.numerics.arrays import Array, Ints


@dataclass(frozen=True)
class RandomEffects:
    """Components of variance, and what they make of the columns.

    Parameters
    ----------
    sigma_e, sigma_u : float
        Standard deviations within units, and of their effects.
    theta : ndarray, shape (units,)
        Share of a unit's mean that is taken off.
    """

    sigma_e: float
    sigma_u: float
    theta: Array

    def transformed(self, x: Array, unit: Ints) -> Array:
        """Return columns less a share of the units' means."""
        columns = x.reshape(len(x), -1)
        return (columns - (self.theta[:, None] * means_of(columns, unit))[unit]).reshape(x.shape)


def swamy_arora(x: Array, y: Array, unit: Ints, within: Absorbed) -> RandomEffects:
    """Return the components of variance.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        All regressors without the constant; indicators of periods among them where these have effects.
    y : ndarray, shape (n,)
    unit : ndarray of int, shape (n,)
    within : Absorbed
        The effects of units alone.

    References
    ----------
    Swamy, P. A. V. B. and Arora, S. S. (1972). The exact finite sample properties of the estimators of coefficients in the
    error components regression models. Econometrica, 40, 261-275. Baltagi, B. H. and Chang, Y. (1994). Incomplete panels.
    Journal of Econometrics, 62, 67-89.
    """
    n, counts = len(y), np.bincount(unit).astype(float)
    freed = within.free(x)
    fitted, held = _fitted(freed, within.free(y))
    rank = held.shape[1]
    sigma2 = float(((within.free(y) - fitted) ** 2).sum()) / (n - len(counts) - rank)
    means = np.column_stack([np.ones(len(counts)), means_of(x, unit)])
    root = np.sqrt(counts)[:, None]
    level = root[:, 0] * means_of(y[:, None], unit)[:, 0]
    fitted, held = _fitted(root * means, level)
    between, rank = float(((level - fitted) ** 2).sum()), held.shape[1]
    trace = float((counts[:, None] * held**2).sum())  # of (sum T m m')⁻¹ (sum T² m m')
    share = max(0.0, (between - (len(counts) - rank) * sigma2) / (n - trace)) if n > trace else 0.0
    theta = 1 - np.sqrt(sigma2 / (sigma2 + counts * share)) if sigma2 > 0 else np.ones(len(counts))
    return RandomEffects(float(np.sqrt(sigma2)), float(np.sqrt(share)), theta)


def _fitted(x: Array, y: Array) -> tuple[Array, Array]:
    """Return fitted values and an orthonormal basis, (n, rank), whatever the units of measurement."""
    size = np.sqrt((x**2).sum(axis=0))
    z = x[:, size > 0] / size[size > 0]
    q, r = np.linalg.qr(z)
    left, value, _ = np.linalg.svd(r)
    basis: Array = q @ left[:, value > 1e-9 * max(float(value.max(initial=0)), 1e-300)]
    return basis @ (basis.T @ y), basis
