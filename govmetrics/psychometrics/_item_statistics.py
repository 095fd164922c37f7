"""Alpha and its item statistics of covariances, and their intervals by Feldt, Fisher and the bootstrap."""

from __future__ import annotations

import numpy as np
from scipy.special import fdtri, ndtri

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import resampled_totals


def item_statistics(cov: Array) -> dict[str, Array]:
    """Return alpha and its item statistics of covariances (..., k, k); batched over the leading axes."""
    return statistics_of_totals(np.diagonal(cov, axis1=-2, axis2=-1), cov.sum(axis=-1))


def statistics_of_totals(variance: Array, with_total: Array) -> dict[str, Array]:
    """Return the same of the items' variances and their covariances with the total, both (..., k)."""
    k = variance.shape[-1]
    total, trace = with_total.sum(axis=-1), variance.sum(axis=-1)
    rest = total[..., None] - 2 * with_total + variance
    with np.errstate(divide="ignore", invalid="ignore"):
        some = np.where(variance > 0, variance, np.nan)
        deleted = (
            (k - 1) / max(k - 2, 1) * (1 - (trace[..., None] - variance) / np.where(rest > 0, rest, np.nan))
        )
        return {
            "alpha": k / (k - 1) * (1 - trace / total),
            "item_total": with_total / np.sqrt(some * total[..., None]),
            "item_rest": (with_total - variance) / np.sqrt(some * np.where(rest > 0, rest, np.nan)),
            "alpha_if_deleted": deleted if k > 2 else np.full_like(variance, np.nan),
        }


def standardized_alpha(r: Array) -> tuple[float, float]:
    """Return alpha of standardised items and the mean correlation between items, of `r` (k, k)."""
    k = len(r)
    average = float((r.sum() - k) / (k * (k - 1)))
    return (k * average / (1 + (k - 1) * average) if 1 + (k - 1) * average > 0 else np.nan), average


def feldt(statistics: dict[str, Array], n: float, k: int, level: float) -> dict[str, tuple[Array, Array]]:
    """Return bounds by name: Feldt's for alphas of `k` and `k - 1` items, Fisher's for correlations."""
    tail = (1 - level) / 2
    bounds = {}
    for name, items in (("alpha", k), ("alpha_if_deleted", k - 1)):
        df1, df2 = n - 1, (n - 1) * max(items - 1, 1)
        unexplained = 1 - statistics[name]
        bounds[name] = (1 - unexplained * fdtri(df1, df2, 1 - tail), 1 - unexplained * fdtri(df1, df2, tail))
    half = -ndtri(tail) / np.sqrt(n - 3) if n > 3 else np.nan
    for name in ("item_total", "item_rest"):
        z = np.arctanh(np.clip(statistics[name], -1 + 1e-15, 1 - 1e-15))
        bounds[name] = (np.tanh(z - half), np.tanh(z + half))
    return bounds


def bootstrap(
    x: Array, weights: Array | None, level: float, draws: int, rng: np.random.Generator
) -> dict[str, tuple[Array, Array]]:
    """Return percentile bounds by name over resampled respondents."""
    drawn = statistics_of_totals(*resampled_totals(x, draws, rng, weights))
    tails = [(1 - level) / 2, (1 + level) / 2]
    bounds = {}
    for name, values in drawn.items():
        # A draw without variance has no alpha; percentiles are over the others.
        finite = np.isfinite(values).all()
        low, high = np.quantile(values, tails, axis=0) if finite else _nanquantile(values, tails)
        bounds[name] = (low, high)
    return bounds


def _nanquantile(values: Array, tails: list[float]) -> Array:
    flat = values.reshape(len(values), -1)
    out = np.full((2, flat.shape[1]), np.nan)
    some = np.isfinite(flat).any(axis=0)
    out[:, some] = np.nanquantile(np.where(np.isfinite(flat), flat, np.nan)[:, some], tails, axis=0)
    return out.reshape(2, *values.shape[1:])
