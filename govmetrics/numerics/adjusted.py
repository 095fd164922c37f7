"""P values corrected for the number of tests."""

from __future__ import annotations

from typing import Literal

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.holm import holm

Adjust = Literal["none", "holm", "bonferroni", "benjamini_hochberg"]


def adjusted(p: Array, method: str) -> Array:
    """Return corrected p values (n,), NaN where there was no test; those do not count.

    References
    ----------
    Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6.
    Benjamini and Hochberg (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B, 57.

    Examples
    --------
    >>> p = np.array([0.01, 0.04, np.nan, 0.03])
    >>> [adjusted(p, method).round(3).tolist() for method in ("holm", "bonferroni", "benjamini_hochberg")]
    [[0.03, 0.06, nan, 0.06], [0.03, 0.12, nan, 0.09], [0.03, 0.04, nan, 0.04]]
    """
    if method == "holm":
        return holm(p)
    corrected = p.astype(float)
    tested = np.flatnonzero(~np.isnan(p))
    m = len(tested)
    if method == "bonferroni":
        corrected = corrected * m
    elif method == "benjamini_hochberg":
        order = tested[np.argsort(p[tested], kind="stable")]
        corrected[order] = np.minimum.accumulate((p[order] * m / np.arange(1, m + 1))[::-1])[::-1]
    return np.asarray(np.minimum(corrected, 1.0), dtype=float)
