"""Tests for spatial dependence on the residuals of least squares; arrays only."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.spatial.likelihood import Sizes, squares


def lagrange(y: Array, wy: Array, x: Array, lag: Any, w: Any, sizes: Sizes) -> dict[str, float]:
    """Return the Lagrange multiplier tests for lag and error, and those robust against the other (Anselin et al. 1996).

    Parameters
    ----------
    lag : function
        Takes values (n,) by period and unit to those of the neighbours.
    """
    b, e = squares(y, x)
    sigma2 = float(e @ e) / sizes.n
    trace = sizes.periods * float((w.multiply(w)).sum() + (w.multiply(w.T)).sum())
    wxb = lag(x @ b)
    d = float((squares(wxb, x)[1] ** 2).sum()) / sigma2
    of_error, of_lag = float(e @ lag(e)) / sigma2, float(e @ wy) / sigma2
    share = trace / (d + trace)
    found = {"lm_lag": of_lag**2 / (d + trace), "lm_error": of_error**2 / trace}
    if d > 1e-12 * trace:
        found["robust_lm_lag"] = (of_lag - of_error) ** 2 / d
        found["robust_lm_error"] = (of_error - share * of_lag) ** 2 / (trace * (1 - share))
    return found


def residual_moran(y: Array, x: Array, w: Any) -> tuple[float, float, float]:
    """Return Moran's I of the residuals of least squares, its expectation and variance (Cliff and Ord 1981, 8.3)."""
    n, k = x.shape
    q, _ = np.linalg.qr(x)
    e = y - q @ (q.T @ y)
    factor = n / float(w.sum())
    i = factor * float(e @ (w @ e)) / float(e @ e)
    wq, tq = w @ q, w.T @ q
    inner = q.T @ wq
    mw = -float(np.trace(inner))  # the trace of W is zero
    mwmw = float(w.multiply(w.T).sum()) - 2 * float((tq * wq).sum()) + float((inner * inner.T).sum())
    mwmt = float(w.multiply(w).sum()) - float((tq**2).sum()) - float((wq**2).sum()) + float((inner**2).sum())
    expected = factor * mw / (n - k)
    variance = factor**2 * (mwmt + mwmw + mw**2) / ((n - k) * (n - k + 2)) - expected**2
    return i, expected, variance
